/**
 * Celery: a main process that takes tasks from a broker, and the pool that runs them.
 *
 * A line's prefix names its writer: "MainProcess" or "ForkPoolWorker-N" (a running counter: neither a pid nor a slot, a
 * successor gets the next number). What a child writes ("succeeded", "raised unexpected") it writes about itself; what the
 * main process writes about a task (a time limit, a lost worker) tells of a child's death, and bears no pid.
 *
 * Life of a task: "received" by the main process (it waits there, and may go elsewhere untouched) -> the DEBUG line
 * "Task accepted", the only one that ties its id to a pid -> "succeeded in", "raised unexpected", "retry" by the child. A task
 * whose child dies has no end: "Process 'ForkPoolWorker-2' pid:N exited with ..." and, with `Job: 7` for an id (the pool's
 * own counter), "Task handler raised error: WorkerLostError(...)".
 *
 * Announcements of a shutdown are printed without prefix and time, to stdout, not to the log file.
 *
 * Versions: 4.0 to 5.6. Ignored on purpose: what a task logs through its own logger, remote inspection.
 * Printed by https://github.com/celery/celery: celery/app/trace.py, worker/{strategy,request,control,worker}.py, apps/worker.py here;
 * the pool (billiard, asynpool) in celery-pool.ts, the harmless rest in celery-chatter.ts.
 */
import { defineServer, type Rule } from "../../src/recognise/declare.ts";
import { chatter } from "./celery-chatter.ts";
import { pool } from "./celery-pool.ts";

