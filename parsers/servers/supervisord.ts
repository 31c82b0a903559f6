/**
 * Supervisor (supervisord), which starts programs, restarts them and stops them.
 *
 * Life of a program: "spawned: 'web' with pid P" -> "success: web entered RUNNING state" -> "exited: web (...)" (by itself)
 * or "stopped: web (...)" (on request) -> "spawned" again. Only "spawned" and "killing" bear its pid: the program's name
 * joins the lines. A program that exits at once is spawned again after 1, 2, 3 s ..., until "gave up".
 *
 * `exited` tells the wait status alone: SIGKILL may come from anybody, and that it was for want of memory is a guess.
 * A program is often a master itself (gunicorn, uWSGI): its death takes its workers along.
 *
 * Versions: 3.0 to 4.3. Ignored on purpose: the programs' own output, the web interface's lines at level TRAC.
 * Printed by https://github.com/Supervisor/supervisor: supervisor/{process,supervisord,options,dispatchers,http,xmlrpc}.py.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const supervisord = defineServer({
  name: "supervisord",
  title: "Supervisor",
  versions: "3.0 to 4.3",
  recovers: [
    "start, end and restart of programs, with signal or exit status",
    "programs killed because they took too long to stop",
    "programs given up after too many retries",
    "stop and restart of supervisord itself",
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    // Programs
    { says: ["spawned: '{slot}' with pid {pid}", "spawned: \"{slot}\" with pid {pid}", "spawned: u'{slot}' with pid {pid}"], kind: "process-start", role: "worker", // the others: repr() in 3.x
      example: ["spawned: 'mailer' with pid 6971", "spawned: \"bob's\" with pid 6971", "spawned: u'mailer' with pid 6971"] },
    { says: "success: {slot} entered RUNNING state, process has stayed up for {*}", kind: "process-start", role: "worker", // "for > than 1 seconds (startsecs)"
      example: "success: mailer entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)" },
    { says: ["exited: {slot} (exit status {exitCode}; not expected)", "exited: {slot} (exit status {exitCode}; expected)", "exited: {slot} (exit status {exitCode})"],
      kind: "process-exit", stage: "gone", role: "worker", cause: "exit",
      example: ["exited: mailer (exit status 1; not expected)", "exited: mailer (exit status 0; expected)", "exited: mailer (exit status 0)"] },
    { says: ["exited: {slot} (terminated by {signal}; {*}", "exited: {slot} (terminated by {signal} (core dumped); {*}", "exited: {slot} (terminated by signal {signal}{*}"],
      kind: "process-exit", stage: "gone", role: "worker", cause: "oom-kill", guess: true,
      example: ["exited: mailer (terminated by SIGKILL; not expected)", "exited: mailer (terminated by SIGSEGV (core dumped); not expected)", "exited: mailer (terminated by signal 34; not expected)"] },
    { says: "exited: {slot} (unknown termination cause {%}; {*}", kind: "process-exit", stage: "gone", role: "worker", cause: "exit",
      example: "exited: mailer (unknown termination cause 0x137f; not expected)" },
    { says: "stopped: {slot} (exit status {exitCode})", kind: "process-exit", stage: "gone", role: "worker", cause: "shutdown", example: "stopped: mailer (exit status 0)" },
    { says: ["stopped: {slot} (terminated by {signal})", "stopped: {slot} (terminated by {signal} (core dumped))", "stopped: {slot} (terminated by signal {signal}{*}"],
      kind: "process-exit", stage: "gone", role: "worker", cause: "shutdown",
      example: ["stopped: mailer (terminated by SIGTERM)", "stopped: mailer (terminated by SIGQUIT (core dumped))", "stopped: mailer (terminated by signal 34)"] },
    { says: "stopped: {slot} (unknown termination cause {%})", kind: "process-exit", stage: "gone", role: "worker", cause: "shutdown", example: "stopped: mailer (unknown termination cause 0x137f)" },
    // The process itself went with the "exited" line before; how it ended is told there.
    { says: "gave up: {slot} entered FATAL state, {*}", kind: "process-exit", stage: "gone", role: "worker", cause: "crash", guess: true, sign: "gave-up",
      example: "gave up: mailer entered FATAL state, too many start retries too quickly" },
    { says: ["reaped unknown pid {pid} (exit status {exitCode})", "reaped unknown pid {pid} (unknown termination cause {%})", "reaped unknown pid {pid}", "reaped unknown pid {pid})"],
      kind: "process-exit", stage: "gone", role: "child", cause: "exit", versions: "4.2+; the third up to 4.1; the last 3.0", // an orphan that came to supervisord as pid 1
      example: ["reaped unknown pid 812 (exit status 0)", "reaped unknown pid 812 (unknown termination cause 0x137f)", "reaped unknown pid 812", "reaped unknown pid 812)"] },
    { says: ["reaped unknown pid {pid} (terminated by {signal})", "reaped unknown pid {pid} (terminated by {signal} (core dumped))", "reaped unknown pid {pid} (terminated by signal {signal}{*}"],
      kind: "process-exit", stage: "gone", role: "child", cause: "signal", versions: "4.2+",
      example: ["reaped unknown pid 812 (terminated by SIGTERM)", "reaped unknown pid 812 (terminated by SIGSEGV (core dumped))", "reaped unknown pid 812 (terminated by signal 34)"] },

    // Stops of a program
    { says: ["killing '{slot}' ({pid}) with SIGKILL", "killing \"{slot}\" ({pid}) with SIGKILL", "killing u'{slot}' ({pid}) with SIGKILL"], kind: "process-notice", role: "worker", cause: "shutdown", sign: "forced", // stopwaitsecs is over
      example: ["killing 'mailer' (6971) with SIGKILL", "killing \"bob's\" (6971) with SIGKILL", "killing u'mailer' (6971) with SIGKILL"] },
    { says: ["killing {slot} (pid {pid}) with signal {signal}", "killing {slot} (pid {pid}) process group with signal {signal}", "killing {slot} (pid {pid}) with signal signal {signal}"], kind: "process-notice", role: "worker", cause: "shutdown",
      example: ["killing mailer (pid 6971) with signal SIGTERM", "killing mailer (pid 6971) process group with signal SIGTERM", "killing mailer (pid 6971) with signal signal 34"] },
    { says: "waiting for {slot} to stop", kind: "process-notice", role: "worker", cause: "shutdown", versions: "3.2+", example: "waiting for mailer to stop" },
    { says: ["sending {slot} (pid {pid}) sig {signal}", "sending {slot} (pid {pid}) sig signal {signal}"], kind: "process-notice", role: "worker", versions: "3.2+", // supervisorctl signal
      example: ["sending mailer (pid 6971) sig SIGHUP", "sending mailer (pid 6971) sig signal 34"] },
    { says: ["unable to signal {slot} (pid {pid}), it probably just{*}", "unknown problem killing {slot} ({pid}):{*}", "unknown problem sending sig {slot} ({pid}):{*}"], kind: "process-notice", role: "worker",
      example: ["unable to signal mailer (pid 6971), it probably just exited on its own: [Errno 3] No such process", "unknown problem killing mailer (6971):Traceback (most recent call last):",
        "unknown problem sending sig mailer (6971):Traceback (most recent call last):"] },
    { says: ["Attempted to kill {@}, which is in BACKOFF state.", "attempted to kill {@} with sig {@} but it wasn't running", "attempted to send {@} sig {@} but it wasn't running"], kind: "other",
      example: ["Attempted to kill mailer, which is in BACKOFF state.", "attempted to kill mailer with sig SIGTERM but it wasn't running", "attempted to send mailer sig SIGHUP but it wasn't running"] },

    // Births that failed: the second kind is in the program's own log, by the fork that was to become it
    { says: "spawnerr: {*}", kind: "process-notice", role: "worker", example: "spawnerr: can't find command '/srv/app/mailer'" },
    { says: "supervisor: child process was not spawned", kind: "process-notice", role: "worker", cause: "exit", example: "supervisor: child process was not spawned" },
    { says: ["supervisor: couldn't exec {*}", "supervisor: couldn't chdir to {*}", "supervisor: couldn't setuid to {*}", "supervisor: error trying to setuid to {*}"], kind: "process-notice", role: "worker", cause: "exit",
      example: ["supervisor: couldn't exec /srv/app/mailer: ENOEXEC", "supervisor: couldn't chdir to /srv/app: ENOENT", "supervisor: couldn't setuid to 33: Can't drop privilege as nonroot user", "supervisor: error trying to setuid to 33 (Can't find uid 33)"] },

    // supervisord itself
    { says: "supervisord started with pid {pid}", kind: "server-start", example: "supervisord started with pid 6935" }, // again, under the same pid, after a restart request
    { says: ["received {signal} indicating exit request", "received signal {signal} indicating exit request"], kind: "server-stop", cause: "shutdown",
      example: ["received SIGTERM indicating exit request", "received signal 34 indicating exit request"] },
    { says: "waiting for {*} to die", kind: "server-stop", cause: "shutdown", example: "waiting for mailer, web_00 to die" },
    { says: "received {signal} indicating restart request", kind: "reload", cause: "reload", example: "received SIGHUP indicating restart request" },
    { says: ["ignored {signal} indicating restart request (shutdown in progress)", "received {signal} indicating log reopen request", "received {signal} indicating a child quit", "received {signal} indicating nothing",
        "received signal {signal} indicating nothing"], kind: "other",
      example: ["ignored SIGHUP indicating restart request (shutdown in progress)", "received SIGUSR2 indicating log reopen request", "received SIGCHLD indicating a child quit", "received SIGWINCH indicating nothing",
        "received signal 34 indicating nothing"] },
    { says: ["waitpid error {*}; a process may not be cleaned up properly", "waitpid error; a process may not be cleaned up properly", "process '{@}' ({#}) laststart time is in the future, {*}", "process '{@}' already running"], kind: "other",
      example: ["waitpid error 22; a process may not be cleaned up properly", "waitpid error; a process may not be cleaned up properly",
        "process 'mailer' (6971) laststart time is in the future, don't know how long process was running so assuming it did not exit too quickly", "process 'mailer' already running"] },

    // Start-up and files
    { says: ["Supervisor is running as root.{*}", "Supervisor running as root (no user in config file)", "Set uid to user {@} succeeded", "Increased RLIMIT_{@} limit to {#}", "daemonizing the supervisord process",
        "supervisord forked; parent exiting", "set current directory: {*}", "could not write pidfile {*}", "supervisord logreopen", "reopening log file"], kind: "other",
      example: ["Supervisor is running as root.  Privileges were not dropped because no user is specified in the config file.  If you intend to run as root, you can set user=root in the config file to avoid this message.",
        "Supervisor running as root (no user in config file)", "Set uid to user 33 succeeded", "Increased RLIMIT_NOFILE limit to 65536", "daemonizing the supervisord process", "supervisord forked; parent exiting",
        "set current directory: '/srv/app'", "could not write pidfile /run/supervisord.pid", "supervisord logreopen", "reopening log file"] },
    { says: ["Included extra file {*} during parsing", "Unlinking stale socket {@}", "Creating socket {@}", "Closing socket {@}", "Could not clear childlog dir", "Failed to clean up {*}"], kind: "other",
      example: ["Included extra file \"/etc/supervisor/conf.d/mailer.conf\" during parsing", "Unlinking stale socket /run/supervisor.sock", "Creating socket unix:///run/mailer.sock", "Closing socket tcp://127.0.0.1:9000",
        "Could not clear childlog dir", "Failed to clean up '/tmp/mailer-stdout---supervisor-a8x2.log'"] },

    // Programs' output, event listeners, remote calls
    { says: ["{@} stdout output:", "{@} stderr output:", "{@} stdout emitted a comm event", "{@} stderr emitted a comm event", "fd {#} closed, stopped monitoring {*}"], kind: "other",
      example: ["'mailer' stdout output:", "'mailer' stderr output:", "'mailer' stdout emitted a comm event", "'mailer' stderr emitted a comm event",
        "fd 8 closed, stopped monitoring <POutputDispatcher at 139 for <Subprocess at 140 with name mailer in state RUNNING> (stdout)>"] },
    { says: ["{@}: event was processed", "{@}: event was rejected", "{@}: event caused an error", "{@}: bad result line: {*}", "{@}: has entered the UNKNOWN state and will no longer receive events{*}",
        "{@}: READY -> {@}", "{@}: BUSY -> {@}", "{@}: BUSY -> {@} ({*})", "{@}: ACKNOWLEDGED -> {@}"], kind: "other",
      example: ["memmon: event was processed", "memmon: event was rejected", "memmon: event caused an error", "memmon: bad result line: 'RESULT x'",
        "memmon: has entered the UNKNOWN state and will no longer receive events, this usually indicates the process violated the eventlistener protocol", "memmon: READY -> UNKNOWN", "memmon: BUSY -> ACKNOWLEDGED",
        "memmon: BUSY -> ACKNOWLEDGED (processed)", "memmon: ACKNOWLEDGED -> READY"] },
    { says: ["event {#} sent to listener {@}", "epipe occurred while sending event {#} to listener {*}", "rebuffering event {#} for pool {*}", "pool {@} event buffer overflowed, discarding event {#}"], kind: "other",
      example: ["event 12 sent to listener memmon", "epipe occurred while sending event 12 to listener memmon, listener state unchanged", "rebuffering event 12 for pool memmon (buf size=1, max=10)",
        "pool memmon event buffer overflowed, discarding event 12"] },
    { says: ["RPC interface {@} initialized", "Server {@} running without any HTTP authentication checking", "XML-RPC method called: {*}", "XML-RPC method {@} returned {*}", "XML-RPC request data {*} is invalid: {*}",
        "Handling XML-RPC request with data {*}"], kind: "other",
      example: ["RPC interface 'supervisor' initialized", "Server 'unix_http_server' running without any HTTP authentication checking", "XML-RPC method called: supervisor.getAllProcessInfo()",
        "XML-RPC method supervisor.startProcess() returned fault: [60] ALREADY_STARTED: mailer", "XML-RPC request data 'x' is invalid: unmarshallable",
        "Handling XML-RPC request with data 'x' raised an unexpected exception: Traceback (most recent call last):"] },
    { says: "uncaptured python exception, closing channel {*}", kind: "other", example: "uncaptured python exception, closing channel <POutputDispatcher at 139 (stdout)> (<class 'OSError'>:[Errno 5] Input/output error)" },
  ],
});
