import { describe, expect, it } from "vitest";
import { analyze, type Report } from "../../src/index.ts";
import { readSample, sampleNames, utc } from "../support/samples.ts";

const pid = 71;
const thread = (n: number): string => String(139889324566272 + n * 8_192);
const hex = (n: number): string => `0x${(139889324566272 + n * 8_192).toString(16).padStart(16, "0")}`;

/** A line at so many seconds after 10:00. */
const log = (at: number, of: number, text: string, process = pid): string =>
  `${new Date(Date.UTC(2026, 2, 1, 10) + at * 1_000).toISOString().slice(0, 23).replace("T", " ").replace(".", ",")} INFO app ${process} ${thread(of)} ${text}`;

/** A task that says nothing more after 0.2 s. */
const silent = (at: number, of: number, id: string, process = pid): string[] => [
  log(at, of, `start task ${id}`, process),
  log(at + 0.2, of, `task ${id} has read its rows`, process),
];

/** A task of half a second. */
const done = (at: number, of: number, id: string, process = pid): string[] => [
  ...silent(at, of, id, process),
  log(at + 0.5, of, `task ${id} finished`, process),
];

const healthy = [1, 2, 3, 4, 5].flatMap((i) => done(i, i % 3, `H-${i}`));
const goingOn = (process = pid): string[] =>
  [10, 11, 12, 13, 14, 15, 16, 17, 18, 19].flatMap((i) => done(i, 9, `G-${i}`, process));
const crossing = [...silent(7, 1, "X-1"), ...silent(7.1, 2, "X-2")];

const run = (app: readonly string[], ...more: { name: string; lines: readonly string[] }[]): Promise<Report> =>
  analyze(
    [{ name: "app.log", lines: app.toSorted() }, ...more].map(({ name, lines }) => ({
      name,
      content: `${lines.join("\n")}\n`,
    })),
    utc,
  );

const deadlocks = ({ findings }: Report) => findings.filter(({ rule }) => rule === "deadlock");

const stack = (n: number, ...calls: string[]): string[] => [
  `Thread ${hex(n)} (most recent call first):`,
  ...calls.map((call) => `  File ${call}`),
  "",
];
const wait = '"/usr/lib/python3.11/threading.py", line 320 in wait';
const pool = '"/usr/lib/python3.11/concurrent/futures/thread.py", line 83 in _worker';

