/** What stack dumps tell of tasks: where they stand, and the call that they share. */

import type { Case, Loss, PlacedDump } from "../correlate/case.ts";
import { type DumpedThread, type Frame, threadIdOf } from "../correlate/dumps.ts";
import type { Mark } from "../correlate/mark.ts";
import { lastSign } from "../correlate/verdicts.ts";
import { groupBy } from "../recognise/group-by.ts";

/** A thread in a dump, and the task that runs on it, where its id or name tells. */
export interface Standing {
  readonly loss: Loss | null;
  readonly dump: PlacedDump;
  readonly thread: DumpedThread;
}

/** The call that most of some threads are in, and from where in the application they got there. */
export interface SharedCall {
  readonly frame: Frame;
  readonly threads: readonly Standing[];
  /** By place, that of the most threads first; `frame` is null where a stack shows no code but libraries'. */
  readonly sites: readonly { readonly frame: Frame | null; readonly threads: readonly Standing[] }[];
}

/** The threads of these tasks in the dumps that can be of their process; each task's once. */
export function standingOf(losses: readonly Loss[], dumps: readonly PlacedDump[]): Standing[] {
  const ranked = dumps
    .map((dump) => ({ dump, threads: threadsByName(dump) }))
    .map(({ dump, threads }) => losses.flatMap((loss) => standingIn(loss, dump, threads)))
    .toSorted((a, b) => b.length - a.length || byAge(a, b));
  const first = new Map<Loss | null, Standing>();
  for (const standing of ranked.flat()) if (!first.has(standing.loss)) first.set(standing.loss, standing);
  return losses.flatMap((loss) => first.get(loss) ?? []);
}

/** The later dump first. */
function byAge([a]: readonly Standing[], [b]: readonly Standing[]): number {
  return (
    (b?.thread.mark.source ?? 0) - (a?.thread.mark.source ?? 0) ||
    (b?.thread.mark.line ?? 0) - (a?.thread.mark.line ?? 0)
  );
}

/** The dumps that can be of a process. `sure`: no other process comes into question. */
export interface OwnDumps {
  readonly dumps: readonly PlacedDump[];
  readonly sure: boolean;
}

/**
 * Dumps by the process (of those with these tasks) that they are of: as they say; else the one whose threads they know most of. Forked
 * processes share thread ids: of several that they know as well, the one with the fewest dumps.
 */
export function dumpsByProcess(parties: readonly (readonly Loss[])[], { dumps }: Case): OwnDumps[] {
  const own = parties.map((): { dumps: PlacedDump[]; sure: boolean } => ({ dumps: [], sure: true }));
  for (const dump of dumps) {
    const threads = threadsByName(dump);
    const known = parties.map((losses) =>
      isOf(dump, losses[0]) ? losses.reduce((n, loss) => n + standingIn(loss, dump, threads).length, 0) : -1,
    );
    const most = Math.max(...known);
    const best = own.filter((_, i) => known[i] === most);
    const [taker] = best.toSorted((a, b) => a.dumps.length - b.dumps.length);
    if (!taker || most < 0 || (most === 0 && best.length > 1)) continue;
    taker.dumps.push(dump);
    if (best.length > 1) taker.sure = false;
  }
  return own;
}

function isOf(dump: PlacedDump, loss: Loss | undefined): boolean {
  if (!loss || (dump.pid !== null && dump.pid !== loss.task.pid)) return false;
  // A dump in a file of its own names no place.
  return (
    (dump.host === "" || dump.host === loss.host) &&
    (dump.instance === null || dump.instance === (loss.instance ?? null))
  );
}

/** A dump's threads by all that a log can name them by; what several share names none. */
function threadsByName({ threads }: PlacedDump): ReadonlyMap<string, DumpedThread> {
  const named = threads.flatMap((thread) =>
    [thread.id, thread.native, thread.name].flatMap((name) => (name === null ? [] : [{ name, thread }])),
  );
  const byName = [...groupBy(named, ({ name }) => name)];
  return new Map(
    byName.flatMap(([name, [one, ...more]]) =>
      one && more.every(({ thread }) => thread === one.thread) ? [[name, one.thread]] : [],
    ),
  );
}

function standingIn(loss: Loss, dump: PlacedDump, threads: ReadonlyMap<string, DumpedThread>): Standing[] {
  const { tid } = loss.task;
  const thread = tid === "" ? undefined : (threads.get(threadIdOf(tid)) ?? threads.get(tid));
  if (!thread || thread.torn || thread.frames.length === 0) return [];
  const dumped = thread.mark.span.latest;
  const sign = lastSign(loss.task);
  return dumped !== null && sign !== null && dumped < sign ? [] : [{ loss, dump, thread }];
}

