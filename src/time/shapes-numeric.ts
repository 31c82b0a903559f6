/** Timestamps made of digits alone. */
import { daysOf, shortYear } from "./calendar.ts";
import {
  finish,
  readCivilClock,
  readClock,
  readClockOrMinute,
  readCompactClock,
  readHalf,
  readHalfDay,
  readZone,
} from "./clock.ts";
import { BLANK, COLON, countDigits, DASH, DOT, four, isDigit, isLetter, number, SLASH, two } from "./digits.ts";
import type { Stamp, StampShape } from "./stamp-shape.ts";

const MINUTE = 60_000;
const LOWER_T = 116;
const UNDERSCORE = 95;

export const iso: StampShape = {
  name: "iso",
  about: "ISO 8601 and its relatives: Python logging, log4j, Go, nginx, Rust, journals",
  examples: [
    "2026-11-21 13:52:55,263",
    "2026-11-21T13:52:55.263Z",
    "2026-11-21T13:52:55.263+08:00",
    "2026-11-21T13:52:55.263+0800",
    "2026-11-21 13:46:02 +0000",
    "2026-11-21 13:52:55.263 UTC",
    "2026-11-21T13:52:55.872885268Z",
    "2026-11-21 13:52:55",
    "2026-11-21 13:52:55.263 CET",
    "2026-11-21 13:52:55.263 +08",
    "2026-11-21 01:52:55 PM",
    "2026/11/21 13:52:55",
    "2026.11.21 13:52:55",
    "2026-11-21 13:52",
  ],
  read: readIso,
};

function readIso(text: string, pos: number, out: Stamp): boolean {
  const mark = text.charCodeAt(pos + 4);
  if ((mark !== DASH && mark !== SLASH && mark !== DOT) || text.charCodeAt(pos + 7) !== mark) return false;
  const gap = text.charCodeAt(pos + 10);
  if (gap !== BLANK && (gap | 32) !== LOWER_T) return false;
  const days = daysOf(four(text, pos), two(text, pos + 5), two(text, pos + 8));
  if (days < 0 || !readClockOrMinute(text, pos + 11, out)) return false;
  readHalf(text, out);
  return finish(text, days, out);
}

export const dotted: StampShape = {
  name: "dotted",
  about: "day, month, year with dots, as in Central and Eastern Europe",
  examples: ["21.11.2026 13:52:55", "21.11.2026 13:52:55,263"],
  read(text, pos, out) {
    if (text.charCodeAt(pos + 2) !== DOT || text.charCodeAt(pos + 5) !== DOT) return false;
    const days = daysOf(four(text, pos + 6), two(text, pos + 3), two(text, pos));
    return (
      days >= 0 && text.charCodeAt(pos + 10) === BLANK && readClock(text, pos + 11, out) && finish(text, days, out)
    );
  },
};

export const compact: StampShape = {
  name: "compact",
  about: "ISO 8601 in its basic form",
  examples: ["20261121T135255", "20261121 135255", "20261121T135255.263Z"],
  read(text, pos, out) {
    const gap = text.charCodeAt(pos + 8);
    if (gap !== BLANK && (gap | 32) !== LOWER_T) return false;
    const days = daysOf(four(text, pos), two(text, pos + 4), two(text, pos + 6));
    return days >= 0 && readCompactClock(text, pos + 9, out) && finish(text, days, out);
  },
};

export const shortIso: StampShape = {
  name: "short-iso",
  about: "year of two digits first: with slashes only where it cannot be a month (Hadoop, Spark)",
  examples: ["26-11-21 13:52:55", "26/11/21 13:52:55"],
  read(text, pos, out) {
    const mark = text.charCodeAt(pos + 2);
    const year = two(text, pos);
    if ((mark !== DASH && !(mark === SLASH && year > 12)) || text.charCodeAt(pos + 5) !== mark) return false;
    const days = daysOf(shortYear(year), two(text, pos + 3), two(text, pos + 6));
    return days >= 0 && text.charCodeAt(pos + 8) === BLANK && readClock(text, pos + 9, out) && finish(text, days, out);
  },
};

