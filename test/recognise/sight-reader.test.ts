/** Lines read in place, within the text they came in, are read as lines that stand alone. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import { zoneNamed } from "../../src/index.ts";
import { MessageReader } from "../../src/recognise/message-reader.ts";
import type { Reading } from "../../src/recognise/reading.ts";
import { Recogniser } from "../../src/recognise/recogniser.ts";
import { compileCatalogue } from "../../src/recognise/recognition.ts";
import type { Sighting } from "../../src/recognise/sights.ts";
import { UserPatterns } from "../../src/recognise/user-patterns.ts";
import { anyLine } from "../support/fragments.ts";
import { linesOf, readSample, sampleNames } from "../support/samples.ts";

const clock = { zone: zoneNamed("Asia/Shanghai"), zoneGiven: false, day: Date.UTC(2026, 10, 21) };

const kit = compileCatalogue(catalogue);

/** Has heard no message yet: what is known of wordings is of one run. */
const newMessages = () => new MessageReader(kit.matcher, catalogue.wording, new UserPatterns({}));

const learned = (lines: readonly string[]): Recogniser => {
  const recogniser = new Recogniser({ ...kit, messages: newMessages() }, clock);
  recogniser.learn(lines);
  return recogniser;
};

/** Where the message begins is asked only of streams that are held against a copy, whose lines are all read in full. */
const copy = (reading: Reading | null): Reading | null => reading && { ...structuredClone(reading), saidAt: -1 };

/** The bytes of a text that has one to each character. */
function bytesOf(text: string): Uint8Array | null {
  const bytes = Buffer.from(text);
  return bytes.length === text.length ? bytes : null;
}

/** What of a reading a bare sighting tells as well. */
const signOf = (r: Reading | null) =>
  r && [r.source, r.line, r.text, r.at, r.written, r.offset, r.pid, r.tid || r.process, r.format, r.kind];

/** The readings of lines that stand alone. */
function readAlone(sample: readonly string[], lines: readonly string[]): (Reading | null)[] {
  const recogniser = learned(sample);
  return lines.map((line, i) => copy(recogniser.read(line, i + 1, 0)));
}

interface InPlace {
  readonly results: unknown[];
  taken: number;
}

/** The signs, or else the readings, of lines in texts of `size` lines each: what can be is taken out first. */
function readInPlace(
  sample: readonly string[],
  lines: readonly string[],
  size: number,
  end: string,
  signs: boolean,
): InPlace {
  const recogniser = learned(sample);
  const { sieve } = recogniser;
  const all: InPlace = { results: [], taken: 0 };
  const add = (reading: Reading | null): number => all.results.push(signs ? signOf(reading) : copy(reading));
  for (let from = 0; from < lines.length; from += size) {
    const own = lines.slice(from, from + size);
    const text = own.map((line) => line + end).join("");
    const rest = sieve.sift(text, bytesOf(text)).split(end);
    all.taken += sieve.taken;
    for (let at = 0, taken = 0; at < own.length; at++) {
      const line = from + at + 1;
      const isTaken = taken < sieve.taken && sieve.sights.index[taken] === at;
      if (!isTaken) add(recogniser.read(rest.shift() ?? "", line, 0));
      else if (signs && sieve.isBare(taken)) all.results.push(signOfSighting(recogniser.sighted(taken++, line, 0)));
      else add(recogniser.readTaken(taken++, line, 0));
    }
  }
  return all;
}

function signOfSighting(s: Sighting): unknown[] {
  const name = s.around.slice(s.nameStart, s.nameEnd);
  return [s.source, s.line, s.text, s.at, s.at, s.offset, s.pid, name, s.format, "record"];
}

/** Holds one way of reading against the other; tells how many lines were read in place. */
function expectSame(sample: readonly string[], lines: readonly string[], size: number, end = "\n"): number {
  const alone = readAlone(sample, lines);
  const { results, taken } = readInPlace(sample, lines, size, end, false);
  expect(results).toEqual(alone);
  expect(readInPlace(sample, lines, size, end, true).results).toEqual(alone.map(signOf));
  return taken;
}

describe("lines of the samples", () => {
  const logs = sampleNames.flatMap((name) => readSample(name).logs);
  it.each(logs.map((log) => [log.name, linesOf(log.content)] as const))("%s", (_name, lines) => {
    for (const size of [1, 7, 1000]) expectSame(lines, lines, size);
    expectSame(lines, lines, 50, "\r\n");
  });

  it("are mostly read in place once their wordings are known", () => {
    const lines = linesOf(readSample("max-requests-threadpool").logs[0]?.content ?? Buffer.alloc(0));
    const twice = [...lines, ...lines];
    expect(expectSame(lines, twice, lines.length)).toBeGreaterThan(lines.length * 0.8);
  });

  it("are read alike wherever they are cut off", () => {
    for (const { content } of logs) {
      const lines = linesOf(content);
      const some = lines.filter((_, i) => i % Math.ceil(lines.length / 5) === 0);
      const cut = some.flatMap((line) =>
        Array.from({ length: Math.min(line.length, 90) }, (_, at) => line.slice(0, at)),
      );
      expectSame(lines, [...lines, ...cut, ...lines], 40);
    }
  });
});

