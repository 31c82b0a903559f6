/**
 * gunicorn: the arbiter (master) and its workers, sync, gthread, gevent, eventlet, tornado, gaiohttp and asgi.
 *
 * All write into one error log, `[time] [pid] [LEVEL] message`; the pid is the writer's, the master's or the worker's own.
 * With --log-config the messages stand under any other head, without a pid perhaps. There are no slots: a new worker is
 * nobody's successor by name.
 *
 * Life of a worker: "Booting worker with pid: P" (by itself) -> "Autorestarting worker after current request.", "WORKER
 * TIMEOUT (pid:P)" or the master's "Handling signal" -> "Worker exiting (pid: P)" (by itself, for every kind of end but
 * SIGKILL; threads of an executor go on for as long as they like) -> the master's word on a bad end: nothing before 20.1,
 * "terminated due to signal 9" in 20.1, "was sent SIGKILL!" and "exited with code 1" from 21 on. Then another "Booting".
 * "was sent" is said after the death, also of signals that the master sent itself.
 *
 * Versions: 19.0 to 26.1. Ignored on purpose: the access log (see access.ts), lines of --log-level debug that could be
 * anybody's ("Closing connection.", "GET /"), tracebacks.
 * Printed by https://github.com/benoitc/gunicorn: gunicorn/{arbiter,sock,systemd}.py, workers/*.py, asgi/*.py here; the
 * processes of dirty/*.py in gunicorn-dirty.ts.
 */
import { defineServer, type Rule } from "../../src/recognise/declare.ts";
import { dirty } from "./gunicorn-dirty.ts";

