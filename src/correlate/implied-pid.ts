import type { Death } from "./case.ts";
import { deathSpan, graceMs } from "./join-lives.ts";
import type { Life } from "./life.ts";
import type { Task } from "./task.ts";

/**
 * The task with the pid of the process that its lines name, where a server's record tells both. A name comes back when its
 * server begins anew: whose end is the next after the task's start.
 */
export function withNamedPid(task: Task, lives: readonly Life[]): Task {
  if (task.pid > 0 || task.process === "") return task;
  const named = lives.filter((life) => life.worker === task.process && life.pid > 0);
  const at = task.start.at ?? Number.NEGATIVE_INFINITY;
  const ends = named.map((life) => ({ life, end: deathSpan(life).latest ?? Number.POSITIVE_INFINITY }));
  const next = ends
    .filter(({ end }) => end + graceMs >= at)
    .sort((a, b) => (a.end < b.end ? -1 : Number(a.end > b.end)));
  const life = next[0]?.life ?? named.at(-1);
  return life ? { ...task, pid: life.pid } : task;
}

/**
 * The task with its pid, where its own lines show none but the server had only one worker when it started: that worker
 * ran it.
 */
export function withImpliedPid(task: Task, lives: readonly Life[], deaths: ReadonlyMap<Life, Death>): Task {
  if (task.pid !== -1 || task.process !== "" || task.start.at === null) return task;
  const at = task.start.at;
  const living = lives.filter((life) => life.role === "worker" && life.pid > 0 && livedAt(life, deaths.get(life), at));
  const only = living[0];
  // Around a respawn the times allow for both incarnations of the one slot: the task cannot outlive the first.
  return only && living.every((life) => life.instance === only.instance && life.worker === only.worker)
    ? { ...task, pid: only.pid, impliedPid: true }
    : task;
}

function livedAt(life: Life, death: Death | undefined, at: number): boolean {
  const born = life.start?.span.earliest ?? null;
  const died = death?.span.latest ?? null;
  return (born === null || born - graceMs <= at) && (died === null || died >= at);
}
