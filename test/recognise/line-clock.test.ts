import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
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

describe("a time of day", () => {
  it("is of the next day after a night's silence, and of the same where a line is late", () => {
    const c = clock({ day: Date.UTC(2026, 10, 21) });
    const times = ["18:00:00", "08:00:00", "07:59:58", "08:00:01", "22:30:00", "21:10:00", "00:10:00", "23:59:59"];
    expect(times.map((time) => at(c, time)?.slice(8, 10)).join(" ")).toBe("21 22 22 22 22 22 23 22");
  });
  it("goes on over any number of midnights, whatever is late by hours", () => {
    const hour = 3_600_000;
    const steps = fc.array(fc.integer({ min: -8 * hour, max: 14 * hour }), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (all) => {
        const c = clock({ day: Date.UTC(2026, 10, 21) });
        let now = Date.UTC(2026, 10, 21, 12);
        expect(at(c, "12:00:00")).toBe(new Date(now).toISOString());
        for (const step of all) {
          now += step - (step % 1000);
          expect(at(c, new Date(now).toISOString().slice(11, 19))).toBe(new Date(now).toISOString());
        }
      }),
    );
  });
  it("with a zone needs none", () => {
    const c = clock({ day: Date.UTC(2026, 10, 21) });
    expect(at(c, "01:00:00+08:00")).toBe("2026-11-20T17:00:00.000Z");
    expect([c.offset, c.ownZone, c.assumedZone]).toEqual([480, true, false]);
  });
});

describe("a date without a year, and nothing near it", () => {
  afterEach(() => void vi.useRealTimers());

  it.each([
    ["2026-11-21", "Nov 21 10:00:00", "2026"],
    ["2026-11-21", "Mar  1 10:00:00", "2026"],
    ["2026-11-21", "Nov 25 10:00:00", "2025"],
    ["2027-01-02", "Dec 31 10:00:00", "2026"],
    ["2026-12-31", "Jan  1 00:30:00", "2027"],
    ["2027-06-01", "Feb 29 10:00:00", "2024"],
  ])("on %s %s is of %s: no log is of the future", (today, text, year) => {
    vi.useFakeTimers({ now: Date.parse(`${today}T12:00:00Z`) });
    expect(at(clock(), text)?.slice(0, 4)).toBe(year);
  });
  it("keeps to its zone where it bears one", () => {
    vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") });
    expect(at(clock(), "Nov 21 10:00:00 +0800")).toBe("2026-11-21T02:00:00.000Z");
  });
});

describe("a change of clocks", () => {
  const berlin = () => clock({ zone: zoneNamed("Europe/Berlin"), zoneGiven: true });

  it("the hour that comes twice is told by the lines before", () => {
    const c = berlin();
    const written = ["01:59:59", "02:10:00", "02:59:59", "02:00:00", "02:00:00", "02:40:00", "02:39:58", "03:00:00"];
    expect(written.map((time) => at(c, `2026-10-25 ${time}`)?.slice(11, 19)).join(" ")).toBe(
      "23:59:59 00:10:00 00:59:59 01:00:00 01:00:00 01:40:00 01:39:58 02:00:00",
    );
    expect(c.jumps).toMatchObject({ back: 0, forth: 0 });
  });
  it("a line that is late does not make it the second hour", () => {
    const c = berlin();
    expect(at(c, "2026-10-25 02:10:00.500")).toBe("2026-10-25T00:10:00.500Z");
    expect(at(c, "2026-10-25 02:10:00.100")).toBe("2026-10-25T00:10:00.100Z");
    expect(at(c, "2026-10-25 02:09:30.000")).toBe("2026-10-25T00:09:30.000Z");
  });
  it("the hour that never is goes on", () => {
    const c = berlin();
    expect(at(c, "2026-03-29 01:59:59")).toBe("2026-03-29T00:59:59.000Z");
    expect(at(c, "2026-03-29 02:30:00")).toBe("2026-03-29T01:30:00.000Z");
    expect(at(c, "2026-03-29 03:00:00")).toBe("2026-03-29T01:00:00.000Z");
  });
  it("a log that goes on is read as it was written", () => {
    const zone = zoneNamed("Europe/Berlin");
    const steps = fc.array(fc.integer({ min: 0, max: 1800 }), { maxLength: 30 });
    fc.assert(
      fc.property(steps, (all) => {
        const c = berlin();
        let now = Date.UTC(2026, 9, 24, 23);
        for (const step of all) {
          now += step * 1000;
          const wall = new Date(now + zone.offsetAt(now) * 60_000).toISOString().slice(0, 19);
          expect(at(c, wall)).toBe(new Date(now).toISOString());
        }
      }),
    );
  });
});

describe("lines beside others that bear a zone", () => {
  const sample = (zoneless: (minute: number) => string, options: Partial<ClockOptions> = {}) => {
    const read = clock(options);
    read.watch();
    for (let minute = 10; minute < 20; minute++) {
      at(read, `2026-11-21 14:${minute}:00 +0000`);
      at(read, zoneless(minute));
    }
    const learned = clock(options);
    learned.learnFrom(read);
    return learned;
  };

  it("are in the zone in which they stand beside them", () => {
    const c = sample((minute) => `2026-11-21 19:${minute + 30}:01,250`);
    expect([c.zoneName, c.zoneLearned]).toEqual(["UTC+5:30", true]);
    expect(at(c, "2026-11-21 19:52:55")).toBe("2026-11-21T14:22:55.000Z");
  });
  it("keep the machine's where it is the same", () => {
    const c = sample((minute) => `2026-11-21 15:${minute}:01,250`, { zone: zoneNamed("Europe/Berlin") });
    expect([c.zoneName, c.zoneLearned]).toEqual(["Europe/Berlin", false]);
  });
  it("keep the one given", () => {
    const c = sample((minute) => `2026-11-21 22:${minute}:01,250`, { zoneGiven: true });
    expect([c.zoneName, c.zoneLearned]).toEqual(["UTC", false]);
  });
  it("tell nothing where they do not agree", () => {
    const c = sample((minute) => `2026-11-21 ${minute % 2 ? 22 : 16}:${minute}:01,250`);
    expect(c.zoneLearned).toBe(false);
  });
});

describe("jumps of the clock", () => {
  const jumps = (...times: string[]) => {
    const c = clock();
    for (const time of times) at(c, `2026-11-21 ${time}`);
    const { size, back, forth } = c.jumps;
    return [size / 3_600_000, back, forth];
  };

  it("to another zone and back are counted", () => {
    expect(jumps("06:00:00", "14:00:01", "06:00:02", "14:00:04", "14:00:05", "06:00:40")).toEqual([8, 2, 1]);
  });
  it("are not a pause, nor lines that are late", () => {
    expect(jumps("06:00:00", "14:00:01", "14:00:00", "15:30:00", "15:22:00", "15:23:00")).toEqual([0, 0, 0]);
  });
  it("are not a request's time, which is that of its beginning", () => {
    const c = clock();
    const stamp = newStamp();
    for (const time of ["14:00:00", "13:00:00", "14:00:01"]) {
      readStamp(`2026-11-21 ${time}`, 0, stamp);
      c.resolve(stamp, null, time !== "13:00:00");
    }
    expect(c.jumps.back).toBe(0);
  });
});
