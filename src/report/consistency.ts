/** What a schema cannot say: the counts add up, and tasks and deaths speak of each other. */

import type { Report } from "./schema.ts";

/** Sentences on what contradicts itself in a report; none for a sound one. */
export function contradictions(report: Report): string[] {
  return [...sums(report), ...killers(report), ...tolls(report)];
}

function sums({ summary, unfinished, deaths }: Report): string[] {
  const { tasks, finished, failed, killed, stuck, superseded, inFlight } = summary;
  const count = (verdict: string) => unfinished.filter((task) => task.verdict === verdict).length;
  const claims: [boolean, string][] = [
    [tasks === finished + summary.unfinished, "tasks is not finished + unfinished"],
    [failed <= finished, "more tasks failed than finished"],
    [summary.unfinished === killed + stuck + superseded + inFlight, "unfinished is not the sum of the verdicts"],
    [killed === count("killed"), "killed differs from the tasks listed"],
    [stuck === count("stuck"), "stuck differs from the tasks listed"],
    [superseded === count("superseded"), "superseded differs from the tasks listed"],
    [inFlight === count("in-flight"), "inFlight differs from the tasks listed"],
    [summary.deaths === deaths.length, "deaths differs from the deaths listed"],
  ];
  return claims.filter(([holds]) => !holds).map(([, sentence]) => `summary: ${sentence}`);
}

function killers({ unfinished, deaths }: Report): string[] {
  const causes = new Map(deaths.map((death) => [death.id, death.cause]));
  const killed = unfinished.filter((task) => task.verdict === "killed");
  const wrong = killed.filter((task) => task.death === null || causes.get(task.death) !== task.cause);
  return wrong.map((task) => `${task.id}: killed by ${task.death}, which has not the cause ${task.cause}`);
}

function tolls({ unfinished, deaths }: Report): string[] {
  const victims = new Map<string | null, number>();
  for (const { death } of unfinished) victims.set(death, (victims.get(death) ?? 0) + 1);
  const wrong = deaths.filter((death) => death.tasksKilled !== (victims.get(death.id) ?? 0));
  return wrong.map((death) => `${death.id}: tasksKilled differs from the tasks listed`);
}
