/** The report is the same whether lines are read in place or each in full. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lookAhead } from "../../src/analyse/stream-reader.ts";
import { analyze, type SourceInput } from "../../src/index.ts";
import { anyBytes } from "../support/fragments.ts";
import { inChunks, withCrLf } from "../support/rewrite.ts";
import { type LogFile, linesOf, readSample, sampleNames } from "../support/samples.ts";

/** A log so often one after the other that most of it lies beyond the look-ahead. */
function long({ name, content }: LogFile): LogFile {
  const times = Math.ceil((lookAhead + 1) / Math.max(1, linesOf(content).length)) + 1;
  return { name, content: Buffer.concat(Array.from({ length: times }, () => content)) };
}

async function expectSame(inputs: () => SourceInput[], options = {}): Promise<void> {
  const inPlace = await analyze(inputs(), options);
  const inFull = await analyze(inputs(), { ...options, sights: false });
  expect(inPlace).toEqual(inFull);
}

describe.each(sampleNames)("%s", (name) => {
  const { logs, options } = readSample(name);
  const longer = logs.map(long);

  it("as it is", () => expectSame(() => [...longer], options));

  // Each takes a second: every third sample is enough to show a difference of either.
  const third = sampleNames.indexOf(name) % 3;

  it.runIf(third === 0)("with carriage returns, in odd chunks, as one stream", () =>
    expectSame(
      () => [
        inChunks(withCrLf({ name: "all.log", content: Buffer.concat(longer.map((l) => l.content)) }), [997, 4096]),
      ],
      options,
    ),
  );

  it.runIf(third === 1)("with lines clipped", () => expectSame(() => [...longer], { ...options, maxLineBytes: 60 }));
});

describe("damaged logs", () => {
  const log = long(readSample("max-requests-threadpool").logs[0] ?? { name: "", content: Buffer.alloc(0) });
  const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const damages = fc.array(fc.tuple(place, anyBytes, fc.nat(50)), { minLength: 1, maxLength: 12 });

  /** The log with bytes put in, and others lost, at some places of its second half. */
  function damaged(list: readonly (readonly [number, Uint8Array, number])[]): Buffer {
    const parts: Uint8Array[] = [];
    let from = 0;
    for (const [at, bytes, lost] of [...list].sort((a, b) => a[0] - b[0])) {
      const to = Math.max(from, Math.floor(log.content.length * (0.5 + at / 2)));
      parts.push(log.content.subarray(from, to), bytes);
      from = to + lost;
    }
    return Buffer.concat([...parts, log.content.subarray(from)]);
  }

  it("give the same report", async () => {
    await fc.assert(
      fc.asyncProperty(damages, fc.integer({ min: 200, max: 70_000 }), async (list, size) => {
        const content = damaged(list);
        await expectSame(() => [inChunks({ name: "app.log", content }, [size])]);
      }),
      { numRuns: 40 },
    );
  });
});

describe("continuation lines", () => {
  const app = (text: string) => `2026-11-21 21:50:07,123 app 19272 139889324566272 ${text}`;
  const busy = Array.from({ length: lookAhead + 100 }, (_, i) =>
    app(i % 3 === 0 ? `start task ${i}...` : i % 3 === 1 ? "got 40 rows" : `finished task ${i - 2}...`),
  );

  it("go with the record above them, be it read in place or in full", async () => {
    const lines = [
      ...busy,
      app("start task 90000..."),
      "  of the start",
      "spawned uWSGI worker 1 (pid: 19272, cores: 1)",
      "  of the server",
      "DAMN ! worker 1 (pid: 19272) died, killed by signal 9 :( trying respawn ...",
      app("got 40 rows"),
      "  of the sighting",
      "  and more of it",
    ];
    const input = { name: "app.log", content: `${lines.join("\n")}\n` };
    await expectSame(() => [input]);
    const [task] = (await analyze([input])).unfinished.filter(({ key }) => key === "90000");
    expect(task?.last.more).toEqual(["  of the sighting", "  and more of it"]);
  });
});
