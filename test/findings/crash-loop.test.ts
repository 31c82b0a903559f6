import { describe, expect, it } from "vitest";
import { analyze } from "../../src/index.ts";

const clock = (second: number): string => new Date(Date.UTC(2026, 2, 1, 10, 0, second)).toISOString().slice(0, 19);

const looped = async (...logs: readonly (readonly string[])[]) => {
  const sources = logs.map((lines, i) => ({ name: `${i}.log`, content: `${lines.join("\n")}\n` }));
  const { findings } = await analyze(sources);
  const turned = await analyze(sources.toReversed());
  expect(turned.findings.map(({ title }) => title)).toEqual(findings.map(({ title }) => title));
  return findings.filter(({ rule }) => rule === "crash-loop");
};

const supervisord = (second: number, text: string): string => `${clock(second).replace("T", " ")},000 INFO ${text}`;

/** A program that lives for `lived` s at each of its starts. */
const program = (starts: readonly number[], lived: number, exit = "exit status 1; not expected"): string[] => [
  supervisord(0, "supervisord started with pid 70"),
  ...starts.flatMap((second, i) => [
    supervisord(second, `spawned: 'mailer' with pid ${100 + i}`),
    supervisord(second + lived, `exited: mailer (${exit})`),
  ]),
];

const gaveUp = (second: number): string =>
  supervisord(second, "gave up: mailer entered FATAL state, too many start retries too quickly");

describe("crash-loop of a program under a supervisor", () => {
  it("tells how often it failed, in which time, and that it was given up", async () => {
    const [found, ...others] = await looped([...program([1, 3, 6, 10], 1), gaveUp(12)]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      severity: "critical",
      title: "mailer failed at each of 4 starts within 10 s, and supervisord gave it up",
      figures: { attempts: 4, withinMs: 10_000, gaveUp: 1, exitCode: 1 },
    });
    expect(found?.deaths).toHaveLength(4);
    expect(found?.evidence.at(-1)?.text).toContain("gave up: mailer");
  });

  it("quotes the error that the program's own log ends with", async () => {
    const before = [0, 1, 2, 3].map((n) => `2026-03-01 09:50:0${n},000 INFO [99] shop.mail: letter ${n} sent`);
    const own = [100, 101, 102].flatMap((pid, i) => [
      `${clock(1 + 3 * i).replace("T", " ")},500 INFO [${pid}] shop.mail: mailer begins`,
      "Traceback (most recent call last):",
      '  File "/srv/app/mailer.py", line 9, in <module>',
      "    connect()",
      "ConnectionRefusedError: [Errno 111] Connection refused",
    ]);
    const [found] = await looped(program([1, 4, 7], 1), [...before, ...own]);
    expect(found?.title).toBe(
      "mailer failed at each of 3 starts within 7 s: ConnectionRefusedError: [Errno 111] Connection refused",
    );
    expect(found?.evidence[0]).toMatchObject({ text: "ConnectionRefusedError: [Errno 111] Connection refused" });
  });

  it("is a warning where a later start held", async () => {
    const later = [
      supervisord(20, "spawned: 'mailer' with pid 109"),
      supervisord(90, "stopped: mailer (exit status 0)"),
    ];
    const [found] = await looped([...program([1, 3, 6], 1), ...later]);
    expect(found).toMatchObject({ severity: "warning", figures: { attempts: 3, gaveUp: 0 } });
    expect(found?.detail).toContain("A later start of mailer held.");
  });

  it("is silent about two failures, about ends that are no failures, and about a program that was up for long", async () => {
    expect(await looped(program([1, 3], 1))).toEqual([]);
    expect(await looped(program([1, 3, 6, 10], 1, "exit status 0; expected"))).toEqual([]);
    expect(await looped(program([1, 101, 201, 301], 90))).toEqual([]);
  });

  it("is silent where the program works on something each time", async () => {
    const tasks = [100, 101, 102, 103].flatMap((pid, i) => [
      `${clock(1 + 3 * i).replace("T", " ")},200 INFO ${pid} MainThread start task ${i}`,
      `${clock(1 + 3 * i).replace("T", " ")},700 INFO ${pid} MainThread task ${i} done`,
    ]);
    expect(await looped(program([1, 4, 7, 10], 1), tasks)).toEqual([]);
  });
});

