import { type Mark, parseRotated, type RotatedName } from "./rotated-name.ts";

/** One log: its pieces, oldest first, as far as their names tell. */
export interface Group {
  readonly pieces: readonly string[];
}

/** A piece of a rotated log: epoch ms of its first timed line, and its place in the group (0 is the oldest name). */
export interface Piece {
  readonly name: string;
  readonly firstTime: number | null;
  readonly rank: number;
}

/** When two schemes meet in one set, the log has most likely left the dated one behind; times then decide. */
const MARK_ORDER: Record<Mark, number> = { dated: 0, infix: 1, suffix: 2, current: 3 };

/** What ends in one of these is a log by itself, so `app.log.1` and `app.log.2` need no `app.log` between them. */
const LOG_EXTENSION = /\.(?:log|out|err|txt|jsonl?|ndjson)$/i;

/**
 * Puts together the names that are pieces of one rotated log. Pure: looks at names only, and the order they
 * come in makes no difference; a name given twice counts once. Every name is in exactly one group.
 *
 * To join two programs' logs is worse than to read one log as two, so numbers join only where they cannot well be
 * instance numbers: `app.log.1` with `app.log` or `app.log.2`, but `app.1.log` and `worker.1` only with `app.log` and
 * `worker`, and `worker-1.log` never. A day or time in a name does not number instances: dated names with equal rest join.
 */
export function groupRotated(names: readonly string[]): Group[] {
  const sets = new Map<string, RotatedName[]>();
  for (const name of new Set(names)) {
    const piece = parseRotated(name);
    sets.set(piece.stem, [...(sets.get(piece.stem) ?? []), piece]);
  }
  return [...sets.values()].flatMap(toGroups).sort((a, b) => compareText(a.pieces[0], b.pieces[0]));
}

function toGroups(set: readonly RotatedName[]): Group[] {
  const hasCurrent = set.some((piece) => piece.mark === "current");
  const joins = (piece: RotatedName) =>
    hasCurrent || piece.mark === "dated" || (piece.mark === "suffix" && LOG_EXTENSION.test(piece.stem));
  const joined = set.filter(joins).sort(comparePieces);
  const alone = set.filter((piece) => !joins(piece)).map((piece) => ({ pieces: [piece.name] }));
  return joined.length === 0 ? alone : [{ pieces: joined.map((piece) => piece.name) }, ...alone];
}

function comparePieces(a: RotatedName, b: RotatedName): number {
  return MARK_ORDER[a.mark] - MARK_ORDER[b.mark] || compareOrder(a.order, b.order) || compareText(a.name, b.name);
}

// What is missing comes first: app-2026-01-01.log is older than app-2026-01-01.1.log.
function compareOrder(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? -1) - (b[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareText(a = "", b = ""): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Orders the pieces of one group by their first timed line, since a scheme may number upwards or downwards.
 * Pieces of the same time are ordered by rank, and a piece without a timed line stays right behind the nearest piece
 * of lower rank that has one (before the first that has one, where there is none). The input's order makes no difference.
 */
export function orderPieces<P extends Piece>(pieces: readonly P[]): P[] {
  const ranked = [...pieces].sort((a, b) => a.rank - b.rank || compareText(a.name, b.name));
  const runs: { time: number; pieces: P[] }[] = [];
  let leading: P[] = [];
  for (const piece of ranked) {
    const run = runs.at(-1);
    if (piece.firstTime !== null) {
      runs.push({ time: piece.firstTime, pieces: [...leading, piece] });
      leading = [];
    } else if (run === undefined) leading.push(piece);
    else run.pieces.push(piece);
  }
  // Array sort is stable: equal times keep their rank order.
  return [...runs.sort((a, b) => a.time - b.time).flatMap((run) => run.pieces), ...leading];
}
