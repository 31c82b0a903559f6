/** Filling in what a stamp left out, from an instant known to be near it. All values in ms, on one and the same clock. */
import { YEARLESS } from "./calendar.ts";

const DAY = 86_400_000;

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
