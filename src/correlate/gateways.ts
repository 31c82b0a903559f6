import type { Cause, Event } from "../events.ts";
import type { Reading } from "../recognise/reading.ts";
import { type Instance, isGone, type Life } from "./life.ts";
import { type Mark, placeOf } from "./mark.ts";

/** Lines kept of the answers that came too late; all are counted. */
const answersKept = 100;
/** Failures of a proxy so close to each other are one burst, no longer than `burstMs`. */
const gapMs = 1_000;
const burstMs = 4_000;
/** Bursts remembered per stream. */
const burstsKept = 1_000;
/** A request's time is its start in whole seconds. */
const stepMs = 1_000;

/** A server whose gateways had all gone while its workers still had requests of theirs in hand. */
export interface Closure {
  readonly instance: Instance;
  readonly gateways: readonly Life[];
  /** The end of the last of them. */
  readonly mark: Mark;
  /** Requests of its workers answered since. */
  count: number;
  /** The lines of the first of those answers. */
  readonly answers: Mark[];
  /** Answers to requests that began after it: by another way, or from a queue. */
  later: number;
}

/** Requests that a proxy got no answer to, close to each other. */
export interface Burst {
  /** The proxy that says so. */
  readonly server: string;
  readonly cause: Cause | null;
  readonly mark: Mark;
  /** Epoch ms. */
  from: number;
  to: number;
  count: number;
}

/** What one stream shows of answers that did not get from workers through their server's gateway to a client. */
export class Gateways {
  readonly closures: Closure[] = [];
  /** The closure that stands, by server. */
  readonly #closed = new Map<Instance, Closure>();

  /** A process of a server is gone, as `mark` says. */
  left({ role, instance }: Life, mark: Mark): void {
    if (role !== "gateway") return;
    const gateways = gatewaysOf(instance);
    if (!gateways.every(isGone)) return;
    const closure = { instance, gateways, mark, count: 0, answers: [], later: 0 };
    this.#closed.set(instance, closure);
    this.closures.push(closure);
  }

  /** A worker has answered a request. */
  answered(life: Life, reading: Reading, marked: () => Mark): void {
    const closure = this.#closed.size > 0 ? this.#closed.get(life.instance) : undefined;
    if (!closure) return;
    if (life.instance.ended !== null || !gatewaysOf(life.instance).every(isGone)) {
      this.#closed.delete(life.instance);
      return;
    }
    // Who was born since never had a request of theirs.
    if (life.start !== null && placeOf(life.start) > placeOf(closure.mark)) return;
    const by = closure.mark.span.latest;
    if (by !== null && reading.at !== null && reading.at > by + stepMs) {
      closure.later++;
      return;
    }
    closure.count++;
    if (closure.answers.length < answersKept) closure.answers.push(marked());
  }
}

/** Requests of one stream's proxies that the processes behind them did not answer. */
export class Unanswered {
  readonly bursts: Burst[] = [];

  /** A proxy had no answer from the process behind it. */
  see({ parser, cause }: Event, mark: Mark): void {
    const at = mark.span.latest ?? mark.at;
    if (at === null) return;
    const known = this.bursts.findLast((b) => b.server === parser && b.cause === (cause ?? null));
    if (known && at >= known.from && at - known.to <= gapMs && at - known.from <= burstMs) {
      known.count++;
      known.to = Math.max(known.to, at);
    } else if (this.bursts.length < burstsKept)
      this.bursts.push({ server: parser, cause: cause ?? null, mark, from: at, to: at, count: 1 });
  }
}

const gatewaysOf = ({ slots }: Instance): Life[] => [...slots.values()].filter(({ role }) => role === "gateway");
