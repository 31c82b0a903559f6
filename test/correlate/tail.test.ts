import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Tail } from "../../src/correlate/tail.ts";

const second = 1_000;

describe("the tail of a process", () => {
  it("counts what came since, in whole seconds", () => {
    const tail = new Tail();
    for (const at of [10_000, 10_900, 11_000, 12_500]) tail.add(at);
    expect([9_000, 10_000, 10_001, 11_000, 12_000, 13_000].map((at) => tail.since(at))).toEqual([4, 4, 2, 2, 1, 0]);
  });

  it("forgets what lies more than a minute back", () => {
    const tail = new Tail();
    tail.add(5 * second);
    tail.add(200 * second);
    tail.add(6 * second);
    expect(tail.since(0)).toBe(1);
  });

  it("counts exactly within the last minute, whatever the order", () => {
    const offsets = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(offsets, fc.integer({ min: 0, max: 60 }), (times, from) => {
        const tail = new Tail();
        for (const at of times) tail.add(at);
        expect(tail.since(from * second)).toBe(times.filter((at) => at >= from * second).length);
      }),
    );
  });

  it("goes with its clock when that is moved", () => {
    const tail = new Tail();
    tail.add(10_000);
    tail.move(3_600_000);
    expect([tail.since(3_610_000), tail.since(3_611_000)]).toEqual([1, 0]);
  });
});
