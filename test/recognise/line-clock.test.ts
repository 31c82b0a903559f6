import { describe, expect, it } from "vitest";
import { type ClockOptions, LineClock } from "../../src/recognise/line-clock.ts";
import { newStamp, readStamp } from "../../src/time/stamp.ts";
import { zoneNamed } from "../../src/time/zone.ts";

const clock = (options: Partial<ClockOptions> = {}) =>
  new LineClock({ zone: zoneNamed("UTC"), zoneGiven: false, day: null, ...options });

/** What a clock makes of a stamp, as ISO text in UTC. */
function at(of: LineClock, text: string, envelope: string | null = null): string | null {
  const stamp = newStamp();
  expect(readStamp(text, 0, stamp), text).toBeGreaterThanOrEqual(0);
  const ms = of.resolve(stamp, envelope === null ? null : Date.parse(envelope));
  return ms === null ? null : new Date(ms).toISOString();
}

describe("zones", () => {
  it("a stamp's own offset outranks all", () => {
    const c = clock({ zone: zoneNamed("Asia/Shanghai"), zoneGiven: true });
    expect(at(c, "2026-11-21T14:00:00.000+02:00", "2026-11-21T01:00:00Z")).toBe("2026-11-21T12:00:00.000Z");
    expect(c.offset).toBe(120);
  });
  it("a wall clock is in the given zone", () => {
    const c = clock({ zone: zoneNamed("Asia/Shanghai"), zoneGiven: true });
    expect(at(c, "2026-11-21 14:00:00")).toBe("2026-11-21T06:00:00.000Z");
    expect(c.offset).toBe(480);
  });
  it("an envelope supplies the missing zone, in quarters of an hour", () => {
    const c = clock();
    expect(at(c, "2026-11-21 19:30:00,500", "2026-11-21T14:00:00.700Z")).toBe("2026-11-21T14:00:00.500Z");
    expect(c.offset).toBe(330);
  });
  it("an envelope does not overrule a zone that the user gave", () => {
    const c = clock({ zoneGiven: true });
    expect(at(c, "2026-11-21 19:30:00", "2026-11-21T14:00:00Z")).toBe("2026-11-21T19:30:00.000Z");
  });
  it("an envelope that is no zone away is another instant", () => {
    expect(at(clock(), "2026-11-21 14:07:00", "2026-11-21T14:00:00Z")).toBe("2026-11-21T14:07:00.000Z");
  });
});

describe("what is missing in a stamp", () => {
  it("the day comes from the line before, and turns at midnight", () => {
    const c = clock();
    expect(at(c, "2026-11-21 23:59:58")).toBe("2026-11-21T23:59:58.000Z");
    expect(at(c, "23:59:59.500")).toBe("2026-11-21T23:59:59.500Z");
    expect(at(c, "00:00:01.000")).toBe("2026-11-22T00:00:01.000Z");
    expect(at(c, "23:59:59.900"), "a line that is late").toBe("2026-11-21T23:59:59.900Z");
  });
  it("or from the option, in the morning", () => {
    expect(at(clock({ day: Date.UTC(2026, 10, 21) }), "09:00:01.000")).toBe("2026-11-21T09:00:01.000Z");
  });
  // The day's 00:00 stands for the last line seen, and completeDay takes the nearest: from noon on, the day before.
  it("or from the option, in the afternoon", () => {
    expect(at(clock({ day: Date.UTC(2026, 10, 21) }), "14:00:01.000")).toBe("2026-11-21T14:00:01.000Z");
  });
  it("or from another source", () => {
    const c = clock();
    c.near = Date.UTC(2026, 10, 21, 14, 30);
    expect(at(c, "14:00:01.000")).toBe("2026-11-21T14:00:01.000Z");
  });
  it("without any of them there is no instant", () => {
    expect(at(clock(), "14:00:01.000")).toBeNull();
  });
  it("the year comes from what is near, and turns at New Year", () => {
    const c = clock();
    c.near = Date.UTC(2024, 11, 31, 12);
    expect(at(c, "Dec 31 23:59:59")).toBe("2024-12-31T23:59:59.000Z");
    expect(at(c, "Jan  1 00:00:02")).toBe("2025-01-01T00:00:02.000Z");
  });
});
