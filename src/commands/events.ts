import type { Command } from "commander";
import { z } from "zod";
import { catalogue } from "../../parsers/index.ts";
import { eventBatches } from "../analyse/read-events.ts";
import { openSources } from "../analyse/streams.ts";
import { line } from "./failure.ts";
import { writeOut } from "./output/standard.ts";
import { readConfig } from "./settings/config.ts";
import { recognitionLayers } from "./settings/layers.ts";
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
  const options = recognitionOptions(recognitionLayers(await readConfig(values.config), values));
  const names = await sourcesOf(given);
  const sources = await openSources(names, options);
  for (const text of idleSettings(values, names)) process.stderr.write(line(text));
  for await (const rows of eventBatches(catalogue, sources, options, values.all)) {
    if (!(await writeOut(rows.map((row) => `${JSON.stringify(row)}\n`).join("")))) break;
  }
  for (const source of sources)
    for (const warning of source.warnings) process.stderr.write(line(`${source.name}: ${warning}`));
}
