import type { Confidence } from "../events.ts";
import type { Death } from "./case.ts";
import type { Sightings } from "./task.ts";

/** A process that no exit record speaks of and that is never seen again. */
export interface Vanished {
  readonly death: Death;
}

/** How much longer than anything observed a silence must be to count as an end, where no successor shows up. */
const farLonger = 10;
const longSilenceMs = 60_000;

/**
 * Infers deaths from application lines alone: a process is never seen again, and a pid that was first seen after its last
 * sign of life goes on with its thread ids. Siblings share thread ids at the same time, so the ids alone prove nothing; each
 * newcomer succeeds one process, the longest silent first.
 */
export function vanishedProcesses(
  seen: readonly Sightings[],
  withOpenTasks: ReadonlySet<number>,
  watched: ReadonlySet<number>,
  host: string,
  end: number | null,
): Map<number, Vanished> {
  const result = new Map<number, Vanished>();
  if (end === null) return result;
  const unproven = seen.filter((p) => p.pid >= 0 && !watched.has(p.pid) && p.last !== null && p.first !== null);
  const silent = unproven
    .filter((p) => end - (p.last ?? end) > p.maxGapMs)
    .sort((a, b) => (a.last ?? 0) - (b.last ?? 0) || a.pid - b.pid);
  const newcomers = seen
    .filter((p) => p.pid >= 0 && p.first !== null)
    .sort((a, b) => (a.first ?? 0) - (b.first ?? 0) || a.pid - b.pid);
  const taken = new Set<Sightings>();
  const later = (process: Sightings, fits: (heir: Sightings) => boolean): Sightings | undefined => {
    const heir = newcomers.find((q) => !taken.has(q) && (q.first ?? 0) > (process.last ?? 0) && fits(q));
    if (heir) taken.add(heir);
    return heir;
  };
  const heirs = new Map(silent.map((process) => [process, later(process, (q) => shareThread(q, process))]));
  for (const [process, heir] of heirs) {
    // After a binary reload no thread id comes back: a newcomer then takes the place, which is less of a proof.
    const stranger = heir || !farSilent(process, end) ? undefined : later(process, () => true);
    if (!withOpenTasks.has(process.pid)) continue;
    const death = heir
      ? succeeded(process, heir, host)
      : stranger
        ? displaced(process, stranger, host)
        : forsaken(process, unproven, host, end);
    if (death) result.set(process.pid, { death });
  }
  return result;
}

/** Silent for far longer than it ever was. */
const farSilent = (process: Sightings, end: number): boolean =>
  end - (process.last ?? end) > Math.max(3 * process.maxGapMs, 2_000);

function displaced(process: Sightings, stranger: Sightings, host: string): Death {
  return {
    ...blank(process, host, "possible"),
    cause: "respawn",
    span: { earliest: process.last, latest: stranger.first },
    replacedBy: null,
    reason: `no exit record; pid ${process.pid} is never seen again, and pid ${stranger.pid} is first seen afterwards`,
  };
}

const shareThread = (a: Sightings, b: Sightings): boolean => [...a.tids].some((tid) => b.tids.has(tid));

function succeeded(process: Sightings, heir: Sightings, host: string): Death {
  const shared = [...heir.tids].find((tid) => process.tids.has(tid)) ?? "";
  return {
    ...blank(process, host, "probable"),
    cause: "respawn",
    span: { earliest: process.last, latest: heir.first },
    replacedBy: heir.pid,
    reason: `no exit record; pid ${process.pid} is never seen again and its thread id ${shared} goes on in pid ${heir.pid}, first seen afterwards`,
  };
}

/** Merely never seen again: believed where the others went on for far longer than anything explains. */
function forsaken(process: Sightings, all: readonly Sightings[], host: string, end: number): Death | null {
  const rhythm = Math.max(longSilenceMs / farLonger, ...all.map((p) => p.maxGapMs));
  if (process.last === null || end - process.last < farLonger * rhythm) return null;
  return {
    ...blank(process, host, "possible"),
    cause: "exit",
    span: { earliest: process.last, latest: null },
    replacedBy: null,
    reason: `no exit record and no successor; pid ${process.pid} is merely never seen again, for longer than its own rhythm and the other processes' explain`,
  };
}

function blank(
  process: Sightings,
  host: string,
  confidence: Confidence,
): Omit<Death, "cause" | "span" | "replacedBy" | "reason"> {
  return {
    host,
    instance: null,
    server: null,
    role: "worker",
    pid: process.pid,
    worker: null,
    confidence,
    signal: null,
    exitCode: null,
    offset: process.offset,
    requests: null,
    evidence: [],
  };
}
