import type { MessageTime } from "../events.ts";
import { BLANK, number as digitsAt, four, two } from "../time/digits.ts";

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
type Field = (typeof named)[number];

/** What the fields of a template read from a message; absent fields are undefined. */
export type Groups = Readonly<Record<Field, string | undefined>>;

/** A compiled spelling of a message. */
export interface Template {
  /** Literal text that every match begins with; empty where the template begins with a field. */
  readonly head: string;
  /** Literal text that follows the first blank of every match, where `head` is empty. */
  readonly second: string;
  /** Blanks stand before it, and do not belong to it: a header's last ones may be among them. */
  readonly indented: boolean;
  /** First and last character of the last word of every match, where both are literal and `head` is empty. */
  readonly last: string;
  /** First two characters of the last word but one of every match, where they are literal and `head` is empty. */
  readonly beforeLast: string;
  /** Sticky; what `places` says of its groups is what `groupsOf` reads. Named groups would cost more than all else. */
  readonly pattern: RegExp;
  readonly places: Readonly<Record<Field, number>>;
}

/** Beyond the groups of any template. */
const nowhere = 99;

const number = "-?\\d+";

/** Field name -> the pattern it reads. `#`, `%`, `@`, `*`, `_` are read and forgotten. */
const fields: Readonly<Record<string, string>> = {
  pid: "\\d+",
  worker: "\\d+",
  exitCode: number,
  durationMs: "\\d+(?:\\.\\d+)?",
  requests: "\\d+",
  rss: "\\d+",
  signal: "\\d+|SIG[A-Z0-9+]+|[A-Z][A-Z0-9]+",
  slot: ".+?",
  name: "\\S+?",
  taskId: "[^\\s\\]]+?",
  requestId: "(?=[\\w@-]*[A-Z])(?=[\\w@-]*[a-z0-9])[\\w@-]{19,40}|\\d+:[0-9a-f]{8}:[0-9a-f]+",
  tid: "\\S+?",
  taskName: ".+?",
  uuid: "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
  function: "[^\\s().:]+(?:\\.[^\\s().:]+)+",
  ctime: "[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}",
  clf: "\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d(?: [+-]\\d{4})?",
  "#": number,
  "%": "(?:0x)?[0-9a-fA-F]+",
  "@": "\\S+?",
  "*": ".*?",
  _: " *",
};

