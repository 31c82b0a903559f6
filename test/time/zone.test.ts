import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { type Zone, zoneNamed } from "../../src/time/zone.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const names = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kolkata", "UTC"];

/** Instants of the years 1975 to 2099, half of them within four hours of a usual change of clocks. */
const instants = fc.oneof(
  fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2099, 11, 31) }),
  fc
    .tuple(
      fc.integer({ min: 1975, max: 2099 }),
      fc.constantFrom([2, 8], [2, 25], [9, 25], [10, 1]),
      fc.nat(6),
      fc.integer({ min: -4 * HOUR, max: 10 * HOUR }),
    )
    .map(([year, [month = 0, day = 1], days, ms]) => Date.UTC(year, month, day + days) + ms),
);

/** What luxon makes of a wall clock, the earlier of two where there are two. */
function byLuxon(wallMs: number, zone: string): number {
  const wall = DateTime.fromMillis(wallMs, { zone: "utc" });
  const [first] = wall.setZone(zone, { keepLocalTime: true }).getPossibleOffsets();
  return first?.toMillis() ?? Number.NaN;
}

describe.each(names)("%s", (name) => {
  it("has luxon's offsets", () => {
    const zone = zoneNamed(name);
    fc.assert(
      fc.property(instants, (ms) => {
        expect(zone.offsetAt(ms)).toBe(DateTime.fromMillis(ms, { zone: name }).offset);
      }),
      { numRuns: 500 },
    );
  });

  it("reads a wall clock as luxon does", () => {
    const zone = zoneNamed(name);
    fc.assert(
      fc.property(instants, (ms) => {
        expect(zone.toEpoch(ms)).toBe(byLuxon(ms, name));
      }),
      { numRuns: 500 },
    );
  });
});

describe("a change of clocks in Berlin", () => {
  const zone: Zone = zoneNamed("Europe/Berlin");

  it("moves a time that never was on by the gap", () => {
    expect(zone.toEpoch(Date.UTC(2026, 2, 29, 1, 59, 59, 999))).toBe(Date.UTC(2026, 2, 29, 0, 59, 59, 999));
    expect(zone.toEpoch(Date.UTC(2026, 2, 29, 2, 30))).toBe(Date.UTC(2026, 2, 29, 1, 30));
    expect(zone.toEpoch(Date.UTC(2026, 2, 29, 3, 0))).toBe(Date.UTC(2026, 2, 29, 1, 0));
  });

  it("takes the first of two equal times", () => {
    expect(zone.toEpoch(Date.UTC(2026, 9, 25, 2, 0))).toBe(Date.UTC(2026, 9, 25, 0, 0));
    expect(zone.toEpoch(Date.UTC(2026, 9, 25, 2, 59, 59, 999))).toBe(Date.UTC(2026, 9, 25, 0, 59, 59, 999));
    expect(zone.toEpoch(Date.UTC(2026, 9, 25, 3, 0))).toBe(Date.UTC(2026, 9, 25, 2, 0));
  });

  it("is known whatever was asked before", () => {
    const other = zoneNamed("Europe/Berlin");
    fc.assert(
      fc.property(fc.array(instants, { minLength: 2, maxLength: 6 }), (all) => {
        const forward = all.map((ms) => [zone.toEpoch(ms), zone.offsetAt(ms)]);
        const backward = [...all].reverse().map((ms) => [other.toEpoch(ms), other.offsetAt(ms)]);
        expect(backward.reverse()).toEqual(forward);
      }),
    );
  });
});

describe("zoneNamed", () => {
  it.each([
    ["Asia/Shanghai", "Asia/Shanghai", 480],
    ["UTC", "UTC", 0],
    ["utc", "UTC", 0],
    ["Z", "UTC", 0],
    ["UTC+8", "UTC+8", 480],
    ["+08:00", "UTC+8", 480],
    ["+0530", "UTC+5:30", 330],
    ["-03:30", "UTC-3:30", -210],
    ["GMT-5", "UTC-5", -300],
  ])("knows %s", (text, name, offset) => {
    const zone = zoneNamed(text);
    expect([zone.name, zone.offsetAt(0), zone.toEpoch(0)]).toEqual([name, offset, -offset * MINUTE || 0]);
  });

  it("knows the machine's own", () => {
    const now = Date.UTC(2026, 10, 21);
    expect(zoneNamed("local").offsetAt(now)).toBe(DateTime.fromMillis(now).offset);
  });

  it.each(["", " ", "Mars/Olympus", "+99:00", "+08:75", "UTC+8x", "8"])("refuses %j by name", (text) => {
    expect(() => zoneNamed(text)).toThrow(RangeError);
    expect(() => zoneNamed(text)).toThrow(JSON.stringify(text));
  });
});
