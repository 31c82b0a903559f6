import { describe, expect, it } from "vitest";
import type { SourceInput } from "../../src/index.ts";
import { analyze } from "../../src/index.ts";

const rule = "recycle-kills-background-work";
const day = "2026-03-01";
const clock = (second: number): string => new Date(Date.parse(`${day}T10:00:00Z`) + second * 1_000).toISOString();
/** `2026-03-01 10:00:07,250` */
const stamp = (second: number): string => clock(second).slice(0, 23).replace("T", " ").replace(".", ",");
const app = (second: number, pid: number, text: string): string =>
  `${stamp(second)} INFO app ${pid} 139889324566272 ${text}`;
const start = (second: number, pid: number, task: number): string => app(second, pid, `start task ${task}...`);
const done = (second: number, pid: number, task: number): string => app(second, pid, `task ${task} done`);

const gunicorn = (second: number, pid: number, text: string): string =>
  `[${clock(second).slice(0, 19).replace("T", " ")} +0000] [${pid}] [INFO] ${text}`;

async function findingsOf(...sources: readonly (readonly [string, readonly string[]])[]) {
  const inputs: SourceInput[] = sources.map(([name, lines]) => ({ name, content: `${lines.join("\n")}\n` }));
  const there = await analyze(inputs);
  const back = await analyze(inputs.toReversed());
  const own = (report: typeof there) => report.findings.filter((finding) => finding.rule === rule);
  expect(own(back).map(({ title, detail, figures }) => [title, detail, figures])).toEqual(
    own(there).map(({ title, detail, figures }) => [title, detail, figures]),
  );
  return own(there);
}

/** One worker after another: each answers requests, says goodbye and leaves a task open. */
function uwsgi(cycles: number, requests: (cycle: number) => number, seconds = 60): { app: string[]; server: string[] } {
  const log = {
    app: [] as string[],
    server: ["spawned uWSGI master process (pid: 10)", "spawned uWSGI worker 1 (pid: 100, cores: 1)"],
  };
  let total = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const [pid, from, count] = [100 + cycle, cycle * seconds, requests(cycle)];
    for (let i = 0; i < count; i++) {
      const time = new Date(Date.parse(clock(from + Math.floor((i * (seconds - 2)) / (count - 1))))).toUTCString();
      const [, date, month, year, at] = time.split(/[ ,]+/);
      log.server.push(
        `[pid: ${pid}|app: 0|req: ${++total}/${total}] 10.0.0.9 () {28 vars in 325 bytes} [Sun ${month} ${Number(date)} ${at} ${year}] POST /task => generated 3 bytes in 5 msecs (HTTP/1.1 200) 2 headers in 64 bytes (2 switches on core 0)`.replace(
          "Mar 1 ",
          "Mar  1 ",
        ),
      );
    }
    log.app.push(
      start(from + 1, pid, cycle * 10),
      done(from + 2, pid, cycle * 10),
      start(from + seconds - 3, pid, cycle * 10 + 1),
    );
    log.server.push(
      `...The work of process ${pid} is done. Seeya!`,
      `worker 1 killed successfully (pid: ${pid})`,
      `Respawned uWSGI worker 1 (new pid: ${pid + 1})`,
    );
  }
  log.app.push(start(cycles * seconds + 1, 100 + cycles, 900), done(cycles * seconds + 2, 100 + cycles, 900));
  return log;
}

