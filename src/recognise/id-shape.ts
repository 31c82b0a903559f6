/** Least characters of an id of hexadecimal digits that is told from a word though it has no digit. */
const enough = 8;

/** What the ids at one place have in common. It tells an id that happens to have no digit from a word. */
export class IdShape {
  #first = "";
  #prefix = 0;
  #isEven = true;
  #isHex = true;

  /** Takes in an id, which has a digit. */
  see(id: string): void {
    if (this.#first === "") {
      this.#first = id;
      this.#prefix = id.length;
    }
    if (id.length !== this.#first.length) this.#isEven = false;
    while (!id.startsWith(this.#first.slice(0, this.#prefix))) this.#prefix--;
    if (this.#isHex && !/^[0-9a-f]+$/.test(id)) this.#isHex = false;
  }

  /** Whether `word`, which has no digit, can be one of them: as long, with their prefix (`ch_`), or of hexadecimal digits as they are. */
  fits(word: string): boolean {
    if (!this.#isEven || word.length !== this.#first.length || word.length < enough) return false;
    if (this.#isHex) return /^[a-f]+$/.test(word);
    const prefix = /^[A-Za-z]+[_-]/.exec(this.#first.slice(0, this.#prefix))?.[0];
    return prefix !== undefined && word.startsWith(prefix) && !/[A-Z_-]/.test(word.slice(prefix.length));
  }
}

const tail = /(?:[.:/][A-Za-z0-9_@+-]+)*/y;

/** Where an id whose part with a digit is `text[start, end)` ends as tokens have it: `IMG_2001.jpg`, but `17: done` and `17.5`. */
export function endOfWhole(text: string, start: number, end: number): number {
  if (/^\d+$/.test(text.slice(start, end)) && !/^\.[A-Za-z_]/.test(text.slice(end, end + 2))) return end;
  tail.lastIndex = end;
  return end + (tail.exec(text)?.[0].length ?? 0);
}
