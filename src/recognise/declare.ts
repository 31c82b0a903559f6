import type { EventFacts } from "../events.ts";

/**
 * One message of a server, as its source prints it.
 *
 * `says` is the message with its variable parts as fields:
 *
 * - `{pid}` `{worker}` `{exitCode}` `{durationMs}` `{requests}` `{rss}`: a whole number
 * - `{signal}`: a number (`9`) or a name (`SIGKILL`, `KILL`); the event carries the name (`SIGKILL`)
 * - `{slot}`: text that names a slot (a program, a spool directory; one word where a template begins with it), `{name}`: one
 *   word that does; becomes the event's `worker`
 * - `{taskId}` `{tid}`: one word; `{taskName}`: text
 * - `{requestId}`: an id as Apache gives one to a request (`YNkTq38AAQEAAEpbAosAAAAA`, `812:5f9e8a3b:1`); becomes the event's `taskId`,
 *   and the number that the second form begins with its `pid`
 * - `{uuid}`: a UUID; becomes the event's `taskId`; `{function}`: a dotted name (`shop.jobs.rebuild`); becomes its `taskName`
 * - `{ctime}`: `Tue Apr  2 14:33:07 2024`; `{clf}`: `02/Apr/2024:14:33:07 +0000`, the zone may be missing; becomes the event's `time`
 * - `{#}` a whole number, `{%}` a hexadecimal number with or without `0x`, `{@}` one word, `{*}` any text, `{_}` blanks or none: read and forgotten
 *
 * Text fields match as little as they can. A template matches the whole message, trailing blanks aside; end it
 * with `{*}` where the rest does not matter. One that begins with a blank or tab matches behind blanks only. Several spellings of one message stand in one array.
 */
export interface Rule extends EventFacts {
  readonly says: string | readonly string[];
  /** At least one real line for each spelling; a test holds each against the rules. */
  readonly example: string | readonly string[];
  /** Whose pid the event carries: the one in the message (default), the writer's (from the line's prefix), or none. */
  readonly whose?: "message" | "writer" | "none";
  /**
   * The program that must stand right before the message: for messages that others say too. Its name (`systemd` before
   * `[1]: ` or `: `), or what it writes instead of one (`{#}#{#}` before `: `).
   */
  readonly program?: string;
  /** Where a structured line (JSON, logfmt) keeps what its message does not say: the event's fact, and its key in the line. */
  readonly keys?: { readonly slot?: string; readonly pid?: string; readonly exitCode?: string };
  /** Versions that print it, where not all do. */
  readonly versions?: string;
  /**
   * For words that say nothing by themselves ("start", "Shutting down"): holds only in a `line` that one of the server's own
   * heads has read; or only where that head also names a `task`, whose id and name the event then carries. The examples are whole lines.
   */
  readonly headed?: "line" | "task";
}

/**
 * How a server's own logger lays out its lines: a regular expression for a whole line, or the keys that all its JSON lines
 * have. Named groups are keys, as in structured lines: `ts`, `lvl`, `pid`, `tid`, `jid`, `job_name`, and `msg`, the message.
 */
export type Head = {
  /** What it claims: every line it fits, or only those whose message is one of the server's. */
  readonly claims: "lines" | "messages";
  readonly example: string;
} & (
  | { readonly pattern: RegExp; readonly keys?: never }
  | { readonly pattern?: never; readonly keys: readonly string[] }
);

/** How a library lays out its lines: as `Head`, with JSON values behind the message that are fields under these names. */
export interface Line {
  readonly name: string;
  readonly example: string;
  readonly pattern: RegExp;
  readonly trailers: readonly string[];
}

/** A server's message catalogue: order is priority, first match wins. */
export interface ServerParser {
  /** The name events and `sources[].formats` carry. */
  readonly name: string;
  readonly title: string;
  /** Versions whose messages were read. */
  readonly versions: string;
  /** What coroner recovers from it, one short phrase per item. */
  readonly recovers: readonly string[];
  /** The layouts of its own logger, where it has one. */
  readonly heads?: readonly Head[];
  /** What this server can write between its header and a message (a number, the client's address): a sticky pattern. */
  readonly lead?: RegExp;
  /** How it writes the stacks of a process's threads, behind a message of kind `stack`. */
  readonly dump?: Dump;
  readonly rules: readonly Rule[];
}

/**
 * How stacks are dumped: what the lines look like. A line is what the first expression that fits says; one that none fits says
 * nothing. Expressions find their text behind a header, too; named groups, all optional:
 *
 * - `pid`; `hex` or `id`: the thread's (or greenlet's) id, as applications log it; `native`: the kernel's; `name`, `state`
 * - `function`, `file`, `line`: of a frame
 */
