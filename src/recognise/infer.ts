import { type Cell, type CellReader, collapse } from "./cells.ts";
import type { ColumnRole, Layout, LayoutColumn } from "./layout.ts";

/** Largest pid that Linux hands out (`pid_max` on 64 bit). */
const maxPid = 4_194_304;
/** Numbers above this are addresses: pthread ids. */
const minThreadAddress = 2 ** 32;
/** Share of the lines that must agree before a column belongs to the header. */
const agreement = 0.85;

/** A line of the look-ahead: its text, and the cells that could be its header. */
interface Sample {
  readonly text: string;
  readonly cells: readonly Cell[];
  readonly keys: readonly string[];
}

const keyOf = (cell: Cell): string => {
  const kind = cell.kind === "group" ? "name" : cell.kind;
  return `${cell.separator}\u0001${kind}${cell.kind === "stamp" ? cell.shape : ""}`;
};

/** What stands between a header's last cell and the message: closing brackets, then one `:`, `-` or `|` or the key `msg=`, then blanks. */
const closingPattern =
  /[\])}>"']*(?:[ \t](?:msg|message|event|text)=["']?|[ \t]*[:|](?=[ \t]|$)|[ \t]+[-\u2013](?=[ \t]|$)|:(?=\S)|;)?[ \t]*/y;

/** Position of the message behind a cell that ends at `end`. */
export function messageAfter(text: string, end: number): number {
  closingPattern.lastIndex = end;
  return end + (closingPattern.exec(text)?.[0].length ?? 0);
}

/** A name ends a header only where it is set off from the message; other cells do by themselves. */
function endsHeader(text: string, cell: Cell): boolean {
  if (cell.label || cell.known || cell.kind === "stamp" || cell.kind === "level" || cell.kind === "hex") return true;
  if (cell.kind === "int") return !/[%.]/.test(text[cell.end] ?? "");
  return (
    /^(?:[\])}>]| ?[:|](?:\s|$)| [-\u2013] )/.test(text.slice(cell.end, cell.end + 3)) &&
    !/\s/.test(text.slice(cell.start, cell.end))
  );
}

/** A cell that no message text is likely to hold at a fixed place. */
function isStrong(text: string, cell: Cell): boolean {
  return (
    cell.label !== null ||
    cell.known !== null ||
    cell.kind === "level" ||
    (cell.kind === "int" && isAddress(text, cell))
  );
}

const isAddress = (text: string, cell: Cell): boolean => Number(text.slice(cell.start, cell.end)) > minThreadAddress;

/**
 * Infers how the programs of a stream lay out their lines, from a bounded sample of them: which columns there are, which
 * number is a pid and which a thread. Each line proposes its leading cells; cells on which the lines that share all cells
 * before agree belong to the header.
 *
 * `isMessage(text, pos)` tells whether a known server message starts there, which ends a header for certain.
 */
export function inferLayouts(
  lines: readonly string[],
  reader: CellReader,
  isMessage: (text: string, pos: number) => boolean,
): Layout[] {
  const samples: Sample[] = [];
  for (const text of lines) {
    const cells = headerCells(text, reader.read(text, 0), isMessage);
    if (cells.length > 0) samples.push({ text, cells, keys: cells.map(keyOf) });
  }
  const found = explore(samples, 0)
    .map((leaf) => layoutOf(leaf.samples, leaf.depth))
    .filter((layout): layout is Layout => layout !== null);
  return [...new Map(found.map((layout) => [JSON.stringify(layout), layout])).values()];
}

/** Cells up to the place where a known server message begins. */
function headerCells(
  text: string,
  cells: readonly Cell[],
  isMessage: (text: string, pos: number) => boolean,
): readonly Cell[] {
  if (/^\s/.test(text) || isMessage(text, 0)) return [];
  const cut = cells.findIndex((cell) => endsHeader(text, cell) && isMessage(text, messageAfter(text, cell.end)));
  return cut < 0 ? cells : cells.slice(0, cut + 1);
}

interface Leaf {
  readonly samples: readonly Sample[];
  readonly depth: number;
}

/** Follows the columns on which the samples agree; deepest leaves first. */
function explore(samples: readonly Sample[], depth: number): Leaf[] {
  const children = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = sample.keys[depth];
    if (key === undefined) continue;
    const group = children.get(key);
    if (group) group.push(sample);
    else children.set(key, [sample]);
  }
  const taken = [...children.values()].filter((child) => belongs(child, samples.length, depth));
  const leaves = taken.sort((a, b) => b.length - a.length).flatMap((child) => explore(child, depth + 1));
  const covered = taken.reduce((sum, child) => sum + child.length, 0);
  if (depth > 0 && covered < samples.length) leaves.push({ samples, depth });
  return leaves;
}

function belongs(child: readonly Sample[], all: number, depth: number): boolean {
  const first = child[0];
  if (depth === 0) return child.length >= 2 || first?.cells[0]?.kind === "stamp";
  if (child.length >= agreement * all) return true;
  const strong = child.filter((s) =>
    s.cells.slice(depth).some((cell) => isStrong(s.text, cell) && endsHeader(s.text, cell)),
  );
  return child.length >= 3 && child.length >= 0.05 * all && strong.length >= agreement * child.length;
}

