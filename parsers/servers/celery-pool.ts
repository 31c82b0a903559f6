/**
 * Celery's pool: billiard (a fork of multiprocessing) and Celery's asynchronous pool above it.
 *
 * Only the reaper's line names a pid, and only where the exit is no planned one: a child that is recycled (max tasks,
 * max memory), that a hard limit or a revocation terminated, or that exits with status 0 leaves without a line.
 * billiard's own lines need `MP_LOG=1` in the environment; their prefix is `[LEVEL/ProcessName] `.
 *
 * Printed by https://github.com/celery/billiard: billiard/{pool,process,common}.py, and by celery/concurrency/asynpool.py.
 */
import type { Rule } from "../../src/recognise/declare.ts";

// biome-ignore format: one message to an entry, a real line under it
export const pool: readonly Rule[] = [
  { says: ["Process '{slot}' pid:{pid} exited with 'signal {#} ({signal})'", "Process '{slot}' pid:{pid} exited with 'signal {signal}'"], kind: "process-exit", stage: "gone", cause: "signal", role: "worker",
    example: ["Process 'ForkPoolWorker-2' pid:4512 exited with 'signal 9 (SIGKILL)'", "Process 'ForkPoolWorker-2' pid:4512 exited with 'signal 35'"] },
  { says: "Process '{slot}' pid:{pid} exited with 'exitcode {exitCode}'", kind: "process-exit", stage: "gone", cause: "exit", role: "worker", example: "Process 'ForkPoolWorker-1' pid:2273 exited with 'exitcode 3'" },
  { says: "child process exiting after exceeding memory limit ({#}KiB / {#}KiB)", kind: "process-notice", cause: "memory-limit", role: "worker", whose: "writer",
    example: "child process exiting after exceeding memory limit (262144KiB / 200000KiB)" },
  { says: "worker exiting after {requests} tasks", kind: "process-exit", stage: "leaving", cause: "max-requests", closes: "farewell", role: "worker", whose: "writer", example: "worker exiting after 100 tasks" },
  { says: "process {pid} exiting with exitcode {exitCode}", kind: "process-exit", stage: "leaving", cause: "exit", closes: "farewell", role: "worker", example: "process 4512 exiting with exitcode 0" },
  { says: "child process {pid} calling self.run()", kind: "process-start", role: "worker", example: "child process 4512 calling self.run()" },
  { says: ["Timed out waiting for UP message from <{@}({slot}, {*}>", "Timed out waiting for UP message from {*}"], kind: "process-notice", cause: "crash", role: "worker", whose: "none",
    example: ["Timed out waiting for UP message from <ForkProcess(ForkPoolWorker-3, started daemon)>", "Timed out waiting for UP message from <Worker-3>"] },
  { says: ["Pool process <{@}({slot}, {*}> error: {*}", "Pool process {*} error: {*}"], kind: "process-notice", cause: "crash", role: "worker", whose: "writer",
    example: ["Pool process <ForkProcess(ForkPoolWorker-3, started daemon)> error: OSError(12, 'Cannot allocate memory')", "Pool process <celery.concurrency.asynpool.Worker object at 0x7f12> error: EOFError()"] },
  { says: ["Process inqueue damaged: <{@}({slot}, {*}> {exitCode}: {*}", "Process inqueue damaged: {*}"], kind: "process-notice", cause: "crash", role: "worker", whose: "none",
    example: ["Process inqueue damaged: <ForkProcess(ForkPoolWorker-3, stopped[SIGKILL] daemon)> -9: OSError(32, 'Broken pipe')", "Process inqueue damaged: <ForkProcess(ForkPoolWorker-3, started daemon)> None: OSError(32, 'Broken pipe')"] },
  { says: "process with pid={pid} already exited", kind: "process-notice", role: "worker", example: "process with pid=4512 already exited" },
  { says: ["timeout: sending TERM to {slot}", "timeout: TERM timed-out, now sending KILL to {slot}"], kind: "process-notice", cause: "task-timeout", role: "worker", whose: "none",
    example: ["timeout: sending TERM to ForkPoolWorker-2", "timeout: TERM timed-out, now sending KILL to ForkPoolWorker-2"] },
  { says: ["hard time limit exceeded for <{*}>", "soft time limit exceeded for <{*}>"], kind: "process-notice", cause: "task-timeout", role: "worker", whose: "none",
    example: ["hard time limit exceeded for <ApplyResult: 7 ack:(True,) ready:False>", "soft time limit exceeded for <ApplyResult: 7 ack:(True,) ready:False>"] },
  { says: ["worker {pid} is a group leader. It is safe to kill (SIGTERM) the whole group", "worker {pid} is a group leader. It is safe to kill (SIGKILL) the whole group"], kind: "process-notice", cause: "task-timeout", role: "worker",
    example: ["worker 4512 is a group leader. It is safe to kill (SIGTERM) the whole group", "worker 4512 is a group leader. It is safe to kill (SIGKILL) the whole group"] },
  { says: ["!!!WAIT FOR ACK TIMEOUT: job:{*} fd:{*}!!!", "Thread '{@}' crashed: {*}", "Pool callback raised exception: {*}"], kind: "process-notice", whose: "none",
    example: ["!!!WAIT FOR ACK TIMEOUT: job:7 fd:12!!!", "Thread 'ResultHandler' crashed: EOFError()", "Pool callback raised exception: KeyError('x')"] },

  { says: "Scaling down {#} processes.", kind: "process-notice", cause: "scale-down", role: "worker", whose: "none", example: "Scaling down 3 processes." },
  { says: ["Scaling up {#} processes.", "Autoscaler: scale_down: {*}", "Autoscaler won't scale down: all processes busy."], kind: "other",
    example: ["Scaling up 3 processes.", "Autoscaler: scale_down: ValueError(\"Can't shrink pool. All processes busy!\")", "Autoscaler won't scale down: all processes busy."] },
  { says: ["worker got sentinel -- exiting", "worker got {@} -- exiting"], kind: "process-exit", stage: "leaving", cause: "shutdown", closes: "farewell", role: "worker", whose: "writer",
    example: ["worker got sentinel -- exiting", "worker got EOFError -- exiting"] },
  { says: ["worker unable to determine memory usage", "could not ensure all messages were consumed prior to exiting", "ensured messages consumed after {#} retries", "added worker", "Supervisor: cleaning up worker {#}", "Supervisor: worked {#} joined",
      "cleaning up worker {#}", "joining worker {#}/{#} ({*})", "pool join complete", "closing pool", "terminating pool", "finalizing pool", "terminating workers", "joining pool workers", "pool workers joined",
      "joining {@} handler", "worker handler exiting", "task handler got sentinel", "task handler exiting", "task handler sending sentinel to {@}", "result handler got sentinel", "result handler exiting{*}", "result handler: all workers terminated{*}", "timeout handler exiting", "helping task handler/workers to finish", "removing tasks from inqueue until task handler finished", "doing set_length()",
      "ensuring that outqueue is not full", "got {*} while flushing process {*}"], kind: "other", versions: "with MP_LOG, or at DEBUG",
    example: ["worker unable to determine memory usage", "could not ensure all messages were consumed prior to exiting", "ensured messages consumed after 2 retries", "added worker", "Supervisor: cleaning up worker 1", "Supervisor: worked 1 joined",
      "cleaning up worker 4512", "joining worker 1/4 (<ForkProcess(ForkPoolWorker-1, started daemon)>)", "pool join complete", "closing pool", "terminating pool", "finalizing pool", "terminating workers", "joining pool workers", "pool workers joined",
      "joining result handler", "worker handler exiting", "task handler got sentinel", "task handler exiting", "task handler sending sentinel to workers", "result handler got sentinel",
      "result handler exiting: len(cache)=0, thread._state=0", "result handler: all workers terminated", "timeout handler exiting", "helping task handler/workers to finish",
      "removing tasks from inqueue until task handler finished", "doing set_length()", "ensuring that outqueue is not full", "got sentinel while flushing process <ForkProcess(ForkPoolWorker-1, stopped daemon)>"] },
  { says: ["worker handler starting", "result handler starting", "result handler joined", "task handler starting", "task handler got IOError when sending sentinels", "task handler found thread._state != RUN", "result handler found thread._state=TERMINATE", "result handler got {*} -- exiting", "result handler ignoring extra sentinel", "could not put task on queue"], kind: "other", versions: "with MP_LOG, or at DEBUG",
    example: ["worker handler starting", "result handler starting", "result handler joined", "task handler starting", "task handler got IOError when sending sentinels", "task handler found thread._state != RUN", "result handler found thread._state=TERMINATE", "result handler got EOFError() -- exiting", "result handler ignoring extra sentinel", "could not put task on queue"] },
];
