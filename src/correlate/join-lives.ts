import type { Cause } from "../events.ts";
import { groupBy } from "../recognise/group-by.ts";
import { intersect, type Span } from "../time/span.ts";
import type { StreamFacts } from "./case.ts";
import { endInstance, goWithServer, type Instance, impliedExit, isGone, type Life, type Reason } from "./life.ts";
import { type Mark, placeOf } from "./mark.ts";
import { procedureFor } from "./procedures.ts";
import { lastSignOf, type Seen } from "./sightings.ts";
import { settleVacancies } from "./vacancies.ts";

/** Two records of one pid's death further apart than this are of two processes. */
const sameDeathMs = 600_000;
/** Lines may still arrive for so long after the exit record. */
export const graceMs = 2_000;

/** The lives that all streams of one host show, each process once, with the exits settled that no stream could settle alone. */
export function joinLives(streams: readonly StreamFacts[], seen: Seen): Life[] {
  for (const { server } of streams) settleUnclear(server.unclear, seen);
  for (const { server } of streams) settleEnds(server.unclearEnds, server.instances, seen);
  for (const { server } of streams) for (const instance of server.instances) settleInstance(instance, seen);
  return mergeByPid(streams.map((s) => s.server.lives));
}

/** Several servers of one stream said goodbye, and nobody said which: the first to fall silent was the first to go. */
function settleEnds(ends: StreamFacts["server"]["unclearEnds"], instances: readonly Instance[], seen: Seen): void {
  const silence = (i: Instance): number =>
    Math.max(0, ...i.peers.filter((l) => l.role !== "master").map((l) => lastSignOf(seen, l)));
  for (const { server, mark, cause } of ends) {
    const gone = instances
      .filter((i) => i.server === server && !i.ended && i.lastPlace < placeOf(mark))
      .sort((a, b) => silence(a) - silence(b))[0];
    if (gone) endInstance(gone, cause, mark);
  }
}

/** A slot-only exit goes to the candidate that was not seen afterwards; the one longest silent first. */
function settleUnclear(unclear: StreamFacts["server"]["unclear"], seen: Seen): void {
  const sign = (life: Life): number => lastSignOf(seen, life);
  for (const { exit, reason, candidates } of unclear) {
    const limit = exit.mark.span.latest ?? Number.POSITIVE_INFINITY;
    const free = candidates.filter((l) => !isGone(l));
    const silent = free.filter((l) => sign(l) <= limit + graceMs).sort((a, b) => sign(a) - sign(b));
    // None of them silent: the clocks disagree. Then the order of their last lines still tells.
    const life = silent[0] ?? (free.length === candidates.length ? free[0] : undefined);
    if (!life) continue;
    life.exits.push(exit);
    const procedure = procedureFor(life, exit.mark);
    if (procedure) life.reasons.push({ cause: procedure.cause, mark: procedure.mark, farewell: false });
    else if (reason) life.reasons.push(reason);
  }
}

/** What a server's own end means to the processes it did not speak of any more. */
function settleInstance(instance: Instance, seen: Seen): void {
  settleVacancies(instance, seen);
  for (const life of instance.peers) {
    if (isGone(life)) continue;
    const farewell = life.reasons.find((r) => r.farewell);
    if (instance.ended) life.exits.push(impliedExit(instance.ended.mark, "server"));
    else if (farewell && (life.alone || isOnly(life))) life.exits.push(impliedExit(farewell.mark, "server"));
    else if (instance.orphaned) goWithServer(life, "master-died", instance.orphaned);
  }
}

/** A server of one process, which was told to stop: nobody else could say that it is gone. */
const isOnly = ({ instance }: Life): boolean =>
  instance.master === null && instance.peers.length === 1 && instance.procedures.some((p) => p.cause === "shutdown");

/**
 * Lives of one pid in several streams (the server's, the kernel's, a copy of either) are one, unless their deaths lie far
 * apart. Within a stream, two lives of a pid are two.
 */
