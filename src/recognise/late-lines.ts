/** Lines of unknown layout that are collected before another attempt at inferring one. */
const relearnAfter = 200;
/** Attempts that teach nothing before no more are made. */
const maxVain = 20;
/** Fewer lines of a layout, side by side, are no sample. */
const fewest = 5;

/** Teaches layouts from lines; returns how many of them are new. */
type Teach = (lines: readonly string[]) => number;

/**
 * Lines whose layout was not among the stream's first lines: of a program that spoke up later, or of another log that was
 * appended. What stands in the batch that is being read is learned from at once, before its first line is read; the rest when
 * enough of it has come together.
 */
export class LateLines {
  readonly #teach: Teach;
  #batch: readonly string[] = [];
  #unknown: string[] = [];
  #vain = 0;

  constructor(teach: Teach) {
    this.#teach = teach;
  }

  /** The lines that are read next, which no look ahead has seen. */
  begin(batch: readonly string[]): void {
    this.#batch = batch;
  }

  /** Whether the lines around the first unknown one of the batch have taught anything; `unknown` picks those of its kind. */
  learnAround(unknown: (line: string) => string | null): boolean {
    if (this.#batch.length === 0 || this.#vain >= maxVain) return false;
    const sample = this.#batch.map(unknown).filter((line) => line !== null);
    this.#batch = [];
    return sample.length >= fewest && this.#learn(sample);
  }

  /** Collects a line whose layout is not known; enough of them are a sample. */
  remember(line: string): void {
    if (this.#vain >= maxVain) return;
    this.#unknown.push(line);
    if (this.#unknown.length < relearnAfter) return;
    const sample = this.#unknown;
    this.#unknown = [];
    this.#learn(sample);
  }

  #learn(sample: readonly string[]): boolean {
    const taught = this.#teach(sample) > 0;
    if (!taught) this.#vain++;
    return taught;
  }
}
