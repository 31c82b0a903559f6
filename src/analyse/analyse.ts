import { alignClocks } from "../correlate/clock-offsets.ts";
import { Copies } from "../correlate/copies.ts";
import { correlate } from "../correlate/correlate.ts";
import type { SourceInput } from "../ingest/read-bytes.ts";
import type { Source } from "../ingest/source.ts";
import { type Catalogue, compileCatalogue } from "../recognise/recognition.ts";
import { UserPatterns } from "../recognise/user-patterns.ts";
import type { Report } from "../report/schema.ts";
import { buildReport } from "./build-report.ts";
import type { AnalyseOptions } from "./options.ts";
import { hostOf, StreamReader } from "./stream-reader.ts";
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
  const sources = await openSources(inputs, options);
  try {
    const readers: StreamReader[] = [];
    let base = 0;
    const streams = await arrangeStreams(sources, kit, options);
    const copies = copiesPerHost(streams, options);
    for (const pieces of streams) {
      readers.push(new StreamReader(pieces, base, kit, options, copies));
      base += pieces.length;
    }
    await readAbreast(readers);
    const facts = readers.map((r) => r.facts);
    const offsets = alignClocks(facts);
    return buildReport(correlate(facts, options), readers, offsets);
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}

/** Where a host has several streams, they can tell of the same tasks. */
function copiesPerHost(streams: readonly (readonly Source[])[], options: AnalyseOptions): Map<string, Copies> {
  const hosts = streams.map((pieces) => hostOf(pieces, options));
  const several = hosts.filter((host, i) => hosts.indexOf(host) !== i);
  return new Map(several.map((host) => [host, new Copies()]));
}

/** Reads all streams, always going on with the one that is furthest behind in time: that bounds what is open at once. */
async function readAbreast(readers: readonly StreamReader[]): Promise<void> {
  const known: number[] = [];
  for (const reader of readers) known.push((await reader.learn()) ?? Number.POSITIVE_INFINITY);
  const near = Math.min(...known);
  for (const reader of readers) reader.setNear(Number.isFinite(near) ? near : null);
  const reading = new Set(readers);
  while (reading.size > 0) {
    const next = [...reading].reduce((a, b) => ((b.position ?? 0) < (a.position ?? 0) ? b : a));
    if (!(await next.step())) reading.delete(next);
  }
}
