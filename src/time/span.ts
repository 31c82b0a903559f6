/** Stretches of time within which something happened, for lines that bear no time of their own. */

/** From `earliest` to `latest`, both included, in epoch ms; null where that side is not known. */
export interface Span {
  earliest: number | null;
  latest: number | null;
}

/** The span of something whose time is known, in epoch ms. */
export function instant(ms: number): Span {
  return { earliest: ms, latest: ms };
}

/** What two spans have in common, as a new object; a copy of the first where they contradict each other. */
export function intersect(a: Span, b: Span): Span {
  const earliest = pick(a.earliest, b.earliest, Math.max);
  const latest = pick(a.latest, b.latest, Math.min);
  const empty = earliest !== null && latest !== null && earliest > latest;
  return empty ? { earliest: a.earliest, latest: a.latest } : { earliest, latest };
}

/** Did all of `a` certainly happen before any of `b`? */
export function precedes(a: Span, b: Span): boolean {
  return a.latest !== null && b.earliest !== null && a.latest < b.earliest;
}

/** Can the instant (epoch ms) lie within the span? */
export function contains(span: Span, ms: number): boolean {
  return (span.earliest === null || span.earliest <= ms) && (span.latest === null || ms <= span.latest);
}

function pick(a: number | null, b: number | null, of: (a: number, b: number) => number): number | null {
  if (a === null) return b;
  return b === null ? a : of(a, b);
}

/**
 * Gives the untimed lines of one source the span between the timed lines around them.
 *
 * All lines of a gap share one Span object, whose `latest` is written when the next timed line comes and stays null
 * at the end of the source: do not copy it before then. A gap nobody asks about allocates nothing.
 */
export class GapClock {
  #earliest: number | null = null;
  #gap: Span | null = null;

  /**
   * A timed line was read: at `ms` (epoch ms) at the latest, and at `lower` at the earliest where its stamp is coarser
   * than that. Where the clock went backwards the gap before it is the whole stretch between the two lines.
   */
  timed(ms: number, lower: number = ms): void {
    if (this.#gap !== null) close(this.#gap, ms, lower);
    this.#gap = null;
    this.#earliest = lower;
  }

  /** The span of an untimed line read now. */
  gap(): Span {
    this.#gap ??= { earliest: this.#earliest, latest: null };
    return this.#gap;
  }
}

function close(gap: Span, ms: number, lower: number): void {
  if (gap.earliest === null || gap.earliest <= ms) {
    gap.latest = ms;
    return;
  }
  gap.latest = gap.earliest;
  gap.earliest = lower;
}