// biome-ignore format: one message to an entry, a real line under it
const tasks: readonly Rule[] = [
  { says: "Task {taskName}[{taskId}] received", kind: "task-start", stage: "received", role: "master", whose: "none", versions: "5.1+",
    example: "Task shop.tasks.send_invoice[bd1b0b54-04c0-4a5f-9ddd-8f2ca1e0c5ae] received" },
  { says: "Received task: {taskName}[{taskId}]{*}", kind: "task-start", stage: "received", role: "master", whose: "none", versions: "4.0 to 5.0: blanks, ETA and expiry follow",
    example: ["Received task: shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11]  ", "Received task: shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11]  ETA:[2024-04-02 14:33:07+00:00] "] },
  { says: "Task accepted: {taskName}[{taskId}] pid:{pid}", kind: "task-start", stage: "running", role: "worker",
    example: "Task accepted: shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] pid:4512" },

  // By the child that ran it
  { says: "Task {taskName}[{taskId}] succeeded in {@}s: {*}", kind: "task-end", outcome: "ok", role: "worker", whose: "writer",
    example: "Task shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] succeeded in 1.3104251s: {'rows': 5}" },
  { says: ["Task {taskName}[{taskId}] raised unexpected: SoftTimeLimitExceeded({*}", "Task {taskName}[{taskId}] raised unexpected: TimeLimitExceeded({*}"],
    kind: "task-end", outcome: "failed", cause: "task-timeout", role: "worker", whose: "writer",
    example: ["Task shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] raised unexpected: SoftTimeLimitExceeded()", "Task shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] raised unexpected: TimeLimitExceeded(30)"] },
  { says: ["Task {taskName}[{taskId}] raised unexpected: {*}", "Task {taskName}[{taskId}] INTERNAL ERROR: {*}"], kind: "task-end", outcome: "failed", cause: "crash", role: "worker", whose: "writer",
    example: ["Task shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] raised unexpected: ValueError('upstream rejected')",
      "Task shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] INTERNAL ERROR: ConnectionError('Error 111 connecting to redis:6379')"] },
  { says: "Task {taskName}[{taskId}] raised expected: {*}", kind: "task-end", outcome: "failed", role: "worker", whose: "writer",
    example: "Task shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] raised expected: KeyError('sku')" },
  { says: "Task {taskName}[{taskId}] retry: {*}", kind: "task-end", outcome: "failed", role: "worker", whose: "writer",
    example: "Task shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] retry: Retry in 30s: ConnectionError('refused')" },
  { says: ["Task {taskName}[{taskId}] ignored", "Task {taskName}[{taskId}] Task already completed successfully.", "Task {taskName}[{taskId}] reject requeue={*}", "Task {taskName}[{taskId}] rejected{*}"],
    kind: "task-end", outcome: "ok", role: "worker", whose: "writer",
    example: ["Task shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] ignored", "Task shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] Task already completed successfully.",
      "Task shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] reject requeue=False: no such order", "Task shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] rejected"] },

  // By the main process: evidence of a death where it bears a cause and no outcome
  { says: "Hard time limit ({@}s) exceeded for {taskName}[{taskId}]", kind: "task-end", cause: "task-timeout", role: "worker", whose: "none",
    example: "Hard time limit (4s) exceeded for shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11]" },
  { says: "Soft time limit ({@}s) exceeded for {taskName}[{taskId}]", kind: "process-notice", cause: "task-timeout", role: "worker", whose: "none",
    example: "Soft time limit (2.0s) exceeded for shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11]" },
  { says: ["Task handler raised error: WorkerLostError({*}: signal 9 ({signal}){*}", "Task handler raised error: <ExceptionInfo: WorkerLostError({*}: signal 9 ({signal}){*}"],
    kind: "task-end", cause: "oom-kill", guess: true, role: "worker", whose: "none",
    example: ["Task handler raised error: WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL) Job: 7.')", "Task handler raised error: <ExceptionInfo: WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL) Job: 7.')>"] },
  { says: ["Task handler raised error: WorkerLostError({*}: signal {#} ({signal}){*}", "Task handler raised error: WorkerLostError({*}: signal {signal} {*}"], kind: "task-end", cause: "signal", role: "worker", whose: "none",
    example: ["Task handler raised error: WorkerLostError('Worker exited prematurely: signal 11 (SIGSEGV) Job: 7.')", "Task handler raised error: WorkerLostError('Worker exited prematurely: signal 35 Job: 7.')"] },
  { says: "Task handler raised error: WorkerLostError({*}exitcode {exitCode}{*}", kind: "task-end", cause: "exit", role: "worker", whose: "none",
    example: "Task handler raised error: WorkerLostError('Worker exited prematurely: exitcode 155 Job: 9.')" },
  { says: "Task handler raised error: WorkerLostError({*}", kind: "task-end", cause: "crash", role: "worker", whose: "none",
    example: "Task handler raised error: WorkerLostError('Could not start worker processes')" },
  { says: ["Task handler raised error: TimeLimitExceeded({*}", "Task handler raised error: SoftTimeLimitExceeded({*}"], kind: "task-end", cause: "task-timeout", role: "worker", whose: "none",
    example: ["Task handler raised error: TimeLimitExceeded(3.0)", "Task handler raised error: SoftTimeLimitExceeded()"] },
  { says: "Task handler raised error: Terminated({*}", kind: "task-end", cause: "signal", role: "worker", whose: "none", example: "Task handler raised error: Terminated(15)" },
  { says: "Task handler raised error: {*}", kind: "task-end", outcome: "failed", cause: "crash", role: "worker", whose: "none", example: "Task handler raised error: MaybeEncodingError('can not pickle result')" },
  // The same once more, as the last line of its traceback
  { says: ["billiard.exceptions.WorkerLostError: {*}", "billiard.exceptions.TimeLimitExceeded: {*}", "billiard.exceptions.SoftTimeLimitExceeded: {*}", "billiard.exceptions.Terminated: {*}"], kind: "stack",
    example: ["billiard.exceptions.WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL) Job: 3.", "billiard.exceptions.TimeLimitExceeded: TimeLimitExceeded(3.0,)",
      "billiard.exceptions.SoftTimeLimitExceeded: SoftTimeLimitExceeded()", "billiard.exceptions.Terminated: 15"] },

  { says: ["Discarding revoked task: {taskName}[{taskId}]", "Discarding revoked task: {taskName}[{taskId}] (revoked by header: {*})"], kind: "task-end", whose: "none",
    example: ["Discarding revoked task: shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11]", "Discarding revoked task: shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11] (revoked by header: {'batch': '7'})"] },
  { says: ["Terminating {taskId} ({signal})", "Terminating {taskId} (Signals.{signal})"], kind: "process-notice", cause: "signal", role: "worker", whose: "none", versions: "a name before Python 3.11",
    example: ["Terminating 8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11 (15)", "Terminating 8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11 (Signals.SIGTERM)"] },
  { says: "Task {taskName}[{taskId}]{*}cannot be acknowledged after a connection loss since late acknowledgement is enabled for it.", kind: "process-notice", cause: "signal", role: "worker", whose: "none", versions: "5.1+",
    example: "Task shop.tasks.add[8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11]   cannot be acknowledged after a connection loss since late acknowledgement is enabled for it." },
];

