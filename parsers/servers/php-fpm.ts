/**
 * PHP-FPM: a master and pools of children, each child one request at a time. Only the master writes; children speak through it
 * ("said into stderr").
 *
 * A child's end: "child 916 exited with code 0" is the normal recycling (pm.max_requests, or the script's exit of the process), "on signal 15
 * (SIGTERM)" follows "execution timed out ... terminating". "seconds from start" is the child's age. At the default level, idle
 * children that are sent away, the first children and the ends during a stop or reload leave no line.
 *
 * Versions: 5.3 to 8.5. Ignored on purpose: what is wrong with a configuration, access logs (access.format).
 * Printed by https://github.com/php/php-src: sapi/fpm/fpm/fpm_{children,request,process_ctl,events,stdio,php_trace,main,unix,systemd}.c, zlog.c.
 */
import { defineServer } from "../../src/recognise/declare.ts";

const level = "(?<lvl>DEBUG|NOTICE|WARNING|ERROR|ALERT)";
const at = "(?:pid (?<pid>\\d+), )?(?:\\w+\\(\\), line \\d+: )?";

export const phpFpm = defineServer({
  name: "php-fpm",
  title: "PHP-FPM",
  versions: "5.3 to 8.5",
  recovers: [
    "children by pool, with signal or exit code",
    "request timeouts, with script and request",
    "slow requests",
    "reloads and stops",
  ],
  heads: [
    {
      claims: "messages",
      pattern: new RegExp(`^\\[(?<ts>\\d\\d-[A-Z][a-z]{2}-\\d{4} [\\d:.]+)\\] ${level}: ${at}(?<msg>.*)$`, "s"),
      example: "[02-Apr-2024 14:33:07] NOTICE: [pool www] child 916 started",
    },
    {
      claims: "messages",
      pattern: new RegExp(`^\\[?${level}(?:\\]|:) ${at}(?<msg>.*)$`, "s"), // to syslog; before the log is open
      example: "[NOTICE] [pool www] child 916 started",
    },
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    // Children
    { says: "[pool {@}] child {pid} started", kind: "process-start", role: "worker", example: "[pool www] child 917 started" },
    { says: "[pool {@}] child {pid} exited with code 0 after {*} seconds from start", kind: "process-exit", stage: "gone", role: "worker", cause: "max-requests",
      example: "[pool www] child 913 exited with code 0 after 1834.512345 seconds from start" },
    { says: "[pool {@}] child {pid} exited with code {exitCode} after {*} seconds from start", kind: "process-exit", stage: "gone", role: "worker", cause: "exit",
      example: "[pool www] child 913 exited with code 255 after 12.512345 seconds from start" },
    // What the signal alone suggests: SIGTERM is the master's, of a request that timed out, if the line before says so; SIGKILL comes from outside.
    { says: "[pool {@}] child {pid} exited on signal 15 ({signal}) after {*} seconds from start", kind: "process-exit", stage: "gone", role: "worker", cause: "request-timeout", guess: true,
      example: "[pool www] child 916 exited on signal 15 (SIGTERM) after 65.120000 seconds from start" },
    { says: "[pool {@}] child {pid} exited on signal {#} ({signal}) after {*} seconds from start", kind: "process-exit", stage: "gone", role: "worker", cause: "oom-kill", guess: true,
      example: "[pool www] child 916 exited on signal 9 (SIGKILL) after 65.120000 seconds from start" },
    { says: "[pool {@}] child {pid} exited on signal {#} ({signal} - core dumped) after {*} seconds from start", kind: "process-exit", stage: "gone", role: "worker", cause: "crash",
      example: "[pool www] child 916 exited on signal 11 (SIGSEGV - core dumped) after 65.120000 seconds from start" },
    { says: "[pool {@}] child {pid} has been killed by the process managment after {*} seconds from start", kind: "process-exit", stage: "gone", role: "worker", cause: "scale-down", versions: "up to 7.0, sic",
      example: "[pool www] child 914 has been killed by the process managment after 61.120000 seconds from start" },
    { says: "[pool {@}] child {pid} has been killed by the process management after {*} seconds from start", kind: "process-exit", stage: "gone", role: "worker", cause: "scale-down",
      example: "[pool www] child 914 has been killed by the process management after 61.120000 seconds from start" },
    { says: "[pool {@}] child {pid}, script '{*}' (request: \"{*}\") execution timed out ({*} sec), terminating", kind: "process-notice", role: "worker", cause: "request-timeout",
      example: "[pool www] child 916, script '/srv/shop/index.php' (request: \"POST /index.php?export=1\") execution timed out (65.012931 sec), terminating" },
    { says: "[pool {@}] child {pid}, script '{*}' (pool {@}) execution timed out ({*} sec), terminating", kind: "process-notice", role: "worker", cause: "request-timeout", versions: "5.3",
      example: "[pool www] child 916, script '/srv/shop/index.php' (pool www) execution timed out (65.012931 sec), terminating" },
    { says: ["[pool {@}] child {pid}, script '{*}' (request: \"{*}\") executing too slow ({*} sec), logging", "[pool {@}] child {pid}, script '{*}' (pool {@}) executing too slow ({*} sec), logging"], kind: "process-notice", role: "worker",
      example: ["[pool www] child 915, script '/srv/shop/index.php' (request: \"GET /index.php\") executing too slow (5.012931 sec), logging", "[pool www] child 915, script '/srv/shop/index.php' (pool www) executing too slow (5.012931 sec), logging"] },
    { says: ["child {pid} stopped for tracing", "about to trace {pid}", "finished trace of {pid}"], kind: "process-notice", role: "worker", // of a slow request; the child goes on
      example: ["child 915 stopped for tracing", "about to trace 915", "finished trace of 915"] },
    { says: "[pool {@}] sending signal {#} {signal} to child {pid}", kind: "process-notice", role: "worker", cause: "shutdown", example: "[pool www] sending signal 3 SIGQUIT to child 915" },
    { says: ["[pool {@}] child {pid} said into stderr: {*}", "[pool {@}] child {pid} said into stdout: {*}"], kind: "other", role: "worker",
      example: ['[pool www] child 915 said into stderr: "PHP message: order 12 saved"', '[pool www] child 915 said into stdout: "hello", pipe is closed'] },
    { says: ["oops, unknown child ({pid}) exited {*}. Please open a bug report ({*}).", "oops, unknown child ({pid}) exited {*}.  Please open a bug report ({*}).", "unknown child ({pid}) exited {*}"], kind: "process-exit", stage: "gone", role: "child",
      example: ["oops, unknown child (990) exited with code 0. Please open a bug report (https://bugs.php.net).", "oops, unknown child (990) exited with code 0.  Please open a bug report (https://github.com/php/php-src/issues).", "unknown child (990) exited with code 0 - most likely an orphan process (master process is the init process)"] },
    { says: ["[pool {@}] child failed to initialize", "[pool {@}] unable to malloc new child", "fork() failed: {*}", "failed to ptrace({@}) child {pid}: {*}", "failed to ptrace({@}) pid {pid}: {*}"], kind: "process-notice", role: "worker",
      example: ["[pool www] child failed to initialize", "[pool www] unable to malloc new child", "fork() failed: Cannot allocate memory (12)", "failed to ptrace(PEEKDATA) pid 915: Input/output error (5)", "failed to ptrace(ATTACH) child 915: Operation not permitted (1)"] },

    // Limits
    { says: ["[pool {@}] server reached pm.max_children setting ({#}), consider raising it", "[pool {@}] server reached max_children setting ({#}), consider raising it"], kind: "process-notice", whose: "none",
      example: ["[pool www] server reached pm.max_children setting (5), consider raising it", "[pool www] server reached max_children setting (5), consider raising it"] },
    { says: ["[pool {@}] seems busy ({*}), spawning {#} children, there are {#} idle, and {#} total children", "The maximum number of processes has been reached. Please review your configuration and consider raising 'process.max'"], kind: "process-notice", whose: "none",
      example: ["[pool www] seems busy (you may need to increase pm.start_servers, or pm.min/max_spare_servers), spawning 8 children, there are 0 idle, and 12 total children",
        "The maximum number of processes has been reached. Please review your configuration and consider raising 'process.max'"] },
    { says: "failed processes threshold ({#} in {#} sec) is reached, initiating reload", kind: "reload", cause: "reload", sign: "throttled", whose: "none", example: "failed processes threshold (10 in 60 sec) is reached, initiating reload" },

    // The server
    { says: "fpm is running, pid {pid}", kind: "server-start", role: "master", example: "fpm is running, pid 912" },
    { says: "ready to handle connections", kind: "server-start", whose: "none", example: "ready to handle connections" },
    { says: "Terminating ...", kind: "server-stop", cause: "shutdown", whose: "none", example: "Terminating ..." },
    { says: "Finishing ...", kind: "server-stop", cause: "shutdown", whose: "none", example: "Finishing ..." },
    { says: "exiting, bye-bye!", kind: "server-stop", cause: "shutdown", closes: "processes", whose: "none", example: "exiting, bye-bye!" },
    { says: "Reloading in progress ...", kind: "reload", cause: "reload", whose: "none", example: "Reloading in progress ..." },
    { says: "reloading: execvp({*})", kind: "reload", cause: "reload", closes: "processes", whose: "none", example: 'reloading: execvp("/usr/sbin/php-fpm8.2", {"/usr/sbin/php-fpm8.2", "--nodaemonize"})' },
    { says: ["failed to reload: execvp() failed: {*}", "FPM initialization failed", "Another FPM instance seems to already listen on {*}"], kind: "server-stop", cause: "crash", whose: "none",
      example: ["failed to reload: execvp() failed: No such file or directory (2)", "FPM initialization failed", "Another FPM instance seems to already listen on /run/php/php8.2-fpm.sock"] },

    // Chatter
    { says: ["using inherited socket fd={#}, \"{*}\"", "systemd monitor interval set to {#}ms", "error log file re-opened", "access log file re-opened", "configuration file {*} test is successful", "concurrent reloads may be unstable",
        "[pool {@}] 'user' directive is ignored when FPM is not running as root", "[pool {@}] 'group' directive is ignored when FPM is not running as root", "'process.priority' directive is ignored when FPM is not running as root",
        "[pool {@}] Unable to set priority for this new process{*}", "child may miss signals"], kind: "other",
      example: ['using inherited socket fd=8, "/run/php/php8.2-fpm.sock"', "systemd monitor interval set to 10000ms", "error log file re-opened", "access log file re-opened", "configuration file /etc/php/8.2/fpm/php-fpm.conf test is successful",
        "concurrent reloads may be unstable", "[pool www] 'user' directive is ignored when FPM is not running as root", "[pool www] 'group' directive is ignored when FPM is not running as root",
        "'process.priority' directive is ignored when FPM is not running as root", "[pool www] Unable to set priority for this new process: Permission denied (13)", "child may miss signals"] },
    { says: ["PHP Fatal error:  Maximum execution time of {#} second{*} exceeded in {*}", "Maximum execution time of {#} second{*} exceeded{*}", "Maximum execution time of {#}+{#} seconds exceeded (terminated){*}"], kind: "request", role: "worker", cause: "request-timeout", whose: "none",
      example: ["PHP Fatal error:  Maximum execution time of 30 seconds exceeded in /srv/shop/index.php on line 12", "Maximum execution time of 1 second exceeded", "Maximum execution time of 30+2 seconds exceeded (terminated) in /srv/shop/index.php on line 12"] },
    { says: ["PHP Fatal error:  Allowed memory size of {#} bytes exhausted{*}", "Allowed memory size of {#} bytes exhausted{*}"], kind: "request", role: "worker", cause: "memory-limit", whose: "none",
      example: ["PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /srv/shop/index.php on line 12", "Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)"] },
    { says: ["[pool {@}] currently {#} active children, {#} spare children{*}", "[pool {@}] {#} child(ren) have been created dynamically", "[pool {@}] got accept without idle child available .... I forked", "{#} child(ren) still alive", "received SIG{@}",
        "switching to '{@}' state", "not switching to '{@}' state, because already in '{@}' state", "event module triggered {#} events", "event module is {@} and {#} fds have been reserved", "blocking signals before child birth",
        "unblocking signals, child born", "unblocking signals", "heartbeat have been set up with a timeout of {#}ms", "{#} bytes have been reserved in SHM"], kind: "other", versions: "log_level = debug",
      example: ["[pool www] currently 1 active children, 3 spare children, 4 running children. Spawning rate 1", "[pool www] 2 child(ren) have been created dynamically", "[pool www] got accept without idle child available .... I forked",
        "3 child(ren) still alive", "received SIGCHLD", "switching to 'reloading' state", "not switching to 'finishing' state, because already in 'terminating' state", "event module triggered 1 events",
        "event module is epoll and 11 fds have been reserved", "blocking signals before child birth", "unblocking signals, child born", "unblocking signals", "heartbeat have been set up with a timeout of 3333ms", "12345 bytes have been reserved in SHM"] },
  ],
});
