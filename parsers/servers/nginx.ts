/**
 * nginx: its error log, in which master and workers tell of themselves, and workers of the backends behind them.
 *
 * Life of a worker: "start worker process P" -> "gracefully shutting down" -> "exiting" -> "exit" (by itself) -> "signal 17 (SIGCHLD)
 * received from P" -> "worker process P exited with code 0" (by the master). All that is at level notice, hidden by default;
 * only "worker process P exited on signal 9" is always seen. That SIGKILL came for want of memory is a guess.
 *
 * The prefix `PID#TID: ` bears the writer's pid, always an nginx process; `*CONN` is a connection. The pid behind "received
 * from" is the sender's, and the dead child's for SIGCHLD. Upstream errors tell, often to the second, that a backend went away.
 *
 * Versions: 1.0 to 1.29. Ignored on purpose: messages about one client's request and about configuration.
 * Printed by https://github.com/nginx/nginx: src/os/unix/ngx_process*.c, src/core/ngx_{cycle,connection}.c,
 * src/http/ngx_http_upstream.c, src/http/modules/*.c, src/stream/ngx_stream_proxy_module.c.
 */
import { defineServer, type Rule } from "../../src/recognise/declare.ts";

/** As nginx writes its process and thread before a message. */
const program = "{#}#{#}";

const asked =
  'client: 10.0.3.9, server: shop.example.org, request: "POST /orders HTTP/1.1", upstream: "http://127.0.0.1:8000/orders", host: "shop.example.org"';

// biome-ignore format: one message to an entry, a real line under it
const processes: readonly Rule[] = [
  { says: "start worker process {pid}", kind: "process-start", role: "worker", example: "start worker process 9321" },
  { says: ["start cache manager process {pid}", "start cache loader process {pid}", "start privileged agent process {pid}", "start new binary process {pid}"], kind: "process-start", role: "child",
    example: ["start cache manager process 9323", "start cache loader process 9324", "start privileged agent process 9325", "start new binary process 9330"] },
  { says: ["worker process {pid} exited on signal {signal}", "worker process {pid} exited on signal {signal} (core dumped)"], kind: "process-exit", stage: "gone", role: "worker", cause: "oom-kill", guess: true,
    example: ["worker process 9321 exited on signal 9", "worker process 9321 exited on signal 11 (core dumped)"] },
  { says: ["cache manager process {pid} exited on signal {signal}{*}", "cache loader process {pid} exited on signal {signal}{*}", "privileged agent process {pid} exited on signal {signal}{*}", "new binary process {pid} exited on signal {signal}{*}", "unknown process {pid} exited on signal {signal}{*}"],
    kind: "process-exit", stage: "gone", role: "child", cause: "oom-kill", guess: true,
    example: ["cache manager process 9323 exited on signal 9", "cache loader process 9324 exited on signal 11", "privileged agent process 9325 exited on signal 9", "new binary process 9330 exited on signal 11 (core dumped)", "unknown process 9340 exited on signal 9"] },
  // A worker ends by itself for a reload or a stop only; code 2 is its own failure.
  { says: "worker process {pid} exited with code 0", kind: "process-exit", stage: "gone", role: "worker", cause: "reload", example: "worker process 9321 exited with code 0" },
  { says: ["worker process {pid} exited with code {exitCode}", "worker process {pid} exited with fatal code {exitCode} and cannot be respawned"], kind: "process-exit", stage: "gone", role: "worker", cause: "exit",
    example: ["worker process 9321 exited with code 2", "worker process 9321 exited with fatal code 2 and cannot be respawned"] },
  { says: ["cache manager process {pid} exited with code {exitCode}", "cache loader process {pid} exited with code {exitCode}", "privileged agent process {pid} exited with code {exitCode}", "new binary process {pid} exited with code {exitCode}", "unknown process {pid} exited with code {exitCode}",
      "cache manager process {pid} exited with fatal code {exitCode} and cannot be respawned"], kind: "process-exit", stage: "gone", role: "child", cause: "exit", // the cache loader: a minute after the start
    example: ["cache manager process 9323 exited with code 0", "cache loader process 9324 exited with code 0", "privileged agent process 9325 exited with code 0", "new binary process 9330 exited with code 1", "unknown process 9340 exited with code 0",
      "cache manager process 9323 exited with fatal code 2 and cannot be respawned"] },
  { says: "signal {#} (SIGCHLD) received from {pid}", kind: "process-exit", stage: "gone", example: "signal 17 (SIGCHLD) received from 9321" },
  { says: 'shared memory zone "{*}" was locked by {pid}', kind: "process-notice", cause: "crash", example: 'shared memory zone "sessions" was locked by 9321' },
  { says: "gracefully shutting down", program, kind: "process-notice", role: "worker", cause: "reload", whose: "writer", example: "gracefully shutting down" }, // may live for hours with open connections
  { says: "exiting", program, kind: "process-exit", stage: "leaving", cause: "reload", closes: "farewell", whose: "writer", example: "exiting" },
  { says: "exit", program, kind: "process-exit", stage: "gone", whose: "writer", example: "exit" },
  { says: ['fork() failed while spawning "{*}" ({*}', "could not respawn {*}", "no more than {#} processes can be spawned"], kind: "process-notice", whose: "none",
    example: ['fork() failed while spawning "worker process" (11: Resource temporarily unavailable)', "could not respawn worker process", "no more than 1024 processes can be spawned"] },
];

