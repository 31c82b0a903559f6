import type { Command } from "commander";
import { z } from "zod";
import { catalogue } from "../../parsers/index.ts";
import { type AnalyseOptions, settingsFor } from "../analyse/options.ts";
import { lookAhead } from "../analyse/stream-reader.ts";
import { clockFor, openSources } from "../analyse/streams.ts";
import { peekLines, type Source } from "../ingest/source.ts";
import { LineStream } from "../ingest/stream.ts";
import { compileCatalogue, Recogniser } from "../recognise/recogniser.ts";
import { UserPatterns } from "../recognise/user-patterns.ts";
import { rowOf } from "./event-row.ts";
import { line } from "./failure.ts";
import { writeOut } from "./output/standard.ts";
import { addRecognitionOptions, idleSettings, recognitionOptions, recognitionValues } from "./settings/recognition.ts";
import { readValues } from "./settings/values.ts";
import { sourcesOf } from "./sources.ts";

const schema = z.object({ ...recognitionValues, all: z.boolean().default(false) });
type Values = z.infer<typeof schema>;

const epilogue = `
One object per recognised record, in input order: source, line, parser, kind, stage, pid, worker, tid, taskId, signal,
exitCode, cause, at; what a line does not tell is null. Every line is classified by itself.`;

/** `coroner events`: what each line was recognised as. */
export function eventsCommand(command: Command): void {
  command
    .description("print what each line was recognised as, as NDJSON")
    .argument("[source...]", "log files; `-` or none: standard input")
    .option("--all", "the other lines as well, with kind null")
    .addHelpText("after", epilogue);
  addRecognitionOptions(command, false);
  command.action((sources: string[], values: unknown) => printEvents(sources, readValues(schema, values)));
}

async function printEvents(given: readonly string[], values: Values): Promise<void> {
  const options = recognitionOptions(values);
  const names = await sourcesOf(given);
  const sources = await openSources(names, options);
  for (const text of idleSettings(values, names)) process.stderr.write(line(text));
  const recognisers = await recognisersFor(sources, options);
  for (const [source, recogniser] of recognisers) {
    const isRead = await printSource(source, recogniser, values.all);
    for (const warning of source.warnings) process.stderr.write(line(`${source.name}: ${warning}`));
    if (!isRead) break;
  }
}

/** Each source's own recogniser, taught by its first lines; a year or day they lack comes from the other sources. */
async function recognisersFor(sources: readonly Source[], options: AnalyseOptions): Promise<[Source, Recogniser][]> {
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

/** Prints a source's rows, a batch at a time and no faster than they are read; false when nobody reads any more. */
async function printSource(source: Source, recogniser: Recogniser, all: boolean): Promise<boolean> {
  const stream = new LineStream([source]);
  try {
    for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch()) {
      let text = "";
      for (const [index, content] of batch.lines.entries()) {
        const reading = recogniser.read(content, batch.firstLine + index, 0);
        if (reading && (all || reading.event || reading.wording))
          text += `${JSON.stringify(rowOf(reading, source.name))}\n`;
      }
      if (text !== "" && !(await writeOut(text))) return false;
    }
    return true;
  } finally {
    await stream.close();
  }
}
