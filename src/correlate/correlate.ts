import { groupBy } from "../recognise/group-by.ts";
import type { Case, Death, Loss, StreamFacts } from "./case.ts";
import { provenDeaths } from "./deaths.ts";
import { withImpliedPid, withNamedPid } from "./implied-pid.ts";
import { isWatched, joinLives } from "./join-lives.ts";
import type { Life } from "./life.ts";
import { byPlace } from "./mark.ts";
import { answersOf, dumpsOf, exportersOf, goneIn, notedIn } from "./noted.ts";
import { notesOn } from "./notes.ts";
import { isStrong } from "./open-tasks.ts";
import { settleOrphans } from "./orphans.ts";
import { type Place, placesOf } from "./places.ts";
import { processesOf } from "./processes.ts";
import { queuesOf } from "./queued.ts";
import { settleLosses } from "./settle-losses.ts";
import { gatherSightings, lastLineOf } from "./sightings.ts";
import { isTask, type Tally, tally } from "./tally.ts";
import type { OrphanEnd, Task } from "./task.ts";
import { vanishedProcesses } from "./vanished.ts";
import { judge, lesser, type Morgue } from "./verdicts.ts";
import { touches, type Window } from "./window.ts";

/** Joins what all streams have shown into the case. The order of the streams does not matter. */
export function correlate(
  streams: readonly StreamFacts[],
  options: { readonly since?: number; readonly until?: number } = {},
): Case {
  const window: Window = {
    since: options.since ?? Number.NEGATIVE_INFINITY,
    until: options.until ?? Number.POSITIVE_INFINITY,
  };
  const count = tally(streams);
  const places = placesOf(streams);
  const parts = places.map((place) => correlatePlace(place, count));
  const unfinished = parts
    .flatMap((p) => p.unfinished)
    .filter((f) => touches(window, f.task.start.at, lostAt(f)))
    .sort((a, b) => byPlace(a.task.start, b.task.start));
  const deaths = parts
    .flatMap((p) => p.deaths)
    .filter((d) => touches(window, d.span.earliest, d.span.latest))
    .sort(byTimeOfDeath);
  const times = streams.flatMap(({ tasks }) => [tasks.firstAt, tasks.lastAt]).filter((at) => at !== null);
  const base = {
    tasks: count.finished + unfinished.length,
    finished: count.finished,
    failed: count.failed,
    unfinished,
    deaths,
  };
  return {
    ...base,
    processes: parts.flatMap((p) => p.processes),
    servers: parts.flatMap((p) => p.servers),
    exporters: parts.flatMap((p) => p.exporters),
    queues: parts.flatMap((p) => p.queues).map((queue) => goneIn(window, queue)),
    ...notedIn(streams, window),
    dumps: places.flatMap(dumpsOf),
    answers: places.flatMap(answersOf),
    comparisons: [],
    from: times.length > 0 ? Math.min(...times) : null,
    to: times.length > 0 ? Math.max(...times) : null,
    notes: notesOn(streams, base, count),
  };
}

/** When a task was lost: a stuck or running one is lost, if at all, at the end. */
const lostAt = ({ verdict, death, task }: Loss): number | null =>
  death ? (death.span.latest ?? death.span.earliest) : verdict === "superseded" ? (task.next?.at ?? null) : null;

function byTimeOfDeath(a: Death, b: Death): number {
  const at = (d: Death): number => d.span.latest ?? d.span.earliest ?? Number.POSITIVE_INFINITY;
  return at(a) - at(b) || a.pid - b.pid || (a.role < b.role ? -1 : 1);
}

type Part = Pick<Case, "unfinished" | "deaths" | "processes" | "servers" | "queues" | "exporters">;

