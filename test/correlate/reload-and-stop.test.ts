import { describe, expect, it } from "vitest";
import { app, examine, iso, uwsgi } from "../support/log.ts";

/** Two workers' tasks before, one of the next generation after. */
const tasks = app(`
  00:01 11/1 start task A1
  00:01 12/1 start task B1
  00:02 11/2 start task C1
  00:03 11/1 task A1 reads page 3
  00:03 11/2 finished task C1
  00:09 21/7 start task D1
  00:10 21/7 finished task D1`);

describe("reloads", () => {
  it("SIGHUP: the workers are buried without a pid, and come again under the same master", async () => {
    const { lost, deaths, report } = await examine({
      "app.log": tasks,
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:03 req 11 3/9
        ...gracefully killing workers...
        Gracefully killing worker 1 (pid: 11)...
        Gracefully killing worker 2 (pid: 12)...
        worker 1 buried after 1 seconds
        worker 2 buried after 1 seconds
        binary reloading uWSGI...
        chdir() to /srv/app
        *** Starting uWSGI 2.0.21-debian (64bit) on [Sat Nov 21 14:00:05 2026] ***
        gracefully (RE)spawned uWSGI master process (pid: 10)
        spawned uWSGI worker 1 (pid: 21, cores: 2)
        spawned uWSGI worker 2 (pid: 22, cores: 2)
        00:06 req 21 1/1`),
    });
    expect(lost).toEqual(["A1 killed reload certain", "B1 killed reload certain"]);
    expect(deaths).toEqual(["11 reload certain -> 21", "12 reload certain -> 22"]);
    expect(report.deaths[0]).toMatchObject({ earliest: iso("00:03"), latest: iso("00:05") });
  });

  it("brutal (SIGTERM without die-on-term): a reload, not a stop", async () => {
    const { lost, deaths } = await examine({
      "app.log": tasks,
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:03 req 11 3/9
        ...brutally killing workers...
        worker 1 buried after 1 seconds
        worker 2 buried after 1 seconds
        binary reloading uWSGI...
        *** Starting uWSGI 2.0.21-debian (64bit) on [Sat Nov 21 14:00:05 2026] ***
        gracefully (RE)spawned uWSGI master process (pid: 10)
        spawned uWSGI worker 1 (pid: 21, cores: 2)
        spawned uWSGI worker 2 (pid: 22, cores: 2)`),
    });
    expect(lost).toEqual(["A1 killed reload certain", "B1 killed reload certain"]);
    expect(deaths).toEqual(["11 reload certain -> 21", "12 reload certain -> 22"]);
  });

  it("touch-reload with NO MERCY for a slow worker", async () => {
    const { lost } = await examine({
      "app.log": tasks,
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:03 *** reload.me has been touched... grace them all !!! ***
        ...gracefully killing workers...
        Gracefully killing worker 1 (pid: 11)...
        Gracefully killing worker 2 (pid: 12)...
        worker 2 buried after 1 seconds
        00:07 worker 1 (pid: 11) is taking too much time to die...NO MERCY !!!
        worker 1 buried after 1 seconds
        binary reloading uWSGI...
        *** Starting uWSGI 2.0.21-debian (64bit) on [Sat Nov 21 14:00:08 2026] ***
        gracefully (RE)spawned uWSGI master process (pid: 10)
        spawned uWSGI worker 1 (pid: 21, cores: 2)
        spawned uWSGI worker 2 (pid: 22, cores: 2)`),
    });
    expect(lost).toEqual(["A1 killed reload certain", "B1 killed reload certain"]);
  });

  it("a worker on its way out for max-requests keeps that cause when a reload buries it", async () => {
    const { lost } = await examine({
      "app.log": tasks,
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:02 req 11 3/9
        ...The work of process 11 is done. Seeya!
        00:03 req 12 3/9
        ...gracefully killing workers...
        Gracefully killing worker 2 (pid: 12)...
        worker 1 buried after 1 seconds
        worker 2 buried after 1 seconds
        binary reloading uWSGI...
        *** Starting uWSGI 2.0.21-debian (64bit) on [Sat Nov 21 14:00:05 2026] ***
        gracefully (RE)spawned uWSGI master process (pid: 10)
        spawned uWSGI worker 1 (pid: 21, cores: 2)
        spawned uWSGI worker 2 (pid: 22, cores: 2)`),
    });
    expect(lost).toEqual(["A1 killed max-requests certain", "B1 killed reload certain"]);
  });

  it("workers reload, SIGHUP to one worker: Gracefully killing, then Respawned", async () => {
    const { lost, deaths } = await examine({
      "app.log": tasks,
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:03 req 11 3/9
        Gracefully killing worker 1 (pid: 11)...
        Respawned uWSGI worker 1 (new pid: 21)
        00:06 req 12 4/10`),
    });
    expect(lost).toEqual(["A1 killed reload certain", "B1 in-flight possible"]);
    expect(deaths).toEqual(["11 reload certain -> 21"]);
  });

  it("chain reload: worker after worker; a death after its end is no reload", async () => {
    const { deaths } = await examine({
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:03 *** chain.me has been touched... chain reload !!! ***
        chain next victim is worker 1
        Gracefully killing worker 1 (pid: 11)...
        worker 1 killed successfully (pid: 11)
        Respawned uWSGI worker 1 (new pid: 21)
        chain next victim is worker 2
        Gracefully killing worker 2 (pid: 12)...
        chain is still waiting for worker 2...
        worker 2 killed successfully (pid: 12)
        Respawned uWSGI worker 2 (new pid: 22)
        chain reloading complete
        00:30 req 21 1/1
        DAMN ! worker 1 (pid: 21) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 1 (new pid: 23)`),
    });
    expect(deaths).toEqual(["11 reload certain -> 21", "12 reload certain -> 22", "21 signal certain -> 23"]);
  });

  it("a worker killed from outside while a chain reload is at another one was not reloaded", async () => {
    const { deaths } = await examine({
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        chain reload starting...
        chain next victim is worker 1
        Gracefully killing worker 1 (pid: 11)...
        DAMN ! worker 2 (pid: 12) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 2 (new pid: 20)
        worker 1 killed successfully (pid: 11)
        Respawned uWSGI worker 1 (new pid: 21)
        chain next victim is worker 2
        Gracefully killing worker 2 (pid: 20)...
        worker 2 killed successfully (pid: 20)
        Respawned uWSGI worker 2 (new pid: 22)
        chain reloading complete`),
    });
    expect(deaths).toEqual(["11 reload certain -> 21", "12 signal certain -> 20", "20 reload certain -> 22"]);
  });

  it("a server that came back from a reload can still be stopped, and its workers killed by that", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:09 21/7 start task D1
        00:10 21/7 finished task D1
        00:11 21/7 start task E1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        ...gracefully killing workers...
        Gracefully killing worker 1 (pid: 11)...
        worker 1 buried after 1 seconds
        binary reloading uWSGI...
        *** Starting uWSGI 2.0.21-debian (64bit) on [Sat Nov 21 14:00:05 2026] ***
        gracefully (RE)spawned uWSGI master process (pid: 10)
        spawned uWSGI worker 1 (pid: 21, cores: 2)
        00:11 req 21 1/1
        SIGINT/SIGTERM received...killing workers...
        worker 1 buried after 1 seconds
        goodbye to uWSGI.`),
    });
    expect(lost).toEqual(["E1 killed shutdown certain"]);
    expect(deaths).toEqual(["10 shutdown certain", "11 reload certain -> 21", "21 shutdown certain"]);
  });
});

