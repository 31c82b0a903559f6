/** The evidence: for a death the tasks it took and the lines that prove it, for other tasks their first and last line. */

import type { Verdict } from "../events.ts";
import { type Loss, orphansOf } from "./digest.ts";
import { type QuoteRow, quoteLines } from "./quotes.ts";
import type { ReportDeath, ReportTask, Rerun } from "./schema.ts";
import { count, cut, paragraph, plain } from "./text.ts";
import type { View } from "./view.ts";
import { pidsOf, placeOf, processName } from "./words.ts";

/** How much of the evidence is quoted. */
export interface Limits {
  readonly tasks: number;
  readonly lines: number;
}

const indent = "  ";

/** One death with its tasks. */
export function lossBlock(loss: Loss, view: View, limits: Limits): string[] {
  const { death } = loss;
  const tasks = loss.tasks.slice(0, limits.tasks);
  const proof = death.evidence.slice(0, limits.lines);
  const proofRows = proof.map((quote, i) => ({ label: i === 0 ? "died" : "", quote }));
  return [
    ...paragraph(titleOf(death, view), view.width, "", indent).map(view.paint.strong),
    ...quoteLines(tasks.flatMap(taskRows), view, indent),
    ...more(loss.tasks.length - tasks.length, "task"),
    ...quoteLines(proofRows, view, indent),
    ...more(death.evidence.length - proof.length, "line"),
    ...(proof.length === 0 ? [`${indent}died: no line says so, it is inferred`] : []),
  ];
}

function titleOf(death: ReportDeath, view: View): string {
  const toll = `${death.id}: ${count(death.tasksKilled, "task")} lost to ${death.cause} (${death.confidence})`;
  const process = `${processName(death, view.withHost)}, pid ${pidsOf(death)}`;
  return plain(`${toll}, ${view.clock.interval(death.earliest, death.latest)}, ${process}`);
}

function more(n: number, noun: string): string[] {
  return n <= 0 ? [] : [`${indent}… and ${count(n, `more ${noun}`)}`];
}

function taskRows(task: ReportTask): QuoteRow[] {
  const { start, last, rerun, tid } = task;
  const once = start.source === last.source && start.line === last.line;
  const rows = [{ label: "started", quote: start, tid }, ...(once ? [] : [{ label: "last sign", quote: last, tid }])];
  return rerun === null ? rows : [...rows, rerunRow(rerun)];
}

function rerunRow(rerun: Rerun): QuoteRow {
  const pid = rerun.pid === undefined || rerun.pid === null ? "" : ` in pid ${rerun.pid}`;
  const { at, source, line } = rerun;
  return { label: "ran again", quote: { at, source, line, text: `${rerun.outcome}${pid}` } };
}

const meanings: Readonly<Record<Verdict, string>> = {
  killed: "killed by a death of which nothing more is known",
  stuck: "stuck: the process lives on, the task gave no further sign of life",
  superseded: "superseded: the thread went on to another task without ending this one",
  "in-flight": "in flight: the log ends too soon to tell",
};

/** The tasks that no death of the report explains, at most `limit` of each verdict. */
export function openTasks(view: View, limit: number): string[] {
  const { stuck, superseded, "in-flight": inFlight } = view.digest.byVerdict;
  return [
    ...verdictBlock("killed", orphansOf(view.digest), view, limit),
    ...verdictBlock("stuck", stuck, view, limit),
    ...verdictBlock("superseded", superseded, view, limit),
    ...verdictBlock("in-flight", inFlight, view, limit),
  ];
}

function verdictBlock(verdict: Verdict, tasks: readonly ReportTask[], view: View, limit: number): string[] {
  if (tasks.length === 0) return [];
  const shown = tasks.slice(0, limit);
  return [
    "",
    ...paragraph(`${count(tasks.length, "task")} ${meanings[verdict]}`, view.width, "", indent).map(view.paint.strong),
    ...shown.flatMap((task) => taskBlock(task, view)),
    ...more(tasks.length - shown.length, "task"),
  ];
}

function taskBlock(task: ReportTask, view: View): string[] {
  const sure = task.confidence === null ? "" : ` (${task.confidence})`;
  const title = `${task.id}: ${[taskName(task), placeOf(task, view.withHost)].filter((it) => it !== "").join(", ")}${sure}`;
  const lines = quoteLines(taskRows(task), view, indent + indent);
  return [...paragraph(cut(plain(title), 2 * view.width), view.width, indent, indent + indent), ...lines];
}

function taskName(task: ReportTask): string {
  return [task.name, task.key].filter((part) => part !== null).join(" ");
}
