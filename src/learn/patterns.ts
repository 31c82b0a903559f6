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

/** How much messages must share to be of one template: at first, and where that will not do. */
const alike = [0.5, 0.65, 0.8];
/** Shapes of one wording that are looked at, the most frequent first. */
const maxShapes = 300;
/** Messages of one shape that are looked at. */
const perShape = 200;

/** Messages with the same words, whatever the ids and numbers. */
interface Shape {
  readonly template: Element[];
  readonly messages: Message[];
}

/** `isForeign` tells whether an expression fits messages that mean something else. */
interface Terms {
  readonly kind: "start" | "end" | "fail";
  readonly isForeign: (expression: RegExp) => boolean;
}

/** Shapes with what they share. */
interface Group {
  readonly template: readonly Element[];
  readonly shapes: readonly Shape[];
}

/** The expressions that fit the messages of sayings that mean the same: as few as will do. */
export function patternsOf(sayings: readonly Saying[], terms: Terms): Pattern[] {
  return patternsFor(shapesOf(sayings).slice(0, maxShapes), terms, alike);
}

/** Shapes that are alike have one expression, if that will do; else those have that are more alike, at last each by itself. */
function patternsFor(shapes: readonly Shape[], terms: Terms, [least, ...more]: readonly number[]): Pattern[] {
  const groups =
    least === undefined
      ? shapes.map((shape) => ({ template: shape.template, shapes: [shape] }))
      : grouped(shapes, least);
  return groups.flatMap((group) => {
    const found = patternOf(group, terms);
    if (found) return [found];
    return least === undefined ? [] : patternsFor(group.shapes, terms, more);
  });
}

/** Shapes of which each is like the template of those before. */
function grouped(shapes: readonly Shape[], least: number): Group[] {
  const groups: { template: Element[]; readonly shapes: Shape[] }[] = [];
  for (const shape of shapes) {
    const group = groups.find(({ template }) => similarity(template, shape.template) >= least);
    if (group) {
      group.template = merge(group.template, shape.template);
      group.shapes.push(shape);
    } else groups.push({ template: shape.template, shapes: [shape] });
  }
  return groups;
}

/** The group's expression; of a failure without the reason that it gives, if that is not needed to know it by. */
function patternOf(group: Group, terms: Terms): Pattern | null {
  const brief =
    terms.kind === "fail" ? expressionFor({ ...group, template: withoutReason(group.template) }, terms) : null;
  return brief ?? expressionFor(group, terms);
}

function expressionFor({ template, shapes }: Group, { isForeign, kind }: Terms): Pattern | null {
  if (!hasWords(template)) return null;
  const messages = shapes.flatMap((shape) => shape.messages);
  const source = expressionOf(
    template,
    messages.map(({ text }) => text),
    kind === "start",
  );
  if (source === null) return null;
  const expression = new RegExp(source);
  const holds = messages.every((message) => fits(expression, message));
  return holds && !isForeign(expression) ? { source, expression, says: inWords(template, source), messages } : null;
}

/** A template as people read it, with the name that is always the same. */
function inWords(template: readonly Element[], source: string): string {
  const name = /\(\?<name>([\p{L}_]+)\)/u.exec(source)?.[1];
  return name === undefined ? describe(template) : describe(template).replace("<name>", () => name);
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
