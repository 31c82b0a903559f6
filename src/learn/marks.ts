import { occurrences, type Span } from "./pieces.ts";
import type { Message, Saying } from "./sayings.ts";

/** A message, and where in it the task's id stands, and its name or what kind of work it is. */
export interface MarkedMessage {
  readonly message: Message;
  readonly spans: readonly Span[];
}

/** Characters before a value that tell one place of a message from another. */
const contextLength = 6;

/** The messages of sayings that mean the same, marked alike: what stands at several places is taken where it mostly stands. */
export function markedMessages(sayings: readonly Saying[]): MarkedMessage[] {
  const all = sayings.flatMap(({ messages, idUse }) => {
    const index = favourite(idUse);
    return messages.map((message) => ({ message, id: message.ids[index] ?? message.ids[0] ?? "" }));
  });
  const ids = new Finder(all.map(({ message, id }) => [message.text, id]));
  const names = new Finder(all.map(({ message: { text, name } }) => [text, name ?? ""]));
  const units = new Finder(all.map(({ message: { text, unit } }) => [text.toLowerCase(), unit?.toLowerCase() ?? ""]));
  return all.map(({ message, id }) => {
    const { text, name, unit } = message;
    const spans: Span[] = [];
    const mark = (kind: Span["kind"], start: number, length: number): void => {
      const isFree = spans.every((span) => start >= span.end || start + length <= span.start);
      if (start >= 0 && isFree) spans.push({ kind, start, end: start + length });
    };
    mark("id", ids.at(text, id), id.length);
    if (names.found) mark("name", names.at(text, name ?? ""), name?.length ?? 0);
    else mark("name", units.at(text.toLowerCase(), unit?.toLowerCase() ?? ""), unit?.length ?? 0);
    return { message, spans };
  });
}

/** Finds values in texts, by what mostly stands before them. */
class Finder {
  /** Any of the values stands in its text. */
  readonly found: boolean;
  readonly #before = new Map<string, number>();

  constructor(all: readonly (readonly [string, string])[]) {
    for (const [text, value] of all)
      for (const at of occurrences(text, value)) {
        const before = contextOf(text, at);
        this.#before.set(before, (this.#before.get(before) ?? 0) + 1);
      }
    this.found = this.#before.size > 0;
  }

  /** Where the value stands, or -1. */
  at(text: string, value: string): number {
    const often = (at: number): number => this.#before.get(contextOf(text, at)) ?? 0;
    return occurrences(text, value).reduce((best, at) => (best < 0 || often(at) > often(best) ? at : best), -1);
  }
}

const contextOf = (text: string, at: number): string =>
  text.slice(Math.max(0, at - contextLength), at).replace(/\d/g, "0") + (at < contextLength ? "^" : "");

function favourite(counts: readonly number[]): number {
  let best = 0;
  counts.forEach((count, i) => {
    if (count > (counts[best] ?? 0)) best = i;
  });
  return best;
}
