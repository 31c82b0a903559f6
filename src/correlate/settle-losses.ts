import type { StreamFacts } from "./case.ts";
import { type Instance, impliedExit, isGone, type Life, newInstance, newLife } from "./life.ts";
import type { LossNotice } from "./loss-notices.ts";
import { type Mark, placeOf } from "./mark.ts";
import { lastLineOf, type Seen } from "./sightings.ts";
import type { Task } from "./task.ts";

/** A line on its way, clocks that are cut to whole seconds: who shows so long after a word of its end had ended all the same, ms. */
const overlapMs = 2_000;

/** A server kills within so long of saying that a task's time is up, and sees it, ms. */
const killedWithinMs = 10_000;

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
      const killed = lost.length === 0 && notice.taskId !== null ? nextKilled(notice, server.lives) : undefined;
      if (killed) tell(killed, notice);
    }
  }
  for (const instance of unlisting(streams)) {
    for (const pid of seen.busy) {
      if (pid < 0 || lives.some((life) => life.pid === pid)) continue;
      const end = instance.ends.find(({ mark }) => isPast(seen, pid, mark));
      if (!end) continue;
      const life = lifeOf(pid, instance);
      life.reasons.push({ cause: end.cause, mark: end.mark, farewell: false });
      life.exits.push(impliedExit(end.mark, "server"));
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
    return last !== null && last <= by + 1_000;
  });
}

/** The process of the server that was killed next, for no other reason known: where no line tells who ran the task. */
function nextKilled({ server, cause, mark }: LossNotice, lives: readonly Life[]): Life | undefined {
  if (cause !== "task-timeout") return undefined;
  const by = (mark.span.latest ?? Number.POSITIVE_INFINITY) + killedWithinMs;
  return lives.find((life) => {
    const exit = life.exits.find((e) => e.signal === "SIGKILL" && placeOf(e.mark) > placeOf(mark));
    const unexplained = life.reasons.every((r) => r.cause === "signal");
    return life.server === server && exit !== undefined && unexplained && (exit.mark.span.earliest ?? 0) <= by;
  });
}

function tell(life: Life, { cause, signal, exitCode, mark }: LossNotice): void {
  if (cause !== null) life.reasons.push({ cause, mark, farewell: false });
  if (!isGone(life)) life.exits.push({ mark, signal, exitCode, basis: "record" });
}

/** Servers that do not list the processes that they begin with; only where it is clear whose processes those are. */
function unlisting(streams: readonly StreamFacts[]): Instance[] {
  const instances = streams.flatMap(({ server }) => server.instances);
  const [over, ...more] = instances.filter((i) => i.ends.length > 0 && i.next === null && !isListed(i));
  // Another server that lists its processes would have listed these.
  return over && more.length === 0 && instances.every((i) => i.server === over.server || isListed(i)) ? [over] : [];
}

/** Its first worker did not come in another's place. */
function isListed({ peers }: Instance): boolean {
  const workers = peers.filter((life) => life.role !== "master");
  const first = Math.min(...workers.map((life) => (life.start ? placeOf(life.start) : Number.POSITIVE_INFINITY)));
  const gone = workers.flatMap((life) => life.exits.filter((e) => e.basis === "record").map((e) => placeOf(e.mark)));
  return first < Math.min(Number.POSITIVE_INFINITY, ...gone);
}

/** Whether a process was silent since. */
function isPast(seen: Seen, pid: number, mark: Mark): boolean {
  const last = lastLineOf(seen, pid);
  const by = mark.span.latest;
  return last !== null && (by === null || last <= by + overlapMs);
}