// biome-ignore format: one message to an entry, a real line under it
const workers: readonly Rule[] = [
  { says: "Booting worker with pid: {pid}", kind: "process-start", role: "worker", example: "Booting worker with pid: 11032" },

  // What decides a worker's end
  { says: ["Autorestarting worker after current request.", "max requests achieved"], kind: "process-notice", role: "worker", cause: "max-requests", whose: "writer", versions: "the second: gthread of 19.0",
    example: ["Autorestarting worker after current request.", "max requests achieved"] },
  { says: "WORKER TIMEOUT (pid:{pid})", kind: "process-notice", role: "worker", cause: "request-timeout", example: "WORKER TIMEOUT (pid:25634)" }, // SIGABRT is sent now, SIGKILL a second later
  { says: "Worker reloading: {*} modified", kind: "reload", role: "worker", cause: "reload", whose: "writer", example: "Worker reloading: /srv/app/settings.json modified" }, // each worker by itself
  { says: "Parent changed, shutting down: <Worker {pid}>", kind: "process-notice", role: "worker", cause: "master-died", example: "Parent changed, shutting down: <Worker 4242>" },
  { says: "Parent changed, shutting down: {*}", kind: "process-notice", role: "worker", cause: "master-died", whose: "writer",
    example: "Parent changed, shutting down: <gunicorn.workers.gthread.ThreadWorker object at 0x7f1d649fd6c0>" },
  { says: ["Exception in worker process", "Exception in worker process:"], kind: "process-notice", role: "worker", cause: "crash", whose: "writer", versions: "the second before 19.7",
    example: ["Exception in worker process", "Exception in worker process:"] },
  { says: ["Exception while loading the application", "Exception while loading the application:"], kind: "process-notice", role: "worker", cause: "crash", sign: "boot-failed", whose: "writer", versions: "the second before 19.7",
    example: ["Exception while loading the application", "Exception while loading the application:"] },
  { says: ["ASGI lifespan startup failed: {*}", "No servers could be started"], kind: "process-notice", role: "worker", cause: "crash", sign: "boot-failed", whose: "writer", versions: "24+",
    example: ["ASGI lifespan startup failed: settings.DATABASE_URL is not set", "No servers could be started"] },
  { says: "Worker exception: {*}", kind: "process-notice", role: "worker", cause: "crash", whose: "writer", versions: "24+", example: "Worker exception: [Errno 24] Too many open files" },

  // While it leaves. What is still running after a grace period is lost.
  { says: "Worker graceful timeout (pid:{pid})", kind: "process-notice", role: "worker", cause: "shutdown", sign: "forced", example: "Worker graceful timeout (pid:4242)" },
  { says: ["Forcing close of {#} connections", "Closing {#} connections after timeout"], kind: "process-notice", role: "worker", cause: "shutdown", whose: "writer", versions: "25+; 24",
    example: ["Forcing close of 3 connections", "Closing 3 connections after timeout"] },
  { says: "Stopping server: {pid}, connections: {#}", kind: "process-notice", role: "worker", cause: "shutdown", versions: "gaiohttp", example: "Stopping server: 4242, connections: 3" },
  { says: ["Worker shutting down...", "Waiting for {#} connections to finish..."], kind: "process-notice", role: "worker", whose: "writer", versions: "24+",
    example: ["Worker shutting down...", "Waiting for 3 connections to finish..."] },
  { says: "Worker exiting (pid: {pid})", kind: "process-exit", stage: "leaving", role: "worker", closes: "farewell", example: "Worker exiting (pid: 4242)" },
  { says: "Exception during worker exit:", kind: "process-notice", role: "worker", whose: "writer", example: "Exception during worker exit:" },

  // Found dead by the master
  { says: "Worker (pid:{pid}) was sent {signal}! Perhaps out of memory?", kind: "process-exit", stage: "gone", role: "worker", cause: "oom-kill", guess: true, versions: "21+",
    example: "Worker (pid:4242) was sent SIGKILL! Perhaps out of memory?" },
  { says: ["Worker (pid:{pid}) was sent {signal}!", "Worker (pid:{pid}) was sent signal {signal}!", "Worker (pid:{pid}) was sent code {exitCode}!"], kind: "process-exit", stage: "gone", role: "worker", cause: "crash",
    versions: "21+; a nameless signal; 21 to 24 with a core dump", // 139: signal 11 and the flag of a core dump
    example: ["Worker (pid:4242) was sent SIGSEGV!", "Worker (pid:4242) was sent signal 40!", "Worker (pid:4242) was sent code 139!"] },
  { says: "Worker with pid {pid} was terminated due to signal {signal}", kind: "process-exit", stage: "gone", role: "worker", cause: "signal", versions: "20.1",
    example: "Worker with pid 4242 was terminated due to signal 9" },
  { says: "Worker (pid:{pid}) exited with code {exitCode}", kind: "process-exit", stage: "gone", role: "worker", cause: "crash", versions: "21 to 23, beside the next", example: "Worker (pid:4242) exited with code 3" },
  { says: "Worker (pid:{pid}) exited with code {exitCode}.", kind: "process-exit", stage: "gone", role: "worker", cause: "exit", versions: "21+", example: "Worker (pid:4242) exited with code 1." },
  { says: "Reaped unknown child process (pid:{pid}, status:{#})", kind: "process-exit", stage: "gone", role: "child", versions: "26+", example: "Reaped unknown child process (pid:51, status:0)" },

  // Requests: the worker survives
  { says: ["Error handling request /{*}", "Error handling request http{*}", "Error handling request {@} /{*}", "Error handling request {@} http{*}"], kind: "request", role: "worker", cause: "crash", whose: "writer", versions: "19.4+; with the method 25.3+",
    example: ["Error handling request /task?n=3", "Error handling request http://shop.example.org/task", "Error handling request POST /task", "Error handling request GET http://shop.example.org/task"] },
  { says: ["Error handling request (no URI read)", "Error handling request", "Error handling HTTP/2 request", "Socket error processing request.", "Exception in post_request hook"], kind: "request", role: "worker", cause: "crash", whose: "writer",
    example: ["Error handling request (no URI read)", "Error handling request", "Error handling HTTP/2 request", "Socket error processing request.", "Exception in post_request hook"] },
  { says: ["Error in ASGI application", "Error in WebSocket ASGI application", "Error handling connection: {*}", "Socket error writing response.", "HTTP/2 connection error{*}", "HTTP/2 socket error"], kind: "request", role: "worker", cause: "crash", whose: "writer",
    versions: "24+", example: ["Error in ASGI application", "Error in WebSocket ASGI application", "Error handling connection: [Errno 104] Connection reset by peer", "Socket error writing response.",
      "HTTP/2 connection error: invalid preface", "HTTP/2 socket error"] },
  { says: ["Invalid request from ip={*}: {*}", "Request cancelled (client disconnected)"], kind: "request", role: "worker", whose: "writer", versions: "at DEBUG before 21; 25+",
    example: ["Invalid request from ip=127.0.0.1: Invalid HTTP request line: ''", "Request cancelled (client disconnected)"] },
];

