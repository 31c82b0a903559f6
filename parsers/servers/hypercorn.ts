/**
 * Hypercorn: lines like gunicorn's, `[time] [pid] [LEVEL] message`, where the pid is the worker's that writes.
 *
 * There is little to read: every worker says "Running on ..." for each of its sockets when it begins to serve, and nothing
 * more. Recycling (max_requests), stops, reloads and deaths leave no line: a worker is replaced where another pid says
 * "Running on". Access lines are common log format, see access.ts.
 *
 * Versions: 0.1 to 0.18.
 * Printed by https://github.com/pgjones/hypercorn: src/hypercorn/{asyncio,trio}/{run,lifespan,task_group}.py.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const hypercorn = defineServer({
  name: "hypercorn",
  title: "Hypercorn",
  versions: "0.1 to 0.18",
  recovers: ["start of workers, hence their replacement", "failing requests"],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: ["Running on {*} (CTRL + C to quit)", "Running on {*} over {@} (CTRL + C to quit)", "Running on {*} (QUIC) (CTRL + C to quit)"], kind: "process-start", role: "worker", whose: "writer", versions: "the second before 0.10",
      example: ["Running on http://127.0.0.1:8000 (CTRL + C to quit)", "Running on 127.0.0.1:8000 over http (CTRL + C to quit)", "Running on https://127.0.0.1:8000 (QUIC) (CTRL + C to quit)"] },
    { says: ["Error in ASGI Framework", "Error in ASGI Framework:"], kind: "request", role: "worker", cause: "crash", whose: "writer", example: ["Error in ASGI Framework", "Error in ASGI Framework:"] },
    { says: "ASGI Framework Lifespan error, shutdown without Lifespan support", kind: "process-notice", role: "worker", cause: "crash", sign: "boot-failed", whose: "writer",
      example: "ASGI Framework Lifespan error, shutdown without Lifespan support" },
    { says: "ASGI Framework Lifespan errored after shutdown.", kind: "process-notice", role: "worker", cause: "crash", whose: "writer", example: "ASGI Framework Lifespan errored after shutdown." },
    { says: ["ASGI Framework Lifespan error, continuing without Lifespan support", "Failed to log to statsd"], kind: "other", example: ["ASGI Framework Lifespan error, continuing without Lifespan support", "Failed to log to statsd"] },
  ],
});
