import type { Cause, Event } from "../events.ts";
import type { Reading } from "../recognise/reading.ts";
import { type GapClock, instant } from "../time/span.ts";
import { answered, sight } from "./answered.ts";
import { exitCause } from "./exit-cause.ts";
import { Gateways } from "./gateways.ts";
import { Instances } from "./instances.ts";
import {
  type Exit,
  endInstance,
  goWithServer,
  type Instance,
  impliedExit,
  isGone,
  type Life,
  newLife,
  type Reason,
  slotKey,
  type UnclearEnd,
  type UnclearExit,
} from "./life.ts";
import { LossNotices } from "./loss-notices.ts";
import { addMore, type Mark, markOf, placeOf } from "./mark.ts";
import { Omens } from "./omens.ts";
import { begin, takeProcedure } from "./procedures.ts";
import { Programs } from "./programs.ts";
import { inSlot, isAnother, seat, waitingInstance } from "./slots.ts";
import { fillVacancy } from "./vacancies.ts";

/**
 * Follows the processes of the servers that one stream tells of, in the stream's own order: which pid sits in which slot,
 * why and when it left, who came after it. What remains unclear within the stream is left to the join of all streams.
 */
export class ServerTracker {
  readonly lives: Life[] = [];
  readonly unclear: UnclearExit[] = [];
  readonly unclearEnds: UnclearEnd[] = [];
  readonly losses = new LossNotices();
  readonly omens = new Omens();
  readonly programs = new Programs();
  readonly gateways = new Gateways();
  readonly #instances = new Instances();
  readonly #byPid = new Map<number, Life>();
  readonly #clock: GapClock;
  #open: Mark | null = null;

  constructor(clock: GapClock) {
    this.#clock = clock;
  }

  get instances(): readonly Instance[] {
    return this.#instances.all;
  }

  /** Takes in one server message. */
  see(reading: Reading): void {
    const { event } = reading;
    if (!event) return;
    this.#open = null;
    this.#follow(event, reading);
    if (event.sign !== undefined) this.#forebode(event, reading);
  }

  #follow(event: Event, reading: Reading): void {
    switch (event.kind) {
      case "server-start":
        this.#serverStart(event, reading);
        break;
      case "server-stop":
      case "reload":
        this.#procedure(event, reading);
        break;
      case "process-start":
        this.#processStart(event, reading);
        break;
      case "process-exit":
        if (event.stage === "leaving") this.#notice(event, reading);
        else this.#processExit(event, reading);
        break;
      case "process-notice":
        this.#notice(event, reading);
        break;
      case "request":
        this.#request(event, reading);
        break;
      case "task-start":
      case "task-end":
        this.losses.see(event, reading, (r) => this.#mark(r));
        break;
      case "gateway-exit":
        break;
      case "stack":
      case "other":
        break;
    }
  }

