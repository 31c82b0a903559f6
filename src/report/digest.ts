/** The report regrouped as people ask for it: which deaths cost tasks, worst first, and what else was left open. */

import type { Verdict } from "../events.ts";
import type { Report, ReportDeath, ReportSource, ReportTask } from "./schema.ts";

export interface Loss {
  readonly death: ReportDeath;
  readonly tasks: readonly ReportTask[];
}

export interface Digest {
  /** Deaths that took tasks along, worst first. */
  readonly losses: readonly Loss[];
  /** Deaths that cost nothing. */
  readonly harmless: readonly ReportDeath[];
  readonly byVerdict: Readonly<Record<Verdict, readonly ReportTask[]>>;
  /** Sources of which nothing was understood. */
  readonly mute: readonly ReportSource[];
}

/** Groups the report's tasks and deaths. */
export function digestOf(report: Report): Digest {
  const victims = victimsOf(report.unfinished);
  const losses = report.deaths
    .filter((death) => death.tasksKilled > 0)
    .map((death) => ({ death, tasks: victims.get(death.id) ?? [] }));
  const of = (verdict: Verdict) => report.unfinished.filter((task) => task.verdict === verdict);
  return {
    losses: losses.toSorted(worstFirst),
    harmless: report.deaths.filter((death) => death.tasksKilled === 0),
    byVerdict: {
      killed: of("killed"),
      stuck: of("stuck"),
      superseded: of("superseded"),
      "in-flight": of("in-flight"),
    },
    mute: report.sources.filter((source) => recognised(source) === 0),
  };
}

/** Killed tasks whose death is not in the report. */
export function orphansOf(digest: Digest): readonly ReportTask[] {
  const known = new Set<string | null>(digest.losses.map((loss) => loss.death.id));
  return digest.byVerdict.killed.filter((task) => !known.has(task.death));
}

/** The two losses that tell most: the worst, and the worst that has another cause. */
export function tellingLosses(digest: Digest): readonly Loss[] {
  const [worst, next] = digest.losses;
  const other = digest.losses.find((loss) => loss.death.cause !== worst?.death.cause) ?? next;
  return [worst, other].filter((loss) => loss !== undefined);
}

function victimsOf(tasks: readonly ReportTask[]): Map<string | null, ReportTask[]> {
  const victims = new Map<string | null, ReportTask[]>();
  for (const task of tasks) {
    const others = victims.get(task.death);
    if (others === undefined) victims.set(task.death, [task]);
    else others.push(task);
  }
  return victims;
}

function worstFirst(a: Loss, b: Loss): number {
  return b.death.tasksKilled - a.death.tasksKilled || timeOf(a.death).localeCompare(timeOf(b.death));
}

/** When a process ended, as far as told; only good for sorting. */
function timeOf(death: ReportDeath): string {
  return death.earliest ?? death.latest ?? "";
}

/** Lines of a source that some format recognised. */
export function recognised(source: ReportSource): number {
  return Math.max(0, source.lines - source.unrecognised);
}

/** How many of each, most frequent first, then in the order met. */
export function tally<T>(values: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]);
}
