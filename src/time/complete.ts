/** Filling in what a stamp left out, from an instant known to be near it. All values in ms, on one and the same clock. */
import { YEARLESS } from "./calendar.ts";

const DAY = 86_400_000;
/** How late a line may be: most zones are less apart. */
const LATE = (9 * DAY) / 24;

/** A yearless stamp's `ms`, moved to the year that brings it nearest to `near`. February 29 finds a leap year. */
export function completeYear(ms: number, near: number): number {
  const year = new Date(near).getUTCFullYear();
  let best = Number.NaN;
  for (let candidate = year - 8; candidate <= year + 8; candidate++) {
    const moved = inYear(ms, candidate);
    if (!(Math.abs(moved - near) >= Math.abs(best - near))) best = Number.isNaN(moved) ? best : moved;
  }
  return best;
}

/** A yearless stamp's `ms` in the last year in which it is not after `now`, but for a day: no log is of the future. */
export function completePastYear(ms: number, now: number): number {
  const year = new Date(now).getUTCFullYear();
  for (let candidate = year + 1; candidate > year - 9; candidate--) {
    const moved = inYear(ms, candidate);
    if (moved <= now + DAY) return moved;
  }
  return completeYear(ms, now);
}

/**
 * A time of day's `ms` in a log whose line before was of `last`: it may be late, by a thread that
 * was slow or a process in another zone, but for more than that the log has gone on into the next day.
 */
export function completeNextDay(ms: number, last: number): number {
  return ms + Math.ceil((last - LATE - ms) / DAY) * DAY;
}

/** A time of day's `ms`, on the day that brings it nearest to `near`. */
export function completeDay(ms: number, near: number): number {
  return ms + Math.round((near - ms) / DAY) * DAY;
}

/** NaN where the year lacks that day. */
function inYear(ms: number, year: number): number {
  const date = new Date(ms);
  const month = date.getUTCMonth();
  date.setUTCFullYear(year + date.getUTCFullYear() - YEARLESS);
  return date.getUTCMonth() === month ? date.getTime() : Number.NaN;
}
