import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, GapClock, instant, intersect, precedes, type Span } from "../../src/time/span.ts";

const bound = fc.option(fc.integer({ min: 0, max: 20 }));
const spans: fc.Arbitrary<Span> = fc
  .record({ earliest: bound, latest: bound })
  .filter(({ earliest, latest }) => earliest === null || latest === null || earliest <= latest);

describe("spans", () => {
  it("intersect to what lies in both", () => {
    expect(intersect({ earliest: 1, latest: null }, { earliest: null, latest: 5 })).toEqual({ earliest: 1, latest: 5 });
    expect(intersect({ earliest: null, latest: null }, instant(3))).toEqual(instant(3));
    fc.assert(
      fc.property(spans, spans, fc.integer({ min: -1, max: 21 }), (a, b, ms) => {
        const apart = precedes(a, b) || precedes(b, a);
        expect(contains(intersect(a, b), ms)).toBe(contains(a, ms) && (apart || contains(b, ms)));
      }),
    );
  });

  it("that contradict each other leave the first", () => {
    expect(intersect({ earliest: 1, latest: 2 }, { earliest: 3, latest: null })).toEqual({ earliest: 1, latest: 2 });
  });

  it("come before one another only where that is certain", () => {
    expect(precedes(instant(1), instant(2))).toBe(true);
    expect(precedes(instant(2), instant(2))).toBe(false);
    expect(precedes({ earliest: 1, latest: null }, instant(9))).toBe(false);
    expect(precedes(instant(1), { earliest: null, latest: 9 })).toBe(false);
  });
});

describe("the gap between timed lines", () => {
  it("is one span, closed by the next timed line", () => {
    const clock = new GapClock();
    const head = clock.gap();
    expect(head).toEqual({ earliest: null, latest: null });
    clock.timed(100);
    const first = clock.gap();
    expect(clock.gap()).toBe(first);
    expect([head, first]).toEqual([
      { earliest: null, latest: 100 },
      { earliest: 100, latest: null },
    ]);
    clock.timed(200);
    clock.timed(300);
    expect(first).toEqual({ earliest: 100, latest: 200 });
    expect(clock.gap()).toEqual({ earliest: 300, latest: null });
  });

  it("begins at the earliest that a coarse stamp can mean, and ends at the latest", () => {
    const clock = new GapClock();
    clock.timed(1999, 1000);
    const gap = clock.gap();
    clock.timed(2999, 2000);
    expect(gap).toEqual({ earliest: 1000, latest: 2999 });
  });

  it("is the stretch between its lines where the clock went backwards", () => {
    const clock = new GapClock();
    clock.timed(500);
    const gap = clock.gap();
    clock.timed(300);
    expect(gap).toEqual({ earliest: 300, latest: 500 });
    expect(clock.gap()).toEqual({ earliest: 300, latest: null });
  });
});
