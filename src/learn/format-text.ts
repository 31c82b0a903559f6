import type { CellReader } from "../recognise/cells.ts";
import { type Header, type Layout, type LayoutColumn, LayoutReader, newHeader } from "../recognise/layout.ts";
import { compileLogFormat } from "../recognise/log-format.ts";
import { readSeparator } from "../recognise/log-formats/literal.ts";
import { classOf, literal } from "./expression.ts";

/** A format, and how many of the lines compared it reads as the layout does. */
export interface Format {
  readonly text: string;
  readonly checked: number;
  readonly same: number;
}

/** Share of the lines that a format must read as the layout does. */
const agreement = 0.99;
/** Ways of writing a time that one expression tells. */
const maxMasks = 6;

/** What a format is held against. */
export interface Lines {
  /** Lines of the layout. */
  readonly own: readonly string[];
  /** Lines of the same source: of other layouts, or of none. */
  readonly others: readonly { readonly layout: Layout | null; readonly lines: readonly string[] }[];
}

/**
 * A value of `--log-format` that reads the lines as the inferred layout does: a format of Python's logging where one can say it,
 * else a regular expression; null where neither reads them alike, or where it reads other lines of the source otherwise than they
 * are.
 */
export function formatOf(layout: Layout, lines: Lines, cells: CellReader): Format | null {
  for (const text of [pythonText(layout), regexText(layout, lines.own, cells)]) {
    const compiled = text === null ? null : compiledOf(text);
    const found = text === null || compiled === null ? null : check(text, compiled, layout, lines, cells);
    if (found) return found;
  }
  return null;
}

function check(
  text: string,
  compiled: Layout,
  layout: Layout,
  { own, others }: Lines,
  cells: CellReader,
): Format | null {
  const format = new LayoutReader(compiled, cells);
  const [a, b] = [newHeader(), newHeader()];
  const reads = (reader: LayoutReader, line: string): boolean =>
    format.read(line, 0, a) && reader.read(line, 0, b) && isSame(line, a, b);
  const inferred = new LayoutReader(layout, cells);
  for (const other of others) {
    const right = other.layout ? new LayoutReader(other.layout, cells) : null;
    const isTaken = (line: string): boolean => format.read(line, 0, a) && !reads(right ?? inferred, line);
    if (other.lines.some(isTaken)) return null;
  }
  const same = own.filter((line) => reads(inferred, line)).length;
  return same >= agreement * own.length ? { text, checked: own.length, same } : null;
}

function compiledOf(text: string): Layout | null {
  try {
    return compileLogFormat(text);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isSame(text: string, a: Header, b: Header): boolean {
  const names = ({ tidStart, tidEnd, threadStart, threadEnd, processStart, processEnd }: Header): string =>
    [text.slice(tidStart, tidEnd) || text.slice(threadStart, threadEnd), text.slice(processStart, processEnd)].join(
      "\n",
    );
  return (
    a.message === b.message &&
    a.pid === b.pid &&
    a.level === b.level &&
    a.timed === b.timed &&
    (!a.timed || (a.stamp.clock === b.stamp.clock && a.stamp.ms === b.stamp.ms)) &&
    names(a) === names(b)
  );
}

/** Attributes of Python's logging for columns that have no use: any words, any number. */
const texts = ["name", "module", "funcName", "filename", "pathname"];
const numbers = ["lineno", "relativeCreated"];

/** The columns as a format of Python's logging, or null where it has no word for one of them. */
function pythonText({ columns, closing }: Layout): string | null {
  const free = { text: [...texts], number: [...numbers] };
  const times = columns.filter(({ role }) => role === "time").length;
  const parts = columns.map((column): string | null => {
    const attribute = attributeOf(column, free);
    return attribute === undefined ? null : `${percent(column.separator)}%(${attribute})`;
  });
  if (times > 1 || parts.includes(null)) return null;
  const typed = parts.map((part, i) => `${part}${columns[i]?.kind === "int" ? "d" : "s"}`);
  const text = `python:${typed.join("")}${percent(closing)}%(message)s`;
  // What cannot be seen is told by its number, which only an expression can.
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? null : text;
}

function attributeOf({ kind, role }: LayoutColumn, free: { text: string[]; number: string[] }): string | undefined {
  if (role === "time") return "asctime";
  if (role === "pid") return "process";
  if (role === "level") return "levelname";
  if (role === "thread") return "threadName";
  if (role === "process") return "processName";
  if (role === "tid") return kind === "int" ? "thread" : undefined;
  if (kind === "stamp" || kind === "hex" || kind === "level") return undefined;
  return kind === "int" ? free.number.shift() : free.text.shift();
}

const percent = (text: string): string => text.replaceAll("%", "%%");

/** The columns as a regular expression, made from what stands in them. */
function regexText(layout: Layout, samples: readonly string[], cells: CellReader): string | null {
  const rows = samples.flatMap((text) => valuesOf(layout, text, cells) ?? []);
  if (rows.length === 0 || layout.columns.length === 0) return null;
  const parts = layout.columns.map((column, i) => {
    const values = rows.map(({ columns }) => columns[i] ?? "");
    const isLast = i === layout.columns.length - 1 && layout.closing === "";
    const content =
      column.kind === "stamp" ? masksOf(values) : contentOf(column, values, isLast ? rows.map(({ next }) => next) : []);
    // Of several columns of one kind the last one counts.
    const counts = groupOf(column) !== null && !layout.columns.slice(i + 1).some(({ role }) => role === column.role);
    return `${spaced(column.separator)}(${counts ? `?<${groupOf(column)}>` : "?:"}${content})`;
  });
  return `regex:^${parts.join("")}${spaced(layout.closing)}(?<message>.*)`;
}

const groupOf = ({ role }: LayoutColumn): string | null =>
  role === "skip" || role === "taskId" || role === "taskName" ? null : role;

/** `next`: what stands behind the column, where no more is known of it. */
function contentOf({ kind }: LayoutColumn, values: readonly string[], next: readonly string[]): string {
  if (kind === "int") return "\\d+";
  if (kind === "hex") return "0[xX][0-9a-fA-F]+";
  if (kind === "level") return "\\w+";
  const found = classOf(values);
  if (found !== "\\S+" && found !== ".+") return found;
  const [end = "", ...others] = new Set(next);
  return end !== "" && others.length === 0 ? `[^${literal(end)}]+` : `${found}?`;
}

const spaced = (text: string): string => literal(text).replace(/ +/g, "\\s+");

/** How the times are written, digits and letters aside. */
function masksOf(values: readonly string[]): string {
  const masks = new Set(
    values.map((value) =>
      literal(value)
        .replace(/\d+/g, "\\d+")
        .replace(/(?<!\\)[A-Za-z]+/g, "[A-Za-z]+"),
    ),
  );
  const kept = [...masks].slice(0, maxMasks);
  return kept.length === 1 ? (kept[0] ?? "") : `(?:${kept.join("|")})`;
}

/** What stands in the columns of a line, and the character behind them; null where the layout does not fit it. */
function valuesOf(layout: Layout, text: string, cells: CellReader): { columns: string[]; next: string } | null {
  const header = newHeader();
  const columns: string[] = [];
  let at = 0;
  for (const [i, { separator }] of layout.columns.entries()) {
    const upTo = new LayoutReader({ ...layout, columns: layout.columns.slice(0, i + 1), closing: "" }, cells);
    const start = readSeparator(text, at, separator);
    if (start < 0 || !upTo.read(text, 0, header)) return null;
    columns.push(text.slice(start, header.message));
    at = header.message;
  }
  return { columns, next: text.charAt(at) };
}
