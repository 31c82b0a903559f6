import { describe, expect, it } from "vitest";
import { app, ctime, examine, iso, plain, uwsgi } from "../support/log.ts";

const tasks = app(`
  00:01 12/1 start task A1
  00:01 11/1 start task B1
  00:03 12/1 task A1 reads page 3
  00:03 11/1 finished task B1
  00:09 13/1 start task C1
  00:10 13/1 finished task C1`);

describe("harakiri", () => {
  it("2.0.14 to 2.0.21: the request-timeout is the cause of the signal that follows, once", async () => {
    const { lost, deaths, report } = await examine({
      "app.log": tasks,
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:04 *** HARAKIRI ON WORKER 2 (pid: 12, try: 1) ***
        00:04 HARAKIRI !!! worker 2 status !!!
        00:04 HARAKIRI [core 0] 127.0.0.1 - POST /slow since 1795269126
        00:04 HARAKIRI !!! end of worker 2 status !!!
        DAMN ! worker 2 (pid: 12) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 2 (new pid: 13)
        00:06 req 13 6/10`),
    });
    expect(lost).toEqual(["A1 killed request-timeout certain"]);
    expect(deaths).toEqual(["12 request-timeout certain -> 13"]);
    expect(report.deaths[0]).toMatchObject({ signal: "SIGKILL", earliest: iso("00:04"), latest: iso("00:06") });
  });

  it("2.0.22 and later, with a graceful attempt: no signal is told", async () => {
    const { lost, deaths } = await examine({
      "app.log": tasks,
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:04 *** HARAKIRI ON WORKER 2 (pid: 12, try: 1, graceful: yes) ***
        00:04 HARAKIRI !!! worker 2 status !!!
        00:04 HARAKIRI [core 0] 127.0.0.1 - POST /slow since 1795269126
        00:04 HARAKIRI !!! end of worker 2 status !!!
        00:04 HARAKIRI: graceful termination attempt on worker 2 with signal 15. Next harakiri: 1795269702
        00:04 HARAKIRI triggered by worker 2 core 0 !!!
        DAMN ! worker 2 (pid: 12) died :( trying respawn ...
        Respawned uWSGI worker 2 (new pid: 13)
        00:06 req 13 6/10`),
    });
    expect(lost).toEqual(["A1 killed request-timeout certain"]);
    expect(deaths).toEqual(["12 request-timeout certain -> 13"]);
  });

  it("verbose, tried twice: one death", async () => {
    const { deaths } = await examine({
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:04 *** HARAKIRI ON WORKER 2 (pid: 12, try: 1) ***
        HARAKIRI: -- syscall> 230 0x1 0x0 0x7ffd 0x0
        HARAKIRI: -- wchan> hrtimer_nanosleep
        00:04 HARAKIRI !!! worker 2 status !!!
        00:04 HARAKIRI [core 0] 127.0.0.1 - POST /slow since 1795269126
        00:04 HARAKIRI !!! end of worker 2 status !!!
        00:05 *** HARAKIRI ON WORKER 2 (pid: 12, try: 2) ***
        DAMN ! worker 2 (pid: 12) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 2 (new pid: 13)`),
    });
    expect(deaths).toEqual(["12 request-timeout certain -> 13"]);
  });

  it("skipped: a threshold that spares the worker is no reason for a later death", async () => {
    const { deaths } = await examine({
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:04 HARAKIRI: Skipping harakiri on worker 2. Listen queue is smaller than the threshold (0 < 10)
        00:06 req 12 6/10
        DAMN ! worker 2 (pid: 12) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 2 (new pid: 13)`),
    });
    expect(deaths).toEqual(["12 signal certain -> 13"]);
  });
});

