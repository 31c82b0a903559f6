import type { Event } from "../events.ts";
import { withoutColour } from "./colour.ts";
import type { Inner } from "./transport.ts";
import type { Wording } from "./wording.ts";
import type { Writer } from "./writers.ts";

/**
 * What recognition makes of one line. One object is reused for all lines of a stream: whoever keeps something copies it.
 */
export interface Reading {
  /** Index of the source within its run, and the line's 1-based number in it. */
  source: number;
  line: number;
  /** The line as its program wrote it, envelopes off. */
  text: string;
  /**
   * `record`: opens a record; `continuation`: belongs to the record above it; `blank`: ends it; `none`: nothing known.
   */
  kind: "record" | "continuation" | "blank" | "none";
  /** What the line's envelopes say of its writer: host, what on it has pids of its own, program, stdout or stderr; each "" where they do not. */
  host: string;
  scope: string;
  program: string;
  stream: string;
  /** Pid of the writer, as its envelopes have it; -1 where they do not. */
  writer: number;
  /** Parser, layout or envelope names for the coverage, e.g. `docker-time+uwsgi`. */
  format: string;
  /** The program's own time, epoch ms, or null. */
  at: number | null;
  /** When the line was written, epoch ms, as far as it shows: a request's time is its start, an envelope's is later. */
  written: number | null;
  /** Offset in minutes east of UTC to show times of this line with. */
  offset: number;
  /** Pid of the writer, -1 where the line bears none. */
  pid: number;
  /** Thread id verbatim, or the thread's name; "" where the line bears none. */
  tid: string;
  /** Process name, or "". */
  process: string;
  /** Rank of the level: 0 debug .. 3 error, 4 fatal; -1 unknown. */
  level: number;
  /** A server's message, or null. */
  event: Event | null;
  /** What an application's message says of a unit of work, or null. */
  wording: Wording | null;
  /** The line begins a traceback, or its record carries an exception. */
  exception: boolean;
  /** What the record says: a structured line's message, or null where it stands in `text` (colours off) from `saidAt` on; -1: not known. */
  said: string | null;
  saidAt: number;
}

export const newReading = (): Reading => ({
  source: 0,
  line: 0,
  text: "",
  kind: "none",
  host: "",
  scope: "",
  program: "",
  stream: "",
  writer: -1,
  format: "",
  at: null,
  written: null,
  offset: 0,
  pid: -1,
  tid: "",
  process: "",
  level: -1,
  event: null,
  wording: null,
  exception: false,
  said: null,
  saidAt: -1,
});

/** What the record says, its header aside; null where nothing tells where that begins. */
export function messageOf({ said, saidAt, text }: Reading): string | null {
  if (said !== null) return said;
  return saidAt < 0 ? null : withoutColour(text).slice(saidAt);
}

/** Begins the reading of another line, of which nothing is known but what its envelopes say. Its text is yet without colours. */
export function beginReading(out: Reading, inner: Inner, writer: Writer, source: number): void {
  out.source = source;
  out.line = inner.line;
  out.text = withoutColour(inner.text);
  out.host = writer.host;
  out.scope = writer.scope;
  out.program = writer.program;
  out.stream = inner.stream;
  out.writer = inner.pid;
  out.format = inner.names;
  out.pid = -1;
  out.tid = out.process = "";
  out.level = -1;
  out.event = out.wording = null;
  out.exception = false;
  out.said = null;
  out.saidAt = -1;
}

/** A line is not written before the time it bears: an envelope's time of whole seconds (of `step` ms) can be a little early. */
export function afterWriting(out: Reading, step: number): void {
  const { at, written } = out;
  if (at !== null && written !== null && at > written && at < written + step) out.written = at;
}
