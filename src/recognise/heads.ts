import { glogLevel } from "../time/shapes-named.ts";
import { stampShapes } from "../time/stamp.ts";
import type { Cell, CellReader } from "./cells.ts";
import { isAddress, isPlaceInSource, maxPid } from "./columns.ts";
import { clearHeader, type Header } from "./layout.ts";
import type { Match, Matcher } from "./matcher.ts";
import { Skeleton } from "./skeleton.ts";

/** What stands between a header's last cell and the message: closing brackets, then one `:`, `-`, `--` or `|` or the key `msg=`, then blanks. */
const closingPattern =
  /(?:[ \t]+(?=[\])}>]))?[\])}>"']*(?:[ \t](?:msg|message|event|text)=["']?|[ \t]+--[ \t]*:?(?=[ \t]|$)|[ \t]*[:|](?=[ \t]|$)|[ \t]+[-\u2013](?=[ \t]|$)|:(?=\S)|;)?[ \t]*/y;

/** Position of the message behind a cell that ends at `end`. */
export function messageAfter(text: string, end: number): number {
  closingPattern.lastIndex = end;
  return end + (closingPattern.exec(text)?.[0].length ?? 0);
}

/** What closes a cell, but separates nothing: a message can begin with a mark of its own (Puma's `- Worker 0`). */
const bracketPattern = /[\])}>"']*[ \t]*/y;

/** What some servers put before each message: Puma's sign of its importance, nginx's number of a connection. */
const markPattern = /(?:[-!*+%=]|\*\d+)[ \t]+/y;
const maxMarks = 3;

/** Cells of a line that are looked at, and words without a mark around them that a header holds at most (`host app`). */
const maxCells = 16;
const maxBare = 2;
/** Wordings of lines without a server's message that are remembered. */
const maxFruitless = 20_000;

/** The head of a line whose message a server wrote. */
export interface Head {
  readonly match: Match;
  /** The cells before the message. */
  readonly cells: readonly Cell[];
  /** Where the message begins. */
  readonly message: number;
}

/** What the cells of a line have shown of its head so far. */
interface Progress {
  timed: boolean;
  /** A level, a label or something within brackets was seen, and no bare word since. */
  strong: boolean;
  bare: number;
  /** The cell is a bare word right behind something strong: a logger's name stands so. */
  named: boolean;
}

/**
 * Reads the head of a single line, whatever the rest of the stream looks like: the place where a known server's message
 * begins ends it for certain. What stands before has to be a header and no sentence, since applications quote servers.
 */
export class HeadReader {
  readonly #cells: CellReader;
  readonly #matcher: Matcher;
  readonly #cueWords: ReadonlySet<string>;
  readonly #skeleton = new Skeleton();
  readonly #fruitless = new Set<number>();

  constructor(cells: CellReader, matcher: Matcher, cueWords: ReadonlySet<string>) {
    this.#cells = cells;
    this.#matcher = matcher;
    this.#cueWords = cueWords;
  }

