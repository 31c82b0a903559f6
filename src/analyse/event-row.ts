import type { Cause, EventKind, Stage } from "../events.ts";
import type { Reading } from "../recognise/reading.ts";
import { formatInstant } from "../time/format.ts";

/** One line of `coroner events`: what a record was recognised as. Absent facts are null. */
export interface EventRow {
  readonly source: string;
  readonly line: number;
  /** The server whose message it is, else the layout. */
  readonly parser: string | null;
  readonly kind: EventKind | null;
  readonly stage: Stage | null;
  /** The process concerned; of a task, the one that runs it. */
  readonly pid: number | null;
  readonly worker: number | string | null;
  readonly tid: string | null;
  readonly taskId: string | null;
  readonly signal: string | null;
  readonly exitCode: number | null;
  readonly cause: Cause | null;
  readonly at: string | null;
}

/** The row of a line, by the line alone; `kind` is null where nothing was recognised. */
export function rowOf(reading: Reading, source: string): EventRow {
  const { line, at, offset, event, wording } = reading;
  const own = { pid: reading.pid < 0 ? null : reading.pid, tid: reading.tid || null };
  const writer = event === null || isOfWriter(event) ? own : { pid: null, tid: null };
  return {
    source,
    line,
    parser: event?.parser ?? layoutOf(reading),
    kind: event?.kind ?? wordingKind(wording),
    stage: event?.stage ?? wordingStage(wording),
    pid: event?.pid ?? writer.pid,
    worker: event?.worker ?? null,
    tid: event?.tid ?? writer.tid,
    taskId: event?.taskId ?? wording?.ids[0] ?? null,
    signal: event?.signal ?? null,
    exitCode: event?.exitCode ?? null,
    cause: event?.cause ?? null,
    at: at === null ? null : formatInstant(at, offset),
  };
}

type Recognised = NonNullable<Reading["event"]>;
type Wording = Reading["wording"];

/** A server's word of a task that names no process is about its writer; correlate/ takes it so too. */
function isOfWriter({ kind, stage }: Recognised): boolean {
  return (kind === "task-start" || kind === "task-end") && stage !== "received";
}

/** The layout without the envelopes around it; a line that only its wording tells has none. */
function layoutOf({ kind, format, wording }: Reading): string | null {
  if (kind === "record") return format.slice(format.lastIndexOf("+") + 1);
  return wording === null ? null : "plain";
}

function wordingKind(wording: Wording): EventKind | null {
  if (wording === null) return null;
  return wording.phase === "end" ? "task-end" : "task-start";
}

function wordingStage(wording: Wording): Stage | null {
  if (wording === null || wording.phase === "end") return null;
  return wording.phase === "start" ? "running" : "received";
}