function correlatePlace(place: Place, count: Tally): Part {
  const { host, streams } = place;
  const started = openTasks(streams, count);
  const seen = gatherSightings(streams, new Set(started.map((task) => task.pid)));
  const lives = joinLives(streams, seen);
  settleOrphans(streams, lives, seen);
  const named = started.map((task) => withNamedPid(task, lives));
  const found = settleLosses(streams, named, lives, seen);
  const proven = provenDeaths(lives, host, seen);
  const deaths = new Map([...proven].map(([life, death]) => [life, within(place, death)]));
  const open = found.map((task) => withImpliedPid(task, lives, deaths));
  const livesByPid = groupBy(lives, (life) => life.pid);
  const isTold = (life: Life): boolean => deaths.has(life) || isWatched(life, lastLineOf(seen, life.pid));
  const watched = new Set(lives.filter(isTold).map((life) => life.pid));
  const { end } = seen;
  const vanished = vanishedProcesses(seen.processes, new Set(open.map((t) => t.pid)), watched, host, end);
  for (const [pid, { death }] of vanished) vanished.set(pid, { death: within(place, death) });
  const morgue: Morgue = { host, livesByPid, deaths, vanished, end };
  const unfinished = open
    .map((task) => ({ ...judge(task, morgue), instance: place.scope }))
    .map((f) => (count.byWordsAlone ? cautious(f) : f));
  const inferred = new Set(unfinished.flatMap((f) => (f.death && !f.death.evidence.length ? [f.death] : [])));
  const processes = processesOf(lives, deaths, [...inferred], seen, place);
  const dead = [...deaths.values(), ...inferred];
  const names = new Set(streams.flatMap(({ server }) => server.instances.map((instance) => instance.server)));
  return {
    unfinished,
    deaths: dead,
    processes,
    servers: [...names].map((name) => ({ host, scope: place.scope, name })),
    queues: queuesOf(streams, unfinished, dead),
    exporters: exportersOf(streams, processes),
  };
}

/** A death with its place, where the run tells of several. */
function within({ scope }: Place, death: Death): Death {
  if (scope === null) return death;
  return { ...death, instance: death.instance === null ? scope : `${scope} ${death.instance}` };
}

/** A wording that was never seen to end is a weaker ground, the weaker where it does not name its work. */
function cautious(loss: Loss): Loss {
  return { ...loss, confidence: lesser(loss.confidence, loss.task.wording.isWork ? "probable" : "possible") };
}

/** The starts that stay open over all streams, each task once. Ends seen elsewhere, and errors after which nothing came, are counted. */
function openTasks(streams: readonly StreamFacts[], count: Tally): Task[] {
  const orphans = streams.flatMap(({ tasks }) => tasks.orphans);
  const byId = groupBy(orphans, (o) => o.id);
  const open: Task[] = [];
  for (const task of streams.flatMap(({ tasks }) => tasks.unfinished()).sort((a, b) => byPlace(a.start, b.start))) {
    if (!isTask(task, count.believed) || open.some((other) => isSame(other, task))) continue;
    const outcome = task.tentative?.outcome ?? endedElsewhere(task, byId);
    if (outcome === null) open.push(task);
    else {
      count.finished++;
      if (outcome === "failed") count.failed++;
    }
  }
  return open;
}

function endedElsewhere(task: Task, byId: ReadonlyMap<string, readonly OrphanEnd[]>): OrphanEnd["outcome"] | null {
  const tells = (id: string, { pid, at, outcome }: OrphanEnd): boolean => {
    // It ran again before that: the end is the later run's.
    const again = task.rerun?.task.start.at ?? null;
    if (again !== null && pid !== task.pid && (at === null || again <= at + 1_000)) return false;
    if (at !== null && task.start.at !== null && at < task.start.at - 1_000) return false;
    return pid === task.pid || pid < 0 || (outcome === "ok" && isStrong(id) && !task.wording.pids.has(pid));
  };
  for (const id of task.ids) {
    const end = byId.get(id)?.find((o) => tells(id, o));
    if (end) return end.outcome;
  }
  return null;
}

/** The same task told twice: one process, and the same id or the same thread at the same time. */
function isSame(a: Task, b: Task): boolean {
  if (a.pid !== b.pid || a === b || (a.start.source === b.start.source && a.wording === b.wording)) return false;
  const apart = Math.abs((a.start.at ?? 0) - (b.start.at ?? 0));
  if (a.ids.some((id) => b.ids.includes(id))) return apart < 60_000;
  return a.tid !== "" && a.tid === b.tid && apart < 1_000 && a.start.source !== b.start.source;
}
