import { instant } from "../time/span.ts";
import type { Mark } from "./mark.ts";

/** What is known of a record that another source should hold, too. Most are soon forgotten: it is kept small. */
export interface Told {
  readonly at: number;
  /** The process that logged it: its pid, -1 where its line bears none; where it lives, or how its line names it. */
  readonly pid: number;
  readonly process: string;
  /** Its line, as `Mark` has it. */
  readonly source: number;
  readonly line: number;
  readonly text: string;
  readonly offset: number;
  /** When it was logged by its source's own clock, epoch ms. */
  readonly loggedAt: number;
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
  /** Those from before the copy begins aside. */
  readonly missing: number;
  /** Records of it that the copy holds. */
  readonly found: number;
  readonly lastAt: number;
  /** What is missing of its end: null where its last record was found. */
  readonly tail: Tail | null;
  /** The first and the last record that is missing. */
  readonly first: Mark;
  readonly last: Mark;
}

/** What one source has and the other lacks. */
export interface Gap {
  readonly records: number;
  /** Those from before the copy begins aside. */
  readonly missing: number;
  /** Processes that logged, and of them those of which records are missing, the most missing first, as far as kept. */
  readonly processes: number;
  readonly gaps: readonly ProcessGap[];
  readonly gapsMore: number;
  /** Missing records from before the copy begins, where it begins in the middle of what processes log. */
  readonly before: number;
  /** Missing records from after the copy's last one. */
  readonly after: Tail | null;
  /** Tasks that start in both and end only here: a reader of the copy would take them for lost. */
  readonly endsMissing: number;
  /** Tasks of which the copy shows neither start nor end. */
  readonly tasksMissing: number;
  /** When the last record that the copy does hold was logged, and the last of all; null where there is none. */
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
  records: number;
  missing: number;
  before: number;
  found: number;
  lastAt: number;
  metTo: number;
  readonly tail: Run;
  first: Told | null;
  last: Told | null;
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
  #metTo = Number.NEGATIVE_INFINITY;

  constructor(begin: number) {
    this.#begin = begin;
  }

  /** The source tells a record. */
  tell(record: Told): void {
    const life = this.#lifeOf(record);
    this.#records++;
    life.records++;
    if (record.at > life.lastAt) life.lastAt = record.at;
  }

  /** The copy holds it. */
  found(record: Told): void {
    const { at } = record;
    const life = this.#lifeOf(record);
    life.found++;
    if (at > life.metTo) life.metTo = at;
    if (at > this.#metTo) this.#metTo = at;
    passed(life.tail, at);
    passed(this.#after, at);
  }

  /** The copy lacks it. */
  lacks(record: Told): void {
    const { at } = record;
    const life = this.#lifeOf(record);
    record.isMissing = true;
    life.missing++;
    life.first ??= record;
    life.last = record;
    if (at < this.#begin) life.before++;
    if (at >= life.metTo) extend(life.tail, at);
    if (at > this.#metTo) extend(this.#after, at);
    if (record.ends?.isMissing) this.#tasksMissing++;
    else if (record.ends) this.#endsMissing++;
  }

  /** What all that comes to. */
  result(): Gap {
    const lives = [...this.#lives.values()];
    const isMet = lives.some(({ found }) => found > 0);
    // Where no process of an earlier time is in the copy, it does not show that the copy begins late.
    const isLate = lives.some(({ before, found }) => before > 0 && found > 0);
    const gaps = lives.flatMap((life) => gapOf(life, isLate)).sort((a, b) => b.missing - a.missing || a.pid - b.pid);
    return {
      records: this.#records,
      missing: gaps.reduce((sum, gap) => sum + gap.missing, 0),
      processes: lives.length,
      gaps: gaps.slice(0, kept),
      gapsMore: Math.max(0, gaps.length - kept),
      before: isLate ? lives.reduce((sum, { before }) => sum + before, 0) : 0,
      after: isMet ? tailOf(this.#after) : null,
      endsMissing: this.#endsMissing,
      tasksMissing: this.#tasksMissing,
      metTo: isMet ? this.#metTo : null,
      lastAt: lives.length === 0 ? null : Math.max(...lives.map(({ lastAt }) => lastAt)),
    };
  }

  #lifeOf({ pid, process, at }: Told): Life {
    const key = `${pid} ${process}`;
    const known = this.#lives.get(key);
    if (known) return known;
    const life: Life = {
      pid,
      name: process,
      records: 0,
      missing: 0,
      before: 0,
      found: 0,
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

const markOf = ({ source, line, text, offset, loggedAt }: Told): Mark => ({
  source,
  line,
  text,
  at: loggedAt,
  offset,
  span: instant(loggedAt),
  more: [],
});

/** `isLate`: the copy begins late; what it lacks from before is no gap of a process. */
function gapOf(life: Life, isLate: boolean): ProcessGap[] {
  const { pid, name, records, found, lastAt, first, last } = life;
  const missing = isLate ? life.missing - life.before : life.missing;
  if (first === null || last === null || missing === 0) return [];
  return [
    { pid, name, records, missing, found, lastAt, tail: tailOf(life.tail), first: markOf(first), last: markOf(last) },
  ];
}
