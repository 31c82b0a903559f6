/**
 * RQ (Redis Queue): a worker takes one job at a time and forks a "work-horse" for it.
 *
 * Worker and horse write through one handler, with a time of day and no date; the name in front ("Worker <name>: ") came
 * with 2.6, pids are rare. A horse's end is normal and silent; a violent one is the worker's "Moving job to FailedJobRegistry",
 * which names neither job nor pid: it is the job begun last. What `waitpid returned` is the raw wait status (9 is signal 9,
 * 256 is exit code 1), `None` where the worker itself killed the horse at the job's timeout.
 *
 * Life of a job: "queue: module.func(args) (id)" (dequeued, the horse is forked next) -> "queue: Job OK (id)", or
 * "[Job id]: exception raised while executing" with a traceback, both by the horse.
 *
 * Here the worker is the master and its horse the worker; a pool's parent is a master too.
 *
 * Versions: 1.0 to 2.10. Ignored on purpose: the dashboard, what jobs log themselves.
 * Printed by https://github.com/rq/rq: rq/worker.py (1.x), rq/worker/*.py (2.x), rq/{worker_pool,scheduler,cron,command,registry,timeouts,job}.py.
 */
import { defineServer, type Rule } from "../../src/recognise/declare.ts";

const lost = [
  "Moving job to FailedJobRegistry ({*}erminated unexpectedly; waitpid returned",
  "Worker {@}: moving job {taskId} to FailedJobRegistry ({*}erminated unexpectedly; waitpid returned",
  "Worker {@}: job {taskId} failed ({*}erminated unexpectedly; waitpid returned",
] as const;
const lostHorse = (rest: string): readonly string[] => lost.map((start) => start + rest);
const lostExample = (rest: string): readonly string[] => [
  `Moving job to FailedJobRegistry (Work-horse terminated unexpectedly; waitpid returned${rest}`,
  `Worker 884689cbec214bcc: moving job 8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11 to FailedJobRegistry (Work-horse terminated unexpectedly; waitpid returned${rest}`,
  `Worker 884689cbec214bcc: job 8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11 failed (Work-horse terminated unexpectedly; waitpid returned${rest}`,
];
const killed = "Work horse killed for job {taskId}: retpid={pid}, ret_val=";
const id = "8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11";

