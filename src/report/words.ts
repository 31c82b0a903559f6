/** The sentences of a report that every format for people shares. */

import type { Cause } from "../events.ts";
import { isServerOnly } from "./coverage.ts";
import { type Digest, tally } from "./digest.ts";
import type { Report, ReportDeath, ReportTask, Summary } from "./schema.ts";
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

/** What a report is about, in a heading. */
export function titleOf(report: Report): string {
  if (report.summary.tasks === 0) return "No task recognised";
  return report.summary.unfinished === 0 ? "No unfinished task" : "Unfinished tasks";
}

/** What to do when no task was recognised; nothing where one was. */
export function adviceFor(report: Report): string[] {
  if (report.summary.tasks > 0 || linesOf(report) === 0) return [];
  return [
    isServerOnly(report)
      ? "Nothing can be said about lost work: only a server's own messages were read. Give the application's log too. If tasks are in these lines, say what they look like with --task-start REGEX (and --task-end REGEX)."
      : "Nothing can be said about lost work. Say what a task looks like with --task-start REGEX (and --task-end REGEX).",
  ];
}

function nothingSeen(report: Report): string {
  const lines = linesOf(report);
  return lines === 0 ? "Nothing to read: the sources are empty." : `NO TASK RECOGNISED in ${count(lines, "line")}.`;
}

function linesOf(report: Report): number {
  return report.sources.reduce((sum, source) => sum + source.lines, 0);
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

/** `30 max-requests, 8 signal SIGKILL` */
export function causesOf(deaths: readonly ReportDeath[]): string {
  const counts = tally(deaths.map((death) => death.cause));
  return counts.map(([cause, n]) => `${figure(n)} ${sharedCause(cause, deaths)}`).join(", ");
}

/** The cause and what is known beside it: `signal SIGKILL`, `crash SIGSEGV`, `exit 3`. */
export function causeOf({ cause, signal, exitCode }: ReportDeath): string {
  const how = cause === "exit" ? (signal ?? exitCode) : cause === "signal" || cause === "crash" ? signal : null;
  return how === null ? cause : `${cause} ${how}`;
}

/** A cause with what is known beside it where that is the same for all deaths of that cause. */
function sharedCause(cause: Cause, deaths: readonly ReportDeath[]): string {
  const [only = cause, ...others] = new Set(deaths.filter((death) => death.cause === cause).map(causeOf));
  return others.length === 0 ? only : cause;
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

function tollOf(cause: Cause, deaths: readonly ReportDeath[]): Toll {
  const own = deaths.filter((death) => death.cause === cause);
  return { cause: sharedCause(cause, own), deaths: own, tasks: own.reduce((sum, death) => sum + death.tasksKilled, 0) };
}

/** `38 deaths`, with how many of them are less than certain. */
function deathsText(deaths: readonly ReportDeath[]): string {
  const unsure = deaths.filter((death) => death.confidence !== "certain");
  if (unsure.length === 0) return count(deaths.length, "death");
  const grades = tally(unsure.map((death) => death.confidence));
  if (deaths.length === 1) return `1 death, ${unsure[0]?.confidence}`;
  if (grades[0]?.[1] === deaths.length) return `${count(deaths.length, "death")}, all ${grades[0][0]}`;
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

/** Which process, with its host where several are in the report: `web-1 uwsgi worker 1 of master 8536`. */
export function processName(death: ReportDeath, withHost: boolean, withServer = true): string {
  const { instance, server, role, worker } = death;
  const master = masterOf(death);
  const where = [withHost ? death.host : null, master === null ? instance : null, withServer ? server : null];
  const parts = [...where, role, worker];
  const name = parts.filter((part) => part !== null).join(" ");
  return master === null || role === "master" ? name : `${name} of master ${master}`;
}

/** The pid in an instance that goes by its server and its master's pid: `uwsgi 8536`. */
function masterOf({ instance, server }: ReportDeath): string | null {
  const pid = server !== null && instance?.startsWith(`${server} `) ? instance.slice(server.length + 1) : "";
  return /^\d+$/.test(pid) ? pid : null;
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
