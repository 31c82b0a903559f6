/** One of the two sides of a comparison. */
export type Side = 0 | 1;

/** A record, as far as it tells whether another is the same. */
export interface Comparable {
  /** What both sides tell of it besides the time: a pid, a message. Equal texts make equal records. */
  readonly key: string;
  /** When it was logged, epoch ms, by a clock that both sides share. */
  readonly at: number;
}

/** What becomes of records. */
export interface DiffSink<T> {
  /** One record, as both sides have it. */
  readonly met: (first: T, second: T) => void;
  /** A record of `side` that the other side lacks. */
  readonly lacks: (side: Side, record: T) => void;
}

export interface DiffOptions {
  /** Two times at most this far apart, in ms, can be of one record. */
  readonly tolerance: number;
  /** Records without a partner that are waited with before any is given up; default: 20,000. */
  readonly patience?: number;
}

interface Group<T> {
  readonly side: Side;
  readonly waiting: T[];
}

/** Beyond its disorder so far, a side may still bring what is this much older than its newest record, in ms. */
const spare = 60_000;
const defaultPatience = 20_000;

const nameOf = ({ at, key }: Comparable): string => `${at}\u0000${key}`;

/**
 * The difference of two streams of records, as multisets. Records of one key and one instant meet and are forgotten; of the
 * rest, in the order of time, each meets the earliest of the other side that is no further away than the tolerance. So what is
 * missing depends neither on the order within the streams nor on how they are read in turns.
 *
 * Kept is what waits for its partner: as much as one stream is ahead of the other, and what one of them lacks until
 * there is enough of it (`patience`) to give up the oldest, which the other side has then long passed.
 */
export class RecordDiff<T extends Comparable> {
  readonly #sink: DiffSink<T>;
  readonly #tolerance: number;
  readonly #patience: number;
  readonly #waiting = new Map<string, Group<T>>();
  #count = 0;
  #limit: number;
  /** By side: its newest record, and how far behind that others have come. */
  readonly #newest = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  readonly #disorder = [0, 0];
  readonly #ended = [false, false];

  constructor(sink: DiffSink<T>, options: DiffOptions) {
    this.#sink = sink;
    this.#tolerance = options.tolerance;
    this.#patience = options.patience ?? defaultPatience;
    this.#limit = this.#patience;
  }

  /** Records that wait for their partner. */
  get waiting(): number {
    return this.#count;
  }

  /** Takes in a record of one side. */
  see(side: Side, record: T): void {
    this.#keepTime(side, record.at);
    const name = nameOf(record);
    const group = this.#waiting.get(name);
    const other = group && group.side !== side ? group.waiting.shift() : undefined;
    if (group && other) {
      this.#count--;
      if (group.waiting.length === 0) this.#waiting.delete(name);
      this.#meet(side, record, other);
      return;
    }
    if (group) group.waiting.push(record);
    else this.#waiting.set(name, { side, waiting: [record] });
    if (++this.#count > this.#limit) this.#giveUp();
  }

  /** A side has told all its records. When both have, what is still waiting is missing. */
  end(side: Side): void {
    this.#ended[side] = true;
    if (this.#ended[0] && this.#ended[1]) this.#settle(Number.POSITIVE_INFINITY);
  }

  #keepTime(side: Side, at: number): void {
    const newest = this.#newest[side] ?? at;
    if (at >= newest) this.#newest[side] = at;
    else this.#disorder[side] = Math.max(this.#disorder[side] ?? 0, newest - at);
  }

  #giveUp(): void {
    this.#settle(Math.min(this.#passed(0), this.#passed(1)));
    this.#limit = Math.max(this.#patience, 2 * this.#count);
  }

  /** The time up to which a side has told everything, as far as its disorder shows. */
  #passed(side: Side): number {
    if (this.#ended[side]) return Number.POSITIVE_INFINITY;
    return (this.#newest[side] ?? 0) - 2 * (this.#disorder[side] ?? 0) - spare - this.#tolerance;
  }

  /** Decides on all records up to a time; what is later by no more than the tolerance has come, too. */
  #settle(until: number): void {
    const reach = until + this.#tolerance;
    const byKey = new Map<string, [T[], T[]]>();
    for (const [name, { side, waiting }] of this.#waiting) {
      if ((waiting[0]?.at ?? 0) > reach) continue;
      this.#waiting.delete(name);
      this.#count -= waiting.length;
      for (const record of waiting) {
        const sides = byKey.get(record.key) ?? [[], []];
        byKey.set(record.key, sides);
        sides[side].push(record);
      }
    }
    const missing: { side: Side; record: T }[] = [];
    for (const sides of byKey.values()) this.#pair(sides, until, missing);
    missing.sort((a, b) => a.record.at - b.record.at);
    for (const { side, record } of missing) this.#sink.lacks(side, record);
  }

  #pair(sides: readonly [T[], T[]], until: number, missing: { side: Side; record: T }[]): void {
    const [a, b] = sides.map((records) => records.sort((x, y) => x.at - y.at));
    let [i, j] = [0, 0];
    for (;;) {
      const [left, right] = [a?.[i], b?.[j]];
      const side: Side = right === undefined || (left !== undefined && left.at <= right.at) ? 0 : 1;
      const first = side === 0 ? left : right;
      if (first === undefined) return;
      const second = side === 0 ? right : left;
      if (first.at > until) this.#wait(side, first);
      else if (second !== undefined && second.at - first.at <= this.#tolerance) {
        this.#meet(side, first, second);
        i++;
        j++;
        continue;
      } else missing.push({ side, record: first });
      if (side === 0) i++;
      else j++;
    }
  }

  #wait(side: Side, record: T): void {
    const name = nameOf(record);
    const group = this.#waiting.get(name);
    if (group) group.waiting.push(record);
    else this.#waiting.set(name, { side, waiting: [record] });
    this.#count++;
  }

  #meet(side: Side, record: T, other: T): void {
    if (side === 0) this.#sink.met(record, other);
    else this.#sink.met(other, record);
  }
}
