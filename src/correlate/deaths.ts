import type { Cause, Confidence } from "../events.ts";
import type { Span } from "../time/span.ts";
import type { Death } from "./case.ts";
import { deathSpan, graceMs, mainReason } from "./join-lives.ts";
import { type Instance, isGone, type Life, requestsOf } from "./life.ts";
import { byPlace, type Mark } from "./mark.ts";
import { lastLineOf, type Seen } from "./sightings.ts";

/** Lines quoted for one death. */
const maxEvidence = 6;

/** The deaths that exit records prove, and what amounts to one. */
export function provenDeaths(lives: readonly Life[], host: string, seen: Seen): Map<Life, Death> {
  const many = new Set(lives.map((l) => l.instance).filter((i) => i.master !== null)).size > 1;
  const byMemory = new Map<Instance, boolean>();
  const limits = (instance: Instance): boolean => {
    const known = byMemory.get(instance) ?? outgrewMemory(instance);
    byMemory.set(instance, known);
    return known;
  };
  const deaths = new Map<Life, Death>();
  for (const life of lives) {
    if (isGone(life)) deaths.set(life, deathOf(life, host, lastLineOf(seen, life.pid), many, limits));
  }
  return deaths;
}

function deathOf(
  life: Life,
  host: string,
  lastSeen: number | null,
  manyInstances: boolean,
  limits: (instance: Instance) => boolean,
): Death {
  const reason = mainReason(life);
  const evidence = evidenceOf(life);
  const first = evidence[0];
  return {
    host,
    instance: manyInstances && life.instance.master !== null ? `${life.server} ${life.instance.master}` : null,
    server: life.server,
    role: life.role,
    pid: life.pid,
    worker: life.worker,
    cause: causeOf(life, reason?.cause ?? null, limits),
    confidence: confidenceOf(life),
    signal: life.exits.find((e) => e.signal !== null)?.signal ?? null,
    exitCode: life.exits.find((e) => e.exitCode !== null)?.exitCode ?? null,
    span: spanOf(life, lastSeen),
    offset: evidence.find((m) => m.at !== null)?.offset ?? first?.offset ?? 0,
    replacedBy: life.heir?.pid ?? null,
    requests: requestsOf(life),
    evidence,
    reason: null,
  };
}

/**
 * A death that is known by what it led to only is less than certain: an orphan need not have heard of its master's end,
 * and a server without a master writes no exit record. A successor in the very slot is proof.
 */
function confidenceOf(life: Life): Confidence {
  const proven = life.exits.some((e) => e.basis === "record" || (e.basis !== "vacancy" && life.heir !== null));
  const serverEnded = life.instance.ended !== null || life.instance.restarting;
  return proven || serverEnded ? "certain" : "probable";
}

function causeOf(life: Life, cause: Cause | null, limits: (instance: Instance) => boolean): Cause {
  if (cause === "max-requests" && life.reasons.some((r) => r.farewell) && limits(life.instance)) return "memory-limit";
  if (cause !== null) return cause;
  if (life.exits.some((e) => e.signal !== null)) return "signal";
  return life.exits.some((e) => e.exitCode !== null) ? "exit" : "respawn";
}

/**
 * uWSGI says farewell in the same words for a request limit and for a memory limit. Where its lines show the memory: a
 * limit of memory, if the request counts of the leavers differ widely and all of them were larger than whoever stayed.
 */
function outgrewMemory({ peers }: Instance): boolean {
  let [fewest, most, smallestLeaver, largestStayer] = [Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY, 0];
  for (const peer of peers) {
    const rss = peer.rss ?? 0;
    if (!peer.reasons.some((r) => r.farewell)) {
      largestStayer = Math.max(largestStayer, rss);
      continue;
    }
    const requests = requestsOf(peer) ?? 0;
    fewest = Math.min(fewest, requests);
    most = Math.max(most, requests);
    smallestLeaver = Math.min(smallestLeaver, rss);
  }
  return most - fewest > most * 0.2 && largestStayer > 0 && smallestLeaver > largestStayer * 1.2;
}

/** Exit record and reasons, as they stand in their sources; the earliest of each cause, and every exit. */
function evidenceOf(life: Life): Mark[] {
  const reasons = new Map<Cause | null, Mark>();
  for (const { cause, mark } of life.reasons) if (!reasons.has(cause)) reasons.set(cause, mark);
  const marks = [
    ...life.exits.filter((e) => e.basis === "record").map((e) => e.mark),
    ...reasons.values(),
    ...life.exits.filter((e) => e.basis !== "record").map((e) => e.mark),
    ...(life.successor ? [life.successor] : []),
  ];
  const unique = [...new Map(marks.map((m) => [`${m.source}:${m.line}`, m])).values()];
  return unique.slice(0, maxEvidence).sort(byPlace);
}

/** The process was alive at its last line and dead when the exit record was written. */
function spanOf(life: Life, lastSeen: number | null): Span {
  const { earliest, latest } = before(deathSpan(life), life.heir?.firstAt ?? null);
  const notices = life.reasons.filter((r) => !life.exits.some((e) => e.mark === r.mark)).map((r) => r.mark.at);
  const signs = [lastSeen, life.lastAt, ...notices].filter(
    (at): at is number => at !== null && (latest === null || at <= latest + graceMs),
  );
  const lastSign = signs.length > 0 ? Math.max(...signs) : null;
  if (lastSign === null) return { earliest, latest };
  // A line of the same second, or one still on its way to the file: it had not ended before.
  return { earliest: lastSign, latest: latest === null ? null : Math.max(latest, lastSign) };
}

/** It had ended by the time its successor got its first request. */
function before(span: Span, heir: number | null): Span {
  if (heir === null || span.latest === null || heir >= span.latest || heir < (span.earliest ?? heir)) return span;
  return { earliest: span.earliest, latest: heir };
}
