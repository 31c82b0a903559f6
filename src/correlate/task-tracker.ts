import type { Outcome } from "../events.ts";
import { copyText } from "../ingest/copy-text.ts";
import type { Reading } from "../recognise/reading.ts";
import type { Sighting } from "../recognise/sights.ts";
import type { Wording } from "../recognise/wording.ts";
import { type GapClock, instant } from "../time/span.ts";
import { type Mark, markOf, maxMore } from "./mark.ts";
import type { OrphanEnd, Sightings, StartWording, Task } from "./task.ts";
import { touches, type Window } from "./window.ts";

/** Threads remembered per process, to recognise them in a successor. */
const tidsKept = 8;
/** Processes remembered per wording. */
const pidsKept = 256;
/** Open starts of one thread kept for a wording that has never been seen to end. */
const unconfirmedKept = 64;
/** Records between two sweeps over threads that have fallen silent, and how long that must be. */
const sweepEvery = 50_000;
const silentFor = 600_000;

/** Characters at the end of a thread's name that mostly tell it from others. */
const tellingEnd = 8;
/** Threads at hand: a power of two. */
const threadSlots = 1024;

/** What a sign of life tells, however it was read. */
type Sign = Pick<Reading, "source" | "line" | "text" | "at" | "offset">;

/** A thread of a process, as one stream shows it. */
interface Thread {
  readonly process: Process;
  readonly tid: string;
  readonly open: Task[];
  lastLine: number;
  lastSource: number;
  lastText: string;
  lastAt: number | null;
  lastOffset: number;
  lastMore: string[];
  lastSpan: ReturnType<GapClock["gap"]> | null;
  /** Batch in which the thread was last noted as holding text of a chunk. */
  noted: number;
}

interface Process extends Sightings {
  readonly threads: Map<string, Thread>;
  /** Open tasks by each of their ids. */
  readonly byId: Map<string, Task[]>;
}

/**
 * Follows the tasks of one stream, in the stream's own order: opens and closes them per process and thread, and keeps what
 * was left open. Its state is proportional to live threads and unfinished tasks.
 */
export class TaskTracker {
  readonly processes = new Map<number, Process>();
  readonly wordings = new Map<string, StartWording>();
  /** Tasks whose thread went on to another one. */
  readonly lost = new Set<Task>();
  readonly orphans: OrphanEnd[] = [];
  /** Last instant any line of the stream shows, epoch ms. */
  lastAt: number | null = null;
  firstAt: number | null = null;
  readonly #clock: GapClock;
  readonly #openById = new Map<string, Task>();
  /** End wordings that turned out to be mere steps. */
  readonly #steps = new Set<string>();
  /** Threads met lately, by a hash of pid and name. */
  readonly #atHand: (Thread | undefined)[] = new Array(threadSlots).fill(undefined);
  #noted: Thread[] = [];
  #batch = 0;
  #current: Thread | null = null;
  #sinceSweep = 0;

  readonly #window: Window;

  constructor(clock: GapClock, window: Window) {
    this.#clock = clock;
    this.#window = window;
  }

  /** The stream has got to an instant (epoch ms) by a line that is no sign of life of a process. */
  passTime(at: number | null): void {
    if (at === null) return;
    this.firstAt ??= at;
    if (this.lastAt === null || at > this.lastAt) this.lastAt = at;
  }

