import type { Transform } from "node:stream";
import split2 from "split2";

const LF = 0x0a;
const CR = 0x0d;

/**
 * split2, fed by hand. It gets whole lines only, since it goes over an unfinished line again with every chunk that
 * does not finish it. Its mapper collects the lines of one chunk and gives none to the stream's readable side, whose
 * per-line bookkeeping would cost more than the splitting.
 */
export class LineSplitter {
  readonly #splitter: Transform;
  #unfinished: Buffer[] = [];
  #lines: string[] = [];

  constructor() {
    this.#splitter = split2("\n", (line) => {
      this.#lines.push(line.charCodeAt(line.length - 1) === CR ? line.slice(0, -1) : line);
    });
  }

  /** Returns the lines that `chunk` (UTF-8) completes, without terminators. */
  async push(chunk: Buffer): Promise<string[]> {
    const end = chunk.lastIndexOf(LF) + 1;
    const whole = end === 0 ? [] : await this.#split(chunk.subarray(0, end));
    if (end < chunk.length) this.#unfinished.push(chunk.subarray(end));
    return whole;
  }

  /** Returns the unterminated last line, if there is one. */
  async end(): Promise<string[]> {
    await this.#split(Buffer.alloc(0));
    await new Promise<void>((resolve) => this.#splitter.end(resolve));
    this.#splitter.destroy();
    return this.#take();
  }

  async #split(rest: Buffer): Promise<string[]> {
    const bytes = this.#unfinished.length === 0 ? rest : Buffer.concat([...this.#unfinished, rest]);
    this.#unfinished = [];
    await new Promise<void>((resolve, reject) => {
      this.#splitter.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    return this.#take();
  }

  #take(): string[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}
