import type { Piece } from "./pieces.ts";

/**
 * What the messages of one wording share: words to the letter, places where something stands that varies, `gap`s where
 * anything or nothing does.
 */
export type Element =
  | { readonly kind: "literal"; readonly piece: Piece }
  | { readonly kind: "id" | "name" | "datum" }
  | { readonly kind: "gap" };

/** How much it counts that two messages have it in common. */
const weights = { id: 6, name: 5, word: 3, datum: 2, mark: 1, blank: 1 } as const;
/** Pieces of a message that are compared; the rest may be anything. */
const maxPieces = 120;

const asElement = (piece: Piece): Element =>
  piece.kind === "id" || piece.kind === "name" || piece.kind === "datum"
    ? { kind: piece.kind }
    : { kind: "literal", piece };

/** The template of a single message. */
export function templateOf(pieces: readonly Piece[]): Element[] {
  const elements = pieces.slice(0, maxPieces).map(asElement);
  return pieces.length > maxPieces ? [...elements, { kind: "gap" }] : elements;
}

function weightOf(element: Element): number {
  if (element.kind === "gap") return 0;
  return weights[element.kind === "literal" ? element.piece.kind : element.kind];
}

function agree(a: Element, b: Element): boolean {
  if (a.kind === "literal") return b.kind === "literal" && a.piece.text === b.piece.text;
  return a.kind !== "gap" && (a.kind === b.kind || isPlain(a, b) || isPlain(b, a));
}

/** The one is a number or code that the other has as its id. */
const isPlain = (a: Element, b: Element): boolean => a.kind === "datum" && b.kind === "id";

/** Heaviest common subsequence: pairs of indexes, in order. */
function align(a: readonly Element[], b: readonly Element[]): [number, number][] {
  const width = b.length + 1;
  const best = new Int32Array((a.length + 1) * width);
  const bestAt = (i: number, j: number): number => best[i * width + j] ?? 0;
  const gainAt = (i: number, j: number): number => {
    const [x, y] = [a[i], b[j]];
    return x && y && agree(x, y) ? Math.min(weightOf(x), weightOf(y)) : 0;
  };
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const gain = gainAt(i, j);
      const both = gain > 0 ? gain + bestAt(i + 1, j + 1) : 0;
      best[i * width + j] = Math.max(both, bestAt(i + 1, j), bestAt(i, j + 1));
    }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const gain = gainAt(i, j);
    if (gain > 0 && bestAt(i, j) === gain + bestAt(i + 1, j + 1)) pairs.push([i++, j++]);
    else if (bestAt(i, j) === bestAt(i + 1, j)) i++;
    else j++;
  }
  return pairs;
}

const total = (elements: readonly Element[]): number => elements.reduce((sum, element) => sum + weightOf(element), 0);
const words = (elements: readonly Element[]): Element[] =>
  elements.filter((element) => element.kind === "literal" && element.piece.kind === "word");

/** How much of the longer of two templates is in both, 0 to 1; 0 where they have no word in common. */
export function similarity(a: readonly Element[], b: readonly Element[]): number {
  const shared = align(a, b).flatMap(([i]) => a[i] ?? []);
  if (words(shared).length === 0 && words(a).length + words(b).length > 0) return 0;
  return total(shared) / Math.max(1, total(a), total(b));
}

/** The template of what either describes. */
export function merge(a: readonly Element[], b: readonly Element[]): Element[] {
  const merged: Element[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...align(a, b), [a.length, b.length] as const]) {
    merged.push(...between(a.slice(i, x), b.slice(j, y)));
    const shared = a[x]?.kind === "datum" ? b[y] : a[x];
    if (shared) merged.push(shared);
    [i, j] = [x + 1, y + 1];
  }
  return tidy(merged);
}

const isTask = (element: Element): boolean => element.kind === "id" || element.kind === "name";

/** What stands for the elements between two that are shared: whatever names a task goes on to where the other names none. */
function between(a: readonly Element[], b: readonly Element[]): Element[] {
  if (a.length === 0 && b.length === 0) return [];
  for (const [own, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const [only] = own;
    const isOne = !other.some((element) => isTask(element) || isBlank(element)) && other.length > 0;
    if (own.length === 1 && only && isTask(only) && isOne) return [only];
  }
  const [kept] = [...a, ...b].filter((element) => element.kind === "id");
  return kept ? [{ kind: "gap" }, kept, { kind: "gap" }] : [{ kind: "gap" }];
}

const isBlank = (element: Element): boolean =>
  element.kind === "gap" || (element.kind === "literal" && element.piece.kind === "blank");

/** Gaps beside each other are one, with the punctuation between them. */
function tidy(elements: readonly Element[]): Element[] {
  const kept: Element[] = [];
  for (const said of elements) {
    // What names a task names it once.
    const element: Element = isTask(said) && kept.some(({ kind }) => kind === said.kind) ? { kind: "datum" } : said;
    if (element.kind === "gap") {
      const before = kept.findLastIndex((e) => e.kind === "gap");
      if (before >= 0 && !kept.slice(before + 1).some(says)) {
        kept.length = before + 1;
        continue;
      }
    }
    kept.push(element);
  }
  return kept;
}

/** Whether something remains to be read if what stands around it may be anything. */
const says = (element: Element): boolean =>
  isTask(element) || (element.kind === "literal" && element.piece.kind === "word");

/** The template without what follows a colon behind the first words: the reason, which differs from time to time. */
export function withoutReason(elements: readonly Element[]): Element[] {
  const id = elements.findIndex(({ kind }) => kind === "id");
  const colon = elements.findIndex(
    (element, i) =>
      i > id && isText(element, ":") && isText(elements[i + 1], " ") && words(elements.slice(0, i)).length > 0,
  );
  return colon < 0 ? [...elements] : [...elements.slice(0, colon + 1), { kind: "gap" }];
}

const isText = (element: Element | undefined, text: string): boolean =>
  element?.kind === "literal" && element.piece.text === text;

/** Whether the template has words to be known by. */
export const hasWords = (elements: readonly Element[]): boolean => words(elements).length > 0;

/** The template as people read it: `start task <id>`. */
export function describe(elements: readonly Element[]): string {
  return elements
    .map((element) => {
      if (element.kind === "literal") return element.piece.text;
      return element.kind === "gap" ? "..." : element.kind === "datum" ? "<n>" : `<${element.kind}>`;
    })
    .join("")
    .trimEnd();
}
