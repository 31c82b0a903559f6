import type { StreamFacts } from "./case.ts";
import { type Instance, impliedExit, isGone, type Life, newInstance, newLife } from "./life.ts";
import type { LossNotice } from "./loss-notices.ts";
import { lastLineOf, type Seen } from "./sightings.ts";
import type { Task } from "./task.ts";

/** A line on its way, clocks that are cut to whole seconds: who shows so long after a word of its end had ended all the same, ms. */
const overlapMs = 2_000;

/**
 * What servers say of processes that they do not name: who ran the task that was lost, who was at work when a pool broke or
 * the whole server ended. `open`: the unfinished tasks. Adds to the `lives`, and those that no record had told of.
 */
export function settleLosses(streams: readonly StreamFacts[], open: readonly Task[], lives: Life[], seen: Seen): void {
  const unknown = new Map<number, Life>();
  const lifeOf = (pid: number, instance: Instance): Life => {
    const known = lives.findLast((life) => life.pid === pid) ?? unknown.get(pid);
    if (known) return known;
    const life = newLife(pid, "worker", null, instance);
    unknown.set(pid, life);
    lives.push(life);
    return life;
  };
  for (const { server } of streams) {
    for (const notice of server.losses.all) {
      const instance = server.instances.findLast((i) => i.server === notice.server) ?? newInstance(notice.server, 0);
      const lost = notice.taskId === null ? atWork(notice, open, lives, seen) : ranTask(notice, open);
      for (const pid of lost) tell(lifeOf(pid, instance), notice);
    }
  }
  for (const instance of endedUnlisted(streams)) {
    for (const pid of seen.busy) {
      if (pid < 0 || lives.some((life) => life.pid === pid) || !isPast(seen, pid, instance)) continue;
      const { ended } = instance;
      if (!ended) continue;
      const life = lifeOf(pid, instance);
      life.reasons.push({ cause: ended.cause, mark: ended.mark, farewell: false });
      life.exits.push(impliedExit(ended.mark, "server"));
    }
  }
}

/**
 * The process that ran the task, in its latest run before the notice. Where the application goes by ids of its own: the
 * only task that began while the server's was under way.
 */
function ranTask({ taskId, since, pid, mark }: LossNotice, open: readonly Task[]): number[] {
  const by = mark.span.latest;
  const before = open.filter((task) => by === null || (task.start.at ?? by) <= by + overlapMs);
  const run = before.findLast((task) => taskId !== null && task.ids.includes(taskId));
  const meanwhile =
    since === null || run ? [] : before.filter((t) => !t.wording.byServer && (t.start.at ?? 0) >= since - overlapMs);
  const ran = pid ?? run?.pid ?? (meanwhile.length === 1 ? meanwhile[0]?.pid : null) ?? -1;
  return ran > 0 ? [ran] : [];
}

/** Who had a task in hand, fell silent by then, and was told of by nobody. */
function atWork({ mark }: LossNotice, open: readonly Task[], lives: readonly Life[], seen: Seen): number[] {
  const by = mark.span.latest ?? Number.POSITIVE_INFINITY;
  const told = new Set(lives.filter(isGone).map((life) => life.pid));
  return [...new Set(open.map((task) => task.pid))].filter((pid) => {
    const last = pid > 0 && !told.has(pid) ? lastLineOf(seen, pid) : null;
    return last !== null && last <= by;
  });
}

function tell(life: Life, { cause, signal, exitCode, mark }: LossNotice): void {
  if (cause !== null) life.reasons.push({ cause, mark, farewell: false });
  if (!isGone(life)) life.exits.push({ mark, signal, exitCode, basis: "record" });
}

/** Servers that never list their processes, and have ended; only where it is clear whose processes those are. */
function endedUnlisted(streams: readonly StreamFacts[]): Instance[] {
  const instances = streams.flatMap(({ server }) => server.instances);
  const unlisted = instances.filter((i) => i.peers.every((life) => life.role === "master" || life.start === null));
  const [over, ...more] = unlisted.filter((i) => i.ended !== null && i.next === null);
  return over && more.length === 0 && instances.every((i) => i.server === over.server) ? [over] : [];
}

function isPast(seen: Seen, pid: number, { ended }: Instance): boolean {
  const last = lastLineOf(seen, pid);
  const by = ended?.mark.span.latest ?? null;
  return last !== null && (by === null || last <= by + overlapMs);
}
