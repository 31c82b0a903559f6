import type { TaskVocabulary } from "./declare.ts";

/** How much of a message is searched for words of starts and ends, from either side. */
export const cueReach = 240;

/**
 * A cheap answer to "can this message announce a task's start or end at all?": one pass over its characters, no
 * allocation. It never says no wrongly; most lines of a log end here.
 */
export class CueScanner {
  /** Bit set of word hashes. */
  readonly #words = new Uint8Array(1 << 16);

  constructor(vocabulary: TaskVocabulary) {
    const cues = [
      ...vocabulary.start,
      ...vocabulary.end,
      ...vocabulary.weakEnd,
      ...vocabulary.fail,
      ...vocabulary.waiting,
    ];
    for (const word of cues) this.#words[hashOf(word)] = 1;
  }

  /** Whether `text`, from `pos` on, holds a cue word or writing without blanks. */
  test(text: string, pos: number): boolean {
    const end = Math.min(text.length, pos + cueReach);
    let hash = 0;
    for (let at = pos; at < end; at++) {
      const c = text.charCodeAt(at);
      const lower = lowerOf(c);
      if ((lower >= 97 && lower <= 122) || (c >= 0xc0 && c < 0x250) || (c >= 0x400 && c < 0x530)) {
        // A capital behind a small letter begins a new word (camelCase).
        if (c < 97 && hash !== 0 && text.charCodeAt(at - 1) >= 97) {
          if (this.#words[hash & 0xffff] === 1) return true;
          hash = 0;
        }
        hash = (Math.imul(hash, 31) + lower) | 0;
      } else if (c >= 0x2e80) {
        return true;
      } else if (hash !== 0) {
        if (this.#words[hash & 0xffff] === 1) return true;
        hash = 0;
      }
    }
    return hash !== 0 && this.#words[hash & 0xffff] === 1;
  }
}

/** The small letter, near enough for a hash; Cyrillic capitals stand 32 before theirs. */
const lowerOf = (c: number): number => (c >= 0x410 && c < 0x430 ? c + 32 : c | 32);

function hashOf(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = (Math.imul(hash, 31) + lowerOf(word.charCodeAt(i))) | 0;
  return hash & 0xffff;
}
