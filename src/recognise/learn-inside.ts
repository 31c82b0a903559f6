import type { Wording } from "./wording.ts";

/** Share of a wording's tasks that must have ended before what is said within them counts as steps of theirs. */
const closing = 0.5;

/** What became of the starts of one wording. */
interface Starts {
  readonly isWork: boolean;
  opened: number;
  ended: number;
  /** A thread that had said it said it again. */
  isRepeated: boolean;
}

/**
 * Knows, of a sample of a log, on which threads a task is open whose start the vocabulary knows. "Span exporter started" is
 * said once and never ends: what follows it is no step of a task.
 */
export class OpenTasks {
  readonly #starts = new Map<string, Starts>();
  /** By thread, the signatures of what it has started since something ended on it. */
  readonly #open = new Map<string, Set<string>>();

  /** The signatures of the wordings that have started on the thread before this one, which is taken in. */
  see(thread: string, wording: Wording | null): readonly string[] {
    const open = this.#open.get(thread);
    const within = open ? [...open] : [];
    if (wording?.phase === "start") this.#start(thread, wording);
    if (wording?.phase === "end") this.#end(thread);
    return within;
  }

  /** Whether the wording of this signature starts tasks: it speaks of work, comes again on its threads, or mostly ends. */
  isTask(signature: string): boolean {
    const starts = this.#starts.get(signature);
    if (!starts) return false;
    const isEnded = starts.opened > 1 && starts.ended >= closing * starts.opened;
    return starts.isWork || starts.isRepeated || isEnded;
  }

  #start(thread: string, { signature, isWork }: Wording): void {
    const starts = this.#starts.get(signature) ?? { isWork, opened: 0, ended: 0, isRepeated: false };
    this.#starts.set(signature, starts);
    const open = this.#open.get(thread) ?? new Set<string>();
    if (open.has(signature)) starts.isRepeated = true;
    starts.opened++;
    this.#open.set(thread, open.add(signature));
  }

  #end(thread: string): void {
    for (const signature of this.#open.get(thread) ?? []) {
      const starts = this.#starts.get(signature);
      if (starts) starts.ended++;
    }
    this.#open.delete(thread);
  }
}
