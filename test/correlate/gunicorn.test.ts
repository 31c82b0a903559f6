import { describe, expect, it } from "vitest";
import { app, examine, iso, plain } from "../support/log.ts";
import { gunicorn } from "../support/servers.ts";

/** A1 is under way in worker 11; worker 12 has a task of its own and lives on. */
const tasks = app(`
  00:01 11/1 start task A1
  00:02 12/1 start task B1
  00:03 12/1 finished task B1
  00:05 11/1 task A1 reads page 2
  00:20 12/1 start task C1
  00:21 12/1 finished task C1`);

const when = (log: string) => examine({ "app.log": tasks, "gunicorn.log": gunicorn(`boot 00:00 10 11 12\n${log}`) });

describe("gunicorn: max_requests", () => {
  const recycled = `
00:05 11 Autorestarting worker after current request.
00:05 11 Worker exiting (pid: 11)
00:06 13 Booting worker with pid: 13`;

  it("the worker's own word is the cause, the worker that boots in its place the proof", async () => {
    const { lost, deaths, report } = await when(recycled);
    expect(lost).toHaveLength(1);
    expect(lost[0]).toMatch(/^A1 killed max-requests (certain|probable)$/);
    expect(deaths).toHaveLength(1);
    expect(deaths[0]).toMatch(/^11 max-requests (certain|probable) -> 13$/);
    expect(report.deaths[0]?.evidence.map((e) => e.text)).toEqual([
      expect.stringContaining("Autorestarting worker"),
      expect.stringContaining("Worker exiting (pid: 11)"),
      expect.stringContaining("Booting worker with pid: 13"),
    ]);
  });

  it("a farewell is not a death: the pool of threads finishes what it has, and nothing is lost", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 12/1 start task B1
        00:03 12/1 finished task B1
        00:06 11/1 task A1 reads page 2
        00:08 11/1 finished task A1
        00:10 13/1 start task C1
        00:11 13/1 finished task C1`),
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:05 11 Autorestarting worker after current request.
        00:05 11 Worker exiting (pid: 11)
        00:09 13 Booting worker with pid: 13`),
    });
    expect([lost, finished]).toEqual([[], 3]);
  });

  it("a queue that goes on after the farewell: what starts there is lost only with the process", async () => {
    const { lost, finished, report } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:06 11/1 finished task A1
        00:06 11/1 start task A2
        00:07 11/1 task A2 reads page 1
        00:10 12/1 start task C1
        00:11 12/1 finished task C1`),
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:05 11 Autorestarting worker after current request.
        00:05 11 Worker exiting (pid: 11)
        00:09 13 Booting worker with pid: 13`),
    });
    expect(lost).toEqual([expect.stringMatching(/^A2 killed max-requests /)]);
    expect(finished).toBe(2);
    expect(report.deaths[0]?.earliest).toBe(iso("00:07"));
  });

  it("a worker that lingers until its time is up dies of the timeout", async () => {
    const { lost } = await when(`
00:05 11 Autorestarting worker after current request.
00:05 11 Worker exiting (pid: 11)
00:06 10 !WORKER TIMEOUT (pid:11)
00:07 10 !Worker (pid:11) was sent SIGKILL! Perhaps out of memory?
00:07 13 Booting worker with pid: 13`);
    expect(lost).toEqual(["A1 killed request-timeout certain"]);
  });

  it("two workers leave together and two come: each loses its own", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 12/1 start task B1
        00:04 11/1 task A1 reads page 2
        00:04 12/1 task B1 reads page 2
        00:10 14/1 start task C1
        00:11 14/1 finished task C1`),
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:05 11 Autorestarting worker after current request.
        00:05 12 Autorestarting worker after current request.
        00:05 12 Worker exiting (pid: 12)
        00:05 11 Worker exiting (pid: 11)
        00:06 13 Booting worker with pid: 13
        00:06 14 Booting worker with pid: 14`),
    });
    expect(lost.map((l) => l.split(" ").slice(0, 3).join(" "))).toEqual([
      "A1 killed max-requests",
      "B1 killed max-requests",
    ]);
    expect(deaths.map((d) => d.split(" -> ")[1]).sort()).toEqual(["13", "14"]);
  });
});

