import { describe, expect, it } from "vitest";
import { app, examine, iso } from "../support/log.ts";
import { gunicorn } from "../support/servers.ts";

/** What became of a task, without the confidence. */
const fate = (lost: readonly string[]): string[] => lost.map((l) => l.split(" ").slice(0, 3).join(" "));

/** A1 is under way in worker 11, B1 in worker 12, and both fall silent; worker 13 or 14 may come afterwards. */
const tasks = app(`
  00:01 11/1 start task A1
  00:01 12/1 start task B1
  00:02 12/2 start task C1
  00:03 12/2 finished task C1
  00:05 11/1 task A1 reads page 2
  00:05 12/1 task B1 reads page 2`);
const goingOn = app(`
  00:20 13/1 start task D1
  00:21 13/1 finished task D1`);

describe("gunicorn: reload (HUP)", () => {
  const hup = `
00:05 10 Handling signal: hup
00:05 10 Hang up: Master
00:06 13 Booting worker with pid: 13
00:06 14 Booting worker with pid: 14
00:06 11 Worker exiting (pid: 11)
00:07 12 Worker exiting (pid: 12)`;

  it("the new workers boot before the old leave: nobody is replaced by haste, the cause is the reload", async () => {
    const { lost, deaths } = await examine({
      "app.log": tasks + goingOn,
      "gunicorn.log": gunicorn(`boot 00:00 10 11 12${hup}`),
    });
    expect(fate(lost)).toEqual(["A1 killed reload", "B1 killed reload"]);
    expect(deaths.map((d) => d.split(" ").slice(0, 2).join(" "))).toEqual(["11 reload", "12 reload"]);
  });

  it("an old worker that finishes its queue after its farewell loses nothing", async () => {
    const { lost, finished } = await examine({
      "app.log": `${tasks}${app(`
        00:09 11/1 finished task A1
        00:10 12/1 finished task B1`)}${goingOn}`,
      "gunicorn.log": gunicorn(`boot 00:00 10 11 12${hup}`),
    });
    expect([lost, finished]).toEqual([[], 4]);
  });

  it.each([
    ["20.1", "Worker with pid 11 was terminated due to signal 15"],
    ["23", "Worker (pid:11) was sent SIGTERM!"],
  ])("%s: signal 15 after its own farewell is the master's repeated TERM, not an outside kill", async (_, text) => {
    const { lost, deaths } = await examine({
      "app.log": tasks + goingOn,
      "gunicorn.log": gunicorn(`boot 00:00 10 11 12${hup}
00:07 10 !${text}`),
    });
    expect(lost).toContain("A1 killed reload certain");
    expect(deaths.filter((d) => d.startsWith("11 "))).toEqual([expect.stringMatching(/^11 reload certain/)]);
  });

  it("a worker that is killed long after the reload was over was killed from outside", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 12/2 start task C1
        00:03 12/2 finished task C1
        30:00 13/1 start task A1
        30:01 14/1 start task B1
        30:02 14/1 finished task B1`),
      "gunicorn.log": gunicorn(`boot 00:00 10 11 12${hup}
30:04 10 !Worker (pid:13) was sent SIGKILL! Perhaps out of memory?
30:04 15 Booting worker with pid: 15`),
    });
    expect(lost).toEqual(["A1 killed signal certain"]);
  });

  it("a worker born of the reload that recycles later leaves for max-requests", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 12/2 start task C1
        00:03 12/2 finished task C1
        30:00 13/1 start task A1
        30:01 14/1 start task B1
        30:02 14/1 finished task B1
        40:01 14/1 start task D1
        40:02 14/1 finished task D1`),
      "gunicorn.log": gunicorn(`boot 00:00 10 11 12${hup}
30:04 13 Autorestarting worker after current request.
30:04 13 Worker exiting (pid: 13)
30:05 15 Booting worker with pid: 15`),
    });
    expect(fate(lost)).toEqual(["A1 killed max-requests"]);
  });

  it("--reload: each worker goes by itself when a file changed", async () => {
    const { lost } = await examine({
      "app.log": `${tasks}${app(`
        00:20 12/1 finished task B1`)}`,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:05 11 Worker reloading: settings.json modified
        00:05 11 Worker exiting (pid: 11)
        00:06 13 Booting worker with pid: 13`),
    });
    expect(fate(lost)).toEqual(["A1 killed reload"]);
  });
});

describe("gunicorn: stop", () => {
  it.each(["term", "int", "quit"])(
    "%s: the farewells are of the shutdown, and the master's last line proves the end",
    async (signal) => {
      const { lost, deaths } = await examine({
        "app.log": tasks,
        "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:06 10 Handling signal: ${signal}
        00:06 11 Worker exiting (pid: 11)
        00:06 12 Worker exiting (pid: 12)
        00:07 10 Shutting down: Master`),
      });
      expect(lost).toEqual(["A1 killed shutdown certain", "B1 killed shutdown certain"]);
      expect(deaths.filter((d) => /^1[12] /.test(d))).toEqual(["11 shutdown certain", "12 shutdown certain"]);
    },
  );

  it("grace exceeded: no line about the SIGKILL, only the gap; what finished in it is not lost", async () => {
    const { lost, finished, report } = await examine({
      "app.log": `${tasks}${app(`
        00:12 12/1 finished task B1
        00:30 11/1 task A1 reads page 9`)}`,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:06 10 Handling signal: term
        00:06 11 Worker exiting (pid: 11)
        00:06 12 Worker exiting (pid: 12)
        00:36 10 Shutting down: Master`),
    });
    expect([lost, finished]).toEqual([["A1 killed shutdown certain"], 2]);
    expect(report.unfinished[0]?.last.at).toBe(iso("00:30"));
  });

  it("QUIT: `was sent SIGKILL!` at the end of the grace time is the master's own", async () => {
    const { lost } = await examine({
      "app.log": tasks,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:06 10 Handling signal: quit
        00:06 11 Worker exiting (pid: 11)
        00:06 12 Worker exiting (pid: 12)
        00:36 10 !Worker (pid:11) was sent SIGKILL! Perhaps out of memory?
        00:36 10 Shutting down: Master`),
    });
    expect(lost).toEqual(["A1 killed shutdown certain", "B1 killed shutdown certain"]);
  });

  it("a stop that is asked for and not yet done has killed nothing", async () => {
    const { lost, deaths } = await examine({
      "app.log": `${tasks}${app(`
        00:09 11/1 task A1 reads page 3
        00:09 12/1 task B1 reads page 3`)}`,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:06 10 Handling signal: term`),
    });
    expect([fate(lost), deaths]).toEqual([["A1 in-flight possible", "B1 in-flight possible"], []]);
  });

  it("the server starts again in the same log: the old workers are of the old server", async () => {
    const { lost, deaths } = await examine({
      "app.log": `${tasks}${app(`
        01:01 21/1 start task E1
        01:02 21/1 finished task E1`)}`,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:06 10 Handling signal: term
        00:06 12 Worker exiting (pid: 12)
        00:06 11 Worker exiting (pid: 11)
        00:07 10 Shutting down: Master
        boot 01:00 20 21 22`),
    });
    expect(lost).toEqual(["A1 killed shutdown certain", "B1 killed shutdown certain"]);
    expect(deaths.some((d) => d.startsWith("2"))).toBe(false);
  });
});