/** Headers of many kinds, with messages that say nothing and such that do. */
const headers = [
  "2026-11-21 21:50:07,123 app 19272 139889324566272 ",
  "2026-11-21 21:50:07,123 INFO [MainThread] jobs: ",
  "2026-11-21 21:50:07,123 ERROR [Thread-1 (work)] jobs: ",
  "[2026-11-21 21:50:07 +0000] [77] [info] ",
  "2026-11-21T21:50:07.123Z worker_1 INFO ",
  "Nov 21 21:50:07 web-1 app[4711]: ",
  "21:50:07 warning: ",
  "INFO:root:",
  "I 2026-11-21 21:50:07 (unit a) <7> \u2013 ",
  "2026-11-21 21:50:07 [地址] 进程 12 ",
];
const messages = [
  "got 40 rows",
  "start task 7...",
  "finished task 7",
  "",
  " ",
  "(waiting",
  "page\r 3",
  "任务 7 开始",
  "ready 0",
];
const laidOut = fc.tuple(fc.constantFrom(...headers), fc.constantFrom(...messages)).map((parts) => parts.join(""));

/** Lines that belong to a record above, and such as look laid out but are not. */
const others = [
  "Traceback (most recent call last):",
  '  File "app.py", line 170, in run_task',
  "ValueError: no",
  "",
  "2026-11-21T21:50:07.123456789Z worker_1 INFO got 40 rows",
  "2026-11-21T21:50:07.123Z stdout F worker_1 INFO got 40 rows",
  "2026-11-21T21:50:07.123Z stdout P worker_1 INFO got",
  "2026-11-21 21:50:07,123 app 19272 139889324566272",
  "2026-13-41 21:50:07,123 app 19272 139889324566272 got 40 rows",
  "2026-11-21 21:50:60,123 app 19272 139889324566272 got 40 rows",
  "2026-11-21 21:50:07,1234 app 19272 139889324566272 got 40 rows",
  "2026-11-21 21:50:07 app 19272 139889324566272 got 40 rows",
  "2026-11-21 21:50:08.007 app 19272 139889324566272 got 40 rows",
  "2026-11-21 21:51:07,123 app 7 139889324566272  got 40 rows",
  "2026-11-21 21:50:07,123 UTC app 19272 139889324566272 got 40 rows",
];

describe("made-up lines", () => {
  const { oneof, constantFrom } = fc;
  const madeUp = oneof(
    { weight: 6, arbitrary: laidOut },
    { weight: 2, arbitrary: constantFrom(...others) },
    { weight: 1, arbitrary: anyLine.map((line) => line.replaceAll("\n", " ").replace(/\r+$/, "")) },
  );
  const lines = fc.array(madeUp, { minLength: 1, maxLength: 60 });

  it("of several layouts are read alike", () => {
    let taken = 0;
    fc.assert(
      fc.property(lines, lines, fc.integer({ min: 1, max: 60 }), fc.boolean(), (sample, rest, size, crlf) => {
        // Each line of the sample stands before and behind each other kind of line, and is known by then.
        const mixed = rest.flatMap((line, i) => [
          sample[i % sample.length] ?? "",
          line,
          sample[(i * 7) % sample.length] ?? "",
        ]);
        taken += expectSame(sample, [...sample, ...mixed, ...sample], size, crlf ? "\r\n" : "\n");
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(3_000);
  });

  const known = "2026-11-21 21:50:07,123 app 19272 139889324566272 got 40 rows";
  const iso = "2026-11-21T21:50:07.123Z worker_1 INFO got 40 rows";
  it.each([
    [
      "a traceback that a record ended",
      ["Traceback (most recent call last):", known, "ValueError: no"],
      [known, known],
    ],
    ["a time that is docker's", [iso.replace("123Z", "123456789Z")], [iso, iso, iso]],
    ["an empty message", [known.slice(0, -"got 40 rows".length - 1), known], [known, known]],
    ["no such day", [known.replace("-11-21", "-13-41")], [known, known]],
  ])("with %s", (_what, lines, sample) => {
    for (const size of [1, 100]) expectSame(sample, [...sample, ...lines, ...sample, ...lines], size);
  });
});
