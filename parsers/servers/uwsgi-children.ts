/**
 * uWSGI's other processes: mules, spoolers, gateways (http, fastrouter, rawrouter, sslrouter ...), crons, attached
 * daemons, and whatever else the master happens to reap. Part of uwsgi.ts.
 *
 * A mule and a spooler are "spawned" each time, never "Respawned"; the master's "OOOPS" comes at any end, clean or not.
 * A spooler killed at work runs the same file again. A gateway that died leaves only "respawned ... (pid: NEW)".
 *
 * Printed by core/{mule,spooler,cron,daemons,gateway,subscription,signal}.c, core/master*.c and plugins/corerouter.
 */
import type { Rule } from "../../src/recognise/declare.ts";

// biome-ignore format: one message to an entry, a real line under it
export const children: readonly Rule[] = [
  // Mules
  { says: "spawned uWSGI mule {worker} (pid: {pid})", kind: "process-start", role: "mule", example: "spawned uWSGI mule 1 (pid: 7220)" },
  { says: "OOOPS mule {worker} (pid: {pid}) crippled...trying respawn...", kind: "process-exit", stage: "gone", role: "mule", cause: "crash", guess: true,
    example: "OOOPS mule 1 (pid: 7220) crippled...trying respawn..." },
  { says: "mule {worker} (pid: {pid}) annihilated", kind: "process-exit", stage: "gone", role: "mule", cause: "reload", example: "mule 1 (pid: 7220) annihilated" },
  { says: "mule {worker} (pid: {pid}) is taking too much time to die...NO MERCY !!!", kind: "process-notice", role: "mule", cause: "reload",
    example: "mule 1 (pid: 7220) is taking too much time to die...NO MERCY !!!" },
  { says: ["*** HARAKIRI ON MULE {worker} HANDLING SIGNAL {#} (pid: {pid}) ***", "*** HARAKIRI ON MULE {worker} (pid: {pid}) ***"], kind: "process-notice", role: "mule", cause: "task-timeout",
    example: ["*** HARAKIRI ON MULE 1 HANDLING SIGNAL 17 (pid: 7220) ***", "*** HARAKIRI ON MULE 1 (pid: 7220) ***"] },
  { says: ["uWSGI mule {worker} braying: my master died, i will follow him...", "uWSGI mule {worker} error: the master disconnected from this worker. Shutting down the worker.",
      "uWSGI mule {worker} screams: UAAAAAAH my master disconnected: i will kill myself !!!"],
    kind: "process-exit", stage: "leaving", role: "mule", cause: "master-died",
    example: ["uWSGI mule 1 braying: my master died, i will follow him...", "uWSGI mule 1 error: the master disconnected from this worker. Shutting down the worker.", "uWSGI mule 1 screams: UAAAAAAH my master disconnected: i will kill myself !!!"] },
  { says: "invalid internal state, restarting mule {worker}...", kind: "process-exit", stage: "leaving", role: "mule", cause: "exit", versions: "2.1",
    example: "invalid internal state, restarting mule 1..." },
  { says: ["*** mule {worker} received a {#} bytes message ***", "*** MULE {worker} MESSAGE BUFFER IS NOT INITIALIZED ***"], kind: "other", role: "mule",
    example: ["*** mule 1 received a 12 bytes message ***", "*** MULE 1 MESSAGE BUFFER IS NOT INITIALIZED ***"] },
  { says: "*** MULE MSG QUEUE IS FULL: {*}", kind: "other",
    example: "*** MULE MSG QUEUE IS FULL: buffer size 212992 bytes (you can tune it with --mule-msg-size) ***" },

  // Spoolers. The file's name embeds the pid of the worker that submitted it.
  { says: "[spooler {slot} pid: {pid}] managing request {taskId} ...", kind: "task-start", stage: "running", role: "spooler",
    example: "[spooler /srv/app/spool pid: 7221] managing request uwsgi_spoolfile_on_web1_7215_1_1967513926_1795269126_12 ..." },
  { says: "[spooler {slot} pid: {pid}] done with task {taskId} after {#} seconds", kind: "task-end", outcome: "ok", role: "spooler",
    example: "[spooler /srv/app/spool pid: 7221] done with task uwsgi_spoolfile_on_web1_7215_1_1967513926_1795269126_12 after 4 seconds" },
  { says: "[spooler {slot} pid: {pid}] maximum number of tasks reached ({#}) recycling ...", kind: "process-exit", stage: "leaving", role: "spooler", cause: "max-requests",
    example: "[spooler /srv/app/spool pid: 7221] maximum number of tasks reached (100) recycling ..." },
  { says: "spawned the uWSGI spooler on dir {slot} with pid {pid}", kind: "process-start", role: "spooler",
    example: "spawned the uWSGI spooler on dir /srv/app/spool with pid 7221" },
  { says: "OOOPS the spooler is no more...trying respawn...", kind: "process-exit", stage: "gone", role: "spooler", cause: "crash", guess: true,
    example: "OOOPS the spooler is no more...trying respawn..." },
  { says: "spooler (pid: {pid}) annihilated", kind: "process-exit", stage: "gone", role: "spooler", cause: "reload", example: "spooler (pid: 7221) annihilated" },
  { says: "spooler {#} (pid: {pid}) is taking too much time to die...NO MERCY !!!", kind: "process-notice", role: "spooler", cause: "reload",
    example: "spooler 1 (pid: 7221) is taking too much time to die...NO MERCY !!!" }, // the number before the pid means nothing
  { says: "killing the spooler with pid {pid}", kind: "process-notice", role: "spooler", cause: "shutdown", example: "killing the spooler with pid 7221" },
  { says: "*** HARAKIRI ON THE SPOOLER (pid: {pid}) ***", kind: "process-notice", role: "spooler", cause: "task-timeout",
    example: "*** HARAKIRI ON THE SPOOLER (pid: 7221) ***" },
  { says: ["uWSGI spooler {pid} error: the master disconnected from this worker. Shutting down the worker.", "uWSGI spooler {pid} screams: UAAAAAAH my master disconnected: i will kill myself !!!"],
    kind: "process-exit", stage: "leaving", role: "spooler", cause: "master-died", versions: "from 2.0.28; up to 2.0.27", // its number is its pid
    example: ["uWSGI spooler 7221 error: the master disconnected from this worker. Shutting down the worker.", "uWSGI spooler 7221 screams: UAAAAAAH my master disconnected: i will kill myself !!!"] },
  { says: "[spooler] something horrible happened to the spooler. Better to kill it.", kind: "process-exit", stage: "leaving", role: "spooler", cause: "exit",
    example: "[spooler] something horrible happened to the spooler. Better to kill it." },
  { says: "cheaping spooler {slot} ...", kind: "process-exit", stage: "leaving", role: "spooler", cause: "scale-down", versions: "2.1",
    example: "cheaping spooler /srv/app/spool ..." },
  { says: "spooler {slot} ended", kind: "process-exit", stage: "gone", role: "spooler", cause: "scale-down", versions: "2.1", example: "spooler /srv/app/spool ended" },
  { says: ["[spooler] written {#} bytes to file {*}", "[spooler] unable to write {*}", "[uwsgi-spooler] {*}", "lowering spooler priority to {*}", "unable to find the spooler function, have you loaded it into the spooler process ?"], kind: "other",
    example: ["[spooler] written 208 bytes to file /srv/app/spool/uwsgi_spoolfile_on_web1_7215_1_1967513926_1795269126_12", "[spooler] unable to write header for uwsgi_spoolfile_on_web1_1",
      "[uwsgi-spooler] no spooler available", "lowering spooler priority to 10", "unable to find the spooler function, have you loaded it into the spooler process ?"] },

  // Crons: a command is a process of its own; nothing tells how it ended.
  { says: '[uwsgi-cron] running "{taskName}" (pid {pid})', kind: "task-start", stage: "running", role: "child", example: '[uwsgi-cron] running "/srv/app/cleanup.sh" (pid 7301)' },
  { says: '[uwsgi-cron] command "{taskName}" running with pid {pid} exited after {#} second(s)', kind: "task-end", role: "child",
    example: '[uwsgi-cron] command "/srv/app/cleanup.sh" running with pid 7301 exited after 12 second(s)' },
  { says: '*** HARAKIRI ON CRON "{taskName}" (pid: {pid}) ***', kind: "process-notice", role: "child", cause: "task-timeout",
    example: '*** HARAKIRI ON CRON "/srv/app/cleanup.sh" (pid: 7301) ***' },
  { says: ['[uwsgi-cron] command "{*}" registered as cron task{*}', "[uwsgi-cron] routing signal {#}"], kind: "other",
    example: ['[uwsgi-cron] command "/srv/app/cleanup.sh" registered as cron task', "[uwsgi-cron] routing signal 17"] },

  // Attached daemons
  { says: ['[uwsgi-daemons] spawning "{slot}" (uid: {#} gid: {#})', '[uwsgi-daemons] respawning "{slot}" (uid: {#} gid: {#})'], kind: "process-start", role: "child",
    example: ['[uwsgi-daemons] spawning "redis-server --port 6400" (uid: 33 gid: 33)', '[uwsgi-daemons] respawning "redis-server --port 6400" (uid: 33 gid: 33)'] },
  { says: ['daemon "{slot}" (pid: {pid}) annihilated', 'uwsgi-daemons] legion "{*}" daemon "{slot}" (pid: {pid}) annihilated'], kind: "process-exit", stage: "gone", role: "child", cause: "reload",
    example: ['daemon "redis-server --port 6400" (pid: 7230) annihilated', 'uwsgi-daemons] legion "blue" daemon "redis-server --port 6400" (pid: 7230) annihilated'] },
  { says: ["[uwsgi-daemons] stopping daemon (pid: {pid}): {slot}", "[uwsgi-daemons] daemon did not die in time, killing (pid: {pid}): {slot}", '[uwsgi_daemons] stopping legion "{*}" daemon: {slot} (pid: {pid})'],
    kind: "process-notice", role: "child", cause: "shutdown",
    example: ["[uwsgi-daemons] stopping daemon (pid: 7230): redis-server --port 6400", "[uwsgi-daemons] daemon did not die in time, killing (pid: 7230): redis-server --port 6400",
      '[uwsgi_daemons] stopping legion "blue" daemon: redis-server --port 6400 (pid: 7230)'] },
  { says: '*** {*} has been touched... reloading daemon "{slot}" (pid: {pid}) !!! ***', kind: "process-notice", role: "child", cause: "reload",
    example: '*** /srv/app/redis.conf has been touched... reloading daemon "redis-server --port 6400" (pid: 7230) !!! ***' },
  { says: ['[uwsgi-daemons] found changed pid for "{slot}" (old_pid: {#} new_pid: {pid})', '[uwsgi-daemons] found changed pidfile for "{slot}" (old_pid: {#} new_pid: {pid})'], kind: "process-start", role: "child",
    example: ['[uwsgi-daemons] found changed pid for "redis-server" (old_pid: 7230 new_pid: 7244)', '[uwsgi-daemons] found changed pidfile for "redis-server" (old_pid: 7230 new_pid: 7244)'] },
  { says: ['[uwsgi-daemons] found valid/active pidfile for "{slot}" (pid: {pid})', '[uwsgi-daemons] "{slot}" (pid: {pid}) did not daemonize !!!'], kind: "process-notice", role: "child",
    example: ['[uwsgi-daemons] found valid/active pidfile for "redis-server" (pid: 7230)', '[uwsgi-daemons] "redis-server" (pid: 7230) did not daemonize !!!'] },
  { says: '[uwsgi-daemons] throttling "{slot}" for {#} seconds', kind: "process-notice", role: "child", sign: "throttled", example: '[uwsgi-daemons] throttling "redis-server" for 2 seconds' },
  { says: ["[uwsgi-daemons] unable to spawn {*}", "[uwsgi-daemons] BUG !!! {*}"], kind: "other",
    example: ['[uwsgi-daemons] unable to spawn "redis-server"', '[uwsgi-daemons] BUG !!! daemon "redis-server" has already daemonized !!!'] },

  // Other children: hooks, crons in a reload, processes the application started
  { says: "subprocess {pid} exited with code {exitCode}", kind: "process-exit", stage: "gone", role: "child", cause: "exit", example: "subprocess 7302 exited with code 0" },
  { says: "subprocess {pid} exited by signal {signal}", kind: "process-exit", stage: "gone", role: "child", cause: "signal", example: "subprocess 7302 exited by signal 15" },
  { says: "subprocess {pid} stopped", kind: "process-notice", role: "child", example: "subprocess 7302 stopped" },

  // Gateways. Their slot is name and number: "uWSGI http 1".
  { says: "spawned {slot} (pid: {pid})", kind: "process-start", role: "gateway", example: "spawned uWSGI http 1 (pid: 7210)" },
  { says: "respawned {slot} (pid: {pid})", kind: "process-start", role: "gateway", cause: "crash", example: "respawned uWSGI http 1 (pid: 7410)" },
  { says: 'gateway "{slot}" has been buried (pid: {pid})', kind: "process-exit", stage: "gone", role: "gateway", cause: "reload", example: 'gateway "uWSGI http 1" has been buried (pid: 7210)' },
  { says: "gateway {#} ({slot}, pid: {pid}) annihilated", kind: "process-exit", stage: "gone", role: "gateway", cause: "reload", example: "gateway 1 (uWSGI http 1, pid: 7210) annihilated" },
  { says: "*** HARAKIRI ON GATEWAY {slot} (pid: {pid}) ***", kind: "process-notice", role: "gateway", cause: "request-timeout", example: "*** HARAKIRI ON GATEWAY uWSGI fastrouter 1 (pid: 7211) ***" },

  // What a router sees of the process behind it
  { says: '[uwsgi-{@}] unable to connect() to node "{*}" ({#} retries): {*}', kind: "gateway-exit", cause: "crash",
    example: '[uwsgi-http] unable to connect() to node "127.0.0.1:3031" (1 retries): Connection refused' },
  { says: "[uwsgi-{@} key: {*} client_addr: {*} client_port: {@}] {*}: {*} [{*} line {#}]", kind: "gateway-exit", cause: "crash",
    example: "[uwsgi-http key: app.example.org client_addr: 10.0.3.9 client_port: 51234] hr_instance_read(): Connection reset by peer [plugins/http/http.c line 667]" },
  { says: ["[uwsgi-subscription for pid {#}] {*} => marking {*} as failed (no announce received in {#} seconds)", "[uwsgi-{@}] {*} => marking {*} as failed", "[uWSGI {*} pid {#}] {*} => marking {*} as failed"], kind: "gateway-exit", cause: "crash",
    example: ["[uwsgi-subscription for pid 7211] app.example.org => marking 127.0.0.1:3031 as failed (no announce received in 30 seconds)", "[uwsgi-fastrouter] app.example.org => marking 127.0.0.1:3031 as failed",
      "[uWSGI fastrouter 1 pid 7211] app.example.org => marking 127.0.0.1:3031 as failed"] },
  { says: ["[uWSGI {*} pid {pid}] no more nodes available. Going cheap...", "[uWSGI {*} pid {pid}] leaving cheap mode..."], kind: "process-notice", role: "gateway",
    example: ["[uWSGI fastrouter 1 pid 7211] no more nodes available. Going cheap...", "[uWSGI fastrouter 1 pid 7211] leaving cheap mode..."] },
  { says: ["[uwsgi-subscription for pid {#}] {*}", "[uwsgi-{@} key: {*} client_addr: {*} client_port: {@}]{*}"], kind: "other",
    example: ["[uwsgi-subscription for pid 7211] app.example.org => new node: 127.0.0.1:3031", "[uwsgi-http key: app.example.org client_addr: 10.0.3.9 client_port: 51234]invalid stud prefix for address family 0"] },
];
