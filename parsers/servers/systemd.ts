/**
 * systemd, which starts, watches, stops and restarts services; and its helpers for core dumps and want of memory.
 *
 * Life of a service: "Started web.service - Shop." -> "web.service: Main process exited, code=killed, status=9/KILL" ->
 * "web.service: Failed with result 'signal'." -> "web.service: Scheduled restart job, restart counter is at 3." ->
 * "Started ..." again. A clean end: "Stopping ..." -> "web.service: Deactivated successfully." -> "Stopped ...".
 * A stop that takes too long: "State 'stop-sigterm' timed out. Killing." and "Killing process P (name) with signal SIGKILL."
 *
 * The exit line bears no pid: the pid in the prefix is systemd's own. The unit joins the lines; a "Control process" is a helper
 * command, not the service. That SIGKILL came for want of memory is a guess, unless the result says 'oom-kill'.
 *
 * Versions: 208 to 259. Ignored on purpose: devices, mounts and sockets, as far as no process of theirs dies.
 * Printed by https://github.com/systemd/systemd: src/core/{service,scope,unit,cgroup,exec-invoke}.c, src/oom/oomd-*.c,
 * src/coredump/coredump*.c here; what systemd says of its jobs and of itself is in systemd-jobs.ts.
 */
import { defineServer, type Rule } from "../../src/recognise/declare.ts";
import { jobs } from "./systemd-jobs.ts";