describe("deadlock", () => {
  it("tells of tasks that fell silent together in a process that goes on", async () => {
    const report = await run([...healthy, ...crossing, ...goingOn()]);
    expect(deadlocks(report)).toMatchObject([
      {
        severity: "critical",
        title: "2 tasks of pid 71 fell silent together, and the process lived on",
        figures: { stuck: 2, threads: 2, processes: 1, silentMs: 12_300, inDump: 0, sharedFrame: 0 },
        tasks: ["t1", "t2"],
      },
    ]);
    expect(deadlocks(report)[0]?.detail).toContain(
      "came between 10:00:07.200 and 10:00:07.300, 12 s before the log's end",
    );
  });

  it("names the call that they share, and from where in the application it was made", async () => {
    const app = '"/srv/app/jobs.py", line';
    const dump = [
      ...stack(
        1,
        wait,
        '"/srv/venv/lib/python3.11/site-packages/tracing/export.py", line 7 in on_end',
        `${app} 41 in step`,
        pool,
      ),
      ...stack(
        2,
        wait,
        '"/srv/venv/lib/python3.11/site-packages/tracing/export.py", line 9 in on_end',
        `${app} 41 in step`,
        pool,
      ),
      ...stack(9, `${app} 50 in other`, pool),
      ...stack(5, wait, pool),
    ];
    const report = await run([...healthy, ...crossing, ...goingOn()], { name: "stacks.txt", lines: dump });
    const [finding] = deadlocks(report);
    expect(finding?.title).toBe(
      "2 tasks of pid 71 wait for each other: all in wait, called from on_end (export.py:7 and 9)",
    );
    expect(finding?.figures).toMatchObject({ inDump: 2, sharedFrame: 2 });
    expect(finding?.evidence.map(({ source, line }) => [source, line])).toEqual([
      ["stacks.txt", 2],
      ["stacks.txt", 3],
      ["stacks.txt", 8],
      ["stacks.txt", 9],
      ["app.log", 18],
      ["app.log", 19],
    ]);
  });

  it("does not take stacks in the application's own log for the end of a task", async () => {
    const lines = [...healthy, ...crossing, ...goingOn()].toSorted();
    const dump = [
      "Fatal Python error: Aborted",
      "",
      ...stack(1, wait, '"/srv/app/fail.py", line 4 in task_failed'),
      ...stack(2, wait, '"/srv/app/fail.py", line 4 in task_failed'),
    ];
    const at = lines.findIndex((line) => line.includes("10:00:12"));
    const report = await analyze(
      [{ name: "app.log", content: `${lines.toSpliced(at, 0, ...dump).join("\n")}\n` }],
      utc,
    );
    expect(report.summary).toMatchObject({ tasks: 17, finished: 15, failed: 0, stuck: 2 });
    expect(deadlocks(report)[0]?.title).toBe(
      "2 tasks of pid 71 wait for each other: all in wait, called from task_failed (fail.py:4)",
    );
  });

  it("finds threads by their names", async () => {
    const named = (line: string): string => line.replace(/ 71 (\d+) /, (_, id) => ` 71 jobs-${Number(id) % 97} `);
    const name = (n: number): string => `jobs-${Number(thread(n)) % 97}`;
    const spy = [
      "Process 71: python app.py",
      "Python v3.11.2 (/usr/bin/python3.11)",
      "",
      ...[1, 2].flatMap((n) => [
        `Thread ${80 + n} (idle): "${name(n)}"`,
        "    acquire (threading.py:312)",
        "    step (jobs.py:41)",
      ]),
    ];
    const report = await run([...healthy, ...crossing, ...goingOn()].map(named), { name: "spy.txt", lines: spy });
    expect(deadlocks(report)[0]?.title).toBe(
      "2 tasks of pid 71 wait for each other: all in acquire, called from step (jobs.py:41)",
    );
  });

  it("says what a dump of the process shows where its ids are not those of the log", async () => {
    const spy = [
      "Process 71: python app.py",
      "Python v3.11.2 (/usr/bin/python3.11)",
      "",
      ...[1, 2].flatMap((n) => [
        `Thread ${80 + n} (idle): "jobs_${n}"`,
        "    acquire (threading.py:312)",
        "    step (jobs.py:41)",
      ]),
    ];
    const report = await run([...healthy, ...crossing, ...goingOn()], { name: "spy.txt", lines: spy });
    expect(deadlocks(report)[0]?.detail).toContain(
      "names its threads otherwise than the log does; 2 of them are in acquire, called from step (jobs.py:41)",
    );
  });

  it("says that a dump of native threads has no greenlets", async () => {
    const hub = [
      "Current thread 0x00007f4422df3040 (most recent call first):",
      '  File "/usr/lib/python3/dist-packages/gevent/hub.py", line 647 in run',
    ];
    const report = await run([...healthy, ...crossing, ...goingOn()], { name: "stacks.txt", lines: hub });
    expect(deadlocks(report)[0]?.detail).toContain(
      "2 of the tasks are not in the stack dump: a dump of native threads shows no greenlets",
    );
    expect(deadlocks(report)[0]?.detail).toContain("gevent.util.print_run_info()");
  });

  it("does not take a dump of another process, or of before, for that of the stuck ones", async () => {
    const other = [
      "Process 72: python app.py",
      "Python v3.11.2 (/usr/bin/python3.11)",
      ...[1, 2].flatMap((n) => [
        `Thread ${hex(n).toUpperCase().replace("0X0000", "0x")} (idle): "t${n}"`,
        "    acquire (threading.py:312)",
        "    step (jobs.py:41)",
      ]),
    ];
    const report = await run([...healthy, ...crossing, ...goingOn()], { name: "spy.txt", lines: other });
    expect(deadlocks(report)[0]?.figures.inDump).toBe(0);
    const early = [log(0, 9, "hello"), ...stack(1, wait), ...stack(2, wait), log(1, 9, "hello again")];
    const again = await run([...healthy, ...crossing, ...goingOn()], { name: "stacks.txt", lines: early });
    expect(deadlocks(again)[0]?.figures.inDump).toBe(0);
  });

  it("gives each of two processes that share thread ids one of two dumps, and says that it cannot tell which", async () => {
    const twin = crossing.map((line) => line.replaceAll(" 71 ", " 72 ").replaceAll("X-", "Y-"));
    const dump = [1, 2].flatMap((n) => stack(n, wait, '"/srv/app/jobs.py", line 41 in step', pool));
    const own = healthy.map((line) => line.replaceAll(" 71 ", " 72 ").replaceAll("H-", "K-"));
    const report = await run([...healthy, ...own, ...crossing, ...twin, ...goingOn(), ...goingOn(72)], {
      name: "stacks.txt",
      lines: [...dump, ...dump],
    });
    expect(deadlocks(report)).toMatchObject([
      {
        title: "4 tasks of pids 71 and 72 wait for each other: all in wait, called from step (jobs.py:41)",
        figures: { stuck: 4, threads: 4, processes: 2, inDump: 4, sharedFrame: 4 },
        detail: expect.stringContaining("Which process a dump is of, it does not tell"),
      },
    ]);
  });

  it("takes what a Java thread says of itself for a wait", async () => {
    const named = (line: string): string => line.replace(/ 71 (\d+) /, (_, id) => ` 71 pool-${Number(id) % 97} `);
    const jstack = [1, 2].flatMap((n) => [
      `"pool-${Number(thread(n)) % 97}" #24 prio=5 os_prio=0 tid=0x00007f9c3c1d2800 nid=0x1a2b waiting for monitor entry  [0x00007f9c1c9f8000]`,
      "   java.lang.Thread.State: BLOCKED (on object monitor)",
      "\tat com.shop.Ledger.book(Ledger.java:12)",
      `\tat com.shop.Job.run(Job.java:${n})`,
      "",
    ]);
    const report = await run([...healthy, ...crossing, ...goingOn()].map(named), { name: "jstack.txt", lines: jstack });
    expect(deadlocks(report)[0]?.title).toBe(
      "2 tasks of pid 71 wait for each other: all in com.shop.Ledger.book (Ledger.java:12)",
    );
  });

  it("looks beneath native frames for the application's", async () => {
    const spy = [
      "Process 71: python app.py",
      "Python v3.11.2 (/usr/bin/python3.11)",
      "",
      ...[1, 2].flatMap((n) => [
        `Thread ${hex(n).replace("0x0000", "0x")} (idle)`,
        "    __futex_abstimed_wait_common64 (libc.so.6)",
        "    PyThread_acquire_lock_timed (python3.11)",
        "    acquire (threading.py:312)",
        "    step (jobs.py:41)",
      ]),
    ];
    const report = await run([...healthy, ...crossing, ...goingOn()], { name: "spy.txt", lines: spy });
    expect(deadlocks(report)[0]?.title).toBe(
      "2 tasks of pid 71 wait for each other: all in __futex_abstimed_wait_common64, called from step (jobs.py:41)",
    );
  });

  it("tells of a deadlock that a stop ended", async () => {
    const server = [
      "[2026-03-01 10:00:00 +0000] [70] [INFO] Starting gunicorn 20.1.0",
      "[2026-03-01 10:00:00 +0000] [71] [INFO] Booting worker with pid: 71",
      "[2026-03-01 10:00:25 +0000] [70] [INFO] Handling signal: term",
      "[2026-03-01 10:00:25 +0000] [71] [INFO] Worker exiting (pid: 71)",
      "[2026-03-01 10:00:25 +0000] [70] [INFO] Shutting down: Master",
    ];
    const report = await run([...healthy, ...crossing, ...goingOn()], { name: "error.log", lines: server });
    expect(report.summary).toMatchObject({ killed: 2, stuck: 0 });
    expect(deadlocks(report)).toMatchObject([
      {
        severity: "critical",
        title: "2 tasks of pid 71 fell silent together, long before they were killed",
        deaths: [expect.stringMatching(/^d/)],
      },
    ]);
    // The same stop soon after their last word is no sign of anything.
    const soon = server.map((line) => line.replace("10:00:25", "10:00:09"));
    const brief = await run([...healthy, ...crossing], { name: "error.log", lines: soon });
    expect(brief.summary.killed).toBe(2);
    expect(deadlocks(brief)).toEqual([]);
  });

  it("says so where nothing shows that the process went on", async () => {
    const elsewhere = [...done(3, 1, "S-1", 72), ...goingOn(72)];
    const server = [
      "[2026-03-01 10:00:00 +0000] [70] [INFO] Starting gunicorn 20.1.0",
      ...[71, 72].map((p) => `[2026-03-01 10:00:00 +0000] [${p}] [INFO] Booting worker with pid: ${p}`),
    ];
    const report = await run([...healthy, ...crossing, ...elsewhere], { name: "error.log", lines: server });
    expect(report.summary.stuck).toBe(2);
    expect(deadlocks(report)).toMatchObject([
      {
        severity: "warning",
        title: "2 tasks of pid 71 fell silent together",
        detail: expect.stringContaining("no line tells"),
      },
    ]);
  });
});

