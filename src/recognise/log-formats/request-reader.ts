import { DateReader } from "../../time/pattern.ts";
import { newStamp, readStamp, type Stamp } from "../../time/stamp.ts";
import { zoneNamed } from "../../time/zone.ts";
import type { Header, RequestFacts } from "../layout.ts";
import type { RequestColumn, RequestLine } from "./lines.ts";
import { isBlank } from "./literal.ts";
import { endOfDecimal, endOfDigits, numberIn } from "./values.ts";

/** Places at which one line may be tried; more of them are no request. */
const maxTries = 500;

const QUOTE = 34;
const BACKSLASH = 92;
const DASH = 45;

/**
 * How a value's end is looked for: `escaped`, within quotes, no further than the first quote that no backslash precedes; else
 * anywhere, the `first` place before the others or the `last`.
 */
type Search = "escaped" | "first" | "last";

/**
 * Reads the lines that a server writes of its requests. Most of their values come from the client, who may put into them what
 * looks like other columns. Servers escape the quotes in a value; where no line comes of that (uWSGI does not escape), any
 * quote may end it. If then the first and the last place tell of different processes, the line tells of none.
 */
export class RequestReader {
  readonly from = 0;
  readonly #columns: readonly RequestColumn[];
  readonly #end: string;
  readonly #facts: { -readonly [K in keyof RequestFacts]: RequestFacts[K] };
  readonly #dates: readonly (DateReader | null)[];
  /** For each column the first place from which on it is known to fit nowhere. */
  readonly #dead: number[];
  /** A time that is none of the line's. */
  readonly #other: Stamp = newStamp();
  /** End of the line, blanks behind it aside. */
  #stop = 0;
  #tries = 0;
  #search: Search = "escaped";
  /** Of each column, whether it stands within quotes. */
  readonly #quoted: readonly boolean[];

