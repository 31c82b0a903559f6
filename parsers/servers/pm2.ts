/**
 * PM2, the process manager for Node.js: the daemon's log (~/.pm2/pm2.log).
 *
 * `[api:0]` is a name and a pm_id, not a pid: the id is the slot, unique among all apps. "via signal [SIGINT]" is the default
 * wording where there was no signal. "failed to kill - retrying" is routine polling of a process that was told to stop.
 * `pid=` stands only in the words of a stop.
 *
 * Life of a crash: "App [api:0] exited with code [1] via signal [SIGINT]" -> "starting in -cluster mode-" -> "online".
 *
 * Versions: 2.10 to 7.0. Ignored on purpose: the command line's tables, applications' logs, monitoring agents.
 * Printed by https://github.com/Unitech/pm2: lib/{God,Worker,Daemon,Watcher}.js, lib/God/*.js.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const pm2 = defineServer({
  name: "pm2",
  title: "PM2",
  versions: "2.10 to 7.0",
  recovers: [
    "apps that exit, with status and signal, by pm_id",
    "restarts by memory limit, cron and file changes",
    "stops, kills and what outlives its kill timeout",
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: ["App [{*}:{worker}] starting in -cluster mode-", "App [{*}:{worker}] starting in -fork mode-", "App [{*}:{worker}] online", "Starting execution sequence in -cluster mode- for app name:{*} id:{worker}", "Starting execution sequence in -fork mode- for app name:{*} id:{worker}", "App name:{*} id:{worker} online"], kind: "process-start", role: "worker", whose: "none",
      example: ["App [api:0] starting in -cluster mode-", "App [api:0] starting in -fork mode-", "App [api:0] online", "Starting execution sequence in -cluster mode- for app name:api id:0", "Starting execution sequence in -fork mode- for app name:api id:0", "App name:api id:0 online"] },
    { says: ["App [{*}:{worker}] exited with code [1] via signal [SIGINT]", "App [{*}] with id [{worker}] and pid [{pid}], exited with code [1] via signal [SIGINT]"], kind: "process-exit", stage: "gone", cause: "crash", role: "worker",
      example: ["App [api:0] exited with code [1] via signal [SIGINT]", "App [api] with id [0] and pid [5521], exited with code [1] via signal [SIGINT]"] },
    { says: ["App [{*}:{worker}] exited with code [{exitCode}] via signal [SIGINT]", "App [{*}] with id [{worker}] and pid [{pid}], exited with code [{exitCode}] via signal [SIGINT]"], kind: "process-exit", stage: "gone", cause: "exit", role: "worker",
      example: ["App [api:0] exited with code [0] via signal [SIGINT]", "App [api] with id [0] and pid [5521], exited with code [0] via signal [SIGINT]"] },
    { says: ["App [{*}:{worker}] exited with code [{*}] via signal [{signal}]", "App [{*}] with id [{worker}] and pid [{pid}], exited with code [{*}] via signal [{signal}]"], kind: "process-exit", stage: "gone", cause: "oom-kill", guess: true, role: "worker",
      example: ["App [api:0] exited with code [0] via signal [SIGKILL]", "App [api] with id [0] and pid [5521], exited with code [0] via signal [SIGTERM]"] },
    { says: ["App [{*}:{worker}] will restart in {#}ms", "App name:{*} id:{worker} disconnected", "App [{*}:{worker}] disconnected"], kind: "process-notice", role: "worker", whose: "none", example: ["App [api:0] will restart in 100ms", "App name:api id:0 disconnected", "App [api:0] disconnected"] },
    { says: "Script {*} had too many unstable restarts ({#}). Stopped. {*}", kind: "process-exit", stage: "gone", cause: "crash", sign: "gave-up", role: "worker", whose: "none", example: "Script /srv/app/index.js had too many unstable restarts (16). Stopped. \"errored\"" },
    { says: ["[PM2][WORKER] Process {worker} restarted because it exceeds {*}", "Process {worker} restarted because it exceeds --max-memory-restart value {*}"], kind: "process-notice", cause: "memory-limit", role: "worker", whose: "none",
      example: ["[PM2][WORKER] Process 0 restarted because it exceeds --max-memory-restart value (current_memory=262144000 max_memory_limit=209715200 [octets])", "Process 0 restarted because it exceeds --max-memory-restart value (current_memory=262144000 max_memory_limit=209715200 [octets])"] },

    { says: ["Stopping app:{*} id:{worker}", "Deleting process {worker}"], kind: "process-notice", cause: "shutdown", role: "worker", whose: "none", example: ["Stopping app:api id:0", "Deleting process 0"] },
    { says: ["pid={pid} msg=failed to kill - retrying in {#}ms", "app={*} id={worker} pid={pid} could not be stopped", "Process with pid {pid} could not be killed"], kind: "process-notice", cause: "shutdown", role: "worker",
      example: ["pid=5521 msg=failed to kill - retrying in 100ms", "app=api id=0 pid=5521 could not be stopped", "Process with pid 5521 could not be killed"] },
    { says: ["Process with pid {pid} still alive after {#}ms, sending it SIGKILL now...", "Process with pid {pid} still alive after {#}ms, sending SIGKILL to {#} remaining pids..."], kind: "process-notice", cause: "shutdown", sign: "forced", role: "worker",
      example: ["Process with pid 5521 still alive after 1600ms, sending it SIGKILL now...", "Process with pid 5521 still alive after 1600ms, sending SIGKILL to 2 remaining pids..."] },
    { says: ["pid={pid} msg=process killed", "pid={pid} msg=process tree killed ({#} pids)"], kind: "process-exit", stage: "gone", cause: "shutdown", role: "worker", example: ["pid=5521 msg=process killed", "pid=5521 msg=process tree killed (3 pids)"] },

    { says: ["--- New PM2 Daemon started {*}", "New PM2 Daemon started {*}", "PM2 successfully forked"], kind: "server-start", role: "master", whose: "none", example: ["--- New PM2 Daemon started ----------------------------------------------------", "New PM2 Daemon started ----------------------------------------------------", "PM2 successfully forked"] },
    { says: ["pm2 has been killed by signal, dumping process list before exit...", "PM2 successfully stopped", "Exited peacefully"], kind: "server-stop", cause: "shutdown", role: "master", whose: "none",
      example: ["pm2 has been killed by signal, dumping process list before exit...", "PM2 successfully stopped", "Exited peacefully"] },
    { says: ["-reload- New worker listening", "-softReload- New worker listening", "-softReload- Old worker disconnected", "reload- New worker listening", "softReload- New worker listening", "softReload- Old worker disconnected", "Change detected on path {*} for app {*} - restarting", "Application {*} has been restarted via CRON"], kind: "reload", cause: "reload", role: "master", whose: "none",
      example: ["-reload- New worker listening", "-softReload- New worker listening", "-softReload- Old worker disconnected", "reload- New worker listening", "softReload- New worker listening", "softReload- Old worker disconnected", "Change detected on path src/app.js for app api - restarting", "Application api has been restarted via CRON"] },
    { says: "[SIGKILL] {pid} pid can not be killed", kind: "process-notice", role: "worker", cause: "shutdown",
      example: "[SIGKILL] 5521 pid can not be killed" },
    { says: "[HandleExit] PM2 is being killed, stopping restart procedure...", kind: "server-stop", role: "master", cause: "shutdown", whose: "none",
      example: "[HandleExit] PM2 is being killed, stopping restart procedure..." },
    { says: ["===============================================================================", "Time {_}: {@} {@} {#} {#} {*}", "PM2 version {*}: {*}", "Node.js version {_}: {*}", "Current arch {*}: {*}", "PM2 home {*}: {*}", "PM2 PID file {*}: {*}", "RPC socket file {*}: {*}", "BUS socket file {*}: {*}", "Application log path {*}: {*}", "Worker Interval {*}: {#}", "Process dump file {*}: {*}", "Concurrent actions {*}: {#}", "SIGTERM timeout {*}: {#}", "Runtime Binary {*}: {*}",
        "[PM2][WORKER] {*}", "[PM2] {*}", "[Watch] {*}", "Reloading logs...", "Reloading logs for process id {#}", "Worker {#} is already disconnected", "Process {#} in a stopped status, starting it", "app={*} id={#} does not have a pid", "[AppKill] {*}", "[SimpleKill]{*}", "Could not send SIGQUIT to CLI"], kind: "other",
      example: ["===============================================================================", "Time                 : Tue Apr 02 2024 14:33:07 GMT+0000 (Coordinated Universal Time)", "PM2 version          : 5.3.0", "Node.js version      : 18.13.0", "Current arch         : x64", "PM2 home             : /root/.pm2", "PM2 PID file         : /root/.pm2/pm2.pid", "RPC socket file      : /root/.pm2/rpc.sock", "BUS socket file      : /root/.pm2/pub.sock", "Application log path : /root/.pm2/logs", "Worker Interval      : 30000",
        "Process dump file    : /root/.pm2/dump.pm2", "Concurrent actions   : 2", "SIGTERM timeout      : 1600", "Runtime Binary       : /usr/bin/node", "[PM2][WORKER] Reset the restart delay, as app api has been up for more than 30000ms", "[PM2] Applying action restartProcessId on app [api](ids: [ 0 ])", "[Watch] Start watching api", "Reloading logs...", "Reloading logs for process id 0",
        "Worker 3 is already disconnected", "Process 3 in a stopped status, starting it", "app=api id=0 does not have a pid", "[AppKill] 5521 pid cannot be notified with send()", "[SimpleKill][SIGKILL] 5521 pid can not be killed", "Could not send SIGQUIT to CLI"] },
  ],
});
