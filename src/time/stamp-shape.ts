/**
 * A timestamp as read from text. The reader fills one object over and over, so that a line costs no allocation:
 * copy what is to be kept. After a reader has answered false or -1 the fields hold nothing of use.
 */
export interface Stamp {
  /** Index after the stamp, its zone included. */
  end: number;
  /**
   * Epoch ms where `offset` is a number, else the wall clock counted as if it were UTC.
   * For a yearless date that is within the leap year 1972 (`completeYear` moves it), for a time of day the ms since
   * midnight (`completeDay` adds the day), for an uptime the ms since boot. Digits finer than a millisecond are cut off.
   */
  ms: number;
  /** Minutes east of UTC, or null where the text bears no zone. */
  offset: number | null;
  /** Resolution in ms: 60000 for minutes, 1000 for whole seconds, 100, 10, and 1 for ms or finer. */
  step: number;
  /** The text bears a full date, year included. */
  dated: boolean;
  /** The text bears month and day but no year; `dated` is then false. */
  yearless: boolean;
  clock: "wall" | "uptime";
}

/** One way of writing a timestamp. */
export interface StampShape {
  readonly name: string;
  /** Who writes it, or what sets it apart. */
  readonly about: string;
  /** Every example reads as this shape, to its last character. */
  readonly examples: readonly string[];
  /** Reads a stamp that begins exactly at `pos`; false (and `out` of no use) where there is none. Never throws. */
  readonly read: (text: string, pos: number, out: Stamp) => boolean;
}

/** A stamp to read into. */
export function newStamp(): Stamp {
  return { end: 0, ms: 0, offset: null, step: 1, dated: false, yearless: false, clock: "wall" };
}
