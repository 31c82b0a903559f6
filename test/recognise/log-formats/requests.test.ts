import { describe, expect, it } from "vitest";
import { instant, readerOf } from "./support.ts";

const later = instant + 263;

describe("uWSGI's log-format", () => {
  const clf = "21/Nov/2026:13:52:55 +0000";
  it.each([
    // uwsgi-docs, LogFormat: the Apache-like format.
    [
      '%(addr) - %(user) [%(ltime)] "%(method) %(uri) %(proto)" %(status) %(size) "%(referer)" "%(uagent)"',
      `127.0.0.1 - - [${clf}] "GET /a?b=%20c HTTP/1.1" 200 3 "-" "curl/8.5.0"`,
      { at: instant, pid: null, written: instant },
    ],
    [
      "%(addr) [%(ctime)] %(method) %(uri) => %(status) in %(msecs) ms pid:%(pid) wid:%(wid) rss:%(rssM)MB",
      "10.0.0.7 [Sat Nov 21 13:52:55 2026] POST /import => 200 in 1520 ms pid:4242 wid:3 rss:81MB",
      { at: instant, pid: 4242, worker: 3, durationMs: 1520, written: instant + 1520, rss: 81 * 1024 * 1024 },
    ],
    [
      '{"pid": %(pid), "t": %(tmsecs), "us": %(micros), "uri": "%(uri)", "rss": %(rss), "vsz": %(vsz)}',
      `{"pid": 77, "t": ${later}, "us": 1500, "uri": "/x", "rss": 4096, "vsz": 0}`,
      { at: later, pid: 77, durationMs: 1.5, rss: 4096, written: later + 1.5 },
    ],
    [
      "%(epoch) %(time) %(tmicros) %(secs) %(pid) %(core)/%(switches) %(var.HTTP_X_ID) %(task) %(metric.worker.0.requests)",
      `1795269200 1795269175 ${later}500 0.250000 77 0/1 ab cd 17`,
      { at: later, pid: 77, durationMs: 250 },
    ],
    ["[%(ftime)] %(method) %(host)%% %(pid)", `[${clf}] GET example.org%% 9`, { at: instant, pid: 9 }],
  ])("%s", (format, line, expected) => {
    expect(readerOf(`uwsgi:${format}`)(line)).toMatchObject({ format: "uwsgi", ...expected });
  });

  it("leaves the server's other lines to its catalogue", () => {
    const read = readerOf("uwsgi:[%(ltime)] %(uri) pid=%(pid)");
    expect(read("spawned uWSGI worker 1 (pid: 77, cores: 1)")).toMatchObject({ event: { kind: "process-start" } });
    expect(read(`[${clf}] /x pid=many`)).toBeNull();
  });
});

describe("gunicorn's access_log_format", () => {
  it.each([
    [
      "default",
      '- - - [21/Nov/2026:13:52:55 +0000] "GET / HTTP/1.1" 200 2 "-" "curl/8.5.0"',
      { at: instant, written: instant, pid: null },
    ],
    [
      '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s" %(D)s %(p)s',
      ' - - [21/Nov/2026:13:52:55 +0000] "GET /\\"x HTTP/1.1" 500 - "-" "a \\" 1 <66>" 250417 <4242>',
      { pid: 4242, durationMs: 250.417, written: instant },
    ],
    [
      '%(t)s %({x-forwarded-for}i)s %(m)s %(U)s?%(q)s %(L)ss %(M)sms %(T)s pid=%(p)s "%({server}o)s" %({REQUEST_ID}e)s',
      '[21/Nov/2026:13:52:55 +0000] 10.0.0.1, 10.0.0.2 GET /a b?c 1.250000s 1250ms 1 pid=<77> "gunicorn" r-1',
      { pid: 77, durationMs: 1250 },
    ],
  ])("%s", (format, line, expected) => {
    expect(readerOf(`gunicorn:${format}`)(line)).toMatchObject({ format: "gunicorn", at: instant, ...expected });
  });
});

