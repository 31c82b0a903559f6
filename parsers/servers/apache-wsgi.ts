/**
 * mod_wsgi: daemon processes below Apache, which answer for Python applications.
 *
 * Life of a daemon process: "Starting process 'shop'" -> "Maximum requests reached" (or a time limit, or a modified script) ->
 * "Shutdown requested 'shop'." -> "Stopping process 'shop'." -> "Exiting process 'shop'.", or "Aborting process" where it
 * takes longer than shutdown-timeout -> by the parent: "Process 'shop' has died, deregister and restart it."
 *
 * Every message has the writer's pid before it: `mod_wsgi (pid=9321): `.
 * Printed by https://github.com/GrahamDumpleton/mod_wsgi: src/server/{mod_wsgi,wsgi_daemon,wsgi_shutdown,wsgi_execute}.c.
 */
import type { Rule } from "../../src/recognise/declare.ts";

const by = "mod_wsgi (pid={pid}): ";
const saysOf = (...says: readonly string[]): string[] => says.map((text) => by + text);
const asSaid = (...lines: readonly string[]): string[] => lines.map((line) => `mod_wsgi (pid=9321): ${line}`);

// biome-ignore format: one message to an entry, a real line under it
export const wsgi: readonly Rule[] = [
  { says: saysOf("Starting process '{slot}' {*}", "Starting daemon process '{slot}'{*}"), kind: "process-start", role: "worker", example: asSaid("Starting process 'shop' with uid=33, gid=33 and threads=15.", "Starting daemon process 'shop' with threads=15.") },
  // By the parent, of the process named in it
  { says: ["mod_wsgi (pid={#}): Process '{slot}' (pid={pid}) terminated by signal {signal}"], kind: "process-exit", stage: "gone", role: "worker", cause: "signal", example: "mod_wsgi (pid=812): Process 'shop' (pid=9321) terminated by signal 11" },
  { says: "mod_wsgi (pid={#}): Process '{slot}' (pid={pid}) terminated normally, exit code {exitCode}", kind: "process-exit", stage: "gone", role: "worker", cause: "exit", example: "mod_wsgi (pid=812): Process 'shop' (pid=9321) terminated normally, exit code 0" },
  { says: ["mod_wsgi (pid={#}): Process '{slot}' (pid={pid}) {*}", "mod_wsgi (pid={#}): Deregistering daemon process '{slot}' (pid={pid}){*}"], kind: "process-exit", stage: "gone", role: "worker",
    example: ["mod_wsgi (pid=812): Process 'shop' (pid=9321) has died, deregister and restart it.", "mod_wsgi (pid=812): Deregistering daemon process 'shop' (pid=9321), server is being stopped."] },
  { says: saysOf("Process '{slot}' has died{*}", "Process '{slot}' has been deregistered{*}"), kind: "process-exit", stage: "gone", role: "worker", // up to 4.9: the pid is the dead one's
    example: asSaid("Process 'shop' has died, deregister and restart it.", "Process 'shop' has been deregistered and will no longer be monitored.") },

  { says: saysOf("Maximum requests reached{*}"), kind: "process-notice", role: "worker", cause: "max-requests", example: asSaid("Maximum requests reached 'shop'.") },
  { says: saysOf("Daemon process request time limit exceeded{*}", "Daemon process deadlock timer expired{*}"), kind: "process-notice", role: "worker", cause: "request-timeout",
    example: asSaid("Daemon process request time limit exceeded, stopping process 'shop'.", "Daemon process deadlock timer expired, stopping process 'shop'.") },
  { says: saysOf("Daemon process restart timer expired{*}", "Daemon process maximum lifetime {*}"), kind: "process-notice", role: "worker", cause: "max-lifetime",
    example: asSaid("Daemon process restart timer expired in daemon process 'shop'.", "Daemon process maximum lifetime reached, stopping process 'shop'.") },
  { says: saysOf("Daemon process idle {*}", "Daemon process inactivity timer expired{*}"), kind: "process-notice", role: "worker", cause: "scale-down",
    example: asSaid("Daemon process idle inactivity timer expired, stopping process 'shop'.", "Daemon process inactivity timer expired, stopping process 'shop'.") },
  { says: saysOf("Application restart timer expired{*}", "Forcing restart of daemon process '{slot}' {*}", "Force restart of process '{slot}'.", "Graceful restart requested{*}", "Process eviction requested{*}"), kind: "process-notice", role: "worker", cause: "reload",
    example: asSaid("Application restart timer expired, stopping process 'shop'.", "Forcing restart of daemon process 'shop' due to modification of script '/srv/app/shop.wsgi'.", "Force restart of process 'shop'.", "Graceful restart requested 'shop'.", "Process eviction requested, waiting for requests to complete 'shop'.") },
  { says: saysOf("Application startup timer expired, stopping {*}"), kind: "process-notice", role: "worker", cause: "task-timeout", example: asSaid("Application startup timer expired, stopping daemon process 'shop'.") },
  { says: saysOf("Shutdown requested '{slot}'.", "Shutdown requested for daemon process '{slot}'.", "Stopping process '{slot}'.", "Stopping daemon process '{slot}'.", "Requests have completed{*}"), kind: "process-notice", role: "worker", cause: "shutdown",
    example: asSaid("Shutdown requested 'shop'.", "Shutdown requested for daemon process 'shop'.", "Stopping process 'shop'.", "Stopping daemon process 'shop'.", "Requests have completed, stopping process 'shop'.") },
  { says: saysOf("Shutdown timeout expired{*}"), kind: "process-notice", role: "worker", cause: "shutdown", sign: "forced", example: asSaid("Shutdown timeout expired, aborting process 'shop'.") },
  { says: saysOf("Aborting process '{slot}'.", "Aborting daemon process '{slot}'{*}"), kind: "process-exit", stage: "gone", role: "worker", cause: "shutdown", example: asSaid("Aborting process 'shop'.", "Aborting daemon process 'shop'.") }, // longer than shutdown-timeout
  { says: saysOf("Exiting process '{slot}'.", "Exiting daemon process '{slot}'."), kind: "process-exit", stage: "leaving", role: "worker", closes: "farewell", example: asSaid("Exiting process 'shop'.", "Exiting daemon process 'shop'.") },
  { says: saysOf("Dumping stack trace for {*}"), kind: "stack", role: "worker", example: asSaid("Dumping stack trace for active Python threads of application group 'main' in daemon process 'shop'.") },
  { says: saysOf("{*}"), kind: "other", example: asSaid("Initializing Python.") },

  { says: ["Timeout when reading response headers from daemon process '{slot}'{*}", "Queue timeout expired for WSGI daemon process '{slot}'.{*}"], kind: "gateway-exit", role: "gateway", cause: "request-timeout", whose: "writer",
    example: ["Timeout when reading response headers from daemon process 'shop': /srv/app/shop.wsgi", "Queue timeout expired for WSGI daemon process 'shop'."] },
  { says: ["Truncated or oversized response headers received from daemon process '{slot}'{*}", "Daemon process '{slot}' closed connection before sending complete response headers.{*}", "Error reading response headers from daemon process '{slot}' {*}", "Failed to proxy response from daemon.{*}"],
    kind: "gateway-exit", sign: "unanswered", role: "gateway", cause: "crash", whose: "writer",
    example: ["Truncated or oversized response headers received from daemon process 'shop': /srv/app/shop.wsgi", "Daemon process 'shop' closed connection before sending complete response headers.", "Error reading response headers from daemon process 'shop' (Connection reset by peer).",
      "Failed to proxy response from daemon."] },
  { says: ["Connection attempt #{#} to WSGI daemon process '{slot}' on '{*}' failed, sleeping before retrying again.", "Unable to connect to WSGI daemon process '{slot}' on '{*}"], kind: "gateway-exit", role: "gateway", cause: "crash", whose: "writer",
    example: ["Connection attempt #1 to WSGI daemon process 'shop' on '/run/wsgi.812.0.1.sock' failed, sleeping before retrying again.", "Unable to connect to WSGI daemon process 'shop' on '/run/wsgi.812.0.1.sock' after multiple attempts."] },
];