  /** As `find`, for lines of no known layout, of which each wording is tried once in vain. */
  findNew(text: string): Head | null {
    this.#skeleton.read(text, 0);
    const { key } = this.#skeleton;
    if (this.#fruitless.has(key)) return null;
    const head = this.find(text);
    if (!head && this.#fruitless.size < maxFruitless) this.#fruitless.add(key);
    return head;
  }

  /** The head before the first server's message in `text`; `settled`: from here on, a header has no words without marks. */
  find(text: string, settled = text.length): Head | null {
    const marked = this.#messageAt(text, 0);
    if (marked) return { ...marked, cells: [] };
    const cells = this.#cells.read(text, 0, maxCells);
    const progress: Progress = { timed: false, strong: false, bare: 0, named: false };
    for (const [i, cell] of cells.entries()) {
      if (!this.#goesOn(text, cell, progress, settled)) return null;
      if (!mayEnd(text, cell, progress)) continue;
      const found = this.#messageBehind(text, cell.end);
      if (
        found &&
        (cell.start < settled || !isNamed(text, cell)) &&
        mayEndFor(text, cell, progress, found.match.parser)
      )
        return { ...found, cells: cells.slice(0, i + 1) };
    }
    return null;
  }

  /** Fills `out` with what a head's cells say; `text` is their line. */
  read(text: string, { cells, message, match }: Head, out: Header): void {
    clearHeader(out);
    out.declared = false;
    out.message = message;
    out.layout = match.parser;
    for (const cell of cells) this.#readCell(text, cell, out);
    const pid = pidOf(text, cells);
    if (pid) out.pid = Number(text.slice(pid.start, pid.end));
    const tid = tidOf(text, cells, pid);
    if (tid) [out.tidStart, out.tidEnd] = [tid.start, tid.end];
  }

  /** The pid that stands in the header of a line before `end`, or -1. */
  pidBefore(text: string, end: number): number {
    const cells = this.#cells.read(text, 0, maxCells).filter((cell) => cell.end <= end);
    const pid = pidOf(text, cells);
    return pid ? Number(text.slice(pid.start, pid.end)) : -1;
  }

  #messageBehind(text: string, end: number): { match: Match; message: number } | null {
    bracketPattern.lastIndex = end;
    const at = end + (bracketPattern.exec(text)?.[0].length ?? 0);
    const pos = messageAfter(text, end);
    const marked = at < pos && at > end ? this.#matcher.match(text, at, null) : null;
    return marked ? { match: marked, message: at } : this.#messageAt(text, pos);
  }

  #messageAt(text: string, pos: number): { match: Match; message: number } | null {
    for (let at = pos, marks = 0; marks <= maxMarks; marks++) {
      const match = this.#matcher.match(text, at, null);
      if (match) return { match, message: at };
      markPattern.lastIndex = at;
      if (!markPattern.test(text)) return null;
      at = markPattern.lastIndex;
    }
    return null;
  }

  /** Whether a header can hold this cell behind those before; notes what it shows. */
  #goesOn(text: string, cell: Cell, progress: Progress, settled: number): boolean {
    const bare = isBare(text, cell);
    progress.named = bare && progress.strong;
    if (bare) {
      const word = text.slice(cell.start, cell.end).toLowerCase();
      if (word === "line") return true;
      progress.bare++;
      progress.strong = false;
      const mayStand = cell.start < settled || isCode(text, cell);
      return progress.timed && progress.bare <= maxBare && mayStand && !this.#cueWords.has(word);
    }
    if (cell.kind === "stamp") progress.timed = true;
    if (cell.kind === "level") {
      if (progress.bare > 1 && /[a-z]/.test(text[cell.start] ?? "")) return false;
      progress.strong = true;
    }
    if (cell.label || cell.known || isBracketed(text, cell)) progress.strong = true;
    return true;
  }

  #readCell(text: string, cell: Cell, out: Header): void {
    const { start, end } = cell;
    if (cell.kind === "stamp") {
      if (out.timed) return;
      out.timed = stampShapes[cell.shape]?.read(text, start, out.stamp) === true;
      out.level = Math.max(out.level, glogLevel(text, start));
    } else if (cell.kind === "level") out.level = this.#cells.level(text, start, end);
    else if (cell.kind !== "name" && cell.kind !== "group") return;
    else if (cell.known === "process" || cell.label === "process") [out.processStart, out.processEnd] = [start, end];
    else if (cell.known === "thread" || cell.label === "thread") [out.threadStart, out.threadEnd] = [start, end];
  }
}

const isInt = (cell: Cell): boolean => cell.kind === "int";

/** Something within brackets of its own: `[4512]`, `uwsgi[4512]`, `<30>`. */
function isBracketed(text: string, { start, end }: Cell): boolean {
  const open = text[start - 1];
  return (open === "[" && text[end] === "]") || (open === "<" && text[end] === ">");
}

const isBlank = (c: string | undefined): boolean => c === " " || c === "\t";

/** Blanks that fill a column up, and a mark that sets it off from what follows. */
const delimiterPattern = /^[ \t]+(?:\||(?:[:\u2013-]|--)[ \t])/;
const maxFill = 24;

