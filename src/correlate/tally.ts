import type { StreamFacts } from "./case.ts";
import type { StartWording, Task } from "./task.ts";

/** How many tasks ended, and which wordings are believed to announce tasks at all. */
export interface Tally {
  finished: number;
  failed: number;
  readonly believed: ReadonlySet<StartWording>;
  /** No wording was ever seen to end: tasks are believed by their words alone. */
  readonly byWordsAlone: boolean;
}

/** A wording has shown that it announces tasks when at least one of them was seen to end. */
const ends = (w: StartWording): boolean => w.finished > 0 || w.copies > 0 || w.outside > 0 || w.nested.size > 0;

/** Where more of its tasks were passed over than ended, ends of this wording are not logged reliably. */
const namesWork = (w: StartWording): boolean => w.isWork || w.ids.size > 1;

/** Counts the ends of all streams, each task once: not the steps within a task, not the server's word beside the application's. */
export function tally(streams: readonly StreamFacts[]): Tally {
  const all = streams.flatMap(({ tasks }) => [...tasks.wordings.values()]);
  // What one stream shows of a wording holds for the others.
  const ending = new Set(all.filter(ends).map((w) => w.signature));
  const confirmed = all.filter((w) => ending.has(w.signature));
  const own = confirmed.filter((w) => !w.byServer);
  const pids = new Set(own.flatMap((w) => [...w.pids]));
  const started = own.reduce((sum, w) => sum + w.started, 0);
  // A server that names no process: the applications tell of the same tasks if they tell of about as many.
  const isTold = (w: StartWording): boolean =>
    w.pids.has(-1) ? 2 * started >= w.started && started > 0 : [...w.pids].some((pid) => pids.has(pid));
  const believed = new Set(confirmed.filter((w) => !w.byServer || !isTold(w)));
  const byWordsAlone = believed.size === 0;
  if (byWordsAlone) for (const w of all) if (namesWork(w)) believed.add(w);
  const result: Tally = { finished: 0, failed: 0, believed, byWordsAlone };
  for (const w of believed) {
    result.finished += w.finished;
    result.failed += w.failed;
  }
  for (const { tasks } of streams) addNested(result, [...tasks.wordings.values()]);
  return result;
}

/** What ended within another task counts only where that other one is no task. */
function addNested(result: Tally, wordings: readonly StartWording[]): void {
  const believed = new Set([...result.believed].filter((w) => wordings.includes(w)).map((w) => w.signature));
  for (const w of wordings) {
    if (!result.believed.has(w)) continue;
    for (const [outer, count] of w.nested) {
      if (believed.has(outer)) continue;
      result.finished += count.finished;
      result.failed += count.failed;
    }
  }
}

/** Whether an unfinished start is a task of its own: of a believed wording, and not a step within another one. */
export function isTask(task: Task, believed: ReadonlySet<StartWording>): boolean {
  if (!believed.has(task.wording)) return false;
  for (let outer = task.outer; outer; outer = outer.outer) if (believed.has(outer.wording)) return false;
  return true;
}
