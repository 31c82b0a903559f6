import type { FindingId } from "./finding-ids.ts";
import { links } from "./links.ts";
import { always, on, type Topic } from "./topic.ts";

/** Findings about processes that live and do not move. */
export const hangFindings: readonly Topic<FindingId>[] = [
  {
    kind: "finding",
    id: "hung-until-respawn",
    title: "Requests or tasks made no progress until their worker was replaced",
    meaning:
      "A worker stayed alive and served nothing, often after it had said goodbye, and only its replacement went on. If all workers hang at once, the server answers nobody; afterwards the newcomers answer a burst of old requests whose clients have long given up.",
    arises: [
      always(
        "A worker that is leaving waits for a thread that does not end: a joined pool, an exit hook, a background exporter. It takes no new requests, and its place is not filled before it is gone.",
      ),
      on(
        "uwsgi",
        "With threads above 1 and max-requests: up to 2.0.24 a worker whose limit was reached on a thread other than the first says `...The work of process 7215 is done. Seeya!` and lives on until worker-reload-mercy (60 s) ends it (`NO MERCY !!!`). 2.0.25 reworked how threads are ended, 2.0.27 how they are woken.",
        links.uwsgi2025,
        links.uwsgi2027,
      ),
      on(
        "python",
        "A background exporter (OpenTelemetry's batch processors) that was started before the fork has no thread in the worker, but its lock and its exit hook: a record or the exit may wait for ever.",
        links.otelFork,
      ),
      on(
        "gunicorn",
        "A worker that joins its pool after `Autorestarting worker after current request.` answers nothing until it is gone, or `WORKER TIMEOUT` ends it.",
        links.gunicornSetting("timeout"),
      ),
      on("nginx", "The proxy in front says upstream timed out for the requests that waited."),
    ],
    certainty:
      "That nothing moved is seen from requests and tasks; how long is known as far as neighbouring lines bear a time. uWSGI logs a request when it ends, with the time of its start, so that waiting in the listen queue is not part of its duration and a client that had gone is not told from one that waited.",
    changes: [
      always(
        "Start background threads in the worker, after the fork, and stop them at exit with a timeout. Shorten the time that a leaving worker is given, and keep enough workers for one to hang.",
        links.otelFork,
      ),
      on(
        "uwsgi",
        "Upgrade uWSGI to 2.0.27 or later, or run threads = 1 with more processes; until then drop max-requests or lower worker-reload-mercy, which is how long each hang lasts. Start exporter threads in uwsgidecorators.postfork and stop them with a timeout in uwsgi.atexit.",
        links.uwsgi2025,
        links.uwsgi2027,
        links.uwsgiOption("worker-reload-mercy"),
        links.uwsgiDecorators,
      ),
      on(
        "gunicorn",
        "Start exporters in post_fork, and join pools in worker_exit with a limit below timeout and graceful_timeout.",
        links.gunicornSetting("post_fork"),
        links.gunicornSetting("worker_exit"),
        links.otelFork,
      ),
      on(
        "celery",
        "Set task_time_limit, so that a hung task is killed, and start exporters in the worker_process_init signal.",
        links.celerySetting("task_time_limit"),
        links.celerySignal("worker-process-init"),
      ),
      on(
        ["puma", "unicorn"],
        "Keep worker_timeout (Puma) or timeout (Unicorn) as the last resort, and find what blocks by the backtraces: Puma prints them on SIGINFO or SIGPWR.",
        links.pumaSignals,
        links.unicornConfigurator,
      ),
      on(
        "php-fpm",
        "Set request_terminate_timeout, and request_slowlog_timeout with slowlog to see where scripts wait.",
        links.fpmConfiguration,
      ),
      on(
        "apache",
        "mod_wsgi: set request-timeout and keep deadlock-timeout, which end a daemon process that hangs.",
        links.modWsgiDaemon,
      ),
      on(
        "uvicorn",
        "Set --timeout-worker-healthcheck, and keep blocking calls out of the event loop.",
        links.uvicornSettings,
      ),
      on(
        "kubernetes",
        "Let the liveness probe go through a worker, so that a hung server is restarted.",
        links.kubernetesProbes,
      ),
    ],
    references: [],
    related: ["slow-shutdown", "max-requests", "deadlock", "telemetry-loss"],
  },
  {
    kind: "finding",
    id: "deadlock",
    title: "Several threads of a living process stopped together",
    meaning:
      "Tasks on several threads or greenlets of one process fell silent at nearly the same time and stayed so, far longer than such tasks take, while the process lived on: others of its lines or its health check went on.",
    arises: [
      always(
        "Threads wait for a lock that is never released: two locks taken in opposite orders; a lock taken twice by one thread; a holder that waits for a pool in which all places are taken; a lock that was held while the process forked, whose holder does not exist in the child.",
      ),
      on(
        "python",
        "Logging or exporting within a held lock, and a handler that needs the same lock. With gevent, a lock made before monkey patching is a real one: the greenlet that waits for it stops the whole hub.",
        links.geventMonkey,
        links.otelFork,
      ),
      on(
        "uwsgi",
        "`[deadlock-detector] pid 7215 was holding lock` concerns uWSGI's own locks when their holder died. Harakiri does not fire for background threads, and with several threads other requests keep a worker going.",
      ),
      on(
        "gunicorn",
        "The server log says nothing: threaded and gevent workers keep their heartbeat, and the health check is answered.",
      ),
      on(
        "postgresql",
        "A deadlock of transactions is found and broken by the server itself; it ends one of them and is no such finding.",
      ),
    ],
    certainty:
      "A log shows only that they fell silent together; how long is normal is taken from the tasks that finished. What they wait for is shown by a stack dump of that process, given as a further source: its threads are matched to tasks by id, and the frame they share is named. A long call to a slow service looks the same without one.",
    changes: [
      always(
        "Dump the stacks while it hangs (py-spy dump --pid N, or faulthandler.register and a signal) and give the dump as a further source. Then take locks in one order and with a timeout, use RLock where a thread may come back, and neither log nor export within a lock.",
        links.pySpy,
        links.pythonFaulthandler,
        links.pythonThreading,
      ),
      on("uwsgi", "py-tracebacker gives a worker's stacks while it hangs.", links.uwsgiTracebacker),
      on(
        "gunicorn",
        "With gevent workers, patch before anything else is imported, and dump greenlets with gevent.util.print_run_info().",
        links.geventMonkey,
        links.geventUtil,
      ),
      on(
        "celery",
        "Set task_time_limit as the last resort; with -P gevent let Celery patch first.",
        links.celerySetting("task_time_limit"),
      ),
      on(
        ["puma", "sidekiq"],
        "Send SIGINFO or SIGPWR to Puma, TTIN to Sidekiq: both print all threads' backtraces.",
        links.pumaSignals,
        links.sidekiqSignals,
      ),
      on("apache", "mod_wsgi's deadlock-timeout ends a process whose interpreter lock is stuck.", links.modWsgiDaemon),
    ],
    references: [links.pythonMultiprocessing],
    related: ["stuck", "hung-until-respawn", "request-timeout"],
  },
];
