import type { Cause } from "../events.ts";
import { links } from "./links.ts";
import { always, on, type Topic } from "./topic.ts";

/** Causes by which a server replaces its own healthy workers. */
export const recyclingCauses: readonly Topic<Cause>[] = [
  {
    kind: "cause",
    id: "max-requests",
    title: "The server replaced the worker after a number of requests or tasks",
    meaning:
      "A limit on the number of requests or tasks of one process was reached. The server let it finish its request and started a new one. It is meant against memory leaks, and it is no failure.",
    arises: [
      on(
        "uwsgi",
        "`...The work of process 7215 is done. Seeya!`, then `worker 1 killed successfully (pid: 7215)` and `Respawned uWSGI worker 1 (new pid: 7390)`. reload-on-rss and reload-on-as say the same words in 2.0 (2.1 adds the limit, `max requests reached (100 >= 100)`): it is taken for max-requests where workers leave at a steady number of requests, for memory-limit where the rss figures say so. A spooler says `maximum number of tasks reached (100) recycling ...`.",
        links.uwsgiOption("max-requests"),
      ),
      on(
        "gunicorn",
        "`Autorestarting worker after current request.`, then the worker's goodbye and the boot of the next.",
        links.gunicornSetting("max_requests"),
      ),
      on("uvicorn", "`Maximum request limit of 1000 exceeded. Terminating process.`", links.uvicornSettings),
      on("hypercorn", "max_requests leaves no line; only a new worker starts.", links.hypercornSettings),
      on(
        "celery",
        "worker_max_tasks_per_child is silent at INFO; with MP_LOG at DEBUG `worker exiting after 100 tasks`.",
        links.celerySetting("worker_max_tasks_per_child"),
      ),
      on("huey", "`Worker reached max tasks (1000), exiting.`", links.hueyConsumer),
      on("unicorn", "unicorn-worker-killer: `exceeds max number of requests (limit: 3123)`.", links.unicornKiller),
      on(
        "php-fpm",
        "pm.max_requests: `[pool www] child 913 exited with code 0`. A script that ends its process by exit status 0 looks the same.",
        links.fpmConfiguration,
      ),
      on(
        "apache",
        "`Stopping process due to MaxConnectionsPerChild`; mod_wsgi: `Maximum requests reached`.",
        links.apacheMpm,
        links.modWsgiDaemon,
      ),
    ],
    certainty:
      "Certain where the words belong to this limit alone. Those of uWSGI 2.0 do not: without request lines or memory-report the two limits cannot be told apart, and the more usual one is named. A goodbye is not the death: pools that are joined finish their work after it.",
    changes: [
      always("Let no work outlive its request in such a worker (recycle-kills-background-work)."),
      on(
        "uwsgi",
        "Raise max-requests, spread it with max-requests-delta; with threads above 1 use 2.0.27 or later.",
        links.uwsgiOption("max-requests-delta"),
        links.uwsgi2027,
      ),
      on(
        "gunicorn",
        "Raise max_requests and set max_requests_jitter, or set it to 0.",
        links.gunicornSetting("max_requests_jitter"),
      ),
      on("php-fpm", "Raise pm.max_requests; 0 means never.", links.fpmConfiguration),
    ],
    references: [],
    related: ["recycle-kills-background-work", "memory-limit", "max-lifetime", "hung-until-respawn"],
  },
  {
    kind: "cause",
    id: "max-lifetime",
    title: "The server replaced the process because it was old enough",
    meaning: "A limit on how long a process may live was reached, whatever it had done.",
    arises: [
      on(
        "uwsgi",
        "`worker 2 lifetime reached, it was running for 3605 second(s)`, then only `Respawned uWSGI worker 2 (new pid: 7390)`: neither a goodbye nor `killed successfully`.",
        links.uwsgiOption("max-worker-lifetime"),
      ),
      on("puma", "puma_worker_killer: `PumaWorkerKiller: Rolling Restart.`", links.pumaKiller),
      on(
        "systemd",
        "RuntimeMaxSec=: `Service reached runtime time limit. Stopping.` The service counts as failed.",
        links.systemdService,
      ),
      on("apache", "mod_wsgi's restart-interval: `Daemon process restart timer expired`.", links.modWsgiDaemon),
    ],
    certainty:
      "Certain: the words belong to it alone. uWSGI's line has a worker's number and no pid; which process that was follows from the respawn.",
    changes: [
      always(
        "Let no work outlive its request in such a worker, or give it time to end (recycle-kills-background-work).",
      ),
      on(
        "uwsgi",
        "Raise max-worker-lifetime, and spread it with max-worker-lifetime-delta.",
        links.uwsgiOption("max-worker-lifetime"),
      ),
      on("systemd", "Raise or drop RuntimeMaxSec=.", links.systemdService),
      on(
        "apache",
        "Set graceful-timeout beside restart-interval, so that requests in progress may end.",
        links.modWsgiDaemon,
      ),
    ],
    references: [],
    related: ["max-requests", "recycle-kills-background-work"],
  },
  {
    kind: "cause",
    id: "memory-limit",
    title: "The server or its manager replaced the process because it had grown too large",
    meaning:
      "A limit on memory that the server, a process manager or the runtime watches itself was reached. It is not the kernel's kill (oom-kill), and mostly waits for the request in progress.",
    arises: [
      on(
        "uwsgi",
        "reload-on-rss and reload-on-as wait for the request and say the words of max-requests (`...The work of process 7215 is done. Seeya!`); evil-reload-on-rss kills at once: `*** EVIL RELOAD ON WORKER 2 RSS: 92389376 (pid: 7216) ***`, a second later `DAMN ! worker 2 (pid: 7216) died, killed by signal 9`.",
        links.uwsgiOption("reload-on-rss"),
        links.uwsgiOption("evil-reload-on-rss"),
      ),
      on(
        "celery",
        "`child process exiting after exceeding memory limit (262144KiB / 200000KiB)`, after the task has ended.",
        links.celerySetting("worker_max_memory_per_child"),
      ),
      on("pm2", "`restarted because it exceeds --max-memory-restart value`.", links.pm2Memory),
      on(
        "puma",
        "`PumaWorkerKiller: Out of memory. 5 workers consuming total: 500 mb out of max: 450 mb.`",
        links.pumaKiller,
      ),
      on(
        "unicorn",
        "unicorn-worker-killer: `exceeds memory limit (268484608 bytes > 268435456 bytes)`.",
        links.unicornKiller,
      ),
      on(
        "node",
        "`FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory`: V8's own limit, at once.",
        links.nodeOptions,
      ),
      on(
        "kubernetes",
        "An eviction: `The node was low on resource: memory.` The pod goes, not one process.",
        links.kubernetesEviction,
      ),
      on("php-fpm", "`Allowed memory size of 134217728 bytes exhausted` ends one script; its child lives on."),
    ],
    certainty:
      "Certain where the words say so. uWSGI's goodbye is taken for a memory limit only when its request lines carry memory figures (memory-report) that single it out.",
    changes: [
      always("Find what grows, and let no work outlive its request in such a worker."),
      on(
        "uwsgi",
        "Switch memory-report on, so that request lines show the growth; prefer reload-on-rss to evil-reload-on-rss, which kills the request.",
        links.uwsgiOption("memory-report"),
        links.uwsgiOption("reload-on-rss"),
      ),
      on(
        "celery",
        "Split large tasks; raise worker_max_memory_per_child (KiB).",
        links.celerySetting("worker_max_memory_per_child"),
      ),
      on("node", "Raise --max-old-space-size, within the container's limit.", links.nodeOptions),
      on(
        "kubernetes",
        "Set memory requests near the limits, so that this pod is not the first to be evicted.",
        links.kubernetesMemory,
      ),
    ],
    references: [],
    related: ["oom-kill", "oom", "max-requests", "recycle-kills-background-work"],
  },
  {
    kind: "cause",
    id: "scale-down",
    title: "The server reduced the number of its workers",
    meaning:
      "The process was healthy, but one too many: the server or someone on the console lowered the number of workers.",
    arises: [
      on(
        "uwsgi",
        "cheaper: `worker 1 killed successfully (pid: 7215)`, then `uWSGI worker 4 cheaped.` or `worker 4 asked for cheap mode (pid: 7218)...`. Idle means without requests: work in threads does not count, and a later `Respawned` is scaling up.",
        links.uwsgiCheaper,
      ),
      on(
        "gunicorn",
        "`Handling signal: ttou` takes the oldest worker; `Handling signal: winch` takes all, in a daemon.",
        links.gunicornSignals,
      ),
      on("uvicorn", "`Received SIGTTOU, decreasing number of processes.`"),
      on("celery", "Autoscaling or pool_shrink: `Scaling down 3 processes.` Busy children are left alone."),
      on("puma", "TTOU: `- Worker 2 (PID: 6119) terminating`.", links.pumaSignals),
      on("unicorn", "TTOU is reaped like any end; WINCH says `gracefully stopping all workers`.", links.unicornSignals),
      on(
        "php-fpm",
        "pm = dynamic or ondemand: `has been killed by the process management`, at DEBUG only; silent otherwise.",
        links.fpmConfiguration,
      ),
      on("apache", "mod_wsgi's inactivity-timeout: `inactivity timer expired`.", links.modWsgiDaemon),
      on("kubernetes", "`Deleted pod: shop-7d4f` by its replica set.", links.kubernetesTermination),
    ],
    certainty:
      "Certain where it is said. A worker that merely is not replaced may have been scaled down or have died near the end of the log.",
    changes: [
      always("Keep background work out of workers that may be scaled down, since only requests count as work."),
      on(
        "uwsgi",
        "Raise cheaper to the number that is needed at rest, or leave it out; cheaper-idle slows it down.",
        links.uwsgiCheaper,
      ),
      on("php-fpm", "Use pm = static, or raise pm.max_spare_servers.", links.fpmConfiguration),
      on("kubernetes", "Let the pod finish on TERM within terminationGracePeriodSeconds.", links.kubernetesTermination),
    ],
    references: [],
    related: ["recycle-kills-background-work", "shutdown"],
  },
];
