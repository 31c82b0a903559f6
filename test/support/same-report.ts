import type { Report, ReportSource } from "../../src/index.ts";

type Place = (source: string, line: number) => { source: string; line: number };

/** A report without the sizes of its sources, which compression and line ends change. */
export const withoutBytes = (report: Report): Report => ({
  ...report,
  sources: report.sources.map((source) => ({ ...source, bytes: 0 })),
});

/** A report on pieces of logs as if it were one on the whole logs: every place moved, the coverage added up. */
export function asWhole(report: Report, place: Place) {
  const { sources: _, ...rest } = report;
  const names = [...new Set(report.sources.map(({ name }) => place(name, 1).source))].sort();
  const piecesOf = (name: string) => report.sources.filter((source) => place(source.name, 1).source === name);
  return { report: move(rest, place), sources: names.map((name) => ({ name, ...sum(piecesOf(name)) })) };
}

function move(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((item) => move(item, place));
  if (typeof value !== "object" || value === null) return value;
  const moved = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, move(item, place)]));
  const { source, line } = moved;
  return typeof source === "string" && typeof line === "number" ? { ...moved, ...place(source, line) } : moved;
}

/** What was read in all pieces of a log together; they have host and zone in common. */
function sum(pieces: readonly ReportSource[]) {
  const add = (of: (piece: ReportSource) => number) => pieces.reduce((total, piece) => total + of(piece), 0);
  const formats = [...new Set(pieces.flatMap((piece) => Object.keys(piece.formats)))].sort();
  return {
    host: pieces[0]?.host ?? null,
    lines: add((piece) => piece.lines),
    formats: Object.fromEntries(formats.map((name) => [name, add((piece) => piece.formats[name] ?? 0)])),
    unrecognised: add((piece) => piece.unrecognised),
    untimed: add((piece) => piece.untimed),
    zone: pieces[0]?.zone ?? "",
  };
}

/** What a report tells whatever the order of its sources: without its ids, each list in an order of its own. */
export function unordered({ sources, unfinished, deaths, ...rest }: Report) {
  const named = new Map(deaths.map(({ id, pid, cause, latest }) => [id, `${pid} ${cause} ${latest}`]));
  return {
    ...rest,
    notes: rest.notes.toSorted(),
    sources: inOrder(sources),
    unfinished: inOrder(unfinished.map((task) => ({ ...task, id: "", death: named.get(task.death ?? "") ?? null }))),
    deaths: inOrder(deaths.map((death) => ({ ...death, id: "", evidence: inOrder(death.evidence) }))),
  };
}

function inOrder<T>(items: readonly T[]): T[] {
  const keyed = items.map((item) => ({ item, key: JSON.stringify(item) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}
