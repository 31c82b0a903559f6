import { RE2JS } from "re2js";
import type { Layout } from "../layout.ts";
import { type Complain, complainer } from "./declared.ts";
import type { Dialect } from "./dialect.ts";
import type { GroupRole } from "./lines.ts";
import { suggestion } from "./slip.ts";

/** The names of groups that mean something. */
const groupRoles: Readonly<Record<string, GroupRole>> = {
  time: "time",
  pid: "pid",
  tid: "tid",
  thread: "thread",
  process: "process",
  level: "level",
  logger: "logger",
  message: "message",
  id: "taskId",
  name: "taskName",
};

/** Column of a piece of an expression, counted from 1. */
export const columnOf = (source: string, piece: string): number => Math.max(0, source.indexOf(piece)) + 1;

/** Column of the parenthesis that nothing closes or opens, or 1. */
function columnOfParenthesis(source: string): number {
  const open: number[] = [];
  for (let at = 0, inClass = false; at < source.length; at++) {
    const c = source.charAt(at);
    if (c === "\\") at++;
    else if (inClass) inClass = c !== "]";
    else if (c === "[") inClass = true;
    else if (c === "(") open.push(at);
    else if (c === ")" && open.pop() === undefined) return at + 1;
  }
  return (open.at(-1) ?? 0) + 1;
}

const unsupported = /\(\?(?:[=!]|<[=!]|>)|\\[1-9]/;

/** The names of an expression's groups and their numbers. Throws what `complain` makes of what is wrong with it. */
export function groupsOf(source: string, complain: Complain): ReadonlyMap<string, number> {
  const beyond = unsupported.exec(source.replace(/\\\\/g, "  "));
  if (beyond)
    throw complain(
      beyond.index + 1,
      `${beyond[0]} is not supported: lookarounds and references back take unlimited time`,
    );
  try {
    return new Map(Object.entries(RE2JS.compile(source).namedGroups()));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, reason = message, piece = ""] = /^error parsing regexp: (.*?)(?:: `(.*)`)?$/s.exec(message) ?? [];
    if (/missing closing \)|unexpected \)/.test(reason))
      throw complain(columnOfParenthesis(source), "unbalanced parenthesis");
    throw complain(columnOf(source, piece), piece === "" ? reason : `${reason}: ${piece}`);
  }
}

function compile(format: string): Layout {
  const complain = complainer("regex");
  if (format === "") throw complain(1, "empty format");
  const found = groupsOf(format, complain);
  const groups: Partial<Record<GroupRole, number>> = {};
  for (const [name, number] of found) {
    const role = Object.hasOwn(groupRoles, name) ? groupRoles[name] : undefined;
    if (!role) {
      const known = Object.keys(groupRoles);
      throw complain(
        columnOf(format, `<${name}>`),
        `unknown group ${JSON.stringify(name)}${suggestion(name, known)}; there is: ${known.join(", ")}`,
      );
    }
    groups[role] = number;
  }
  if (found.size === 0) throw complain(1, "no named group, such as (?<time>...), (?<pid>...) or (?<message>...)");
  return {
    columns: [],
    closing: "",
    name: "regex",
    declared: { kind: "pattern", source: format, groups, server: null },
  };
}

export const regex: Dialect = {
  name: "regex",
  title: "regular expressions (RE2)",
  example: {
    format: "^(?<time>\\S+ \\S+) (?<level>\\w+) (?<pid>\\d+)/(?<thread>\\S+): (?<message>.*)",
    line: "2026-11-21 13:52:55,263 INFO 77/worker-3: start task 7",
  },
  compile,
};
