import { complainer } from "./declared.ts";
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

/**
 * The variables of `log-format` (core/logging.c: uwsgi_register_logchunks). All times but `epoch` are those of the request's
 * start. `uri` cannot hold a blank, since the request line ends it there.
 */
const variables: Readonly<Record<string, RequestValue>> = {
  uri: word,
  method: word,
  user: anyText,
  addr: word,
  host: anyText,
  proto: anyText,
  uagent: anyText,
  referer: anyText,
  status: count,
  rsize: count,
  hsize: count,
  size: count,
  cl: count,
  micros: duration(0.001),
  msecs: duration(1),
  secs: duration(1000),
  tmsecs: { ...exactTime, started: true },
  tmicros: { ...exactTime, started: true },
  time: { ...zonedTime, started: true },
  ltime: { ...zonedTime, started: true },
  ftime: { ...zonedTime, started: true, rank: 1 },
  ctime: { ...zonedTime, started: true, rank: 1 },
  epoch: { ...zonedTime, rank: 1.5 },
  pid,
  wid: { kind: "integer", role: "worker" },
  switches: count,
  vars: count,
  core: count,
  vsz: count,
  rss: { kind: "integer", role: "rss" },
  vszM: count,
  rssM: { kind: "integer", role: "rss", scale: 1024 * 1024, rank: -1 },
  pktsize: count,
  modifier1: count,
  modifier2: count,
  headers: count,
  werr: count,
  rerr: count,
  ioerr: count,
};

export const uwsgi: Dialect = {
  name: "uwsgi",
  title: "uWSGI log-format",
  example: {
    format:
      '%(addr) - %(user) [%(ltime)] "%(method) %(uri) %(proto)" %(status) %(size) %(msecs)ms pid=%(pid) wid=%(wid)',
    line: '127.0.0.1 - - [21/Nov/2026:21:56:51 +0800] "POST /task HTTP/1.1" 200 3 12ms pid=4242 wid=1',
  },
  compile(format) {
    const complain = complainer("uwsgi");
    if (format === "") throw complain(1, "empty format");
    const parts: RequestPart[] = [];
    let from = 0;
    for (let at = format.indexOf("%("); at >= 0; at = format.indexOf("%(", from)) {
      const close = format.indexOf(")", at);
      if (close < 0) throw complain(at + 1, "unclosed parenthesis");
      const written = format.slice(at, close + 1);
      const name = written.slice(2, -1);
      if (name === "") throw complain(at + 1, "%() without a variable");
      if (at > from) parts.push({ literal: format.slice(from, at), at: from + 1 });
      const meant = Object.hasOwn(variables, name) ? undefined : meantBy(name, Object.keys(variables));
      if (meant) throw complain(at + 1, `unknown variable ${JSON.stringify(name)} (${meant}?)`);
      // Others are what the application has set, `var.NAME` what came with the request.
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      parts.push({ ...(value ?? anyText), at: at + 1, written });
      from = close + 1;
    }
    if (from < format.length) parts.push({ literal: format.slice(from), at: from + 1 });
    return assembleRequest("uwsgi", parts, complain);
  },
};
