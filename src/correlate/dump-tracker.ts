import type { Event } from "../events.ts";
import { copyText } from "../ingest/copy-text.ts";
import type { Dump } from "../recognise/declare.ts";
import { type DumpReading, readDumpLine } from "../recognise/dump-lines.ts";
import type { Reading } from "../recognise/reading.ts";
import { type GapClock, instant } from "../time/span.ts";
import { type DumpedThread, type Frame, type StackDump, threadIdOf } from "./dumps.ts";
import { markOf } from "./mark.ts";

/** Frames kept of one thread: the newest. */
const framesPerThread = 100;
/** What is kept of the dumps of a place, the latest ones: threads, and characters of lines, of which each counts a little more. */
const threadsKept = 10_000;
const textKept = 20_000_000;
const perLine = 100;
/** Writers whose dump is under way. */
const writersKept = 64;
/** Lines in a row that are none of a dump's, after which it is over. */
const foreignAmong = 64;
/** Lines before the first recognised one that can tell of its dump. */
const leadsKept = 4;

/** A line, however it was read. */
export type DumpSign = Pick<Reading, "source" | "line" | "text" | "at" | "offset">;

interface OpenThread extends DumpedThread {
  readonly frames: Frame[];
}

interface OpenDump extends StackDump {
  pid: number | null;
  readonly threads: OpenThread[];
  readonly ids: Set<string>;
  readonly order: Dump["order"];
  size: number;
}

/** The dump that a writer is at. */
interface Writing {
  readonly kind: Dump;
  dump: OpenDump;
  thread: OpenThread | null;
  /** Frames are the thread's own; the last line was the head of a thread; the last frame lacks its place. */
  own: boolean;
  headed: boolean;
  calling: boolean;
  /** Lines since the last one that was of the dump. */
  foreign: number;
}

/** What a place's stream tells of its processes' stacks. Bounded, whatever the log holds. */
export class DumpTracker {
  readonly #kinds: ReadonlyMap<string, Dump>;
  readonly #leads: readonly RegExp[];
  readonly #clock: GapClock;
  readonly #dumps: OpenDump[] = [];
  readonly #writing = new Map<string, Writing>();
  /** Lines that may tell of a dump below them, and the process of which a server has just spoken. */
  #before: DumpSign[] = [];
  #spoken: { readonly parser: string; readonly pid: number } | null = null;
  #size = 0;
  #threads = 0;
  /** Threads of which something was not kept, or not for long. */
  dropped = 0;

  /** `kinds`: how stacks are dumped, by the parser that recognises their heads. */
  constructor(kinds: ReadonlyMap<string, Dump>, clock: GapClock) {
    this.#kinds = kinds;
    this.#leads = [...kinds.values()].flatMap(({ lead }) => lead ?? []);
    this.#clock = clock;
  }