export interface Dump {
  readonly order: "newest first" | "oldest first";
  /** What stands in lines of this kind only: in one that no expression fits, or before one that does, two writers' lines are torn. */
  readonly torn?: RegExp;
  /** What can stand right before the first line that is recognised, and tells of the dump: the pid. */
  readonly lead?: RegExp;
  /** Lines of others can stand between its own, whose frames nothing else looks like; else such a line ends a stack. */
  readonly mixes?: true;
  readonly lines: readonly DumpLine[];
}

/**
 * What a line of a dump is:
 *
 * - `dump`: the dump's own head; one of another pid, or without any, begins another dump
 * - `thread`: the head of a thread; a `state` line adds to it
 * - `frame`; where it names a thread, it is one of that thread
 * - `call`, `place`: the first and the further lines of a frame that takes several
 * - `aside`: frames below are not the thread's own, until a line that says `stack`
 */
export interface DumpLine {
  readonly is: "dump" | "thread" | "state" | "frame" | "call" | "place" | "aside" | "stack";
  readonly like: RegExp;
}

export const defineServer = (parser: ServerParser): ServerParser => parser;

/** Severity of a record, lowest first. */
export const severities = ["debug", "info", "warning", "error", "fatal"] as const;
export type Severity = (typeof severities)[number];

/** What a column of a text layout can hold. */
export type Column = "pid" | "thread" | "process" | "level" | "logger";

/** The words that make a column of a text layout recognisable. */
export interface TextVocabulary {
  readonly levels: Readonly<Record<Severity, readonly string[]>>;
  /** Letters that stand for a level where a line begins with one and a time. */
  readonly letters: Readonly<Record<Severity, string>>;
  readonly labels: Readonly<Record<Column, readonly string[]>>;
  /** Source of a regular expression without groups or anchors. */
  readonly threadNames: string;
  readonly processNames: string;
}

/** The words of task starts and ends; lower case. */
export interface TaskVocabulary {
  readonly start: readonly string[];
  readonly end: readonly string[];
  readonly weakEnd: readonly string[];
  readonly fail: readonly string[];
  readonly waiting: readonly string[];
  readonly goesOn: readonly string[];
  readonly units: readonly string[];
  readonly parts: readonly string[];
  readonly services: readonly string[];
  readonly cjk: {
    readonly start: readonly string[];
    readonly end: readonly string[];
    readonly fail: readonly string[];
    readonly waiting: readonly string[];
    readonly units: readonly string[];
    readonly parts: readonly string[];
  };
}

/** Where structured lines keep what the analysis needs: keys, the preferred first; a dot reaches into an object. */
export interface FieldVocabulary {
  readonly time: readonly string[];
  readonly message: readonly string[];
  readonly level: readonly string[];
  readonly pid: readonly string[];
  readonly tid: readonly string[];
  readonly thread: readonly string[];
  readonly process: readonly string[];
  readonly exception: readonly string[];
  readonly taskId: readonly string[];
  readonly taskName: readonly string[];
}

/** Where a JSON envelope keeps its facts: paths of keys, `/` between them; the first that holds text or a number counts. */
export interface JsonEnvelope {
  readonly text: string;
  readonly time?: string;
  readonly stream?: string;
  /** Holds `true` where the line goes on in the next piece. Without this key, a text without a line feed does, if there is a `stream`. */
  readonly partial?: string;
  readonly host?: readonly string[];
  readonly pid?: readonly string[];
  readonly program?: readonly string[];
  /** Each a list of paths whose values name the scope together; those that are there. */
  readonly scope?: readonly (readonly string[])[];
  /** Keys of which at least one is there; what else has these keys by chance is not this envelope. */
  readonly oneOf?: readonly string[];
  readonly maxKeys?: number;
  /** Its records can also stand over several lines: pretty-printed, or as `KEY=value` lines between blank ones. */
  readonly lines?: "pretty" | "pretty or export";
}

/**
 * What a transport wraps around a line, and what it knows of the line's writer. Text envelopes are a regular expression
 * with named groups, all but `text` optional; JSON envelopes name the keys of the same:
 *
 * - `text`: the line as the program wrote it
 * - `time`: when the transport got it
 * - `host`; `scope` and `within`: what on a host has pids of its own (a container, a pod and its container, a log stream); a writer's pid
 *   beside it is the transport's and is not taken
 * - `program`: the unit or tag of the writer, within whose lines a record goes on; `pid`: of the writer
 * - `stream`: stdout, stderr; `partial` (`P`): the line goes on in the next piece
 * - `labels`: `{key="value", ...}`, in which `keys` names host, program and scope as a JSON envelope does
 */
export type EnvelopeParser = {
  readonly name: string;
  readonly title: string;
  readonly example: string;
} & (
  | {
      readonly pattern: RegExp;
      /**
       * Lines of other kinds can look like it: it is believed only in a stream in whose first lines nearly all do, and one is
       * of this unmistakable form or all name one host.
       */
      readonly proof?: RegExp;
      readonly keys?: Pick<JsonEnvelope, "host" | "program" | "scope">;
      readonly json?: never;
    }
  | { readonly pattern?: never; readonly json: JsonEnvelope }
);
