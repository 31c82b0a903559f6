import { describe, expect, it } from "vitest";
import { app, examine, iso, plain, uwsgi } from "../support/log.ts";

describe("rule 1: processes", () => {
  it("a pid is reused hours later; both incarnations lose their task", async () => {
    const { lost, deaths, report } = await examine({
      "app.log": app(`
        14:00:01 11/1 start task A1
        14:00:02 11/2 start task B1
        14:00:03 11/2 finished task B1
        19:00:01 11/1 start task C1
        19:00:02 11/2 start task D1
        19:00:03 11/2 finished task D1`),
      "uwsgi.log": uwsgi(`
        banner 14:00:00 10 11
        14:00:03 req 11 1/1
        ...The work of process 11 is done. Seeya!
        worker 1 killed successfully (pid: 11)
        Respawned uWSGI worker 1 (new pid: 12)
        14:00:05 req 12 2/2
        19:00:00 req 12 3/3
        DAMN ! worker 1 (pid: 12) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 1 (new pid: 11)
        19:00:03 req 11 4/4
        DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 1 (new pid: 13)
        19:00:06 req 13 5/5`),
    });
    expect(lost).toEqual(["A1 killed max-requests certain", "C1 killed signal certain"]);
    expect(deaths).toEqual(["11 max-requests certain -> 12", "11 signal certain -> 13", "12 signal certain -> 11"]);
    const [first, second] = report.unfinished;
    expect(first?.death).not.toBe(second?.death);
  });

  it("a pid that is reused without an exit record of its first process: the start record closes it", async () => {
    const { lost } = await examine({
      "app.log": app(`
        14:00:01 11/1 start task A1
        14:00:02 11/2 start task B1
        14:00:03 11/2 finished task B1
        19:00:02 11/3 start task D1
        19:00:03 11/3 finished task D1`),
      "uwsgi.log": uwsgi(`
        banner 14:00:00 10 11
        14:00:03 req 11 1/1
        banner 19:00:00 20 21 11
        19:00:03 req 11 1/1`),
    });
    expect(lost).toHaveLength(1);
    expect(lost[0]).toMatch(/^A1 killed /);
  });

  it("a line up to 2 s after the exit record still belongs to the process that left", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:01 11/2 start task B1
        00:05.900 11/2 finished task B1
        00:06 11/1 task A1 reads page 4
        00:09 12/1 start task C1
        00:10 12/1 finished task C1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:04 req 11 1/1
        DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 1 (new pid: 12)
        00:05 req 12 2/2`),
    });
    expect([lost, finished]).toEqual([["A1 killed signal certain"], 2]);
  });

  it("pids are scoped by host", async () => {
    const { lost } = await examine(
      {
        "a.log": app(`
          00:01 11/1 start task A1
          00:02 11/2 start task B1
          00:03 11/2 finished task B1`),
        "b.log": app(`
          00:01 11/1 start task C1
          00:02 11/2 start task D1
          00:03 11/2 finished task D1
          00:09 11/1 finished task C1`),
        "a-uwsgi.log": uwsgi(`
          banner 00:00 10 11
          DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...`),
      },
      {
        hosts: [
          { glob: "a*.log", value: "a" },
          { glob: "b*.log", value: "b" },
        ],
      },
    );
    expect(lost).toEqual(["A1 killed signal certain"]);
  });
});

describe("rule 2: ends", () => {
  it("by the task's own id, on whatever thread of its process", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task 1
        00:02 11/1 start task 2
        00:03 11/2 finished task 1
        00:04 11/3 finished task 2`),
    });
    expect([lost, finished]).toEqual([[], 2]);
  });

  it("an end with another task's id does not end this one", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:00 healthy
        00:01 11/1 start task 1
        00:02 11/1 finished task 2`),
    });
    expect(lost).toEqual(["1 in-flight possible"]);
  });

  it("without ids by process and thread: the sibling's end on the same thread id is not this one's", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:00 12/2 hello
        00:01 11/1 start task...
        00:02 12/1 start task...
        00:03 12/1 task done
        00:04 12/1 start task...
        00:05 12/1 task done`),
    });
    expect([lost, finished]).toEqual([["11:2 in-flight possible"], 2]);
  });

  it("an error line with the task's id ends it", async () => {
    const { lost, failed } = await examine({
      "app.log": app(`
        00:00 healthy
        00:01 11/1 start task 1
        00:02 11/1 !task 1 failed: ValueError`),
    });
    expect([lost, failed]).toEqual([[], 1]);
  });

  it("a traceback on the task's thread ends it", async () => {
    const { lost, failed, finished } = await examine({
      "app.log": app(`
        00:00 healthy
        00:01 11/1 start task 1
        00:02 11/1 !Unhandled
        Traceback (most recent call last):
          File "/srv/app/jobs.py", line 8, in run
            work(id)
        ValueError: broken
        00:03 11/1 start task 2
        00:04 11/1 finished task 2`),
    });
    expect([lost, failed, finished]).toEqual([[], 1, 3]);
  });

  it("an error that the task survives is no end", async () => {
    const { lost, failed } = await examine({
      "app.log": app(`
        00:00 healthy
        00:01 11/1 start task 1
        00:02 11/1 !connection lost
        00:03 11/1 connected again
        00:09 11/2 start task 3
        00:09 11/2 finished task 3`),
    });
    expect(failed).toBe(0);
    expect(lost).toHaveLength(1);
  });

  it("an error about a task by another process is evidence of a death, not an end", async () => {
    const { lost, failed } = await examine({
      "app.log": app(`
        00:00 healthy
        00:01 12/1 start task 1
        00:02 12/1 task 1 reads page 2
        00:05 11/1 !task 1 failed: BrokenProcessPool: A process in the process pool was terminated abruptly
        00:06 13/1 start task 2
        00:07 13/1 finished task 2
        30:00 11/9 start task Z9
        30:01 11/9 finished task Z9`),
    });
    expect(failed).toBe(0);
    expect(lost).toHaveLength(1);
    expect(lost[0]).toMatch(/^1 killed/);
  });

  it("by the task's own id, though its parent process says it", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 12/1 start job 7f3a9c21
        00:02 11/1 job 7f3a9c21 finished
        00:03 12/1 start job 8b3a9c22
        00:04 11/1 job 8b3a9c22 finished`),
    });
    expect([lost, finished]).toEqual([[], 2]);
  });

  it("small numbers are ids of different things: import 7 and mail 7 are two tasks", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start import 6
        00:01 11/1 finished import 6
        00:01 11/2 start mail 6
        00:01 11/2 finished mail 6
        00:02 11/1 start import 7
        00:02 11/2 start mail 7
        00:03 11/1 finished import 7
        00:04 11/2 mail 7: connecting`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:04 req 11 1/1
        DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...`),
    });
    expect([lost, finished]).toEqual([["7 killed signal certain"], 3]);
  });

  // The error is a failed end by thread where the log bears no pids (`#openOf`: "without a process, anybody's").
  it.fails("an error of the pool about a task is no end where the log bears no pids either", async () => {
    const { failed } = await examine({
      "app.log": plain(`
        2026-11-21 14:00:00,000 INFO start task 9
        2026-11-21 14:00:01,000 INFO finished task 9
        2026-11-21 14:00:02,000 INFO start task 1
        2026-11-21 14:00:03,000 ERROR task 1 failed: BrokenProcessPool: A process in the process pool was terminated abruptly
        2026-11-21 14:00:04,000 INFO hello`),
    });
    expect(failed).toBe(0);
  });

  it("progress in per cent is no end", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:00 11/1 start task 1
        00:01 11/1 task 1: 50% complete
        00:02 11/1 task 1 finished
        00:03 11/1 start task 2
        00:04 11/1 task 2: 50% complete`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:04 req 11 1/1
        DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...`),
    });
    expect(lost).toEqual(["2 killed signal certain"]);
  });

  it("an end that counts rows is an end", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 Import for customer 1 started
        00:02 11/1 Import for customer 1 finished, 12 rows
        00:03 11/1 Import for customer 2 started
        00:04 11/1 Import for customer 2 finished, 31 rows`),
    });
    expect([lost, finished]).toEqual([[], 2]);
  });

  it("an error with another task's id, on a thread of another process, ends nothing here", async () => {
    const { lost, failed } = await examine({
      "app.log": app(`
        00:00 healthy
        00:00 12/2 hello
        00:01 11/1 start task 1
        00:02 12/1 start task 2
        00:03 12/1 !task 2 failed: ValueError`),
    });
    expect([lost, failed]).toEqual([["1 in-flight possible"], 1]);
  });
});

describe("rule 4: death outranks rerun", () => {
  const server = uwsgi(`
    banner 00:00 10 11 12
    00:02 req 11 1/1
    DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...
    Respawned uWSGI worker 1 (new pid: 13)
    00:04 req 13 2/2`);
  it.each([
    ["finished", "00:07 13/1 finished task 1"],
    ["failed", "00:07 13/1 !task 1 failed: ValueError"],
    ["unfinished", "00:07 13/1 task 1 reads page 2"],
  ])("the task stays killed, and its rerun has %s", async (outcome, last) => {
    const { report } = await examine({
      "app.log": app(`
        00:00 healthy
        00:01 11/1 start task 1
        00:05 13/1 start task 1
        ${last}`),
      "uwsgi.log": server,
    });
    expect(report.unfinished[0]).toMatchObject({
      verdict: "killed",
      cause: "signal",
      pid: 11,
      rerun: { at: iso("00:05"), outcome, pid: 13 },
    });
    expect(report.unfinished).toHaveLength(outcome === "unfinished" ? 2 : 1);
  });

  it("a rerun on the thread of the same id in the successor", async () => {
    const { report } = await examine({
      "app.log": app(`
        00:00 healthy
        00:01 11/1 start task 1
        00:05 13/1 start task 1
        00:06 13/1 finished task 1`),
      "uwsgi.log": server,
    });
    expect(report.summary).toMatchObject({ tasks: 3, finished: 2, killed: 1 });
  });

  it("ids that recur: each run is a task of its own", async () => {
    const { lost, tasks, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task 1
        00:02 11/1 finished task 1
        00:03 11/1 start task 1
        00:04 11/1 finished task 1
        00:05 11/2 start task 1
        00:06 11/2 finished task 1`),
    });
    expect([lost, tasks, finished]).toEqual([[], 3, 3]);
  });
});

