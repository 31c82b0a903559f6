/** The same log, however it comes, gives the same report. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze, type Report, type SourceInput } from "../../src/index.ts";
import {
  collected,
  gzipped,
  head,
  inChunks,
  type Pieces,
  placeIn,
  rotated,
  transports,
  withCrLf,
} from "../support/rewrite.ts";
import { asWhole, withoutBytes } from "../support/same-report.ts";
import { type LogFile, optionsFor, readSample, type Sample, steadySamples } from "../support/samples.ts";

const reports = new Map<string, Promise<Report>>();

function reportOf(sample: Sample): Promise<Report> {
  const known = reports.get(sample.name) ?? analyze(sample.logs, sample.options);
  reports.set(sample.name, known);
  return known;
}

async function expectSame(sample: Sample, inputs: readonly SourceInput[]): Promise<void> {
  expect(await analyze(inputs, sample.options)).toEqual(await reportOf(sample));
}

describe.each(steadySamples)("%s", (name) => {
  const sample = readSample(name);
  const { logs, options } = sample;
  /** A log of which the sample has several pieces. */
  const isRotated = (log: LogFile) =>
    logs.some(({ name }) => name.startsWith(`${log.name}.`)) || /\.\d+$/.test(log.name);

  it.each([
    [1, 5_000],
    [7, 20_000],
  ])("in chunks of %d bytes is the same as at once (first %d bytes)", async (size, bytes) => {
    const beginnings = logs.map((log) => head(log, bytes));
    const chunked = beginnings.map((log) => inChunks(log, [size]));
    expect(await analyze(chunked, options)).toEqual(await analyze(beginnings, options));
  });

  it("in chunks of 4096 bytes is the same as at once", () =>
    expectSame(
      sample,
      logs.map((log) => inChunks(log, [4096])),
    ));

  it("in chunks of any size is the same as at once", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 6 });
    const mostly = sizes.map((some) => [...some, 2000]);
    await fc.assert(
      fc.asyncProperty(fc.array(mostly, { minLength: logs.length, maxLength: logs.length }), (plans) =>
        expectSame(
          sample,
          logs.map((log, i) => inChunks(log, plans[i] ?? [1])),
        ),
      ),
      { numRuns: 5 },
    );
  });

  it("with CRLF is the same as with LF", async () => {
    const report = await analyze(logs.map(withCrLf), options);
    expect(withoutBytes(report)).toEqual(withoutBytes(await reportOf(sample)));
  });

  it("compressed is the same as plain", async () => {
    const report = await analyze(logs.map(gzipped), options);
    expect(withoutBytes(report)).toEqual(withoutBytes(await reportOf(sample)));
  });

  // A kernel's log has times of its own kind, and those who collected this sample have stamped its lines already.
  const isPlain = !logs.some((log) => log.name.includes("dmesg")) && name !== "docker-timestamps";

  const { zone } = sample;
  it.runIf(isPlain && zone).each(Object.entries(transports))("collected as %s tells the same", async (_, wrap) => {
    const report = await analyze(zone ? logs.map((log) => collected(log, zone, wrap)) : [], options);
    expect(verdictsOf(report)).toEqual(verdictsOf(await reportOf(sample)));
  });

  it.runIf(zone)("read in another zone tells the same", async () => {
    const report = await analyze(logs, optionsFor("America/New_York"));
    expect(verdictsOf(report)).toEqual(verdictsOf(await reportOf(sample)));
  });

  it.runIf(logs.length > 1)("in any order of the sources is the same", async () => {
    const orders = fc.shuffledSubarray([...logs], { minLength: logs.length });
    await fc.assert(
      fc.asyncProperty(orders, (inOrder) => expectSame(sample, inOrder)),
      { numRuns: 6 },
    );
  });

  it("rotated is the same as in one piece", async () => {
    const cut = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cut, cut), { minLength: logs.length, maxLength: logs.length }),
        async (cuts) => {
          const pieces: Pieces = new Map(
            logs.map((log, i) => [log.name, isRotated(log) ? [log] : rotated(log, cuts[i] ?? [0, 0])]),
          );
          const report = await analyze([...pieces.values()].flat(), options);
          const whole = (source: string, line: number) => ({ source, line });
          expect(asWhole(report, placeIn(pieces))).toEqual(asWhole(await reportOf(sample), whole));
        },
      ),
      { numRuns: 15 },
    );
  });
});

/** What a report says, times aside. */
const verdictsOf = ({ summary, unfinished }: Report) => ({
  summary,
  tasks: unfinished.map(({ start, verdict, cause, confidence }) =>
    [start.source, start.line, verdict, cause, confidence].join(" "),
  ),
});
