import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newStamp, readStamp, readUptime, type Stamp, stampShapes } from "../../src/time/stamp.ts";

const noon = Date.UTC(2026, 10, 21, 13, 52, 55);

/** The stamp at the start of a text, with the name of its shape; null where there is none. */
function read(text: string, pos = 0): (Stamp & { shape: string }) | null {
  const out = newStamp();
  const shape = stampShapes[readStamp(text, pos, out)];
  return shape === undefined ? null : { ...out, shape: shape.name };
}

describe("every shape", () => {
  const examples = stampShapes.flatMap((shape) => shape.examples.map((text) => ({ shape, text })));

  it.each(examples)("$shape.name reads $text to its end", ({ shape, text }) => {
    expect(read(text)).toMatchObject({ shape: shape.name, end: text.length });
  });

  it.each(examples)("$text is of no other shape than $shape.name", ({ shape, text }) => {
    const others = stampShapes.filter((other) => other !== shape && other.read(text, 0, newStamp()));
    expect(others.map((other) => other.name)).toEqual([]);
  });

  it.each(examples)("$text is read within a line, in either case", ({ shape, text }) => {
    for (const written of [text, text.toLowerCase(), text.replace(/[A-Z][a-z]+/g, (word) => word.toUpperCase())]) {
      const out = newStamp();
      const expected = read(text);
      expect(shape.read(`[${written}] app 19272 start task`, 1, out)).toBe(true);
      if (written === text) expect(out).toMatchObject({ ms: expected?.ms, end: text.length + 1 });
    }
  });

  it.each(examples.filter(({ text }) => /\d$/.test(text)))("$text 7 with a digit more is another text", ({ text }) => {
    const more = read(`${text}7`);
    expect(more === null || more.end !== text.length).toBe(true);
  });
});

