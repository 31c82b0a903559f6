import { copyText } from "../ingest/copy-text.ts";
import type { Reading } from "../recognise/reading.ts";
import type { Span } from "../time/span.ts";

/** Continuation lines kept with a quoted line. */
export const maxMore = 20;
/** Of them, those kept from the end: a traceback says there what it is about. */
const lastKept = 4;

/** A line worth quoting, and when it was written. */
export interface Mark {
  readonly source: number;
  readonly line: number;
  text: string;
  /** The program's own time, epoch ms, or null for an untimed line. */
  readonly at: number | null;
  /** Offset in minutes east of UTC to show `at` with. */
  readonly offset: number;
  /** When the line was written; shared by all untimed lines of one gap, whose `latest` comes with the next timed line. */
  readonly span: Span;
  more: string[];
}

/** Adds a continuation line: the first ones stay, and the last ones. */
export function addMore(mark: Mark, text: string): void {
  if (mark.more.length >= maxMore) mark.more.splice(maxMore - lastKept, 1);
  mark.more.push(text);
}

/** A lasting copy of what a reading quotes. */
export const markOf = (reading: Pick<Reading, "source" | "line" | "text" | "at" | "offset">, span: Span): Mark => ({
  source: reading.source,
  line: reading.line,
  text: copyText(reading.text),
  at: reading.at,
  offset: reading.offset,
  span,
  more: [],
});

/** Orders marks as they stand in their sources. */
export const byPlace = (a: Mark, b: Mark): number => a.source - b.source || a.line - b.line;

/** A mark's place among all sources of the run as one number: pieces of one stream follow each other. */
export const placeOf = (mark: Pick<Mark, "source" | "line">): number => mark.source * 2 ** 32 + mark.line;
