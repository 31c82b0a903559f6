const LF = 0x0a;

/** The bytes of a line beyond this many are dropped (1 MiB). */
export const MAX_LINE_BYTES = 1024 * 1024;

/** How many lines were clipped, and the 1-based number of the first of them (0 when none was). */
export interface Clipped {
  count: number;
  firstLine: number;
}

/**
 * Cuts over-long lines, as bytes, before the splitter: split2 alone takes quadratic time on an unterminated
 * line and can otherwise only fail or drop the line. A cut goes forward to the end of a UTF-8 sequence, so a
 * clipped line has `limit` to `limit + 3` bytes. The line feed stays, so line numbers stay right.
 */
export class LineClipper {
  readonly clipped: Clipped = { count: 0, firstLine: 0 };
  readonly #limit: number;
  /** Bytes of the present line that were let through. */
  #used = 0;
  #dropping = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Returns the parts of `chunk` to keep, in order. `linesBefore`: line feeds in all chunks before this one. */
  push(chunk: Buffer, linesBefore: number): Buffer[] {
    const kept: Buffer[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; ) {
      if (this.#dropping) {
        from = this.#drop(chunk, at);
        at = from;
        continue;
      }
      at = this.#pass(chunk, at);
      if (at === chunk.length || !this.#isFull(chunk, at)) continue;
      if (at > from) kept.push(chunk.subarray(from, at));
      this.#cut(linesBefore, chunk.subarray(0, at));
    }
    if (from < chunk.length && !this.#dropping) kept.push(chunk.subarray(from));
    return kept;
  }

  /** Goes over what fits, whole lines at a leap; returns where the chunk ends or the present line is full. */
  #pass(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + Math.max(0, this.#limit - this.#used));
    const newline = chunk.subarray(at, end + 1).lastIndexOf(LF);
    if (newline >= 0) {
      this.#used = 0;
      return at + newline + 1;
    }
    this.#used += end - at;
    if (end === chunk.length || !this.#finishesCharacter(chunk[end])) return end;
    this.#used += 1;
    return end + 1;
  }

  #finishesCharacter(byte: number | undefined): boolean {
    return byte !== undefined && (byte & 0xc0) === 0x80 && this.#used < this.#limit + 3;
  }

  #isFull(chunk: Buffer, at: number): boolean {
    return this.#used >= this.#limit && chunk[at] !== LF && !this.#finishesCharacter(chunk[at]);
  }

  #cut(linesBefore: number, before: Buffer): void {
    if (this.clipped.count === 0) this.clipped.firstLine = linesBefore + countLineFeeds(before) + 1;
    this.clipped.count += 1;
    this.#dropping = true;
  }

  /** Returns where the next line feed is, or the chunk's end. */
  #drop(chunk: Buffer, at: number): number {
    const newline = chunk.indexOf(LF, at);
    if (newline < 0) return chunk.length;
    this.#dropping = false;
    return newline;
  }
}

function countLineFeeds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
}
