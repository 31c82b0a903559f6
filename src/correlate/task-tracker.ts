import type { Outcome } from "../events.ts";
import { copyText } from "../ingest/copy-text.ts";
import type { Reading } from "../recognise/reading.ts";
import type { Sighting } from "../recognise/sights.ts";
import type { Wording } from "../recognise/wording.ts";
import { type GapClock, instant } from "../time/span.ts";
import type { Copies } from "./copies.ts";
import { isEarly, isError } from "./last-words.ts";
import { type Mark, markOf, maxMore } from "./mark.ts";
import { fits, isBeside, mayBeOf, OpenTasks, remove } from "./open-tasks.ts";
import { Tail } from "./tail.ts";
import { nestedTally, newTask, type OrphanEnd, type StartWording, type Task, wordingIn, wordingOf } from "./task.ts";
import type { TaskWatch, TrackerOptions } from "./task-watch.ts";
import { countBegun, lastOf, type Process, type Sign, type Thread, ThreadTable, wasOvertaken } from "./thread-table.ts";
import { touches, type Window } from "./window.ts";

/** Processes remembered per wording. */
const pidsKept = 256;
/** Open starts of one thread kept for a wording that has never been seen to end, and passed-over ones in all. */
const unconfirmedKept = 64;
const unconfirmedLost = 10_000;
/** Tasks remembered that a thread left for others. */
const passedKept = 16;
/** Ends without a start remembered for the join of all streams. */
const orphansKept = 100_000;
/** Records between two sweeps over threads that have fallen silent. */
const sweepEvery = 50_000;

/**
 * Follows the tasks of one stream, in the stream's own order: opens and closes them per process and thread, and keeps what
 * was left open. Its state is proportional to live threads and unfinished tasks.
 */
export class TaskTracker {
  readonly wordings = new Map<string, StartWording>();
  /** Tasks whose thread went on to another one. */
  readonly lost = new Set<Task>();
  readonly orphans: OrphanEnd[] = [];
  /** Tasks of processes that were known by a name, and are gone. */
  readonly #orphaned = new Set<Task>();
  /** First and last instant any line of the stream shows, epoch ms. */
  firstAt: number | null = null;
  lastAt: number | null = null;
  readonly #clock: GapClock;
  readonly #threads: ThreadTable;
  readonly #open = new OpenTasks();
  readonly #window: Window;
  readonly #copies: Copies | null;
  readonly #watch: TaskWatch | null;
  /** End wordings that turned out to be mere steps. */
  readonly #steps = new Set<string>();
  #current: Thread | null = null;
  #sinceSweep = 0;

  /** `copies`: what the host's other streams have told, if any. */
  constructor(clock: GapClock, window: Window, copies: Copies | null = null, options: TrackerOptions = {}) {
    this.#clock = clock;
    this.#threads = new ThreadTable(clock, options.context ?? 0);
    this.#window = window;
    this.#copies = copies;
    this.#watch = options.watch ?? null;
  }

  get processes(): ReadonlyMap<number, Process> {
    return this.#threads.processes;
  }

  /** The stream has got to an instant (epoch ms) by a line that is no sign of life of a process. */
  passTime(at: number | null): void {
    if (at === null) return;
    this.firstAt ??= at;
    if (this.lastAt === null || at > this.lastAt) this.lastAt = at;
  }