describe("out of memory", () => {
  const server = uwsgi(`
    banner 00:00 10 11 12
    00:04 req 11 3/9
    DAMN ! worker 2 (pid: 12) died, killed by signal 9 :( trying respawn ...
    Respawned uWSGI worker 2 (new pid: 13)
    00:06 req 13 4/10`);
  const killed =
    "Memory cgroup out of memory: Killed process 12 (uwsgi) total-vm:820388kB, anon-rss:89372kB, file-rss:7240kB, shmem-rss:0kB, UID:0 pgtables:364kB oom_score_adj:0";
  const dmesg = plain(`
    [ 8120.004100] uwsgi invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
    [ 8120.004177] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/app,task_memcg=/app,task=uwsgi,pid=12,uid=0
    [ 8120.004180] ${killed}
    [ 8120.011180] oom_reaper: reaped process 12 (uwsgi), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB`);
  const dmesgT = plain(`
    [${ctime("00:05")}] uwsgi invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
    [${ctime("00:05")}] ${killed}
    [${ctime("00:05")}] oom_reaper: reaped process 12 (uwsgi), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB`);

  it("without the kernel's word it is a signal", async () => {
    expect((await examine({ "app.log": tasks, "uwsgi.log": server })).lost).toEqual(["A1 killed signal certain"]);
  });
  it.each([
    ["dmesg (seconds since boot)", { "dmesg.log": dmesg }],
    ["dmesg -T", { "dmesg-t.log": dmesgT }],
  ])("with %s it is one death, by the OOM killer", async (_, kernel) => {
    const { lost, deaths } = await examine({ "app.log": tasks, "uwsgi.log": server, ...kernel });
    expect(lost).toEqual(["A1 killed oom-kill certain"]);
    expect(deaths).toEqual(["12 oom-kill certain -> 13"]);
  });
  it("with both dmesg and dmesg -T it is one death", async () => {
    const { deaths } = await examine({
      "app.log": tasks,
      "uwsgi.log": server,
      "dmesg.log": dmesg,
      "dmesg-t.log": dmesgT,
    });
    expect(deaths).toEqual(["12 oom-kill certain -> 13"]);
  });
  it("with dmesg alone, and no uWSGI log, the task is killed too", async () => {
    const { lost } = await examine({ "app.log": tasks, "dmesg-t.log": dmesgT });
    expect(lost).toEqual(["A1 killed oom-kill certain"]);
  });
  it("a dmesg hours ahead through its zone still explains the death", async () => {
    const { lost, deaths } = await examine({
      "app.log": tasks,
      "uwsgi.log": server,
      "dmesg-t.log": dmesgT.replaceAll(" 14:00:", " 22:00:"),
    });
    expect(lost).toEqual(["A1 killed oom-kill certain"]);
    expect(deaths).toEqual(["12 oom-kill certain -> 13"]);
  });
});

describe("crashes", () => {
  it("the process's own word of its segmentation fault, and the master's, are one death", async () => {
    const { lost, deaths, report } = await examine({
      "app.log": tasks,
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:04 req 12 3/9
        !!! uWSGI process 12 got Segmentation Fault !!!
        *** backtrace of 12 ***
        /usr/bin/uwsgi-core(uwsgi_backtrace+0x2e) [0x55d0b7c6c0aa]
        *** end of backtrace ***
        DAMN ! worker 2 (pid: 12) died, killed by signal 11 :( trying respawn ...
        Respawned uWSGI worker 2 (new pid: 13)
        00:06 req 13 4/10`),
    });
    expect(lost).toEqual(["A1 killed crash certain"]);
    expect(deaths).toEqual(["12 crash certain -> 13"]);
    expect(report.deaths[0]?.signal).toBe("SIGSEGV");
  });

  it("a segmentation fault whose DAMN line tells no signal is a crash all the same", async () => {
    const { deaths } = await examine({
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        !!! uWSGI process 12 got Segmentation Fault !!!
        *** backtrace of 12 ***
        *** end of backtrace ***
        DAMN ! worker 2 (pid: 12) died :( trying respawn ...
        Respawned uWSGI worker 2 (new pid: 13)`),
    });
    expect(deaths).toEqual(["12 crash certain -> 13"]);
  });

  it("an abort has no word of its own: signal 6 is a crash", async () => {
    const { deaths } = await examine({
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        DAMN ! worker 1 (pid: 11) died, killed by signal 6 :( trying respawn ...
        Respawned uWSGI worker 1 (new pid: 13)`),
    });
    expect(deaths).toEqual(["11 crash certain -> 13"]);
  });
});

describe("exits", () => {
  it("DAMN without a signal: the process left by itself", async () => {
    const { lost, deaths, report } = await examine({
      "app.log": tasks,
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:04 req 12 3/9
        DAMN ! worker 2 (pid: 12) died :( trying respawn ...
        Respawned uWSGI worker 2 (new pid: 13)
        00:06 req 13 4/10`),
    });
    expect(lost).toEqual(["A1 killed exit certain"]);
    expect(deaths).toEqual(["12 exit certain -> 13"]);
    expect(report.deaths[0]).toMatchObject({ signal: null, exitCode: null });
  });

  it("a process that the application started is a child, and no worker", async () => {
    const { lost, report } = await examine({
      "app.log": tasks,
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:04 req 12 3/9
        subprocess 99 exited with code 3
        00:06 req 12 4/10`),
    });
    expect(lost.filter((l) => l.includes("killed"))).toEqual([]);
    expect(report.deaths).toMatchObject([{ pid: 99, role: "child", cause: "exit", exitCode: 3 }]);
  });
});
