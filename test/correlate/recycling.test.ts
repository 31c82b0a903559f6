import { describe, expect, it } from "vitest";
import { app, examine, iso, uwsgi } from "../support/log.ts";

describe("max-requests", () => {
  it("kills the tasks of the worker's threads, whatever the sibling's threads of the same ids do", async () => {
    const { lost, deaths, report, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:01 11/2 start task B1
        00:02 12/1 start task C1
        00:02 11/2 finished task B1
        00:03 11/1 task A1 writes page 3
        00:04 12/1 finished task C1
        00:06 13/1 start task D1
        00:07 13/1 finished task D1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:02 req 11 1/1
        00:03 req 11 2/3
        ...The work of process 11 is done. Seeya!
        worker 1 killed successfully (pid: 11)
        Respawned uWSGI worker 1 (new pid: 13)
        00:05 req 13 3/10`),
    });
    expect(lost).toEqual(["A1 killed max-requests certain"]);
    expect(deaths).toEqual(["11 max-requests certain -> 13"]);
    expect(finished).toBe(3);
    expect(report.deaths[0]).toMatchObject({ worker: 1, role: "worker", tasksKilled: 1, requests: 2 });
    expect(report.deaths[0]?.evidence.map((e) => e.line)).toEqual([7, 8, 9]);
    expect(report.unfinished[0]).toMatchObject({ pid: 11, last: { at: iso("00:03"), line: 5 } });
  });

  it("is told from uwsgi.log alone, without any start line of the worker", async () => {
    const { deaths } = await examine({
      "uwsgi.log": uwsgi(`
        ...The work of process 19272 is done. Seeya!
        worker 1 killed successfully (pid: 19272)
        Respawned uWSGI worker 1 (new pid: 18134)`),
    });
    expect(deaths).toEqual(["19272 max-requests certain -> 18134"]);
  });

  it("links by worker number, not by adjacency, where several workers are recycled together", async () => {
    const { deaths } = await examine({
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        ...The work of process 11 is done. Seeya!
        ...The work of process 12 is done. Seeya!
        worker 2 killed successfully (pid: 12)
        worker 1 killed successfully (pid: 11)
        worker respawning too fast !!! i have to sleep a bit (2 seconds)...
        Respawned uWSGI worker 1 (new pid: 13)
        Respawned uWSGI worker 2 (new pid: 14)`),
    });
    expect(deaths).toEqual(["11 max-requests certain -> 13", "12 max-requests certain -> 14"]);
  });

  it("loses nothing where the pool is joined: tasks finish, and even start, after the farewell", async () => {
    const { lost, deaths, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 11/2 start task B1
        00:05 11/1 finished task A1
        00:05 11/1 start task C1
        00:06 11/2 finished task B1
        00:08 11/1 finished task C1
        00:10 13/1 start task D1
        00:11 13/1 finished task D1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:02 req 11 5/5
        ...The work of process 11 is done. Seeya!
        worker 1 killed successfully (pid: 11)
        Respawned uWSGI worker 1 (new pid: 13)
        00:10 req 13 6/6`),
    });
    expect(lost).toEqual([]);
    expect(finished).toBe(4);
    expect(deaths).toEqual(["11 max-requests certain -> 13"]);
  });

  it("takes a task that starts after the farewell and is not ended by the exit record", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:05 11/1 finished task A1
        00:05 11/1 start task C1
        00:11 13/1 start task D1
        00:12 13/1 finished task D1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:02 req 11 5/5
        ...The work of process 11 is done. Seeya!
        worker 1 killed successfully (pid: 11)
        Respawned uWSGI worker 1 (new pid: 13)
        00:10 req 13 6/6`),
    });
    expect(lost).toEqual(["C1 killed max-requests certain"]);
  });

  it("is no death before the exit record: what runs after the farewell when the log ends is in flight", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/2 start task A1
        00:02 11/2 finished task A1
        00:05 11/1 start task B1
        00:06 11/1 task B1 reads page 2`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:04 req 11 5/5
        ...The work of process 11 is done. Seeya!`),
    });
    expect(lost).toEqual(["B1 in-flight possible"]);
    expect(deaths).toEqual([]);
  });

  it("remains the cause when NO MERCY ends the worker that would not go", async () => {
    const { lost, deaths, report } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 11/2 start task B1
        00:20 11/2 finished task B1
        01:00 11/1 task A1 reads page 9`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:02 req 11 5/5
        ...The work of process 11 is done. Seeya!
        01:02 worker 1 (pid: 11) is taking too much time to die...NO MERCY !!!
        worker 1 killed successfully (pid: 11)
        Respawned uWSGI worker 1 (new pid: 13)
        01:05 req 13 6/6`),
    });
    expect(lost).toEqual(["A1 killed max-requests certain"]);
    expect(deaths).toEqual(["11 max-requests certain -> 13"]);
    expect(report.deaths[0]).toMatchObject({ earliest: iso("01:02"), latest: iso("01:05") });
  });
});

