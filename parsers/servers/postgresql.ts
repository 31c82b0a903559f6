/**
 * PostgreSQL: the postmaster, its backends (one process per session) and its own helpers.
 *
 * A crash: "server process (PID P) was terminated by signal 9: Killed" (postmaster) -> "DETAIL:  Failed process was running: ..." ->
 * "terminating any other active server processes" -> from each other backend "terminating connection because of crash of
 * another server process" -> "all server processes terminated; reinitializing" -> recovery -> "ready to accept connections". One
 * culprit, many collateral ends. That SIGKILL came for want of memory is a guess.
 *
 * The prefix bears the writer's pid: the postmaster's where another process's end is told, the backend's own otherwise. From
 * the database one sees its clients die: "unexpected EOF on client connection with an open transaction".
 *
 * Versions: 9.0 to 18. Ignored on purpose: statements and their errors, replication's progress.
 * Printed by https://github.com/postgres/postgres: src/backend/postmaster/*.c, src/backend/tcop/{postgres,backend_startup}.c,
 * src/backend/access/transam/{xlog,xlogrecovery}.c, src/backend/libpq/*.c, src/backend/storage/lmgr/proc.c.
 */
import { defineServer, type Rule } from "../../src/recognise/declare.ts";

/** The rest of a log_line_prefix (line number of the session, user and database), the level, the SQLSTATE. Not the pid. */
const lead =
  /(?:\[\d+-\d+\] )?(?:[^\s:[\]]{0,60}[@=][^\s:[\]]{0,60} )?(?:LOG|FATAL|PANIC|ERROR|WARNING|NOTICE|INFO|DEBUG\d?):\s+(?:[0-9A-Z]{5}: )?/y;

// As the postmaster calls its children; a session's process first.
const sessions = ["server process", "client backend"];
const helpers = [
  "startup process",
  "background writer process",
  "checkpointer process",
  "WAL writer process",
  "WAL receiver process",
  "WAL summarizer process",
  "archiver process",
  "autovacuum launcher process",
  "autovacuum worker process",
  "statistics collector process",
  "system logger process",
  "slot sync worker process",
  "io worker process",
  "background worker",
  "startup",
  "background writer",
  "checkpointer",
  "walwriter",
  "walreceiver",
  "walsender",
  "archiver",
  "autovacuum launcher",
  "autovacuum worker",
  "logger",
  "slotsync worker",
  "io worker",
];
const each = (names: readonly string[], ...ends: readonly string[]): string[] =>
  names.flatMap((name) => ends.map((end) => `${name} ${end}`));

