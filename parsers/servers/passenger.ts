/**
 * Phusion Passenger: a watchdog, its agents (the core, once "HelperAgent") and the application processes that the core spawns. The
 * pid in a line's prefix is the agent's; application processes are named in the text.
 *
 * An application process that dies is found missing by a poll, or by a request that fails; one that is to go is detached, gets a minute
 * for its requests and is then killed. What an application prints stands behind "App PID output:", without a time.
 *
 * Versions: 4.0 to 6.1. Ignored on purpose: the application's own output, error pages, configuration, turbocaching.
 * Printed by https://github.com/phusion/passenger: src/agent/{Core,Watchdog,Shared}, above all Core/ApplicationPool.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const passenger = defineServer({
  name: "passenger",
  title: "Phusion Passenger",
  versions: "4.0 to 6.1",
  recovers: [
    "application processes found dead, or killed after their minute",
    "crashes of the agents",
    "starts and stops",
  ],
  heads: [
    {
      claims: "messages",
      pattern:
        /^\[ (?:(?<lvl>[CEWNID]\d?) )?(?<ts>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+) (?<pid>\d+)\/(?<tid>\w+) [^\]]*\]: (?:\[Client [\d-]+\] |\[[A-Z]\w+\] )?(?<msg>.*)$/s,
      example: "[ N 2024-04-02 14:33:07.1234 7201/T1 age/Wat/WatchdogMain.cpp:1377 ]: Starting Passenger watchdog...",
    },
    {
      claims: "messages",
      pattern: /^\[ pid=(?<pid>\d+), timestamp=(?<ts>\d+) \] (?<msg>.*)$/s,
      example: "[ pid=7204, timestamp=1712068387 ] Process aborted! signo=SIGSEGV(11), reason=SEGV_MAPERR",
    },
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    // Application processes
    { says: "Process (pid={pid}, group={*}) no longer exists! Detaching it from the pool.", kind: "process-exit", stage: "gone", role: "worker", cause: "crash",
      example: "Process (pid=7301, group=/srv/shop (production)) no longer exists! Detaching it from the pool." },
    { says: "Detached process (pid={pid}, group={*}) didn't shut down within {*}. Forcefully killing it with SIGKILL.", kind: "process-notice", role: "worker", cause: "reload", sign: "forced",
      example: "Detached process (pid=7301, group=/srv/shop (production)) didn't shut down within 1 minute. Forcefully killing it with SIGKILL." },
    { says: "Checking whether to disconnect long-running connections for process {pid}, application {*}", kind: "process-notice", role: "worker", cause: "reload",
      example: "Checking whether to disconnect long-running connections for process 7301, application /srv/shop (production)" },
    { says: "Out-of-Band Work canceled: process (pid={pid}, group={*}) was concurrently re-enabled.", kind: "other", example: "Out-of-Band Work canceled: process (pid=7301, group=/srv/shop) was concurrently re-enabled." },
    { says: ["Preloader for {*} started on PID {pid}, listening on {*}", "Preloader for {*} started on PID {pid}"], kind: "process-start", role: "child",
      example: ["Preloader for /srv/shop started on PID 7290, listening on unix:/tmp/passenger.1a/apps.s/preloader.sock", "Preloader for /srv/shop started on PID 7290"] },
    { says: ["The application preloader seems to have crashed, restarting it and trying again...", "An error occurred while spawning an application process: {*}", "Could not spawn process for application {*}"], kind: "process-notice", cause: "crash", sign: "boot-failed", whose: "none",
      example: ["The application preloader seems to have crashed, restarting it and trying again...", "An error occurred while spawning an application process: end of file", "Could not spawn process for application /srv/shop: The application process exited prematurely."] },
    { says: ["Group {*} is waiting for capacity to become available. {*}", "Unable to spawn the the sole process for group {*}", "Unable to spawn the sole process for group {*}", "There are no processes right now that are eligible for shutdown. Will try again later.",
        "Cannot disable sole enabled process in group {*}"], kind: "process-notice", whose: "none",
      example: ["Group /srv/shop (production) is waiting for capacity to become available. Trying to shutdown another idle process to free capacity...",
        "Unable to spawn the the sole process for group /srv/shop because the max pool size has been reached. Trying to shutdown another idle process to free capacity...",
        "Unable to spawn the sole process for group /srv/shop because the max pool size has been reached.", "There are no processes right now that are eligible for shutdown. Will try again later.",
        "Cannot disable sole enabled process in group /srv/shop because spawning is not allowed according to the current configuration options"] },
    { says: ["App {pid} output: {*}", "App {pid} stdout: {*}", "App {pid} stderr: {*}"], kind: "other", role: "worker",
      example: ["App 7301 output: order 12 saved", "App 7301 stdout: ", "App 7301 stderr: [2024-04-02 14:33:07] order 12 saved"] },

    // Requests
    { says: ["Sending 502 response: {*}", "Returning HTTP {#} due to: {*}", "Application sent EOF before finishing response body: {*}"], kind: "gateway-exit", sign: "unanswered", cause: "crash", whose: "none",
      example: ["Sending 502 response: application did not send a complete response", "Returning HTTP 503 due to: request queue full", "Application sent EOF before finishing response body: 120 bytes already received, 80 bytes still expected"] },
    { says: ["Cannot checkout session because a spawning error occurred. {*}", "Cannot checkout session due to {*}", "App socket write error: {*}", "Disconnecting client with warning: {*}", "Disconnecting client {*}"], kind: "request", whose: "none",
      example: ["Cannot checkout session because a spawning error occurred. The identifier of the error is 1a2b3c4d.", "Cannot checkout session due to exception", "App socket write error: Broken pipe (errno=32)",
        "Disconnecting client with warning: client socket write error: Broken pipe (errno=32)", "Disconnecting client 1-12: shop.example/orders"] },

    // Agents and the server
    { says: "Starting Passenger watchdog...", kind: "server-start", whose: "writer", example: "Starting Passenger watchdog..." },
    { says: ["Passenger core online, PID {pid}{*}", "PassengerAgent server online, PID {pid}{*}", "PassengerHelperAgent online, listening at {*}"], kind: "server-start", role: "master", versions: "5.1+; 5.0; 4",
      example: ["Passenger core online, PID 7204, listening on 1 socket(s):", "PassengerAgent server online, PID 7204, listening on 1 socket(s):", "PassengerHelperAgent online, listening at unix:/tmp/passenger.1.0.7200/generation-0/request"] },
    { says: ["Starting Passenger core...", "Starting PassengerAgent {*}...", "Passenger core running in {*} mode.", "All Passenger agents started!", "API server listening on {*}", "Serving app {*}", "App type {*}", "App startup file{*}", "All log file(s) reopened.", "All log file(s) reinherited.", "Security update check{*}"],
      kind: "other",
      example: ["Starting Passenger core...", "Starting PassengerAgent watchdog...", "Passenger core running in multi-application mode.", "All Passenger agents started!", "API server listening on 1 socket(s):", "Serving app     : /srv/shop", "App type        : rack",
        "App startup file: /srv/shop/config.ru", "All log file(s) reopened.", "All log file(s) reinherited.", "Security update check: no update found (next check in 24 hours)"] },
    { says: ["{@} (pid={pid}) crashed with signal {signal}, restarting it...", "Passenger {*} (pid={pid}) crashed with signal {signal}, restarting it...", "Phusion Passenger {*} (pid={pid}) crashed with signal {signal}, restarting it..."],
      kind: "process-exit", stage: "gone", role: "gateway", cause: "crash",
      example: ["core (pid=7204) crashed with signal SIGSEGV, restarting it...", "Passenger core (pid=7204) crashed with signal SIGKILL, restarting it...", "Phusion Passenger helper agent (pid=7204) crashed with signal SIGABRT, restarting it..."] },
    { says: ["{@} (pid={pid}) crashed with exit status {exitCode}, restarting it...", "Passenger {*} (pid={pid}) crashed with exit status {exitCode}, restarting it...", "Phusion Passenger {*} (pid={pid}) crashed with exit status {exitCode}, restarting it...",
        "{@} (pid={pid}) crashed or killed for an unknown reason ({*}), restarting it...", "Passenger {*} (pid={pid}) crashed or killed for an unknown reason ({*}), restarting it..."], kind: "process-exit", stage: "gone", role: "gateway", cause: "crash",
      example: ["core (pid=7204) crashed with exit status 1, restarting it...", "Passenger core (pid=7204) crashed with exit status 1, restarting it...", "Phusion Passenger helper agent (pid=7204) crashed with exit status 1, restarting it...",
        "core (pid=7204) crashed or killed for an unknown reason (errno = No child processes), restarting it...", "Passenger core (pid=7204) crashed or killed for an unknown reason (errno = No child processes), restarting it..."] },
    { says: ["Process aborted! signo={*}", "Crash log files will be dumped to {*}"], kind: "process-notice", role: "master", cause: "crash", whose: "writer",
      example: ["Process aborted! signo=SIGSEGV(11), reason=SEGV_MAPERR, si_addr=0x10, randomSeed=1712060000", "Crash log files will be dumped to /var/tmp/passenger-crash-log.1712068387"] },
    { says: "Watchdog seems to be killed; forcing shutdown of all subprocesses", kind: "server-stop", cause: "master-died", whose: "writer", example: "Watchdog seems to be killed; forcing shutdown of all subprocesses" },
    { says: ["Received command to shutdown gracefully. Waiting until all clients have disconnected...", "Signal received. Gracefully shutting down... (send signal {#} more time(s) to force shutdown)", "Signal received. Forcing shutdown."],
      kind: "server-stop", cause: "shutdown", whose: "writer",
      example: ["Received command to shutdown gracefully. Waiting until all clients have disconnected...", "Signal received. Gracefully shutting down... (send signal 2 more time(s) to force shutdown)", "Signal received. Forcing shutdown."] },
    { says: ["All clients have now disconnected. Proceeding with graceful shutdown", "Some Phusion Passenger agent processes did not exit in time, forcefully shutting down all."], kind: "server-stop", cause: "shutdown", whose: "writer",
      example: ["All clients have now disconnected. Proceeding with graceful shutdown", "Some Phusion Passenger agent processes did not exit in time, forcefully shutting down all."] },
    { says: "Passenger core shutdown finished", kind: "server-stop", cause: "shutdown", closes: "processes", whose: "writer", example: "Passenger core shutdown finished" },
  ],
});
