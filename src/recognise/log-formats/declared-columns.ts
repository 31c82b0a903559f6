import { DateReader } from "../../time/pattern.ts";
import { newStamp, readStamp, type Stamp, stampShapes } from "../../time/stamp.ts";
import { zoneNamed } from "../../time/zone.ts";
import type { Header } from "../layout.ts";
import { dropZone, endOfSeconds, mayHoldBlanks, readEpoch, readInteger, readMillis, setName } from "./header-values.ts";
import type { DeclaredColumn } from "./lines.ts";
import { isBlank, readClosing, readSeparator, skipFill, trimFill } from "./literal.ts";
import {
  DOUBTFUL_LEVEL,
  endOfDecimal,
  endOfNamelessLevel,
  endOfStandardLevel,
  isName,
  type LevelWords,
  NO_LEVEL,
  UNKNOWN_LEVEL,
} from "./values.ts";

/** Places at which one line may be tried; more of them are no header. */
const maxTries = 64;
/** Longest name. */
const maxText = 512;

/** What a pass over a line admits: blanks in names other than those of threads and processes, and how odd a level. */
interface Pass {
  readonly blanks: boolean;
  readonly level: number;
}

const likely: Pass = { blanks: false, level: UNKNOWN_LEVEL };
const passes: readonly Pass[] = [
  likely,
  { blanks: true, level: 0 },
  { blanks: false, level: DOUBTFUL_LEVEL },
  { blanks: true, level: DOUBTFUL_LEVEL },
];

/** Reads columns in a row. A name ends where what follows it fits: mostly at the first place, else further on. */
export class DeclaredColumns {
  readonly #columns: readonly DeclaredColumn[];
  readonly #closing: string;
  /** The columns end with the line. */
  readonly #toEnd: boolean;
  readonly #words: LevelWords;
  /** Of the columns that have a date pattern. */
  readonly #dates: readonly (DateReader | null)[];
  /** A time that another outranks. */
  readonly #other: Stamp = newStamp();
  /** Index of the stamp shape that was read last. */
  #shape = 0;
  #tries = 0;
  #pass: Pass = likely;
  /** Something was turned down that a later pass admits. */
  #refused = false;

