/**
 * What Celery says without consequence for a process or a task: the banner, the broker's connection, the neighbours
 * (mingle, gossip), remote control, and the scheduler's routine. Recognised so that it ends the record above it, and
 * is not mistaken for an application's line.
 *
 * Printed by https://github.com/celery/celery: celery/apps/worker.py, celery/worker/consumer/*.py, celery/worker/control.py,
 * celery/beat.py; by kombu, and by celery/backends/*.py.
 */
import type { Rule } from "../../src/recognise/declare.ts";

// biome-ignore format: one message to an entry, a real line under it
export const chatter: readonly Rule[] = [
  // Banner
  { says: ["--- ***** -----{*}", "-- ******* ----{*}", "- *** --- * ---{*}", "- ** ----------{*}", ".> {*}", "[config]", "[queues]", "[tasks]", ". {@}"], kind: "other",
    example: ["--- ***** -----", "-- ******* ---- Linux-6.1.0-18-amd64-x86_64-with-glibc2.36 2024-04-02 14:33:07", "- *** --- * ---", "- ** ---------- .> concurrency: 4 (prefork)",
      ".> app:         shop:0x7f12486c", ".> transport:   redis://127.0.0.1:6379/0", ".> results:     redis://127.0.0.1:6379/1", ".> concurrency: 4 (prefork)", ".> task events: OFF (enable -E to monitor tasks in this worker)",
      ".> celery           exchange=celery(direct) key=celery", "[config]", "[queues]", "[tasks]", ". shop.tasks.add"] },
  { says: ["{@}:{#}: SecurityWarning: {*}", "absolutely not recommended!", "Please specify a different user using the --uid option.", "User information: uid={#} euid={#} gid={#} egid={#}", "Running a worker with superuser privileges when the"], kind: "other",
    example: ["/usr/lib/python3/dist-packages/celery/platforms.py:840: SecurityWarning: You're running the worker with superuser privileges: this is", "absolutely not recommended!",
      "Please specify a different user using the --uid option.", "User information: uid=0 euid=0 gid=0 egid=0", "Running a worker with superuser privileges when the"] },
  { says: "Please run `celery upgrade settings path/to/settings.py` to avoid these warnings{*}", kind: "other",
    example: "Please run `celery upgrade settings path/to/settings.py` to avoid these warnings and to allow a smoother upgrade to Celery 6.0." },

  // Broker
  { says: ["Connected to {@}://{*}", "pidbox: Connected to {@}://{*}", "consumer: Cannot connect to {*}", "consumer: Connection to broker lost. Trying to re-establish the connection...", "Trying again in {*} seconds... ({#}/{#})", "Will retry using next failover.",
      "Connection to Redis lost: Retry ({@}) {*}", "Retry limit exceeded while trying to reconnect to the Celery result store backend. {*}", "Connection to broker lost, trying to re-establish connection...", "Broker connection error, trying again in {*}"], kind: "other",
    example: ["Connected to redis://127.0.0.1:6379/0", "pidbox: Connected to amqp://guest:**@127.0.0.1:5672//.", "consumer: Cannot connect to redis://127.0.0.1:6379/0: Error 111 connecting to 127.0.0.1:6379. Connection refused..",
      "consumer: Connection to broker lost. Trying to re-establish the connection...", "Trying again in 2.00 seconds... (1/100)", "Will retry using next failover.", "Connection to Redis lost: Retry (0/20) now.",
      "Retry limit exceeded while trying to reconnect to the Celery result store backend. The Celery application must be restarted.", "Connection to broker lost, trying to re-establish connection...", "Broker connection error, trying again in 2.0 seconds: OSError()."] },
  { says: ["Started consuming from {*}", "Canceling queue {*}", "Canceling task consumer...", "Closing consumer channel...", "Canceling broadcast consumer...", "Closing broadcast channel...", "Waiting for broadcast thread to shutdown...",
      "Global QoS is disabled. Prefetch count in now static.", "Temporarily reducing the prefetch count to {*}", "The prefetch count will be gradually restored to {*}", "Resuming normal operations following a restart.", "Prefetch count has been restored to the maximum of {#}",
      "basic.qos: prefetch_count->{#}", "QoS: Disabled: prefetch_count exceeds {*}"], kind: "other",
    example: ["Started consuming from celery", "Canceling queue celery", "Canceling task consumer...", "Closing consumer channel...", "Canceling broadcast consumer...", "Closing broadcast channel...", "Waiting for broadcast thread to shutdown...",
      "Global QoS is disabled. Prefetch count in now static.", "Temporarily reducing the prefetch count to 2 to avoid over-fetching since 2 tasks are currently being processed.",
      "The prefetch count will be gradually restored to 8 as the tasks complete processing.", "Resuming normal operations following a restart.", "Prefetch count has been restored to the maximum of 8", "basic.qos: prefetch_count->8", "QoS: Disabled: prefetch_count exceeds 65535"] },
  { says: ["Received and deleted unknown message.  Wrong destination?!?", "Received unregistered task of type {*}.", "Received invalid task message: {*}", "Can't decode message body: {*}", "Couldn't convert ETA {*} to timestamp: {*}", "Couldn't ack {*}, reason:{*}", "Couldn't reject {*}, reason: {*}"], kind: "other",
    example: ["Received and deleted unknown message.  Wrong destination?!?", "Received unregistered task of type 'shop.tasks.old'.", "Received invalid task message: KeyError('id')", "Can't decode message body: DecodeError() [type:'a' encoding:'b' headers:{}]",
      "Couldn't convert ETA 'x' to timestamp: ValueError(). Task: {'id': '7'}", "Couldn't ack 7, reason:ConnectionResetError(104, 'Connection reset by peer')", "Couldn't reject 7, reason: BrokenPipeError(32, 'Broken pipe')"] },

  // Neighbours and remote control
  { says: ["mingle: {*}", "missed heartbeat from {@}", "{@}@{@} joined the party", "{@}@{@} left", "sync with {@}@{@}", "I won the election {*}", "node {@} elected for {*}", "Substantial drift from {*}"], kind: "other",
    example: ["mingle: all alone", "missed heartbeat from celery@shop-2", "celery@shop-2 joined the party", "celery@shop-2 left", "sync with celery@shop-2", "I won the election '7'", "node celery@shop-2 elected for '7'",
      "Substantial drift from celery@shop-2 may mean clocks are out of sync.  Current drift is 30 seconds."] },
  { says: ["Tasks flagged as revoked: {*}", "Events of group {*} by remote.", "Heartbeat requested by remote.", "New rate limit for tasks of type {*}", "Rate limits disabled for tasks of type {*}", "New time limits for tasks of type {*}", "Rate limit attempt for unknown task {*}",
      "Change time limit attempt for unknown task {*}", "No such control command: {*}", "Control command error: {*}", "pidbox received method {*}", "pidbox command error: {*}"], kind: "other",
    example: ["Tasks flagged as revoked: 8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c11", "Events of group {task} enabled by remote.", "Heartbeat requested by remote.", "New rate limit for tasks of type shop.tasks.add: 10/m.",
      "Rate limits disabled for tasks of type shop.tasks.add", "New time limits for tasks of type shop.tasks.add: soft=10 hard=20", "Rate limit attempt for unknown task shop.tasks.old", "Change time limit attempt for unknown task shop.tasks.old",
      "No such control command: 'x'", "Control command error: KeyError('x')", "pidbox received method ping() [reply_to:None ticket:None]", "pidbox command error: KeyError('x')"] },

  // Main process and results
  { says: ["TaskPool: Apply {*} (args:{*} kwargs:{*})", "Timer error: {*}", "Timer wake-up! Next ETA {*} secs.", "Error in timer: {*}", "| Worker: {*}", "| Consumer: {*}", "Worker: Starting {@}", "Worker: Preparing bootsteps.", "Worker: Building graph...", "Worker: New boot order: {*}", "Worker: Hub.register {@}...", "Worker: Closing {@}...", "Worker: Stopping {@}...", "Consumer: Starting {@}", "Consumer: Preparing bootsteps.",
      "Consumer: Building graph...", "Consumer: New boot order: {*}", "Consumer: Stopping {@}...", "Consumer: Closing {@}...", "Consumer: Shutdown {@}...", "^-- substep ok", "Encountered OSError when accessing fd {*}", "ValueError trying to invalidate {*} from {*}",
      "Error cleaning up after event loop: {*}", "Pending callback raised: {*}", "Process cleanup failed: {*}", "Exception in timer thread during prefork on_stop()", "Timer thread in prefork on_stop() did not terminate cleanly"], kind: "other",
    example: ["TaskPool: Apply <function fast_trace_task at 0x7f12> (args:('shop.tasks.add',) kwargs:{})", "Timer error: KeyError('x')", "Timer wake-up! Next ETA 1.0 secs.", "Error in timer: KeyError('x')", "| Worker: Starting Hub", "| Consumer: Starting Connection",
      "Worker: Starting Hub", "Worker: Preparing bootsteps.", "Worker: Building graph...", "Worker: New boot order: {Timer, Hub, Pool, Consumer}", "Worker: Hub.register Pool...", "Worker: Closing Hub...", "Worker: Stopping Consumer...", "Consumer: Starting Connection", "Consumer: Preparing bootsteps.",
      "Consumer: Building graph...", "Consumer: New boot order: {Connection, Events, Mingle}", "Consumer: Stopping Tasks...", "Consumer: Closing Connection...", "Consumer: Shutdown Gossip...", "^-- substep ok",
      "Encountered OSError when accessing fd 12", "ValueError trying to invalidate 12 from <dict>", "Error cleaning up after event loop: OSError()", "Pending callback raised: KeyError('x')", "Process cleanup failed: KeyError('x')",
      "Exception in timer thread during prefork on_stop()", "Timer thread in prefork on_stop() did not terminate cleanly"] },
  { says: ["Chord {@} raised: {*}", "Chord callback {*} raised: {*}", "Chord callback for {*} raised: {*}", "Chord counter incremented too many times for {*}", "Failed operation {@}.  Retrying {#} more times."], kind: "other",
    example: ["Chord '8f1c3c5e' raised: KeyError('x')", "Chord callback '8f1c3c5e' raised: KeyError('x')", "Chord callback for '8f1c3c5e' raised: KeyError('x')", "Chord counter incremented too many times for '8f1c3c5e'", "Failed operation _store_result.  Retrying 2 more times."] },

  // Scheduler
  { says: ["Scheduler: Sending due task {*} ({*})", "DatabaseScheduler: {*}", "beat: Ticking with max interval->{*}", "beat: Waking up {*}", "beat: Synchronizing schedule...", "beat: Connection error: {*}", "Removing corrupted schedule file {*}", "Reset: Timezone changed from {*}",
      "Reset: UTC changed from {*}", "DB Reset: Account for new {@} field", "Current schedule:", "Writing entries...", "celery beat v{*} is starting."], kind: "other",
    example: ["Scheduler: Sending due task nightly-report (shop.tasks.report)", "DatabaseScheduler: Schedule changed.", "beat: Ticking with max interval->5.00 minutes", "beat: Waking up in 5.00 minutes.", "beat: Synchronizing schedule...",
      "beat: Connection error: timed out. Trying again in 2.0 seconds...", "Removing corrupted schedule file 'celerybeat-schedule': EOFError('Ran out of input')", "Reset: Timezone changed from 'UTC' to 'Europe/Berlin'", "Reset: UTC changed from enabled to disabled",
      "DB Reset: Account for new tz field", "Current schedule:", "Writing entries...", "celery beat v5.2.6 (dawn-chorus) is starting."] },

  // The consumer at its wits' end
  { says: ["Too many open files. Aborting...", "Retrying to {*} a connection to the message broker after a connection loss has been disabled ({*}). Shutting down..."], kind: "server-stop", cause: "crash", whose: "none",
    example: ["Too many open files. Aborting...", "Retrying to re-establish a connection to the message broker after a connection loss has been disabled (app.conf.broker_connection_retry=False). Shutting down..."] },
  { says: "Frequent restarts detected: RestartFreqExceeded({*}", kind: "process-notice", cause: "crash", sign: "throttled", whose: "none",
    example: "Frequent restarts detected: RestartFreqExceeded('5 in 1s')" },
  { says: ["Failed to cancel active request {*} after connection loss", "Failed to mark task {@} as revoked in backend: {*}", "Could not call task: {*}"], kind: "other",
    example: ["Failed to cancel active request <Request: shop.tasks.add[0a52]> after connection loss", "Failed to mark task 0a52 as revoked in backend: ConnectionError('lost')", "Could not call task: KeyError('x')"] },
];
