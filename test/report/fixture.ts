/** A report by hand: an evening with recycled workers, an OOM kill, a deadlock, and log lines by strangers. */

import type { Cause, Verdict } from "../../src/events.ts";
import type {
  Evidence,
  Quote,
  Report,
  ReportDeath,
  ReportFinding,
  ReportSource,
  ReportTask,
} from "../../src/report/schema.ts";

export const hostileText =
  "\x1b[31mred\x1b]0;owned\x07 \u202etxt.exe\u202c\x00\u2028\x9b2J | <img src=x onerror=alert(1)> [click](javascript:alert(1)) @everyone ```` `x`\ttab";

const app = "/var/log/shop/app.log";
const uwsgi = "/var/log/shop/uwsgi.log";
const day = "2026-11-21";

/** An instant of the evening: `at("21:50:11.023")`. */
export function at(time: string): string {
  return `${day}T${time}+08:00`;
}

/** A line of the application, as its format string writes it. */
export function appQuote(time: string, line: number, pid: number, message: string): Quote {
  const text = `${day} ${time.replace(".", ",")} app ${pid} 139889324566272 ${message}`;
  return { at: at(time), source: app, line, text, more: [] };
}

/** A line of the server, which bears no time. */
export function serverLine(line: number, text: string): Evidence {
  return { at: null, source: uwsgi, line, text };
}

/** A killed task of pid 19272, with what differs. */
export function task(n: number, facts: Partial<ReportTask> = {}): ReportTask {
  const pid = facts.pid ?? 19272;
  return {
    id: `t${n}`,
    name: "task",
    key: `order-${8000 + n}`,
    host: "web-1",
    instance: null,
    pid,
    process: null,
    tid: "139889324566272",
    start: appQuote(`21:50:10.0${10 + n}`, 100 + 2 * n, pid, `start task order-${8000 + n}...`),
    last: appQuote(`21:50:11.0${10 + n}`, 101 + 2 * n, pid, `order-${8000 + n}: 已发送 3/7 packets, 等待回执`),
    verdict: "killed",
    cause: "max-requests",
    confidence: "certain",
    death: "d1",
    rerun: null,
    ...facts,
  };
}

/** A worker recycled by max-requests, with what differs. */
export function death(n: number, facts: Partial<ReportDeath> = {}): ReportDeath {
  const pid = facts.pid ?? 19271 + n;
  const worker = 1 + ((n - 1) % 4);
  return {
    id: `d${n}`,
    host: "web-1",
    instance: null,
    server: "uwsgi",
    role: "worker",
    pid,
    worker,
    cause: "max-requests",
    confidence: "certain",
    signal: null,
    exitCode: null,
    requests: 5000,
    earliest: at(`21:50:${10 + n}.000`),
    latest: at(`21:50:${11 + n}.000`),
    replacedBy: pid + 28,
    tasksKilled: 0,
    evidence: [
      serverLine(10 * n, `...The work of process ${pid} is done. Seeya!`),
      serverLine(10 * n + 1, `worker ${worker} killed successfully (pid: ${pid})`),
      serverLine(10 * n + 2, `Respawned uWSGI worker ${worker} (new pid: ${pid + 28})`),
    ],
    ...facts,
  };
}

/** A source that was understood, with what differs. */
export function source(name: string, facts: Partial<ReportSource> = {}): ReportSource {
  return {
    name,
    host: "web-1",
    bytes: 812_345,
    lines: 12_044,
    formats: { "python-logging": 12_030 },
    unrecognised: 14,
    untimed: 0,
    zone: "Asia/Shanghai",
    clockOffsetMs: null,
    warnings: [],
    ...facts,
  };
}

const recycling: ReportFinding = {
  rule: "recycle-kills-background-work",
  severity: "critical",
  title: "max-requests recycled 8 workers while their threads were still at work",
  detail: "Every 5,000 requests a worker leaves; uWSGI waits for requests, not for threads. 12 tasks went with it.",
  advice: "Move the work to a queue with its own workers, or join the pool in an atexit hook before the worker leaves.",
  references: ["https://uwsgi-docs.readthedocs.io/en/latest/Options.html#max-requests"],
  figures: { tasks: 12, deaths: 8, requests: 5000 },
  tasks: ["t1", "t2"],
  deaths: ["d1"],
  evidence: [serverLine(10, "...The work of process 19272 is done. Seeya!")],
};

