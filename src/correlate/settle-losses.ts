import type { StreamFacts } from "./case.ts";
import { goWithServer, type Instance, isGone, type Life, newInstance, newLife } from "./life.ts";
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
 * the whole server ended. `open`: the unfinished tasks. Adds to the `lives`, and those that no record had told of; returns the
 * tasks, those of processes without a pid with a number below -1 in its place.
 */
export function settleLosses(
  streams: readonly StreamFacts[],
  open: readonly Task[],
  lives: Life[],
  seen: Seen,
): Task[] {
  const numbers = new Map<Task, number>();
  const numberOf = (task: Task): number => {
    const number = task.pid > 0 ? task.pid : (numbers.get(task) ?? -2 - numbers.size);
    if (number < 0) numbers.set(task, number);
    return number;
  };
  /** The last life of each pid. */
  const byPid = new Map(lives.map((life) => [life.pid, life]));
  const lifeOf = (pid: number, instance: Instance, name = ""): Life => {
    const known = byPid.get(pid);
    if (known) return known;
    const life = newLife(pid, "worker", name || null, instance);
    byPid.set(pid, life);
    lives.push(life);
    return life;
  };
  for (const { server } of streams) {
    for (const notice of server.losses.all) {
      const instance = server.instances.findLast((i) => i.server === notice.server) ?? newInstance(notice.server, 0);
      if (notice.taskId === null) {
        for (const pid of atWork(notice, open, lives, seen)) tell(lifeOf(pid, instance), notice);
        continue;
      }
      const run = runOf(notice, open);
      const pid = notice.pid ?? (run ? numberOf(run) : null);
      const life = pid === null ? nextKilled(notice, server.lives) : lifeOf(pid, instance, run?.process);
      if (life) tell(life, notice);
    }
  }
  for (const instance of unlisting(streams)) {
    for (const pid of seen.busy) {
      if (pid < 0 || byPid.has(pid)) continue;
      endWith(instance, lastLineOf(seen, pid), () => lifeOf(pid, instance));
    }
    for (const task of open) {
      if (task.pid > 0 || numbers.has(task)) continue;
      endWith(instance, (task.last ?? task.start).at, () => lifeOf(numberOf(task), instance, task.process));
    }
  }
  return open.map((task) => ({ ...task, pid: numbers.get(task) ?? task.pid }));
}

/** A process that the server does not list went with it, if it was silent since. */
function endWith(instance: Instance, last: number | null, lifeOf: () => Life): void {
  const isPast = (mark: Mark): boolean =>
    last !== null && (mark.span.latest === null || last <= mark.span.latest + overlapMs);
  const end = instance.ends.find(({ mark }) => isPast(mark));
  if (!end) return;
  goWithServer(lifeOf(), end.cause, end.mark);
}

/**
 * The latest run of the task before the notice. Where the application goes by ids of its own: the only task that began while
 * the server's was under way.
 */
function runOf({ taskId, since, mark }: LossNotice, open: readonly Task[]): Task | undefined {
  const by = mark.span.latest;
  const before = open.filter((task) => by === null || (task.start.at ?? by) <= by + overlapMs);
  const run = before.findLast((task) => taskId !== null && task.ids.includes(taskId));
  const meanwhile =
    since === null || run ? [] : before.filter((t) => !t.wording.byServer && (t.start.at ?? 0) >= since - overlapMs);
  return run ?? (meanwhile.length === 1 ? meanwhile[0] : undefined);
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