  /** A continuation line of the message just seen. */
  more(text: string): void {
    if (this.#open) addMore(this.#open, text);
  }

  #mark(reading: Reading): Mark {
    const mark = markOf(reading, reading.written === null ? this.#clock.gap() : instant(reading.written));
    this.#open = mark;
    return mark;
  }

  #forebode(event: Event, reading: Reading): void {
    const life =
      event.pid === null ? inSlot(this.#instances.living(event.parser), event)[0] : this.#byPid.get(event.pid);
    this.omens.see(event, life ?? null, () => this.#open ?? this.#mark(reading));
  }

  #serverStart(event: Event, reading: Reading): void {
    // A child's word of it names no master.
    if (event.role !== undefined && event.role !== "master") return;
    if (event.closes === "processes") {
      this.#allGone(this.#instances.of(event, reading), event.cause ?? "reload", this.#mark(reading), "reload");
      return;
    }
    const instance = this.#instances.starting(event, reading);
    if (event.pid === null) {
      instance.begun ??= this.#mark(reading);
      return;
    }
    // Its master came back by exec: with the reload all that it had before has gone.
    if (instance.master === event.pid && instance.procedures.some(({ cause }) => cause === "reload")) {
      this.#allGone(instance, "reload", this.#mark(reading), "reload");
      instance.procedures = [];
      instance.restarting = false;
    }
    instance.begun ??= this.#mark(reading);
    instance.master = event.pid;
    this.#occupy(instance, newLife(event.pid, "master", null, instance), reading);
  }

  #procedure(event: Event, reading: Reading): void {
    const { cause, closes } = event;
    if (event.kind === "reload" && event.pid !== null && closes === "procedure") {
      this.#restarted(event, reading);
      return;
    }
    const known = event.pid === null ? undefined : this.#byPid.get(event.pid);
    const living = this.#instances.living(event.parser);
    const isMaster = living.some((i) => i.master === event.pid);
    if (known && known.role !== "master" && !isGone(known) && !isMaster) {
      this.#notice(event, reading);
      return;
    }
    if (this.#instances.isOver(event)) {
      // "Shutting down: Master", "Reason: Worker failed to boot."
      if (known && cause) known.reasons.push({ cause, mark: this.#mark(reading), farewell: false });
      return;
    }
    if (living.length === 0) this.#instances.add(event.parser, reading);
    const mark = this.#mark(reading);
    const concerned = this.#instances.inProcedure(event, reading);
    if (closes === "processes" && event.kind !== "reload" && concerned.length > 1) {
      this.unclearEnds.push({ server: event.parser, cause: cause ?? "shutdown", mark });
      return;
    }
    for (const instance of concerned) {
      if (closes === "processes")
        this.#allGone(instance, cause ?? instance.procedures.at(-1)?.cause ?? "shutdown", mark, event.kind);
      else if (closes === "procedure") instance.procedures = [];
      else if (cause) begin(instance, { cause, mark, once: false });
    }
  }

  /** A master came back under its own pid: everything before is gone, its slots begin anew. */
  #restarted(event: Event, reading: Reading): void {
    const living = this.#instances.living(event.parser);
    const instance =
      living.find((i) => i.master === event.pid) ??
      living.find((i) => i.restarting) ??
      this.#instances.of(event, reading);
    if (!instance.restarting)
      this.#allGone(instance, instance.procedures.at(-1)?.cause ?? "reload", this.#mark(reading), "reload");
    instance.master = event.pid;
    instance.procedures = [];
    instance.restarting = false;
    this.#instances.current = instance;
  }

  /** A stop ends a server; before a reload's exec, its workers have gone by their own records where there are several servers. */
  #allGone(instance: Instance, cause: Cause, mark: Mark, kind: Event["kind"]): void {
    if (kind !== "reload") {
      endInstance(instance, cause, mark);
      return;
    }
    instance.restarting = true;
    instance.ends.push({ cause, mark });
    if (this.#instances.living(instance.server).length > 1) return;
    for (const life of instance.peers) {
      if (isGone(life) || life.role === "master") continue;
      goWithServer(life, cause, instance.procedures.at(-1)?.mark ?? mark, mark);
    }
  }

  #processStart(event: Event, reading: Reading): void {
    if (event.pid === null) {
      this.programs.starts(event, () => this.#mark(reading));
      return;
    }
    const role = event.role ?? "worker";
    const living = this.#instances.living(event.parser);
    const key = slotKey(role, event.worker, event.pid);
    const instance = waitingInstance(living, this.#instances.current, key) ?? this.#instances.of(event, reading);
    this.#instances.current = instance;
    const life = newLife(event.pid, role, event.worker, instance);
    life.alone = event.alone ?? false;
    this.#occupy(instance, life, reading);
    if (life.start && role === "worker" && event.worker === null) fillVacancy(life, life.start);
  }

  /** Puts a new process into its slot; whoever sat there is gone. */
  #occupy(instance: Instance, life: Life, reading: Reading): void {
    const mark = this.#mark(reading);
    const key = slotKey(life.role, life.worker, life.pid);
    const before = instance.slots.get(key);
    if (before && before.pid === life.pid && !isGone(before)) {
      before.start ??= mark;
      return;
    }
    const early = this.#byPid.get(life.pid);
    // A program within another server's process speaks of the same process: uvicorn in a gunicorn worker.
    if (early && !isGone(early) && early.server !== life.server && early.start !== null) return;
    if (early && !isGone(early) && early.start === null && early.worker === null) {
      // Its own lines came before the master's word of its start.
      Object.assign(early, { role: life.role, worker: life.worker, instance, alone: life.alone });
      this.#settle(instance, key, before, early, mark);
      return;
    }
    // The pid begins anew: the former process had gone before, and before its server's successor had begun.
    const by = early && early.instance !== instance ? (instance.begun ?? mark) : mark;
    if (early && !isGone(early)) early.exits.push(impliedExit(by, "slot"));
    this.#add(life);
    this.#settle(instance, key, before, life, mark);
  }

  #settle(instance: Instance, key: string, before: Life | undefined, life: Life, mark: Mark): void {
    life.start = mark;
    instance.slots.set(key, life);
    instance.lastPlace = placeOf(mark);
    if (!before || before === life) return;
    before.heir = life;
    before.successor = mark;
    if (!isGone(before)) before.exits.push(impliedExit(mark, "slot"));
  }

