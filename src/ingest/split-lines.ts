import { isAscii } from "node:buffer";
import type { Transform } from "node:stream";
import split2 from "split2";

const LF = 0x0a;
const CR = 0x0d;

/** Takes lines out of a text before it is split. */
export interface Sieve {
  /**
   * Returns `text`, which consists of whole lines, less the lines it takes out. `bytes`: the text's bytes, where there is
   * one to each of its characters (it is ASCII), or null.
   */
  sift(text: string, bytes: Uint8Array | null): string;
  /** How many lines it took out of the last text. */
  readonly taken: number;
}

/**
 * split2, fed by hand. It gets whole lines only, since it goes over an unfinished line again with every chunk that
 * does not finish it, and as text, which is cheaper to make of many lines at once. Its mapper collects the lines of one chunk and gives none to the stream's readable side, whose
 * per-line bookkeeping would cost more than the splitting.
 */
export class LineSplitter {
  readonly #splitter: Transform;
  #unfinished: Buffer[] = [];
  #lines: string[] = [];
  /** Lines taken out by the sieve since the last push. */
  taken = 0;

  constructor() {
    const collect = (line: string): void => {
      this.#lines.push(line.charCodeAt(line.length - 1) === CR ? line.slice(0, -1) : line);
    };
    this.#splitter = split2("\n", collect, { decodeStrings: false });
  }

  /** Returns the lines that `chunk` (UTF-8) completes, without terminators and without those that `sieve` takes out. */
  async push(chunk: Buffer, sieve: Sieve | null = null): Promise<string[]> {
    const end = chunk.lastIndexOf(LF) + 1;
    this.taken = 0;
    if (end > 0) await this.#split(this.#sift(this.#finish(chunk.subarray(0, end)), sieve));
    if (end < chunk.length) this.#unfinished.push(chunk.subarray(end));
    return this.#take();
  }

  /** Returns the unterminated last line, if there is one. */
  async end(): Promise<string[]> {
    this.taken = 0;
    await this.#split(decode(this.#finish(Buffer.alloc(0))));
    await new Promise<void>((resolve) => this.#splitter.end(resolve));
    this.#splitter.destroy();
    return this.#take();
  }

  /** What came of an unfinished line, and `rest`. */
  #finish(rest: Buffer): Buffer {
    const bytes = this.#unfinished.length === 0 ? rest : Buffer.concat([...this.#unfinished, rest]);
    this.#unfinished = [];
    return bytes;
  }

  #sift(bytes: Buffer, sieve: Sieve | null): string {
    const text = decode(bytes);
    if (sieve === null) return text;
    const rest = sieve.sift(text, text.length === bytes.length ? bytes : null);
    this.taken = sieve.taken;
    return rest;
  }

  async #split(text: string): Promise<void> {
    if (text === "") return;
    await new Promise<void>((resolve, reject) => {
      this.#splitter.write(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  #take(): string[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}

/** The text of whole lines: no character of them can go on in other bytes. */
const decode = (bytes: Buffer): string => bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
