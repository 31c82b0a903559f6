import type { StreamFacts } from "./case.ts";
import { isGone, type Life } from "./life.ts";
import type { Mark } from "./mark.ts";

/** Two records of one moment may be written so far apart, ms: late lines, a farewell's last words, another reporter. */
const slackMs = 60_000;
/** A process that said farewell may go on for so long with what it has begun, ms. */
const lingerMs = 600_000;

/** When a process was seen, and what its server says of its life: epoch ms by one stream's clock, null where it does not tell. */
interface Trace {
  /** Not born before, gone by. */
  born: number | null;
  gone: number | null;
  first: number | null;
  last: number | null;
}

/** What a stream tells of each pid. A pid that began anew is taken as one long life. */
export type Traces = ReadonlyMap<number, Trace>;

/** How far a clock is to be put forward, at least and at most, ms, for every process to be seen within its life. */
export interface Bounds {
  low: number;
  high: number;
  /** The processes that tell. */
  readonly pids: Set<number>;
}

/** What the clock of some streams shows of every process. */
export function tracesOf(streams: readonly StreamFacts[]): Traces {
  const traces = new Map<number, Trace>();
  for (const life of streams.flatMap(({ server }) => server.lives)) {
    const known = traces.get(life.pid);
    if (life.pid >= 0) traces.set(life.pid, known ? both(known, lifeOf(life)) : lifeOf(life));
  }
  for (const { pid, first, last } of streams.flatMap(({ tasks }) => [...tasks.processes.values()])) {
    if (pid < 0) continue;
    const trace = traces.get(pid) ?? blank();
    traces.set(pid, trace);
    see(trace, first);
    see(trace, last);
  }
  return traces;
}

const blank = (): Trace => ({ born: null, gone: null, first: null, last: null });

function lifeOf(life: Life): Trace {
  const trace: Trace = {
    born: life.start?.span.earliest ?? null,
    gone: isGone(life) ? latest(life.exits.map((exit) => exit.mark)) : farewellOf(life),
    first: null,
    last: null,
  };
  see(trace, life.firstAt);
  see(trace, life.lastAt);
  const told = life.exits.filter((exit) => exit.basis === "record");
  for (const { mark } of [...told, ...life.reasons]) if (isInstant(mark)) see(trace, mark.span.latest);
  if (life.start && isInstant(life.start)) see(trace, life.start.span.latest);
  return trace;
}

const isInstant = ({ span }: Mark): boolean => span.earliest === span.latest;

function farewellOf(life: Life): number | null {
  const said = latest(life.reasons.filter((reason) => reason.farewell).map((reason) => reason.mark));
  return said === null ? null : said + lingerMs;
}

function latest(marks: readonly Mark[]): number | null {
  const times = marks.map((mark) => mark.span.latest).filter((at) => at !== null);
  return times.length > 0 ? Math.max(...times) : null;
}

function see(trace: Trace, at: number | null): void {
  if (at === null) return;
  trace.first = Math.min(trace.first ?? at, at);
  trace.last = Math.max(trace.last ?? at, at);
}

/** Two lives of one pid as one: its bounds are known only where those of both are. */
function both(a: Trace, b: Trace): Trace {
  const one: Trace = {
    born: a.born === null || b.born === null ? null : Math.min(a.born, b.born),
    gone: a.gone === null || b.gone === null ? null : Math.max(a.gone, b.gone),
    first: a.first,
    last: a.last,
  };
  see(one, b.first);
  see(one, b.last);
  return one;
}

/** Bounds that allow for anything. */
export const unbounded = (): Bounds => ({
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
  pids: new Set(),
});

/** How far one clock is to be put forward to agree with another. */
export function boundsOf(moved: Traces, other: Traces): Bounds {
  const bounds = unbounded();
  const atLeast = (pid: number, later: number | null, earlier: number | null): void => {
    if (later === null || earlier === null) return;
    bounds.low = Math.max(bounds.low, later - earlier - slackMs);
    bounds.pids.add(pid);
  };
  const atMost = (pid: number, later: number | null, earlier: number | null): void => {
    if (later === null || earlier === null) return;
    bounds.high = Math.min(bounds.high, later - earlier + slackMs);
    bounds.pids.add(pid);
  };
  for (const [pid, own] of moved) {
    const theirs = other.get(pid);
    if (!theirs) continue;
    atLeast(pid, theirs.born, own.first);
    atMost(pid, theirs.gone, own.last);
    atLeast(pid, theirs.last, own.gone);
    atMost(pid, theirs.first, own.born);
  }
  return bounds;
}
