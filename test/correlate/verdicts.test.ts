import { describe, expect, it } from "vitest";
import { app, examine, plain, uwsgi } from "../support/log.ts";

const rhythm = `
  00:01 11/2 start task 1
  00:03 11/2 finished task 1
  00:04 11/2 start task 2
  00:06 11/2 finished task 2
  00:07 11/2 start task 3
  00:09 11/2 finished task 3`;

describe("stuck, superseded, in flight", () => {
  it("stuck: its process lives on, and it is silent for far longer than such tasks take", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:00 11/1 start task A1${rhythm.replaceAll("\n  ", "\n        ")}
        05:00 11/2 start task 4
        05:02 11/2 finished task 4`),
    });
    expect(lost).toEqual(["A1 stuck probable"]);
  });

  it("in flight: silent for no longer than such tasks take", async () => {
    const { lost } = await examine({
      "app.log": app(`${rhythm}
  00:08 11/1 start task A1
  00:09 11/3 hello`),
    });
    expect(lost).toEqual(["A1 in-flight possible"]);
  });

  it("in flight, though old: it still gives signs of life", async () => {
    const { lost } = await examine({
      "app.log": app(`
  00:00 11/1 start task A1${rhythm}
  00:30 11/1 task A1 reads page 2
  01:00 11/1 task A1 reads page 3
  01:30 11/1 task A1 reads page 4`),
    });
    expect(lost).toEqual(["A1 in-flight possible"]);
  });

  it("superseded: its thread goes on to another task", async () => {
    const { lost, report } = await examine({
      "app.log": app(`${rhythm}
  00:10 11/2 start task 4
  00:11 11/2 task 4 reads page 2
  00:12 11/2 start task 5
  00:13 11/2 finished task 5`),
    });
    expect(lost).toEqual(["4 superseded certain"]);
    expect(report.unfinished[0]?.last.line).toBe(8);
  });

  it("superseded before its process dies", async () => {
    const { lost } = await examine({
      "app.log": app(`${rhythm}
  00:10 11/2 start task 4
  00:12 11/2 start task 5
  00:13 11/2 finished task 5
  00:14 11/2 start task 6`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:13 req 11 1/1
        DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...
        00:20 [emperor] x`),
    });
    expect(lost).toEqual(["4 superseded certain", "6 killed signal certain"]);
  });

  it("stuck tasks that a stop finally takes are killed", async () => {
    const { lost } = await examine({
      "app.log": app(`
  00:00 11/1 start task A1${rhythm}
  05:00 11/2 start task 4
  05:02 11/2 finished task 4`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        05:02 req 11 1/1
        SIGINT/SIGTERM received...killing workers...
        worker 1 buried after 1 seconds
        goodbye to uWSGI.`),
    });
    expect(lost).toEqual(["A1 killed shutdown certain"]);
  });
});

describe("tasks on one event loop", () => {
  it("overlap on a thread, by id", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task 1
        00:02 11/1 start task 2
        00:03 11/1 start task 3
        00:04 11/1 finished task 2
        00:05 11/1 start task 4
        00:06 11/1 finished task 1
        00:07 11/1 finished task 4
        00:07 11/1 finished task 3`),
    });
    expect([lost, finished]).toEqual([[], 4]);
  });

  it("the one that is missing is killed with its process, not superseded", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task 1
        00:02 11/1 start task 2
        00:03 11/1 start task 3
        00:04 11/1 finished task 2
        00:05 11/1 start task 4
        00:06 11/1 finished task 1
        00:07 11/1 finished task 4`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:07 req 11 1/1
        DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 1 (new pid: 12)
        00:09 req 12 2/2`),
    });
    expect([lost, finished]).toEqual([["3 killed signal certain"], 3]);
  });

  it("an error of one task does not end the others on the loop", async () => {
    const { lost, failed, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task 1
        00:02 11/1 start task 2
        00:03 11/1 !task 1 failed: ValueError
        00:04 11/1 finished task 2
        00:05 11/1 start task 3
        00:05 11/1 start task 4
        00:06 11/1 finished task 4
        00:06 11/1 finished task 3`),
    });
    expect([lost, failed, finished]).toEqual([[], 1, 4]);
  });

  it("an unnamed error does not end the latest task of the loop while all of them go on", async () => {
    const { lost, failed, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task 1
        00:02 11/1 start task 2
        00:03 11/1 !slow callback
        00:04 11/1 finished task 1
        00:05 11/1 finished task 2`),
    });
    expect([lost, failed, finished]).toEqual([[], 0, 2]);
  });
});