describe(rule, () => {
  it("tells the requests after which each worker went, and the time between", async () => {
    const log = uwsgi(6, () => 25);
    const [finding, ...others] = await findingsOf(["app.log", log.app], ["uwsgi.log", log.server]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: "critical",
      title:
        "6 tasks went with 6 uwsgi workers replaced on purpose by max-requests, after 25 requests each, every 1 m 00 s (sd 0 s)",
      figures: {
        tasks: 6,
        deaths: 6,
        recycles: 6,
        requestsPerWorker: 25,
        requestsLeast: 25,
        requestsMost: 25,
        share: 1,
        perDeath: 1,
      },
      tasks: ["t1", "t2", "t3", "t4", "t5", "t6"],
    });
  });

  it("tells the range where the limit has jitter", async () => {
    const log = uwsgi(4, (cycle) => [45, 60, 51, 48][cycle] ?? 0);
    const [finding] = await findingsOf(["app.log", log.app], ["uwsgi.log", log.server]);
    expect(finding?.title).toContain("after 45 to 60 requests each");
    expect(finding?.figures).toMatchObject({ requestsLeast: 45, requestsMost: 60 });
  });

  it("is silent where the same workers go and no task was running", async () => {
    const log = uwsgi(4, () => 25);
    const finished = log.app.flatMap((line) => [line, line.replace(/start task (\d*1)\.\.\./, "task $1 done")]);
    expect(await findingsOf(["app.log", [...new Set(finished)]], ["uwsgi.log", log.server])).toEqual([]);
  });

  it("is silent about tasks that went with a worker that was killed", async () => {
    const log = uwsgi(4, () => 25);
    const killed = log.server
      .filter((line) => !line.includes("Seeya"))
      .map((line) =>
        line.replace(
          /worker 1 killed successfully \(pid: (\d+)\)/,
          "DAMN ! worker 1 (pid: $1) died, killed by signal 9 :( trying respawn ...",
        ),
      );
    expect(await findingsOf(["app.log", log.app], ["uwsgi.log", killed])).toEqual([]);
  });

  it("names no rhythm where all go at one stroke, and says that the pool was waited for in vain", async () => {
    const server = [
      gunicorn(0, 10, "Starting gunicorn 23.0.0"),
      gunicorn(0, 10, "Listening at: http://127.0.0.1:8000 (10)"),
      gunicorn(0, 11, "Booting worker with pid: 11"),
      gunicorn(0, 12, "Booting worker with pid: 12"),
      gunicorn(60, 10, "Handling signal: hup"),
      gunicorn(60, 10, "Hang up: Master"),
      gunicorn(60, 21, "Booting worker with pid: 21"),
      gunicorn(60, 22, "Booting worker with pid: 22"),
      gunicorn(60, 11, "Worker exiting (pid: 11)"),
      gunicorn(60, 12, "Worker exiting (pid: 12)"),
    ];
    const lines = [
      start(50, 11, 1),
      start(51, 12, 2),
      done(58, 11, 1),
      start(59, 11, 3),
      done(63, 12, 2),
      start(64, 12, 4),
    ];
    const after = [start(70, 21, 5), done(120, 21, 5), start(121, 22, 6), done(125, 22, 6)];
    const [finding] = await findingsOf(["app.log", [...lines, ...after]], ["gunicorn.log", server]);
    expect(finding?.title).toBe("2 tasks went with 2 gunicorn workers replaced on purpose by reload");
    expect(finding?.detail).toContain("1 task still ended between the word of their end and the end");
    expect(finding?.figures).toMatchObject({ tasks: 2, endedAfterFarewell: 1 });
    expect(finding?.figures).not.toHaveProperty("intervalMs");
  });

  it("does not say that who had to be killed went at once", async () => {
    const at = (second: number, text: string): string => `Sun Mar  1 ${clock(second).slice(11, 19)} 2026 - ${text}`;
    const server = [
      at(0, "spawned uWSGI master process (pid: 10)"),
      at(0, "spawned uWSGI worker 1 (pid: 11, cores: 1)"),
      at(20, "...gracefully killing workers..."),
      at(20, "Gracefully killing worker 1 (pid: 11)..."),
      at(23, "worker 1 (pid: 11) is taking too much time to die...NO MERCY !!!"),
      at(24, "worker 1 buried after 0 seconds"),
      at(24, "binary reloading uWSGI..."),
      at(25, "spawned uWSGI worker 1 (pid: 21, cores: 1)"),
    ];
    const lines = [start(5, 11, 1), done(9, 11, 1), start(19, 11, 2), start(26, 21, 3), done(30, 21, 3)];
    const [finding] = await findingsOf(["app.log", lines], ["uwsgi.log", server]);
    expect(finding?.title).toBe("1 task went with 1 uwsgi worker replaced on purpose by reload");
    expect(finding?.detail).toBe(
      "This explains the only killed task. It did not go in time and had to be killed; no task ended in that time.",
    );
  });
});

/** Processes of which no server tells: each begins so many tasks, leaves the last one open, and another takes its thread. */
const vanishing = (begun: readonly number[]): string[] =>
  begun.flatMap((tasks, process) =>
    Array.from({ length: tasks }, (_, i) => {
      const [second, pid, task] = [process * 20 + i, 300 + process, process * 100 + i];
      return i < tasks - 1 || process === begun.length - 1
        ? [start(second, pid, task), done(second + 0.5, pid, task)]
        : [start(second, pid, task)];
    }).flat(),
  );

describe(`${rule}, from an application's log alone`, () => {
  it("says that processes gave way after as many tasks each, and that the cause is not told", async () => {
    const [finding] = await findingsOf(["app.log", vanishing([12, 12, 13, 12, 6])]);
    expect(finding).toMatchObject({
      severity: "warning",
      title: "4 tasks went with 4 processes that gave way to others after 12 to 13 tasks each",
      figures: { deaths: 4, tasks: 4, tasksPerWorker: 12, tasksLeast: 12, tasksMost: 13 },
    });
    expect(finding?.detail).toContain("No line says which");
  });

  it("is silent where they vanish without a rhythm", async () => {
    expect(await findingsOf(["app.log", vanishing([12, 3, 17, 8, 6])])).toEqual([]);
  });
});
