import type { Cause, Role } from "../events.ts";
import type { Mark } from "./mark.ts";
import type { Procedure } from "./procedures.ts";

/** A reason to die that a record gives: a decision, a warning, an exit record's own word. */
export interface Reason {
  /** Null: the process said goodbye, and not why. */
  readonly cause: Cause | null;
  readonly mark: Mark;
  /** The process's own farewell. */
  readonly farewell: boolean;
}

/**
 * What shows that a process is gone: a `record` of its exit, a successor in its `slot`, the end of its `server`, or a
 * successor that must have come for it, slots being unknown (`vacancy`).
 */
export type Basis = "record" | "slot" | "server" | "vacancy";

/** An exit record: the process is gone. */
export interface Exit {
  readonly mark: Mark;
  readonly signal: string | null;
  readonly exitCode: number | null;
  readonly basis: Basis;
}

/** An exit that no record states. */
export const impliedExit = (mark: Mark, basis: Exclude<Basis, "record">): Exit => ({
  mark,
  signal: null,
  exitCode: null,
  basis,
});

/** The start of a process that took no slot. */
export interface Boot {
  readonly life: Life;
  readonly mark: Mark;
  /** The server was adding processes, or replacing them before they left. */
  readonly extra: boolean;
}

/** One incarnation of a pid, as one stream of server messages shows it. */
export interface Life {
  /** -1 where only its slot is known. */
  pid: number;
  server: string;
  role: Role;
  worker: number | string | null;
  instance: Instance;
  start: Mark | null;
  readonly reasons: Reason[];
  readonly exits: Exit[];
  /** Who took its slot. */
  heir: Life | null;
  /** The record of its successor's start. */
  successor: Mark | null;
  /** Requests that it answered, by its request lines. */
  requests: number;
  /** Those of them in the first seconds after its first one. */
  early: number;
  /** Lowest and highest request counter in them; the counter is its slot's and goes on over a respawn. */
  firstCount: number | null;
  lastCount: number | null;
  /** Resident memory at its last request, bytes. */
  rss: number | null;
  /** First and last line that it wrote itself, epoch ms. */
  firstAt: number | null;
  lastAt: number | null;
  lastLine: number;
  /** No master behind it: its farewell is the last word on it. */
  alone: boolean;
}

/** All processes of a server have gone. */
export interface Ending {
  readonly cause: Cause;
  readonly mark: Mark;
}

/** One server of a stream: a master (or none) and its slots. */
export interface Instance {
  readonly server: string;
  master: number | null;
  readonly slots: Map<string, Life>;
  /** All its processes, dead or alive. */
  readonly peers: Life[];
  /** What is under way, oldest first. */
  procedures: Procedure[];
  /** Starts of processes without a slot. */
  readonly boots: Boot[];
  /** Every process of it has ended for the purpose of a new start under the same master. */
  restarting: boolean;
  /** Its end, and why it ended. */
  ended: Ending | null;
  /** When all its processes had gone: at that end, and before at reloads. */
  readonly ends: Ending[];
  /** Orphaned workers have said that their master is gone. */
  orphaned: Mark | null;
  /** Place of the last message that was about it for certain. */
  lastPlace: number;
  /** Its banner or first word. */
  begun: Mark | null;
  /** The server of its kind that the stream speaks of next. */
  next: Instance | null;
}

/** How long after its first request a process's requests are early ones, ms. */
export const earlyMs = 3_000;

/** An exit record that names only a slot, where several servers of the stream have one of that name. */
export interface UnclearExit {
  readonly exit: Exit;
  readonly reason: Reason | null;
  readonly candidates: readonly Life[];
}

export const isGone = (life: Life): boolean => life.exits.length > 0;

/** Where a process sits: in its slot; workers of servers that number none sit by themselves. */
export const slotKey = (role: Role, worker: number | string | null, pid: number): string =>
  worker === null && role === "worker" ? `${role}#${pid}` : `${role}:${worker ?? ""}`;

/** Requests that the process answered: by its slot's counter where its lines show one, else by the lines themselves. */
export function requestsOf(life: Life): number | null {
  if (life.lastCount === null) return life.requests > 0 ? life.requests : null;
  return life.lastCount - (life.start && life.firstCount !== null ? life.firstCount - 1 : 0);
}

export const newInstance = (server: string, place: number): Instance => ({
  server,
  master: null,
  slots: new Map(),
  peers: [],
  procedures: [],
  boots: [],
  restarting: false,
  ended: null,
  ends: [],
  orphaned: null,
  lastPlace: place,
  begun: null,
  next: null,
});

export const newLife = (pid: number, role: Role, worker: Life["worker"], instance: Instance): Life => ({
  pid,
  server: instance.server,
  role,
  worker,
  instance,
  start: null,
  reasons: [],
  exits: [],
  heir: null,
  successor: null,
  requests: 0,
  early: 0,
  firstCount: null,
  lastCount: null,
  rss: null,
  firstAt: null,
  lastAt: null,
  lastLine: 0,
  alone: false,
});

/** The process went when its server did, at `at`, for what its server was about, which `told` says. */
export function goWithServer(life: Life, cause: Cause, told: Mark, at: Mark = told): void {
  life.reasons.push({ cause, mark: told, farewell: false });
  life.exits.push(impliedExit(at, "server"));
}

/** A server has ended: with it every process of it that no record spoke of. */
export function endInstance(instance: Instance, cause: Cause, mark: Mark): void {
  const reason: Reason = { cause, mark: instance.procedures.at(-1)?.mark ?? mark, farewell: false };
  for (const life of instance.peers) {
    if (isGone(life)) continue;
    // Who had left before, and said why, did not leave for this.
    if (!life.reasons.some((r) => r.farewell && r.cause !== null)) life.reasons.push(reason);
    life.exits.push(
      life.role === "master" ? { mark, signal: null, exitCode: null, basis: "record" } : impliedExit(mark, "server"),
    );
  }
  instance.ended = { cause, mark };
  instance.ends.push(instance.ended);
}

/** A server's own end, where several of the stream could have meant it. */
export interface UnclearEnd {
  readonly server: string;
  readonly cause: Cause;
  readonly mark: Mark;
}
