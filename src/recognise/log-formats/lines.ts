import type { DatePattern } from "../../time/pattern.ts";
import type { ColumnRole } from "../layout.ts";

/**
 * What a column that a format string declares can hold: a `stamp` of any shape or by a date pattern, an `epoch` in seconds,
 * the `millis` that belong to the time before them, an `integer`, a `decimal` number, a `level` (any word), or `text` up to
 * what follows.
 */
export type DeclaredKind = "stamp" | "epoch" | "millis" | "integer" | "decimal" | "level" | "text";

/** One column as the format declares it. Plain data. */
export interface DeclaredColumn {
  readonly kind: DeclaredKind;
  readonly role: ColumnRole;
  /** Text before the column; a blank stands for any run of blanks. */
  readonly before: string;
  /** The character that fills the column up before and behind its value; empty where none does. */
  readonly lead: string;
  readonly trail: string;
  /** Least width of the column; 0 where it is as wide as its value. */
  readonly width: number;
  /** Of an integer. */
  readonly radix: number;
  /** How a stamp is written; without it, a stamp of any shape is. */
  readonly date?: DatePattern;
  /** Its value can be empty. */
  readonly optional?: boolean;
}

/** A line as its format declares it: columns, message, columns behind the message and the text that ends the line. */
export interface MessageLine {
  readonly kind: "message";
  readonly columns: readonly DeclaredColumn[];
  readonly closing: string;
  readonly trailer: readonly DeclaredColumn[];
  readonly end: string;
}

/** What a column of a request's line can hold: a `word` is a text without blanks. A number or time may also be `-`. */
export type RequestKind = "stamp" | "millis" | "integer" | "decimal" | "word" | "text";

/** What a column of a request's line is used for. */
export type RequestRole = "time" | "pid" | "tid" | "worker" | "duration" | "rss" | "skip";

/** One column of a request's line. Plain data. */
export interface RequestColumn {
  readonly kind: RequestKind;
  readonly role: RequestRole;
  /** Text before the column, to the letter. */
  readonly before: string;
  /** What a number is to be multiplied by: to ms, to bytes. */
  readonly scale: number;
  readonly date?: DatePattern;
}

/** A line that a server writes of a request: columns and the text behind them, which ends the line. */
export interface RequestLine {
  readonly kind: "request";
  readonly server: string;
  /** The line's time is that of the request's start, not of its end. */
  readonly started: boolean;
  readonly columns: readonly RequestColumn[];
  readonly end: string;
}

/** What a group of a regular expression holds. */
export type GroupRole = Exclude<ColumnRole, "skip"> | "message";

/** A line by a regular expression of RE2's kind. */
export interface PatternLine {
  readonly kind: "pattern";
  readonly source: string;
  /** Role -> number of the group that holds it. */
  readonly groups: Readonly<Partial<Record<GroupRole, number>>>;
  /** The server whose requests these are, or null where the lines have a message. */
  readonly server: string | null;
}

/** What a format string says of a line. Plain data. */
export type FormatLine = MessageLine | RequestLine | PatternLine;
