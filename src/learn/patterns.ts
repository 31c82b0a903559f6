import { expressionOf } from "./expression.ts";
import { markedMessages } from "./marks.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import type { Message, Saying } from "./sayings.ts";
import { describe, type Element, hasWords, merge, similarity, templateOf, withoutReason } from "./template.ts";

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

/** `isForeign` tells whether an expression fits messages that mean something else; `names`: what a task is called is wanted. */
interface Terms {
  readonly isForeign: (expression: RegExp) => boolean;
  readonly names: boolean;
}

/** The expressions that fit the messages of sayings that mean the same; where a common one would not do, each shape of words has its own. */
export function patternsOf(sayings: readonly Saying[], terms: Terms): Pattern[] {
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
  const isFailure = sayings.some(({ outcome }) => outcome === "failed");
  return clusters.flatMap((cluster, i) => {
    const template = merged[i] ?? [];
    const brief = isFailure ? patternOf(withoutReason(template), cluster, terms) : null;
    const one = brief ?? patternOf(template, cluster, terms);
    if (one) return [one];
    return cluster.slice(0, maxTemplates).flatMap((shape) => patternOf(shape.template, [shape], terms) ?? []);
  });
}

function patternOf(
  template: readonly Element[],
  shapes: readonly Shape[],
  { isForeign, names }: Terms,
): Pattern | null {
  if (!hasWords(template)) return null;
  const messages = shapes.flatMap((shape) => shape.messages);
  const source = expressionOf(
    template,
    messages.map(({ text }) => text),
    names,
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
  for (const { message, spans } of markedMessages(sayings)) {
    const pieces = piecesOf(message.text, spans);
    const key = pieces.map(keyOf).join("");
    const known = shapes.get(key) ?? { template: templateOf(pieces), messages: [], count: 0 };
    shapes.set(key, known);
    known.count++;
    if (known.messages.length < perShape) known.messages.push(message);
  }
  return [...shapes.values()].sort((a, b) => b.count - a.count);
}

const keyOf = ({ kind, text }: Piece): string =>
  kind === "word" || kind === "mark" || kind === "blank" ? text : `\u0000${kind}\u0000`;
