import fc from "fast-check";
import { DateTime, FixedOffsetZone } from "luxon";
import { expect, it } from "vitest";
import { completeDay, completeYear } from "../../src/time/complete.ts";
import { newStamp, readStamp } from "../../src/time/stamp.ts";

const SECOND = 1000;
const DAY = 86_400_000;

/** An instant of the years 1970 to 2199, often one beside a change of year, month or day. */
const instants = fc.oneof(
  fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) - 1 }),
  fc
    .tuple(fc.integer({ min: 1971, max: 2199 }), fc.integer({ min: 0, max: 11 }), fc.integer({ min: -2000, max: 2000 }))
    .map(([year, month, ms]) => Date.UTC(year, month, 1) + ms),
  fc.integer({ min: 1971, max: 2199 }).map((year) => Date.UTC(year, 1, 28, 23, 59, 59, 999)),
);
const offsets = fc.integer({ min: -56, max: 56 }).map((quarters) => quarters * 15);

/** luxon formats in English, at UTC, with the resolution that each of them has. */
const layouts: readonly (readonly [format: string, step: number])[] = [
  ["yyyy-MM-dd HH:mm:ss,SSS", 1],
  ["yyyy-MM-dd'T'HH:mm:ss.SSS'000'", 1],
  ["yyyy-MM-dd HH:mm:ss.SSS'999Z'", 1],
  ["yyyy-MM-dd HH:mm:ss", SECOND],
  ["yyyy/MM/dd HH:mm:ss", SECOND],
  ["yyyy-MM-dd HH:mm", 60 * SECOND],
  ["yyyyMMdd'T'HHmmss", SECOND],
  ["yyyyMMdd HHmmss", SECOND],
  ["ccc LLL dd HH:mm:ss yyyy", SECOND],
  ["ccc LLL dd HH:mm:ss.SSS'123' yyyy", 1],
  ["dd/LLL/yyyy:HH:mm:ss", SECOND],
  ["dd LLL yyyy HH:mm:ss.SSS", 1],
  ["dd-LLL-yyyy HH:mm:ss", SECOND],
  ["LLL d, yyyy h:mm:ss a", SECOND],
  ["ccc, dd LLL yyyy HH:mm:ss 'GMT'", SECOND],
  ["MM/dd/yyyy HH:mm:ss", SECOND],
  ["M/d/yyyy h:mm:ss a", SECOND],
  ["yyyy-MM-dd hh:mm:ss a", SECOND],
  ["dd.MM.yyyy HH:mm:ss,SSS", 1],
];

it.each(layouts)("what is written as %s is read back", (format, step) => {
  fc.assert(
    fc.property(instants, (ms) => {
      const text = DateTime.fromMillis(ms, { zone: "utc", locale: "en-US" }).toFormat(format);
      const out = newStamp();
      expect(readStamp(text, 0, out), text).toBeGreaterThanOrEqual(0);
      expect(out, text).toMatchObject({ ms: ms - (ms % step), end: text.length, step, dated: true });
    }),
  );
});

it.each(["yyyy-MM-dd'T'HH:mm:ss.SSSZZ", "yyyy-MM-dd HH:mm:ss.SSS ZZZ", "dd/LLL/yyyy:HH:mm:ss.SSS ZZZ"])(
  "the zone of %s is read",
  (format) => {
    fc.assert(
      fc.property(instants, offsets, (ms, offset) => {
        const at = DateTime.fromMillis(ms, { locale: "en-US" }).setZone(FixedOffsetZone.instance(offset));
        fc.pre(at.year >= 1970 && at.year < 2200);
        const text = at.toFormat(format);
        const out = newStamp();
        readStamp(text, 0, out);
        expect(out, text).toMatchObject({ ms, offset, end: text.length });
      }),
    );
  },
);

it("two digits of a year stand for 1970 to 2069", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(2070, 0, 1) / SECOND - 1 }), (seconds) => {
      const at = DateTime.fromSeconds(seconds, { zone: "utc" });
      for (const format of ["yy-MM-dd HH:mm:ss", "MM/dd/yy HH:mm:ss"]) {
        const out = newStamp();
        readStamp(at.toFormat(format), 0, out);
        expect(out.ms).toBe(seconds * SECOND);
      }
    }),
  );
});

it("a yearless date finds its year, and a time its day, from an instant near it", () => {
  const near = fc.tuple(instants, fc.integer({ min: -12 * 3600, max: 12 * 3600 - 1 }));
  fc.assert(
    fc.property(near, ([ms, apart]) => {
      const out = newStamp();
      const at = DateTime.fromMillis(ms - (ms % SECOND), { zone: "utc", locale: "en-US" });
      readStamp(at.toFormat("LLL dd HH:mm:ss"), 0, out);
      expect(completeYear(out.ms, at.toMillis() + apart * SECOND * 2)).toBe(at.toMillis());
      readStamp(at.toFormat("HH:mm:ss"), 0, out);
      expect(completeDay(out.ms, at.toMillis() + apart * SECOND)).toBe(at.toMillis());
    }),
  );
});

it("February 29 finds the nearest leap year", () => {
  const leapDay = Date.UTC(1972, 1, 29);
  expect(completeYear(leapDay, Date.UTC(2026, 10, 21))).toBe(Date.UTC(2028, 1, 29));
  expect(completeYear(leapDay, Date.UTC(2025, 1, 1))).toBe(Date.UTC(2024, 1, 29));
  expect(completeYear(leapDay + DAY, Date.UTC(2026, 10, 21))).toBe(Date.UTC(2027, 2, 1));
});