  /** Takes in one record of an application, or a server's announcement of a task. */
  see(reading: Reading): void {
    const thread = this.#threadOf(reading);
    const { wording } = reading;
    if (wording?.phase === "start") {
      this.#sight(thread, reading, false);
      this.#start(thread, reading, wording, false);
    } else if (wording?.phase === "end") {
      const ended = this.#end(thread, reading, wording);
      this.#sight(thread, reading, !ended);
      if (!ended && (reading.level >= 3 || reading.exception)) this.#fails(thread);
    } else {
      this.#sight(thread, reading, true);
      if (reading.level >= 3 || reading.exception) this.#fails(thread);
    }
    this.#current = thread;
    if (++this.#sinceSweep >= sweepEvery) this.#sweep(reading.at);
  }

  /** Takes in a line of which nothing but a sign of life can come: does as `see` does with its reading. */
  sighted(sighting: Sighting): void {
    const { pid, around, nameStart, nameEnd } = sighting;
    const thread = this.#threadNamed(pid, around, nameStart, nameEnd, sighting);
    this.#sight(thread, sighting, true);
    this.#current = thread;
    if (++this.#sinceSweep >= sweepEvery) this.#sweep(sighting.at);
  }

  /** Takes in a server's own word of a task's start or end. */
  seeServerTask(reading: Reading): void {
    const { event } = reading;
    if (!event || event.stage === "received") return;
    const id = event.taskId ?? event.taskName;
    const unit = "task";
    const phase = event.kind === "task-start" ? "start" : "end";
    const wording: Wording = {
      phase,
      outcome: event.outcome ?? "ok",
      unit,
      isWork: true,
      ids: id ? [id] : [],
      name: event.taskName,
      weak: false,
      signature: `${event.parser}:${event.role ?? ""}`,
    };
    const thread = this.#threadAt(event.pid ?? reading.pid, event.tid ?? reading.tid, reading);
    if (phase === "start") this.#start(thread, reading, wording, true);
    else this.#end(thread, reading, wording);
    this.#current = null;
  }

  /** The record just seen is over: what follows are not its continuation lines. */
  close(): void {
    this.#current = null;
  }

  /** A continuation line of the record just seen. */
  more(reading: Reading): void {
    const thread = this.#current;
    if (!thread) return;
    if (reading.exception) this.#fails(thread);
    if (thread.open.length > 0 && thread.lastMore.length < maxMore) thread.lastMore.push(copyText(reading.text));
  }

  /** The chunk that the lines seen so far are slices of is done with: copies what is kept of them. */
  endBatch(): void {
    for (const thread of this.#noted) {
      thread.lastText = thread.open.length > 0 ? copyText(thread.lastText) : "";
    }
    this.#noted = [];
    this.#batch++;
  }

  /** All tasks without an end, at the end of the stream. */
  unfinished(): Task[] {
    const open: Task[] = [...this.lost];
    for (const process of this.processes.values()) {
      for (const thread of process.threads.values()) {
        for (const task of thread.open) {
          task.last = lastOf(thread, task);
          open.push(task);
        }
      }
    }
    return open;
  }

  #threadOf(reading: Reading): Thread {
    const current = this.#current;
    if (current && current.process.pid === reading.pid && current.tid === reading.tid && reading.process === "")
      return current;
    const name = reading.tid || reading.process;
    return this.#threadNamed(reading.pid, name, 0, name.length, reading);
  }

  /** The thread whose name stands in `text[start, end)`: as `#threadAt`, without making a string of a name met lately. */
  #threadNamed(pid: number, text: string, start: number, end: number, reading: Sign): Thread {
    let hash = pid | 0;
    for (let at = Math.max(start, end - tellingEnd); at < end; at++)
      hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
    const slot = (hash ^ (hash >>> 10)) & (threadSlots - 1);
    const known = this.#atHand[slot];
    if (known && known.process.pid === pid && stands(known.tid, text, start, end)) return known;
    const thread = this.#threadAt(pid, text.slice(start, end), reading);
    this.#atHand[slot] = thread;
    return thread;
  }

