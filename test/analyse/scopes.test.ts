/** Pids are unique on a host, and in a container on it; the logs of several come in one stream. */
import { describe, expect, it } from "vitest";
import { app, examine, uwsgi } from "../support/log.ts";
import { linesOf } from "../support/samples.ts";

/** A container's log: a worker that a signal kills, or not, with equal pids everywhere. */
const container = (id: string, signal: number): string[] =>
  linesOf(
    Buffer.from(
      [
        uwsgi("banner 00:00 1 7"),
        app(`
          00:01 7/1 start task ${id}1
          00:02 7/1 finished task ${id}1
          00:03 7/1 start task ${id}2
        `),
        `DAMN ! worker 1 (pid: 7) died, killed by signal ${signal} :( trying respawn ...\n`,
        "Respawned uWSGI worker 1 (new pid: 12)\n",
        app(`
          00:06 12/1 start task ${id}3
          00:07 12/1 finished task ${id}3
          00:09 12/2 start task ${id}4
          00:10 12/2 finished task ${id}4
        `),
      ].join(""),
    ),
  );

const a = container("A", 9);
const b = container("B", 11);

/** The lines of several logs in turns, each wrapped as its own. */
function inTurns(
  logs: readonly (readonly string[])[],
  wrap: (line: string, log: number, at: string) => string,
): string {
  const turns = Math.max(...logs.map((log) => log.length));
  const lines: string[] = [];
  for (let i = 0; i < turns; i++)
    for (const [log, own] of logs.entries()) {
      const line = own[i];
      if (line !== undefined) lines.push(wrap(line, log, `14:00:${String(i).padStart(2, "0")}`));
    }
  return `${lines.join("\n")}\n`;
}

const json = (value: object): string => JSON.stringify(value);

/** Streams of two containers' logs, in each of the wrappings that name them. */
const wrappings: Readonly<Record<string, (line: string, log: number, at: string) => string>> = {
  "docker compose": (line, log) => `web-${log + 1}  | ${line}`,
  "docker compose -t": (line, log, at) => `web-${log + 1}  | 2026-11-21T${at}.123456789Z ${line}`,
  "docker compose, coloured": (line, log) => `\u001b[3${log + 3}mweb-${log + 1}  | \u001b[0m${line}`,
  "docker compose, named containers": (line, log) => (log === 0 ? `shop-1     | ${line}` : `blue-shop  | ${line}`),
  "docker json-file with a tag": (line, log, time) =>
    json({ log: `${line}\n`, stream: "stderr", attrs: { tag: `web-${log}` }, time: `2026-11-21T${time}.000000000Z` }),
  "kubectl --prefix": (line, log) => `[pod/web-5d9c7b8f6-x2x4${log}/app] ${line}`,
  "kubectl --prefix --timestamps": (line, log, at) =>
    `[pod/web-5d9c7b8f6-x2x4${log}/app] 2026-11-21T${at}.872885268Z ${line}`,
  stern: (line, log) => `web-5d9c7b8f6-x2x4${log + 4} app ${line}`,
  "stern, coloured": (line, log) =>
    `\u001b[9${log + 3}mweb-5d9c7b8f6-x2x4${log + 4}\u001b[0m \u001b[36mapp\u001b[0m ${line}`,
  "stern -o json": (message, log) =>
    json({ message, nodeName: "n", namespace: "default", podName: `web-${log}`, containerName: "app" }),
  "aws logs tail": (line, log, at) => `2026-11-21T${at}.872000+00:00 web/app/0f3ab${log} ${line}`,
  "aws logs filter-log-events": (message, log, at) =>
    json({ logStreamName: `web/${log}`, timestamp: Date.parse(`2026-11-21T${at}Z`), message, eventId: "3" }),
  logcli: (line, log, at) => `2026-11-21T${at}Z {pod="web-${log}"} ${line}`,
  "logcli -o jsonl": (line, log, at) => json({ labels: { pod: `web-${log}` }, line, timestamp: `2026-11-21T${at}Z` }),
  "journald of Docker": (line, log, at) =>
    json({
      __REALTIME_TIMESTAMP: String(Date.parse(`2026-11-21T${at}Z`) * 1000),
      _PID: "812",
      _HOSTNAME: "n1",
      CONTAINER_NAME: `web-${log}`,
      MESSAGE: line,
    }),
  "syslog of Docker": (line, log, at) => `Nov 21 ${at} n1 0f3ab1c2d3e${log}[812]: ${line}`,
  "syslog of two hosts": (line, log, at) => `<30>Nov 21 ${at} web0${log} uwsgi[7]: ${line}`,
  "RFC 5424 of two hosts": (line, log, at) => `<30>1 2026-11-21T${at}.5Z web0${log} uwsgi 7 - - ${line}`,
};

