import type { IdShape } from "./id-shape.ts";
import type { Wording } from "./wording.ts";

/** A learned wording by its words. */
export interface LearnedWords<P> {
  /** As `wordsOf` gives them. */
  readonly words: string;
  /** Which `#` in them is the id, and what ids there look like. */
  readonly run: number;
  readonly shape: IdShape;
  /** What the vocabulary makes of such a message. */
  readonly phase: Wording["phase"] | null;
  readonly plan: P;
}

const run = /[\w-]*\d[\w-]*/g;
/** What stands before and behind a count: `, 34 spans pending`, `Flushed 34 spans`; but `task 17 starts`, `17 ends`. */
const beforeCount = /(?:[,;(]\s*|\b(?:[a-z]+(?:ed|ing)|all|of|with|after|for|and|the|last|sent|wrote)\s)$/i;
const afterCount = /^\s[a-z]{2,}[a-rt-z]s\b/;

/** Whether the `index`th word with a digit is how many there are of something, and no id. */
export function isCount(message: string, index: number, word: string): boolean {
  if (!/^\d+$/.test(word)) return false;
  const parts = message.split(run);
  return beforeCount.test(parts[index] ?? "") && afterCount.test(parts[index + 1] ?? "");
}

/** The words of a message, whatever kinds of numbers and codes stand between them: an id of hexadecimal digits can lack letters. */
export const wordsOf = (message: string): string => message.replace(run, "#");

/** Knows learned wordings by their words, for messages whose skeleton no sample had: the id is of another kind there. */
export class LearnedByWords<P> {
  readonly #entries = new Map<string, LearnedWords<P>>();

  add(learned: LearnedWords<P>): void {
    this.#entries.set(learned.words, learned);
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  /** The learned wording that the message is of, of which the vocabulary says `phase`; with its id where that has no digit. */
  find(message: string, phase: Wording["phase"] | null): { plan: P; id: string | null } | null {
    if (this.isEmpty) return null;
    const words = wordsOf(message);
    const known = this.#entries.get(words);
    if (known) return known.phase === phase ? { plan: known.plan, id: null } : null;
    for (const { 0: word, index } of words.matchAll(/[\w-]{8,}/g)) {
      const before = words.slice(0, index);
      const found = this.#entries.get(`${before}#${words.slice(index + word.length)}`);
      if (found?.phase === phase && found.run === before.split("#").length - 1 && found.shape.fits(word))
        return { plan: found.plan, id: word };
    }
    return null;
  }
}