// biome-ignore format: one message to an entry, a real line under it
const exits: readonly Rule[] = [
  { says: ["{slot}: Main process exited, code=exited, status={exitCode}/{*}", "{slot}: main process exited, code=exited, status={exitCode}{*}"], kind: "process-exit", stage: "gone", cause: "exit", versions: "220+; before",
    example: ["web.service: Main process exited, code=exited, status=1/FAILURE", "web.service: main process exited, code=exited, status=203/EXEC"] },
  { says: ["{slot}: Main process exited, code=killed, status=15/{signal}", "{slot}: Main process exited, code=killed, status=15/{signal} (success)", "{slot}: main process exited, code=killed, status=15/{signal}"],
    kind: "process-exit", stage: "gone", cause: "shutdown",
    example: ["web.service: Main process exited, code=killed, status=15/TERM", "web.service: Main process exited, code=killed, status=15/TERM (success)", "web.service: main process exited, code=killed, status=15/TERM"] },
  { says: ["{slot}: Main process exited, code=killed, status={#}/{signal}", "{slot}: Main process exited, code=killed, status={#}/{signal} (success)", "{slot}: main process exited, code=killed, status={#}/{signal}"],
    kind: "process-exit", stage: "gone", cause: "oom-kill", guess: true,
    example: ["web.service: Main process exited, code=killed, status=9/KILL", "web.service: Main process exited, code=killed, status=2/INT (success)", "web.service: main process exited, code=killed, status=9/KILL"] },
  { says: ["{slot}: Main process exited, code=dumped, status={#}/{signal}", "{slot}: main process exited, code=dumped, status={#}/{signal}"], kind: "process-exit", stage: "gone", cause: "crash",
    example: ["web.service: Main process exited, code=dumped, status=11/SEGV", "web.service: main process exited, code=dumped, status=6/ABRT"] },
  // Helper commands: ExecStartPre, ExecStop, ExecReload; mount and swap programs
  { says: ["{@}: Control process exited, code=exited, status={exitCode}{*}", "{@}: control process exited, code=exited, status={exitCode}{*}", "{@}: Control process exited, code=exited status={exitCode}", "{@}: control process exited, code=exited status={exitCode}",
      "{@}: Mount process exited, code=exited, status={exitCode}{*}", "{@}: Swap process exited, code=exited, status={exitCode}{*}"], kind: "process-exit", stage: "gone", role: "child", cause: "exit",
    example: ["web.service: Control process exited, code=exited, status=1/FAILURE", "web.service: control process exited, code=exited, status=1/FAILURE", "web.service: Control process exited, code=exited status=1", "web.service: control process exited, code=exited status=1",
      "srv.mount: Mount process exited, code=exited, status=32/n/a", "dev-sda2.swap: Swap process exited, code=exited, status=255/EXCEPTION"] },
  { says: ["{@}: Control process exited, code={@}, status=15/{signal}", "{@}: control process exited, code={@}, status=15/{signal}", "{@}: Control process exited, code={@} status=15", "{@}: control process exited, code={@} status=15"], kind: "process-exit", stage: "gone", role: "child", cause: "shutdown",
    example: ["web.service: Control process exited, code=killed, status=15/TERM", "web.service: control process exited, code=killed, status=15/TERM", "web.service: Control process exited, code=killed status=15", "web.service: control process exited, code=killed status=15"] },
  { says: ["{@}: Control process exited, code={@}, status={#}/{signal}", "{@}: control process exited, code={@}, status={#}/{signal}", "{@}: Control process exited, code={@} status={signal}", "{@}: control process exited, code={@} status={signal}"],
    kind: "process-exit", stage: "gone", role: "child", cause: "oom-kill", guess: true,
    example: ["web.service: Control process exited, code=killed, status=9/KILL", "web.service: control process exited, code=dumped, status=11/SEGV", "web.service: Control process exited, code=killed status=9", "web.service: control process exited, code=killed status=9"] },

  // How the run as a whole ended
  { says: ["{slot}: Failed with result 'oom-kill'.", "Unit {slot} failed with result 'oom-kill'."], kind: "process-exit", stage: "gone", cause: "oom-kill",
    example: ["web.service: Failed with result 'oom-kill'.", "Unit web.service failed with result 'oom-kill'."] },
  { says: "{slot}: Failed with result 'signal'.", kind: "process-exit", stage: "gone", cause: "signal", example: "web.service: Failed with result 'signal'." },
  { says: "{slot}: Failed with result 'core-dump'.", kind: "process-exit", stage: "gone", cause: "crash", example: "web.service: Failed with result 'core-dump'." },
  { says: "{slot}: Failed with result 'watchdog'.", kind: "process-exit", stage: "gone", cause: "task-timeout", example: "web.service: Failed with result 'watchdog'." },
  { says: "{slot}: Failed with result 'timeout'.", kind: "process-exit", stage: "gone", cause: "shutdown", example: "web.service: Failed with result 'timeout'." },
  { says: ["{slot}: Failed with result 'start-limit-hit'.", "{slot}: Failed with result 'start-limit'."], kind: "process-exit", stage: "gone", cause: "crash", sign: "gave-up",
    example: ["web.service: Failed with result 'start-limit-hit'.", "web.service: Failed with result 'start-limit'."] },
  { says: ["{slot}: Failed with result '{*}'.", "{slot}: Unit entered failed state.", "Unit {slot} entered failed state."], kind: "process-exit", stage: "gone", cause: "exit", versions: "all; 220 to 236; before",
    example: ["web.service: Failed with result 'exit-code'.", "web.service: Unit entered failed state.", "Unit web.service entered failed state."] },
  { says: ["{slot}: Start request repeated too quickly.", "{slot}: start request repeated too quickly, refusing to start.", "{slot} start request repeated too quickly, refusing to start.", "start request repeated too quickly for {slot}"],
    kind: "process-exit", stage: "gone", cause: "crash", sign: "gave-up",
    example: ["web.service: Start request repeated too quickly.", "web.service: start request repeated too quickly, refusing to start.", "web.service start request repeated too quickly, refusing to start.", "start request repeated too quickly for web.service"] },
  { says: ["{slot}: Deactivated successfully.", "{slot}: Succeeded."], kind: "process-exit", stage: "gone", cause: "shutdown", versions: "246+; 236 to 245", example: ["web.service: Deactivated successfully.", "web.service: Succeeded."] },
  { says: ["{slot}: Scheduled restart job, restart counter is at {#}.", "{slot}: Scheduled immediate restart job, restart counter is at {#}."], kind: "process-start",
    example: ["web.service: Scheduled restart job, restart counter is at 3.", "web.service: Scheduled immediate restart job, restart counter is at 1."] },
  { says: ["{slot}: Service RestartSec={*} expired, scheduling restart.", "{slot}: Service hold-off time over, scheduling restart.", "{slot} holdoff time over, scheduling restart.", "{slot}: Service has no hold-off time, scheduling restart.",
      "{slot}: Service has no hold-off time (RestartSec=0), scheduling restart.", "{slot} has no holdoff time, scheduling restart."], kind: "process-start", versions: "238 to 251; 220 to 237; before",
    example: ["web.service: Service RestartSec=100ms expired, scheduling restart.", "web.service: Service hold-off time over, scheduling restart.", "web.service holdoff time over, scheduling restart.",
      "web.service: Service has no hold-off time, scheduling restart.", "web.service: Service has no hold-off time (RestartSec=0), scheduling restart.", "web.service has no holdoff time, scheduling restart."] },
  { says: "{slot}: Forked {*} as {pid}", kind: "process-start", example: "web.service: Forked /srv/app/web as 812" },
];

