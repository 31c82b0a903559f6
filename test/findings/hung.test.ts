import { describe, expect, it } from "vitest";
import type { SourceInput } from "../../src/index.ts";
import { analyze } from "../../src/index.ts";

const rule = "hung-until-respawn";
const from = Date.parse("2026-03-01T10:00:00Z");
const iso = (second: number): string => new Date(from + second * 1_000).toISOString();
const app = (second: number, pid: number, text: string): string =>
  `${iso(second).slice(0, 23).replace("T", " ").replace(".", ",")} INFO app ${pid} 139889324566272 ${text}`;
/** A line of uWSGI with log-date. */
const uwsgi = (second: number, text: string): string => `Sun Mar  1 ${iso(second).slice(11, 19)} 2026 - ${text}`;
const gunicorn = (second: number, pid: number, text: string): string =>
  `[${iso(second).slice(0, 19).replace("T", " ")} +0000] [${pid}] [INFO] ${text}`;
const request = (second: number, pid: number, nth: number): string =>
  `[pid: ${pid}|app: 0|req: ${nth}/${nth}] 10.0.0.9 () {28 vars in 325 bytes} [Sun Mar  1 ${iso(second).slice(11, 19)} 2026] POST /task => generated 3 bytes in 5 msecs (HTTP/1.1 200) 2 headers in 64 bytes (2 switches on core 0)`;

async function findingsOf(...sources: readonly (readonly [string, readonly string[]])[]) {
  const inputs: SourceInput[] = sources.map(([name, lines]) => ({ name, content: `${lines.join("\n")}\n` }));
  const [there, back] = [await analyze(inputs), await analyze(inputs.toReversed())];
  const own = ({ findings }: typeof there) => findings.filter((finding) => finding.rule === rule);
  expect(own(back).map(({ title, detail, figures }) => [title, detail, figures])).toEqual(
    own(there).map(({ title, detail, figures }) => [title, detail, figures]),
  );
  return own(there);
}

const born = [
  uwsgi(0, "spawned uWSGI master process (pid: 10)"),
  uwsgi(0, "spawned uWSGI worker 1 (pid: 11, cores: 2)"),
  uwsgi(0, "spawned uWSGI worker 2 (pid: 12, cores: 2)"),
];
const busy = Array.from({ length: 20 }, (_, i) => request(1 + Math.floor(i / 4), 11 + (i % 2), i + 1));
const goodbye = (second: number, pid: number): string => uwsgi(second, `...The work of process ${pid} is done. Seeya!`);
const gone = (second: number, slot: number, pid: number, heir: number): string[] => [
  uwsgi(second, `worker ${slot} killed successfully (pid: ${pid})`),
  uwsgi(second, `Respawned uWSGI worker ${slot} (new pid: ${heir})`),
];
const noMercy = (second: number, slot: number, pid: number): string =>
  uwsgi(second, `worker ${slot} (pid: ${pid}) is taking too much time to die...NO MERCY !!!`);
/** What an application says of a task in a process, each with an end. */
const tasks = (pid: number, times: readonly (readonly [number, number])[]): string[] =>
  times.flatMap(([begun, ended], i) => [
    app(begun, pid, `start task ${pid}-${i}...`),
    app(ended, pid, `task ${pid}-${i} done`),
  ]);