// biome-ignore format: one message to an entry, a real line under it
const jobs: readonly Rule[] = [
  { says: ["{@}: Job OK ({taskId})", "Successfully completed job {taskId} in {@}s on worker {@}"], kind: "task-end", outcome: "ok", role: "worker", whose: "writer",
    example: [`default: Job OK (${id})`, `Successfully completed job ${id} in 0:00:00.374617s on worker 884689cbec214bcc`] },
  { says: ["Successfully completed {*} job in {@}s on worker {@}", "Worker {@}: finished performing job {taskId}", "Finished performing Job ID {taskId}", "Finished performing Job {taskId}"], kind: "other", versions: "2.2+; at DEBUG: \"Job OK\" says it again",
    example: ["Successfully completed shop.jobs.rebuild(41) job in 0:00:00.374617s on worker 884689cbec214bcc", `Worker 884689cbec214bcc: finished performing job ${id}`, `Finished performing Job ID ${id}`, `Finished performing Job ${id}`] },
  { says: ["[Job {taskId}]: exception raised while executing ({*})", "Worker {@}: job {taskId}: exception raised while executing ({*})"], kind: "task-end", outcome: "failed", cause: "crash", role: "worker", whose: "writer",
    example: [`[Job ${id}]: exception raised while executing (shop.jobs.rebuild)`, `Worker 884689cbec214bcc: job ${id}: exception raised while executing (shop.jobs.rebuild)`] },
  // The last line of that traceback
  { says: ["Task exceeded maximum timeout value ({#} seconds)", "rq.timeouts.JobTimeoutException: Task exceeded maximum timeout value ({#} seconds)", "rq.timeouts.HorseMonitorTimeoutException: Task exceeded maximum timeout value ({#} seconds)"], kind: "task-end", outcome: "failed", cause: "task-timeout", role: "worker", whose: "none",
    example: ["Task exceeded maximum timeout value (180 seconds)", "rq.timeouts.JobTimeoutException: Task exceeded maximum timeout value (2 seconds)", "rq.timeouts.HorseMonitorTimeoutException: Task exceeded maximum timeout value (30 seconds)"] },

  // The horse is gone: by the worker, evidence of a death (a cause and no outcome)
  { says: lostHorse(" None{*}"), kind: "task-end", cause: "task-timeout", role: "worker", example: lostExample(" None; )") },
  { says: [...lostHorse(" {#} (signal 9){*}"), ...lostHorse(" 9{*})")], kind: "task-end", cause: "oom-kill", guess: true, role: "worker",
    example: [...lostExample(" 9 (signal 9); )"), ...lostExample(" 9)"), ...lostExample(" 9; )")] },
  { says: lostHorse(" {#} (signal {signal}){*}"), kind: "task-end", cause: "signal", role: "worker", example: lostExample(" 139 (signal 11); )") },
  { says: [...lostHorse(" 139{*}"), ...lostHorse(" 134{*}"), ...lostHorse(" 135{*}"), ...lostHorse(" 11{*})"), ...lostHorse(" 6{*})")], kind: "task-end", cause: "crash", role: "worker", versions: "before 1.11, without the signal's number",
    example: [...lostExample(" 139)"), ...lostExample(" 134)"), ...lostExample(" 135)"), ...lostExample(" 11)"), ...lostExample(" 6)")] },
  { says: lostHorse(" 15{*})"), kind: "task-end", cause: "signal", role: "worker", example: lostExample(" 15)") },
  { says: lostHorse("{*}"), kind: "task-end", cause: "exit", role: "worker", example: lostExample(" 256; )") },
  { says: ["Moving job to FailedJobRegistry ({*})", "Worker {@}: moving job {taskId} to FailedJobRegistry ({*})", "Worker {@}: job {taskId} failed ({*})"], kind: "task-end", cause: "exit", role: "worker",
    example: ["Moving job to FailedJobRegistry (Work-horse process was terminated unexpectedly)", `Worker 884689cbec214bcc: moving job ${id} to FailedJobRegistry (Job killed)`, `Worker 884689cbec214bcc: job ${id} failed (Job killed)`] },
  { says: [`${killed}139`, `${killed}134`, `${killed}135`, `${killed}11`, `${killed}6`, `${killed}7`], kind: "process-exit", stage: "gone", cause: "crash", role: "worker",
    example: ["139", "134", "135", "11", "6", "7"].map((status) => `Work horse killed for job ${id}: retpid=5223, ret_val=${status}`) },
  { says: [`${killed}9`, `${killed}15`, `${killed}2`, `${killed}1`], kind: "process-exit", stage: "gone", cause: "signal", role: "worker",
    example: ["9", "15", "2", "1"].map((status) => `Work horse killed for job ${id}: retpid=5223, ret_val=${status}`) },
  { says: `${killed}{#}`, kind: "process-exit", stage: "gone", cause: "exit", role: "worker", example: `Work horse killed for job ${id}: retpid=5223, ret_val=256` },
  { says: "Work horse killed for job {taskId}: retpid=None, ret_val=None", kind: "process-exit", stage: "gone", cause: "task-timeout", role: "worker", example: `Work horse killed for job ${id}: retpid=None, ret_val=None` },
  { says: ["Killed horse pid {pid}", "Worker {@}: killed horse pid {pid}"], kind: "process-notice", cause: "task-timeout", guess: true, role: "worker",
    example: ["Killed horse pid 5647", "Worker 884689cbec214bcc: killed horse pid 5647"] },
  { says: ["Taking down horse {pid} with me", "Worker {@}: taking down horse {pid} with me"], kind: "process-notice", cause: "shutdown", role: "worker", example: ["Taking down horse 5647 with me", "Worker 884689cbec214bcc: taking down horse 5647 with me"] },
  { says: ["Job stopped by user, moving job to FailedJobRegistry", "Worker {@}: job {taskId} stopped by user, moving job to FailedJobRegistry"], kind: "task-end", cause: "signal", role: "worker",
    example: ["Job stopped by user, moving job to FailedJobRegistry", `Worker 884689cbec214bcc: job ${id} stopped by user, moving job to FailedJobRegistry`] },
  // By another worker, long after: the owner vanished without a word
  { says: ["{@}Registry cleanup: {taskId} Moved to FailedJobRegistry, due to AbandonedJobError, at {*}", "{@}Registry cleanup: Moving job to FailedJobRegistry (due to AbandonedJobError)"], kind: "task-end", cause: "crash", role: "worker", whose: "none",
    example: [`StartedJobRegistry cleanup: ${id} Moved to FailedJobRegistry, due to AbandonedJobError, at 2024-04-02 14:33:07.123456`, "StartedJobRegistry cleanup: Moving job to FailedJobRegistry (due to AbandonedJobError)"] },
  { says: ["Job {taskId}: enqueued for retry, {#} {*}", "Job {taskId}: scheduled for retry at {*}", "Worker {@}: job {taskId}: enqueued for retry, {*}", "Worker {@}: job {taskId}: scheduled for retry at {*}", "Job {taskId} scheduled to repeat ({*} left)", "Worker {@}: job {taskId} scheduled to repeat ({*} left)",
      "Job {taskId} has exceeded maximum retry attempts ({#})", "Worker {@}: job {taskId} has exceeded maximum retry attempts ({#})", "Worker {@}: job {taskId} returns a Retry object", "Worker {@}: job {taskId} raised an exception.", "Job {taskId} raised an exception."], kind: "other",
    example: [`Job ${id}: enqueued for retry, 2 remaining`, `Job ${id}: scheduled for retry at 2024-04-02 14:33:07, 2 remaining`, `Worker 884689: job ${id}: enqueued for retry, 2 attempts remaining`, `Worker 884689: job ${id}: scheduled for retry at 2024-04-02 14:33:07, 2 attempts remaining`,
      `Job ${id} scheduled to repeat (2 left)`, `Worker 884689: job ${id} scheduled to repeat (2 left)`, `Job ${id} has exceeded maximum retry attempts (3)`, `Worker 884689: job ${id} has exceeded maximum retry attempts (3)`, `Worker 884689: job ${id} returns a Retry object`,
      `Worker 884689: job ${id} raised an exception.`, `Job ${id} raised an exception.`] },
];