  /** The dumps, in the order of their lines. */
  get found(): readonly StackDump[] {
    return this.#dumps.map(({ parser, pid, threads, order }) => ({
      parser,
      pid,
      threads: threads.map((thread) => finished(thread, order)),
    }));
  }

  /** Whether a dump is under way: only then a line without an event can be of one. */
  get isOpen(): boolean {
    return this.#writing.size > 0;
  }

  /** Takes in a server's message; `writer`: who wrote it. */
  see(event: Event, sign: DumpSign, writer: string): void {
    const kind = event.kind === "stack" ? this.#kinds.get(event.parser) : undefined;
    if (!kind) {
      if (event.kind !== "stack" || !this.take(sign, writer)) this.#interrupt(writer);
      this.#before = [];
      this.#spoken =
        event.kind === "process-notice" && event.pid !== null ? { parser: event.parser, pid: event.pid } : null;
      return;
    }
    if (this.#writing.get(writer)?.kind !== kind) this.#open(event.parser, kind, writer);
    this.take(sign, writer);
  }

  /** Takes in any other line; whether it is one of a dump under way. */
  take(sign: DumpSign, writer: string): boolean {
    const writing = this.#writing.get(writer);
    if (!writing) return false;
    const reading = readDumpLine(writing.kind, sign.text);
    if (reading !== null && reading !== "torn") {
      writing.foreign = 0;
      this.#takeLine(writing, reading, sign);
      return true;
    }
    if (reading === "torn") tear(writing);
    writing.headed = false;
    if (++writing.foreign > foreignAmong) this.#writing.delete(writer);
    return false;
  }

  /** Takes in a line that is no record; whether it is one of a dump under way. */
  more(sign: DumpSign, writer: string): boolean {
    if (this.#writing.size > 0 && this.take(sign, writer)) return true;
    if (this.#leads.some((lead) => lead.test(sign.text))) {
      const { source, line, text, at, offset } = sign;
      this.#before = [...this.#before, { source, line, text: copyText(text), at, offset }].slice(-leadsKept);
    }
    return false;
  }

  /** Another record of that writer. */
  other(writer: string): void {
    if (this.#before.length > 0) this.#before = [];
    if (this.#writing.size > 0) this.#interrupt(writer);
  }

  /** A blank line of that writer ends a stack. */
  blank(writer: string): void {
    const writing = this.#writing.get(writer);
    if (!writing) return;
    writing.headed = false;
    if (writing.thread && writing.thread.frames.length > 0) writing.thread = null;
  }

  #interrupt(writer: string): void {
    const writing = this.#writing.get(writer);
    if (!writing) return;
    writing.headed = false;
    if (!writing.kind.mixes) this.#writing.delete(writer);
  }

  #open(parser: string, kind: Dump, writer: string): void {
    if (this.#writing.size >= writersKept) this.#writing.delete([...this.#writing.keys()][0] ?? "");
    const pid = this.#spoken?.parser === parser ? this.#spoken.pid : null;
    const dump = this.#newDump(parser, kind, pid);
    this.#writing.set(writer, { kind, dump, thread: null, own: true, headed: false, calling: false, foreign: 0 });
    const leads = this.#before.filter(({ text }) => kind.lead?.test(text));
    this.#before = [];
    for (const lead of leads) this.take(lead, writer);
  }

  #newDump(parser: string, { order }: Dump, pid: number | null): OpenDump {
    return { parser, pid, threads: [], ids: new Set(), order, size: 0 };
  }

  #takeLine(writing: Writing, { is, facts, torn }: DumpReading, sign: DumpSign): void {
    if (is === "dump") this.#takeHead(writing, facts.pid);
    else if (is === "thread") this.#takeThread(writing, facts, sign, torn);
    else if (is === "state") addState(writing, facts);
    else if (is === "aside" || is === "stack") writing.own = is === "stack";
    else if (torn) tear(writing);
    else if (is === "place") addPlace(writing, facts);
    else this.#takeFrame(writing, facts, sign, is === "call");
    writing.headed = is === "thread";
  }

  #takeHead(writing: Writing, pid: string | undefined): void {
    const { dump, kind } = writing;
    writing.thread = null;
    const number = pid === undefined ? null : Number(pid);
    if (number !== null && (dump.pid === null || dump.pid === number)) dump.pid = number;
    else if (dump.threads.length > 0) writing.dump = this.#newDump(dump.parser, kind, number);
  }

  #takeThread(writing: Writing, facts: DumpReading["facts"], sign: DumpSign, torn: boolean): void {
    // A writer's own heads have a stack, or a blank line, between them.
    const broken = torn || (writing.headed && writing.kind.torn !== undefined && writing.thread !== null);
    if (broken) tear(writing);
    const id = facts.hex ? threadIdOf(`0x${facts.hex}`) : (facts.id ?? null);
    if (id !== null && writing.dump.ids.has(id))
      writing.dump = this.#newDump(writing.dump.parser, writing.kind, writing.dump.pid);
    writing.own = true;
    writing.calling = false;
    const thread = this.#addThread(writing.dump, facts, id, sign);
    writing.thread = thread;
    if (broken) tear(writing);
  }

  #addThread(dump: OpenDump, facts: DumpReading["facts"], id: string | null, sign: DumpSign): OpenThread | null {
    if (!this.#makeRoom(dump, 1, sign.text.length)) return null;
    if (id !== null) dump.ids.add(copyText(id));
    const span = sign.at === null ? this.#clock.gap() : instant(sign.at);
    const thread: OpenThread = {
      id: id === null ? null : copyText(id),
      native: kept(facts.native),
      name: nameOf(facts.name),
      state: kept(facts.state),
      frames: [],
      torn: false,
      mark: markOf(sign, span),
    };
    if (dump.threads.length === 0) this.#dumps.push(dump);
    dump.threads.push(thread);
    return thread;
  }

  #takeFrame(writing: Writing, facts: DumpReading["facts"], sign: DumpSign, calling: boolean): void {
    const { dump, kind } = writing;
    if (facts.name !== undefined && facts.name !== writing.thread?.name)
      this.#takeThread(writing, { name: facts.name }, sign, false);
    const { thread, own } = writing;
    if (!thread || !own) return;
    if (writing.calling) thread.frames.pop();
    writing.calling = calling;
    if (thread.frames.length >= framesPerThread) {
      this.dropped++;
      if (kind.order === "newest first") return;
      thread.frames.shift();
    }
    if (!this.#makeRoom(dump, 0, sign.text.length)) return;
    thread.frames.push({
      function: copyText(facts.function ?? ""),
      file: kept(facts.file),
      line: facts.line === undefined ? null : Number(facts.line),
      at: sign.line,
      text: copyText(sign.text),
    });
  }

  /** Room in that dump for so many threads and a line, if need be that of the oldest dumps; false where there is none. */
  #makeRoom(dump: OpenDump, threads: number, length: number): boolean {
    const size = length + perLine;
    while (this.#threads + threads > threadsKept || this.#size + size > textKept) {
      const [oldest] = this.#dumps;
      if (!oldest || oldest === dump) {
        this.dropped++;
        return false;
      }
      this.#drop(oldest);
    }
    this.#threads += threads;
    this.#size += size;
    dump.size += size;
    return true;
  }

  #drop(oldest: OpenDump): void {
    this.#dumps.shift();
    this.#threads -= oldest.threads.length;
    this.#size -= oldest.size;
    this.dropped += oldest.threads.length;
    for (const [writer, { dump }] of this.#writing) if (dump === oldest) this.#writing.delete(writer);
  }
}

