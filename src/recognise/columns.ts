import type { Cell } from "./cells.ts";
import type { ColumnRole } from "./layout.ts";

/** Largest pid that Linux hands out (`pid_max` on 64 bit). */
export const maxPid = 4_194_304;
/** Numbers above this are addresses: pthread ids. */
const minThreadAddress = 2 ** 32;
/** A line of the look-ahead: its text, and the cells that could be its header. */
export interface Sample {
  readonly text: string;
  readonly cells: readonly Cell[];
  readonly keys: readonly string[];
}

/** A name ends a header only where it is set off from the message; other cells do by themselves. */
export function endsHeader(text: string, cell: Cell): boolean {
  if (cell.label || cell.known || cell.kind === "stamp" || cell.kind === "level" || cell.kind === "hex") return true;
  if (cell.kind === "int") return !/[%.]/.test(text[cell.end] ?? "");
  return (
    /^(?:[\])}>]| ?[:|](?:\s|$)| [-\u2013] )/.test(text.slice(cell.end, cell.end + 3)) &&
    !/\s/.test(text.slice(cell.start, cell.end))
  );
}

export const isAddress = (text: string, cell: Cell): boolean =>
  Number(text.slice(cell.start, cell.end)) > minThreadAddress;

/** Whether a cell names a source file, so that the number behind it is a line of it. */
export const isPlaceInSource = (text: string, cell: Cell): boolean =>
  /\.(?:py|pyx|js|ts|mjs|rb|go|java|kt|scala|cc?|cpp|h|rs|php|pl|cs|exs?)$/.test(text.slice(cell.start, cell.end));

interface Place {
  readonly text: string;
  readonly cell: Cell;
  readonly before: Cell | undefined;
}

/** Too few lines to tell a line number by what it does. */
const fewLines = 3;

/** `module:42`, where nothing but the place tells. */
const isPlace = ({ text, cell, before }: Place): boolean =>
  cell.separator === ":" && before?.kind === "name" && text[cell.end] !== ":";

/** `module:function:42`. */
const isInFunction = (place: Place): boolean => isPlace(place) && place.before?.separator === ":";

/** What the sampled lines show of one column. */
export interface ColumnFacts {
  readonly kind: Cell["kind"];
  readonly values: readonly string[];
  readonly distinct: number;
  readonly label: Cell["label"];
  readonly known: Cell["known"];
  /** Share of lines in which this cell could end the header. */
  readonly ends: number;
  readonly lineNumber: boolean;
}

export function factsOf(samples: readonly Sample[], index: number): ColumnFacts {
  const cells = samples.flatMap((s) =>
    s.cells[index] ? [{ text: s.text, cell: s.cells[index], before: s.cells[index - 1] }] : [],
  );
  const values = cells.map(({ text, cell }) => text.slice(cell.start, cell.end));
  const share = (test: (c: (typeof cells)[number]) => boolean): number =>
    cells.filter(test).length / Math.max(1, cells.length);
  const knownThread = share(({ cell }) => cell.known === "thread");
  const knownProcess = share(({ cell }) => cell.known === "process");
  return {
    kind: cells[0]?.cell.kind ?? "name",
    values,
    distinct: new Set(values).size,
    label: cells[0]?.cell.label ?? null,
    known: knownThread >= 0.5 ? "thread" : knownProcess >= 0.5 ? "process" : null,
    ends: share(({ text, cell }) => endsHeader(text, cell)),
    lineNumber:
      share(
        ({ text, cell, before }) => cell.separator === ":" && before !== undefined && isPlaceInSource(text, before),
      ) > 0.5 ||
      (cells[0]?.cell.kind === "int" &&
        (share(isInFunction) > 0.5 || fixesTheText(cells) || (cells.length < fewLines && share(isPlace) > 0.5))),
  };
}

/** Characters of a line's rest that are compared. */
const textKept = 200;

/** A line number decides what the rest of the line says, digits aside; a pid does not. */
function fixesTheText(cells: readonly { readonly text: string; readonly cell: Cell }[]): boolean {
  const rests = new Map<string, string[]>();
  for (const { text, cell } of cells) {
    const value = text.slice(cell.start, cell.end);
    rests.set(value, [
      ...(rests.get(value) ?? []),
      text.slice(cell.end, cell.end + textKept).replace(/[\w-]*\d[\w-]*/g, "#"),
    ]);
  }
  const often = [...rests.values()].filter((texts) => texts.length >= 3);
  const fixed = often.filter((texts) => new Set(texts).size === 1);
  return often.length >= 2 && fixed.length >= 0.8 * often.length && new Set(fixed.map((texts) => texts[0])).size > 1;
}

