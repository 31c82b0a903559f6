import type { MessageTime } from "../events.ts";
import { completeDay, completeNextDay, completePastYear, completeYear } from "../time/complete.ts";
import type { Stamp } from "../time/stamp.ts";
import { type Zone, zoneNamed } from "../time/zone.ts";
import { ClockJumps } from "./clock-jumps.ts";
import { Neighbours } from "./neighbours.ts";

const minute = 60_000;
const quarter = 15 * minute;
/** Two clocks of one line further apart than this, whole quarters of an hour aside, are not of one instant. */
const tolerance = 5 * minute;
/** A line is later than the one before by this much at most, or the clock has been put back. */
const late = minute;
/** A step between two lines that may be one from zone to zone. */
const bigStep = 14 * minute;

/** How a source's timestamps are to be read. */
export interface ClockOptions {
  /** Zone of stamps that bear none. */
  readonly zone: Zone;
  /** The user named that zone: an envelope's time then does not overrule it. */
  readonly zoneGiven: boolean;
  /** Day (wall clock ms at 00:00) of lines that have a time of day only, or null. */
  readonly day: number | null;
}

/** How the times of a stream came by the zone and the day that its lines lack. */
export interface ClockUse {
  /** Name of the zone in which times are read that bear none. */
  readonly zoneName: string;
  /** The user named the zone. */
  readonly zoneGiven: boolean;
  /** The zone is that of the lines beside, which bear it. */
  readonly zoneLearned: boolean;
  /** Some line bears its zone, or an envelope supplied it. */
  readonly ownZone: boolean;
  /** Some line was read in a zone that it does not bear. */
  readonly assumedZone: boolean;
  /** No line bears a date and the user named none: the day is that of another source. */
  readonly borrowedDay: boolean;
  /** Offset in minutes of the last stamp. */
  readonly offset: number;
  readonly jumps: ClockJumps;
}

/** Turns the stamps of one source into instants: supplies the missing zone, year and day. */
export class LineClock implements ClockUse {
  readonly #options: ClockOptions;
  /** What neighbouring lines tell of the zone; watched in a sample only. */
  #neighbours: Neighbours | null = null;
  readonly jumps = new ClockJumps();
  #zone: Zone;
  // Not null before the first of them but NaN: a field of numbers alone is written without taking up memory.
  /** Wall clock of the last complete stamp, for the lines that bear less. */
  #last = Number.NaN;
  /** The last instant that was read in a zone assumed, epoch ms. */
  #lastAt = Number.NaN;
  offset = 0;
  zoneLearned = false;
  ownZone = false;
  assumedZone = false;
  #yearless = false;
  /** An instant known to be near, epoch ms, for stamps that lack their year or day: from another source. */
  near: number | null = null;
  /** The first instant that needed no guess, epoch ms. */
  certain: number | null = null;

  constructor(options: ClockOptions) {
    this.#options = options;
    this.#zone = options.zone;
  }

  get zoneName(): string {
    return this.#zone.name;
  }

  get zoneGiven(): boolean {
    return this.#options.zoneGiven;
  }

  get borrowedDay(): boolean {
    return this.certain === null && !this.#yearless && this.#options.day === null;
  }

  /** From now on, what neighbouring lines tell of the zone is noted. */
  watch(): void {
    this.#neighbours = new Neighbours();
  }

  /** Takes over what another clock of the same stream has learned. */
  follow(other: LineClock): void {
    this.#zone = other.#zone;
    this.zoneLearned = other.zoneLearned;
    this.near = other.near;
  }

