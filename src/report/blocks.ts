/** The evidence: for a death the tasks it took and the lines that prove it, for other tasks their first and last line. */

import type { Confidence, Verdict } from "../events.ts";
import { type Loss, orphansOf } from "./digest.ts";
import { type QuoteRow, quoteLines } from "./quotes.ts";
import type { ReportDeath, ReportTask, Rerun } from "./schema.ts";
import { count, cut, paragraph, plain } from "./text.ts";
import type { View } from "./view.ts";
import { causeOf, pidsOf, placeOf, processName } from "./words.ts";

/** How much is quoted of one death. */
export interface Limits {
  /** Tasks, where the lines of all of them would be more than two for each of these. */
  readonly tasks: number;
  /** Lines that prove the death. */
  readonly lines: number;
}

const indent = "  ";
const unbroken = "\u00a0";

/** One death with its tasks, if it cost any. */
export function deathBlock({ death, tasks }: Loss, view: View, limits: Limits): string[] {
  return [
    ...titleLines(death, view).map(view.paint.strong),
    ...victimLines(tasks, view, limits.tasks),
    ...proofLines(death, view, limits.lines),
  ];
}

function victimLines(tasks: readonly ReportTask[], view: View, limit: number): string[] {
  const all = tasks.flatMap(taskRows);
  if (all.length <= 2 * limit) return quoteLines(all, view, indent);
  const shown = tasks.slice(0, limit);
  return [...quoteLines(shown.flatMap(taskRows), view, indent), ...more(tasks.length - shown.length, "task", limit)];
}

function proofLines(death: ReportDeath, view: View, limit: number): string[] {
  const { evidence, pid, reason = null } = death;
  // A line takes no more room than the word that there is one more.
  const shown = evidence.length === limit + 1 ? evidence : evidence.slice(0, limit);
  const rows = shown.map((quote, i) => ({ label: i === 0 ? "died" : "", quote, pid }));
  const inferred = reason ?? (evidence.length === 0 ? "no line says so" : null);
  return [
    ...quoteLines(rows, view, indent),
    ...more(evidence.length - shown.length, "line"),
    ...(inferred === null ? [] : paragraph(plain(`died: inferred: ${inferred}`), view.width, indent, indent + indent)),
  ];
}

function titleLines(death: ReportDeath, view: View): string[] {
  const { id, tasksKilled, confidence } = death;
  const toll = tasksKilled === 0 ? "ended by" : `${count(tasksKilled, "task")} lost to`;
  const end = `${id}: ${toll} ${causeOf(death)} (${confidence})`;
  const when = view.clock.interval(death.earliest, death.latest);
  const facts = [when, processName(death, view.withHost), `pid ${pidsOf(death)}`];
  const title = [end, ...facts.map((fact) => fact.replaceAll(" ", unbroken))].join(", ");
  const lines = paragraph(plain(title), view.width, "", indent);
  return lines.map((line) => line.replaceAll(unbroken, " "));
}

function more(n: number, noun: string, shown = 1): string[] {
  if (n <= 0 || shown === 0) return [];
  return [`${indent}… and ${count(n, `more ${noun}`)}`];
}

function taskRows(task: ReportTask): QuoteRow[] {
  const { start, last, rerun, tid } = task;
  const once = start.source === last.source && start.line === last.line;
  const before = (task.context ?? []).map((quote) => ({ label: "then", quote, tid }));
  const signs = once ? [] : [...before, { label: "last sign", quote: last, tid }];
  const rows: QuoteRow[] = [{ label: "started", quote: start, tid }, ...signs];
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
  const title = `${task.id}: ${[taskName(task), placeOf(task, view.withHost)].filter((it) => it !== "").join(", ")}${sureness(task)}`;
  const lines = quoteLines(taskRows(task), view, indent + indent);
  return [...paragraph(cut(plain(title), 2 * view.width), view.width, indent, indent + indent), ...lines];
}

/** How sure a verdict is unless more is known; that a task is still under way is no claim. */
const usual: Readonly<Record<Verdict, Confidence | null>> = {
  killed: null,
  stuck: "probable",
  superseded: "certain",
  "in-flight": null,
};

function sureness({ verdict, confidence }: ReportTask): string {
  const told = confidence === null || confidence === usual[verdict] || verdict === "in-flight";
  return told ? "" : ` (${confidence})`;
}

function taskName(task: ReportTask): string {
  return [task.name, task.key].filter((part) => part !== null).join(" ");
}