  /** Takes in one record of an application. */
  see(reading: Reading): void {
    const thread = this.#threadOf(reading);
    const { wording } = reading;
    const trouble = reading.level >= 3 || reading.exception;
    if (wording?.phase === "start") {
      this.#sight(thread, reading, false);
      this.#start(thread, reading, wording, false);
    } else {
      const ended = wording?.phase === "end" && this.#end(thread, reading, wording);
      this.#sight(thread, reading, !ended);
      if (!ended && trouble) this.#fails(thread);
    }
    this.#current = thread;
    if (++this.#sinceSweep >= sweepEvery) this.#sweep(reading.at);
  }

  /** Takes in a line of which nothing but a sign of life can come: does as `see` does with its reading. */
  sighted(sighting: Sighting): void {
    const { pid, around, nameStart, nameEnd } = sighting;
    const thread = this.#threads.named(pid, around, nameStart, nameEnd, sighting);
    this.#sight(thread, sighting, true);
    this.#current = thread;
    if (++this.#sinceSweep >= sweepEvery) this.#sweep(sighting.at);
  }

  /** Takes in a server's own word of a task's start or end. */
  seeServerTask(reading: Reading): void {
    const { event } = reading;
    if (!event || event.stage === "received") return;
    const wording = wordingOf(event);
    const thread = this.#threads.at(event.pid ?? reading.pid, event.tid ?? reading.tid, reading);
    if (wording.phase === "start") this.#start(thread, reading, wording, true);
    else this.#end(thread, reading, wording);
    this.#current = null;
  }

  /** What the process is at work on is being cut short: a failure is then no end of it. */
  cut(pid: number): void {
    for (const thread of this.processes.get(pid)?.threads.values() ?? [])
      for (const task of thread.open) task.cut = true;
  }

  /** The process of that name is gone: who writes under it from now on is another. */
  leave(name: string): void {
    for (const task of this.#threads.release(name)) this.#orphaned.add(task);
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
    if (isEarly(thread.process) && isError(reading.text)) thread.process.words = this.#mark(reading);
    if (thread.open.length > 0 && thread.lastMore.length < maxMore) thread.lastMore.push(copyText(reading.text));
  }

  /** The chunk that the lines seen so far are slices of is done with. */
  endBatch(): void {
    this.#threads.endBatch();
  }

  /** All tasks without an end, at the end of the streams; those aside that another stream tells of, or of whose end. */
  unfinished(): Task[] {
    const open: Task[] = [...this.lost, ...this.#orphaned];
    for (const process of this.processes.values()) {
      for (const thread of process.threads.values()) {
        for (const task of thread.open) {
          task.last = lastOf(thread, task);
          open.push(task);
        }
      }
    }
    return open.filter(({ key, copy }) => !copy && (key === null || !this.#copies?.hasEnded(key)));
  }

  #threadOf(reading: Reading): Thread {
    const current = this.#current;
    if (current && current.process.pid === reading.pid && current.tid === reading.tid && reading.process === "")
      return current;
    const name = reading.tid || reading.process;
    return this.#threads.named(reading.pid, name, 0, name.length, reading);
  }

  /** A sign of life of thread and process. `own`: it can belong to the task that is open on the thread. */
  #sight(thread: Thread, sign: Sign, own: boolean): void {
    const { process } = thread;
    const { at } = sign;
    if (at !== null) {
      if (process.last !== null && at - process.last > process.maxGapMs) process.maxGapMs = at - process.last;
      process.first ??= at;
      if (process.last === null || at > process.last) process.last = at;
      this.passTime(at);
    }
    process.lines++;
    process.lastLine = sign.line;
    process.lastSource = sign.source;
    const task = thread.open.at(-1);
    if (!task || !own) return;
    if (task.tentative && mayBeOf(thread, task, sign.text)) this.#goesOn(thread, task);
    if (at !== null && thread.lastAt !== null && at - thread.lastAt > task.wording.maxGapMs)
      task.wording.maxGapMs = at - thread.lastAt;
    this.#threads.note(thread, sign);
  }

  /** A line that seemed to end the task did not: its wording is a step, or the error was survived. */
  #goesOn(thread: Thread, task: Task): void {
    if (task.tentative && thread.open.length === 1) this.#steps.add(task.tentative.signature);
    this.#watch?.wentOn(task);
    task.tentative = null;
  }

  #start(thread: Thread, reading: Reading, wording: Wording, byServer: boolean): void {
    const known = wordingIn(this.wordings, wording, byServer);
    if (!this.#open.sameAs(thread, wording, known)) {
      known.started++;
      if (known.pids.size < pidsKept) known.pids.add(thread.process.pid);
      if (known.ids.size < 3 && wording.ids[0]) known.ids.add(wording.ids[0]);
      this.#passOver(thread, known, reading, wording.ids);
      const task = this.#newTask(thread, reading, wording, known);
      this.#open.add(thread, task);
      this.#watch?.started(task, reading);
    }
    this.#threads.note(thread, reading);
  }

  #newTask(thread: Thread, reading: Reading, wording: Wording, known: StartWording): Task {
    const { pid } = thread.process;
    const repeats = this.#open.earlier(wording.ids, thread);
    const [id] = wording.ids;
    const said = { pid, tid: id === undefined ? thread.tid : "", said: id ?? known.signature };
    const told =
      this.#copies && reading.at !== null
        ? this.#copies.tell({ at: reading.at, ...said }, this)
        : { key: null, copy: false };
    const outer = thread.open.find((t) => t.wording !== known && !isBeside(thread, t, wording.ids)) ?? null;
    if (outer === null) countBegun(thread);
    const place = { pid, tid: thread.tid, outer, repeats, start: this.#mark(reading) };
    const task = newTask({ reading, wording, known, ...place, ...told });
    if (repeats) repeats.rerun = { task, outcome: null };
    return task;
  }

  #mark(reading: Reading): Mark {
    return markOf(reading, reading.at === null ? this.#clock.gap() : instant(reading.at));
  }

  /**
   * Another start of this wording on the thread: what was open of it has ended unseen, or is passed over. Where lines bear
   * no thread, tasks of other ids may run beside it.
   */
  #passOver(thread: Thread, known: StartWording, reading: Reading, ids: readonly string[]): void {
    for (const task of [...thread.open].reverse()) {
      if ((task.wording !== known && task.outer?.wording !== known) || isBeside(thread, task, ids)) continue;
      if (task.tentative) this.#finish(thread, task, task.tentative.outcome, reading.at);
      else this.#leave(thread, task, reading);
    }
    if (known.finished === 0 && thread.open.length > unconfirmedKept) this.#drop(thread, thread.open[0]);
  }

  #leave(thread: Thread, task: Task, reading: Reading): void {
    task.last = lastOf(thread, task);
    task.next = this.#mark(reading);
    remove(thread.open, task);
    if (task.wording.finished === 0 && this.lost.size > unconfirmedLost) this.#drop(thread, task);
    else if (task.outer === null) {
      this.lost.add(task);
      thread.passed.push(task);
      if (thread.passed.length > passedKept) thread.passed.shift();
    } else this.#open.forget(thread, task);
  }