// biome-ignore format: one message to an entry, a real line under it
const master: readonly Rule[] = [
  { says: "Starting gunicorn {*}", kind: "server-start", role: "master", whose: "writer", example: "Starting gunicorn 20.1.0" },
  { says: "Listening at: {*} ({pid})", kind: "server-start", role: "master", example: "Listening at: http://127.0.0.1:8000 (11028)" },

  // Signals that reach the master, named in lower case and without SIG
  { says: ["Handling signal: term", "Handling signal: int", "Handling signal: quit"], kind: "server-stop", role: "master", cause: "shutdown", whose: "writer", // the first is the graceful one
    example: ["Handling signal: term", "Handling signal: int", "Handling signal: quit"] },
  { says: "Handling signal: hup", kind: "reload", role: "master", cause: "reload", whose: "writer", example: "Handling signal: hup" }, // the new workers boot first
  { says: "Handling signal: usr2", kind: "reload", role: "master", cause: "reload", whose: "writer", example: "Handling signal: usr2" }, // a second master starts beside this one
  { says: "Handling signal: ttou", kind: "process-notice", role: "master", cause: "scale-down", whose: "writer", example: "Handling signal: ttou" }, // the oldest worker has to go
  { says: "Handling signal: winch", kind: "process-notice", role: "master", cause: "scale-down", whose: "writer", example: "Handling signal: winch" }, // means something only to a daemon; see below
  { says: "Handling signal: ttin", kind: "process-notice", role: "master", whose: "writer", example: "Handling signal: ttin" },
  { says: "graceful stop of workers", kind: "process-notice", role: "master", cause: "shutdown", whose: "writer", example: "graceful stop of workers" }, // the master lives on
  { says: ["Handling signal: usr1", "Handling signal: chld", "Handling signal: cld", "Handling signal: {@}"], kind: "other", role: "master", whose: "writer", versions: "chld at DEBUG from 24 on", // usr1 reopens the logs
    example: ["Handling signal: usr1", "Handling signal: chld", "Handling signal: cld", "Handling signal: rtmin"] },

  { says: ["Hang up: Master", "Hang up: Master.{#}", "Hang up: {*}"], kind: "reload", role: "master", cause: "reload", whose: "writer", example: ["Hang up: Master", "Hang up: Master.2", "Hang up: app"] },
  { says: "Master has been promoted.", kind: "reload", role: "master", cause: "reload", whose: "writer", example: "Master has been promoted." }, // the old master of an upgrade is gone
  { says: ["Shutting down: Master", "Shutting down: Master.{#}"], kind: "server-stop", role: "master", cause: "shutdown", whose: "writer", closes: "processes", // said when the workers are dead
    example: ["Shutting down: Master", "Shutting down: Master.2"] },
  { says: ["Reason: Worker failed to boot.", "Reason: App failed to load."], kind: "server-stop", role: "master", cause: "crash", sign: "boot-failed", whose: "writer", example: ["Reason: Worker failed to boot.", "Reason: App failed to load."] },
  { says: "gunicorn.errors.HaltServer: <HaltServer '{*}' {exitCode}>", kind: "server-stop", role: "master", cause: "crash", sign: "boot-failed", whose: "none", example: "gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>" },
  { says: ["Unhandled exception in main loop", "Unhandled exception in main loop:"], kind: "server-stop", role: "master", cause: "crash", whose: "writer", versions: "the second before 19.7",
    example: ["Unhandled exception in main loop", "Unhandled exception in main loop:"] },
  { says: ["Can't connect to ('{*}', {#})", "Can't connect to ('{*}', {#}, {#}, {#})"], kind: "server-stop", role: "master", cause: "exit", whose: "writer",
    example: ["Can't connect to ('127.0.0.1', 8000)", "Can't connect to ('::1', 8000, 0, 0)"] },
  { says: "Quick shutdown requested", kind: "process-notice", cause: "shutdown", whose: "writer", versions: "25+", example: "Quick shutdown requested" }, // a second signal cuts a graceful stop short
];

