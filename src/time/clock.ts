/** The parts that shapes have in common: the time of day, and the zone behind it. */
import { BLANK, COLON, COMMA, countDigits, DASH, DOT, isDigit, isLetter, number, PLUS, three, two } from "./digits.ts";
import type { Stamp } from "./stamp-shape.ts";

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
/** The bit by which lower case differs from upper. */
const LOWER = 32;
const LOWER_A = 97;
const LOWER_M = 109;
const LOWER_P = 112;
const LOWER_Z = 122;
const UPPER_A = 65;
const UPPER_G = 71;
const UPPER_K = 75;
const UPPER_T = 84;
const UPPER_U = 85;
const UPPER_Z = 90;
const OPEN = 91;
const CLOSE = 93;

/**
 * Minutes east of UTC of zones by their abbreviations, where these are in use for one zone only, or for one by far (those of
 * RFC 5322). CST, IST, BST, AST and others have several meanings and are none.
 */
const namedZones: ReadonlyMap<string, number> = new Map([
  ["WEST", 60],
  ["CET", 60],
  ["CEST", 120],
  ["EET", 120],
  ["EEST", 180],
  ["MSK", 180],
  ["HKT", 480],
  ["SGT", 480],
  ["AWST", 480],
  ["JST", 540],
  ["KST", 540],
  ["ACST", 570],
  ["AEST", 600],
  ["ACDT", 630],
  ["AEDT", 660],
  ["NZST", 720],
  ["NZDT", 780],
  ["EDT", -240],
  ["EST", -300],
  ["MDT", -360],
  ["MST", -420],
  ["PDT", -420],
  ["PST", -480],
  ["AKDT", -480],
  ["AKST", -540],
  ["HST", -600],
]);

/**
 * Reads `HH:MM:SS` with an optional fraction: `.` or `,` and 1 to 9 digits, `:` and 3.
 * Sets `ms` (of the day), `step` and `end`. 24:00:00 and second 60 belong to what follows them.
 */
export function readClock(text: string, pos: number, out: Stamp): boolean {
  if (text.charCodeAt(pos + 2) !== COLON || text.charCodeAt(pos + 5) !== COLON) return false;
  return setTime(out, two(text, pos), two(text, pos + 3), two(text, pos + 6)) && readFraction(text, pos + 8, out);
}

/** As `readClock`, where a text may also end with the minute: `HH:MM`. */
export function readClockOrMinute(text: string, pos: number, out: Stamp): boolean {
  if (text.charCodeAt(pos + 5) === COLON && isDigit(text.charCodeAt(pos + 6))) return readClock(text, pos, out);
  if (text.charCodeAt(pos + 2) !== COLON || !setTime(out, two(text, pos), two(text, pos + 3), 0)) return false;
  out.step = MINUTE;
  out.end = pos + 5;
  return true;
}

/** As `readClock`, with an hour of one or two digits and perhaps ` AM` or ` PM` behind. */
export function readCivilClock(text: string, pos: number, out: Stamp): boolean {
  if (!readShortClock(text, pos, out)) return false;
  readHalf(text, out);
  return true;
}

/** As `readClock`, with an hour of one or two digits and ` AM` or ` PM` behind. */
export function readHalfDay(text: string, pos: number, out: Stamp): boolean {
  return readShortClock(text, pos, out) && readHalf(text, out);
}

function readShortClock(text: string, pos: number, out: Stamp): boolean {
  const width = text.charCodeAt(pos + 1) === COLON ? 1 : 2;
  const hour = countDigits(text, pos, width) === width ? number(text, pos, width) : -1;
  const rest = pos + width;
  if (text.charCodeAt(rest) !== COLON || text.charCodeAt(rest + 3) !== COLON) return false;
  return setTime(out, hour, two(text, rest + 1), two(text, rest + 4)) && readFraction(text, rest + 6, out);
}

/** Reads `HHMMSS` with an optional fraction, as `readClock`. */
export function readCompactClock(text: string, pos: number, out: Stamp): boolean {
  return setTime(out, two(text, pos), two(text, pos + 2), two(text, pos + 4)) && readFraction(text, pos + 6, out);
}

/**
 * Makes a time of day that was read into `out` an instant of the day `days` (since 1970-01-01; negative: refused),
 * with the zone that may follow it. Refuses a number that goes on.
 */
export function finish(text: string, days: number, out: Stamp): boolean {
  readZone(text, out.end, out);
  return place(text, days, out);
}

/** As `finish`, where the zone (or that there is none) is in `out` already. */
export function place(text: string, days: number, out: Stamp): boolean {
  if (days < 0) return false;
  out.ms += days * DAY - (out.offset === null ? 0 : out.offset * MINUTE);
  out.dated = true;
  out.yearless = false;
  out.clock = "wall";
  return !isDigit(text.charCodeAt(out.end));
}

/**
 * Reads the zone after a time of day: `Z`, `+08:00`, `+0800` or `+08`, perhaps after a blank, or ` UTC`, ` GMT`,
 * ` GMT+0800`, ` CET` and the like. Sets `offset`, and `end` where there is one.
 */
export function readZone(text: string, pos: number, out: Stamp): void {
  out.offset = null;
  const code = text.charCodeAt(pos);
  if (code === PLUS || code === DASH) readOffset(text, pos, out);
  else if ((code | LOWER) === LOWER_Z) setZone(text, pos + 1, 0, out);
  else if (code === BLANK) readSpacedZone(text, pos + 1, out);
}

