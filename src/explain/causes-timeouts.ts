import type { Cause } from "../events.ts";
import { links } from "./links.ts";
import { always, on, type Topic } from "./topic.ts";

/** Causes by which a process is killed for taking too long. */
export const timeoutCauses: readonly Topic<Cause>[] = [
  {
    kind: "cause",
    id: "request-timeout",
    title: "The process was killed because a request, or its heartbeat, took too long",
    meaning:
      "The server killed a worker that had not finished a request in time, or had not reported to its master. Everything else in the same process went with it: other threads' requests, background tasks, buffered logs.",
    arises: [
      on(
        "uwsgi",
        "harakiri: `*** HARAKIRI ON WORKER 2 (pid: 7216, try: 1) ***`, the status block with the request, `HARAKIRI triggered by worker 2 core 0 !!!`, about a second later `DAMN ! worker 2 (pid: 7216) died, killed by signal 9`. harakiri-graceful-timeout tries a milder signal first.",
        links.uwsgiOption("harakiri"),
      ),
      on(
        "gunicorn",
        "`WORKER TIMEOUT (pid:25634)`, then mostly `Worker exiting (pid: 25634)`, and after a second SIGKILL, told as `was sent SIGKILL! Perhaps out of memory?`, which is a guess. With sync workers it is one request, with threads, gevent and ASGI the heartbeat: the whole worker was blocked.",
        links.gunicornSetting("timeout"),
      ),
      on(
        "puma",
        "`! Terminating timed out worker (Worker 2 failed to check in within 60 seconds): 6117`: no check-in, not a slow request.",
        links.pumaDsl,
      ),
      on(
        "unicorn",
        "`worker=1 PID:3315 timeout (61s > 60s), killing`, then `reaped` with SIGKILL.",
        links.unicornConfigurator,
      ),
      on(
        "php-fpm",
        "request_terminate_timeout: `execution timed out (65.012931 sec), terminating`, then `exited on signal 15 (SIGTERM)`. `executing too slow` is only a notice.",
        links.fpmConfiguration,
      ),
      on(
        "apache",
        "mod_wsgi: `Daemon process request time limit exceeded` or `Daemon process deadlock timer expired`.",
        links.modWsgiDaemon,
      ),
      on(
        "kubernetes",
        "`Container shop failed liveness probe, will be restarted`: the whole container goes.",
        links.kubernetesProbes,
      ),
      on(
        "postgresql",
        "`terminating connection due to idle-in-transaction timeout` ends the session's process.",
        links.postgresqlTimeouts,
      ),
      on(
        "nginx",
        "`upstream timed out (110: Connection timed out)` is the proxy giving up; the worker behind it works on.",
        links.nginxProxy,
      ),
    ],
    certainty:
      "Certain where the announcement names the process and its death follows. The kill's own line says only signal 9, which is why the announcement before it is believed. Which request it was is told by uWSGI, PHP-FPM and the new gunicorn, not by the others.",
    changes: [
      always(
        "Give calls to the outside a timeout below the server's, so that the request fails by itself with a traceback, and move long work to a queue.",
      ),
      on(
        "uwsgi",
        "Raise harakiri for the few long routes only (uwsgi.set_user_harakiri, or a pool of workers of their own); py-tracebacker and harakiri-verbose show where it hangs.",
        links.uwsgiOption("harakiri"),
        links.uwsgiTracebacker,
      ),
      on(
        "gunicorn",
        "Raise timeout for slow sync requests; for threads and gevent look for what blocks the whole worker. Joined pools of a leaving worker count, too.",
        links.gunicornSetting("timeout"),
      ),
      on(
        "php-fpm",
        "Raise request_terminate_timeout, or set request_slowlog_timeout below it to see where scripts wait.",
        links.fpmConfiguration,
      ),
      on(
        "puma",
        "Raise worker_timeout, or find the C call or the machine's stall that keeps a whole worker from checking in.",
        links.pumaDsl,
      ),
      on(
        "kubernetes",
        "Give the liveness probe more time and failures (timeoutSeconds, failureThreshold), and use readiness for overload.",
        links.kubernetesProbes,
      ),
    ],
    references: [],
    related: ["task-timeout", "signal", "hung-until-respawn", "deadlock"],
  },
  {
    kind: "cause",
    id: "task-timeout",
    title: "The process was killed because a task or job took too long",
    meaning:
      "A time limit on a background task, a job, a watchdog or a start ran out, and the process that ran it was killed or interrupted.",
    arises: [
      on(
        "celery",
        "`Hard time limit (4s) exceeded for shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11]` kills the child; `Soft time limit (2.0s) exceeded for` only raises an exception in the task, which then ends or not.",
        links.celerySetting("task_time_limit"),
      ),
      on(
        "rq",
        "Mostly an exception in the job (`Task exceeded maximum timeout value (180 seconds)`); a job that swallows it is killed with its work-horse a minute later: `waitpid returned None`.",
        links.rqWorkers,
      ),
      on(
        "dramatiq",
        "`Time limit exceeded. Raising exception in worker thread 140139889324566.` An exception, not a kill.",
        links.dramatiqGuide,
      ),
      on(
        "uwsgi",
        "`*** HARAKIRI ON MULE 1 HANDLING SIGNAL 17 (pid: 7220) ***`, `*** HARAKIRI ON THE SPOOLER (pid: 7221) ***`, `*** HARAKIRI ON CRON`.",
        links.uwsgiOption("spooler-harakiri"),
        links.uwsgiOption("mule-harakiri"),
      ),
      on("gunicorn", "Dirty workers: `DIRTY WORKER TIMEOUT (pid:812)`.", links.gunicornSetting("dirty_timeout")),
      on("systemd", "`Watchdog timeout (limit 30s)!`, `Start operation timed out. Terminating.`", links.systemdService),
      on(
        "kubernetes",
        "`Job was active longer than specified deadline`, `Pod was active on the node longer than the specified deadline`.",
        links.kubernetesJobs,
      ),
      on("apache", "mod_wsgi: `Application startup timer expired`.", links.modWsgiDaemon),
      on("huey", "`timed out after 30s.` ends the task, not the worker."),
    ],
    certainty:
      "Certain where the line names the task or the process. A soft limit is an exception: a task that ends by it failed and is not lost.",
    changes: [
      always("Split the work into shorter tasks, or raise the limit for that kind of task alone."),
      on(
        "celery",
        "Set time_limit and soft_time_limit per task, and clean up on SoftTimeLimitExceeded.",
        links.celerySetting("task_time_limit"),
        links.celerySetting("task_soft_time_limit"),
      ),
      on("rq", "Give long jobs a job_timeout of their own, and do not swallow JobTimeoutException.", links.rqWorkers),
      on("dramatiq", "Set time_limit on the actor.", links.dramatiqGuide),
      on(
        "uwsgi",
        "Raise spooler-harakiri or mule-harakiri.",
        links.uwsgiOption("spooler-harakiri"),
        links.uwsgiOption("mule-harakiri"),
      ),
      on("systemd", "Raise WatchdogSec= or TimeoutStartSec=, or notify more often.", links.systemdService),
      on("kubernetes", "Raise activeDeadlineSeconds.", links.kubernetesJobs),
    ],
    references: [],
    related: ["request-timeout", "stuck"],
  },
];
