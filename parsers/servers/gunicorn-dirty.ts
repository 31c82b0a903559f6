/**
 * gunicorn's dirty arbiter and its workers (25+): a second pool beside the HTTP workers, for long and blocking work.
 *
 * Life of a dirty worker: "Spawned dirty worker (pid: P) with apps: ..." (by the dirty arbiter) -> "Dirty worker P
 * exiting" (by itself), or "DIRTY WORKER TIMEOUT (pid:P)" -> "Dirty worker (pid:P) killed by signal 6" -> "Dirty worker
 * exited (pid:P)", which ends every kind of death. An execution's timeout leaves its thread running.
 *
 * Printed by https://github.com/benoitc/gunicorn: gunicorn/dirty/{arbiter,worker}.py, gunicorn/arbiter.py.
 */
import type { Rule } from "../../src/recognise/declare.ts";

const versions = "25+";

// biome-ignore format: one message to an entry, a real line under it
export const dirty: readonly Rule[] = [
  { says: ["Spawned dirty worker (pid: {pid}) with apps: {*}", "Spawned dirty arbiter (pid: {pid}) at {*}"], kind: "process-start", role: "child", versions,
    example: ["Spawned dirty worker (pid: 812) with apps: ['jobs:Reports']", "Spawned dirty arbiter (pid: 811) at /tmp/gunicorn-dirty-x1/arbiter.sock"] },
  { says: "Dirty arbiter starting (pid: {pid})", kind: "process-start", role: "child", versions, example: "Dirty arbiter starting (pid: 811)" },

  { says: "DIRTY WORKER TIMEOUT (pid:{pid})", kind: "process-notice", role: "child", cause: "task-timeout", versions, example: "DIRTY WORKER TIMEOUT (pid:812)" }, // SIGABRT now, then SIGKILL
  { says: "Execution timeout for {*} after {#}s", kind: "process-notice", role: "child", cause: "task-timeout", whose: "writer", versions, example: "Execution timeout for jobs:Reports.render after 30s" },
  { says: "Reloading dirty workers", kind: "reload", role: "child", cause: "reload", whose: "writer", versions, example: "Reloading dirty workers" },
  { says: "SIGTTOU: Decreasing dirty workers to {#}", kind: "process-notice", role: "child", cause: "scale-down", whose: "writer", versions, example: "SIGTTOU: Decreasing dirty workers to 2" },
  { says: ["SIGTTIN: Increasing dirty workers to {#}", "SIGTTOU: Cannot decrease below {#} workers{*}", "Worker management: {@} {#} workers (spawned/removed: {#})"], kind: "process-notice", role: "child", whose: "writer", versions,
    example: ["SIGTTIN: Increasing dirty workers to 3", "SIGTTOU: Cannot decrease below 2 workers (required by app specs)", "Worker management: add 2 workers (spawned/removed: 2)"] },
  { says: "Parent changed, shutting down dirty arbiter", kind: "process-notice", role: "child", cause: "master-died", whose: "writer", versions, example: "Parent changed, shutting down dirty arbiter" },
  { says: "Killing orphaned dirty arbiter (pid: {pid})", kind: "process-notice", role: "child", cause: "master-died", versions, example: "Killing orphaned dirty arbiter (pid: 640)" },
  { says: ["Exception in dirty worker process", "Exception in dirty arbiter process", "Failed to load dirty apps: {*}", "Failed to initialize dirty app {*}: {*}"], kind: "process-notice", role: "child", cause: "crash", whose: "writer", versions,
    example: ["Exception in dirty worker process", "Exception in dirty arbiter process", "Failed to load dirty apps: No module named 'jobs'", "Failed to initialize dirty app jobs:Reports: no fonts"] },

  { says: ["Dirty worker {pid} exiting", "Dirty arbiter exiting (pid: {pid})"], kind: "process-exit", stage: "leaving", role: "child", closes: "farewell", versions,
    example: ["Dirty worker 812 exiting", "Dirty arbiter exiting (pid: 811)"] },
  { says: ["Dirty worker (pid:{pid}) killed by signal {signal}", "Dirty arbiter (pid:{pid}) killed by signal {signal}"], kind: "process-exit", stage: "gone", role: "child", cause: "signal", versions,
    example: ["Dirty worker (pid:812) killed by signal 9", "Dirty arbiter (pid:811) killed by signal 15"] },
  { says: "Dirty arbiter (pid:{pid}) exited with code {exitCode}", kind: "process-exit", stage: "gone", role: "child", cause: "exit", versions, example: "Dirty arbiter (pid:811) exited with code 1" },
  { says: "Dirty worker failed to boot (pid:{pid})", kind: "process-exit", stage: "gone", role: "child", cause: "crash", sign: "boot-failed", versions, example: "Dirty worker failed to boot (pid:812)" },
  { says: ["Dirty worker exited (pid:{pid})", "Dirty arbiter (pid:{pid}) exited"], kind: "process-exit", stage: "gone", role: "child", versions, example: ["Dirty worker exited (pid:812)", "Dirty arbiter (pid:811) exited"] },

  { says: ["Spawning dirty arbiter...", "Dirty arbiter listening on {*}", "Dirty worker {#} listening on {*}", "Initialized dirty app: {*}", "Loaded dirty app: {*}", "Closed dirty app: {*}", "Error closing dirty app {*}: {*}",
      "No apps need more workers, skipping spawn", "New client connection from HTTP worker", "New connection from arbiter", "Client connection error: {*}", "Error executing on worker {#}: {*}", "Unknown message type from worker: {*}",
      "Could not read workers attribute from {*}: {*}"], kind: "other", versions,
    example: ["Spawning dirty arbiter...", "Dirty arbiter listening on /tmp/gunicorn-dirty-x1/arbiter.sock", "Dirty worker 812 listening on /tmp/gunicorn-dirty-x1/worker-812.sock", "Initialized dirty app: jobs:Reports", "Loaded dirty app: jobs:Reports",
      "Closed dirty app: jobs:Reports", "Error closing dirty app jobs:Reports: closed", "No apps need more workers, skipping spawn", "New client connection from HTTP worker", "New connection from arbiter", "Client connection error: reset",
      "Error executing on worker 812: reset", "Unknown message type from worker: ping", "Could not read workers attribute from jobs:Reports: no such module"] },
];
