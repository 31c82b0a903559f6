import { glogLevel } from "../time/shapes-named.ts";
import { newStamp, type Stamp, stampShapes } from "../time/stamp.ts";
import { type CellKind, type CellReader, endOfGroup, endOfHex, endOfInt, endOfWord } from "./cells.ts";
import { type FormatReader, formatReader } from "./log-formats/format-reader.ts";
import type { FormatLine } from "./log-formats/lines.ts";
import { readClosing, readSeparator } from "./log-formats/literal.ts";

/** What a column is used for. */
export type ColumnRole =
  | "time"
  | "pid"
  | "tid"
  | "thread"
  | "process"
  | "level"
  | "logger"
  | "taskId"
  | "taskName"
  | "skip";

/** One column of a layout. Plain data, so that every reader of a part of the log can use the same. */
export interface LayoutColumn {
  readonly kind: CellKind;
  /** Text before the column; a blank stands for any run of blanks. */
  readonly separator: string;
  readonly role: ColumnRole;
  /** For a stamp: index into `stampShapes`. */
  readonly shape: number;
}

/** How a program lays out its lines: its columns, and what stands between the last of them and the message. */
export interface Layout {
  readonly columns: readonly LayoutColumn[];
  readonly closing: string;
  /** How `sources[].formats` calls it. */
  readonly name: string;
  /** What a format string says of the lines; `columns` and `closing` are then empty. */
  readonly declared?: FormatLine;
}

/** What a format says of a request, beside what any line may bear. */
export interface RequestFacts {
  /** The server that logs its requests so. */
  readonly server: string;
  /** The line's time is that of the request's start, not of its end. */
  readonly started: boolean;
  durationMs: number | null;
  worker: number | null;
  /** Resident memory in bytes. */
  rss: number | null;
}

/** What a layout read from a line: positions and numbers, one object reused for all lines. */
export interface Header {
  readonly stamp: Stamp;
  timed: boolean;
  /** -1 where the line bears none. */
  pid: number;
  tidStart: number;
  tidEnd: number;
  threadStart: number;
  threadEnd: number;
  processStart: number;
  processEnd: number;
  /** Id and name of the task at work, by columns that a format declares; empty where there are none. */
  taskIdStart: number;
  taskIdEnd: number;
  taskNameStart: number;
  taskNameEnd: number;
  /** Rank of the level (0 debug .. 4 fatal), or -1. */
  level: number;
  /** The line is a request's, by a format that the user gave; else null. The next line's facts overwrite these. */
  request: RequestFacts | null;
  /** Where the message begins. */
  message: number;
  layout: string;
  /** By a format that the user gave. */
  declared: boolean;
}

export const newHeader = (): Header => ({
  stamp: newStamp(),
  timed: false,
  pid: -1,
  tidStart: 0,
  tidEnd: 0,
  threadStart: 0,
  threadEnd: 0,
  processStart: 0,
  processEnd: 0,
  taskIdStart: 0,
  taskIdEnd: 0,
  taskNameStart: 0,
  taskNameEnd: 0,
  level: -1,
  request: null,
  message: 0,
  layout: "",
  declared: false,
});

export function clearHeader(out: Header): void {
  clearColumns(out);
  out.timed = false;
  out.request = null;
  out.message = 0;
  out.layout = "";
}

/** Forgets what the columns say, the time aside. */
export function clearColumns(out: Header): void {
  out.pid = -1;
  out.tidStart = out.tidEnd = 0;
  out.threadStart = out.threadEnd = 0;
  out.processStart = out.processEnd = 0;
  out.taskIdStart = out.taskIdEnd = 0;
  out.taskNameStart = out.taskNameEnd = 0;
  out.level = -1;
}

function readInt(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

/** A layout, ready to read lines: texts of their own or, with inferred columns, in place within a text of many. */
export class LayoutReader {
  readonly layout: Layout;
  readonly #cells: CellReader;
  readonly #declared: FormatReader | null;

  constructor(layout: Layout, cells: CellReader) {
    this.layout = layout;
    this.#cells = cells;
    this.#declared = layout.declared ? formatReader(layout.declared, cells) : null;
  }

  /** Whether a format for whole lines, given by the user, begins as the text does: it knows better than their keys what they are. */
  opens(text: string): boolean {
    const { declared } = this.layout;
    if (declared?.kind !== "request") return declared?.kind === "pattern";
    const lead = declared.columns[0]?.before ?? "";
    return lead !== "" && text.startsWith(lead);
  }

  /**
   * Whether a format for whole lines, given by the user, fits the line from its very beginning, which may look like an envelope's;
   * `out` is then in an undefined state.
   */
  describes(text: string, out: Header): boolean {
    const { declared } = this.layout;
    const whole = declared?.kind === "pattern" || declared?.kind === "request";
    return whole && this.read(text, 0, out) && this.#declared?.from === 0;
  }

  /** Reads the header that starts at `pos`; false, with `out` in an undefined state, where the line is not laid out so. */
  read(text: string, pos: number, out: Header): boolean {
    clearHeader(out);
    const message = this.#declared ? this.#declared.read(text, pos, out) : this.#readColumns(text, pos, out);
    if (message < 0) return false;
    out.message = message;
    out.layout = this.layout.name;
    return true;
  }

  /** Position of the message behind the columns, or -1. */
  #readColumns(text: string, pos: number, out: Header): number {
    let at = pos;
    for (const column of this.layout.columns) {
      at = readSeparator(text, at, column.separator);
      if (at < 0) return -1;
      const end = this.#readCell(text, at, column, out);
      if (end <= at) return -1;
      at = end;
    }
    return readClosing(text, at, this.layout.closing);
  }

  #readCell(text: string, start: number, column: LayoutColumn, out: Header): number {
    switch (column.kind) {
      case "stamp":
        return this.#readStamp(text, start, column, out);
      case "int": {
        const end = endOfInt(text, start);
        if (column.role === "pid" && end > start) out.pid = readInt(text, start, end);
        else if (column.role === "tid") setThread(out, start, end);
        return end;
      }
      case "hex": {
        const end = endOfHex(text, start);
        if (column.role === "tid") setThread(out, start, end);
        return end;
      }
      case "level": {
        const end = endOfWord(text, start);
        out.level = this.#cells.level(text, start, end);
        return out.level < 0 ? start : end;
      }
      case "name":
      case "group":
        return this.#readName(text, start, column, out);
    }
  }

  #readStamp(text: string, start: number, column: LayoutColumn, out: Header): number {
    if (!stampShapes[column.shape]?.read(text, start, out.stamp)) return start;
    out.timed = true;
    if (text.charCodeAt(start) > 57) out.level = Math.max(out.level, glogLevel(text, start));
    return out.stamp.end;
  }

  #readName(text: string, start: number, column: LayoutColumn, out: Header): number {
    const word = endOfWord(text, start);
    const known =
      column.role === "thread" || column.role === "process" ? this.#cells.endOfKnownName(text, start).end : start;
    const end = Math.max(word, known, endOfGroup(text, start));
    if (column.role === "thread") {
      out.threadStart = start;
      out.threadEnd = end;
    } else if (column.role === "process") {
      out.processStart = start;
      out.processEnd = end;
    }
    return end;
  }
}

function setThread(out: Header, start: number, end: number): void {
  out.tidStart = start;
  out.tidEnd = end;
}
