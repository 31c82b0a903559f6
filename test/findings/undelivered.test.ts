import { describe, expect, it } from "vitest";
import { app, examine, plain, uwsgi } from "../support/log.ts";

/** A request line of process `pid` that began at `mm:ss` and took so many ms. */
const request = (pid: number, time: string, ms: number, asked = "POST /slow") =>
  `[pid: ${pid}|app: 0|req: 3/9] 10.0.3.9 () {28 vars in 325 bytes} [Sat Nov 21 14:${time} 2026] ${asked} => generated 5 bytes in ${ms} msecs (HTTP/1.1 200) 2 headers in 64 bytes (2 switches on core 0)`;

const log = (...lines: readonly string[]) =>
  uwsgi(
    [
      "banner 00:00 10 11 12",
      "spawned uWSGI http 1 (pid: 13)",
      request(11, "00:04", 5),
      ...lines,
      request(22, "00:20", 5),
    ].join("\n"),
  );

const reloaded = [
  "binary reloading uWSGI...",
  "gracefully (RE)spawned uWSGI master process (pid: 10)",
  "spawned uWSGI worker 1 (pid: 21, cores: 2)",
  "spawned uWSGI worker 2 (pid: 22, cores: 2)",
];

const of = async (logs: Readonly<Record<string, string>>) =>
  (await examine(logs)).report.findings.filter(({ rule }) => rule === "undelivered-responses");

