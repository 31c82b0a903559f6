/**
 * uWSGI, the application server: master, workers, and the requests they log.
 *
 * Master, workers, mules, spoolers, routers and daemons all write into one stream, mostly without a time and without a
 * prefix: only the text says who speaks. The slot (worker number) identifies a worker, the pid one incarnation of it.
 *
 * Life of a worker: "spawned uWSGI worker 1" -> requests -> "...The work of process P is done. Seeya!" (by itself; not yet
 * dead) -> "worker 1 killed successfully" (by the master, dead) -> "Respawned uWSGI worker 1 (new pid: Q)". A violent
 * end is "DAMN !", its reason (HARAKIRI, EVIL RELOAD, Segmentation Fault) stands before. In a reload or a stop it is
 * "buried" instead, without a pid, and after a reload all are "spawned" again under the same master pid.
 *
 * Versions: 2.0.14 to 2.0.30, and 2.1 (master branch). Ignored on purpose: lines of a custom log-format, debug builds.
 * Printed by https://github.com/unbit/uwsgi: core/{uwsgi,master,master_utils,master_checks,logging,signal,lock}.c here;
 * the other processes in uwsgi-children.ts, the Emperor in uwsgi-emperor.ts, the harmless rest in uwsgi-chatter.ts.
 */
import { defineServer, type Rule } from "../../src/recognise/declare.ts";
import { chatter } from "./uwsgi-chatter.ts";
import { children } from "./uwsgi-children.ts";
import { emperor } from "./uwsgi-emperor.ts";

// A request line is spelled out to its last character: a hostile URI may contain a whole forged one.
const asked = "{*} ({*}) {{#} vars in {#} bytes} [{ctime}] {*} => generated {#} bytes in";
const answered = "({@} {#}) {#} headers in {#} bytes ({#} switches on core {#})";
const memory = "{address space usage: {#} bytes/{#}MB} {rss usage: {rss} bytes/{#}MB}";