describe("rule 5: the join is by process, not by clock", () => {
  const tasks = app(`
    00:01 11/1 start task A1
    00:02 11/2 start task B1
    00:03 11/2 finished task B1
    00:09 13/1 start task C1
    00:10 13/1 finished task C1`);
  const server = uwsgi(`
    banner 00:00 10 11
    00:03 req 11 1/1
    DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...
    Respawned uWSGI worker 1 (new pid: 13)
    00:05 req 13 2/2`);

  it.each(["06:00:0", "22:00:0"])("a server log whose clock shows %s... still proves the death", async (hour) => {
    const { lost } = await examine({ "app.log": tasks, "uwsgi.log": server.replaceAll("14:00:0", hour) });
    expect(lost).toEqual(["A1 killed signal certain"]);
  });

  it("a server log without any time proves it too", async () => {
    const { lost, report } = await examine({
      "app.log": tasks,
      "uwsgi.log": plain(`
        worker 1 killed successfully (pid: 11)
        Respawned uWSGI worker 1 (new pid: 13)`),
    });
    expect(lost[0]).toMatch(/^A1 killed \S+ certain/);
    expect(report.deaths[0]).toMatchObject({ earliest: iso("00:03"), latest: null });
  });
});

describe("rule 6: untimed lines", () => {
  it("the interval is that of the exit record's own source, not of another one", async () => {
    const { report } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 11/2 start task B1
        00:02 11/2 finished task B1
        00:04 12/2 start task C1
        00:04 12/2 finished task C1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:03 req 12 1/1
        DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 1 (new pid: 13)
        00:08 req 12 2/2`),
    });
    expect(report.deaths[0]).toMatchObject({ earliest: iso("00:02"), latest: iso("00:08.004") });
    expect(report.deaths[0]?.evidence[0]?.at).toBeNull();
  });

  it("log-date gives the exit record its instant", async () => {
    const { report } = await examine({
      "uwsgi.log": plain(`
        2026-11-21 14:00:00 - spawned uWSGI master process (pid: 10)
        2026-11-21 14:00:00 - spawned uWSGI worker 1 (pid: 11, cores: 2)
        2026-11-21 14:00:07 - DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...
        2026-11-21 14:00:07 - Respawned uWSGI worker 1 (new pid: 13)`),
    });
    expect(report.deaths[0]).toMatchObject({ latest: iso("00:07") });
    expect(report.deaths[0]?.evidence[0]?.at).toBe(iso("00:07"));
  });

  it("at the end of the log there is no latest", async () => {
    const { report } = await examine({
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:03 req 11 1/1
        DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...`),
    });
    expect(report.deaths[0]).toMatchObject({ latest: null });
  });
});