describe("max-worker-lifetime", () => {
  it("is named by worker only; the respawn is the exit record", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 12/1 start task B1
        00:03 11/1 task A1 reads page 2
        00:09 12/1 finished task B1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        worker 1 lifetime reached, it was running for 6 second(s)
        Respawned uWSGI worker 1 (new pid: 13)
        00:10 req 13 1/1`),
    });
    expect(lost).toEqual(["A1 killed max-lifetime certain"]);
    expect(deaths).toEqual(["11 max-lifetime certain -> 13"]);
  });

  it("kills nothing while the worker has not been replaced", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/2 start task A1
        00:02 11/2 finished task A1
        00:08 11/1 start task B1
        00:09 11/1 task B1 reads page 2`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        worker 1 lifetime reached, it was running for 6 second(s)
        00:09 req 11 4/4`),
    });
    expect(lost).toEqual(["B1 in-flight possible"]);
    expect(deaths).toEqual([]);
  });
});

describe("limits of memory", () => {
  it("evil reload: its line explains the signal that follows", async () => {
    const { deaths, report } = await examine({
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:04 req 12 3/9
        *** EVIL RELOAD ON WORKER 2 RSS: 92389376 (pid: 12) ***
        DAMN ! worker 2 (pid: 12) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 2 (new pid: 13)
        00:06 req 13 4/10`),
    });
    expect(deaths).toEqual(["12 memory-limit certain -> 13"]);
    expect(report.deaths[0]).toMatchObject({ signal: "SIGKILL", earliest: iso("00:04"), latest: iso("00:06") });
  });

  it("reload-on-rss says what max-requests says; the memory in the request lines tells them apart", async () => {
    const mem = (time: string, pid: number, own: number, rss: number) =>
      `{address space usage: 519139328 bytes/495MB} {rss usage: ${rss} bytes/${rss >> 20}MB} [pid: ${pid}|app: 0|req: ${own}/40] 10.0.3.9 () {28 vars in 325 bytes} [Sat Nov 21 14:${time} 2026] POST /task => generated 3 bytes in 14 msecs (HTTP/1.1 200) 2 headers in 64 bytes (2 switches on core 0)`;
    const { deaths } = await examine({
      "uwsgi.log": `${uwsgi("banner 00:00 10 11 12")}${[
        mem("00:01", 11, 1, 20_000_000),
        mem("00:02", 12, 1, 20_000_000),
        mem("00:03", 11, 7, 91_000_000),
        "...The work of process 11 is done. Seeya!",
        "worker 1 killed successfully (pid: 11)",
        "Respawned uWSGI worker 1 (new pid: 13)",
        mem("00:05", 12, 31, 95_000_000),
        "...The work of process 12 is done. Seeya!",
        "worker 2 killed successfully (pid: 12)",
        "Respawned uWSGI worker 2 (new pid: 14)",
        mem("00:06", 13, 8, 20_000_000),
        mem("00:06", 14, 32, 20_000_000),
      ].join("\n")}\n`,
    });
    expect(deaths).toEqual(["11 memory-limit certain -> 13", "12 memory-limit certain -> 14"]);
  });

  it("equal request counts speak for max-requests, whatever the memory", async () => {
    const mem = (time: string, pid: number, own: number, rss: number) =>
      `{address space usage: 519139328 bytes/495MB} {rss usage: ${rss} bytes/${rss >> 20}MB} [pid: ${pid}|app: 0|req: ${own}/40] 10.0.3.9 () {28 vars in 325 bytes} [Sat Nov 21 14:${time} 2026] POST /task => generated 3 bytes in 14 msecs (HTTP/1.1 200) 2 headers in 64 bytes (2 switches on core 0)`;
    const { deaths } = await examine({
      "uwsgi.log": `${uwsgi("banner 00:00 10 11 12")}${[
        mem("00:03", 11, 20, 91_000_000),
        "...The work of process 11 is done. Seeya!",
        "worker 1 killed successfully (pid: 11)",
        "Respawned uWSGI worker 1 (new pid: 13)",
        mem("00:05", 12, 20, 95_000_000),
        "...The work of process 12 is done. Seeya!",
        "worker 2 killed successfully (pid: 12)",
        "Respawned uWSGI worker 2 (new pid: 14)",
        mem("00:06", 13, 21, 20_000_000),
      ].join("\n")}\n`,
    });
    expect(deaths).toEqual(["11 max-requests certain -> 13", "12 max-requests certain -> 14"]);
  });
});

describe("cheaper", () => {
  it("a worker that is scaled down dies; the respawn of its slot much later is another process", async () => {
    const { lost, deaths, report } = await examine({
      "app.log": app(`
        00:01 12/1 start task A1
        00:02 11/1 start task B1
        00:03 12/1 task A1 reads page 3
        00:04 11/1 finished task B1
        20:11 13/1 start task C1
        20:12 13/1 finished task C1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:02 req 11 3/9
        worker 2 killed successfully (pid: 12)
        uWSGI worker 2 cheaped.
        00:05 req 11 4/10
        20:09 req 11 5/11
        Respawned uWSGI worker 2 (new pid: 13)
        20:10 req 13 6/12`),
    });
    expect(lost).toEqual(["A1 killed scale-down certain"]);
    expect(deaths).toEqual(["12 scale-down certain -> 13"]);
    expect(report.deaths[0]).toMatchObject({ earliest: iso("00:03"), latest: iso("00:05.004") });
  });
});