// biome-ignore format: one message to an entry, a real line under it
const memory: readonly Rule[] = [
  // Which process of the unit is not said; the unit's first one may live on.
  { says: ["{slot}: A process of this unit has been killed by the OOM killer.", "{slot}: The kernel OOM killer killed some processes in this unit."], kind: "process-exit", stage: "gone", role: "child", cause: "oom-kill", versions: "243+; 253+ where it goes on",
    example: ["web.service: A process of this unit has been killed by the OOM killer.", "web.service: The kernel OOM killer killed some processes in this unit."] },
  { says: "{slot}: systemd-oomd killed {*} process(es) in this unit.", kind: "process-exit", stage: "gone", cause: "oom-kill", versions: "247+",
    example: "web.service: systemd-oomd killed 12 process(es) in this unit." },
  { says: ["Killed {slot} due to memory pressure for {*} with reclaim activity", "Killed {slot} due to memory used ({*}", "Killed {slot} due to swap used ({*}", "Killed {slot} due to memory pressure"], kind: "process-exit", stage: "gone", cause: "oom-kill", versions: "247+",
    example: ["Killed /system.slice/web.service due to memory pressure for /system.slice being 62.11% > 50.00% for > 30s with reclaim activity",
      "Killed /system.slice/web.service due to memory used (8123456512) / total (8345678848) and swap used (2012345600) / total (2147479552) being more than 90.00%",
      "Killed /system.slice/web.service due to swap used (2012345600) / total (2147479552) being more than 90.00%", "Killed /system.slice/web.service due to memory pressure"] },
  { says: ["Considered {#} cgroups for killing, top candidates were:", "Memory pressure for {@} is {@} > {@} for > {*} with reclaim activity", "Memory pressure for {@} is greater than {*}", "Swap used ({#}) / total ({#}) is more than {*}",
      "Memory used ({#}) / total ({#}) and swap used ({#}) / total ({#}) is more than {*}"], kind: "process-notice",
    example: ["Considered 62 cgroups for killing, top candidates were:", "Memory pressure for /system.slice is 62.11% > 50.00% for > 30s with reclaim activity",
      "Memory pressure for /system.slice is greater than 50% for more than 30s with reclaim activity", "Swap used (2012345600) / total (2147479552) is more than 90.00%",
      "Memory used (8123456512) / total (8345678848) and swap used (2012345600) / total (2147479552) is more than 90.00%"] },

  // systemd-coredump
  { says: "Process {pid} ({*}) of user {@} dumped core.", kind: "process-exit", stage: "gone", cause: "crash", example: "Process 812 (uwsgi) of user 33 dumped core." },
  { says: ["Process {pid} ({*}) of user {@} terminated abnormally with signal {#}/{signal}, processing...", "Process {pid} ({*}) of user {@} terminated abnormally without generating a coredump.", "Process {pid} ({*}) of user {@} terminated abnormally with signal {#}/{signal}{*}"],
    kind: "process-exit", stage: "gone", cause: "crash", versions: "254+",
    example: ["Process 812 (uwsgi) of user 33 terminated abnormally with signal 11/SEGV, processing...", "Process 812 (uwsgi) of user 33 terminated abnormally without generating a coredump.", "Process 812 (uwsgi) of user 33 terminated abnormally with signal 6/ABRT."] },
  { says: ["Core file was truncated to {#} bytes.", "Core Dump has been disabled for {*}", "Resource limits disable core dumping for process {pid} ({*}).", "Failed to generate stack trace: {*}"], kind: "other",
    example: ["Core file was truncated to 2147483648 bytes.", "Core Dump has been disabled for process 812 (uwsgi).", "Resource limits disable core dumping for process 812 (uwsgi).", "Failed to generate stack trace: (null)"] },
];

