/** Processes on their way out. */

import type { Case } from "../correlate/case.ts";
import type { Mark } from "../correlate/mark.ts";
import type { Span } from "../time/span.ts";

/** The first word that a process did not leave in its time and is killed for it, by pid. */
export function forcedPids({ omens }: Case): Map<number, Mark> {
  const forced = new Map<number, Mark>();
  for (const { sign, pid, life, mark } of omens) {
    const own = pid ?? life?.pid ?? null;
    if (sign === "forced" && own !== null && !forced.has(own)) forced.set(own, mark);
  }
  return forced;
}

/** A time in whole seconds stands for all of its second. */
export const widened = ({ earliest, latest }: Span): Span => ({
  earliest,
  latest: latest !== null && latest % 1_000 === 0 ? latest + 999 : latest,
});

/** Whether `a` stands, or was written, before `b`: by their places in one source, else by time. */
export function isBefore(a: Mark, b: Mark): boolean {
  if (a.source === b.source) return a.line < b.line;
  return a.span.latest !== null && b.span.earliest !== null && a.span.latest < b.span.earliest;
}
