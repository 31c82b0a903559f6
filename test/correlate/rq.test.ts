import { describe, expect, it } from "vitest";
import { app, examine, iso } from "../support/log.ts";
import { rq } from "../support/servers.ts";

const a1 = "304fdb51-7f55-4d6c-be11-8d6319fd0307";
const b1 = "ce602e4d-a1d8-4982-b0d4-50296cd06e9b";
const c1 = "d80f9d13-606b-44ea-b0b4-939422ab680b";

const begun = (time: string, id: string): string =>
  `${time} default: jobs.export({'id': '8841', 'name': 'sync_c...) (${id})`;
const done = (time: string, id: string): string =>
  `${time} default: Job OK (${id})\n${time} Result is kept for 500 seconds`;
const horseGone = (time: string, status: string): string =>
  `${time} Moving job to FailedJobRegistry (Work-horse terminated unexpectedly; waitpid returned ${status}; )`;

/** The worker's log begins with a job that ends well. */
const log = (...lines: string[]): string =>
  rq(
    [
      "00:00 Worker rq:worker:d0e908d9: started, version 1.13.0",
      "00:00 *** Listening on default...",
      begun("00:01", b1),
      done("00:02", b1),
      ...lines,
    ].join("\n"),
  );

/** Every job is a process of its own: A1 is of 21. */
const jobs = app(`
  00:01 20/1 task ${b1} started
  00:02 20/1 task ${b1} completed
  00:03 21/1 task ${a1} started
  00:04 21/1 task ${a1} step 2/5`);
const next = app(`
  00:06 22/1 task ${c1} started
  00:07 22/1 task ${c1} completed`);

describe("rq: a horse that is killed", () => {
  it("has lost the job that was begun last; the line names neither job nor pid", async () => {
    const { lost, deaths, finished, failed, report } = await examine({
      "rq.log": log(begun("00:03", a1), horseGone("00:05", "9 (signal 9)"), begun("00:06", c1), done("00:07", c1)),
      "app.log": jobs + next,
    });
    expect(lost).toEqual([`${a1} killed signal certain`]);
    expect(deaths).toEqual([expect.stringMatching(/^21 signal certain/)]);
    expect([finished, failed]).toEqual([2, 0]);
    expect(report.deaths[0]).toMatchObject({ signal: "SIGKILL", latest: iso("00:05") });
  });

  it.each([
    ["139 (signal 11)", "crash", { signal: "SIGSEGV" }],
    ["256", "exit", { signal: null }],
    ["15 (signal 15)", "signal", { signal: "SIGTERM" }],
  ])("waitpid's raw status %s is a death by %s", async (status, cause, facts) => {
    const { lost, report } = await examine({
      "rq.log": log(begun("00:03", a1), horseGone("00:05", status), begun("00:06", c1), done("00:07", c1)),
      "app.log": jobs + next,
    });
    expect(lost).toEqual([`${a1} killed ${cause} certain`]);
    expect(report.deaths[0]).toMatchObject(facts);
  });

  it("2.x: the line names the job, and the next one the horse", async () => {
    const { lost, deaths } = await examine({
      "rq.log": log(
        begun("00:03", a1),
        `00:05 Worker 884689cb: job ${a1} failed (Work-horse terminated unexpectedly; waitpid returned 9 (signal 9); )`,
        `00:05 Work horse killed for job ${a1}: retpid=21, ret_val=9`,
      ),
      "app.log": jobs + next,
    });
    expect(lost).toEqual([`${a1} killed signal certain`]);
    expect(deaths).toHaveLength(1);
  });

  it("the kernel's word for the horse makes it an oom-kill", async () => {
    const { lost } = await examine({
      "rq.log": log(begun("00:03", a1), horseGone("00:05", "9 (signal 9)"), begun("00:06", c1), done("00:07", c1)),
      "app.log": jobs + next,
      "kern.log":
        "Nov 21 14:00:05 web1 kernel: [ 2295.069901] Out of memory: Killed process 21 (rq) total-vm:812344kB, anon-rss:512000kB, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:1500kB oom_score_adj:0\n",
    });
    expect(lost).toEqual([`${a1} killed oom-kill certain`]);
  });

  it("two workers in one log: which of two jobs it was stays undecided, and nobody is named for it", async () => {
    const { lost, failed } = await examine({
      "rq.log": log(
        "00:00 Worker rq:worker:9a133c0d: started, version 1.13.0",
        begun("00:03", a1),
        begun("00:03", c1),
        horseGone("00:05", "9 (signal 9)"),
      ),
      "app.log": `${jobs}${app(`
        00:03 22/1 task ${c1} started
        00:06 22/1 task ${c1} step 1/2`)}`,
    });
    expect(failed).toBe(0);
    expect(lost.filter((l) => l.endsWith("certain"))).toEqual([]);
    expect(lost.find((l) => l.startsWith(c1))).toBe(`${c1} in-flight possible`);
  });

  it("run again under the same id: killed all the same, with the rerun beside it", async () => {
    const { lost, report } = await examine({
      "rq.log": log(begun("00:03", a1), horseGone("00:05", "9 (signal 9)"), begun("00:06", a1), done("00:08", a1)),
      "app.log": `${jobs}${app(`
        00:06 23/1 task ${a1} started
        00:08 23/1 task ${a1} completed`)}`,
    });
    expect(lost).toEqual([`${a1} killed signal certain`]);
    expect(report.unfinished[0]?.rerun).toMatchObject({ at: iso("00:06"), outcome: "finished", pid: 23 });
  });

  it("without the application's log: RQ's own lines tell of the loss, its pid aside", async () => {
    const { lost, finished } = await examine({
      "rq.log": log(begun("00:03", a1), horseGone("00:05", "9 (signal 9)"), begun("00:06", c1), done("00:07", c1)),
    });
    expect([lost, finished]).toEqual([[expect.stringMatching(new RegExp(`^${a1} killed signal`))], 2]);
  });
});

