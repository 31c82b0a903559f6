import type { MessageTime } from "../events.ts";

/** What the fields of a template read from a message; absent fields are undefined. */
export type Groups = Record<string, string | undefined>;

/** A compiled spelling of a message. */
export interface Template {
  /** Literal text that every match begins with; empty where the template begins with a field. */
  readonly head: string;
  /** Literal text that follows the first blank of every match, where `head` is empty. */
  readonly second: string;
  /** Sticky; group names are field names. */
  readonly pattern: RegExp;
}

const number = "-?\\d+";

/** Field name -> the pattern it reads. `#`, `%`, `@`, `*` are read and forgotten. */
const fields: Readonly<Record<string, string>> = {
  pid: "\\d+",
  worker: "\\d+",
  exitCode: number,
  durationMs: "\\d+(?:\\.\\d+)?",
  requests: "\\d+",
  rss: "\\d+",
  signal: "\\d+|SIG[A-Z0-9+]+|[A-Z][A-Z0-9]+",
  slot: ".+?",
  taskId: "[^\\s\\]]+?",
  tid: "\\S+?",
  taskName: ".+?",
  ctime: "[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}",
  clf: "\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}",
  "#": number,
  "%": "(?:0x)?[0-9a-fA-F]+",
  "@": "\\S+?",
  "*": ".*?",
};

const fieldPattern = /\{([A-Za-z]+|[#%@*])\}/g;

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

function partSource(part: Part, index: number, all: readonly Part[]): string {
  if ("literal" in part) return quoted(part.literal);
  const pattern = fields[part.field] ?? "";
  if (!/^[A-Za-z]/.test(part.field)) return part.field === "*" && index === all.length - 1 ? ".*" : `(?:${pattern})`;
  return `(?<${part.field}>${pattern})`;
}

/** The literal text after the first blank, as far as the template fixes it. */
function afterFirstBlank(all: readonly Part[]): string {
  for (const part of all) {
    if (!("literal" in part)) {
      if (part.field === "*" || part.field === "taskName" || part.field === "slot") return "";
      continue;
    }
    const blank = part.literal.indexOf(" ");
    if (blank >= 0) return part.literal.slice(blank + 1);
  }
  return "";
}

/** Compiles one spelling. It matches a whole message, trailing blanks aside. */
export function compileTemplate(says: string): Template {
  const all = parts(says.trimEnd());
  const first = all[0];
  const head = first && "literal" in first ? first.literal : "";
  return {
    head,
    second: head ? "" : afterFirstBlank(all),
    pattern: new RegExp(`${all.map(partSource).join("")}\\s*$`, "y"),
  };
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
const monthIndex = (name: string): number => months.indexOf(name) / 3;

/** Reads the `{ctime}` or `{clf}` field of a match: the wall clock, with its offset where the text bears one. */
export function messageTime(groups: Groups): MessageTime | null {
  const c = groups.ctime;
  if (c) {
    const clock = Date.UTC(
      +c.slice(20),
      monthIndex(c.slice(4, 7)),
      +c.slice(8, 10),
      +c.slice(11, 13),
      +c.slice(14, 16),
      +c.slice(17, 19),
    );
    return { ms: clock, offset: null };
  }
  const f = groups.clf;
  if (!f) return null;
  const clock = Date.UTC(
    +f.slice(7, 11),
    monthIndex(f.slice(3, 6)),
    +f.slice(0, 2),
    +f.slice(12, 14),
    +f.slice(15, 17),
    +f.slice(18, 20),
  );
  const offset = (f[21] === "-" ? -1 : 1) * (+f.slice(22, 24) * 60 + +f.slice(24, 26));
  return { ms: clock - offset * 60_000, offset };
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
