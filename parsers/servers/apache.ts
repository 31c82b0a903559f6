/**
 * Apache httpd: its error log, as far as it tells of processes, CGI scripts and backends.
 *
 * Children come and go in silence: no start is logged, and an exit only by a signal other than TERM, HUP, USR1 and KILL, so
 * that a child killed for want of memory leaves no line. What is seen: "configured -- resuming normal operations" (a start, and the
 * end of every restart), "child pid P exit signal Segmentation fault (11)", the orders to the server, and who did not obey.
 *
 * The prefix bears the writer's pid (`[pid 812:tid 140]`, from 2.4 on), the text the child's.
 *
 * Versions: 2.2 to 2.5. Ignored on purpose: requests refused, configuration.
 * Printed by https://github.com/apache/httpd: server/{mpm_unix,mpm_common,log,main}.c, server/mpm/{prefork,worker,event}/*.c,
 * modules/generators/*cgi*, server/util_script.c, modules/proxy/*.c. mod_log_forensic: apache-forensic.ts, mod_wsgi: apache-wsgi.ts.
 */
import { defineServer, type Rule } from "../../src/recognise/declare.ts";
import { forensic } from "./apache-forensic.ts";
import { wsgi } from "./apache-wsgi.ts";

/** Before a message: the system's word on an error, the client, the message's number; in this order from 2.4 on. */
const lead = /(?:\(\d+\)[^:\n]{1,80}: |\[(?:client|remote) [^\]\s]+\] |AH\d{4,5}: )+/y;

/** The system's words for a time limit; what stands between them and the message matters not. */
const late = (says: string): string[] => [`(70007){*}: {*}${says}`, `(110){*}: {*}${says}`];
const asLate = (line: string): string[] => [
  `(70007)The timeout specified has expired: [client 10.0.3.9:51834] AH01102: ${line}`,
  `(110)Connection timed out: ${line}`,
];

// biome-ignore format: one message to an entry, a real line under it
const processes: readonly Rule[] = [
  { says: ["child pid {pid} exit signal {*} ({signal})", "child pid {pid} exit signal {*} ({signal}), possible coredump in {*}"], kind: "process-exit", stage: "gone", role: "worker", cause: "crash",
    example: ["child pid 9321 exit signal Segmentation fault (11)", "child pid 9321 exit signal Aborted (6), possible coredump in /etc/apache2"] },
  { says: "child process {pid} still did not exit, sending a SIGTERM", kind: "process-notice", role: "worker", cause: "reload", example: "child process 9321 still did not exit, sending a SIGTERM" },
  { says: ["child process {pid} still did not exit, sending a SIGKILL", "could not make child process {pid} exit, attempting to continue anyway"], kind: "process-notice", role: "worker", cause: "shutdown", sign: "forced",
    example: ["child process 9321 still did not exit, sending a SIGKILL", "could not make child process 9321 exit, attempting to continue anyway"] },
  { says: ["Child {pid} returned a Fatal error... Apache is exiting!", "Ignoring fatal error in child of previous generation (pid {pid})."], kind: "process-exit", stage: "gone", role: "worker", cause: "exit",
    example: ["Child 9321 returned a Fatal error... Apache is exiting!", "Ignoring fatal error in child of previous generation (pid 9321)."] },
  { says: "long lost child came home! (pid {pid})", kind: "process-exit", stage: "gone", role: "worker", example: "long lost child came home! (pid 9321)" },
  { says: ["child {pid} isn't taking over slots very quickly ({#} of {#})", "no record of generation {#} of exiting child {pid}", "cannot send signal {#} to pid {pid} ({*}", "refusing to send signal {#} to pid {pid} outside process group"], kind: "process-notice", role: "worker",
    example: ["child 9321 isn't taking over slots very quickly (3 of 25)", "no record of generation 2 of exiting child 9321", "cannot send signal 15 to pid 9321 (non-child or already dead)", "refusing to send signal 15 to pid 9321 outside process group"] },
  { says: ["All workers busy, not accepting new conns in this process", "Too many open connections ({*}, not accepting new conns in this process", "Accepting new connections again: {*}", "the listener thread didn't stop accepting", "the listener thread didn't exit"],
    kind: "process-notice", role: "worker", whose: "writer",
    example: ["All workers busy, not accepting new conns in this process", "Too many open connections (412, idlers 0), not accepting new conns in this process", "Accepting new connections again: 60 active conns (3 lingering/0 clogged/0 suspended), 4 idle workers",
      "the listener thread didn't stop accepting", "the listener thread didn't exit"] },
  { says: ["ap_queue_{*} failed. {*}hutdown process gracefully{*}", "apr_pollset_poll failed. {*}hutdown process gracefully", "apr_proc_mutex_{*} failed. {*}hutdown process gracefully.", "apr_queue_info_wait failed. {*}hutdown process gracefully."],
    kind: "process-exit", stage: "leaving", role: "worker", cause: "exit", whose: "writer",
    example: ["ap_queue_info_set_idle failed. Attempting to shutdown process gracefully.", "apr_pollset_poll failed.  Attempting to shutdown process gracefully", "apr_proc_mutex_lock failed. Attempting to shutdown process gracefully.",
      "apr_queue_info_wait failed. Attempting to  shutdown process gracefully."] },
  { says: ["fork: Unable to fork new process", "taking over scoreboard slot from {#}{*}"], kind: "process-notice", whose: "none", example: ["fork: Unable to fork new process", "taking over scoreboard slot from 9321 (quiescing)"] },
  { says: 'AH00102: [{ctime}] file {@}, line {#}, assertion "{*}" failed', kind: "process-notice", cause: "crash", whose: "writer", example: 'AH00102: [Tue Apr 02 14:33:07 2024] file core.c, line 4712, assertion "r" failed' },
  { says: "Child {#} started: pid {pid}, gen {#}, active {*}", kind: "process-start", role: "worker", versions: "2.4.52+",
    example: "Child 0 started: pid 9321, gen 0, active 1/1, total 1/1/1" },
  { says: "Child {#} stopped: pid {pid}, gen {#}, active {*}", kind: "process-exit", stage: "gone", role: "worker", versions: "2.4.52+",
    example: "Child 0 stopped: pid 9321, gen 0, active 0/1, total 0/1/1, quiescing 0" },
  { says: "Stopping process due to MaxConnectionsPerChild", kind: "process-exit", stage: "leaving", role: "worker", cause: "max-requests", whose: "writer", versions: "2.4.52+",
    example: "Stopping process due to MaxConnectionsPerChild" },
  { says: ["child stopping graceful={#}", "child stopped, joining watchdog threads", "child stopped, watchdogs stopped"], kind: "process-notice", role: "worker", whose: "writer", versions: "2.5",
    example: ["child stopping graceful=1", "child stopped, joining watchdog threads", "child stopped, watchdogs stopped"] },
];

