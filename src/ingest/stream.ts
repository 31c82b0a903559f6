import type { Source } from "./source.ts";

/** Lines of one source: `source` is its index in the list given, `firstLine` the 1-based number of the first of them in it. */
export interface LineBatch {
  readonly source: number;
  readonly firstLine: number;
  readonly lines: string[];
  /** Lines among them that a sieve took out. */
  readonly taken: number;
}

/**
 * Reads an ordered list of sources (the pieces of a rotated log, oldest first) as one stream, one after the
 * other: each is opened when its turn comes and closed when it is done. A line never spans two sources.
 * Nothing may have been read from the sources before, except by peekLines.
 */
export class LineStream {
  readonly #sources: readonly Source[];
  #source = 0;
  #line = 1;

  constructor(sources: readonly Source[]) {
    this.#sources = sources;
  }

  /** The next lines, or null at the end of the last source. Rejects as Source.nextBatch does. */
  async nextBatch(): Promise<LineBatch | null> {
    for (let source = this.#sources[this.#source]; source !== undefined; source = this.#sources[this.#source]) {
      const lines = await source.nextBatch();
      if (lines !== null) return this.#numbered(lines, source.taken);
      await source.close();
      this.#source += 1;
      this.#line = 1;
    }
    return null;
  }

  /** Closes every source; nextBatch then returns null. */
  async close(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.close()));
  }

  #numbered(lines: string[], taken: number): LineBatch {
    const firstLine = this.#line;
    this.#line += lines.length + taken;
    return { source: this.#source, firstLine, lines, taken };
  }
}
