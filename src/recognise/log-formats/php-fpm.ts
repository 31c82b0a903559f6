import { strftimePattern } from "./date-patterns.ts";
import { type Complain, complainer } from "./declared.ts";
import type { Dialect } from "./dialect.ts";
import {
  anyText,
  assembleRequest,
  count,
  duration,
  pid,
  type RequestPart,
  type RequestValue,
  word,
  zonedTime,
} from "./requests.ts";

const decimal: RequestValue = { kind: "decimal", role: "skip" };

const durations: Readonly<Record<string, RequestValue>> = {
  "": duration(1000),
  seconds: duration(1000),
  mili: duration(1),
  milli: duration(1),
  miliseconds: duration(1),
  milliseconds: duration(1),
  micro: duration(0.001),
  microseconds: duration(0.001),
};

/** The tokens of `access.format` (sapi/fpm/fpm/fpm_log.c); what stands in braces is told to the function. */
const tokens: Readonly<Record<string, RequestValue | ((inner: string) => RequestValue | undefined)>> = {
  C: decimal,
  d: (unit) => (Object.hasOwn(durations, unit.toLowerCase()) ? durations[unit.toLowerCase()] : undefined),
  e: anyText,
  f: anyText,
  l: count,
  m: word,
  M: count,
  n: word,
  o: anyText,
  p: pid,
  P: count,
  q: anyText,
  Q: anyText,
  r: word,
  R: word,
  s: count,
  t: { ...zonedTime, started: true },
  T: { ...zonedTime, rank: 1 },
  u: anyText,
};

/** Tokens for which braces mean something. */
const inBraces = "CdeMotT";

const tokenPattern = /%(?:%|\{([^{}]*)\}(.)?|(.)?)/gs;

function fieldOf(token: string, inner: string | undefined, at: number, complain: Complain): RequestValue {
  const known = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
  if (!known)
    throw complain(at, token === "" ? "% without a token (a percent sign is %%)" : `unknown token "%${token}"`);
  if (inner !== undefined && !inBraces.includes(token)) throw complain(at, `%${token} takes no braces`);
  if (inner === undefined && "eo".includes(token))
    throw complain(at, `%${token} needs a name in braces, as in %{NAME}${token}`);
  const value = typeof known === "function" ? known(inner ?? "") : known;
  if (!value) throw complain(at, `unknown unit ${JSON.stringify(inner)} of %${token}`);
  if (value.role !== "time" || inner === undefined) return value;
  const date = strftimePattern(inner, at + 2, complain);
  return date ? { ...value, date } : value;
}

export const phpFpm: Dialect = {
  name: "php-fpm",
  title: "PHP-FPM access.format",
  example: {
    format: '%R - %u %t "%m %r%Q%q" %s %f %{mili}d %{kilo}M %C%% pid=%p',
    line: '127.0.0.1 -  21/Nov/2026:13:52:55 +0000 "GET /index.php?a=1" 200 /srv/index.php 12.345 2048 81.05% pid=77',
  },
  named: { default: '%R - %u %t "%m %r" %s' },
  compile(format) {
    const complain = complainer("php-fpm");
    if (format === "") throw complain(1, "empty format");
    const parts: RequestPart[] = [];
    let from = 0;
    for (const hit of format.matchAll(tokenPattern)) {
      const at = hit.index + 1;
      if (hit.index > from) parts.push({ literal: format.slice(from, hit.index), at: from + 1 });
      from = hit.index + hit[0].length;
      const [written, inner, behind, alone] = hit;
      if (written === "%%") parts.push({ literal: "%", at });
      else if (alone === "{") throw complain(at, "unclosed brace");
      else parts.push({ ...fieldOf(behind ?? alone ?? "", inner, at, complain), at, written });
    }
    if (from < format.length) parts.push({ literal: format.slice(from), at: from + 1 });
    return assembleRequest("php-fpm", parts, complain);
  },
};
