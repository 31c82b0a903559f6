import { endsLine } from "./cells.ts";
import { cueReach } from "./cues.ts";

/** A run of letters, digits, `-` and `_` that holds a digit: what differs from record to record of one wording. */
export interface Run {
  start: number;
  end: number;
}

const maxRuns = 12;

/** Kinds of characters: what a run consists of, and anything else. */
const other = 0;
const letter = 1;
const digit = 2;
const kinds = new Uint8Array(128);
for (const c of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-") kinds[c.charCodeAt(0)] = letter;
for (const c of "0123456789") kinds[c.charCodeAt(0)] = digit;

/**
 * The wording of a message with what varies taken out: a hash over its words and punctuation, in which a run with a digit
 * counts by its kind only. Messages of one skeleton are classified alike. One pass, no allocation.
 */
export class Skeleton {
  /** 53 bits. */
  key = 0;
  /** Runs with a digit, in order; the first `runCount` are valid. */
  readonly runs: Run[] = Array.from({ length: maxRuns }, () => ({ start: 0, end: 0 }));
  runCount = 0;
  /** Where the reading ended. */
  end = 0;

  /** Reads `text` from `pos`, at most `cueReach` characters; in place, within a text of many lines, to the line's end. */
  read(text: string, pos: number, inPlace = false): void {
    const end = Math.min(text.length, pos + cueReach);
    let low = 0x811c9dc5 | 0;
    let high = 0;
    this.runCount = 0;
    let at = pos;
    while (at < end) {
      const c = text.charCodeAt(at);
      if (kindOf(c) === other) {
        if (c <= 13 && inPlace && endsLine(text, at)) break;
        low = Math.imul(low ^ c, 0x01000193);
        high = (Math.imul(high, 31) + c) | 0;
        at++;
        continue;
      }
      const start = at;
      let digits = 0;
      let word = 0;
      for (let r = c, kind = kindOf(c); at < end && kind !== other; r = text.charCodeAt(++at), kind = kindOf(r)) {
        if (kind === digit) digits++;
        else word = (Math.imul(word, 31) + r) | 0;
      }
      if (digits > 0) word = this.#variable(text, start, at, digits, word);
      low = Math.imul(low ^ word, 0x01000193);
      high = (Math.imul(high, 31) + (word ^ (word >>> 15))) | 0;
    }
    this.end = at;
    this.key = (low >>> 0) * 0x200000 + (high & 0x1fffff);
  }

  /** Stands for a run with a digit: a number, a number with a unit (`12ms`), or anything else. Zero is told apart: nothing failed. */
  #variable(text: string, start: number, end: number, digits: number, letters: number): number {
    const run = this.runs[this.runCount];
    if (run) {
      run.start = start;
      run.end = end;
      this.runCount++;
    }
    const length = end - start;
    if (digits === length) return length === 1 && text.charCodeAt(start) === 48 ? 0x5a : 0x44;
    return length - digits <= 3 && endsInLetters(text, start + digits, end) ? letters ^ 0x55 : 0x58;
  }
}

/** A number's unit stands behind it: `12ms`, but not `4f7`. */
function endsInLetters(text: string, pos: number, end: number): boolean {
  for (let at = pos; at < end; at++) if (kindOf(text.charCodeAt(at)) === digit) return false;
  return true;
}

const kindOf = (c: number): number => (c < 128 ? (kinds[c] ?? other) : other);
