import { describe, expect, it } from "vitest";
import { app, examine, uwsgi } from "../support/log.ts";
import { celery } from "../support/servers.ts";

const of = async (logs: Readonly<Record<string, string>>) =>
  (await examine(logs)).report.findings.filter(({ rule }) => rule === "queued-never-started");

/** Work `J1` to `J6` of process 11, of which two begin; the worker is recycled. */
const pool = app(`
  00:01 11/1 accepted a1b2c3d401
  00:01 11/2 start task a1b2c3d401
  00:02 11/1 accepted a1b2c3d402
  00:02 11/2 finished task a1b2c3d401
  00:02 11/2 start task a1b2c3d402
  00:03 11/1 accepted a1b2c3d403
  00:03 11/1 accepted a1b2c3d404
  00:04 11/2 finished task a1b2c3d402
  00:04 11/2 start task a1b2c3d403`);
const recycled = uwsgi(`
  banner 00:00 10 11 12
  00:04 req 11 4/4
  ...The work of process 11 is done. Seeya!
  worker 1 killed successfully (pid: 11)
  Respawned uWSGI worker 1 (new pid: 13)
  00:09 req 12 1/5`);
const next = app("00:08 13/1 accepted a1b2c3d405");

describe("queued-never-started", () => {
  it("counts what a process had accepted when it died and not begun", async () => {
    const findings = await of({ "app.log": pool + next, "uwsgi.log": recycled });
    expect(findings).toMatchObject([
      {
        severity: "critical",
        title: "1 task accepted and never begun, gone with its process",
        figures: { queued: 1, deaths: 1, redelivered: 0, stillWaiting: 1 },
        deaths: ["d1"],
      },
    ]);
    expect(findings[0]?.detail).toContain("Accepted by pid 11, which ended before it began: a1b2c3d404.");
    expect(findings[0]?.evidence[0]?.text).toContain("accepted a1b2c3d404");
  });

  it("does not say that work never began whose beginning is not logged", async () => {
    const ends = app(`
      00:01 11/1 accepted a1b2c3d401
      00:02 11/2 finished task a1b2c3d401
      00:02 11/1 accepted a1b2c3d402
      00:03 11/2 finished task a1b2c3d402
      00:03 11/1 accepted a1b2c3d403`);
    const [finding] = await of({ "app.log": ends, "uwsgi.log": recycled });
    expect(finding?.title).toBe("1 task accepted and never finished, gone with its process");
    expect(finding?.detail).toContain("before it had finished: a1b2c3d403. Starts of such tasks are not logged");
  });

  it("takes small numbers for ids of their own process only", async () => {
    const log = app(`
      00:01 11/1 queued job 1
      00:01 11/2 job 1 started
      00:01 12/1 queued job 1
      00:01 12/2 job 1 started
      00:02 11/2 job 1 done
      00:02 12/2 job 1 done
      00:03 11/1 queued job 2
      00:03 12/1 queued job 2
      00:05 12/2 job 2 started
      00:06 12/2 job 2 done`);
    expect(await of({ "app.log": log, "uwsgi.log": recycled })).toMatchObject([{ figures: { queued: 1 } }]);
  });

  it("does not count what another source tells the begin of", async () => {
    const web = app(`
      00:01 11/1 accepted a1b2c3d401
      00:02 11/1 accepted a1b2c3d402
      00:03 11/1 accepted a1b2c3d403
      00:03 11/1 accepted a1b2c3d404`);
    const work = app(`
      00:01 11/2 start task a1b2c3d401
      00:02 11/2 finished task a1b2c3d401
      00:02 11/2 start task a1b2c3d402
      00:04 11/2 finished task a1b2c3d402
      00:04 11/2 start task a1b2c3d403`);
    const findings = await of({ "web.log": web, "work.log": work, "uwsgi.log": recycled });
    expect(findings).toMatchObject([{ figures: { queued: 1 } }]);
    expect(findings[0]?.detail).toContain("a1b2c3d404");
  });

  it("says nothing of what only waits when the log ends", async () => {
    const calm = uwsgi("banner 00:00 10 11 12\n00:04 req 11 4/4");
    expect(await of({ "app.log": pool, "uwsgi.log": calm })).toEqual([]);
  });

  it("says nothing where others begin what a process accepts: a broker holds it", async () => {
    const log = app(`
      00:01 11/1 enqueued job a1b2c3d401
      00:02 11/1 enqueued job a1b2c3d402
      00:02 12/1 job a1b2c3d401 started
      00:03 12/1 job a1b2c3d401 done
      00:03 12/1 job a1b2c3d402 started
      00:03 11/1 enqueued job a1b2c3d403
      00:04 12/1 job a1b2c3d402 done`);
    expect(await of({ "app.log": log, "uwsgi.log": recycled })).toEqual([]);
  });

  it("says nothing where what is accepted is mostly passed over, or never seen to begin", async () => {
    const some = app(`
      00:01 11/1 accepted order a1b2c3d401
      00:01 11/1 accepted order a1b2c3d402
      00:01 11/1 accepted order a1b2c3d403
      00:02 11/1 accepted order a1b2c3d404
      00:02 11/2 start task a1b2c3d404
      00:03 11/2 finished task a1b2c3d404
      00:03 11/1 accepted order a1b2c3d405`);
    expect(await of({ "app.log": some, "uwsgi.log": recycled })).toEqual([]);
    const none = app(`
      00:01 11/1 accepted order a1b2c3d401
      00:01 11/2 start task A
      00:02 11/1 accepted order a1b2c3d402
      00:03 11/2 finished task A`);
    expect(await of({ "app.log": none, "uwsgi.log": recycled })).toEqual([]);
  });

  const id = (n: number) => `8f1c3c5e-6a51-4a0a-9a43-0d1f6e3b7c${n}`;
  const received = (n: number) => `Main Task shop.add[${id(n)}] received`;
  const ran = (n: number) => `1 Task shop.add[${id(n)}] succeeded in 0.9s: None`;
  const worked = [
    "00:00 Main celery@shop-1 ready.",
    `00:01 ${received(11)}`,
    `00:01 1 Task accepted: shop.add[${id(11)}] pid:71`,
    `00:02 ${received(12)}`,
    `00:02 ${received(13)}`,
    `00:03 ${ran(11)}`,
  ];
  const main = (...lines: readonly string[]) => celery([...worked, ...lines].join("\n"));

  it("is no more than worth knowing where a server says that it put all back", async () => {
    const log = main("00:04 Main Restoring 2 unacknowledged message(s)", "worker: Cold shutdown (MainProcess)");
    const [finding, ...more] = await of({ "celery.log": log });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ severity: "info", figures: { queued: 2, restored: 2 } });
    expect(finding?.title).toBe("2 tasks received and never begun when celery ended, and put back into the queue");
  });

  it("warns of what was received before a server started anew, but for what was delivered again", async () => {
    const log = main(
      "00:20 Main celery@shop-1 ready.",
      `00:21 ${received(13)}`,
      `00:21 1 Task accepted: shop.add[${id(13)}] pid:81`,
      `00:22 ${ran(13)}`,
      "worker: Warm shutdown (MainProcess)",
    );
    const findings = await of({ "celery.log": log });
    expect(findings).toMatchObject([
      {
        severity: "warning",
        figures: { queued: 1, redelivered: 1 },
        title: "1 task received and never begun when celery ended",
      },
    ]);
    expect(findings[0]?.detail).toContain(id(12));
  });

  it("does not call never begun what no line could show to have begun", async () => {
    const log = celery(`
      00:01 ${received(11)}
      00:02 ${ran(11)}
      00:02 ${received(12)}
      worker: Warm shutdown (MainProcess)`);
    const findings = await of({ "celery.log": log });
    expect(findings).toMatchObject([
      { severity: "info", title: "1 task received and never finished when celery was stopped" },
    ]);
    expect(findings[0]?.detail).toContain("some may have been at work");
  });

  it("says nothing of a server that has begun all that it received", async () => {
    const log = celery(`
      00:01 ${received(11)}
      00:02 ${ran(11)}
      worker: Warm shutdown (MainProcess)`);
    expect(await of({ "celery.log": log })).toEqual([]);
  });
});
