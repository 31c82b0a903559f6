import type { Transform } from "node:stream";

/** One of zlib's decompressing streams; `bytesWritten` is the compressed bytes it has used up. */
export type Engine = Transform & { readonly bytesWritten: number };

/** A compressed format: how to make an engine for it, and how to find out at the end whether data is missing. */
export interface Format {
  readonly name: string;
  readonly make: () => Engine;
  /**
   * For engines that do not mind data which ends early: a small compressed member and its text. It is fed after the
   * last byte and comes out as that text only where a member can begin.
   */
  readonly probe: { readonly member: Buffer; readonly text: Buffer } | null;
}

/**
 * A decompressor as a pair push/end that never rejects: damage ends it and is remembered. Members that stand one
 * behind the other are one text; zeros behind a member are padding and end it.
 */
export class Inflater {
  readonly #format: Format;
  #engine: Engine;
  #output: Buffer[] = [];
  #error: Error | null = null;
  #isTruncated = false;
  /** The engine has said its last word, good or bad. */
  #hasEnded = false;
  #wake: () => void = () => {};
  #done = false;

  constructor(format: Format) {
    this.#format = format;
    this.#engine = this.#start();
  }

  /** Whether nothing more will come, whatever is pushed. */
  get done(): boolean {
    return this.#done;
  }

  /** What is wrong with the data, in words; null when nothing is. `isDamaged`: it is not just cut off. */
  get damage(): string | null {
    if (this.#isTruncated) return "ends early";
    return this.#error === null ? null : `is damaged (${this.#error.message})`;
  }

  get isDamaged(): boolean {
    return this.#error !== null && !this.#isTruncated;
  }

  /** Returns the text that `piece` gave. */
  async push(piece: Buffer): Promise<Buffer[]> {
    for (let rest = piece; rest.length > 0 && !this.#done; ) {
      rest = rest.subarray(await this.#feed(rest));
      if (this.#error !== null || (rest.length > 0 && rest[0] === 0)) this.#done = true;
      else if (rest.length > 0) this.#engine = this.#start();
    }
    return this.#take();
  }

  /** Returns the rest of the text; `damage` is then final. */
  async end(): Promise<Buffer[]> {
    if (this.#done) return this.#take();
    this.#done = true;
    if (this.#format.probe !== null) return this.#endByProbe(this.#format.probe);
    await this.#until(() => this.#engine.end());
    this.#isTruncated = this.#error !== null && "code" in this.#error && this.#error.code === "Z_BUF_ERROR";
    return this.#take();
  }

  close(): void {
    this.#engine.destroy();
  }

  async #endByProbe(probe: { member: Buffer; text: Buffer }): Promise<Buffer[]> {
    // The engine hands over its last text a moment after it has taken its last byte.
    await new Promise(setImmediate);
    const text = this.#take();
    await this.#feed(probe.member);
    await this.#until(() => this.#engine.end());
    this.#isTruncated = this.#error !== null || !Buffer.concat(this.#take()).equals(probe.text);
    return text;
  }

  #start(): Engine {
    const engine = this.#format.make();
    this.#hasEnded = false;
    engine.on("data", (text: Buffer) => this.#output.push(text));
    engine.on("end", () => this.#finish(null));
    engine.on("error", (error) => this.#finish(error));
    return engine;
  }

  #finish(error: Error | null): void {
    this.#error = error;
    this.#hasEnded = true;
    this.#wake();
  }

  /** Returns how many bytes the engine took: fewer than there are when a member ended, and then it has ended too. */
  async #feed(bytes: Buffer): Promise<number> {
    const before = this.#engine.bytesWritten;
    await this.#until((resolve) => this.#engine.write(bytes, resolve));
    const taken = this.#engine.bytesWritten - before;
    if (taken < bytes.length) await this.#until(() => {});
    return taken;
  }

  // A write that meets damage may never call back: `#finish` ends the wait as well.
  async #until(act: (resolve: () => void) => void): Promise<void> {
    if (this.#hasEnded) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      act(resolve);
    });
  }

  #take(): Buffer[] {
    const output = this.#output;
    this.#output = [];
    return output;
  }
}
