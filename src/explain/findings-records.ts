import type { FindingId } from "./finding-ids.ts";
import { links } from "./links.ts";
import { always, on, type Topic } from "./topic.ts";

/** Findings about records that are missing. */
export const recordFindings: readonly Topic<FindingId>[] = [
  {
    kind: "finding",
    id: "export-gap",
    title: "Records of one source are missing from its copy",
    meaning:
      "Two sources should hold the same records (a console log and its exported copy), and one lacks some. They are counted by process, with how long before its end they were written. A task whose end is among them only looks unfinished in the copy.",
    arises: [
      always(
        "A batching exporter collects records in memory and sends them from a thread of its own, every few seconds. What it has not sent is lost when the process ends without a flush.",
      ),
      on(
        "python",
        "A fork copies no threads: an exporter started in the parent is silent in the child, so that nothing of the child is ever exported. Children of multiprocessing leave by os._exit(), which runs no atexit hooks, so that the last batch is lost even when the thread runs.",
        links.pythonMultiprocessing,
        links.pythonAtexit,
        links.otelFork,
      ),
      on(
        ["uwsgi", "gunicorn"],
        "Without lazy-apps (uWSGI) or with preload_app (gunicorn) the application is loaded, and its exporter started, before the workers are forked.",
        links.uwsgiOption("lazy-apps"),
        links.gunicornSetting("preload_app"),
      ),
    ],
    certainty:
      "Exact where both sources cover the same time and the records can be told apart (time, process, text); the edges, where only one of them was being written, are left out. A copy that is filtered by level lacks records on purpose: whole levels are not counted as lost.",
    changes: [
      always(
        "Start the exporter in the process that logs, after the fork, and call force_flush() or shutdown() before that process ends. In children of multiprocessing do it at the end of the work itself, since they leave by os._exit() and run no atexit hooks.",
        links.otelFork,
        links.otelShutdown,
        links.pythonAtexit,
      ),
      on(
        "uwsgi",
        "Start the exporter in a uwsgidecorators.postfork function and shut it down in uwsgi.atexit; what a SIGKILL ends is lost all the same.",
        links.uwsgiDecorators,
        links.otelFork,
      ),
      on(
        "gunicorn",
        "Start the exporter in post_fork and shut it down in worker_exit.",
        links.gunicornSetting("post_fork"),
        links.gunicornSetting("worker_exit"),
        links.otelFork,
      ),
      on(
        "celery",
        "Start the exporter in the worker_process_init signal and shut it down in worker_process_shutdown.",
        links.celerySignal("worker-process-init"),
      ),
      on(
        "rq",
        "Flush at the end of each job: the work-horse leaves by os._exit().",
        links.rqWorkers,
        links.otelShutdown,
      ),
      on(
        "python",
        "os.register_at_fork(after_in_child=...) starts the exporter anew in every forked child.",
        links.pythonAtFork,
      ),
    ],
    references: [],
    related: ["telemetry-loss", "killed", "in-flight"],
  },
  {
    kind: "finding",
    id: "telemetry-loss",
    title: "Processes that export telemetry died without flushing it",
    meaning:
      "The log shows a batching exporter in use, and processes that ended without its shutdown: their last spans, metrics or log records are probably missing where they should have arrived.",
    arises: [
      always("A process is killed, or leaves by a way that runs no exit hooks, with a batch still in memory."),
      on(
        "python",
        "atexit hooks do not run at SIGKILL, at an unhandled signal, at os._exit() or at a fatal error of the interpreter.",
        links.pythonAtexit,
      ),
      on(
        "uwsgi",
        "Before 2.0.25 threads could keep exit hooks from running; with lazy-apps they were not installed before 2.0.30. skip-atexit switches them off.",
        links.uwsgi2025,
        links.uwsgi2030,
      ),
    ],
    certainty:
      "That the processes died without a shutdown is as certain as their deaths. How many records were lost cannot be told without the exported copy; given as a source, it is compared (export-gap).",
    changes: [
      always(
        "Flush where work ends and shut the exporter down when the process exits; for what is killed, shorten the batch's delay (OTEL_BSP_SCHEDULE_DELAY and OTEL_BLRP_SCHEDULE_DELAY) or export to a collector on the same host.",
        links.otelVariables,
        links.otelShutdown,
      ),
      on(
        "uwsgi",
        "Call the provider's shutdown() in uwsgi.atexit, in workers that started it in uwsgidecorators.postfork, and let worker-reload-mercy be longer than a flush.",
        links.uwsgiDecorators,
        links.uwsgiOption("worker-reload-mercy"),
      ),
      on(
        "gunicorn",
        "Call the provider's shutdown() in worker_exit; after WORKER TIMEOUT it may not run.",
        links.gunicornSetting("worker_exit"),
      ),
      on(
        "celery",
        "Call the provider's shutdown() in worker_process_shutdown, and force_flush() at the end of tasks that may be killed.",
        links.celerySignal("worker-process-shutdown"),
      ),
      on("kubernetes", "Leave time for the flush in terminationGracePeriodSeconds.", links.kubernetesTermination),
    ],
    references: [links.otelFork],
    related: ["export-gap", "killed", "hung-until-respawn"],
  },
  {
    kind: "finding",
    id: "missing-server-log",
    title: "No server's log tells of the deaths; they are inferred",
    meaning:
      "Processes vanished from the application's log, and no source says why. They are taken for dead because a successor came, or because they were never seen again.",
    arises: [
      always(
        "The server's, supervisor's or container's own log was not given, goes elsewhere than the application's, or is switched off.",
      ),
      on(
        "uwsgi",
        "uWSGI writes to stderr unless logto or daemonize says otherwise. disable-logging only drops request lines; the lifecycle stays.",
        links.uwsgiLogging,
        links.uwsgiOption("disable-logging"),
      ),
      on(
        "celery",
        "At the default level there are neither received nor succeeded lines, and recycled children leave no line at any level.",
      ),
    ],
    certainty:
      "An inferred death is probable where a successor took the place, else possible, and its cause is unknown (respawn). Its time is an interval: after the last line of the process, before the first of its successor.",
    changes: [
      always(
        "Give the log of the server, supervisor or container that runs the application as a further source: journalctl -u UNIT, docker logs, kubectl logs --previous and kubectl get events, dmesg -T for kills by the kernel. Where it is off, switch it on for the next time.",
        links.journalctl,
        links.dockerLogs,
        links.kubernetesDebug,
        links.dmesg,
      ),
      on(
        "uwsgi",
        "Give what uWSGI writes to stderr or to logto; if log-master or daemonize sends it elsewhere, give that. disable-logging may stay, since it drops request lines only, but log-date gives the other lines a time.",
        links.uwsgiLogging,
        links.uwsgiOption("logto"),
        links.uwsgiOption("log-date"),
      ),
      on(
        "gunicorn",
        "Run gunicorn with --error-logfile (- is stderr) and --log-level info, and give that log.",
        links.gunicornSetting("errorlog"),
        links.gunicornSetting("loglevel"),
      ),
      on("uvicorn", "Run Uvicorn with --log-level info and keep its stderr.", links.uvicornSettings),
      on("hypercorn", "Run Hypercorn with --error-logfile - and --log-level INFO.", links.hypercornSettings),
      on(
        "celery",
        "Start workers with -l INFO (at DEBUG the accepted lines tie task ids to pids) and keep standard output, where the shutdown is announced.",
        links.celeryCommand,
      ),
      on(
        "rq",
        "Run rq worker with --logging-level INFO, give lines a date with --date-format, and keep its output.",
        links.rqWorkers,
      ),
      on(
        "dramatiq",
        "Keep the output of the dramatiq command; with -v it names each message it begins.",
        links.dramatiqGuide,
      ),
      on(
        "puma",
        "Send Puma's output to a file by stdout_redirect, with a log_formatter that adds the time.",
        links.pumaDsl,
      ),
      on("unicorn", "Set stderr_path: a daemon's messages otherwise go to /dev/null.", links.unicornConfigurator),
      on(
        "sidekiq",
        "Keep Sidekiq's output at INFO, its default: start, done and shutdown of each process are there.",
        links.sidekiqDeployment,
      ),
      on(
        "php-fpm",
        "Set error_log and log_level = notice (the default): at warning the exits of children are missing.",
        links.fpmConfiguration,
      ),
      on(
        "passenger",
        "Set passenger_log_file, and passenger_log_level to 3 or more.",
        links.passengerOption("passenger_log_level"),
      ),
      on(
        "supervisord",
        "Give supervisord's own logfile with loglevel = info (the default) beside the program's.",
        links.supervisorDaemon,
      ),
      on(
        "systemd",
        "Give journalctl -u UNIT -o short-iso-precise, and journalctl -k for kills by the kernel.",
        links.journalctl,
      ),
      on(
        ["docker", "containerd"],
        "Give docker logs -t CONTAINER and docker events --since; a container that was removed has no log any more.",
        links.dockerLogs,
        links.dockerEvents,
      ),
      on(
        "kubernetes",
        "Give kubectl logs --previous, kubectl get events and kubectl describe pod; events are kept for an hour only.",
        links.kubernetesDebug,
      ),
      on(
        "nginx",
        "Set error_log with level notice: at error, the default, starts and exits of workers are missing.",
        links.nginxErrorLog,
      ),
      on(
        "apache",
        "Set LogLevel notice or info: mod_wsgi tells of its daemon processes at info.",
        links.apacheLogLevel,
      ),
      on("node", "Log the exit event of cluster with pid, code and signal.", links.nodeCluster),
      on("pm2", "Give ~/.pm2/pm2.log beside the application's logs.", links.pm2Restarts),
      on(
        "postgresql",
        "Set log_min_messages = warning or lower with logging_collector, and give that log.",
        links.postgresqlLogging,
      ),
      on("kernel", "Give dmesg -T, or journalctl -k.", links.dmesg, links.journalctl),
    ],
    references: [],
    related: ["respawn", "killed", "oom-kill"],
  },
];
