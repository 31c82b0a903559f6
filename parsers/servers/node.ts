/**
 * Node.js: programs of the cluster module, in the words of its manual, and what the runtime itself says when it dies.
 *
 * A cluster logs nothing by itself: its primary (once "master") prints what its author wrote, mostly as the manual does. V8
 * prints its fatal errors from the dying process, between "<--- Last few GCs --->" (with the pid) and "<--- JS stacktrace --->",
 * and aborts.
 *
 * Versions: 4 to 24. Ignored on purpose: stack traces (they belong to the record above them), deprecations' texts.
 * Printed as in https://github.com/nodejs/node: doc/api/cluster.md; by src/node_errors.cc, src/api/*.cc and V8's heap.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const node = defineServer({
  name: "node",
  title: "Node.js cluster, V8",
  versions: "4 to 24",
  recovers: [
    "cluster workers that start, disconnect and die, as the manual words it",
    "fatal errors of V8, heap limits among them",
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: ["worker {pid} died with code: {exitCode}, and signal: {*}", "Worker {pid} died with code: {exitCode}, and signal: {*}", "worker {pid} exited with code {exitCode}{*}", "Worker {pid} exited with code {exitCode}{*}", "worker {pid} exited with error code: {exitCode}", "Worker {pid} died with code {exitCode}{*}", "worker {pid} died with code {exitCode}{*}", "worker {pid} died ({exitCode}). {*}", "worker {pid} exited ({exitCode})", "Worker {pid} exited ({exitCode})"],
      kind: "process-exit", stage: "gone", cause: "exit", role: "worker",
      example: ["worker 4512 died with code: 1, and signal: null", "Worker 4512 died with code: 1, and signal: null", "worker 4512 exited with code 1", "Worker 4512 exited with code 0 and signal null", "worker 4512 exited with error code: 1", "Worker 4512 died with code 1", "worker 4512 died with code 1", "worker 4512 died (1). restarting...", "worker 4512 exited (1)", "Worker 4512 exited (0)"] },
    { says: ["worker {pid} died ({signal})", "Worker {pid} died ({signal})", "worker {pid} died ({signal}). {*}", "Worker {pid} died with signal {signal}", "Worker {pid} was killed by signal {signal}", "worker {pid} died ({signal}), {*}", "worker {pid} was killed by signal: {signal}", "worker {pid} exited with signal {signal}", "Worker {pid} exited with signal {signal}"],
      kind: "process-exit", stage: "gone", cause: "signal", role: "worker",
      example: ["worker 4512 died (SIGKILL)", "Worker 4512 died (SIGTERM)", "worker 4512 died (SIGKILL). restarting...", "Worker 4512 died with signal SIGKILL", "Worker 4512 was killed by signal SIGKILL", "worker 4512 died (SIGKILL), restarting", "worker 4512 was killed by signal: SIGKILL", "worker 4512 exited with signal SIGKILL", "Worker 4512 exited with signal SIGKILL"] },
    { says: ["worker {pid} died with code: null, and signal: {signal}", "Worker {pid} died with code: null, and signal: {signal}", "worker {pid} exited with code null and signal {signal}", "Worker {pid} exited with code null and signal {signal}", "Worker {pid} died with code null and signal {signal}"], kind: "process-exit", stage: "gone", cause: "signal", role: "worker",
      example: ["worker 4512 died with code: null, and signal: SIGKILL", "Worker 4512 died with code: null, and signal: SIGKILL", "worker 4512 exited with code null and signal SIGKILL", "Worker 4512 exited with code null and signal SIGKILL", "Worker 4512 died with code null and signal SIGKILL"] },
    { says: ["worker {pid} died", "Worker {pid} died", "worker {pid} died.{*}", "Worker {pid} died.{*}", "worker {pid} died,{*}", "Worker {pid} died,{*}", "worker {pid} exited", "Worker {pid} exited", "Worker process {pid} died{*}", "worker process {pid} died{*}"], kind: "process-exit", stage: "gone", role: "worker",
      example: ["worker 4512 died", "Worker 4512 died", "worker 4512 died. Restarting...", "Worker 4512 died. Forking a new one", "worker 4512 died, restarting", "Worker 4512 died, forking", "worker 4512 exited", "Worker 4512 exited", "Worker process 4512 died", "worker process 4512 died"] },
    { says: ["worker {pid} started", "Worker {pid} started", "Worker {pid} is online", "worker {pid} is online", "Worker {pid} is running", "Worker process {pid} started"], kind: "process-start", role: "worker",
      example: ["worker 4512 started", "Worker 4512 started", "Worker 4512 is online", "worker 4512 is online", "Worker 4512 is running", "Worker process 4512 started"] },
    { says: ["Primary {pid} is running", "Master {pid} is running", "Primary process {pid} is running", "Master process {pid} is running", "Master cluster setting up {#} workers..."], kind: "server-start", role: "master",
      example: ["Primary 4501 is running", "Master 4501 is running", "Primary process 4501 is running", "Master process 4501 is running", "Master cluster setting up 4 workers..."] },
    { says: ["Worker {pid} disconnected", "worker {pid} disconnected", "Worker {pid} has disconnected"], kind: "process-notice", role: "worker", example: ["Worker 4512 disconnected", "worker 4512 disconnected", "Worker 4512 has disconnected"] },
    { says: ["The worker #{#} has disconnected", "The worker #{#} is online", "A worker is now connected to {*}", "Yay, the worker responded after it was forked", "Starting a new worker"], kind: "other",
      example: ["The worker #2 has disconnected", "The worker #2 is online", "A worker is now connected to 127.0.0.1:8000", "Yay, the worker responded after it was forked", "Starting a new worker"] },

    // The dying process itself
    { says: ["FATAL ERROR: {*} JavaScript heap out of memory", "FATAL ERROR: {*} Allocation failed - process out of memory", "# Fatal JavaScript out of memory: {*}", "Fatal JavaScript out of memory: {*}"], kind: "process-exit", stage: "leaving", cause: "memory-limit", role: "worker", whose: "writer",
      example: ["FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory", "FATAL ERROR: CALL_AND_RETRY_LAST Allocation failed - process out of memory", "# Fatal JavaScript out of memory: MemoryChunk allocation failed", "Fatal JavaScript out of memory: MemoryChunk allocation failed"] },
    { says: ["FATAL ERROR: v8::{*}", "FATAL ERROR: node::{*}", "FATAL ERROR: Error::{*}", "FATAL ERROR: napi_{*}", "# Fatal error in {*}", "Fatal error in , line {#}", "Fatal error in ../{*}, line {#}", "# Check failed: {*}"], kind: "process-exit", stage: "leaving", cause: "crash", role: "worker", whose: "writer",
      example: ["FATAL ERROR: v8::ToLocalChecked Empty MaybeLocal", "FATAL ERROR: node::AsyncHooks::push_async_context Maximum call stack size exceeded", "FATAL ERROR: Error::ThrowAsJavaScriptException napi_throw", "FATAL ERROR: napi_release_threadsafe_function", "# Fatal error in , line 0", "Fatal error in , line 0", "Fatal error in ../deps/v8/src/heap.cc, line 12", "# Check failed: page->Contains(addr)."] },
    { says: ["[{pid}:{%}]{*} ms: Mark-{*}", "[{pid}:{%}]{*} ms: Scavenge {*}"], kind: "stack", example: ["[4512:0x5f3a2b0]    12345 ms: Mark-sweep (reduce) 2047.2 (2082.4) -> 2046.3 (2082.7) MB, 1123.4 / 0.0 ms  (average mu = 0.1) allocation failure; scavenge might not succeed",
      "[4512:0x5f3a2b0]    12345 ms: Scavenge 2044.8 (2080.2) -> 2043.9 (2080.7) MB, 5.1 / 0.0 ms  (average mu = 0.3) allocation failure"] },
    { says: ["<--- Last few GCs --->", "<--- JS stacktrace --->", "----- Native stack trace -----", "----- JavaScript stack trace -----", "==== JS stack trace ==={*}", "Node.js v{#}.{#}.{#}"], kind: "stack",
      example: ["<--- Last few GCs --->", "<--- JS stacktrace --->", "----- Native stack trace -----", "----- JavaScript stack trace -----", "==== JS stack trace =========================================", "Node.js v20.5.1"] },
    { says: ["(node:{#}) {@}Warning: {*}", "(node:{#}) [{@}] {@}Warning: {*}", "(node:{#}) Warning: {*}", "(Use `node --trace-{*}` to show where the warning was created)"], kind: "other",
      example: ["(node:4512) UnhandledPromiseRejectionWarning: Error: refused", "(node:4512) [DEP0005] DeprecationWarning: Buffer() is deprecated", "(node:4512) Warning: Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to '0' makes TLS connections insecure",
        "(Use `node --trace-warnings ...` to show where the warning was created)"] },
  ],
});
