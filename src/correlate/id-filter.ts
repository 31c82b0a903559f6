/** Bits of the filter, a power of two, and bits set for each id. */
const bits = 2 ** 23;
const perId = 4;

/** Remembers ids in constant memory: of those it holds it always says so, of about 1 in 50 others, too, once it holds a million. */
export class IdFilter {
  readonly #words = new Uint32Array(bits / 32);

  add(id: string): void {
    const [first, step] = hashes(id);
    for (let i = 0; i < perId; i++) {
      const bit = (first + i * step) & (bits - 1);
      this.#words[bit >>> 5] = (this.#words[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  /** False: it was never added. */
  mayHave(id: string): boolean {
    const [first, step] = hashes(id);
    for (let i = 0; i < perId; i++) {
      const bit = (first + i * step) & (bits - 1);
      if (((this.#words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

/** Two hashes at once: FNV-1a, and the same from another beginning. */
function hashes(id: string): readonly [number, number] {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < id.length; i++) {
    const c = id.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x5bd1e995);
  }
  return [a ^ (a >>> 15), (b ^ (b >>> 13)) | 1];
}
