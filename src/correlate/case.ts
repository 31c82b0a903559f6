import type { Cause, Confidence, Role, Verdict } from "../events.ts";
import type { ClockUse } from "../recognise/line-clock.ts";
import type { Span } from "../time/span.ts";
import type { Answers } from "./answers.ts";
import type { Aside } from "./aside.ts";
import type { Comparison } from "./comparison.ts";
import type { StackDump } from "./dumps.ts";
import type { Exporter } from "./exporters.ts";
import type { Burst, Closure } from "./gateways.ts";
import type { Mark } from "./mark.ts";
import type { Omen } from "./omens.ts";
import type { ProcessFacts } from "./processes.ts";
import type { Program } from "./programs.ts";
import type { Queue } from "./queued.ts";
import type { ServerTracker } from "./server-tracker.ts";
import type { Task } from "./task.ts";
import type { TaskTracker } from "./task-tracker.ts";

/** What one stream (a source, or a rotated set read as one) has shown of one place. */
export interface StreamFacts {
  /** The host that the user gave the stream, and the one that its lines' envelopes name; each "" where they do not. */
  readonly host: string;
  /** Its source's name; of a rotated set, that of the piece written last. */
  readonly name: string;
  readonly clock: ClockUse;
  readonly said: string;
  /** What on the host has pids of its own: a container, a pod; "" where none is named. */
  readonly scope: string;
  readonly tasks: TaskTracker;
  readonly server: ServerTracker;
  /** What else it shows of the place; null where another part of the stream has it. */
  readonly aside: Aside | null;
}

/** The end of a process. */
export interface Death {
  readonly host: string;
  readonly instance: string | null;
  readonly server: string | null;
  readonly role: Role;
  readonly pid: number;
  readonly worker: number | string | null;
  readonly cause: Cause;
  readonly confidence: Confidence;
  readonly signal: string | null;
  readonly exitCode: number | null;
  readonly span: Span;
  /** Offset in minutes to show the span with. */
  readonly offset: number;
  readonly replacedBy: number | null;
  /** Requests that the process answered, where request lines tell. */
  readonly requests: number | null;
  readonly evidence: readonly Mark[];
  /** Why, where the death is inferred. */
  readonly reason: string | null;
}

/** A task that started and was not seen to end, with what became of it. */
export interface Loss {
  readonly task: Task;
  readonly host: string;
  /** Where it ran, if the run tells of several containers or pods. */
  readonly instance?: string | null;
  readonly verdict: Verdict;
  readonly death: Death | null;
  readonly confidence: Confidence;
}

/** What a run has established. */
export interface Case {
  readonly tasks: number;
  readonly finished: number;
  readonly failed: number;
  readonly unfinished: readonly Loss[];
  readonly deaths: readonly Death[];
  /** Sources that should hold the same records. */
  readonly comparisons: readonly Comparison[];
  /** All processes that the sources show, whatever the time that is reported; those that died are in `deaths`, too. */
  readonly processes: readonly ProcessFacts[];
  /** Servers of which any source tells, by the host and the container that they are on. */
  readonly servers: readonly (Pick<ProcessFacts, "host" | "scope"> & { readonly name: string })[];
  /** What servers said of how things go. */
  readonly omens: readonly Omen[];
  /** Programs that failed several times in a row, of whose processes nobody tells a pid. */
  readonly programs: readonly Program[];
  /** Work that was accepted and not seen to begin. */
  readonly queues: readonly Queue[];
  /** Telemetry exporters, each with its process. */
  readonly exporters: readonly { readonly exporter: Exporter; readonly process: ProcessFacts }[];
  /** Servers that lost their gateways, in the order of the streams. */
  readonly closures: readonly Closure[];
  /** Requests that proxies got no answer to. */
  readonly unanswered: readonly Burst[];
  readonly from: number | null;
  readonly to: number | null;
  readonly notes: readonly string[];
  readonly dumps: readonly PlacedDump[];
  /** Requests of which no line tells the process, by place. */
  readonly answers: readonly PlacedAnswers[];
}

export interface PlacedAnswers {
  readonly host: string;
  readonly instance: string | null;
  readonly answers: Answers;
}

/** A dump of a process's stacks, with the place that its pid and its threads are of. */
export interface PlacedDump extends StackDump {
  readonly host: string;
  readonly instance: string | null;
}
