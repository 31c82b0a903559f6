import type { Case } from "../correlate/case.ts";
import type { Instance, Life } from "../correlate/life.ts";
import { type Mark, placeOf } from "../correlate/mark.ts";
import type { Omen } from "../correlate/omens.ts";
import type { ProcessFacts } from "../correlate/processes.ts";
import type { Cause } from "../events.ts";
import { groupBy } from "../recognise/group-by.ts";
import { between } from "./measure.ts";

/** Who was up for longer had started, ms. */
const longMs = 60_000;

/** Ends that nobody ordered. */
const failing: ReadonlySet<Cause> = new Set([
  "exit",
  "crash",
  "signal",
  "oom-kill",
  "request-timeout",
  "task-timeout",
  "respawn",
]);

/** Which processes of a case did any work, and which were started in vain. */
export class Starts {
  readonly #busy: ReadonlySet<unknown>;
  /** Places that show what their processes do. */
  readonly #shown: ReadonlySet<string>;
  readonly #told: ReadonlyMap<Instance | undefined, readonly Omen[]>;
  readonly #toldOf: ReadonlySet<Life>;
  readonly #givenUp: ReadonlySet<string>;
  readonly #masters: ReadonlyMap<string, readonly Instance[]>;

  constructor({ processes, omens, unfinished }: Case) {
    this.#busy = new Set(unfinished.map(({ death }) => death));
    this.#shown = new Set(processes.filter(({ seen }) => seen !== null).map(placeNameOf));
    const lives = processes.flatMap(({ life }) => life ?? []);
    const told = omens
      .filter(({ sign }) => sign === "boot-failed")
      .map((omen) => ({ ...omen, life: omen.life ?? speakerOf(omen, lives) }));
    this.#told = groupBy(told, ({ life }) => life?.instance);
    this.#toldOf = new Set(told.flatMap(({ life }) => life ?? []));
    this.#givenUp = new Set(omens.filter(({ sign }) => sign === "gave-up").map(slotNameOf));
    this.#masters = mastersOf(processes);
  }

  /** Whether anything shows that it got to work: a request answered, a task begun. */
  didWork({ life, seen, death }: ProcessFacts): boolean {
    return (life?.requests ?? 0) > 0 || seen?.ends != null || (death !== null && this.#busy.has(death));
  }

  /** The server's own words that its application did not boot. */
  wordsOf(instance: Instance): readonly Omen[] {
    return this.#told.get(instance) ?? [];
  }

  /** The servers whose master the process is. */
  ledBy(process: ProcessFacts): readonly Instance[] {
    return this.#masters.get(`${placeNameOf(process)} ${process.pid}`) ?? [];
  }

  /** Whether the process was started and went by itself, soon, and without having done anything. */
  isFalse(process: ProcessFacts): boolean {
    const { life, death } = process;
    if (!life?.start || !death || this.didWork(process)) return false;
    if (this.#toldOf.has(life) || this.ledBy(process).some((i) => this.wordsOf(i).length > 0)) return true;
    if (!failing.has(death.cause) || !this.#tells(process)) return false;
    if (death.exitCode === 0 && !this.#givenUp.has(slotNameOf(life))) return false;
    return this.isShort(process);
  }

  /** Whether the process went by itself, and soon, whatever it had done. */
  isShort({ life, death }: ProcessFacts): boolean {
    const lived = life?.start && death && failing.has(death.cause) ? between(life.start.span, death.span) : null;
    return lived !== null && lived.most <= longMs;
  }

  /** A worker that a signal ended can have died of its first request, which then leaves no line but the application's own. */
  #tells(process: ProcessFacts): boolean {
    const { life, death } = process;
    return typeof life?.worker === "string" || !death?.signal || this.#shown.has(placeNameOf(process));
  }
}

/** A name of the host and container that a process is in. */
export const placeNameOf = ({ host, scope }: ProcessFacts): string => `${host}\u0000${scope ?? ""}`;

/** A name of the slot of a server. */
export const slotNameOf = ({ server, worker }: Pick<Omen, "server" | "worker">): string => `${server}\u0000${worker}`;

/** When it started or, without a time, where that is told; for sorting within one server. */
export const orderOf = (mark: Mark | null): number => mark?.span.earliest ?? mark?.at ?? (mark ? placeOf(mark) : 0);

function mastersOf(processes: readonly ProcessFacts[]): Map<string, Instance[]> {
  const found = new Map<string, Set<Instance>>();
  for (const process of processes) {
    const instance = process.life?.instance;
    if (!instance || instance.master === null) continue;
    const key = `${placeNameOf(process)} ${instance.master}`;
    found.set(key, (found.get(key) ?? new Set()).add(instance));
  }
  return new Map([...found].map(([key, instances]) => [key, [...instances]]));
}

/** Whom a message without a pid is about: the process of the server that was told to start last before it. */
function speakerOf({ server, mark }: Omen, lives: readonly Life[]): Life | null {
  let last: Life | null = null;
  for (const life of lives) {
    const { start } = life;
    if (life.server !== server || !start || start.source !== mark.source || start.line > mark.line) continue;
    if (!last?.start || placeOf(last.start) < placeOf(start)) last = life;
  }
  return last;
}
