import { describe, expect, it } from "vitest";
import { a1, b1, c1, celeryLog as log, received, started, step, succeeded, whole } from "../support/celery.ts";
import { app, examine, iso } from "../support/log.ts";
import { celery } from "../support/servers.ts";

/** A1 is under way in process 4112 and falls silent; process 4113 goes on. */
const withPids = app(`
  00:01 4113/1 start task ${c1}
  00:02 4113/1 finished task ${c1}
  00:03 4112/1 start task ${a1}
  00:04 4112/1 task ${a1} reads page 2
  00:08 4113/1 start task ${b1}
  00:09 4113/1 finished task ${b1}`);

describe("celery: time limits", () => {
  it("the hard limit names the task; the SIGKILL that the pool sees later is of it", async () => {
    const { lost, failed, deaths } = await examine({
      "celery.log": log(
        received("00:03", a1),
        started("00:03", 1, a1),
        received("00:03", b1),
        started("00:03", 2, b1),
        "00:06 Main !Task handler raised error: TimeLimitExceeded(3.0)",
        "Traceback (most recent call last):",
        '  File "billiard/pool.py", line 683, in on_hard_timeout',
        "    raise TimeLimitExceeded(job._timeout)",
        "billiard.exceptions.TimeLimitExceeded: TimeLimitExceeded(3.0,)",
        `00:06 Main !Hard time limit (3.0s) exceeded for shop.tasks.export[${a1}]`,
        "00:08 Main !Process 'ForkPoolWorker-1' pid:4112 exited with 'signal 9 (SIGKILL)'",
        succeeded("00:09", 2, b1),
      ),
    });
    expect(lost).toEqual([`${a1} killed task-timeout certain`]);
    expect(deaths).toEqual(["4112 task-timeout certain"]);
    expect(failed).toBe(0);
  });

  it("the hard limit alone: the child is replaced without a line", async () => {
    const { lost, failed } = await examine({
      "celery.log": log(
        received("00:03", a1),
        started("00:03", 1, a1),
        `00:06 Main !Hard time limit (3.0s) exceeded for shop.tasks.export[${a1}]`,
        whole("00:07", "00:09", 3, b1),
      ),
    });
    expect([lost.map((l) => l.replace(/ \w+$/, "")), failed]).toEqual([[`${a1} killed task-timeout`], 0]);
  });

  it("the hard limit alone, where the application tells the pid", async () => {
    const { lost, failed } = await examine({
      "celery.log": celery(`
        00:00 Main celery@web1 ready.
        00:06 Main !Hard time limit (3.0s) exceeded for shop.tasks.export[${a1}]`),
      "app.log": withPids,
    });
    expect([lost, failed]).toEqual([[`${a1} killed task-timeout certain`], 0]);
  });

  it("the soft limit is a failure of a living process", async () => {
    const { lost, failed, deaths } = await examine({
      "celery.log": log(
        received("00:03", a1),
        started("00:03", 1, a1),
        `00:05 Main Soft time limit (2.0s) exceeded for shop.tasks.export[${a1}]`,
        `00:05 1 !Task shop.tasks.export[${a1}] raised unexpected: SoftTimeLimitExceeded()`,
        "Traceback (most recent call last):",
        '  File "celery/app/trace.py", line 451, in trace_task',
        "billiard.exceptions.SoftTimeLimitExceeded: SoftTimeLimitExceeded()",
        whole("00:07", "00:09", 1, b1),
      ),
    });
    expect([lost, failed, deaths]).toEqual([[], 1, []]);
  });

  it("a task that bears the soft limit and succeeds has succeeded", async () => {
    const { lost, failed, finished } = await examine({
      "celery.log": log(
        received("00:03", a1),
        started("00:03", 1, a1),
        `00:05 Main Soft time limit (2.0s) exceeded for shop.tasks.export[${a1}]`,
        succeeded("00:06", 1, a1),
      ),
    });
    expect([lost, failed, finished]).toEqual([[], 0, 2]);
  });

  it("soft, then hard: lost to the task's timeout", async () => {
    const { lost } = await examine({
      "celery.log": log(
        received("00:03", a1),
        started("00:03", 1, a1),
        `00:05 Main Soft time limit (2s) exceeded for shop.tasks.export[${a1}]`,
        `00:08 Main !Hard time limit (5s) exceeded for shop.tasks.export[${a1}]`,
        "00:08 Main !Process 'ForkPoolWorker-1' pid:4112 exited with 'signal 9 (SIGKILL)'",
      ),
    });
    expect(lost).toEqual([`${a1} killed task-timeout certain`]);
  });
});

