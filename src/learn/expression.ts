import type { Element } from "./template.ts";

/** Classes of values, the narrowest first. */
const classes: readonly (readonly [RegExp, string])[] = [
  [/^\d+$/, "\\d+"],
  [/^\d+\.\d+$/, "\\d+\\.\\d+"],
  [/^[\d.]+$/, "[\\d.]+"],
  [/^[0-9a-f-]+$/, "[0-9a-f-]+"],
  [/^[0-9A-Fa-f-]+$/, "[0-9A-Fa-f-]+"],
  [/^\w+$/, "\\w+"],
  [/^[\w-]+$/, "[\\w-]+"],
  [/^[\w.-]+$/, "[\\w.-]+"],
  [/^[\w.:/@+-]+$/, "[\\w.:/@+-]+"],
  [/^\S+$/, "\\S+"],
];
/** Hexadecimal digits are taken for such when so many values have shown no others. */
const enoughHex = 3;
/** Places where anything may stand in one expression: each multiplies the time to find out that a line does not fit. */
export const maxGaps = 3;

/** A text as a regular expression reads it to the letter. What a terminal does not show as it is, is escaped by its number. */
export const literal = (text: string): string =>
  text
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) =>
      [...Array(c.length).keys()].map((i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, "0")}`).join(""),
    );

/**
 * The regular expression of a template: it fits the messages given, from their beginning to their end, and what varies in them
 * stands for others of its kind; `names`: what the task is called is a group, too. Null where it would not be told by any word, or not in reasonable time.
 */
export function expressionOf(elements: readonly Element[], messages: readonly string[], names: boolean): string | null {
  if (elements.filter(({ kind }) => kind === "gap").length > maxGaps) return null;
  const open = elements.at(-1)?.kind === "gap";
  const parts = open ? elements.slice(0, -1) : elements;
  const values = valuesOf(parts, open, messages);
  if (!values) return null;
  const blank = messages.some((message) => /\s\s|[^\S ]/.test(message)) ? "\\s+" : " ";
  let slot = 0;
  const body = parts.map((element) => {
    if (element.kind === "literal") return asWritten(element.piece.text, blank);
    const found = values[slot++] ?? [];
    if (element.kind === "id") return `(?<id>${classOf(found)})`;
    if (element.kind !== "name") return classOf(found);
    return names ? `(?<name>${nameOf(found)})` : nameOf(found);
  });
  return `^${body.join("")}${open ? "" : "$"}`;
}

const asWritten = (text: string, blank: string): string => (text === " " ? blank : literal(text));

/** What stands at the varying places of the messages, by place; null where a message does not fit. */
function valuesOf(parts: readonly Element[], open: boolean, messages: readonly string[]): string[][] | null {
  const loose = parts.map((element) =>
    element.kind === "literal" ? asWritten(element.piece.text, "\\s+") : element.kind === "gap" ? "(.*?)" : "(.+?)",
  );
  const expression = new RegExp(`^${loose.join("")}${open ? "" : "$"}`, "s");
  const values: string[][] = parts.filter(({ kind }) => kind !== "literal").map(() => []);
  for (const message of messages) {
    const hit = expression.exec(message);
    if (!hit) return null;
    values.forEach((list, i) => {
      list.push(hit[i + 1] ?? "");
    });
  }
  return values;
}

/** What a task is called: to the letter where it is always the same word. */
function nameOf(values: readonly string[]): string {
  const [first = ""] = values;
  return !/\d/.test(first) && values.every((value) => value === first) ? literal(first) : classOf(values);
}

/** The narrowest class that all values are of. */
export function classOf(values: readonly string[]): string {
  const filled = values.filter((value) => value !== "");
  const mayLack = filled.length < values.length;
  const distinct = new Set(filled).size;
  const found = classes.find(
    ([test, name]) =>
      filled.every((value) => test.test(value)) &&
      (!/^\[0-9[Aa]/.test(name) || distinct >= enoughHex || isLong(filled)),
  );
  if (!found) return mayLack ? ".*" : ".+";
  return mayLack ? found[1].replace(/\+$/, "*") : found[1];
}

const isLong = (values: readonly string[]): boolean => values.every((value) => value.length >= 8);