// biome-ignore format: one message to an entry, a real line under it
const signals: readonly Rule[] = [
  { says: ["signal {#} ({signal}) received from {#}, reconfiguring", "signal {#} ({signal}) received, reconfiguring", "signal {#} ({signal}) received from {#}, changing binary", "signal {#} ({signal}) received, changing binary",
      "signal {#} ({signal}) received from {#}, stop accepting connections", "signal {#} ({signal}) received, stop accepting connections"], kind: "reload", cause: "reload", whose: "writer",
    example: ["signal 1 (SIGHUP) received from 4711, reconfiguring", "signal 1 (SIGHUP) received, reconfiguring", "signal 12 (SIGUSR2) received from 4711, changing binary", "signal 12 (SIGUSR2) received, changing binary",
      "signal 28 (SIGWINCH) received from 4711, stop accepting connections", "signal 28 (SIGWINCH) received, stop accepting connections"] },
  { says: ["signal {#} ({signal}) received from {#}, exiting", "signal {#} ({signal}) received, exiting", "signal {#} ({signal}) received from {#}, shutting down", "signal {#} ({signal}) received, shutting down"],
    kind: "server-stop", cause: "shutdown", whose: "writer",
    example: ["signal 15 (SIGTERM) received from 1, exiting", "signal 15 (SIGTERM) received, exiting", "signal 3 (SIGQUIT) received from 4711, shutting down", "signal 3 (SIGQUIT) received, shutting down"] },
  { says: ["signal {#} ({signal}) received from {#}{*}", "signal {#} ({signal}) received{*}", "signal {#} ({signal}, SIG_IGN) received{*}", "the changing binary signal is ignored: {*}", "signal process started", 'invalid PID number "{*}" in "{*}"'], kind: "other",
    example: ["signal 10 (SIGUSR1) received from 4711, reopening logs", "signal 29 (SIGIO) received", "signal 13 (SIGPIPE, SIG_IGN) received from 4711", "the changing binary signal is ignored: you should shutdown or terminate before either old or new binary's process",
      "signal process started", 'invalid PID number "" in "/run/nginx.pid"'] },
  { says: "reconfiguring", program, kind: "reload", cause: "reload", whose: "writer", example: "reconfiguring" },
  { says: "changing binary", program, kind: "reload", cause: "reload", whose: "writer", example: "changing binary" },
  { says: ["reopening logs", "aborting"], program, kind: "other", example: ["reopening logs", "aborting"] },
  // By the process that becomes a daemon: not the master's pid.
  { says: ["nginx/{@}", "nginx/{@} ({*})"], kind: "server-start", whose: "none", example: ["nginx/1.24.0", "nginx/1.18.0 (Ubuntu)"] },
  { says: ["start worker processes", 'using the "{@}" event method', "built by {*}", "OS: {@} {*}", "getrlimit(RLIMIT_NOFILE): {#}:{#}", "using inherited sockets from {*}", "deleting socket {*}", "http file cache: {*}",
      "kill({#}, {#}) failed ({*}", "the event \"ngx_master_{#}\" was not signaled for {*}"], program, kind: "other",
    example: ["start worker processes", 'using the "epoll" event method', "built by gcc 12.2.0 (Debian 12.2.0-14)", "OS: Linux 6.1.0-18-amd64", "getrlimit(RLIMIT_NOFILE): 1048576:1048576", 'using inherited sockets from "6;7;"', "deleting socket unix:/run/web.sock",
      "http file cache: /var/cache/nginx 120.500M, bsize: 4096", "kill(9321, 29) failed (3: No such process)", 'the event "ngx_master_4711" was not signaled for 5s'] },
];

