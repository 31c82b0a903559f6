import { type Command, Option } from "commander";
import { z } from "zod";
import { learn } from "../index.ts";
import type { Learned } from "../learn/learned.ts";
import { line } from "./failure.ts";
import { configText, type Given, optionLines } from "./output/learned-settings.ts";
import { learnedTable } from "./output/learned-table.ts";
import { writeOut } from "./output/standard.ts";
import { widthOf } from "./output/terminal.ts";
import { readConfig } from "./settings/config.ts";
import { recognitionLayers } from "./settings/layers.ts";
import { addRecognitionOptions, idleSettings, recognitionOptions, recognitionValues } from "./settings/recognition.ts";
import { formatOf, read, readValues } from "./settings/values.ts";
import { sourcesOf } from "./sources.ts";

const outputs = ["table", "options", "yaml", "json"] as const;

/** A whole number of at least `least`. */
const number = (least: number) =>
  read((text): number => {
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < least)
      throw new RangeError(`${JSON.stringify(text)} is no number from ${least} on`);
    return value;
  });

const schema = z.object({
  ...recognitionValues,
  output: formatOf(outputs),
  lines: number(1),
  templates: number(0),
});
type Values = z.infer<typeof schema>;

/** The options that are passed on as they were written. */
const givenSchema = z.object({
  tz: z.array(z.string()).default([]),
  date: z.array(z.string()).default([]),
  logFormat: z.array(z.string()).default([]),
});

const epilogue = `
It reads a sample as the analysis does, and says in patterns and formats what that has found out by itself. What it prints can
be given to the analysis as options, or be put into coroner.yaml:

  coroner learn app.log                    what there is to say, and the command line that says it
  coroner learn -o yaml app.log > coroner.yaml
  coroner learn --templates 30 app.log     what the log says most often`;

/** `coroner learn`: proposes task patterns and log formats from a sample. */
export function learnCommand(command: Command): void {
  command
    .description("propose --task-start, --task-end and --log-format from a sample of logs")
    .argument("[source...]", "log files, also rotated, gzip or zstd; `-` or none: standard input")
    .addOption(new Option("-o, --output <format>", "format").choices(outputs).default("table").argParser(String))
    .addOption(new Option("--lines <n>", "lines to read of each source").default("200000").argParser(String))
    .addOption(
      new Option("--templates <n>", "list the most frequent of the other wordings").default("0").argParser(String),
    )
    .addHelpText("after", epilogue);
  addRecognitionOptions(command, false);
  command.action((sources: string[], values: unknown) =>
    propose(sources, readValues(schema, values), givenSchema.parse(values)),
  );
}

async function propose(given: readonly string[], values: Values, written: Given): Promise<void> {
  const { lines, templates, output } = values;
  const options = recognitionOptions(recognitionLayers(await readConfig(values.config), values));
  const sources = await sourcesOf(given);
  for (const text of idleSettings(values, sources)) process.stderr.write(line(text));
  const learned = await learn(sources, { ...options, lines, templates });
  await writeOut(await render(learned, written, output));
}

async function render(learned: Learned, given: Given, output: Values["output"]): Promise<string> {
  switch (output) {
    case "json":
      return `${JSON.stringify(learned, null, 2)}\n`;
    case "yaml":
      return await configText(learned, given);
    case "options":
      return optionLines(learned, given);
    case "table":
      return learnedTable(learned, given, widthOf(process.stdout, process.env));
  }
}
