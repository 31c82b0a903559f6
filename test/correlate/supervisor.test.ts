import { describe, expect, it } from "vitest";
import { app, examine, iso, plain, uwsgi } from "../support/log.ts";
import { gunicorn, supervisord } from "../support/servers.ts";

/** A1 is under way in process 11, which falls silent; 12 is the program's next incarnation. */
const tasks = app(`
  00:02 11/2 start task B1
  00:03 11/2 finished task B1
  00:04 11/1 start task A1
  00:05 11/1 task A1 reads page 2`);
const next = app(`
  00:10 12/1 start task C1
  00:11 12/1 finished task C1`);

const start = `
00:00 INFO supervisord started with pid 9
00:01 INFO spawned: 'mailer' with pid 11
00:02.060 INFO success: mailer entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)`;

const when = (lines: string, applications = tasks + next) =>
  examine({ "app.log": applications, "supervisord.log": supervisord(`${start.trim()}\n${lines.trim()}`) });

describe("supervisord: a program that exits", () => {
  it.each([
    ["terminated by SIGKILL; not expected", "signal", { signal: "SIGKILL", exitCode: null }],
    ["terminated by SIGSEGV (core dumped); not expected", "crash", { signal: "SIGSEGV", exitCode: null }],
    ["terminated by SIGABRT; not expected", "crash", { signal: "SIGABRT", exitCode: null }],
    ["exit status 1; not expected", "exit", { signal: null, exitCode: 1 }],
    ["exit status 0; expected", "exit", { signal: null, exitCode: 0 }],
  ])("exited (%s): the pid is the one that was spawned last under that name", async (how, cause, facts) => {
    const { lost, deaths, report } = await when(`
00:06.208 WARN exited: mailer (${how})
00:07.211 INFO spawned: 'mailer' with pid 12`);
    expect(lost).toEqual([`A1 killed ${cause} certain`]);
    expect(deaths).toEqual([`11 ${cause} certain -> 12`]);
    expect(report.deaths[0]).toMatchObject({ ...facts, worker: "mailer", latest: iso("00:06.208") });
  });

  it("the kernel's word for that pid makes it an oom-kill", async () => {
    const { lost } = await examine({
      "app.log": tasks + next,
      "supervisord.log": supervisord(`${start.trim()}
00:06.208 WARN exited: mailer (terminated by SIGKILL; not expected)
00:07.211 INFO spawned: 'mailer' with pid 12`),
      "kern.log": plain(
        "Nov 21 14:00:06 web1 kernel: [ 2295.069901] Out of memory: Killed process 11 (mailer) total-vm:812344kB, anon-rss:512000kB, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:1500kB oom_score_adj:0",
      ),
    });
    expect(lost).toEqual(["A1 killed oom-kill certain"]);
  });

  it("programs are told apart by their names, whatever their group", async () => {
    const { lost, deaths } = await when(
      `
00:01 INFO spawned: 'web_00' with pid 21
00:01 INFO spawned: 'web_01' with pid 22
00:06 WARN exited: web_01 (terminated by SIGKILL; not expected)
00:07 INFO spawned: 'web_01' with pid 23`,
      `${tasks}${app(`
        00:04 21/1 start task D1
        00:04 22/1 start task E1
        00:09 11/1 finished task A1
        00:12 21/1 finished task D1`)}`,
    );
    expect(lost).toEqual(["E1 killed signal certain"]);
    expect(deaths).toEqual(["22 signal certain -> 23"]);
  });

  it("a crash loop that ends in FATAL: each death once, and no other", async () => {
    const { lost, deaths } = await when(
      `
00:06 WARN exited: mailer (exit status 1; not expected)
00:07 INFO spawned: 'mailer' with pid 12
00:07.100 WARN exited: mailer (exit status 1; not expected)
00:09 INFO spawned: 'mailer' with pid 13
00:09.100 WARN exited: mailer (exit status 1; not expected)
00:10 INFO gave up: mailer entered FATAL state, too many start retries too quickly`,
      tasks,
    );
    expect(lost).toEqual(["A1 killed exit certain"]);
    expect(deaths).toEqual(["11 exit certain -> 12", "12 exit certain -> 13", "13 exit certain"]);
  });

  it("a program that exits as expected with nothing in hand has lost nothing", async () => {
    const { lost } = await when(
      "00:06 INFO exited: mailer (exit status 0; expected)",
      app(`
        00:02 11/2 start task B1
        00:03 11/2 finished task B1`),
    );
    expect(lost).toEqual([]);
  });

  it("a child of another's that is reaped is none of the programs", async () => {
    const { lost, deaths } = await when(
      "00:06 INFO reaped unknown pid 977 (exit status 0)",
      `${tasks}${app("00:08 11/1 finished task A1")}`,
    );
    expect(lost).toEqual([]);
    expect(deaths.some((d) => d.startsWith("11 "))).toBe(false);
  });
});

