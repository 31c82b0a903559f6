import { LineClipper, MAX_LINE_BYTES } from "./clip-lines.ts";
import { decompress } from "./decompress.ts";
import { checkReadable } from "./open-file.ts";
import { readBytes, type SourceInput } from "./read-bytes.ts";
import { LineSplitter, type Sieve } from "./split-lines.ts";
import { toUtf8 } from "./to-utf8.ts";

/** One file or stream, read as batches of physical lines. Calls of nextBatch must not overlap. */
export interface Source {
  /** The path, or the name, as it was given; `-` for standard input. */
  readonly name: string;
  /** So far: raw bytes read (before decompression), lines split off (those peeked at included). */
  readonly stats: { bytes: number; lines: number };
  /** One line each, without the source's name. */
  readonly warnings: string[];
  /**
   * The next lines (some 64 KB of text from a file; fewer when they arrive slowly), at least one, if only for the sieve, without
   * "\n" or "\r\n"; null at the end and after close(). Nothing is read ahead unasked, beyond one chunk.
   * A line is a slice of its whole chunk: keep `copyText(line)`, not `line`.
   * Rejects with a UserError when the file or standard input cannot be read.
   */
  nextBatch(): Promise<string[] | null>;
  /** Lines that the sieve took out of the batch that nextBatch returned last; that batch may then be empty. */
  readonly taken: number;
  /** Takes lines out of what has not been read yet. */
  thin(sieve: Sieve): void;
  /** Gives batches back: nextBatch returns them, in this order, before anything else. */
  unread(batches: readonly string[][]): void;
  /** Lets go of the file. Harmless when repeated, and while nextBatch is waiting. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Bytes of a line that are kept; default MAX_LINE_BYTES. */
  readonly maxLineBytes?: number;
  /** What `-` reads; default process.stdin. */
  readonly stdin?: NodeJS.ReadableStream;
}

/**
 * Makes a Source. Rejects at once with a UserError when a path is missing, a directory, unreadable or compressed
 * in a way this Node cannot read; the file is opened for reading with the first batch.
 */
export async function openSource(input: SourceInput, options: OpenOptions = {}): Promise<Source> {
  if (typeof input === "string") await checkReadable(input);
  return new LineSource(input, options);
}

/**
 * The first lines of `source`, at most `max`, fewer only when it has fewer; nextBatch returns them again.
 * Waits until so many lines have arrived.
 */
export async function peekLines(source: Source, max: number): Promise<string[]> {
  const batches: string[][] = [];
  const lines: string[] = [];
  while (lines.length < max) {
    const batch = await source.nextBatch();
    if (batch === null) break;
    batches.push(batch);
    for (const line of batch) lines.push(line);
  }
  source.unread(batches);
  return lines.slice(0, max);
}

class LineSource implements Source {
  readonly name: string;
  readonly stats = { bytes: 0, lines: 0 };
  readonly warnings: string[] = [];
  taken = 0;
  readonly #limit: number;
  readonly #clipper: LineClipper;
  readonly #splitter = new LineSplitter();
  readonly #chunks: AsyncGenerator<Buffer>;
  readonly #abort = new AbortController();
  #unread: string[][] = [];
  #sieve: Sieve | null = null;
  #damage: string | null = null;
  #ended = false;
  #reading = false;

  constructor(input: SourceInput, options: OpenOptions) {
    this.name = typeof input === "string" ? input : input.name;
    this.#limit = options.maxLineBytes ?? MAX_LINE_BYTES;
    this.#clipper = new LineClipper(this.#limit);
    const raw = readBytes({ input, stdin: () => options.stdin ?? process.stdin, signal: this.#abort.signal });
    this.#chunks = this.#stages(raw);
  }

  async nextBatch(): Promise<string[] | null> {
    this.taken = 0;
    const given = this.#unread.shift();
    if (given !== undefined) return given;
    while (!this.#ended) {
      const lines = await this.#readLines();
      if (lines.length > 0 || this.taken > 0) return lines;
    }
    return null;
  }

  thin(sieve: Sieve): void {
    this.#sieve = sieve;
  }

  unread(batches: readonly string[][]): void {
    this.#unread = [...batches, ...this.#unread];
  }

  async close(): Promise<void> {
    this.#ended = true;
    this.#unread = [];
    this.#abort.abort();
    // A pending read ends the generator itself; waiting here could take as long as an idle pipe does.
    if (!this.#reading) await this.#chunks.return(undefined);
  }

  async #readLines(): Promise<string[]> {
    this.#reading = true;
    try {
      const next = await this.#chunks.next();
      const lines = next.done ? await this.#finish() : await this.#splitter.push(next.value, this.#sieve);
      this.taken = this.#splitter.taken;
      this.stats.lines += lines.length + this.taken;
      if (next.done) this.#warnAtEnd();
      return this.#abort.signal.aborted ? [] : lines;
    } catch (error) {
      this.#ended = true;
      if (this.#abort.signal.aborted) return [];
      throw error;
    } finally {
      this.#reading = false;
    }
  }

  async #finish(): Promise<string[]> {
    this.#ended = true;
    return this.#splitter.end();
  }

  async *#stages(raw: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
    const plain = decompress(this.#counted(raw), this.name, (what) => {
      this.#damage = what;
    });
    const text = toUtf8(plain, () => this.warnings.push("looks binary (many NUL bytes at its start); read as text"));
    // Each chunk is split before the next is asked for, so stats.lines is what came before it.
    for await (const chunk of text) yield* this.#clipper.push(chunk, this.stats.lines);
  }

  async *#counted(raw: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of raw) {
      this.stats.bytes += chunk.length;
      yield chunk;
    }
  }

  #warnAtEnd(): void {
    const { count, firstLine } = this.#clipper.clipped;
    if (count === 1)
      this.warnings.push(`1 line was longer than ${this.#limit} bytes and was clipped: line ${firstLine}`);
    if (count > 1)
      this.warnings.push(
        `${count} lines were longer than ${this.#limit} bytes and were clipped, the first is line ${firstLine}`,
      );
    if (this.#damage !== null) this.warnings.push(`${this.#damage} after ${this.stats.lines} lines`);
  }
}
