/** Whether two sources tell the same records, as samples of them show, and how to know a record of one in the other. */
import { groupBy } from "../recognise/group-by.ts";
import { RecordDiff, type Side } from "./record-diff.ts";

/** A record in the sample of a source. */
export interface SampleRecord {
  readonly at: number;
  readonly pid: number;
  /** What it says; and its whole line, as far as its program wrote it. */
  readonly message: string;
  readonly text: string;
  /** Rank of its level; -1 unknown. */
  readonly level: number;
  /** A server's own line. */
  readonly isEvent: boolean;
  /** Who logs so: its format, program and logger. */
  readonly voice: string;
}

/** What of a record its copy repeats. */
export type Repeats = "message" | "text";

/** How a record of one source is known in the other. */
export interface Terms {
  readonly repeats: readonly [Repeats, Repeats];
  /** Both tell the pid. */
  readonly withPid: boolean;
  /** How far the second source's clock is ahead of the first's, ms: whole quarters of an hour, as zones are apart. */
  readonly ahead: number;
  /** The coarser of both clocks' steps, ms. */
  readonly step: number;
  /** Times of one record are at most this far apart, ms. */
  readonly tolerance: number;
}

/** Which records of a source its copy is not meant to hold, as the samples show. */
export interface Left {
  readonly voices: ReadonlySet<string>;
  readonly events: boolean;
  /** Levels below this rank. */
  readonly below: number;
}

export interface Overlap {
  readonly terms: Terms;
  readonly left: readonly [Left, Left];
}

const quarter = 15 * 60_000;
/** Two clocks of one record are not further apart than this, zones aside. */
const widest = 60_000;
/** Copies stamp by themselves, a moment after the original. */
const moment = 5;
/** A message that is told more often than this tells nothing of the clocks. */
const rare = 3;

const ways: readonly (readonly [Repeats, Repeats])[] = [
  ["message", "message"],
  ["text", "message"],
  ["message", "text"],
];

type Sample = readonly SampleRecord[];
type Pair = readonly [SampleRecord, SampleRecord];

/** How to compare two sources. Where the samples have no record in common, as sources of one clock and like records. */
export function termsOf(a: Sample, b: Sample): Terms {
  const step = Math.max(stepOf(a), stepOf(b));
  const pids = hasPids(a) && hasPids(b);
  let best: { pairs: readonly Pair[]; ahead: number; repeats: Terms["repeats"] } | null = null;
  for (const repeats of ways) {
    const found = agreeing(pairsOf(a, b, repeats));
    if (found.pairs.length > (best?.pairs.length ?? 0)) best = { ...found, repeats };
  }
  if (best === null)
    return { repeats: ["message", "message"], withPid: pids, ahead: 0, step, tolerance: toleranceOf([], step) };
  const { pairs, ahead, repeats } = best;
  const same = pairs.filter(([x, y]) => x.pid === y.pid).length;
  const apart = pairs.map(([x, y]) => Math.abs(y.at - x.at - ahead)).sort((x, y) => x - y);
  return { repeats, withPid: pids && 2 * same >= pairs.length, ahead, step, tolerance: toleranceOf(apart, step) };
}

/** A record's key, and its time by the clock of both. */
export const keyOf = ({ pid, message }: Pick<SampleRecord, "pid" | "message">, { withPid }: Terms): string =>
  withPid ? `${pid}\u0000${message}` : message;

export const sharedTime = (at: number, side: Side, { ahead, step }: Terms): number =>
  Math.floor((side === 0 ? at : at - ahead) / step) * step;

const toleranceOf = (apart: readonly number[], step: number): number => {
  const usual = apart[Math.floor(0.9 * apart.length)] ?? 0;
  return Math.max(moment, step > 1 ? step : 0, Math.min(widest, 2 * usual));
};

const stepOf = (sample: Sample): number => (sample.length > 1 && sample.every(({ at }) => at % 1000 === 0) ? 1000 : 1);

const hasPids = (sample: Sample): boolean => sample.filter(({ pid }) => pid > 0).length >= 0.9 * sample.length;

/** Records of the same words that both tell, as far as these are rare. */
function pairsOf(a: Sample, b: Sample, [inA, inB]: Terms["repeats"]): Pair[] {
  const others = groupBy(b, (record) => record[inB]);
  const pairs: Pair[] = [];
  for (const [words, own] of groupBy(a, (record) => record[inA])) {
    const theirs = others.get(words) ?? [];
    if (own.length > rare || theirs.length > rare) continue;
    for (const x of own) for (const y of theirs) pairs.push([x, y]);
  }
  return pairs;
}

/** The pairs whose clocks are the same whole number of zones apart, for most of which that is so. */
function agreeing(pairs: readonly Pair[]): { pairs: readonly Pair[]; ahead: number } {
  const zones = ([x, y]: Pair): number => Math.round((y.at - x.at) / quarter) * quarter;
  const close = pairs.filter((pair) => Math.abs(pair[1].at - pair[0].at - zones(pair)) <= widest);
  const votes = [...groupBy(close, zones)].sort(
    ([x, p], [y, q]) => q.length - p.length || Math.abs(x) - Math.abs(y) || x - y,
  );
  const [ahead, own] = votes[0] ?? [0, []];
  // One record alone may just have been said twice.
  return ahead !== 0 && own.length < 2 ? { pairs: [], ahead: 0 } : { pairs: own, ahead };
}

