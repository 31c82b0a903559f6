import type { Wording } from "../recognise/wording.ts";
import type { StartWording, Task } from "./task.ts";
import type { Thread } from "./thread-table.ts";

/** An id that hardly stands for two things: long, or of letters and digits. Small numbers are counted up anew in every program. */
export const isStrong = (id: string): boolean =>
  id.length >= 8 || (id.length >= 6 && /[A-Za-z]/.test(id) && /\d/.test(id));

type Unit = Pick<Wording, "unit" | "isWork">;

/** Whether two wordings can be of one unit of work: "import 7" and "mail 7" are two. */
const sameUnit = (a: Unit, b: Unit): boolean => !(a.isWork && b.isWork) || a.unit === b.unit;

/** The open tasks of one stream, by their ids. */
export class OpenTasks {
  readonly #byId = new Map<string, Task>();

  add(thread: Thread, task: Task): void {
    thread.open.push(task);
    for (const id of task.ids) {
      const list = thread.process.byId.get(id);
      if (list) list.push(task);
      else thread.process.byId.set(id, [task]);
      this.#byId.set(id, task);
    }
  }

  /** Lets a task's ids go; on its thread it may stay. */
  forget(thread: Thread, task: Task): void {
    for (const id of task.ids) {
      const list = thread.process.byId.get(id);
      if (list) {
        remove(list, task);
        if (list.length === 0) thread.process.byId.delete(id);
      }
      if (this.#byId.get(id) === task) this.#byId.delete(id);
    }
  }

  /** The open task of the thread's process that a start speaks of once more, in other words. */
  sameAs(thread: Thread, wording: Wording, known: StartWording): Task | null {
    for (const id of wording.ids) {
      const same = (t: Task): boolean =>
        t.wording !== known &&
        t.wording.byServer === known.byServer &&
        (isStrong(id) || t.tid === thread.tid || sameUnit(t.wording, wording));
      const task = thread.process.byId.get(id)?.find(same);
      if (task) return task;
    }
    return null;
  }

  /** The open task of the same id elsewhere, which a start repeats. */
  earlier(ids: readonly string[], thread: Thread): Task | null {
    for (const id of ids) {
      const task = this.#byId.get(id);
      if (task && !task.ended && (task.pid !== thread.process.pid || task.tid !== thread.tid)) return task;
    }
    return null;
  }

  /** The open task that an end names by an id: its process's, its unit's and its thread's first; else one of which another process tells. */
  endedBy(thread: Thread, wording: Wording): Task | null {
    for (const id of wording.ids) {
      const open = thread.process.byId.get(id) ?? [];
      const fitting = open.filter((t) => isStrong(id) || t.tid === thread.tid || sameUnit(t.wording, wording));
      const own = fitting.filter((t) => sameUnit(t.wording, wording));
      const pool = own.length > 0 ? own : fitting;
      const task = pool.findLast((t) => t.tid === thread.tid) ?? pool.at(-1);
      if (task) return task;
      const elsewhere = this.#byId.get(id);
      if (elsewhere && !elsewhere.ended && this.#mayTell(thread, wording, elsewhere, id)) return elsewhere;
    }
    return null;
  }

  /** A line without a pid tells of anybody; a parent process of what its children did, never of their failures. */
  #mayTell({ process }: Thread, wording: Wording, task: Task, id: string): boolean {
    if (process.pid < 0) return true;
    return wording.outcome !== "failed" && isStrong(id) && !task.wording.pids.has(process.pid);
  }
}

/** Whether an end without the task's id can be the end of this task: the same unit of work, or none named. */
export function fits(task: Task, wording: Wording): boolean {
  if (task.wording.signature.startsWith("user:") !== wording.signature.startsWith("user:")) return false;
  if (wording.ids.length > 0 && task.ids.length > 0) return false;
  if (wording.unit === null || task.wording.unit === null) return true;
  return wording.unit === task.wording.unit;
}

/** Where lines bear no thread, tasks of other ids run beside it, and not within. */
export const isBeside = (thread: Thread, task: Task, ids: readonly string[]): boolean =>
  thread.tid === "" && task.ids.length > 0 && ids.length > 0 && !task.ids.some((id) => ids.includes(id));

/** Whether a line of the thread can be the task's: where lines bear no thread and its end bore its id, only one that bears it too. */
export const mayBeOf = (thread: Thread, { tentative, ids }: Task, text: string): boolean =>
  thread.tid !== "" || !tentative?.byId || ids.some((id) => text.includes(id));

/** Takes an item out of a list. */
export function remove<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
