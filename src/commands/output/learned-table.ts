/** What has been learned, for people to read. */
import type {
  Learned,
  LearnedColumn,
  LearnedLayout,
  LearnedPattern,
  LearnedSource,
  LearnedTask,
} from "../../learn/learned.ts";
import { count, figure, paragraph, plain } from "../../report/text.ts";
import { type Given, optionsOf } from "./learned-settings.ts";
import { quoted } from "./shell.ts";

const placesShown = 5;

/** The report of what a sample taught; ends with the command line that says it. */
export function learnedTable(learned: Learned, given: Given, width: number): string {
  const flow = (text: string, first = "", others = first): string[] => paragraph(plain(text), width, first, others);
  const blocks = [
    ...learned.sources.map((source) => sourceLines(source, flow)),
    ...(learned.tasks.length > 0 ? learned.tasks.map((task) => taskLines(task, flow)) : [nothing(learned, flow)]),
    ...(learned.templates.length > 0 ? [templateLines(learned)] : []),
    closing(learned, given, flow),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

type Flow = (text: string, first?: string, others?: string) => string[];

function sourceLines({ names, lines, cut, formats, layouts }: LearnedSource, flow: Flow): string[] {
  const told = Object.entries(formats).map(([format, records]) => `${format} ${figure(records)}`);
  const read = `${count(lines, "line")}${cut ? " read, where the sample ends (--lines)" : ""}`;
  const what = told.length > 0 ? `; records by format: ${told.join(", ")}` : "; no line was recognised";
  const keyed = Object.keys(formats).some((format) => /(?:^|\+)(?:json|logfmt)$/.test(format));
  return [
    ...flow(`${names.join(", ")}: ${read}${what}`, "", "  "),
    ...(keyed ? flow("JSON and logfmt lines are read by their keys: they need no format.", "  ") : []),
    ...layouts.flatMap((layout) => layoutLines(layout, flow)),
  ];
}

function layoutLines({ lines, columns, format, checked, same, note, name }: LearnedLayout, flow: Flow): string[] {
  const fit = same === checked ? `all ${figure(checked)}` : `${figure(same)} of ${figure(checked)}`;
  return [
    ...(format === null
      ? flow(`${name}, ${count(lines, "line")}: ${note}`, "  ", "    ")
      : [`  ${plain(format)}`, ...flow(`reads ${fit} lines compared as the analysis does by itself`, "    ")]),
    ...columns.flatMap((column) => flow(columnText(column), "    ", "      ")),
  ];
}

function columnText({ column, distinct, lines, examples, why }: LearnedColumn): string {
  const more = distinct > examples.length ? ", ..." : "";
  return `${column}: ${count(distinct, "value")} in ${count(lines, "line")} (${examples.join(", ")}${more}): ${why}`;
}

function taskLines(task: LearnedTask, flow: Flow): string[] {
  const { starts, ends, pairedBy, started, finished, failed, unfinished, typicalMs, longestMs, unfit, open } = task;
  const says = starts[0]?.says ?? "";
  const ended = `${figure(finished)} ended${failed > 0 ? ` (${figure(failed)} failed)` : ""}`;
  const paired = pairedBy === null ? "" : `; starts and ends are paired by ${pairedBy}`;
  const times =
    typicalMs === null || longestMs === null
      ? ""
      : `; they take ${span(typicalMs)} (median), at most ${span(longestMs)}`;
  const where = open.map(({ source, line }) => `${source}:${line}`).join(", ");
  return [
    ...flow(
      `Task "${says}": ${figure(started)} started, ${ended}, ${figure(unfinished)} without an end${paired}${times}`,
    ),
    ...starts.flatMap((start) => patternLines(start, "start", flow)),
    ...ends.flatMap((end) => [
      ...patternLines(end, end.kind === "fail" ? "fails" : "ends", flow),
      ...(end.strays > 0 ? flow(straysText(end), "           ") : []),
    ]),
    ...(unfit > 0 ? flow(`no pattern was found for ${count(unfit, "line")} of these wordings`, "  ", "    ") : []),
    ...(open.length > 0
      ? flow(`without an end: ${where}${unfinished > placesShown ? ", ..." : ""}`, "  ", "    ")
      : []),
  ];
}

const straysText = ({ strays, strayAt }: LearnedTask["ends"][number]): string => {
  const where = strayAt.map(({ source, line }) => `${source}:${line}`).join(", ");
  return `${count(strays, "line")} without a start: ${where}${strays > strayAt.length ? ", ..." : ""}`;
};

function patternLines({ pattern, lines, extra, example }: LearnedPattern, word: string, flow: Flow): string[] {
  const more = extra > 0 ? `, and ${count(extra, "line")} that the analysis overlooks by itself` : "";
  return [
    `  ${word.padEnd(7)}  ${plain(pattern)}`,
    ...flow(`fits ${count(lines, "line")}${more}, such as ${example.source}:${example.line}`, "           "),
    `           ${plain(example.text)}`,
  ];
}

const span = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${figure(Math.round(ms / 100) / 10)} s`);

function nothing({ serverTasks }: Learned, flow: Flow): string[] {
  if (serverTasks > 0)
    return flow(`Tasks: ${figure(serverTasks)} that servers tell of in words of their own. They need no patterns.`);
  return flow(
    "Tasks: no wording was found that starts and ends them. If the log has one, say it with --task-start and --task-end; " +
      "--templates 30 lists what the log says most often.",
  );
}

function templateLines({ templates }: Learned): string[] {
  return [
    "Other wordings:",
    ...templates.map(({ count: n, says, example }) => {
      return `  ${figure(n).padStart(9)}  ${plain(says)}  (${plain(example.source)}:${example.line})`;
    }),
  ];
}

function closing(learned: Learned, given: Given, flow: Flow): string[] {
  const options = optionsOf(learned, given);
  if (options.length === 0) return flow("Nothing to set: the analysis reads these sources by itself.");
  const sources = learned.sources.flatMap(({ names }) => names).filter((name) => name !== "-");
  return [
    ...flow(
      learned.tasks.length > 0
        ? "To say so explicitly (only what the patterns fit counts as a task then):"
        : "To say so explicitly:",
    ),
    `coroner ${[...options, ...(sources.length > 0 ? [sources.map(quoted).join(" ")] : [])].map(plain).join(" \\\n  ")}`,
  ];
}
