import { copyText } from "../ingest/copy-text.ts";
import type { Reading } from "../recognise/reading.ts";
import { type GapClock, instant, type Span } from "../time/span.ts";
import type { Mark } from "./mark.ts";
import type { Sightings, Task } from "./task.ts";

/** Threads remembered per process, to recognise them in a successor. */
const tidsKept = 8;
/** How long threads without an open task must be silent before they are let go, ms of log time. */
const silentFor = 600_000;
/** Characters at the end of a thread's name that mostly tell it from others. */
const tellingEnd = 8;
/** Threads at hand: a power of two. */
const threadSlots = 1024;

/** What a sign of life tells, however it was read. */
export type Sign = Pick<Reading, "source" | "line" | "text" | "at" | "offset">;

/** A thread of a process, as one stream shows it. */
export interface Thread {
  readonly process: Process;
  readonly tid: string;
  readonly open: Task[];
  /** Tasks that it left for others lately, and the wording of the last end on it. */
  readonly passed: Task[];
  lastEnd: string;
  lastLine: number;
  lastSource: number;
  lastText: string;
  lastAt: number | null;
  lastOffset: number;
  lastMore: string[];
  lastSpan: Span | null;
  /** The lines before the last one since the task's start, as many as asked for. */
  readonly recent: Mark[];
  /** Batch in which the thread was last noted as holding text of a chunk. */
  noted: number;
}

export interface Process extends Sightings {
  /** The thread on which its first task began. */
  worker: Thread | null;
  readonly threads: Map<string, Thread>;
  /** Open tasks by each of their ids. */
  readonly byId: Map<string, Task[]>;
}

const newProcess = (pid: number, sign: Sign): Process => ({
  pid,
  first: sign.at,
  last: sign.at,
  lastLine: sign.line,
  lastSource: sign.source,
  tids: new Set(),
  offset: sign.offset,
  maxGapMs: 0,
  lines: 0,
  begun: 0,
  words: null,
  begunThere: 0,
  worker: null,
  ends: null,
  threads: new Map(),
  byId: new Map(),
});

const newThread = (process: Process, tid: string): Thread => ({
  process,
  tid,
  open: [],
  passed: [],
  lastEnd: "",
  lastLine: 0,
  lastSource: 0,
  lastText: "",
  lastAt: null,
  lastOffset: 0,
  lastMore: [],
  lastSpan: null,
  recent: [],
  noted: -1,
});

/** A task begins on the thread. */
export function countBegun(thread: Thread): void {
  const { process } = thread;
  process.worker ??= thread;
  process.begun++;
  if (process.worker.tid === thread.tid) process.begunThere++;
}

/** The processes and threads of one stream, with their last lines. */
export class ThreadTable {
  readonly processes = new Map<number, Process>();
  /** Threads met lately, by a hash of pid and name. */
  readonly #atHand: (Thread | undefined)[] = new Array(threadSlots).fill(undefined);
  readonly #clock: GapClock;
  readonly #context: number;
  #noted: Thread[] = [];
  #batch = 0;

  /** `context`: lines before the last one to keep of a thread with an open task. */
  constructor(clock: GapClock, context: number) {
    this.#clock = clock;
    this.#context = context;
  }

  /** The thread whose name stands in `text[start, end)`: as `at`, without making a string of a name met lately. */
  named(pid: number, text: string, start: number, end: number, sign: Sign): Thread {
    let hash = pid | 0;
    for (let at = Math.max(start, end - tellingEnd); at < end; at++)
      hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
    const slot = (hash ^ (hash >>> 10)) & (threadSlots - 1);
    const known = this.#atHand[slot];
    if (known && known.process.pid === pid && stands(known.tid, text, start, end)) return known;
    const thread = this.at(pid, text.slice(start, end), sign);
    this.#atHand[slot] = thread;
    return thread;
  }

  /** The thread `tid` of process `pid`, met now if not before. */
  at(pid: number, tid: string, sign: Sign): Thread {
    let process = this.processes.get(pid);
    if (!process) {
      process = newProcess(pid, sign);
      this.processes.set(pid, process);
    }
    let thread = process.threads.get(tid);
    if (!thread) {
      const name = copyText(tid);
      thread = newThread(process, name);
      process.threads.set(name, thread);
      if (name && process.tids.size < tidsKept) process.tids.add(name);
    }
    return thread;
  }

  /** Notes the thread's last line, for the task that is open on it. */
  note(thread: Thread, sign: Sign): void {
    if (this.#context > 0 && thread.lastLine > 0) this.#keep(thread);
    thread.lastLine = sign.line;
    thread.lastSource = sign.source;
    thread.lastText = sign.text;
    thread.lastAt = sign.at;
    thread.lastOffset = sign.offset;
    thread.lastSpan = sign.at === null ? this.#clock.gap() : null;
    if (thread.lastMore.length > 0) thread.lastMore = [];
    if (thread.noted !== this.#batch) {
      thread.noted = this.#batch;
      this.#noted.push(thread);
    }
  }

  #keep(thread: Thread): void {
    thread.recent.push(lastMark(thread));
    if (thread.recent.length > this.#context) thread.recent.shift();
  }

  /** The chunk that the lines seen so far are slices of is done with: copies what is kept of them. */
  endBatch(): void {
    for (const thread of this.#noted) thread.lastText = thread.open.length > 0 ? copyText(thread.lastText) : "";
    this.#noted = [];
    this.#batch++;
  }

  /** Lets go of the thread that stands for a process of that name whose pid is not known; returns what is open on it. */
  release(name: string): readonly Task[] {
    const threads = this.processes.get(-1)?.threads;
    const thread = threads?.get(name);
    if (!threads || !thread) return [];
    for (const task of thread.open) task.last = lastOf(thread, task);
    threads.delete(name);
    this.#atHand.fill(undefined);
    return thread.open;
  }

  /** Lets go of threads without an open task that have been silent for long before `now`, epoch ms. */
  sweep(now: number): void {
    for (const process of this.processes.values()) {
      if (process.last === null || now - process.last < silentFor) continue;
      for (const [tid, thread] of process.threads) if (thread.open.length === 0) process.threads.delete(tid);
    }
    this.#atHand.fill(undefined);
  }
}

/** Whether `name` is what stands in `text[start, end)`. */
function stands(name: string, text: string, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}

/** The last sign of life of a task that is open on `thread`; null where nothing followed its start. */
export function lastOf(thread: Thread, task: Task): Mark | null {
  if (thread.lastSource === task.start.source && thread.lastLine === task.start.line) {
    if (thread.lastMore.length > 0 && task.start.more.length === 0) task.start.more = thread.lastMore;
    return null;
  }
  const since = thread.recent.findIndex((m) => m.source === task.start.source && m.line === task.start.line);
  task.context = thread.recent.slice(since + 1);
  return lastMark(thread);
}

const lastMark = (thread: Thread): Mark => ({
  source: thread.lastSource,
  line: thread.lastLine,
  text: copyText(thread.lastText),
  at: thread.lastAt,
  offset: thread.lastOffset,
  span: thread.lastSpan ?? instant(thread.lastAt ?? 0),
  more: [...thread.lastMore],
});

/** A later task of its wording is open on the same thread. */
export const wasOvertaken = (owner: Thread, task: Task): boolean =>
  owner.open.at(-1) !== task &&
  owner.open.some((t) => t.wording === task.wording && t !== task && t.start.line > task.start.line);