describe("PHP-FPM's access.format", () => {
  it.each([
    ["default", '127.0.0.1 -  21/Nov/2026:13:52:55 +0000 "GET /index.php" 200', { pid: null }],
    // www.conf.default's commented example.
    [
      '%R - %u %t "%m %r%Q%q" %s %f %{mili}d %{kilo}M %C%%',
      '127.0.0.1 - bob 21/Nov/2026:13:52:55 +0000 "POST /i.php?a=1 b" 200 /srv/www/i.php 1250.417 2048 0.00%',
      { durationMs: 1250.417, written: instant + 1250.417 },
    ],
    [
      "[%{%Y-%m-%dT%H:%M:%S%z}t] %n %p/%P %d %{micro}d %{milli}d %l %{HTTP_HOST}e %{Content-Type}o",
      "[2026-11-21T13:52:55+0000] www 77/1 0.250 250417 250.417 0 example.org text/html",
      { pid: 77, durationMs: 250.417 },
    ],
    ["%T %p %{seconds}d", "21/Nov/2026:13:52:55 +0000 9 0.250", { pid: 9, durationMs: 250, written: instant }],
  ])("%s", (format, line, expected) => {
    expect(readerOf(`php-fpm:${format}`)(line)).toMatchObject({ format: "php-fpm", at: instant, ...expected });
  });
});

describe("nginx's log_format", () => {
  const request = '10.0.0.1 - - [21/Nov/2026:13:52:55 +0000] "GET /a HTTP/1.1" 200 612 "-" "Mozilla/5.0 (X11; Linux)"';
  it.each([
    ["combined", request, { at: instant, pid: null }],
    ["main", `${request} "10.1.1.1, 10.2.2.2"`, { at: instant }],
    [
      "log_format timed '$remote_addr - $remote_user [$time_local] \"$request\" '\n    '$status $body_bytes_sent rt=$request_time uct=\"$upstream_connect_time\" pid=$pid';",
      '10.0.0.1 - - [21/Nov/2026:13:52:55 +0000] "GET / HTTP/1.1" 200 612 rt=0.250 uct="0.000, 0.004" pid=77',
      { at: instant, pid: 77, durationMs: 250, written: instant },
    ],
    [
      'escape=json {"ts":"$time_iso8601","msec":$msec,"pid":$pid,"req":"$request","ua":"$http_user_agent","t":$request_time}',
      '{"ts":"2026-11-21T13:52:55+00:00","msec":1795269175.263,"pid":77,"req":"GET /\\"pid\\":1 HTTP/1.1","ua":"","t":0.003}',
      { at: later, pid: 77, durationMs: 3 },
    ],
    [
      "time=$time_iso8601 status=$status pid=$pid dur=$request_time",
      "time=2026-11-21T13:52:55+00:00 status=200 pid=77 dur=-",
      { at: instant, pid: 77, durationMs: null },
    ],
    [
      "\u0024{remote_addr}\\t[$time_local]\\t$my_map_value\\t$connection:$connection_requests\\t$pid",
      "::1\t[21/Nov/2026:13:52:55 +0000]\ta b\t8:2\t77",
      { at: instant, pid: 77 },
    ],
  ])("%s", (format, line, expected) => {
    expect(readerOf(`nginx:${format}`)(line)).toMatchObject({ format: "nginx", ...expected });
  });
});

describe("Apache's LogFormat", () => {
  const common = '10.0.0.1 - bob [21/Nov/2026:13:52:55 +0000] "GET /a HTTP/1.1" 200 -';
  it.each([
    ["common", common, { at: instant, pid: null }],
    ["combined", `${common} "-" "Mozilla/5.0 \\"x\\""`, { at: instant }],
    ["vhost_combined", `example.org:443 ${common} "-" "curl/8"`, { at: instant }],
    [
      '%h %l %u %t \\"%r\\" %>s %b %D %P %{tid}P',
      `${common} 250417 77 139889324566272`,
      { at: instant, written: instant + 250.417, pid: 77, tid: "139889324566272", durationMs: 250.417 },
    ],
    [
      "%a %{pid}P %{hextid}P %{ms}T %T %t",
      "::1 77 7f3a 250 0 [21/Nov/2026:13:52:55 +0000]",
      { tid: "7f3a", durationMs: 250 },
    ],
    ["%{%d/%b/%Y:%T}t.%{msec_frac}t %{%z}t %P %U%q", "21/Nov/2026:13:52:55.263 +0000 77 /a?b", { at: later, pid: 77 }],
    [
      "%{end:%Y-%m-%d %H:%M:%S}t %400,501{User-agent}i %X %P %D",
      "2026-11-21 13:52:55 - + 77 5000000",
      { at: instant, written: instant, pid: 77 },
    ],
    ["%{usec}t %P %{us}T", `${later}999 77 10`, { at: later, pid: 77 }],
  ])("%s", (format, line, expected) => {
    expect(readerOf(`apache:${format}`)(line)).toMatchObject({ format: "apache", ...expected });
  });
});