describe("tasks on one event loop, without ids", () => {
  it("starts and ends that add up are no loss", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task...
        00:02 11/1 start task...
        00:03 11/1 start task...
        00:04 11/1 task done
        00:05 11/1 task done
        00:06 11/1 task done
        00:07 11/1 start task...
        00:08 11/1 task done`),
    });
    expect([lost, finished]).toEqual([[], 4]);
  });
});

describe("tasks without ids, and in other languages", () => {
  it("by process and thread", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task...
        00:01 11/2 start task...
        00:02 11/1 task done
        00:03 11/1 start task...
        00:04 11/1 task done
        00:05 12/7 hello`),
    });
    expect([lost, finished]).toEqual([["11:2 in-flight possible"], 2]);
  });

  it("Chinese, with and without ids", async () => {
    const { lost, finished, failed } = await examine({
      "app.log": app(`
        00:01 11/1 开始处理任务 1001
        00:02 11/1 任务 1001 完成
        00:03 11/1 开始处理任务 1002
        00:04 11/1 任务 1002 失败: 超时
        00:05 11/1 开始处理任务 1003`),
    });
    expect([lost, finished, failed]).toEqual([["1003 in-flight possible"], 2, 1]);
  });

  const shipped = (...to: string[]) =>
    app(
      to
        .map((city, i) => `00:1${i} 11/1 start order 100${i}\n00:2${i} 11/1 order 100${i} shipped${city}`)
        .concat("00:30 11/1 start order 1009")
        .join("\n"),
    );

  it("ends that no vocabulary foresees are learned where they repeat the id", async () => {
    const { lost, finished } = await examine({ "app.log": shipped("", "", "", "") });
    expect([lost, finished]).toEqual([["1009 in-flight possible"], 4]);
  });

  // EndLearner counts skeletons: a word that differs from end to end makes each of them another wording.
  it.fails("also where a word differs from end to end", async () => {
    const { lost, finished } = await examine({ "app.log": shipped(" to Berlin", " to Paris", " to Rome", " to Oslo") });
    expect([lost, finished]).toEqual([["1009 in-flight possible"], 4]);
  });
});

describe("layouts without pids", () => {
  it("the only worker there was ran the task", async () => {
    const { lost } = await examine({
      "app.log": plain(`
        2026-11-21 14:00:01 INFO start task 1
        2026-11-21 14:00:02 INFO finished task 1
        2026-11-21 14:00:03 INFO start task 2
        2026-11-21 14:00:04 INFO task 2 reads page 2
        2026-11-21 14:00:12 INFO start task 3
        2026-11-21 14:00:13 INFO finished task 3`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        00:03 req 11 1/1
        DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 1 (new pid: 12)
        00:11 req 12 2/2`),
    });
    expect(lost).toEqual(["2 killed signal probable"]);
  });

  it("of two workers either could have: the death of one proves nothing", async () => {
    const { lost } = await examine({
      "app.log": plain(`
        2026-11-21 14:00:01 INFO start task 1
        2026-11-21 14:00:02 INFO finished task 1
        2026-11-21 14:00:03 INFO start task 2
        2026-11-21 14:00:04 INFO task 2 reads page 2`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:03 req 11 1/1
        DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 1 (new pid: 13)
        00:11 req 12 2/2`),
    });
    expect(lost.filter((l) => l.includes("killed"))).toEqual([]);
  });
});
