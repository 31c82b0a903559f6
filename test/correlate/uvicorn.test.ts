import { describe, expect, it } from "vitest";
import { app, examine, plain } from "../support/log.ts";
import { gunicorn } from "../support/servers.ts";

/** A1 is under way in process 11, which falls silent; 12 goes on. */
const tasks = app(`
  00:01 11/1 start task A1
  00:02 12/1 start task B1
  00:03 12/1 finished task B1
  00:05 11/1 task A1 reads page 2
  00:20 12/1 start task C1
  00:21 12/1 finished task C1`);

/** Its lines bear neither time nor pid. */
const boot = `
INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)
INFO:     Started parent process [10]
INFO:     Started server process [11]
INFO:     Waiting for application startup.
INFO:     Application startup complete.
INFO:     Started server process [12]
INFO:     Waiting for application startup.
INFO:     Application startup complete.`;

const when = (lines: string, applications = tasks) =>
  examine({ "app.log": applications, "uvicorn.log": plain(`${boot.trim()}\n${lines.trim()}`) });

describe("uvicorn: children of a parent", () => {
  it("a child that died: the parent's word names it, the next one starts", async () => {
    const { lost, deaths } = await when(`
INFO:     Child process [11] died
INFO:     Started server process [13]`);
    expect(lost).toEqual([expect.stringMatching(/^A1 killed (crash|signal|exit|respawn) certain$/)]);
    expect(deaths).toEqual([expect.stringMatching(/^11 \S+ certain -> 13$/)]);
  });

  it("`Terminated` means that SIGTERM was sent: who finishes afterwards has lost nothing", async () => {
    const { lost, finished } = await when(
      `
INFO:     Received SIGHUP, restarting processes.
INFO:     Terminated child process [11]
INFO:     Waiting for child process [11]
INFO:     Finished server process [11]
INFO:     Started server process [13]`,
      app(`
        00:01 11/1 start task A1
        00:02 12/1 start task B1
        00:03 12/1 finished task B1
        00:08 11/1 finished task A1`),
    );
    expect([lost, finished]).toEqual([[], 2]);
  });

  it("a reload takes the child's work along", async () => {
    const { lost } = await when(`
INFO:     Received SIGHUP, restarting processes.
INFO:     Terminated child process [11]
INFO:     Waiting for child process [11]
INFO:     Shutting down
INFO:     Finished server process [11]
INFO:     Started server process [13]`);
    expect(lost).toEqual([expect.stringMatching(/^A1 killed reload /)]);
  });

  it("a stop takes all of them along", async () => {
    const { lost } = await when(
      `
INFO:     Received SIGTERM, exiting.
INFO:     Terminated child process [11]
INFO:     Terminated child process [12]
INFO:     Waiting for child process [11]
INFO:     Shutting down
INFO:     Finished server process [11]
INFO:     Waiting for child process [12]
INFO:     Shutting down
INFO:     Finished server process [12]
INFO:     Stopping parent process [10]`,
      app(`
        00:01 11/2 start task B1
        00:02 11/2 finished task B1
        00:03 11/1 start task A1
        00:03 12/1 start task C1`),
    );
    expect(lost).toEqual([
      expect.stringMatching(/^A1 killed shutdown certain/),
      expect.stringMatching(/^C1 killed shutdown certain/),
    ]);
  });
});

