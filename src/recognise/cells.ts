import { newStamp, readStamp, type Stamp, stampShapes } from "../time/stamp.ts";
import { type Column, type Severity, severities, type TextVocabulary } from "./declare.ts";

/**
 * What one column of a header holds: `stamp`, `level`, `int`, `hex`, a `name` (logger, thread, process: one word or a known
 * name with blanks) or a `group` (anything within brackets).
 */
export type CellKind = "stamp" | "level" | "int" | "hex" | "name" | "group";

/** One cell of a line's header, as positions in the line. */
export interface Cell {
  readonly kind: CellKind;
  readonly start: number;
  readonly end: number;
  /** The separator before the cell, runs of blanks as one blank. */
  readonly separator: string;
  /** What a label before the cell (`pid=`) says it is. */
  readonly label: Column | null;
  /** For a stamp: index into `stampShapes`. */
  readonly shape: number;
  /** For a name: whether it is known as a thread's or a process's. */
  readonly known: "thread" | "process" | null;
}

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isWord = (c: number): boolean =>
  isDigit(c) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c > 127;

/** Separator characters that can stand between the columns of a header. */
const separators = new Set([..." \t[](){}<>|:;,-=/#@\"'\u2013"].map((c) => c.charCodeAt(0)));
export const isSeparator = (c: number): boolean => separators.has(c);

/** Whether a line ends at `pos`: with the text, or with the line feed of a text of several lines. */
export function endsLine(text: string, pos: number): boolean {
  const c = text.charCodeAt(pos);
  return pos >= text.length || c === 10 || (c === 13 && text.charCodeAt(pos + 1) === 10);
}

/** End of the separator that starts at `pos`. */
export function skipSeparator(text: string, pos: number): number {
  let at = pos;
  while (at < text.length && isSeparator(text.charCodeAt(at))) at++;
  return at;
}

/** End of the digits that start at `pos`; `pos` itself where the number runs on into a word. */
export function endOfInt(text: string, pos: number): number {
  let at = pos;
  while (isDigit(text.charCodeAt(at))) at++;
  const next = text.charCodeAt(at);
  return isWord(next) || (next === 46 && isWord(text.charCodeAt(at + 1))) ? pos : at;
}

/** End of the hexadecimal number `0x...` at `pos`, or `pos`. */
export function endOfHex(text: string, pos: number): number {
  if (text.charCodeAt(pos) !== 48 || (text.charCodeAt(pos + 1) | 32) !== 120) return pos;
  let at = pos + 2;
  while (isDigit(text.charCodeAt(at)) || ((text.charCodeAt(at) | 32) >= 97 && (text.charCodeAt(at) | 32) <= 102)) at++;
  return isWord(text.charCodeAt(at)) ? pos : at;
}

/** End of the dotted word at `pos`, or `pos`. */
export function endOfWord(text: string, pos: number): number {
  let at = pos;
  for (; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (isWord(c)) continue;
    const joins = c === 46 || c === 45 || c === 36 || c === 64;
    if (!joins || at === pos || !isWord(text.charCodeAt(at + 1))) break;
  }
  return text.charCodeAt(at) === 93 ? beforePid(text, pos, at) : at;
}

/** `heartbeat-24884]`: a name, and behind it the pid of its process; the end of the name. A thread's own number is shorter. */
function beforePid(text: string, pos: number, end: number): number {
  let at = end;
  while (at > pos && isDigit(text.charCodeAt(at - 1))) at--;
  return end - at >= 3 && end - at <= 7 && at - 1 > pos && text.charCodeAt(at - 1) === 45 ? at - 1 : end;
}

/** Collapses runs of blanks, so that padded columns read alike. */
export const collapse = (separator: string): string => separator.replace(/[ \t]+/g, " ");

/** Reads the cells of a line's header by the words of one vocabulary. */
export class CellReader {
  readonly #levels = new Map<string, number>();
  readonly #letters = new Map<string, number>();
  readonly #labels = new Map<string, Column>();
  readonly #thread: RegExp;
  readonly #process: RegExp;
  readonly #stamp: Stamp = newStamp();

  constructor(vocabulary: TextVocabulary) {
    severities.forEach((severity: Severity, rank) => {
      for (const word of vocabulary.levels[severity]) this.#levels.set(word, rank);
      for (const letter of vocabulary.letters[severity]) this.#letters.set(letter, rank);
    });
    for (const [column, words] of Object.entries(vocabulary.labels)) {
      for (const word of words) this.#labels.set(word, column as Column);
    }
    this.#thread = new RegExp(`(?:${vocabulary.threadNames})(?!\\w)`, "y");
    this.#process = new RegExp(`(?:${vocabulary.processNames})(?!\\w)`, "y");
  }

  /** Rank of the level word in `text[start, end)` (0 debug .. 4 fatal), or -1. Lower case counts only between brackets, before `:` or `=`. */
  level(text: string, start: number, end: number): number {
    if (end - start > 9 || end === start) return -1;
    if (end - start === 1) return this.#letter(text, start);
    const word = text.slice(start, end);
    const rank = this.#levels.get(word);
    if (rank !== undefined) return rank;
    const next = endsLine(text, end) ? "" : (text[end] ?? "");
    if (!"]):|".includes(next) && !"[(=:".includes(text[start - 1] ?? " ")) return -1;
    return this.#levels.get(word.toUpperCase()) ?? -1;
  }

