import type { Event } from "../events.ts";
import type { Reading } from "../recognise/reading.ts";
import { type Instance, isGone, type Life, slotKey } from "./life.ts";
import { placeOf } from "./mark.ts";

/** Two exit records of one pid so far apart are of two processes. */
const reusedAfterMs = 300_000;

/**
 * The server whose slot waits for a new process: a vacated slot first, then one whose process is leaving, then one that
 * was never taken, the speaker's own first. Undefined where all slots of that name are taken.
 */
export function waitingInstance(
  living: readonly Instance[],
  current: Instance | null,
  key: string,
): Instance | undefined {
  if (living.length === 1) return living[0];
  const waits = (test: (life: Life) => boolean): Instance | undefined =>
    living
      .filter((i) => {
        const life = i.slots.get(key);
        return life !== undefined && life.heir === null && test(life);
      })
      .sort((a, b) => lastWord(b, key) - lastWord(a, key))[0];
  const free = living.filter((i) => !i.slots.has(key));
  return waits(isGone) ?? waits((life) => life.reasons.length > 0) ?? free.find((i) => i === current) ?? free[0];
}

/** The last line that spoke of the slot's process. */
function lastWord(instance: Instance, key: string): number {
  const life = instance.slots.get(key);
  const marks = [life?.exits.at(-1)?.mark, life?.reasons.at(-1)?.mark];
  return Math.max(0, ...marks.map((mark) => (mark ? placeOf(mark) : 0)));
}

/** The processes that a message without a pid can be about: by slot, else by role; those that it fits best, where some do. */
export function inSlot(living: readonly Instance[], event: Event): Life[] {
  const all = living.flatMap((i) => [...i.slots.values()]).filter((life) => sitsWhere(life, event));
  // "cheaped" comes after the exit record and explains it; any other exit is of a process that was alive.
  const alive = event.kind === "process-exit" && event.cause !== "scale-down" ? all.filter((l) => !isGone(l)) : [];
  const pool = alive.length > 0 ? alive : all;
  if (pool.length < 2) return pool;
  const busy = pool.filter((l) => l.instance.procedures.length > 0);
  if (busy.length > 0 && busy.length < pool.length) return busy;
  const announced = pool.filter((l) => l.reasons.length > 0);
  return announced.length === 1 ? announced : pool;
}

function sitsWhere(life: Life, event: Event): boolean {
  if (event.worker === null) return event.role !== undefined && life.role === event.role;
  return life.worker === event.worker && (event.role === undefined || life.role === event.role);
}

/** A message that names pid and slot tells who sits where, if no start was seen. */
export function seat(life: Life, event: Event): void {
  if (event.worker === null || life.worker !== null) return;
  life.worker = event.worker;
  if (event.role) life.role = event.role;
  const key = slotKey(life.role, life.worker, life.pid);
  if (!life.instance.slots.has(key)) life.instance.slots.set(key, life);
}

/** Whether an exit record of a pid that has one already is of another process: long after it, so that the pid was reused. */
export function isAnother(life: Life, event: Event, reading: Reading): boolean {
  const last = life.exits.at(-1)?.mark.span.latest ?? null;
  if (event.kind === "request" || last === null || reading.written === null) return false;
  return reading.written - last > reusedAfterMs;
}
