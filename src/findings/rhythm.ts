/** The rhythm in which processes come and go: how much each had done, and how long it had lived. */

import { count, figure } from "../report/text.ts";
import { formatDuration } from "../time/format.ts";
import type { Span } from "../time/span.ts";
import { type Spread, spreadOf } from "./measure.ts";

/** Deaths from which a rhythm can be told. */
const enough = 3;
/** Of a regular rhythm, the standard deviation is at most this share of the mean. */
const regular = 0.15;
/** Numbers of an equal amount of work differ by at most this share of their median. */
const alike = 0.2;
/** Less work than this repeats by chance. */
const leastWork = 5;
/** Deaths closer to each other than this are of one moment, ms. */
const momentMs = 2_000;

/** How long a process lived, as far as lines bound both ends: ms, and the most by which that can be wrong. */
export interface Lifetime {
  readonly ms: number;
  readonly unsureMs: number;
  /** When it ended, epoch ms. */
  readonly until: number;
}

/** The time from something within `from` to something within `to`; null where a side is open. */
export function lifetimeOf(from: Span, to: Span): Lifetime | null {
  const [start, end] = [middleOf(from), middleOf(to)];
  if (start === null || end === null || end.at <= start.at) return null;
  return { ms: end.at - start.at, unsureMs: start.unsureMs + end.unsureMs, until: end.at };
}

function middleOf({ earliest, latest }: Span): { at: number; unsureMs: number } | null {
  if (earliest === null || latest === null) return null;
  return { at: (earliest + latest) / 2, unsureMs: (latest - earliest) / 2 };
}

/**
 * The lifetimes' middle and spread where they are regular: several, of different moments (what goes at one stroke, as in a
 * reload, shows no rhythm), and each known well enough; null otherwise.
 */
export function regularLifetime(lifetimes: readonly Lifetime[]): Spread | null {
  const spread = spreadOf(lifetimes.map(({ ms }) => ms));
  if (spread === null || momentsOf(lifetimes) < enough || spread.sd > spread.mean * regular) return null;
  const unsure = spreadOf(lifetimes.map(({ unsureMs }) => unsureMs));
  return (unsure?.median ?? 0) > spread.mean * regular ? null : spread;
}

function momentsOf(lifetimes: readonly Lifetime[]): number {
  const ends = lifetimes.map(({ until }) => until).toSorted((a, b) => a - b);
  return ends.filter((end, i) => i === 0 || end - (ends[i - 1] ?? end) > momentMs).length;
}

/** `every 4 m 52 s (sd 3 s)` */
export const lifetimeText = ({ mean, sd }: Spread): string =>
  `every ${formatDuration(Math.round(mean))} (sd ${formatDuration(Math.round(sd))})`;

/** Whether several processes had done as much as each other when they ended: a limit was reached. */
export const isLimit = (work: Spread | null): work is Spread =>
  work !== null && work.count >= enough && work.median >= leastWork && work.most - work.least <= work.median * alike;

/** `20`, `45 to 60` */
export const rangeText = ({ least, most }: Spread): string =>
  least === most ? figure(least) : `${figure(least)} to ${figure(most)}`;

/** `20 requests`, `45 to 60 requests` */
export const amountText = (spread: Spread, noun: string): string =>
  spread.most === 1 ? count(1, noun) : `${rangeText(spread)} ${noun}s`;