  #drop(thread: Thread, task: Task | undefined): void {
    if (!task) return;
    task.wording.dropped++;
    this.lost.delete(task);
    remove(thread.open, task);
    this.#open.forget(thread, task);
  }

  /** Whether the end closed a task. */
  #end(thread: Thread, reading: Reading, wording: Wording): boolean {
    const byId = this.#open.endedBy(thread, wording);
    const task = byId ?? thread.open.findLast((t) => fits(t, wording)) ?? this.#passed(thread, wording);
    if (!task) {
      this.#watch?.stray(reading);
      this.#keepOrphan(thread, reading, wording);
      return false;
    }
    const weak = wording.weak || (!byId && this.#steps.has(wording.signature));
    if (task.cut && wording.outcome === "failed") return false;
    if (!weak || !this.#steps.has(wording.signature)) this.#watch?.ended(task, reading, byId !== null);
    if (weak && !this.lost.has(task)) this.#mayEnd(task, wording, byId !== null);
    else this.#finish(thread, task, wording.outcome ?? "ok", reading.at);
    // Of a server's end an application's log may know nothing but the id.
    if (task.wording.byServer) this.#keepOrphan(thread, reading, wording);
    thread.lastEnd = wording.signature;
    return true;
  }

  /** Several tasks began on the thread before the first one ended, as on an event loop: their ends come one by one. */
  #passed(thread: Thread, wording: Wording): Task | undefined {
    if (wording.weak || wording.ids.length > 0 || thread.lastEnd !== wording.signature) return undefined;
    return thread.passed.findLast((task) => this.lost.has(task) && fits(task, wording));
  }

  #keepOrphan(thread: Thread, reading: Reading, { ids, weak, outcome }: Wording): void {
    const id = ids[0];
    if (!id || weak || this.orphans.length >= orphansKept) return;
    this.orphans.push({ id: copyText(id), pid: thread.process.pid, outcome: outcome ?? "ok", at: reading.at });
  }

  #mayEnd(task: Task, wording: Wording, byId: boolean): void {
    if (this.#steps.has(wording.signature)) return;
    task.tentative = { outcome: wording.outcome ?? "ok", signature: wording.signature, byId };
  }

  /** An error on a thread: it ends the task there, unless the task goes on. */
  #fails(thread: Thread): void {
    const task = thread.open.at(-1);
    if (task && task.tentative === null) task.tentative = { outcome: "failed", signature: "", byId: false };
  }

  #finish(thread: Thread, task: Task, outcome: Outcome, at: number | null): void {
    const isHere = task.tid === thread.tid && task.pid === thread.process.pid;
    const owner = isHere ? thread : this.processes.get(task.pid)?.threads.get(task.tid);
    const { wording, start } = task;
    if (this.lost.delete(task) || (owner && wasOvertaken(owner, task))) wording.overlapped++;
    this.#orphaned.delete(task);
    task.ended = true;
    if (at !== null && start.at !== null) wording.maxDurationMs = Math.max(wording.maxDurationMs, at - start.at);
    if (touches(this.#window, start.at, at)) this.#count(task, outcome);
    else wording.outside++;
    const rerun = task.repeats?.rerun;
    if (rerun?.task === task) rerun.outcome = outcome;
    if (owner) this.#close(owner, task);
    if (owner && at !== null && task.outer === null) {
      owner.process.ends ??= new Tail();
      owner.process.ends.add(at);
    }
  }

  /** Takes a task off its thread, with what ran within it. */
  #close(owner: Thread, task: Task): void {
    for (const gone of [...owner.open.filter((t) => t.outer === task), task]) {
      remove(owner.open, gone);
      this.#open.forget(owner, gone);
    }
  }

  #count(task: Task, outcome: Outcome): void {
    const { wording, outer } = task;
    if (task.key !== null && this.#copies?.end(task.key, outcome) === false) {
      wording.copies++;
      return;
    }
    const tally = outer && !outer.ended ? nestedTally(wording, outer.wording.signature) : wording;
    tally.finished++;
    if (outcome === "failed") tally.failed++;
  }

  #sweep(now: number | null): void {
    this.#sinceSweep = 0;
    if (now === null) return;
    this.#threads.sweep(now);
    this.#current = null;
  }
}