// biome-ignore format: one message to an entry, a real line under it
const worker: readonly Rule[] = [
  { says: "-------------- {@}@{@} v{*}", kind: "server-start", role: "master", whose: "none", example: "-------------- celery@shop-1 v5.2.6 (dawn-chorus)" },
  { says: "{@}@{@} ready.", kind: "server-start", role: "master", whose: "writer", example: "celery@shop-1 ready." },
  { says: "worker: Warm shutdown (MainProcess)", kind: "server-stop", cause: "shutdown", role: "master", whose: "none", example: "worker: Warm shutdown (MainProcess)" },
  { says: "worker: Cold shutdown (MainProcess)", kind: "server-stop", cause: "shutdown", closes: "processes", role: "master", whose: "none", example: "worker: Cold shutdown (MainProcess)" },
  { says: ["worker: Hitting Ctrl+C again will terminate all running tasks!", "worker: Hitting Ctrl+C again will initiate cold shutdown, terminating all running tasks!", "Waiting gracefully for cold shutdown to complete...",
      "Initiating Soft Shutdown, terminating in {*} seconds"], kind: "server-stop", cause: "shutdown", role: "master", whose: "none",
    example: ["worker: Hitting Ctrl+C again will terminate all running tasks!", "worker: Hitting Ctrl+C again will initiate cold shutdown, terminating all running tasks!", "Waiting gracefully for cold shutdown to complete...",
      "Initiating Soft Shutdown, terminating in 10.0 seconds"] },
  { says: "Got shutdown from remote", kind: "server-stop", cause: "shutdown", role: "master", whose: "writer", example: "Got shutdown from remote" },
  { says: "Restarting celery worker ({*})", kind: "reload", cause: "reload", role: "master", whose: "none", example: "Restarting celery worker (/usr/bin/celery -A shop worker -l INFO)" },
  { says: ["Unrecoverable error: {@}({*})", "Unrecoverable error: <{*}>"], kind: "server-stop", cause: "crash", role: "master", whose: "writer",
    example: ["Unrecoverable error: AccessRefused(403, \"ACCESS_REFUSED - Login was refused\", (0, 0), '')", "Unrecoverable error: <OSError: connection closed>"] },
  // What a stopping main process gives back to the broker: tasks that were received and never started
  { says: "Restoring {#} unacknowledged message(s)", kind: "process-notice", sign: "put-back", cause: "shutdown", role: "master", whose: "none", example: "Restoring 10 unacknowledged message(s)" },
  { says: "UNABLE TO RESTORE {#} MESSAGES: {*}", kind: "process-notice", cause: "shutdown", role: "master", whose: "none",
    example: "UNABLE TO RESTORE 2 MESSAGES: (ConnectionError('closed'), ConnectionError('closed'))" },

  // celery multi
  { says: ["> Starting nodes...", "> Restarting node {@}:{*}"], kind: "other", example: ["> Starting nodes...", "> Restarting node w1@shop-1: OK"] },
  { says: "> Stopping nodes...", kind: "server-stop", cause: "shutdown", role: "master", example: "> Stopping nodes..." },
  { says: ["> {@}@{@}: {signal} -> {pid}", "Sending {signal} to node {@}@{@} ({pid})"], kind: "process-notice", cause: "shutdown", role: "master",
    example: ["> w1@shop-1: TERM -> 4501", "Sending TERM to node w1@shop-1 (4501)"] },
  { says: ["> {@}@{@}: OK", "> {@}@{@}: DOWN", "> {@}@{@}: FAILED", "> Waiting for {#} node{*} -> {*}", "Could not signal {@}@{@} ({#}): No such process"], kind: "other",
    example: ["> w1@shop-1: OK", "> w1@shop-1: DOWN", "> w1@shop-1: FAILED", "> Waiting for 2 nodes -> 4501, 4502......", "Could not signal w1@shop-1 (4501): No such process"] },
  { says: "* Child was terminated by signal {signal}", kind: "process-exit", stage: "gone", cause: "signal", role: "child", example: "* Child was terminated by signal 9" },
  { says: "* Child terminated with exit code {exitCode}", kind: "process-exit", stage: "gone", cause: "exit", role: "child", example: "* Child terminated with exit code 1" },

  // The scheduler: a process of its own, or one below the worker's
  { says: "beat: Starting...", kind: "process-start", role: "child", whose: "writer", example: "beat: Starting..." },
  { says: "beat: Shutting down...", kind: "process-exit", stage: "leaving", cause: "shutdown", closes: "farewell", role: "child", whose: "writer", example: "beat: Shutting down..." },
  { says: "beat raised exception {*}: {*}", kind: "process-exit", stage: "leaving", cause: "crash", closes: "farewell", role: "child", whose: "writer",
    example: "beat raised exception <class 'OSError'>: OSError(28, 'No space left on device')" },
];

export const celery = defineServer({
  name: "celery",
  title: "Celery",
  versions: "4.0 to 5.6",
  recovers: [
    "tasks received, accepted, ended, retried and revoked, by id",
    "pool processes lost to signals, exit codes and hard time limits",
    "warm, cold and soft shutdowns, restarts, memory and task limits of the pool",
  ],
  rules: [...tasks, ...worker, ...pool, ...chatter],
});