// biome-ignore format: one message to an entry, a real line under it
const processes: readonly Rule[] = [
  { says: each(sessions, "(PID {pid}) was terminated by signal {signal}", "(PID {pid}) was terminated by signal {signal}: {*}"), kind: "process-exit", stage: "gone", role: "worker", cause: "oom-kill", guess: true,
    example: each(sessions, "(PID 9321) was terminated by signal 11", "(PID 9321) was terminated by signal 9: Killed") },
  { says: each(helpers, "(PID {pid}) was terminated by signal {signal}: {*}").concat('background worker "{*}" (PID {pid}) was terminated by signal {signal}: {*}', "archive command was terminated by signal {signal}: {*}"), kind: "process-exit", stage: "gone", role: "child", cause: "oom-kill", guess: true,
    example: each(helpers, "(PID 815) was terminated by signal 9: Killed").concat('background worker "parallel worker" (PID 9330) was terminated by signal 6: Aborted', "archive command was terminated by signal 9: Killed") },
  { says: each(sessions, "(PID {pid}) exited with exit code {exitCode}", "(PID {pid}) was terminated by exception {*}", "(PID {pid}) exited with unrecognized status {*}"), kind: "process-exit", stage: "gone", role: "worker", cause: "exit",
    example: each(sessions, "(PID 9321) exited with exit code 1", "(PID 9321) was terminated by exception 0xC0000005", "(PID 9321) exited with unrecognized status 127") },
  { says: each(helpers, "(PID {pid}) exited with exit code {exitCode}").concat('background worker "{*}" (PID {pid}) exited with exit code {exitCode}'), kind: "process-exit", stage: "gone", role: "child", cause: "shutdown", // as every worker does at every stop
    example: each(helpers, "(PID 815) exited with exit code 1").concat('background worker "logical replication launcher" (PID 819) exited with exit code 1') },
  { says: ["Failed process was running: {*}", "DETAIL:  Failed process was running: {*}"], kind: "stack", cause: "crash", whose: "writer", example: ["Failed process was running: SELECT report()", "DETAIL:  Failed process was running: SELECT report()"] },
  { says: "terminating any other active server processes", kind: "process-notice", cause: "crash", whose: "none", example: "terminating any other active server processes" },

  { says: "terminating connection because of crash of another server process", kind: "process-exit", stage: "gone", role: "worker", cause: "crash", whose: "writer", example: "terminating connection because of crash of another server process" },
  { says: ["terminating connection due to administrator command", "terminating connection because of unexpected SIGQUIT signal", "terminating connection due to immediate shutdown command"], kind: "process-exit", stage: "gone", role: "worker", cause: "signal", whose: "writer", // pg_terminate_backend, or a fast shutdown
    example: ["terminating connection due to administrator command", "terminating connection because of unexpected SIGQUIT signal", "terminating connection due to immediate shutdown command"] },
  { says: ["terminating connection due to {@} timeout", "terminating walsender process due to replication timeout", "terminating walreceiver due to timeout", "canceling authentication due to timeout"], kind: "process-exit", stage: "gone", role: "worker", cause: "request-timeout", whose: "writer",
    example: ["terminating connection due to idle-in-transaction timeout", "terminating walsender process due to replication timeout", "terminating walreceiver due to timeout", "canceling authentication due to timeout"] },
  { says: "terminating connection due to unexpected postmaster exit", kind: "process-exit", stage: "gone", role: "worker", cause: "master-died", whose: "writer", example: "terminating connection due to unexpected postmaster exit" },
  { says: ["terminating connection due to conflict with recovery", "terminating connection because protocol synchronization was lost"], kind: "process-exit", stage: "gone", role: "worker", cause: "exit", whose: "writer",
    example: ["terminating connection due to conflict with recovery", "terminating connection because protocol synchronization was lost"] },
  { says: ['terminating background worker "{*}" due to administrator command', "terminating {@} process due to administrator command", "terminating logical replication worker due to administrator command"], kind: "process-exit", stage: "gone", role: "child", cause: "signal", whose: "writer",
    example: ['terminating background worker "parallel worker" due to administrator command', "terminating autovacuum process due to administrator command", "terminating logical replication worker due to administrator command"] },
  { says: ["autovacuum launcher shutting down", "logical replication launcher shutting down"], kind: "process-exit", stage: "leaving", role: "child", cause: "shutdown", closes: "farewell", whose: "writer", example: ["autovacuum launcher shutting down", "logical replication launcher shutting down"] },
  { says: ["autovacuum launcher started", "logical replication launcher started"], kind: "process-start", role: "child", whose: "writer", example: ["autovacuum launcher started", "logical replication launcher started"] },
  { says: ["connection received: host={*}"], kind: "process-start", role: "worker", whose: "writer", example: "connection received: host=10.0.3.9 port=51834" },
  { says: ["disconnection: session time: {*}"], kind: "process-exit", stage: "gone", role: "worker", cause: "exit", whose: "writer", example: "disconnection: session time: 0:02:14.812 user=shop database=shop host=10.0.3.9 port=51834" },
  { says: ["could not fork new process for connection: {*}", "could not fork {*} process: {*}", "could not fork worker process: {*}"], kind: "process-notice", whose: "none",
    example: ["could not fork new process for connection: Cannot allocate memory", "could not fork autovacuum worker process: Cannot allocate memory", "could not fork worker process: Cannot allocate memory"] },
  { says: ["issuing {signal} to recalcitrant children", "aborting any active transactions"], kind: "process-notice", cause: "shutdown", whose: "none", example: ["issuing SIGKILL to recalcitrant children", "aborting any active transactions"] },
  { says: ["process {pid} still waiting for {*} after {#}.{#} ms", "process {pid} detected deadlock while waiting for {*}", "process {pid} avoided deadlock for {*}", "process {pid} acquired {*} after {#}.{#} ms", "process {pid} failed to acquire {*}", "sending cancel to blocking autovacuum PID {pid}"], kind: "process-notice", role: "worker",
    example: ["process 9321 still waiting for ShareLock on transaction 71204 after 1000.112 ms", "process 9321 detected deadlock while waiting for ShareLock on transaction 71204 after 1000.087 ms", "process 9321 avoided deadlock for ShareLock on transaction 71204 by rearranging queue order after 1000.0 ms",
      "process 9321 acquired ShareLock on transaction 71204 after 2210.4 ms", "process 9321 failed to acquire ShareLock on transaction 71204 after 1000.1 ms", "sending cancel to blocking autovacuum PID 9400"] },
];

