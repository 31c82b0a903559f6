import type { Span } from "../time/span.ts";
import type { StreamFacts } from "./case.ts";
import type { Instance, Life } from "./life.ts";
import type { Mark } from "./mark.ts";
import type { Task } from "./task.ts";
import type { Process } from "./thread-table.ts";

const minute = 60_000;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Moves all instants of a stream by `shift` ms. What its clock showed stays as it is: the offsets that instants are shown
 * with move the other way.
 */
export function moveClock({ tasks, server }: StreamFacts, shift: number): void {
  const mover = new Mover(shift);
  tasks.firstAt = mover.time(tasks.firstAt);
  tasks.lastAt = mover.time(tasks.lastAt);
  for (const process of tasks.processes.values()) mover.process(process);
  for (const task of tasks.lost) mover.task(task);
  for (const end of tasks.orphans) mover.at(end);
  for (const life of server.lives) mover.life(life);
  for (const instance of server.instances) mover.instance(instance);
  for (const { exit, reason } of server.unclear) {
    mover.mark(exit.mark);
    mover.mark(reason?.mark);
  }
  for (const { mark } of server.unclearEnds) mover.mark(mark);
}

/** Marks, spans and tasks are shared: each is moved once. */
class Mover {
  readonly #shift: number;
  readonly #moved = new Set<object>();

  constructor(shift: number) {
    this.#shift = shift;
  }

  time(at: number | null): number | null {
    return at === null ? null : at + this.#shift;
  }

  offset(minutes: number): number {
    return minutes - this.#shift / minute;
  }

  at(item: Writable<{ at: number | null }>): void {
    item.at = this.time(item.at);
  }

  mark(mark: Writable<Mark> | null | undefined): void {
    if (!mark || !this.#isNew(mark)) return;
    this.at(mark);
    mark.offset = this.offset(mark.offset);
    this.span(mark.span);
  }

  span(span: Span | null): void {
    if (!span || !this.#isNew(span)) return;
    span.earliest = this.time(span.earliest);
    span.latest = this.time(span.latest);
  }

  task(task: Task | null | undefined): void {
    if (!task || !this.#isNew(task)) return;
    for (const mark of [task.start, task.last, task.next, ...task.context]) this.mark(mark);
    this.task(task.outer);
    this.task(task.repeats);
    this.task(task.rerun?.task);
  }

  process(process: Process): void {
    process.first = this.time(process.first);
    process.last = this.time(process.last);
    process.offset = this.offset(process.offset);
    for (const thread of process.threads.values()) {
      thread.lastAt = this.time(thread.lastAt);
      thread.lastOffset = this.offset(thread.lastOffset);
      this.span(thread.lastSpan);
      for (const mark of thread.recent) this.mark(mark);
      for (const task of [...thread.open, ...thread.passed]) this.task(task);
    }
  }

  life(life: Life): void {
    if (!this.#isNew(life)) return;
    life.firstAt = this.time(life.firstAt);
    life.lastAt = this.time(life.lastAt);
    for (const { mark } of [...life.exits, ...life.reasons]) this.mark(mark);
    this.mark(life.start);
    this.mark(life.successor);
  }

  instance(instance: Instance): void {
    this.mark(instance.procedure?.mark);
    this.mark(instance.orphaned);
    this.mark(instance.begun);
    for (const life of [...instance.peers, ...instance.slots.values()]) this.life(life);
  }

  #isNew(item: object): boolean {
    if (this.#moved.has(item)) return false;
    this.#moved.add(item);
    return true;
  }
}
