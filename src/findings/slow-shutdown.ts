import type { Case, Death, Loss } from "../correlate/case.ts";
import { byPlace, type Mark } from "../correlate/mark.ts";
import type { ProcessFacts } from "../correlate/processes.ts";
import type { Cause } from "../events.ts";
import { groupBy } from "../recognise/group-by.ts";
import { count, enumerate, figure } from "../report/text.ts";
import { formatClock, formatDuration } from "../time/format.ts";
import type { Span } from "../time/span.ts";
import type { Finding, Rule } from "./finding.ts";
import { hangsOf, longText } from "./hung.ts";
import { endOf, forcedPids, widened } from "./leaving.ts";
import { firstFew, spreadOf } from "./measure.ts";

/** What processes are told to go for, as people call it. */
const orders: ReadonlyMap<Cause | null, string> = new Map([
  ["shutdown", "a stop"],
  ["reload", "a reload"],
  ["scale-down", "scaling down"],
]);
/** Nothing faster than this is slow, ms; nor what is not so many times as slow as the server's other stops. */
const slowMs = 5_000;
const slower = 3;
/** Work that goes on for so long after the order was waited for, ms. */
const waitedMs = 2_000;
/** Orders so close to each other are of one stop, ms. */
const oneStopMs = 5_000;

/** A process that was told to go. */
interface Stop {
  readonly process: ProcessFacts;
  readonly death: Death;
  readonly cause: Cause;
  readonly order: Mark;
  readonly from: Span;
  readonly end: Span;
  /** How long it took, ms; `most` is null where no line bounds the end. */
  readonly least: number;
  readonly most: number | null;
  readonly forced: boolean;
  readonly kill: Mark | null;
  readonly losses: readonly Loss[];
}

/** Stops, reloads and reductions that took far longer than the server's other ones, or whose end was forced: by server. */
export const slowShutdown: Rule = {
  id: "slow-shutdown",
  find: (found) => {
    const hanging = new Set(hangsOf(found).map(({ process }) => process));
    const instances = new Set([...hanging].map(({ life }) => life?.instance));
    // A master that waits for processes that hang is no matter of its own.
    const isTold = ({ process }: Stop): boolean =>
      hanging.has(process) || (process.life?.role === "master" && instances.has(process.life.instance));
    const stops = stopsOf(found);
    return [...groupBy(stops, ({ process }) => process.life?.server ?? "")].flatMap(([server, all]) => {
      const slow = withoutMasters(all.filter((stop) => !isTold(stop) && isSlow(stop, all))).filter(
        (stop) => !isRecycled(stop),
      );
      return slow.length > 0 ? [findingOf(server, slow, all)] : [];
    });
  },
};

/** What a reload or a reduction costs, unless it is by force, is another finding's. */
const isRecycled = ({ cause, forced, losses }: Stop): boolean => cause !== "shutdown" && !forced && losses.length > 0;

function stopsOf(found: Case): Stop[] {
  const forced = forcedPids(found);
  const kills = new Set(found.omens.filter(({ sign }) => sign === "forced").map(({ mark }) => mark));
  const losses = groupBy(found.unfinished, ({ death }) => death);
  return found.processes.flatMap((process): Stop[] => {
    const { death } = process;
    const order = death && orderOf(process, kills);
    if (!order || !orders.has(death.cause)) return [];
    const [from, end] = [widened(order.span), seenEndOf(process, endOf(process, forced, found))];
    if (from.latest === null || end.earliest === null) return [];
    const kill = forced.get(process.pid) ?? null;
    return [
      {
        process,
        death,
        cause: death.cause,
        order,
        from,
        end,
        least: Math.max(0, end.earliest - from.latest),
        most: end.latest === null || from.earliest === null ? null : Math.max(0, end.latest - from.earliest),
        forced: kill !== null || death.signal === "SIGKILL",
        kill,
        losses: losses.get(death) ?? [],
      },
    ];
  });
}

/** Whoever waits for a process writes the record of its exit when it has waited: that, not the exit, ends the stop. */
function seenEndOf({ life }: ProcessFacts, end: Span): Span {
  const record = life?.exits.find(({ basis }) => basis === "record")?.mark.span;
  if (record === undefined || record.earliest === null) return end;
  const { earliest, latest } = widened(record);
  return { earliest: Math.max(earliest ?? 0, end.earliest ?? 0), latest: latest ?? end.latest };
}

/**
 * The word by which it was told to go: the first that was about it alone, since a server can take its processes in turn; else
 * the one that was about all; else its own goodbye.
 */
function orderOf({ life }: ProcessFacts, kills: ReadonlySet<Mark>): Mark | null {
  const exits = new Set(life?.exits.map(({ mark }) => mark));
  const told = (life?.reasons ?? []).filter(
    ({ cause, mark }) => orders.has(cause) && !kills.has(mark) && !exits.has(mark),
  );
  const peers = life?.instance.peers.filter((peer) => peer !== life) ?? [];
  const isShared = (mark: Mark): boolean => peers.some(({ reasons }) => reasons.some((reason) => reason.mark === mark));
  const others = told.filter(({ farewell }) => !farewell);
  const own = others.filter(({ mark }) => !isShared(mark));
  const [marks = told] = [own, others].filter((some) => some.length > 0);
  return marks.map(({ mark }) => mark).toSorted(byTime)[0] ?? null;
}

const byTime = (a: Mark, b: Mark): number =>
  a.source === b.source ? byPlace(a, b) : (a.span.earliest ?? 0) - (b.span.earliest ?? 0);

