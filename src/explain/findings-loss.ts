import type { FindingId } from "./finding-ids.ts";
import { links } from "./links.ts";
import { always, on, type Topic } from "./topic.ts";

/** Findings about work and answers that go with a process. */
export const lossFindings: readonly Topic<FindingId>[] = [
  {
    kind: "finding",
    id: "recycle-kills-background-work",
    title: "Workers that are replaced on purpose take unfinished background work with them",
    meaning:
      "A server replaced its workers as it was told to (after a number of requests, a lifetime, at a memory limit, by a reload or to scale down), and tasks that still ran in them vanished: no result, no exception, no last line. Thread ids often come back in the successor, so that the work seems to stop in mid-thread.",
    arises: [
      always(
        "A worker answers a request and goes on working in a thread, a greenlet or a child process. The server counts requests and knows nothing of that work; when the requests are done it lets the process exit, and what is no request ends with it.",
      ),
      on(
        "python",
        "Daemon threads (threading with daemon=True, multiprocessing.pool.ThreadPool) stop within milliseconds of the exit. A concurrent.futures.ThreadPoolExecutor is joined by the interpreter and works off its whole queue first, so that its tasks are lost only when the server's patience ends before they do.",
        links.pythonThreading,
        links.pythonFutures,
      ),
      on(
        "uwsgi",
        "`...The work of process 7215 is done. Seeya!`, then `worker 1 killed successfully (pid: 7215)` and `Respawned uWSGI worker 1 (new pid: 7390)`. Reloads say `Gracefully killing worker 1 (pid: 7215)...` and `worker 1 buried after 1 seconds`, going cheap says `uWSGI worker 1 cheaped.`.",
        links.uwsgiReloading,
      ),
      on(
        "gunicorn",
        "`Autorestarting worker after current request.`, then `Worker exiting (pid: 7215)` and `Booting worker with pid: 25640`. If a joined pool takes longer than timeout, the leaving worker is even killed by `WORKER TIMEOUT`.",
      ),
      on(
        "celery",
        "A pool child that reached worker_max_tasks_per_child is replaced between two tasks, without a line at INFO. No Celery task is lost by it, but threads that a task left behind are.",
      ),
      on(
        "php-fpm",
        "After fastcgi_finish_request() the script goes on in its child. Its end is waited for, unless request_terminate_timeout or a stop comes first.",
        links.fpmFinishRequest,
      ),
    ],
    certainty:
      "The deaths are certain where the server's log names them. A farewell alone proves nothing: joined pools finish their work after it, and what they finish is not counted. The rhythm (every so many requests or seconds) is measured from this log. Work that was still queued logs no start and is not counted here.",
    changes: [
      always(
        "Hand background work to a task queue whose workers acknowledge late, instead of threads in a process that its server may replace. What must stay there has to be waited for when the process exits, within the server's grace period.",
        links.celeryTasks,
      ),
      on(
        "uwsgi",
        "Do not work in threads after the response: hand the work to a mule, to the spooler or to a task queue. If it must be threads, join the pool in uwsgi.atexit and set worker-reload-mercy above the longest task; a higher max-requests or min-worker-lifetime only makes the loss rarer.",
        links.uwsgiSpooler,
        links.uwsgiMules,
        links.uwsgiOption("worker-reload-mercy"),
        links.uwsgiOption("max-requests"),
      ),
      on(
        "gunicorn",
        "Move the work to a task queue; if it must stay, use a ThreadPoolExecutor (not daemon threads or greenlets) and join it in the worker_exit hook, with timeout and graceful_timeout above the longest task. max_requests with max_requests_jitter only spreads the loss, 0 switches it off.",
        links.gunicornSetting("worker_exit"),
        links.gunicornSetting("graceful_timeout"),
        links.gunicornSetting("max_requests"),
        links.pythonFutures,
      ),
      on(
        "celery",
        "Do the work in the task itself, not in a thread it starts: worker_max_tasks_per_child and worker_max_memory_per_child wait for tasks only. Make tasks idempotent and set task_acks_late with task_reject_on_worker_lost, so that what a lost process held runs again.",
        links.celerySetting("task_acks_late"),
        links.celerySetting("task_reject_on_worker_lost"),
        links.celerySetting("worker_max_tasks_per_child"),
      ),
      on(
        "rq",
        "Give jobs a Retry and stop workers with a single SIGTERM: a second one kills the work-horse with its job. Threads that a job starts end with its work-horse, so wait for them in the job.",
        links.rqRetries,
        links.rqWorkers,
      ),
      on(
        "dramatiq",
        "Messages are acknowledged after they were processed and come back when a worker is terminated: keep actors idempotent, and stop within --worker-shutdown-timeout. Wait in the actor for any thread it starts.",
        links.dramatiqMessages,
      ),
      on(
        "huey",
        "Stop the consumer by SIGINT, which lets tasks finish, not by SIGTERM, which interrupts them; re-enqueue what SIGNAL_INTERRUPTED reports. Delivery is at most once: a task killed with its worker does not come back.",
        links.hueyShutdown,
        links.hueyInterrupted,
      ),
      on(
        ["uvicorn", "hypercorn", "daphne"],
        "Background tasks of the application are no requests: move them to a task queue, or await them in the lifespan's shutdown. Give that time with Uvicorn's --timeout-graceful-shutdown or Hypercorn's graceful_timeout; --limit-max-requests and max_requests only set how often it happens.",
        links.uvicornSettings,
        links.hypercornSettings,
      ),
      on(
        "puma",
        "Move the work to a job queue, or wait for it in before_worker_shutdown (on_worker_shutdown before Puma 7), which may block, with worker_shutdown_timeout above the longest task. Worker killers and phased restarts only decide how often it happens.",
        links.pumaDsl,
        links.pumaKiller,
      ),
      on(
        "unicorn",
        "Unicorn waits for the request in progress, not for threads: move the work to a job queue or do it before the response ends. Limits of a worker killer only decide how often it happens.",
        links.unicornSignals,
        links.unicornKiller,
      ),
      on(
        "sidekiq",
        "Jobs that do not end within the timeout (-t, 25 s) are pushed back to Redis at a stop: keep them short or idempotent. A killed process loses the jobs it holds, except with super_fetch of Sidekiq Pro.",
        links.sidekiqDeployment,
        links.sidekiqReliability,
      ),
      on(
        "passenger",
        "Work in threads is no request: Passenger waits for requests before it shuts a process down, then kills it after a minute. Move the work to a job queue; passenger_max_requests only sets how often it happens.",
        links.passengerOption("passenger_max_requests"),
      ),
      on(
        "php-fpm",
        "Keep what runs after fastcgi_finish_request short or move it to a queue, since request_terminate_timeout still counts and a reload kills it unless process_control_timeout is set. pm.max_requests itself waits for the script.",
        links.fpmConfiguration,
        links.fpmFinishRequest,
      ),
      on(
        "apache",
        "With mod_wsgi, move work from threads to a task queue, or join it at exit with shutdown-timeout (5 s by default) above the longest task. maximum-requests, restart-interval and MaxConnectionsPerChild only set how often it happens.",
        links.modWsgiDaemon,
        links.apacheMpm,
      ),
      on(
        "node",
        "Before a cluster worker exits, close its server and await the promises still running; worker.disconnect() waits for connections only. Durable work belongs into a job queue.",
        links.nodeCluster,
        links.nodeHttpClose,
      ),
      on(
        "pm2",
        "Catch SIGINT, finish the work and exit by yourself, with kill_timeout (1.6 s by default) above the longest task. max_memory_restart and cron_restart only set how often it happens.",
        links.pm2Shutdown,
        links.pm2Memory,
      ),
      on(
        "nginx",
        "The old workers of a reload finish their connections, unless worker_shutdown_timeout closes them: set it above the longest request, or leave it out.",
        links.nginxShutdown,
      ),
      on(
        "supervisord",
        "Set the program's stopwaitsecs above its own grace period, so that a restart does not end in SIGKILL.",
        links.supervisorProgram,
      ),
      on(
        "systemd",
        "Set TimeoutStopSec= above the server's own grace period, so that a restart does not end in SIGKILL; RuntimeMaxSec= ends a service whatever it does.",
        links.systemdService,
      ),
      on(
        ["docker", "containerd"],
        "Give the container a stop timeout (docker stop -t, 10 s by default) above the server's own grace period.",
        links.dockerStop,
      ),
      on(
        "kubernetes",
        "Set terminationGracePeriodSeconds (30 s by default) above preStop and the server's own grace period together; evictions and deployments end pods at any time, so let durable work be taken up again elsewhere.",
        links.kubernetesTermination,
      ),
    ],
    references: [],
    related: ["max-requests", "max-lifetime", "memory-limit", "reload", "scale-down", "killed", "queued-never-started"],
  },
  {
    kind: "finding",
    id: "queued-never-started",
    title: "Work was accepted but never begun, and went with its worker",
    meaning:
      "The log shows work being accepted, received or queued, and afterwards neither its start nor its return to the queue; the process that held it is gone.",
    arises: [
      always(
        "A pool inside the process queues what its threads cannot take yet. That queue is memory: it is gone with the process, and the caller was told that all is well.",
      ),
      on(
        "celery",
        "`Task shop.tasks.send_invoice[bd1b0b54-04c0-4a5f-9ddd-8f2ca1e0c5ae] received` only means that the message was prefetched. At a warm stop such messages go back (`Restoring 10 unacknowledged message(s)`); when the worker is killed the broker delivers them again, Redis only after the visibility timeout.",
        links.celeryRedis,
      ),
      on(
        "rq",
        "The queue is in Redis and outlives the worker; a job is taken out of it only to be started.",
        links.rqWorkers,
      ),
      on(
        "uwsgi",
        "Requests wait in the socket's listen queue and outlive a worker. What an application queued in a thread pool does not.",
      ),
    ],
    certainty:
      "Only work whose acceptance is logged can be counted; what is queued silently leaves no trace. Work that a broker delivers again appears under the same id elsewhere, which the logs at hand may not show.",
    changes: [
      always(
        "Keep accepted work in a durable queue until it is done, and let a worker stop accepting before it exits. If the queue must be in memory, bound it and answer 503 when it is full.",
        links.celeryTasks,
      ),
      on(
        "celery",
        "Set worker_prefetch_multiplier = 1 with task_acks_late, so that little is held unbegun, and stop by SIGTERM (warm) with time to finish. With Redis, what a killed worker held comes back only after visibility_timeout.",
        links.celerySetting("worker_prefetch_multiplier"),
        links.celerySetting("task_acks_late"),
        links.celeryRedis,
        links.celeryShutdown,
      ),
      on(
        "dramatiq",
        "Prefetched messages return to the broker at a graceful stop and come back after a kill: stop by SIGTERM and give the process its --worker-shutdown-timeout.",
        links.dramatiqMessages,
      ),
      on(
        "uwsgi",
        "Use the spooler, whose files outlive every worker, or a task queue, instead of an in-process pool.",
        links.uwsgiSpooler,
      ),
      on(
        "gunicorn",
        "Join the pool in the worker_exit hook, so that its queue is worked off, or hand the work to a task queue before answering.",
        links.gunicornSetting("worker_exit"),
      ),
      on(
        "sidekiq",
        "Send TSTP (quiet) some time before TERM, so that the process takes no new jobs; super_fetch of Sidekiq Pro gets back what a killed process had fetched.",
        links.sidekiqSignals,
        links.sidekiqReliability,
      ),
      on(
        "python",
        "Collect futures and wait for them (shutdown(wait=True)) before exit; a broken ProcessPoolExecutor drops everything pending, so submit it again.",
        links.pythonFutures,
      ),
    ],
    references: [],
    related: ["recycle-kills-background-work", "shutdown", "in-flight"],
  },
  {
    kind: "finding",
    id: "undelivered-responses",
    title: "Requests were answered after the way to their clients had gone",
    meaning:
      "Workers finished requests and logged success, but the gateway or proxy between them and the clients had ended before. The client saw a broken connection and may have tried again.",
    arises: [
      always("A gateway, router or proxy is stopped first, or at the same time, while workers behind it still work."),
      on(
        "uwsgi",
        'With http = ... the router is a process of its own, and a reload or stop kills it first: `gateway "uWSGI http 1" has been buried (pid: 7215)` comes before request lines with status 200 and the next `spawned uWSGI http 1`. A request in progress at a stop leaves no line at all.',
      ),
      on(
        "nginx",
        "A fast stop (TERM, INT) closes connections in progress, a graceful one (QUIT) waits for them. Towards backends: `upstream prematurely closed connection`.",
        links.nginxControl,
      ),
      on(
        "kubernetes",
        "A pod gets its TERM while proxies still send it requests: endpoints are updated at the same time, not before.",
        links.kubernetesTermination,
      ),
    ],
    certainty:
      "An answer is counted where a request line stands after the gateway's end and before its successor. Requests that were cut off together with their worker leave no line and are not counted; whether a client tried again is not known here.",
    changes: [
      always(
        "Take an instance out of the load balancer and wait until its requests are done before stopping it. Make requests that change something idempotent, since a client that got no answer tries again.",
        links.kubernetesTermination,
      ),
      on(
        "uwsgi",
        "Do not reload or stop behind uWSGI's own http router: let a proxy such as nginx stand in front of socket or http-socket, which outlives the reload, or reload by chain (touch-chain-reload with lazy-apps), which leaves the router alone.",
        links.uwsgiThings,
        links.uwsgiReloading,
      ),
      on(
        "nginx",
        "Stop and reload nginx by QUIT and HUP (nginx -s quit, nginx -s reload), which let requests finish, and after the backends, not before them.",
        links.nginxControl,
      ),
      on(
        "kubernetes",
        "Add a preStop sleep of a few seconds, so that endpoints are updated before the server gets TERM, and count it into terminationGracePeriodSeconds.",
        links.kubernetesHooks,
        links.kubernetesTermination,
      ),
      on(
        "gunicorn",
        "Stop by TERM, which lets requests finish within graceful_timeout, not by QUIT or INT, and only after the proxy has stopped sending.",
        links.gunicornSignals,
        links.gunicornSetting("graceful_timeout"),
      ),
      on(
        "puma",
        "Behind Kubernetes add a preStop sleep, since Puma closes its socket at once; use phased restarts, which keep it open.",
        links.pumaKubernetes,
        links.pumaSignals,
      ),
      on(
        "apache",
        "Use graceful and graceful-stop instead of restart and stop, which cut requests off.",
        links.apacheStopping,
      ),
      on(
        ["docker", "containerd"],
        "Stop the containers of a stack in order: proxy drained first, workers next, gateway last.",
        links.dockerStop,
      ),
    ],
    references: [],
    related: ["reload", "shutdown", "slow-shutdown"],
  },
];