  /** Takes over the zone that another clock's lines have shown, in a sample of the same stream. */
  learnFrom(sample: LineClock): void {
    const offset = this.zoneGiven ? null : sample.#neighbours?.offset();
    if (typeof offset !== "number" || sample.certain === null || this.#zone.offsetAt(sample.certain) === offset) return;
    this.#zone = zoneNamed(`utc${offset < 0 ? "-" : "+"}${hoursOf(Math.abs(offset))}`);
    this.zoneLearned = true;
  }

  /**
   * Epoch ms of a stamp, or null where the line and its surroundings do not tell; sets `offset`. `envelope`: the wrapping's
   * time; `written`: the stamp is of the line itself, not of something that began before.
   */
  resolve(stamp: Stamp, envelope: number | null, written = true): number | null {
    if (stamp.dated) return this.instantOf(stamp, envelope, written);
    if (stamp.clock === "uptime") return null;
    const wall = this.#wallOf(stamp, envelope);
    if (wall === null) return null;
    if (stamp.yearless) this.#yearless = true;
    if (stamp.offset !== null) return this.#borne(wall - stamp.offset * minute, stamp.offset);
    if (envelope === null) return this.#inZone(wall, written);
    const at = this.#wrapped(wall, envelope, written);
    this.certain ??= at;
    return at;
  }

  /** Epoch ms of a full date and time, as `resolve`. */
  instantOf({ ms, offset }: MessageTime, envelope: number | null, written: boolean): number {
    let at = ms;
    if (offset !== null) {
      this.#borne(ms, offset);
      if (written) this.#neighbours?.zoned(ms);
    } else at = envelope === null ? this.#inZone(ms, written) : this.#wrapped(ms, envelope, written);
    if (this.certain === null) this.certain = at;
    return at;
  }

  /** Offset in minutes with which to show an envelope's time, for lines that bear no other. */
  offsetAt(epoch: number): number {
    return Number.isNaN(this.#last) ? this.#zone.offsetAt(epoch) : this.offset;
  }

  /** An instant whose zone its line bears. */
  #borne(at: number, offset: number): number {
    this.offset = offset;
    this.ownZone = true;
    this.#last = at + offset * minute;
    return at;
  }

  /** Epoch ms of a wall clock without a zone in an envelope, whose time tells the zone unless the user did. */
  #wrapped(wall: number, envelope: number, written: boolean): number {
    const offset = Math.round((wall - envelope) / quarter) * quarter;
    const isZone = Math.abs(wall - envelope - offset) < tolerance && Math.abs(offset) <= 14 * 60 * minute;
    return isZone && !this.#options.zoneGiven
      ? this.#borne(wall - offset, offset / minute)
      : this.#inZone(wall, written);
  }

  /** Epoch ms of a wall clock without a zone. */
  #inZone(wall: number, written: boolean): number {
    const first = this.#zone.toEpoch(wall);
    const step = first - this.#lastAt;
    const at = step <= late && step >= -late ? first : this.#afterStep(first, wall, written);
    this.#last = wall;
    this.#lastAt = at;
    this.offset = (wall - at) / minute;
    if (written && this.#neighbours !== null) this.#neighbours.zoneless(wall);
    return at;
  }

  /** The instant of a wall clock that is not near to the one before: an hour that comes twice goes on where that has got to. */
  #afterStep(first: number, wall: number, written: boolean): number {
    const before = this.#lastAt;
    this.assumedZone = true;
    const second = first < before ? this.#zone.toLaterEpoch(wall) : first;
    const at = second >= before - late ? second : first;
    if (written && Math.abs(at - before) > bigStep) this.jumps.see(at - before);
    return at;
  }

  /** What a stamp without its year or day says in full, as its own clock showed it. */
  #wallOf(stamp: Stamp, envelope: number | null): number | null {
    const own = stamp.offset === null ? stamp.ms : stamp.ms + stamp.offset * minute;
    const isNext = envelope === null && !Number.isNaN(this.#last);
    const near = isNext ? this.#last : this.#firstNear(envelope, stamp.offset);
    if (stamp.yearless) return near === null ? completePastYear(own, Date.now()) : completeYear(own, near);
    if (near === null) return null;
    return isNext ? completeNextDay(own, near) : completeDay(own, near);
  }

  /** A wall clock near to a stamp before which no line of its stream tells one. */
  #firstNear(envelope: number | null, offset: number | null): number | null {
    const { day } = this.#options;
    // From noon, every time of that day is nearer than any of its neighbours'.
    if (envelope === null && day !== null) return day + 12 * 60 * minute;
    const at = envelope ?? this.near;
    return at === null ? null : at + (offset ?? this.#zone.offsetAt(at)) * minute;
  }
}

const hoursOf = (minutes: number): string =>
  `${Math.floor(minutes / 60)}${minutes % 60 === 0 ? "" : `:${minutes % 60}`}`;