  #processExit(event: Event, reading: Reading): void {
    const mark = this.#mark(reading);
    const exit: Exit = { mark, signal: event.signal, exitCode: event.exitCode, basis: "record" };
    const lives = this.#concerned(event, reading);
    const cause = exitCause(event);
    const own: Reason | null = cause ? { cause, mark, farewell: false } : null;
    if (lives.length > 1) {
      this.unclear.push({ exit, reason: own, candidates: lives });
      return;
    }
    const life = lives[0];
    if (!life) {
      // A pool that lost a child does not say which.
      if (event.worker === null && event.role === "child") this.losses.add(event, null, mark);
      this.programs.ends(event, mark);
      return;
    }
    life.exits.push(exit);
    this.gateways.left(life, mark);
    if (life.worker === null && life.role === "worker") life.instance.slots.delete(slotKey(life.role, null, life.pid));
    const procedure = takeProcedure(life, mark);
    // "buried", "annihilated": the record knows only that a reload or a stop is under way, the procedure knows which.
    const byProcedure = own === null || own.cause === "reload" || own.cause === "shutdown";
    const reason = procedure && byProcedure ? { cause: procedure.cause, mark: procedure.mark, farewell: false } : own;
    if (reason) life.reasons.push(reason);
    life.instance.lastPlace = placeOf(mark);
    if (own?.cause === "master-died") life.instance.orphaned ??= mark;
  }

  #notice(event: Event, reading: Reading): void {
    const farewell = event.closes === "farewell";
    if (!event.cause && !farewell) return;
    const lives = this.#concerned(event, reading);
    const life = lives.length === 1 ? lives[0] : undefined;
    if (!life) return;
    const mark = this.#mark(reading);
    if (event.cause === "scale-down" && life.role === "master") {
      begin(life.instance, { cause: event.cause, mark, once: true });
      return;
    }
    const cause = this.#causeOf(event, life, mark);
    life.reasons.push({ cause, mark, farewell });
    life.instance.lastPlace = placeOf(mark);
    this.#instances.current = life.instance;
    if (event.cause === "master-died") life.instance.orphaned ??= mark;
    if (farewell && reading.at !== null) sight(life, reading);
  }

  /** A goodbye without a reason, or with a guess: what was announced for the process, else what its server is about. */
  #causeOf({ cause, guess }: Event, life: Life, mark: Mark): Cause | null {
    if (cause && !guess) return cause;
    const announced = life.reasons.some((r) => r.cause !== null);
    return announced ? null : (takeProcedure(life, mark)?.cause ?? cause ?? null);
  }

  #request(event: Event, reading: Reading): void {
    const pid = event.pid ?? -1;
    if (pid < 0) return;
    const life = this.#byPid.get(pid) ?? this.#meet(pid, event, reading);
    this.gateways.answered(life, reading, () => this.#mark(reading));
    answered(life, event, reading);
  }

  #add(life: Life): void {
    this.lives.push(life);
    this.#byPid.set(life.pid, life);
    life.instance.peers.push(life);
  }

  /** A process whose start the stream does not hold. */
  #meet(pid: number, event: Event, reading: Reading): Life {
    const instance = this.#instances.of(event, reading);
    const life = newLife(pid, event.role ?? "worker", event.worker, instance);
    this.#add(life);
    if (event.worker !== null) instance.slots.set(slotKey(life.role, life.worker, life.pid), life);
    return life;
  }

  /** The processes that a message can be about: by pid, else by slot, else by role. */
  #concerned(event: Event, reading: Reading): Life[] {
    if (event.pid !== null) {
      const known = this.#byPid.get(event.pid);
      const life =
        known && !(isGone(known) && isAnother(known, event, reading)) ? known : this.#meet(event.pid, event, reading);
      seat(life, event);
      return [life];
    }
    return inSlot(this.#instances.living(event.parser), event);
  }
}
