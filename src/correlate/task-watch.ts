import type { Reading } from "../recognise/reading.ts";
import type { Task } from "./task.ts";

/** Is told what becomes of tasks while a stream is read. The reading is that of the line just read: copy what is kept. */
export interface TaskWatch {
  started(task: Task, reading: Reading): void;
  /** The line ends the task, or seems to; `byId`: the line names it. */
  ended(task: Task, reading: Reading, byId: boolean): void;
  /** What seemed to end the task did not. */
  wentOn(task: Task): void;
  /** An end of no task that the stream has open. */
  stray(reading: Reading): void;
}

export interface TrackerOptions {
  /** Lines to keep before a task's last one. */
  readonly context?: number;
  readonly watch?: TaskWatch | undefined;
}
