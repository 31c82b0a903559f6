/**
 * Huey: a consumer whose workers are threads, greenlets or processes.
 *
 * The last field of the prefix (`INFO:huey:Worker-1:`) is a thread's name, or the worker's pid with `-k process`. A task is
 * named by its repr, `module.name: id`, behind which come its eta, expiry, priority and retries, or by its id alone.
 * A worker that died is replaced under its number. "did not finish" is said of the task that a stop interrupts.
 *
 * Versions: 1.0 to 3.3. Ignored on purpose: user hooks, storage errors of one call.
 * Printed by https://github.com/coleifer/huey: huey/{consumer,api}.py.
 */
import { defineServer } from "../../src/recognise/declare.ts";

const id = "8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11";

export const huey = defineServer({
  name: "huey",
  title: "Huey",
  versions: "1.0 to 3.3",
  recovers: [
    "tasks begun, ended, failed, retried and interrupted, by id",
    "workers and schedulers that died or reached their number of tasks",
    "stops and restarts of the consumer",
  ],
  heads: [
    {
      claims: "messages",
      pattern:
        /^\[(?<ts>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3})\] (?<lvl>[A-Z]+):huey[\w.]*:(?:(?<pid>\d+)|(?<tid>[^:]+)):(?<msg>.*)$/s,
      example: "[2024-04-02 14:33:07,123] INFO:huey.consumer:MainThread:Shutting down",
    },
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: ["Huey consumer started with {#} {@}, PID {pid} at {*}", "Huey consumer started with {#} {@}, PID {pid}"], kind: "server-start", role: "master",
      example: ["Huey consumer started with 4 process, PID 5600 at 2024-04-02 14:33:07.123456", "Huey consumer started with 2 thread, PID 5600"] },
    { says: ["Executing {function}: {uuid}", "Executing {function}: {uuid} {*}"], kind: "task-start", stage: "running", role: "worker", whose: "writer",
      example: [`Executing shop.tasks.charge_card: ${id}`, `Executing shop.tasks.charge_card: ${id} p=5 2 retries`] },
    { says: ["{function}: {uuid} executed in {@}s", "{function}: {uuid} {*} executed in {@}s", "executed {function}: {uuid} in {@}s", "executed {function}: {uuid} {*} in {@}s"], kind: "task-end", outcome: "ok", role: "worker", whose: "writer",
      example: [`shop.tasks.charge_card: ${id} executed in 1.304s`, `shop.tasks.charge_card: ${id} 2 retries executed in 1.304s`, `executed shop.tasks.charge_card: ${id} in 1.304s`, `executed shop.tasks.charge_card: ${id} p=5 in 1.304s`] },
    { says: ["Received exit signal, {function}: {taskId} did not finish.", "Received exit signal, {function}: {uuid} {*} did not finish.", "Received exit signal, task {taskId} did not finish."], kind: "task-end", cause: "shutdown", role: "worker", whose: "writer",
      example: [`Received exit signal, shop.tasks.charge_card: ${id} did not finish.`, `Received exit signal, shop.tasks.charge_card: ${id} 2 retries did not finish.`, `Received exit signal, task ${id} did not finish.`] },
    { says: ["Unhandled exception in task {taskId}."], kind: "task-end", outcome: "failed", cause: "crash", role: "worker", whose: "writer", example: `Unhandled exception in task ${id}.` },
    { says: "Task {uuid} timed out after {@}s.", kind: "task-end", outcome: "failed", cause: "task-timeout", role: "worker", whose: "writer", example: `Task ${id} timed out after 30s.` },
    { says: ["Task {taskId} raised RetryTask, retrying.", "Task {taskId} raised CancelExecution {*}.", "Task {taskId} cancelled by {*}.", "Task {taskId} not run, unable to acquire lock.", "Task {taskId} not run, {*}.", "Task {taskId} rate-limited on \"{*}\"", "Task {taskId} rate-limited on \"{*}\", retrying in {*}", "Execution of {taskId} cancelled by {*}."],
      kind: "task-end", outcome: "failed", role: "worker", whose: "writer",
      example: [`Task ${id} raised RetryTask, retrying.`, `Task ${id} raised CancelExecution no stock.`, `Task ${id} cancelled by check_stock (pre-execute).`, `Task ${id} not run, unable to acquire lock.`, `Task ${id} not run, locked.`, `Task ${id} rate-limited on "cards"`, `Task ${id} rate-limited on "cards", retrying in 5`, `Execution of ${id} cancelled by check_stock.`] },
    { says: ["Task {@} was revoked, not executing", "Task {@} was revoked, not running", "Task {@} expired, not executing."], kind: "other", example: [`Task ${id} was revoked, not executing`, `Task ${id} was revoked, not running`, `Task ${id} expired, not executing.`] },

    { says: "Worker {worker} died, restarting.", kind: "process-exit", stage: "gone", cause: "crash", role: "worker", example: "Worker 2 died, restarting." },
    { says: "Scheduler died, restarting.", kind: "process-exit", stage: "gone", cause: "crash", role: "child", whose: "none", example: "Scheduler died, restarting." },
    { says: "Process {slot} died!", kind: "process-exit", stage: "leaving", cause: "crash", closes: "farewell", role: "worker", whose: "writer", example: "Process Worker-2 died!" },
    { says: "Process {slot} restarting (max tasks).", kind: "process-exit", stage: "leaving", cause: "max-requests", closes: "farewell", role: "worker", whose: "writer", example: "Process Worker-2 restarting (max tasks)." },
    { says: "Worker reached max tasks ({requests}), exiting.", kind: "process-notice", cause: "max-requests", role: "worker", whose: "writer", example: "Worker reached max tasks (1000), exiting." },
    { says: ["Shutting down gracefully...", "Received request to shut down now.", "All workers have stopped.", "Consumer exiting."], kind: "server-stop", cause: "shutdown", role: "master", whose: "none",
      example: ["Shutting down gracefully...", "Received request to shut down now.", "All workers have stopped.", "Consumer exiting."] },
    { says: ["Shutting down", "Received SIGINT", "Received SIGTERM"], kind: "server-stop", cause: "shutdown", role: "master", whose: "none", headed: "line",
      example: ["[2024-04-02 14:33:07,123] INFO:huey.consumer:MainThread:Shutting down", "[2024-04-02 14:33:07,123] INFO:huey.consumer:MainThread:Received SIGINT", "[2024-04-02 14:33:07,123] INFO:huey.consumer:MainThread:Received SIGTERM"] },
    { says: "Received SIGHUP", kind: "reload", cause: "reload", role: "master", whose: "none", headed: "line", example: "[2024-04-02 14:33:07,123] INFO:huey.consumer:MainThread:Received SIGHUP" },
    { says: ["Consumer will restart.", "Received SIGHUP, will restart"], kind: "reload", cause: "reload", role: "master", whose: "none", example: ["Consumer will restart.", "Received SIGHUP, will restart"] },
    { says: "Error in consumer.", kind: "server-stop", cause: "crash", role: "master", whose: "none", example: "Error in consumer." },

    { says: ["Scheduler runs every {@} second{*}.", "Periodic tasks are {@}.", "UTC is {@}.", "The following commands are available:", "+ {function}", "Added task {*} to schedule, eta {*}", "Adding {function}: {*} to schedule", "Enqueueing periodic task {*}.", "Enqueueing {function}: {*}", "Scheduling periodic task {*}.", "Scheduling {function}: {*} for execution",
        "Requeueing {function}: {*}, {#} retries", "Re-enqueueing task {*}, {#} tries left", "Checking worker health.", "Workers are up and running.", "Scheduler is up and running.", "Checking periodic tasks", "Flushing locks before starting up.", "Found stale locks: {*}", "Error reading from queue", "Error reading schedule.", "Unhandled error during execution of task {*}.",
        "Unhandled exception in worker thread", "Consumer initialized with Huey instance {*}", "Gevent monkey-patch has not been applied{*}", "No messages, sleeping for: {@}", "Pre-execute hook {*} for {*}.", "Post-execute hook {*} for {*}."], kind: "other",
      example: ["Scheduler runs every 1 second(s).", "Periodic tasks are enabled.", "UTC is enabled.", "The following commands are available:", "+ shop.tasks.charge_card", `Added task shop.tasks.add: ${id} to schedule, eta 2024-04-02 14:33:07`, `Adding shop.tasks.add: ${id} to schedule`, `Enqueueing periodic task shop.tasks.nightly: ${id}.`,
        `Enqueueing shop.tasks.add: ${id}`, `Scheduling periodic task shop.tasks.nightly: ${id}.`, `Scheduling shop.tasks.add: ${id} for execution`, `Requeueing shop.tasks.add: ${id}, 2 retries`, `Re-enqueueing task ${id}, 2 tries left`, "Checking worker health.", "Workers are up and running.", "Scheduler is up and running.", "Checking periodic tasks",
        "Flushing locks before starting up.", "Found stale locks: lock-1", "Error reading from queue", "Error reading schedule.", `Unhandled error during execution of task ${id}.`, "Unhandled exception in worker thread", "Consumer initialized with Huey instance that has \"immediate\" mode enabled. This must be disabled before the consumer can be run.",
        "Gevent monkey-patch has not been applied, this may result in incorrect or unpredictable behavior.", "No messages, sleeping for: 0.1", "Pre-execute hook check for add.", "Post-execute hook check for add."] },
  ],
});
