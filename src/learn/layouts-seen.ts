import { copyText } from "../ingest/copy-text.ts";
import { withoutColour } from "../recognise/colour.ts";
import type { Layout } from "../recognise/layout.ts";
import type { Reading } from "../recognise/reading.ts";
import type { Place } from "./sayings.ts";

/** Lines kept of a layout: the first, then one in so many. */
const firstKept = 400;
const oneIn = 50;
const samplesKept = 2_000;
const othersKept = 1_000;
const valuesKept = 10_000;

/** How often a value stood in a column. */
export type Counts = Map<string, number>;

/** The lines of one layout in one stream. */
export interface LayoutSeen {
  readonly layout: Layout;
  readonly name: string;
  readonly example: Place & { readonly text: string };
  lines: number;
  readonly samples: string[];
  readonly pids: Counts;
  readonly threads: Counts;
  readonly processes: Counts;
  /** Pids by thread. */
  readonly pidsOf: Map<string, Set<number>>;
}

/** What one stream's lines show of how they are laid out. */
export class LayoutsSeen {
  readonly seen = new Map<string, LayoutSeen>();
  /** Lines that are in none of the layouts. */
  readonly others: string[] = [];
  lines = 0;
  readonly #keys = new Map<Layout, string>();

  /** Takes in the reading of a line, which `layout` may have read. */
  see(reading: Reading, layout: Layout | null): void {
    this.lines++;
    const { format } = reading;
    const isBy =
      layout !== null && reading.kind === "record" && (format === layout.name || format.endsWith(`+${layout.name}`));
    if (!isBy || reading.event) this.#other(reading);
    else this.#count(this.#at(layout, reading), reading);
  }

  #other({ kind, text, event, format }: Reading): void {
    const isStructured = /(?:^|\+)(?:json|logfmt)$/.test(format);
    if (kind === "blank" || event || isStructured || this.others.length >= othersKept) return;
    this.others.push(copyText(withoutColour(text)));
  }

  #at(layout: Layout, { source, line, text }: Reading): LayoutSeen {
    const key = this.#keyOf(layout);
    const known = this.seen.get(key);
    if (known) return known;
    const seen: LayoutSeen = {
      layout,
      name: layout.name,
      example: { source, line, text: copyText(text) },
      lines: 0,
      samples: [],
      pids: new Map(),
      threads: new Map(),
      processes: new Map(),
      pidsOf: new Map(),
    };
    this.seen.set(key, seen);
    return seen;
  }

  #keyOf(layout: Layout): string {
    const known = this.#keys.get(layout) ?? JSON.stringify(layout);
    this.#keys.set(layout, known);
    return known;
  }

  #count(seen: LayoutSeen, { text, pid, tid, process }: Reading): void {
    seen.lines++;
    if (seen.samples.length < firstKept || (seen.lines % oneIn === 0 && seen.samples.length < samplesKept))
      seen.samples.push(copyText(withoutColour(text)));
    if (pid >= 0) add(seen.pids, String(pid));
    if (process !== "") add(seen.processes, process);
    if (tid === "") return;
    add(seen.threads, tid);
    const pids = seen.pidsOf.get(tid);
    if (pids) pids.add(pid);
    else if (seen.pidsOf.size < valuesKept) seen.pidsOf.set(copyText(tid), new Set([pid]));
  }
}

function add(counts: Counts, value: string): void {
  const known = counts.get(value);
  if (known !== undefined) counts.set(value, known + 1);
  else if (counts.size < valuesKept) counts.set(copyText(value), 1);
}
