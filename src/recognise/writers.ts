import { copyText } from "../ingest/copy-text.ts";
import { withoutColour } from "./colour.ts";
import type { LayoutReader } from "./layout.ts";
import { type Inner, writerOf } from "./transport.ts";

/** Within what pids are unique: a host, and on it perhaps a container. */
export interface Place {
  readonly host: string;
  readonly scope: string;
}

/** Who writes lines of a stream, as its envelopes tell, and how far his lines have got. */
export interface Writer extends Place {
  readonly program: string;
  inTraceback: boolean;
  /** His lines have headers of their own; undefined where none of them was among the stream's first. */
  isHeaded: boolean | undefined;
  /** His lines' layouts, as far as they were among the stream's first: tried before the others'. */
  layouts: readonly LayoutReader[];
}

/** Writers remembered; beyond that they are met anew. */
const kept = 20_000;
/** Lines of a writer among the first from which his layouts are inferred apart from the others'. */
const enough = 10;

/** The writers of one stream. */
export class Writers {
  /** The writer of lines whose envelopes, if any, do not name one. */
  readonly nobody: Writer = newWriter("", "", "");
  /** Where the first lines were written. */
  readonly places = new Map<string, Place>();
  readonly #known = new Map<string, Writer>();
  #last: Writer = this.nobody;
  #lastStream = "";

  /** The writer of a line. His streams have each their own tracebacks, but are one writer. */
  of(inner: Inner): Writer {
    const { host, scope, program, stream } = inner;
    if (host === "" && scope === "" && program === "" && stream === "") return this.nobody;
    const last = this.#last;
    if (stream === this.#lastStream && last.scope === scope && last.program === program && last.host === host)
      return last;
    const key = `${stream}\u0000${writerOf(inner)}`;
    let writer = this.#known.get(key);
    if (!writer) {
      if (this.#known.size >= kept) this.#known.clear();
      writer = newWriter(copyText(host), copyText(scope), copyText(program));
      this.#known.set(copyText(key), writer);
    }
    this.#last = writer;
    this.#lastStream = stream;
    return writer;
  }

  /** The stream's first lines by writer; those of rare ones and of nobody together, for which no writers are named. */
  sample(lines: Iterable<Inner>): { writers: readonly Writer[]; texts: readonly string[] }[] {
    const groups = new Map<string, { writers: Set<Writer>; texts: string[] }>();
    for (const inner of lines) {
      const key = writerOf(inner);
      const group = groups.get(key) ?? { writers: new Set(), texts: [] };
      groups.set(key, group);
      const writer = this.of(inner);
      group.writers.add(writer);
      this.places.set(`${writer.host}\u0000${writer.scope}`, writer);
      group.texts.push(withoutColour(inner.text));
    }
    const own = [...groups].filter(([key, { texts }]) => key !== "" && (texts.length >= enough || groups.size === 1));
    const rare = [...groups].filter((entry) => !own.includes(entry)).flatMap(([, { texts }]) => texts);
    const named = own.map(([, { writers, texts }]) => ({ writers: [...writers], texts }));
    return rare.length > 0 ? [{ writers: [], texts: rare }, ...named] : named;
  }
}

const newWriter = (host: string, scope: string, program: string): Writer => ({
  host,
  scope,
  program,
  inTraceback: false,
  isHeaded: undefined,
  layouts: [],
});