describe("stops", () => {
  it("SIGINT: buried lines without pids; the master goes last", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:01 12/1 start task B1
        00:02 11/2 start task C1
        00:03 11/2 finished task C1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:03 req 11 3/9
        SIGINT/SIGTERM received...killing workers...
        worker 1 buried after 1 seconds
        worker 2 buried after 0 seconds
        goodbye to uWSGI.`),
    });
    expect(lost).toEqual(["A1 killed shutdown certain", "B1 killed shutdown certain"]);
    expect(deaths).toEqual(["10 shutdown certain", "11 shutdown certain", "12 shutdown certain"]);
  });

  it("goodbye alone: who was not buried before is gone too", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 11/2 start task C1
        00:03 11/2 finished task C1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        SIGINT/SIGTERM received...killing workers...
        goodbye to uWSGI.`),
    });
    expect(lost).toEqual(["A1 killed shutdown certain"]);
  });

  it("a stop that the log does not see the end of kills nobody yet", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 11/2 start task C1
        00:03 11/2 finished task C1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:03 req 11 3/9
        SIGINT/SIGTERM received...killing workers...`),
    });
    expect(lost).toEqual(["A1 in-flight possible"]);
    expect(deaths).toEqual([]);
  });

  it("stopped and started anew with another master: both generations, in one file", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 11/2 start task C1
        00:03 11/2 finished task C1
        10:01 31/1 start task D1
        10:02 31/1 finished task D1
        10:03 31/1 start task E1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        SIGINT/SIGTERM received...killing workers...
        worker 1 buried after 1 seconds
        goodbye to uWSGI.
        banner 10:00 30 31
        10:02 req 31 1/1
        DAMN ! worker 1 (pid: 31) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 1 (new pid: 32)`),
    });
    expect(lost).toEqual(["A1 killed shutdown certain", "E1 killed signal certain"]);
    expect(deaths).toEqual(["10 shutdown certain", "11 shutdown certain", "31 signal certain -> 32"]);
  });

  it("a gateway is buried first, by the stop", async () => {
    const { report } = await examine({
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        spawned uWSGI http 1 (pid: 19)
        SIGINT/SIGTERM received...killing workers...
        gateway "uWSGI http 1" has been buried (pid: 19)
        worker 1 buried after 1 seconds
        goodbye to uWSGI.`),
    });
    expect(report.deaths.map((d) => [d.pid, d.role, d.cause])).toEqual([
      [10, "master", "shutdown"],
      [11, "worker", "shutdown"],
      [19, "gateway", "shutdown"],
    ]);
  });
});
