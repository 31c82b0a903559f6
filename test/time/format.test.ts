import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { formatClock, formatDuration, formatInstant } from "../../src/time/format.ts";

const start = Date.UTC(2019, 1, 26, 6, 41, 33, 23);

describe("an instant", () => {
  it("is printed with milliseconds and offset", () => {
    expect(formatInstant(start, 480)).toBe("2019-02-26T14:41:33.023+08:00");
    expect(formatInstant(start, 0)).toBe("2019-02-26T06:41:33.023+00:00");
    expect(formatInstant(start, -210)).toBe("2019-02-26T03:11:33.023-03:30");
    expect(formatClock(start, 480)).toBe("14:41:33.023");
  });

  it("is refused where it is none", () => {
    expect(() => formatInstant(Number.NaN, 0)).toThrow(RangeError);
  });

  it("is read back by luxon as it was", () => {
    const instants = fc.integer({ min: 0, max: Date.UTC(2199, 0, 1) });
    fc.assert(
      fc.property(instants, fc.integer({ min: -840, max: 840 }), (ms, offset) => {
        const read = DateTime.fromISO(formatInstant(ms, offset), { setZone: true });
        expect([read.toMillis(), read.offset]).toEqual([ms, offset]);
        expect(read.toFormat("HH:mm:ss.SSS")).toBe(formatClock(ms, offset));
      }),
    );
  });
});

it.each([
  [0, "0 s"],
  [0.2, "1 ms"],
  [20, "20 ms"],
  [99, "99 ms"],
  [100, "0.1 s"],
  [300, "0.3 s"],
  [949, "0.9 s"],
  [1000, "1 s"],
  [9_949, "9.9 s"],
  [9_950, "10 s"],
  [45_000, "45 s"],
  [59_499, "59 s"],
  [59_500, "1 m 00 s"],
  [292_000, "4 m 52 s"],
  [3_599_499, "59 m 59 s"],
  [3_600_000, "1 h 00 m"],
  [10_920_000, "3 h 02 m"],
  [86_399_000, "23 h 59 m"],
  [187_200_000, "2 d 4 h"],
  [-45_000, "-45 s"],
])("%d ms are printed as %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
