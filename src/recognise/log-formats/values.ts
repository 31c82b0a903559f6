import type { CellReader } from "../cells.ts";
import { isBlank } from "./literal.ts";

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isLetter = (c: number): boolean => (c | 32) >= 97 && (c | 32) <= 122;

/** End of the digits of `radix` that start at `pos`. */
export function endOfDigits(text: string, pos: number, radix: number): number {
  let at = pos;
  while (digitAt(text, at) < radix) at++;
  return at;
}

/** The digit at `pos`, or NaN. */
function digitAt(text: string, pos: number): number {
  const c = text.charCodeAt(pos);
  if (isDigit(c)) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : Number.NaN;
}

/** The number in the digits `text[start, end)`, which the caller has counted. */
export function numberIn(text: string, start: number, end: number, radix: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * radix + digitAt(text, at);
  return value;
}

/** End of the decimal number at `pos`: digits, perhaps a fraction; `pos` where there is none. */
export function endOfDecimal(text: string, pos: number): number {
  const start = text.charCodeAt(pos) === 45 ? pos + 1 : pos;
  const end = endOfDigits(text, start, 10);
  if (end === start) return pos;
  return text.charCodeAt(end) === 46 ? Math.max(end, endOfDigits(text, end + 1, 10)) : end;
}

/** Whether `text[start, end)` can be a name; `blanks`: with blanks in it, which takes more to tell it from a sentence. */
export function isName(text: string, start: number, end: number, blanks: boolean): boolean {
  if (end <= start || isBlank(text.charCodeAt(start)) || isBlank(text.charCodeAt(end - 1))) return false;
  let open = 0;
  let spaced = false;
  for (let at = start; at < end; at++) {
    const c = text.charCodeAt(at);
    if (isBlank(c)) spaced = true;
    else if (c === 40) open++;
    else if (c === 41 && --open < 0) return !spaced && !hasBlank(text, at, end);
  }
  return !spaced || (blanks && open === 0 && beginsName(text.charCodeAt(start)));
}

/** Can a name of several words begin so? Letters, digits, `_` `<` `.` and `/`. */
const beginsName = (c: number): boolean =>
  isDigit(c) || isLetter(c) || c === 95 || c === 60 || c === 46 || c === 47 || c > 127;

function hasBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (isBlank(text.charCodeAt(at))) return true;
  return false;
}

/** The level names of Python's logging, by rank. */
const standardLevels = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] as const;

/** Rank of a numeric level: 10 debug .. 50 critical. */
export const rankOf = (level: number): number => Math.min(4, Math.max(0, Math.floor(level / 10) - 1));

/** End of `Level 25`, as logging writes a level without a name; -1 where there is none. */
export function endOfNamelessLevel(text: string, pos: number): number {
  if (!text.startsWith("Level ", pos)) return -1;
  const end = endOfDigits(text, pos + 6, 10);
  return end > pos + 6 ? end : -1;
}

/** End of the standard level name at `pos`, or -1. */
export function endOfStandardLevel(text: string, pos: number): number {
  const name = standardLevels.find((level) => text.startsWith(level, pos));
  return name ? pos + name.length : -1;
}

/** A word of which nothing is known but that it looks like a level: no small letters. */
export const UNKNOWN_LEVEL = -1;
/** A word that can be a level only because it stands where a level does. */
export const DOUBTFUL_LEVEL = -2;
/** No level. */
export const NO_LEVEL = -3;

const maxRemembered = 256;

/** Ranks the words of a level column, which may be any; each is looked at once. */
export class LevelWords {
  readonly #cells: CellReader;
  readonly #strict: boolean;
  readonly #ranks = new Map<string, number>();

  /** `strict`: the line shows by nothing else that it is a record, so a word of small letters has to be known. */
  constructor(cells: CellReader, strict: boolean) {
    this.#cells = cells;
    this.#strict = strict;
  }

  /** Rank of the word (0 debug .. 4 fatal), or how far it is from a level. */
  rank(word: string): number {
    if (isDigit(word.charCodeAt(0))) return NO_LEVEL;
    const remembered = this.#ranks.get(word);
    if (remembered !== undefined) return remembered;
    const rank = this.#judge(word.replace(/\x1b\[[\d;]*m/g, "").replace(/^'(.*)'$/, "$1"));
    if (this.#ranks.size < maxRemembered) this.#ranks.set(word, rank);
    return rank;
  }

  #judge(word: string): number {
    const known = this.#cells.level(`[${word}]`, 1, word.length + 1);
    if (known >= 0) return known;
    if (endOfNamelessLevel(word, 0) === word.length) return rankOf(Number(word.slice(6)));
    const cut = word === "" ? -1 : standardLevels.findIndex((name) => name.startsWith(word));
    if (cut >= 0) return cut;
    const isWord = /^[\p{L}\p{N}_.*+!-]{1,40}$/u.test(word) && /\p{L}/u.test(word);
    if (!isWord) return NO_LEVEL;
    if (!/[a-z]/.test(word)) return UNKNOWN_LEVEL;
    return this.#strict ? NO_LEVEL : DOUBTFUL_LEVEL;
  }
}
