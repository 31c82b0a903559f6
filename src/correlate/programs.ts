import type { Event } from "../events.ts";
import { exitCause } from "./exit-cause.ts";
import type { Mark } from "./mark.ts";

/** A run of a program, as one who starts it by name tells of it: systemd's unit, a container. */
export interface Run {
  readonly start: Mark;
  readonly end: Mark;
  readonly exitCode: number | null;
}

/** A program whose processes nobody gives a pid. */
export interface Program {
  readonly server: string;
  readonly name: string;
  /** Runs that ended by themselves one after the other, none of them for long; the latest such row of at least two. */
  runs: readonly Run[];
  /** When it was started again after them, if it was. */
  next: Mark | null;
}

interface State extends Program {
  started: Mark | null;
  row: Run[];
}

/** Who was up for longer had started, ms. */
const longMs = 60_000;
/** Runs kept of a row, and programs kept. */
const runsKept = 100;
const programsKept = 1_000;
/** Statuses of a program that left as it was told: none wrong, 128 and INT or TERM. */
const orderly: ReadonlySet<number> = new Set([0, 130, 143]);

/** The programs of one stream that come and go by name alone. */
export class Programs {
  readonly #states = new Map<string, State>();

  get all(): Program[] {
    return [...this.#states.values()].map((state) => (state.row.length > state.runs.length ? told(state) : state));
  }

  /** The program of that name is being started. */
  starts({ parser, worker }: Event, marked: () => Mark): void {
    if (worker === null) return;
    const key = `${parser}\u0000${worker}`;
    let state = this.#states.get(key);
    if (!state) {
      if (this.#states.size >= programsKept) return;
      state = { server: parser, name: String(worker), runs: [], next: null, started: null, row: [] };
      this.#states.set(key, state);
    }
    if (state.started) return;
    state.started = marked();
    if (state.row.length === 0) return;
    if (state.row.length >= state.runs.length) state.runs = [...state.row];
    state.next = state.started;
  }

  /** A process of that name is gone. */
  ends(event: Event, end: Mark): void {
    const state = this.#states.get(`${event.parser}\u0000${event.worker}`);
    const start = state?.started;
    if (!state || !start) return;
    state.started = null;
    if (event.sign === "gave-up") {
      // What was being started was not, after all.
      state.next = null;
      return;
    }
    const { exitCode } = event;
    const isOrderly = exitCause(event) === "shutdown" || (exitCode !== null && orderly.has(exitCode));
    if (isOrderly || !isShort(start, end)) state.row = [];
    else if (state.row.length < runsKept) state.row.push({ start, end, exitCode });
  }
}

const isShort = (start: Mark, { span: { latest } }: Mark): boolean =>
  start.span.earliest !== null && latest !== null && latest - start.span.earliest <= longMs;

const told = ({ row, ...state }: State): Program => ({ ...state, runs: [...row], next: null });