describe("the instant", () => {
  it.each([
    ["2026-11-21 13:52:55,263", noon + 263, null, 1],
    ["2026-11-21T13:52:55.263Z", noon + 263, 0, 1],
    ["2026-11-21T13:52:55.263+08:00", noon + 263 - 8 * 3_600_000, 480, 1],
    ["2026-11-21T13:52:55.263-0330", noon + 263 + 3.5 * 3_600_000, -210, 1],
    ["2026-11-21 13:52:55+05:30", noon - 5.5 * 3_600_000, 330, 1000],
    ["2026-11-21 13:52:55+08", noon - 8 * 3_600_000, 480, 1000],
    ["2026-11-21 13:52:55 +0000", noon, 0, 1000],
    ["2026-11-21 13:52:55 GMT+0800", noon - 8 * 3_600_000, 480, 1000],
    ["2026-11-21T13:52:55.872885268Z", noon + 872, 0, 1],
    ["2026-11-21T13:52:55.8", noon + 800, null, 100],
    ["2026-11-21T13:52:55.87", noon + 870, null, 10],
    ["2026-11-21 13:52", noon - 55_000, null, 60_000],
    ["20261121T135255", noon, null, 1000],
    ["Sat Nov 21 13:52:55 2026", noon, null, 1000],
    ["Sat Nov 21 13:52:55 CST 2026", noon, null, 1000],
    ["Sat Nov 21 13:52:55 UTC 2026", noon, 0, 1000],
    ["Sat Nov 21 13:52:55 2026 +0800", noon - 8 * 3_600_000, 480, 1000],
    ["Sat Nov 21 13:52:55.263123 2026", noon + 263, null, 1],
    ["21/Nov/2026:13:52:55 +0800", noon - 8 * 3_600_000, 480, 1000],
    ["11/21/2026 1:52:55 PM", noon, null, 1000],
    ["11/21/2026 12:52:55 AM", noon - 13 * 3_600_000, null, 1000],
    ["11/21/26 13:52:55:263", noon + 263, null, 1],
    ["26-11-21 13:52:55", noon, null, 1000],
    ["99-11-21 13:52:55", Date.UTC(1999, 10, 21, 13, 52, 55), null, 1000],
    ["1795269175", noon, 0, 1000],
    ["1795269175.263412", noon + 263, 0, 1],
    ["1795269175263", noon + 263, 0, 1],
    ["1795269175263412", noon + 263, 0, 1],
    ["1795269175263412999", noon + 263, 0, 1],
    ["1795269175263.412", noon + 263, 0, 1],
    ["2026-11-21 13:52:55,2", noon + 200, null, 100],
    ["2026-11-21 13:52:55,26", noon + 260, null, 10],
    ["2026-11-21 13:52:55,2634", noon + 263, null, 1],
    ["2026-11-21 13:52:55,26341Z", noon + 263, 0, 1],
    ["2026-11-21 13:52:55,263412", noon + 263, null, 1],
    ["2026-11-21 13:52:55,2634129", noon + 263, null, 1],
    ["2026-11-21 13:52:55,26341299 +0800", noon + 263 - 8 * 3_600_000, 480, 1],
    ["2026-11-21 13:52:55,263412999", noon + 263, null, 1],
    ["2026-11-21 01:52:55 PM", noon, null, 1000],
    ["2026-11-21 12:52:55.263 AM", noon + 263 - 13 * 3_600_000, null, 1],
    ["2026-11-21 12:52:55 PM", noon - 3_600_000, null, 1000],
    ["2026-11-21 01:52:55 PM +0800", noon - 8 * 3_600_000, 480, 1000],
    ["2026.11.21 13:52:55", noon, null, 1000],
    ["21.11.2026 13:52:55,263", noon + 263, null, 1],
    ["2026-11-21 13:52:55.263 CET", noon + 263 - 3_600_000, 60, 1],
    ["2026-11-21 13:52:55.263 JST", noon + 263 - 9 * 3_600_000, 540, 1],
    ["2026-11-21 13:52:55 EST", noon + 5 * 3_600_000, -300, 1000],
    ["2026-11-21 13:52:55 NZDT", noon - 13 * 3_600_000, 780, 1000],
    ["2026-11-21 13:52:55 MSK", noon - 3 * 3_600_000, 180, 1000],
    ["2026-11-21 13:52:55.263 +08", noon + 263 - 8 * 3_600_000, 480, 1],
    ["Sat Nov 21 13:52:55 CET 2026", noon - 3_600_000, 60, 1000],
    ["21-Nov-2026 13:52:55 JST", noon - 9 * 3_600_000, 540, 1000],
  ])("of %s", (text, ms, offset, step) => {
    expect(read(text)).toMatchObject({
      ms,
      offset,
      step,
      end: text.length,
      dated: true,
      yearless: false,
      clock: "wall",
    });
  });

  it("of a yearless date lies in 1972, which has every day", () => {
    expect(read("Feb 29 21:52:10")).toMatchObject({
      ms: Date.UTC(1972, 1, 29, 21, 52, 10),
      dated: false,
      yearless: true,
    });
  });

  it("of a time of day is counted from midnight", () => {
    expect(read("13:52:55,263")).toMatchObject({ ms: (noon % 86_400_000) + 263, dated: false, yearless: false });
  });

  it.each([
    ["1:52:55 PM", noon % 86_400_000, null],
    ["12:52:55 AM", (noon % 86_400_000) - 13 * 3_600_000, null],
    ["01:52:55.000 pm", noon % 86_400_000, null],
    ["13:52:55Z", noon % 86_400_000, 0],
    ["21:52:55+08:00", noon % 86_400_000, 480],
  ])("of the time of day %s", (text, ms, offset) => {
    expect(read(text)).toMatchObject({ ms, offset, end: text.length, dated: false });
  });

  it("of the end of a day or a leap second is the beginning of what follows", () => {
    expect(read("2026-12-31 24:00:00")?.ms).toBe(Date.UTC(2027, 0, 1));
    expect(read("2016-12-31 23:59:60")?.ms).toBe(Date.UTC(2017, 0, 1));
  });

  it("keeps nothing of the stamp read before", () => {
    const out = newStamp();
    readUptime("1.500000", 0, out);
    for (const text of ["Nov 21 21:52:10", "13:52:55", "1795269175", "2026-11-21T13:52:55Z", "2026-11-21 13:52:55"]) {
      readStamp(text, 0, out);
      expect({ ...out }).toEqual({ ...newStamp(), ...read(text), shape: undefined });
    }
  });
});

