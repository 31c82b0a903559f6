/** The sentences of a report that every format for people shares. */

import { formatDuration } from "../time/format.ts";
import { type Digest, recognised, tally } from "./digest.ts";
import type { Report, ReportDeath, ReportSource, ReportTask, Summary } from "./schema.ts";
import { count, enumerate, figure } from "./text.ts";

/** The answer in one or two sentences: how many tasks were lost, and to what. */
export function headline(report: Report, digest: Digest): string {
  const { summary } = report;
  if (summary.tasks === 0) return `${nothingSeen(report)} ${processesEnded(report)}`;
  if (summary.unfinished === 0)
    return `No unfinished task: ${count(summary.tasks, "task")}, all ended${failures(summary)}. ${processesEnded(report)}`;
  const parts = [killedText(digest, summary.killed), ...livingText(summary), inFlightText(summary.inFlight)];
  const told = parts.filter((part) => part !== "");
  const verb = summary.unfinished === summary.inFlight ? "had not finished" : "never finished";
  return `${figure(summary.unfinished)} of ${count(summary.tasks, "task")} ${verb}: ${told.join(", ")}.${reruns(report)}`;
}

/** What to do when no task was recognised. */
export const noTaskAdvice =
  "Nothing can be said about lost work. Say what a task looks like with --task-start '<regex>' (and --task-end).";

function nothingSeen(report: Report): string {
  const lines = report.sources.reduce((sum, source) => sum + source.lines, 0);
  return lines === 0 ? "Nothing to read: the sources are empty." : `NO TASK RECOGNISED in ${count(lines, "line")}.`;
}

function failures(summary: Summary): string {
  return summary.failed === 0 ? "" : ` (${figure(summary.failed)} failed)`;
}

/** `3 processes ended: 2 max-requests, 1 shutdown.` */
export function processesEnded(report: Report): string {
  const { deaths } = report;
  if (deaths.length === 0) return "No process ended.";
  return `${count(deaths.length, "process")} ended: ${causesOf(deaths)}.`;
}

/** `30 max-requests, 8 shutdown` */
export function causesOf(deaths: readonly ReportDeath[]): string {
  const counts = tally(deaths.map((death) => death.cause));
  return counts.map(([cause, n]) => `${figure(n)} ${cause}`).join(", ");
}

interface Toll {
  readonly cause: string;
  readonly tasks: number;
  readonly deaths: readonly ReportDeath[];
}

function killedText(digest: Digest, killed: number): string {
  if (killed === 0) return "";
  const deaths = digest.losses.map((loss) => loss.death);
  const tolls = tally(deaths.map((death) => death.cause)).map(([cause]) => tollOf(cause, deaths));
  const [only, ...others] = tolls.toSorted((a, b) => b.tasks - a.tasks);
  if (only === undefined) return `${figure(killed)} killed`;
  if (others.length === 0) return `${figure(killed)} killed by ${only.cause} (${deathsText(only.deaths)})`;
  const each = [only, ...others].map((toll) => `${figure(toll.tasks)} by ${toll.cause}`);
  return `${figure(killed)} killed (${enumerate(each)}; ${deathsText(deaths)})`;
}

function tollOf(cause: string, deaths: readonly ReportDeath[]): Toll {
  const own = deaths.filter((death) => death.cause === cause);
  return { cause, deaths: own, tasks: own.reduce((sum, death) => sum + death.tasksKilled, 0) };
}

/** `38 deaths`, with how many of them are less than certain. */
function deathsText(deaths: readonly ReportDeath[]): string {
  const unsure = deaths.filter((death) => death.confidence !== "certain");
  if (unsure.length === 0) return count(deaths.length, "death");
  const grades = tally(unsure.map((death) => death.confidence));
  if (deaths.length === 1) return `1 death, ${unsure[0]?.confidence}`;
  return `${count(deaths.length, "death")}, ${grades.map(([grade, n]) => `${figure(n)} only ${grade}`).join(", ")}`;
}

function livingText(summary: Summary): string[] {
  const parts: [number, string][] = [
    [summary.stuck, "stuck"],
    [summary.superseded, "superseded"],
  ];
  return parts.filter(([n]) => n > 0).map(([n, word]) => `${figure(n)} ${word}`);
}

function inFlightText(n: number): string {
  return n === 0 ? "" : `${figure(n)} in flight when the log ends`;
}

function reruns(report: Report): string {
  const outcomes = report.unfinished.flatMap((task) => task.rerun?.outcome ?? []);
  if (outcomes.length < 2) return outcomes.map((outcome) => ` One ran again: ${outcome}.`).join("");
  const each = tally(outcomes).map(([outcome, n]) => `${figure(n)} ${outcome}`);
  return ` ${figure(outcomes.length)} ran again: ${each.join(", ")}.`;
}

/** Which process, with its host where several are in the report: `web-1 uwsgi worker 1`. */
export function processName(death: ReportDeath, withHost: boolean): string {
  const where = withHost ? [death.host, death.instance] : [death.instance];
  return [...where, death.server, death.role, death.worker].filter((part) => part !== null).join(" ");
}

/** `19272 → 19300` */
export function pidsOf(death: ReportDeath): string {
  const pid = death.pid === null ? "?" : String(death.pid);
  return death.replacedBy === null ? pid : `${pid} → ${death.replacedBy}`;
}

/** Where a task ran: `web-1, pid 19272, ForkPoolWorker-3, thread 139889324566272`. */
export function placeOf(task: ReportTask, withHost: boolean): string {
  const parts = [
    withHost ? task.host : null,
    task.pid === null ? null : `pid ${task.pid}`,
    task.process,
    task.tid === null ? null : `thread ${task.tid}`,
  ];
  return parts.filter((part) => part !== null).join(", ") || "process unknown";
}

/** Does the report speak of more than one host? */
export function hasSeveralHosts(report: Report): boolean {
  return new Set([...report.sources, ...report.deaths].map((it) => it.host)).size > 1;
}

/** What was read of a source and how much of it was understood. */
export function coverageOf(source: ReportSource): string {
  if (source.lines === 0) return "EMPTY: contributed nothing";
  const lines = count(source.lines, "line");
  if (recognised(source) === 0) return `${lines}, NONE RECOGNISED: contributed nothing`;
  const formats = Object.entries(source.formats).toSorted(([, a], [, b]) => b - a);
  const names = formats.map(([name, n]) => `${name} ${figure(n)}`).join(", ");
  const parts = [
    lines,
    `${share(recognised(source), source.lines)} recognised (${names})`,
    untimed(source),
    source.zone,
  ];
  return [...parts, clockText(source)].filter((part) => part !== "").join(", ");
}

/** A percentage that is 100 or 0 only when it is exactly that. */
function share(part: number, whole: number): string {
  if (part === whole) return "100%";
  const percent = Math.floor((part / whole) * 1000) / 10;
  return `${Math.min(99.9, Math.max(0.1, percent)).toFixed(1)}%`;
}

function untimed(source: ReportSource): string {
  return source.untimed === 0 ? "" : `${figure(source.untimed)} untimed`;
}

function clockText(source: ReportSource): string {
  const offset = source.clockOffsetMs ?? 0;
  if (offset === 0) return "";
  return `clock ${formatDuration(Math.abs(offset))} ${offset > 0 ? "ahead" : "behind"}`;
}