const kept = (text: string | undefined): string | null => (text === undefined ? null : copyText(text));

/** A name as a dump writes it: `None` is none. */
const nameOf = (text: string | undefined): string | null => (text === "None" || text === "" ? null : kept(text));

/** What has been read of the thread may lack frames; what follows may be another's. */
function tear(writing: Writing): void {
  if (writing.thread) writing.thread.torn = true;
  writing.thread = null;
}

function addState({ thread }: Writing, { name, native, state }: DumpReading["facts"]): void {
  if (!thread) return;
  if (name !== undefined) thread.name = nameOf(name);
  if (native !== undefined) thread.native = kept(native);
  if (state !== undefined) thread.state = kept(state);
}

function addPlace(writing: Writing, { file, line }: DumpReading["facts"]): void {
  const frame = writing.own ? writing.thread?.frames.at(-1) : undefined;
  if (!frame) return;
  if (file !== undefined) frame.file = kept(file);
  if (line !== undefined) frame.line = Number(line);
  if (frame.file !== null) writing.calling = false;
}

/** Newest first, without calls of which no place has come. */
function finished(thread: OpenThread, order: Dump["order"]): DumpedThread {
  const frames = thread.frames.filter(({ file }) => file !== null);
  return { ...thread, frames: order === "newest first" ? frames : frames.reverse() };
}
