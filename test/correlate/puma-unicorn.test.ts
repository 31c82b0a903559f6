import { describe, expect, it } from "vitest";
import { app, examine, iso, plain } from "../support/log.ts";
import { unicorn } from "../support/servers.ts";

/** A1 is under way in worker 11, which falls silent; worker 12 goes on. */
const tasks = app(`
  00:01 11/1 start task A1
  00:02 12/1 start task B1
  00:03 12/1 finished task B1
  00:05 11/1 task A1 reads page 2
  00:20 12/1 start task C1
  00:21 12/1 finished task C1`);

describe("puma", () => {
  const boot = `
[10] Puma starting in cluster mode...
[10] *  Min threads: 5
[10] *   Master PID: 10
[10] Use Ctrl-C to stop
[10] - Worker 0 (PID: 11) booted in 0.02s, phase: 0
[10] - Worker 1 (PID: 12) booted in 0.02s, phase: 0`;
  const when = (lines: string, applications = tasks) =>
    examine({ "app.log": applications, "puma.log": plain(`${boot.trim()}\n${lines.trim()}`) });

  it("a hung worker: the pid is the last number, and the seconds are not", async () => {
    const { lost, deaths } = await when(`
[10] ! Terminating timed out worker (Worker 0 failed to check in within 60 seconds): 11
[10] - Worker 0 (PID: 13) booted in 0.01s, phase: 0`);
    expect(lost).toEqual(["A1 killed request-timeout certain"]);
    expect(deaths).toEqual(["11 request-timeout certain -> 13"]);
  });

  it("a worker that is killed: no line but the next `booted` of its index", async () => {
    const { lost, deaths } = await when("[10] - Worker 0 (PID: 13) booted in 0.01s, phase: 0");
    expect(lost).toEqual(["A1 killed respawn certain"]);
    expect(deaths).toEqual(["11 respawn certain -> 13"]);
  });

  it("4.x: the pid in lower case", async () => {
    const { lost, deaths } = await examine({
      "app.log": tasks,
      "puma.log": plain(`
        [10] Puma starting in cluster mode...
        [10] - Worker 0 (pid: 11) booted, phase: 0
        [10] - Worker 1 (pid: 12) booted, phase: 0
        [10] - Worker 0 (pid: 13) booted, phase: 0`),
    });
    expect(lost).toEqual(["A1 killed respawn certain"]);
    expect(deaths).toEqual(["11 respawn certain -> 13"]);
  });

  it("the index is reused time and again: each incarnation dies once", async () => {
    const { deaths } = await when(
      `
[10] - Worker 0 (PID: 13) booted in 0.01s, phase: 0
[10] - Worker 1 (PID: 14) booted in 0.01s, phase: 0
[10] - Worker 0 (PID: 15) booted in 0.01s, phase: 0`,
      app(`
        00:02 12/1 start task B1
        00:03 12/1 finished task B1`),
    );
    expect(deaths).toEqual(["11 respawn certain -> 13", "12 respawn certain -> 14", "13 respawn certain -> 15"]);
  });

  it("a phased restart: each worker goes for the reload, and finishes what it can", async () => {
    const { lost, finished } = await when(
      `
[10] - Starting phased worker restart, phase: 1
[10] - Stopping 11 for phased upgrade...
[10] - TERM sent to 11...
[10] - Worker 0 (PID: 13) booted in 0.02s, phase: 1
[10] - Stopping 12 for phased upgrade...
[10] - TERM sent to 12...
[10] - Worker 1 (PID: 14) booted in 0.02s, phase: 1`,
      app(`
        00:01 11/1 start task A1
        00:02 12/1 start task B1
        00:05 11/1 task A1 reads page 2
        00:07 12/1 finished task B1
        00:20 14/1 start task C1
        00:21 14/1 finished task C1`),
    );
    expect([lost, finished]).toEqual([["A1 killed reload certain"], 2]);
  });

  // No record of the exit follows, and silence after such a notice is no proof yet.
  it.fails("scaled down: `terminating` announces it, and no worker comes in its place", async () => {
    const { lost } = await when("[10] - Worker 0 (PID: 11) terminating");
    expect(lost).toEqual([expect.stringMatching(/^A1 killed scale-down /)]);
  });

  it("a stop: all of them, by the last line", async () => {
    const { lost } = await when(
      `
[10] - Gracefully shutting down workers...
[10] === puma shutdown: 2026-11-21 14:00:09 +0000 ===
[10] - Goodbye!`,
      app(`
        00:01 11/1 start task A1
        00:02 12/1 start task B1
        00:03 12/1 finished task B1
        00:05 11/1 task A1 reads page 2`),
    );
    expect(lost).toEqual(["A1 killed shutdown certain"]);
  });

  // The catalogue has a crash for it, and its last word does not close the worker.
  it.fails("the master is gone: each worker notices", async () => {
    const { lost } = await when(
      `
[11] ! Detected parent died, dying
[12] ! Detected parent died, dying`,
      app(`
        00:01 12/1 start task B1
        00:02 12/1 finished task B1
        00:03 11/1 start task A1`),
    );
    expect(lost).toEqual([expect.stringMatching(/^A1 killed master-died /)]);
  });

  it("an unknown child that is reaped is none of the workers", async () => {
    const { lost, deaths } = await when(
      "[10] ! reaped unknown child process pid=977 status=pid 977 exit 0",
      app(`
        00:01 11/1 start task A1
        00:09 11/1 finished task A1`),
    );
    expect(lost).toEqual([]);
    expect(deaths.every((d) => d.startsWith("977 "))).toBe(true);
  });
});