describe("celery: ends that are no losses", () => {
  it("a task that raises has failed, and its child lives on", async () => {
    const { lost, failed, deaths } = await examine({
      "celery.log": log(
        received("00:03", a1),
        started("00:03", 1, a1),
        `00:05 1 !Task shop.tasks.export[${a1}] raised unexpected: ValueError('x')`,
        "Traceback (most recent call last):",
        '  File "celery/app/trace.py", line 451, in trace_task',
        "ValueError: x",
      ),
    });
    expect([lost, failed, deaths]).toEqual([[], 1, []]);
  });

  it("a retry ends this attempt; the same id starts again and is a run of its own", async () => {
    const { lost, tasks } = await examine({
      "celery.log": log(
        received("00:03", a1),
        started("00:03", 1, a1),
        `00:05 1 Task shop.tasks.export[${a1}] retry: Retry in 3s`,
        whole("00:08", "00:09", 2, a1),
      ),
    });
    expect([lost, tasks]).toEqual([[], 3]);
  });

  it("a revoked task that never ran is no loss", async () => {
    const { lost } = await examine({
      "celery.log": log(received("00:03", a1), `00:04 Main Discarding revoked task: shop.tasks.export[${a1}]`),
    });
    expect(lost).toEqual([]);
  });

  it("max-tasks-per-child: not one line, only the next number; nothing is lost", async () => {
    const { lost, deaths } = await examine({
      "celery.log": log(whole("00:03", "00:04", 1, a1), whole("00:05", "00:06", 2, b1)),
    });
    expect([lost, deaths]).toEqual([[], []]);
  });

  it("max-memory-per-child: the child leaves after its task has ended", async () => {
    const { lost } = await examine({
      "celery.log": log(
        whole("00:03", "00:04", 1, a1),
        "00:04 1 !child process exiting after exceeding memory limit (204800KiB / 150000KiB)",
        whole("00:05", "00:06", 2, b1),
      ),
    });
    expect(lost).toEqual([]);
  });
});

describe("celery: revoke with terminate", () => {
  it.fails("`Terminating` names the task and the signal; there is no exit record", async () => {
    const { lost } = await examine({
      "celery.log": log(
        received("00:03", a1),
        started("00:03", 1, a1),
        received("00:03", b1),
        started("00:03", 2, b1),
        step("00:04", 1, a1),
        `00:05 Main Terminating ${a1} (15)`,
        succeeded("00:06", 2, b1),
      ),
    });
    expect(lost).toEqual([expect.stringMatching(new RegExp(`^${a1} killed signal`))]);
  });

  // The server tracker asks for a loss only of task starts and ends; this is a notice, by a task's id.
  it.fails("where the application tells the pid", async () => {
    const { lost } = await examine({
      "celery.log": celery(`
        00:00 Main celery@web1 ready.
        00:06 Main Terminating ${a1} (15)`),
      "app.log": withPids,
    });
    expect(lost).toEqual([expect.stringMatching(new RegExp(`^${a1} killed signal`))]);
  });
});