const oom: ReportDeath = death(9, {
  pid: 20411,
  worker: 2,
  cause: "oom-kill",
  confidence: "probable",
  signal: "SIGKILL",
  requests: null,
  earliest: at("21:50:31.900"),
  latest: at("21:50:32.100"),
  replacedBy: 20433,
  tasksKilled: 2,
  evidence: [
    {
      at: at("21:50:32.000"),
      source: "kern.log",
      line: 7,
      text: "kernel: Memory cgroup out of memory: Killed process 20411 (uwsgi) total-vm:519139328kB",
      more: ["kernel: oom_reaper: reaped process 20411 (uwsgi), now anon-rss:0kB"],
    },
    serverLine(95, "DAMN ! worker 2 (pid: 20411) died, killed by signal 9 :( trying respawn ..."),
  ],
});

function others(): ReportTask[] {
  const rerun = { at: at("21:50:40.000"), source: app, line: 402, outcome: "finished", pid: 20433 } as const;
  const living = (verdict: Verdict, cause: Cause | null = null) => ({ verdict, cause, death: null, pid: 20500 });
  const strange = appQuote("21:50:59.990", 9000, 20500, hostileText);
  return [
    task(20, { pid: 20411, cause: "oom-kill", confidence: "probable", death: "d9", rerun }),
    task(21, { pid: 20411, cause: "oom-kill", confidence: "probable", death: "d9", key: hostileText }),
    task(22, living("stuck")),
    task(23, { ...living("superseded"), confidence: "probable", tid: "ThreadPoolExecutor-0_3" }),
    task(24, { ...living("in-flight"), confidence: null, start: strange, last: strange }),
    task(25, living("in-flight")),
    task(26, living("in-flight")),
  ];
}

/** Everything at once: eight recycled workers, an OOM kill, a shutdown, every verdict, a mute source, hostile text. */
export function fullReport(): Report {
  const recycled = Array.from({ length: 8 }, (_, i) => death(i + 1, { tasksKilled: i === 0 ? 5 : 1 }));
  const first = Array.from({ length: 5 }, (_, i) => task(i + 1));
  const rest = recycled.slice(1).map((it, i) => task(i + 6, { pid: it.pid, death: it.id }));
  const unfinished = [...first, ...rest, ...others()];
  const quiet = death(10, { cause: "shutdown", role: "master", worker: null, requests: null, replacedBy: null });
  return {
    schema: "coroner/report@1",
    window: { from: at("21:50:07.120"), to: at("21:51:02.004") },
    sources: [
      source(app),
      source(uwsgi, { lines: 96, formats: { uwsgi: 96 }, unrecognised: 0, untimed: 88, bytes: 9001 }),
      source("kern.log", {
        lines: 12,
        formats: { kernel: 9 },
        unrecognised: 3,
        clockOffsetMs: -28_800_000,
        zone: "UTC",
      }),
      source("nginx-access.log", {
        lines: 220,
        formats: {},
        unrecognised: 220,
        warnings: ["no known format: see --log-format"],
      }),
    ],
    summary: {
      tasks: 18_665,
      finished: 18_646,
      failed: 31,
      unfinished: unfinished.length,
      killed: 14,
      stuck: 1,
      superseded: 1,
      inFlight: 3,
      deaths: 10,
    },
    unfinished,
    deaths: [...recycled, oom, quiet],
    findings: [recycling],
    notes: [
      "uwsgi.log bears no times: its deaths lie between the requests before and after them.",
      `A note that quotes a stranger: ${hostileText}`,
    ],
  };
}

/** Nothing lost: every task ended, three processes were shut down. */
export function healthyReport(): Report {
  const full = fullReport();
  const deaths = [1, 2, 3].map((n) => death(n, { cause: "shutdown", requests: null, replacedBy: null }));
  const none = { unfinished: 0, killed: 0, stuck: 0, superseded: 0, inFlight: 0 };
  return {
    ...full,
    sources: full.sources.slice(0, 2),
    summary: { tasks: 130, finished: 130, failed: 10, deaths: 3, ...none },
    unfinished: [],
    deaths,
    findings: [],
    notes: [],
  };
}

/** Nothing recognised as a task. */
export function tasklessReport(): Report {
  const healthy = healthyReport();
  return { ...healthy, summary: { ...healthy.summary, tasks: 0, finished: 0, failed: 0 } };
}