/** What the samples show of each other under some terms. */
interface Seen {
  readonly terms: Terms;
  readonly all: readonly [Sample, Sample];
  /** By side: the records within the time that both samples cover. */
  readonly within: readonly [Sample, Sample];
  readonly met: ReadonlySet<SampleRecord>;
}

function look(a: Sample, b: Sample, terms: Terms): Seen {
  const met = new Set<SampleRecord>();
  const sides = [a, b] as const;
  interface Item {
    readonly key: string;
    readonly at: number;
    readonly record: SampleRecord;
  }
  const found = (first: Item, second: Item): void => void met.add(first.record).add(second.record);
  const diff = new RecordDiff<Item>({ met: found, lacks: () => {} }, { ...terms, patience: Number.POSITIVE_INFINITY });
  const ends: { from: number; to: number }[] = [];
  for (const side of [0, 1] as const) {
    let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const record of sides[side]) {
      const at = sharedTime(record.at, side, terms);
      from = Math.min(from, at);
      to = Math.max(to, at);
      diff.see(side, { at, record, key: keyOf({ pid: record.pid, message: record[terms.repeats[side]] }, terms) });
    }
    ends.push({ from, to });
  }
  diff.end(0);
  diff.end(1);
  const from = Math.max(...ends.map((end) => end.from)) - terms.tolerance;
  const to = Math.min(...ends.map((end) => end.to)) + terms.tolerance;
  const inside = (side: Side): Sample =>
    sides[side].filter(({ at }) => sharedTime(at, side, terms) >= from && sharedTime(at, side, terms) <= to);
  return { terms, all: sides, within: [inside(0), inside(1)], met };
}

/** How to compare two sources that the user says hold the same records. */
export function overlapAsked(a: Sample, b: Sample): Overlap {
  const terms = termsOf(a, b);
  const seen = look(a, b, terms);
  return { terms, left: [leftBy(seen, 0, false), leftBy(seen, 1, false)] };
}

/** How to compare two sources of which one plainly repeats the other's records; null where none does. */
export function overlapShown(a: Sample, b: Sample): Overlap | null {
  const own = [a, b].map((sample) => sample.filter(({ isEvent }) => !isEvent));
  const seen = look(own[0] ?? [], own[1] ?? [], termsOf(own[0] ?? [], own[1] ?? []));
  if (!isRepeated(seen, 0) && !isRepeated(seen, 1)) return null;
  if (isSelection(seen, 0) || isSelection(seen, 1)) return null;
  const left = (side: Side): Left => ({ ...leftBy(seen, side, true), events: true });
  return { terms: seen.terms, left: [left(0), left(1)] };
}

/** Share of a source's records that must be found in the other one. */
const nearlyAll = 0.95;

/** Nearly all that a side tells is found in the other one: the fewer, the more exactly. */
function isRepeated({ within, met, terms }: Seen, side: Side): boolean {
  const found = within[side].filter((record) => met.has(record));
  const messages = new Set(found.map(({ message }) => message)).size;
  const exact = terms.withPid && terms.step < 1000;
  return messages >= (exact ? 2 : 10) && found.length >= nearlyAll * within[side].length;
}

/**
 * A side tells of processes, before and after whose records are found in the other one, what the other one never holds: that
 * is a selection, by a logger or a filter, not a copy.
 */
function isSelection(seen: Seen, side: Side): boolean {
  const { within, met } = seen;
  const records = within[side];
  const spans = new Map<number, { from: number; to: number }>();
  const heard = new Set<string>();
  for (const record of records) {
    if (!met.has(record)) continue;
    heard.add(wordingOf(record));
    const span = spans.get(record.pid) ?? { from: record.at, to: record.at };
    spans.set(record.pid, { from: Math.min(span.from, record.at), to: Math.max(span.to, record.at) });
  }
  const left = leftBy(seen, side, true);
  const inBetween = records.filter((record) => {
    const span = spans.get(record.pid);
    return span !== undefined && record.at > span.from && record.at < span.to && !isLeft(record, left);
  });
  const unheard = inBetween.filter((record) => !met.has(record) && !heard.has(wordingOf(record)));
  return unheard.length >= Math.max(3, 0.1 * inBetween.length);
}

const wordingOf = ({ message }: SampleRecord): string => message.replace(/[\w-]*\d[\w-]*/g, "0").slice(0, 60);

/** Records of a level that the other side lacks before that level is taken for one that it is not meant to hold. */
const enough = 5;

/** What of a side's records the other one does not hold at all. `byVoice`: also that of single programs or loggers. */
function leftBy({ all, within, met }: Seen, side: Side, byVoice: boolean): Left {
  const records = within[side];
  const found = records.filter((record) => met.has(record));
  const voices = new Set(records.map(({ voice }) => voice));
  for (const { voice } of found) voices.delete(voice);
  const levels = found.map(({ level }) => level).filter((level) => level >= 0);
  const lowest = levels.length > 0 ? Math.min(...levels) : 0;
  const lower = all[side].filter(({ level }) => level >= 0 && level < lowest).length;
  return {
    voices: byVoice ? voices : new Set(),
    events: !found.some(({ isEvent }) => isEvent),
    below: lower >= enough ? lowest : 0,
  };
}

/** Whether a record is none that the copy is meant to hold. */
export const isLeft = ({ level, isEvent, voice }: Omit<SampleRecord, "at" | "pid" | "message" | "text">, left: Left) =>
  (isEvent && left.events) || (level >= 0 && level < left.below) || left.voices.has(voice);