describe(rule, () => {
  it("says who hung and for how long, when nobody was left, and how many requests came out at once then", async () => {
    const log = [
      ...born,
      ...busy,
      goodbye(6, 11),
      goodbye(9, 12),
      noMercy(66, 1, 11),
      ...gone(66, 1, 11, 21),
      ...Array.from({ length: 60 }, (_, i) => request(67 + Math.floor(i / 40), 21, 21 + i)),
      noMercy(69, 2, 12),
      ...gone(70, 2, 12, 22),
      request(75, 22, 90),
    ];
    const [finding, ...others] = await findingsOf(["uwsgi.log", log]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: "critical",
      title:
        "2 uwsgi workers hung after saying goodbye, the longest for 59 s to 1 m 01 s; for 56 s to 58 s no worker was left to answer",
      figures: { workers: 2, forced: 2, allHungLeastMs: 56_001, allHungMostMs: 57_999, servedAfter: 60 },
    });
    expect(finding?.detail).toContain("Pids 11 and 12 answered nothing more");
    expect(finding?.detail).toContain(
      "both had to be killed. From 10:00:09 until 10:01:06 at least, both workers hung",
    );
    expect(finding?.detail).toContain("60 requests in their first 3 s");
  });

  it("is a warning while another worker answers, and counts who hangs still", async () => {
    const log = [...born, ...busy, goodbye(6, 11), ...Array.from({ length: 30 }, (_, i) => request(7 + i, 12, 21 + i))];
    const [finding] = await findingsOf(["uwsgi.log", log]);
    expect(finding).toMatchObject({
      severity: "warning",
      title: "1 uwsgi worker hung after saying goodbye, for at least 29 s",
      figures: { workers: 1, hungLeastMs: 29_006, forced: 0 },
    });
    expect(finding?.detail).toContain("so that no successor came: it still hung when the log ended.");
  });

  it("knows it of a server whose workers have no numbers", async () => {
    const log = [
      gunicorn(0, 10, "Starting gunicorn 23.0.0"),
      gunicorn(0, 11, "Booting worker with pid: 11"),
      gunicorn(6, 11, "Autorestarting worker after current request."),
      gunicorn(6, 11, "Worker exiting (pid: 11)"),
      gunicorn(36, 10, "WORKER TIMEOUT (pid:11)"),
      gunicorn(37, 21, "Booting worker with pid: 21"),
    ];
    const lines = tasks(11, [
      [1, 2],
      [3, 7],
    ]);
    const [finding] = await findingsOf(["app.log", [...lines, ...tasks(21, [[40, 41]])]], ["gunicorn.log", log]);
    expect(finding).toMatchObject({ severity: "critical", figures: { workers: 1, forced: 0 } });
    expect(finding?.title).toContain("1 gunicorn worker hung after saying goodbye, for 29 s to 32 s");
  });

  it("is silent where the pool is waited for: its tasks go on to end, and with the last of them the process", async () => {
    const log = [...born, ...busy, goodbye(6, 11), ...gone(27, 1, 11, 21), request(30, 21, 30)];
    const lines = tasks(11, [
      [1, 5],
      [5.5, 14],
      [14.2, 26],
    ]);
    expect(await findingsOf(["app.log", [...lines, ...tasks(21, [[31, 32]])]], ["uwsgi.log", log])).toEqual([]);
  });

  it("is silent where one task was at work to the end, though that end was forced", async () => {
    const log = [...born, ...busy, goodbye(6, 11), noMercy(66, 1, 11), ...gone(66, 1, 11, 21), request(70, 21, 30)];
    const steps = Array.from({ length: 60 }, (_, i) => app(5 + i, 11, `task 11-7 step ${i}`));
    const lines = [...tasks(11, [[1, 4]]), app(4.5, 11, "start task 11-7..."), ...steps];
    expect(await findingsOf(["app.log", [...lines, ...tasks(21, [[71, 72]])]], ["uwsgi.log", log])).toEqual([]);
  });

  it("is silent where workers go when they say so", async () => {
    const log = [
      ...born,
      ...busy,
      goodbye(6, 11),
      ...gone(7, 1, 11, 21),
      goodbye(40, 12),
      ...gone(41, 2, 12, 22),
      request(90, 22, 70),
    ];
    expect(await findingsOf(["uwsgi.log", log])).toEqual([]);
  });

  it("is silent about a stop: that is another matter", async () => {
    const log = [
      ...born,
      ...busy,
      uwsgi(6, "SIGINT/SIGTERM received...killing workers..."),
      noMercy(66, 1, 11),
      uwsgi(67, "worker 1 buried after 1 seconds"),
      uwsgi(67, "goodbye to uWSGI."),
    ];
    expect(await findingsOf(["uwsgi.log", log])).toEqual([]);
  });
});