// biome-ignore format: one message to an entry, a real line under it
const server: readonly Rule[] = [
  { says: ["Apache/{*} configured -- resuming normal operations", "Apache configured -- resuming normal operations", "{@} configured -- resuming normal operations"], kind: "server-start", whose: "none", // by ServerTokens; a vendor's name
    example: ["Apache/2.4.57 (Debian) mod_wsgi/4.9.4 Python/3.11 configured -- resuming normal operations", "Apache configured -- resuming normal operations", "IBM_HTTP_Server/8.5.5.0 configured -- resuming normal operations"] },
  // Written when the children have been reclaimed
  { says: "caught SIGTERM, shutting down", kind: "server-stop", cause: "shutdown", closes: "processes", whose: "none", example: "caught SIGTERM, shutting down" },
  { says: ["caught {signal}, shutting down gracefully", "no listening sockets available, shutting down", "No active child processes: shutting down"], kind: "server-stop", cause: "shutdown", whose: "none",
    example: ["caught SIGWINCH, shutting down gracefully", "no listening sockets available, shutting down", "No active child processes: shutting down"] },
  { says: "seg fault or similar nasty error detected in the parent process", kind: "server-stop", cause: "crash", whose: "none", example: "seg fault or similar nasty error detected in the parent process" },
  { says: ["A resource shortage or other unrecoverable failure was encountered before any child process initialized successfully... httpd is exiting!", "MPM run failed, exiting", "Pre-configuration failed, exiting", "Configuration Failed, exiting", "Configuration check failed, exiting", "Unable to open logs, exiting"],
    kind: "server-stop", cause: "exit", whose: "none",
    example: ["A resource shortage or other unrecoverable failure was encountered before any child process initialized successfully... httpd is exiting!", "MPM run failed, exiting", "Pre-configuration failed, exiting", "Configuration Failed, exiting", "Configuration check failed, exiting", "Unable to open logs, exiting"] },
  { says: ["{signal} received. {*}oing graceful restart", "{signal} received. {*}ttempting to restart", "Graceful restart requested, doing restart"], kind: "reload", cause: "reload", whose: "none", // after SIGHUP the children are killed at once
    example: ["SIGUSR1 received.  Doing graceful restart", "SIGHUP received.  Attempting to restart", "Graceful restart requested, doing restart"] },
  { says: ["server reached {@} setting, consider raising the {@} setting", "server is within MinSpareThreads of {@} consider raising the {@} setting", "scoreboard is full, not at MaxRequestWorkers{*}", "server seems busy, (you may need to increase {*}", "children are killed successively!"], kind: "process-notice", whose: "none",
    example: ["server reached MaxRequestWorkers setting, consider raising the MaxRequestWorkers setting", "server is within MinSpareThreads of MaxRequestWorkers, consider raising the MaxRequestWorkers setting", "scoreboard is full, not at MaxRequestWorkers.Increase ServerLimit.",
      "server seems busy, (you may need to increase StartServers, or Min/MaxSpareServers), spawning 8 children, there are 0 idle, and 40 total children", "children are killed successively!"] },
  { says: ["Server built: {*}", "Command line: '{*}'", "AcceptMutex: {@} (default: {@})", "removed PID file {@} (pid={#})", "pid file {@} overwritten -- Unclean shutdown of previous Apache run?"], kind: "other",
    example: ["Server built: 2024-04-01T10:00:00", "Command line: '/usr/sbin/apache2 -D FOREGROUND'", "AcceptMutex: sysvsem (default: sysvsem)", "removed PID file /run/apache2.pid (pid=812)", "pid file /run/apache2.pid overwritten -- Unclean shutdown of previous Apache run?"] },
];