describe("two containers with equal pids in one stream", () => {
  it("mixed without names, they cannot be told apart", async () => {
    const { deaths } = await examine({ "all.log": inTurns([a, b], (line) => line) });
    expect(deaths).not.toEqual(["7 crash certain -> 12", "7 signal certain -> 12"]);
  });

  it.each(Object.entries(wrappings))("%s: what each of them alone would tell", async (name, wrap) => {
    const apart = await Promise.all([a, b].map((log) => examine({ "one.log": `${log.join("\n")}\n` })));
    const both = await examine({ "all.log": inTurns([a, b], wrap) });
    expect(both.lost).toEqual(apart.flatMap(({ lost }) => lost));
    expect(both.deaths).toEqual(apart.flatMap(({ deaths }) => deaths).sort());
    expect(both.finished).toBe(apart.reduce((sum, { finished }) => sum + finished, 0));
    const places = (of: readonly { host: string | null; instance: string | null }[]) =>
      of.map(({ host, instance }) => (name.includes("hosts") ? host : instance)).sort();
    expect(new Set(places(both.report.deaths)).size).toBe(2);
    expect(places(both.report.unfinished)).toEqual(places(both.report.deaths));
  });
});

const wrapWith =
  (name: string) =>
  (lines: readonly string[], log = 0): string =>
    inTurns([lines], (line, _, at) => wrappings[name]?.(line, log, at) ?? "");

describe("streams of one place", () => {
  const appLines = a.filter((line) => line.startsWith("2026"));
  const serverLines = a.filter((line) => !line.startsWith("2026"));
  const alone = ["A2 killed signal certain"];

  it.each(Object.keys(wrappings))("an application's plain file joins the server's log in %s", async (name) => {
    const { lost, deaths } = await examine({
      "app.log": `${appLines.join("\n")}\n`,
      "server.log": wrapWith(name)(serverLines),
    });
    expect({ lost, deaths }).toEqual({ lost: alone, deaths: ["7 signal certain -> 12"] });
  });

  it.each(Object.keys(wrappings))("a plain copy of what stands in %s is the same tasks and deaths", async (name) => {
    const { lost, deaths, tasks } = await examine({
      "plain.log": `${a.join("\n")}\n`,
      "wrapped.log": wrapWith(name)(a),
    });
    expect({ lost, deaths, tasks }).toEqual({ lost: alone, deaths: ["7 signal certain -> 12"], tasks: 4 });
  });

  it("one container is no instance of its own; of several, what is not named stands for itself", async () => {
    const one = await examine({ "all.log": wrapWith("docker compose")(a) });
    expect(one.report.deaths.map(({ instance }) => instance)).toEqual([null]);
    const two = await examine({
      "all.log": inTurns([a, b], (line, log) => `web-${log + 1}  | ${line}`),
      "plain.log": `${container("C", 6).join("\n")}\n`,
    });
    expect(two.report.deaths.map(({ instance }) => instance).sort()).toEqual([null, "web-1", "web-2"].sort());
    expect(two.lost).toEqual(["A2 killed signal certain", "B2 killed crash certain", "C2 killed crash certain"]);
  });

  it("files that a container runtime names are each of their container", async () => {
    const id = (digit: string) => `${digit.repeat(64)}-json.log`;
    const wrap = (line: string) => json({ log: `${line}\n`, stream: "stderr", time: "2026-11-21T14:00:20.000000000Z" });
    const { lost, deaths } = await examine({
      [id("a")]: inTurns([a], wrap),
      [id("b")]: inTurns([b], wrap),
    });
    expect(lost).toEqual(["A2 killed signal certain", "B2 killed crash certain"]);
    expect(deaths).toEqual(["7 crash certain -> 12", "7 signal certain -> 12"]);
  });

  it("a pod's log by kubectl and by the kubelet's file are of one pod, beside another's", async () => {
    const cri = (line: string, _: number, at: string) => `2026-11-21T${at}.872885268Z stderr F ${line}`;
    const { lost, tasks } = await examine({
      "kubectl.log": inTurns([a, b], wrappings["kubectl --prefix"] ?? ((line) => line)),
      "/var/log/pods/shop_web-5d9c7b8f6-x2x40_0f3ab1c2-d3e4-4f50-8a6b-7c8d9e0f1a2b/app/0.log": inTurns([a], cri),
    });
    expect([lost, tasks]).toEqual([["A2 killed signal certain", "B2 killed crash certain"], 8]);
  });
});

