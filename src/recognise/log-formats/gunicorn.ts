import { complainer } from "./declared.ts";
import type { Dialect } from "./dialect.ts";
import { percentStyle } from "./python-styles.ts";
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

/** The atoms of `access_log_format` (gunicorn/glogging.py: Logger.atoms). The line is written, and timed, at the request's end. */
const atoms: Readonly<Record<string, RequestValue>> = {
  h: word,
  l: word,
  u: anyText,
  t: zonedTime,
  r: anyText,
  s: count,
  m: word,
  U: anyText,
  q: anyText,
  H: word,
  b: word,
  B: word,
  f: anyText,
  a: anyText,
  T: duration(1000),
  M: duration(1),
  D: duration(0.001),
  L: duration(1000),
  p: pid,
};

/** Atoms that bring their own brackets. */
const brackets: Readonly<Record<string, readonly [string, string]>> = { t: ["[", "]"], p: ["<", ">"] };

const standard = '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s"';

export const gunicorn: Dialect = {
  name: "gunicorn",
  title: "gunicorn access_log_format",
  example: {
    format: '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s %(D)s %(p)s "%({x-request-id}i)s"',
    line: '127.0.0.1 - - [21/Nov/2026:13:52:55 +0000] "GET /healthz HTTP/1.1" 200 2 1204 <77> "a1"',
  },
  named: { default: standard },
  compile(format) {
    const complain = complainer("gunicorn");
    if (format === "") throw complain(1, "empty format");
    const parts = percentStyle.split(format, complain).flatMap((part): RequestPart[] => {
      if ("literal" in part) return [part];
      const { attribute, at, written } = part;
      const isHeader = /^\{[^{}]+\}[ioe]$/.test(attribute);
      const value = isHeader ? anyText : Object.hasOwn(atoms, attribute) ? atoms[attribute] : undefined;
      if (!value) throw complain(at, `unknown atom ${JSON.stringify(attribute)}`);
      const [open, close] = brackets[attribute] ?? ["", ""];
      return [
        { literal: open, at },
        { ...value, at, written },
        { literal: close, at },
      ];
    });
    return assembleRequest("gunicorn", parts, complain);
  },
};