// biome-ignore format: one message to an entry, a real line under it
const workers: readonly Rule[] = [
  // A request is logged at its end; the time in it is its start. "req: -1/9": served without an application.
  { says: [
      `[pid: {pid}|app: {#}|req: {requests}/{#}] ${asked} {durationMs} msecs ${answered}`,
      `[pid: {pid}|app: {#}|req: {requests}/{#}] ${asked} {durationMs} msecs via {@} ${answered}`,
      `[pid: {pid}|app: {#}|req: -1/{#}] ${asked} {durationMs} msecs{*}${answered}`,
      `[pid: {pid}|app: {#}|req: {#}/{#}] ${asked} {#} micros{*}${answered}`,
    ], kind: "request", role: "worker",
    example: [
      "[pid: 7215|app: 0|req: 10/35] 10.0.3.9 () {28 vars in 325 bytes} [Sat Nov 21 13:51:50 2026] POST /task => generated 5 bytes in 4000 msecs (HTTP/1.1 200) 2 headers in 64 bytes (2 switches on core 0)",
      "[pid: 7215|app: 0|req: 3/9] 10.0.3.9 (ann) {28 vars in 325 bytes} [Sat Nov 21 13:51:50 2026] GET /a.pdf => generated 90112 bytes in 12 msecs via sendfile() (HTTP/1.1 200) 4 headers in 151 bytes (0 switches on core 1)",
      "[pid: 7215|app: -1|req: -1/9] 10.0.3.9 () {34 vars in 402 bytes} [Sat Nov 21 13:51:50 2026] GET /robots.txt => generated 26 bytes in 0 msecs via route() (HTTP/1.0 200) 2 headers in 79 bytes (0 switches on core 0)",
      "[pid: 7215|app: 0|req: 3/9] 10.0.3.9 () {28 vars in 325 bytes} [Sat Nov 21 13:51:50 2026] GET / => generated 5 bytes in 4812 micros (HTTP/1.1 200) 2 headers in 64 bytes (1 switches on core 0)",
    ] },
  { says: [ // memory-report; 2.1 can add uss and pss
      `${memory} [pid: {pid}|app: {#}|req: {requests}/{#}] ${asked} {durationMs} msecs ${answered}`,
      `${memory} [pid: {pid}|app: {#}|req: {requests}/{#}] ${asked} {durationMs} msecs via {@} ${answered}`,
      `${memory} {uss usage: {#} bytes/{#}MB} {pss usage: {#} bytes/{#}MB} [pid: {pid}|app: {#}|req: {requests}/{#}] ${asked} {durationMs} msecs{*}${answered}`,
      `${memory} {*}[pid: {pid}|app: {#}|req: {#}/{#}] ${asked} {#} {@}s{*}${answered}`,
    ], kind: "request", role: "worker",
    example: [
      "{address space usage: 519139328 bytes/495MB} {rss usage: 16875520 bytes/16MB} [pid: 4124|app: 0|req: 1/1] 10.0.3.9 () {28 vars in 325 bytes} [Sat Nov 21 13:54:15 2026] POST /task => generated 3 bytes in 14 msecs (HTTP/1.1 200) 2 headers in 64 bytes (2 switches on core 0)",
      "{address space usage: 519139328 bytes/495MB} {rss usage: 16875520 bytes/16MB} [pid: 4124|app: 0|req: 1/1] 10.0.3.9 () {28 vars in 325 bytes} [Sat Nov 21 13:54:15 2026] GET /a => generated 3 bytes in 14 msecs via offload() (HTTP/1.1 200) 2 headers in 64 bytes (2 switches on core 0)",
      "{address space usage: 519139328 bytes/495MB} {rss usage: 16875520 bytes/16MB} {uss usage: 9875520 bytes/9MB} {pss usage: 11875520 bytes/11MB} [pid: 4124|app: 0|req: 1/1] 10.0.3.9 () {28 vars in 325 bytes} [Sat Nov 21 13:54:15 2026] POST /task => generated 3 bytes in 14 msecs (HTTP/1.1 200) 2 headers in 64 bytes (2 switches on core 0)",
      "{address space usage: 519139328 bytes/495MB} {rss usage: 16875520 bytes/16MB} [pid: 4124|app: 0|req: 1/1] 10.0.3.9 () {28 vars in 325 bytes} [Sat Nov 21 13:54:15 2026] POST /task => generated 3 bytes in 14011 micros (HTTP/1.1 200) 2 headers in 64 bytes (2 switches on core 0)",
    ] },
  { says: `{@} [pid: {pid}|app: {#}|req: {requests}/{#}] ${asked} {durationMs} msecs{*}${answered}`, kind: "request", role: "worker", // vhost
    example: "shop.example.org [pid: 7215|app: 0|req: 10/35] 10.0.3.9 () {28 vars in 325 bytes} [Sat Nov 21 13:51:50 2026] POST /task => generated 5 bytes in 4000 msecs (HTTP/1.1 200) 2 headers in 64 bytes (2 switches on core 0)" },

  // Birth. "spawned" is a slot's first process since the master's image started, "Respawned" every later one.
  { says: "spawned uWSGI worker {worker} (and the only) (pid: {pid}, cores: {#})", kind: "process-start", role: "worker", alone: true,
    example: "spawned uWSGI worker 1 (and the only) (pid: 812, cores: 1)" },
  { says: "spawned uWSGI worker {worker} (pid: {pid}, cores: {#})", kind: "process-start", role: "worker",
    example: "spawned uWSGI worker 2 (pid: 7216, cores: 2)" },
  { says: "Respawned uWSGI worker {worker} (new pid: {pid})", kind: "process-start", role: "worker",
    example: "Respawned uWSGI worker 1 (new pid: 7390)" },

  // A worker's farewell, and what it says while it leaves.
  { says: ["...The work of process {pid} is done (max requests reached ({*})). Seeya!", "...The work of process {pid} is done (reason: max requests reached ({*})). Seeya!"],
    kind: "process-notice", role: "worker", cause: "max-requests", closes: "farewell", versions: "2.1",
    example: ["...The work of process 7215 is done (max requests reached (100 >= 100)). Seeya!", "...The work of process 7215 is done (reason: max requests reached (100 >= 100)). Seeya!"] },
  { says: ["...The work of process {pid} is done (reload-on-{*}). Seeya!", "...The work of process {pid} is done (reason: reload-on-{*}). Seeya!"],
    kind: "process-notice", role: "worker", cause: "memory-limit", closes: "farewell", versions: "2.1",
    example: ["...The work of process 7215 is done (reload-on-rss limit reached (268484608 >= 268435456)). Seeya!", "...The work of process 7215 is done (reason: reload-on-as limit reached (536903680 >= 536870912)). Seeya!"] },
  { says: "...The work of process {pid} is done ({*}). Seeya!", kind: "process-notice", role: "worker", closes: "farewell", versions: "2.1",
    example: "...The work of process 7215 is done (no reason given). Seeya!" },
  { says: "...The work of process {pid} is done. Seeya!", kind: "process-notice", role: "worker", cause: "max-requests", closes: "farewell", versions: "2.0",
    example: "...The work of process 7215 is done. Seeya!" },
  { says: "Gracefully killing worker {worker} (pid: {pid})...", kind: "process-notice", role: "worker", cause: "reload",
    example: "Gracefully killing worker 1 (pid: 7215)..." },
  { says: "Brutally killing worker {worker} (pid: {pid})...", kind: "process-notice", role: "worker", cause: "reload", // gevent, Coro::AnyEvent
    example: "Brutally killing worker 1 (pid: 7215)..." },
  { says: ["stopping gevent signals watchers for worker {worker} (pid: {pid})...", "stopping gevent sockets watchers for worker {worker} (pid: {pid})...",
      "main gevent watchers stopped for worker {worker} (pid: {pid})..."], kind: "process-notice", role: "worker",
    example: ["stopping gevent signals watchers for worker 1 (pid: 7215)...", "stopping gevent sockets watchers for worker 1 (pid: 7215)...",
      "main gevent watchers stopped for worker 1 (pid: 7215)..."] },
  { says: "waiting for {#} running requests on worker {worker} (pid: {pid})...", kind: "process-notice", role: "worker",
    example: "waiting for 3 running requests on worker 1 (pid: 7215)..." },
  { says: 'worker {worker} (pid: {pid}) core {#} is managing "{*}" for {*}', kind: "process-notice", role: "worker",
    example: 'worker 1 (pid: 7215) core 4 is managing "GET /export" for 10.0.3.9' },
  { says: "goodbye to the {*} on worker {worker} (pid: {pid})", kind: "process-notice", role: "worker", closes: "farewell",
    example: "goodbye to the gevent Hub on worker 1 (pid: 7215)" },
  { says: ["the gevent Hub is no more :(", "your loop engine died. R.I.P."], kind: "process-notice", role: "worker",
    example: ["the gevent Hub is no more :(", "your loop engine died. R.I.P."] },
  { says: ["F*CK !!! i must kill myself (pid: {pid} app_id: {*})...", "Killing the current process (pid: {pid} app_id: {*})..."], // its own alarm
    kind: "process-exit", stage: "leaving", role: "worker", cause: "request-timeout", versions: "the first up to 2.0.27",
    example: ["F*CK !!! i must kill myself (pid: 7215 app_id: 0)...", "Killing the current process (pid: 7215 app_id: -1)..."] },

  // Death, as the master reaps it.
  { says: "worker {worker} killed successfully (pid: {pid})", kind: "process-exit", stage: "gone", role: "worker",
    example: "worker 1 killed successfully (pid: 7215)" },
  { says: "worker {worker} buried after {#} seconds", kind: "process-exit", stage: "gone", role: "worker", cause: "reload",
    example: "worker 1 buried after 1 seconds" },
  { says: "DAMN ! worker {worker} (pid: {pid}) died, killed by signal {signal} :( trying respawn ...", kind: "process-exit", stage: "gone", role: "worker", cause: "signal",
    example: "DAMN ! worker 2 (pid: 7216) died, killed by signal 9 :( trying respawn ..." },
  { says: "DAMN ! worker {worker} (pid: {pid}) died :( trying respawn ...", kind: "process-exit", stage: "gone", role: "worker", cause: "exit",
    example: "DAMN ! worker 2 (pid: 7216) died :( trying respawn ..." },
  { says: ["DAMN ! worker {worker} (pid: {pid}) MISTERIOUSLY killed by signal {signal} :( trying respawn ...", "DAMN ! worker {worker} (pid: {pid}) MYSTERIOUSLY killed by signal {signal} :( trying respawn ..."],
    kind: "process-exit", stage: "gone", role: "worker", cause: "signal", versions: "2.0 (sic); 2.1",
    example: ["DAMN ! worker 2 (pid: 7216) MISTERIOUSLY killed by signal 9 :( trying respawn ...", "DAMN ! worker 2 (pid: 7216) MYSTERIOUSLY killed by signal 9 :( trying respawn ..."] },
  { says: "... monitored exception detected, respawning worker {worker} (pid: {pid})...", kind: "process-exit", stage: "gone", role: "worker", cause: "crash",
    example: "... monitored exception detected, respawning worker 1 (pid: 7215)..." },
  { says: "...restoring worker {worker} (pid: {pid})...", kind: "process-exit", stage: "gone", role: "worker", cause: "exit",
    example: "...restoring worker 1 (pid: 7215)..." },
  { says: "!!! inconsistent state reported by worker {worker} (pid: {pid}) !!!", kind: "process-exit", stage: "gone", role: "worker", cause: "reload",
    example: "!!! inconsistent state reported by worker 1 (pid: 7215) !!!" },
  { says: ["OOPS ! failed loading app in worker {worker} (pid {pid}) :( trying again...", "OOPS ! failed loading app in worker {worker} (pid {pid})"],
    kind: "process-exit", stage: "gone", role: "worker", cause: "exit",
    example: ["OOPS ! failed loading app in worker 1 (pid 7215) :( trying again...", "OOPS ! failed loading app in worker 1 (pid 7215)"] },
  { says: "worker {worker} asked for cheap mode (pid: {pid})...", kind: "process-exit", stage: "gone", role: "worker", cause: "scale-down",
    example: "worker 4 asked for cheap mode (pid: 7218)..." },
  { says: "uWSGI worker {worker} cheaped.", kind: "process-exit", stage: "gone", role: "worker", cause: "scale-down",
    example: "uWSGI worker 4 cheaped." },
  { says: ["uWSGI worker {worker} error: the master disconnected from this worker. Shutting down the worker.", "uWSGI worker {worker} screams: UAAAAAAH my master disconnected: i will kill myself !!!"],
    kind: "process-exit", stage: "leaving", role: "worker", cause: "master-died", versions: "from 2.0.28; up to 2.0.27",
    example: ["uWSGI worker 1 error: the master disconnected from this worker. Shutting down the worker.", "uWSGI worker 1 screams: UAAAAAAH my master disconnected: i will kill myself !!!"] },
  { says: "[deadlock-detector] pid {pid} was holding lock {*} ({%})", kind: "process-exit", stage: "gone", cause: "signal",
    example: "[deadlock-detector] pid 7216 was holding lock user 0 (0x7f3c2c0d1000)" },
  { says: ["!!! uWSGI process {pid} got Segmentation Fault !!!", "!!! uWSGI process {pid} got Floating Point Exception !!!"],
    kind: "process-exit", stage: "leaving", cause: "crash",
    example: ["!!! uWSGI process 7218 got Segmentation Fault !!!", "!!! uWSGI process 7218 got Floating Point Exception !!!"] },
  { says: "*** backtrace of {pid} ***", kind: "stack", cause: "crash", example: "*** backtrace of 7218 ***" },
  { says: ["*** uWSGI Python tracebacker output ***", "thread_id = {*} filename = {*} lineno = {#} function = {*} line = {*}"], kind: "stack", // by py-tracebacker's socket, and before a harakiri
    example: ["*** uWSGI Python tracebacker output ***", "thread_id = MainThread filename = /usr/lib/python3.11/threading.py lineno = 1002 function = _bootstrap line = self._bootstrap_inner()"] },
  { says: "*** end of backtrace ***", kind: "stack", example: "*** end of backtrace ***" },
  { says: "{@}({@}) [0x{%}]", kind: "stack", example: "/usr/bin/uwsgi-core(uwsgi_segfault+0x2a) [0x55d0b7c6c0aa]" },

  // What the master decides about a living worker.
  { says: "worker {worker} (pid: {pid}) is taking too much time to die...NO MERCY !!!", kind: "process-notice", role: "worker", cause: "reload", sign: "forced",
    example: "worker 3 (pid: 7217) is taking too much time to die...NO MERCY !!!" },
  { says: "killing worker {worker} (pid: {pid})", kind: "process-notice", role: "worker", cause: "scale-down", // SIGKILL; brutal reload by fifo too
    example: "killing worker 3 (pid: 7217)" },
  { says: "worker {worker} lifetime reached, it was running for {#} second(s)", kind: "process-notice", role: "worker", cause: "max-lifetime",
    example: "worker 2 lifetime reached, it was running for 3605 second(s)" },
  { says: ["*** HARAKIRI ON WORKER {worker} (pid: {pid}, try: {#}, graceful: {@}) ***", "*** HARAKIRI ON WORKER {worker} (pid: {pid}, try: {#}) ***"],
    kind: "process-notice", role: "worker", cause: "request-timeout", versions: "from 2.0.22; up to 2.0.21",
    example: ["*** HARAKIRI ON WORKER 2 (pid: 7216, try: 1, graceful: yes) ***", "*** HARAKIRI ON WORKER 2 (pid: 7216, try: 1) ***"] },
  { says: ["HARAKIRI triggered by worker {worker} core {#} !!!", "HARAKIRI (user) triggered by worker {worker} core {#} !!!"],
    kind: "process-notice", role: "worker", cause: "request-timeout", versions: "from 2.0.22",
    example: ["HARAKIRI triggered by worker 2 core 0 !!!", "HARAKIRI (user) triggered by worker 2 core 0 !!!"] },
  { says: "HARAKIRI: graceful termination attempt on worker {worker} with signal {#}. Next harakiri: {#}", kind: "process-notice", role: "worker", cause: "request-timeout", versions: "from 2.0.22",
    example: "HARAKIRI: graceful termination attempt on worker 1 with signal 15. Next harakiri: 1795269702" },
  { says: "HARAKIRI: Skipping harakiri on worker {worker}. Listen queue is smaller than the threshold ({#} < {#})", kind: "process-notice", role: "worker", versions: "from 2.0.22",
    example: "HARAKIRI: Skipping harakiri on worker 2. Listen queue is smaller than the threshold (0 < 10)" },
  { says: ["HARAKIRI: --- uWSGI worker {worker} (pid: {pid}) WAS managing request {*} since {ctime} ---", "HARAKIRI: --- uWSGI worker {worker} core {#} (pid: {pid}) WAS managing request {*} since {ctime} ---",
      "HARAKIRI: --- uWSGI worker {worker} (pid: {pid}) WAS handling signal {#} ---"], kind: "stack", role: "worker", cause: "request-timeout",
    example: ["HARAKIRI: --- uWSGI worker 2 (pid: 7216) WAS managing request /slow since Sat Nov 21 13:57:56 2026 ---", "HARAKIRI: --- uWSGI worker 2 core 1 (pid: 7216) WAS managing request /slow since Sat Nov 21 13:57:56 2026 ---",
      "HARAKIRI: --- uWSGI worker 2 (pid: 7216) WAS handling signal 17 ---"] },
  { says: ["SIGUSR2: --- uWSGI worker {worker} (pid: {pid}) is managing request {*} since {ctime} ---", "SIGUSR2: --- uWSGI worker {worker} core {#} (pid: {pid}) is managing request {*} since {ctime} ---"],
    kind: "stack", role: "worker",
    example: ["SIGUSR2: --- uWSGI worker 2 (pid: 7216) is managing request /slow since Sat Nov 21 13:57:56 2026 ---", "SIGUSR2: --- uWSGI worker 2 core 1 (pid: 7216) is managing request /slow since Sat Nov 21 13:57:56 2026 ---"] },
  { says: ["{@} !!! worker {worker} status !!!", "{@} !!! end of worker {worker} status !!!"], kind: "stack", role: "worker", cause: "request-timeout",
    example: ["HARAKIRI !!! worker 2 status !!!", "HARAKIRI !!! end of worker 2 status !!!"] },
  { says: ["{@} [core {#}] {*} - {*} since {#}", "HARAKIRI: -- {@}> {*}"], kind: "stack", role: "worker", cause: "request-timeout",
    example: ["HARAKIRI [core 0] 10.0.3.9 - POST /slow since 1795269126", "HARAKIRI: -- wchan> hrtimer_nanosleep"] },
  { says: "*** EVIL RELOAD ON WORKER {worker} RSS: {rss} (pid: {pid}) ***", kind: "process-notice", role: "worker", cause: "memory-limit",
    example: "*** EVIL RELOAD ON WORKER 2 RSS: 92389376 (pid: 7216) ***" },
  { says: "*** EVIL RELOAD ON WORKER {worker} ADDRESS SPACE: {#} (pid: {pid}) ***", kind: "process-notice", role: "worker", cause: "memory-limit",
    example: "*** EVIL RELOAD ON WORKER 2 ADDRESS SPACE: 2147487744 (pid: 7216) ***" },
  { says: "worker respawning too fast !!! i have to sleep a bit ({#} seconds)...", kind: "process-notice", sign: "throttled",
    example: "worker respawning too fast !!! i have to sleep a bit (2 seconds)..." },
  { says: ["*** worker {worker} suspended ***", "*** worker {worker} resumed ***"], kind: "process-notice", role: "worker",
    example: ["*** worker 1 suspended ***", "*** worker 1 resumed ***"] },
  { says: ["*** PAUSE (press start to resume, if you do not have a joypad send SIGTSTP) ***", "*** (SIGTSTP received) resuming workers ***"], kind: "process-notice",
    example: ["*** PAUSE (press start to resume, if you do not have a joypad send SIGTSTP) ***", "*** (SIGTSTP received) resuming workers ***"] },
  { says: '*** uWSGI listen queue of socket "{*}" (fd: {#}) full !!! ({#}/{#}) ***', kind: "process-notice",
    example: '*** uWSGI listen queue of socket "127.0.0.1:3031" (fd: 3) full !!! (101/100) ***' },
  { says: ["workers have been inactive for more than {#} seconds ({#}-{#})", "going cheap...", "cheaper hard rss memory limit exceeded, cheap one of {#} workers",
      "[busyness] {#}s average busyness is at {#}%, cheap one of {#} running workers"], kind: "process-notice", cause: "scale-down",
    example: ["workers have been inactive for more than 60 seconds (1795269600-1795269539)", "going cheap...", "cheaper hard rss memory limit exceeded, cheap one of 4 workers",
      "[busyness] 30s average busyness is at 3%, cheap one of 4 running workers"] },
  { says: ["[busyness] {#} requests in listen queue, spawning {#} emergency worker(s) ({#})!", "[busyness] {#}s average busyness is at {#}%, will spawn {#} new worker(s)",
      "[busyness] backlog was non-zero for {#} second(s), spawning new worker(s)"], kind: "process-notice",
    example: ["[busyness] 34 requests in listen queue, spawning 1 emergency worker(s) (5)!", "[busyness] 30s average busyness is at 81%, will spawn 1 new worker(s)",
      "[busyness] backlog was non-zero for 60 second(s), spawning new worker(s)"] },
];