function mergeByPid(streams: readonly (readonly Life[])[]): Life[] {
  const byPid = new Map<number, Life[]>();
  for (const lives of streams) {
    const merged = new Set<Life>();
    const here = groupBy(lives, (life) => life.pid);
    for (const life of lives) {
      const known = byPid.get(life.pid) ?? [];
      byPid.set(life.pid, known);
      // One process of that pid here and one there: the join is by process, whatever the clocks say.
      const only = known.length === 1 && here.get(life.pid)?.length === 1;
      const twin = known.find((l) => !merged.has(l) && (only || !farApart(deathSpan(l), deathSpan(life))));
      const one = twin ? absorb(twin, life) : life;
      if (twin) known.splice(known.indexOf(twin), 1);
      known.push(one);
      merged.add(one);
    }
  }
  return [...byPid.values()].flat();
}

/** A life with a start or a slot tells more of the process than a line in another program's log. */
const richness = (life: Life): number => Number(life.start !== null) + Number(life.worker !== null);

/** The richer of two lives, with what the other one adds. */
function absorb(a: Life, b: Life): Life {
  const [main, other] = richness(b) > richness(a) ? [b, a] : [a, b];
  main.exits.push(...other.exits);
  main.reasons.push(...other.reasons);
  main.heir ??= other.heir;
  main.successor ??= other.successor;
  return main;
}

function farApart(a: Span, b: Span): boolean {
  if (a.latest !== null && b.earliest !== null && b.earliest - a.latest > sameDeathMs) return true;
  return b.latest !== null && a.earliest !== null && a.earliest - b.latest > sameDeathMs;
}

/** When the exit records say that the process was gone. */
export function deathSpan(life: Life): Span {
  return life.exits
    .map((e) => e.mark.span)
    .reduce<Span>((all, span) => intersect(all, span), { earliest: null, latest: null });
}

/** Specific reasons first: what comes first in this list explains the death, whatever follows it in the log. */
const bySpecificity: readonly Cause[] = [
  "oom-kill",
  "request-timeout",
  "task-timeout",
  "memory-limit",
  "max-lifetime",
  "crash",
  "scale-down",
  "max-requests",
  "master-died",
  "reload",
  "shutdown",
  "signal",
  "exit",
  "respawn",
];

/** A time limit that was announced so long before the death did not bring it about. */
const staleMs = 600_000;

/** The most specific reason among those given, the earliest of its kind; null where none was. */
export function mainReason(life: Life): Reason | null {
  const died = deathSpan(life).latest;
  const fresh = life.reasons.filter(
    (r) => died === null || r.mark.span.latest === null || died - r.mark.span.latest < staleMs || r.farewell,
  );
  const isCut = isCutOff(life);
  const pool = (fresh.length > 0 ? fresh : life.reasons).filter(
    (r) => r.cause !== null && !(isCut && r.cause === "max-requests"),
  );
  // Of a reload and a stop, the one that came first is what the process was leaving for.
  const procedures = pool.filter((r) => r.cause === "reload" || r.cause === "shutdown");
  const rank = (r: Reason): number =>
    procedures.includes(r) ? bySpecificity.indexOf("reload") : bySpecificity.indexOf(r.cause ?? "respawn");
  return [...pool].sort((a, b) => rank(a) - rank(b) || byTime(a.mark, b.mark))[0] ?? null;
}

/** Killed before it could say goodbye, as its peers do: it meant to leave, but that is not what ended it. */
function isCutOff({ exits, reasons, instance }: Life): boolean {
  const isSilent = (given: readonly Reason[]): boolean => !given.some((r) => r.farewell);
  const isKilled = exits.some((e) => e.basis === "record" && e.signal === "SIGKILL");
  return isKilled && isSilent(reasons) && instance.peers.some((peer) => !isSilent(peer.reasons));
}

const byTime = (a: Mark, b: Mark): number =>
  a.source === b.source ? a.line - b.line : (a.span.earliest ?? 0) - (b.span.earliest ?? 0);

/**
 * Whether a server's log would have told of the process's end: it tells of starts and ends at all, and no other server took
 * over after the process was last seen.
 */
export function isWatched(life: Life, lastLine: number | null): boolean {
  const { instance } = life;
  // Nobody stands behind a master to tell.
  const tells = life.role !== "master" && (life.start !== null || instance.peers.some(isGone));
  const heir = instance.ended ? null : instance.next;
  const lastSign = Math.max(lastLine ?? 0, life.lastAt ?? 0);
  return tells && !(heir && (heir.begun?.span.earliest ?? 0) >= lastSign);
}
