import type { Cause } from "../events.ts";
import { links } from "./links.ts";
import { always, on, type Topic } from "./topic.ts";

/** Causes by which somebody stopped, or started anew, what was running well. */
export const stopCauses: readonly Topic<Cause>[] = [
  {
    kind: "cause",
    id: "reload",
    title: "The server was reloaded or restarted, and the process belonged to its old generation",
    meaning:
      "A reload, a restart in place, an upgrade of the binary or a changed file replaced the processes. Requests are mostly waited for; work beside them is not.",
    arises: [
      on(
        "uwsgi",
        "SIGHUP, touch-reload or the fifo: `...gracefully killing workers...`, `Gracefully killing worker 1 (pid: 7215)...`, `worker 1 buried after 1 seconds`, then the banner again and `gracefully (RE)spawned uWSGI master process (pid: 7210)` under the same pid. SIGTERM without die-on-term is a brutal reload up to 2.0, not a stop: `...brutally killing workers...`. Chain reloads take one worker after the other.",
        links.uwsgiManagement,
        links.uwsgiReloading,
      ),
      on(
        "gunicorn",
        "`Handling signal: hup` and `Hang up: Master`; the new workers boot before the old ones exit. `Worker reloading: /srv/app/settings.json modified` with --reload, `Handling signal: usr2` for an upgrade.",
        links.gunicornSignals,
      ),
      on(
        "uvicorn",
        "`Received SIGHUP, restarting processes.`, or `Detected file change in 'main.py'. Reloading...` with --reload.",
        links.uvicornSettings,
      ),
      on("celery", "SIGHUP: `Restarting celery worker (`.", links.celeryShutdown),
      on(
        ["dramatiq", "huey"],
        "SIGHUP: `Sending signal 'SIGHUP' to` in Dramatiq, `Received SIGHUP, will restart` in Huey.",
        links.hueyShutdown,
      ),
      on(
        "puma",
        "`- Starting phased worker restart, phase: 1` and `- Stopping 6117 for phased upgrade...` worker by worker; `* Restarting...` replaces all at once.",
        links.pumaSignals,
      ),
      on(
        "unicorn",
        "`reloading config_file=/srv/shop/unicorn.rb`, or `executing [` for an upgrade by USR2.",
        links.unicornSignals,
      ),
      on(
        "php-fpm",
        "USR2: `Reloading in progress ...`; `failed processes threshold (10 in 60 sec) is reached, initiating reload` comes from emergency_restart_threshold.",
        links.fpmConfiguration,
      ),
      on(
        "passenger",
        "A process of the old generation that does not end: `didn't shut down within 1 minute. Forcefully killing`.",
      ),
      on("pm2", "pm2 reload: `-reload- New worker listening`.", links.pm2Shutdown),
      on(
        "nginx",
        "`signal 1 (SIGHUP) received from 4711, reconfiguring`, `gracefully shutting down`, `worker process 9321 exited with code 0`.",
        links.nginxControl,
      ),
      on(
        "apache",
        "`SIGUSR1 received.  Doing graceful restart`, `SIGHUP received.  Attempting to restart`; mod_wsgi: `Forcing restart of daemon process`.",
        links.apacheStopping,
      ),
      on("supervisord", "`received SIGHUP indicating restart request` restarts every program."),
      on(
        "systemd",
        "`Reloading web.service` runs ExecReload=; what that does is the service's own business.",
        links.systemdService,
      ),
      on(
        "kubernetes",
        "`Container shop definition changed, will be restarted`. A rollout deletes pods: that is shutdown.",
      ),
    ],
    certainty:
      "Certain where the process's end stands within a reload that the log shows. A goodbye without a reason takes that of the reload under way. Who triggered it is not in the log.",
    changes: [
      always(
        "Drain before a reload: stop what starts background work, wait, reload. Or move that work to processes that the reload leaves alone.",
      ),
      on(
        "uwsgi",
        "Use chain reloads (touch-chain-reload with lazy-apps) and a worker-reload-mercy above the longest task; send SIGINT or SIGQUIT to stop, or set die-on-term.",
        links.uwsgiReloading,
        links.uwsgiOption("worker-reload-mercy"),
        links.uwsgiThings,
      ),
      on(
        "gunicorn",
        "Set graceful_timeout above the longest request; do not run --reload in production.",
        links.gunicornSetting("graceful_timeout"),
        links.gunicornSetting("reload"),
      ),
      on("celery", "Stop by TERM and start a new worker instead of HUP.", links.celeryShutdown),
      on("php-fpm", "Set process_control_timeout, so that a reload waits for running scripts.", links.fpmConfiguration),
      on("puma", "Set worker_shutdown_timeout above the longest request.", links.pumaDsl),
    ],
    references: [],
    related: ["shutdown", "recycle-kills-background-work", "slow-shutdown", "undelivered-responses"],
  },
  {
    kind: "cause",
    id: "shutdown",
    title: "The server, the service or the container was stopped",
    meaning:
      "Somebody, or a deployment, told the whole server to end. Depending on the signal it waited for work in progress or cut it off.",
    arises: [
      on(
        "uwsgi",
        "`SIGINT/SIGTERM received...killing workers...`, `worker 1 buried after 1 seconds`, `goodbye to uWSGI.`: SIGINT and SIGQUIT cut requests off; only `graceful shutdown triggered...` (fifo q, or hooks) waits.",
        links.uwsgiManagement,
      ),
      on(
        "gunicorn",
        "`Handling signal: term` waits for requests up to graceful_timeout, `Handling signal: int` and `Handling signal: quit` do not wait; `Shutting down: Master` is the last line.",
        links.gunicornSignals,
      ),
      on(
        ["uvicorn", "daphne"],
        "Uvicorn: `Received SIGTERM, exiting.`, `Waiting for connections to close. (CTRL+C to force quit)`; past the limit `Cancel 3 running task(s), timeout graceful shutdown exceeded`. Daphne: `Killed 3 pending application instances`.",
        links.uvicornSettings,
      ),
      on(
        "celery",
        "`worker: Warm shutdown (MainProcess)` waits for running tasks, `worker: Cold shutdown (MainProcess)` ends them. Both go to standard output, without a time.",
        links.celeryShutdown,
      ),
      on(
        "rq",
        "`Warm shut down requested` waits for the job; a second signal is `Cold shut down` and kills the work-horse: `Killed horse pid 5647`.",
        links.rqWorkers,
      ),
      on(
        ["dramatiq", "huey"],
        "Dramatiq: `Sending signal 'SIGTERM' to subprocesses...`; unfinished messages come back. Huey: SIGINT says `Shutting down gracefully...`, SIGTERM interrupts tasks.",
        links.dramatiqMessages,
        links.hueyShutdown,
      ),
      on(
        "sidekiq",
        "`Shutting down`, after the timeout `Terminating 3 busy threads` and `Pushed 3 jobs back to Redis`: the same jid starts again elsewhere.",
        links.sidekiqDeployment,
      ),
      on("puma", "`- Gracefully shutting down workers...`, `- Goodbye!`.", links.pumaSignals),
      on(
        "unicorn",
        "QUIT waits, TERM and INT do not; `reaped` per worker, then `master complete`.",
        links.unicornSignals,
      ),
      on(
        "php-fpm",
        "`Finishing ...` (QUIT) waits for scripts, `Terminating ...` (TERM, INT) does not; `exiting, bye-bye!` ends both.",
        links.fpmConfiguration,
      ),
      on("passenger", "`Received command to shutdown gracefully.`, `Passenger core shutdown finished`."),
      on(
        "nginx",
        "`signal 15 (SIGTERM) received from 1, exiting` cuts off, `signal 3 (SIGQUIT) received` waits.",
        links.nginxControl,
      ),
      on(
        "apache",
        "`caught SIGTERM, shutting down` cuts off, `caught SIGWINCH, shutting down gracefully` waits; mod_wsgi: `Shutdown requested`.",
        links.apacheStopping,
      ),
      on(
        "supervisord",
        "`stopped: mailer (terminated by SIGTERM)`; after stopwaitsecs `killing 'mailer' (6971) with SIGKILL` first.",
        links.supervisorProgram,
      ),
      on(
        "systemd",
        "`Stopping`, `Deactivated successfully.`; past TimeoutStopSec= `State 'stop-sigterm' timed out. Killing.` and `Failed with result 'timeout'.`",
        links.systemdService,
      ),
      on(
        "docker",
        "`container kill 4f5e6a7b8c9d (image=shop:1, name=shop, signal=15)`, `container stop`; past the timeout `Container failed to exit within 10s of signal 15 - using the force`.",
        links.dockerStop,
      ),
      on("containerd", '`StopContainer for "4f5e6a7b" with timeout 30 (s)`, `Kill container`.'),
      on(
        "kubernetes",
        "`Stopping container shop` for a rollout, a scale-down, a drain or an eviction; the server inside gets SIGTERM.",
        links.kubernetesTermination,
      ),
      on("pm2", "`Stopping app:api id:0`; `still alive after 1600ms, sending it SIGKILL now...`.", links.pm2Shutdown),
      on(
        "postgresql",
        "`received fast shutdown request` ends sessions, `received smart shutdown request` waits for them, an immediate one needs recovery at the next start.",
        links.postgresqlShutdown,
      ),
      on(
        "python",
        "A pool's parent ends its children: `calling terminate() for daemon ForkPoolWorker-1`.",
        links.pythonMultiprocessing,
      ),
    ],
    certainty:
      "Certain where the log shows the stop and the process's end within it. Whether the work was waited for is told by the signal and by tasks that ended after the stop began. Who stopped it is mostly one layer further out: systemd, the container runtime, the orchestrator.",
    changes: [
      always(
        "Stop by the signal that waits, give it time (slow-shutdown tells the limits), and let a durable queue take back what could not be finished.",
      ),
      on(
        "uwsgi",
        "uWSGI's stop does not wait: stop gracefully by the master fifo (q), or take the server out of the load balancer and wait before SIGINT.",
        links.uwsgiFifo,
      ),
      on(
        "gunicorn",
        "Stop by TERM, with graceful_timeout above the longest request.",
        links.gunicornSignals,
        links.gunicornSetting("graceful_timeout"),
      ),
      on(
        "celery",
        "Stop by TERM once and wait; set worker_soft_shutdown_timeout (5.5 and later) and task_acks_late for what does not end in time.",
        links.celeryShutdown,
        links.celerySetting("task_acks_late"),
      ),
      on("rq", "Send one signal only, and set the supervisor's stop time above the longest job.", links.rqWorkers),
      on(
        "kubernetes",
        "Handle TERM in the container's first process, and set terminationGracePeriodSeconds.",
        links.kubernetesTermination,
      ),
    ],
    references: [],
    related: ["reload", "slow-shutdown", "queued-never-started", "scale-down"],
  },
  {
    kind: "cause",
    id: "master-died",
    title: "The process was orphaned: its master or parent went first",
    meaning:
      "The master was killed or crashed, and its workers ended because of that: by themselves, by the kernel's signal to children of a dead parent, or because their pipes broke.",
    arises: [
      on(
        "uwsgi",
        "`uWSGI worker 1 screams: UAAAAAAH my master disconnected: i will kill myself !!!` (2.0.28 and later: `error: the master disconnected from this worker. Shutting down the worker.`), within milliseconds; then silence.",
      ),
      on(
        "gunicorn",
        "`Parent changed, shutting down: <Worker 4242>`, seconds later, then `Worker exiting`; no line about the master itself.",
      ),
      on("puma", "`! Detected parent died, dying`."),
      on(
        "celery",
        "Killed children of a killed main process leave no line: the log just ends. On Linux the kernel kills them (from 5.2).",
        links.celeryShutdown,
      ),
      on("rq", "The other way round: a work-horse whose worker was killed goes on and may even finish its job."),
      on("passenger", "`Watchdog seems to be killed; forcing shutdown of all subprocesses`."),
      on("postgresql", "`terminating connection due to unexpected postmaster exit`."),
    ],
    certainty:
      "Certain where the orphan says so. Why the master died is not in its own log: look in the kernel's, systemd's or the container runtime's. A log that ends in mid-work is in-flight, unless something outside tells of the death.",
    changes: [
      always(
        "Find out who killed the master: the kernel (dmesg -T), systemd, the container runtime, an operator. Run it under a supervisor that starts it again.",
        links.dmesg,
        links.journalctl,
      ),
      on("uwsgi", "Set no-orphans, so that workers do not outlive their master.", links.uwsgiOption("no-orphans")),
      on(
        "systemd",
        "OOMPolicy= and KillMode= say what becomes of the rest of a service when one of its processes is killed.",
        links.systemdService,
        links.systemdKill,
      ),
      on(
        "kubernetes",
        "Let the server be the container's first process, so that its death is the container's.",
        links.kubernetesRestarts,
      ),
    ],
    references: [],
    related: ["oom-kill", "signal", "crash", "in-flight"],
  },
];
