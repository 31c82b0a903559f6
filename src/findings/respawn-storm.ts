import type { Case, Death } from "../correlate/case.ts";
import type { Instance } from "../correlate/life.ts";
import type { Omen } from "../correlate/omens.ts";
import type { ProcessFacts } from "../correlate/processes.ts";
import type { Cause } from "../events.ts";
import { groupBy } from "../recognise/group-by.ts";
import { count, enumerate } from "../report/text.ts";
import { formatClock, formatDuration } from "../time/format.ts";
import { burstIn, type Interval } from "./bursts.ts";
import type { Finding, Rule } from "./finding.ts";
import { loopsOf } from "./loops.ts";
import { between, firstFew, spreadOf, times } from "./measure.ts";

/** Deaths that are few even if they come at once. */
const few = 5;
/** A storm comes so many times as fast as deaths otherwise do. */
const ratio = 4;
/** What goes on for a larger part of the time is usual. */
const part = 0.5;
/** Deaths for each slot: of workers that all go at the same time, each goes once. */
const perSlot = 2;
/** Deaths that a server's word that they come too fast is about, ms around it, and how many there must be. */
const aroundMs = 10_000;
const fewTold = 3;
const fewWords = 2;
/** The part of the deaths that it is about at the least: one of many is an accident. */
const toldPart = 0.2;

/** Ends that somebody ordered for all processes. */
const ordered: ReadonlySet<Cause> = new Set(["reload", "shutdown", "scale-down", "master-died"]);
/** Limits that a process meets the sooner, the more there is to do: no storm by themselves. */
const byLoad: ReadonlySet<Cause> = new Set(["max-requests", "max-lifetime"]);

/** A process that died by itself, and when. */
interface Fall extends Interval {
  readonly process: ProcessFacts;
  readonly death: Death;
}

interface Storm extends Interval {
  readonly server: string;
  readonly count: number;
  /** How many the rate of the rest of the time would bring in a stretch as long as this. */
  readonly usual: number;
  readonly falls: readonly Fall[];
  readonly throttled: readonly Omen[];
}

/** Processes of a server that are replaced far more often than in the rest of the logs, or so fast that the server says so. */
export const respawnStorm: Rule = {
  id: "respawn-storm",
  find: (found) => {
    const loops = loopsOf(found);
    const told = new Set(loops.flatMap(({ attempts }) => attempts.flatMap(({ processes }) => processes)));
    const groups = groupBy(found.processes, ({ life }) => life?.instance);
    return [...groups].flatMap(([instance, processes]) => {
      if (!instance) return [];
      const storm = stormOf(instance, processes, told, found);
      return storm ? [findingOf(storm, found)] : [];
    });
  },
};

function stormOf(
  instance: Instance,
  processes: readonly ProcessFacts[],
  told: ReadonlySet<ProcessFacts>,
  { omens, to }: Case,
): Storm | null {
  const { server } = instance;
  const falls = processes.filter((process) => !told.has(process)).flatMap(fallOf);
  const words = omens.filter((omen) => omen.sign === "throttled" && omen.server === server && isAbout(omen, instance));
  if (falls.length < fewTold || (falls.length < few && words.length === 0)) return null;
  const period = periodOf(instance, processes, falls, to);
  const limits = { count: Math.max(few, perSlot * atOnce(processes)), ratio, part };
  const burst = burstIn(falls.filter(isOwn), period, limits) ?? burstIn(falls, period, limits);
  if (!burst) return toldOf(server, falls, words, period);
  const throttled = within(words.map(timed), burst).map(({ omen }) => omen);
  const own = within(falls, burst);
  // By other causes than the limits that follow the load; or too fast even so, as the server says.
  if (throttled.length === 0 && 2 * own.filter(isOwn).length <= own.length) return null;
  return stormIn(burst, server, falls, throttled, period);
}

const isOwn = ({ death }: Fall): boolean => !byLoad.has(death.cause);

function stormIn(
  { from, to }: Interval,
  server: string,
  falls: readonly Fall[],
  throttled: readonly Omen[],
  period: Interval,
): Storm {
  const own = within(falls, { from, to });
  const rest = Math.max(0, period.to - period.from - (to - from));
  const others = falls.length - own.length;
  const usual = rest > 0 ? (others / rest) * (to - from) : 0;
  return { server, falls: own, throttled, from, to, count: own.length, usual };
}

/** What the server's own word that its processes go too fast is about. */
function toldOf(server: string, falls: readonly Fall[], words: readonly Omen[], period: Interval): Storm | null {
  const times = words.map(timed);
  const around = {
    from: Math.min(...times.map(({ from }) => from)) - aroundMs,
    to: Math.max(...times.map(({ to }) => to)) + aroundMs,
  };
  const own = within(falls, around);
  if (own.length < fewTold || words.length < fewWords || words.length < toldPart * own.length) return null;
  const [from, to] = [Math.min(...own.map((fall) => fall.from)), Math.max(...own.map((fall) => fall.to))];
  return stormIn({ from, to }, server, falls, words, period);
}