// biome-ignore format: one message to an entry, a real line under it
const workers: readonly Rule[] = [
  { says: ["Worker {slot} started with PID {pid}, version {@}", "Worker {slot}: started with PID {pid}, version {@}"], kind: "server-start", role: "master",
    example: ["Worker rq:worker:884689cbec214bcc started with PID 5375, version 2.3.3", "Worker 884689cbec214bcc: started with PID 5375, version 2.6.0"] },
  { says: ["Worker {slot}: started, version {@}", "RQ worker '{slot}' started, version {@}"], kind: "server-start", role: "master", whose: "writer", versions: "1.1 to 1.15; 1.0",
    example: ["Worker rq:worker:9a133c0d918c415c: started, version 1.13.0", "RQ worker 'rq:worker:vm.5375' started, version 1.0"] },
  { says: ["Worker {@} [PID {pid}]: warm shut down requested"], kind: "server-stop", cause: "shutdown", role: "master", example: "Worker 884689cbec214bcc [PID 5375]: warm shut down requested" },
  { says: ["Warm shut down requested", "Warm shut down requested, no horse found", "Warm shut down requested, sending horse SIGRTMIN signal", "Worker {@}: warm shut down requested, sending horse SIGRTMIN signal"], kind: "server-stop", cause: "shutdown", role: "master", whose: "none",
    example: ["Warm shut down requested", "Warm shut down requested, no horse found", "Warm shut down requested, sending horse SIGRTMIN signal", "Worker rq:worker:9a133c0d: warm shut down requested, sending horse SIGRTMIN signal"] },
  { says: ["Cold shut down", "Worker {@}: cold shut down"], kind: "server-stop", cause: "shutdown", closes: "processes", role: "master", whose: "none", example: ["Cold shut down", "Worker 884689cbec214bcc: cold shut down"] },
  { says: ["Stopping on request", "Worker {@}: stopping on request", "Worker {@}: stopping on request...", "Received shutdown command, sending SIGINT signal.", "Stopping after current horse is finished. Press Ctrl+C again for a cold shutdown.", "Worker {@}: stopping after current horse is finished. Press Ctrl+C again for a cold shutdown."],
    kind: "server-stop", cause: "shutdown", role: "master", whose: "none",
    example: ["Stopping on request", "Worker rq:worker:9a133c0d: stopping on request", "Worker rq:worker:9a133c0d: stopping on request...", "Received shutdown command, sending SIGINT signal.", "Stopping after current horse is finished. Press Ctrl+C again for a cold shutdown.",
      "Worker 884689cbec214bcc: stopping after current horse is finished. Press Ctrl+C again for a cold shutdown."] },
  { says: ["Worker {@}: done, quitting", "RQ worker {@} done, quitting", "Worker {@}: idle for {#} seconds, quitting", "Worker {@}: finished executing {#} jobs, quitting", "Suspended in burst mode, exiting", "Worker {@}: suspended in burst mode, exiting"], kind: "server-stop", cause: "exit", role: "master", whose: "none",
    example: ["Worker rq:worker:9a133c0d: done, quitting", "RQ worker 'rq:worker:vm.5375' done, quitting", "Worker 884689cbec214bcc: idle for 60 seconds, quitting", "Worker 884689cbec214bcc: finished executing 100 jobs, quitting", "Suspended in burst mode, exiting", "Worker 884689cbec214bcc: suspended in burst mode, exiting"] },
  { says: ["Worker {@}: Redis connection timeout, quitting...", "Worker {@}: found an unhandled exception, quitting..."], kind: "server-stop", cause: "crash", role: "master", whose: "none",
    example: ["Worker 884689cbec214bcc: Redis connection timeout, quitting...", "Worker 884689cbec214bcc: found an unhandled exception, quitting..."] },
  { says: ["raising ShutDownImminentException to cancel job...", "Imminent shutdown, raising ShutDownImminentException {*}"], kind: "process-notice", cause: "shutdown", role: "worker", whose: "writer",
    example: ["raising ShutDownImminentException to cancel job...", "Imminent shutdown, raising ShutDownImminentException in 6 seconds"] },
  { says: ["Received kill horse command.", "Killing horse...", "Kiling horse...", "Received command to stop job {taskId}", "Received command to stop execution {@} of job {taskId}"], kind: "process-notice", cause: "signal", role: "worker", whose: "none",
    example: ["Received kill horse command.", "Killing horse...", "Kiling horse...", `Received command to stop job ${id}`, `Received command to stop execution 7f3a of job ${id}`] },
  { says: ["Got signal {signal}", "Worker {@}: got signal {signal}"], kind: "process-notice", cause: "signal", role: "master", whose: "none", example: ["Got signal SIGTERM", "Worker 884689cbec214bcc: got signal SIGTERM"] },

  // Worker pool
  { says: "Starting worker pool {*} with pid {pid}...", kind: "server-start", role: "master", example: "Starting worker pool 3f1c2a with pid 5300..." },
  { says: "Spawned worker: {slot} with PID {pid}", kind: "process-start", role: "worker", example: "Spawned worker: 884689cbec214bcc with PID 5375" },
  { says: "Starting worker started with PID {pid}", kind: "process-start", role: "worker", example: "Starting worker started with PID 5375" },
  { says: "Worker {slot} with pid {pid} is dead", kind: "process-exit", stage: "gone", cause: "crash", role: "worker", example: "Worker 884689cbec214bcc with pid 5375 is dead" },
  { says: "Worker {@} with pid {#} is alive", kind: "other", example: "Worker 884689cbec214bcc with pid 5375 is alive" },
  { says: "Sent shutdown command to worker with {pid}", kind: "process-notice", cause: "shutdown", role: "worker", example: "Sent shutdown command to worker with 5375" },
  { says: ["Received SIGINT/SIGTERM, shutting down...", "Sending stop signal to {#} workers", "Waiting for workers to shutdown...", "All workers stopped, exiting..."], kind: "server-stop", cause: "shutdown", role: "master", whose: "none",
    example: ["Received SIGINT/SIGTERM, shutting down...", "Sending stop signal to 3 workers", "Waiting for workers to shutdown...", "All workers stopped, exiting..."] },

  // Schedulers
  { says: "Scheduler for {*} started with PID {pid}", kind: "process-start", role: "child", example: "Scheduler for default started with PID 5380" },
  { says: "Scheduler with PID {pid} has stopped", kind: "process-exit", stage: "gone", cause: "shutdown", role: "child", example: "Scheduler with PID 5380 has stopped" },
  { says: "Scheduler [PID {pid}] raised an exception.", kind: "process-exit", stage: "leaving", cause: "crash", closes: "farewell", role: "child", example: "Scheduler [PID 5380] raised an exception." },
];

