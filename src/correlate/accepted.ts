import { copyText } from "../ingest/copy-text.ts";
import type { Reading } from "../recognise/reading.ts";
import { type GapClock, instant } from "../time/span.ts";
import { IdFilter } from "./id-filter.ts";
import { type Mark, markOf } from "./mark.ts";
import { isStrong } from "./open-tasks.ts";

/** Work that waits, remembered per stream; what is accepted beyond is only counted. */
const kept = 50_000;
/** A wording of which, after so many, hardly any was seen to begin announces no work. */
const trial = 1_000;

/** A wording by which work is accepted, and what has come of it. */
export interface Acceptance {
  /** The server whose message it is; null: an application's wording. */
  readonly server: string | null;
  accepted: number;
  /** Begun or ended by the process that had accepted it, or by anybody where no line shows who had. */
  begun: number;
  begunElsewhere: number;
  /** Of all these, those whose start was seen, and not only their end; and some of the others. */
  started: number;
  readonly ended: string[];
  /** Accepted once more before it began. */
  again: number;
  /** Not remembered, for want of room. */
  dropped: number;
  ignored: boolean;
  /** By process: the number of the last accepted one that has begun. */
  readonly reached: Map<number, number>;
}

/** Ids remembered of those whose start was not seen in the stream. */
const samples = 16;

/** Work that was accepted and has not been seen to begin. */
export interface Waiting {
  readonly id: string;
  readonly name: string | null;
  /** The process that accepted it; -1 where no line shows it. */
  readonly pid: number;
  readonly by: Acceptance;
  /** Which of the wording's it was. */
  readonly number: number;
  readonly mark: Mark;
  /** Its server has started anew since. */
  restarted: Mark | null;
}

/** What is known of work when it is accepted. */
interface Receipt {
  readonly ids: readonly string[];
  readonly name: string | null;
  readonly pid: number;
  readonly server: string | null;
  readonly signature: string;
}

/**
 * The work that one stream's lines tell of as accepted (received, queued, submitted) until it begins. Its state is proportional
 * to what waits.
 */
export class Accepted {
  readonly waiting = new Map<string, Waiting>();
  readonly #kinds = new Map<string, Acceptance>();
  readonly #begun: IdFilter | null;
  readonly #clock: GapClock;

  /** `shared`: other streams tell of the same processes, and may tell of work that begins here. */
  constructor(clock: GapClock, shared: boolean) {
    this.#clock = clock;
    this.#begun = shared ? new IdFilter() : null;
  }

  get kinds(): Iterable<Acceptance> {
    return this.#kinds.values();
  }

  /** Takes in one record. */
  see(reading: Reading): void {
    const { event, wording, pid } = reading;
    if (event) this.#follow(reading);
    else if (wording?.phase === "received") {
      const { ids, name, signature } = wording;
      this.#receive({ ids, name, pid, server: null, signature }, reading);
    } else if (wording) this.#begin(wording.ids, pid, wording.phase === "start");
  }

  /** Whether work of that id may have been seen to begin or end in this stream. */
  mayHaveBegun(id: string): boolean {
    return this.#begun?.mayHave(id) ?? false;
  }

  #follow(reading: Reading): void {
    const { event } = reading;
    if (event?.kind === "server-start") this.#restart(event.parser, reading);
    if (!event?.taskId || (event.kind !== "task-start" && event.kind !== "task-end")) return;
    const { parser, taskId, taskName, role } = event;
    const pid = event.pid ?? reading.pid;
    if (event.stage !== "received") this.#begin([taskId], pid, event.kind === "task-start");
    // What a master accepts its workers begin.
    else
      this.#receive(
        { ids: [taskId], name: taskName, pid: role === "master" ? -1 : pid, server: parser, signature: parser },
        reading,
      );
  }

  #receive({ ids, name, pid, server, signature }: Receipt, reading: Reading): void {
    const id = ids[0];
    if (id === undefined) return;
    const by = this.#kindOf(signature, server);
    const number = ++by.accepted;
    if (number % trial === 0 && (by.begun + by.begunElsewhere) * 10 < number) this.#ignore(by);
    if (by.ignored) return;
    const key = copyText(keyOf(id, pid));
    if (this.waiting.delete(key)) by.again++;
    if (this.waiting.size >= kept) {
      by.dropped++;
      return;
    }
    const mark = this.#mark(reading);
    this.waiting.set(key, { id: copyText(id), name: name && copyText(name), pid, by, number, mark, restarted: null });
  }

  /** Work of one of the ids begins (`started`) in a process, or ends there. */
  #begin(ids: readonly string[], pid: number, started: boolean): void {
    for (const id of ids) {
      this.#begun?.add(id);
      if (this.waiting.size === 0) continue;
      const key = keyOf(id, pid);
      this.#take(key, pid, started);
      if (key !== id) this.#take(id, pid, started);
    }
  }

  /** What the server had accepted before waits no longer. */
  #restart(server: string, reading: Reading): void {
    let mark: Mark | null = null;
    for (const waiting of this.waiting.values()) {
      if (waiting.by.server !== server || waiting.pid > 0) continue;
      mark ??= this.#mark(reading);
      waiting.restarted ??= mark;
    }
  }

  #mark(reading: Reading): Mark {
    return markOf(reading, reading.written === null ? this.#clock.gap() : instant(reading.written));
  }

  #take(key: string, pid: number, started: boolean): void {
    const waiting = this.waiting.get(key);
    if (!waiting) return;
    this.waiting.delete(key);
    const { by, number } = waiting;
    if (started) by.started++;
    else if (by.ended.length < samples) by.ended.push(waiting.id);
    if (waiting.pid > 0 && pid > 0 && waiting.pid !== pid) by.begunElsewhere++;
    else by.begun++;
    by.reached.set(waiting.pid, Math.max(by.reached.get(waiting.pid) ?? 0, number));
  }

  #kindOf(signature: string, server: string | null): Acceptance {
    const key = server ?? signature;
    const known = this.#kinds.get(key);
    if (known) return known;
    const counts = { accepted: 0, begun: 0, begunElsewhere: 0, started: 0, again: 0, dropped: 0 };
    const kind = { server, ...counts, ended: [], ignored: false, reached: new Map<number, number>() };
    this.#kinds.set(key, kind);
    return kind;
  }

  #ignore(by: Acceptance): void {
    by.ignored = true;
    for (const [key, waiting] of this.waiting) if (waiting.by === by) this.waiting.delete(key);
  }
}

/** Small numbers are counted up anew in every program: they are told apart by process. */
const keyOf = (id: string, pid: number): string => (pid < 0 || isStrong(id) ? id : `${pid} ${id}`);