describe("rule 9: one task, told twice", () => {
  it("in two sources", async () => {
    const log = app(`
      00:01 11/1 start task 1
      00:02 11/2 start task 2
      00:03 11/2 finished task 2`);
    const { lost } = await examine({ "console.log": log, "export.log": log.replaceAll("000 INFO", "003 INFO") });
    expect(lost).toEqual(["1 in-flight possible"]);
  });

  it("by the framework and the application, by id", async () => {
    const { tasks, lost } = await examine({
      "app.log": app(`
        00:01 11/1 Executing job 7f3a-17
        00:01 11/1 start task 7f3a-17
        00:02 11/1 finished task 7f3a-17
        00:02 11/1 Job 7f3a-17 completed
        00:03 11/1 Executing job 7f3a-18
        00:03 11/1 start task 7f3a-18`),
    });
    expect([tasks, lost]).toEqual([2, ["7f3a-18 in-flight possible"]]);
  });

  it("nested on one thread, without ids", async () => {
    const { tasks, lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 Job started
        00:01 11/1 starting import
        00:02 11/1 import finished
        00:02 11/1 Job finished
        00:03 11/1 Job started
        00:03 11/1 starting import
        00:04 11/1 import finished
        00:04 11/1 Job finished
        00:05 11/1 Job started
        00:05 11/1 starting import`),
    });
    expect([tasks, finished]).toEqual([3, 2]);
    expect(lost).toEqual(["11:9 in-flight possible"]);
  });

  it("in rotated halves: the start in the one, the end in the other", async () => {
    const { lost, finished } = await examine({
      "app.log.1": app(`
        00:01 11/1 start task 1
        00:02 11/2 start task 2`),
      "app.log": app(`
        00:03 11/2 finished task 2
        00:04 11/1 finished task 1`),
    });
    expect([lost, finished]).toEqual([[], 2]);
  });
});

describe("rule 11: nothing matched is loud", () => {
  it("a source that contributes nothing bears a warning", async () => {
    const { report } = await examine({ "app.log": plain("lorem ipsum\ndolor sit amet\nconsectetur adipiscing") });
    expect(report.sources[0]?.warnings).not.toEqual([]);
  });
  it("so does an empty one", async () => {
    const { report } = await examine({ "app.log": "" });
    expect(report.sources[0]?.warnings).not.toEqual([]);
  });
});

describe("the end of the log", () => {
  it("cut before the exit record: in flight", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 11/2 start task A1
        00:02 11/2 finished task A1
        00:03 11/1 start task B1
        00:04 11/1 task B1 reads page 2`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:03 req 11 1/1`),
    });
    expect(lost).toEqual(["B1 in-flight possible"]);
  });

  it("everything killed at once with kill -9, and the logs just end: in flight", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 12/2 start task B1
        00:02 11/3 start task C1
        00:03 11/3 finished task C1
        00:03 12/2 task B1 reads page 2
        00:03 11/1 task A1 reads page 5`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:02 req 11 1/1
        00:02 req 12 1/2`),
    });
    expect(lost).toEqual(["A1 in-flight possible", "B1 in-flight possible"]);
    expect(deaths).toEqual([]);
  });
});
