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
import { meantBy } from "./slip.ts";

/** The variables of `log_format` that are not any text. The line is written, and timed, at the request's end. */
const variables: Readonly<Record<string, RequestValue>> = {
  remote_addr: word,
  remote_user: anyText,
  remote_port: word,
  realip_remote_addr: word,
  binary_remote_addr: anyText,
  server_addr: word,
  server_name: word,
  server_port: word,
  server_protocol: word,
  scheme: word,
  host: word,
  hostname: word,
  request: anyText,
  request_method: word,
  request_uri: anyText,
  request_id: word,
  request_length: count,
  request_time: duration(1000),
  session_time: duration(1000),
  request_completion: word,
  request_filename: anyText,
  uri: anyText,
  document_uri: anyText,
  args: word,
  query_string: word,
  status: count,
  body_bytes_sent: count,
  bytes_sent: count,
  bytes_received: count,
  content_length: word,
  connection: count,
  connection_requests: count,
  connection_time: word,
  connections_active: count,
  gzip_ratio: word,
  http_user_agent: anyText,
  http_referer: anyText,
  http_x_forwarded_for: anyText,
  http_host: anyText,
  upstream_addr: anyText,
  upstream_status: anyText,
  upstream_response_time: anyText,
  upstream_connect_time: anyText,
  upstream_header_time: anyText,
  upstream_cache_status: word,
  upstream_response_length: anyText,
  ssl_protocol: word,
  ssl_cipher: word,
  time_local: zonedTime,
  time_iso8601: { ...zonedTime, rank: 2.5 },
  msec: exactTime,
  pid,
  pipe: word,
  nginx_version: word,
};

/** What comes with the request or from elsewhere: any text under any name. */
const dynamic = /^(?:http|sent_http|upstream_http|cookie|arg|upstream|ssl|geoip2?|jwt|proxy|\d)_?/;

const variablePattern = /\$(?:(\w+)|\{(\w+)\})/y;

interface Piece {
  readonly text: string;
  /** Column of its first character, counted from 1. */
  readonly at: number;
}

const directive = /^\s*(?:log_format\s+[^\s'"]+\s+)?(?:escape=(\w+)\s+)?/;
const piecePattern = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/sy;

/** The strings of a directive `log_format name 'one' 'two';`, or the bare format. */
function piecesOf(format: string, complain: Complain): Piece[] {
  const [head = "", escaping] = directive.exec(format) ?? [];
  if (escaping !== undefined && !["default", "json", "none"].includes(escaping))
    throw complain(format.indexOf("escape=") + 1, `unknown escape ${JSON.stringify(escaping)} (default, json or none)`);
  const rest = format.slice(head.length);
  const quoted = head.trim() === "" ? /^'.*'\s*;?\s*$/s.test(rest) : /^['"]/.test(rest);
  if (head.trim() === "" && !quoted) return [{ text: format, at: 1 }];
  if (!quoted) return [{ text: rest, at: head.length + 1 }];
  const pieces: Piece[] = [];
  for (piecePattern.lastIndex = head.length; ; ) {
    const start = piecePattern.lastIndex;
    const hit = piecePattern.exec(format);
    if (!hit) {
      const [blanks = ""] = /^\s*/.exec(format.slice(start)) ?? [];
      if (/^\s*;?\s*$/.test(format.slice(start))) return pieces;
      throw complain(start + blanks.length + 1, "unclosed string");
    }
    const text = hit[1] ?? hit[2] ?? "";
    pieces.push({ text, at: start + hit[0].length - text.length });
  }
}

function fieldOf(name: string, at: number, complain: Complain): RequestValue {
  const known = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (known) return known;
  const meant = dynamic.test(name) ? undefined : meantBy(name, Object.keys(variables));
  if (meant) throw complain(at, `unknown variable ${JSON.stringify(name)} (${meant}?)`);
  // What a `map` or `set` of the configuration defines.
  return anyText;
}

function addPiece({ text, at }: Piece, parts: RequestPart[], complain: Complain): void {
  let from = 0;
  for (let dollar = text.indexOf("$"); dollar >= 0; dollar = text.indexOf("$", from)) {
    variablePattern.lastIndex = dollar;
    const hit = variablePattern.exec(text);
    if (!hit) throw complain(at + dollar, text.startsWith("${", dollar) ? "unclosed brace" : "$ without a variable");
    if (dollar > from) parts.push({ literal: unescaped(text.slice(from, dollar)), at: at + from });
    parts.push({
      ...fieldOf(hit[1] ?? hit[2] ?? "", at + dollar, complain),
      at: at + dollar,
      written: hit[0],
    });
    from = dollar + hit[0].length;
  }
  if (from < text.length) parts.push({ literal: unescaped(text.slice(from)), at: at + from });
}

/** A string of the configuration file as nginx reads it. */
const unescaped = (text: string): string =>
  text.replace(/\\([tnr'"\\])/g, (_, c: string) => ({ t: "\t", n: "\n", r: "\r" })[c] ?? c);

const combined =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';

export const nginx: Dialect = {
  name: "nginx",
  title: "nginx log_format",
  example: {
    format: '$remote_addr [$time_local] "$request" $status $body_bytes_sent pid=$pid $request_time',
    line: '127.0.0.1 [21/Nov/2026:13:52:55 +0000] "GET / HTTP/1.1" 200 612 pid=77 0.120',
  },
  named: { combined, main: `${combined} "$http_x_forwarded_for"` },
  compile(format) {
    const complain = complainer("nginx");
    if (format === "") throw complain(1, "empty format");
    const parts: RequestPart[] = [];
    for (const piece of piecesOf(format, complain)) addPiece(piece, parts, complain);
    return assembleRequest("nginx", parts, complain);
  },
};