describe("rq: jobs that end", () => {
  it("every horse ends with its job: a log of nothing but successes has no losses and no deaths", async () => {
    const { lost, deaths } = await examine({
      "rq.log": log(begun("00:03", a1), done("00:05", a1), begun("00:06", c1), done("00:07", c1)),
      "app.log": `${jobs}${app(`00:05 21/1 task ${a1} completed`)}${next}`,
    });
    expect([lost, deaths]).toEqual([[], []]);
  });

  it("an exception is a failure", async () => {
    const { lost, failed, deaths } = await examine({
      "rq.log": log(
        begun("00:03", a1),
        `00:05 [Job ${a1}]: exception raised while executing (jobs.export)`,
        "Traceback (most recent call last):",
        '  File "rq/worker.py", line 1418, in perform_job',
        "ValueError: x",
      ),
      "app.log": jobs + next,
    });
    expect([lost, failed, deaths]).toEqual([[], 1, []]);
  });

  it("an exception, where both write into one stream", async () => {
    const { lost, failed } = await examine({
      "console.log": `${log(begun("00:03", a1))}${jobs}${rq(`00:05 [Job ${a1}]: exception raised while executing (jobs.export)`)}${next}`,
    });
    expect([lost, failed]).toEqual([[], 1]);
  });

  it("a timeout that is raised within the job is a failure", async () => {
    const { lost, failed, deaths } = await examine({
      "rq.log": log(
        begun("00:03", a1),
        `00:05 [Job ${a1}]: exception raised while executing (jobs.export)`,
        "Traceback (most recent call last):",
        '  File "rq/timeouts.py", line 63, in handle_death_penalty',
        "rq.timeouts.JobTimeoutException: Task exceeded maximum timeout value (2 seconds)",
      ),
      "app.log": jobs + next,
    });
    expect([lost, failed, deaths]).toEqual([[], 1, []]);
  });

  it("ids within the arguments are not the job's", async () => {
    const { lost, tasks } = await examine({
      "rq.log": log(`00:03 default: jobs.export({'id': '${c1}', 'na...) (${a1})`, done("00:05", a1)),
    });
    expect([lost, tasks]).toEqual([[], 2]);
  });

  it("the time of day goes on over midnight", async () => {
    const { lost, finished } = await examine({
      "rq.log": rq(
        [
          "23:59:40 Worker rq:worker:d0e908d9: started, version 1.13.0",
          begun("23:59:48", a1),
          done("00:00:01", a1),
          begun("00:00:02", b1),
          done("00:00:03", b1),
        ].join("\n"),
      ),
    });
    expect([lost, finished]).toEqual([[], 2]);
  });
});