/** The most processes that were up at the same time. */
function atOnce(processes: readonly ProcessFacts[]): number {
  const changes = processes
    .filter(({ life }) => life?.role !== "master")
    .flatMap(({ life, death }) => [
      { at: life?.start?.span.latest ?? life?.firstAt ?? Number.NEGATIVE_INFINITY, by: 1 },
      { at: death?.span.earliest ?? death?.span.latest ?? Number.POSITIVE_INFINITY, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let [up, most] = [0, 0];
  for (const { by } of changes) {
    up += by;
    most = Math.max(most, up);
  }
  return most;
}

function fallOf(process: ProcessFacts): Fall[] {
  const { life, death } = process;
  if (!death || life?.role === "master" || ordered.has(death.cause)) return [];
  const { earliest, latest } = death.span;
  const [from, to] = [earliest ?? latest, latest ?? earliest];
  return from === null || to === null ? [] : [{ process, death, from, to }];
}

const timed = (omen: Omen): Interval & { readonly omen: Omen } => {
  const { earliest, latest } = omen.mark.span;
  return { omen, from: earliest ?? latest ?? 0, to: latest ?? earliest ?? 0 };
};

const within = <T extends Interval>(items: readonly T[], { from, to }: Interval): T[] =>
  items.filter((item) => item.from >= from && item.to <= to);

/** A word that names no process is about the servers of the stream that it stands in. */
const isAbout = ({ life, mark }: Omen, instance: Instance): boolean =>
  life ? life.instance === instance : instance.peers.some(({ start }) => start?.source === mark.source);

function periodOf(
  { begun, ended }: Instance,
  processes: readonly ProcessFacts[],
  falls: readonly Fall[],
  end: number | null,
): Interval {
  const starts = [begun, ...processes.map(({ life }) => life?.start ?? null)].map(
    (mark) => mark?.span.earliest ?? null,
  );
  const from = [...starts, ...falls.map((fall) => fall.from)].filter((at) => at !== null);
  const to = [ended?.mark.span.latest ?? end, ...falls.map((fall) => fall.to)].filter((at) => at !== null);
  return { from: Math.min(...from), to: Math.max(...to) };
}

function findingOf(storm: Storm, { unfinished, deaths }: Case): Finding {
  const own = new Set(storm.falls.map(({ death }) => death));
  const losses = unfinished.filter(({ death }) => death !== null && own.has(death));
  const length = Math.max(1_000, storm.to - storm.from);
  const lifetimes = storm.falls.flatMap(({ process, death }) => lifetimeOf(process, death));
  const median = spreadOf(lifetimes)?.median ?? null;
  return {
    severity: losses.length > 0 ? "critical" : "warning",
    title: `${count(storm.count, `${storm.server} process`)} died and were replaced within ${formatDuration(length)}, where ${tenth(storm.usual)} would be usual`,
    detail: detailOf(storm, median, losses.length),
    servers: [storm.server],
    figures: {
      respawns: storm.count,
      windowMs: length,
      usual: tenth(storm.usual),
      peakPerMinute: tenth((storm.count / length) * 60_000),
      basePerMinute: tenth((storm.usual / length) * 60_000),
      throttled: storm.throttled.length,
      tasks: losses.length,
      ...(median === null ? {} : { medianLifetimeMs: Math.round(median) }),
    },
    losses,
    deaths: deaths.filter((death) => own.has(death)),
    evidence: firstFew([
      ...storm.throttled.slice(0, 1).map(({ mark }) => mark),
      ...storm.falls.slice(0, 3).flatMap(({ death }) => death.evidence[0] ?? []),
      ...storm.falls.slice(-1).flatMap(({ death }) => death.evidence[0] ?? []),
    ]),
  };
}

function detailOf({ falls, throttled, from, to }: Storm, median: number | null, losses: number): string {
  const offset = falls[0]?.death.offset ?? 0;
  const clock = (at: number): string => formatClock(at, offset).slice(0, 8);
  const slots = falls.map(({ process }) => process.life?.worker ?? null).filter((worker) => worker !== null);
  const where = slots.length > 0 ? `, in ${tallied(slots.toSorted(), "slot")}` : "";
  return [
    `From ${clock(from)} to ${clock(to)}: ${tallied(falls.map(({ death }) => death.cause))}${where}.`,
    median === null ? "" : `Half of them lived less than ${formatDuration(Math.max(1, median))}.`,
    throttled.length > 0 ? `The server held starts back ${times(throttled.length)}, since they came too fast.` : "",
    losses > 0 ? `${count(losses, "task")} went with them.` : "No known task went with them.",
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** `8 by crash, 2 by exit`, or `slot 1 (6 times) and slot 2 (5 times)` */
function tallied(values: readonly (string | number)[], noun?: string): string {
  const groups = [...groupBy(values, (value) => value)].map(([value, same]) => ({ value, n: same.length }));
  if (noun === undefined) return enumerate(groups.sort((a, b) => b.n - a.n).map(({ value, n }) => `${n} by ${value}`));
  const shown = groups.slice(0, 6).map(({ value, n }) => `${noun} ${value} (${times(n)})`);
  return enumerate(groups.length > 6 ? [...shown, `${groups.length - 6} more`] : shown);
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function lifetimeOf({ life }: ProcessFacts, death: Death): number[] {
  const lived = life?.start ? between(life.start.span, death.span) : null;
  return lived ? [(lived.least + lived.most) / 2] : [];
}
