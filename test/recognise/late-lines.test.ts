import { describe, expect, it } from "vitest";
import { lookAhead } from "../../src/analyse/stream-reader.ts";
import { analyze } from "../../src/index.ts";
import { utc } from "../support/samples.ts";

const at = (second: number): string =>
  new Date(Date.UTC(2026, 10, 21, 14) + second * 1000).toISOString().slice(0, 23).replace("T", " ").replace(".", ",");

/** `count` lines of one program: tasks that start, go on and end on threads of one process. */
const shop = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => {
    const said = ["start task", "wrote", "finished task"][i % 3];
    return `${at(i)} shop.web ${23092 + (i % 2)} 139972546918080 ${said} ${Math.floor(i / 3)}`;
  });

/** Jobs of another program, which lays out its lines otherwise; the last one never ends. */
const jobs = (count: number, from: number): string[] =>
  Array.from({ length: count }, (_, i) => {
    const who = `[${10320 + (i % 2)}] [Thread-${i % 2} (run_task)] INFO shop.tasks:`;
    const rest = i === count - 1 ? [] : [`${at(from + i)} ${who} Job j${i}a finished`];
    return [`${at(from + i)} ${who} Processing job j${i}a`, ...rest];
  }).flat();

async function lostIn(lines: readonly string[]) {
  const source = { name: "app.log", content: `${lines.join("\n")}\n` };
  const report = await analyze([source], utc);
  expect(await analyze([source], { ...utc, sights: false })).toEqual(report);
  return report.unfinished.map(({ key, pid, tid }) => [key, pid, tid]);
}

describe("a layout that few lines of a stream have", () => {
  it("is read where another log was appended beyond the look ahead", async () => {
    const lines = [...shop(lookAhead + 300), ...jobs(12, lookAhead + 300)];
    expect(await lostIn(lines)).toEqual([["j11a", 10321, "Thread-1 (run_task)"]]);
  });

  it("is read where a busy program fills the look ahead", async () => {
    const lines = [...jobs(12, 0), ...shop(lookAhead)];
    expect(await lostIn(lines)).toEqual([["j11a", 10321, "Thread-1 (run_task)"]]);
  });
});
