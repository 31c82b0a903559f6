import { catalogue } from "../parsers/index.ts";
import { analyseWith } from "./analyse/analyse.ts";
import type { EventRow } from "./analyse/event-row.ts";
import type { AnalyseOptions } from "./analyse/options.ts";
import { eventBatches } from "./analyse/read-events.ts";
import { openSources } from "./analyse/streams.ts";
import type { SourceInput } from "./ingest/read-bytes.ts";
import { type LearnOptions, learnWith } from "./learn/learn.ts";
import type { Learned } from "./learn/learned.ts";
import type { Report } from "./report/schema.ts";

export type { EventRow } from "./analyse/event-row.ts";
export type { AnalyseOptions, Compare, ForSources } from "./analyse/options.ts";
export * from "./events.ts";
export type { SourceInput } from "./ingest/read-bytes.ts";
export { UserError } from "./ingest/user-error.ts";
export type { LearnOptions } from "./learn/learn.ts";
export type * from "./learn/learned.ts";
export { compileLogFormat } from "./recognise/log-format.ts";
export { publishedSchema, type Report, type ReportDeath, type ReportSource, type ReportTask } from "./report/schema.ts";
export { type Zone, zoneNamed } from "./time/zone.ts";

/**
 * Reads the sources (paths, `-`, or `{ name, content }`) and returns the report object (`coroner/report@1`).
 * Rejects with a UserError where a source cannot be opened.
 */
export const analyze = (sources: readonly SourceInput[], options: AnalyseOptions = {}): Promise<Report> =>
  analyseWith(catalogue, sources, options);

/**
 * Proposes the task patterns and log formats that say explicitly what the analysis finds out about the sources by itself, from a
 * sample of their lines. Rejects with a UserError where a source cannot be opened.
 */
export const learn = (sources: readonly SourceInput[], options: LearnOptions = {}): Promise<Learned> =>
  learnWith(catalogue, sources, options);

/**
 * Streams what each line of the sources is recognised as, by itself and in input order; with `all`, also the lines that are
 * nothing (kind null). Rejects with a UserError where a source cannot be opened.
 */
export async function* readEvents(
  sources: readonly SourceInput[],
  options: AnalyseOptions & { readonly all?: boolean } = {},
): AsyncGenerator<EventRow> {
  const opened = await openSources(sources, options);
  for await (const rows of eventBatches(catalogue, opened, options, options.all ?? false)) yield* rows;
}
