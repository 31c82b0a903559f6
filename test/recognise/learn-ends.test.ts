import { describe, expect, it } from "vitest";
import { app, examine } from "../support/log.ts";

/** Tasks `from` to `to` of one thread, one after the other: a start, `lines` of each, ten seconds apart. */
const tasks = (from: number, to: number, ...lines: string[]): string =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)
    .flatMap((id) =>
      ["start task #", ...lines].map(
        (text, i) => `${String(id % 60).padStart(2, "0")}:${10 + i} 11/1 ${text.replaceAll("#", String(id))}`,
      ),
    )
    .join("\n");

describe("ends that nobody foresaw", () => {
  it("a wording that repeats the id and is always the last before the next start", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`${tasks(1, 6, "loading", "wrapped up #")}\n10:00 11/1 start task 7`),
    });
    expect([lost, finished]).toEqual([["7 in-flight possible"], 6]);
  });

  it("are failures where they are said as errors", async () => {
    const { finished, failed } = await examine({ "app.log": app(tasks(1, 6, "loading", "!kaputt #")) });
    expect([finished, failed]).toEqual([6, 6]);
  });

  it("need three agreeing stretches", async () => {
    const { finished } = await examine({ "app.log": app(tasks(1, 3, "wrapped up #")) });
    expect(finished).toBe(0);
  });

  it("a step that repeats the id but is not the last is none", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`${tasks(1, 6, "reading #", "task # finished")}\n10:00 11/1 start task 7\n10:01 11/1 reading 7`),
    });
    expect([lost, finished]).toEqual([["7 in-flight possible"], 6]);
  });

  it("a last line without the id is none", async () => {
    const { finished } = await examine({ "app.log": app(tasks(1, 6, "reading #", "wrapped up")) });
    expect(finished).toBe(0);
  });

  it("where only the last step is logged on time, the real end is still found by its word", async () => {
    const { lost, finished } = await examine({
      "app.log": app(
        `${tasks(1, 6, "wrote result of #", "task # done")}\n10:00 11/1 start task 7\n10:01 11/1 wrote result of 7`,
      ),
    });
    expect([lost, finished]).toEqual([["7 in-flight possible"], 6]);
  });

  it("tasks that are all lost right after their last step: the step is not an end that was learned from losses", async () => {
    // Every process dies in its fourth task, at the same step; in the others the step is followed by the end.
    const { lost } = await examine({
      "app.log": app(
        `${tasks(1, 6, "uploading #", "task # done")}\n10:00 11/1 start task 7\n10:01 11/1 uploading 7\n10:02 11/1 start task 8\n10:03 11/1 task 8 done`,
      ),
    });
    expect(lost).toEqual(["7 superseded certain"]);
  });
});
