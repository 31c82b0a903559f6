import { peekLines, type Source } from "../ingest/source.ts";
import { LineStream } from "../ingest/stream.ts";
import { Recogniser } from "../recognise/recogniser.ts";
import { type Catalogue, compileCatalogue } from "../recognise/recognition.ts";
import { UserPatterns } from "../recognise/user-patterns.ts";
import { type EventRow, rowOf } from "./event-row.ts";
import { type AnalyseOptions, settingsFor } from "./options.ts";
import { lookAhead } from "./stream-reader.ts";
import { clockFor } from "./streams.ts";

/**
 * What the lines of the sources are recognised as, each by itself, in input order, some hundred at a time; with `all` also
 * those that are nothing. Closes the sources.
 */
export async function* eventBatches(
  catalogue: Catalogue,
  sources: readonly Source[],
  options: AnalyseOptions,
  all: boolean,
): AsyncGenerator<EventRow[]> {
  for (const [source, recogniser] of await recognisersFor(catalogue, sources, options)) {
    const stream = new LineStream([source]);
    try {
      for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch()) {
        const { firstLine } = batch;
        const rows = batch.lines.flatMap((text, i) => rowsOf(recogniser, text, firstLine + i, source.name, all));
        if (rows.length > 0) yield rows;
      }
      for (const reading of recogniser.rest(0))
        if (all || reading.event || reading.wording) yield [rowOf(reading, source.name)];
    } finally {
      await stream.close();
    }
  }
}

function rowsOf(recogniser: Recogniser, text: string, line: number, source: string, all: boolean): EventRow[] {
  const rows: EventRow[] = [];
  for (let reading = recogniser.read(text, line, 0); reading; reading = recogniser.next())
    if (all || reading.event || reading.wording) rows.push(rowOf(reading, source));
  return rows;
}

/** Each source's own recogniser, taught by its first lines; a year or day they lack comes from the other sources. */
async function recognisersFor(
  catalogue: Catalogue,
  sources: readonly Source[],
  options: AnalyseOptions,
): Promise<[Source, Recogniser][]> {
  const kit = compileCatalogue(catalogue, new UserPatterns(options.patterns ?? {}));
  const found: [Source, Recogniser][] = [];
  const known: number[] = [];
  for (const source of sources) {
    const layouts = settingsFor(options.layouts, [source.name]).toReversed();
    const recogniser = new Recogniser(kit, clockFor([source.name], options), layouts);
    known.push(recogniser.learn(await peekLines(source, lookAhead)) ?? Number.POSITIVE_INFINITY);
    found.push([source, recogniser]);
  }
  const near = Math.min(...known);
  for (const [, recogniser] of found) recogniser.setNear(Number.isFinite(near) ? near : null);
  return found;
}
