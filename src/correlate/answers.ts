/** Stretches of time that are counted. */
const bins = 256;

/** Counts requests by the time they were logged at, in constant memory: the stretches that are counted grow with the log. */
export class Answers {
  /** Epoch ms of the last one, or null. */
  last: number | null = null;
  /** Epoch ms at which the first stretch begins. */
  #base = 0;
  /** Length of a stretch, ms. */
  #width = 1_000;
  readonly #counts = new Float64Array(bins);

  /** A request was logged at `at`, epoch ms. */
  add(at: number): void {
    if (this.last === null) this.#base = at;
    if (this.last === null || at > this.last) this.last = at;
    while (at - this.#base >= bins * this.#width) this.#widen();
    const bin = Math.max(0, Math.floor((at - this.#base) / this.#width));
    this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
  }

  /** Requests after `at`, epoch ms: at least so many, those of a stretch that it lies within aside. */
  since(at: number): number {
    let sum = 0;
    for (let bin = Math.max(0, Math.ceil((at - this.#base) / this.#width)); bin < bins; bin++)
      sum += this.#counts[bin] ?? 0;
    return sum;
  }

  /** Its clock turns out to be `ms` behind. */
  move(ms: number): void {
    this.#base += ms;
    if (this.last !== null) this.last += ms;
  }

  #widen(): void {
    for (let bin = 0; bin < bins; bin++) {
      const [a = 0, b = 0] = [this.#counts[2 * bin], this.#counts[2 * bin + 1]];
      this.#counts[bin] = 2 * bin < bins ? a + b : 0;
    }
    this.#width *= 2;
  }
}
