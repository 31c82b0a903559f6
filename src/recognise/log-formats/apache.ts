import { compileErrorLog, isErrorFormat } from "./apache-error.ts";
import { strftimePattern } from "./date-patterns.ts";
import { type Complain, complainer } from "./declared.ts";
import type { Dialect } from "./dialect.ts";
import {
  anyText,
  assembleRequest,
  count,
  duration,
  exactTime,
  pid,
  type RequestPart,
  type RequestValue,
  word,
  zonedTime,
} from "./requests.ts";

/** Directives of `LogFormat` without braces (mod_log_config, mod_logio). */
const plain: Readonly<Record<string, RequestValue>> = {
  a: word,
  A: word,
  b: word,
  B: count,
  D: duration(0.001),
  f: anyText,
  h: word,
  H: word,
  I: count,
  k: count,
  l: word,
  L: word,
  m: word,
  O: count,
  p: count,
  P: pid,
  q: anyText,
  r: anyText,
  R: word,
  s: count,
  S: count,
  t: { ...zonedTime, started: true },
  T: duration(1000),
  u: anyText,
  U: anyText,
  v: word,
  V: word,
  X: word,
};

const tid: RequestValue = { kind: "integer", role: "tid" };

/** Directives whose braces choose among values. */
const choices: Readonly<Record<string, Readonly<Record<string, RequestValue>>>> = {
  P: { pid, tid, hextid: { ...tid, kind: "word" } },
  T: { ms: duration(1), us: duration(0.001), s: duration(1000) },
  a: { c: word },
  h: { c: word },
  p: { canonical: count, local: count, remote: count },
  L: { c: word },
};

/** Directives whose braces name a header, a cookie, a variable. */
const named = "Ceinoxcgw";

/** Times that are no format of strftime. */
const times: Readonly<Record<string, RequestValue>> = {
  sec: { ...zonedTime, rank: 2 },
  msec: exactTime,
  usec: exactTime,
  msec_frac: { kind: "millis", role: "time" },
  usec_frac: { kind: "millis", role: "time" },
};

const directivePattern = /%(?:%|[!\d,<>]*(?:\{([^{}]*)\})?(\^t[io]|[A-Za-z]))/y;

function timeOf(inner: string, at: number, complain: Complain): RequestValue {
  const [, when, rest = ""] = /^(begin|end)?:?(.*)$/s.exec(inner) ?? [];
  const offset = inner.length - rest.length;
  // The end of a request is not known at its start; without a word it is the start.
  const started = when !== "end";
  if (rest === "") return { ...zonedTime, started };
  const known = Object.hasOwn(times, rest) ? times[rest] : undefined;
  if (known) return { ...known, started };
  const date = strftimePattern(rest, at + offset, complain);
  if (date?.parts.every((part) => typeof part === "string" || part.field === "zone")) return word;
  return { ...zonedTime, started, rank: 1, ...(date ? { date } : {}) };
}

function fieldOf(letter: string, inner: string | undefined, at: number, complain: Complain): RequestValue {
  if (letter === "t" && inner !== undefined) return timeOf(inner, at + 2, complain);
  if (letter.startsWith("^") || (inner !== undefined && named.includes(letter))) return anyText;
  const values = inner === undefined ? plain : (choices[letter] ?? {});
  const key = inner ?? letter;
  const found = Object.hasOwn(values, key) ? values[key] : undefined;
  if (found) return found;
  if (inner === undefined && named.includes(letter)) throw complain(at, `%${letter} needs a name in braces`);
  throw complain(at, `unknown directive "%${inner === undefined ? "" : `{${inner}}`}${letter}"`);
}

/** `%t` brings its own brackets. */
function partsOf(
  letter: string,
  inner: string | undefined,
  at: number,
  written: string,
  complain: Complain,
): RequestPart[] {
  const field = { ...fieldOf(letter, inner, at, complain), at, written };
  if (letter !== "t" || inner !== undefined) return [field];
  return [{ literal: "[", at }, field, { literal: "]", at }];
}

/** Literal text as the configuration file writes it. */
const unescaped = (text: string): string =>
  text.replace(/\\([tnr"'\\])/g, (_, c: string) => ({ t: "\t", n: "\n", r: "\r" })[c] ?? c);

const common = '%h %l %u %t "%r" %>s %b';
const combined = `${common} "%{Referer}i" "%{User-Agent}i"`;

export const apache: Dialect = {
  name: "apache",
  title: "Apache LogFormat, ErrorLogFormat",
  example: {
    format: '%h %l %u %t \\"%r\\" %>s %b %D pid=%P %{tid}P',
    line: '127.0.0.1 - - [21/Nov/2026:13:52:55 +0000] "GET / HTTP/1.1" 200 612 120345 pid=77 139889324566272',
  },
  named: {
    error: "[%{u}t] [%-m:%l] [pid %P:tid %T] %7F: %E: [client\\ %a] %M% ,\\ referer\\ %{Referer}i",
    common,
    combined,
    combinedio: `${combined} %I %O`,
    vhost_common: `%v ${common}`,
    vhost_combined: `%v:%p ${combined.replace("%b", "%O")}`,
  },
  compile(format) {
    const complain = complainer("apache");
    if (format === "") throw complain(1, "empty format");
    if (isErrorFormat(format)) return compileErrorLog(format, complain);
    const parts: RequestPart[] = [];
    let from = 0;
    for (let at = format.indexOf("%"); at >= 0; at = format.indexOf("%", from)) {
      directivePattern.lastIndex = at;
      const hit = directivePattern.exec(format);
      if (!hit)
        throw complain(
          at + 1,
          /^%[!\d,<>]*\{[^}]*$/.test(format.slice(at))
            ? "unclosed brace"
            : "% without a directive (a percent sign is %%)",
        );
      if (at > from) parts.push({ literal: unescaped(format.slice(from, at)), at: from + 1 });
      from = at + hit[0].length;
      const [written, inner, letter] = hit;
      if (letter === undefined) parts.push({ literal: "%", at: at + 1 });
      else parts.push(...partsOf(letter, inner, at + 1, written, complain));
    }
    if (from < format.length) parts.push({ literal: unescaped(format.slice(from)), at: from + 1 });
    return assembleRequest("apache", parts, complain);
  },
};
