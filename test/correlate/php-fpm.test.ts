import { describe, expect, it } from "vitest";
import { app, examine, iso, plain } from "../support/log.ts";
import { phpFpm } from "../support/servers.ts";

/** A1 is under way in child 11, which falls silent; child 12 goes on. The first children of a pool start without a line. */
const tasks = app(`
  00:01 11/1 start task A1
  00:02 12/1 start task B1
  00:03 12/1 finished task B1
  00:05 11/1 task A1 reads page 2
  00:20 12/1 start task C1
  00:21 12/1 finished task C1`);

const when = (lines: string, applications = tasks) =>
  examine({
    "app.log": applications,
    "php-fpm.log": phpFpm(
      `00:00 NOTICE: fpm is running, pid 10\n00:00 NOTICE: ready to handle connections\n${lines.trim()}`,
    ),
  });

describe("php-fpm: children", () => {
  it("request_terminate_timeout: the announcement is the cause, the exit line the proof", async () => {
    const { lost, deaths, report } = await when(`
00:06 WARNING: [pool www] child 11, script '/srv/index.php' (request: "GET /index.php") execution timed out (65.012931 sec), terminating
00:06 WARNING: [pool www] child 11 exited on signal 15 (SIGTERM) after 65.100123 seconds from start
00:06 NOTICE: [pool www] child 13 started`);
    expect(lost).toEqual(["A1 killed request-timeout certain"]);
    expect(deaths).toEqual(["11 request-timeout certain -> 13"]);
    expect(report.deaths[0]).toMatchObject({ signal: "SIGTERM", latest: iso("00:06") });
  });

  it("exit with code 0 is the recycling of pm.max_requests", async () => {
    const { lost, deaths } = await when(`
00:06 NOTICE: [pool www] child 11 exited with code 0 after 812.100123 seconds from start
00:06 NOTICE: [pool www] child 13 started`);
    expect(lost).toEqual(["A1 killed max-requests certain"]);
    expect(deaths).toEqual(["11 max-requests certain -> 13"]);
  });

  it.each([
    ["signal 9 (SIGKILL)", "signal"],
    ["signal 11 (SIGSEGV)", "crash"],
    ["signal 11 (SIGSEGV - core dumped)", "crash"],
  ])("exited on %s is a %s", async (how, cause) => {
    const { lost, deaths } = await when(`
00:06 WARNING: [pool www] child 11 exited on ${how} after 812.100123 seconds from start
00:06 NOTICE: [pool www] child 13 started`);
    expect(lost).toEqual([`A1 killed ${cause} certain`]);
    expect(deaths).toEqual([`11 ${cause} certain -> 13`]);
  });

  it("exit with another code is an exit", async () => {
    const { lost, report } = await when(`
00:06 WARNING: [pool www] child 11 exited with code 255 after 812.100123 seconds from start
00:06 NOTICE: [pool www] child 13 started`);
    expect(lost).toEqual(["A1 killed exit certain"]);
    expect(report.deaths[0]?.exitCode).toBe(255);
  });

  it("signal 9 with the kernel's word for that pid is an oom-kill", async () => {
    const { lost } = await examine({
      "app.log": tasks,
      "php-fpm.log": phpFpm(`
        00:00 NOTICE: fpm is running, pid 10
        00:06 WARNING: [pool www] child 11 exited on signal 9 (SIGKILL) after 812.100123 seconds from start
        00:06 NOTICE: [pool www] child 13 started`),
      "kern.log": plain(
        "Nov 21 14:00:06 web1 kernel: [ 2295.069901] Out of memory: Killed process 11 (php-fpm8.2) total-vm:812344kB, anon-rss:512000kB, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:1500kB oom_score_adj:0",
      ),
    });
    expect(lost).toEqual(["A1 killed oom-kill certain"]);
  });

  it("slow is not killed: the child is traced and goes on", async () => {
    const { lost, deaths } = await when(
      `
00:06 WARNING: [pool www] child 11, script '/srv/index.php' (request: "GET /index.php") executing too slow (5.012931 sec), logging
00:06 NOTICE: child 11 stopped for tracing
00:06 NOTICE: about to trace 11
00:06 NOTICE: finished trace of 11`,
      app(`
        00:01 11/1 start task A1
        00:09 11/1 finished task A1`),
    );
    expect([lost, deaths]).toEqual([[], []]);
  });

  it("what a script writes is quoted, and no death", async () => {
    const { lost, deaths } = await when(
      `00:06 WARNING: [pool www] child 11 said into stderr: "child 12 exited on signal 9 (SIGKILL) after 3.0 seconds from start"`,
      app(`
        00:01 11/1 start task A1
        00:02 12/1 start task B1
        00:09 11/1 finished task A1
        00:09 12/1 finished task B1`),
    );
    expect([lost, deaths]).toEqual([[], []]);
  });

  it("scaled down at debug level: `killed` is a graceful quit", async () => {
    const { lost } = await when(
      "00:06 DEBUG: [pool www] child 11 has been killed by the process management after 44.100123 seconds from start",
    );
    expect(lost).toEqual(["A1 killed scale-down certain"]);
  });

  it("two pools: each child's exit is its own", async () => {
    const { lost, deaths } = await when(
      `
00:06 WARNING: [pool www] child 11 exited on signal 9 (SIGKILL) after 8.100123 seconds from start
00:06 NOTICE: [pool api] child 21 exited with code 0 after 9.100123 seconds from start
00:06 NOTICE: [pool www] child 13 started
00:06 NOTICE: [pool api] child 23 started`,
      `${tasks}${app("00:05 21/1 start task D1")}`,
    );
    expect(lost).toEqual(["A1 killed signal certain", "D1 killed max-requests certain"]);
    expect(deaths.map((d) => d.split(" ")[0])).toEqual(["11", "21"]);
  });
});

describe("php-fpm: the server", () => {
  const both = app(`
    00:01 12/2 start task B1
    00:02 12/2 finished task B1
    00:03 11/1 start task A1
    00:03 12/1 start task C1`);

  it("terminating cuts the requests of children that no line ever named", async () => {
    const { lost } = await when("00:06 NOTICE: Terminating ...\n00:06 NOTICE: exiting, bye-bye!", both);
    expect(lost).toEqual(["A1 killed shutdown certain", "C1 killed shutdown certain"]);
  });

  it("finishing waits: what ended meanwhile is not lost", async () => {
    const { lost } = await when(
      "00:04 NOTICE: Finishing ...\n00:09 NOTICE: exiting, bye-bye!",
      `${both}${app(`
        00:06 11/1 finished task A1
        00:08 12/1 finished task C1`)}`,
    );
    expect(lost).toEqual([]);
  });

  it("a reload cuts them too, and the same master goes on", async () => {
    const { lost } = await when(
      `
00:06 NOTICE: Reloading in progress ...
00:06 NOTICE: reloading: execvp("/usr/sbin/php-fpm8.2", {"/usr/sbin/php-fpm8.2", "--nodaemonize"})
00:07 NOTICE: using inherited socket fd=8, "/run/php/php8.2-fpm.sock"
00:07 NOTICE: fpm is running, pid 10
00:07 NOTICE: ready to handle connections`,
      `${both}${app(`
        00:20 31/1 start task D1
        00:21 31/1 finished task D1`)}`,
    );
    expect(lost).toEqual([expect.stringMatching(/^A1 killed reload /), expect.stringMatching(/^C1 killed reload /)]);
  });
});
