import { defineServer } from "../../src/recognise/declare.ts";

/**
 * Access logs in the Common Log Format and its relatives: what uWSGI writes with a `log-format` like
 * `%(addr) - %(user) [%(ltime)] "%(method) %(uri) %(proto)" %(status) %(size) %(msecs)ms pid=%(pid)`, gunicorn with
 * `--access-logformat`, and any web server in front. The line is written at the end of a request; the bracketed time is
 * its start (uWSGI's `%(ltime)`, Apache's and gunicorn's `%t`) or its end (nginx).
 * A request is a sign of life of its process where the line names it.
 */
export const access = defineServer({
  name: "access",
  title: "access logs (CLF)",
  versions: "any",
  recovers: ["requests per process", "times beside untimed lines"],
  rules: [
    {
      says: [
        '{@} - {*} [{clf}] "{*}" {#} {*} {durationMs}ms pid={pid}{*}',
        '{@} - {*} [{clf}] "{*}" {#} {*}pid={pid}{*}',
        '{@} - {*} [{clf}] "{*}" {#} {*}"pid":{pid}{*}',
        '{@} - {*} [{clf}] "{*}" {#} {*}<{pid}>{*}',
      ],
      example: [
        '127.0.0.1 - - [21/Nov/2026:21:56:51 +0800] "POST /task HTTP/1.1" 200 3 0ms pid=4242 wid=1',
        '127.0.0.1 - alice [21/Nov/2026:21:56:51 +0800] "POST /task HTTP/1.1" 200 3 pid=4242',
        '127.0.0.1 - - [21/Nov/2026:21:56:51 +0800] "GET / HTTP/1.1" 200 3 "-" "curl/8" {"pid":4242}',
        '127.0.0.1 - - [21/Nov/2026:21:56:51 +0800] "GET / HTTP/1.1" 200 3 "-" "curl/8" <4242>',
      ],
      kind: "request",
      role: "worker",
    },
    {
      says: '{@} - {*} [{clf}] "{*}" {#} {*}',
      example: '127.0.0.1 - - [21/Nov/2026:13:48:07 +0000] "GET /healthz HTTP/1.1" 200 2 "-" "curl/7.88.1"',
      kind: "request",
    },
  ],
});