// biome-ignore format: one message to an entry, a real line under it
const scripts: readonly Rule[] = [
  { says: "cgid daemon process died, restarting", kind: "process-exit", stage: "gone", role: "child", cause: "crash", whose: "none", example: "cgid daemon process died, restarting" },
  { says: ["cgid daemon failed to initialize", "mod_cgid: Couldn't spawn cgid daemon process", "piped log program '{*}' failed unexpectedly", "piped_log_maintenance: unable to respawn '{*}"], kind: "process-notice", role: "child", cause: "exit", whose: "none",
    example: ["cgid daemon failed to initialize", "mod_cgid: Couldn't spawn cgid daemon process", "piped log program '/usr/bin/rotatelogs /var/log/access.%F 86400' failed unexpectedly", "piped_log_maintenance: unable to respawn '/usr/bin/rotatelogs'"] },
  { says: ["CGI process {pid} didn't exit, sending SIGKILL{*}"], kind: "process-notice", role: "child", cause: "request-timeout", example: "CGI process 9400 didn't exit, sending SIGKILL again" },
  { says: ["Timeout waiting for output from CGI script {*}", "Script timed out before returning headers: {*}"], kind: "gateway-exit", role: "gateway", cause: "request-timeout", whose: "writer",
    example: ["Timeout waiting for output from CGI script /srv/app/report.cgi", "Script timed out before returning headers: report.cgi"] },
  { says: ["End of script output before headers: {*}", "Premature end of script headers: {*}", "cgid daemon is gone; is Apache terminating?{*}", "unable to connect to cgi daemon after multiple tries{*}"], kind: "gateway-exit", sign: "unanswered", role: "gateway", cause: "crash", whose: "writer",
    example: ["End of script output before headers: report.cgi", "Premature end of script headers: report.cgi", "cgid daemon is gone; is Apache terminating?: /srv/app/report.cgi", "unable to connect to cgi daemon after multiple tries: /srv/app/report.cgi"] },
  { says: ["couldn't spawn child process: {*}", "couldn't create child process: {*}"], kind: "request", cause: "crash", whose: "none",
    example: ["couldn't spawn child process: /srv/cgi/report.cgi", "couldn't create child process: 12: report.cgi"] },
];

