import { isZoneOffset } from "../time/zone.ts";

const minute = 60_000;
const quarter = 15 * minute;
/** Lines that stand side by side were written so far apart at most, ms. */
const near = 10_000;
/** Neighbours that must agree, and of how many in ten they are the least. */
const enough = 3;
const mostOfTen = 8;

/**
 * What lines with a zone tell of the zone of the lines beside them that bear none, as where a server and an application write
 * into one stream.
 */
export class Neighbours {
  readonly #votes = new Map<number, number>();
  /** The line before, if its zone was known (an instant, epoch ms), or if not (a wall clock as if it were UTC). */
  #instant: number | null = null;
  #wall: number | null = null;

  /** A line bears its zone: it was written at an instant, epoch ms. */
  zoned(at: number): void {
    if (this.#wall !== null) this.#vote(this.#wall - at);
    this.#wall = null;
    this.#instant = at;
  }

  /** A line bears none. */
  zoneless(wall: number): void {
    if (this.#instant !== null) this.#vote(wall - this.#instant);
    this.#instant = null;
    this.#wall = wall;
  }

  /** Minutes east of UTC at which the lines without a zone were written; null where their neighbours do not tell. */
  offset(): number | null {
    const [first, ...others] = [...this.#votes].sort(([, a], [, b]) => b - a);
    if (!first || first[1] < enough) return null;
    const all = others.reduce((sum, [, count]) => sum + count, first[1]);
    return first[1] * 10 >= all * mostOfTen ? first[0] : null;
  }

  #vote(apart: number): void {
    const offset = Math.round(apart / quarter) * quarter;
    const minutes = offset / minute;
    if (Math.abs(apart - offset) > near || !isZoneOffset(minutes)) return;
    this.#votes.set(minutes, (this.#votes.get(minutes) ?? 0) + 1);
  }
}