// biome-ignore format: one message to an entry, a real line under it
const server: readonly Rule[] = [
  { says: ["database system is ready to accept connections", "database system is ready to accept read only connections", "database system is ready to accept read-only connections", "starting PostgreSQL {*}"], kind: "server-start", whose: "writer",
    example: ["database system is ready to accept connections", "database system is ready to accept read only connections", "database system is ready to accept read-only connections", "starting PostgreSQL 15.6 (Debian 15.6-0+deb12u1) on x86_64-pc-linux-gnu, compiled by gcc, 64-bit"] },
  { says: "all server processes terminated; reinitializing", kind: "server-start", cause: "crash", closes: "processes", whose: "none", example: "all server processes terminated; reinitializing" },
  { says: ["database system was interrupted; last known up at {*}", "database system was interrupted while in recovery at {*}", "database system was interrupted while in recovery at log time {*}", "database system was not properly shut down; automatic recovery in progress", "database system shutdown was interrupted; last known up at {*}"],
    kind: "server-start", role: "child", cause: "crash", whose: "writer", // by the startup process: the run before ended without a word
    example: ["database system was interrupted; last known up at 2024-04-02 14:30:01 UTC", "database system was interrupted while in recovery at 2024-04-02 14:30:01 UTC", "database system was interrupted while in recovery at log time 2024-04-02 14:30:01 UTC",
      "database system was not properly shut down; automatic recovery in progress", "database system shutdown was interrupted; last known up at 2024-04-02 14:30:01 UTC"] },
  { says: ["received fast shutdown request", "received smart shutdown request", "received immediate shutdown request", "performing immediate shutdown because data directory lock file is invalid"], kind: "server-stop", cause: "shutdown", whose: "none",
    example: ["received fast shutdown request", "received smart shutdown request", "received immediate shutdown request", "performing immediate shutdown because data directory lock file is invalid"] },
  { says: "database system is shut down", kind: "server-stop", cause: "shutdown", closes: "processes", whose: "none", example: "database system is shut down" },
  { says: ["abnormal database system shutdown", 'shutting down because "restart_after_crash" is off', "shutting down due to startup process failure", "aborting startup due to startup process failure"], kind: "server-stop", cause: "crash", whose: "none",
    example: ["abnormal database system shutdown", 'shutting down because "restart_after_crash" is off', "shutting down due to startup process failure", "aborting startup due to startup process failure"] },
  { says: ["database system was shut down at {*}", "database system was shut down in recovery at {*}", "received SIGHUP, reloading configuration files", "listening on {@} {*}", "redo starts at {@}", "redo done at {*}", "redo is not required", "invalid record length at {*}", "consistent recovery state reached at {@}", "entering standby mode", "received promote request",
      "selected new timeline ID: {#}", "archive recovery complete", "checkpoint starting: {*}", "checkpoint complete: wrote {*}", "restartpoint starting: {*}", "restartpoint complete: wrote {*}", 'automatic vacuum of table "{*}', 'automatic analyze of table "{*}', "connection authorized: {*}", "connection authenticated: {*}",
      "the database system is starting up", "the database system is shutting down", "the database system is in recovery mode", "the database system is not yet accepting connections", "sorry, too many clients already", "remaining connection slots are reserved for {*}", "started streaming WAL from primary at {*}",
      "database system is in recovery mode", "parameter \"{@}\" changed to {*}"], kind: "other",
    example: ["database system was shut down at 2024-04-02 14:30:01 UTC", "database system was shut down in recovery at 2024-04-02 14:30:01 UTC", "received SIGHUP, reloading configuration files", 'listening on IPv4 address "0.0.0.0", port 5432', "redo starts at 0/1A2B3C8", "redo done at 0/1A2B3C8 system usage: CPU: user: 0.00 s", "redo is not required",
      "invalid record length at 0/1A2B3C8: wanted 24, got 0", "consistent recovery state reached at 0/1A2B3C8", "entering standby mode", "received promote request", "selected new timeline ID: 2", "archive recovery complete", "checkpoint starting: time", "checkpoint complete: wrote 44 buffers (0.3%)", "restartpoint starting: time",
      "restartpoint complete: wrote 44 buffers (0.3%)", 'automatic vacuum of table "shop.public.orders": index scans: 1', 'automatic analyze of table "shop.public.orders"', "connection authorized: user=shop database=shop", 'connection authenticated: identity="shop" method=scram-sha-256', "the database system is starting up", "the database system is shutting down",
      "the database system is in recovery mode", "the database system is not yet accepting connections", "sorry, too many clients already", "remaining connection slots are reserved for roles with the SUPERUSER attribute", "started streaming WAL from primary at 0/3000000 on timeline 1", "database system is in recovery mode", 'parameter "work_mem" changed to "64MB"'] },
  { says: "shutting down because restart_after_crash is off", kind: "server-stop", cause: "crash", role: "master", whose: "none",
    example: "shutting down because restart_after_crash is off" },
  { says: ["worker took too long to start; canceled", "autovacuum worker took too long to start; canceled"], kind: "process-notice", whose: "none",
    example: ["worker took too long to start; canceled", "autovacuum worker took too long to start; canceled"] },
  { says: ["starting background worker process {*}", "logger shutting down"], kind: "other",
    example: ['starting background worker process "apply worker"', "logger shutting down"] },
];

