import { type Field, fields, slotWord } from "./template-fields.ts";
import { TemplateSearch } from "./template-search.ts";

/** Fields that mean something; which of them a template has is up to it. */
const named = [
  "pid",
  "worker",
  "exitCode",
  "durationMs",
  "requests",
  "rss",
  "signal",
  "slot",
  "name",
  "taskId",
  "requestId",
  "tid",
  "taskName",
  "uuid",
  "function",
  "ctime",
  "clf",
] as const;
type Name = (typeof named)[number];

/** What the fields of a template read from a message; absent fields are undefined. */
export type Groups = Readonly<Record<Name, string | undefined>>;

/** By what a template is found among the others: the first that is not empty. */
export interface TemplateKeys {
  /** The first two literal characters that every match begins with, or the only one. */
  readonly head: string;
  /** Literal text that follows the first blank of every match. */
  readonly second: string;
  /** First and last character of the last word of every match, where both are literal. */
  readonly last: string;
  /** First two characters of the last word but one of every match, where they are literal. */
  readonly beforeLast: string;
}

/** A compiled spelling of a message. */
export interface Template {
  readonly search: TemplateSearch;
  /** The same as a sticky regular expression: several times as fast, but for some long texts it takes hours. */
  readonly pattern: RegExp;
  /** The longest text that is left to it. */
  readonly maxLength: number;
  /** The fields that mean something, which of the template's fields they are, and the expression's group. */
  readonly captured: readonly { readonly name: Name; readonly index: number; readonly group: number }[];
}

const fieldPattern = /\{([A-Za-z]+|[#%@*_])\}/g;

/** A piece of a template: literal text, or a field by its name. */
type NamedPart = { readonly literal: string } | { readonly name: string; readonly field: Field };

/** Splits a template into literal text and known fields; other braces are literal. */
function partsOf(says: string): NamedPart[] {
  const result: NamedPart[] = [];
  let from = 0;
  for (const hit of says.matchAll(fieldPattern)) {
    const name = hit[1] ?? "";
    const field = name === "slot" && hit.index === 0 ? slotWord : fields.get(name);
    if (!field) continue;
    if (hit.index > from) result.push({ literal: says.slice(from, hit.index) });
    result.push({ name, field });
    from = hit.index + hit[0].length;
  }
  if (from < says.length) result.push({ literal: says.slice(from) });
  return result;
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const isGroup = (name: string): boolean => /^[A-Za-z]/.test(name);

/** The regular expression that a template's text stands for, without anchors; named fields are its groups. */
export const templateSource = (says: string): string =>
  partsOf(says)
    .map((part, i, all) => {
      if ("literal" in part) return quoted(part.literal);
      // At the end of a text, the shortest text before blanks takes quadratic time to find.
      if (part.name === "*" && i === all.length - 1) return ".*";
      return isGroup(part.name) ? `(${part.field.pattern})` : `(?:${part.field.pattern})`;
    })
    .join("");

/** The literal text after the first blank, as far as the template fixes it. */
function afterFirstBlank(all: readonly NamedPart[]): string {
  for (const part of all) {
    if (!("literal" in part)) {
      if (part.field.blanks) return "";
      continue;
    }
    const blank = part.literal.indexOf(" ");
    if (blank >= 0) return part.literal.slice(blank + 1);
  }
  return "";
}

/** The last words of every match, the last one first; what is not literal in them is NUL. Only what a blank begins counts. */
function lastWords(all: readonly NamedPart[]): string[] {
  let text = "";
  for (const part of all.toReversed()) {
    if ("field" in part && part.field.blanks) break;
    text = ("literal" in part ? part.literal : "\0") + text;
  }
  return text.split(" ").slice(1).reverse();
}

/** The literal characters that begin and end the last word, as far as the template fixes both. */
function aroundLast([last = ""]: readonly string[]): string {
  const around = last.slice(0, 1) + last.slice(-1);
  return last.length > 1 && !around.includes("\0") ? around : "";
}

/** The two literal characters that begin the last word but one. */
function beforeLast([, word = ""]: readonly string[]): string {
  const begin = word.slice(0, 2);
  return begin.length > 1 && !begin.includes("\0") ? begin : "";
}

/** How a spelling is found. Most begin with text, and need not be looked at any further until they are. */
export function keysOf(says: string): TemplateKeys {
  const text = says.trim();
  const brace = text.indexOf("{");
  if (brace < 0 || brace > 1) return { head: text.slice(0, 2), second: "", last: "", beforeLast: "" };
  const all = partsOf(text);
  const first = all[0];
  const head = first && "literal" in first ? first.literal.slice(0, 2) : "";
  const words = head ? [] : lastWords(all);
  return { head, second: head ? "" : afterFirstBlank(all), last: aroundLast(words), beforeLast: beforeLast(words) };
}

/** What a regular expression may take at most, in steps of some nanoseconds. */
const maxSteps = 1_000_000;

/** Compiles one spelling. It matches a whole message, trailing blanks aside. */
export function compileTemplate(says: string): Template {
  const text = says.trim();
  const all = partsOf(text);
  const names = all.flatMap((part) => ("name" in part ? [part.name] : []));
  const grouped = names.filter(isGroup);
  const search = new TemplateSearch(all);
  return {
    search,
    pattern: new RegExp(`${templateSource(text)}\\s*$`, "y"),
    maxLength: search.longestFor(maxSteps),
    captured: named.flatMap((name) =>
      names.includes(name) ? [{ name, index: names.indexOf(name), group: grouped.indexOf(name) + 1 }] : [],
    ),
  };
}

const nothing: Groups = {
  pid: undefined,
  worker: undefined,
  exitCode: undefined,
  durationMs: undefined,
  requests: undefined,
  rss: undefined,
  signal: undefined,
  slot: undefined,
  name: undefined,
  taskId: undefined,
  requestId: undefined,
  tid: undefined,
  taskName: undefined,
  uuid: undefined,
  function: undefined,
  ctime: undefined,
  clf: undefined,
};

/** What the fields of a template read from the message in `text` from `pos` on, or null where it does not match. */
export function readTemplate(template: Template, text: string, pos: number): Groups | null {
  const { search, pattern, captured, maxLength } = template;
  if (!search.mayMatch(text, pos)) return null;
  if (text.length - pos > maxLength) return searchTemplate(template, text, pos);
  pattern.lastIndex = pos;
  const hit = pattern.exec(text);
  if (!hit) return null;
  const groups: Record<Name, string | undefined> = { ...nothing };
  for (const { name, group } of captured) groups[name] = hit[group];
  return groups;
}

/** The same without a regular expression, in time proportional to the text's length. */
export function searchTemplate({ search, captured }: Template, text: string, pos: number): Groups | null {
  if (!search.matches(text, pos)) return null;
  const groups: Record<Name, string | undefined> = { ...nothing };
  for (const { name, index } of captured) groups[name] = search.textOf(index);
  return groups;
}
