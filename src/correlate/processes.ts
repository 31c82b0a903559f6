import type { Cause } from "../events.ts";
import { groupBy } from "../recognise/group-by.ts";
import type { Death } from "./case.ts";
import { mainReason } from "./join-lives.ts";
import type { Life } from "./life.ts";
import { byPlace, type Mark } from "./mark.ts";
import type { Seen } from "./sightings.ts";
import type { Sightings } from "./task.ts";

/** A process as all sources together show it, dead or alive at their end. */
export interface ProcessFacts {
  readonly host: string;
  /** The container or pod, where the run tells of several. */
  readonly scope: string | null;
  readonly pid: number;
  /** What server messages say of it; null where only an application's lines show it. */
  readonly life: Life | null;
  /** What an application's lines show of it; null where they show nothing, or its pid was used again. */
  readonly seen: Sightings | null;
  readonly death: Death | null;
}

/** Every process of a place, once. */
export function processesOf(
  lives: readonly Life[],
  deaths: ReadonlyMap<Life, Death>,
  inferred: readonly Death[],
  seen: Seen,
  place: Pick<ProcessFacts, "host" | "scope">,
): ProcessFacts[] {
  const byPid = groupBy(lives, (life) => life.pid);
  const known = lives.map((life) => {
    const own = life.pid > 0 && byPid.get(life.pid)?.length === 1 ? (seen.byPid.get(life.pid) ?? null) : null;
    return { ...place, pid: life.pid, life, seen: own, death: deaths.get(life) ?? null };
  });
  const died = new Map(inferred.map((death) => [death.pid, death]));
  const others = seen.processes
    .filter(({ pid }) => pid > 0 && !byPid.has(pid))
    .map((own) => ({ ...place, pid: own.pid, life: null, seen: own, death: died.get(own.pid) ?? null }));
  return [...known, ...others];
}

/** The process's own word that it is about to leave, or null. */
export const farewellOf = ({ life }: ProcessFacts): Mark | null =>
  life?.reasons.find((reason) => reason.farewell)?.mark ?? null;

/** What announced its end: the reason that explains it, its own goodbye otherwise; null where nothing came before. */
export function announcementOf(process: ProcessFacts): Mark | null {
  const { life } = process;
  if (!life) return null;
  const mark = mainReason(life)?.mark ?? farewellOf(process);
  return mark && !life.exits.some((exit) => exit.mark === mark) ? mark : null;
}

/** The last word of its end before that end: its own goodbye, else what was said of it; null where none was. */
export function lastWordOf({ life }: ProcessFacts): Mark | null {
  const said = life?.reasons.filter(({ mark }) => !life.exits.some((exit) => exit.mark === mark)) ?? [];
  const goodbyes = said.filter(({ farewell }) => farewell);
  const marks = (goodbyes.length > 0 ? goodbyes : said).map(({ mark }) => mark);
  return marks.toSorted((a, b) => (a.span.earliest ?? 0) - (b.span.earliest ?? 0) || byPlace(a, b)).at(-1) ?? null;
}

/**
 * The word by which it set out to leave: its own goodbye, else the first that gave one of these causes for it. Null where none
 * was, and where it left for another cause.
 */
export function wordOfLeaving({ life }: ProcessFacts, causes?: ReadonlySet<Cause>): Mark | null {
  const given = life?.reasons.filter(({ cause }) => cause !== null) ?? [];
  const fitting = causes ? given.filter(({ cause }) => cause !== null && causes.has(cause)) : given;
  const goodbye = life?.reasons.findLast(({ farewell }) => farewell);
  if (given.length === 0 || fitting.length > 0) return goodbye?.mark ?? fitting[0]?.mark ?? null;
  return null;
}

/** The last sign of life that any line shows of it, epoch ms, or null. */
export function lastSignOfProcess({ life, seen }: ProcessFacts): number | null {
  const signs = [seen?.last ?? null, life?.lastAt ?? null, life?.start?.span.earliest ?? null].filter(
    (at) => at !== null,
  );
  return signs.length > 0 ? Math.max(...signs) : null;
}
