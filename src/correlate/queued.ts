import type { Acceptance, Waiting } from "./accepted.ts";
import { asidesOf } from "./aside.ts";
import type { Death, Loss, StreamFacts } from "./case.ts";
import { type Mark, placeOf } from "./mark.ts";

/** Of work that began, at most this share may have been accepted by another process: else a broker holds the queue. */
const elsewhereShare = 0.2;
/** Of accepted work, at most this share may have been passed over by later one: else acceptance announces no start. */
const passedShare = 0.1;
/** Clocks that are cut to whole seconds, ms. */
const slackMs = 1_000;

/** Work that was accepted, and never begun when whoever held it was gone. */
export interface Gone {
  readonly id: string;
  readonly name: string | null;
  readonly mark: Mark;
  /** The end of its process; null where its server was stopped or started anew, as `told` says. */
  readonly death: Death | null;
  readonly told: Mark | null;
  /** It was to be expected: an announced stop. */
  readonly stopped: boolean;
}

/** A wording (or a server's message) by which work is accepted, and what came of it at one place. */
export interface Queue {
  readonly server: string | null;
  readonly gone: readonly Gone[];
  /** Accepted, not begun, and held by what lives on. */
  readonly stillWaiting: number;
  /** Accepted once more, or begun by another process than had accepted it. */
  readonly redelivered: number;
  /** Beyond what could be remembered. */
  readonly dropped: number;
  /** Whether starts of such work are logged at all. */
  readonly startsSeen: boolean;
}

/** The queues of one place. `lost`: its unfinished tasks, which did begin; `deaths`: its dead processes. */
export function queuesOf(streams: readonly StreamFacts[], lost: readonly Loss[], deaths: readonly Death[]): Queue[] {
  const begun = new Set(lost.flatMap(({ task }) => task.ids));
  const told = new Set<string>();
  const queues: Queue[] = [];
  const asides = asidesOf(streams);
  for (const { accepted: own } of asides) {
    const others = asides.filter(({ accepted }) => accepted !== own);
    const byKind = new Map<Acceptance, Waiting[]>([...own.kinds].map((kind) => [kind, []]));
    for (const [key, waiting] of own.waiting) {
      const { id, by } = waiting;
      // Told by a copy of this stream, too; begun in another one.
      const known = told.has(key) || begun.has(id) || others.some(({ accepted }) => accepted.mayHaveBegun(id));
      told.add(key);
      if (known) by.begun++;
      else byKind.get(by)?.push(waiting);
    }
    for (const [kind, waiting] of byKind) {
      const startsSeen =
        kind.started > 0 || others.some(({ accepted }) => kind.ended.some((id) => accepted.mayHaveBegun(id)));
      const queue = queueOf(kind, waiting, streams, deaths);
      if (queue) queues.push({ ...queue, startsSeen });
    }
  }
  return queues;
}

function queueOf(
  kind: Acceptance,
  waiting: readonly Waiting[],
  streams: readonly StreamFacts[],
  deaths: readonly Death[],
): Omit<Queue, "startsSeen"> | null {
  const passed = (w: Waiting): boolean => kind.server === null && w.number < (kind.reached.get(w.pid) ?? 0);
  const ahead = waiting.filter((w) => !passed(w));
  if (!isQueue(kind, waiting.length - ahead.length)) return null;
  const gone = ahead.flatMap((w) => goneWith(w, streams, deaths) ?? []);
  return {
    server: kind.server,
    gone,
    stillWaiting: ahead.length - gone.length,
    redelivered: kind.again + kind.begunElsewhere,
    dropped: kind.dropped,
  };
}

/** Whether what is accepted so begins later, within the process that accepted it. */
function isQueue({ ignored, begun, begunElsewhere }: Acceptance, passed: number): boolean {
  return !ignored && begun > 0 && begunElsewhere <= elsewhereShare * begun && passed <= passedShare * begun;
}

function goneWith(waiting: Waiting, streams: readonly StreamFacts[], deaths: readonly Death[]): Gone | null {
  const { id, name, pid, mark, by, restarted } = waiting;
  const facts = { id, name, mark };
  const isAfter = (at: number | null): boolean => at === null || mark.at === null || at + slackMs >= mark.at;
  if (pid > 0) {
    const death = deaths.find((d) => d.pid === pid && isAfter(d.span.latest));
    return death ? { ...facts, death, told: null, stopped: false } : null;
  }
  if (by.server === null) return null;
  const master = deaths.find((d) => d.server === by.server && d.role === "master" && isAfter(d.span.latest));
  const stops = streams
    .flatMap(({ server }) => server.instances)
    .filter(({ server }) => server === by.server)
    .flatMap(({ ended, procedures }) => [...(ended ? [ended] : []), ...procedures])
    .filter(({ cause, mark: said }) => cause === "shutdown" && isAfter(said.span.latest) && isBehind(said, mark))
    .filter(({ mark: said }) => restarted === null || isBefore(said, restarted));
  const told = stops[0]?.mark ?? restarted;
  if (!told && !master) return null;
  return { ...facts, death: master ?? null, told, stopped: stops.length > 0 };
}

/** Not before it in the same source. */
const isBehind = (mark: Mark, other: Mark): boolean => mark.source !== other.source || placeOf(mark) > placeOf(other);

/** Surely before it. */
const isBefore = (mark: Mark, other: Mark): boolean =>
  mark.source === other.source
    ? placeOf(mark) < placeOf(other)
    : mark.span.latest !== null && other.at !== null && mark.span.latest <= other.at;
