import type { Mark } from "./mark.ts";

/** What is known of a record that another source should hold, too. */
export interface Told {
  readonly at: number;
  /** The process that logged it: its pid, -1 where its line bears none; where it lives, or how its line names it. */
  readonly pid: number;
  readonly process: string;
  readonly mark: Mark;
  /** The start of the task that it ends, if it ends one. */
  readonly ends: Told | null;
  readonly starts: boolean;
  /** It is missing from the other source; written when that is known. */
  isMissing: boolean;
}

/** Missing records since the last one that was found. */
export interface Tail {
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** What a process logged, and how much of it the copy holds. Times in epoch ms. */
export interface ProcessGap {
  readonly pid: number;
  /** As its lines name it, where they show no pid. */
  readonly name: string;
  readonly records: number;
  readonly missing: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** What is missing of its end: null where its last record was found. */
  readonly tail: Tail | null;
  readonly offset: number;
  /** The first and the last record that is missing. */
  readonly first: Mark;
  readonly last: Mark;
}

/** What one source has and the other lacks. */
export interface Gap {
  readonly records: number;
  readonly missing: number;
  /** Processes that logged, and of them those of which records are missing, the most missing first, as far as kept. */
  readonly processes: number;
  readonly gaps: readonly ProcessGap[];
  readonly gapsMore: number;
  /** Missing records from before the copy begins, of processes that it holds later records of. */
  readonly before: number;
  /** Missing records from after the copy's last one. */
  readonly after: Tail | null;
  /** Tasks that start in both and end only here: a reader of the copy would take them for lost. */
  readonly endsMissing: number;
  /** Tasks of which the copy shows neither start nor end. */
  readonly tasksMissing: number;
  /** When the first and last records that the copy does hold were logged; null where it holds none. */
  readonly metFrom: number | null;
  readonly metTo: number | null;
  readonly lastAt: number | null;
}

interface Run {
  count: number;
  from: number;
  to: number;
}

interface Life {
  readonly pid: number;
  readonly name: string;
  readonly offset: number;
  records: number;
  missing: number;
  before: number;
  firstAt: number;
  lastAt: number;
  metTo: number;
  readonly tail: Run;
  first: Mark | null;
  last: Mark | null;
}

/** Processes reported one by one. */
const kept = 1_000;

const newRun = (): Run => ({ count: 0, from: 0, to: 0 });

function extend(run: Run, at: number): void {
  run.from = run.count === 0 ? at : Math.min(run.from, at);
  run.to = run.count === 0 ? at : Math.max(run.to, at);
  run.count++;
}

/** A record was found that is no older than the run: what is missing lies in between, not at the end. */
function passed(run: Run, at: number): void {
  if (run.count > 0 && at >= run.from) run.count = 0;
}

const tailOf = ({ count, from, to }: Run): Tail | null => (count === 0 ? null : { count, from, to });

/**
 * Counts what a source has told, what of it was found in its copy and what is missing, by process. What is missing is told
 * in the order of time, and when all older records that are in the copy have been found.
 */
export class GapTally {
  readonly #lives = new Map<string, Life>();
  readonly #after = newRun();
  /** When the copy begins, epoch ms. */
  readonly #begin: number;
  #records = 0;
  #endsMissing = 0;
  #tasksMissing = 0;
  #metFrom = Number.POSITIVE_INFINITY;
  #metTo = Number.NEGATIVE_INFINITY;

  constructor(begin: number) {
    this.#begin = begin;
  }

  /** The source tells a record. */
  tell(record: Told): void {
    const life = this.#lifeOf(record);
    this.#records++;
    life.records++;
    if (record.at < life.firstAt) life.firstAt = record.at;
    if (record.at > life.lastAt) life.lastAt = record.at;
  }

  /** The copy holds it. */
  found(record: Told): void {
    const { at } = record;
    const life = this.#lifeOf(record);
    if (at > life.metTo) life.metTo = at;
    if (at < this.#metFrom) this.#metFrom = at;
    if (at > this.#metTo) this.#metTo = at;
    passed(life.tail, at);
    passed(this.#after, at);
  }

  /** The copy lacks it. */
  lacks(record: Told): void {
    const { at, mark } = record;
    const life = this.#lifeOf(record);
    record.isMissing = true;
    life.missing++;
    life.first ??= mark;
    life.last = mark;
    if (at < this.#begin) life.before++;
    if (at >= life.metTo) extend(life.tail, at);
    if (at > this.#metTo) extend(this.#after, at);
    if (record.ends?.isMissing) this.#tasksMissing++;
    else if (record.ends) this.#endsMissing++;
  }

  /** What all that comes to. */
  result(): Gap {
    const lives = [...this.#lives.values()];
    const isMet = this.#metTo > Number.NEGATIVE_INFINITY;
    const late = lives.filter(({ before, metTo }) => before > 0 && metTo > Number.NEGATIVE_INFINITY);
    // Where no process of an earlier time is in the copy, it does not show that the copy begins late.
    const before = late.length === 0 ? 0 : lives.reduce((sum, life) => sum + life.before, 0);
    const gaps = lives.flatMap(gapOf).sort((a, b) => b.missing - a.missing || a.pid - b.pid);
    return {
      records: this.#records,
      missing: lives.reduce((sum, life) => sum + life.missing, 0),
      processes: lives.length,
      gaps: gaps.slice(0, kept),
      gapsMore: Math.max(0, gaps.length - kept),
      before,
      after: isMet ? tailOf(this.#after) : null,
      endsMissing: this.#endsMissing,
      tasksMissing: this.#tasksMissing,
      metFrom: isMet ? this.#metFrom : null,
      metTo: isMet ? this.#metTo : null,
      lastAt: lives.length === 0 ? null : Math.max(...lives.map((life) => life.lastAt)),
    };
  }

  #lifeOf({ pid, process, at, mark }: Told): Life {
    const key = `${pid} ${process}`;
    const known = this.#lives.get(key);
    if (known) return known;
    const life: Life = {
      pid,
      name: process,
      offset: mark.offset,
      records: 0,
      missing: 0,
      before: 0,
      firstAt: at,
      lastAt: at,
      metTo: Number.NEGATIVE_INFINITY,
      tail: newRun(),
      first: null,
      last: null,
    };
    this.#lives.set(key, life);
    return life;
  }
}

function gapOf({ first, last, tail, metTo, before: _, ...life }: Life): ProcessGap[] {
  if (first === null || last === null) return [];
  return [{ ...life, tail: tailOf(tail), first, last }];
}