it("a format may look like an envelope", () => {
  const read = readerOf('nginx:{"log":"$request","stream":"$status","time":"$time_iso8601","pid":$pid}');
  const line = '{"log":"GET / HTTP/1.1","stream":"200","time":"2026-11-21T13:52:55+00:00","pid":77}';
  expect(read(line)).toMatchObject({ format: "nginx", at: instant, pid: 77 });
});

describe("what a client puts into a request", () => {
  it.each([
    // Quotes escaped by the server: by a backslash, or as \x22.
    [
      'apache:%h %t "%r" %>s "%{User-Agent}i" pid=%P',
      '1.2.3.4 [21/Nov/2026:13:52:55 +0000] "GET /\\" 200 \\"x\\" pid=66 HTTP/1.1" 404 "\\" pid=66" pid=77',
    ],
    [
      'nginx:$remote_addr [$time_local] "$request" $status "$http_user_agent" pid=$pid',
      '1.2.3.4 [21/Nov/2026:13:52:55 +0000] "GET /\\x22 200 \\x22x\\x22 pid=66 HTTP/1.1" 404 "x" pid=77',
    ],
    // uWSGI does not escape: what stands behind the client's words decides.
    [
      'uwsgi:%(addr) [%(ltime)] "%(method) %(uri) %(proto)" %(status) "%(uagent)" pid=%(pid)',
      '1.2.3.4 [21/Nov/2026:13:52:55 +0000] "GET /"x" 200 "y" pid=66 HTTP/1.1" 404 "a" 200 "b" pid=66 "c" pid=77',
    ],
    // Written by uWSGI 2.0.21.
    [
      'uwsgi:"%(method) %(uri) %(proto)" %(status) %(micros)us pid=%(pid) %(tmsecs) %(var.HTTP_X_ID) "%(uagent)"',
      '"GET /x"y[z] HTTP/1.1" 200 225us pid=77 1795269175000 a b "evil" 200 pid=66 "x"',
    ],
    [
      'uwsgi:%(addr) [%(ltime)] "%(uagent)" pid=%(pid)',
      '1.2.3.4 [21/Nov/2026:13:52:55 +0000] "a" pid=66 1.2.3.4 [21/Nov/2026:13:52:55 +0000] "b" pid=77',
    ],
    ['gunicorn:%(t)s "%(U)s" %(p)s', '[21/Nov/2026:13:52:55 +0000] "/x\\" <66>" <77>'],
  ])("%s", (spec, line) => {
    expect(readerOf(spec)(line)).toMatchObject({ pid: 77, at: instant });
  });

  it("tells of no process where it could be either of two", () => {
    const read = readerOf('uwsgi:"%(method) %(uri) %(proto)" %(status) pid=%(pid) wid=%(wid) "%(uagent)"');
    const lines = [
      '"GET /x HTTP/1.1" 200 pid=66 wid=2 "y HTTP/1.1" 404 pid=77 wid=1 "curl"',
      '"GET /x HTTP/1.1" 404 pid=77 wid=1 "a" 200 pid=66 wid=2 "b"',
    ];
    for (const line of lines) expect(read(line)).toMatchObject({ format: "uwsgi", pid: null, worker: null });
    const honest = '"GET /x HTTP/1.1" 404 pid=77 wid=1 "a \\"b\\" c"';
    expect(read(honest)).toMatchObject({ pid: 77, worker: 1 });
  });

  it("keeps no reader busy", () => {
    const read = readerOf('nginx:$a_map $b_map $c_map $d_map $e_map "$request" "$http_cookie" $pid');
    const hostile = ["a ", '" "', '\\" ', "1 "].map((piece) => piece.repeat(8192 / piece.length));
    for (const line of hostile) expect(read(`${line}x`)).toBeNull();
  });
});
