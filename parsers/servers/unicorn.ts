/**
 * Unicorn, the Ruby web server: a master and single-threaded workers by number, all through Ruby's Logger, whose `#PID` is the writer's.
 *
 * Life of a worker: "worker=1 spawning..." (by the master) -> "worker=1 spawned pid=P" and "worker=1 ready" (by itself) -> "reaped #<Process::Status:
 * pid P ...> worker=1" (by the master, whatever the end was: the status inside tells). A worker that overstays is killed at once and says so before.
 * USR2 starts a second master ("executing ..."), HUP re-reads the configuration, QUIT and TERM end with "master complete".
 *
 * Versions: 1.0 to 6.1. Ignored on purpose: backtraces, socket options.
 * Printed by https://github.com/defunkt/unicorn: lib/unicorn/{http_server,configurator}.rb, lib/unicorn.rb, and by the gem unicorn-worker-killer.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const unicorn = defineServer({
  name: "unicorn",
  title: "Unicorn",
  versions: "1.0 to 6.1",
  recovers: ["workers by number, with the status of each end", "timeouts", "reloads, upgrades by USR2, stops"],
  heads: [
    {
      claims: "messages",
      pattern: /^[DIWEFA], \[(?<ts>\d{4}-\d\d-\d\dT[\d:.]+) #(?<pid>\d+)\] +(?<lvl>\w+) -- [^:]*: (?<msg>.*)$/s,
      example: "I, [2024-04-02T14:33:07.123456 #3301]  INFO -- : worker=1 ready",
    },
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    // Workers
    { says: "worker={worker} spawning...", kind: "process-start", role: "worker", whose: "none", example: "worker=1 spawning..." },
    { says: "worker={worker} spawned pid={pid}", kind: "process-start", role: "worker", example: "worker=1 spawned pid=3315" },
    { says: "worker={worker} ready", kind: "process-start", role: "worker", whose: "writer", example: "worker=1 ready" },
    { says: ["worker={worker} PID:{pid} timeout ({#}s > {#}s), killing", "worker={worker} PID:{pid} timeout ({*}s > {*}s), killing", "killing worker={worker} PID:{pid} ({*}s > {*}s)"], kind: "process-notice", role: "worker", cause: "request-timeout",
      example: ["worker=1 PID:3315 timeout (61s > 60s), killing", "worker=1 PID:3315 timeout (61.0s > 60s), killing", "killing worker=1 PID:3315 (61s > 60s)"] },
    { says: ["reaped #<Process::Status: pid {pid} {signal} (signal {#})> worker={worker}", "reaped #<Process::Status: pid {pid} {signal} (signal {#}) (core dumped)> worker={worker}", "reaped #<Process::Status: pid={pid},signaled({signal}={#})> worker={worker}"],
      kind: "process-exit", stage: "gone", role: "worker", cause: "signal", versions: "Ruby 1.9+; Ruby 1.8",
      example: ["reaped #<Process::Status: pid 3315 SIGKILL (signal 9)> worker=1", "reaped #<Process::Status: pid 3315 SIGSEGV (signal 11) (core dumped)> worker=1", "reaped #<Process::Status: pid=3315,signaled(SIGKILL=9)> worker=1"] },
    { says: ["reaped #<Process::Status: pid {pid} exit 0> worker={worker}", "reaped #<Process::Status: pid={pid},exited(0)> worker={worker}"], kind: "process-exit", stage: "gone", role: "worker", cause: "shutdown", // it was told to go: QUIT, a reload
      example: ["reaped #<Process::Status: pid 3315 exit 0> worker=1", "reaped #<Process::Status: pid=3315,exited(0)> worker=1"] },
    { says: ["reaped #<Process::Status: pid {pid} exit {exitCode}> worker={worker}", "reaped #<Process::Status: pid={pid},exited({exitCode})> worker={worker}"], kind: "process-exit", stage: "gone", role: "worker", cause: "exit", versions: "Ruby 1.9+; Ruby 1.8",
      example: ["reaped #<Process::Status: pid 3315 exit 1> worker=1", "reaped #<Process::Status: pid=3315,exited(1)> worker=1"] },
    { says: ["reaped #<Process::Status: pid {pid} {signal} (signal {#})> worker=unknown", "reaped #<Process::Status: pid {pid} {signal} (signal {#})> exec()-ed"], kind: "process-exit", stage: "gone", role: "child", cause: "signal",
      example: ["reaped #<Process::Status: pid 3390 SIGKILL (signal 9)> worker=unknown", "reaped #<Process::Status: pid 3390 SIGTERM (signal 15)> exec()-ed"] },
    { says: ["reaped #<Process::Status: pid {pid} exit {exitCode}> worker=unknown", "reaped #<Process::Status: pid {pid} exit {exitCode}> exec()-ed"], kind: "process-exit", stage: "gone", role: "child", cause: "exit",
      example: ["reaped #<Process::Status: pid 3390 exit 1> worker=unknown", "reaped #<Process::Status: pid 3390 exit 1> exec()-ed"] },
    { says: "reaped #<Process::Status: pid {pid} {*}", kind: "process-exit", stage: "gone", role: "child", example: "reaped #<Process::Status: pid 3390 stopped SIGTTIN (signal 21)> worker=unknown" },
    { says: ["#<{@}: worker (pid: {pid}) exceeds memory limit ({*} bytes > {*} bytes)", "{@} worker (pid: {pid}) exceeds memory limit ({*} bytes > {*} bytes)"], kind: "process-notice", role: "worker", cause: "memory-limit", versions: "the gem unicorn-worker-killer",
      example: ["#<Unicorn::HttpServer:0x000055d0b7c6c0aa>: worker (pid: 3315) exceeds memory limit (268484608 bytes > 268435456 bytes)", "#<Unicorn::HttpServer:0x000055d0>: worker (pid: 3315) exceeds memory limit (268484608 bytes > 268435456 bytes)"] },
    { says: "#<{@}: worker (pid: {pid}) exceeds max number of requests (limit: {#})", kind: "process-notice", role: "worker", cause: "max-requests", versions: "the gem unicorn-worker-killer",
      example: "#<Unicorn::HttpServer:0x000055d0b7c6c0aa>: worker (pid: 3315) exceeds max number of requests (limit: 3123)" },
    { says: ["#<{@} send SIG{@} (pid: {pid}) alive: {*} sec (trial {#})", "{@} send SIG{@} (pid: {pid}) alive: {*} sec (trial {#})"], kind: "process-notice", role: "worker", versions: "the gem unicorn-worker-killer",
      example: ["#<Unicorn::HttpServer:0x000055d0b7c6c0aa> send SIGQUIT (pid: 3315) alive: 42 sec (trial 1)", "#<Unicorn::HttpServer:0x000055d0b7c6c0aa>: send SIGQUIT (pid: 3315) alive: 42 sec (trial 1)"] },

    // The server
    { says: "master process ready", kind: "server-start", role: "master", whose: "writer", example: "master process ready" },
    { says: "master complete", kind: "server-stop", cause: "shutdown", closes: "processes", whose: "writer", example: "master complete" },
    { says: "gracefully stopping all workers", kind: "process-notice", cause: "scale-down", whose: "none", example: "gracefully stopping all workers" }, // WINCH: the master stays
    { says: ["reloading config_file={*}", "done reloading config_file={*}"], kind: "reload", cause: "reload", whose: "writer", example: ["reloading config_file=/srv/shop/unicorn.rb", "done reloading config_file=/srv/shop/unicorn.rb"] },
    { says: "error reloading config_file={*}", kind: "process-notice", role: "master", whose: "writer", example: "error reloading config_file=/srv/shop/unicorn.rb: undefined local variable (NameError)" },
    { says: ["executing [{*}] (in {*})", "executing {*} (in {*})"], kind: "reload", cause: "reload", whose: "writer", example: ['executing ["/usr/bin/unicorn", "-c", "unicorn.rb", {12=>#<Kgio::TCPServer:fd 12>}] (in /srv/shop)', 'executing "/usr/bin/unicorn" (in /srv/shop)'] },
    { says: ["forked child re-executing...", "config_file not present, reexecuting binary"], kind: "reload", cause: "reload", whose: "writer", example: ["forked child re-executing...", "config_file not present, reexecuting binary"] },
    { says: ["reexec-ed child already running PID:{pid}", "old PID:{pid} running with existing pid={*}, refusing rexec"], kind: "process-notice", role: "master",
      example: ["reexec-ed child already running PID:3401", "old PID:3301 running with existing pid=/run/unicorn.pid.oldbin, refusing rexec"] },
    { says: ["master loop error: {*}", "Unhandled master loop exception {*}", "listen loop error: {*}", "Unhandled listen loop exception {*}"], kind: "process-notice", cause: "crash", whose: "writer",
      example: ["master loop error: boom (RuntimeError)", "Unhandled master loop exception #<RuntimeError: boom>.", "listen loop error: boom (RuntimeError)", "Unhandled listen loop exception #<RuntimeError: boom>."] },

    // Requests
    { says: ["app error: {*} ({*})", "Read error: {*}"], kind: "request", role: "worker", cause: "crash", whose: "writer", example: ["app error: boom (RuntimeError)", "Read error: #<Errno::ECONNRESET: Connection reset by peer>"] },

    // Chatter
    { says: ["master reopening logs...", "master done reopening logs", "worker={worker} reopening logs...", "worker={worker} done reopening logs", "Refreshing Gem list"], kind: "other",
      example: ["master reopening logs...", "master done reopening logs", "worker=1 reopening logs...", "worker=1 done reopening logs", "Refreshing Gem list"] },
    { says: ["listening on addr={*} fd={#}", "inherited addr={*} fd={#}", "unlinking existing socket={*}", "adding listener failed addr={*} (in use)", "retrying in {*} seconds ({#} tries left)", "error adding listener addr={*}"], kind: "other",
      example: ["listening on addr=127.0.0.1:8080 fd=12", "inherited addr=127.0.0.1:8080 fd=12", "unlinking existing socket=/run/unicorn.sock", "adding listener failed addr=127.0.0.1:8080 (in use)", "retrying in 0.5 seconds (4 tries left)", "error adding listener addr=127.0.0.1:8080"] },
    { says: ["waiting {*}s after suspend/hibernation", "SIGWINCH ignored because we're not daemonized", "grandparent died too soon?: {*}", "pid={*} possibly stale, got EPERM signalling PID:{#}", "will not set pid={*} while reexec-ed child is running PID:{#}",
        "master failed to start, check stderr log for details"], kind: "other",
      example: ["waiting 61.0s after suspend/hibernation", "SIGWINCH ignored because we're not daemonized", "grandparent died too soon?: Broken pipe (Errno::EPIPE)", "pid=/run/unicorn.pid possibly stale, got EPERM signalling PID:3301",
        "will not set pid=/run/unicorn.pid while reexec-ed child is running PID:3401", "master failed to start, check stderr log for details"] },
    { says: "error writing pid={@} {*}", kind: "other",
      example: "error writing pid=/run/unicorn.pid #<Errno::ENOSPC: No space left on device>" },
  ],
});
