import { completeDay, completeYear } from "../time/complete.ts";
import type { Stamp } from "../time/stamp.ts";
import type { Zone } from "../time/zone.ts";

const minute = 60_000;
const quarter = 15 * minute;
/** Two clocks of one line further apart than this, whole quarters of an hour aside, are not of one instant. */
const tolerance = 5 * minute;

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
  /** The user named the zone. */
  readonly zoneGiven: boolean;
  /** Some line bears its zone, or an envelope supplied it. */
  readonly ownZone: boolean;
  /** Some line was read in a zone that nobody named. */
  readonly assumedZone: boolean;
  /** No line bears a date and the user named none: the day is that of another source. */
  readonly borrowedDay: boolean;
  /** Offset in minutes of the last stamp. */
  readonly offset: number;
}

/** Turns the stamps of one source into instants: supplies the missing zone, year and day. */
export class LineClock implements ClockUse {
  readonly #options: ClockOptions;
  /** Wall clock of the last complete stamp, for the lines that bear less. */
  #last: number | null;
  offset = 0;
  ownZone = false;
  assumedZone = false;
  #dated = false;
  /** An instant known to be near, epoch ms, for stamps that lack their year or day: from another source. */
  near: number | null = null;
  /** The first instant that needed no guess, epoch ms. */
  certain: number | null = null;

  constructor(options: ClockOptions) {
    this.#options = options;
    // From noon, every time of that day is nearer than any of its neighbours'.
    this.#last = options.day === null ? null : options.day + 12 * 60 * minute;
  }

  get zoneGiven(): boolean {
    return this.#options.zoneGiven;
  }

  get borrowedDay(): boolean {
    return !this.#dated && this.#options.day === null;
  }

  /** Epoch ms of a stamp, or null where the line and its surroundings do not tell; sets `offset`. `envelope`: the wrapping's time. */
  resolve(stamp: Stamp, envelope: number | null): number | null {
    if (stamp.clock === "uptime") return null;
    if (stamp.offset !== null && stamp.dated) {
      this.offset = stamp.offset;
      this.ownZone = this.#dated = true;
      this.#last = stamp.ms + stamp.offset * minute;
      this.certain ??= stamp.ms;
      return stamp.ms;
    }
    const wall = this.#wallOf(stamp, envelope);
    const at = wall === null ? null : this.fromWall(wall, envelope);
    if (stamp.dated || envelope !== null) this.certain ??= at;
    return at;
  }

  /** Epoch ms of a wall clock without a zone. */
  fromWall(wall: number, envelope: number | null): number {
    this.#last = wall;
    if (envelope !== null && !this.#options.zoneGiven) {
      const offset = Math.round((wall - envelope) / quarter) * quarter;
      if (Math.abs(wall - envelope - offset) < tolerance && Math.abs(offset) <= 14 * 60 * minute) {
        this.offset = offset / minute;
        this.ownZone = true;
        return wall - offset;
      }
    }
    const epoch = this.#options.zone.toEpoch(wall);
    this.assumedZone = true;
    this.offset = (wall - epoch) / minute;
    return epoch;
  }

  /** Offset in minutes with which to show an envelope's time, for lines that bear no other. */
  offsetAt(epoch: number): number {
    return this.#last === null ? this.#options.zone.offsetAt(epoch) : this.offset;
  }

  #wallOf(stamp: Stamp, envelope: number | null): number | null {
    if (stamp.dated || stamp.yearless || envelope !== null) this.#dated = true;
    if (stamp.dated) return stamp.ms;
    const hint = envelope ?? (this.#last === null ? this.near : null);
    const near = hint === null ? this.#last : hint + this.#options.zone.offsetAt(hint) * minute;
    const own = stamp.offset === null ? stamp.ms : stamp.ms + stamp.offset * minute;
    if (stamp.yearless) return completeYear(own, near ?? Date.now());
    return near === null ? null : completeDay(own, near);
  }
}
