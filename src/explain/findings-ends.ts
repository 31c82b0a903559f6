import type { FindingId } from "./finding-ids.ts";
import { links } from "./links.ts";
import { always, on, type Topic } from "./topic.ts";

/** Findings about how processes end. */
export const endFindings: readonly Topic<FindingId>[] = [
  {
    kind: "finding",
    id: "slow-shutdown",
    title: "Processes did not stop in the time they were given and were killed",
    meaning:
      "A stop, a reload or a replacement waited for a process until its grace period ran out, and then killed it by SIGKILL. What it was doing is lost, and its exit hooks did not run to their end.",
    arises: [
      always(
        "A request or task takes longer than the grace period; a pool is joined at exit and works off its queue first; an exit hook waits for a network or a thread that never ends; or an outer supervisor is less patient than the server inside it.",
      ),
      on(
        "uwsgi",
        "`worker 2 (pid: 7215) is taking too much time to die...NO MERCY !!!`, 60 s after the farewell by default, then `worker 2 killed successfully (pid: 7215)` all the same.",
        links.uwsgiOption("worker-reload-mercy"),
      ),
      on(
        "gunicorn",
        "A gap of graceful_timeout before `Shutting down: Master`, mostly without a line about the kill; on QUIT sometimes `was sent SIGKILL! Perhaps out of memory?`, which is no want of memory then.",
        links.gunicornSetting("graceful_timeout"),
      ),
      on("supervisord", "`killing 'mailer' (7215) with SIGKILL` after stopwaitsecs (10 s).", links.supervisorProgram),
      on("systemd", "`State 'stop-sigterm' timed out. Killing.` after TimeoutStopSec= (90 s).", links.systemdService),
      on("docker", "`Container failed to exit within 10s of signal 15 - using the force`.", links.dockerStop),
      on(
        "kubernetes",
        "`Container runtime did not kill the pod within specified grace period.`; mostly only exit code 137 after terminationGracePeriodSeconds (30 s).",
        links.kubernetesTermination,
      ),
      on("apache", "`child process 7215 still did not exit, sending a SIGKILL`.", links.apacheStopping),
    ],
    certainty:
      "Certain where a server announces the kill. Elsewhere it is inferred from SIGKILL (exit code 137) during a stop, after about the grace period. What kept the process busy is seen only in its tasks or in a stack dump.",
    changes: [
      always(
        "Nest the grace periods: the longest task first, then the server's, then the supervisor's, then the container's, each longer than the one inside it. Let work take notice of a stop, and give exit hooks a timeout of their own.",
        links.systemdService,
        links.kubernetesTermination,
      ),
      on(
        "uwsgi",
        "Set worker-reload-mercy (60 s) above the longest task and reload-mercy above that; what still does not end needs a join with a timeout in uwsgi.atexit.",
        links.uwsgiOption("worker-reload-mercy"),
        links.uwsgiOption("reload-mercy"),
      ),
      on(
        "gunicorn",
        "Set graceful_timeout (30 s) above the longest request, and the supervisor's stop time above that.",
        links.gunicornSetting("graceful_timeout"),
      ),
      on(
        ["uvicorn", "hypercorn"],
        "Set --timeout-graceful-shutdown (Uvicorn: unlimited by default) or graceful_timeout (Hypercorn: 3 s), and close streams and websockets when the lifespan ends.",
        links.uvicornSettings,
        links.hypercornSettings,
      ),
      on(
        "celery",
        "Give a warm stop as long as the longest task; worker_soft_shutdown_timeout (5.5 and later) limits the wait and lets unfinished messages go back.",
        links.celeryShutdown,
        links.celerySetting("worker_soft_shutdown_timeout"),
      ),
      on(
        "rq",
        "Set the supervisor's stop time above the longest job_timeout, so that no second signal kills the work-horse.",
        links.rqWorkers,
      ),
      on(
        "sidekiq",
        "Set the supervisor's stop time above Sidekiq's timeout (-t, 25 s), and send TSTP in advance.",
        links.sidekiqDeployment,
        links.sidekiqSignals,
      ),
      on(
        "puma",
        "Set worker_shutdown_timeout (30 s) above the longest request; force_shutdown_after ends threads that do not.",
        links.pumaDsl,
      ),
      on(
        "php-fpm",
        "Set process_control_timeout above the longest request: 0, the default, does not wait.",
        links.fpmConfiguration,
      ),
      on(
        "supervisord",
        "Set stopwaitsecs (10 s) above the server's own grace period, and stopasgroup or killasgroup where children would be left.",
        links.supervisorProgram,
      ),
      on(
        "systemd",
        "Set TimeoutStopSec= (90 s) above the server's own grace period, and KillMode=mixed, so that TERM goes to the master only.",
        links.systemdService,
        links.systemdKill,
      ),
      on(
        ["docker", "containerd"],
        "Use docker stop -t (10 s) or stop_grace_period with more than the server's own grace period, and an exec-form ENTRYPOINT, so that the signal reaches the server.",
        links.dockerStop,
      ),
      on(
        "kubernetes",
        "Set terminationGracePeriodSeconds (30 s) above preStop and the server's grace period together.",
        links.kubernetesTermination,
      ),
      on("pm2", "Set kill_timeout (1.6 s) above the longest request, and handle SIGINT.", links.pm2Shutdown),
      on("nginx", "worker_shutdown_timeout closes connections that keep old workers alive.", links.nginxShutdown),
      on(
        "apache",
        "GracefulShutdownTimeout limits graceful-stop; mod_wsgi's shutdown-timeout (5 s) limits its daemons.",
        links.apacheMpm,
        links.modWsgiDaemon,
      ),
    ],
    references: [],
    related: ["shutdown", "reload", "hung-until-respawn", "killed"],
  },
  {
    kind: "finding",
    id: "oom",
    title: "Processes were killed for want of memory",
    meaning:
      "The kernel, systemd-oomd, a container runtime or an orchestrator killed processes because the machine or their memory limit was exhausted. The victim got SIGKILL and could say nothing.",
    arises: [
      always(
        "A process outgrows its limit (a leak, one large request, too many at once), or all processes together outgrow the machine. The victim is the process with the highest score, not always the one that grew.",
      ),
      on(
        "kernel",
        "`Memory cgroup out of memory: Killed process 7215 (uwsgi)` is a limit of the container or unit, `Out of memory: Killed process 7215` the machine. The pid is the host's, not the container's.",
        links.kernelCgroups,
      ),
      on(
        "systemd",
        "`A process of this unit has been killed by the OOM killer.`, `Failed with result 'oom-kill'.`; `systemd-oomd killed 12 process(es) in this unit.`.",
        links.systemdResources,
      ),
      on(
        "kubernetes",
        "`OOMKilled` with exit code 137; `System OOM encountered` means the node, an eviction comes before it.",
        links.kubernetesMemory,
      ),
      on(
        ["docker", "containerd"],
        "`container oom` and then `container die` with exitCode=137; containerd says `TaskOOM event`.",
        links.dockerMemory,
        links.dockerEvents,
      ),
      on(
        "uwsgi",
        "Only `DAMN ! worker 1 (pid: 7215) died, killed by signal 9 :( trying respawn ...`, as with any SIGKILL.",
      ),
      on(
        "gunicorn",
        "`Worker (pid:7215) was sent SIGKILL! Perhaps out of memory?` is a guess: it also stands there when the master itself killed for a timeout.",
      ),
    ],
    certainty:
      "Certain where the kernel, systemd or the orchestrator says so and names the process. A server sees only signal 9, which has many senders: without such a line the cause stays signal, and a server's guess is quoted, not believed.",
    changes: [
      always(
        "Raise the memory limit or run fewer processes, so that processes times their peak fits with room to spare, and let the server replace a grown worker between requests, before the kernel kills it within one.",
        links.kernelCgroups,
      ),
      always("Give dmesg -T of that time as a further source: it names the victim and its size.", links.dmesg),
      on(
        "uwsgi",
        "Set reload-on-rss below the limit divided by the workers: it waits for the request to end. evil-reload-on-rss kills at once, memory-report shows the growth.",
        links.uwsgiOption("reload-on-rss"),
        links.uwsgiOption("evil-reload-on-rss"),
        links.uwsgiOption("memory-report"),
      ),
      on(
        "gunicorn",
        "Set max_requests with max_requests_jitter against slow leaks, since gunicorn has no memory limit of its own, and use fewer workers.",
        links.gunicornSetting("max_requests"),
        links.gunicornSetting("workers"),
      ),
      on(
        "celery",
        "Set worker_max_memory_per_child (in KiB) below the limit divided by the concurrency, and task_acks_late with task_reject_on_worker_lost only if a task that kills its worker cannot come back for ever.",
        links.celerySetting("worker_max_memory_per_child"),
        links.celerySetting("task_reject_on_worker_lost"),
      ),
      on(
        ["puma", "unicorn"],
        "Use a worker killer with a limit below the container's, or fewer workers with preloading.",
        links.pumaKiller,
        links.unicornKiller,
      ),
      on("php-fpm", "Make pm.max_children times memory_limit fit the machine.", links.fpmConfiguration),
      on(
        "node",
        "Set --max-old-space-size below the container's limit, so that V8 collects in time.",
        links.nodeOptions,
      ),
      on("pm2", "Set max_memory_restart below the container's limit.", links.pm2Memory),
      on(
        "kubernetes",
        "Raise resources.limits.memory, and set requests near to it, so that the pod is not evicted first.",
        links.kubernetesMemory,
      ),
      on(["docker", "containerd"], "Raise --memory or reduce the processes inside.", links.dockerMemory),
      on(
        "systemd",
        "Raise MemoryMax=, or set MemoryHigh= below it, which slows the unit down before it is killed.",
        links.systemdResources,
      ),
      on(
        "postgresql",
        "Lower work_mem times connections, and set vm.overcommit_memory=2, so that a query fails instead of the server.",
        links.postgresqlMemory,
      ),
    ],
    references: [],
    related: ["oom-kill", "memory-limit", "signal"],
  },
];
