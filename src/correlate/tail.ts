/** Seconds before the last event that are counted one by one. */
const seconds = 64;

/** Counts events of one process by the second, over the last minute of it, in constant memory. */
export class Tail {
  /** Epoch second of the last event. */
  #last = 0;
  /** How far its clock was moved after all events were seen, ms. */
  #moved = 0;
  readonly #counts = new Uint16Array(seconds);

  /** An event at `at`, epoch ms. Events may come a little out of order. */
  add(at: number): void {
    const second = Math.floor(at / 1_000);
    if (second > this.#last) {
      const steps = Math.min(seconds, second - this.#last);
      for (let i = 1; i <= steps; i++) this.#counts[(second - steps + i) % seconds] = 0;
      this.#last = second;
    } else if (second <= this.#last - seconds) return;
    const slot = second % seconds;
    this.#counts[slot] = Math.min(65_535, (this.#counts[slot] ?? 0) + 1);
  }

  /** Its clock turns out to be `ms` behind. */
  move(ms: number): void {
    this.#moved += ms;
  }

  /** When the second of the last event was over, epoch ms. */
  get until(): number {
    return (this.#last + 1) * 1_000 + this.#moved;
  }

  /** Events of the last minute in seconds that began at or after `at`, epoch ms. */
  since(at: number): number {
    const first = Math.max(Math.ceil((at - this.#moved) / 1_000), this.#last - seconds + 1);
    let sum = 0;
    for (let second = first; second <= this.#last; second++) sum += this.#counts[second % seconds] ?? 0;
    return sum;
  }
}