describe("uvicorn: one process", () => {
  const single = `
INFO:     Started server process [11]
INFO:     Application startup complete.`;
  const alone = app(`
    00:01 11/2 start task B1
    00:02 11/2 finished task B1
    00:03 11/1 start task A1
    00:04 11/1 task A1 reads page 2`);

  it("graceful: what was never seen after its farewell is gone with it", async () => {
    const { lost } = await examine({
      "app.log": `${alone}${app(`
        01:00 13/1 start task C1
        01:01 13/1 finished task C1`)}`,
      "uvicorn.log": plain(`${single.trim()}
INFO:     Shutting down
INFO:     Waiting for application shutdown.
INFO:     Application shutdown complete.
INFO:     Finished server process [11]
${single.trim().replace("11", "13")}`),
    });
    expect(lost).toEqual([expect.stringMatching(/^A1 killed shutdown (certain|probable)$/)]);
  });

  it("the limit of requests, then the same words as a stop: max-requests", async () => {
    const { lost } = await examine({
      "app.log": `${alone}${app(`
        00:30 13/1 start task C1
        00:31 13/1 finished task C1`)}`,
      "uvicorn.log": plain(`${single.trim()}
INFO:     Maximum request limit of 1000 exceeded. Terminating process.
INFO:     Shutting down
INFO:     Finished server process [11]
INFO:     Started server process [13]
INFO:     Application startup complete.`),
    });
    expect(lost).toEqual([expect.stringMatching(/^A1 killed max-requests /)]);
  });

  it("an exception in the application is of the request: the process lives on", async () => {
    const { lost, deaths } = await examine({
      "app.log": `${alone}${app("00:09 11/1 finished task A1")}`,
      "uvicorn.log": plain(`${single.trim()}
ERROR:    Exception in ASGI application
Traceback (most recent call last):
  File "uvicorn/protocols/http/h11_impl.py", line 403, in run_asgi
ValueError: x`),
    });
    expect([lost, deaths]).toEqual([[], []]);
  });
});

describe("uvicorn: workers within gunicorn", () => {
  const gunicornBoot = `
boot 00:00 10 11 12
00:00 11 Started server process [11]
00:00 11 Waiting for application startup.
00:00 11 Application startup complete.
00:00 12 Started server process [12]
00:00 12 Waiting for application startup.
00:00 12 Application startup complete.`;
  const log = (lines: string) =>
    examine({ "app.log": tasks, "gunicorn.log": gunicorn(`${gunicornBoot.trim()}\n${lines.trim()}`) });

  it("both speak of one process: one death for each", async () => {
    const { lost, deaths } = await log(`
00:06 10 !WORKER TIMEOUT (pid:11)
00:07 10 !Worker (pid:11) was sent SIGKILL! Perhaps out of memory?
00:07 13 Booting worker with pid: 13
00:07 13 Started server process [13]`);
    expect(lost).toEqual(["A1 killed request-timeout certain"]);
    expect(deaths).toEqual(["11 request-timeout certain -> 13"]);
  });

  it("the limit of requests: uvicorn's word is the cause, gunicorn's next worker the proof", async () => {
    const { lost, deaths } = await log(`
00:06 11 Maximum request limit of 1000 exceeded. Terminating process.
00:06 11 Shutting down
00:06 11 Waiting for application shutdown.
00:06 11 Application shutdown complete.
00:06 11 Finished server process [11]
00:06 11 Worker exiting (pid: 11)
00:07 13 Booting worker with pid: 13
00:07 13 Started server process [13]`);
    expect(lost).toEqual([expect.stringMatching(/^A1 killed max-requests /)]);
    expect(deaths).toEqual([expect.stringMatching(/^11 max-requests \S+ -> 13$/)]);
  });

  it("one worker's `Shutting down` stops that worker, not the server", async () => {
    const { lost, deaths } = await log(`
00:06 11 Shutting down
00:06 11 Finished server process [11]
00:06 11 Worker exiting (pid: 11)
00:07 13 Booting worker with pid: 13
00:07 13 Started server process [13]`);
    expect(lost).toEqual([expect.stringMatching(/^A1 killed /)]);
    expect(deaths.some((d) => d.startsWith("12 ") || d.startsWith("10 "))).toBe(false);
  });

  it("a reload of gunicorn: the farewells of uvicorn say shutdown, the cause is the reload", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 12/1 start task B1
        00:03 12/1 finished task B1
        00:05 11/1 task A1 reads page 2
        00:20 13/1 start task C1
        00:21 13/1 finished task C1`),
      "gunicorn.log": gunicorn(`${gunicornBoot.trim()}
00:06 10 Handling signal: hup
00:06 10 Hang up: Master
00:06 13 Booting worker with pid: 13
00:06 14 Booting worker with pid: 14
00:06 13 Started server process [13]
00:06 14 Started server process [14]
00:07 11 Shutting down
00:07 11 Finished server process [11]
00:07 11 Worker exiting (pid: 11)
00:07 12 Shutting down
00:07 12 Finished server process [12]
00:07 12 Worker exiting (pid: 12)`),
    });
    expect(lost).toEqual([expect.stringMatching(/^A1 killed reload /)]);
  });
});