describe("gunicorn: WORKER TIMEOUT", () => {
  it("is the cause of the SIGKILL that follows; memory is not", async () => {
    const { lost, deaths, report } = await when(`
00:05 10 !WORKER TIMEOUT (pid:11)
00:06 10 !Worker (pid:11) was sent SIGKILL! Perhaps out of memory?
00:06 13 Booting worker with pid: 13`);
    expect(lost).toEqual(["A1 killed request-timeout certain"]);
    expect(deaths).toEqual([expect.stringMatching(/^11 request-timeout certain/)]);
    expect(report.deaths[0]?.evidence.map((e) => e.text)).toEqual(
      expect.arrayContaining([expect.stringContaining("WORKER TIMEOUT"), expect.stringContaining("was sent SIGKILL!")]),
    );
  });

  it("20.1: is the cause of signal 9", async () => {
    const { lost, report } = await when(`
00:05 10 !WORKER TIMEOUT (pid:11)
00:05 11 Worker exiting (pid: 11)
00:06 10 Worker with pid 11 was terminated due to signal 9
00:06 13 Booting worker with pid: 13`);
    expect(lost).toEqual(["A1 killed request-timeout certain"]);
    expect(report.deaths[0]).toMatchObject({ signal: "SIGKILL", latest: iso("00:06") });
  });

  it("is the cause of exit code 1, told twice: one death", async () => {
    const { lost, deaths } = await when(`
00:05 10 !WORKER TIMEOUT (pid:11)
00:05 11 !Error handling request /block
Traceback (most recent call last):
  File "gunicorn/workers/base.py", line 204, in handle_abort
    sys.exit(1)
SystemExit: 1
00:05 11 Worker exiting (pid: 11)
00:05 10 !Worker (pid:11) exited with code 1
00:05 10 !Worker (pid:11) exited with code 1.
00:05 13 Booting worker with pid: 13`);
    expect(lost).toEqual(["A1 killed request-timeout certain"]);
    expect(deaths).toHaveLength(1);
  });

  it("a worker that leaves by itself at the abort writes no exit record: the next worker does", async () => {
    const { lost } = await when(`
00:05 10 !WORKER TIMEOUT (pid:11)
00:05 11 Worker exiting (pid: 11)
00:06 13 Booting worker with pid: 13`);
    expect(lost).toEqual([expect.stringMatching(/^A1 killed request-timeout /)]);
  });

  it("tasks that finish between the timeout and the SIGKILL are not lost", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 11/2 start task B1
        00:05.700 11/2 finished task B1
        00:20 12/1 start task C1
        00:21 12/1 finished task C1`),
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:05 10 !WORKER TIMEOUT (pid:11)
        00:06 10 !Worker (pid:11) was sent SIGKILL! Perhaps out of memory?
        00:06 13 Booting worker with pid: 13`),
    });
    expect([lost, finished]).toEqual([["A1 killed request-timeout certain"], 2]);
  });
});

