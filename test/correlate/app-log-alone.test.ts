import { describe, expect, it } from "vitest";
import { app, examine, iso, plain, uwsgi } from "../support/log.ts";

describe("an application's log alone", () => {
  it("the thread id goes on in a process that is first seen afterwards: probably killed", async () => {
    const { lost, report } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 11/1 task A1 reads page 2
        00:05 12/1 start task B1
        00:06 12/1 finished task B1`),
    });
    expect(lost).toEqual(["A1 killed respawn probable"]);
    expect(report.deaths).toMatchObject([
      { pid: 11, replacedBy: 12, earliest: iso("00:02"), latest: iso("00:05"), server: null },
    ]);
    expect(report.findings.map(({ rule }) => rule)).toEqual(["missing-server-log"]);
  });

  it("the seed's incident: no ids, no ends, three lines", async () => {
    const { lost } = await examine({
      "app.log": plain(`
        2019-02-26 14:41:33,023 app 19272 139889324566272 start task...
        2019-02-26 14:41:33,025 app 19272 139889324566272 task log...
        2019-02-26 14:42:30,815 app 18134 139889324566272 start task...`),
    });
    expect(lost[1]).toMatch(/^19272:1 killed respawn (probable|possible)$/);
    expect(lost[0]).toMatch(/^18134:3 in-flight/);
  });

  it("a sibling that shares thread ids at the same time succeeds nobody", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:01 12/1 start task B1
        00:02 11/1 task A1 reads page 2
        00:03 12/1 finished task B1
        00:03 12/1 start task C1
        00:04 12/1 finished task C1`),
    });
    expect(lost).toEqual(["A1 in-flight possible"]);
    expect(deaths).toEqual([]);
  });

  it("a newcomer succeeds one process only: the longest silent", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 12/1 start task B1
        00:02 11/1 start task A1
        00:02.500 12/1 task B1 reads page 2
        00:05 13/1 start task C1
        00:06 13/1 finished task C1`),
    });
    expect(lost).toEqual(["A1 killed respawn probable", "B1 in-flight possible"]);
  });

  it("a worker scaled up while another one is idle replaces nobody: the idle one is seen again", async () => {
    const { lost, deaths, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 11/1 finished task A1
        00:10 12/1 start task B1
        00:11 12/1 finished task B1
        00:12 12/1 start task C1
        00:20 11/1 start task D1
        00:21 11/1 finished task D1
        00:22 12/1 finished task C1`),
    });
    expect([lost, deaths, finished]).toEqual([[], [], 4]);
  });

  it("a worker scaled up while another one's task is silent for as long as its tasks are: nothing is killed", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:31 11/1 finished task A1
        00:40 11/1 start task B1
        00:50 12/1 start task C1
        00:55 12/1 finished task C1
        01:00 12/1 start task D1
        01:05 12/1 finished task D1`),
    });
    expect(lost.filter((l) => /killed (certain|respawn probable)/.test(l))).toEqual([]);
  });

  it("the log ends right after the last line of a task: in flight", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:05 11/1 finished task A1
        00:06 11/1 start task B1
        00:07 11/1 task B1 reads page 2`),
    });
    expect(lost).toEqual(["B1 in-flight possible"]);
  });

  it("never seen again, for longer than its own rhythm and the others' explain: possibly killed", async () => {
    const others = Array.from({ length: 60 }, (_, i) => {
      const minute = String(i).padStart(2, "0");
      return `${minute}:05 12/2 start task ${i}\n${minute}:06 12/2 finished task ${i}`;
    });
    const { lost } = await examine({
      "app.log": app(["00:01 11/1 start task A1", "00:02 11/1 task A1 reads page 2", others.join("\n")].join("\n")),
    });
    expect(lost).toEqual([expect.stringMatching(/^A1 killed (exit|respawn) possible$/)]);
  });

  it("the successor's own lines end nothing: an end on the shared thread id is its own task's", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task...
        00:02 11/1 task log...
        00:05 12/1 start task...
        00:06 12/1 task done
        00:07 12/1 start task...
        00:08 12/1 task done`),
    });
    expect([lost, finished]).toEqual([["11:1 killed respawn probable"], 2]);
  });

  it("a restart of everything: each old process has its successor", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:01 12/1 start task B1
        00:02 11/2 start task C1
        00:02 11/2 finished task C1
        00:05 21/1 start task D1
        00:05 22/1 start task E1
        00:06 21/1 finished task D1
        00:06 22/1 finished task E1`),
    });
    expect(lost).toEqual(["A1 killed respawn probable", "B1 killed respawn probable"]);
  });

  const restarted = app(`
    00:00 11/1 start task 9
    00:00 11/1 finished task 9
    00:01 11/1 start task 1
    00:02 11/1 task 1 reads page 2
    00:30 21/1 start task 2
    00:31 21/1 finished task 2`);

  it("everything was restarted: probably killed", async () => {
    expect((await examine({ "app.log": restarted })).lost).toEqual(["1 killed respawn probable"]);
  });

  it.each([
    ["shows both starts, but no end", "banner 00:00 10 11\n00:02 req 11 1/1\nbanner 00:29 20 21\n00:31 req 21 1/1"],
    ["has request lines only", "00:02 req 11 51/70\n00:31 req 21 1/71"],
  ])("the same, beside a server's log that %s", async (_, server) => {
    const { lost } = await examine({ "app.log": restarted, "uwsgi.log": uwsgi(server) });
    expect(lost).toEqual(["1 killed respawn probable"]);
  });

  it("a container that was restarted with the same pids: the start record closes the first of them", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:00 7/9 start task 9
        00:00 7/9 finished task 9
        00:01 7/1 start task 1
        00:02 7/1 task 1 reads page 2
        00:30 7/1 start task 2
        00:31 7/1 finished task 2`),
      "uwsgi.log": uwsgi(`
        banner 00:00 1 7 8
        00:02 req 7 1/1
        banner 00:29 1 7 8
        00:31 req 7 1/1`),
    });
    expect(lost).toEqual([expect.stringMatching(/^1 killed /)]);
  });

  it("a server's log that begins late: goodbye closes the processes known by their requests", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:00 healthy
        00:01 11/1 start task 1
        00:02 12/1 start task 2`),
      "uwsgi.log": uwsgi(`
        00:02 req 11 51/95
        00:02 req 12 44/96
        SIGINT/SIGTERM received...killing workers...
        worker 1 buried after 1 seconds
        worker 2 buried after 1 seconds
        goodbye to uWSGI.`),
    });
    expect(lost.map((l) => l.replace(/ \w+$/, ""))).toEqual(["1 killed shutdown", "2 killed shutdown"]);
  });
});
