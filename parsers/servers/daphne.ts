/**
 * Daphne, Django's ASGI server: one process on a Twisted reactor; lines are `time LEVEL    message`, without a pid.
 *
 * It has no workers: what it kills are coroutines, one per request, and it says so only when it stops or a client has left.
 * It says nothing of its own end. Requests stand in the access log, common log format without a zone, see access.ts.
 *
 * Versions: 1.0 to 4.2. Ignored on purpose: lines of every step of a request at -v2.
 * Printed by https://github.com/django/daphne: daphne/{cli,server,http_protocol,ws_protocol,access}.py,
 * daphne/management/commands/runserver.py.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const daphne = defineServer({
  name: "daphne",
  title: "Daphne",
  versions: "1.0 to 4.2",
  recovers: ["start of the server", "application instances that were killed or timed out", "requests of runserver"],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: "Application instance {*} for connection {*} took too long to shut down and was killed.", kind: "request", cause: "request-timeout", whose: "none",
      example: "Application instance <Task pending name='Task-4' coro=<ASGIHandler.__call__() running at /srv/app/asgi.py:12>> for connection <WebRequest at 0x7f12 method=GET uri=/slow clientproto=HTTP/1.1> took too long to shut down and was killed." },
    { says: "Application timed out while sending response", kind: "request", cause: "request-timeout", whose: "none", example: "Application timed out while sending response" },
    { says: "Exception inside application: {*}", kind: "request", cause: "crash", whose: "none", example: "Exception inside application: No route found for path 'ws/jobs/'." },
    { says: "Killed {#} pending application instances", kind: "process-notice", cause: "shutdown", whose: "writer", example: "Killed 3 pending application instances" },

    { says: ["Starting server at tcp:{*}", "Starting server at ssl:{*}", "Starting server at unix:{*}", "Starting server at fd:{*}", "Starting server at systemd:{*}"], kind: "server-start", whose: "writer",
      example: ["Starting server at tcp:port=8000:interface=127.0.0.1", "Starting server at ssl:443:privateKey=key.pem:certKey=crt.pem", "Starting server at unix:/run/daphne.sock", "Starting server at fd:fileno=0", "Starting server at systemd:domain=INET:index=0"] },
    { says: ["Listening on TCP address {*}:{#}", "Listening on endpoint {*}", "Daphne running, listening on {*}"], kind: "server-start", whose: "writer",
      example: ["Listening on TCP address 127.0.0.1:8000", "Listening on endpoint tcp:port=8000:interface=127.0.0.1", "Daphne running, listening on 127.0.0.1:8000"] },
    { says: ["Listen failure: {*}", "No endpoints. This server will not listen on anything."], kind: "server-stop", cause: "exit", whose: "writer",
      example: ["Listen failure: Couldn't listen on 127.0.0.1:8000: [Errno 98] Address already in use.", "No endpoints. This server will not listen on anything."] },
    { says: "Daphne exited", kind: "server-stop", cause: "shutdown", closes: "processes", whose: "writer", example: "Daphne exited" },

    { says: ["HTTP {@} {*} {#} [{#}.{#}, {*}]", '{@} - - [{*}] "WSCONNECTING {*}" - -', '{@} - - [{*}] "WSCONNECT {*}" - -', '{@} - - [{*}] "WSREJECT {*}" - -', '{@} - - [{*}] "WSDISCONNECT {*}" - -',
        "WebSocket HANDSHAKING {*} [{*}]", "WebSocket CONNECT {*} [{*}]", "WebSocket REJECT {*} [{*}]", "WebSocket DISCONNECT {*} [{*}]"], kind: "request", whose: "none",
      example: ["HTTP POST /task 200 [0.01, 127.0.0.1:54014]", '127.0.0.1:54014 - - [02/Apr/2024:14:33:07] "WSCONNECTING /ws/jobs/" - -', '127.0.0.1:54014 - - [02/Apr/2024:14:33:07] "WSCONNECT /ws/jobs/" - -',
        '127.0.0.1:54014 - - [02/Apr/2024:14:33:07] "WSREJECT /ws/jobs/" - -', '127.0.0.1:54014 - - [02/Apr/2024:14:33:07] "WSDISCONNECT /ws/jobs/" - -', "WebSocket HANDSHAKING /ws/jobs/ [127.0.0.1:54014]",
        "WebSocket CONNECT /ws/jobs/ [127.0.0.1:54014]", "WebSocket REJECT /ws/jobs/ [127.0.0.1:54014]", "WebSocket DISCONNECT /ws/jobs/ [127.0.0.1:54014]"] },

    { says: ["Configuring endpoint {*}", "HTTP/2 support enabled", "HTTP/2 support not enabled {*}", "Using busy-loop synchronous mode on channel layer", "Using native Twisted mode on channel layer", "Could not make WebSocket protocol"], kind: "other",
      example: ["Configuring endpoint tcp:port=8000:interface=127.0.0.1", "HTTP/2 support enabled", "HTTP/2 support not enabled (install the http2 and tls Twisted extras)", "Using busy-loop synchronous mode on channel layer",
        "Using native Twisted mode on channel layer", "Could not make WebSocket protocol"] },
    { says: ["HTTP {#} response started for [{*}]", "HTTP response complete for [{*}]", "HTTP response chunk for [{*}]", "HTTP close for [{*}]", "HTTP disconnect for [{*}]", "WebSocket closed for [{*}]", "WebSocket [{*}] open and established", "WebSocket [{*}] accepted by application", "WebSocket [{*}] rejected by application", "WebSocket incoming frame on [{*}]", "Upgraded connection [{*}] to WebSocket"], kind: "request", whose: "none", versions: "at DEBUG",
      example: ["HTTP 200 response started for ['127.0.0.1', 54014]", "HTTP response complete for ['127.0.0.1', 54014]", "HTTP response chunk for ['127.0.0.1', 54014]", "HTTP close for ['127.0.0.1', 54014]", "HTTP disconnect for ['127.0.0.1', 54014]", "WebSocket closed for ['127.0.0.1', 54014]", "WebSocket ['127.0.0.1', 54014] open and established", "WebSocket ['127.0.0.1', 54014] accepted by application", "WebSocket ['127.0.0.1', 54014] rejected by application", "WebSocket incoming frame on ['127.0.0.1', 54014]", "Upgraded connection ['127.0.0.1', 54014] to WebSocket"] },
  ],
});
