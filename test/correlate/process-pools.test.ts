import { describe, expect, it } from "vitest";
import { app, examine, plain } from "../support/log.ts";

const broken = "A process in the process pool was terminated abruptly while the future was running or pending.";

/** Process 11 is the parent of 12, 13 and 14; A1 and B1 are under way when the pool breaks, C1 waits. */
const children = app(`
  00:00 11/1 batch started, 4 reports
  00:01 12/1 task T-1 (export) started
  00:02 12/1 task T-1 completed
  00:03 12/1 task T-2 (export) started
  00:03 13/1 task T-3 (export) started
  00:04 12/1 task T-2 step 2/5
  00:04 13/1 task T-3 step 2/5`);

/** What the parent says of one future. */
const failure = (time: string, id: string): string => `${time} 11/1 !report ${id} failed
Traceback (most recent call last):
  File "/srv/app/ppe.py", line 109, in main
    f.result()
  File "concurrent/futures/_base.py", line 401, in __get_result
    raise self._exception
concurrent.futures.process.BrokenProcessPool: ${broken}`;

const killed = (id: string) => expect.stringMatching(new RegExp(`^${id} killed `));

describe("process pools: a pool that breaks", () => {
  const parent = app(
    [failure("00:05", "T-2"), failure("00:05", "T-3"), failure("00:05", "T-4"), "00:06 11/1 batch finished"].join("\n"),
  );

  it("is evidence of the deaths of its children, not an end of their tasks", async () => {
    const { lost, failed, finished } = await examine({ "console.log": children + parent });
    expect(lost).toEqual([killed("T-2"), killed("T-3")]);
    expect(failed).toBe(0);
    expect(finished).toBeGreaterThanOrEqual(1);
  });

  it("many lines, one death for each child", async () => {
    const { report } = await examine({ "console.log": children + parent });
    expect(report.deaths.map((d) => d.pid).sort()).toEqual([12, 13]);
  });

  it("which child it was, and that memory was short, is a guess that no line supports", async () => {
    const { report } = await examine({ "console.log": children + parent });
    for (const { cause } of report.unfinished) expect(cause).not.toBe("oom-kill");
    for (const { confidence } of report.unfinished) expect(["certain", "probable"]).toContain(confidence);
  });

  it("a task that was never begun is no loss", async () => {
    const { lost } = await examine({ "console.log": children + parent });
    expect(lost.some((l) => l.startsWith("T-4"))).toBe(false);
  });

  it("the parent goes on: what it runs itself is not lost", async () => {
    const { lost } = await examine({
      "console.log":
        children +
        app(
          [
            "00:04 11/2 task P-1 (merge) started",
            failure("00:05", "T-2"),
            failure("00:05", "T-3"),
            "00:09 11/2 task P-1 completed",
          ].join("\n"),
        ),
    });
    expect(lost).toEqual([killed("T-2"), killed("T-3")]);
  });

  it("a child that had finished its task has lost none", async () => {
    const { lost } = await examine({
      "console.log": `${children}${app("00:04.500 13/1 task T-3 completed")}${app(failure("00:05", "T-2"))}`,
    });
    expect(lost).toEqual([killed("T-2")]);
  });

  it("children of a new pool, which begin afterwards, are not of those deaths", async () => {
    const { lost } = await examine({
      "console.log": `${children}${parent}${app(`
        00:10 22/1 task T-5 (export) started
        00:11 22/1 task T-5 completed
        00:12 22/1 task T-6 (export) started
        00:13 22/1 task T-6 step 1/2`)}`,
    });
    expect(lost).toEqual([killed("T-2"), killed("T-3"), "T-6 in-flight possible"]);
  });

  it("the kernel's word for one of them is the cause of that one", async () => {
    const { lost } = await examine({
      "console.log": children + parent,
      "kern.log": plain(
        "Nov 21 14:00:05 web1 kernel: [ 2295.069901] Out of memory: Killed process 13 (python3) total-vm:812344kB, anon-rss:512000kB, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:1500kB oom_score_adj:0",
      ),
    });
    expect(lost).toContain("T-3 killed oom-kill certain");
    expect(lost.find((l) => l.startsWith("T-2"))).not.toMatch(/oom-kill/);
  });
});

describe("process pools: what is no broken pool", () => {
  it("a task that raises in the child has failed, though the parent tells of it too", async () => {
    const { lost, failed } = await examine({
      "console.log": app(`
        00:01 12/1 task T-1 (export) started
        00:02 12/1 task T-1 completed
        00:03 12/1 task T-2 (export) started
        00:04 12/1 !task T-2 failed
        Traceback (most recent call last):
          File "/srv/app/ppe.py", line 31, in export
        ValueError: no such customer
        00:05 12/1 task T-3 (export) started
        00:06 12/1 task T-3 completed`),
    });
    expect([lost, failed]).toEqual([[], 1]);
  });

  it("the exit of a pool whose children are idle is silent: no loss", async () => {
    const { lost, deaths } = await examine({
      "console.log": app(`
        00:00 11/1 batch started, 1 reports
        00:01 12/1 task T-1 (export) started
        00:02 12/1 task T-1 completed
        00:03 11/1 batch finished
        00:10 11/1 batch started, 1 reports
        00:11 22/1 task T-2 (export) started
        00:12 22/1 task T-2 completed
        00:13 11/1 batch finished`),
    });
    expect([lost, deaths]).toEqual([[], []]);
  });
});
