import { describe, expect, it } from "vitest";
import type { Report } from "../../src/report/schema.ts";
import { table } from "../../src/report/table.ts";
import { displayWidth } from "../../src/report/text.ts";
import { at, death, fullReport, healthyReport, hostileText, source, task, tasklessReport } from "./fixture.ts";

const plainly = { width: 100, colour: false, context: 0 };
const harmful = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

function linesOf(report: Report, width = 100): string[] {
  return table(report, { ...plainly, width }).split("\n");
}

/** Strangers' text wherever a log can put it. */
function hostileReport(): Report {
  const report = fullReport();
  const name = `/a/${"very/long/".repeat(12)}${hostileText}.log`;
  const place = { process: hostileText, tid: hostileText, name: hostileText, key: hostileText.repeat(40) };
  return {
    ...report,
    sources: [...report.sources, source(name, { host: "web-2", zone: hostileText, formats: { [hostileText]: 1 } })],
    unfinished: report.unfinished.map((it) => ({ ...it, ...place, start: { ...it.start, source: name } })),
    deaths: report.deaths.map((it) => ({ ...it, worker: hostileText, server: hostileText, host: hostileText })),
    findings: report.findings.map((it) => ({
      ...it,
      title: hostileText,
      advice: hostileText.repeat(50),
      rule: hostileText,
    })),
  };
}

