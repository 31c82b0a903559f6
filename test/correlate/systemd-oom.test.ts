import { describe, expect, it } from "vitest";
import { app, examine, iso } from "../support/log.ts";
import { gunicorn, syslog } from "../support/servers.ts";

/** A1 is under way in process 11, which falls silent; 12 is the unit's next main process. */
const tasks = app(`
  00:01 11/2 start task B1
  00:02 11/2 finished task B1
  00:03 11/1 start task A1
  00:05 11/1 task A1 reads page 2`);
const next = app(`
  00:20 12/1 start task C1
  00:21 12/1 finished task C1`);
/** As the journal shows the service's own lines: what names its main process. */
const own = (time: string, pid: number, text: string): string => `${time} jobs[${pid}]: ${text}`;

const fate = (lost: readonly string[]): string[] => lost.map((l) => l.split(" ").slice(0, 3).join(" "));

describe("the kernel's OOM killer", () => {
  const oom = (pid: number, scope = "Out of memory") => `
00:06 kernel: [ 2295.069859] postgres invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
00:06 kernel: [ 2295.069870] oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/system.slice/web.service,task=python3,pid=${pid},uid=33
00:06 kernel: [ 2295.069901] ${scope}: Killed process ${pid} (python3) total-vm:812344kB, anon-rss:512000kB, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:1500kB oom_score_adj:0
00:06 kernel: [ 2295.081000] oom_reaper: reaped process ${pid} (python3), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB`;

  it("three lines with one pid: one death, and the victim is not who asked for memory", async () => {
    const { lost, deaths, report } = await examine({ "app.log": tasks, "kern.log": syslog(oom(11)) });
    expect(lost).toEqual(["A1 killed oom-kill certain"]);
    expect(deaths).toEqual(["11 oom-kill certain"]);
    expect(report.deaths[0]?.evidence.some((e) => e.text.includes("Killed process 11"))).toBe(true);
  });

  it("a host pid that no application's line bears explains no task", async () => {
    const { lost } = await examine({
      "app.log": `${tasks}${app("00:09 11/1 finished task A1")}`,
      "kern.log": syslog(oom(30511, "Memory cgroup out of memory")),
    });
    expect(lost).toEqual([]);
  });

  it("before 5.0: the candidate need not be the victim", async () => {
    const { lost } = await examine({
      "app.log": `${tasks}${next}${app("00:22 12/1 start task D1")}`,
      "kern.log": syslog(`
        00:06 kernel: [ 2295.069900] Out of memory: Kill process 12 (python3) score 812 or sacrifice child
        00:06 kernel: [ 2295.069901] Killed process 11 (python3) total-vm:812344kB, anon-rss:512000kB, file-rss:0kB, shmem-rss:0kB`),
    });
    expect(lost).toContain("A1 killed oom-kill certain");
    expect(lost).toContain("D1 in-flight possible");
  });

  it("a segfault line: its number is a thread's, that of the main thread is the pid", async () => {
    const { lost, report } = await examine({
      "app.log": tasks,
      "kern.log": syslog(
        "00:06 kernel: [ 2295.069901] python3[11]: segfault at 0 ip 00007f1d649fd6c0 sp 00007ffd2c error 4 in libc.so.6[7f1d64800000+195000]",
      ),
    });
    expect(lost).toEqual(["A1 killed crash certain"]);
    expect(report.deaths).toHaveLength(1);
  });

  it("gunicorn's master killed for memory takes its workers along", async () => {
    const { lost } = await examine({
      "app.log": tasks,
      "gunicorn.log": gunicorn("boot 00:00 10 11 12"),
      "kern.log": syslog(oom(10)),
    });
    expect(lost).toEqual([expect.stringMatching(/^A1 killed master-died /)]);
  });
});

