import { describe, expect, it } from "vitest";
import { app, examine } from "../support/log.ts";

const log = app(`
  00:01 11/1 >>> import #1 of customer 7
  00:02 11/1 start task 99
  00:03 11/1 <<< import #1
  00:04 11/1 >>> import #2 of customer 8
  00:05 11/2 >>> import #3 of customer 9
  00:06 11/2 xxx import #3
  00:07 11/1 finished task 99`);
const start = [/^>>> (?<name>\w+) #(?<id>\d+)/];
const end = [/^<<< \w+ #(?<id>\d+)/];
const fail = [/^xxx \w+ #(?<id>\d+)/];

describe("the user's own patterns", () => {
  it("decide alone: ids and names are theirs, vocabulary has no say", async () => {
    const { lost, tasks, finished, failed, report } = await examine(
      { "app.log": log },
      { patterns: { start, end, fail } },
    );
    expect([lost, tasks, finished, failed]).toEqual([["2 in-flight possible"], 3, 2, 1]);
    expect(report.unfinished[0]?.name).toBe("import");
  });

  it("a failure outranks an end of the same line", async () => {
    const { failed } = await examine(
      { "app.log": log },
      { patterns: { start, end: [...end, /^xxx \w+ #(?<id>\d+)/], fail } },
    );
    expect(failed).toBe(1);
  });

  it("without ids: by process and thread", async () => {
    const { lost, finished } = await examine(
      { "app.log": log },
      { patterns: { start: [/^>>>/], end: [/^<<</, /^xxx/] } },
    );
    expect([lost, finished]).toEqual([["11:4 in-flight possible"], 2]);
  });

  it("starts alone: what never ends is believed, with less certainty", async () => {
    const { lost } = await examine({ "app.log": log }, { patterns: { start } });
    expect(lost.map((l) => l.split(" ")[0])).toEqual(["1", "2", "3"]);
  });
});

it("their words end a header, in a log of two lines as well", async () => {
  const { tasks, finished } = await examine(
    { "app.log": "2026-11-21 13:52:10 77 commence 5\n2026-11-21 13:52:11 77 ceased 5\n" },
    { patterns: { start: [/commence (?<id>\d+)/], end: [/ceased (?<id>\d+)/] } },
  );
  expect([tasks, finished]).toEqual([1, 1]);
});