/** A word that nothing but blanks sets off: those of a sentence look the same. */
function isBare(text: string, cell: Cell): boolean {
  if (cell.kind !== "name" || cell.label || cell.known) return false;
  if (cell.start > 0 && !isBlank(text[cell.start - 1])) return false;
  return isBlank(text[cell.end]) && !delimiterPattern.test(text.slice(cell.end, cell.end + maxFill));
}

/** A word that a colon, and no bracket, sets off. */
const isNamed = (text: string, cell: Cell): boolean =>
  cell.kind === "name" && !cell.label && !cell.known && /^ ?:/.test(text.slice(cell.end, cell.end + 2));

/** A module's code of a message (`AH00163:`), or a dotted name. */
const isCode = (text: string, cell: Cell): boolean =>
  /^(?:[A-Z]{2,}\d{3,}|\w+(?:\.\w+)+)$/.test(text.slice(cell.start, cell.end));

/** Whether a header may end with this cell, as far as it shows without the message. */
function mayEnd(text: string, cell: Cell, { timed, strong, named }: Progress): boolean {
  if (named || cell.kind === "stamp" || cell.kind === "level" || cell.label || isBracketed(text, cell)) return true;
  const opened = timed || strong;
  if (cell.kind === "hex" || cell.known) return opened;
  if (isInt(cell)) return opened && !/[%.]/.test(text[cell.end] ?? "");
  if (cell.kind === "group") return opened;
  const next = text.slice(cell.end, cell.end + maxFill);
  return /^(?:[ \t]*\|(?:\s|$)|[\])}>]|:)/.test(next) || (opened && delimiterPattern.test(next));
}

/** Whether it ends with this cell before a message of `parser`: one word and a colon can be a sentence that quotes a server. */
function mayEndFor(text: string, cell: Cell, { timed, strong, bare, named }: Progress, parser: string): boolean {
  if (named) return isCode(text, cell) || text.slice(cell.start, cell.end).toLowerCase() === parser;
  if (isInt(cell) && text[cell.end] === ":" && bare > 0 && !strong) return cell.end - cell.start > 2;
  if (!isNamed(text, cell)) return true;
  if (strong || (timed && bare === 0 && isCode(text, cell))) return true;
  return bare <= 1 && text.slice(cell.start, cell.end).toLowerCase() === parser;
}

/** A whole number that can be the pid of a header by its place: no line of a source file, no priority, no milliseconds. */
function mayBePid(text: string, cell: Cell, before: Cell | undefined): boolean {
  const value = Number(text.slice(cell.start, cell.end));
  if (!isInt(cell) || value < 1 || value > maxPid || text[cell.start] === "0") return false;
  if (cell.label !== null && cell.label !== "pid") return false;
  const open = text[cell.start - 1];
  if (open === "<" || open === ">") return false;
  if (open === ":" && before?.kind === "name" && text[cell.end] !== ":") return false;
  return before === undefined || !isPlaceInSource(text, before);
}

/** The cell with the writer's pid: labelled, else set off by brackets or `#`, else the first that can be one. */
function pidOf(text: string, cells: readonly Cell[]): Cell | null {
  const numbers = cells.filter((cell, i) => mayBePid(text, cell, cells[i - 1]));
  const setOff = (cell: Cell): boolean =>
    isBracketed(text, cell) || text[cell.start - 1] === "#" || text[cell.end] === "#";
  return numbers.find((cell) => cell.label === "pid") ?? numbers.find(setOff) ?? numbers[0] ?? null;
}

/** The cell with the thread's id: labelled, an address, or behind the pid (`7215#7216`). */
function tidOf(text: string, cells: readonly Cell[], pid: Cell | null): Cell | null {
  const numeric = cells.filter((cell) => cell !== pid && (isInt(cell) || cell.kind === "hex"));
  return (
    cells.find((cell) => cell.label === "thread") ??
    numeric.find((cell) => cell.kind === "hex" || isAddress(text, cell)) ??
    numeric.find((cell) => pid !== null && text[cell.start - 1] === "#" && cell.start === pid.end + 1) ??
    null
  );
}