describe("supervisord: a program that is stopped", () => {
  it.each(["WARN stopped: mailer (terminated by SIGTERM)", "INFO stopped: mailer (exit status 0)"])(
    "on request: %s is a shutdown, whatever it died of",
    async (line) => {
      const { lost, deaths } = await when(
        `
00:05.500 INFO waiting for mailer to stop
00:06.300 ${line}`,
        tasks,
      );
      expect(lost).toEqual(["A1 killed shutdown certain"]);
      expect(deaths).toEqual(["11 shutdown certain"]);
    },
  );

  it("stopwaitsecs overrun: `killing` announces the SIGKILL, `stopped` is the death", async () => {
    const { lost, report } = await when(
      `
00:05.500 INFO waiting for mailer to stop
00:15.500 WARN killing 'mailer' (11) with SIGKILL
00:15.800 WARN stopped: mailer (terminated by SIGKILL)`,
      `${tasks}${app("00:15.200 11/1 task A1 reads page 7")}`,
    );
    expect(lost).toEqual(["A1 killed shutdown certain"]);
    expect(report.deaths[0]).toMatchObject({ signal: "SIGKILL", latest: iso("00:15.800") });
  });

  it("`killing` alone, and it goes on to finish: not dead yet", async () => {
    const { lost } = await when(
      "00:05 WARN killing 'mailer' (11) with SIGKILL",
      `${tasks}${app("00:09 11/1 finished task A1")}`,
    );
    expect(lost).toEqual([]);
  });

  it("all of them, when supervisord itself is told to exit", async () => {
    const { lost } = await when(
      `
00:01 INFO spawned: 'web' with pid 21
00:06 WARN received SIGTERM indicating exit request
00:06 INFO waiting for mailer, web to die
00:07 WARN stopped: mailer (terminated by SIGTERM)
00:08 WARN stopped: web (terminated by SIGTERM)`,
      `${tasks}${app("00:04 21/1 start task D1")}`,
    );
    expect(lost).toEqual(["A1 killed shutdown certain", "D1 killed shutdown certain"]);
  });

  it("a program that drains before it goes loses nothing", async () => {
    const { lost, finished } = await when(
      `
00:06 INFO waiting for mailer to stop
00:09 INFO stopped: mailer (exit status 0)`,
      `${tasks}${app("00:08 11/1 finished task A1")}`,
    );
    expect([lost, finished]).toEqual([[], 2]);
  });
});

