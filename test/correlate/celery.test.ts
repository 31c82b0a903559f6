import { describe, expect, it } from "vitest";
import { a1, b1, c1, celeryLog as log, received, started, step, succeeded } from "../support/celery.ts";
import { app, examine, iso } from "../support/log.ts";
import { celery } from "../support/servers.ts";

const lostError = (time: string, text: string): string =>
  `${time} Main !Task handler raised error: ${text}
Traceback (most recent call last):
  File "billiard/pool.py", line 1264, in mark_as_worker_lost
    raise WorkerLostError(
billiard.exceptions.WorkerLostError: Worker exited prematurely`;

describe("celery: a child that is killed", () => {
  const killed = [
    received("00:03", a1),
    started("00:03", 1, a1),
    received("00:03", b1),
    started("00:03", 2, b1),
    step("00:04", 1, a1),
    step("00:04", 2, b1),
    "00:05.663 Main !Process 'ForkPoolWorker-1' pid:4112 exited with 'signal 9 (SIGKILL)'",
    lostError("00:05.677", "WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL) Job: 0.')"),
    succeeded("00:08", 2, b1),
  ];

  it("the exit line gives the name its pid: only the task of that child is lost", async () => {
    const { lost, deaths, finished, failed, report } = await examine({ "celery.log": log(...killed) });
    expect(lost).toEqual([`${a1} killed signal certain`]);
    expect(deaths).toEqual(["4112 signal certain"]);
    expect([finished, failed]).toEqual([2, 0]);
    expect(report.unfinished[0]).toMatchObject({ pid: 4112, process: "ForkPoolWorker-1" });
    expect(report.deaths[0]).toMatchObject({ signal: "SIGKILL", latest: iso("00:05.663") });
  });

  it("`Job: 0` is the pool's counter: the error without a task id ends no task, and is no second death", async () => {
    const { lost, deaths } = await examine({
      "celery.log": log(
        received("00:03", b1),
        started("00:03", 2, b1),
        "00:05.663 Main !Process 'ForkPoolWorker-1' pid:4112 exited with 'signal 9 (SIGKILL)'",
        lostError("00:15", "WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL) Job: 2.')"),
        step("00:16", 2, b1),
        succeeded("00:20", 2, b1),
      ),
    });
    expect(lost).toEqual([]);
    expect(deaths).toEqual(["4112 signal certain"]);
  });

  it("an application's log with pids: the exit line names the process of the task", async () => {
    const { lost, finished } = await examine({
      "celery.log": celery(`
        00:00 Main celery@web1 ready.
        00:05.663 Main !Process 'ForkPoolWorker-1' pid:4112 exited with 'signal 9 (SIGKILL)'`),
      "app.log": app(`
        00:01 4112/1 start task A1
        00:02 4113/1 start task B1
        00:03 4113/1 finished task B1
        00:07 4114/1 start task C1
        00:08 4114/1 finished task C1`),
    });
    expect([lost, finished]).toEqual([["A1 killed signal certain"], 2]);
  });

  it.each([
    ["signal 11 (SIGSEGV)", "crash", { signal: "SIGSEGV" }],
    ["signal 6 (SIGABRT)", "crash", { signal: "SIGABRT" }],
    ["exitcode 3", "exit", { exitCode: 3, signal: null }],
  ])("%s is a death by %s", async (how, cause, facts) => {
    const { lost, report } = await examine({
      "celery.log": log(
        received("00:03", a1),
        started("00:03", 1, a1),
        `00:05 Main !Process 'ForkPoolWorker-1' pid:4112 exited with '${how}'`,
      ),
    });
    expect(lost).toEqual([`${a1} killed ${cause} certain`]);
    expect(report.deaths[0]).toMatchObject(facts);
  });

  it("the kernel's word for the child makes it an oom-kill", async () => {
    const { lost } = await examine({
      "celery.log": log(...killed),
      "kern.log":
        "Nov 21 14:00:05 web1 kernel: [ 2295.069901] Out of memory: Killed process 4112 (celery) total-vm:812344kB, anon-rss:512000kB, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:1500kB oom_score_adj:0\n",
    });
    expect(lost).toEqual([`${a1} killed oom-kill certain`]);
  });

  it("redelivered under the same id: killed all the same, with the rerun beside it", async () => {
    const { lost, report } = await examine({
      "celery.log": log(...killed, received("00:09", a1), started("00:09", 3, a1), succeeded("00:12", 3, a1)),
    });
    expect(lost).toEqual([`${a1} killed signal certain`]);
    expect(report.unfinished[0]?.rerun).toMatchObject({ at: iso("00:09"), outcome: "finished" });
  });
});

describe("celery: received is not started", () => {
  it("a prefetched task that the log leaves waiting is no loss", async () => {
    const { lost } = await examine({ "celery.log": log(received("00:03", a1), received("00:03", b1)) });
    expect(lost).toEqual([]);
  });

  it("a child that is killed takes only what it ran, not what its parent had received", async () => {
    const { lost } = await examine({
      "celery.log": log(
        received("00:03", a1),
        received("00:03", b1),
        started("00:03", 1, a1),
        "00:05 Main !Process 'ForkPoolWorker-1' pid:4112 exited with 'signal 9 (SIGKILL)'",
      ),
    });
    expect(lost).toEqual([`${a1} killed signal certain`]);
  });

  it("DEBUG: the accepted line starts the task, and gives it its child's pid", async () => {
    const accepted = (time: string, id: string): string =>
      `${time} Main Task accepted: shop.tasks.export[${id}] pid:4112`;
    const { lost, report } = await examine({
      "celery.log": celery(
        [
          "00:00 Main celery@web1 ready.",
          received("00:01", c1),
          accepted("00:01", c1),
          succeeded("00:02", 1, c1),
          received("00:03", a1),
          received("00:03", b1),
          accepted("00:03", a1),
          "00:05 Main !Process 'ForkPoolWorker-1' pid:4112 exited with 'signal 9 (SIGKILL)'",
        ].join("\n"),
      ),
    });
    expect(lost).toEqual([`${a1} killed signal certain`]);
    expect(report.unfinished[0]).toMatchObject({ pid: 4112, process: null });
  });
});