  #threadAt(pid: number, tid: string, reading: Sign): Thread {
    let process = this.processes.get(pid);
    if (!process) {
      process = {
        pid,
        first: reading.at,
        last: reading.at,
        lastLine: reading.line,
        lastSource: reading.source,
        tids: new Set(),
        offset: reading.offset,
        maxGapMs: 0,
        lines: 0,
        threads: new Map(),
        byId: new Map(),
      };
      this.processes.set(pid, process);
    }
    let thread = process.threads.get(tid);
    if (!thread) {
      const name = copyText(tid);
      thread = {
        process,
        tid: name,
        open: [],
        lastLine: 0,
        lastSource: 0,
        lastText: "",
        lastAt: null,
        lastOffset: 0,
        lastMore: [],
        lastSpan: null,
        noted: -1,
      };
      process.threads.set(name, thread);
      if (name && process.tids.size < tidsKept) process.tids.add(name);
    }
    return thread;
  }

  /** A sign of life of thread and process. `own`: it can belong to the task that is open on the thread. */
  #sight(thread: Thread, reading: Sign, own: boolean): void {
    const { process } = thread;
    const { at } = reading;
    if (at !== null) {
      if (process.last !== null && at - process.last > process.maxGapMs) process.maxGapMs = at - process.last;
      process.first ??= at;
      if (process.last === null || at > process.last) process.last = at;
      this.passTime(at);
    }
    process.lines++;
    process.lastLine = reading.line;
    process.lastSource = reading.source;
    const task = thread.open.at(-1);
    if (!task || !own) return;
    if (task.tentative) this.#goesOn(thread, task);
    if (at !== null && thread.lastAt !== null && at - thread.lastAt > task.wording.maxGapMs)
      task.wording.maxGapMs = at - thread.lastAt;
    this.#note(thread, reading);
  }

  #note(thread: Thread, reading: Sign): void {
    thread.lastLine = reading.line;
    thread.lastSource = reading.source;
    thread.lastText = reading.text;
    thread.lastAt = reading.at;
    thread.lastOffset = reading.offset;
    thread.lastSpan = reading.at === null ? this.#clock.gap() : null;
    if (thread.lastMore.length > 0) thread.lastMore = [];
    if (thread.noted !== this.#batch) {
      thread.noted = this.#batch;
      this.#noted.push(thread);
    }
  }

  /** A line that seemed to end the task did not: its wording is a step, or the error was survived. */
  #goesOn(thread: Thread, task: Task): void {
    if (task.tentative && thread.open.length === 1) this.#steps.add(task.tentative.signature);
    task.tentative = null;
  }

  #start(thread: Thread, reading: Reading, wording: Wording, byServer: boolean): void {
    const known = this.#wordingOf(wording, byServer);
    const alias = this.#sameTask(thread, wording, known);
    if (alias) {
      this.#note(thread, reading);
      return;
    }
    known.started++;
    if (known.pids.size < pidsKept) known.pids.add(thread.process.pid);
    if (known.ids.size < 3 && wording.ids[0]) known.ids.add(wording.ids[0]);
    this.#passOver(thread, known, reading);
    const outer = thread.open.find((t) => t.wording !== known) ?? null;
    const start = markOf(reading, reading.at === null ? this.#clock.gap() : instant(reading.at));
    const repeats = this.#earlier(wording.ids, thread);
    const task: Task = {
      wording: known,
      ids: wording.ids.map(copyText),
      name: wording.name ? copyText(wording.name) : null,
      pid: thread.process.pid,
      tid: thread.tid,
      process: copyText(reading.process),
      start,
      last: null,
      next: null,
      tentative: null,
      outer,
      rerun: null,
      repeats,
      ended: false,
    };
    if (repeats) repeats.rerun = { task, outcome: null };
    thread.open.push(task);
    for (const id of task.ids) {
      const list = thread.process.byId.get(id);
      if (list) list.push(task);
      else thread.process.byId.set(id, [task]);
      this.#openById.set(id, task);
    }
    this.#note(thread, reading);
  }

  #wordingOf(wording: Wording, byServer: boolean): StartWording {
    let known = this.wordings.get(wording.signature);
    if (!known) {
      known = {
        signature: wording.signature,
        unit: wording.unit,
        isWork: wording.isWork,
        byServer,
        started: 0,
        finished: 0,
        failed: 0,
        nested: new Map(),
        overlapped: 0,
        outside: 0,
        dropped: 0,
        ids: new Set(),
        pids: new Set(),
        maxDurationMs: 0,
        maxGapMs: 0,
      };
      this.wordings.set(wording.signature, known);
    }
    return known;
  }

  /** The open task of this process that the start speaks of once more, in other words. */
  #sameTask(thread: Thread, wording: Wording, known: StartWording): Task | null {
    for (const id of wording.ids) {
      const task = thread.process.byId
        .get(id)
        ?.find((t) => t.wording !== known && t.wording.byServer === known.byServer);
      if (task) return task;
    }
    return null;
  }

  /** The open task of the same id that this start repeats. */
  #earlier(ids: readonly string[], thread: Thread): Task | null {
    for (const id of ids) {
      const task = this.#openById.get(id);
      if (task && !task.ended && (task.pid !== thread.process.pid || task.tid !== thread.tid)) return task;
    }
    return null;
  }

  /** Another start of this wording on the thread: what was open of it has ended unseen, or is passed over. */
  #passOver(thread: Thread, known: StartWording, reading: Reading): void {
    for (let i = thread.open.length - 1; i >= 0; i--) {
      const task = thread.open[i];
      if (!task || (task.wording !== known && task.outer?.wording !== known)) continue;
      if (task.tentative) this.#finish(thread, task, task.tentative.outcome, reading.at);
      else this.#leave(thread, task, reading);
    }
  }

  #leave(thread: Thread, task: Task, reading: Reading): void {
    task.last = lastOf(thread, task);
    task.next = markOf(reading, reading.at === null ? this.#clock.gap() : instant(reading.at));
    remove(thread.open, task);
    const { wording } = task;
    if (wording.finished === 0 && this.lost.size > 10_000) this.#drop(thread, task);
    else if (task.outer === null) this.lost.add(task);
    else this.#forget(thread, task);
    if (wording.finished === 0 && thread.open.length > unconfirmedKept) this.#drop(thread, thread.open[0]);
  }

  #drop(thread: Thread, task: Task | undefined): void {
    if (!task) return;
    task.wording.dropped++;
    this.lost.delete(task);
    remove(thread.open, task);
    this.#forget(thread, task);
  }

  /** Whether the end closed a task. */
  #end(thread: Thread, reading: Reading, wording: Wording): boolean {
    const byId = this.#openOf(thread, wording);
    if (byId) {
      if (wording.weak && !this.lost.has(byId)) this.#mayEnd(byId, wording);
      else this.#finish(thread, byId, wording.outcome ?? "ok", reading.at);
      return true;
    }
    const onThread = thread.open.findLast((task) => fits(task, wording));
    if (!onThread) {
      const id = wording.ids[0];
      if (id && this.orphans.length < 1_000_000 && !wording.weak)
        this.orphans.push({
          id: copyText(id),
          pid: thread.process.pid,
          outcome: wording.outcome ?? "ok",
          at: reading.at,
        });
      return false;
    }
    if (wording.weak || this.#steps.has(wording.signature)) this.#mayEnd(onThread, wording);
    else this.#finish(thread, onThread, wording.outcome ?? "ok", reading.at);
    return true;
  }

  #mayEnd(task: Task, wording: Wording): void {
    if (this.#steps.has(wording.signature)) return;
    task.tentative = { outcome: wording.outcome ?? "ok", signature: wording.signature };
  }

  /** The open task that an end names by an id: its process's, its thread's first; without a process, anybody's. */
  #openOf(thread: Thread, wording: Wording): Task | null {
    for (const id of wording.ids) {
      const open = thread.process.byId.get(id);
      const task = open?.findLast((t) => t.tid === thread.tid) ?? open?.at(-1);
      if (task) return task;
      const elsewhere = thread.process.pid < 0 ? this.#openById.get(id) : undefined;
      if (elsewhere && !elsewhere.ended) return elsewhere;
    }
    return null;
  }

  /** An error on a thread: it ends the task there, unless the task goes on. */
  #fails(thread: Thread): void {
    const task = thread.open.at(-1);
    if (task && task.tentative === null) task.tentative = { outcome: "failed", signature: "" };
  }

  #finish(thread: Thread, task: Task, outcome: Outcome, at: number | null): void {
    const owner =
      task.tid === thread.tid && task.pid === thread.process.pid
        ? thread
        : this.processes.get(task.pid)?.threads.get(task.tid);
    const { wording } = task;
    if (
      this.lost.delete(task) ||
      (owner &&
        owner.open.at(-1) !== task &&
        owner.open.some((t) => t.wording === wording && t !== task && t.start.line > task.start.line))
    )
      wording.overlapped++;
    task.ended = true;
    if (at !== null && task.start.at !== null)
      wording.maxDurationMs = Math.max(wording.maxDurationMs, at - task.start.at);
    if (touches(this.#window, task.start.at, at)) this.#count(task, outcome);
    else task.wording.outside++;
    if (task.repeats) {
      const { rerun } = task.repeats;
      if (rerun?.task === task) rerun.outcome = outcome;
    }
    if (owner) {
      for (const inner of owner.open.filter((t) => t.outer === task)) {
        remove(owner.open, inner);
        this.#forget(owner, inner);
      }
      remove(owner.open, task);
      this.#forget(owner, task);
    }
  }

  #count(task: Task, outcome: Outcome): void {
    const { wording, outer } = task;
    const tally = outer && !outer.ended ? nestedTally(wording, outer.wording.signature) : wording;
    tally.finished++;
    if (outcome === "failed") tally.failed++;
  }

  #forget(thread: Thread, task: Task): void {
    for (const id of task.ids) {
      const list = thread.process.byId.get(id);
      if (list) {
        remove(list, task);
        if (list.length === 0) thread.process.byId.delete(id);
      }
      if (this.#openById.get(id) === task) this.#openById.delete(id);
    }
  }

  /** Lets go of threads without an open task that have been silent for long. */
  #sweep(now: number | null): void {
    this.#sinceSweep = 0;
    if (now === null) return;
    for (const process of this.processes.values()) {
      if (process.last === null || now - process.last < silentFor) continue;
      for (const [tid, thread] of process.threads) if (thread.open.length === 0) process.threads.delete(tid);
    }
    this.#current = null;
    this.#atHand.fill(undefined);
  }
}

