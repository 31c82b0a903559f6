/** How findings measure and name things. */

import type { Death } from "../correlate/case.ts";
import type { Mark } from "../correlate/mark.ts";
import { enumerate, figure } from "../report/text.ts";
import { formatDuration } from "../time/format.ts";
import type { Span } from "../time/span.ts";

/** Lines quoted for one finding. */
const quoted = 6;

/** Middle and spread of some numbers. */
export interface Spread {
  readonly count: number;
  readonly least: number;
  readonly most: number;
  readonly median: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly sd: number;
}

/** Middle and spread of the numbers; null of none. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return null;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const sd = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length);
  return { count: sorted.length, least, most, median: sorted[Math.floor(sorted.length / 2)] ?? most, mean, sd };
}

/** Least and most time in ms from something within `from` to something within `to`; null where a side is open. */
export function between(from: Span, to: Span): { readonly least: number; readonly most: number } | null {
  const [start, end] = [from.latest ?? from.earliest, to.earliest ?? to.latest];
  if (start === null || end === null) return null;
  const most = (to.latest ?? end) - (from.earliest ?? start);
  return { least: Math.max(0, end - start), most: Math.max(0, most) };
}

/** `45 s`, or `45 s to 61 s` where the lines allow for both. */
export function lasting({ least, most }: { readonly least: number; readonly most: number }): string {
  const [from, to] = [formatDuration(least), formatDuration(most)];
  return from === to ? from : `${from} to ${to}`;
}

/** `pid 7`, `pids 7 and 9`, `pids 7, 9, 11 and 4 more`. */
export function pidsText(pids: readonly number[], most = 4): string {
  const own = [...new Set(pids)].filter((pid) => pid > 0);
  if (own.length === 0) return "processes without a pid";
  const rest = own.length - most;
  const shown = own.slice(0, most).map(String);
  return `${own.length === 1 ? "pid" : "pids"} ${enumerate(rest > 0 ? [...shown, `${figure(rest)} more`] : shown)}`;
}

/** `once`, `twice`, `5 times` */
export const times = (n: number): string => (n === 1 ? "once" : n === 2 ? "twice" : `${figure(n)} times`);

/** Servers that tell of the deaths, each once. */
export const serversOf = (deaths: readonly Death[]): string[] => [
  ...new Set(deaths.map(({ server }) => server).filter((server) => server !== null)),
];

/** The first few marks, each line once. */
export const firstFew = (marks: readonly Mark[], most = quoted): Mark[] =>
  [...new Map(marks.map((mark) => [`${mark.source}:${mark.line}`, mark])).values()].slice(0, most);