export const american: StampShape = {
  name: "american",
  about: "month before day: Windows, WebSphere, .NET",
  examples: ["11/21/2026 13:52:55", "11/21/26 13:52:55", "2/6/2026 2:41:33 PM", "11/21/26 13:52:55:263"],
  read: readAmerican,
};

function readAmerican(text: string, pos: number, out: Stamp): boolean {
  const monthEnd = pos + countDigits(text, pos, 2);
  if (text.charCodeAt(monthEnd) !== SLASH) return false;
  const dayEnd = monthEnd + 1 + countDigits(text, monthEnd + 1, 2);
  if (text.charCodeAt(dayEnd) !== SLASH) return false;
  const width = countDigits(text, dayEnd + 1, 5);
  const year = width === 4 ? four(text, dayEnd + 1) : width === 2 ? shortYear(two(text, dayEnd + 1)) : -1;
  const days = daysOf(year, number(text, pos, monthEnd - pos), number(text, monthEnd + 1, dayEnd - monthEnd - 1));
  const clock = dayEnd + 1 + width;
  const separated = text.charCodeAt(clock) === BLANK;
  return days >= 0 && separated && readCivilClock(text, clock + 1, out) && finish(text, days, out);
}

export const epoch: StampShape = {
  name: "epoch",
  about: "a bare count since 1970 of seconds ms, µs or ns, with or without a fraction, up to the year 2100",
  examples: [
    "1795269175",
    "1795269175.263412",
    "1795269175263",
    "1795269175263.412",
    "1795269175263412",
    "1795269175263412000",
  ],
  read(text, pos, out) {
    const width = countDigits(text, pos, 20);
    const seconds = width >= 10 ? number(text, pos, 10) : 0;
    if (width > 19 || (width - 10) % 3 !== 0 || seconds < 946_684_800 || seconds >= 4_102_444_800) return false;
    out.ms = seconds * 1000 + number(text, pos + 10, width > 10 ? 3 : 0);
    out.step = width > 10 ? 1 : 1000;
    out.end = pos + width;
    readEpochFraction(text, width, out);
    return finishEpoch(text, out);
  },
};

/** Reads the fraction that may follow the count; of units finer than seconds it is less than a millisecond. */
function readEpochFraction(text: string, width: number, out: Stamp): void {
  const start = out.end + 1;
  const count = text.charCodeAt(out.end) === DOT ? countDigits(text, start, 10) : 0;
  if (count === 0 || count > 9) return;
  if (width > 10) {
    out.end = start + count;
    return;
  }
  out.step = count >= 3 ? 1 : count === 2 ? 10 : 100;
  out.ms += number(text, start, Math.min(count, 3)) * out.step;
  out.end = start + count;
}

/** A count of time stands alone: it is no part of a longer number, a name or an id. */
function finishEpoch(text: string, out: Stamp): boolean {
  const next = text.charCodeAt(out.end);
  out.offset = 0;
  out.dated = true;
  out.yearless = false;
  out.clock = "wall";
  const goesOn = isDigit(next) || isLetter(next) || next === UNDERSCORE || next === DASH;
  return !goesOn && !(next === DOT && isDigit(text.charCodeAt(out.end + 1)));
}

export const timeOfDay: StampShape = {
  name: "time-of-day",
  about: "no date: `--date` or another source supplies the day",
  examples: ["13:52:55,263", "13:52:55.263", "13:52:55", "1:52:55 PM", "13:52:55.263Z"],
  read(text, pos, out) {
    if (text.charCodeAt(pos + 2) === COLON) {
      if (!readClock(text, pos, out)) return false;
      readHalf(text, out);
    } else if (text.charCodeAt(pos + 1) !== COLON || !readHalfDay(text, pos, out)) return false;
    readZone(text, out.end, out);
    out.ms -= (out.offset ?? 0) * MINUTE;
    out.dated = false;
    out.yearless = false;
    out.clock = "wall";
    return !isDigit(text.charCodeAt(out.end));
  },
};