describe("celery: shutdown", () => {
  const two = [received("00:03", a1), started("00:03", 1, a1), received("00:03", b1)];

  it("cold: untimed on standard output; what ran is lost, what waited is not", async () => {
    const { lost, report } = await examine({
      "celery.log": log(...two, step("00:04", 1, a1), "00:06 Main Restoring 2 unacknowledged message(s)"),
      "celery.stdout.log": "\nworker: Cold shutdown (MainProcess)\n",
    });
    expect(lost).toEqual([expect.stringMatching(new RegExp(`^${a1} killed shutdown`))]);
    expect(report.deaths.every((d) => d.cause === "shutdown")).toBe(true);
  });

  it("cold, in one stream with the log", async () => {
    const { lost } = await examine({
      "celery.log": `${log(...two, step("00:04", 1, a1))}\nworker: Hitting Ctrl+C again will terminate all running tasks!\n\nworker: Cold shutdown (MainProcess)\n`,
    });
    expect(lost).toEqual([expect.stringMatching(new RegExp(`^${a1} killed shutdown`))]);
  });

  it.fails("cold, with late acknowledgement: received again under the same id, and rerun", async () => {
    const { lost, report } = await examine({
      "celery.log": `${log(...two, step("00:04", 1, a1))}\nworker: Cold shutdown (MainProcess)\n${celery(
        ["01:00 Main celery@web1 ready.", whole("01:01", "01:04", 1, a1)].join("\n"),
      )}`,
    });
    expect(lost).toEqual([expect.stringMatching(new RegExp(`^${a1} killed shutdown`))]);
    expect(report.unfinished[0]?.rerun).toMatchObject({ at: iso("01:01"), outcome: "finished" });
  });

  it("cold, where the application tells the pids: all that ran are lost", async () => {
    const { lost } = await examine({
      "celery.log": celery(`
        00:00 Main celery@web1 ready.
        00:03 Main Restoring 2 unacknowledged message(s)`),
      "celery.stdout.log": "\nworker: Cold shutdown (MainProcess)\n",
      "app.log": app(`
        00:01 4113/1 start task ${c1}
        00:02 4113/1 finished task ${c1}
        00:02 4112/1 start task ${a1}
        00:02 4113/1 start task ${b1}
        00:03 4112/1 task ${a1} reads page 2`),
    });
    expect(lost).toEqual([`${b1} killed shutdown certain`, `${a1} killed shutdown certain`]);
  });

  it("warm: running tasks end normally, and nothing is lost", async () => {
    const { lost, finished } = await examine({
      "celery.log": log(...two, succeeded("00:09", 1, a1), "00:09 Main Restoring 1 unacknowledged message(s)"),
      "celery.stdout.log": "\nworker: Warm shutdown (MainProcess)\n",
    });
    expect([lost, finished]).toEqual([[], 2]);
  });

  it("cold with the pool of threads: the interpreter still joins them, and nothing is lost", async () => {
    const { lost, finished } = await examine({
      "celery.log": `${celery(`
        00:00 Main celery@web1 ready.
        00:01 Main Task shop.tasks.export[${a1}] received
        00:01 Main shop.tasks.export[${a1}]: task ${a1} started
        00:02 Main Task shop.tasks.export[${b1}] received
        00:02 Main shop.tasks.export[${b1}]: task ${b1} started`)}
worker: Cold shutdown (MainProcess)
${celery(`
        00:07 Main Task shop.tasks.export[${b1}] succeeded in 5.0s: None
        00:08 Main Task shop.tasks.export[${a1}] succeeded in 7.0s: None`)}`,
    });
    expect([lost, finished]).toEqual([[], 2]);
  });

  it("the main process killed with -9 looks like a log that was cut: in flight", async () => {
    const { lost, deaths } = await examine({ "celery.log": log(...two, step("00:04", 1, a1)) });
    expect(lost).toEqual([`${a1} in-flight possible`]);
    expect(deaths).toEqual([]);
  });
});

describe("celery: a log without received and succeeded lines (default level)", () => {
  it("the starts stand in the application's log alone; a healthy one has no losses", async () => {
    const { lost, finished } = await examine({
      "celery.log": celery(`
        00:05 2 !Task shop.tasks.export[${b1}] raised unexpected: ValueError('x')
        Traceback (most recent call last):
          File "celery/app/trace.py", line 451, in trace_task
        ValueError: x`),
      "app.log": app(`
        00:01 4112/1 start task ${a1}
        00:02 4113/1 start task ${b1}
        00:06 4112/1 finished task ${a1}`),
    });
    expect([lost, finished]).toEqual([[], 2]);
  });
});
