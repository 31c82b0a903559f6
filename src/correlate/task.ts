import type { Event, Outcome } from "../events.ts";
import { copyText } from "../ingest/copy-text.ts";
import type { Reading } from "../recognise/reading.ts";
import type { Wording } from "../recognise/wording.ts";
import type { Mark } from "./mark.ts";
import type { Tail } from "./tail.ts";

/** What is known of a wording that announces starts: whether it goes on to ends, and how long that takes. */
export interface StartWording {
  readonly signature: string;
  readonly unit: string | null;
  readonly isWork: boolean;
  /** Said by a server's own message, not by an application. */
  readonly byServer: boolean;
  started: number;
  /** Ended, and not within another task on the same thread. */
  finished: number;
  failed: number;
  /** Ended within another task on the same thread, by that task's signature. */
  readonly nested: Map<string, { finished: number; failed: number }>;
  /** Ended after another task of this wording had begun on the same thread: its tasks share threads. */
  overlapped: number;
  /** Ended, told before by another stream. */
  copies: number;
  /** Ended outside the stretch of time that is reported. */
  outside: number;
  /** Starts that were given up to bound the memory of a wording that never ends. */
  dropped: number;
  /** Ids seen at its starts, as far as it takes to tell that they vary. */
  readonly ids: Set<string>;
  /** Processes that said it, at most a few hundred. */
  readonly pids: Set<number>;
  maxDurationMs: number;
  /** Longest silence of a task that went on afterwards. */
  maxGapMs: number;
}

/** A start that has not been seen to end. */
export interface Task {
  readonly wording: StartWording;
  readonly ids: readonly string[];
  readonly name: string | null;
  /** -1 where no line shows or implies it. */
  readonly pid: number;
  /** The pid is that of the only process there was. */
  readonly impliedPid?: boolean;
  readonly tid: string;
  readonly process: string;
  readonly start: Mark;
  /** Last line of its thread that can be its own; null: nothing after the start. */
  last: Mark | null;
  /** The lines of its thread before the last one, as many as asked for. */
  context: readonly Mark[];
  /** The next start on its thread. */
  next: Mark | null;
  /** A line that ends it unless it goes on: an error of unclear reach, a bare "done". */
  tentative: { readonly outcome: Outcome; readonly signature: string; readonly byId: boolean } | null;
  /** Its process has said that it cuts short what it is at work on. */
  cut: boolean;
  /** The task around it on the same thread. */
  readonly outer: Task | null;
  /** The same id again, later: where, and with what outcome. */
  rerun: { readonly task: Task; outcome: Outcome | null } | null;
  /** The task of the same id that this one repeats. */
  readonly repeats: Task | null;
  /** Ended; kept only while something refers to it. */
  ended: boolean;
  /** What its copies in other streams share with it; null where there are no other streams, or no time. */
  readonly key: string | null;
  /** Another stream told of this very start before. */
  readonly copy: boolean;
}

/** An end whose start is not in its own stream. */
export interface OrphanEnd {
  readonly id: string;
  readonly pid: number;
  readonly outcome: Outcome;
  readonly at: number | null;
}

/** Life signs of a process in one stream's application lines. */
export interface Sightings {
  readonly pid: number;
  /** Epoch ms; null where its lines bear no time. */
  first: number | null;
  last: number | null;
  /** The last line's place. */
  lastLine: number;
  lastSource: number;
  /** Threads seen, at most a few: enough to recognise them in a successor. */
  readonly tids: Set<string>;
  /** Offset in minutes to show its times with. */
  offset: number;
  /** Longest silence between two of its lines, ms. */
  maxGapMs: number;
  lines: number;
  /** Tasks that began in it, those within other tasks aside. */
  begun: number;
  /** The last error that its first lines go on with. */
  words: Mark | null;
  /** Those of them that began on the thread of the first one. */
  begunThere: number;
  /** When its tasks ended lately; null while none did. */
  ends: Tail | null;
}

/** What a start tells of a task, and what is known of it otherwise. */
type Start = Pick<Task, "start" | "pid" | "tid" | "outer" | "repeats" | "key" | "copy"> & {
  readonly reading: Reading;
  readonly wording: Wording;
  readonly known: StartWording;
};

/** A task that has just begun. */
export const newTask = ({ reading, wording, known, start, pid, tid, outer, repeats, key, copy }: Start): Task => ({
  start,
  pid,
  tid,
  outer,
  repeats,
  key,
  copy,
  wording: known,
  ids: wording.ids.map(copyText),
  name: wording.name ? copyText(wording.name) : null,
  // A parent that tells of its child's task writes under its own name.
  process: pid === reading.pid ? copyText(reading.process) : "",
  last: null,
  context: [],
  next: null,
  tentative: null,
  cut: false,
  rerun: null,
  ended: false,
});

/** What is known of a wording, which may be met for the first time. */
export function wordingIn(known: Map<string, StartWording>, wording: Wording, byServer: boolean): StartWording {
  const found = known.get(wording.signature) ?? newWording(wording, byServer);
  known.set(wording.signature, found);
  return found;
}

const newWording = ({ signature, unit, isWork }: Wording, byServer: boolean): StartWording => ({
  signature,
  unit,
  isWork,
  byServer,
  started: 0,
  finished: 0,
  failed: 0,
  nested: new Map(),
  overlapped: 0,
  copies: 0,
  outside: 0,
  dropped: 0,
  ids: new Set(),
  pids: new Set(),
  maxDurationMs: 0,
  maxGapMs: 0,
});

/** The count of the wording's tasks that ended within tasks of the `outer` wording. */
export function nestedTally(wording: StartWording, outer: string): { finished: number; failed: number } {
  let tally = wording.nested.get(outer);
  if (!tally) {
    tally = { finished: 0, failed: 0 };
    wording.nested.set(outer, tally);
  }
  return tally;
}

/** A server's own word of a task's start or end. */
export function wordingOf(event: Event): Wording {
  const id = event.taskId ?? event.taskName;
  return {
    phase: event.kind === "task-start" ? "start" : "end",
    outcome: event.outcome ?? "ok",
    unit: "task",
    isWork: true,
    ids: id ? [id] : [],
    name: event.taskName,
    weak: false,
    signature: `${event.parser}:${event.role ?? ""}`,
  };
}