/**
 * What these threads share: the call they are in, if it is the same for all or a library's; else the innermost of the application that
 * all are within; null where they share nothing.
 */
export function sharedCall(standing: readonly Standing[]): SharedCall | null {
  const inner = largest(standing, ({ thread }) => thread.frames[0] ?? null);
  const mostly = inner !== null && inner.threads.length * 2 >= standing.length;
  const exact = mostly && (inner.threads.length === standing.length || isInner(inner.frame)) ? inner : null;
  const shared = exact ?? commonCall(standing) ?? (mostly ? inner : largest(standing, ({ thread }) => siteOf(thread)));
  if (!shared || shared.threads.length < 2) return null;
  const siteIn = ({ thread }: Standing): Frame | null =>
    isInner(shared.frame) ? siteOf(thread) : (thread.frames.find((frame) => isSameCall(frame, shared.frame)) ?? null);
  const sites = [...groupBy(shared.threads, (one) => siteKey(siteIn(one))).values()].map((threads) => ({
    frame: threads[0] ? siteIn(threads[0]) : null,
    threads,
  }));
  return { ...shared, sites: sites.toSorted((a, b) => b.threads.length - a.threads.length) };
}

/** The innermost call of the application that all are within. */
function commonCall(standing: readonly Standing[]): Pick<SharedCall, "frame" | "threads"> | null {
  const frame = standing[0]?.thread.frames.find(
    (call) => !isInner(call) && standing.every(({ thread }) => thread.frames.some((other) => isSameCall(other, call))),
  );
  return frame ? { frame, threads: standing } : null;
}

const isSameCall = (a: Frame, b: Frame): boolean => a.function === b.function && a.file === b.file;

/** Threads of a dump that are at work in the application's code: those of idle pools are not. */
export const atWork = (dumps: readonly PlacedDump[]): Standing[] =>
  dumps.flatMap((dump) =>
    dump.threads
      .filter((thread) => !thread.torn && siteOf(thread) !== null)
      .map((thread) => ({ loss: null, dump, thread })),
  );

function largest(
  standing: readonly Standing[],
  frameOf: (standing: Standing) => Frame | null,
): Pick<SharedCall, "frame" | "threads"> | null {
  const framed = standing.flatMap((one) => {
    const frame = frameOf(one);
    return frame ? [{ one, frame }] : [];
  });
  const groups = [...groupBy(framed, ({ frame }) => `${frame.function}\0${frame.file}`).values()];
  const [most] = groups.toSorted((a, b) => b.length - a.length);
  const first = most?.[0];
  return most && first ? { frame: first.frame, threads: most.map(({ one }) => one) } : null;
}

const siteKey = (frame: Frame | null): string => (frame ? `${frame.function}\0${frame.file}\0${frame.line}` : "");

/** The nearest call that is no language's or concurrency library's own. */
export const siteOf = ({ frames }: DumpedThread): Frame | null => frames.find((frame) => !isInner(frame)) ?? null;

/** Files of Python's own library where a dump shortens their paths (py-spy): those in which threads are started and wait. */
const pythonFiles =
  /^(?:threading|queue|selectors|socket|ssl|subprocess|runpy|contextlib|socketserver|sched|_weakrefset|logging[/\\]__init__|(?:asyncio|concurrent|multiprocessing|importlib|http|urllib|unittest)[/\\].*)(?:\.py)?$/;

/** Whether a call is of a language's own library or runtime, or of gevent's. */
export function isInner({ function: name, file }: Frame): boolean {
  const path = (file ?? "").replaceAll("\\", "/");
  if (/(?:^|\/)(?:gevent|greenlet|eventlet)\//.test(path) || /^<(?:frozen|internal|__array)/.test(path)) return true;
  if (/\/python3?(?:\d*\.\d+|\d{2,})(?:\.zip)?\//i.test(path)) return !/\/(?:site|dist)-packages\//.test(path);
  // What runs beneath Python code, in native stacks.
  if (pythonFiles.test(path) || /^python[\d.]*$|\.(?:c|h|so[\d.]*)$/.test(path)) return true;
  if (/\/(?:ruby|gems)\/[\d.]+\/(?!gems\/)/.test(path) || /\/src\/(?:runtime|sync|internal)\//.test(path)) return true;
  return /^(?:java|javax|jdk|sun)[.@/]/.test(name);
}

/** The line of a dump that tells of a call. */
export const markOfFrame = ({ thread }: Standing, frame: Frame): Mark => ({
  ...thread.mark,
  line: frame.at,
  text: frame.text,
  more: [],
});