describe("no deadlock", () => {
  it.each([
    ["one task alone", [...healthy, ...silent(7, 1, "X-1"), ...goingOn()]],
    [
      "two in different processes",
      [
        ...healthy,
        ...silent(7, 1, "X-1"),
        ...done(6, 2, "H-9", 72),
        ...silent(7.1, 2, "X-2", 72),
        ...goingOn(),
        ...goingOn(72),
      ],
    ],
    [
      "two that stopped at different times",
      [...healthy, ...silent(7, 1, "X-1"), ...silent(12, 2, "X-2"), ...goingOn()],
    ],
    [
      "tasks at work when the log ends",
      [...healthy, ...goingOn(), ...silent(19.2, 1, "X-1"), ...silent(19.3, 2, "X-2")],
    ],
    [
      "slow tasks that go on to speak",
      [
        ...healthy,
        ...crossing,
        ...goingOn(),
        ...[9, 11, 13, 15, 17, 19].flatMap((at) => [1, 2].map((n) => log(at, n, `task X-${n} is at it`))),
      ],
    ],
    ["nothing lost", [...healthy, ...goingOn()]],
    [
      "tasks of which no line tells the process",
      [...healthy, ...crossing, ...done(3, 9, "S-1"), ...goingOn()].map((line) => line.replace(` ${pid} `, " ")),
    ],
    [
      "two whose process may have vanished, as others of the same log did",
      [
        ...healthy,
        ...[72, 73, 74].flatMap((other, i) => [
          ...done(3 * i, 1, `D-${other}`, other),
          ...silent(3 * i + 1, 1, `L-${other}`, other),
        ]),
        ...crossing,
        ...done(3, 1, "S-1", 75),
        ...goingOn(75),
      ],
    ],
  ])("%s", async (_, lines) => {
    expect(deadlocks(await run(lines))).toEqual([]);
  });

  const known = [
    "deadlock-stuck",
    "deadlock-then-stopped",
    "gevent-deadlock",
    "python-threads-deadlock",
    "uwsgi-tracebacker",
  ];
  it("in any sample but those of one", async () => {
    const found: string[] = [];
    for (const name of sampleNames) {
      const { logs, options } = readSample(name);
      if (deadlocks(await analyze(logs, options)).length > 0) found.push(name);
    }
    expect(found).toEqual(known);
  }, 60_000);
});