  constructor(columns: readonly DeclaredColumn[], closing: string, toEnd: boolean, words: LevelWords) {
    this.#columns = columns;
    this.#closing = closing;
    this.#toEnd = toEnd;
    this.#words = words;
    this.#dates = columns.map(({ date }) =>
      date ? new DateReader(date, date.zone ? zoneNamed(date.zone) : null) : null,
    );
  }

  /** Reads the columns from `pos` on; the position behind them, or -1. */
  read(text: string, pos: number, out: Header): number {
    for (const pass of passes) {
      if (pass !== likely && !this.#refused) return -1;
      this.#tries = maxTries;
      this.#pass = pass;
      this.#refused = false;
      const end = this.#from(text, pos, 0, out);
      if (end >= 0) return end;
    }
    return -1;
  }

  #from(text: string, pos: number, index: number, out: Header): number {
    const column = this.#columns[index];
    if (!column) return this.#close(text, pos);
    if (column.kind === "millis") return this.#millis(text, pos, index, out);
    const cell = readSeparator(text, pos, column.before);
    if (cell < 0) return -1;
    const start = skipFill(text, cell, column.lead);
    if (column.kind === "text" || column.kind === "level") return this.#search(text, cell, start, index, out);
    if (column.kind === "stamp") return this.#stamp(text, start, index, out);
    const end = this.#readNumber(text, start, index, out);
    return end <= start ? -1 : this.#from(text, skipFill(text, end, column.trail), index + 1, out);
  }

  #close(text: string, pos: number): number {
    const end = readClosing(text, pos, this.#closing);
    return this.#toEnd && end >= 0 && text.slice(end).trim() !== "" ? -1 : end;
  }

  /** Reads milliseconds as briefly as they can be written, then with all that may be theirs. */
  #millis(text: string, pos: number, index: number, out: Header): number {
    const column = this.#columns[index];
    if (!column) return -1;
    for (const whole of [false, true]) {
      const end = readMillis(text, pos, column, out.stamp, whole);
      const found = end < 0 ? -1 : this.#from(text, end, index + 1, out);
      if (found >= 0) return found;
    }
    return -1;
  }

  #readNumber(text: string, start: number, index: number, out: Header): number {
    const column = this.#columns[index];
    switch (column?.kind) {
      case "epoch":
        return readEpoch(text, start, out, column.role === "time");
      case "decimal":
        return endOfDecimal(text, start);
      case "integer":
        return readInteger(text, start, column, this.#columns[index + 1], out);
      default:
        return -1;
    }
  }

  /** Reads a time of any shape. What it took for its fraction or zone can be what the format says behind it. */
  #stamp(text: string, start: number, index: number, out: Header): number {
    const column = this.#columns[index];
    const stamp = column?.role === "time" ? out.stamp : this.#other;
    const date = this.#dates[index];
    if (date) {
      if (!column || !date.read(text, start, stamp)) return -1;
      out.timed ||= column.role === "time";
      return this.#from(text, skipFill(text, stamp.end, column.trail), index + 1, out);
    }
    const likely = stampShapes[this.#shape]?.read(text, start, stamp) === true;
    const shape = likely ? this.#shape : readStamp(text, start, stamp);
    if (!column || shape < 0) return -1;
    this.#shape = shape;
    out.timed ||= column.role === "time";
    const end = skipFill(text, stamp.end, column.trail);
    if (this.#columns[index + 1]?.kind !== "millis") {
      const found = this.#from(text, end, index + 1, out);
      return found >= 0 ? found : this.#within(text, start, index, stamp, out);
    }
    const { ms, offset } = stamp;
    const found = this.#within(text, start, index, stamp, out);
    if (found >= 0) return found;
    stamp.ms = ms;
    stamp.offset = offset;
    return this.#from(text, end, index + 1, out);
  }

  /** Reads on from a place within a time, behind its seconds, where what follows the time fits. */
  #within(text: string, start: number, index: number, stamp: Stamp, out: Header): number {
    const literal = this.#behind(index);
    const least = literal === "" ? stamp.end : endOfSeconds(text, start, stamp.end);
    const last = this.#columns[index + 1]?.kind === "millis" ? this.#behind(index + 1) : literal;
    for (let at = stamp.end - 1; at >= least; at--) {
      if (readSeparator(text, at, literal) < 0) continue;
      // The digits of that zone are a column's.
      if (last.endsWith("-") || last.endsWith("+")) dropZone(stamp);
      const found = this.#from(text, at, index + 1, out);
      if (found >= 0) return found;
    }
    return -1;
  }

  /** Looks for the end of a name from which on the rest of the line fits. */
  #search(text: string, cell: number, start: number, index: number, out: Header): number {
    const column = this.#columns[index];
    if (!column) return -1;
    if (column.optional) {
      const found = this.#empty(text, cell, index, out);
      if (found >= 0) return found;
    }
    const first = this.#usualEnd(text, cell, start, index);
    if (first > start) {
      const found = this.#tryEnd(text, start, first, index, out);
      if (found >= 0) return found;
    }
    const least = Math.max(start + 1, column.width > 0 ? cell + column.width : 0);
    const found = this.#tryEnds(text, start, least, this.#reach(text, start, column), index, out);
    // A transport may have taken the padding away.
    return found >= 0 || least === start + 1 || this.#behind(index) === ""
      ? found
      : this.#tryEnds(text, start, start + 1, least - 1, index, out);
  }

  /** Reads on behind an empty value; of two blanks in a row, one is behind it. */
  #empty(text: string, cell: number, index: number, out: Header): number {
    const doubled = this.#behind(index).startsWith(" ") && isBlank(text.charCodeAt(cell - 2));
    return this.#from(text, doubled && isBlank(text.charCodeAt(cell - 1)) ? cell - 1 : cell, index + 1, out);
  }

  /** How far a value can reach: one without blanks to the end of those that fill its column up. */
  #reach(text: string, start: number, column: DeclaredColumn): number {
    const most = Math.min(text.length, start + maxText);
    const level = column.kind === "level";
    if (level ? endOfNamelessLevel(text, start) >= 0 : this.#pass.blanks || mayHoldBlanks(column.role)) return most;
    let at = start;
    while (at < most && !isBlank(text.charCodeAt(at))) at++;
    while (at < most && isBlank(text.charCodeAt(at))) at++;
    if (!level && at < most) this.#refused = true;
    return at;
  }

  /** Tries the ends of a value within `[from, to]`, in order. */
  #tryEnds(text: string, start: number, from: number, to: number, index: number, out: Header): number {
    for (let end = this.#nextEnd(text, from, index); end >= 0 && end <= to; end = this.#nextEnd(text, end + 1, index)) {
      if (this.#tries-- <= 0) return -1;
      const found = this.#tryEnd(text, start, end, index, out);
      if (found >= 0) return found;
    }
    return -1;
  }

  /** Where a value ends by what it is, though what follows the column may stand within it too; else -1. */
  #usualEnd(text: string, cell: number, start: number, index: number): number {
    const column = this.#columns[index];
    if (column?.kind === "level") {
      const nameless = endOfNamelessLevel(text, start);
      const tight = nameless < 0 && column.width > 1 && this.#behind(index) === "";
      return tight ? Math.max(cell + column.width, endOfStandardLevel(text, start)) : nameless;
    }
    if (column?.role !== "thread") return -1;
    // "Thread-1 (worker)"
    const word = this.#nextEnd(text, start + 1, index);
    if (word < 0 || !text.startsWith(" (", word)) return -1;
    return text.indexOf(")", word) + 1;
  }

  /** Takes `text[start, end)` as the value of a column and reads on; -1 where it is none, or the rest does not fit. */
  #tryEnd(text: string, start: number, end: number, index: number, out: Header): number {
    const column = this.#columns[index];
    if (!column) return -1;
    const valueEnd = trimFill(text, start, end, column.trail);
    if (column.kind === "level") {
      const rank = this.#words.rank(text.slice(start, valueEnd));
      if (rank < this.#pass.level) {
        this.#refused ||= rank !== NO_LEVEL;
        return -1;
      }
      if (column.role === "level") out.level = Math.max(-1, rank);
    } else {
      if (!isName(text, start, valueEnd, mayHoldBlanks(column.role) || this.#pass.blanks)) return -1;
      setName(text, start, valueEnd, column.role, out);
    }
    return this.#from(text, end, index + 1, out);
  }

  #behind(index: number): string {
    return this.#columns[index + 1]?.before ?? this.#closing;
  }

  /** First position from `from` on at which what follows the column can begin, or -1. */
  #nextEnd(text: string, from: number, index: number): number {
    const literal = this.#behind(index);
    const last = index + 1 === this.#columns.length;
    if (literal === "") {
      const end = last && this.#toEnd ? text.trimEnd().length : from;
      return from <= end && end <= text.length ? end : -1;
    }
    const first = literal.charCodeAt(0);
    const most = Math.min(text.length, from + maxText);
    for (let at = from; at < most; at++) {
      const c = text.charCodeAt(at);
      if (c !== first && !(first === 32 && isBlank(c))) continue;
      if ((last ? readClosing(text, at, literal) : readSeparator(text, at, literal)) >= 0) return at;
    }
    return last && from <= text.length && literal === " " ? text.length : -1;
  }
}