function isSlow(stop: Stop, all: readonly Stop[]): boolean {
  if (stop.forced || isCut(stop)) return true;
  const usual = usualMs(stop, all);
  return stop.least >= slowMs && (usual === null || stop.least >= slower * usual);
}

/** Its work went on after the order, and had not ended when it did. */
const isCut = ({ from, least, losses }: Stop): boolean =>
  least >= waitedMs && losses.some(({ task }) => ((task.last ?? task.start).at ?? 0) - (from.latest ?? 0) >= waitedMs);

/** What the server's other stops take, ms; null where there are none. */
function usualMs({ from }: Stop, all: readonly Stop[]): number | null {
  const others = all.filter((other) => Math.abs((other.from.latest ?? 0) - (from.latest ?? 0)) > oneStopMs);
  const times = others.flatMap(({ least, most }) => (most === null ? [] : [(least + most) / 2]));
  return spreadOf(times)?.median ?? null;
}

/** A master goes last: where others of it are slow, it waits for them. */
function withoutMasters(slow: readonly Stop[]): Stop[] {
  const others = new Set(
    slow.flatMap(({ process: { life } }) => (life && life.role !== "master" ? [life.instance] : [])),
  );
  return slow.filter(({ process: { life } }) => life?.role !== "master" || !others.has(life.instance));
}

function findingOf(server: string, slow: readonly Stop[], all: readonly Stop[]): Finding {
  const sorted = slow.toSorted((a, b) => b.least - a.least || a.process.pid - b.process.pid);
  const [longest] = sorted;
  const forced = slow.filter((stop) => stop.forced).length;
  const losses = all.filter((stop) => slow.includes(stop) || isOfOne(stop, slow)).flatMap((stop) => stop.losses);
  return {
    severity: forced > 0 || losses.length > 0 ? "warning" : "info",
    title:
      `${nameOf(server, slow)} took ${longest ? tookText(longest, slow.length > 1) : ""} to go at ${causesOf(slow)}` +
      (forced > 0 ? `, and ${forced < slow.length ? `${figure(forced)} ` : ""}had to be killed` : "") +
      (losses.length > 0 ? `: ${count(losses.length, "task")} lost` : ""),
    detail: [
      ...(longest ? [whenText(longest)] : []),
      workText(slow, losses.length),
      ...(longest ? usualText(longest, all) : []),
    ].join(" "),
    servers: server === "" ? [] : [server],
    figures: {
      processes: slow.length,
      forced,
      tasks: losses.length,
      endedAfterOrder: endedIn(slow),
      ...(longest ? { slowestLeastMs: longest.least } : {}),
      ...(longest && longest.most !== null ? { slowestMostMs: longest.most } : {}),
    },
    losses,
    deaths: sorted.map(({ death }) => death),
    evidence: firstFew(
      sorted
        .slice(0, 2)
        .flatMap(({ order, kill, death }) => [order, ...(kill ? [kill] : []), ...death.evidence.slice(-1)]),
    ),
  };
}

/** Whether a slow master waited for the process. */
const isOfOne = ({ process, from }: Stop, slow: readonly Stop[]): boolean =>
  slow.some(
    (other) =>
      other.process.life?.role === "master" &&
      other.process.life.instance === process.life?.instance &&
      Math.abs((other.from.latest ?? 0) - (from.latest ?? 0)) <= oneStopMs,
  );

function nameOf(server: string, slow: readonly Stop[]): string {
  const roles = new Set(slow.map(({ death }) => death.role));
  const [role = "process"] = roles;
  return count(slow.length, `${server} ${roles.size === 1 ? role : "process"}`.trim());
}

/** `30 s to 31 s`; of several, `up to 31 s` */
const tookText = (longest: Stop, many: boolean): string =>
  many && longest.most !== null ? `up to ${formatDuration(longest.most)}` : longText(longest);

const causesOf = (slow: readonly Stop[]): string =>
  enumerate([...new Set(slow.map(({ cause }) => orders.get(cause) ?? cause))]);

/** `The order came at 13:56:54, the end not before 13:56:57.` */
function whenText({ from, end, order }: Stop): string {
  const clock = (at: number | null): string => formatClock(at ?? 0, order.offset).slice(0, 8);
  const [first, last] = [clock(from.earliest ?? from.latest), clock(from.latest)];
  const when = first === last ? `at ${first}` : `between ${first} and ${last}`;
  return `The order came ${when}, the end not before ${clock(end.earliest)}.`;
}

function endedIn(slow: readonly Stop[]): number {
  return slow.reduce((sum, { process, from }) => sum + (process.seen?.ends?.since(from.latest ?? 0) ?? 0), 0);
}

/** What was waited for. */
function workText(slow: readonly Stop[], lost: number): string {
  const ended = endedIn(slow);
  if (ended === 0 && lost === 0) return "No line tells what was waited for.";
  const parts = [
    ...(ended > 0 ? [`${count(ended, "task")} ended in that time`] : []),
    ...(lost > 0 ? [`${count(lost, "task")} had not ended and went with ${slow.length === 1 ? "it" : "them"}`] : []),
  ];
  return `Work was still running: ${parts.join(", ")}.`;
}

function usualText(longest: Stop, all: readonly Stop[]): string[] {
  const usual = usualMs(longest, all);
  return usual === null ? [] : [`The server's other stops take ${formatDuration(Math.round(usual))}.`];
}
