/** Finds when something happened far more often than otherwise: a scan statistic over intervals. */

/** When something happened, at the earliest and at the latest, epoch ms. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface Burst extends Interval {
  /** Events that certainly fall into it. */
  readonly count: number;
}

/** What a burst is at the least. */
export interface Limits {
  readonly count: number;
  /** How many times the usual rate. */
  readonly ratio: number;
  /** The largest part of the whole time that a burst can be: what lasts longer is usual. */
  readonly part: number;
}

/** Clocks are cut to whole seconds, ms. */
const resolutionMs = 1_000;
/** Events that can have happened anywhere in more than this part of the time tell nothing of when. */
const vague = 0.1;
/** Logarithm of how much likelier the burst must be than a steady rate, beside that of the number of places it can be at. */
const clear = 6;
/** From one length of a burst that is tried to the next, where not all are. */
const step = 1.2;
const allOf = 200;

/** The clearest burst of the events within the period, or null where they come as evenly as chance has it. */
export function burstIn(events: readonly Interval[], period: Interval, limits: Limits): Burst | null {
  const whole = Math.max(resolutionMs, period.to - period.from);
  const sharp = events.filter(({ from, to }) => to - from <= vague * whole).sort((a, b) => a.to - b.to);
  const earliest = earliestFrom(sharp);
  let best: (Burst & { readonly likelihood: number }) | null = null;
  for (let count = limits.count; count <= sharp.length; count = nextOf(count, sharp.length)) {
    for (let first = 0; first + count <= sharp.length; first++) {
      const [from, to] = [earliest[first] ?? 0, sharp[first + count - 1]?.to ?? 0];
      const length = Math.max(resolutionMs, to - from);
      const likelihood = likelihoodOf(count, events.length, length / whole);
      if (likelihood <= (best?.likelihood ?? clear + Math.log(events.length)) || length > limits.part * whole) continue;
      const others = events.length - count;
      // One more than there was: that none came need not mean that none ever does.
      if (count / length < limits.ratio * ((others + 1) / (whole - length))) continue;
      best = { from, to, count, likelihood };
    }
  }
  return best;
}

const nextOf = (count: number, all: number): number =>
  all <= allOf ? count + 1 : Math.max(count + 1, Math.floor(count * step));

/** The earliest that any event from each on can have happened. */
function earliestFrom(events: readonly Interval[]): number[] {
  const earliest: number[] = new Array(events.length);
  let least = Number.POSITIVE_INFINITY;
  for (let i = events.length - 1; i >= 0; i--) {
    least = Math.min(least, events[i]?.from ?? least);
    earliest[i] = least;
  }
  return earliest;
}

/**
 * Logarithm of how much likelier `inside` of `all` events in that part of the time are if the rate there differs (Kulldorff's
 * scan statistic for Poisson counts); 0 where the rate is no higher.
 */
function likelihoodOf(inside: number, all: number, part: number): number {
  const expected = all * part;
  if (inside <= expected) return 0;
  const rest = all - inside;
  return inside * Math.log(inside / expected) + (rest > 0 ? rest * Math.log(rest / (all - expected)) : 0);
}
