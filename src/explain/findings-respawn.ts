import type { FindingId } from "./finding-ids.ts";
import { links } from "./links.ts";
import { always, on, type Topic } from "./topic.ts";

/** Findings about processes that come and go too often. */
export const respawnFindings: readonly Topic<FindingId>[] = [
  {
    kind: "finding",
    id: "respawn-storm",
    title: "Workers are replaced far more often than usual",
    meaning:
      "Within a short time more processes ended and were replaced than this log's own rate explains, or they are replaced so fast that they spend their time starting instead of serving.",
    arises: [
      always(
        "A limit on requests, memory or time is too low for the load; all workers reach it together, since they started together; or a crash, a time limit or the kernel keeps killing them.",
      ),
      on(
        "uwsgi",
        "`worker respawning too fast !!! i have to sleep a bit (2 seconds)...` is the master's own throttle. Below min-worker-lifetime max-requests does not recycle.",
        links.uwsgiOption("forkbomb-delay"),
        links.uwsgiOption("min-worker-lifetime"),
      ),
      on(
        "gunicorn",
        "One `Booting worker with pid: 7215` after the other; the lines before tell of timeouts or exits.",
      ),
      on(
        "php-fpm",
        "`child 7215 started` and `child 7215 exited with code 0` in quick succession: pm.max_requests is too low.",
      ),
      on(
        "celery",
        "Each replaced child gets the next name (ForkPoolWorker-7, -8, ...), with max_tasks_per_child silently.",
      ),
    ],
    certainty:
      "The count is exact as far as starts and deaths are logged; what is usual is measured from the same log, so a log that holds nothing but the storm has nothing to compare with. The cause of each death is told with it.",
    changes: [
      always(
        "Look at the commonest cause among these deaths first: a limit that is too low is raised, a crash or a time limit is mended where it arises. Jitter keeps workers that started together from leaving together.",
        links.gunicornSetting("max_requests_jitter"),
      ),
      on(
        "uwsgi",
        "Raise max-requests or reload-on-rss and spread it with max-requests-delta (2.0.29 and later) or max-worker-lifetime-delta; min-worker-lifetime is the floor, forkbomb-delay the throttle.",
        links.uwsgiOption("max-requests-delta"),
        links.uwsgiOption("min-worker-lifetime"),
        links.uwsgiOption("forkbomb-delay"),
      ),
      on(
        "gunicorn",
        "Raise max_requests and set max_requests_jitter; if the workers die by WORKER TIMEOUT, mend the slow requests or raise timeout.",
        links.gunicornSetting("max_requests_jitter"),
        links.gunicornSetting("timeout"),
      ),
      on(
        "celery",
        "Raise worker_max_tasks_per_child or worker_max_memory_per_child: each new child pays its start again.",
        links.celerySetting("worker_max_tasks_per_child"),
        links.celerySetting("worker_max_memory_per_child"),
      ),
      on(
        ["uvicorn", "hypercorn"],
        "Raise --limit-max-requests (Uvicorn) or max_requests (Hypercorn) and give it a jitter.",
        links.uvicornSettings,
        links.hypercornSettings,
      ),
      on(
        "php-fpm",
        "Raise pm.max_requests, and use pm = static or more spare servers where children come and go with the load.",
        links.fpmConfiguration,
      ),
      on(
        ["puma", "unicorn"],
        "Raise the limits of the worker killer; if the master kills workers for their timeout, mend what blocks them.",
        links.pumaKiller,
        links.unicornKiller,
      ),
      on(
        "systemd",
        "RestartSec= slows restarts down, StartLimitBurst= and StartLimitIntervalSec= end them.",
        links.systemdService,
        links.systemdUnit,
      ),
      on("supervisord", "startsecs and startretries limit restarts in a row.", links.supervisorProgram),
      on(
        "kubernetes",
        "Restarts back off up to five minutes by themselves; see why the container ends with kubectl logs --previous.",
        links.kubernetesRestarts,
        links.kubernetesDebug,
      ),
      on(
        "pm2",
        "exp_backoff_restart_delay slows restarts down, max_restarts and min_uptime end them.",
        links.pm2Restarts,
      ),
    ],
    references: [],
    related: ["crash-loop", "max-requests", "memory-limit", "request-timeout", "crash"],
  },
  {
    kind: "finding",
    id: "crash-loop",
    title: "A process fails soon after each start",
    meaning:
      "The same process or slot started and failed several times in a row without getting to work, until its supervisor slowed it down or gave it up.",
    arises: [
      always(
        "The application fails while it loads: an import, a missing variable, a port that is taken, a database that does not answer. Or it starts and meets the same deadly input, limit or probe each time.",
      ),
      on(
        "uwsgi",
        "`unable to load app 0 (mountpoint='') (callable not found or import error)`, `*** no app loaded. going in full dynamic mode ***`; with need-app the worker ends.",
        links.uwsgiOption("need-app"),
      ),
      on(
        "gunicorn",
        "`Exception in worker process` with the traceback, `Worker exiting`, then `Reason: Worker failed to boot.`: gunicorn does not try again, its supervisor does.",
      ),
      on("puma", "`Terminating timed out worker (Worker 0 failed to boot within 60 seconds)`."),
      on(
        "supervisord",
        "`exited: mailer (exit status 1; not expected)` several times, then `gave up: mailer entered FATAL state, too many start retries too quickly`.",
        links.supervisorStates,
      ),
      on(
        "systemd",
        "`Main process exited`, `Scheduled restart job, restart counter is at 5.`, then `Start request repeated too quickly.`.",
        links.systemdUnit,
      ),
      on("kubernetes", "`Back-off restarting failed container`, shown as CrashLoopBackOff.", links.kubernetesRestarts),
      on("pm2", '`had too many unstable restarts (16). Stopped. "errored"`.', links.pm2Restarts),
    ],
    certainty:
      "That it failed so often is certain where starts and ends are logged. Why is said by the first traceback or error before the first failure, if the program's own output is among the sources.",
    changes: [
      always(
        "Read the first error of the first failure, and start the program once by hand with the same user and environment. Let a start that cannot succeed fail at once and loudly, with a status other than 0.",
        links.kubernetesRestarts,
      ),
      on(
        "uwsgi",
        "Set need-app, so that a server without an application ends instead of answering errors, and lazy-apps only where it is needed: without it a broken application fails once, in the master.",
        links.uwsgiOption("need-app"),
        links.uwsgiOption("lazy-apps"),
      ),
      on(
        "gunicorn",
        "Test the configuration and the application with gunicorn --check-config; with preload_app the application fails in the master, once, and before any worker.",
        links.gunicornSetting("check_config"),
        links.gunicornSetting("preload_app"),
      ),
      on(
        "puma",
        "Raise worker_boot_timeout if the application merely starts slowly; with preload_app! it fails in the master.",
        links.pumaDsl,
      ),
      on(
        "supervisord",
        "Set startsecs to the time the program needs to be up and startretries to what is worth trying; read its stderr_logfile for the reason.",
        links.supervisorProgram,
        links.supervisorStates,
      ),
      on(
        "systemd",
        "Read journalctl -u UNIT from the first failure on; RestartSec= and StartLimitBurst= set how often it tries, systemctl reset-failed lets it try again.",
        links.systemdService,
        links.systemdUnit,
        links.journalctl,
      ),
      on(
        "kubernetes",
        "Read kubectl logs --previous and kubectl describe pod; give slow starters a startupProbe instead of a long liveness delay.",
        links.kubernetesRestarts,
        links.kubernetesDebug,
        links.kubernetesProbes,
      ),
      on(
        ["docker", "containerd"],
        "Read docker logs of the stopped container; --restart on-failure:5 ends the loop.",
        links.dockerRestart,
        links.dockerLogs,
      ),
      on(
        "pm2",
        "Read pm2 logs; min_uptime and max_restarts set when it gives up, exp_backoff_restart_delay slows it down.",
        links.pm2Restarts,
      ),
      on(
        "celery",
        "Children that never come up (Timed out waiting for UP message) fail while they import the application or reach worker_proc_alive_timeout (4 s): import less, or raise it.",
        links.celerySetting("worker_proc_alive_timeout"),
      ),
      on(
        "php-fpm",
        "emergency_restart_threshold and emergency_restart_interval restart the whole server after so many crashes; look for the extension that crashes.",
        links.fpmConfiguration,
      ),
    ],
    references: [],
    related: ["respawn-storm", "exit", "crash"],
  },
];
