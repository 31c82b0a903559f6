/** Times as they are given on the command line. */
import { DateTime } from "luxon";
import { daysOf } from "./calendar.ts";
import { four, two } from "./digits.ts";
import { newStamp, readStamp } from "./stamp.ts";
import type { Zone } from "./zone.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: MINUTE, h: 60 * MINUTE, d: DAY, w: 7 * DAY };

/**
 * The instant (epoch ms) that `--since` or `--until` means: a time as any log writes it, ISO 8601, a date, a time of
 * day (of the day it is at `now`), or one relative to `now` (epoch ms): `-90s`, `-30m`, `-1h`, `-2d`, `-1w`.
 * A text without a zone is read in `zone`. Throws RangeError, with a message of one line that names the text.
 */
export function parseInstant(text: string, zone: Zone, now: number): number {
  const trimmed = text.trim();
  const found = relative(trimmed, now) ?? stamped(trimmed, zone) ?? timeOfDay(trimmed, zone, now) ?? iso(trimmed, zone);
  if (found !== null) return found;
  throw new RangeError(
    `cannot read the time ${JSON.stringify(text)} (expected e.g. 2026-11-21 13:52, 2026-11-21T13:52:00Z, 13:52 or -2h)`,
  );
}

/** The midnight that begins the day `YYYY-MM-DD`, in ms counted as if it were UTC. Throws RangeError as above. */
export function parseDay(text: string): number {
  const days = /^\d{4}-\d{2}-\d{2}$/.test(text) ? daysOf(four(text, 0), two(text, 5), two(text, 8)) : -1;
  if (days < 0) throw new RangeError(`cannot read the day ${JSON.stringify(text)} (expected e.g. 2026-11-21)`);
  return days * DAY;
}

function relative(text: string, now: number): number | null {
  const match = /^-(\d+(?:\.\d+)?)([smhdw])$/.exec(text);
  const unit = UNITS[match?.[2] ?? ""];
  return match === null || unit === undefined ? null : now - Math.round(Number(match[1]) * unit);
}

function stamped(text: string, zone: Zone): number | null {
  const stamp = newStamp();
  if (readStamp(text, 0, stamp) < 0 || !stamp.dated || stamp.end < text.length) return null;
  return stamp.offset === null ? zone.toEpoch(stamp.ms) : stamp.ms;
}

function timeOfDay(text: string, zone: Zone, now: number): number | null {
  if (!/^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?$/.test(text)) return null;
  const padded = text.indexOf(":") === 1 ? `0${text}` : text;
  const time = DateTime.fromISO(`1970-01-01T${padded}`, { zone: "utc" });
  const wall = now + zone.offsetAt(now) * MINUTE;
  return time.isValid ? zone.toEpoch(Math.floor(wall / DAY) * DAY + time.toMillis()) : null;
}

/** Read at two offsets, a text that bears its own zone gives the same instant. */
function iso(text: string, zone: Zone): number | null {
  const joined = text.replace(" ", "T");
  const time = DateTime.fromISO(joined, { zone: "utc" });
  if (!time.isValid || time.year < 1970 || time.year > 2199) return null;
  const wall = time.toMillis();
  return DateTime.fromISO(joined, { zone: "utc+1" }).toMillis() === wall ? wall : zone.toEpoch(wall);
}