function readSpacedZone(text: string, pos: number, out: Stamp): void {
  const code = text.charCodeAt(pos);
  if (code === PLUS || code === DASH) readSpacedOffset(text, pos, out);
  else if (code === UPPER_U && text.startsWith("UTC", pos)) readUtc(text, pos + 3, out);
  else if (code === UPPER_G && text.startsWith("GMT", pos)) readUtc(text, pos + 3, out);
  else if (code >= UPPER_A && code <= UPPER_Z) readNamedZone(text, pos, out);
}

/** All names are of three or four letters and, but for MSK, end in T. */
function readNamedZone(text: string, pos: number, out: Stamp): void {
  const third = text.charCodeAt(pos + 2);
  const length = third === UPPER_T || third === UPPER_K ? 3 : text.charCodeAt(pos + 3) === UPPER_T ? 4 : 0;
  const offset = length > 0 ? namedZones.get(text.slice(pos, pos + length)) : undefined;
  if (offset !== undefined) setZone(text, pos + length, offset, out);
}

/** Behind a blank two digits with a sign may be the message's: they are a zone (PostgreSQL's) where a bracket or nothing follows. */
function readSpacedOffset(text: string, pos: number, out: Stamp): void {
  const next = text.charCodeAt(pos + 3);
  const short = !isDigit(next) && next !== COLON;
  const bracket = next === CLOSE || (next === BLANK && text.charCodeAt(pos + 4) === OPEN);
  if (!short || bracket || pos + 3 === text.length) readOffset(text, pos, out);
}

/** Reads what follows UTC or GMT: an offset such as that of `GMT+0800`, or nothing. */
function readUtc(text: string, pos: number, out: Stamp): void {
  const code = text.charCodeAt(pos);
  if (code === PLUS || code === DASH) readOffset(text, pos, out);
  else setZone(text, pos, 0, out);
}

function readOffset(text: string, pos: number, out: Stamp): void {
  const hours = two(text, pos + 1);
  const colon = text.charCodeAt(pos + 3) === COLON ? 1 : 0;
  const minutes = two(text, pos + 3 + colon);
  if (hours < 0 || hours > 14 || minutes % 15 > 0 || minutes >= 60) return;
  const east = hours * 60 + Math.max(minutes, 0);
  setZone(text, minutes >= 0 ? pos + 5 + colon : pos + 3, sign(text, pos, east), out);
}

function sign(text: string, pos: number, minutes: number): number {
  return text.charCodeAt(pos) === DASH && minutes !== 0 ? -minutes : minutes;
}

/** A zone is one only where no word or number goes on behind it. */
function setZone(text: string, end: number, offset: number, out: Stamp): void {
  const next = text.charCodeAt(end);
  if (isDigit(next) || isLetter(next) || next === DASH) return;
  out.offset = offset;
  out.end = end;
}

function setTime(out: Stamp, hour: number, minute: number, second: number): boolean {
  if (hour < 0 || minute < 0 || second < 0 || minute > 59 || second > 60) return false;
  out.ms = hour * HOUR + minute * MINUTE + second * SECOND;
  return hour < 24 || out.ms === DAY;
}

function readFraction(text: string, pos: number, out: Stamp): boolean {
  const point = text.charCodeAt(pos);
  const pointed = point === DOT || point === COMMA || point === COLON;
  const ms = pointed ? three(text, pos + 1) : -1;
  if (ms >= 0 && !isDigit(text.charCodeAt(pos + 4))) {
    out.step = 1;
    out.ms += ms;
    out.end = pos + 4;
    return true;
  }
  out.step = SECOND;
  out.end = pos;
  return pointed ? readRareFraction(text, pos, point, out) : !isDigit(point);
}

/** Reads a fraction of other than three digits. A comma or dot may also be punctuation; a colon goes on as a number. */
function readRareFraction(text: string, pos: number, point: number, out: Stamp): boolean {
  const count = countDigits(text, pos + 1, 10);
  if (count === 0) return true;
  if (point === COLON || (point === COMMA && !isFraction(text, pos, count))) return point === COMMA;
  if (count > 9) return false;
  out.step = count >= 3 ? 1 : count === 2 ? 10 : 100;
  out.ms += number(text, pos + 1, Math.min(count, 3)) * out.step;
  out.end = pos + 1 + count;
  return true;
}

/** Digits behind a comma are the next value of a list, but where they are as many as of a fraction or end as one does. */
function isFraction(text: string, pos: number, count: number): boolean {
  if (count === 6 || count === 9) return true;
  const next = text.charCodeAt(pos + 1 + count);
  const ends = next === BLANK || next === CLOSE || next === PLUS || next === DASH || (next | LOWER) === LOWER_Z;
  return count < 9 && (ends || pos + 1 + count === text.length);
}

/** Moves the hour into the half of the day that ` AM` or ` PM` at the end names; false where none does. */
export function readHalf(text: string, out: Stamp): boolean {
  const half = text.charCodeAt(out.end + 1) | LOWER;
  const named = text.charCodeAt(out.end) === BLANK && (half === LOWER_A || half === LOWER_P);
  const word = named && (text.charCodeAt(out.end + 2) | LOWER) === LOWER_M && !isLetter(text.charCodeAt(out.end + 3));
  const hour = Math.floor(out.ms / HOUR);
  if (!word || hour < 1 || hour > 12) return false;
  out.end += 3;
  out.ms += ((half === LOWER_P ? 12 : 0) - (hour === 12 ? 12 : 0)) * HOUR;
  return true;
}
