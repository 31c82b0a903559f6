/** Time zones, by luxon, with its answers kept per day: it takes microseconds, and is asked for every line. */
import { Info } from "luxon";

const DAY = 86_400_000;
const MINUTE = 60_000;
const DAYS_KEPT = 4096;

/** A time zone. */
export interface Zone {
  /** Its IANA name, or `UTC`, `UTC+8` and the like for fixed offsets. */
  readonly name: string;
  /**
   * The instant (epoch ms) at which a wall clock in this zone shows `wallMs`, which counts as if it were UTC.
   * A time that occurs twice (clocks put back) is its first occurrence, one that never occurs (clocks put forward)
   * is moved on by the gap, as luxon does.
   */
  toEpoch(wallMs: number): number;
  /** As `toEpoch`, but of a time that occurs twice its second occurrence. */
  toLaterEpoch(wallMs: number): number;
  /** The offset in minutes east of UTC at an instant (epoch ms). */
  offsetAt(epochMs: number): number;
}

/**
 * The zone of an IANA name, `UTC`, `local` (the machine's), `+08:00`, `+0800` or `UTC+8`.
 * Throws RangeError, with a message of one line that names the zone, where there is no such zone.
 */
export function zoneNamed(name: string): Zone {
  const zone = Info.normalizeZone(luxonName(name.trim()));
  if (!zone.isValid || !(Math.abs(zone.offset(0)) <= 18 * 60)) {
    throw new RangeError(
      `unknown time zone ${JSON.stringify(name)} (expected e.g. Asia/Shanghai, UTC, +08:00 or local)`,
    );
  }
  return cached(zone.name, (epochMs) => zone.offset(epochMs));
}

function luxonName(name: string): string {
  if (/^z$/i.test(name)) return "utc";
  const fixed = /^(?:utc|gmt)?([+-]\d{1,2})(?::?([0-5]\d))?$/i.exec(name);
  if (fixed === null) return name === "" ? "invalid" : name;
  return `utc${fixed[1]}${fixed[2] === undefined ? "" : `:${fixed[2]}`}`;
}

type Offset = (ms: number) => number;

function cached(name: string, offset: Offset): Zone {
  const byEpoch = perDay(offset);
  const byWall = perDay((wallMs) => wallOffset(wallMs, offset));
  const byLaterWall = perDay((wallMs) => laterWallOffset(wallMs, offset));
  return {
    name,
    toEpoch: (wallMs) => wallMs - byWall(wallMs) * MINUTE,
    toLaterEpoch: (wallMs) => wallMs - byLaterWall(wallMs) * MINUTE,
    offsetAt: byEpoch,
  };
}

/** The offset by which to read a wall clock: that before a change, as long as it can be so or nothing can. */
function wallOffset(wallMs: number, offset: Offset): number {
  const earlier = offset(wallMs - DAY);
  const later = offset(wallMs + DAY);
  if (earlier === later || offset(wallMs - earlier * MINUTE) === earlier) return earlier;
  return offset(wallMs - later * MINUTE) === later ? later : earlier;
}

/** That after a change, as long as it can be so. */
function laterWallOffset(wallMs: number, offset: Offset): number {
  const later = offset(wallMs + DAY);
  return offset(wallMs - later * MINUTE) === later ? later : wallOffset(wallMs, offset);
}

/** One day's offsets: `before` until `change`, `after` from there on; no zone changes twice in a day. */
interface DayOffsets {
  readonly change: number;
  readonly before: number;
  readonly after: number;
}

function perDay(offset: Offset): Offset {
  const days = new Map<number, DayOffsets>();
  let current = Number.NaN;
  let day: DayOffsets = { change: 0, before: 0, after: 0 };
  return (ms) => {
    const number = Math.floor(ms / DAY);
    if (number !== current) {
      day = dayOffsets(number, offset, days);
      current = number;
    }
    return ms < day.change ? day.before : day.after;
  };
}

function dayOffsets(number: number, offset: Offset, days: Map<number, DayOffsets>): DayOffsets {
  const known = days.get(number);
  if (known !== undefined) return known;
  if (days.size >= DAYS_KEPT) days.clear();
  const found = measure(number * DAY, (number + 1) * DAY, offset);
  days.set(number, found);
  return found;
}

function measure(from: number, to: number, offset: Offset): DayOffsets {
  const before = offset(from);
  const after = offset(to);
  if (before === after) return { change: from, before, after };
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === before) low = middle;
    else high = middle;
  }
  return { change: high, before, after };
}

/** Offsets in use that are no whole hours, minutes east of UTC (IANA zones since 1990). */
const oddOffsets: ReadonlySet<number> = new Set(
  [-9.5, -3.5, -2.5, 3.5, 4.5, 5.5, 5.75, 6.5, 8.5, 8.75, 9.5, 10.5, 11.5, 12.75, 13.75].map((hours) => hours * 60),
);

/** Is some zone on earth so many minutes east of UTC at some time of the year? */
export function isZoneOffset(minutes: number): boolean {
  return (minutes % 60 === 0 && minutes >= -12 * 60 && minutes <= 14 * 60) || oddOffsets.has(minutes);
}
