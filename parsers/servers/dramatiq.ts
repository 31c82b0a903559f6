/**
 * Dramatiq: a parent, worker processes with threads, and optional fork processes, that take messages from a broker.
 *
 * Every line bears the pid of its writer (`[PID 5502]`) and the thread; the parent's own words tell of a worker that died. One
 * death stops the whole server. A message's start is logged at DEBUG only, by the worker's thread; its end at the default level
 * only where it fails. Limits and shutdowns raise an exception in the thread, which the message may outlive.
 *
 * Versions: 1.0 to 2.2. Ignored on purpose: brokers' connection tuning, what actors log themselves.
 * Printed by https://github.com/Bogdanp/dramatiq: dramatiq/{cli,worker,actor,watcher}.py, dramatiq/middleware/*.py.
 */
import { defineServer } from "../../src/recognise/declare.ts";

const id = "8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11";

export const dramatiq = defineServer({
  name: "dramatiq",
  title: "Dramatiq",
  versions: "1.0 to 2.2",
  recovers: [
    "worker processes that exit unexpectedly, and the stop they bring about",
    "messages begun (at DEBUG) and failed",
    "time limits and shutdowns raised in threads",
  ],
  heads: [
    {
      claims: "messages",
      pattern:
        /^\[(?<ts>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3})\] \[PID (?<pid>\d+)\] \[(?<tid>[^\]]+)\] \[dramatiq[^\]]*\] \[(?<lvl>[A-Z]+)\] (?<msg>.*)$/s,
      example: "[2024-04-02 14:33:07,123] [PID 5502] [MainThread] [dramatiq.worker.Worker] [INFO] Shutting down...",
    },
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: "Dramatiq '{@}' is booting up.", kind: "server-start", role: "master", whose: "writer", example: "Dramatiq '1.17.0' is booting up." },
    { says: "Worker process is ready for action.", kind: "process-start", role: "worker", whose: "writer", example: "Worker process is ready for action." },
    { says: "Fork process {*} is ready for action.", kind: "process-start", role: "child", whose: "writer", example: "Fork process 'dramatiq.middleware.prometheus:_run_exposition_server' is ready for action." },
    { says: "Worker with PID {pid} exited unexpectedly (code -{signal}). Shutting down...", kind: "process-exit", stage: "gone", cause: "oom-kill", guess: true, role: "worker", example: "Worker with PID 5502 exited unexpectedly (code -9). Shutting down..." },
    { says: "Worker with PID {pid} exited unexpectedly (code {exitCode}). Shutting down...", kind: "process-exit", stage: "gone", cause: "exit", role: "worker", example: "Worker with PID 5502 exited unexpectedly (code 3). Shutting down..." },
    { says: ["Sending signal 'SIGHUP' to subprocesses...", "Sending signal 'SIGHUP' to worker processes...", "Sending 'SIGHUP' to worker processes...", "Detected changes to {*}."], kind: "reload", cause: "reload", role: "master", whose: "none",
      example: ["Sending signal 'SIGHUP' to subprocesses...", "Sending signal 'SIGHUP' to worker processes...", "Sending 'SIGHUP' to worker processes...", "Detected changes to '/srv/app/tasks.py'."] },
    { says: ["Sending signal {*} to subprocesses...", "Sending signal {*} to worker processes...", "Sending {*} to worker processes..."], kind: "server-stop", cause: "shutdown", role: "master", whose: "none",
      example: ["Sending signal 'SIGTERM' to subprocesses...", "Sending signal <Signals.SIGTERM: 15> to worker processes...", "Sending 'SIGTERM' to worker processes..."] },
    { says: ["Stopping worker process...", "Killing worker process...", "Sending shutdown notification to worker threads...", "Stopping consumers and workers..."], kind: "process-notice", cause: "shutdown", role: "worker", whose: "writer",
      example: ["Stopping worker process...", "Killing worker process...", "Sending shutdown notification to worker threads...", "Stopping consumers and workers..."] },
    { says: "Shutting down...", kind: "process-notice", cause: "shutdown", role: "worker", whose: "writer", headed: "line",
      example: "[2024-04-02 14:33:07,123] [PID 5502] [MainThread] [dramatiq.worker.Worker] [INFO] Shutting down..." },
    { says: ["Stopping fork process...", "Killing fork process..."], kind: "process-notice", cause: "shutdown", role: "child", whose: "writer", example: ["Stopping fork process...", "Killing fork process..."] },
    { says: "Worker has been shut down.", kind: "process-exit", stage: "leaving", cause: "shutdown", closes: "farewell", role: "worker", whose: "writer", example: "Worker has been shut down." },
    { says: "Failed to import module.", kind: "process-exit", stage: "leaving", cause: "crash", closes: "farewell", role: "worker", whose: "none", headed: "line", example: "[2024-04-02 14:33:07,123] [PID 5502] [MainThread] [dramatiq.WorkerProcess(0)] [CRITICAL] Failed to import module." },
    { says: ["Failed to send {*} to PID {pid}.", "Failed to send {*} to pid {pid}."], kind: "process-notice", role: "worker", example: ["Failed to send 'SIGTERM' to PID 5502.", "Failed to send 'SIGTERM' to pid 5502."] },

    { says: "Received message {taskName}({*}) with id '{taskId}'.", kind: "task-start", stage: "running", role: "worker", whose: "writer", example: `Received message charge_card(41, mode='full') with id '${id}'.` },
    { says: "Completed after {durationMs}ms.", kind: "task-end", outcome: "ok", role: "worker", whose: "writer", example: "Completed after 1304.25ms." },
    { says: ["Failed to process message {taskName}({*}) with unhandled exception.", "Unhandled error during post_process_message({*}"], kind: "task-end", outcome: "failed", cause: "crash", role: "worker", whose: "writer",
      example: ["Failed to process message charge_card(41, mode='full') with unhandled exception.", "Unhandled error during post_process_message(charge_card(41)).  You've found a bug in Dramatiq.  Please report it!"] },
    { says: ["Failed to process message {taskName}({*}) with expected exception {*}.", "Rate limit exceeded in message {taskName}({*}): {*}.", "Message {taskName}({*}) was skipped."], kind: "task-end", outcome: "failed", role: "worker", whose: "writer",
      example: ["Failed to process message charge_card(41) with expected exception Refused.", "Rate limit exceeded in message charge_card(41): rate limit exceeded.", "Message charge_card(41) was skipped."] },
    { says: "Time limit exceeded. Raising exception in worker thread {tid}.", kind: "process-notice", cause: "task-timeout", role: "worker", whose: "none", example: "Time limit exceeded. Raising exception in worker thread 140139889324566." },
    { says: "Worker shutdown notification. Raising exception in worker thread {tid}.", kind: "process-notice", cause: "shutdown", role: "worker", whose: "none", example: "Worker shutdown notification. Raising exception in worker thread 140139889324566." },
    { says: ["Message {@} has exceeded its age limit.", "Retrying message {@} in {#} milliseconds.", "Retries exceeded for message {@}.", "Received message for undefined actor {*}. Moving it to the DLQ.", "Aborting message {@}.", "Enqueueing message {@} on queue {@}.", "Re-enqueueing {*} on queue {@}.",
        "Acknowledging message {@}.", "Rejecting message {@}.", "Pushing message {@} onto work queue.", "Pushing message {@} onto delay queue.", "Received args={*} kwargs={*}.", "Failed to ack message.", "Failed to nack message.", "Failed to ack message: not in known tags.", "Failed to nack message: not in known tags."], kind: "other",
      example: [`Message '${id}' has exceeded its age limit.`, `Retrying message '${id}' in 15000 milliseconds.`, `Retries exceeded for message '${id}'.`, "Received message for undefined actor 'old'. Moving it to the DLQ.", `Aborting message '${id}'.`, `Enqueueing message '${id}' on queue 'default'.`,
        "Re-enqueueing Message(queue_name='default') on queue 'default'.", `Acknowledging message '${id}'.`, `Rejecting message '${id}'.`, `Pushing message '${id}' onto work queue.`, `Pushing message '${id}' onto delay queue.`, "Received args=(41,) kwargs={}.",
        "Failed to ack message.", "Failed to nack message.", "Failed to ack message: not in known tags.", "Failed to nack message: not in known tags."] },
    { says: ["Consumer encountered a connection error: {*}", "Consumer encountered an unexpected error.", "Restarting consumer in {@} seconds.", "Adding consumer for queue {@}.", "Adding consumer for delay queue {@}.", "Running consumer thread...", "Running worker thread...", "Stopping consumer thread...", "Stopping worker thread...",
        "Consumer thread stopped.", "Worker thread stopped.", "Consumers and workers stopped.", "Worker is paused. Sleeping for {@}...", "Consumer is paused. Sleeping for {@}...", "Requeueing in-memory messages...", "Done requeueing in-progress messages.", "Failed to requeue messages on queue {@}.", "Broker connection failed.", "Removing PID file {*}.",
        "Failed to remove PID file. It's gone.", "Unhandled error while running the time limit handler.", "Unexpected failure in {*} of {*}.", "Starting exposition server...", "Stopping exposition server...", "Loading broker...", "Starting worker threads...", "Loading fork function...", "Sending forks to main process...", "Marking process dead..."], kind: "other",
      example: ["Consumer encountered a connection error: Connection closed by server.", "Consumer encountered an unexpected error.", "Restarting consumer in 3.00 seconds.", "Adding consumer for queue 'default'.", "Adding consumer for delay queue 'default.DQ'.", "Running consumer thread...", "Running worker thread...", "Stopping consumer thread...",
        "Stopping worker thread...", "Consumer thread stopped.", "Worker thread stopped.", "Consumers and workers stopped.", "Worker is paused. Sleeping for 1.00...", "Consumer is paused. Sleeping for 1000.00ms...", "Requeueing in-memory messages...", "Done requeueing in-progress messages.", "Failed to requeue messages on queue 'default'.",
        "Broker connection failed.", "Removing PID file '/run/dramatiq.pid'.", "Failed to remove PID file. It's gone.", "Unhandled error while running the time limit handler.", "Unexpected failure in after_process_message of <Results>.", "Starting exposition server...", "Stopping exposition server...", "Loading broker...", "Starting worker threads...",
        "Loading fork function...", "Sending forks to main process...", "Marking process dead..."] },
  ],
});