describe("systemd: the main process of a unit", () => {
  const started = `
00:00 systemd[1]: Started jobs.service - Background jobs.
${own("00:00", 11, "up")}`;

  // The lines of a unit name its process only by their own header, `jobs[11]:`, which nothing joins to the unit.
  it.fails.each([
    ["code=killed, status=9/KILL", "signal", "signal"],
    ["code=dumped, status=11/SEGV", "core-dump", "crash"],
    ["code=exited, status=1/FAILURE", "exit-code", "exit"],
  ])("exited, %s: the line has no pid, the unit's own lines name its process", async (how, result, cause) => {
    const { lost } = await examine({
      "app.log": tasks + next,
      "journal.log": syslog(`${started.trim()}
00:06 systemd[1]: jobs.service: Main process exited, ${how}
00:06 systemd[1]: jobs.service: Failed with result '${result}'.
00:07 systemd[1]: jobs.service: Scheduled restart job, restart counter is at 1.
00:07 systemd[1]: Started jobs.service - Background jobs.
${own("00:07", 12, "up")}`),
    });
    expect(fate(lost)).toEqual([`A1 killed ${cause}`]);
  });

  it("whatever the unit died of, its process is replaced: its task is lost", async () => {
    const { lost } = await examine({
      "app.log": tasks + next,
      "journal.log": syslog(`${started.trim()}
00:06 systemd[1]: jobs.service: Main process exited, code=killed, status=9/KILL
${own("00:07", 12, "up")}`),
    });
    expect(lost).toEqual([expect.stringMatching(/^A1 killed /)]);
  });

  it.fails("the unit's word of the OOM killer outranks the signal", async () => {
    const { lost } = await examine({
      "app.log": tasks + next,
      "journal.log": syslog(`${started.trim()}
00:06 systemd[1]: jobs.service: A process of this unit has been killed by the OOM killer.
00:06 systemd[1]: jobs.service: Main process exited, code=killed, status=9/KILL
00:06 systemd[1]: jobs.service: Failed with result 'oom-kill'.
00:07 systemd[1]: jobs.service: Scheduled restart job, restart counter is at 1.
${own("00:07", 12, "up")}`),
    });
    expect(fate(lost)).toEqual(["A1 killed oom-kill"]);
  });

  it("an OOM kill of a child does not end the unit", async () => {
    const { lost } = await examine({
      "app.log": `${tasks}${app("00:09 11/1 finished task A1")}`,
      "journal.log": syslog(`${started.trim()}
00:06 systemd[1]: jobs.service: A process of this unit has been killed by the OOM killer.
${own("00:08", 11, "still here")}`),
    });
    expect(lost).toEqual([]);
  });

  it("a stop that takes too long: SIGKILL by pid, cause shutdown", async () => {
    const { lost, deaths, report } = await examine({
      "app.log": `${tasks}${app("01:20 11/1 task A1 reads page 9")}`,
      "journal.log": syslog(`${started.trim()}
00:06 systemd[1]: Stopping jobs.service - Background jobs...
01:36 systemd[1]: jobs.service: State 'stop-sigterm' timed out. Killing.
01:36 systemd[1]: jobs.service: Killing process 11 (jobs) with signal SIGKILL.
01:36 systemd[1]: jobs.service: Main process exited, code=killed, status=9/KILL
01:36 systemd[1]: jobs.service: Failed with result 'timeout'.
01:36 systemd[1]: Stopped jobs.service - Background jobs.`),
    });
    expect(lost).toEqual(["A1 killed shutdown certain"]);
    expect(deaths).toHaveLength(1);
    expect(report.deaths[0]?.latest).toBe(iso("01:36"));
  });

  it("the watchdog: SIGABRT for the time limit", async () => {
    const { lost } = await examine({
      "app.log": tasks + next,
      "journal.log": syslog(`${started.trim()}
00:06 systemd[1]: jobs.service: Watchdog timeout (limit 30s)!
00:06 systemd[1]: jobs.service: Killing process 11 (jobs) with signal SIGABRT.
00:06 systemd[1]: jobs.service: Main process exited, code=dumped, status=6/ABRT
00:06 systemd[1]: jobs.service: Failed with result 'watchdog'.
${own("00:07", 12, "up")}`),
    });
    expect(fate(lost)).toEqual(["A1 killed task-timeout"]);
  });

  it("a clean end that loses nothing", async () => {
    const { lost } = await examine({
      "app.log": `${tasks}${app("00:07 11/1 finished task A1")}`,
      "journal.log": syslog(`${started.trim()}
00:06 systemd[1]: Stopping jobs.service - Background jobs...
00:08 systemd[1]: jobs.service: Deactivated successfully.
00:08 systemd[1]: Stopped jobs.service - Background jobs.`),
    });
    expect(lost).toEqual([]);
  });

  it("a control process that fails is a helper, not the service", async () => {
    const { lost } = await examine({
      "app.log": `${tasks}${app("00:09 11/1 finished task A1")}`,
      "journal.log": syslog(`${started.trim()}
00:06 systemd[1]: jobs.service: Control process exited, code=exited, status=1/FAILURE
${own("00:08", 11, "still here")}`),
    });
    expect(lost).toEqual([]);
  });

  it.fails("units are told apart by their names", async () => {
    const { lost } = await examine({
      "app.log": `${tasks}${app(`
        00:03 21/1 start task D1
        00:09 11/1 finished task A1`)}`,
      "journal.log": syslog(`${started.trim()}
00:00 systemd[1]: Started mail.service - Mail.
00:00 mail[21]: up
00:06 systemd[1]: mail.service: Main process exited, code=killed, status=9/KILL
00:06 systemd[1]: mail.service: Failed with result 'signal'.`),
    });
    expect(fate(lost)).toEqual(["D1 killed signal"]);
  });
});