describe("the table", () => {
  const reports = { fullReport, healthyReport, tasklessReport, hostileReport };
  for (const [name, make] of Object.entries(reports))
    it.each([60, 80, 100, 120, 200])(`keeps ${name} harmless and within %i columns`, (width) => {
      const text = table(make(), { ...plainly, width, context: 3 });
      expect(text).not.toMatch(harmful);
      expect(text.split("\n").filter((line) => displayWidth(line) > width)).toEqual([]);
      expect(text.split("\n").filter((line) => line !== line.trimEnd())).toEqual([]);
    });

  it("answers in its first lines", () => {
    expect(linesOf(fullReport()).slice(0, 21)).toEqual([
      "19 of 18,665 tasks never finished: 14 killed (12 by max-requests and 2 by oom-kill; 9 deaths, 1 only",
      "probable), 1 stuck, 1 superseded, 3 in flight when the log ends. One ran again: finished.",
      "2026-11-21 21:50:07 – 21:51:02 +08:00, 4 sources",
      "! 1 of 4 sources contributed NOTHING: nginx-access.log",
      "",
      "critical: max-requests recycled 8 workers while their threads were still at work",
      "  [recycle-kills-background-work]",
      "  Every 5,000 requests a worker leaves; uWSGI waits for requests, not for threads. 12 tasks went",
      "  with it.",
      "",
      "lost  cause         confidence  when                 process         pid            requests",
      "────  ────────────  ──────────  ───────────────────  ──────────────  ─────────────  ────────",
      "   5  max-requests  certain     21:50:11 – 21:50:12  uwsgi worker 1  19272 → 19300     5,000",
      "   2  oom-kill      probable    21:50:31 – 21:50:32  uwsgi worker 2  20411 → 20433",
      "   1  max-requests  certain     21:50:12 – 21:50:13  uwsgi worker 2  19273 → 19301     5,000",
      "   1  max-requests  certain     21:50:13 – 21:50:14  uwsgi worker 3  19274 → 19302     5,000",
      "   1  max-requests  certain     21:50:14 – 21:50:15  uwsgi worker 4  19275 → 19303     5,000",
      "   1  max-requests  certain     21:50:15 – 21:50:16  uwsgi worker 1  19276 → 19304     5,000",
      "",
      "… and 3 more deaths (3 tasks): --output json has them all",
      "1 more process ended and cost no task: 1 shutdown",
    ]);
  });

  it("proves the worst death of each cause", () => {
    const lines = linesOf(fullReport());
    const start = lines.findIndex((line) => line.startsWith("d1: "));
    expect(lines.slice(start, start + 12)).toEqual([
      "d1: 5 tasks lost to max-requests (certain), 21:50:11 – 21:50:12, uwsgi worker 1, pid 19272 → 19300",
      "  started    21:50:10.011  app.log:102  …app 19272 139889324566272 start task order-8001...",
      "  last sign  21:50:11.011  app.log:103  …order-8001: 已发送 3/7 packets, 等待回执",
      "  started    21:50:10.012  app.log:104  …app 19272 139889324566272 start task order-8002...",
      "  last sign  21:50:11.012  app.log:105  …order-8002: 已发送 3/7 packets, 等待回执",
      "  started    21:50:10.013  app.log:106  …app 19272 139889324566272 start task order-8003...",
      "  last sign  21:50:11.013  app.log:107  …order-8003: 已发送 3/7 packets, 等待回执",
      "  … and 2 more tasks",
      "  died  uwsgi.log:10  ...The work of process 19272 is done. Seeya!",
      "        uwsgi.log:11  worker 1 killed successfully (pid: 19272)",
      "        uwsgi.log:12  Respawned uWSGI worker 1 (new pid: 19300)",
      "",
    ]);
    expect(lines.some((line) => line.startsWith("d9: 2 tasks lost to oom-kill (probable)"))).toBe(true);
    expect(lines).toContain("  ran again  21:50:40.000  app.log:402  finished in pid 20433");
  });

  it("gives two lines to a row where the width is short", () => {
    expect(linesOf(fullReport(), 60).slice(11, 16)).toEqual([
      "",
      "lost  cause         when        process, pid",
      "────  ────────────  ──────────  ──────────────",
      "   5  max-requests  21:50:11 –  uwsgi worker 1",
      "      certain       21:50:12    19272 → 19300",
    ]);
  });

  it("has a row and a proof for each cause, however late it comes", () => {
    const report = fullReport();
    const kinds = ["reload", "max-lifetime", "request-timeout", "scale-down", "crash", "shutdown", "exit"] as const;
    const deaths = [
      ...Array.from({ length: 8 }, (_, i) => death(i + 1, { tasksKilled: 9 - i })),
      ...kinds.map((cause, i) => death(i + 9, { cause, tasksKilled: 1 })),
    ];
    const lines = linesOf({ ...report, deaths, unfinished: [] });
    const first = lines.findIndex((line) => line.startsWith("────")) + 1;
    const rows = lines.slice(first, lines.indexOf("", first));
    const causes = ["max-requests", ...kinds];
    expect(rows.map((row) => row.split(/ {2,}/)[2])).toEqual(causes);
    expect(lines.flatMap((line) => /tasks? lost to ([\w-]+) /.exec(line)?.[1] ?? [])).toEqual(causes);
    expect(lines).toContain("… and 7 more deaths (35 tasks): --output json has them all");
  });

  it("groups what no death explains", () => {
    const text = linesOf(fullReport()).join("\n");
    expect(text).toContain("1 task stuck: the process lives on");
    expect(text).toContain("1 task superseded: the thread went on");
    expect(text).toContain("3 tasks in flight: the log ends too soon to tell");
  });

  it("says how sure a verdict is only where that is unusual", () => {
    const lines = linesOf(fullReport());
    expect(lines).toContain("  t22: task order-8022, pid 20500, thread 139889324566272 (certain)");
    expect(lines).toContain("  t23: task order-8023, pid 20500, thread ThreadPoolExecutor-0_3 (probable)");
    expect(lines).toContain("  t25: task order-8025, pid 20500, thread 139889324566272");
    const usual = fullReport().unfinished.map((it) => ({
      ...it,
      confidence: it.verdict === "stuck" ? ("probable" as const) : ("certain" as const),
    }));
    const titles = linesOf({ ...fullReport(), unfinished: usual }).filter((line) => line.startsWith("  t2"));
    expect(titles.filter((line) => line.endsWith(")"))).toEqual([]);
  });

  it("tells what was read, and loudly what was not", () => {
    const lines = linesOf(fullReport());
    expect(lines.slice(lines.indexOf("Sources"))).toEqual([
      "Sources",
      "  /var/log/shop/app.log: 12,044 lines, 99.8% recognised (Python logging 12,030), 14 unrecognised,",
      "    Asia/Shanghai",
      "  /var/log/shop/uwsgi.log: 96 lines, 100% recognised (uWSGI 96), 88 untimed, Asia/Shanghai",
      "  kern.log: 12 lines, 75.0% recognised (kernel 9), 3 unrecognised, UTC, clock 8 h 00 m behind",
      "! nginx-access.log: 220 lines, NONE RECOGNISED: contributed nothing",
      "  ! no known format: see --log-format",
      "",
    ]);
  });

  it("says in one line that nothing was lost", () => {
    const lines = linesOf(healthyReport());
    expect(lines[0]).toBe("No unfinished task: 130 tasks, all ended (10 failed). 3 processes ended: 3 shutdown.");
    expect(lines[3]).toBe("cause     confidence  when                 process         pid");
  });

  it("says loudly that no task was recognised, and what to do", () => {
    const text = linesOf(tasklessReport()).join(" ");
    expect(text).toMatch(/^NO TASK RECOGNISED in 12,140 lines\. 3 processes ended: 3 shutdown\./);
    expect(text).toContain("Say what a task looks like with --task-start REGEX (and --task-end REGEX).");
    expect(text).not.toContain("Give the application's log too");
  });

  it("asks for the application's log where only a server's was read", () => {
    const report = tasklessReport();
    const text = linesOf({ ...report, sources: report.sources.slice(1) }).join(" ");
    expect(text).toContain("only a server's own messages were read. Give the application's log too.");
    const empty = { lines: 0, formats: {}, unrecognised: 0 };
    const nothing = { ...report, deaths: [], sources: report.sources.map((it) => ({ ...it, ...empty })) };
    expect(linesOf(nothing).join(" ")).not.toContain("Nothing can be said");
  });

  it("proves deaths that cost nothing where no task was lost", () => {
    const lines = linesOf(tasklessReport());
    const start = lines.indexOf("d1: ended by shutdown (certain), 21:50:11 – 21:50:12, uwsgi worker 1, pid 19272");
    expect(lines.slice(start + 1, start + 5)).toEqual([
      "  died  uwsgi.log:10  ...The work of process 19272 is done. Seeya!",
      "        uwsgi.log:11  worker 1 killed successfully (pid: 19272)",
      "        uwsgi.log:12  Respawned uWSGI worker 1 (new pid: 19300)",
      "",
    ]);
    expect(table(healthyReport(), plainly)).toContain("d3: ended by shutdown");
    expect(table(fullReport(), plainly)).not.toContain("ended by");
    const healthy = healthyReport();
    const stuck = task(1, { verdict: "stuck", cause: null, death: null });
    const summary = { ...healthy.summary, tasks: 131, unfinished: 1, stuck: 1 };
    expect(table({ ...healthy, unfinished: [stuck], summary }, plainly)).not.toContain("ended by");
  });

  it("does not call a log lost that merely ends", () => {
    const report = healthyReport();
    const unfinished = [task(1, { verdict: "in-flight", cause: null, death: null })];
    const summary = { ...report.summary, tasks: 131, unfinished: 1, inFlight: 1 };
    expect(linesOf({ ...report, unfinished, summary })[0]).toBe(
      "1 of 131 tasks had not finished: 1 in flight when the log ends.",
    );
  });

  it("names one cause plainly and says how sure it is", () => {
    const report = healthyReport();
    const inferred = death(1, { cause: "respawn", confidence: "possible", server: null, evidence: [], tasksKilled: 1 });
    const unfinished = [task(1, { cause: "respawn", confidence: "possible" })];
    const summary = { ...report.summary, tasks: 131, unfinished: 1, killed: 1, deaths: 1 };
    const text = table({ ...report, deaths: [inferred], unfinished, summary }, plainly);
    expect(text).toContain("1 of 131 tasks never finished: 1 killed by respawn (1 death, possible).");
    expect(text).toContain("  died: inferred: no line says so");
    const all = [inferred, { ...inferred, id: "d2" }, { ...inferred, id: "d3" }];
    expect(table({ ...report, deaths: all, unfinished, summary }, plainly)).toContain("(3 deaths, all possible)");
  });

  it("shows the day where there are several, and the zone where they differ", () => {
    const report = fullReport();
    const window = { from: at("21:50:07.120"), to: "2026-11-22T00:10:00.000+08:00" };
    expect(table({ ...report, window }, plainly)).toContain("11-21 21:50:11 – 21:50:12");
    const abroad = { from: "2026-11-21T13:50:07.120+00:00", to: at("21:51:02.004") };
    const text = table({ ...report, window: abroad }, plainly);
    expect(text).toContain("21:50:10.011+08:00");
    expect(text).toContain("21:50:11 – 21:50:12+08:00");
  });

  it("gives up a line's header before its message, but only at the thread's id", () => {
    const report = fullReport();
    const withTid = (tid: string) => ({ ...report, unfinished: report.unfinished.map((it) => ({ ...it, tid })) });
    expect(table(withTid("139889324566272"), { ...plainly, width: 80 })).toContain("102  …start task order-8001...\n");
    expect(table(withTid("1"), { ...plainly, width: 80 })).toContain("102  …app 19272 139889324566272 start");
    expect(table(withTid("(a+)+$ [x] \\u{1}"), { ...plainly, width: 80 })).toContain("102  …app 19272");
  });

  it("shows continuation lines when asked to", () => {
    expect(table(fullReport(), { ...plainly, context: 1 })).toContain("kernel: oom_reaper");
    expect(table(fullReport(), plainly)).not.toContain("kernel: oom_reaper");
  });

  it("colours only when asked to, and says the same", () => {
    const coloured = table(fullReport(), { ...plainly, colour: true });
    expect(coloured).toContain("\x1b[31m");
    expect(coloured.replace(/\x1b\[\d+m/g, "").replace(/ +$/gm, "")).toBe(table(fullReport(), plainly));
  });

  it("is the same each time", () => {
    expect(table(fullReport(), plainly)).toBe(table(fullReport(), plainly));
  });
});