const fieldPattern = /\{([A-Za-z]+|[#%@*_])\}/g;

type Part = { readonly literal: string } | { readonly field: string };

/** Splits a template into literal text and known fields; other braces are literal. */
function parts(says: string): Part[] {
  const result: Part[] = [];
  let from = 0;
  for (const hit of says.matchAll(fieldPattern)) {
    const name = hit[1] ?? "";
    if (!(name in fields)) continue;
    if (hit.index > from) result.push({ literal: says.slice(from, hit.index) });
    result.push({ field: name });
    from = hit.index + hit[0].length;
  }
  if (from < says.length) result.push({ literal: says.slice(from) });
  return result;
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A slot at the very beginning is one word, so that the template can be found by what follows. */
const fieldAt = (field: string, index: number): string =>
  field === "slot" && index === 0 ? "\\S+?" : (fields[field] ?? "");

function partSource(part: Part, index: number, all: readonly Part[]): string {
  if ("literal" in part) return quoted(part.literal);
  const pattern = fieldAt(part.field, index);
  if (!/^[A-Za-z]/.test(part.field)) return part.field === "*" && index === all.length - 1 ? ".*" : `(?:${pattern})`;
  return `(${pattern})`;
}

const mayHoldBlanks = new Set(["*", "_", "taskName", "slot", "ctime", "clf"]);

/** The literal text after the first blank, as far as the template fixes it. */
function afterFirstBlank(all: readonly Part[]): string {
  for (const [index, part] of all.entries()) {
    if (!("literal" in part)) {
      if (mayHoldBlanks.has(part.field) && !(part.field === "slot" && index === 0)) return "";
      continue;
    }
    const blank = part.literal.indexOf(" ");
    if (blank >= 0) return part.literal.slice(blank + 1);
  }
  return "";
}

/** The regular expression that a template's text stands for, without anchors. */
export const templateSource = (says: string): string => parts(says).map(partSource).join("");

/** The last words of every match, the last one first; what is not literal in them is NUL. Only what a blank begins counts. */
function lastWords(all: readonly Part[]): string[] {
  let text = "";
  for (const part of all.toReversed()) {
    if ("field" in part && mayHoldBlanks.has(part.field)) break;
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

/** Compiles one spelling. It matches a whole message, trailing blanks aside. */
export function compileTemplate(says: string): Template {
  const all = parts(says.trim());
  const first = all[0];
  const head = first && "literal" in first ? first.literal : "";
  const captured = all.flatMap((part) => ("field" in part && /^[A-Za-z]/.test(part.field) ? [part.field] : []));
  const place = (name: Field): number => (captured.includes(name) ? captured.indexOf(name) + 1 : nowhere);
  return {
    places: Object.fromEntries(named.map((name) => [name, place(name)])) as Record<Field, number>,
    head,
    indented: /^\s/.test(says),
    second: head ? "" : afterFirstBlank(all),
    last: head ? "" : aroundLast(lastWords(all)),
    beforeLast: head ? "" : beforeLast(lastWords(all)),
    pattern: new RegExp(`${templateSource(says.trim())}\\s*$`, "y"),
  };
}

/** What the fields of a template have read. */
export const groupsOf = (hit: RegExpExecArray, { places }: Template): Groups => ({
  pid: hit[places.pid],
  worker: hit[places.worker],
  exitCode: hit[places.exitCode],
  durationMs: hit[places.durationMs],
  requests: hit[places.requests],
  rss: hit[places.rss],
  signal: hit[places.signal],
  slot: hit[places.slot],
  name: hit[places.name],
  taskId: hit[places.taskId],
  requestId: hit[places.requestId],
  tid: hit[places.tid],
  taskName: hit[places.taskName],
  uuid: hit[places.uuid],
  function: hit[places.function],
  ctime: hit[places.ctime],
  clf: hit[places.clf],
});

const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
const monthIndex = (name: string): number => months.indexOf(name) / 3;

/** The wall clock (ms, as if it were UTC) whose parts begin at these places of a text; a day may begin with a blank. */
function wallClock(text: string, year: number, month: number, day: number, time: number): number {
  return Date.UTC(
    four(text, year),
    monthIndex(text.slice(month, month + 3)),
    text.charCodeAt(day) === BLANK ? digitsAt(text, day + 1, 1) : two(text, day),
    two(text, time),
    two(text, time + 3),
    two(text, time + 6),
  );
}

/** Reads the `{ctime}` or `{clf}` field of a match: the wall clock, with its offset where the text bears one. */
export function messageTime({ ctime, clf }: Groups): MessageTime | null {
  if (ctime) return { ms: wallClock(ctime, 20, 4, 8, 11), offset: null };
  if (!clf) return null;
  if (clf.length < 26) return { ms: wallClock(clf, 7, 3, 0, 12), offset: null };
  const offset = (clf[21] === "-" ? -1 : 1) * (two(clf, 22) * 60 + two(clf, 24));
  return { ms: wallClock(clf, 7, 3, 0, 12) - offset * 60_000, offset };
}

const signalNames: Readonly<Record<number, string>> = {
  1: "SIGHUP",
  2: "SIGINT",
  3: "SIGQUIT",
  4: "SIGILL",
  5: "SIGTRAP",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  9: "SIGKILL",
  10: "SIGUSR1",
  11: "SIGSEGV",
  12: "SIGUSR2",
  13: "SIGPIPE",
  14: "SIGALRM",
  15: "SIGTERM",
  24: "SIGXCPU",
  31: "SIGSYS",
};

/** `9`, `KILL`, `SIGKILL` -> `SIGKILL`; a number without a common name stays as it is (`SIG34`). */
export function signalName(text: string): string {
  if (/^\d+$/.test(text)) return signalNames[Number(text)] ?? `SIG${text}`;
  return text.startsWith("SIG") ? text : `SIG${text}`;
}
