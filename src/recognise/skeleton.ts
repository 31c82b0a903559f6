import { cueReach } from "./cues.ts";

/** A run of letters, digits, `-` and `_` that holds a digit: what differs from record to record of one wording. */
export interface Run {
  start: number;
  end: number;
}

const maxRuns = 12;

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

  /** Reads `text` from `pos`, at most `cueReach` characters. */
  read(text: string, pos: number): void {
    const end = Math.min(text.length, pos + cueReach);
    let low = 0x811c9dc5 | 0;
    let high = 0;
    this.runCount = 0;
    let at = pos;
    while (at < end) {
      const c = text.charCodeAt(at);
      if (!isRun(c)) {
        low = Math.imul(low ^ c, 0x01000193);
        high = (Math.imul(high, 31) + c) | 0;
        at++;
        continue;
      }
      const start = at;
      let digits = 0;
      let word = 0;
      for (let r = c; at < end && isRun(r); r = text.charCodeAt(++at)) {
        if (r >= 48 && r <= 57) digits++;
        else word = (Math.imul(word, 31) + r) | 0;
      }
      if (digits > 0) word = this.#variable(text, start, at, digits, word);
      low = Math.imul(low ^ word, 0x01000193);
      high = (Math.imul(high, 31) + (word ^ (word >>> 15))) | 0;
    }
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
    const head = text.charCodeAt(start);
    const unit = length - digits <= 3 && head >= 48 && head <= 57 && text.charCodeAt(start + digits - 1) <= 57;
    return unit ? letters ^ 0x55 : 0x58;
  }
}

const isRun = (c: number): boolean =>
  (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95 || c === 45;