describe("unicorn", () => {
  const boot = `
00:00 10 listening on addr=0.0.0.0:8080 fd=9
00:00 11 worker=0 spawned pid=11
00:00 12 worker=1 spawned pid=12
00:00 10 master process ready
00:00 11 worker=0 ready
00:00 12 worker=1 ready`;
  const when = (lines: string, applications = tasks) =>
    examine({ "app.log": applications, "unicorn.log": unicorn(`${boot.trim()}\n${lines.trim()}`) });
  const again = `
00:06 10 worker=0 spawning...
00:06 13 worker=0 spawned pid=13
00:06 13 worker=0 ready`;

  it("a worker that overstays is killed at once: the timeout is the cause, the status the proof", async () => {
    const { lost, deaths, report } = await when(`
00:06 10 !worker=0 PID:11 timeout (61s > 60s), killing
00:06 10 !reaped #<Process::Status: pid 11 SIGKILL (signal 9)> worker=0${again}`);
    expect(lost).toEqual(["A1 killed request-timeout certain"]);
    expect(deaths).toEqual(["11 request-timeout certain -> 13"]);
    expect(report.deaths[0]).toMatchObject({ signal: "SIGKILL", latest: iso("00:06") });
  });

  it.each([
    ["pid 11 SIGKILL (signal 9)", "signal"],
    ["pid 11 SIGSEGV (signal 11) (core dumped)", "crash"],
    ["pid 11 exit 1", "exit"],
  ])("`reaped` reports every end: %s is a %s", async (status, cause) => {
    const { lost, deaths } = await when(`
00:06 10 !reaped #<Process::Status: ${status}> worker=0${again}`);
    expect(lost).toEqual([`A1 killed ${cause} certain`]);
    expect(deaths).toEqual([`11 ${cause} certain -> 13`]);
  });

  it("a graceful stop: exit 0 for each, then `master complete`", async () => {
    const { lost } = await when(
      `
00:06 10 reaped #<Process::Status: pid 11 exit 0> worker=0
00:06 10 reaped #<Process::Status: pid 12 exit 0> worker=1
00:06 10 master complete`,
      app(`
        00:01 12/1 start task B1
        00:02 12/1 finished task B1
        00:03 11/1 start task A1`),
    );
    expect(lost).toEqual([expect.stringMatching(/^A1 killed (shutdown|exit) certain$/)]);
  });

  it("a reload of the configuration: the workers are reaped one by one and come again", async () => {
    const { lost } = await when(`
00:05 10 reloading config_file=/srv/shop/unicorn.rb
00:05 10 done reloading config_file=/srv/shop/unicorn.rb
00:06 10 reaped #<Process::Status: pid 11 exit 0> worker=0${again}`);
    expect(lost).toEqual(["A1 killed reload certain"]);
  });

  // The second master's workers are taken for those who come into the slots of the first's.
  it.fails("an upgrade (USR2): the second master's workers are others; the old ones go with the old master", async () => {
    const { lost, deaths } = await when(
      `
00:06 20 executing ["/usr/bin/unicorn", "-c", "unicorn.rb"] (in /srv/shop)
00:07 21 worker=0 spawned pid=21
00:07 22 worker=1 spawned pid=22
00:07 20 master process ready
00:07 21 worker=0 ready
00:07 22 worker=1 ready
00:10 10 reaped #<Process::Status: pid 11 exit 0> worker=0
00:10 10 reaped #<Process::Status: pid 12 exit 0> worker=1
00:10 10 master complete`,
      app(`
        00:01 11/1 start task A1
        00:02 12/1 start task B1
        00:05 11/1 task A1 reads page 2
        00:08 12/1 finished task B1
        00:08 21/1 start task D1
        00:20 21/1 finished task D1`),
    );
    expect(lost).toEqual([expect.stringMatching(/^A1 killed (reload|shutdown) certain$/)]);
    expect(deaths.some((d) => d.startsWith("21 ") || d.startsWith("22 "))).toBe(false);
  });

  it("an application's error is of the request: the worker lives on", async () => {
    const { lost, deaths } = await when(
      `
00:06 11 !app error: boom (RuntimeError)
00:06 11 !app.rb:9:in 'call'`,
      app(`
        00:01 11/1 start task A1
        00:09 11/1 finished task A1`),
    );
    expect([lost, deaths]).toEqual([[], []]);
  });
});
