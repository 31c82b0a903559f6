import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Comparable, RecordDiff, type Side } from "../../src/correlate/record-diff.ts";

type Seen = readonly [Side, Comparable];

interface Outcome {
  readonly met: number;
  /** `side key@at`, in the order in which it was told. */
  readonly missing: readonly string[];
  readonly most: number;
}

/** What becomes of records that are read in this order. */
function diffOf(order: readonly Seen[], tolerance: number, patience?: number): Outcome {
  let met = 0;
  let most = 0;
  const missing: string[] = [];
  const diff = new RecordDiff<Comparable>(
    {
      met: () => {
        met++;
      },
      lacks: (side, { key, at }) => missing.push(`${side} ${key}@${at}`),
    },
    { tolerance, ...(patience === undefined ? {} : { patience }) },
  );
  for (const [side, record] of order) {
    diff.see(side, record);
    most = Math.max(most, diff.waiting);
  }
  diff.end(0);
  diff.end(1);
  return { met, missing, most };
}

const second = 1_000;

/** A record of a log, whether the copy holds it, and how far its time there is off. */
const logged = fc.record({
  key: fc.constantFrom("7 tick", "7 step", "9 tick", "9 done"),
  gap: fc.constantFrom(0, 1, 20, 5 * second),
  isCopied: fc.boolean(),
  off: fc.integer({ min: -4, max: 4 }),
});

interface Logged {
  readonly record: Comparable;
  readonly isCopied: boolean;
  readonly off: number;
}

/** A log of at most some hundred records; `least`: ms between any two. */
const logOf = (least: number): fc.Arbitrary<Logged[]> =>
  fc.array(logged, { maxLength: 120 }).map((list) => {
    let at = 1_795_269_000_000;
    return list.map(({ key, gap, isCopied, off }) => {
      at += gap + least;
      return { record: { key, at }, isCopied, off };
    });
  });

/** The copy in batches that are each in an order of their own. */
function batches(records: readonly Comparable[], size: number, order: readonly number[]): Comparable[] {
  return Array.from({ length: Math.ceil(records.length / size) }, (_, i) =>
    records
      .slice(i * size, (i + 1) * size)
      .map((record, j) => ({ record, rank: order[j % order.length] ?? 0 }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ record }) => record),
  ).flat();
}

/** Two streams read in turns: `turns` says how many of each. */
function inTurns(a: readonly Comparable[], b: readonly Comparable[], turns: readonly number[]): Seen[] {
  const sides = [[...a], [...b]];
  const order: Seen[] = [];
  for (let i = 0; sides.some((left) => left.length > 0); i++) {
    const side: Side = i % 2 === 0 ? 0 : 1;
    for (const record of sides[side]?.splice(0, turns[i % turns.length] ?? 1) ?? []) order.push([side, record]);
  }
  return order;
}

/** Two streams read abreast by time, as a run reads them. */
function abreast(a: readonly Comparable[], b: readonly Comparable[]): Seen[] {
  const sides = [[...a], [...b]];
  const at = [0, 0];
  const order: Seen[] = [];
  while (sides.some((left) => left.length > 0)) {
    const behind: Side = (at[0] ?? 0) <= (at[1] ?? 0) ? 0 : 1;
    const side: Side = sides[behind]?.length ? behind : behind === 0 ? 1 : 0;
    const next = sides[side]?.shift();
    if (!next) break;
    at[side] = next.at;
    order.push([side, next]);
  }
  return order;
}

const turns = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 });
const shuffle = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 12 });
const size = fc.integer({ min: 1, max: 12 });

const missingOf = (log: readonly Logged[]): string[] =>
  log.filter(({ isCopied }) => !isCopied).map(({ record: { key, at } }) => `0 ${key}@${at}`);

describe("a copy without some records, in batches of any order", () => {
  it("lacks exactly these, however the two are read", () => {
    fc.assert(
      fc.property(logOf(0), size, shuffle, turns, fc.boolean(), (log, batch, order, taken, swapped) => {
        const source = log.map(({ record }) => record);
        const copy = batches(
          log.filter(({ isCopied }) => isCopied).map(({ record }) => ({ ...record })),
          batch,
          order,
        );
        const seen = inTurns(source, copy, taken);
        const mirrored = seen.map(([side, record]): Seen => [side === 0 ? 1 : 0, record]);
        const { met, missing } = diffOf(swapped ? mirrored : seen, 0);
        expect(met).toBe(copy.length);
        const expected = missingOf(log).map((text) => (swapped ? text.replace(/^0/, "1") : text));
        expect([...missing].sort()).toEqual(expected.sort());
      }),
    );
  });

  it("lacks exactly these, too, where its clock is a little off", () => {
    fc.assert(
      fc.property(logOf(20), size, shuffle, turns, (log, batch, order, taken) => {
        const shifted = log.map(({ record, off, isCopied }) => ({
          record: { ...record, at: record.at + off },
          isCopied,
        }));
        const copy = batches(
          shifted.filter(({ isCopied }) => isCopied).map(({ record }) => record),
          batch,
          order,
        );
        const { missing } = diffOf(
          inTurns(
            log.map(({ record }) => record),
            copy,
            taken,
          ),
          5,
        );
        expect([...missing].sort()).toEqual(missingOf(log).sort());
      }),
    );
  });

  it("lacks the same where what is missing is given up early", () => {
    fc.assert(
      fc.property(logOf(second), size, shuffle, fc.integer({ min: 1, max: 20 }), (log, batch, order, patience) => {
        const copy = batches(
          log.filter(({ isCopied }) => isCopied).map(({ record, off }) => ({ ...record, at: record.at + off })),
          batch,
          order,
        );
        const seen = abreast(
          log.map(({ record }) => record),
          copy,
        );
        expect([...diffOf(seen, 5, patience).missing].sort()).toEqual(missingOf(log).sort());
      }),
      { numRuns: 300 },
    );
  });
});

describe("what waits for its partner", () => {
  const tick = (n: number): Comparable => ({ key: "7 tick", at: n * second });

  it("is no more than is given up, whatever the copy lacks", () => {
    const source = Array.from({ length: 20_000 }, (_, n) => tick(n));
    const copy = source.filter(({ at }) => at % (1_000 * second) === 0);
    const { missing, most } = diffOf(abreast(source, copy), 0, 1_000);
    expect(missing).toHaveLength(source.length - copy.length);
    expect(most).toBeLessThan(5_000);
  });

  it("is told missing in the order of time", () => {
    const { missing } = diffOf(
      [
        [0, tick(3)],
        [1, tick(2)],
        [0, tick(1)],
      ],
      0,
    );
    expect(missing).toEqual(["0 7 tick@1000", "1 7 tick@2000", "0 7 tick@3000"]);
  });

  it("meets the earliest that is near enough", () => {
    const near = (at: number): Comparable => ({ key: "a", at });
    const seen: Seen[] = [
      [0, near(10)],
      [0, near(30)],
      [1, near(14)],
      [1, near(60)],
    ];
    expect(diffOf(seen, 5)).toMatchObject({ met: 1, missing: ["0 a@30", "1 a@60"] });
    expect(diffOf([...seen].reverse(), 5)).toMatchObject({ met: 1, missing: ["0 a@30", "1 a@60"] });
  });
});
