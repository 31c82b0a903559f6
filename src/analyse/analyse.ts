import { alignClocks } from "../correlate/clock-offsets.ts";
import { Copies } from "../correlate/copies.ts";
import { correlate } from "../correlate/correlate.ts";
import { fullNames } from "../correlate/places.ts";
import { conclude } from "../findings/conclude.ts";
import type { SourceInput } from "../ingest/read-bytes.ts";
import { type Catalogue, compileCatalogue, type Recognition } from "../recognise/recognition.ts";
import { UserPatterns } from "../recognise/user-patterns.ts";
import type { Report } from "../report/schema.ts";
import { buildReport } from "./build-report.ts";
import type { LiveComparison } from "./compare.ts";
import { compareStreams, resultsOf } from "./comparisons.ts";
import { type AnalyseOptions, windowOf } from "./options.ts";
import type { CopiesAt } from "./scopes.ts";
import { StreamReader, type StreamWatch } from "./stream-reader.ts";
import { arrangeStreams, openSources } from "./streams.ts";

/**
 * Reads the sources and reports the tasks that started but never finished. Rejects with a UserError where a source cannot
 * be opened; what goes wrong later stands in the report's `sources[].warnings`.
 */
export async function analyseWith(
  catalogue: Catalogue,
  inputs: readonly SourceInput[],
  options: AnalyseOptions = {},
): Promise<Report> {
  const kit = compileCatalogue(catalogue, new UserPatterns(options.patterns ?? {}));
  const { readers, live } = await readSources(kit, inputs, options);
  const facts = readers.flatMap((r) => r.facts);
  const offsets = alignClocks(facts);
  const found = { ...correlate(facts, options), comparisons: resultsOf(live, offsets) };
  return buildReport(found, conclude(found, windowOf(options)), readers, offsets);
}

/** Who looks on while sources are read, and how many lines of each stream are enough for him. */
export interface Onlooker {
  readonly watch: StreamWatch;
  readonly lines: number;
}

/** Reads the sources into facts, and closes them. Rejects with a UserError where one cannot be opened. */
export async function readSources(
  kit: Recognition,
  inputs: readonly SourceInput[],
  options: AnalyseOptions,
  onlooker: Onlooker | null = null,
): Promise<{ readonly readers: readonly StreamReader[]; readonly live: readonly LiveComparison[] }> {
  const sources = await openSources(inputs, options);
  try {
    const readers: StreamReader[] = [];
    let base = 0;
    for (const pieces of await arrangeStreams(sources, kit, options)) {
      readers.push(new StreamReader(pieces, base, kit, options, onlooker?.watch));
      base += pieces.length;
    }
    const live = await readAbreast(readers, options, onlooker?.lines ?? Number.POSITIVE_INFINITY);
    return { readers, live };
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}

/** Where several streams tell of one place, they can tell of the same tasks. */
function copiesPerPlace(readers: readonly StreamReader[]): CopiesAt {
  const places = readers.flatMap((reader) => reader.places);
  const severalHosts = new Set(places.map(({ host }) => host).filter(Boolean)).size > 1;
  const full = fullNames(new Set(places.map(({ scope }) => scope)));
  const severalScopes = new Set([...full.values()].filter(Boolean)).size > 1;
  // What is not named is of the only one that is.
  const keyOf = (host: string, scope: string): string =>
    `${severalHosts ? host : ""}\u0000${severalScopes ? (full.get(scope) ?? scope) : ""}`;
  const copies = new Map<string, Copies | null>();
  for (const reader of readers) {
    const told = new Set(reader.places.map(({ host, scope }) => keyOf(host, scope)));
    for (const key of told) copies.set(key, copies.has(key) ? (copies.get(key) ?? new Copies()) : null);
  }
  return (host, scope) => copies.get(keyOf(host, scope)) ?? null;
}

/** Reads all streams, always going on with the one that is furthest behind in time: that bounds what is open at once. */
async function readAbreast(
  readers: readonly StreamReader[],
  options: AnalyseOptions,
  limit: number,
): Promise<readonly LiveComparison[]> {
  const known: number[] = [];
  for (const reader of readers) known.push((await reader.learn()) ?? Number.POSITIVE_INFINITY);
  const copies = copiesPerPlace(readers);
  const near = Math.min(...known);
  for (const reader of readers) reader.setNear(Number.isFinite(near) ? near : null);
  const live = await compareStreams(readers, options);
  for (const reader of readers) {
    reader.share(copies);
    reader.begin();
  }
  const reading = new Set(readers);
  while (reading.size > 0) {
    const next = [...reading].reduce((a, b) => (b.standing < a.standing ? b : a));
    if (!(await next.step()) || next.linesRead >= limit) reading.delete(next);
  }
  return live;
}