// biome-ignore format: one message to an entry, a real line under it
const statements: readonly Rule[] = [
  // The session lives on.
  { says: ["canceling statement due to {@} timeout", "canceling statement due to lock timeout"], kind: "task-end", role: "worker", outcome: "failed", cause: "request-timeout", whose: "writer", example: ["canceling statement due to statement timeout", "canceling statement due to lock timeout"] },
  { says: ["canceling statement due to user request", "canceling statement due to conflict with recovery", "canceling autovacuum task"], kind: "task-end", role: "worker", outcome: "failed", whose: "writer",
    example: ["canceling statement due to user request", "canceling statement due to conflict with recovery", "canceling autovacuum task"] },
  { says: ["unexpected EOF on client connection with an open transaction", "unexpected EOF on client connection", "could not receive data from client: {*}", "could not send data to client: {*}", "connection to client lost", "terminating connection because of client disconnect{*}"], kind: "gateway-exit", role: "worker", cause: "crash", whose: "writer",
    example: ["unexpected EOF on client connection with an open transaction", "unexpected EOF on client connection", "could not receive data from client: Connection reset by peer", "could not send data to client: Broken pipe", "connection to client lost", "terminating connection because of client disconnect"] },
  { says: ["The postmaster has commanded this server process to roll back the current transaction and exit, {*}", "In a moment you should be able to reconnect to the database and repeat your command."], kind: "other",
    example: ["The postmaster has commanded this server process to roll back the current transaction and exit, because another server process exited abnormally and possibly corrupted shared memory.", "In a moment you should be able to reconnect to the database and repeat your command."] },
  { says: ["DETAIL:  {*}", "HINT:  {*}", "STATEMENT:  {*}", "CONTEXT:  {*}", "QUERY:  {*}", "LOCATION:  {*}"], kind: "other",
    example: ["DETAIL:  Process 9321 waits for ShareLock on transaction 71204; blocked by process 9330.", "HINT:  See server log for query details.", "STATEMENT:  UPDATE orders SET state = 'paid'", "CONTEXT:  while updating tuple (0,3) in relation \"orders\"", "QUERY:  SELECT 1", "LOCATION:  ProcessInterrupts, postgres.c:3185"] },
  { says: ["duration: {*} ms  statement: {*}", "duration: {*} ms  execute {*}: {*}", "duration: {*} ms  parse {*}: {*}", "duration: {*} ms  bind {*}: {*}", "duration: {*} ms  plan:"], kind: "other",
    example: ["duration: 12.345 ms  statement: SELECT 1", "duration: 12.345 ms  execute <unnamed>: SELECT $1", "duration: 0.121 ms  parse <unnamed>: SELECT $1", "duration: 0.084 ms  bind S_1: SELECT $1", "duration: 812.017 ms  plan:"] },
];

export const postgresql = defineServer({
  name: "postgresql",
  title: "PostgreSQL",
  versions: "9.0 to 18",
  recovers: [
    "crashes of backends and helpers, with the statement, and what they took along",
    "recovery, start and stop of the server",
    "sessions that were ended, by whom or by what limit",
    "statements cancelled by a time limit",
    "clients that died in the middle of a transaction",
  ],
  lead,
  rules: [...processes, ...server, ...statements],
});
