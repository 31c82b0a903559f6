import type { Layout } from "../layout.ts";
import type { Complain } from "./declared.ts";
import type { GroupRole } from "./lines.ts";
import { groupsOf } from "./regex.ts";

/** What a directive of `ErrorLogFormat` writes, as an expression, and what it tells. */
interface ErrorValue {
  readonly source: string;
  readonly role?: GroupRole;
  /** It may write nothing: its field is then left out. */
  readonly droppable?: true;
}

const maybeWord: ErrorValue = { source: "\\S+", droppable: true };
const maybeText: ErrorValue = { source: ".+?", droppable: true };

/** The directives without braces (server/core.c, server/log.c: the error log's format items). */
const values: Readonly<Record<string, ErrorValue>> = {
  t: { source: "[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d [\\d:]{8}(?:\\.\\d+)? \\d{4}", role: "time" },
  l: { source: "\\w+", role: "level" },
  m: { source: "[\\w-]+", droppable: true },
  P: { source: "\\d+", role: "pid" },
  T: { source: "\\d+", role: "tid", droppable: true },
  M: { source: ".*?", role: "message" },
  E: { source: "\\(\\d+\\).*?", droppable: true },
  F: { source: "\\S+?\\(\\d+\\)", droppable: true },
  a: maybeWord,
  A: maybeWord,
  k: maybeWord,
  L: maybeWord,
  v: maybeWord,
  V: maybeWord,
};

const compactTime: ErrorValue = { source: "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?", role: "time" };

/** An escaped character, a delimiter, a directive, or any other character. */
const itemPattern = /\\(.)|(% | )|%%|%([-+]?)\d*(?:\{([^{}]*)\})?([A-Za-z])|[^%\\]|./gs;

/** Whether a format of Apache is one of its error log: only there a line has a message. */
export const isErrorFormat = (format: string): boolean => /%[-+]?\d*M/.test(format.replace(/%%|\{[^{}]*\}/g, ""));

/** Blank-separated parts of the format, each left out where what it holds is empty. */
interface Field {
  source: string;
  droppable: boolean;
  /** What separates it from the field before. */
  readonly before: string;
}

function errorValue(letter: string, inner: string | undefined, at: number, complain: Complain): ErrorValue {
  if (inner !== undefined && "ien".includes(letter)) return maybeText;
  if (letter === "t" && inner?.includes("c")) return compactTime;
  const found = Object.hasOwn(values, letter) ? values[letter] : undefined;
  if (!found)
    throw complain(at, `unknown directive "%${inner === undefined ? "" : `{${inner}}`}${letter}" of an error log`);
  return found;
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Compiles an `ErrorLogFormat`. */
export function compileErrorLog(format: string, complain: Complain): Layout {
  const roles: GroupRole[] = [];
  const fields: Field[] = [{ source: "", droppable: false, before: "" }];
  for (const hit of format.matchAll(itemPattern)) {
    const [item, escaped, delimiter, mark, inner, letter] = hit;
    const field = fields.at(-1);
    if (!field) break;
    if (delimiter !== undefined) fields.push({ source: "", droppable: false, before: delimiter === " " ? " " : "" });
    else if (letter === undefined) {
      if (item === "%") throw complain(hit.index + 1, "% without a directive (a percent sign is %%)");
      field.source += quoted(escaped ?? item.charAt(0));
    } else {
      const { source, role, droppable } = errorValue(letter, inner, hit.index + 1, complain);
      const told = role && !roles.includes(role) ? role : undefined;
      if (told) roles.push(told);
      const value = told ? `(${source})` : `(?:${source})`;
      field.source += mark === "" ? value : `(?:${value}|-)`;
      if (droppable && mark === "") field.droppable = true;
    }
  }
  const source = `^${fields.map(fieldSource).join("")}$`;
  groupsOf(source, complain);
  const groups = Object.fromEntries(roles.map((role, i) => [role, i + 1]));
  return { columns: [], closing: "", name: "apache", declared: { kind: "pattern", source, groups, server: null } };
}

function fieldSource({ source, droppable, before }: Field): string {
  return droppable ? `(?:${before}${source})?` : `${before}${source}`;
}
