import { describe, expect, it } from "vitest";
import { javaPattern, strftimePattern } from "../../src/recognise/log-formats/date-patterns.ts";
import { complainer } from "../../src/recognise/log-formats/declared.ts";
import { type DatePattern, DateReader } from "../../src/time/pattern.ts";
import { newStamp } from "../../src/time/stamp.ts";
import { zoneNamed } from "../../src/time/zone.ts";

const complain = complainer("test");
const second = Date.UTC(2026, 10, 21, 13, 52, 55);

function read(pattern: DatePattern | undefined, text: string) {
  const stamp = newStamp();
  if (!pattern) return null;
  const reader = new DateReader(pattern, pattern.zone ? zoneNamed(pattern.zone) : null);
  return reader.read(text, 0, stamp) ? { ...stamp, rest: text.slice(stamp.end) } : null;
}

describe("strftime", () => {
  it.each([
    ["%d/%b/%Y:%H:%M:%S %z", "21/Nov/2026:13:52:55 +0000 x", second, 0, " x"],
    ["%Y%m%d%H%M%S", "20261121135255", second, null, ""],
    ["%a %b %e %T %Y", "Sat Nov 21 13:52:55 2026|", second, null, "|"],
    ["%F %I:%M:%S %p", "2026-11-21 01:52:55 PM", second, null, ""],
    ["%D %R", "11/21/26 13:52", second - 55_000, null, ""],
    ["%A, %-d. %B %Y %H:%M:%S.%f %Z", "Saturday, 21. November 2026 13:52:55.263999 CET", second + 263, null, ""],
    ["%c", "Sat Nov 21 13:52:55 2026", second, null, ""],
  ])("%s", (format, text, ms, offset, rest) => {
    expect(read(strftimePattern(format, 1, complain), text)).toMatchObject({ ms, offset, rest, dated: true });
  });

  it("says what it cannot read", () => {
    expect(() => strftimePattern("%Y-%j", 5, complain)).toThrow(
      new RangeError('test format, column 8: cannot read "%j" of a time'),
    );
    expect(strftimePattern("%s", 1, complain)).toBeUndefined();
  });
});

describe("Java's patterns", () => {
  it.each([
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", null, "2026-11-21T21:52:55.263+08:00", second + 263, 480],
    ["dd.MM.yyyy HH:mm:ss", null, "21.11.2026 13:52:55", second, null],
    ["yyMMdd HHmmss.SSSSSS", null, "261121 135255.263417", second + 263, null],
    ["MMM d, yyyy h:mm:ss a", null, "Nov 21, 2026 1:52:55 PM", second, null],
    ["EEE, dd MMM yyyy HH:mm:ss zzz", null, "Sat, 21 Nov 2026 13:52:55 GMT", second, 0],
    ["yyyy-MM-dd HH:mm:ss", "Asia/Shanghai", "2026-11-21 21:52:55", second, 480],
    ["yyyy-MM-dd 'o''clock' HH:mm:ss", null, "2026-11-21 o'clock 13:52:55", second, null],
  ])("%s", (pattern, zone, text, ms, offset) => {
    expect(read(javaPattern(pattern, 1, zone, complain), text)).toMatchObject({ ms, offset, rest: "", dated: true });
  });

  it("may lack the year, or the day", () => {
    const day = read(javaPattern("MM-dd HH:mm:ss", 1, null, complain), "11-21 13:52:55");
    expect(day).toMatchObject({ dated: false, yearless: true });
    const time = read(javaPattern("HH:mm:ss,SSS", 1, null, complain), "13:52:55,263");
    expect(time).toMatchObject({ dated: false, yearless: false, ms: (second % 86_400_000) + 263 });
  });

  it.each([
    ["yyyy-MM-dd", "2026-13-21 00:00:00"],
    ["yyyy-MM-dd HH:mm:ss", "2026-11-31 13:52:55"],
    ["yyyy-MM-dd HH:mm:ss", "2026-11-21 13:72:55"],
    ["HH:mm:ss", "13:5"],
    ["HH:mm:ss z", "13:52:55 +99:00"],
    ["hh a", "01 XM"],
  ])("%s does not fit %s", (pattern, text) => {
    expect(read(javaPattern(pattern, 1, null, complain), text)).toBeNull();
  });

  it("says what it cannot read", () => {
    expect(() => javaPattern("yyyy-qq", 3, null, complain)).toThrow(
      new RangeError('test format, column 8: cannot read "qq" of a date'),
    );
    expect(() => javaPattern("yyyy'T", 3, null, complain)).toThrow(
      new RangeError("test format, column 7: unclosed quote in a date"),
    );
  });
});