// biome-ignore format: one message to an entry, a real line under it
const backends: readonly Rule[] = [
  { says: ["upstream prematurely closed connection{*}", "upstream prematurely closed FastCGI {*}", "upstream prematurely closed stream{*}", "upstream prematurely sent response{*}"], kind: "gateway-exit", sign: "unanswered", role: "gateway", cause: "crash", whose: "writer",
    example: [`upstream prematurely closed connection while reading response header from upstream, ${asked}`, `upstream prematurely closed FastCGI stdout while reading response header from upstream, ${asked}`,
      `upstream prematurely closed stream while reading response header from upstream, ${asked}`, `upstream prematurely sent response while reading response header from upstream, ${asked}`] },
  { says: "upstream timed out{*}", kind: "gateway-exit", sign: "unanswered", role: "gateway", cause: "request-timeout", whose: "writer", // the backend may still be at it
    example: `upstream timed out (110: Connection timed out) while reading response header from upstream, ${asked}` },
  // Its queue is full: the backend is alive.
  { says: "connect() to {@} failed (11: Resource temporarily unavailable) while connecting to upstream{*}", kind: "request", role: "gateway", whose: "writer",
    example: `connect() to unix:/run/web.sock failed (11: Resource temporarily unavailable) while connecting to upstream, ${asked}` },
  { says: ["connect() failed ({*}) while connecting to upstream{*}", "connect() to {@} failed ({*}) while connecting to upstream{*}", "no live upstreams while connecting to upstream{*}"],
    kind: "gateway-exit", sign: "unanswered", role: "gateway", cause: "crash", whose: "writer",
    example: [`connect() failed (111: Connection refused) while connecting to upstream, ${asked}`, `connect() to unix:/run/web.sock failed (2: No such file or directory) while connecting to upstream, ${asked}`,
      `no live upstreams while connecting to upstream, ${asked}`] },
  // Beside the line of the request that failed
  { says: "upstream server temporarily disabled while {*}", kind: "gateway-exit", role: "gateway", cause: "crash", whose: "writer",
    example: `upstream server temporarily disabled while connecting to upstream, ${asked}` },
  { says: ["{@} failed ({*}) while reading response header from upstream{*}", "{@} failed ({*}) while reading upstream{*}", "{@} failed ({*}) while sending request to upstream{*}", "{@} failed ({*}) while SSL handshaking to upstream{*}", "{@} failed ({*}) while proxying {*}"],
    kind: "gateway-exit", sign: "unanswered", role: "gateway", cause: "crash", whose: "writer",
    example: [`recv() failed (104: Connection reset by peer) while reading response header from upstream, ${asked}`, `readv() failed (104: Connection reset by peer) while reading upstream, ${asked}`, `writev() failed (32: Broken pipe) while sending request to upstream, ${asked}`,
      `SSL_do_handshake() failed (SSL: error:1408F10B:SSL routines) while SSL handshaking to upstream, ${asked}`, 'recv() failed (104: Connection reset by peer) while proxying connection, client: 10.0.3.9, server: 0.0.0.0:5432, upstream: "10.0.3.20:5432"'] },
  { says: ["epoll_wait() reported that client prematurely closed connection{*}", "kevent() reported that client prematurely closed connection{*}", "client prematurely closed connection{*}", "client closed connection while {*}", "client {@} closed keepalive connection{*}", "client timed out {*}",
      "client intended to send too large {*}"], kind: "request", role: "gateway", whose: "writer",
    example: [`epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while sending request to upstream, ${asked}`,
      `kevent() reported that client prematurely closed connection, so upstream connection is closed too while sending request to upstream, ${asked}`, `client prematurely closed connection while sending request to upstream, ${asked}`,
      "client closed connection while waiting for request, client: 10.0.3.9, server: 0.0.0.0:80", "client 10.0.3.9 closed keepalive connection", "client timed out (110: Connection timed out) while waiting for request, client: 10.0.3.9, server: 0.0.0.0:80",
      'client intended to send too large body: 2097152 bytes, client: 10.0.3.9, server: shop.example.org, request: "POST /orders HTTP/1.1"'] },
  { says: ["upstream sent {*} while {*}", "an upstream response is buffered to a temporary file {*}", "a client request body is buffered to a temporary file {*}", 'FastCGI sent in stderr: "{*}', "limiting requests, excess: {*}", "delaying request, excess: {*}"], kind: "request", role: "gateway", whose: "writer",
    example: [`upstream sent too big header while reading response header from upstream, ${asked}`, `an upstream response is buffered to a temporary file /var/cache/nginx/proxy_temp/1/00/0000000001 while reading upstream, ${asked}`,
      `a client request body is buffered to a temporary file /var/cache/nginx/client_temp/0000000001, ${asked}`, `FastCGI sent in stderr: "PHP message: PHP Warning:  Undefined variable" while reading response header from upstream, ${asked}`, 'limiting requests, excess: 5.412 by zone "api", client: 10.0.3.9',
      'delaying request, excess: 0.412, by zone "api", client: 10.0.3.9'] },
  { says: "{#} worker_connections are not enough{*}", kind: "process-notice", role: "worker", whose: "writer", example: "1024 worker_connections are not enough while connecting to upstream, client: 10.0.3.9" },
  { says: "open socket #{#} left in connection {#}", kind: "other", example: "open socket #12 left in connection 3" },
];

export const nginx = defineServer({
  name: "nginx",
  title: "nginx",
  versions: "1.0 to 1.29",
  recovers: [
    "start, end and crash of workers and helpers",
    "reload, upgrade and stop, with the signal",
    "backends that went away or took too long, with the request",
  ],
  lead: /\*\d+ /y,
  rules: [...processes, ...signals, ...backends],
});
