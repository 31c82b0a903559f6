import type { Cause, Event } from "../events.ts";
import type { Reading } from "../recognise/reading.ts";
import type { Mark } from "./mark.ts";

/** A process's word that another one has lost its task: evidence of a death, no end of the task. */
export interface LossNotice {
  readonly server: string;
  /** Null: of nobody in particular; all who were at work are concerned. */
  readonly taskId: string | null;
  /** When the server began that task, epoch ms, or null. */
  readonly since: number | null;
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
  /** The tasks that a server has begun, by id in that order, and when: some name the lost one only as "the job". */
  readonly #begun = new Map<string, Map<string, number | null>>();

  /** Whether a server's word of a task's end is none: it bears a cause, and no outcome. */
  static is = (event: Event): boolean =>
    event.kind === "task-end" && event.outcome === undefined && event.cause !== undefined;

  /** Takes in a server's word of a task. */
  see(event: Event, reading: Reading, markOf: (reading: Reading) => Mark): void {
    const { parser, taskId } = event;
    const begun = this.#begun.get(parser) ?? new Map<string, number | null>();
    if (event.kind === "task-start") {
      if (taskId === null || event.stage === "received") return;
      begun.set(taskId, reading.at);
      if (begun.size > kept) begun.delete(first(begun) ?? "");
      this.#begun.set(parser, begun);
      return;
    }
    // One that runs a single job at a time has lost that one.
    const id = taskId ?? (begun.size === 1 ? first(begun) : null);
    if (LossNotices.is(event) && id !== null) this.add(event, id, markOf(reading), begun.get(id) ?? null);
    if (id !== null) begun.delete(id);
  }

  /** A notice about one task, or about all. */
  add(event: Event, taskId: string | null, mark: Mark, since: number | null = null): void {
    const { parser, pid, exitCode } = event;
    const cause = event.guess ? null : (event.cause ?? null);
    // What makes a server think of memory is a SIGKILL that it did not send.
    const signal = event.signal ?? (event.guess && event.cause === "oom-kill" ? "SIGKILL" : null);
    this.all.push({ server: parser, taskId, since, pid, cause, signal, exitCode, mark });
  }
}

const first = (ids: ReadonlyMap<string, unknown>): string | null => ids.keys().next().value ?? null;