// biome-ignore format: one message to an entry, a real line under it
const backends: readonly Rule[] = [
  // The system's word in front tells a limit from a loss.
  { says: ["error reading status line from remote server {*}", "read timeout{*}", "Error dispatching request to {*}", "Failed to read FastCGI header{*}", "error reading response headers from {*}", "read response failed from {*}", "Error reading from remote server returned by {*}"].flatMap(late),
    kind: "gateway-exit", role: "gateway", cause: "request-timeout", whose: "writer",
    example: ["error reading status line from remote server 127.0.0.1:8000", "read timeout", "Error dispatching request to : (polling)", "Failed to read FastCGI header", "error reading response headers from 127.0.0.1:4000", "read response failed from 127.0.0.1:8009 (127.0.0.1:8009)",
      "Error reading from remote server returned by /orders"].flatMap(asLate) },
  // The last word on a request; the others tell of it, too, on the way there.
  { says: ["Error reading from remote server returned by {*}", "proxy: Error reading from remote server returned by {*}"], kind: "gateway-exit", sign: "unanswered", role: "gateway", cause: "crash", whose: "writer",
    example: ["Error reading from remote server returned by /orders", "proxy: Error reading from remote server returned by /orders"] },
  { says: ["error reading status line from remote server {*}", "proxy: error reading status line from remote server {*}", "Error dispatching request to {*}", "Failed to read FastCGI header{*}",
      "error reading response headers from {*}", "read response failed from {*}", "proxy: read response failed from {*}", "Network error reading response{*}", "Closing connection to client because reading from backend server {*}", "NOT Closing connection to client although reading from backend server {*}",
      "Unexpected empty data reading {*}response{*}", "sending data to {@} failed{*}", "pass request body failed to {*}", "proxy: pass request body failed to {*}"],
    kind: "gateway-exit", role: "gateway", cause: "crash", whose: "writer",
    example: ["error reading status line from remote server 127.0.0.1:8000", "proxy: error reading status line from remote server 127.0.0.1:8000", "Error dispatching request to : ",
      "Failed to read FastCGI header", "error reading response headers from 127.0.0.1:4000", "read response failed from 127.0.0.1:8009 (127.0.0.1:8009)", "proxy: read response failed from 127.0.0.1:8009 (127.0.0.1)", "Network error reading response",
      "Closing connection to client because reading from backend server 127.0.0.1:8000 failed. Number of keepalives 0", "NOT Closing connection to client although reading from backend server 127.0.0.1:8000 failed.", "Unexpected empty data reading uwscgi response", "sending data to 127.0.0.1:3031 failed",
      "pass request body failed to 127.0.0.1:8000 (127.0.0.1) from 10.0.3.9 ()", "proxy: pass request body failed to 127.0.0.1:8000 (127.0.0.1) from 10.0.3.9 ()"] },
  { says: ["{@} attempt to connect to {*} failed", "proxy: {@} attempt to connect to {*} failed", "failed to make connection to backend: {*}", "proxy: failed to make connection to backend: {*}", "{@} failed to make connection to backend: {*}", "proxy: {@} failed to make connection to backend: {*}",
      "ap_proxy_connect_backend disabling worker for {*}", "{@} disabled connection for {*}", "{@} All workers are in error state{*}", "all workers are busy.  Unable to serve {*}", "{@} Forcing worker ({@}) into error state due to {*}"],
    kind: "gateway-exit", role: "gateway", cause: "crash", whose: "writer",
    example: ["HTTP: attempt to connect to 127.0.0.1:8000 (127.0.0.1:8000) failed", "proxy: HTTP: attempt to connect to 127.0.0.1:8000 (127.0.0.1) failed", "failed to make connection to backend: 127.0.0.1", "proxy: failed to make connection to backend: 127.0.0.1", "HTTP: failed to make connection to backend: 127.0.0.1",
      "proxy: HTTP: failed to make connection to backend: 127.0.0.1", "ap_proxy_connect_backend disabling worker for (127.0.0.1:8000) for 60s", "HTTP: disabled connection for (127.0.0.1:8000)", "balancer://shop: All workers are in error state for route (a)", "all workers are busy.  Unable to serve http://127.0.0.1:8000/",
      "balancer://shop: Forcing worker (http://127.0.0.1:8000) into error state due to status code 503 matching 'failonstatus' balancer parameter"] },
];

export const apache = defineServer({
  name: "apache",
  title: "Apache httpd",
  versions: "2.2 to 2.5; mod_wsgi 3.5 to 5.0",
  recovers: [
    "start, graceful and other restarts, stop",
    "children that crash or do not obey",
    "mod_wsgi's daemon processes: start, time limits, recycling, exit",
    "CGI scripts and backends that went away or took too long",
    "requests of mod_log_forensic that never ended",
  ],
  lead,
  rules: [...processes, ...server, ...scripts, ...backends, ...wsgi, ...forensic],
});
