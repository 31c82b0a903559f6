import { groupBy } from "../recognise/group-by.ts";
import type { ClockUse } from "../recognise/line-clock.ts";
import { isZoneOffset } from "../time/zone.ts";
import type { StreamFacts } from "./case.ts";
import { type Bounds, boundsOf, type Traces, tracesOf, unbounded } from "./clock-evidence.ts";
import { moveClock } from "./move-clock.ts";
import { placesOf } from "./places.ts";

const minute = 60_000;
const quarter = 15 * minute;
const hour = 60 * minute;
const day = 24 * hour;
/** Fewer processes that two logs speak of may agree by chance: pids are small numbers that come back. */
const enough = 2;
/** Bounds further apart than this fit some zone whatever they are. */
const widest = hour;
/** A process logs something so soon after its start, or before its end, ms: with what lines may be late at both ends. */
const soonMs = 120_000;
/** Streams of a host that are tried as the one that stays. */
const tried = 16;

/** A stream whose clock disagrees with the others', as the lives of their processes tell. */
export interface ClockOffset {
  readonly stream: StreamFacts;
  /** How far its clock runs ahead, ms. */
  readonly ahead: number;
  /** Days that its lines, which bear no date, are later than was assumed. */
  readonly days: number;
  /** Names of the sources that it was held against. */
  readonly against: readonly string[];
  /** How many processes tell. */
  readonly pids: number;
  /** Its times have been moved. Not where the user named its zone. */
  readonly moved: boolean;
}

interface Clock {
  /** What a stream tells of one place, server by server; the first of them stands for all. */
  readonly parts: readonly StreamFacts[];
  readonly stream: StreamFacts;
  readonly traces: Traces;
  /** What it and each of the others tell of this one, as far as they have processes in common. */
  readonly bounds: Map<Clock, Bounds>;
}

/** What a stream's clock may be wrong about. */
type Lack = Pick<ClockUse, "offset" | "borrowedDay" | "zoneGiven">;

/** How far each clock is to be put forward, ms. */
type Shifts = ReadonlyMap<Clock, number>;

/**
 * Finds streams of one host whose clocks are a whole difference of zones apart, and moves the instants of those that bear no
 * zone. A process is seen between its start and its end; where all processes that two streams speak of leave room for exactly
 * one difference, that is it. Nothing is moved on less.
 *
 * What bears its zone, or has one given, stays. Of several that do not, that one stays with which most others agree; else
 * the one beside which the others are in UTC; else a server's (an application can set a zone of its own); else the
 * longest. The order of the streams does not matter.
 */
export function alignClocks(streams: readonly StreamFacts[]): ClockOffset[] {
  const places = placesOf(streams).map((place) => groupBy(place.streams, ({ clock }) => clock));
  const told = places.flatMap((place) => [...place.keys()]);
  // A stream that tells of several places has one clock, which no single one of them can move.
  const shared = new Set(told.filter((clock, i) => told.indexOf(clock) !== i));
  const found = places.flatMap((place) => (place.size < 2 ? [] : alignPlace([...place.values()], shared)));
  return found.sort((a, b) => (a.stream.name < b.stream.name ? -1 : 1));
}

function alignPlace(streams: readonly (readonly StreamFacts[])[], shared: ReadonlySet<ClockUse>): ClockOffset[] {
  const clocks = clocksOf(streams);
  const isFree = ({ stream }: Clock): boolean => isMovable(stream.clock) && !shared.has(stream.clock);
  const fixed = clocks.filter((clock) => !isFree(clock));
  const contradicted = fixed.flatMap((clock) => contradiction(clock, fixed));
  const movable = byWeight(clocks.filter(isFree));
  let shifts = grown(new Map(fixed.map((clock) => [clock, 0])), movable);
  for (let rest = movable; rest.length > 0; ) {
    rest = rest.filter((clock) => !shifts.has(clock));
    shifts = best(rest.slice(0, tried).map((clock) => grown(new Map(shifts).set(clock, 0), rest))) ?? shifts;
  }
  const moved = movable.filter((clock) => (shifts.get(clock) ?? 0) !== 0);
  return [...contradicted, ...moved.map((clock) => move(clock, shifts))];
}

function move(clock: Clock, shifts: Shifts): ClockOffset {
  const offset = offsetOf(clock, shifts);
  moveClock(clock.parts, -offset.ahead, offset.days * day);
  return offset;
}

function clocksOf(streams: readonly (readonly StreamFacts[])[]): Clock[] {
  const clocks = streams.flatMap((parts): Clock[] => {
    const [stream] = parts;
    return stream ? [{ parts, stream, traces: tracesOf(parts), bounds: new Map() }] : [];
  });
  for (const clock of clocks) {
    for (const other of clocks) {
      if (other === clock) continue;
      const bounds = boundsOf(clock.traces, other.traces);
      if (bounds.pids.size > 0) clock.bounds.set(other, bounds);
    }
  }
  return clocks;
}

/** The shifts, and those that they lead to: of every clock that the ones before bound. */
function grown(shifts: Shifts, waiting: readonly Clock[]): Shifts {
  const known = new Map(shifts);
  for (let before = -1; before !== known.size; ) {
    before = known.size;
    for (const clock of waiting) {
      if (known.has(clock)) continue;
      const shift = shiftWithin(boundsWithin(clock, known), clock.stream.clock);
      if (shift !== null) known.set(clock, shift);
    }
  }
  return known;
}

