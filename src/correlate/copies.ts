import type { OrphanEnd } from "./task.ts";

/** Starts remembered; streams are read abreast in time, so that copies of one line meet within far fewer. */
const kept = 200_000;

interface Told {
  /** The streams that have told of the start. */
  readonly by: Set<object>;
  outcome: OrphanEnd["outcome"] | null;
}

/**
 * The starts that all streams of a host have told, so that a task told twice (a log and its copy, a console and its export)
 * is one task.
 */
export class Copies {
  readonly #starts: Map<string, Told>;
  /** What makes a stream's times those of the one that it repeats; null where it is not known to repeat any. */
  readonly #timeOf: ((at: number) => number) | null;

  constructor(starts = new Map<string, Told>(), timeOf: ((at: number) => number) | null = null) {
    this.#starts = starts;
    this.#timeOf = timeOf;
  }

  /** The same starts, as told by a stream that repeats another one, whose times `timeOf` makes those of its own. */
  under(timeOf: (at: number) => number): Copies {
    return new Copies(this.#starts, timeOf);
  }

  /**
   * Takes in a start that a stream tells of a thread at an instant (epoch ms): the task's own key, and whether another stream
   * has told of it before. `said`: its wording, or an id where it has one. Starts that look alike in one stream (whole seconds, no ids) are different tasks.
   */
  tell(
    { at, pid, tid, said }: { readonly at: number; readonly pid: number; readonly tid: string; readonly said: string },
    stream: object,
  ): { key: string; copy: boolean } {
    // A copy may tell a thread's name where the original tells its number.
    const start = this.#timeOf ? `${this.#timeOf(at)} ${pid} ${said}` : `${at} ${pid} ${tid} ${said}`;
    for (let n = 1; ; n++) {
      const key = n === 1 ? start : `${start} ${n}`;
      const known = this.#starts.get(key);
      if (known?.by.has(stream)) continue;
      if (known) known.by.add(stream);
      else this.#add(key, stream);
      return { key, copy: known !== undefined };
    }
  }

  /** Whether this is the first that is told of the task's end. */
  end(key: string, outcome: OrphanEnd["outcome"]): boolean {
    const known = this.#starts.get(key);
    if (!known || known.outcome !== null) return !known;
    known.outcome = outcome;
    return true;
  }

  /** Whether any stream has told of the task's end. */
  hasEnded(key: string): boolean {
    return (this.#starts.get(key)?.outcome ?? null) !== null;
  }

  #add(key: string, stream: object): void {
    if (this.#starts.size >= kept) {
      const oldest = this.#starts.keys().next();
      if (!oldest.done) this.#starts.delete(oldest.value);
    }
    this.#starts.set(key, { by: new Set([stream]), outcome: null });
  }
}
