/**
 * Puma, the Ruby web server: alone ("single mode", bare lines) or a master with workers ("cluster mode", `[pid] ` of the writer before each
 * line). No line bears a time; only the banners around a run do.
 *
 * A worker is known by its index and phase: "Worker 0 (PID: P) booted". The exit of a known worker is never logged: after a kill, a timeout
 * or a TERM the next "booted" of that index is its replacement. A phased restart (USR1) replaces one worker after the other, a hot restart
 * (USR2) all of them by exec, under the same master pid.
 *
 * Versions: 3.0 to 8.0. Ignored on purpose: debug output of loaded extensions, backtraces, pumactl.
 * Printed by https://github.com/puma/puma: lib/puma/{cluster,cluster/worker,launcher,runner,single,server,request,thread_pool,log_writer}.rb.
 */
import { defineServer } from "../../src/recognise/declare.ts";
import { rubyStacks } from "./ruby-stacks.ts";

export const puma = defineServer({
  name: "puma",
  title: "Puma",
  versions: "3.0 to 8.0",
  recovers: [
    "workers by index, with phases",
    "timed out workers",
    "phased and hot restarts, stops",
    "requests cut by a stop",
  ],
  dump: rubyStacks,
  heads: [
    {
      claims: "messages",
      pattern: /^\[(?<pid>\d+)\] (?<msg>.*)$/s,
      example: "[6001] - Worker 0 (PID: 6117) booted in 0.08s, phase: 0",
    },
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    // Workers
    { says: ["- Worker {worker} (PID: {pid}) booted in {*}s, phase: {#}", "- Worker {worker} (PID: {pid}) booted, phase: {#}", "- Worker {worker} (pid: {pid}) booted, phase: {#}"], kind: "process-start", role: "worker",
      versions: "5.3+; 5.0 to 5.2; before",
      example: ["- Worker 0 (PID: 6117) booted in 0.08s, phase: 0", "- Worker 1 (PID: 6130) booted, phase: 1", "- Worker 1 (pid: 6130) booted, phase: 0"] },
    { says: ["- Worker {worker} (PID: {pid}) terminating", "- Worker {worker} (pid: {pid}) terminating"], kind: "process-notice", role: "worker", cause: "scale-down", versions: "5+; before",
      example: ["- Worker 2 (PID: 6119) terminating", "- Worker 2 (pid: 6119) terminating"] },
    { says: ["! Terminating timed out worker (Worker {worker} failed to boot within {#} seconds): {pid}", "! Terminating timed out worker (worker failed to boot within {#} seconds): {pid}"],
      kind: "process-notice", role: "worker", cause: "crash", sign: "boot-failed", versions: "6+; 5",
      example: ["! Terminating timed out worker (Worker 0 failed to boot within 60 seconds): 6117", "! Terminating timed out worker (worker failed to boot within 60 seconds): 6117"] },
    { says: ["! Terminating timed out worker (Worker {worker} failed to check in within {#} seconds): {pid}", "! Terminating timed out worker (worker failed to check in within {#} seconds): {pid}", "! Terminating timed out worker: {pid}"],
      kind: "process-notice", role: "worker", cause: "request-timeout", versions: "6+; 5; before",
      example: ["! Terminating timed out worker (Worker 2 failed to check in within 60 seconds): 6117", "! Terminating timed out worker (worker failed to check in within 60 seconds): 6117", "! Terminating timed out worker: 6117"] },
    { says: ["- Stopping {pid} for phased upgrade...", "- Stopping {pid} for refork..."], kind: "process-notice", role: "worker", cause: "reload", versions: "all; 6+",
      example: ["- Stopping 6117 for phased upgrade...", "- Stopping 6117 for refork..."] },
    { says: "- {@} sent to {pid}...", kind: "process-notice", role: "worker", cause: "reload", // of a phased restart: TERM, KILL after its patience has ended
      example: "- TERM sent to 6117..." },
    { says: "! reaped unknown child process pid={pid} status=pid {#} exit {exitCode}", kind: "process-exit", stage: "gone", role: "child", cause: "exit", versions: "6.4.2+",
      example: "! reaped unknown child process pid=6160 status=pid 6160 exit 0" },
    { says: ["! reaped unknown child process pid={pid} status=pid {#} {signal} (signal {#})", "! reaped unknown child process pid={pid} status=pid {#} {signal} (signal {#}) (core dumped)"],
      kind: "process-exit", stage: "gone", role: "child", cause: "signal", versions: "6.4.2+",
      example: ["! reaped unknown child process pid=6160 status=pid 6160 SIGKILL (signal 9)", "! reaped unknown child process pid=6160 status=pid 6160 SIGSEGV (signal 11) (core dumped)"] },
    { says: "! reaped unknown child process pid={pid} status={*}", kind: "process-exit", stage: "gone", role: "child", cause: "exit", versions: "6.4.2+",
      example: "! reaped unknown child process pid=6160 status=0" },
    { says: "! Detected parent died, dying", kind: "process-exit", stage: "leaving", role: "worker", cause: "crash", whose: "writer", example: "! Detected parent died, dying" },
    { says: "Master seems to have exited, exiting.", kind: "process-exit", stage: "leaving", role: "worker", cause: "crash", whose: "writer", versions: "3 and 4", example: "Master seems to have exited, exiting." },
    { says: "! Unable to start worker", kind: "process-exit", stage: "leaving", role: "worker", cause: "crash", whose: "writer", versions: "5.3+", example: "! Unable to start worker" },
    { says: "Early termination of worker", kind: "process-exit", stage: "leaving", role: "worker", cause: "shutdown", whose: "writer", example: "Early termination of worker" },
    { says: "! Out-of-sync worker list, no {pid} worker", kind: "process-notice", role: "worker", example: "! Out-of-sync worker list, no 6117 worker" },
    { says: ["PumaWorkerKiller: Out of memory. {#} workers consuming total: {*} mb out of max: {*} mb. Sending TERM to pid {pid} consuming {*} mb.{*}", "PumaWorkerKiller: Out of memory. {*}Sending TERM to {*}pid: {pid}{*}"],
      kind: "process-notice", role: "worker", cause: "memory-limit", versions: "the gem puma_worker_killer",
      example: ["PumaWorkerKiller: Out of memory. 5 workers consuming total: 500 mb out of max: 450 mb. Sending TERM to pid 6119 consuming 53 mb.", "PumaWorkerKiller: Out of memory. 5 workers consuming total: 500.2 mb out of max: 450.0 mb. Sending TERM to #<Puma::Cluster::Worker index=0> pid: 6119"] },
    { says: "PumaWorkerKiller: Rolling Restart. {#} workers consuming total: {*} mb. Sending TERM to pid {pid}.", kind: "process-notice", role: "worker", cause: "max-lifetime", versions: "the gem puma_worker_killer",
      example: "PumaWorkerKiller: Rolling Restart. 5 workers consuming total: 650mb mb. Sending TERM to pid 6119." },
    { says: "PumaWorkerKiller: Consuming {*} mb with master and {#} workers{*}", kind: "other", versions: "the gem puma_worker_killer", example: "PumaWorkerKiller: Consuming 250.0 mb with master and 2 workers." },

    // The server
    { says: "Puma starting in {@} mode...", kind: "server-start", role: "master", whose: "writer", example: "Puma starting in cluster mode..." },
    { says: ["*   Master PID: {pid}", "*          PID: {pid}"], kind: "server-start", role: "master", versions: "5+", example: ["*   Master PID: 6001", "*          PID: 6001"] },
    { says: "=== puma startup: {*} ===", kind: "server-start", role: "master", whose: "writer", example: "=== puma startup: 2024-04-02 14:33:07 +0000 ===" },
    { says: "- Gracefully shutting down workers...", kind: "server-stop", cause: "shutdown", whose: "writer", example: "- Gracefully shutting down workers..." },
    { says: ["- Gracefully stopping, waiting for requests to finish", "* Gracefully stopping, waiting for requests to finish"], kind: "server-stop", cause: "shutdown", whose: "none",
      example: ["- Gracefully stopping, waiting for requests to finish", "* Gracefully stopping, waiting for requests to finish"] },
    { says: "* Stopping immediately!", kind: "server-stop", cause: "shutdown", whose: "writer", example: "* Stopping immediately!" },
    { says: ["- All workers reached idle timeout", "- Idle timeout reached"], kind: "server-stop", cause: "shutdown", whose: "writer", versions: "6.4+", example: ["- All workers reached idle timeout", "- Idle timeout reached"] },
    { says: "=== puma shutdown: {*} ===", kind: "server-stop", cause: "shutdown", whose: "writer", example: "=== puma shutdown: 2024-04-02 14:33:07 +0000 ===" },
    { says: ["- Goodbye!", "* Goodbye!"], kind: "server-stop", cause: "shutdown", closes: "processes", whose: "writer", example: ["- Goodbye!", "* Goodbye!"] },
    { says: "! Cancelled waiting for workers", kind: "server-stop", cause: "shutdown", whose: "writer", example: "! Cancelled waiting for workers" },
    { says: "! Complete inability to spawn new workers detected", kind: "process-notice", role: "master", cause: "crash", whose: "writer", example: "! Complete inability to spawn new workers detected" },
    { says: "! Seppuku is the only choice.", kind: "server-stop", cause: "crash", whose: "writer", example: "! Seppuku is the only choice." },
    { says: ["! Unable to load application: {*}", "No application configured, nothing to run", "ERROR: No application configured, nothing to run"], kind: "server-stop", cause: "crash", sign: "boot-failed", whose: "writer",
      example: ["! Unable to load application: LoadError: cannot load such file -- shop", "No application configured, nothing to run", "ERROR: No application configured, nothing to run"] },
    { says: ["- Starting phased worker restart, phase: {#}", "- Starting worker refork, phase: {#}"], kind: "reload", cause: "reload", whose: "writer", versions: "all; 6+",
      example: ["- Starting phased worker restart, phase: 1", "- Starting worker refork, phase: 1"] },
    { says: "* Restarting...", kind: "reload", cause: "reload", closes: "processes", whose: "writer", example: "* Restarting..." },
    { says: ["* phased-restart called but not available, restarting normally.", "* refork called but not available."], kind: "process-notice", cause: "reload", whose: "writer",
      example: ["* phased-restart called but not available, restarting normally.", "* refork called but not available."] },
    { says: "+ Changing to {*}", kind: "other", example: "+ Changing to /srv/shop" },

    // Requests
    { says: ["Detected force shutdown of a thread", "Detected force shutdown of a thread, returning 503"], kind: "request", cause: "shutdown", whose: "writer", versions: "5+; before",
      example: ["Detected force shutdown of a thread", "Detected force shutdown of a thread, returning 503"] },
    { says: ["HTTP parse error, malformed request {*}", "HTTP connection error: {*}", "Rack app ({*}): #<{*}", "Rack app: #<{*}", "Rack app error handling request {*}"], kind: "request", // behind a time
      example: ['HTTP parse error, malformed request ("GET /x" - (127.0.0.1)): #<Puma::HttpParserError: Invalid HTTP format>', "HTTP connection error: #<Errno::EPIPE>", 'Rack app ("POST /orders" - (127.0.0.1)): #<RuntimeError: boom>',
        "Rack app: #<RuntimeError: boom>", "Rack app error handling request { POST /orders }"] },
    { says: ["{pid}: === Begin thread backtrace dump ===", "{pid}: === End thread backtrace dump ===", "{pid}: Thread {#}/{#}: {*}", "Thread TID-{tid} {*}"], kind: "stack",
      example: ["6117: === Begin thread backtrace dump ===", "6117: === End thread backtrace dump ===", "6117: Thread 1/12: #<Thread:0x00007f1d649fd6c0 run>", "Thread TID-x1c puma srv tp 001"] },
    { says: ["Error reached top of thread-pool: {*}", "Exception handling servers: {*}", "! Detected exception at toplevel: {*}", "Exception calling out_of_band_hook: {*}"], kind: "process-notice", whose: "writer",
      example: ["Error reached top of thread-pool: boom (RuntimeError)", "Exception handling servers: boom (RuntimeError)", "! Detected exception at toplevel: boom (RuntimeError)", "Exception calling out_of_band_hook: boom (RuntimeError)"] },

    // Chatter
    { says: ["* Version {*}, codename: {*}", "* Puma version: {*}", "* Ruby version: {*}", "* Min threads: {#}, max threads: {#}", "*  Min threads: {#}", "*  Max threads: {#}", "* Environment: {*}", "*  Environment: {*}", "* Process workers: {#}",
        "*      Workers: {#}", "*     Restarts: {*}", "* Preloading application", "* Phased restart available", "* Mode: {*}", "* Daemonizing...", "* Listening on {*}", "* Inherited {*}", "* Activated {*}", "* Starting control server on {*}",
        "* Pruning Bundler environment", "* Enabling systemd notification integration", "* Started new process {#} as daemon...", "+ Gemfile in context: {*}"], kind: "other",
      example: ["* Version 4.3.12 (ruby 2.7.8-p225), codename: Mysterious Traveller", '* Puma version: 5.6.5 (ruby 3.1.2-p20) ("Birdie\'s Version")', "* Ruby version: ruby 3.3.0", "* Min threads: 0, max threads: 5", "*  Min threads: 0", "*  Max threads: 5",
        "* Environment: production", "*  Environment: production", "* Process workers: 2", "*      Workers: 2", "*     Restarts: (\u2714) hot (\u2714) phased", "* Preloading application", "* Phased restart available", "* Mode: Lopez Express (tcp)",
        "* Daemonizing...", "* Listening on http://127.0.0.1:9292", "* Inherited tcp://127.0.0.1:9292", "* Activated unix:///run/puma.sock", "* Starting control server on http://127.0.0.1:9293", "* Pruning Bundler environment",
        "* Enabling systemd notification integration", "* Started new process 6001 as daemon...", "+ Gemfile in context: /srv/shop/Gemfile"] },
    { says: ["! WARNING: Detected {*}", "! Running Puma in cluster mode with a single worker is often a misconfiguration.", "! Consider running Puma in single-mode (workers = 0) in order to reduce memory overhead.",
        "! Set the `silence_single_worker_warning` option to silence this warning message.", "! Unable to prune Bundler environment, continuing", "! Promoting existing objects to old generation...", "! Compacting...",
        "! Friendly fork preparation complete."], kind: "other",
      example: ["! WARNING: Detected 2 Thread(s) started in app boot:", "! Running Puma in cluster mode with a single worker is often a misconfiguration.", "! Consider running Puma in single-mode (workers = 0) in order to reduce memory overhead.",
        "! Set the `silence_single_worker_warning` option to silence this warning message.", "! Unable to prune Bundler environment, continuing", "! Promoting existing objects to old generation...", "! Compacting...",
        "! Friendly fork preparation complete."] },
    { says: ["Use Ctrl-C to stop", "Pinging systemd watchdog every {*} sec", "Sending status to systemd every {*} sec", "WARNING hook {@} failed with exception ({*}) {*}", "% Spawned worker: {#}", "% Culling {*}", "% Workers to cull: {*}", "% Drained {#} additional connections.",
        "- Spawned worker: {#}", "- Culling {*} workers", "- Workers to cull: {*}"], kind: "other",
      example: ["Use Ctrl-C to stop", "Pinging systemd watchdog every 15.0 sec", "Sending status to systemd every 15.0 sec", "WARNING hook on_worker_boot failed with exception (RuntimeError) boom", "% Spawned worker: 6117", "% Culling 1 workers",
        "% Workers to cull: [6117]", "% Drained 3 additional connections.", "- Spawned worker: 6117", "- Culling 1 workers", "- Workers to cull: [6117]"] },
  ],
});
