/** Timestamps that spell the month. */
import { daysOf, isWeekday, monthAt, YEARLESS } from "./calendar.ts";
import { finish, place, readCivilClock, readClock, readZone } from "./clock.ts";
import { BLANK, COLON, COMMA, countDigits, DASH, four, isDigit, isLetter, number, SLASH, two } from "./digits.ts";
import type { Stamp, StampShape } from "./stamp-shape.ts";

export const ctime: StampShape = {
  name: "ctime",
  about: "C's ctime and relatives: uWSGI, Apache's error log, date(1), Ruby",
  examples: [
    "Sat Nov 21 21:52:10 2026",
    "Sat Jan  3 21:52:10 2026",
    "Sat Nov 21 13:52:55.263123 2026",
    "Sat Nov 21 13:52:10 UTC 2026",
    "Sat Nov 21 21:52:10 CST 2026",
    "Sat Nov 21 21:52:10 2026 +0800",
  ],
  read: readCtime,
};

function readCtime(text: string, pos: number, out: Stamp): boolean {
  if (text.charCodeAt(pos + 3) !== BLANK || text.charCodeAt(pos + 7) !== BLANK) return false;
  const month = monthAt(text, pos + 4);
  if (month === 0 || text.charCodeAt(pos + 10) !== BLANK || !isWeekday(text, pos)) return false;
  if (!readClock(text, pos + 11, out)) return false;
  out.offset = null;
  if (!isDigit(text.charCodeAt(out.end + 1))) readZoneName(text, out);
  const days =
    text.charCodeAt(out.end) === BLANK ? daysOf(four(text, out.end + 1), month, paddedDay(text, pos + 8)) : -1;
  out.end += 5;
  return out.offset === null ? finish(text, days, out) : place(text, days, out);
}

/** Reads the zone between time and year; an abbreviation other than UTC and GMT has many meanings and says nothing. */
function readZoneName(text: string, out: Stamp): void {
  readZone(text, out.end, out);
  if (out.offset !== null) return;
  const start = out.end + 1;
  let end = start;
  while (end - start < 5 && isLetter(text.charCodeAt(end))) end++;
  if (end > start) out.end = end;
}

export const syslog: StampShape = {
  name: "syslog",
  about: "RFC 3164: month and day without a year",
  examples: ["Nov 21 21:52:10", "Jan  3 21:52:10", "Feb 29 21:52:10.263"],
  read(text, pos, out) {
    if (text.charCodeAt(pos + 3) !== BLANK || text.charCodeAt(pos + 6) !== BLANK) return false;
    const days = daysOf(YEARLESS, monthAt(text, pos), paddedDay(text, pos + 4));
    if (days < 0 || !readClock(text, pos + 7, out) || !finish(text, days, out)) return false;
    out.dated = false;
    out.yearless = true;
    return true;
  },
};

export const glog: StampShape = {
  name: "glog",
  about: "glog and klog (Kubernetes): a letter for the level, month and day without a year",
  examples: ["I1121 21:52:10.263123", "E0103 21:52:10.263123", "W0229 21:52:10"],
  read(text, pos, out) {
    if (glogLevel(text, pos) < 0 || text.charCodeAt(pos + 5) !== BLANK) return false;
    const days = daysOf(YEARLESS, two(text, pos + 1), two(text, pos + 3));
    if (days < 0 || !readClock(text, pos + 6, out) || !finish(text, days, out)) return false;
    out.dated = false;
    out.yearless = true;
    return true;
  },
};

/** The level that glog's letter at `pos` stands for, as a rank (0 debug .. 4 fatal), or -1; in either case. */
export function glogLevel(text: string, pos: number): number {
  return isDigit(text.charCodeAt(pos + 1)) ? "DIWEF".indexOf(text[pos]?.toUpperCase() ?? " ") : -1;
}

export const monthFirst: StampShape = {
  name: "month-first",
  about: "month, day, year, time: java.util.logging, Cisco",
  examples: ["Nov 21, 2026 1:52:10 PM", "Nov 3, 2026 13:52:10", "Nov 21 2026 21:52:10.263"],
  read(text, pos, out) {
    const month = text.charCodeAt(pos + 3) === BLANK ? monthAt(text, pos) : 0;
    if (month === 0) return false;
    const width = countDigits(text, pos + 4, 2);
    const dayEnd = pos + 4 + width;
    const yearAt = text.charCodeAt(dayEnd) === COMMA ? dayEnd + 2 : dayEnd + 1;
    if (text.charCodeAt(yearAt - 1) !== BLANK || text.charCodeAt(yearAt + 4) !== BLANK) return false;
    const days = daysOf(four(text, yearAt), month, number(text, pos + 4, width));
    return days >= 0 && readCivilClock(text, yearAt + 5, out) && finish(text, days, out);
  },
};

export const clf: StampShape = dayFirst(SLASH, {
  name: "clf",
  about: "the common log format of access logs",
  examples: ["21/Nov/2026:21:56:51 +0800", "21/Nov/2026:21:56:51.263 +0800", "21/Nov/2026 21:56:51"],
});

export const dashedDayFirst: StampShape = dayFirst(DASH, {
  name: "day-first-dashes",
  about: "PHP and php-fpm, Tomcat, BIND",
  examples: ["21-Nov-2026 13:52:55", "21-Nov-2026 13:52:55.263", "21-Nov-2026 13:52:55 UTC"],
});

export const spacedDayFirst: StampShape = dayFirst(BLANK, {
  name: "day-first",
  about: "Redis",
  examples: ["21 Nov 2026 13:52:55.263", "21 Nov 2026 13:52:55"],
});

export const httpDate: StampShape = {
  name: "http-date",
  about: "RFC 5322 and HTTP: a weekday before the day",
  examples: ["Sat, 21 Nov 2026 13:52:55 GMT", "Sat, 21 Nov 2026 21:52:55 +0800"],
  read(text, pos, out) {
    if (text.charCodeAt(pos + 3) !== COMMA || text.charCodeAt(pos + 4) !== BLANK || !isWeekday(text, pos)) return false;
    return spacedDayFirst.read(text, pos + 5, out);
  },
};

/** `DD-Mon-YYYY HH:MM:SS` with the given mark between the parts of the date, and a blank or a colon behind it. */
function dayFirst(mark: number, words: Omit<StampShape, "read">): StampShape {
  const read = (text: string, pos: number, out: Stamp): boolean => {
    if (text.charCodeAt(pos + 2) !== mark || text.charCodeAt(pos + 6) !== mark) return false;
    const gap = text.charCodeAt(pos + 11);
    if (gap !== BLANK && gap !== COLON) return false;
    const days = daysOf(four(text, pos + 7), monthAt(text, pos + 3), two(text, pos));
    return days >= 0 && readClock(text, pos + 12, out) && finish(text, days, out);
  };
  return { ...words, read };
}

/** A day in two columns, its first digit perhaps a blank; -1 where there is none. */
function paddedDay(text: string, pos: number): number {
  if (text.charCodeAt(pos) !== BLANK) return two(text, pos);
  return isDigit(text.charCodeAt(pos + 1)) ? number(text, pos + 1, 1) : -1;
}
