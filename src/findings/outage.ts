/** Stretches in which every worker of a server had said goodbye and none had come anew: nobody answered. */

import type { Case } from "../correlate/case.ts";
import { earlyMs, type Instance, type Life } from "../correlate/life.ts";
import type { Mark } from "../correlate/mark.ts";
import { wordOfLeaving } from "../correlate/processes.ts";
import type { Cause } from "../events.ts";
import { count, figure } from "../report/text.ts";
import { formatClock, formatDuration } from "../time/format.ts";
import type { Span } from "../time/span.ts";
import type { Hang } from "./hung.ts";
import { isBefore, saidAt, widened } from "./leaving.ts";

/** Shorter than this, a successor was on its way, ms. */
const outageMs = 5_000;
/** Answers in the first seconds after it are a burst when they are so many times the usual. */
const burst = 2;

export interface Outage {
  /** How long, ms; `most` is null where no line bounds its end. */
  readonly least: number;
  readonly most: number | null;
  /** When it began, and until when it lasted at least, epoch ms. */
  readonly from: number;
  readonly until: number;
  readonly offset: number;
  readonly workers: number;
  /** Requests answered in the first seconds after it, where that is a burst, and in as many seconds before it. */
  readonly served: number | null;
  readonly usually: number;
}

interface Worker {
  readonly life: Life;
  readonly word: Mark | null;
}

/** The stretches in which all workers of the hung ones' servers hung at once. */
export function outagesOf(hangs: readonly Hang[], found: Case): Outage[] {
  const instances = new Set(hangs.flatMap(({ process }) => process.life?.instance ?? []));
  return [...instances].flatMap((instance) => outagesIn(instance, hangs, found));
}

function outagesIn(instance: Instance, hangs: readonly Hang[], { processes, to }: Case): Outage[] {
  const workers = processes.flatMap((process): Worker[] => {
    const { life } = process;
    return life?.instance === instance && life.role === "worker" ? [{ life, word: wordOfLeaving(process) }] : [];
  });
  return hangs.flatMap(({ process, word }) => {
    if (process.life?.instance !== instance) return [];
    const there = workers.filter(({ life }) => isThere(life, word));
    const gone = there.every((worker) => worker.life === process.life || (worker.word && isBefore(worker.word, word)));
    return gone ? (stretch(saidAt(process, word), word, there.length, workers, to) ?? []) : [];
  });
}

/** Whether the process lived when the line was written. */
const isThere = ({ start, exits }: Life, at: Mark): boolean =>
  (start === null || isBefore(start, at)) && !exits.some(({ mark }) => isBefore(mark, at));

/** From the last goodbye until a newcomer, the word of a stop, or the end of the logs. */
function stretch(from: Span, word: Mark, count: number, workers: readonly Worker[], to: number | null): Outage | null {
  const starts = workers.flatMap(({ life }) => (life.start && isBefore(word, life.start) ? [life.start] : []));
  const stops = workers.flatMap(({ life }) => stopsOf(life).filter((mark) => isBefore(word, mark)));
  const [next] = [...starts, ...stops].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  const until = next ? widened(next.span) : { earliest: to, latest: null };
  if (from.earliest === null || from.latest === null || until.earliest === null) return null;
  const least = until.earliest - from.latest;
  if (least < outageMs) return null;
  const most = until.latest === null ? null : until.latest - from.earliest;
  const { served, usually } = next ? burstOf(workers, word, next, from.latest) : { served: null, usually: 0 };
  return {
    least,
    most,
    from: from.earliest,
    until: until.earliest,
    offset: word.offset,
    workers: count,
    served,
    usually,
  };
}

const ordered: ReadonlySet<Cause | null> = new Set<Cause | null>(["shutdown", "reload"]);
const stopsOf = ({ reasons }: Life): Mark[] =>
  reasons.filter(({ cause }) => ordered.has(cause)).map(({ mark }) => mark);

/** What the newcomers answered at first, against what was usual before. */
function burstOf(
  workers: readonly Worker[],
  word: Mark,
  next: Mark,
  to: number,
): { served: number | null; usually: number } {
  const before = workers.map(({ life }) => life).filter(({ start }) => start === null || isBefore(start, word));
  const firsts = before.map(({ firstAt }) => firstAt).filter((at) => at !== null);
  const served = workers
    .map(({ life }) => life)
    .filter((life) => life.start === next || (life.firstAt !== null && isSoon(life, next)))
    .reduce((sum, { early }) => sum + early, 0);
  const asked = before.reduce((sum, { requests }) => sum + requests, 0);
  const seconds = (to - Math.min(...firsts)) / earlyMs;
  const usually = seconds > 0 ? Math.round(asked / Math.max(1, seconds)) : 0;
  return { served: usually > 0 && served >= burst * usually ? served : null, usually };
}

const isSoon = ({ start, firstAt }: Life, next: Mark): boolean =>
  start !== null && !isBefore(start, next) && firstAt !== null && firstAt - (next.span.earliest ?? 0) < earlyMs;

/** `From 13:50:13.000 on, all 4 workers hung at once ...` */
export function outageText({ from, offset, workers, served, usually, until }: Outage): string {
  const all = workers > 2 ? `all ${figure(workers)} workers` : workers === 2 ? "both workers" : "the only worker";
  const clients = "no line tells whether their clients still waited";
  const after =
    served === null
      ? clients
      : `the newcomers answered ${count(served, "request")} in their first ${formatDuration(earlyMs)} (usual: ${figure(usually)}), and ${clients}`;
  return `From ${formatClock(from, offset).slice(0, 8)} until ${formatClock(until, offset).slice(0, 8)} at least, ${all} hung, and requests had to wait: ${after}.`;
}
