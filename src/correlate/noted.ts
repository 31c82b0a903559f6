/** What is noted beside tasks and deaths, as the case has it. */

import { groupBy } from "../recognise/group-by.ts";
import { asidesOf } from "./aside.ts";
import type { Case, PlacedAnswers, PlacedDump, StreamFacts } from "./case.ts";
import type { Place } from "./places.ts";
import type { ProcessFacts } from "./processes.ts";
import type { Queue } from "./queued.ts";
import { touches, type Window } from "./window.ts";

/** What servers said of how things go; of what has a time, what touches the window. */
export function notedIn(
  streams: readonly StreamFacts[],
  window: Window,
): Pick<Case, "omens" | "programs" | "closures" | "unanswered"> {
  const servers = streams.map(({ server }) => server);
  return {
    omens: servers.flatMap(({ omens }) => omens.all),
    programs: servers.flatMap(({ programs }) => programs.all.filter(({ runs }) => runs.length > 1)),
    closures: servers
      .flatMap(({ gateways }) => gateways.closures)
      .filter(({ mark }) => touches(window, mark.span.earliest, mark.span.latest)),
    unanswered: servers
      .flatMap(({ omens }) => omens.unanswered.bursts)
      .filter(({ from, to }) => touches(window, from, to)),
  };
}

/** A queue with what waited or went within the window. */
export const goneIn = (window: Window, queue: Queue): Queue => ({
  ...queue,
  gone: queue.gone.filter(({ mark, death, told }) => touches(window, mark.at, (death ?? told)?.span.latest ?? null)),
});

/** Each exporter with its process; of one that several streams tell of, the one that tells most. */
export function exportersOf(streams: readonly StreamFacts[], processes: readonly ProcessFacts[]): Case["exporters"] {
  const all = asidesOf(streams).flatMap(({ exporters }) => [...exporters.byPid.values()]);
  const byPid = groupBy(all, ({ pid }) => pid);
  const told = groupBy(processes, ({ pid }) => pid);
  return processes.flatMap((process) => {
    // A pid that was used again does not say whose exporter it was.
    if (told.get(process.pid)?.length !== 1) return [];
    const [exporter] = (byPid.get(process.pid) ?? []).toSorted((a, b) => b.exports - a.exports);
    return exporter ? [{ exporter, process }] : [];
  });
}

/** The stack dumps of a place. */
export const dumpsOf = ({ host, scope, streams }: Place): PlacedDump[] =>
  asidesOf(streams).flatMap(({ dumps }) => dumps.found.map((dump) => ({ ...dump, host, instance: scope })));

/** Requests of a place of which no line tells the process. */
export const answersOf = ({ host, scope, streams }: Place): PlacedAnswers[] =>
  asidesOf(streams).flatMap(({ answers }) => (answers.last === null ? [] : [{ host, instance: scope, answers }]));