/** Whether `name` is what stands in `text[start, end)`. */
function stands(name: string, text: string, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}

function nestedTally(wording: StartWording, outer: string): { finished: number; failed: number } {
  let tally = wording.nested.get(outer);
  if (!tally) {
    tally = { finished: 0, failed: 0 };
    wording.nested.set(outer, tally);
  }
  return tally;
}

function remove<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}

/** Whether an end without the task's id can be the end of this task: the same unit of work, or none named. */
function fits(task: Task, wording: Wording): boolean {
  if (task.wording.signature.startsWith("user:") !== wording.signature.startsWith("user:")) return false;
  if (wording.ids.length > 0 && task.ids.length > 0) return false;
  if (wording.unit === null || task.wording.unit === null) return true;
  return wording.unit === task.wording.unit;
}

/** The last sign of life of a task that is open on `thread`; null where nothing followed its start. */
function lastOf(thread: Thread, task: Task): Mark | null {
  if (thread.lastSource === task.start.source && thread.lastLine === task.start.line) {
    if (thread.lastMore.length > 0 && task.start.more.length === 0) task.start.more = thread.lastMore;
    return null;
  }
  return {
    source: thread.lastSource,
    line: thread.lastLine,
    text: copyText(thread.lastText),
    at: thread.lastAt,
    offset: thread.lastOffset,
    span: thread.lastSpan ?? instant(thread.lastAt ?? 0),
    more: [...thread.lastMore],
  };
}
