/**
 * Uvicorn: the server process, the parent of --workers, the reloader, and the access log.
 *
 * Lines are `LEVEL:     message`, without time or pid; with --workers all children write into one stream without saying who
 * speaks. As gunicorn's worker class the same messages stand behind gunicorn's head, with the worker's pid.
 *
 * Life of a server process: "Started server process [P]" -> "Application startup complete." -> "Maximum request limit of N
 * exceeded" or a signal -> "Shutting down" -> lifespan lines -> "Finished server process [P]" (only after a graceful end).
 * The parent says "Terminated child process [P]" when it sends SIGTERM, "Waiting for child process [P]" before it waits, and
 * "Child process [P] died" for one that it found dead, or found hung and killed.
 *
 * Versions: 0.2 to 0.40. Ignored on purpose: TRACE and DEBUG lines of connections and ASGI messages.
 * Printed by https://github.com/encode/uvicorn: uvicorn/{server,main,config,workers}.py, uvicorn/supervisors/*.py,
 * uvicorn/lifespan/on.py, uvicorn/protocols.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const uvicorn = defineServer({
  name: "uvicorn",
  title: "Uvicorn",
  versions: "0.2 to 0.40",
  recovers: [
    "start, stop and recycling of server processes",
    "children that died or hung, reloads, scaling",
    "requests that failed or were cancelled by a stop",
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: "Started server process [{pid}]", kind: "process-start", role: "worker", example: "Started server process [28417]" },
    { says: "Started worker [{pid}]", kind: "process-start", role: "worker", versions: "0.2, 0.3", example: "Started worker [28417]" },

    // What decides the end of a server process, and its farewell
    { says: "Maximum request limit of {#} exceeded. Terminating process.", kind: "process-notice", role: "worker", cause: "max-requests", whose: "writer", example: "Maximum request limit of 1000 exceeded. Terminating process." },
    { says: "Max requests exceeded, shutting down: <Worker {pid}>", kind: "process-notice", role: "worker", cause: "max-requests", versions: "0.2, 0.3", example: "Max requests exceeded, shutting down: <Worker 28417>" },
    { says: "Cancel {#} running task(s), timeout graceful shutdown exceeded", kind: "process-notice", role: "worker", cause: "shutdown", sign: "forced", whose: "writer", versions: "0.22+",
      example: "Cancel 3 running task(s), timeout graceful shutdown exceeded" },
    { says: ["Waiting for connections to close. (CTRL+C to force quit)", "Waiting for background tasks to complete. (CTRL+C to force quit)"],
      kind: "process-notice", role: "worker", cause: "shutdown", whose: "writer",
      example: ["Waiting for connections to close. (CTRL+C to force quit)", "Waiting for background tasks to complete. (CTRL+C to force quit)"] },
    { says: "Finished server process [{pid}]", kind: "process-exit", stage: "leaving", role: "worker", cause: "shutdown", guess: true, closes: "farewell", example: "Finished server process [28417]" },
    { says: "Stopping worker [{pid}]", kind: "process-exit", stage: "leaving", role: "worker", cause: "shutdown", guess: true, closes: "farewell", versions: "0.2, 0.3", example: "Stopping worker [28417]" },

    // The parent of --workers
    { says: "Child process [{pid}] died", kind: "process-exit", stage: "gone", role: "worker", cause: "crash", versions: "0.30+", example: "Child process [28420] died" }, // also when the parent killed a hung one
    { says: "Terminated child process [{pid}]", kind: "process-notice", role: "worker", cause: "reload", guess: true, versions: "0.30+", example: "Terminated child process [28420]" }, // SIGTERM was sent, no more
    { says: "Waiting for child process [{pid}]", kind: "process-notice", role: "worker", cause: "shutdown", guess: true, versions: "0.30+", example: "Waiting for child process [28420]" },
    { says: "Received SIGHUP, restarting processes.", kind: "reload", cause: "reload", whose: "writer", versions: "0.30+", example: "Received SIGHUP, restarting processes." },
    { says: "Received SIGTTOU, decreasing number of processes.", kind: "process-notice", role: "master", cause: "scale-down", whose: "writer", versions: "0.30+", example: "Received SIGTTOU, decreasing number of processes." },
    { says: "Received SIGTTIN, increasing the number of processes.", kind: "process-notice", role: "master", whose: "writer", versions: "0.30+", example: "Received SIGTTIN, increasing the number of processes." },

    // The whole server
    { says: ["Started parent process [{pid}]", "Started reloader process [{pid}]", "Started reloader process [{pid}] using {*}"], kind: "server-start", role: "master",
      example: ["Started parent process [28410]", "Started reloader process [28410]", "Started reloader process [28410] using StatReload"] },
    { says: ["Uvicorn running on {*} (Press CTRL+C to quit)", "Application startup complete."], kind: "server-start", role: "worker", whose: "writer",
      example: ["Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)", "Application startup complete."] },
    { says: ["Stopping parent process [{pid}]", "Stopping reloader process [{pid}]"], kind: "server-stop", role: "master", cause: "shutdown", closes: "processes", // the children were waited for
      example: ["Stopping parent process [28410]", "Stopping reloader process [28410]"] },
    { says: ["Received SIGTERM, exiting.", "Received SIGINT, exiting.", "Received SIGBREAK, exiting.", "Received signal {@}. Shutting down."], kind: "server-stop", cause: "shutdown", whose: "writer", versions: "0.30+; the last 0.2",
      example: ["Received SIGTERM, exiting.", "Received SIGINT, exiting.", "Received SIGBREAK, exiting.", "Received signal SIGTERM. Shutting down."] },
    { says: ["Shutting down", "Waiting for application shutdown.", "Application shutdown complete."], kind: "server-stop", cause: "shutdown", guess: true, whose: "writer",
      example: ["Shutting down", "Waiting for application shutdown.", "Application shutdown complete."] },
    { says: ["Application startup failed. Exiting.", "Error loading ASGI app. {*}", "Error loading ASGI app factory: {*}"], kind: "server-stop", cause: "crash", sign: "boot-failed", whose: "writer",
      example: ["Application startup failed. Exiting.", 'Error loading ASGI app. Could not import module "main".', "Error loading ASGI app factory: missing argument"] },
    { says: "Application shutdown failed. Exiting.", kind: "server-stop", cause: "crash", whose: "writer", example: "Application shutdown failed. Exiting." },
    { says: "[Errno {#}] error while attempting to bind on address {*}", kind: "server-stop", cause: "exit", whose: "writer", example: "[Errno 98] error while attempting to bind on address ('127.0.0.1', 8000): address already in use" },
    { says: ["{@} detected changes in {*}. Reloading...", "{@} detected file change in '{*}'. Reloading...", "Detected file change in '{*}'. Reloading..."], kind: "reload", cause: "reload", versions: "0.18+; 0.13+; before",
      example: ["WatchFiles detected changes in 'app/main.py'. Reloading...", "StatReload detected file change in 'main.py'. Reloading...", "Detected file change in 'main.py'. Reloading..."] },

    // Requests: logged when the response begins, without a duration
    { says: ['{@} - "{@} {*} HTTP/{@}" {#}{*}', "('{@}', {#}) - \"{@} {*} HTTP/{@}\" {#}", '- "{@} {*} HTTP/{@}" {#}{*}'], kind: "request", role: "worker", whose: "writer", versions: "the second before 0.10; a unix socket",
      example: ['127.0.0.1:54014 - "POST /task HTTP/1.1" 200 OK', "('127.0.0.1', 54014) - \"POST /task HTTP/1.1\" 200", '- "POST /task HTTP/1.1" 200 OK'] },
    { says: ['{@} - "WebSocket {*}" [accepted]', '{@} - "WebSocket {*}" {#}', "('{@}', {#}) - \"WebSocket {*}\" [accepted]", "('{@}', {#}) - \"WebSocket {*}\" {#}"], kind: "request", role: "worker", whose: "writer",
      example: ['127.0.0.1:54014 - "WebSocket /ws" [accepted]', '127.0.0.1:54014 - "WebSocket /ws" 403', "('127.0.0.1', 54014) - \"WebSocket /ws\" [accepted]", "('127.0.0.1', 54014) - \"WebSocket /ws\" 403"] },
    { says: ["Exception in ASGI application", "ASGI callable returned without starting response.", "ASGI callable returned without completing response.", "ASGI callable returned without sending handshake.",
        "ASGI callable returned without completing handshake.", "ASGI callable should return None, but returned '{*}'."], kind: "request", role: "worker", cause: "crash", whose: "writer",
      example: ["Exception in ASGI application", "ASGI callable returned without starting response.", "ASGI callable returned without completing response.", "ASGI callable returned without sending handshake.",
        "ASGI callable returned without completing handshake.", "ASGI callable should return None, but returned '{}'."] },
    { says: ["Invalid HTTP request received.", "Exceeded concurrency limit."], kind: "request", role: "worker", whose: "writer", example: ["Invalid HTTP request received.", "Exceeded concurrency limit."] },

    // The harmless rest
    { says: ["Exception in 'lifespan' protocol", "ASGI 'lifespan' protocol appears unsupported.", "Waiting for application startup.", "Will watch for changes in these directories: {*}", "Loading environment from '{*}'",
        "Already reached one process, cannot decrease the number of processes anymore.", "Received signal {@}, but no handler is defined for it."], kind: "other",
      example: ["Exception in 'lifespan' protocol", "ASGI 'lifespan' protocol appears unsupported.", "Waiting for application startup.", "Will watch for changes in these directories: ['/srv/app']", "Loading environment from '.env'",
        "Already reached one process, cannot decrease the number of processes anymore.", "Received signal WINCH, but no handler is defined for it."] },
    { says: ["Unsupported upgrade request.", "No supported WebSocket library detected. {*}", '"workers" flag is ignored when reloading is enabled.', "Current configuration will not reload as not all conditions are met,{*}",
        "ASGI app factory detected. Using it, but please consider setting the --factory flag explicitly.", "You must pass the application as an import string to enable 'reload' or 'workers'.", "Running uvicorn {@} with {*} on {@}",
        "WatchGodReload detected a new {*}"], kind: "other",
      example: ["Unsupported upgrade request.", "No supported WebSocket library detected. Please use \"pip install 'uvicorn[standard]'\", or install 'websockets' or 'wsproto' manually.", '"workers" flag is ignored when reloading is enabled.',
        "Current configuration will not reload as not all conditions are met, please refer to documentation.", "ASGI app factory detected. Using it, but please consider setting the --factory flag explicitly.",
        "You must pass the application as an import string to enable 'reload' or 'workers'.", "Running uvicorn 0.30.6 with CPython 3.11.2 on Linux", "WatchGodReload detected a new reload dir 'app' in '/srv'; Adding to watch list."] },
  ],
});
