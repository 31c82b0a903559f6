import { type Aside, newAside } from "../correlate/aside.ts";
import type { StreamFacts } from "../correlate/case.ts";
import type { Copies } from "../correlate/copies.ts";
import type { DumpSign } from "../correlate/dump-tracker.ts";
import { Exporters } from "../correlate/exporters.ts";
import { LossNotices } from "../correlate/loss-notices.ts";
import { ServerTracker } from "../correlate/server-tracker.ts";
import { TaskTracker } from "../correlate/task-tracker.ts";
import type { TaskWatch } from "../correlate/task-watch.ts";
import type { Window } from "../correlate/window.ts";
import { copyText } from "../ingest/copy-text.ts";
import type { Dump } from "../recognise/declare.ts";
import type { Reading } from "../recognise/reading.ts";
import type { Sighting } from "../recognise/sights.ts";
import { GapClock } from "../time/span.ts";

/** The record of one writer that lines without a header go on with. */
type Last = "application" | "server" | null;

/** What the tasks of several streams have in common, by place: `null` where only one stream tells of it. */
export type CopiesAt = (host: string, scope: string) => Copies | null;

/** Servers of one program that are looked at for who is a master now. */
const recent = 4;

export interface ScopeOptions {
  readonly window: Window;
  /** Lines to keep before a task's last one. */
  readonly context: number;
  readonly watch?: TaskWatch | undefined;
  /** How stacks are dumped, by the parser that recognises their heads. */
  readonly dumps?: ReadonlyMap<string, Dump>;
}

const noDumps: ReadonlyMap<string, Dump> = new Map();

/**
 * What a stream shows of one place: a host, or a container on it. Its processes are told by their pids; a server's slots only
 * within one program, records only within one program's stream.
 */
export class Scope {
  readonly tasks: TaskTracker;
  readonly #aside: Aside;
  /** Between which times its lines without one stand: others' lines need not be in order with them. */
  readonly clock = new GapClock();
  readonly #servers = new Map<string, ServerTracker>();
  readonly #options: ScopeOptions;
  /** By writer: what his last record was. */
  readonly #last = new Map<string, Last>();
  /** Who wrote the last record of all. */
  #writer = "";
  #pid = -1;
  #server: ServerTracker | null = null;

  constructor(options: ScopeOptions, copies: Copies | null) {
    this.#options = options;
    this.tasks = new TaskTracker(this.clock, options.window, copies, options);
    this.#aside = newAside(this.clock, options.dumps ?? noDumps, copies !== null);
  }