const gunicorn = (second: number, pid: number, text: string): string =>
  `[${clock(second).replace("T", " ")} +0000] [${pid}] [INFO] ${text}`;

const boot = (second: number, pid: number): string[] => [
  gunicorn(second, pid, `Booting worker with pid: ${pid}`),
  gunicorn(second, pid, "Exception in worker process"),
  "Traceback (most recent call last):",
  ...Array.from({ length: 30 }, (_, i) => `  File "/usr/lib/python3/gunicorn/${i}.py", line ${i}, in load`),
  "KeyError: 'PAYMENT_KEY'",
  gunicorn(second, pid, `Worker exiting (pid: ${pid})`),
];

const failing = (second: number, master: number): string[] => [
  gunicorn(second, master, "Starting gunicorn 23.0.0"),
  gunicorn(second, master, `Listening at: http://127.0.0.1:8000 (${master})`),
  ...boot(second, master + 1),
  gunicorn(second + 1, master, `Worker (pid:${master + 1}) exited with code 3.`),
  gunicorn(second + 1, master, "Shutting down: Master"),
  gunicorn(second + 1, master, "Reason: Worker failed to boot."),
];

describe("crash-loop of a server", () => {
  it("is one loop of the server where it is started anew each time", async () => {
    const [found, ...others] = await looped([...failing(0, 10), ...failing(3, 20), ...failing(8, 30)]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      title: "gunicorn failed at each of 3 starts within 9 s: KeyError: 'PAYMENT_KEY'",
      figures: { attempts: 3, withinMs: 9_000 },
    });
  });

  it("is the loop of the program where a supervisor starts the server", async () => {
    const spawned = [10, 20, 30].flatMap((pid, i) => [
      supervisord(4 * i, `spawned: 'web' with pid ${pid}`),
      supervisord(4 * i + 2, "exited: web (exit status 3; not expected)"),
    ]);
    const master = [supervisord(0, "supervisord started with pid 7"), ...spawned];
    const found = await looped([...failing(0, 10), ...failing(4, 20), ...failing(8, 30)], master);
    expect(found.map(({ title }) => title)).toEqual([
      "web failed at each of 3 starts within 9 s: KeyError: 'PAYMENT_KEY'",
    ]);
  });

  it("tells of a reload whose new workers do not boot, so that the server halts", async () => {
    const [found] = await looped([
      gunicorn(0, 10, "Starting gunicorn 23.0.0"),
      gunicorn(0, 10, "Listening at: http://127.0.0.1:8000 (10)"),
      gunicorn(0, 11, "Booting worker with pid: 11"),
      gunicorn(60, 10, "Handling signal: hup"),
      gunicorn(60, 10, "Hang up: Master"),
      ...boot(61, 12),
      gunicorn(61, 11, "Worker exiting (pid: 11)"),
      gunicorn(62, 10, "Worker (pid:12) exited with code 3."),
      gunicorn(62, 10, "Shutting down: Master"),
      gunicorn(62, 10, "Reason: Worker failed to boot."),
    ]);
    expect(found).toMatchObject({
      severity: "critical",
      title: "1 gunicorn worker failed to boot, and the server halted: KeyError: 'PAYMENT_KEY'",
      figures: { attempts: 1, gaveUp: 1, exitCode: 3 },
    });
  });

  it("does not take the exit status of a worker that had worked for a failure to boot", async () => {
    const halt = [
      gunicorn(0, 10, "Starting gunicorn 23.0.0"),
      gunicorn(0, 10, "Listening at: http://127.0.0.1:8000 (10)"),
      gunicorn(0, 11, "Booting worker with pid: 11"),
      gunicorn(9, 10, "Worker (pid:11) exited with code 4."),
      gunicorn(9, 10, "Shutting down: Master"),
      gunicorn(9, 10, "Reason: App failed to load."),
    ];
    const work = [1, 3, 5].flatMap((second) => [
      `${clock(second).replace("T", " ")},000 INFO [11] shop: start task ${second}`,
      `${clock(second + 1).replace("T", " ")},000 INFO [11] shop: task ${second} done`,
    ]);
    expect(await looped(halt, work)).toEqual([]);
    expect(await looped(halt)).toHaveLength(1);
  });

  it("is silent about a reload, and about workers that a signal ends while their work is not shown", async () => {
    const restarts = [20, 30, 40, 50].flatMap((pid, i) => [
      gunicorn(2 * i + 1, 10, `Worker (pid:${pid}) was sent SIGSEGV!`),
      gunicorn(2 * i + 1, pid + 10, `Booting worker with pid: ${pid + 10}`),
    ]);
    const start = [
      gunicorn(0, 10, "Starting gunicorn 23.0.0"),
      gunicorn(0, 10, "Listening at: http://127.0.0.1:8000 (10)"),
      gunicorn(0, 20, "Booting worker with pid: 20"),
    ];
    expect(await looped([...start, ...restarts])).toEqual([]);
    const reload = [gunicorn(1, 10, "Handling signal: hup"), gunicorn(1, 10, "Hang up: Master")];
    const leaving = [gunicorn(1, 21, "Booting worker with pid: 21"), gunicorn(1, 20, "Worker exiting (pid: 20)")];
    expect(await looped([...start, ...reload, ...leaving])).toEqual([]);
  });

  it("counts the words of a server that names no process", async () => {
    const uvicorn = [0, 4, 8].flatMap((second) => [
      `${clock(second)}.000Z INFO:     Started server process [1]`,
      `${clock(second)}.100Z INFO:     Waiting for application startup.`,
      `${clock(second + 1)}.000Z ERROR:    Application startup failed. Exiting.`,
    ]);
    const [found] = await looped(uvicorn);
    expect(found).toMatchObject({ severity: "critical", figures: { attempts: 3 } });
    expect(found?.title).toMatch(/^uvicorn failed at each of 3 starts/);
  });
});