// biome-ignore format: one message to an entry, a real line under it
const chatter: readonly Rule[] = [
  { says: ["Result is kept for {#} seconds", "Result discarded immediately", "Result will never expire, clean up result key manually", "*** Listening on {*}...", "Worker {@}: *** Listening on {*}...", "Cleaning registries for queue: {*}", "Worker {@}: cleaning registries for queue: {*}", "Subscribing to channel {@}",
      "Worker {@}: subscribing to channel {@}", "Unsubscribing from channel {@}", "Worker {@}: unsubscribing from channel {@}", "Worker {@}: registering birth", "Worker {@}: registering death", "Registering birth of worker {@}", "Registering death"], kind: "other",
    example: ["Result is kept for 500 seconds", "Result discarded immediately", "Result will never expire, clean up result key manually", "*** Listening on default, high...", "Worker 884689: *** Listening on default...", "Cleaning registries for queue: default", "Worker 884689: cleaning registries for queue: default",
      "Subscribing to channel rq:pubsub:884689", "Worker 884689: subscribing to channel rq:pubsub:884689", "Unsubscribing from channel rq:pubsub:884689", "Worker 884689: unsubscribing from channel rq:pubsub:884689", "Worker 884689: registering birth", "Worker 884689: registering death", "Registering birth of worker 884689", "Registering death"] },
  { says: ["Sent heartbeat to prevent worker timeout. {*}", "Worker {@}: sent heartbeat to prevent worker timeout. {*}", "Dequeueing jobs on queues {*}", "Worker {@}: dequeueing jobs on queues {*}", "Dequeued job {taskId} from {@}", "Worker {@}: dequeued job {taskId} from {@}", "Preparing for execution of Job ID {taskId}",
      "Worker {@}: preparing for execution of job ID {taskId}", "Worker {@}: performing job {taskId} ...", "Performing Job...", "Performing Job {taskId} ...", "Job preparation finished.", "Worker {@}: job preparation finished.", "Worker {@}: work horse finished for job {taskId}: {*}", "Started Job Registry set.",
      "Worker {@}: started job registry set.", "Handling {@} execution of job {taskId}", "Worker {@}: handling {@} execution of job {taskId}", "Worker {@}: finished handling {*} of job {taskId}", "Finished handling {*} of job {taskId}", "Handling exception for {taskId}.", "Worker {@}: handling exception for {taskId}."], kind: "other", versions: "at DEBUG",
    example: ["Sent heartbeat to prevent worker timeout. Next one should arrive within 480 seconds.", "Worker 884689: sent heartbeat to prevent worker timeout. Next one should arrive in 480 seconds.", "Dequeueing jobs on queues default and timeout 405", "Worker 884689: dequeueing jobs on queues default and timeout 405",
      `Dequeued job ${id} from default`, `Worker 884689: dequeued job ${id} from default`, `Preparing for execution of Job ID ${id}`, `Worker 884689: preparing for execution of job ID ${id}`, `Worker 884689: performing job ${id} ...`, "Performing Job...", `Performing Job ${id} ...`, "Job preparation finished.",
      "Worker 884689: job preparation finished.", `Worker 884689: work horse finished for job ${id}: retpid=5223, ret_val=0`, "Started Job Registry set.", "Worker 884689: started job registry set.", `Handling failed execution of job ${id}`, `Worker 884689: handling successful execution of job ${id}`,
      `Worker 884689: finished handling successful execution of job ${id}`, `Finished handling successful execution of job ${id}`, `Handling exception for ${id}.`, `Worker 884689: handling exception for ${id}.`] },
  { says: ["Horse already dead", "Worker {@}: horse already dead", "Shutdown signal ignored, received twice in less than 1 second", "Worker {@}: shutdown signal ignored, received twice in less than 1 second", "Worker suspended, run `rq resume` to resume", "Worker {@}: suspended, run `rq resume` to resume",
      "Note: There could still be unfinished jobs on the queue", "Worker is not working, kill horse command ignored", "Not working on job {taskId}, command ignored.", "Could not connect to Redis instance: {*} Retrying in {#} seconds...", "Worker {@}: could not connect to Redis instance: {*}", "Pubsub thread exiting on {*}",
      "Worker {@}: pubsub thread exiting on {*}", "Worker {@}: received message: {*}", "Reaping dead workers", "Checking worker processes", "Spawning {#} workers", "Acquired scheduler lock for {@}", "Acquiring scheduler lock for {*}", "Scheduler sending heartbeat to {*}", "Scheduler stopping, releasing locks for {*}...",
      "CronScheduler {@}: {*}", "Moving {#} dependent jobs to ready for job {*}", "Invoking exception handler {*}", "Cleaning up execution of job {taskId}"], kind: "other",
    example: ["Horse already dead", "Worker 884689: horse already dead", "Shutdown signal ignored, received twice in less than 1 second", "Worker 884689: shutdown signal ignored, received twice in less than 1 second", "Worker suspended, run `rq resume` to resume", "Worker 884689: suspended, run `rq resume` to resume",
      "Note: There could still be unfinished jobs on the queue", "Worker is not working, kill horse command ignored", `Not working on job ${id}, command ignored.`, "Could not connect to Redis instance: Error 111 connecting to localhost:6379. Connection refused. Retrying in 1 seconds...",
      "Worker 884689: could not connect to Redis instance: Error 111 retrying in 2 seconds...", "Pubsub thread exiting on timed out", "Worker 884689: pubsub thread exiting on timed out", "Worker 884689: received message: {'type': 'message'}", "Reaping dead workers", "Checking worker processes", "Spawning 3 workers",
      "Acquired scheduler lock for default", "Acquiring scheduler lock for default, high", "Scheduler sending heartbeat to default", "Scheduler stopping, releasing locks for default...", "CronScheduler vm:5300: starting...", `Moving 2 dependent jobs to ready for job ${id}: 7, 8`, "Invoking exception handler <function retry>", `Cleaning up execution of job ${id}`] },
  // A job begins. Last of all, since only its shape tells it; ids and descriptions of one's own are known by the usual queues
  { says: ["{@}: {function}({*}) ({uuid})", "default: {function}({*}) ({taskId})", "high: {function}({*}) ({taskId})", "low: {function}({*}) ({taskId})", "default: {*} ({uuid})", "high: {*} ({uuid})", "low: {*} ({uuid})", "default: {uuid}", "high: {uuid}", "low: {uuid}"], kind: "task-start", stage: "running", role: "worker", whose: "none",
    example: [`reports: shop.jobs.rebuild(41, mode='full') (${id})`, "default: shop.jobs.rebuild(41) (nightly-7)", "high: shop.jobs.rebuild(41) (nightly-7)", "low: shop.jobs.rebuild(41) (nightly-7)", `default: nightly rebuild (${id})`, `high: rebuild(41) (${id})`, `low: nightly rebuild (${id})`, `default: ${id}`, `high: ${id}`, `low: ${id}`] },
  { says: ["Worker {@}: note: there could still be unfinished jobs on the queue", "Worker {@}: handling retry of job {@}", "Worker {@}: moving dependents of job {@} to ready", "Worker {@}: calling multi() on pipeline for job {@}", "Worker {@}: saving job {@}'s successful execution result", "Worker {@}: stopped callback for job {@} raised", "Worker {@}: exception during pipeline execute or enqueue_dependents for job {@}: {*}", "{@}Registry cleanup: failure callback for job {@} raised", "Failed to enqueue ready job {@}; leaving in ReadyJobRegistry", "Scheduler {@}: registering birth", "Scheduler {@}: registering death"], kind: "other",
    example: ["Worker 884689: note: there could still be unfinished jobs on the queue", "Worker 884689: handling retry of job nightly-7", "Worker 884689: moving dependents of job nightly-7 to ready", "Worker 884689: calling multi() on pipeline for job nightly-7", "Worker 884689: saving job nightly-7's successful execution result", "Worker 884689: stopped callback for job nightly-7 raised", "Worker 884689: exception during pipeline execute or enqueue_dependents for job nightly-7: lost", "StartedJobRegistry cleanup: failure callback for job nightly-7 raised", "Failed to enqueue ready job nightly-7; leaving in ReadyJobRegistry", "Scheduler 0a52: registering birth", "Scheduler 0a52: registering death"] },
  { says: ["Job {@}: running {@} callback...", "Job {@}: handling success...", "Job {@}: handling failure: {*}", "Job {@}: error while executing {@} callback", "Job {@} registering dependencies: {*}", "Uniquely enqueued job {@} into {@}", "Uniquely scheduled job {@} in {@}", "Failed to send webhook to {@} for job {@}"], kind: "other",
    example: ["Job nightly-7: running success callback...", "Job nightly-7: handling success...", "Job nightly-7: handling failure: ValueError('x')", "Job nightly-7: error while executing failure callback", "Job nightly-7 registering dependencies: {'nightly-6'}", "Uniquely enqueued job nightly-7 into default", "Uniquely scheduled job nightly-7 in default", "Failed to send webhook to https://shop.example/done for job nightly-7"] },
];

export const rq = defineServer({
  name: "rq",
  title: "RQ (Redis Queue)",
  versions: "1.0 to 2.10",
  recovers: [
    "jobs begun, ended, failed and abandoned, by id",
    "work-horses killed from outside, by the timeout, by a command or a cold shutdown",
    "workers and worker pools: starts, deaths, warm and cold shutdowns",
  ],
  rules: [...jobs, ...workers, ...chatter],
});
