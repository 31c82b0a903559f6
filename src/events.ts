/**
 * The one contract between parsers/ and correlate/: what a record means to the analysis.
 *
 * An event classifies one record by itself. What it does to a process or a task is decided in correlate/.
 * Plain data throughout; a fact the record does not carry is `null`.
 */

export const eventKinds = [
  "server-start",
  "server-stop",
  "reload",
  "process-start",
  "process-exit",
  "process-notice",
  "task-start",
  "task-end",
  "request",
  "gateway-exit",
  "stack",
  "other",
] as const;
export type EventKind = (typeof eventKinds)[number];

export const causes = [
  "max-requests",
  "max-lifetime",
  "memory-limit",
  "request-timeout",
  "task-timeout",
  "reload",
  "shutdown",
  "oom-kill",
  "signal",
  "crash",
  "exit",
  "scale-down",
  "master-died",
  "respawn",
] as const;
export type Cause = (typeof causes)[number];

export const verdicts = ["killed", "stuck", "superseded", "in-flight"] as const;
export type Verdict = (typeof verdicts)[number];

export const confidences = ["certain", "probable", "possible"] as const;
export type Confidence = (typeof confidences)[number];

export const roles = ["worker", "master", "gateway", "mule", "spooler", "child"] as const;
export type Role = (typeof roles)[number];

/**
 * `leaving`/`gone` stand on process exits (only `gone` closes a process),
 * `received`/`running` on task starts (only `running` opens a task).
 */
export type Stage = "leaving" | "gone" | "received" | "running";

/**
 * What a server's word tells of how things go, beside what happened: a process did not leave in its time and is `forced` to;
 * starts are `throttled` since they come too fast; an application `boot-failed`, so that its process never served; what failed so often is
 * not started any more (`gave-up`); a proxy got a request `unanswered` from the process behind it; a stopping server has `put-back` what it
 * had taken from a queue; a telemetry exporter of the process is `exporting`, could not (`export-failed`), or has been shut down
 * (`exporter-stopped`).
 */
export const signs = [
  "forced",
  "throttled",
  "boot-failed",
  "gave-up",
  "unanswered",
  "put-back",
  "exporting",
  "export-failed",
  "exporter-stopped",
] as const;
export type Sign = (typeof signs)[number];

/** How a task ended, as far as the record that ends it says. */
export type Outcome = "ok" | "failed";

/** What a rule states about every record it matches; the template's fields add what differs from record to record. */
export interface EventFacts {
  readonly kind: EventKind;
  readonly stage?: Stage | undefined;
  readonly role?: Role | undefined;
  readonly cause?: Cause | undefined;
  readonly outcome?: Outcome | undefined;
  /**
   * What else a server's word closes: `processes` (every process of this server has ended), `procedure`
   * (the reload or stop under way is over), `farewell` (a word of goodbye by the process itself), `tasks` (what the process
   * is at work on is cut short: that it fails is no end of its own).
   */
  readonly closes?: "processes" | "procedure" | "farewell" | "tasks" | undefined;
  /** The server's cause is its guess: it says so at ends of every kind. */
  readonly guess?: true | undefined;
  readonly sign?: Sign | undefined;
  /** The server's only process: no master stands behind it, so that its farewell is the last word on it. */
  readonly alone?: true | undefined;
}

/** One recognised record. */
export interface Event extends EventFacts {
  /** Name of the parser, as in the registry. */
  readonly parser: string;
  /** Pid of the process concerned (not of the writer, unless the rule says they are one), or null. */
  readonly pid: number | null;
  /** Slot of the process under its master: a worker number, a program's name, a spool directory. */
  readonly worker: number | string | null;
  readonly tid: string | null;
  readonly taskId: string | null;
  readonly taskName: string | null;
  readonly signal: string | null;
  readonly exitCode: number | null;
  /** A request's (or task's) own duration in ms, where the record states it. */
  readonly durationMs: number | null;
  /** Requests that the process's slot has served so far, where the record states it. */
  readonly requests: number | null;
  /** Resident memory of the process in bytes, where the record states it. */
  readonly rss: number | null;
  /** A time inside the message (start of a request, time of a banner), or null. */
  readonly time: MessageTime | null;
}

/** A time read from within a message. */
export interface MessageTime {
  /** Epoch ms where `offset` is known, else the wall clock counted as if it were UTC. */
  readonly ms: number;
  /** Minutes east of UTC, or null where the text carries no zone. */
  readonly offset: number | null;
}
