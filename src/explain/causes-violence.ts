import type { Cause } from "../events.ts";
import { links } from "./links.ts";
import { always, on, type Topic } from "./topic.ts";

/** Causes that no server planned, and the one that says that nothing is known. */
export const violentCauses: readonly Topic<Cause>[] = [
  {
    kind: "cause",
    id: "oom-kill",
    title: "The process was killed because memory ran out",
    meaning:
      "The kernel's OOM killer, systemd-oomd, a container runtime or an orchestrator ended it by SIGKILL. It could log nothing and clean nothing up.",
    arises: [
      on(
        "kernel",
        "`Out of memory: Killed process 7217 (uwsgi)` is the machine, `Memory cgroup out of memory: Killed process 7217 (uwsgi)` a limit of a container or unit. The pid is the host's.",
        links.kernelCgroups,
      ),
      on(
        "systemd",
        "`A process of this unit has been killed by the OOM killer.`, `Failed with result 'oom-kill'.`; `systemd-oomd killed 12 process(es) in this unit.` comes without the kernel.",
        links.systemdResources,
        links.systemdService,
      ),
      on(
        "kubernetes",
        "`OOMKilled` as the reason of a container that ended, `System OOM encountered, victim process: uwsgi, pid: 9321` of the node.",
        links.kubernetesMemory,
      ),
      on(
        "docker",
        "`container oom 4f5e6a7b8c9d`, before the container's end with exitCode=137.",
        links.dockerMemory,
        links.dockerEvents,
      ),
      on("containerd", "`TaskOOM event`."),
    ],
    certainty:
      "Certain, since only such a word counts. Where a server merely sees signal 9 (`Perhaps out of memory?`, WorkerLostError with SIGKILL), the cause is signal: give dmesg -T of that time to settle it. A pid within a container is another number than the kernel's.",
    changes: [
      always(
        "See the finding oom: limits that fit, fewer processes, replacement between requests before the kernel's kill.",
      ),
      on("uwsgi", "Set reload-on-rss below the limit divided by the workers.", links.uwsgiOption("reload-on-rss")),
      on(
        "celery",
        "Set worker_max_memory_per_child, and split the tasks that need most.",
        links.celerySetting("worker_max_memory_per_child"),
      ),
      on(
        "systemd",
        "OOMPolicy=continue lets the rest of a service live on, OOMScoreAdjust= chooses whom to spare.",
        links.systemdService,
      ),
    ],
    references: [],
    related: ["oom", "memory-limit", "signal"],
  },
  {
    kind: "cause",
    id: "signal",
    title: "The process was killed by a signal from outside, and nothing says by whom",
    meaning:
      "An exit record names a signal that somebody sent, mostly SIGKILL or SIGTERM. No line before it announces a time limit, a memory limit, a stop or a reload that would explain it.",
    arises: [
      always(
        "SIGKILL has many senders: a human, a deployment script, the kernel's OOM killer, systemd after a grace period, a container runtime. Most of them leave a line in a log further out.",
        links.signals,
      ),
      on(
        "uwsgi",
        "`DAMN ! worker 2 (pid: 7216) died, killed by signal 9 :( trying respawn ...`; `MYSTERIOUSLY killed by signal 9` means that it was leaving already. SIGTERM shows no signal: that is exit.",
      ),
      on(
        "gunicorn",
        "`Worker with pid 4242 was terminated due to signal 9` (20.1), `was sent SIGKILL! Perhaps out of memory?` (21 and later). 20.0 and earlier say nothing.",
      ),
      on(
        "celery",
        "`Process 'ForkPoolWorker-2' pid:4512 exited with 'signal 9 (SIGKILL)'`, then WorkerLostError without a task id; `Terminating 8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11 (15)` is a revoke with terminate=True.",
        links.celeryRevoke,
      ),
      on(
        "rq",
        "`Work-horse terminated unexpectedly; waitpid returned 9 (signal 9)`; `Received kill horse command.` is send_stop_job_command.",
        links.rqWorkers,
      ),
      on(
        "puma",
        "Nothing: only the next `booted` of that worker number; `! reaped unknown child process` concerns others.",
      ),
      on("unicorn", "`reaped #<Process::Status: pid 3315 SIGKILL (signal 9)> worker=1`."),
      on("supervisord", "`exited: mailer (terminated by SIGKILL; not expected)`."),
      on(
        "systemd",
        "`Failed with result 'signal'.`; `Sent signal SIGKILL to main process 812 (uwsgi) on client request.` is systemctl kill.",
        links.systemdKill,
      ),
      on(
        "python",
        "`A process in the process pool was terminated abruptly` tells the parent that a child is gone, not which; a shell says `Killed`.",
        links.pythonFutures,
      ),
      on("node", "`worker 4512 died (SIGKILL)`, as the manual words it.", links.nodeCluster),
      on("apache", "mod_wsgi: `terminated by signal 11` tells the number only."),
      on("postgresql", "`terminating connection due to administrator command` is pg_terminate_backend()."),
    ],
    certainty:
      "That a signal ended it is certain; who sent it is not in this log. A server's guess at memory is not believed. Signals that a program brings upon itself (SEGV, ABRT, BUS, FPE, ILL) are crash.",
    changes: [
      always(
        "Give the logs of that moment from the layers outside: dmesg -T, journalctl, docker events, kubectl get events; the audit log (auditctl -a always,exit -S kill) names the sender next time.",
        links.dmesg,
        links.journalctl,
        links.dockerEvents,
      ),
      on(
        "celery",
        "Set task_acks_late with task_reject_on_worker_lost, so that the task runs again.",
        links.celerySetting("task_reject_on_worker_lost"),
      ),
      on("rq", "Give jobs a Retry, or a work_horse_killed_handler that tells more.", links.rqRetries),
    ],
    references: [],
    related: ["oom-kill", "slow-shutdown", "crash", "request-timeout"],
  },
  {
    kind: "cause",
    id: "crash",
    title: "The process crashed",
    meaning:
      "A fault of its own ended it: a segmentation fault, an abort, a bus error, a failed assertion, or an exception that it could not start or go on with.",
    arises: [
      on(
        "kernel",
        "`uwsgi[7218]: segfault at 10 ip` and `general protection` name the pid and the library of a crash that no program handled.",
      ),
      on(
        "uwsgi",
        "`!!! uWSGI process 7218 got Segmentation Fault !!!` with a C backtrace, then `DAMN ! worker`. reload-on-exception: `... monitored exception detected, respawning worker 1 (pid: 7215)...`.",
        links.uwsgiOption("reload-on-exception"),
      ),
      on(
        "gunicorn",
        "`Worker (pid:4242) was sent SIGSEGV!` (21 to 24 say `was sent code 139!` with a core dump). At boot `Exception in worker process` and status 3.",
      ),
      on(
        ["uvicorn", "hypercorn"],
        "Uvicorn: `Child process [28420] died`, `Application startup failed. Exiting.` Hypercorn: `ASGI Framework Lifespan error, shutdown without Lifespan support`.",
      ),
      on(
        "celery",
        "`Unrecoverable error: ` ends the worker; `Timed out waiting for UP message from` a child at its start.",
        links.celerySetting("worker_proc_alive_timeout"),
      ),
      on(
        ["rq", "dramatiq", "huey"],
        "RQ: `waitpid returned 139` or `found an unhandled exception, quitting`. Dramatiq: `Failed to import module`. Huey: `Worker 2 died, restarting.`",
      ),
      on(
        "python",
        "`Fatal Python error: Segmentation fault` with stacks where faulthandler is on; `Segmentation fault (core dumped)` by the shell, `double free or corruption` by the C library.",
        links.pythonFaulthandler,
      ),
      on("ruby", "`[BUG] Segmentation fault at 0x0000000000000010`."),
      on("node", "`FATAL ERROR: v8::ToLocalChecked Empty MaybeLocal` and the like."),
      on(
        ["puma", "unicorn"],
        "Puma: `! Unable to start worker`, `(Worker 0 failed to boot within 60 seconds)`. Unicorn: `reaped` with SIGSEGV, `master loop error: `.",
        links.pumaDsl,
      ),
      on(
        "passenger",
        "`no longer exists! Detaching it from the pool.`; `crashed with signal SIGSEGV, restarting it...` of its own agents.",
      ),
      on("php-fpm", "`[pool www] child 916 exited on signal 11 (SIGSEGV - core dumped)`.", links.fpmConfiguration),
      on("apache", "`child pid 9321 exit signal Segmentation fault (11)`."),
      on("nginx", "`worker process 9321 exited on signal 11 (core dumped)`."),
      on(
        "postgresql",
        "`server process (PID 9321) was terminated by signal 11`, then `terminating connection because of crash of another server process`: one crash ends all sessions.",
      ),
      on("pm2", "`exited with code [1]`; `had too many unstable restarts (16). Stopped.`", links.pm2Restarts),
      on(
        "supervisord",
        "`gave up: mailer entered FATAL state, too many start retries too quickly`.",
        links.supervisorStates,
      ),
      on(
        "systemd",
        "`Main process exited, code=dumped, status=11/SEGV`, `dumped core.`; `Start request repeated too quickly.` ends the tries.",
        links.systemdCoredump,
        links.systemdUnit,
      ),
      on("kubernetes", "`Back-off restarting failed container`, `Startup probe failed`.", links.kubernetesRestarts),
      on(
        ["docker", "containerd"],
        'containerd itself: `killing and restarting containerd`, `StartContainer for "4f5e6a7b" failed`.',
      ),
    ],
    certainty:
      "Certain where the process, its master or the kernel says so. Where the fault lies is told by a backtrace only; exit code 139 (128 + 11) is a segmentation fault, 134 an abort.",
    changes: [
      always(
        "Get a backtrace: core dumps (coredumpctl), faulthandler for Python, and look at the native extension it points to. Versions of libraries that changed before the first crash come first.",
        links.systemdCoredump,
        links.pythonFaulthandler,
      ),
      on(
        "python",
        "Run with PYTHONFAULTHANDLER=1 or faulthandler.enable(), so that the next crash prints its stacks.",
        links.pythonFaulthandler,
      ),
      on(
        "uwsgi",
        "Look at native modules that were loaded before the fork (connections, gRPC, TLS): lazy-apps loads them in each worker.",
        links.uwsgiOption("lazy-apps"),
      ),
      on(
        "php-fpm",
        "emergency_restart_threshold restarts the server after several crashes, which clears a broken opcode cache.",
        links.fpmConfiguration,
      ),
    ],
    references: [links.signals],
    related: ["crash-loop", "signal", "exit"],
  },
  {
    kind: "cause",
    id: "exit",
    title: "The process left by itself with a status",
    meaning:
      "It called exit, or its program ended, without a signal and without a reason that the log gives. A status other than 0 mostly means an error; 0 in the middle of work is as strange.",
    arises: [
      always(
        "The application calls sys.exit, os._exit or exit; a library ends the process; an exception reaches the top.",
      ),
      on(
        "uwsgi",
        "`DAMN ! worker 2 (pid: 7216) died :( trying respawn ...` shows neither status nor signal: os._exit(0), os._exit(3), SIGTERM and SIGINT to one worker look alike. At boot `*** no app loaded. GAME OVER ***`.",
      ),
      on(
        "gunicorn",
        "`Worker (pid:4242) exited with code 1.` (21 and later); 20 says nothing. Status 3 is a failed boot, 4 a failed application.",
      ),
      on(["uvicorn", "daphne"], "At boot: `[Errno 98] error while attempting to bind on address`, `Listen failure: `."),
      on("celery", "`Process 'ForkPoolWorker-1' pid:2273 exited with 'exitcode 3'`. Status 155 is recycling."),
      on("rq", "`waitpid returned 256`: a wait status, that is exit code 1."),
      on("dramatiq", "`exited unexpectedly (code 3). Shutting down...`: all of Dramatiq ends with it."),
      on("puma", "Nothing for a worker; `! reaped unknown child process pid=6160 status=pid 6160 exit 0` for others."),
      on("unicorn", "`reaped #<Process::Status: pid 3315 exit 1> worker=1`."),
      on("php-fpm", "`[pool www] child 913 exited with code 255`. Code 0 is taken for max-requests."),
      on("supervisord", "`exited: mailer (exit status 1; not expected)`.", links.supervisorProgram),
      on(
        "systemd",
        "`Main process exited, code=exited, status=1/FAILURE`, `Failed with result 'exit-code'.`",
        links.systemdService,
      ),
      on(
        ["docker", "containerd"],
        "`container die` with exitCode; containerd: `TaskExit event`. 137 is SIGKILL, 143 SIGTERM.",
        links.dockerEvents,
      ),
      on(
        "kubernetes",
        "`Reason:       Error` with an exit code; `Container exited normally`.",
        links.kubernetesRestarts,
      ),
      on("pm2", "`exited with code [0] via signal [SIGINT]`."),
      on("python", "`process exiting with exitcode 0` by multiprocessing's own log."),
      on("nginx", "`worker process 9321 exited with fatal code 2 and cannot be respawned`."),
      on("apache", "`Child 9321 returned a Fatal error... Apache is exiting!`"),
      on("postgresql", "`server process (PID 9321) exited with exit code 1`."),
      on("node", "`worker 4512 died with code: 1, and signal: null`.", links.nodeCluster),
    ],
    certainty:
      "Certain that it left; why is in the application's own last lines, if anywhere. Where the server shows no status, an exit and a mild signal cannot be told apart.",
    changes: [
      always(
        "Read the last lines of that process and thread (--context 20), and look for exit calls in code that also runs in workers.",
      ),
      on(
        "uwsgi",
        "Set need-app and read the traceback at boot; log in uwsgi.atexit to see which worker left how.",
        links.uwsgiOption("need-app"),
      ),
      on("celery", "Do not call os._exit or sys.exit in tasks: raise an exception."),
      on("systemd", "Read journalctl -u UNIT around that moment.", links.journalctl),
    ],
    references: [],
    related: ["crash", "crash-loop", "signal"],
  },
  {
    kind: "cause",
    id: "respawn",
    title: "The process was replaced, or vanished, and nothing says why",
    meaning:
      "A successor took its place, or it was never seen again, and no line gives a reason. It is the cause of deaths that are inferred, and of servers that are silent about them.",
    arises: [
      always(
        "The server's log is not among the sources: the application's lines go on under another pid with the same thread ids.",
      ),
      on(
        "gunicorn",
        "Up to 20.0 a killed worker leaves no line, up to 23 one that left by os._exit(0) does not either: only `Booting worker with pid: 25640`.",
      ),
      on(
        "puma",
        "A worker that was killed or crashed leaves no line: only `- Worker 2 (PID: 6130) booted in 1.52s, phase: 0`.",
      ),
      on(
        "celery",
        "Recycled children leave no line: only the next ForkPoolWorker number.",
        links.celerySetting("worker_max_tasks_per_child"),
      ),
      on("hypercorn", "Ends of workers are not logged, only starts."),
      on("uwsgi", "`respawned uWSGI http 1 (pid: 7410)` is all that tells of a dead gateway."),
    ],
    certainty:
      "Probable where a successor took the place (the same slot, or the same thread ids under a pid first seen afterwards), possible where it was merely never seen again. The cause is open, and the time an interval.",
    changes: [
      always("Give the server's log; missing-server-log says how each server's is switched on."),
      always("Log the pid with every line of the application, so that a change of process is seen."),
    ],
    references: [],
    related: ["missing-server-log", "killed"],
  },
];
