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
  readonly neighbours = new Neighbours();
  readonly jumps = new ClockJumps();
  #zone: Zone;
  /** Wall clock of the last complete stamp, for the lines that bear less. */
  #last: number | null = null;
  /** The last instant that was read in a zone assumed, epoch ms. */
  #lastAt: number | null = null;
  offset = 0;
  zoneLearned = false;
  ownZone = false;
  assumedZone = false;
  #dated = false;
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
    return !this.#dated && this.#options.day === null;
  }

  /** Takes over the zone that another clock's lines have shown, in a sample of the same stream. */
  learnFrom(sample: LineClock): void {
    const offset = this.zoneGiven ? null : sample.neighbours.offset();
    if (offset === null || sample.certain === null || this.#zone.offsetAt(sample.certain) === offset) return;
    this.#zone = zoneNamed(`utc${offset < 0 ? "-" : "+"}${hoursOf(Math.abs(offset))}`);
    this.zoneLearned = true;
  }

  /**
   * Epoch ms of a stamp, or null where the line and its surroundings do not tell; sets `offset`. `envelope`: the wrapping's
   * time; `written`: the stamp is of the line itself, not of something that began before.
   */
  resolve(stamp: Stamp, envelope: number | null, written = true): number | null {
    if (stamp.clock === "uptime") return null;
    if (stamp.dated) {
      if (stamp.offset !== null) return this.#zoned(stamp.ms, stamp.offset);
      const at = this.#fromWall(stamp.ms, envelope, written);
      this.#dated = true;
      this.certain ??= at;
      return at;
    }
    const wall = this.#wallOf(stamp, envelope);
    if (wall === null) return null;
    if (stamp.yearless || envelope !== null) this.#dated = true;
    const at = stamp.offset === null ? this.#fromWall(wall, envelope, written) : this.#borne(wall, stamp.offset);
    if (envelope !== null) this.certain ??= at;
    return at;
  }

  /** Epoch ms of a wall clock without a zone. */
  #fromWall(wall: number, envelope: number | null, written: boolean): number {
    this.#last = wall;
    if (envelope !== null && !this.#options.zoneGiven) {
      const offset = Math.round((wall - envelope) / quarter) * quarter;
      if (Math.abs(wall - envelope - offset) < tolerance && Math.abs(offset) <= 14 * 60 * minute) {
        this.offset = offset / minute;
        this.ownZone = true;
        return wall - offset;
      }
    }
    const epoch = this.#inZone(wall, written);
    this.assumedZone = true;
    this.offset = (wall - epoch) / minute;
    return epoch;
  }

  /** Offset in minutes with which to show an envelope's time, for lines that bear no other. */
  offsetAt(epoch: number): number {
    return this.#last === null ? this.#zone.offsetAt(epoch) : this.offset;
  }

  /** A complete stamp. */
  #zoned(at: number, offset: number): number {
    this.#dated = true;
    this.certain ??= at;
    this.neighbours.zoned(at);
    return this.#borne(at + offset * minute, offset);
  }

  /** A wall clock that bears its zone. */
  #borne(wall: number, offset: number): number {
    this.offset = offset;
    this.ownZone = true;
    this.#last = wall;
    return wall - offset * minute;
  }

  #inZone(wall: number, written: boolean): number {
    const before = this.#lastAt;
    let epoch = this.#zone.toEpoch(wall);
    if (before !== null && Math.abs(epoch - before) > late) {
      // An hour that comes twice goes on where the lines before have got to.
      const second = epoch < before ? this.#zone.toLaterEpoch(wall) : epoch;
      if (second >= before - late) epoch = second;
      if (written && Math.abs(epoch - before) > bigStep) this.jumps.see(epoch - before);
    }
    this.#lastAt = epoch;
    if (written) this.neighbours.zoneless(wall);
    return epoch;
  }

  /** What a stamp without its year or day says in full, as its own clock showed it. */
  #wallOf(stamp: Stamp, envelope: number | null): number | null {
    const own = stamp.offset === null ? stamp.ms : stamp.ms + stamp.offset * minute;
    const isNext = envelope === null && this.#last !== null;
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
