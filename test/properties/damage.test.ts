/** Whatever a log has been through, the report on it is sound and claims no more than stands there. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze, type Report, type ReportTask } from "../../src/index.ts";
import { anyBytes, anyLines } from "../support/fragments.ts";
import { expectSound, misquotes } from "../support/report.ts";
import { type LogFile, linesOf, logOf, readSample, sampleNames, utc } from "../support/samples.ts";

/** Analyses logs of lines and holds the report against them. */
async function soundReport(logs: readonly LogFile[], options = utc): Promise<Report> {
  const report = await analyze(logs, options);
  expectSound(report);
  expect(misquotes(report, new Map(logs.map((log) => [log.name, linesOf(log.content)])))).toEqual([]);
  return report;
}

describe("made-up logs", () => {
  it("of random bytes give a sound report", async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, anyBytes, async (app, server) => {
        const inputs = [
          { name: "app.log", content: app },
          { name: "uwsgi.log", content: server },
        ];
        expectSound(await analyze(inputs, utc));
      }),
      { numRuns: 150 },
    );
  });

  it("of lines at random give a sound report that quotes them", async () => {
    const oneLine = anyLines.map((lines) => lines.map((line) => line.replace(/[\r\n]/g, " ")));
    await fc.assert(
      fc.asyncProperty(oneLine, oneLine, async (app, server) => {
        await soundReport([logOf("app.log", app), logOf("uwsgi.log", server)]);
      }),
      { numRuns: 250 },
    );
  });
});

describe.each(sampleNames)("%s", (name) => {
  const { logs, options } = readSample(name);
  const whole = analyze(logs, options);

  it("shuffled gives a sound report", async () => {
    const orders = fc.tuple(...logs.map((log) => shuffled(linesOf(log.content))));
    await fc.assert(
      fc.asyncProperty(orders, async (lines) => {
        await soundReport(
          logs.map((log, i) => logOf(log.name, lines[i] ?? [])),
          options,
        );
      }),
      { numRuns: 3 },
    );
  });

  it("cut off anywhere gives a sound report that invents no death", async () => {
    const cut = fc.tuple(fc.nat({ max: logs.length - 1 }), fc.double({ min: 0, max: 1, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(cut, async ([which, share]) => {
        const kept = logs.map((log, i) => (i === which ? cutOff(log, share) : log));
        const report = await soundReport(kept, options);
        expect(inventedKills(report, await whole)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});

/** Seeds rather than permutations: what fast-check would have to shrink is not worth its memory. */
const shuffled = (lines: readonly string[]): fc.Arbitrary<string[]> =>
  fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })).map((ranks) => {
    const keyed = lines.map((line) => ({ line, rank: ranks.next().value ?? 0 }));
    return keyed.sort((a, b) => a.rank - b.rank).map(({ line }) => line);
  });

const cutOff = ({ name, content }: LogFile, share: number): LogFile => ({
  name,
  content: content.subarray(0, Math.floor(share * content.length)),
});

/** Tasks that only the cut log loses, for certain, though the whole log knows no certain end of their process. */
function inventedKills(cut: Report, whole: Report): string[] {
  const lost = new Set(whole.unfinished.map(startOf));
  const dead = new Set(whole.deaths.filter(({ confidence }) => confidence === "certain").map(({ pid }) => pid));
  const evidence = new Map(cut.deaths.map((death) => [death.id, death.evidence]));
  return cut.unfinished
    .filter((task) => task.verdict === "killed" && task.confidence === "certain" && !lost.has(startOf(task)))
    .filter(({ pid, death }) => !dead.has(pid) || (evidence.get(death ?? "") ?? []).length === 0)
    .map((task) => `${startOf(task)} pid ${task.pid}`);
}

const startOf = ({ start }: ReportTask): string => `${start.source}:${start.line}`;
