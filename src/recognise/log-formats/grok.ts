import type { Layout } from "../layout.ts";
import { type Complain, complainer } from "./declared.ts";
import type { Dialect } from "./dialect.ts";
import { grokPatterns } from "./grok-patterns.ts";
import type { GroupRole } from "./lines.ts";
import { groupsOf } from "./regex.ts";
import { suggestion } from "./slip.ts";

/** The names that people give to fields, without case, `@` and punctuation. */
const fieldRoles: readonly (readonly [GroupRole, string])[] = [
  ["time", "timestamp time ts date datetime logdate logtime logtimestamp eventtime asctime created isotime"],
  ["pid", "pid processid procid processpid process"],
  ["tid", "tid threadid processthreadid"],
  ["thread", "thread threadname processthreadname"],
  ["process", "processname program prog"],
  ["level", "level loglevel severity levelname priority lvl"],
  ["logger", "logger loggername loglogger class classname javaclass"],
  ["message", "message msg logmessage text content"],
  ["taskId", "id taskid jobid taskuuid"],
  ["taskName", "name taskname jobname task job"],
];

const roles: ReadonlyMap<string, GroupRole> = new Map(
  fieldRoles.flatMap(([role, names]) => names.split(" ").map((name) => [name, role] as const)),
);

/** Fields that only the lines of requests have. */
const requestFields = /^(?:verb|request|rawrequest|httpversion|httprequestmethod|urloriginal|clientip)$/;

const referencePattern = /%\{(\w+)(?::([^{}:]+))?(?::\w+)?\}/g;
const inlinePattern = /\(\?<([^>=!][^>]*)>/g;
const maxDepth = 12;

/** Expands a grok expression into one whose groups are named `g1`, `g2`, ... */
class Expansion {
  readonly fields: string[] = [];
  readonly #complain: Complain;

  constructor(complain: Complain) {
    this.#complain = complain;
  }

  /** `at`: column at which what is expanded stands in the format; null within a standard pattern: there it is the reference's. */
  expand(source: string, column: number | null, depth = 0): string {
    return source
      .replace(inlinePattern, (_, name: string) => this.#open(name))
      .replace(referencePattern, (written, name: string, field: string | undefined) => {
        const at = column ?? source.indexOf(written) + 1;
        const pattern = grokPatterns.get(name);
        if (pattern === undefined || depth > maxDepth)
          throw this.#complain(
            at,
            `unknown pattern ${JSON.stringify(name)}${suggestion(name, [...grokPatterns.keys()])}`,
          );
        const inner = this.expand(pattern, at, depth + 1);
        return field === undefined ? `(?:${inner})` : `${this.#open(field)}${inner})`;
      });
  }

  #open(field: string): string {
    this.fields.push(field);
    return `(?<g${this.fields.length}>`;
  }
}

/** `[process][pid]`, `process.pid`, `process_pid` are all `processpid`. */
const plainName = (field: string): string => field.toLowerCase().replace(/[^a-z0-9]/g, "");

function compile(format: string): Layout {
  const complain = complainer("grok");
  if (format === "") throw complain(1, "empty format");
  const open = /%\{(?!\w+(?::[^{}:]+)?(?::\w+)?\})/.exec(format);
  if (open)
    throw complain(
      open.index + 1,
      format.includes("}", open.index) ? "cannot read what is in the braces" : "unclosed brace",
    );
  // What is wrong with the expression itself stands at the same column before it is expanded, if groups have names for it.
  groupsOf(
    format.replace(referencePattern, (written) => ".".repeat(written.length)).replace(inlinePattern, "(?:"),
    complain,
  );
  const expansion = new Expansion(complain);
  const source = expansion.expand(format, null);
  const found = groupsOf(source, (_at, what) => complain(1, what));
  const groups: Partial<Record<GroupRole, number>> = {};
  for (const [i, field] of expansion.fields.entries()) {
    const role = roles.get(plainName(field));
    const number = found.get(`g${i + 1}`);
    if (role && number !== undefined) groups[role] ??= number;
  }
  if (expansion.fields.length === 0)
    throw complain(1, "no field, such as %{TIMESTAMP_ISO8601:timestamp} or %{GREEDYDATA:message}");
  const isRequest =
    groups.message === undefined && expansion.fields.some((field) => requestFields.test(plainName(field)));
  const server = isRequest ? "access" : null;
  return {
    columns: [],
    closing: "",
    name: server ?? "grok",
    declared: { kind: "pattern", source, groups, server },
  };
}

export const grok: Dialect = {
  name: "grok",
  title: "grok expressions",
  example: {
    format: "%{TIMESTAMP_ISO8601:timestamp} %{LOGLEVEL:level} %{NUMBER:pid} \\[%{DATA:thread}\\] %{GREEDYDATA:message}",
    line: "2026-11-21 13:52:55,263 INFO 77 [worker-3] start task 7",
  },
  compile,
};
