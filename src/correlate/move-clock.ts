import type { Span } from "../time/span.ts";
import type { StreamFacts } from "./case.ts";
import type { Life } from "./life.ts";
import type { Mark } from "./mark.ts";
import type { Process } from "./thread-table.ts";

const minute = 60_000;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Moves all instants of a clock's streams by `zones` ms and by `days` ms. What its clock showed stays as it is, but for the day: the
 * offsets that instants are shown with move the other way as `zones`.
 */
export function moveClock(streams: readonly StreamFacts[], zones: number, days: number): void {
  const time = (at: number | null): number | null => (at === null ? null : at + zones + days);
  const offset = (minutes: number): number => minutes - zones / minute;
  const spans = new Set<Span>();
  const roots = streams.flatMap(({ tasks, server, aside }) => [
    tasks.processes,
    tasks.lost,
    { ...server },
    ...(aside ? [aside.dumps.found, aside.accepted.waiting, aside.exporters.byPid] : []),
  ]);
  for (const mark of marksIn(roots) as Iterable<Writable<Mark>>) {
    mark.at = time(mark.at);
    mark.offset = offset(mark.offset);
    spans.add(mark.span);
  }
  const lives = new Set<Life>();
  for (const { tasks, server, aside } of streams) {
    aside?.answers.move(zones + days);
    tasks.firstAt = time(tasks.firstAt);
    tasks.lastAt = time(tasks.lastAt);
    for (const end of tasks.orphans as Writable<(typeof tasks.orphans)[number]>[]) end.at = time(end.at);
    for (const burst of server.omens.unanswered.bursts) {
      burst.from = time(burst.from) ?? burst.from;
      burst.to = time(burst.to) ?? burst.to;
    }
    for (const process of tasks.processes.values()) moveProcess(process, time, offset, spans);
    for (const life of [...server.instances.flatMap(({ peers }) => peers), ...server.lives]) lives.add(life);
  }
  for (const life of lives) moveLife(life, time);
  for (const span of spans) {
    span.earliest = time(span.earliest);
    span.latest = time(span.latest);
  }
}

type Move<T> = (value: T) => T;

function moveProcess(process: Process, time: Move<number | null>, offset: Move<number>, spans: Set<Span>): void {
  process.first = time(process.first);
  process.last = time(process.last);
  process.offset = offset(process.offset);
  process.ends?.move(time(0) ?? 0);
  for (const thread of process.threads.values()) {
    thread.lastAt = time(thread.lastAt);
    thread.lastOffset = offset(thread.lastOffset);
    if (thread.lastSpan) spans.add(thread.lastSpan);
  }
}

function moveLife(life: Life, time: Move<number | null>): void {
  life.firstAt = time(life.firstAt);
  life.lastAt = time(life.lastAt);
}

/** Every mark within some plain data, once, wherever it stands. */
function marksIn(roots: readonly unknown[]): Set<Mark> {
  const marks = new Set<Mark>();
  const met = new Set<unknown>();
  const ahead: unknown[] = [...roots];
  while (ahead.length > 0) {
    const item = ahead.pop();
    if (item === null || typeof item !== "object" || met.has(item)) continue;
    met.add(item);
    if (isMark(item)) marks.add(item);
    else
      for (const part of item instanceof Map || item instanceof Set ? item.values() : Object.values(item))
        ahead.push(part);
  }
  return marks;
}

const isMark = (item: object): item is Mark => "span" in item && "at" in item && "line" in item;