  constructor(line: RequestLine) {
    this.#columns = line.columns;
    this.#end = line.end.trimEnd();
    this.#facts = { server: line.server, started: line.started, durationMs: null, worker: null, rss: null };
    this.#dates = line.columns.map(({ date }) =>
      date ? new DateReader(date, date.zone ? zoneNamed(date.zone) : null) : null,
    );
    this.#dead = line.columns.map(() => 0);
    let quotes = 0;
    this.#quoted = line.columns.map(({ before }) => {
      quotes += before.split('"').length - 1;
      return quotes % 2 === 1;
    });
  }

  /** Reads the line that starts at `pos` into a cleared header; its end, or -1. */
  read(text: string, pos: number, out: Header): number {
    this.#stop = text.length;
    while (this.#stop > pos && isBlank(text.charCodeAt(this.#stop - 1))) this.#stop--;
    if (this.#try("escaped", text, pos, out)) return text.length;
    if (!this.#try("last", text, pos, out)) return -1;
    const { pid } = out;
    this.#try("first", text, pos, out);
    if (out.pid !== pid) {
      out.pid = -1;
      this.#facts.worker = null;
    }
    return text.length;
  }

  #try(search: Search, text: string, pos: number, out: Header): boolean {
    this.#search = search;
    this.#tries = maxTries;
    this.#dead.fill(Number.POSITIVE_INFINITY);
    Object.assign(this.#facts, { durationMs: null, worker: null, rss: null });
    const found = this.#from(text, pos, 0, out);
    if (found) out.request = this.#facts;
    return found;
  }

  /** Reads columns from the `index`th on; what they hold is noted only once the rest of the line has been read. */
  #from(text: string, pos: number, index: number, out: Header): boolean {
    const column = this.#columns[index];
    if (!column) return text.startsWith(this.#end, pos) && pos + this.#end.length === this.#stop;
    if (!text.startsWith(column.before, pos)) return false;
    const start = pos + column.before.length;
    if (column.kind === "text" || column.kind === "word") return this.#seek(text, start, index, out);
    const end = this.#endOfValue(text, start, index, column, out);
    if (end > start && this.#from(text, end, index + 1, out)) {
      this.#take(text, start, end, column, out);
      return true;
    }
    if (text.charCodeAt(start) !== DASH || !this.#from(text, start + 1, index + 1, out)) return false;
    if (column.role === "time") out.timed = false;
    return true;
  }

  #endOfValue(text: string, start: number, index: number, column: RequestColumn, out: Header): number {
    if (column.kind === "integer" || column.kind === "millis") return endOfDigits(text, start, 10);
    if (column.kind === "decimal") return endOfDecimal(text, start);
    const stamp = column.role === "time" ? out.stamp : this.#other;
    const reader = this.#dates[index];
    const found = reader ? reader.read(text, start, stamp) : readStamp(text, start, stamp) >= 0;
    if (found && column.role === "time") out.timed = true;
    return found ? stamp.end : -1;
  }

  #seek(text: string, start: number, index: number, out: Header): boolean {
    const column = this.#columns[index];
    if (!column || start >= (this.#dead[index] ?? 0)) return false;
    const escaped = this.#search === "escaped" && this.#quoted[index] === true;
    const last = index + 1 === this.#columns.length;
    const literal = last ? this.#end : (this.#columns[index + 1]?.before ?? "");
    const word = column.kind === "word" ? this.#endOfWord(text, start) : this.#stop;
    const reach = escaped ? Math.min(word, this.#endOfQuoted(text, start)) : word;
    if (last) {
      const end = this.#stop - literal.length;
      return end >= start && end <= reach && this.#tryEnd(text, start, end, index, column, out);
    }
    const bounded = column.kind === "word" || escaped;
    for (let at = this.#next(text, literal, start - 1, start, reach, bounded); at >= 0; ) {
      if (this.#tries-- <= 0) return false;
      if (this.#tryEnd(text, start, at, index, column, out)) return true;
      at = this.#next(text, literal, at, start, reach, bounded);
    }
    // Wherever it began further on, it would end at one of those places.
    if (!bounded) this.#dead[index] = start;
    return false;
  }

  /** The next place within `[start, reach]` at which the literal stands, in the order of the search, or -1. `at`: the one before. */
  #next(text: string, literal: string, at: number, start: number, reach: number, bounded: boolean): number {
    if (this.#search === "last") {
      const found = at < start ? text.lastIndexOf(literal, reach) : at === 0 ? -1 : text.lastIndexOf(literal, at - 1);
      return found >= start ? found : -1;
    }
    if (!bounded) return text.indexOf(literal, at + 1);
    // Not to look through the rest of the line for each of its words.
    for (let next = at + 1; next <= reach; next++) if (text.startsWith(literal, next)) return next;
    return -1;
  }

  #tryEnd(text: string, start: number, end: number, index: number, column: RequestColumn, out: Header): boolean {
    if (!this.#from(text, end, index + 1, out)) return false;
    this.#take(text, start, end, column, out);
    return true;
  }

  #endOfWord(text: string, start: number): number {
    let at = start;
    while (at < this.#stop && !isBlank(text.charCodeAt(at))) at++;
    return at;
  }

  /** The first quote that is not escaped. */
  #endOfQuoted(text: string, start: number): number {
    for (let at = start; at < this.#stop; at++) {
      const c = text.charCodeAt(at);
      if (c === BACKSLASH) at++;
      else if (c === QUOTE) return at;
    }
    return this.#stop;
  }

  #take(text: string, start: number, end: number, column: RequestColumn, out: Header): void {
    const value = (): number => Number(text.slice(start, end)) * column.scale;
    switch (column.role) {
      case "pid":
        out.pid = numberIn(text, start, end, 10);
        break;
      case "tid":
        out.tidStart = start;
        out.tidEnd = end;
        break;
      case "worker":
        this.#facts.worker = value();
        break;
      case "duration":
        // Sums of floating point: no finer than a thousandth of a millisecond.
        this.#facts.durationMs = Math.round(value() * 1000) / 1000;
        break;
      case "rss":
        // uWSGI writes 0 where it was not told to measure.
        this.#facts.rss = value() || null;
        break;
      case "time":
        if (column.kind === "millis") addFraction(text, start, end, out.stamp);
        break;
      case "skip":
        break;
    }
  }
}

/** Adds the digits of a second's fraction to a time of whole seconds. */
function addFraction(text: string, start: number, end: number, stamp: Stamp): void {
  const digits = `${text.slice(start, Math.min(end, start + 3))}00`;
  stamp.ms = Math.floor(stamp.ms / 1000) * 1000 + Number(digits.slice(0, 3));
  stamp.step = 1;
}