describe("gunicorn: a worker killed without warning", () => {
  const alone = `
00:06 10 !Worker (pid:11) was sent SIGKILL! Perhaps out of memory?
00:06 13 Booting worker with pid: 13`;

  it('"Perhaps out of memory?" is the server\'s guess: the cause is a signal', async () => {
    const { lost, deaths, report } = await when(alone);
    expect(lost).toEqual(["A1 killed signal certain"]);
    expect(deaths).toEqual(["11 signal certain -> 13"]);
    expect(report.deaths[0]).toMatchObject({ signal: "SIGKILL", latest: iso("00:06") });
  });

  it.each([
    ["machine", "Out of memory: Killed process 11 (gunicorn) total-vm:812344kB, anon-rss:512000kB"],
    ["cgroup", "Memory cgroup out of memory: Killed process 11 (gunicorn) total-vm:812344kB, anon-rss:512000kB"],
  ])("the kernel's word for that pid makes it an oom-kill (%s)", async (_, word) => {
    const { lost, deaths, report } = await examine({
      "app.log": tasks,
      "gunicorn.log": gunicorn(`boot 00:00 10 11 12\n${alone}`),
      "kern.log": plain(`
        Nov 21 14:00:06 web1 kernel: [ 2295.069859] gunicorn invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
        Nov 21 14:00:06 web1 kernel: [ 2295.069901] ${word}, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:1500kB oom_score_adj:0`),
    });
    expect(lost).toEqual(["A1 killed oom-kill certain"]);
    expect(deaths.filter((d) => d.startsWith("11 "))).toHaveLength(1);
    expect(report.deaths.find((d) => d.pid === 11)?.evidence.map((e) => e.source)).toContain("kern.log");
  });

  it("the kernel's word about another pid explains nothing", async () => {
    const { lost } = await examine({
      "app.log": tasks,
      "gunicorn.log": gunicorn(`boot 00:00 10 11 12\n${alone}`),
      "kern.log": plain(`
        Nov 21 14:00:06 web1 kernel: [ 2295.069901] Out of memory: Killed process 977 (postgres) total-vm:812344kB, anon-rss:512000kB, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:1500kB oom_score_adj:0`),
    });
    expect(lost).toEqual(["A1 killed signal certain"]);
  });

  it.each([
    ["20.1", "Worker with pid 11 was terminated due to signal 9", "signal", "SIGKILL"],
    ["20.1", "Worker with pid 11 was terminated due to signal 11", "crash", "SIGSEGV"],
    ["23", "Worker (pid:11) was sent SIGSEGV!", "crash", "SIGSEGV"],
    ["23", "Worker (pid:11) was sent SIGABRT!", "crash", "SIGABRT"],
  ])("%s: %s is a %s", async (_, text, cause, signal) => {
    const { lost, report } = await when(`
00:06 10 !${text}
00:06 13 Booting worker with pid: 13`);
    expect(lost).toEqual([`A1 killed ${cause} certain`]);
    expect(report.deaths[0]).toMatchObject({ signal, replacedBy: 13 });
  });

  it("a core dump turns the signal into code 139: a crash all the same", async () => {
    const { lost } = await when(`
00:06 10 !Worker (pid:11) exited with code 139
00:06 10 !Worker (pid:11) exited with code 139.
00:06 13 Booting worker with pid: 13`);
    expect(lost).toEqual(["A1 killed crash certain"]);
  });

  it("os._exit(7) is told twice: one death, cause exit", async () => {
    const { lost, deaths, report } = await when(`
00:06 10 !Worker (pid:11) exited with code 7
00:06 10 !Worker (pid:11) exited with code 7.
00:06 13 Booting worker with pid: 13`);
    expect(lost).toEqual(["A1 killed exit certain"]);
    expect(deaths).toEqual(["11 exit certain -> 13"]);
    expect(report.deaths[0]).toMatchObject({ exitCode: 7, signal: null });
  });

  it("os._exit(0) leaves only the next Booting: replaced, and nothing says why", async () => {
    const { lost, deaths } = await when("00:06 13 Booting worker with pid: 13");
    expect(lost).toEqual(["A1 killed respawn probable"]);
    expect(deaths).toEqual(["11 respawn probable -> 13"]);
  });

  it("the next Booting takes nobody's place while all workers go on", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 12/1 start task B1
        00:07 12/1 finished task B1
        00:08 11/1 task A1 reads page 2
        00:15 11/1 task A1 reads page 9
        00:16 12/1 start task C1
        00:17 12/1 finished task C1`),
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:06 10 Handling signal: ttin
        00:06 13 Booting worker with pid: 13`),
    });
    expect([lost, deaths]).toEqual([["A1 in-flight possible"], []]);
  });
});