/** What the sampled lines show of one column. */
interface ColumnFacts {
  readonly kind: Cell["kind"];
  readonly values: readonly string[];
  readonly distinct: number;
  readonly label: Cell["label"];
  readonly known: Cell["known"];
  /** Share of lines in which this cell could end the header. */
  readonly ends: number;
  readonly lineNumber: boolean;
}

function factsOf(samples: readonly Sample[], index: number): ColumnFacts {
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
        ({ text, cell, before }) =>
          cell.separator === ":" && before !== undefined && /\.\w{1,4}$/.test(text.slice(before.start, before.end)),
      ) > 0.5,
  };
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

function assignRoles(columns: readonly ColumnFacts[]): ColumnRole[] {
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
  if (facts.kind !== "name" && facts.kind !== "group") return false;
  const numbered = facts.values.filter((v) => /[A-Za-z)\]][-_ #]?\d+\)?$/.test(v)).length;
  return facts.distinct > 1 && facts.distinct <= facts.values.length / 5 + 1 && numbered >= 0.3 * facts.values.length;
}

/** The pid is the small number that varies least; a second one that depends on it is the native thread id. */
function assignPid(columns: readonly ColumnFacts[], roles: ColumnRole[], tidFound: boolean): void {
  const candidates = columns
    .map((facts, index) => ({ facts, index }))
    .filter(({ facts, index }) => roles[index] === "skip" && looksLikePid(facts, tidFound))
    .sort((a, b) => a.facts.distinct - b.facts.distinct || a.index - b.index);
  const pid = candidates[0];
  if (!pid) return;
  roles[pid.index] = "pid";
  const native = candidates.find((c) => c !== pid && dependsOn(c.facts, pid.facts));
  if (native && !tidFound) roles[native.index] = "tid";
}

/** The layout that a leaf's lines share, without the trailing columns that are the message's already. */
function layoutOf(samples: readonly Sample[], depth: number): Layout | null {
  const facts = Array.from({ length: depth }, (_, i) => factsOf(samples, i));
  const roles = assignRoles(facts);
  let size = depth;
  while (size > 0 && !keeps(facts[size - 1], roles[size - 1])) size--;
  const kept = roles.slice(0, size);
  if (size === 0 || !isUseful(kept, facts, samples)) return null;
  const first = samples[0];
  const columns = kept.map((role, i): LayoutColumn => {
    const cell = first?.cells[i];
    return { kind: cell?.kind ?? "name", separator: cell?.separator ?? "", role, shape: cell?.shape ?? -1 };
  });
  const layout = { columns, closing: commonClosing(samples, size - 1), name: layoutName(samples, columns) };
  const constant = facts[0];
  return isPrefix(constant, roles[0]) ? withPrefix(layout, constant?.values[0] ?? "") : layout;
}

/** A word that all lines begin with: what a logger puts before whatever is logged. */
const isPrefix = (facts: ColumnFacts | undefined, role: ColumnRole | undefined): boolean =>
  facts !== undefined && role === "skip" && facts.kind !== "int" && facts.distinct === 1 && facts.values.length >= 5;

/** The layout with its first column as literal text. */
function withPrefix(layout: Layout, text: string): Layout {
  const [first, second, ...rest] = layout.columns;
  const prefix = `${first?.separator ?? ""}${text}`;
  if (!second) return { ...layout, columns: [], closing: prefix + layout.closing };
  return { ...layout, columns: [{ ...second, separator: prefix + second.separator }, ...rest] };
}

/** A time makes a header; without one it takes several lines, and a pid that is set off or stands beside other columns. */
function isUseful(kept: readonly ColumnRole[], facts: readonly ColumnFacts[], samples: readonly Sample[]): boolean {
  if (kept.includes("time")) return true;
  if (samples.length < 5) return false;
  if (kept.length === 1 && isPrefix(facts[0], kept[0])) return true;
  const pid = kept.indexOf("pid");
  if (pid < 0) return kept.includes("level") || kept.includes("tid") || kept.includes("thread");
  const bracketed = samples.every(({ text, cells }) => /[\])}>|;:/]/.test(text[cells[pid]?.end ?? 0] ?? ""));
  return bracketed || facts[pid]?.label === "pid" || kept.some((role) => role !== "pid" && role !== "skip");
}

const keeps = (facts: ColumnFacts | undefined, role: ColumnRole | undefined): boolean =>
  facts !== undefined &&
  (facts.ends >= agreement || role === "thread") &&
  !(role === "skip" && (facts.kind === "int" || facts.kind === "hex"));

/** The most frequent text between the last column and the message. */
function commonClosing(samples: readonly Sample[], last: number): string {
  const counts = new Map<string, number>();
  for (const { text, cells } of samples) {
    const end = cells[last]?.end ?? 0;
    const closing = collapse(text.slice(end, messageAfter(text, end)));
    counts.set(closing, (counts.get(closing) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? "";
}

/** Python's logging puts a comma before the milliseconds, and nothing else does. */
function layoutName(samples: readonly Sample[], columns: readonly LayoutColumn[]): string {
  const at = columns.findIndex((c) => c.role === "time");
  const comma = samples.filter(
    ({ text, cells }) => at >= 0 && /,\d{3}$/.test(text.slice(cells[at]?.start, cells[at]?.end)),
  );
  return comma.length > samples.length / 2 ? "python-logging" : "text";
}
