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
  /** Deaths that cost nothing, in the order of their times. */
  readonly harmless: readonly Loss[];
  readonly byVerdict: Readonly<Record<Verdict, readonly ReportTask[]>>;
  /** Lines that deaths are quoted with, as `source:line`. */
  readonly quoted: ReadonlySet<string>;
  /** Sources of which nothing was understood. */
  readonly mute: readonly ReportSource[];
}

/** Something of each cause, and what is left. */
export interface Ranked<T> {
  readonly heads: readonly T[];
  readonly others: readonly T[];
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
    harmless: report.deaths.filter((death) => death.tasksKilled === 0).map((death) => ({ death, tasks: [] })),
    byVerdict: {
      killed: of("killed"),
      stuck: of("stuck"),
      superseded: of("superseded"),
      "in-flight": of("in-flight"),
    },
    quoted: new Set(report.deaths.flatMap(({ evidence }) => evidence.map(({ source, line }) => `${source}:${line}`))),
    mute: report.sources.filter((source) => recognised(source) === 0),
  };
}

/** Killed tasks whose death is not in the report. */
export function orphansOf(digest: Digest): readonly ReportTask[] {
  const known = new Set<string | null>(digest.losses.map((loss) => loss.death.id));
  return digest.byVerdict.killed.filter((task) => !known.has(task.death));
}

/** The first of each cause in the order given, then the others. */
export function causesFirst<T>(items: readonly T[], deathOf: (item: T) => ReportDeath): Ranked<T> {
  const seen = new Set<string>();
  const heads = items.filter((item) => {
    const { cause } = deathOf(item);
    return !seen.has(cause) && seen.add(cause);
  });
  const first = new Set(heads);
  return { heads, others: items.filter((item) => !first.has(item)) };
}

/** At most so many of the deaths in the order given, but every cause at least once. */
export function representative(deaths: readonly ReportDeath[], most: number): readonly ReportDeath[] {
  const { heads, others } = causesFirst(deaths, (death) => death);
  const shown = new Set([...heads, ...others.slice(0, Math.max(0, most - heads.length))]);
  return deaths.filter((death) => shown.has(death));
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

/** Lines of a source that some format recognised, with those that continue them; none where no record is among them. */
export function recognised(source: ReportSource): number {
  const records = Object.values(source.formats).some((n) => n > 0);
  return records ? Math.max(0, source.lines - source.unrecognised) : 0;
}

/** How many of each, most frequent first, then in the order met. */
export function tally<T>(values: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]);
}