describe("containers whose lines are laid out differently", () => {
  it("are each read in their own way", async () => {
    const lines = Array.from({ length: 60 }, (_, i) => {
      const at = `2026-11-21 14:00:${String(i).padStart(2, "0")},000 INFO`;
      const word = i % 2 === 0 ? "start" : "finished";
      const n = i >> 1;
      return [
        `job-1  | ${at} ${7 + (n % 2)} ${word} task J${n}`,
        `web-1  | ${at} ${7 + (n % 2)} ${139889324500001 + (n % 3)} ${word} task W${n}`,
      ];
    }).flat();
    const last = "web-1  | 2026-11-21 14:01:00,000 INFO 7 139889324500002 start task W99";
    const { lost, report } = await examine({ "all.log": `${[...lines, last].join("\n")}\n` });
    expect(lost).toEqual(["W99 in-flight possible"]);
    expect(report.unfinished[0]).toMatchObject({ instance: "web-1", pid: 7, tid: "139889324500002" });
    expect(report.summary.finished).toBe(60);
  });
});

describe("programs of one host", () => {
  const syslog = (at: string, tag: string, text: string) => `Nov 21 14:00:${at} web01 ${tag}: ${text}`;

  it("have slots of their own, and one set of pids", async () => {
    const unit = (at: number, pid: number, name: string, MESSAGE: string) =>
      json({
        __REALTIME_TIMESTAMP: String(Date.UTC(2026, 10, 21, 14, 0, at) * 1000),
        _HOSTNAME: "web01",
        _PID: String(pid),
        _SYSTEMD_UNIT: `${name}.service`,
        SYSLOG_IDENTIFIER: "uwsgi",
        MESSAGE,
      });
    const log = [
      unit(0, 10, "shop", "spawned uWSGI worker 1 (pid: 11, cores: 1)"),
      unit(0, 20, "blog", "spawned uWSGI worker 1 (pid: 21, cores: 1)"),
      unit(1, 11, "shop", "start task S1"),
      unit(1, 21, "blog", "start task B1"),
      unit(2, 21, "blog", "finished task B1"),
      unit(3, 20, "blog", "worker 1 buried after 1 seconds"),
      unit(3, 21, "blog", "goodbye to uWSGI."),
      unit(4, 11, "shop", "finished task S1"),
      unit(5, 11, "shop", "start task S2"),
      unit(6, 10, "shop", "DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ..."),
    ].join("\n");
    const { lost, deaths, report } = await examine({ "journal.json": `${log}\n` });
    expect(lost).toEqual(["S2 killed signal certain"]);
    expect(deaths).toEqual(["11 signal certain", "21 reload certain"]);
    expect(report.deaths.map(({ host }) => host)).toEqual(["web01", "web01"]);
    expect(report.sources[0]).toMatchObject({ host: "web01", formats: { journald: 5, "journald+uwsgi": 5 } });
  });

  it("a traceback goes on where its program's lines do, whatever stands between", async () => {
    const { report } = await examine({
      syslog: `${[
        syslog("01", "app[11]", "2026-11-21 14:00:01,000 INFO 11 139889324500001 start task A"),
        syslog("02", "app[11]", "2026-11-21 14:00:02,000 ERROR 11 139889324500001 task A failed"),
        syslog("02", "app[11]", "Traceback (most recent call last):"),
        syslog("02", "cron[90]", "(root) CMD (run-parts)"),
        syslog("02", "app[11]", '  File "app.py", line 1, in run'),
        syslog("02", "app[11]", "ValueError: no"),
      ].join("\n")}\n`,
    });
    expect(report.summary).toMatchObject({ tasks: 1, failed: 1 });
    expect(report.sources[0]?.unrecognised).toBe(0);
  });

  const journal = [
    [0, 10, "spawned uWSGI master process (pid: 10)"],
    [0, 10, "spawned uWSGI worker 1 (pid: 11, cores: 1)"],
    [1, 11, "start task A1"],
    [2, 11, "finished task A1"],
    [3, 11, "start task A2"],
    [4, null, "Out of memory: Killed process 11 (uwsgi) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB"],
    [4, 10, "DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ..."],
    [4, 10, "Respawned uWSGI worker 1 (new pid: 12)"],
  ] as const;
  const records = journal.map(([second, pid, MESSAGE]) => ({
    __REALTIME_TIMESTAMP: String(Date.UTC(2026, 10, 21, 14, 0, second) * 1000),
    _HOSTNAME: "web01",
    SYSLOG_IDENTIFIER: pid === null ? "kernel" : "uwsgi",
    ...(pid === null ? {} : { _PID: String(pid), _SYSTEMD_UNIT: "web.service" }),
    MESSAGE,
  }));

  it.each([
    ["json", records.map((record) => json(record)).join("\n")],
    ["json-pretty", records.map((record) => JSON.stringify(record, null, "\t")).join("\n")],
    [
      "export",
      records
        .map(
          (record) =>
            `${Object.entries(record)
              .map((entry) => entry.join("="))
              .join("\n")}\n`,
        )
        .join("\n"),
    ],
    [
      "short",
      journal
        .map(([s, pid, text]) => `Nov 21 14:00:0${s} web01 ${pid === null ? "kernel" : `uwsgi[${pid}]`}: ${text}`)
        .join("\n"),
    ],
  ])("a unit's and the kernel's word in one journal, as %s, are of one death", async (_, log) => {
    const { lost, deaths, report } = await examine({ "journal.log": `${log}\n` });
    expect(lost).toEqual(["A2 killed oom-kill certain"]);
    expect(deaths).toEqual(["11 oom-kill certain -> 12"]);
    expect(report.sources[0]).toMatchObject({ host: "web01", unrecognised: 0 });
  });

  it("lines that a master hands on are its worker's, not its own", async () => {
    const { lost, report } = await examine({
      syslog: `${[
        syslog("00", "uwsgi[10]", "spawned uWSGI master process (pid: 10)"),
        syslog("00", "uwsgi[10]", "spawned uWSGI worker 1 (pid: 11, cores: 1)"),
        syslog("01", "uwsgi[10]", "start task A1"),
        syslog("02", "uwsgi[10]", "finished task A1"),
        syslog("03", "uwsgi[10]", "start task A2"),
        syslog("05", "uwsgi[10]", "DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ..."),
        syslog("05", "uwsgi[10]", "Respawned uWSGI worker 1 (new pid: 12)"),
        syslog("09", "uwsgi[10]", "start task A3"),
        syslog("10", "uwsgi[10]", "finished task A3"),
      ].join("\n")}\n`,
    });
    expect(lost).toEqual(["A2 killed signal probable"]);
    expect(report.unfinished[0]).toMatchObject({ host: "web01", pid: 11 });
  });

  it("a traceback in one line of syslog is its record's, and ends the task", async () => {
    const { report } = await examine({
      syslog: `${[
        syslog("01", "app[11]", "start task A1"),
        syslog("02", "app[11]", "finished task A1"),
        syslog("03", "app[11]", "start task A2"),
        syslog("04", "app[11]", "it broke#012Traceback (most recent call last):#012  File x#012ValueError: y"),
        syslog("09", "app[11]", "start task A3"),
        syslog("10", "app[11]", "finished task A3"),
      ].join("\n")}\n`,
    });
    expect(report.summary).toMatchObject({ tasks: 3, failed: 1, unfinished: 0 });
  });

  it("colours are not read, but quoted as they stand", async () => {
    const green = (text: string) => `\u001b[32m${text}\u001b[0m`;
    const line = (time: string, text: string) =>
      `2026-11-21 14:00:${time},000 ${green("INFO")} 11 139889324500001 ${text}`;
    const { lost, report } = await examine({
      "app.log": `${[
        line("01", green("start task A1")),
        line("02", "finished task A1"),
        line("03", "start task A2"),
        green("DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ..."),
        line("09", "something else").replace(" 11 ", " 12 "),
      ].join("\n")}\n`,
    });
    expect(lost).toEqual(["A2 killed signal certain"]);
    expect(report.unfinished[0]?.start.text).toBe(line("03", "start task A2"));
  });

  it("a time without a year is completed, and one of whole seconds does not run behind the program's own", async () => {
    const { lost, report } = await examine({
      "app.log": app("00:01.500 11/1 start task A1\n00:01.600 11/1 finished task A1\n00:03.900 11/1 start task B1\n"),
      syslog: `${[
        syslog("00", "uwsgi[10]", "spawned uWSGI worker 1 (pid: 11, cores: 1)"),
        syslog("04", "uwsgi[10]", "DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ..."),
      ].join("\n")}\n`,
    });
    expect(lost).toEqual(["B1 killed signal certain"]);
    expect(report.deaths[0]?.latest).toBe("2026-11-21T14:00:04.000+00:00");
  });
});
