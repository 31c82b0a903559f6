import { type Command, Option } from "commander";
import { z } from "zod";
import type { AnalyseOptions } from "../analyse/options.ts";
import { analyze } from "../index.ts";
import { UserError } from "../ingest/user-error.ts";
import { exitCode } from "../report/exit-code.ts";
import { type Format, formatNames, formats } from "../report/formats.ts";
import type { Report } from "../report/schema.ts";
import { parseInstant } from "../time/parse-option.ts";
import { type Zone, zoneNamed } from "../time/zone.ts";
import { line } from "./failure.ts";
import { openOutput } from "./output/file.ts";
import { quoted } from "./output/shell.ts";
import { writeOut } from "./output/standard.ts";
import { wantsColour, widthOf } from "./output/terminal.ts";
import { comparedHere, comparedIn, pairText } from "./settings/compare.ts";
import { type Config, readConfig } from "./settings/config.ts";
import { everySource, givenValues, recognitionLayers } from "./settings/layers.ts";
import {
  addRecognitionOptions,
  idleSettings,
  recognitionOptions,
  recognitionValues,
  repeatable,
} from "./settings/recognition.ts";
import { formatOf, lineCount, read, readAll, readValues } from "./settings/values.ts";
import { sourcesOf } from "./sources.ts";

const schema = z.object({
  ...recognitionValues,
  output: formatOf(formatNames),
  out: z.string().optional(),
  since: z.string().optional(),
  until: z.string().optional(),
  compare: readAll(pairText),
  context: read(lineCount),
  exitZero: z.boolean().default(false),
});
type Values = z.infer<typeof schema>;

const report = "The report:";

/** `coroner [options] [source...]`: reports the tasks that started but never finished, and what killed them. */
export function analyseCommand(command: Command): void {
  command.argument("[source...]", "log files, also rotated, gzip or zstd; `-` or none: standard input");
  for (const option of reportOptions()) command.addOption(option.helpGroup(report));
  addRecognitionOptions(command, true);
  command.action(async (sources: string[], values: unknown) => {
    const given = readValues(schema, values);
    const file = await readConfig(given.config);
    await analyse(sources, given, {
      ...given,
      ...reportDefaults(file),
      ...givenValues(command, given),
      ...recognitionLayers(file, given),
    });
  });
}

/** What a file says of the report. */
function reportDefaults({ output, since, until, compare, context }: Config): Partial<Values> {
  return {
    ...(output === undefined ? {} : { output }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(context === undefined ? {} : { context }),
    compare: [...compare],
  };
}

function reportOptions(): Option[] {
  return [
    // The schema says what is wrong with a name, as with any other value.
    new Option("-o, --output <format>", "format").choices(formatNames).default("table").argParser(String),
    new Option("--out <file>", "write there, whole or not at all, instead of standard output"),
    new Option("--since <time>", "only what touches the time from here: 2026-11-21 13:52, 13:52, -2h"),
    new Option("--until <time>", "only what touches the time up to here"),
    repeatable(
      report,
      "--compare <source=copy>",
      "two sources that should hold the same records: what does the copy lack",
    ),
    new Option("--context <n>", "last lines to quote of an unfinished task's thread").default("1"),
    new Option("--no-redact", "quote lines as they are; they always are so far"),
    new Option("--exit-zero", "exit 0 even when tasks were lost"),
  ];
}

/** `cli`: what the command line says by itself. */
async function analyse(given: readonly string[], cli: Values, values: Values): Promise<void> {
  const sources = await sourcesOf(given);
  const { compare, idle } =
    cli.compare.length > 0
      ? { compare: cli.compare.map((pair) => comparedIn(pair, sources)), idle: [] }
      : comparedHere(values.compare, sources);
  const window = windowOf(values, Date.now());
  const options = { ...recognitionOptions(values), ...window, context: values.context, compare };
  const path = values.out === "-" ? undefined : values.out;
  const file = path === undefined ? null : await openOutput(path, sources);
  try {
    const found = await analyze(sources, options);
    remark([...idleSettings(cli, sources), ...idle, ...(isShown(values) ? [] : warningsOf(found))]);
    process.exitCode = exitCode(found, { exitZero: values.exitZero });
    const text = render(found, values.output, file !== null);
    await (file === null ? writeOut(text) : file.write(text));
  } finally {
    file?.discard();
  }
}

/** Times without a zone are those of the general `--tz`. */
function windowOf(values: Values, now: number): Pick<AnalyseOptions, "since" | "until"> {
  const zone = values.tz.findLast(({ glob }) => glob === null || glob === everySource)?.value ?? zoneNamed("local");
  const since = instantOf("--since", values.since, zone, now);
  const until = instantOf("--until", values.until, zone, now);
  if (since !== undefined && until !== undefined && since > until)
    throw new UserError(`--since: ${values.since} is later than --until ${values.until}`);
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

function instantOf(flag: string, text: string | undefined, zone: Zone, now: number): number | undefined {
  if (text === undefined) return undefined;
  try {
    return parseInstant(text, zone, now);
  } catch (error) {
    throw error instanceof RangeError ? new UserError(`${flag}: ${error.message}`) : error;
  }
}

/** Whether the reader of stderr sees the warnings in the report itself. */
function isShown({ output, out }: Values): boolean {
  const onScreen = out === undefined || out === "-";
  return output === "table" && onScreen && process.stdout.isTTY === true && process.stderr.isTTY === true;
}

const warningsOf = (found: Report): string[] =>
  found.sources.flatMap(({ name, warnings }) => warnings.map((warning) => `${name}: ${warning}`));

function remark(texts: readonly string[]): void {
  for (const text of texts) process.stderr.write(line(text));
}

/** Continuation lines shown of a record: a traceback's last ones say what happened. */
const continuationLines = 3;

function render(found: Report, format: Format, toFile: boolean): string {
  const screen = toFile ? {} : process.stdout;
  const command = ["coroner", ...process.argv.slice(2)].map(quoted).join(" ");
  const { env } = process;
  return formats[format](found, {
    width: widthOf(screen, env),
    colour: wantsColour(screen, env),
    context: continuationLines,
    command,
  });
}