  /** Takes in a record. */
  take(reading: Reading): void {
    if (reading.event && Exporters.tells(reading.event)) {
      this.#aside.exporters.see(reading.event, reading);
      reading.event = null;
    }
    const { event } = reading;
    this.#begin(reading, event ? "server" : "application");
    // A master that collects its workers' lines and hands them on is not the one whose lines they are.
    if (!event && reading.pid >= 0 && reading.pid === reading.writer && this.#isMaster(reading.pid)) reading.pid = -1;
    if (event || reading.wording) this.#aside.accepted.see(reading);
    if (!event) {
      if (!this.#isDumped(reading, this.#writer)) this.tasks.see(reading);
      return;
    }
    this.#aside.dumps.see(event, reading, this.#writer);
    if (event.kind === "request" && event.pid === null && reading.written !== null)
      this.#aside.answers.add(reading.written);
    this.tasks.close();
    this.tasks.passTime(reading.written);
    this.#server = this.#serverOf(reading.program);
    if (event.kind === "task-start" || (event.kind === "task-end" && !LossNotices.is(event)))
      this.tasks.seeServerTask(reading);
    if (event.closes === "tasks" && event.pid !== null) this.tasks.cut(event.pid);
    this.#server.see(reading);
    if (event.kind === "process-exit" && event.stage !== "leaving" && typeof event.worker === "string")
      this.tasks.leave(event.worker);
  }

  /** Takes in a line of which nothing but a sign of life can come; no envelope names its writer. */
  sighted(sighting: Sighting): void {
    if (this.#writer !== "" || this.#pid >= 0 || this.#last.get("") !== "application") {
      this.#writer = "";
      this.#pid = -1;
      this.#last.set("", "application");
    }
    if (sighting.at !== null) this.clock.timed(sighting.at);
    if (!this.#isDumped(sighting, "")) this.tasks.sighted(sighting);
  }

  /** Whether a line that is no record is one of a stack dump. */
  dumped(reading: Reading): boolean {
    return this.#aside.dumps.more(reading, writerKey(reading));
  }

  /** Takes in a line that opens no record: false where it goes on with none. */
  more(reading: Reading): boolean {
    const key = writerKey(reading);
    const own = this.#last.get(key);
    const last = own === undefined ? (this.#last.get(this.#writer) ?? null) : own;
    // Another's record has come between: it is nobody's line that could be told.
    const interrupted = own !== undefined && (key !== this.#writer || reading.writer !== this.#pid);
    if (last === "application" && !interrupted) this.tasks.more(reading);
    else if (last === "server" && !interrupted) this.#server?.more(copyText(reading.text));
    return last !== null;
  }

  /** A blank line ends its writer's record. */
  blank(reading: Reading): void {
    const key = writerKey(reading);
    this.#last.set(key, null);
    if (key === this.#writer) this.tasks.close();
    this.#aside.dumps.blank(key);
  }

  /** What has been found, as facts of streams: one for each program that has a server in it. */
  *facts(at: Pick<StreamFacts, "host" | "name" | "clock" | "said" | "scope">): Generator<StreamFacts> {
    const { clock } = this;
    const { window } = this.#options;
    const [first = new ServerTracker(clock), ...others] = this.#servers.values();
    yield { ...at, tasks: this.tasks, server: first, aside: this.#aside };
    for (const server of others) yield { ...at, tasks: new TaskTracker(clock, window), server, aside: null };
  }

  /** Whether a record without an event is a line of a stack dump, with a header before it. */
  #isDumped(sign: DumpSign, writer: string): boolean {
    const { dumps } = this.#aside;
    if (dumps.isOpen && dumps.take(sign, writer)) return true;
    dumps.other(writer);
    return false;
  }

  #begin(reading: Reading, last: Last): void {
    this.#writer = writerKey(reading);
    this.#pid = reading.writer;
    this.#last.set(this.#writer, last);
  }

  #isMaster(pid: number): boolean {
    for (const { instances } of this.#servers.values())
      if (instances.slice(-recent).some(({ master }) => master === pid)) return true;
    return false;
  }

  #serverOf(program: string): ServerTracker {
    const known = this.#servers.get(program);
    if (known) return known;
    const server = new ServerTracker(this.clock);
    this.#servers.set(program, server);
    return server;
  }
}

const writerKey = ({ program, stream }: Reading): string =>
  program === "" && stream === "" ? "" : `${program}\u0000${stream}`;

/** The scopes of one stream. */
export class Scopes {
  readonly #options: ScopeOptions;
  readonly #copies: CopiesAt;
  readonly #hosts = new Map<string, Map<string, Scope>>();
  readonly #touched = new Set<Scope>();
  #last: { readonly host: string; readonly scope: string; readonly found: Scope } | null = null;

  constructor(options: ScopeOptions, copies: CopiesAt) {
    this.#options = options;
    this.#copies = copies;
  }

  /** Hosts that the stream's envelopes name. */
  get hosts(): string[] {
    return [...this.#hosts.keys()].filter((host) => host !== "");
  }

  /** The scope of that name; "" for what is not named. */
  at(host: string, scope: string): Scope {
    const last = this.#last;
    if (last && last.scope === scope && last.host === host) return last.found;
    const found = this.#find(host, scope);
    this.#last = { host, scope, found };
    this.#touched.add(found);
    return found;
  }

  /** The chunk that the lines seen so far are slices of is done with. */
  endBatch(): void {
    for (const scope of this.#touched) scope.tasks.endBatch();
    this.#touched.clear();
    this.#last = null;
  }

  /** What the stream has shown, by host, scope and server. `of`: what holds for all of it. */
  *facts(of: Pick<StreamFacts, "host" | "name" | "clock">): Generator<StreamFacts> {
    for (const [said, scopes] of this.#hosts)
      for (const [scope, found] of scopes) yield* found.facts({ ...of, said, scope });
  }

  #find(host: string, scope: string): Scope {
    let scopes = this.#hosts.get(host);
    if (!scopes) {
      scopes = new Map();
      this.#hosts.set(host, scopes);
    }
    let found = scopes.get(scope);
    if (!found) {
      found = new Scope(this.#options, this.#copies(host, scope));
      scopes.set(scope, found);
    }
    return found;
  }
}
