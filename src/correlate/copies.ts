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
  readonly #starts = new Map<string, Told>();

  /**
   * Takes in a start that a stream tells: the task's own key, and whether another stream has told of it before. Starts that
   * look alike in one stream (whole seconds, no ids) are different tasks.
   */
  tell(start: string, stream: object): { key: string; copy: boolean } {
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