// biome-ignore format: one message to an entry, a real line under it
const master: readonly Rule[] = [
  { says: "*** Starting uWSGI {*} ({#}bit) on [{ctime}] ***", kind: "server-start", // again after each binary reload
    example: "*** Starting uWSGI 2.0.21-debian (64bit) on [Sat Nov 21 13:54:48 2026] ***" },
  { says: "spawned uWSGI master process (pid: {pid})", kind: "server-start", role: "master", example: "spawned uWSGI master process (pid: 7200)" },
  { says: "gracefully (RE)spawned uWSGI master process (pid: {pid})", kind: "reload", role: "master", cause: "reload", closes: "procedure",
    example: "gracefully (RE)spawned uWSGI master process (pid: 7200)" }, // the same pid as before: it is an exec
  { says: "new master copy spawned with pid {pid}", kind: "process-start", role: "master", example: "new master copy spawned with pid 8120" },

  { says: ["...gracefully killing workers...", "...brutally killing workers..."], kind: "reload", cause: "reload", // SIGHUP; SIGTERM without die-on-term
    example: ["...gracefully killing workers...", "...brutally killing workers..."] },
  { says: "binary reloading uWSGI...", kind: "reload", cause: "reload", closes: "processes", example: "binary reloading uWSGI..." },
  { says: "fork()'ing uWSGI...", kind: "reload", cause: "reload", example: "fork()'ing uWSGI..." }, // the old master lives on
  { says: ["*** {*} has been touched... grace them all !!! ***", "*** {*} has been touched... workers reload !!! ***", "*** {*} has been touched... mules reload !!! ***",
      "*** {*} has been touched... spoolers reload !!! ***", "*** {*} has been touched... chain reload !!! ***", "chain reload starting..."], kind: "reload", cause: "reload",
    example: ["*** /srv/app/reload.me has been touched... grace them all !!! ***", "*** reload.me has been touched... workers reload !!! ***", "*** reload.me has been touched... mules reload !!! ***",
      "*** reload.me has been touched... spoolers reload !!! ***", "*** chain.me has been touched... chain reload !!! ***", "chain reload starting..."] },
  { says: "chain next victim is worker {worker}", kind: "process-notice", role: "worker", cause: "reload", example: "chain next victim is worker 1" },
  { says: "chain is still waiting for worker {worker}...", kind: "process-notice", role: "worker", example: "chain is still waiting for worker 1..." },
  { says: "chain reloading complete", kind: "reload", cause: "reload", closes: "procedure", example: "chain reloading complete" },
  { says: ["chain reload already running...", "*** {*} has been touched... but chain reload is already running ***"], kind: "other",
    example: ["chain reload already running...", "*** chain.me has been touched... but chain reload is already running ***"] },
  { says: ["[uwsgi-python-reloader] module/file {*} has been modified", "[perl-auto-reloader] {*} has been modified !!!", "*** fd {#} ready: {*} ***", "*** fd {#} ready !!! ***"], kind: "reload", cause: "reload",
    example: ["[uwsgi-python-reloader] module/file jobs.tasks has been modified", "[perl-auto-reloader] /srv/app/app.psgi has been modified !!!", "*** fd 9 ready: low memory ***", "*** fd 9 ready !!! ***"] },

  { says: ["SIGINT/SIGTERM received...killing workers...", "SIGINT/SIGQUIT received...killing workers...", "graceful shutdown triggered..."], kind: "server-stop", cause: "shutdown",
    versions: "the second up to 2.0.19", // after SIGINT, SIGQUIT, or SIGTERM with die-on-term; the third is the graceful one
    example: ["SIGINT/SIGTERM received...killing workers...", "SIGINT/SIGQUIT received...killing workers...", "graceful shutdown triggered..."] },
  { says: ["goodbye to uWSGI.", "uWSGI: GAME OVER (insert coin)"], kind: "server-stop", cause: "shutdown", closes: "processes", // the second: exit-on-reload
    example: ["goodbye to uWSGI.", "uWSGI: GAME OVER (insert coin)"] },
  { says: ["need-app requested, destroying the instance...", "FATAL hook failed, destroying instance", "mountpoint {*} failed, triggering detonation...", "no more processes running, auto-killing ...",
      "no-server mode requested. Goodbye.", "*** BOOOOOOM ***"], kind: "server-stop", cause: "shutdown",
    example: ["need-app requested, destroying the instance...", "FATAL hook failed, destroying instance", "mountpoint /mnt/data failed, triggering detonation...", "no more processes running, auto-killing ...",
      "no-server mode requested. Goodbye.", "*** BOOOOOOM ***"] },
  { says: "something horrible happened...", kind: "server-stop", cause: "crash", example: "something horrible happened..." },
  { says: "*** no app loaded. GAME OVER ***", kind: "process-notice", cause: "exit", sign: "boot-failed", example: "*** no app loaded. GAME OVER ***" },
  { says: "!!! {*} (pid: {pid}) exited with status {exitCode} !!!", kind: "server-stop", cause: "exit", role: "master", // then execs the fallback config
    example: "!!! /usr/bin/uwsgi (pid: 7200) exited with status 1 !!!" },
];

export const uwsgi = defineServer({
  name: "uwsgi",
  title: "uWSGI",
  versions: "2.0.14 to 2.0.30, 2.1",
  recovers: [
    "start, recycling (max-requests, memory, lifetime), crash and scaling of workers",
    "harakiri and evil reload with the request that caused them",
    "graceful, brutal, chain and touch reloads; stops; an orphaned instance",
    "mules, spoolers and their tasks, crons, attached daemons, HTTP and other routers",
    "Emperor and vassals",
    "requests: pid, start, duration, count of the slot, resident memory",
  ],
  dump: {
    order: "oldest first",
    lines: [
      { is: "dump", like: /\*\*\* uWSGI Python tracebacker output \*\*\*$/ },
      {
        is: "frame",
        like: /\bthread_id = (?<name>.+?) filename = (?<file>.+?) lineno = (?<line>\d+) function = (?<function>\S+) line = /,
      },
    ],
  },
  rules: [...workers, ...master, ...children, ...emperor, ...chatter],
});
