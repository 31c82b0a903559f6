import { describe, expect, it } from "vitest";
import { app, examine } from "../support/log.ts";

const log = app(`
  00:01 11/1 start task A1
  00:02 11/1 fetched 12 rows
  00:03 11/2 start task B1
  00:04 11/1 wrote 12 rows
  00:05 11/1 closing the cursor
  00:06 11/2 finished task B1`);

describe("the last lines of an unfinished task's thread", () => {
  it.each([
    [1, []],
    [2, ["wrote 12 rows"]],
    [3, ["fetched 12 rows", "wrote 12 rows"]],
    [9, ["fetched 12 rows", "wrote 12 rows"]],
  ])("%i of them: those before the last one, after the start", async (context, before) => {
    const { report } = await examine({ "app.log": log }, { context });
    const [task] = report.unfinished;
    expect(task?.last.text).toContain("closing the cursor");
    expect((task?.context ?? []).map(({ text }) => text.split(" ").slice(5).join(" "))).toEqual(before);
  });
});
