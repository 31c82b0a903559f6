/** Reading a timestamp at a known place of a line, whatever its shape. */
import { BLANK, countDigits, DOT, isDigit, isLetter, number } from "./digits.ts";
import { clf, ctime, dashedDayFirst, glog, httpDate, monthFirst, spacedDayFirst, syslog } from "./shapes-named.ts";
import { american, compact, dotted, epoch, iso, shortIso, timeOfDay } from "./shapes-numeric.ts";
import type { Stamp, StampShape } from "./stamp-shape.ts";

export { newStamp, type Stamp, type StampShape } from "./stamp-shape.ts";

const numeric: readonly StampShape[] = [
  iso,
  timeOfDay,
  clf,
  dashedDayFirst,
  spacedDayFirst,
  epoch,
  compact,
  shortIso,
  dotted,
  american,
];
const named: readonly StampShape[] = [ctime, syslog, monthFirst, httpDate, glog];

/** All shapes, the frequent ones first. No text is of two of them, so the order is a matter of speed only. */
export const stampShapes: readonly StampShape[] = [...numeric, ...named];

/**
 * Reads the stamp that begins exactly at `pos` into `out`: the index of its shape in `stampShapes`, or -1.
 * A stamp ends where its shape ends: what follows matters only where a digit would go on. Never throws.
 */
export function readStamp(text: string, pos: number, out: Stamp): number {
  const first = text.charCodeAt(pos);
  if (isDigit(first)) return firstOf(numeric, text, pos, out);
  const index = isLetter(first) ? firstOf(named, text, pos, out) : -1;
  return index < 0 ? -1 : index + numeric.length;
}

function firstOf(shapes: readonly StampShape[], text: string, pos: number, out: Stamp): number {
  for (let i = 0; i < shapes.length; i++) {
    if (shapes[i]?.read(text, pos, out) === true) return i;
  }
  return -1;
}

/**
 * Reads the kernel's time since boot, as within the brackets of `[ 2295.067682]`, blanks before it included:
 * seconds with 3 to 9 decimals. `ms` counts from the boot, `clock` is `uptime`, `dated` false. Never throws.
 */
export function readUptime(text: string, pos: number, out: Stamp): boolean {
  let start = pos;
  while (text.charCodeAt(start) === BLANK) start++;
  const width = countDigits(text, start, 10);
  const decimals = countDigits(text, start + width + 1, 10);
  if (width < 1 || width > 9 || text.charCodeAt(start + width) !== DOT || decimals < 3 || decimals > 9) return false;
  out.ms = number(text, start, width) * 1000 + number(text, start + width + 1, 3);
  out.end = start + width + 1 + decimals;
  out.offset = null;
  out.step = 1;
  out.dated = false;
  out.yearless = false;
  out.clock = "uptime";
  return true;
}
