import { describe, expect, it } from "vitest";
import { app, examine, plain, uwsgi } from "../support/log.ts";

/** Starts and half-sentences of services, beside two healthy tasks and the worker's recycling. */
const noise: readonly string[] = [
  "Background refresher started",
  "Starting flask server",
  "Started 4 workers",
  "Scheduler started",
  "Connection opened",
  "Starting metrics exporter on port 9090",
  "Application startup complete.",
  "Started server process [11]",
  "Waiting for application startup.",
  "Running migrations",
  "Listening for events",
  "Consumer started",
  "Subscribed to channel orders",
  "Loading model v2",
  "Worker 1 started",
  "Thread pool started with 8 threads",
  "cache warmed up, 120 entries",
  "Starting new HTTPS connection (1): api.example.org:443",
  "starting heartbeat thread",
  "Started listening on 0.0.0.0:8080",
  "Connected to redis://cache:6379/0",
  "Starting watcher for /etc/app.yaml",
  "Initializing plugin 3 of 5",
  "health check ok",
  "Process started with pid 11",
  "Session 99 opened",
  "Running on http://127.0.0.1:5000",
  "Kafka consumer group rebalance started",
  "Leader election started",
  "Started Application in 3.2 seconds (JVM running for 4.1)",
];

const server = uwsgi(`
  banner 00:00 10 11
  00:20 req 11 1/1
  DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...
  Respawned uWSGI worker 1 (new pid: 12)
  00:29 req 12 2/2`);

describe("rule 10: what is never seen to end is no loss", () => {
  it.each(noise)("%s", async (message) => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 ${message}
        00:02 11/2 start task 1
        00:03 11/2 finished task 1
        00:04 11/1 ${message}
        00:05 11/2 start task 2
        00:06 11/2 finished task 2
        00:30 12/1 ${message}
        00:31 12/2 start task 3
        00:32 12/2 finished task 3`),
      "uwsgi.log": server,
    });
    expect([lost, finished]).toEqual([[], 3]);
  });

  it.each(noise)("%s, without any task beside it", async (message) => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 11/1 ${message}
        00:02 11/2 hello
        00:30 12/1 ${message}
        00:31 12/2 hello`),
      "uwsgi.log": server,
    });
    expect(lost).toEqual([]);
  });

  // `cautious` grants `probable` to a wording that names its work; rule 10 says `possible`.
  it.fails("Processing request GET / is a unit of work, but only possibly a task where it is never seen to end", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 11/1 Processing request GET /
        00:02 11/1 Processing request GET /about
        00:03 11/1 Processing request GET /
        00:30 12/1 Processing request GET /`),
      "uwsgi.log": server,
    });
    for (const line of lost) expect(line).toMatch(/possible$/);
  });

  it("Processing request GET / beside tasks that end: no loss", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 11/1 Processing request GET /
        00:02 11/2 start task 1
        00:03 11/2 finished task 1
        00:04 11/1 Processing request GET /about
        00:30 12/1 Processing request GET /`),
      "uwsgi.log": server,
    });
    expect(lost).toEqual([]);
  });

  it("requests with ends are tasks", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 Processing request GET /
        00:02 11/1 Request GET / finished in 12 ms
        00:04 11/1 Processing request GET /about
        00:30 12/1 Processing request GET /
        00:31 12/1 Request GET / finished in 12 ms`),
      "uwsgi.log": server,
    });
    expect(finished).toBe(2);
    expect(lost).toEqual([expect.stringMatching(/killed signal certain$/)]);
  });

  it("steps within a task are no tasks", async () => {
    const { lost, tasks } = await examine({
      "app.log": app(`
        00:01 11/2 start task 1
        00:01 11/2 starting step 1
        00:02 11/2 starting step 2
        00:03 11/2 loading customers
        00:03 11/2 finished task 1
        00:04 11/2 start task 2
        00:04 11/2 starting step 1
        00:05 11/2 starting step 2
        00:06 11/2 finished task 2`),
    });
    expect([lost, tasks]).toEqual([[], 2]);
  });

  it("a line within a task that fails and is retried does not make the task fail", async () => {
    const { lost, failed, finished } = await examine({
      "app.log": app(`
        00:01 11/2 start task 1
        00:02 11/2 attempt 1 failed, retrying
        00:03 11/2 upload failed, retry 2 in 5 s
        00:04 11/2 finished task 1
        00:05 11/2 start task 2
        00:06 11/2 finished task 2`),
    });
    expect([lost, failed, finished]).toEqual([[], 0, 2]);
  });

  it("received is not a start", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 received task 1
        00:01 11/1 received task 2
        00:01 11/1 task 3 queued
        00:02 11/2 start task 1
        00:03 11/2 finished task 1`),
      "uwsgi.log": server,
    });
    expect([lost, finished]).toEqual([[], 1]);
  });

  it("a healthy uWSGI log with its whole chatter", async () => {
    const { lost, deaths, tasks } = await examine({
      "uwsgi.log": plain(`
        *** Starting uWSGI 2.0.21-debian (64bit) on [Sat Nov 21 14:00:00 2026] ***
        compiled with version: 12.2.0 on 19 May 2023 13:59:29
        *** Operational MODE: preforking+threaded ***
        spawned uWSGI master process (pid: 10)
        spawned uWSGI worker 1 (pid: 11, cores: 2)
        spawned uWSGI http 1 (pid: 12)
        *** uWSGI is running in multiple interpreter mode ***
        WSGI app 0 (mountpoint='') ready in 0 seconds on interpreter 0x55d0 pid: 11 (default app)`),
    });
    expect([lost, deaths, tasks]).toEqual([[], [], 0]);
  });
});