describe("gunicorn: scaling", () => {
  it("ttou: the next farewell is of the worker that is one too many", async () => {
    const { lost } = await examine({
      "app.log": `${tasks}${app(`
        00:20 12/1 finished task B1`)}`,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:06 10 Handling signal: ttou
        00:06 11 Worker exiting (pid: 11)`),
    });
    expect(fate(lost)).toEqual(["A1 killed scale-down"]);
  });

  it("ttou, then signal 15 for the worker that said goodbye: still scale-down", async () => {
    const { lost } = await examine({
      "app.log": `${tasks}${app(`
        00:20 12/1 finished task B1`)}`,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:06 10 Handling signal: ttou
        00:06 11 Worker exiting (pid: 11)
        00:07 10 Worker with pid 11 was terminated due to signal 15`),
    });
    expect(lost).toEqual(["A1 killed scale-down certain"]);
  });

  it("ttou explains one farewell: who recycles later leaves for its own reason", async () => {
    const { lost } = await examine({
      "app.log": tasks + goingOn,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:06 10 Handling signal: ttou
        00:06 11 Worker exiting (pid: 11)
        00:09 12 Autorestarting worker after current request.
        00:09 12 Worker exiting (pid: 12)
        00:10 13 Booting worker with pid: 13`),
    });
    expect(fate(lost)).toEqual(["A1 killed scale-down", "B1 killed max-requests"]);
  });

  // A notice to the master begins no procedure unless it is a scale-down (`#notice` of the server tracker).
  it.fails("winch to a daemon: its workers leave, the master stays", async () => {
    const { lost, deaths } = await examine({
      "app.log": tasks,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:06 10 Handling signal: winch
        00:06 10 graceful stop of workers
        00:06 11 Worker exiting (pid: 11)
        00:06 12 Worker exiting (pid: 12)
        00:40 10 Handling signal: usr1`),
    });
    expect(fate(lost)).toEqual(["A1 killed shutdown", "B1 killed shutdown"]);
    expect(deaths.some((d) => d.startsWith("10 "))).toBe(false);
  });

  it("winch to a server on a terminal kills nobody; nor does usr1", async () => {
    const { lost, deaths } = await examine({
      "app.log": `${tasks}${app(`
        00:20 11/1 finished task A1
        00:20 12/1 finished task B1`)}`,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:06 10 Handling signal: winch
        00:07 10 Handling signal: usr1`),
    });
    expect([lost, deaths]).toEqual([[], []]);
  });
});

describe("gunicorn: upgrade (USR2)", () => {
  it("the second master's workers replace nobody; the old ones leave at the old master's TERM", async () => {
    const { lost, finished, deaths } = await examine({
      "app.log": `${tasks}${app(`
        00:08 12/1 finished task B1
        00:10 21/1 start task E1
        00:30 21/1 finished task E1`)}`,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:06 10 Handling signal: usr2
        boot 00:07 20 21 22
        00:20 10 Handling signal: term
        00:20 11 Worker exiting (pid: 11)
        00:20 12 Worker exiting (pid: 12)
        00:21 10 Shutting down: Master
        00:21 20 Master has been promoted.`),
    });
    expect(lost).toEqual([expect.stringMatching(/^A1 killed (shutdown|reload) certain$/)]);
    expect(finished).toBe(3);
    expect(deaths.some((d) => /^2[012] /.test(d))).toBe(false);
  });
});

describe("gunicorn: two servers in one stream", () => {
  it("the one is stopped, the other goes on: only the workers of the first are gone", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:01 21/1 start task B1
        00:02 11/2 start task C1
        00:03 11/2 finished task C1
        00:05 11/1 task A1 reads page 2
        00:05 21/1 task B1 reads page 2
        00:15 21/1 task B1 reads page 9
        00:16 21/1 finished task B1`),
      "all.log": gunicorn(`
        boot 00:00 10 11 12
        boot 00:00 20 21 22
        00:06 10 Handling signal: term
        00:06 11 Worker exiting (pid: 11)
        00:06 12 Worker exiting (pid: 12)
        00:07 10 Shutting down: Master`),
    });
    expect(lost).toEqual(["A1 killed shutdown certain"]);
    expect(deaths.some((d) => d.startsWith("2"))).toBe(false);
  });

  it("a worker of the one that boots takes no place of the other's", async () => {
    const { lost, report } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:01 21/1 start task B1
        00:02 11/2 start task C1
        00:03 11/2 finished task C1
        00:05 11/1 task A1 reads page 2
        00:05 21/1 task B1 reads page 2
        00:25 22/1 start task D1
        00:26 22/1 finished task D1`),
      "all.log": gunicorn(`
        boot 00:00 10 11 12
        boot 00:00 20 21 22
        00:06 10 !Worker (pid:11) was sent SIGKILL! Perhaps out of memory?
        00:06 20 !WORKER TIMEOUT (pid:21)
        00:07 20 !Worker (pid:21) was sent SIGKILL! Perhaps out of memory?
        00:07 13 Booting worker with pid: 13
        00:07 23 Booting worker with pid: 23`),
    });
    expect(lost).toEqual(["A1 killed signal certain", "B1 killed request-timeout certain"]);
    expect(new Set(report.deaths.map((d) => d.instance)).size).toBe(2);
  });
});

describe("gunicorn: the master", () => {
  it("killed with -9: no line about it; each worker notices that its parent changed", async () => {
    const { lost, deaths } = await examine({
      "app.log": tasks,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:07 11 Parent changed, shutting down: <Worker 11>
        00:07 11 Worker exiting (pid: 11)
        00:08 12 Parent changed, shutting down: <Worker 12>
        00:08 12 Worker exiting (pid: 12)`),
    });
    expect(fate(lost)).toEqual(["A1 killed master-died", "B1 killed master-died"]);
    expect(deaths.filter((d) => /^1[12] master-died/.test(d))).toHaveLength(2);
  });

  it("an orphan that goes on to finish its tasks has lost none", async () => {
    const { lost, finished } = await examine({
      "app.log": `${tasks}${app(`
        00:09 11/1 finished task A1
        00:10 12/1 finished task B1`)}`,
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:07 11 Parent changed, shutting down: <Worker 11>
        00:07 11 Worker exiting (pid: 11)
        00:08 12 Parent changed, shutting down: <Worker 12>
        00:08 12 Worker exiting (pid: 12)`),
    });
    expect([lost, finished]).toEqual([[], 3]);
  });
});

describe("gunicorn: boot failure", () => {
  const failed = `
00:05 10 Handling signal: hup
00:05 10 Hang up: Master
00:06 13 Booting worker with pid: 13
00:06 13 !Exception in worker process
Traceback (most recent call last):
  File "gunicorn/arbiter.py", line 609, in spawn_worker
    worker.init_process()
ImportError: No module named shop
00:06 13 Worker exiting (pid: 13)`;

  it("the master goes down with all workers: they are lost to it, not to the exception of another", async () => {
    const { lost, deaths } = await examine({
      "app.log": tasks,
      "gunicorn.log": gunicorn(`boot 00:00 10 11 12${failed}
00:06 10 !Worker (pid:13) exited with code 3
00:06 11 Worker exiting (pid: 11)
00:06 12 Worker exiting (pid: 12)
00:07 10 !Shutting down: Master
00:07 10 !Reason: Worker failed to boot.`),
    });
    expect(fate(lost)).toHaveLength(2);
    for (const l of lost) expect(l).toMatch(/^[AB]1 killed (reload|shutdown|master-died|crash) certain$/);
    expect(deaths.find((d) => d.startsWith("13 "))).toMatch(/^13 (crash|exit) certain/);
  });

  it("the traceback of the worker that did not boot ends no task of another", async () => {
    const { failed: failures } = await examine({
      "app.log": tasks,
      "gunicorn.log": gunicorn(`boot 00:00 10 11 12${failed}`),
    });
    expect(failures).toBe(0);
  });
});

describe("gunicorn: a master that halts", () => {
  const halt = `
00:05 13 Booting worker with pid: 13
00:06 13 Exception in worker process
00:06 13 Worker exiting (pid: 13)
00:06 11 Worker exiting (pid: 11)
00:06 12 Worker exiting (pid: 12)
00:07 10 Shutting down: Master`;
  const masters = (deaths: readonly string[]): string[] => deaths.filter((d) => d.startsWith("10 "));

  it("because no worker boots was not shut down", async () => {
    for (const reason of ["Worker failed to boot.", "App failed to load."]) {
      const log = gunicorn(`boot 00:00 10 11 12${halt}\n00:07 10 Reason: ${reason}`);
      const { deaths } = await examine({ "gunicorn.log": log });
      expect(masters(deaths)).toEqual([expect.stringContaining("10 crash")]);
    }
  });

  it("without a reason was", async () => {
    const { deaths } = await examine({ "gunicorn.log": gunicorn(`boot 00:00 10 11 12${halt}`) });
    expect(masters(deaths)).toEqual([expect.stringContaining("10 shutdown")]);
  });
});

describe("gunicorn: a worker that is killed when it has announced that it will leave", () => {
  const log = (goodbye: string, end: string): string =>
    gunicorn(`boot 00:00 10 11 12
00:03 12 Worker exiting (pid: 12)
00:03 13 Booting worker with pid: 13
00:05 11 Autorestarting worker after current request.${goodbye}
00:06 10 ${end}
00:06 14 Booting worker with pid: 14`);

  it.each([
    "Worker with pid 11 was terminated due to signal 9",
    "Worker (pid:11) was sent SIGKILL! Perhaps out of memory?",
  ])("%s: without a goodbye it was killed by the signal", async (end) => {
    const killed = await examine({ "app.log": tasks + goingOn, "gunicorn.log": log("", end) });
    expect(fate(killed.lost)).toContain("A1 killed signal");
    const left = await examine({
      "app.log": tasks + goingOn,
      "gunicorn.log": log("\n00:05 11 Worker exiting (pid: 11)", end),
    });
    expect(fate(left.lost)).toContain("A1 killed max-requests");
  });
});
