import { type Field, isSpace, type Reach } from "./template-fields.ts";

/** A piece of a template: literal text, or a field. */
export type Part = { readonly literal: string } | { readonly field: Field };

const MINUS = 45;

type Run = Extract<Reach, { kind: "run" }>;

/** A field at its place in a template, and what the search that runs has found out about it. */
class Spot {
  readonly reach: Reach;
  /** Of the ends of a run only the last can be the field's: what follows does not begin with one of its characters. */
  readonly whole: boolean;
  /** The literal text that follows, or "". */
  readonly next: string;
  readonly isLast: boolean;
  /** It has one end only: what follows can stand nowhere before the end of its run. */
  readonly isClosed: boolean;
  /** What stands before it can stand within its run as well: the same run is read from many beginnings. */
  readonly isOverlapping: boolean;
  /** Where the text read begins and ends. */
  start = 0;
  end = 0;
  search = 0;
  /** From all of these beginnings the rest of the template was not found; none where the first is beyond the last. */
  failedFrom = 0;
  failedTo = -1;
  /** From all of these places the run of the field's characters goes on to the last of them. */
  runFrom = 0;
  runTo = -1;
  /** From all of these places the next `next` is at the last of them. */
  nextFrom = 0;
  nextAt = -1;

  constructor(reach: Reach, before: Part | undefined, following: Part | undefined) {
    this.reach = reach;
    const prefix = before && "literal" in before ? before.literal : "";
    this.isOverlapping = before !== undefined && reach.kind === "run" && reach.endOf(prefix, 0) === prefix.length;
    this.next = following && "literal" in following ? following.literal : "";
    this.isLast = following === undefined;
    const isEnd = reach.kind === "run" ? reach.endOf(this.next, 0) === 0 : /^[^\w.+@:-]/.test(this.next);
    this.isClosed = this.isLast || (this.next !== "" && isEnd);
    this.whole = reach.kind === "run" && reach.longest && this.isClosed;
  }

  begin(search: number): void {
    this.search = search;
    this.failedFrom = this.runFrom = this.nextFrom = 0;
    this.failedTo = this.runTo = this.nextAt = -1;
  }
}

/**
 * Searches a text for what a template says, and finds what its regular expression would: every field takes the first of the
 * ends that it prefers with which the rest of the template fits.
 *
 * The time is bounded by the length of the text times the number of fields, whatever the text: wherever a field began in
 * vain, it does not begin again, nor anywhere behind that in the same run of its characters, for all ends it has from
 * there it had before. (A regular expression tries them again for each way to get there, which a stranger can use to keep it busy.)
 */
export class TemplateSearch {
  /** Places at which all searches so far have tried to go on with a template. */
  static tries = 0;
  static #searches = 0;
  readonly #parts: readonly (string | Spot)[];
  /** The fields, in order. */
  readonly spots: readonly Spot[];
  /** The longest of the literal texts behind the first part: most texts that it does not fit lack it. */
  #mark = "";
  /** The text that is being searched; templates that have each a text of their own would keep many from being freed. */
  static #text = "";
  /** From here on, the text is blank. */
  static #tail = 0;