describe("undelivered-responses", () => {
  it("counts what workers answered between the end of their gateway and the next one", async () => {
    const findings = await of({
      "uwsgi.log": log(
        request(12, "00:04", 8),
        'gateway "uWSGI http 1" has been buried (pid: 13)',
        "...gracefully killing workers...",
        request(11, "00:04", 4000),
        request(12, "00:05", 5000, "POST /sync"),
        ...reloaded,
        "spawned uWSGI http 1 (pid: 23)",
        request(21, "00:14", 6000),
      ),
    });
    expect(findings).toMatchObject([
      { severity: "critical", figures: { undelivered: 2, gateways: 1, afterMs: 5992 }, tasks: [] },
    ]);
    expect(findings[0]?.title).toBe("2 requests answered after the gateway to their clients had gone");
    expect(findings[0]?.detail).toContain("uWSGI http 1 (pid 13)");
    expect(findings[0]?.detail).toContain("POST /slow (200) and POST /sync (200)");
    expect(findings[0]?.deaths).toHaveLength(1);
  });

  it("counts requests of one kind together", async () => {
    const slow = ["00:04", "00:05", "00:06"].map((at) => request(11, at, 4000));
    const [finding] = await of({
      "uwsgi.log": log(
        'gateway "uWSGI http 1" has been buried (pid: 13)',
        ...slow,
        request(12, "00:07", 4000, "POST /b"),
      ),
    });
    expect(finding?.detail).toContain("which finished POST /slow (200) 3 times and POST /b (200), up to");
  });

  it("says nothing while one of several gateways lives", async () => {
    const two = (...more: readonly string[]) =>
      log(
        "spawned uWSGI http 2 (pid: 14)",
        'gateway "uWSGI http 1" has been buried (pid: 13)',
        request(11, "00:04", 4000),
        ...more,
      );
    expect(await of({ "uwsgi.log": two() })).toEqual([]);
    const both = two('gateway "uWSGI http 2" has been buried (pid: 14)', request(12, "00:07", 4000));
    expect(await of({ "uwsgi.log": both })).toMatchObject([{ figures: { undelivered: 1, gateways: 2 } }]);
  });

  it("leaves out requests that began later, and those of processes born since", async () => {
    const findings = await of({
      "uwsgi.log": log(
        'gateway "uWSGI http 1" has been buried (pid: 13)',
        request(11, "00:04", 4000),
        request(12, "00:15", 20),
        ...reloaded,
        request(21, "00:16", 20),
      ),
    });
    expect(findings).toMatchObject([{ figures: { undelivered: 1 } }]);
    expect(findings[0]?.detail).toContain("1 request began after that");
  });

  it("says nothing of a server without a gateway, or one whose gateway came back at once", async () => {
    const direct = ["...gracefully killing workers...", request(11, "00:04", 4000), ...reloaded];
    expect(await of({ "uwsgi.log": log(...direct) })).toEqual([]);
    const crashed = ["respawned uWSGI http 1 (pid: 14)", request(11, "00:09", 3)];
    expect(await of({ "uwsgi.log": log(...crashed) })).toEqual([]);
  });

  it("tells of a request in progress at a stop only where a lost task ran in its thread", async () => {
    const stop = log(
      "SIGINT/SIGTERM received...killing workers...",
      'gateway "uWSGI http 1" has been buried (pid: 13)',
      "worker 1 buried after 1 seconds",
      "worker 2 buried after 1 seconds",
      "goodbye to uWSGI.",
    );
    const work = (thread: string) =>
      plain(`
        2026-11-21 14:00:01,000 [11:${thread}] INFO shop: start task A
        2026-11-21 14:00:02,000 [11:${thread}] INFO shop: finished task A
        2026-11-21 14:00:20,000 [11:${thread}] INFO shop: start task B
        2026-11-21 14:00:20,100 [12:Thread-9 (run)] INFO shop: start task C
        2026-11-21 14:00:20,200 [12:Thread-9 (run)] INFO shop: finished task C
      `);
    const inRequest = await of({ "uwsgi.log": stop, "app.log": work("uWSGIWorker1Core0") });
    expect(inRequest).toMatchObject([{ figures: { undelivered: 0, inProgress: 1, gateways: 1 }, tasks: ["t1"] }]);
    expect(await of({ "uwsgi.log": stop, "app.log": work("Thread-1 (worker)") })).toEqual([]);
  });

  const nginx = (time: string, what: string) =>
    `2026/11/21 14:${time} [error] 77#77: *24 ${what}, client: 10.0.3.9, server: shop.example.org, request: "POST /orders?id=1 HTTP/1.1", upstream: "http://127.0.0.1:8000/orders?id=1", host: "shop.example.org"\n`;
  const early = "upstream prematurely closed connection while reading response header from upstream";
  const late = "upstream timed out (110: Connection timed out) while reading response header from upstream";
  const boots = `
      [2026-11-21 14:00:00 +0000] [10] [INFO] Starting gunicorn 23.0.0
      [2026-11-21 14:00:00 +0000] [10] [INFO] Listening at: http://127.0.0.1:8000 (10)
      [2026-11-21 14:00:00 +0000] [11] [INFO] Booting worker with pid: 11
      [2026-11-21 14:00:00 +0000] [12] [INFO] Booting worker with pid: 12`;
  const killed = plain(`${boots}
      [2026-11-21 14:00:05 +0000] [10] [ERROR] Worker (pid:11) was sent SIGKILL! Perhaps out of memory?
      [2026-11-21 14:00:05 +0000] [15] [INFO] Booting worker with pid: 15`);
  const work = app(`
      00:01 12/1 start task A
      00:04 12/1 finished task A
      00:06 12/1 start task B
      00:09 12/1 finished task B`);

  it("counts the requests that a proxy got no answer to when the process behind it died", async () => {
    const findings = await of({
      "gunicorn.log": killed,
      "app.log": work,
      "error.log": nginx("00:05", early) + nginx("00:05", early) + nginx("03:00", early),
    });
    expect(findings).toMatchObject([
      { severity: "critical", figures: { unanswered: 2, deaths: 1 }, tasks: [], deaths: ["d1"] },
    ]);
    expect(findings[0]?.title).toBe("2 requests got no answer: the process behind nginx ended first");
    expect(findings[0]?.detail).toContain("POST /orders)");
  });

  it("says nothing of a proxy's failures that no death explains", async () => {
    const healthy = { "gunicorn.log": plain(boots), "app.log": work };
    expect(await of({ ...healthy, "error.log": nginx("00:05", early) })).toEqual([]);
    const recycled = plain(`${boots}
      [2026-11-21 14:00:05 +0000] [11] [INFO] Autorestarting worker after current request.
      [2026-11-21 14:00:05 +0000] [11] [INFO] Worker exiting (pid: 11)
      [2026-11-21 14:00:05 +0000] [15] [INFO] Booting worker with pid: 15`);
    expect(await of({ "gunicorn.log": recycled, "app.log": work, "error.log": nginx("00:05", late) })).toEqual([]);
  });
});