describe("supervisord: the program is a master", () => {
  const workers = app(`
    00:02 21/2 start task B1
    00:03 21/2 finished task B1
    00:04 21/1 start task A1
    00:04 22/1 start task D1
    00:05 21/1 task A1 reads page 2
    00:05 22/1 task D1 reads page 2`);

  it("gunicorn killed with -9: its death takes its workers along", async () => {
    const { lost, deaths } = await examine({
      "app.log": workers,
      "supervisord.log": supervisord(`
        00:00 INFO supervisord started with pid 9
        00:01 INFO spawned: 'web' with pid 20
        00:06 WARN exited: web (terminated by SIGKILL; not expected)
        00:07 INFO spawned: 'web' with pid 30`),
      "gunicorn.log": gunicorn(`
        boot 00:01 20 21 22
        boot 00:07 30 31 32`),
    });
    expect(lost).toHaveLength(2);
    expect(lost[0]).toMatch(/^A1 killed master-died /);
    expect(lost[1]).toMatch(/^D1 killed master-died /);
    expect(deaths.find((d) => d.startsWith("20 "))).toMatch(/^20 signal certain/);
  });

  it("in one stream with supervisord's own lines", async () => {
    const { lost, deaths } = await examine({
      "app.log": workers,
      "container.log": `${supervisord(`
        00:00 INFO supervisord started with pid 9
        00:01 INFO spawned: 'web' with pid 20`)}${gunicorn("boot 00:01 20 21 22")}${supervisord(`
        00:06 WARN exited: web (terminated by SIGKILL; not expected)
        00:07 INFO spawned: 'web' with pid 30`)}${gunicorn("boot 00:07 30 31 32")}`,
    });
    expect(lost).toHaveLength(2);
    expect(lost[0]).toMatch(/^A1 killed master-died /);
    expect(lost[1]).toMatch(/^D1 killed master-died /);
    expect(deaths.find((d) => d.startsWith("20 "))).toMatch(/^20 signal certain/);
  });

  it("uWSGI, whose workers have slots", async () => {
    const { lost } = await examine({
      "app.log": workers,
      "container.log": `${supervisord(`
        00:00 INFO supervisord started with pid 9
        00:01 INFO spawned: 'web' with pid 20`)}${uwsgi(`
        banner 00:01 20 21 22`)}${supervisord(`
        00:06 WARN exited: web (terminated by SIGKILL; not expected)
        00:07 INFO spawned: 'web' with pid 30`)}${uwsgi(`
        banner 00:07 30 31 32`)}`,
    });
    expect(lost).toHaveLength(2);
    expect(lost[0]).toMatch(/^A1 killed master-died /);
    expect(lost[1]).toMatch(/^D1 killed master-died /);
  });

  const stopping = gunicorn(`
    boot 00:01 20 21 22
    00:06 20 Handling signal: term
    00:06 21 Worker exiting (pid: 21)
    00:06 22 Worker exiting (pid: 22)
    00:07 20 Shutting down: Master`);
  const [spawned, stopped] = [
    supervisord("00:01 INFO spawned: 'web' with pid 20"),
    supervisord("00:07.500 INFO stopped: web (exit status 0)"),
  ];

  it("stopped on request: its workers left for the shutdown", async () => {
    const logs = { "app.log": workers, "gunicorn.log": stopping, "supervisord.log": spawned + stopped };
    expect((await examine(logs)).lost).toEqual(["A1 killed shutdown certain", "D1 killed shutdown certain"]);
  });

  it("stopped on request, in one stream", async () => {
    const logs = { "app.log": workers, "container.log": spawned + stopping + stopped };
    expect((await examine(logs)).lost).toEqual(["A1 killed shutdown certain", "D1 killed shutdown certain"]);
  });

  it("killed, and a worker that goes on as an orphan has lost nothing yet", async () => {
    const { lost, finished } = await examine({
      "app.log": `${workers}${app(`
        00:15 22/1 finished task D1`)}`,
      "container.log": `${spawned}${gunicorn("boot 00:01 20 21 22")}${supervisord("00:06 WARN exited: web (terminated by SIGKILL; not expected)")}`,
    });
    expect([lost, finished]).toEqual([[expect.stringMatching(/^A1 killed master-died probable/)], 2]);
  });

  it("a worker that recycles is the master's business: the program lives on", async () => {
    const { lost, deaths } = await examine({
      "app.log": `${workers}${app(`
        00:12 22/1 finished task D1`)}`,
      "container.log": `${supervisord(`
        00:00 INFO supervisord started with pid 9
        00:01 INFO spawned: 'web' with pid 20`)}${gunicorn(`
        boot 00:01 20 21 22
        00:06 21 Autorestarting worker after current request.
        00:06 21 Worker exiting (pid: 21)
        00:07 23 Booting worker with pid: 23`)}`,
    });
    expect(lost).toEqual([expect.stringMatching(/^A1 killed max-requests /)]);
    expect(deaths.some((d) => d.startsWith("20 "))).toBe(false);
  });
});
