import { expressionOf } from "./expression.ts";
import { find, type Piece, piecesOf, type Span } from "./pieces.ts";
import type { Message, Saying } from "./sayings.ts";
import { describe, type Element, hasWords, merge, similarity, templateOf } from "./template.ts";

/** A regular expression for messages of one wording. */
export interface Pattern {
  readonly source: string;
  readonly expression: RegExp;
  /** The wording as people read it. */
  readonly says: string;
  readonly messages: readonly Message[];
}

/** Messages that share so much are of one template. */
const alike = 0.5;
/** Templates of one wording that are told apart; what is left of it has no pattern. */
const maxTemplates = 40;
/** Messages of one shape that are looked at. */
const perShape = 200;

/** Messages with the same words, whatever the ids and numbers. */
interface Shape {
  readonly template: Element[];
  readonly messages: Message[];
}

/**
 * The expressions that fit the messages of sayings that mean the same. `isForeign` tells whether an expression fits
 * messages that mean something else: then each shape of words has an expression of its own.
 */
export function patternsOf(sayings: readonly Saying[], isForeign: (expression: RegExp) => boolean): Pattern[] {
  const shapes = shapesOf(sayings);
  const clusters: Shape[][] = [];
  const merged: Element[][] = [];
  for (const shape of shapes) {
    const at = merged.findIndex((template) => similarity(template, shape.template) >= alike);
    const template = merged[at];
    if (template) {
      merged[at] = merge(template, shape.template);
      clusters[at]?.push(shape);
    } else if (clusters.length < maxTemplates) {
      merged.push(shape.template);
      clusters.push([shape]);
    }
  }
  return clusters.flatMap((cluster, i) => {
    const one = patternOf(merged[i] ?? [], cluster, isForeign);
    if (one) return [one];
    return cluster.slice(0, maxTemplates).flatMap((shape) => patternOf(shape.template, [shape], isForeign) ?? []);
  });
}

function patternOf(
  template: readonly Element[],
  shapes: readonly Shape[],
  isForeign: (expression: RegExp) => boolean,
): Pattern | null {
  if (!hasWords(template)) return null;
  const messages = shapes.flatMap((shape) => shape.messages);
  const source = expressionOf(
    template,
    messages.map(({ text }) => text),
  );
  if (source === null) return null;
  const expression = new RegExp(source);
  const holds = messages.every((message) => fits(expression, message));
  return holds && !isForeign(expression) ? { source, expression, says: describe(template), messages } : null;
}

/** Whether the expression fits the message, and finds its id where the message holds the one that is meant. */
export function fits(expression: RegExp, { text, ids }: Message): boolean {
  const hit = expression.exec(text);
  if (!hit) return false;
  const id = hit.groups?.id;
  return id === undefined || ids.length === 0 || ids.includes(id);
}

/** The messages by their words, the most frequent first. */
function shapesOf(sayings: readonly Saying[]): Shape[] {
  const shapes = new Map<string, Shape & { count: number }>();
  const named = sayings.some(({ messages }) => messages.some(({ name, text }) => name !== null && find(text, name)));
  for (const saying of sayings) {
    const index = favourite(saying.idUse);
    for (const message of saying.messages) {
      const pieces = piecesOf(message.text, spansOf(message, index, named));
      const key = pieces.map(keyOf).join("");
      const known = shapes.get(key) ?? { template: templateOf(pieces), messages: [], count: 0 };
      shapes.set(key, known);
      known.count++;
      if (known.messages.length < perShape) known.messages.push(message);
    }
  }
  return [...shapes.values()].sort((a, b) => b.count - a.count);
}

const keyOf = ({ kind, text }: Piece): string =>
  kind === "word" || kind === "mark" || kind === "blank" ? text : `\u0000${kind}\u0000`;

function favourite(counts: readonly number[]): number {
  let best = 0;
  counts.forEach((count, i) => {
    if (count > (counts[best] ?? 0)) best = i;
  });
  return best;
}

/** Where a message tells the task's id, and its name or what kind of work it is. */
function spansOf({ text, ids, name, unit }: Message, index: number, named: boolean): Span[] {
  const id = find(text, ids[index] ?? ids[0] ?? "");
  const called = named ? find(text, name ?? "") : find(text.toLowerCase(), unit?.toLowerCase() ?? "");
  const spans: Span[] = id ? [{ kind: "id", ...id }] : [];
  if (called && !(id && called.start < id.end && id.start < called.end)) spans.push({ kind: "name", ...called });
  return spans;
}