// biome-ignore format: one message to an entry, a real line under it
const chatter: readonly Rule[] = [
  { says: ["Listening at: {*}", "Using worker: {@}", "Arbiter booted", "Current configuration:", "ASGI server listening on {*}"], kind: "other",
    example: ["Listening at: http://127.0.0.1:8000,unix:/run/app.sock", "Using worker: gthread", "Arbiter booted", "Current configuration:", "ASGI server listening on http://127.0.0.1:8000"] },
  { says: ["Ignoring unknown signal: {@}", "Unhandled signal: {@}", "SIGWINCH ignored. Not daemonized", "worker: SIGWINCH ignored.", "USR2 signal ignored. Child exists.", "USR2 signal ignored. Parent exists."], kind: "other",
    example: ["Ignoring unknown signal: 40", "Unhandled signal: rtmin", "SIGWINCH ignored. Not daemonized", "worker: SIGWINCH ignored.", "USR2 signal ignored. Child exists.", "USR2 signal ignored. Parent exists."] },
  { says: ["Connection in use: ('{*}', {#}{*})", "Invalid address: ('{*}', {#}{*})", "connection to ('{*}', {#}{*}) failed: {*}", "Retrying in 1 second.", "Error while closing socket {*}"], kind: "other",
    example: ["Connection in use: ('127.0.0.1', 8000)", "Invalid address: ('10.9.9.9', 8000)", "connection to ('127.0.0.1', 8000) failed: [Errno 98] Address already in use", "Retrying in 1 second.",
      "Error while closing socket [Errno 9] Bad file descriptor"] },
  { says: ["Ignoring EPIPE", "Ignoring connection reset", "Ignoring connection epipe", "Ignoring socket not connected", "Ignored premature client disconnection. {*}", "Error processing SSL request.", "Failed to send error message."], kind: "other",
    example: ["Ignoring EPIPE", "Ignoring connection reset", "Ignoring connection epipe", "Ignoring socket not connected", "Ignored premature client disconnection. No more data after: b''", "Error processing SSL request.",
      "Failed to send error message."] },
  { says: ["No keepalived connections can be handled. {*}", "Reloader is on. Use in development only!", "Process shutdown exception", "Exception while invoking sd_notify()", "reloading the logger configuration failed, keeping the previous one",
      "The eventlet worker is DEPRECATED and will be removed in Gunicorn {*}", "HTTP/2 is not supported by the {@} worker. {*}", "ASGI worker does not use threads configuration. {*}", "uvloop not available, falling back to asyncio"], kind: "other",
    example: ["No keepalived connections can be handled. Check the number of worker connections and threads.", "Reloader is on. Use in development only!", "Process shutdown exception", "Exception while invoking sd_notify()",
      "reloading the logger configuration failed, keeping the previous one", "The eventlet worker is DEPRECATED and will be removed in Gunicorn 26.0. Please migrate to gevent, gthread, or another supported worker type.",
      "HTTP/2 is not supported by the sync worker. Use gthread, gevent, or asgi workers for HTTP/2 support. Falling back to HTTP/1.1 only.", "ASGI worker does not use threads configuration. Use worker_connections instead.",
      "uvloop not available, falling back to asyncio"] },
  { says: ["Using uvloop event loop", "Using asyncio event loop", "ASGI lifespan not supported by app: {*}", "ASGI lifespan startup complete", "ASGI lifespan shutdown complete", "ASGI lifespan shutdown error: {*}", "ASGI lifespan already finished",
      "Lifespan application raised: {*}", "Lifespan shutdown timed out", "Lifespan shutdown error: {*}", "Timeout waiting for tasks to cancel", "Failed to create server on {*}: {*}", "Failed to create SSL context: {*}"], kind: "other", versions: "24+",
    example: ["Using uvloop event loop", "Using asyncio event loop", "ASGI lifespan not supported by app: lifespan", "ASGI lifespan startup complete", "ASGI lifespan shutdown complete", "ASGI lifespan shutdown error: closed", "ASGI lifespan already finished",
      "Lifespan application raised: closed", "Lifespan shutdown timed out", "Lifespan shutdown error: closed", "Timeout waiting for tasks to cancel", "Failed to create server on http://127.0.0.1:8000: [Errno 98] Address already in use",
      "Failed to create SSL context: [Errno 2] No such file or directory"] },
  { says: ["Control socket disabled", "Control socket listening at {*}", "Failed to start control socket: {*}", "Error stopping control server: {*}", "Control client error: {*}", "Control server error: {*}", "control socket thread did not stop before fork"],
    kind: "other", versions: "25.3+",
    example: ["Control socket disabled", "Control socket listening at /run/gunicorn.ctl", "Failed to start control socket: [Errno 13] Permission denied", "Error stopping control server: timed out", "Control client error: timed out", "Control server error: timed out",
      "control socket thread did not stop before fork"] },
  { says: ["WSGI app sent body bytes on a no-body response {*}", "ASGI app sent body bytes on a no-body response {*}", "WebSocket close handshake timeout", "Exception after response complete (client disconnected)"], kind: "other", versions: "26+",
    example: ["WSGI app sent body bytes on a no-body response (method=HEAD status=200); dropping per RFC 9110.", "ASGI app sent body bytes on a no-body response (method=HEAD status=200); dropping per RFC 9110.",
      "WebSocket close handshake timeout", "Exception after response complete (client disconnected)"] },
];

export const gunicorn = defineServer({
  name: "gunicorn",
  title: "gunicorn",
  versions: "19.0 to 26.1",
  recovers: [
    "start, recycling (max_requests), timeout, crash and scaling of workers",
    "reloads, upgrades and stops of the master; workers whose master died",
    "failing requests, boot failures",
    "dirty arbiter and dirty workers",
  ],
  rules: [...workers, ...master, ...dirty, ...chatter],
});
