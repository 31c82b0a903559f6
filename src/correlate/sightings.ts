import type { StreamFacts } from "./case.ts";
import type { Life } from "./life.ts";
import type { Sightings } from "./task.ts";

/** Signs of life of one host's processes in all its streams' application lines. */
export interface Seen {
  readonly processes: readonly Sightings[];
  readonly byPid: ReadonlyMap<number, Sightings>;
  /** Processes with a task that was not seen to end. */
  readonly busy: ReadonlySet<number>;
  /** The last instant that any line shows, epoch ms. */
  readonly end: number | null;
}

/** What the streams of one host have seen of each pid. `busy`: pids with an unfinished task. */
export function gatherSightings(streams: readonly StreamFacts[], busy: ReadonlySet<number>): Seen {
  const byPid = new Map<number, Sightings>();
  for (const process of streams.flatMap(({ tasks }) => [...tasks.processes.values()])) {
    const known = byPid.get(process.pid);
    if (!known) {
      byPid.set(process.pid, { ...process, tids: new Set(process.tids) });
      continue;
    }
    known.first = least(known.first, process.first, Math.min);
    known.last = least(known.last, process.last, Math.max);
    // Of copies of one log, each tells of the same tasks.
    known.begun = Math.max(known.begun, process.begun);
    known.begunThere = Math.max(known.begunThere, process.begunThere);
    known.ends ??= process.ends;
    known.words ??= process.words;
    known.maxGapMs = Math.max(known.maxGapMs, process.maxGapMs);
    for (const tid of process.tids) known.tids.add(tid);
  }
  const ends = streams.map(({ tasks }) => tasks.lastAt).filter((at) => at !== null);
  return { processes: [...byPid.values()], byPid, busy, end: ends.length > 0 ? Math.max(...ends) : null };
}

/** The last line of a pid in any application's log, epoch ms, or null. */
export const lastLineOf = (seen: Seen, pid: number): number | null =>
  pid < 0 ? null : (seen.byPid.get(pid)?.last ?? null);

/** When anything was last seen of a process, epoch ms; 0 where nothing was. */
export const lastSignOf = (seen: Seen, life: Life): number =>
  Math.max(lastLineOf(seen, life.pid) ?? 0, life.lastAt ?? 0, life.start?.span.earliest ?? 0);

/** Silent until the end of the logs for longer than it ever was before. */
export function isSilent(seen: Seen, life: Life): boolean {
  if (seen.end === null) return false;
  const rhythm = seen.byPid.get(life.pid)?.maxGapMs ?? 0;
  return seen.end - lastSignOf(seen, life) > Math.max(3 * rhythm, 2_000);
}

const least = (a: number | null, b: number | null, of: (a: number, b: number) => number): number | null =>
  a === null ? b : b === null ? a : of(a, b);
