/** Quoted lines in columns: what it shows, when, where it stands, what it says. */

import type { Evidence } from "./schema.ts";
import { cut, cutAround, cutStart, displayWidth, padEnd, plain } from "./text.ts";
import type { View } from "./view.ts";

export interface QuoteRow {
  readonly label: string;
  readonly quote: Evidence;
  /** The thread that logged it: what stands before its message is known from the lines around. */
  readonly tid?: string | null;
  /** What the line is quoted for: it remains where the line must be cut. */
  readonly pid?: number | null;
}

interface Cells {
  readonly label: string;
  readonly time: string;
  readonly place: string;
  readonly texts: readonly string[];
  readonly tid: string | null;
  readonly pid: number | null;
}

const gap = "  ";
/** In less width, or with less room beside the place, the text goes below it. */
const leastWidth = 72;
const leastRoom = 32;
const longestHeader = 160;

/** The rows as lines no wider than the view; a long place loses its beginning, a long text its end, or else its middle. */
export function quoteLines(rows: readonly QuoteRow[], view: View, indent: string): string[] {
  const cells = rows.map((row) => cellsOf(row, view));
  const heads = [(it: Cells) => it.label, (it: Cells) => it.time, (it: Cells) => it.place].map((get) => {
    const width = Math.max(0, ...cells.map((it) => displayWidth(get(it))));
    return (it: Cells) => (width === 0 ? "" : padEnd(get(it), width) + gap);
  });
  return cells.flatMap((it) => rowLines(indent, heads.map((head) => head(it)).join(""), it, view));
}

function rowLines(indent: string, head: string, cells: Cells, view: View): string[] {
  const below = `${indent}${indent}`;
  const beside = view.width - displayWidth(indent + head);
  if (view.width < leastWidth || beside < leastRoom)
    return [
      indent + view.paint.dim(head.trimEnd()),
      ...fitted(cells, view.width - below.length).map((it) => below + it),
    ];
  const [first = "", ...more] = fitted(cells, beside);
  return [indent + view.paint.dim(head) + first, ...more.map((text) => " ".repeat(view.width - beside) + text)];
}

/** The texts cut to the room; the first one gives up what stands before its message before it loses its end. */
function fitted({ texts, tid, pid }: Cells, room: number): string[] {
  const [first = "", ...more] = texts;
  const message = tid === null || displayWidth(first) <= room ? "" : messageAfter(tid, first);
  return [cutFor(pid, message === "" ? first : `…${message}`, room), ...more.map((text) => cut(text, room))];
}

function cutFor(pid: number | null, text: string, room: number): string {
  const found = pid === null ? null : new RegExp(`(?<!\\d)${pid}(?!\\d)`).exec(text);
  return found === null ? cut(text, room) : cutAround(text, room, found.index, found.index + found[0].length);
}

/** What follows the thread's id in a line's header, or nothing where the id is not there as a word of its own. */
function messageAfter(tid: string, text: string): string {
  const id = tid.replace(/[^\p{L}\p{N}_]/gu, "\\$&");
  const found = new RegExp(`(?<!\\w)${id}(?!\\w)[\\])>:|\\s-]*`).exec(text.slice(0, longestHeader));
  return found === null ? "" : text.slice(found.index + found[0].length);
}

function cellsOf({ label, quote, tid = null, pid = null }: QuoteRow, view: View): Cells {
  const place = `${view.nameOf(quote.source)}:${quote.line}`;
  return {
    label,
    tid,
    pid,
    time: view.clock.moment(quote.at),
    place: cutStart(place, Math.floor(view.width / 3)),
    texts: [unstamped(plain(quote.text), quote.at), ...lastOf(quote.more ?? [], view.context).map(plain)],
  };
}

/** A traceback ends with what matters. */
function lastOf<T>(items: readonly T[], n: number): readonly T[] {
  return items.slice(Math.max(0, items.length - n));
}

const stamp =
  /^\[?(?:\d{4}-\d\d-\d\d[T ]|\w{3} \w{3} [ \d]\d )(\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(?: \d{4})?(?:Z|[+-]\d\d:?\d\d)?\]?(?: -)? /;

/** The text without the time in front that stands beside it already; `…` says that something was left out. */
function unstamped(text: string, at: string | null): string {
  const found = stamp.exec(text);
  if (found === null || at?.slice(11, 19) !== found[1]) return text;
  return `…${text.slice(found[0].length).trimStart()}`;
}