describe("rq: a horse that is killed by its worker", () => {
  it("at the job's timeout: `Killed horse`, and waitpid returned None", async () => {
    const { lost, deaths, failed } = await examine({
      "rq.log": log(begun("00:03", a1), "00:50 Killed horse pid 21", horseGone("00:50", "None")),
      "app.log": `${jobs}${app(`
        00:55 22/1 task ${c1} started
        00:56 22/1 task ${c1} completed`)}`,
    });
    expect(lost).toEqual([`${a1} killed task-timeout certain`]);
    expect(deaths).toHaveLength(1);
    expect(failed).toBe(0);
  });

  it("`Killed horse` and then signal 9: it is the timeout, not a kill from outside", async () => {
    const { lost } = await examine({
      "rq.log": log(begun("00:03", a1), "00:50 Killed horse pid 21", horseGone("00:50", "9 (signal 9)")),
      "app.log": jobs,
    });
    expect(lost).toEqual([`${a1} killed task-timeout certain`]);
  });

  it("at a cold stop: the same line, cause shutdown", async () => {
    const { lost } = await examine({
      "rq.log": log(
        begun("00:03", a1),
        "00:05 Warm shut down requested",
        "00:06 Cold shut down",
        "00:06 Killed horse pid 21",
        "00:06 Unsubscribing from channel rq:pubsub:d0e908d9",
      ),
      "app.log": jobs,
    });
    expect(lost).toEqual([`${a1} killed shutdown certain`]);
  });

  it("older: `Taking down horse`", async () => {
    const { lost } = await examine({
      "rq.log": log(begun("00:03", a1), "00:06 Cold shut down", "00:06 Taking down horse 21 with me"),
      "app.log": jobs,
    });
    expect(lost).toEqual([expect.stringMatching(new RegExp(`^${a1} killed shutdown`))]);
  });

  // `Killed horse` is a guess at a timeout, and outranks what is certain (`mainReason`).
  it.fails("at the user's word: killed by a signal", async () => {
    const { lost } = await examine({
      "rq.log": log(
        begun("00:03", a1),
        "00:05 Killed horse pid 21",
        "00:05 Job stopped by user, moving job to FailedJobRegistry",
      ),
      "app.log": jobs + next,
    });
    expect(lost).toEqual([expect.stringMatching(new RegExp(`^${a1} killed signal`))]);
  });
});

describe("rq: the worker", () => {
  it("a warm stop waits for the job: nothing is lost", async () => {
    const { lost, finished } = await examine({
      "rq.log": log(
        begun("00:03", a1),
        "00:04 Warm shut down requested",
        "00:04 Worker rq:worker:d0e908d9: stopping on request",
        done("00:08", a1),
        "00:08 Unsubscribing from channel rq:pubsub:d0e908d9",
      ),
      "app.log": `${jobs}${app(`00:08 21/1 task ${a1} completed`)}`,
    });
    expect([lost, finished]).toEqual([[], 2]);
  });

  it("killed with -9: the orphaned horse finishes its job", async () => {
    const { lost, finished } = await examine({
      "rq.log": log(begun("00:03", a1), done("00:08", a1)),
      "app.log": `${jobs}${app(`00:08 21/1 task ${a1} completed`)}`,
    });
    expect([lost, finished]).toEqual([[], 2]);
  });

  it("gone with its horse: another worker's cleanup tells of the abandoned job much later", async () => {
    const { lost, failed } = await examine({
      "rq.log": log(
        begun("00:03", a1),
        "20:00 Worker rq:worker:9a133c0d: started, version 1.13.0",
        `20:01 StartedJobRegistry cleanup: ${a1} Moved to FailedJobRegistry, due to AbandonedJobError, at 2026-11-21 14:20:01.123456`,
      ),
      "app.log": `${jobs}${app(`
        20:03 22/1 task ${c1} started
        20:04 22/1 task ${c1} completed`)}`,
    });
    expect(lost).toEqual([expect.stringMatching(new RegExp(`^${a1} killed `))]);
    expect(failed).toBe(0);
  });
});
