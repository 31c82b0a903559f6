/** What has been learned, as settings to paste. */
import type { Learned } from "../../learn/learned.ts";
import { quoted } from "./shell.ts";

/** Options of recognition that were given to the command, as they were written: what was learned holds with them. */
export interface Given {
  readonly tz: readonly string[];
  readonly date: readonly string[];
  readonly logFormat: readonly string[];
}

/** Formats to give, by their glob. */
const formatsOf = ({ sources }: Learned): { readonly glob: string | null; readonly format: string }[] =>
  sources.flatMap(({ glob, layouts }) => layouts.flatMap(({ format }) => (format === null ? [] : [{ glob, format }])));

/** The options, each as it stands on a command line. */
export function optionsOf(learned: Learned, given: Given): string[] {
  const { start, end, fail } = learned.patterns;
  const option = (flag: string, values: readonly string[]): string[] =>
    values.map((value) => `${flag} ${quoted(value)}`);
  const formats = formatsOf(learned).map(({ glob, format }) => (glob === null ? format : `${glob}=${format}`));
  return [
    ...option("--tz", given.tz),
    ...option("--date", given.date),
    ...option("--log-format", [...given.logFormat, ...formats]),
    ...option("--task-start", start),
    ...option("--task-end", end),
    ...option("--task-fail", fail),
  ];
}

/** The options one to a line, so that they can be pasted behind a command; nothing where there are none. */
export function optionLines(learned: Learned, given: Given): string {
  const options = optionsOf(learned, given);
  return options.length === 0 ? "" : `${options.join(" \\\n")}\n`;
}

/** The value of a `[glob=]<value>` option. */
function split(text: string): { readonly glob: string | null; readonly value: string } {
  const at = text.indexOf("=");
  const isFormat = /^[\w-]+:/.test(text.split("=", 1)[0] ?? "");
  return at < 0 || isFormat ? { glob: null, value: text } : { glob: text.slice(0, at), value: text.slice(at + 1) };
}

/** A complete coroner.yaml. */
export async function configText(learned: Learned, given: Given): Promise<string> {
  const { stringify } = await import("yaml");
  const formats = [
    ...given.logFormat.map(split).map(({ glob, value }) => ({ glob, format: value })),
    ...formatsOf(learned),
  ];
  const globs = new Set(formats.flatMap(({ glob }) => glob ?? []));
  const of = (glob: string | null): string[] => formats.filter((f) => f.glob === glob).map(({ format }) => format);
  const perSource = (key: "zone" | "day", texts: readonly string[]): object[] =>
    texts.map(split).flatMap(({ glob, value }) => (glob === null ? [] : [{ glob, [key]: value }]));
  const general = (key: "zone" | "day", texts: readonly string[]): object =>
    Object.fromEntries(texts.map(split).flatMap(({ glob, value }) => (glob === null ? [[key, value]] : [])));
  const sources = [
    ...perSource("zone", given.tz),
    ...perSource("day", given.date),
    ...[...globs].map((glob) => ({ glob, format: of(glob) })),
  ];
  const tasks = Object.fromEntries(Object.entries(learned.patterns).filter(([, patterns]) => patterns.length > 0));
  const config = {
    ...general("zone", given.tz),
    ...general("day", given.date),
    ...(of(null).length > 0 ? { format: of(null) } : {}),
    ...(sources.length > 0 ? { sources } : {}),
    ...(Object.keys(tasks).length > 0 ? { tasks } : {}),
  };
  if (Object.keys(config).length === 0) return "# nothing to set: nothing was found that settings would make plainer\n";
  return stringify(config, { defaultStringType: "QUOTE_SINGLE", defaultKeyType: "PLAIN", lineWidth: 0 });
}
