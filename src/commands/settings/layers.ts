/** Settings from several places: what the command line says outranks what the file says. */
import type { Command } from "commander";
import type { ForSources } from "../../analyse/options.ts";
import type { Config } from "./config.ts";
import type { RecognitionValues } from "./recognition.ts";

/** A glob for all sources, which outranks one for some of them if it comes later. */
export const everySource = "**";

/** How lines are read by the file and, where it says something, by the command line. */
export function recognitionLayers(file: Config, cli: RecognitionValues): RecognitionValues {
  return {
    tz: layered(file.tz, cli.tz),
    host: layered(file.host, cli.host),
    date: layered(file.date, cli.date),
    logFormat: layered(file.logFormat, cli.logFormat),
    taskStart: cli.taskStart.length > 0 ? cli.taskStart : [...file.taskStart],
    taskEnd: cli.taskEnd.length > 0 ? cli.taskEnd : [...file.taskEnd],
    taskFail: cli.taskFail.length > 0 ? cli.taskFail : [...file.taskFail],
  };
}

/** A matching glob outranks a general setting, a later one an earlier: so what is general on the command line is a glob's. */
function layered<T>(file: readonly ForSources<T>[], cli: readonly ForSources<T>[]): ForSources<T>[] {
  if (file.length === 0) return [...cli];
  const general = cli.filter(({ glob }) => glob === null).map(({ value }) => ({ glob: everySource, value }));
  return [...file, ...general, ...cli.filter(({ glob }) => glob !== null)];
}

/** The values of options that were given, not those that they have by default. */
export function givenValues<T extends object>(command: Command, values: T): Partial<T> {
  const given = Object.entries(values).filter(([key]) => command.getOptionValueSource(key) === "cli");
  return Object.fromEntries(given) as Partial<T>;
}
