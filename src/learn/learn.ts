import { readSources } from "../analyse/analyse.ts";
import { type AnalyseOptions, settingFor, settingsFor } from "../analyse/options.ts";
import type { StreamReader } from "../analyse/stream-reader.ts";
import type { StreamFacts } from "../correlate/case.ts";
import { correlate } from "../correlate/correlate.ts";
import { tally } from "../correlate/tally.ts";
import type { SourceInput } from "../ingest/read-bytes.ts";
import type { CellReader } from "../recognise/cells.ts";
import type { Reading } from "../recognise/reading.ts";
import type { Recogniser } from "../recognise/recogniser.ts";
import { type Catalogue, compileCatalogue } from "../recognise/recognition.ts";
import { UserPatterns } from "../recognise/user-patterns.ts";
import { columnsOf } from "./columns-why.ts";
import { formatOf } from "./format-text.ts";
import { type LayoutSeen, LayoutsSeen } from "./layouts-seen.ts";
import type { Learned, LearnedLayout, LearnedSource, LearnedTemplate } from "./learned.ts";
import { piecesOf } from "./pieces.ts";
import { Proposal } from "./propose.ts";
import { Sayings } from "./sayings.ts";
import { taskKinds } from "./tasks.ts";
import { describe, templateOf } from "./template.ts";

/** Lines of a source, or of a rotated set, that are a sample. */
export const sampleLines = 200_000;
/** Lines without which a layout is not worth a format. */
const fewest = 5;

export interface LearnOptions extends AnalyseOptions {
  /** Lines of each source that are read; default: 200,000. */
  readonly lines?: number;
  /** How many of the other wordings to list, the most frequent first; default: none. */
  readonly templates?: number;
}

/**
 * Reads a sample of the sources as the analysis does, and proposes the patterns and formats that say explicitly what it has
 * found out. Rejects with a UserError where a source cannot be opened.
 */
export async function learnWith(
  catalogue: Catalogue,
  inputs: readonly SourceInput[],
  options: LearnOptions = {},
): Promise<Learned> {
  const kit = compileCatalogue(catalogue, new UserPatterns(options.patterns ?? {}));
  const sayings = new Sayings(kit.messages);
  const layouts = new Map<Recogniser, LayoutsSeen>();
  const streams = new Map<number, LayoutsSeen>();
  const see = (reading: Reading, recogniser: Recogniser): void => {
    const seen = layouts.get(recogniser) ?? new LayoutsSeen();
    layouts.set(recogniser, seen);
    streams.set(reading.source, seen);
    seen.see(reading, recogniser.lastLayout);
    sayings.see(reading);
  };
  const lines = options.lines ?? sampleLines;
  const { readers } = await readSources(
    kit,
    inputs,
    { ...options, sights: false },
    { watch: { tasks: sayings, see }, lines },
  );
  const facts = readers.flatMap((reader) => reader.facts);
  const names = readers.flatMap((reader) => reader.coverage.map(({ source }) => source.name));
  const name = (source: number): string => names[source] ?? "";
  const proposal = new Proposal(taskKinds(sayings.bySignature, facts, correlate(facts, options)), sayings, name);
  let base = 0;
  const sources = readers.map((reader) => {
    const seen = streamOf(streams, base, reader.coverage.length);
    base += reader.coverage.length;
    return sourceOf(reader, seen, kit.cells, { names, name, options, cut: reader.linesRead >= lines });
  });
  return {
    sources,
    tasks: proposal.tasks,
    patterns: proposal.patterns,
    serverTasks: serverTasks(facts),
    templates: templatesOf(sayings, options.templates ?? 0, name),
  };
}

function streamOf(streams: ReadonlyMap<number, LayoutsSeen>, base: number, size: number): LayoutsSeen {
  for (let source = base; source < base + size; source++) {
    const seen = streams.get(source);
    if (seen) return seen;
  }
  return new LayoutsSeen();
}

interface Around {
  readonly names: readonly string[];
  readonly name: (source: number) => string;
  readonly options: LearnOptions;
  readonly cut: boolean;
}

interface Within extends Pick<Around, "name"> {
  readonly isGiven: boolean;
}

function sourceOf(reader: StreamReader, seen: LayoutsSeen, cells: CellReader, around: Around): LearnedSource {
  const names = reader.coverage.map(({ source }) => source.name);
  const formats = new Map<string, number>();
  for (const coverage of reader.coverage)
    for (const [format, count] of coverage.formats) formats.set(format, (formats.get(format) ?? 0) + count);
  const within = { name: around.name, isGiven: settingsFor(around.options.layouts, names).length > 0 };
  return {
    names,
    glob: globOf(names, around.names),
    lines: reader.linesRead,
    cut: around.cut,
    formats: Object.fromEntries([...formats].sort((a, b) => b[1] - a[1])),
    layouts: [...seen.seen.values()]
      .filter(({ lines, layout }) => lines >= fewest && !layout.declared)
      .sort((a, b) => b.lines - a.lines)
      .map((layout) => layoutOf(layout, seen, cells, within)),
  };
}

function layoutOf(seen: LayoutSeen, all: LayoutsSeen, cells: CellReader, around: Within): LearnedLayout {
  const { layout, example } = seen;
  const others = [...all.seen.values()]
    .filter((other) => other !== seen)
    .map((o) => ({ layout: o.layout, lines: o.samples }));
  const lines = { own: seen.samples, others: [...others, { layout: null, lines: all.others }] };
  const format = around.isGiven ? null : formatOf(layout, lines, cells);
  return {
    name: seen.name,
    lines: seen.lines,
    columns: columnsOf(seen),
    format: format?.text ?? null,
    checked: format?.checked ?? 0,
    same: format?.same ?? 0,
    note: format
      ? null
      : around.isGiven
        ? "a format is given"
        : "no format string reads these lines, and only these, alike",
    example: { source: around.name(example.source), line: example.line, text: example.text },
  };
}

/** A glob that names the sources and no others: by the file's name if it can be. Null where nothing but standard input is read. */
function globOf(names: readonly string[], all: readonly string[]): string | null {
  const [first = "-"] = names;
  if (first === "-") return null;
  const others = all.filter((other) => !names.includes(other));
  const escaped = (path: string): string => path.replace(/[\\[\]{}()*?!+@=:]/g, "?");
  const base = escaped(first.slice(first.lastIndexOf("/") + 1));
  const isOwn = (glob: string): boolean => settingFor([{ glob, value: true }], others) === undefined;
  return isOwn(base) ? base : escaped(first);
}

/** Tasks that servers tell of, whatever patterns there are. */
const serverTasks = (facts: readonly StreamFacts[]): number =>
  [...tally(facts).believed].reduce((sum, wording) => sum + (wording.byServer ? wording.started : 0), 0);

function templatesOf(sayings: Sayings, max: number, name: (source: number) => string): LearnedTemplate[] {
  const others = [...sayings.others.values()].sort((a, b) => b.count - a.count).slice(0, max);
  return others.map(({ count, texts, example }) => ({
    says: describe(templateOf(piecesOf(texts[0] ?? "", []))),
    count,
    example: { source: name(example.source), line: example.line },
  }));
}
