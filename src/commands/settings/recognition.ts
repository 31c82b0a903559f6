/** The options that say how lines are to be read: the same for every command that reads logs. */
import { type Command, Option } from "commander";
import { z } from "zod";
import { type AnalyseOptions, type ForSources, settingFor } from "../../analyse/options.ts";
import { compileLogFormat, logFormatDialects } from "../../recognise/log-format.ts";
import { parseDay } from "../../time/parse-option.ts";
import { zoneNamed } from "../../time/zone.ts";
import { defaultConfig } from "./config.ts";
import { name, pattern, perSource, perSourceFormat, readAll } from "./values.ts";

export const recognitionValues = {
  tz: readAll(perSource(zoneNamed)),
  host: readAll(perSource(name)),
  date: readAll(perSource(parseDay)),
  logFormat: readAll(perSourceFormat(compileLogFormat)),
  taskStart: readAll(pattern),
  taskEnd: readAll(pattern),
  taskFail: readAll(pattern),
  config: z.string().optional(),
};

const recognitionSchema = z.object(recognitionValues);
export type RecognitionValues = z.infer<typeof recognitionSchema>;

const inputs = "How the lines are read:";
const tasks = "What a task looks like (once one is given, only these count):";

/** Adds the options; `--host` only where processes are told apart. */
export function addRecognitionOptions(command: Command, withHost: boolean): void {
  const options = [
    repeatable(inputs, "--tz [glob=]<zone>", "zone of times that carry none: Asia/Shanghai, +08:00 (default: local)"),
    repeatable(inputs, "--host [glob=]<name>", "host that a source comes from"),
    repeatable(inputs, "--date [glob=]<day>", "day of a source whose lines have a time of day only: 2026-11-21"),
    repeatable(
      inputs,
      "--log-format [glob=]<dialect:format>",
      `format string that wrote the log, as in nginx:combined or logback:'%d %m%n' (dialects: ${logFormatDialects.join(", ")})`,
    ),
    repeatable(tasks, "--task-start <regex>", "a task starts; named groups (?<id>) and (?<name>) say which"),
    repeatable(tasks, "--task-end <regex>", "a task ends"),
    repeatable(tasks, "--task-fail <regex>", "a task ends with an error"),
  ];
  command.addOption(
    new Option("--config <file>", `settings in YAML (default: ./${defaultConfig}, if there is one)`).helpGroup(inputs),
  );
  for (const option of options) if (withHost || option.long !== "--host") command.addOption(option);
}

/** An option that can be given several times. */
export function repeatable(group: string, flags: string, description: string): Option {
  const option = new Option(flags, description)
    .helpGroup(group)
    .argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  option.optional = false; // the brackets are the glob's, the value is required
  return option;
}

export function recognitionOptions(values: RecognitionValues): AnalyseOptions {
  return {
    zones: values.tz,
    hosts: values.host,
    days: values.date,
    layouts: values.logFormat,
    patterns: { start: values.taskStart, end: values.taskEnd, fail: values.taskFail },
  };
}

/** A remark for each setting whose glob fits no source: most likely it was mistyped. */
export function idleSettings(values: RecognitionValues, sources: readonly string[]): string[] {
  const given: [string, readonly ForSources<unknown>[]][] = [
    ["--tz", values.tz],
    ["--host", values.host],
    ["--date", values.date],
    ["--log-format", values.logFormat],
  ];
  return given.flatMap(([flag, settings]) =>
    settings
      .filter((setting) => sources.every((source) => settingFor([setting], [source]) === undefined))
      .map(({ glob }) => `${flag}: no source matches ${JSON.stringify(glob)}`),
  );
}
