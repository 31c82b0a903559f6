/** Timestamps as a date pattern (strftime's, Java's) writes them, where no shape is known beforehand. */
import { daysOf, monthAt, shortYear, YEARLESS } from "./calendar.ts";
import { BLANK, countDigits, DASH, isDigit, isLetter, number, PLUS } from "./digits.ts";
import type { Stamp } from "./stamp-shape.ts";
import type { Zone } from "./zone.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;

/** What a part of a date pattern holds. `zone`: an offset, `Z`, or a name, of which only UTC and GMT tell anything. */
export type DateField =
  | "year"
  | "shortYear"
  | "month"
  | "monthName"
  | "day"
  | "hour"
  | "hour12"
  | "half"
  | "minute"
  | "second"
  | "fraction"
  | "zone"
  | "weekday";

/** A field of so many digits (0: of as many as there are), or literal text. */
export type DatePart = string | { readonly field: DateField; readonly width: number };

/** A date pattern taken apart. Plain data. */
export interface DatePattern {
  readonly parts: readonly DatePart[];
  /** Zone in which the program writes it, by name; null where that is not said. */
  readonly zone: string | null;
}

type Found = Record<DateField, number>;

/** Reads one date pattern. */
export class DateReader {
  readonly #parts: readonly DatePart[];
  readonly #zone: Zone | null;
  readonly #found: Found = newFound();
  #offset: number | null = null;
  #step = 1000;

  /** `zone`: that of the pattern. */
  constructor(pattern: DatePattern, zone: Zone | null) {
    this.#parts = pattern.parts;
    this.#zone = zone;
  }

  /** Reads the time that begins exactly at `pos` into `out`; false (and `out` of no use) where there is none. Never throws. */
  read(text: string, pos: number, out: Stamp): boolean {
    Object.assign(this.#found, nothing);
    this.#offset = null;
    this.#step = 1000;
    let at = pos;
    for (const part of this.#parts) {
      at = typeof part === "string" ? endOfLiteral(text, at, part) : this.#field(text, at, part.field, part.width);
      if (at < 0) return false;
    }
    out.end = at;
    return at > pos && this.#place(out);
  }

  #field(text: string, pos: number, field: DateField, width: number): number {
    if (field === "monthName") {
      this.#found.month = monthAt(text, pos);
      return this.#found.month > 0 ? endOfLetters(text, pos) : -1;
    }
    if (field === "weekday") return isLetter(text.charCodeAt(pos)) ? endOfLetters(text, pos) : -1;
    if (field === "half") return this.#half(text, pos);
    if (field === "zone") return this.#zoneAt(text, pos);
    const start = text.charCodeAt(pos) === BLANK && width === 0 && field !== "fraction" ? pos + 1 : pos;
    const count = countDigits(text, start, width || mostDigits[field] || 2);
    if (count === 0 || count < width) return -1;
    if (field === "fraction") this.#fraction(text, start, count);
    else this.#found[field] = number(text, start, count);
    return start + count;
  }

  #fraction(text: string, start: number, count: number): void {
    const kept = Math.min(count, 3);
    const unit = 10 ** (3 - kept);
    this.#found.fraction = number(text, start, kept) * unit;
    this.#step = unit;
  }

  #half(text: string, pos: number): number {
    const half = text.slice(pos, pos + 2).toLowerCase();
    this.#found.half = half === "pm" ? 12 : 0;
    return half === "am" || half === "pm" ? pos + 2 : -1;
  }

  #zoneAt(text: string, pos: number): number {
    const sign = text.charCodeAt(pos);
    if (sign === PLUS || sign === DASH) {
      const hours = countDigits(text, pos + 1, 2) === 2 ? number(text, pos + 1, 2) : -1;
      const colon = text.charCodeAt(pos + 3) === 58 ? 1 : 0;
      const minutes = countDigits(text, pos + 3 + colon, 2) === 2 ? number(text, pos + 3 + colon, 2) : -1;
      if (hours < 0 || hours > 14 || minutes > 59) return -1;
      const east = hours * 60 + Math.max(0, minutes);
      this.#offset = sign === DASH ? 0 - east : east;
      return minutes < 0 ? pos + 3 : pos + 5 + colon;
    }
    const end = endOfName(text, pos);
    const name = text.slice(pos, end);
    if (name === "Z" || name === "UTC" || name === "GMT") this.#offset = 0;
    // "GMT+08:00"
    const next = text.charCodeAt(end);
    return name === "GMT" && (next === PLUS || next === DASH) ? this.#zoneAt(text, end) : end > pos ? end : -1;
  }

  /** Makes an instant, a date without a year, or a time of day of what was found. */
  #place(out: Stamp): boolean {
    const { year, month, day, minute, second, fraction, half } = this.#found;
    const hour = this.#found.hour12 >= 0 ? (this.#found.hour12 % 12) + Math.max(0, half) : this.#found.hour;
    if (hour < 0 || hour > 24 || minute > 59 || second > 60) return false;
    const ofDay = ((hour * 60 + Math.max(0, minute)) * 60 + Math.max(0, second)) * 1000 + Math.max(0, fraction);
    const full = this.#found.shortYear >= 0 ? shortYear(this.#found.shortYear) : year;
    const hasDay = month > 0 && day > 0;
    const days = hasDay ? daysOf(full < 0 ? YEARLESS : full, month, day) : 0;
    if (days < 0) return false;
    out.ms = days * DAY + ofDay;
    out.offset = this.#offset;
    out.step = minute < 0 ? 3_600_000 : second < 0 ? MINUTE : this.#step;
    out.dated = hasDay && full >= 0;
    out.yearless = hasDay && full < 0;
    out.clock = "wall";
    if (out.dated && out.offset === null && this.#zone) {
      out.ms = this.#zone.toEpoch(out.ms);
      out.offset = this.#zone.offsetAt(out.ms);
    } else if (out.offset !== null && out.dated) out.ms -= out.offset * MINUTE;
    return true;
  }
}

const mostDigits: Readonly<Partial<Record<DateField, number>>> = { year: 4, fraction: 9 };

const newFound = (): Found => ({
  year: -1,
  shortYear: -1,
  month: -1,
  monthName: -1,
  day: -1,
  hour: -1,
  hour12: -1,
  half: -1,
  minute: -1,
  second: -1,
  fraction: -1,
  zone: -1,
  weekday: -1,
});
const nothing = newFound();

function endOfLiteral(text: string, pos: number, literal: string): number {
  return text.startsWith(literal, pos) ? pos + literal.length : -1;
}

/** End of the letters at `pos`, and of the dot behind an abbreviation (`Nov.`). */
function endOfLetters(text: string, pos: number): number {
  let at = pos;
  while (isLetter(text.charCodeAt(at))) at++;
  return text.charCodeAt(at) === 46 && at - pos <= 4 ? at + 1 : at;
}

/** End of a zone's name: `CET`, `Europe/Berlin`. */
function endOfName(text: string, pos: number): number {
  let at = pos;
  for (let c = text.charCodeAt(at); isLetter(c) || c === 47 || c === 95 || (at > pos && isDigit(c)); ) {
    c = text.charCodeAt(++at);
  }
  return at;
}
