import { type Cell, type CellReader, collapse } from "./cells.ts";
import { assignRoles, type ColumnFacts, endsHeader, factsOf, isAddress, type Sample } from "./columns.ts";
import { messageAfter } from "./heads.ts";
import type { ColumnRole, Layout, LayoutColumn } from "./layout.ts";

/** Share of the lines that must agree before a column belongs to the header. */
const agreement = 0.85;
/** Of the lines that share the columns before, a program's own, where many write to one stream: so many, or such a share. */
const enough = 10;
const share = 0.05;

const keyOf = (cell: Cell): string => {
  const kind = cell.kind === "group" ? "name" : cell.kind;
  return `${cell.separator}\u0001${kind}${cell.kind === "stamp" ? cell.shape : ""}`;
};

/** A cell that no message text is likely to hold at a fixed place. */
function isStrong(text: string, cell: Cell): boolean {
  return (
    cell.label !== null ||
    cell.known !== null ||
    cell.kind === "level" ||
    (cell.kind === "int" && isAddress(text, cell))
  );
}

/**
 * Infers how the programs of a stream lay out their lines, from a bounded sample of them: which columns there are, which
 * number is a pid and which a thread. Each line proposes its leading cells; cells on which the lines that share all cells
 * before agree belong to the header.
 *
 * `anchor` is where a known server message begins, -1 without one: it ends a header for certain; `isCue` tells whether a word
 * speaks of starts, ends or units of work.
 */
export function inferLayouts(
  lines: readonly string[],
  reader: CellReader,
  anchor: (text: string) => number,
  isCue: (word: string) => boolean = () => false,
): Layout[] {
  const samples: Sample[] = [];
  for (const text of lines) {
    const cells = headerCells(text, reader.read(text, 0), anchor(text), isCue);
    if (cells.length > 0) samples.push({ text, cells, keys: cells.map(keyOf) });
  }
  const found = explore(samples, 0)
    .map((leaf) => layoutOf(leaf.samples, leaf.depth))
    .filter((layout): layout is Layout => layout !== null);
  return [...new Map(found.map((layout) => [JSON.stringify(layout), layout])).values()];
}

/**
 * Cells up to the place where a known server message begins, or the first bare word that speaks of work ("start task 7"), or a
 * UUID.
 */
function headerCells(
  text: string,
  cells: readonly Cell[],
  message: number,
  isCue: (word: string) => boolean,
): readonly Cell[] {
  if (/^\s/.test(text) || message === 0) return [];
  if (message > 0) return cells.filter((cell) => cell.end <= message);
  // Writing without blanks is what people log, no program's column.
  const speaks = (word: string): boolean => isCue(word) || /[\u2e80-\uffef]/.test(word);
  const spoken = cells.findIndex(
    (cell) =>
      cell.kind === "name" &&
      !endsHeader(text, cell) &&
      !isFunction(text, cell) &&
      speaks(text.slice(cell.start, cell.end).toLowerCase()),
  );
  const tagged = cells.findIndex((cell) => uuid.test(text.slice(cell.start, cell.end)));
  const ends = [cells.length, spoken, tagged].filter((at) => at >= 0);
  return cells.slice(0, Math.min(...ends));
}

/** A request's or task's own id, which the message begins with. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** `shop.mail:run:13`: the function's name says nothing, whatever it is. */
const isFunction = (text: string, cell: Cell): boolean =>
  cell.separator === ":" && /^:\d+(?:\D|$)/.test(text.slice(cell.end, cell.end + 8));

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
  return child.length >= Math.min(enough, Math.max(3, share * all)) && strong.length >= agreement * child.length;
}

/** The layout that a leaf's lines share, without the trailing columns that are the message's already. */
function layoutOf(samples: readonly Sample[], depth: number): Layout | null {
  const facts = Array.from({ length: depth }, (_, i) => factsOf(samples, i));
  const roles = assignRoles(facts);
  let size = depth;
  while (size > 0 && !keeps(facts[size - 1], roles[size - 1]) && !isJoined(samples, roles, size - 1)) size--;
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

/** A number of no known role may be the message's first word; the number of a line in the source is not. */
const keeps = (facts: ColumnFacts | undefined, role: ColumnRole | undefined): boolean =>
  facts !== undefined &&
  (facts.ends >= agreement || role === "thread") &&
  !(role === "skip" && !facts.lineNumber && (facts.kind === "int" || facts.kind === "hex"));

/** nginx's `PID#TID`, whose second number is 0 where there are no threads. */
const isJoined = (samples: readonly Sample[], roles: readonly ColumnRole[], index: number): boolean =>
  roles[index - 1] === "pid" && samples.every(({ cells }) => cells[index]?.separator === "#");

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
