/** What a memo of headers reads is what the layout's reader reads. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { text as vocabulary } from "../../parsers/layouts/text.ts";
import { type CellKind, CellReader } from "../../src/recognise/cells.ts";
import { HeaderMemo } from "../../src/recognise/header-memo.ts";
import { type ColumnRole, type Layout, LayoutReader, newHeader } from "../../src/recognise/layout.ts";

type Column = readonly [separator: string, kind: CellKind, role: ColumnRole];
const layoutOf = (closing: string, columns: readonly Column[]): Layout => ({
  columns: columns.map(([separator, kind, role]) => ({ separator, kind, role, shape: 0 })),
  closing,
  name: "test",
});

const time: Column = ["", "stamp", "time"];
interface Case {
  readonly layout: Layout;
  /** What can stand between stamp and message, right or nearly so. */
  readonly tails: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  numbers: {
    layout: layoutOf(" ", [time, [" ", "name", "logger"], [" ", "int", "pid"], [" ", "int", "tid"]]),
    tails: [
      " app 19272 139889324566272 ",
      " app 19272 139889324566273 ",
      " app 7 139889324566272 ",
      " app 19272 1398.5 ",
    ],
  },
  thread: {
    layout: layoutOf(" ", [time, [" ", "int", "pid"], [" ", "name", "thread"]]),
    tails: [
      " 19272 Thread-1 ",
      " 19272 Thread-1 (work) ",
      " 19272 MainThread-12 ",
      " 19272 pool-1_0  ",
      " 19272 Thread-1 (b ",
    ],
  },
  bracketed: {
    layout: layoutOf("] ", [time, [" [", "name", "thread"], ["] ", "level", "level"], [" [", "group", "logger"]]),
    tails: [
      " [MainThread] INFO [a.b c] ",
      " [MainThread] INFO [a.b (c] ",
      " [Thread-1 (x)] ERROR [jobs] ",
      " [a] INFO [b",
    ],
  },
  level: {
    layout: layoutOf(": ", [time, [" ", "level", "level"], [" ", "name", "process"]]),
    tails: [" WARNING ForkPoolWorker-3: ", " INFO MainProcess: ", " info MainProcess: ", " INFO MainProcess:"],
  },
};

const stamps = [
  "2026-11-21 21:50:07,123",
  "2026-11-21 21:50:59,999",
  "2026-11-21 21:50:60,000",
  "2026-11-21 21:50:61,000",
  "2026-11-21 21:51:00.000",
  "2026-11-21 21:50:07,12",
  "2026-11-21 21:50:07,1234",
  "2026-11-21 21:50:0x,123",
  "2026-11-21 21:50:07:123",
  "2026-11-31 21:50:07,123",
  "2026-11-21 21:50:07,123Z",
  "2026-11-21 21:50:07,123 UTC",
  "2026-11-21 21:50:07,123 +0800",
];
const messages = [
  "got 40 rows",
  "",
  " two blanks",
  "\ttab",
  "(work) on",
  "[x] y",
  "<7>",
  "] z",
  "+0800 east",
  "UTC",
  "7",
];

const { constantFrom, oneof } = fc;
const stamp = oneof({ weight: 4, arbitrary: constantFrom(...stamps.slice(0, 2)) }, constantFrom(...stamps));
const message = oneof({ weight: 2, arbitrary: fc.constant("got 40 rows") }, constantFrom(...messages));

describe.each(Object.entries(cases))("a header of %s", (_name, { layout, tails }) => {
  const line = fc.tuple(stamp, constantFrom(...tails), message).map((parts) => parts.join(""));

  it("is read alike", () => {
    let hits = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 2, maxLength: 80 }), (lines) => {
        const text = `${lines.join("\n")}\n${"-".repeat(200)}`;
        const bytes = new DataView(new TextEncoder().encode(text).buffer);
        const memo = new HeaderMemo(layout);
        const reader = new LayoutReader(layout, new CellReader(vocabulary));
        const fromMemo = newHeader();
        const fromReader = newHeader();
        for (let at = 0; at < text.length; at = text.indexOf("\n", at) + 1 || text.length) {
          const isLaidOut = reader.read(text, at, fromReader);
          if (!memo.read(bytes, at, fromMemo)) {
            if (isLaidOut) memo.learn(text, bytes, at, fromReader);
            continue;
          }
          hits++;
          expect(isLaidOut).toBe(true);
          expect(comparable(fromMemo)).toEqual(comparable(fromReader));
        }
      }),
      { numRuns: 500 },
    );
    expect(hits).toBeGreaterThan(500);
  });
});

/** A header less the places of names that it does not have. */
function comparable(header: ReturnType<typeof newHeader>) {
  const { tidStart, tidEnd, threadStart, threadEnd, processStart, processEnd, ...rest } = structuredClone(header);
  const place = (start: number, end: number) => (end > start ? [start, end] : null);
  return {
    ...rest,
    tid: place(tidStart, tidEnd),
    thread: place(threadStart, threadEnd),
    process: place(processStart, processEnd),
  };
}
