/** Processes on their way out. */

import type { Case } from "../correlate/case.ts";
import type { Mark } from "../correlate/mark.ts";
import type { ProcessFacts } from "../correlate/processes.ts";
import type { Span } from "../time/span.ts";

/** The first word that a process did not leave in its time and is killed for it, by pid. */
export function forcedPids({ omens }: Case): Map<number, Mark> {
  const forced = new Map<number, Mark>();
  for (const { sign, pid, life, mark } of omens) {
    const own = pid ?? life?.pid ?? null;
    if (sign === "forced" && own !== null && !forced.has(own)) forced.set(own, mark);
  }
  return forced;
}

/** Times in whole seconds stand for all of their second: when it was at the latest may be later. */
export function widened({ earliest, latest }: Span): Span {
  const coarse = (earliest ?? 1) % 1_000 === 0 || (latest ?? 1) % 1_000 === 0;
  return { earliest, latest: latest !== null && coarse ? latest + 999 : latest };
}

/** When the process said the word. Right behind a line of its own, it was said at once. */
export function saidAt({ life }: ProcessFacts, { span, line }: Mark): Span {
  const follows = life !== null && life.lastAt !== null && life.lastLine === line - 1;
  return widened(follows && span.earliest !== null ? { earliest: span.earliest, latest: span.earliest } : span);
}

/**
 * When a stop was ordered at the earliest, epoch ms, by the processes that went at once: uWSGI tells how long after its signal
 * each was buried, in whole seconds (core/master_utils.c). Null where nothing tells.
 */
function orderedAfter(peers: readonly ProcessFacts[], order: Mark): number | null {
  const told = peers.flatMap(({ life, death }) => {
    if (!death || death.span.earliest === null || !life?.reasons.some(({ mark }) => mark === order)) return [];
    const after = life.exits.map(({ mark }) => /\bburied after (\d{1,6}) seconds?$/.exec(mark.text)?.[1]).find(Boolean);
    return after === undefined ? [] : [death.span.earliest - (Number(after) + 1) * 1_000];
  });
  return told.length > 0 ? Math.max(...told) : null;
}

/** A SIGKILL is no request: who gets one is gone within so long, ms. */
const killedMs = 2_000;

/** When it ended; of one that lives on, only that it had not at the end of the logs. */
export function endOf(
  { pid, life, death }: ProcessFacts,
  forced: ReadonlyMap<number, Mark>,
  { processes, to }: Case,
): Span {
  if (!death) return { earliest: to, latest: null };
  const { earliest, latest } = widened(death.span);
  const order = life?.reasons.find(({ cause }) => cause === "shutdown")?.mark;
  // Who is killed is buried so long after the kill, not after the order.
  const peers = processes.filter((peer) => peer.life?.instance === life?.instance && !forced.has(peer.pid));
  const ordered = order ? orderedAfter(peers, order) : null;
  const killed = forced.get(pid)?.span.latest ?? null;
  return {
    earliest: ordered === null ? earliest : Math.max(earliest ?? ordered, ordered),
    latest: latest ?? (killed === null ? null : killed + killedMs),
  };
}

/** Whether `a` stands, or was written, before `b`: by their places in one source, else by time. */
export function isBefore(a: Mark, b: Mark): boolean {
  if (a.source === b.source) return a.line < b.line;
  return a.span.latest !== null && b.span.earliest !== null && a.span.latest < b.span.earliest;
}