  constructor(parts: readonly Part[]) {
    this.#parts = parts.map((part, i) =>
      "literal" in part ? part.literal : new Spot(part.field.reach, parts[i - 1], parts[i + 1]),
    );
    this.spots = this.#parts.filter((part) => part instanceof Spot);
    for (const part of this.#parts.slice(1))
      if (typeof part === "string" && part.length > this.#mark.length) this.#mark = part;
  }

  /** False where two looks show that the template does not match `text` from `pos` on. */
  mayMatch(text: string, pos: number): boolean {
    const last = this.#parts[this.#parts.length - 1];
    if (typeof last === "string" && !text.startsWith(last, endOf(text, pos) - last.length)) return false;
    return text.includes(this.#mark, pos);
  }

  /**
   * The longest text for which a regular expression that says the same surely takes less than `steps` steps, whatever the text:
   * each field that can have several ends multiplies them.
   */
  longestFor(steps: number): number {
    const open = this.spots.filter((spot) => !spot.isClosed || spot.isOverlapping);
    if (open.length < 2) return steps;
    const product = open.slice(0, -1).reduce((all, spot, i) => all * periodOf(spot.next) * (i + 2), steps);
    return product ** (1 / open.length);
  }

  /** Whether the template matches `text` from `pos` to its end, trailing blanks aside; `spots` then tell what the fields read. */
  matches(text: string, pos: number): boolean {
    TemplateSearch.#text = text;
    TemplateSearch.#tail = endOf(text, pos);
    TemplateSearch.#searches++;
    return this.#goesOn(0, pos);
  }

  /** What the field read. */
  textOf(index: number): string | undefined {
    const spot = this.spots[index];
    return spot && TemplateSearch.#text.slice(spot.start, spot.end);
  }

  /** Whether the template's parts from the `index`th on match the text from `pos` on. */
  #goesOn(index: number, pos: number): boolean {
    TemplateSearch.tries++;
    let at = pos;
    for (let i = index; ; i++) {
      const part = this.#parts[i];
      if (part === undefined) return at >= TemplateSearch.#tail;
      if (typeof part === "string") {
        if (!TemplateSearch.#text.startsWith(part, at)) return false;
        at += part.length;
        continue;
      }
      if (part.search !== TemplateSearch.#searches) part.begin(TemplateSearch.#searches);
      else if (at >= part.failedFrom && at <= part.failedTo) return false;
      part.start = at;
      const { reach } = part;
      if (reach.kind === "spans") return this.#goesOnBehindSpans(i, part, reach.spansAt(TemplateSearch.#text, at));
      const from = reach.signed && TemplateSearch.#text.charCodeAt(at) === MINUS ? at + 1 : at;
      const end = this.#runEnd(part, reach, from);
      if (end < from + reach.least) return false;
      if (!part.whole)
        return reach.longest ? this.#goesOnBehindRun(i, part, from, end) : this.#goesOnBehindText(i, part, from, end);
      part.end = at = end;
    }
  }

  #runEnd(spot: Spot, reach: Run, pos: number): number {
    if (pos >= spot.runFrom && pos <= spot.runTo) return spot.runTo;
    spot.runFrom = pos;
    spot.runTo = reach.endOf(TemplateSearch.#text, pos);
    return spot.runTo;
  }

  #goesOnBehindSpans(index: number, spot: Spot, spans: readonly number[]): boolean {
    for (let i = 0; i < spans.length; i += 2) {
      const first = spans[i + 1] ?? 0;
      for (let end = spans[i] ?? -1; end >= first; end--) {
        if (spot.next !== "" && !TemplateSearch.#text.startsWith(spot.next, end)) continue;
        spot.end = end;
        if (this.#goesOn(index + 1, end)) return true;
      }
    }
    spot.failedFrom = spot.failedTo = spot.start;
    return false;
  }

  /** The field is of a run of characters that ends at `last`, and as long as can be. */
  #goesOnBehindRun(index: number, spot: Spot, from: number, last: number): boolean {
    const first = from + leastOf(spot);
    for (let end = this.#untried(spot, last); end >= first; end--) {
      spot.end = end;
      if (this.#goesOn(index + 1, end)) return true;
    }
    return this.#fails(spot, last);
  }

  /** The field is of a run of characters that ends at `last`, and as short as can be. */
  #goesOnBehindText(index: number, spot: Spot, from: number, last: number): boolean {
    const first = from + leastOf(spot);
    if (spot.isLast) {
      spot.end = Math.max(first, TemplateSearch.#tail);
      return spot.end <= last || this.#fails(spot, last);
    }
    const limit = this.#untried(spot, last);
    for (let end = this.#nextOf(spot, first); end <= limit; end = this.#nextOf(spot, end + 1)) {
      spot.end = end;
      if (this.#goesOn(index + 1, end)) return true;
    }
    return this.#fails(spot, last);
  }

  /** Where, from `pos` on, what follows the field can begin. */
  #nextOf(spot: Spot, pos: number): number {
    if (spot.next === "") return pos;
    if (pos >= spot.nextFrom && pos <= spot.nextAt) return spot.nextAt;
    const at = TemplateSearch.#text.indexOf(spot.next, pos);
    spot.nextFrom = pos;
    spot.nextAt = at < 0 ? TemplateSearch.#text.length + 1 : at;
    return spot.nextAt;
  }

  /** Ends beyond this one have been tried from another beginning. */
  #untried({ failedFrom, failedTo }: Spot, last: number): number {
    return failedTo === last ? Math.min(last, failedFrom) : last;
  }

  #fails(spot: Spot, last: number): false {
    spot.failedFrom = spot.start;
    spot.failedTo = last;
    return false;
  }
}

/** Where the text's blanks at its end begin. */
function endOf(text: string, pos: number): number {
  let end = text.length;
  while (end > pos && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

/** How far apart two places must be at which a text stands: `..` stands at each of `....`. */
function periodOf(text: string): number {
  let period = 1;
  while (period < text.length && !text.startsWith(text.slice(period))) period++;
  return period;
}

const leastOf = ({ reach }: Spot): number => (reach.kind === "run" ? reach.least : 0);