/** The shifts by which most clocks agree, fewest are moved, and most of those to UTC; the first of equals. */
function best(all: readonly Shifts[]): Shifts | undefined {
  const rank = (shifts: Shifts): number[] => {
    const moved = [...shifts].filter(([, shift]) => shift !== 0);
    const toUtc = moved.filter(([{ stream }, shift]) => stream.clock.offset * minute === shift);
    return [shifts.size, -moved.length, toUtc.length];
  };
  return [...all].sort((a, b) => compare(rank(b), rank(a)))[0];
}

/** What the clocks that are settled tell of this one. */
function boundsWithin(clock: Clock, shifts: Shifts): Bounds {
  const all = unbounded();
  for (const [other, { low, high, pids }] of clock.bounds) {
    const shift = shifts.get(other);
    if (shift === undefined) continue;
    all.low = Math.max(all.low, low + shift);
    all.high = Math.min(all.high, high + shift);
    for (const pid of pids) all.pids.add(pid);
  }
  return all;
}

/** A zone that the user gave, which lines that bear theirs contradict: told, not changed. */
function contradiction(clock: Clock, fixed: readonly Clock[]): ClockOffset[] {
  const { zoneGiven, ownZone } = clock.stream.clock;
  if (!zoneGiven || ownZone) return [];
  const zoned = new Map(fixed.filter(({ stream }) => stream.clock.ownZone).map((other) => [other, 0]));
  const bounds = boundsWithin(clock, zoned);
  const shift = shiftWithin(bounds, { offset: clock.stream.clock.offset, borrowedDay: false, zoneGiven: false }) ?? 0;
  return shift === 0 ? [] : [{ ...offsetOf(clock, new Map(zoned).set(clock, shift)), moved: false }];
}

function offsetOf(clock: Clock, shifts: Shifts): ClockOffset {
  const known = [...clock.bounds.keys()].filter((other) => shifts.has(other));
  const unmoved = known.filter((other) => shifts.get(other) === 0);
  const others = unmoved.length > 0 ? unmoved : known;
  const shift = shifts.get(clock) ?? 0;
  const days = daysIn(shift, clock.stream.clock);
  return {
    stream: clock.stream,
    ahead: days * day - shift,
    days,
    against: others.map(({ stream }) => stream.name).sort(),
    pids: boundsWithin(clock, shifts).pids.size,
    moved: true,
  };
}

const isMovable = ({ assumedZone, ownZone, zoneGiven, borrowedDay }: ClockUse): boolean =>
  assumedZone && !ownZone && (!zoneGiven || borrowedDay);

/** Servers first, then the longest; by name where nothing tells them apart. */
function byWeight(clocks: readonly Clock[]): Clock[] {
  const weightOf = ({ parts }: Clock): number[] => {
    const processes = parts.flatMap(({ tasks }) => [...tasks.processes.values()]);
    const lines = processes.reduce((sum, process) => sum + process.lines, 0);
    return [Number(parts.some(({ server }) => server.lives.length > 0)), lines];
  };
  const byName = (a: Clock, b: Clock): number => (a.stream.name < b.stream.name ? -1 : 1);
  return [...clocks].sort((a, b) => compare(weightOf(b), weightOf(a)) || byName(a, b));
}

/** Orders lists of numbers by the first in which they differ. */
function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/**
 * The one difference of zones (or of days, where the day is borrowed) within the bounds, ms: 0 where the clocks agree, null
 * where nothing or too much fits. Whole hours are preferred. Processes that are seen before they were born, or after they
 * were gone, and never the other end of their lives: then they are taken to have been seen soon after the one or before
 * the other.
 */
function shiftWithin(bounds: Bounds, clock: Lack): number | null {
  if (bounds.pids.size < enough) return null;
  const { low, high } = bounds;
  if (low <= 0 && high >= 0) return Number.isFinite(high - low) ? 0 : null;
  const from = Number.isFinite(low) ? low : high - soonMs;
  const to = Number.isFinite(high) ? high : low + soonMs;
  if (to < from || to - from > widest) return null;
  const fits: number[] = [];
  for (let shift = Math.ceil(from / quarter) * quarter; shift <= to; shift += quarter)
    if (canMove(shift, clock)) fits.push(shift);
  const whole = fits.filter((shift) => (clock.offset * minute - shift) % hour === 0);
  const only = fits.length === 1 ? fits : whole;
  return only.length === 1 ? (only[0] ?? null) : null;
}

/** Whether some zone's clock is so far away, on the same day or, where the day is borrowed, on another. */
function canMove(shift: number, clock: Lack): boolean {
  const zones = shift - daysIn(shift, clock) * day;
  return zones === 0 || (!clock.zoneGiven && isZoneOffset(clock.offset - zones / minute));
}

/** The days within a shift, where the day is borrowed; the rest of it is one of zones. */
const daysIn = (shift: number, { borrowedDay }: Lack): number => (borrowedDay ? Math.round(shift / day) : 0);