  /** Rank of the letter at `pos`, if the line begins with it and a time may follow: `I, [2026-...`, `[ N 2026-...`. */
  #letter(text: string, pos: number): number {
    const before = text.charCodeAt(pos - 1);
    const begins = pos === 0 || before === 10 || (before === 32 && text.charCodeAt(pos - 2) === 91);
    const time = pos + (text.startsWith(", [", pos + 1) ? 4 : text.charCodeAt(pos + 1) === 32 ? 2 : 0);
    return begins && time > pos && isDigit(text.charCodeAt(time)) ? (this.#letters.get(text[pos] ?? "") ?? -1) : -1;
  }

  /** End of a known thread or process name at `pos`, or `pos`. */
  endOfKnownName(text: string, pos: number): { end: number; known: "thread" | "process" | null } {
    this.#thread.lastIndex = pos;
    const thread = this.#thread.exec(text);
    if (thread) return { end: pos + thread[0].length, known: "thread" };
    this.#process.lastIndex = pos;
    const process = this.#process.exec(text);
    return process ? { end: pos + process[0].length, known: "process" } : { end: pos, known: null };
  }

  /** What the word in `text[start, end)` announces, if it is a label and a value follows. */
  label(text: string, start: number, end: number): Column | null {
    const next = text.charCodeAt(end);
    if (next !== 61 && next !== 58 && next !== 32) return null;
    const column = this.#labels.get(text.slice(start, end).toLowerCase());
    if (column === undefined) return null;
    return next === 61 || isDigit(text.charCodeAt(skipSeparator(text, end))) ? column : null;
  }

  /** The cells from `pos` on, at most `max`, up to the first thing that cannot stand in a header. */
  read(text: string, pos: number, max = 12): Cell[] {
    const cells: Cell[] = [];
    let at = pos;
    let pending: Column | null = null;
    let from = pos;
    while (cells.length < max && at < text.length && at - pos < 240) {
      const start = skipSeparator(text, at);
      const separator = collapse(text.slice(from, start));
      const cell = this.#cell(text, start, separator, pending, cells.length);
      if (!cell) break;
      const label: Column | null =
        cell.kind === "name" && !cell.known && !pending ? this.label(text, cell.start, cell.end) : null;
      at = cell.end;
      if (label) {
        pending = label;
        continue;
      }
      cells.push(cell);
      pending = null;
      from = at;
    }
    return cells;
  }

  #cell(text: string, start: number, separator: string, label: Column | null, index: number): Cell | null {
    const make = (kind: CellKind, end: number, shape = -1, known: Cell["known"] = null): Cell => ({
      kind,
      start,
      end,
      separator,
      label,
      shape,
      known,
    });
    const shape = label ? -1 : this.#stampAt(text, start, separator, index);
    if (shape >= 0) return make("stamp", this.#stamp.end, shape);
    const int = endOfInt(text, start);
    if (int > start) return make("int", int);
    const hex = endOfHex(text, start);
    if (hex > start) return make("hex", hex);
    const { end, known } = this.endOfKnownName(text, start);
    if (end > start) return make("name", end, -1, known);
    const word = endOfWord(text, start);
    if (word > start && this.level(text, start, word) >= 0) return make("level", word);
    if (word > start && !label && this.label(text, start, word)) return make("name", word);
    const close = endOfGroup(text, start);
    if (close > word && !this.#isLevelled(text, word, close)) return make("group", close);
    return word > start ? make("name", word) : null;
  }

  /** Whether a group's first word, which ends at `word`, is followed by nothing but a level: `[core:error]`. */
  #isLevelled(text: string, word: number, close: number): boolean {
    return text.charCodeAt(word) === 58 && this.level(text, word + 1, close) >= 0;
  }

  /** Bare numbers and times of day are stamps only at the head of a line or behind a bracket. */
  #stampAt(text: string, start: number, separator: string, index: number): number {
    const shape = readStamp(text, start, this.#stamp);
    if (shape < 0) return -1;
    const loose = !this.#stamp.dated || (stampShapes[shape]?.name ?? "").startsWith("epoch");
    return loose && index > 0 && !separator.endsWith("[") ? -1 : shape;
  }
}

/** Most characters within the brackets of a group. */
const maxGroup = 60;

/** Where `pos` stands just behind an opening bracket: the end of the bracket's content (no nesting, on one line), else `pos`. */
export function endOfGroup(text: string, pos: number): number {
  const open = text.charCodeAt(pos - 1);
  const close = open === 91 ? 93 : open === 40 ? 41 : open === 60 ? 62 : 0;
  if (close === 0) return pos;
  for (let at = pos; at <= pos + maxGroup; at++) {
    const c = text.charCodeAt(at);
    if (c === close) return at;
    if (c === open || c === 10 || at >= text.length) return pos;
  }
  return pos;
}