// biome-ignore format: one message to an entry, a real line under it
const stops: readonly Rule[] = [
  { says: ["{slot}: Watchdog timeout (limit {*})!", "{slot} watchdog timeout (limit {*})!"], kind: "process-notice", cause: "task-timeout", example: ["web.service: Watchdog timeout (limit 30s)!", "web.service watchdog timeout (limit 30s)!"] },
  { says: ["{slot}: Service reached runtime time limit. Stopping.", "{slot}: Scope reached runtime time limit. Stopping."], kind: "process-notice", cause: "max-lifetime",
    example: ["web.service: Service reached runtime time limit. Stopping.", "session-3.scope: Scope reached runtime time limit. Stopping."] },
  { says: ["{slot}: State '{@}' timed out. {*}", "{slot}: Stopping timed out. {*}", "{slot}: State {@} timed out. {*}", "{slot} stop-{@} timed out. {*}", "{slot} stopping timed out. {*}"], kind: "process-notice", cause: "shutdown", sign: "forced", // Killing. Terminating. Aborting. Skipping SIGKILL.
    example: ["web.service: State 'stop-sigterm' timed out. Killing.", "session-3.scope: Stopping timed out. Killing.", "web.service: State stop-sigterm timed out. Killing.", "web.service stop-sigterm timed out. Killing.", "session-3.scope stopping timed out. Killing."] },
  { says: ["{slot}: Start operation timed out. {*}", "{slot}: start operation timed out. {*}", "{slot} start operation timed out. {*}", "{slot}: Start-pre operation timed out. {*}", "{slot}: Start-post operation timed out. {*}", "{slot}: start-post operation timed out. {*}",
      "{slot} operation timed out. {*}", "{slot}: Condition check timed out. {*}"], kind: "process-notice", cause: "task-timeout",
    example: ["web.service: Start operation timed out. Terminating.", "web.service: start operation timed out. Terminating.", "web.service start operation timed out. Terminating.", "web.service: Start-pre operation timed out. Terminating.",
      "web.service: Start-post operation timed out. Stopping.", "web.service: start-post operation timed out. Stopping.", "web.service operation timed out. Terminating.", "web.service: Condition check timed out. Terminating."] },
  { says: ["{slot}: Reload operation timed out. {*}", "{slot}: reload operation timed out. {*}", "{slot} reload operation timed out. {*}"], kind: "process-notice", cause: "reload", // the reload command dies, the service does not
    example: ["web.service: Reload operation timed out. Killing reload process.", "web.service: reload operation timed out. Killing reload process.", "web.service reload operation timed out. Stopping."] },
  { says: ["{slot}: Killing process {pid} ({*}) with signal SIG{signal}.", "{slot}: Killing process {pid} ({*}) with signal SIG{signal} (success).", "{slot}: Killing process {pid} with signal SIG{signal}.", "Killing process {pid} ({*}) with signal SIG{signal}."], kind: "process-notice", cause: "shutdown",
    example: ["web.service: Killing process 812 (uwsgi) with signal SIGKILL.", "web.service: Killing process 812 (uwsgi) with signal SIGTERM (success).", "web.service: Killing process 812 with signal SIGKILL.", "Killing process 812 (uwsgi) with signal SIGKILL."] },
  { says: ["{slot}: Sent signal SIGHUP to {@} process {pid} ({*}) on client request.", "{slot}: Sent signal SIGUSR{#} to {@} process {pid} ({*}) on client request."], kind: "process-notice",
    example: ["web.service: Sent signal SIGHUP to main process 812 (uwsgi) on client request.", "web.service: Sent signal SIGUSR1 to main process 812 (uwsgi) on client request."] },
  { says: ["{slot}: Sent signal {signal} to {@} process {pid} ({*}) on client request.", "{slot}: Sent signal {signal} to {@} process {pid} on client request."], kind: "process-notice", cause: "signal", // systemctl kill
    example: ["web.service: Sent signal SIGKILL to main process 812 (uwsgi) on client request.", "web.service: Sent signal SIGTERM to control process 812 on client request."] },
  { says: ["{slot}: Processes still around after SIGKILL. {*}", "{slot}: Processes still around after final SIGKILL. {*}", "{slot} still around after SIGKILL. {*}", "{slot} still around after final SIGKILL. {*}"], kind: "process-notice", cause: "shutdown",
    example: ["web.service: Processes still around after SIGKILL. Ignoring.", "web.service: Processes still around after final SIGKILL. Entering failed mode.", "web.service still around after SIGKILL. Ignoring.", "web.service still around after final SIGKILL. Entering failed mode."] },
  { says: ["{slot}: Unit process {pid} ({*}) remains running after unit stopped.", "{slot}: Found left-over process {pid} ({*}) in control group while starting unit. Ignoring.", "{slot}: Supervising process {pid} which is not our child. {*}", "{slot}: Supervising process {pid} which is not one of our children.{*}",
      "{slot}: New main PID {pid} does not belong to service{*}"], kind: "process-notice",
    example: ["web.service: Unit process 812 (uwsgi) remains running after unit stopped.", "web.service: Found left-over process 812 (uwsgi) in control group while starting unit. Ignoring.",
      "web.service: Supervising process 812 which is not our child. We'll most likely not notice when it exits.", "web.service: Supervising process 812 which is not one of our children.", "web.service: New main PID 812 does not belong to service, and PID file is not owned by root. Refusing."] },

  // Births that failed
  { says: ["{slot}: Failed at step {@} spawning {*}", "{slot}: Failed to execute {*}", "{slot}: Failed to locate executable {*}", "{slot}: Unable to locate executable {*}", "Failed at step {@} spawning {*}", "{slot}: Failed to run '{@}' task: {*}", "{slot}: Failed to spawn '{@}' task: {*}",
      "{slot}: Failed to fork: {*}", "{slot} failed to run '{@}' task: {*}"], kind: "process-notice", cause: "exit",
    example: ["web.service: Failed at step EXEC spawning /srv/app/web: No such file or directory", "web.service: Failed to execute /srv/app/web: No such file or directory", "web.service: Failed to locate executable /srv/app/web: No such file or directory",
      "web.service: Unable to locate executable '/srv/app/web': No such file or directory", "Failed at step USER spawning /srv/app/web: No such process", "web.service: Failed to run 'start' task: No such file or directory",
      "web.service: Failed to spawn 'start' task: Resource temporarily unavailable", "web.service: Failed to fork: Resource temporarily unavailable", "web.service failed to run 'start' task: No such file or directory"] },
  { says: ["{slot}: PID file {@} not readable (yet?) after start{*}", "{slot}: Can't open PID file {*} (yet?) after start{*}", "{slot}: Can't open PID file {*}", "{slot}: PID {#} read from file {*}", "{slot}: Got notification message from PID {*}"], kind: "other",
    example: ["web.service: PID file /run/web.pid not readable (yet?) after start: No such file or directory", "web.service: Can't open PID file /run/web.pid (yet?) after start: Operation not permitted", "web.service: Can't open PID file '/run/web.pid': No such file or directory",
      "web.service: PID 812 read from file /run/web.pid does not exist or is a zombie.", "web.service: Got notification message from PID 812, but reception only permitted for main PID 811"] },

  // What it used, and the rest of what is said of a unit
  { says: ["{slot}: Consumed {*} CPU time{*}", "{slot}: Received {*} IP traffic{*}", "{slot}: received {*} IP traffic{*}"], kind: "other",
    example: ["web.service: Consumed 1min 2.512s CPU time over 2h 3min 4.120s wall clock time, 120.4M memory peak, 0B memory swap peak.", "web.service: Received 1.2K IP traffic, sent 3.4M IP traffic.",
      "web.service: received 1.2K IP traffic, sent 3.4M IP traffic"] },
  { says: ["{slot}: This usually indicates unclean termination of a previous run, or service implementation deficiencies.", "{slot}: Service restart not allowed.", "{slot}: Skipped due to '{*}'.", "{slot}: Triggering OnFailure= dependencies.", "{slot}: Triggering OnSuccess= dependencies.",
      "{slot}: Unit cannot be reloaded because it is inactive.", "{slot}: Changed {@} -> {@}", "{slot}: Installed new job {*}", "{slot}: Enqueued job {*}", "{slot}: Job {*} finished, result={@}", "{slot}: Child {#} belongs to {@}", "{slot}: About to execute{*}", "{slot}: Got final SIGCHLD for state {*}",
      "{slot}: Unit is bound to inactive unit {@} Stopping, too.", "{slot}: Unit not needed anymore. Stopping.", "{slot}: Trying to enqueue job {*}", "{slot}: Main PID changed to {*}", "{slot}: Current command vanished from the unit file, execution of the command list won't be resumed."], kind: "other",
    example: ["web.service: This usually indicates unclean termination of a previous run, or service implementation deficiencies.", "web.service: Service restart not allowed.", "web.service: Skipped due to 'exec-condition'.", "web.service: Triggering OnFailure= dependencies.",
      "web.service: Triggering OnSuccess= dependencies.", "web.service: Unit cannot be reloaded because it is inactive.", "web.service: Changed running -> stop-sigterm", "web.service: Installed new job web.service/stop as 4711", "web.service: Enqueued job web.service/stop as 4711",
      "web.service: Job 4711 web.service/stop finished, result=done", "web.service: Child 812 belongs to web.service.", "web.service: About to execute: /srv/app/web", "web.service: Got final SIGCHLD for state stop-sigterm.", "web.service: Unit is bound to inactive unit db.service. Stopping, too.", "web.service: Unit not needed anymore. Stopping.", "web.service: Trying to enqueue job web.service/restart/replace",
      "web.service: Main PID changed to 813", "web.service: Current command vanished from the unit file, execution of the command list won't be resumed."] },
];

export const systemd = defineServer({
  name: "systemd",
  title: "systemd",
  versions: "208 to 259",
  recovers: [
    "ends of services, with signal, exit status and result",
    "want of memory: of a unit, by systemd-oomd, by the kernel",
    "time limits: watchdog, start, stop and run time, with the processes killed",
    "restarts of services, and those given up",
    "core dumps, with the process",
  ],
  rules: [...exits, ...memory, ...stops, ...jobs],
});
