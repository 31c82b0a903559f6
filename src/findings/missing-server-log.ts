import type { Case, Death, Loss } from "../correlate/case.ts";
import type { ProcessFacts } from "../correlate/processes.ts";
import { groupBy } from "../recognise/group-by.ts";
import { count, enumerate } from "../report/text.ts";
import type { Finding, Rule } from "./finding.ts";
import { firstFew, pidsText } from "./measure.ts";

/** Names that servers give to the threads and processes of an application. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^uWSGIWorker\d+Core\d+$/, "uwsgi"],
  [/^ForkPoolWorker-\d+$/, "celery"],
  [/\bgunicorn\b/i, "gunicorn"],
  [/^puma (?:srv|threadpool|worker)\b/i, "puma"],
  [/\bsidekiq\b/i, "sidekiq"],
];

/** Deaths that no source tells of, so that they can only be inferred; by place. */
export const missingServerLog: Rule = {
  id: "missing-server-log",
  find: (found) => {
    const inferred = found.deaths.filter(({ reason }) => reason !== null);
    const byPlace = groupBy(inferred, (death) => placeOf(death.host, death.instance));
    return [...byPlace].map(([place, deaths]) => findingOf(place, deaths, found));
  },
};

/** An inferred death's instance is its container, where the run tells of several. */
const placeOf = (host: string, scope: string | null): string => (scope === null ? host : `${host} ${scope}`.trim());

function findingOf(place: string, deaths: readonly Death[], found: Case): Finding {
  const losses = found.unfinished.filter(({ death }) => death !== null && deaths.includes(death));
  const processes = found.processes.filter(({ host, scope }) => placeOf(host, scope) === place);
  const told = found.servers.filter(({ host, scope }) => placeOf(host, scope) === place).map(({ name }) => name);
  const guess = told.length === 0 ? serverIn(processes, losses) : null;
  const on = place === "" ? "" : ` on ${place}`;
  const which = told.length > 0 ? `No line of ${enumerate(told)} tells` : "No server's log tells";
  return {
    severity: losses.length > 0 && told.length === 0 ? "warning" : "info",
    title: `${which} of ${count(deaths.length, "death")}${on}: when and why is inferred`,
    detail: detailOf(deaths, losses, guess),
    servers: guess === null ? told : [guess.server],
    figures: { deaths: deaths.length, tasks: losses.length, processes: processes.length },
    losses,
    deaths,
    evidence: firstFew(losses.map(({ task }) => task.last ?? task.start)),
  };
}

function detailOf(deaths: readonly Death[], losses: readonly Loss[], guess: Guess | null): string {
  const [it, them] = deaths.length === 1 ? ["It was", "it"] : ["They were", "them"];
  const ends = `Gone without a word: ${pidsText(deaths.map(({ pid }) => pid))}. ${it} taken for dead by what the application's lines show; ${count(losses.length, "task")} went with ${them}.`;
  return guess === null ? ends : `${ends} The name ${guess.name} is one that ${guess.server} gives.`;
}

interface Guess {
  readonly server: string;
  readonly name: string;
}

/** The server that the names of threads and processes give away, or null. */
function serverIn(processes: readonly ProcessFacts[], losses: readonly Loss[]): Guess | null {
  const tasks = losses.flatMap(({ task }) => [task.process, task.tid]);
  for (const name of [...tasks, ...processes.flatMap(({ seen }) => (seen ? [...seen.tids] : []))]) {
    const server = names.find(([pattern]) => pattern.test(name))?.[1];
    if (server !== undefined) return { server, name };
  }
  return null;
}
