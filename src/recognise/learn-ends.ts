import type { MessageReader } from "./message-reader.ts";
import type { Reading } from "./reading.ts";

/** Completed stretches from one start to the next that a wording must have closed before it is taken for an end. */
const enough = 3;
/** Share of its occurrences in which it must have been the last word. */
const agreement = 0.9;
/** Share of a start's stretches in which the vocabulary must have found an end for others to need none. */
const told = 0.5;
/** Rank of the level from which on a line tells of a failure. */
const error = 3;

/** A line between a start and the next one on its thread: its skeleton, and the words in it that could be ids. */
interface Word {
  readonly key: number;
  readonly runs: readonly string[];
  /** Said as an error. */
  readonly isError: boolean;
  /** The vocabulary knows it as an end. */
  readonly isEnd: boolean;
}

/** What follows a start on its thread. */
interface Stretch {
  readonly signature: string;
  readonly ids: readonly string[];
  readonly words: Word[];
}

interface Count {
  total: number;
  last: number;
  withId: number;
  errors: number;
  /** Index of the run that repeated the start's id. */
  run: number;
}

/**
 * Learns how tasks end from a sample of a log: people say "resolved", "handled", "shipped", or what no vocabulary foresees.
 * A wording that repeats the start's id and is nearly always the last one before its thread's next start is an end.
 */
export class EndLearner {
  readonly #messages: MessageReader;
  readonly #open = new Map<string, Stretch>();
  readonly #counts = new Map<string, Map<number, Count>>();
  /** By start, its stretches, and those in which the vocabulary found an end. */
  readonly #stretches = new Map<string, { total: number; ended: number }>();

  constructor(messages: MessageReader) {
    this.#messages = messages;
  }

  /** Takes in the reading of a line of the sample, just read through the same MessageReader. */
  see(reading: Reading): void {
    const { event } = reading;
    // What a process said last before it was killed is no end, and whoever has its name next is another.
    if (event?.kind === "process-exit" && typeof event.worker === "string")
      this.#open.delete(threadOf(-1, event.worker));
    if (reading.kind !== "record" || event) return;
    const thread = threadOf(reading.pid, reading.tid || reading.process);
    const stretch = this.#open.get(thread);
    const { wording } = reading;
    if (wording?.phase !== "start" || (stretch && stretch.signature !== wording.signature)) {
      const isError = reading.level >= error;
      const isEnd = wording?.phase === "end" && !wording.weak;
      stretch?.words.push({ key: this.#messages.key, runs: this.#messages.runs(), isError, isEnd });
      return;
    }
    if (stretch) this.#complete(stretch);
    this.#open.set(thread, { signature: wording.signature, ids: wording.ids, words: [] });
  }

  /** Tells the MessageReader what has been learned. */
  finish(): void {
    for (const [signature, counts] of this.#counts) {
      const { total, ended } = this.#stretches.get(signature) ?? { total: 0, ended: 0 };
      for (const [key, count] of counts) {
        const isFailure = count.errors >= agreement * count.total;
        // Where most tasks end in words that are known, the last word of some is where they hang.
        if (ended >= told * total && !isFailure) continue;
        if (count.last >= enough && count.last >= agreement * count.total && count.withId >= agreement * count.total)
          this.#messages.learnEnd(key, count.run, isFailure ? "failed" : "ok");
      }
    }
  }

  #complete({ signature, ids, words }: Stretch): void {
    if (ids.length === 0 || words.length === 0) return;
    const stretches = this.#stretches.get(signature) ?? { total: 0, ended: 0 };
    this.#stretches.set(signature, stretches);
    stretches.total++;
    if (words.some((word) => word.isEnd)) stretches.ended++;
    let counts = this.#counts.get(signature);
    if (!counts) {
      counts = new Map();
      this.#counts.set(signature, counts);
    }
    for (const [index, { key, runs, isError }] of words.entries()) {
      const count = counts.get(key) ?? { total: 0, last: 0, withId: 0, errors: 0, run: -1 };
      counts.set(key, count);
      const run = runs.findIndex((text) => ids.includes(text));
      count.total++;
      if (isError) count.errors++;
      if (index === words.length - 1) count.last++;
      if (run >= 0) {
        count.withId++;
        count.run = run;
      }
    }
  }
}

const threadOf = (pid: number, name: string): string => `${pid}\u0000${name}`;
