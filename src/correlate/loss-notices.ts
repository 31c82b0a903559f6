import type { Cause, Event } from "../events.ts";
import type { Reading } from "../recognise/reading.ts";
import type { Mark } from "./mark.ts";

/** A process's word that another one has lost its task: evidence of a death, no end of the task. */
export interface LossNotice {
  readonly server: string;
  /** Null: of nobody in particular; all who were at work are concerned. */
  readonly taskId: string | null;
  readonly pid: number | null;
  readonly cause: Cause | null;
  readonly signal: string | null;
  readonly exitCode: number | null;
  readonly mark: Mark;
}

/** Jobs under way that are remembered per server. */
const kept = 1_000;

/** What one stream's servers tell of tasks that others have lost. */
export class LossNotices {
  readonly all: LossNotice[] = [];
  /** Ids of the tasks that a server has begun, in that order: some name the lost one only as "the job". */
  readonly #begun = new Map<string, Set<string>>();

  /** Whether a server's word of a task's end is none: it bears a cause, and no outcome. */
  static is = (event: Event): boolean =>
    event.kind === "task-end" && event.outcome === undefined && event.cause !== undefined;

  /** Takes in a server's word of a task. */
  see(event: Event, reading: Reading, markOf: (reading: Reading) => Mark): void {
    const { parser, taskId } = event;
    const begun = this.#begun.get(parser) ?? new Set<string>();
    if (event.kind === "task-start") {
      if (taskId === null || event.stage === "received") return;
      begun.add(taskId);
      if (begun.size > kept) begun.delete(first(begun) ?? "");
      this.#begun.set(parser, begun);
      return;
    }
    // One that runs a single job at a time has lost that one.
    const id = taskId ?? (begun.size === 1 ? first(begun) : null);
    if (LossNotices.is(event) && id !== null) this.add(event, id, markOf(reading));
    if (id !== null) begun.delete(id);
  }

  /** A notice about one task, or about all. */
  add({ parser, pid, cause, guess, signal, exitCode }: Event, taskId: string | null, mark: Mark): void {
    this.all.push({ server: parser, taskId, pid, cause: guess ? null : (cause ?? null), signal, exitCode, mark });
  }
}

const first = (ids: ReadonlySet<string>): string | null => ids.values().next().value ?? null;
