import { type Boot, type Instance, impliedExit, isGone, type Life } from "./life.ts";
import { type Mark, placeOf } from "./mark.ts";
import { isSilent, lastSignOf, type Seen } from "./sightings.ts";

/** Whole seconds, and a line on its way: a process may show so long after its successor's start, ms. */
const overlapMs = 1_000;
/** A server starts all its workers within so long: who boots later comes for somebody, ms. */
const batchMs = 2_000;

/** A worker without a slot takes the place of one that has left; who that is may show later. */
export function fillVacancy(life: Life, mark: Mark): void {
  const { peers, procedures, boots } = life.instance;
  const vacant = peers.find((l) => l.worker === null && l.role === life.role && l.heir === null && isGone(l));
  if (!vacant) {
    boots.push({ life, mark, extra: procedures.some((p) => p.cause === "reload") });
    return;
  }
  vacant.heir = life;
  vacant.successor = mark;
}

/**
 * Servers that number no slots start a worker when one has left: whoever said goodbye, or fell silent with a task in
 * hand, when a worker booted is gone. What said goodbye and was never seen again is gone too.
 */
export function settleVacancies(instance: Instance, seen: Seen): void {
  for (const boot of instance.boots) {
    if (boot.extra) continue;
    const who = replacedBy(boot, instance, seen);
    if (!who) continue;
    // What was said of all processes afterwards was not said of this one.
    who.exits.splice(0, who.exits.length, impliedExit(boot.mark, "vacancy"));
    who.reasons.splice(0, who.reasons.length, ...who.reasons.filter((r) => placeOf(r.mark) <= placeOf(boot.mark)));
    who.heir = boot.life;
    who.successor = boot.mark;
  }
  for (const life of instance.peers) {
    const farewell = life.reasons.find((r) => r.farewell);
    if (!farewell || isGone(life) || life.worker !== null || !isSilent(seen, life)) continue;
    const { mark } = farewell;
    life.exits.push(impliedExit({ ...mark, span: { earliest: mark.span.earliest, latest: null } }, "vacancy"));
  }
}

function replacedBy({ life, mark }: Boot, instance: Instance, seen: Seen): Life | undefined {
  const limit = mark.span.latest ?? Number.POSITIVE_INFINITY;
  const silent = instance.peers
    .filter((l) => l !== life && l.role === life.role && l.worker === null && !isProven(l))
    .filter((l) => (l.start === null || placeOf(l.start) < placeOf(mark)) && lastSignOf(seen, l) <= limit + overlapMs)
    .sort((a, b) => lastSignOf(seen, a) - lastSignOf(seen, b));
  const left = silent.find((l) => l.reasons.some((r) => r.farewell && placeOf(r.mark) < placeOf(mark)));
  return left ?? silent.find((l) => seen.busy.has(l.pid) && isSilent(seen, l) && wasUpBefore(l, limit));
}

/** Gone by more than its server's own end. */
const isProven = (life: Life): boolean => life.exits.some((e) => e.basis !== "server");

const wasUpBefore = (life: Life, at: number): boolean =>
  life.start === null || (life.start.span.latest ?? at) + batchMs < at;
