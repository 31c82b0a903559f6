/** Logs of two containers in one stream tell what each of them alone would. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze, type Report } from "../../src/index.ts";
import { linesOf, logOf, readSample, type Sample } from "../support/samples.ts";

const pairs = [
  ["cheaper-scale-down", "order-notime-maxrequests"],
  ["deadlock-stuck", "invoice-arrows-harakiri"],
  ["emperor", "harakiri-logdate-mixed"],
] as const;

/** The lines of two logs, each in its own order; `turns` says whose is next. */
function merged(logs: readonly (readonly string[])[], turns: readonly number[]): string[] {
  const next = logs.map(() => 0);
  const result: string[] = [];
  for (let i = 0; logs.some((lines, log) => (next[log] ?? 0) < lines.length); i++) {
    const turn = turns[i % turns.length] ?? 0;
    const log = Math.abs(turn) % logs.length;
    for (let n = 0; n <= Math.abs(turn) >> 1; n++) {
      const line = logs[log]?.[next[log] ?? 0];
      if (line !== undefined) result.push(line);
      next[log] = (next[log] ?? 0) + 1;
    }
  }
  return result;
}

const wrapped = (sample: Sample, index: number): string[][] =>
  sample.logs.map((log) => linesOf(log.content).map((line) => `web-${index + 1}  | ${line}`));

/** All logs of a sample's containers as one stream each. */
function streams(samples: readonly Sample[], turns: readonly number[]) {
  const all = samples.map(wrapped);
  const count = Math.max(...all.map((logs) => logs.length));
  return Array.from({ length: count }, (_, i) =>
    logOf(
      `logs/${i}.log`,
      merged(
        all.map((logs) => logs[i] ?? []),
        [...turns, 0, 1],
      ),
    ),
  );
}

const summed = (reports: readonly Report[]) => ({
  tasks: reports.reduce((sum, { summary }) => sum + summary.tasks, 0),
  finished: reports.reduce((sum, { summary }) => sum + summary.finished, 0),
  lost: reports
    .flatMap(({ unfinished }) => unfinished)
    .map(({ pid, start, verdict, cause, confidence }) => [pid, start.text, verdict, cause, confidence].join(" "))
    .sort(),
  deaths: reports
    .flatMap(({ deaths }) => deaths)
    .map(({ pid, cause, confidence, replacedBy, earliest, latest }) =>
      [pid, cause, confidence, replacedBy, earliest, latest].join(" "),
    )
    .sort(),
});

describe.each(pairs)("%s and %s", (...names) => {
  const samples = names.map(readSample);

  it("are told as each alone", async () => {
    const alone = await Promise.all(samples.map((sample) => analyze(streams([sample], []), sample.options)));
    const turns = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(turns, async (order) => {
        const report = await analyze(streams(samples, order), samples[0]?.options);
        expect(summed([report])).toEqual(summed(alone));
      }),
      { numRuns: 4 },
    );
  });
});
