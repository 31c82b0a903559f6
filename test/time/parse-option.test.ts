import { describe, expect, it } from "vitest";
import { parseDay, parseInstant } from "../../src/time/parse-option.ts";
import { zoneNamed } from "../../src/time/zone.ts";

const HOUR = 3_600_000;
const shanghai = zoneNamed("Asia/Shanghai");
/** 2026-11-22 01:00 in Shanghai, where it is a day later than at UTC. */
const now = Date.UTC(2026, 10, 21, 17, 0);

describe("parseInstant reads", () => {
  it.each([
    ["2026-11-21T13:52:55.263Z", Date.UTC(2026, 10, 21, 13, 52, 55, 263)],
    ["2026-11-21T13:52:55+02:00", Date.UTC(2026, 10, 21, 11, 52, 55)],
    ["2026-11-21T13:52+02:00", Date.UTC(2026, 10, 21, 11, 52)],
    ["2026-11-21T13:52:55", Date.UTC(2026, 10, 21, 5, 52, 55)],
    ["2026-11-21 13:52:55,263", Date.UTC(2026, 10, 21, 5, 52, 55, 263)],
    ["2026-11-21 13:52", Date.UTC(2026, 10, 21, 5, 52)],
    ["2026-11-21", Date.UTC(2026, 10, 20, 16, 0)],
    ["2026-W47-6", Date.UTC(2026, 10, 20, 16, 0)],
    [" 2026-11-21 ", Date.UTC(2026, 10, 20, 16, 0)],
    ["Sat Nov 21 13:52:55 2026", Date.UTC(2026, 10, 21, 5, 52, 55)],
    ["21/Nov/2026:13:52:55 +0000", Date.UTC(2026, 10, 21, 13, 52, 55)],
    ["1795269175", Date.UTC(2026, 10, 21, 13, 52, 55)],
    ["13:52", Date.UTC(2026, 10, 22, 5, 52)],
    ["9:05:30.250", Date.UTC(2026, 10, 22, 1, 5, 30, 250)],
    ["-90s", now - 90_000],
    ["-30m", now - HOUR / 2],
    ["-1h", now - HOUR],
    ["-1.5h", now - 1.5 * HOUR],
    ["-2d", now - 48 * HOUR],
    ["-1w", now - 168 * HOUR],
  ])("%s", (text, instant) => {
    expect(parseInstant(text, shanghai, now)).toBe(instant);
  });
});

describe("parseInstant refuses", () => {
  it.each([
    "",
    "yesterday",
    "-1y",
    "-h",
    "1h",
    "25:00",
    "13:60",
    "2026-13-01",
    "2026-02-30 13:52",
    "2026-11-21 13:52:55 and more",
    "Nov 21 13:52:55",
    "1352",
  ])("%j in one line", (text) => {
    expect(() => parseInstant(text, shanghai, now)).toThrow(RangeError);
    expect(() => parseInstant(text, shanghai, now)).toThrow(JSON.stringify(text));
  });
});

describe("parseDay", () => {
  it("is the midnight of the wall clock", () => {
    expect(parseDay("2026-11-21")).toBe(Date.UTC(2026, 10, 21));
    expect(parseDay("2028-02-29")).toBe(Date.UTC(2028, 1, 29));
  });

  it.each(["", "2026-02-29", "2026-11-21T00:00", "21.11.2026", "today"])("refuses %j", (text) => {
    expect(() => parseDay(text)).toThrow(RangeError);
    expect(() => parseDay(text)).toThrow(JSON.stringify(text));
  });
});