describe("gunicorn: lines in other wrappings", () => {
  it("--log-config: the application's own headers", async () => {
    const line = (time: string, pid: number, level: string, text: string) =>
      `2026-11-21 14:${time} [${pid}] [MainThread] ${level} gunicorn.error: ${text}`;
    const { lost, deaths } = await examine({
      "app.log": tasks,
      "gunicorn.log": plain(
        [
          line("00:00,100", 10, "INFO", "Starting gunicorn 23.0.0"),
          line("00:00,101", 10, "INFO", "Listening at: http://127.0.0.1:8000 (10)"),
          line("00:00,110", 11, "INFO", "Booting worker with pid: 11"),
          line("00:00,111", 12, "INFO", "Booting worker with pid: 12"),
          line("00:05,969", 10, "CRITICAL", "WORKER TIMEOUT (pid:11)"),
          line("00:06,970", 10, "ERROR", "Worker (pid:11) was sent SIGKILL! Perhaps out of memory?"),
          line("00:06,990", 13, "INFO", "Booting worker with pid: 13"),
        ].join("\n"),
      ),
    });
    expect(lost).toEqual(["A1 killed request-timeout certain"]);
    expect(deaths).toEqual(["11 request-timeout certain -> 13"]);
  });

  it("server and application in one stream", async () => {
    const server = gunicorn(`
      boot 00:00 10 11 12
      00:05 11 Autorestarting worker after current request.
      00:05 11 Worker exiting (pid: 11)
      00:06 13 Booting worker with pid: 13`).split("\n");
    const lines = tasks.split("\n");
    const { lost } = await examine({
      "container.log": plain(
        [...server.slice(0, 5), ...lines.slice(0, 4), ...server.slice(5), ...lines.slice(4)].join("\n"),
      ),
    });
    expect(lost).toEqual([expect.stringMatching(/^A1 killed max-requests /)]);
  });

  it("a worker that changes the zone of its own lines: the offsets put them right", async () => {
    const { lost, report } = await examine({
      "app.log": tasks,
      "gunicorn.log": plain(`
        [2026-11-21 14:00:00 +0000] [10] [INFO] Starting gunicorn 20.1.0
        [2026-11-21 14:00:00 +0000] [10] [INFO] Listening at: http://127.0.0.1:8000 (10)
        [2026-11-21 14:00:00 +0000] [11] [INFO] Booting worker with pid: 11
        [2026-11-21 14:00:00 +0000] [12] [INFO] Booting worker with pid: 12
        [2026-11-21 22:00:05 +0800] [11] [INFO] Autorestarting worker after current request.
        [2026-11-21 22:00:05 +0800] [11] [INFO] Worker exiting (pid: 11)
        [2026-11-21 14:00:06 +0000] [13] [INFO] Booting worker with pid: 13`),
    });
    expect(lost).toEqual([expect.stringMatching(/^A1 killed max-requests /)]);
    const [earliest, latest] = [report.deaths[0]?.earliest, report.deaths[0]?.latest].map((at) => Date.parse(at ?? ""));
    expect(earliest).toBe(Date.parse(iso("00:05")));
    expect(latest).toBeGreaterThanOrEqual(Date.parse(iso("00:06")));
    expect(latest).toBeLessThan(Date.parse(iso("00:08")));
  });
});

describe("gunicorn: requests", () => {
  it("an application's error is of the request: the worker lives on", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:08 11/1 finished task A1`),
      "gunicorn.log": gunicorn(`
        boot 00:00 10 11 12
        00:05 11 !Error handling request /report
        Traceback (most recent call last):
          File "app.py", line 9, in report
            1 / 0
        ZeroDivisionError: division by zero`),
    });
    expect([lost, deaths]).toEqual([[], []]);
  });
});
