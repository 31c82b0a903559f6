/** Which streams are compared with which: those that the user names, and those that plainly repeat each other. */
import type { ClockOffset } from "../correlate/clock-offsets.ts";
import type { Comparison } from "../correlate/comparison.ts";
import { type Overlap, overlapAsked, overlapShown, type SampleRecord } from "../correlate/overlap.ts";
import { UserError } from "../ingest/user-error.ts";
import { type Compared, LiveComparison } from "./compare.ts";
import { type AnalyseOptions, type Compare, windowOf } from "./options.ts";
import type { StreamReader } from "./stream-reader.ts";

/** Streams of which samples are held against each other; beyond that, only what the user names is compared. */
const mostStreams = 50;

interface Sampled {
  readonly reader: StreamReader;
  readonly records: readonly SampleRecord[];
}

/**
 * Sets the comparisons up, before the streams are read and after they have been learned from. Throws a UserError where
 * `options.compare` names no two sources.
 */
export async function compareStreams(
  readers: readonly StreamReader[],
  options: AnalyseOptions,
): Promise<readonly LiveComparison[]> {
  const asked = (options.compare ?? []).map((names) => ({ names, readers: askedReaders(names, readers) }));
  if (readers.length < 2) return [];
  const samples = new Map<StreamReader, Sampled>();
  const sampled = async (reader: StreamReader): Promise<Sampled> => {
    const known = samples.get(reader) ?? { reader, records: await reader.rehearse() };
    samples.set(reader, known);
    return known;
  };
  const live: LiveComparison[] = [];
  for (const { names, readers } of asked) {
    const pair = [await sampled(readers[0]), await sampled(readers[1])] as const;
    live.push(connect(pair, overlapAsked(pair[0].records, pair[1].records), options, names));
  }
  if (readers.length > mostStreams) return live;
  const all: Sampled[] = [];
  for (const reader of readers) all.push(await sampled(reader));
  const known = asked.map(({ readers }) => new Set(readers));
  for (const { pair, overlap } of shownPairs(all))
    if (!known.some((readers) => readers.has(pair[0].reader) && readers.has(pair[1].reader)))
      live.push(connect(pair, overlap, options, null));
  return live;
}

/** What the comparisons have come to. */
export const resultsOf = (live: readonly LiveComparison[], offsets: readonly ClockOffset[]): Comparison[] =>
  live.map((comparison) => comparison.result(offsets)).filter((result) => result !== null);

function connect(
  pair: readonly [Sampled, Sampled],
  overlap: Overlap,
  options: AnalyseOptions,
  asked: Compare | null,
): LiveComparison {
  const [a, b] = pair;
  const names = [asked?.source ?? a.reader.name, asked?.copy ?? b.reader.name];
  const compared = [comparedOf(a, names[0] ?? ""), comparedOf(b, names[1] ?? "")] as const;
  const live = new LiveComparison(compared, overlap, windowOf(options), asked !== null);
  a.reader.compare(live, 0);
  b.reader.compare(live, 1);
  return live;
}

const comparedOf = ({ reader, records }: Sampled, name: string): Compared => ({
  name,
  clock: reader.clock,
  begin: records.reduce((begin, { at }) => Math.min(begin, at), Number.POSITIVE_INFINITY),
});

function askedReaders({ source, copy }: Compare, readers: readonly StreamReader[]): [StreamReader, StreamReader] {
  if (source === copy) throw new UserError(`--compare: ${JSON.stringify(source)} is compared with itself`);
  const [from, to] = [source, copy].map((name) => {
    const found = readers.find(({ coverage }) => coverage.some((piece) => piece.source.name === name));
    if (!found) throw new UserError(`--compare: no source is called ${JSON.stringify(name)}`);
    return found;
  });
  if (!from || !to || from === to)
    throw new UserError(
      `--compare: ${JSON.stringify(source)} and ${JSON.stringify(copy)} are pieces of one rotated log`,
    );
  return [from, to];
}

interface Shown {
  readonly pair: readonly [Sampled, Sampled];
  readonly overlap: Overlap;
}

/** Pairs that plainly overlap, each copy once: with what tells most. The order of the streams does not matter. */
function shownPairs(all: readonly Sampled[]): Shown[] {
  const order = [...all].sort(
    (a, b) => b.records.length - a.records.length || (a.reader.name < b.reader.name ? -1 : 1),
  );
  const told = new Map(order.map((sampled) => [sampled, messagesOf(sampled)]));
  const taken = new Set<Sampled>();
  const shown: Shown[] = [];
  for (const [i, first] of order.entries()) {
    for (const second of order.slice(i + 1)) {
      if (taken.has(first) || taken.has(second) || !haveCommon(told.get(first), told.get(second))) continue;
      const overlap = overlapShown(first.records, second.records);
      if (overlap === null) continue;
      shown.push({ pair: [first, second], overlap });
      taken.add(second);
    }
  }
  return shown;
}

interface Messages {
  readonly messages: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
}

const messagesOf = ({ records }: Sampled): Messages => ({
  messages: new Set(records.map(({ message }) => message)),
  texts: new Set(records.map(({ text }) => text)),
});

/** Whether two samples have words in common at all: what costs little to find out. */
function haveCommon(a: Messages | undefined, b: Messages | undefined): boolean {
  if (!a || !b) return false;
  const common = (own: ReadonlySet<string>, others: ReadonlySet<string>): number =>
    [...own].filter((words) => others.has(words)).length;
  return common(b.messages, a.messages) > 1 || common(b.messages, a.texts) > 1 || common(a.messages, b.texts) > 1;
}