describe("a stamp ends", () => {
  it.each([
    ["2026-11-21 13:52:55,12,next column", 19],
    ["2026-11-21 13:52:55, a comma", 19],
    ["2026-11-21 13:52:55. A sentence", 19],
    ["2026-11-21 13:52:55: uwsgi", 19],
    ["2026-11-21 13:52: uwsgi", 16],
    ["2026-11-21 13:52:55 - message", 19],
    ["2026-11-21 13:52:55 -12 apples", 19],
    ["2026-11-21 13:52:55 -10% load", 19],
    ["2026-11-21 13:52:55 +08 [123] LOG", 23],
    ["2026-11-21 13:52:55,12 ms", 22],
    ["2026-11-21 13:52:55,1234,worker", 19],
    ["2026-11-21 13:52:55 CST [123]", 19],
    ["2026-11-21 13:52:55 CETUS rises", 19],
    ["2026-11-21 13:52:55 TEST ok", 19],
    ["2026-11-21 13:52:55 AMD 64", 19],
    ["2026-11-21 13:52:55 PM2 says", 19],
    ["2026-11-21 21:52:55 PM", 19],
    ["2026-11-21 13:52:55 +0875 no zone", 19],
    ["2026-11-21 13:52:55 +080000", 19],
    ["2026-11-21 13:52:55Zebra", 19],
    ["2026-11-21 13:52:55 GMTX", 19],
    ["2026-11-21 13:52:55-12-thread", 19],
    ["2026-11-21 13:52:55.263|INFO", 23],
    ["Nov 21 21:52:10 2019 was the pid", 15],
    ["11/21/2026 1:52:10 PMX", 18],
  ])("in %s at %i", (text, end) => {
    expect(read(text)?.end).toBe(end);
  });
});

describe("no stamp is", () => {
  it.each([
    "",
    "2026",
    "2026-11-21",
    "2026-02-30 13:52:55",
    "2026-02-29 13:52:55",
    "2100-02-29 13:52:55",
    "2026-13-01 13:52:55",
    "2026-00-01 13:52:55",
    "2026-11-00 13:52:55",
    "1969-12-31 23:59:59",
    "0001-01-01 00:00:00",
    "2026-11-21 24:00:01",
    "2026-11-21 25:00:00",
    "2026-11-21 13:60:00",
    "2026-11-21 13:52:61",
    "2026-11-21 13:52:555",
    "2026-11-21 13:52:5",
    "2026-11-21 13:522",
    "2026-11-21 13:52:55.1234567890",
    "2026-11/21 13:52:55",
    "2026-11-21_13:52:55",
    "x2026-11-21 13:52:55",
    "Sat Nov 31 21:52:10 2026",
    "Sat Nov 21 21:52:10 20266",
    "Sat Nov 21 21:52:10",
    "Xxx Nov 21 21:52:10 2026",
    "Nox 21 21:52:10",
    "Feb 30 21:52:10",
    "31/Feb/2026:21:56:51 +0800",
    "21/11/2026 13:52:55",
    "13:52:555",
    "13:52:55:12:13:14",
    "1:52:55",
    "99:52:55",
    "00:1a:52:55",
    "946684799",
    "0946684799",
    "4102444800",
    "17952691750",
    "1795269175abcdef",
    "1795269175-uuid",
    "1795269175263.5.1",
    "31.13.2026 13:52:55",
    "1.2.3.4 13:52:55",
    "1:52:55 XM",
    "139889324566272",
    "2295.067682",
  ])("%j", (text) => {
    expect(read(text)).toBeNull();
  });

  it("ever read with an exception, whatever the text", () => {
    const alphabet = fc.constantFrom(..."0123456789-/:.,+ TZSatNov");
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 32 }), fc.nat(40), (text, pos) => {
        const out = newStamp();
        if (readStamp(text, pos, out) < 0) return;
        expect(out.end).toBeGreaterThan(pos);
        expect(out.end).toBeLessThanOrEqual(text.length);
        expect(Number.isInteger(out.ms)).toBe(true);
      }),
    );
  });
});

describe("uptime", () => {
  it("is read as ms since boot", () => {
    const out = newStamp();
    expect(readUptime("[ 2295.067682] Out of memory", 1, out)).toBe(true);
    expect(out).toMatchObject({ ms: 2_295_067, end: 13, step: 1, offset: null, dated: false, clock: "uptime" });
  });

  it.each(["2295", "2295.", "2295.06", ".067682", "x", "", "1795269175.263412", "1.0123456789"])(
    "is not %j",
    (text) => {
      expect(readUptime(text, 0, newStamp())).toBe(false);
    },
  );
});