/** A column of numbers that repeat and stay within the kernel's range can be a pid's. */
function looksLikePid(facts: ColumnFacts, besideAddress: boolean): boolean {
  if (facts.kind !== "int" || facts.lineNumber) return false;
  const numbers = facts.values.map(Number);
  if (numbers.some((n) => n < 1 || n > maxPid)) return false;
  return besideAddress || facts.distinct <= facts.values.length / 2 + 1;
}

const looksLikeAddress = (facts: ColumnFacts): boolean =>
  facts.kind === "hex" ||
  (facts.kind === "int" && facts.values.filter((v) => Number(v) > minThreadAddress).length > facts.values.length / 2);

/** Whether every value of `thread` occurs with one value of `pid` only, and not the other way round. */
function dependsOn(thread: ColumnFacts, pid: ColumnFacts): boolean {
  const owner = new Map<string, string | undefined>();
  return thread.values.every((value, i) => {
    if (!owner.has(value)) owner.set(value, pid.values[i]);
    return owner.get(value) === pid.values[i];
  });
}

export function assignRoles(columns: readonly ColumnFacts[]): ColumnRole[] {
  const roles: ColumnRole[] = columns.map((c) => (c.kind === "stamp" ? "time" : c.kind === "level" ? "level" : "skip"));
  const firstWhere = (test: (c: ColumnFacts) => boolean): number =>
    columns.findIndex((c, i) => roles[i] === "skip" && test(c));
  const claim = (index: number, role: ColumnRole): boolean => {
    if (index >= 0) roles[index] = role;
    return index >= 0;
  };
  const numeric = (c: ColumnFacts): boolean => c.kind === "int" || c.kind === "hex";
  const tid =
    claim(
      firstWhere((c) => c.label === "thread" && numeric(c)),
      "tid",
    ) || claim(firstWhere(looksLikeAddress), "tid");
  if (
    !claim(
      firstWhere((c) => c.label === "pid" && c.kind === "int"),
      "pid",
    )
  )
    assignPid(columns, roles, tid);
  const named = firstWhere((c) => c.known === "thread" || (c.label === "thread" && !numeric(c)));
  claim(named >= 0 || tid ? named : firstWhere(looksLikeThreadName), "thread");
  claim(
    firstWhere((c) => c.known === "process" || (c.label === "process" && !numeric(c))),
    "process",
  );
  return roles;
}

/** Names that repeat, differ, and are numbered: a pool's threads. Loggers and functions are not numbered. */
function looksLikeThreadName(facts: ColumnFacts): boolean {
  if ((facts.kind !== "name" && facts.kind !== "group") || facts.known === "process") return false;
  const numbered = facts.values.filter((v) => /[A-Za-z)\]][-_ #]?\d+\)?$/.test(v)).length;
  return facts.distinct > 1 && facts.distinct <= facts.values.length / 5 + 1 && numbered >= 0.3 * facts.values.length;
}

/**
 * The pid stands before the thread's number, unless the numbers say otherwise: a native thread id occurs with one pid only,
 * a pid with many threads. A number that merely stands beside the pid is a thread's if it keeps coming back.
 */
function assignPid(columns: readonly ColumnFacts[], roles: ColumnRole[], tidFound: boolean): void {
  const candidates = columns
    .map((facts, index) => ({ facts, index }))
    .filter(({ facts, index }) => roles[index] === "skip" && looksLikePid(facts, tidFound));
  const [first, second] = candidates;
  if (!first) return;
  const swapped = second && dependsOn(first.facts, second.facts) && !dependsOn(second.facts, first.facts);
  const pid = swapped ? second : first;
  roles[pid.index] = "pid";
  const thread = swapped ? first : second;
  if (!thread || tidFound) return;
  const beside =
    Math.abs(thread.index - pid.index) === 1 && thread.facts.distinct <= thread.facts.values.length / 5 + 1;
  if (dependsOn(thread.facts, pid.facts) || beside) roles[thread.index] = "tid";
}