const journal = (second: number, text: string): string =>
  `Mar  1 10:00:${String(second).padStart(2, "0")} web1 systemd[1]: ${text}`;

describe("crash-loop of what is known by its name alone", () => {
  it("counts the runs of a systemd unit until the start limit", async () => {
    const runs = [1, 4, 7].flatMap((second, i) => [
      journal(second, "Started Shop."),
      journal(second + 1, "shop.service: Main process exited, code=exited, status=1/FAILURE"),
      journal(second + 1, "shop.service: Failed with result 'exit-code'."),
      journal(second + 3, `shop.service: Scheduled restart job, restart counter is at ${i + 1}.`),
    ]);
    const [found] = await looped([
      journal(0, "shop.service: Scheduled restart job, restart counter is at 0."),
      ...runs,
      journal(10, "shop.service: Start request repeated too quickly."),
      journal(10, "shop.service: Failed with result 'exit-code'."),
    ]);
    expect(found).toMatchObject({
      severity: "critical",
      title: "shop.service failed at each of 3 starts within 8 s, and systemd gave it up",
      figures: { attempts: 3, withinMs: 8_000, gaveUp: 1, exitCode: 1 },
    });
  });

  it("counts the runs of a container", async () => {
    const docker = (second: number, what: string, code = ""): string =>
      `${clock(second)}.000000000Z container ${what} 4f5e6a7b8c9d (${code}image=shop:1, name=shop)`;
    const runs = [1, 4, 9].flatMap((second) => [docker(second, "start"), docker(second + 1, "die", "exitCode=1, ")]);
    const [found] = await looped(runs);
    expect(found).toMatchObject({ title: "shop failed at each of 3 starts within 9 s", figures: { exitCode: 1 } });
    const orderly = [1, 4, 9].flatMap((second) => [docker(second, "start"), docker(second + 1, "die", "exitCode=0, ")]);
    expect(await looped(orderly)).toEqual([]);
  });

  it("passes on that restarts are held back", async () => {
    const [found] = await looped([
      "LAST SEEN   TYPE      REASON    OBJECT          MESSAGE",
      "2m          Normal    Started   pod/shop-7d4f   Started container shop",
      "1m          Warning   BackOff   pod/shop-7d4f   Back-off restarting failed container",
    ]);
    expect(found).toMatchObject({
      title: "kubernetes holds back the restarts of shop-7d4f, which keeps failing",
      figures: { notices: 1, gaveUp: 0 },
    });
  });
});
