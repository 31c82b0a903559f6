import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { python } from "../../parsers/servers/python.ts";
import { DumpTracker } from "../../src/correlate/dump-tracker.ts";
import { threadIdOf } from "../../src/correlate/dumps.ts";
import { GapClock } from "../../src/time/span.ts";
import { dumpsIn, shown } from "../support/dumps.ts";
import { linesOf, readSample } from "../support/samples.ts";

const head = (id: string): string => `Thread 0x${id.padStart(16, "0")} (most recent call first):`;
const frame = (name: string, line = 1): string => `  File "/srv/app/${name}.py", line ${line} in ${name}`;

describe("faulthandler", () => {
  it("names threads by their ids in decimal, the newest frame first", async () => {
    const dumps = await dumpsIn([
      "Fatal Python error: Segmentation fault",
      "",
      head("7f1d649fd6c0"),
      frame("step", 12),
      frame("run", 40),
      "",
      "Current thread 0x00007F1D66EA8040 [MainThread] (most recent call first):",
      frame("main"),
    ]);
    expect(shown(dumps)).toEqual([
      ["139764218975936: step step.py:12 < run run.py:40", "139764257423424 MainThread: main main.py:1"],
    ]);
    expect(dumps[0]?.threads[0]?.frames[1]).toMatchObject({ at: 5, text: frame("run", 40) });
  });

  it("begins anew where a thread comes again", async () => {
    const one = [head("a1"), frame("step"), "", head("b2"), frame("wait")];
    const stacks = ["161: step step.py:1", "178: wait wait.py:1"];
    expect(shown(await dumpsIn([...one, ...one]))).toEqual([stacks, stacks]);
    expect(
      shown(await dumpsIn(["Timeout (0:00:05)!", ...one, "Timeout (0:00:05)!", head("c3"), frame("step")])),
    ).toEqual([stacks, ["195: step step.py:1"]]);
  });

  it("is read line by line within an envelope, with its times", async () => {
    const lines = [head("a1"), frame("step"), frame("run"), "", head("b2"), frame("wait")];
    const stamped = lines.map((line, i) => `2026-03-01T10:00:0${i}.000000000Z stderr F ${line}`);
    const dumps = await dumpsIn(stamped);
    expect(shown(dumps)).toEqual([["161: step step.py:1 < run run.py:1", "178: wait wait.py:1"]]);
    expect(dumps[0]?.threads[1]?.mark.at).toBe(Date.UTC(2026, 2, 1, 10, 0, 4));
  });

  it("goes on behind lines of others, and behind a header of the server's", async () => {
    const log = (i: number): string => `2026-03-01 10:00:0${i},000 INFO app 71 139889324566272 still alive ${i}`;
    expect(shown(await dumpsIn([log(1), head("a1"), frame("step"), log(2), frame("run"), log(3)]))).toEqual([
      ["161: step step.py:1 < run run.py:1"],
    ]);
    const dated = [head("a1"), frame("step"), frame("run")].map((line) => `Sun Mar  1 10:00:00 2026 - ${line}`);
    for (const sights of [true, false])
      expect(
        shown(
          await dumpsIn(["Sun Mar  1 10:00:00 2026 - spawned uWSGI worker 1 (pid: 71, cores: 1)", ...dated], sights),
        ),
      ).toEqual([["161: step step.py:1 < run run.py:1"]]);
  });

  it("is over after many lines of others", async () => {
    const others = Array.from(
      { length: 100 },
      (_, i) => `2026-03-01 10:00:00,${100 + i} INFO app 71 1398893 alive ${i}`,
    );
    expect(shown(await dumpsIn([head("a1"), frame("step"), ...others, frame("run")]))).toEqual([
      ["161: step step.py:1"],
    ]);
  });
});

describe("two dumps written into each other", () => {
  it("keeps no frame behind a head in fragments", async () => {
    const lines = [
      "Current thread 0xCurrent thread 0x00007f4422df3040 (most recent call first):",
      frame("run"),
      "00007f4422df3040 (most recent call first):",
      frame("run"),
    ];
    expect(await dumpsIn(lines)).toEqual([]);
    expect(shown(await dumpsIn([head("a1"), frame("step"), "", ...lines]))).toEqual([
      ["161: step step.py:1", "139930619555904 (torn): "],
    ]);
  });

  it("keeps no frame behind a torn line, up to the next head", async () => {
    const lines = [
      head("a1"),
      frame("step"),
      '  File "  File "/srv/app/x.py',
      '", line 3 in ',
      frame("run"),
      "",
      head("b2"),
      frame("wait"),
    ];
    expect(shown(await dumpsIn(lines))).toEqual([["161 (torn): step step.py:1", "178: wait wait.py:1"]]);
  });

  it("takes two heads in a row for two writers", async () => {
    expect(shown(await dumpsIn([head("a1"), head("b2"), frame("step"), frame("step")]))).toEqual([
      ["161 (torn): ", "178 (torn): "],
    ]);
    expect(shown(await dumpsIn([head("a1"), "  <no Python frame>", "", head("b2"), frame("step")]))).toEqual([
      ["161: ", "178: step step.py:1"],
    ]);
  });
});

describe("gevent", () => {
  it("tells greenlets by their addresses, where they are and not where they were spawned", async () => {
    const sample = readSample("gevent-deadlock").logs.find(({ name }) => name.endsWith("greenlets.txt"));
    const [dump, ...more] = await dumpsIn(linesOf(sample?.content ?? Buffer.alloc(0)));
    expect(more).toEqual([]);
    const [all] = shown(dump ? [dump] : []);
    expect(all).toHaveLength(18);
    expect(all?.[2]).toBe(
      "139930592184416 Greenlet-0: acquire thread.py:121 < deadlock_work webapp.py:48 < run_task truthlib.py:203",
    );
    expect(all?.filter((thread) => / Greenlet-\d+: acquire /.test(thread))).toHaveLength(14);
  });
});

describe("py-spy", () => {
  it("tells process, native ids, names and states", async () => {
    const dumps = await dumpsIn([
      "Process 1234: python app.py",
      "Python v3.11.2 (/usr/bin/python3.11)",
      "",
      'Thread 1234 (idle): "MainThread"',
      "    select (selectors.py:468)",
      "    main (app.py:80)",
      'Thread 1240 (active+gil): "jobs_0"',
      "    __futex_abstimed_wait_common64 (libc.so.6)",
      "    acquire (threading.py:312)",
      "        Arguments:",
      "            self: <unlocked (threading.py:1)>",
      "    step (jobs.py:41)",
    ]);
    expect(dumps[0]?.pid).toBe(1234);
    expect(dumps[0]?.threads.map(({ state }) => state)).toEqual(["idle", "active+gil"]);
    expect(shown(dumps)).toEqual([
      [
        "1234 MainThread: select selectors.py:468 < main app.py:80",
        "1240 jobs_0: __futex_abstimed_wait_common64 libc.so.6:? < acquire threading.py:312 < step jobs.py:41",
      ],
    ]);
  });

  it("tells the thread ids that applications log in JSON", async () => {
    const call = (name: string, line: number) => ({
      name,
      filename: `/srv/${name}.py`,
      module: null,
      short_filename: `${name}.py`,
      line,
      locals: [{ name: "x", addr: 1, arg: true, repr: "1" }],
      is_entry: false,
    });
    const thread = (id: number, os: number, name: string) => ({
      pid: 1234,
      thread_id: id,
      thread_name: name,
      os_thread_id: os,
      active: false,
      owns_gil: false,
      frames: [call("acquire", 312), call("step", 41)],
      process_info: null,
    });
    const json = JSON.stringify(
      [thread(139764218975936, 1240, "jobs_0"), thread(139764218975937, 1241, "jobs_1")],
      null,
      2,
    );
    const dumps = await dumpsIn(json.split("\n"));
    const calls = "acquire acquire.py:312 < step step.py:41";
    expect(shown(dumps)).toEqual([[`139764218975936 jobs_0: ${calls}`, `139764218975937 jobs_1: ${calls}`]]);
    expect(dumps[0]).toMatchObject({ pid: 1234, threads: [{ native: "1240" }, { native: "1241" }] });
  });
});

describe("uWSGI", () => {
  const line = (thread: string, name: string, at: number): string =>
    `thread_id = ${thread} filename = /srv/app/${name}.py lineno = ${at} function = ${name} line = ${name}(a = 1)`;
  const stacks = [line("jobs one", "run", 3), line("jobs one", "step", 6), "", line("jobs-two", "step", 6)];

  it("tells threads by name, the oldest frame first", async () => {
    expect(shown(await dumpsIn(["*** uWSGI Python tracebacker output ***", "", ...stacks]))).toEqual([
      ["jobs one: step step.py:6 < run run.py:3", "jobs-two: step step.py:6"],
    ]);
  });

  it("tells the process by the harakiri before it", async () => {
    const harakiri = "Sat Nov 21 21:26:17 2026 - *** HARAKIRI ON WORKER 1 (pid: 5947, try: 1) ***";
    const dumps = await dumpsIn([
      harakiri,
      "Sat Nov 21 21:26:17 2026 - *** uWSGI Python tracebacker output ***",
      "",
      ...stacks,
      "",
      "Sat Nov 21 21:26:17 2026 - HARAKIRI !!! worker 1 status !!!",
    ]);
    expect(dumps.map(({ pid, threads }) => [pid, threads.length])).toEqual([[5947, 2]]);
  });
});

describe("other languages", () => {
  it("Java: names, states and calls; a trace of an exception is none", async () => {
    const dumps = await dumpsIn([
      "Full thread dump OpenJDK 64-Bit Server VM (17.0.10+7 mixed mode):",
      "",
      '"pool-1-thread-3" #24 prio=5 os_prio=0 cpu=1.52ms elapsed=31.02s tid=0x00007f9c3c1d2800 nid=0x1a2b waiting for monitor entry  [0x00007f9c1c9f8000]',
      "   java.lang.Thread.State: BLOCKED (on object monitor)",
      "\tat com.shop.Ledger.book(Ledger.java:12)",
      "\t- waiting to lock <0x000000071a0b1c28> (a java.lang.Object)",
      "\tat java.lang.Thread.run(java.base@17.0.10/Thread.java:840)",
      "",
      "2026-03-01 10:00:00,000 ERROR app failed",
      "\tat com.shop.Ledger.fail(Ledger.java:99)",
    ]);
    expect(shown(dumps)).toEqual([
      ["pool-1-thread-3: com.shop.Ledger.book Ledger.java:12 < java.lang.Thread.run Thread.java:840"],
    ]);
    expect(dumps[0]?.threads[0]?.state).toBe("BLOCKED (on object monitor)");
  });

  it("Go: a call and its place in two lines", async () => {
    const dumps = await dumpsIn([
      "goroutine 18 [chan receive, 5 minutes]:",
      "main.(*Ledger).book(0xc000012345, {0x1, 0x2})",
      "\t/srv/shop/ledger.go:41 +0x1d",
      "main.main.func1()",
      "\t/srv/shop/main.go:12 +0x25",
      "created by main.main in goroutine 1",
      "\t/srv/shop/main.go:11 +0x85",
      "",
    ]);
    expect(shown(dumps)).toEqual([["18: main.(*Ledger).book ledger.go:41 < main.main.func1 main.go:12"]]);
  });

  it("Ruby: Sidekiq's and Puma's threads", async () => {
    const sidekiq = (text: string): string => `2024-04-02T14:33:05.001Z pid=4242 tid=gxk WARN: ${text}`;
    expect(
      shown(
        await dumpsIn([
          sidekiq("Thread TID-oxe4j5k2m processor"),
          sidekiq("/srv/shop/ledger.rb:41:in `book'"),
          "/srv/shop/job.rb:7:in `perform'",
        ]),
      ),
    ).toEqual([["oxe4j5k2m processor: book ledger.rb:41 < perform job.rb:7"]]);
  });
});

describe("any log", () => {
  const lines = ["gevent-deadlock", "python-threads-deadlock", "uwsgi-tracebacker"].flatMap((name) =>
    readSample(name).logs.flatMap(({ content }) => linesOf(content)),
  );
  const cut = fc.tuple(fc.constantFrom(...lines), fc.constantFrom(...lines), fc.nat(200), fc.nat(200));
  const anyLine = fc.oneof(
    fc.constantFrom(...lines),
    cut.map(([a, b, i, j]) => a.slice(0, i) + b.slice(j)),
    fc.string(),
  );

  it("invents no frame: each stands in the line that it is said to", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyLine, { maxLength: 60 }), async (log) => {
        const flat = log.map((line) => line.replaceAll(/[\r\n]/g, " "));
        for (const { threads } of await dumpsIn(flat))
          for (const { mark, frames } of threads) {
            expect(flat[mark.line - 1]).toBe(mark.text);
            for (const { at, text, file } of frames) {
              expect(flat[at - 1]).toBe(text);
              expect(text).toContain(file);
            }
          }
      }),
      { numRuns: 60 },
    );
  });

  it("costs no more than its latest threads and their newest frames", () => {
    const tracker = new DumpTracker(new Map(python.dump ? [["python", python.dump]] : []), new GapClock());
    let line = 0;
    const event = { kind: "stack", parser: "python" } as const;
    const sign = (text: string) => ({ source: 0, line: ++line, text, at: null, offset: 0 });
    for (let thread = 1; thread <= 30_000; thread++) {
      tracker.see({ ...blank, ...event }, sign(head((thread % 100).toString(16))), "");
      for (let i = 0; i < (thread % 500 === 0 ? 150 : 2); i++) tracker.more(sign(frame("step", i)), "");
      tracker.blank("");
    }
    const threads = tracker.found.flatMap((dump) => dump.threads);
    expect(threads.length).toBeGreaterThan(9_000);
    expect(threads.length).toBeLessThanOrEqual(10_000);
    expect(tracker.dropped).toBeGreaterThanOrEqual(30_000 - threads.length);
    expect(threads.at(-1)?.mark.line).toBeGreaterThan(line - 200);
    expect(Math.max(...threads.map(({ frames }) => frames.length))).toBe(100);
  });
});

const blank = {
  pid: null,
  worker: null,
  tid: null,
  taskId: null,
  taskName: null,
  signal: null,
  exitCode: null,
  durationMs: null,
  requests: null,
  rss: null,
  time: null,
};

describe("threadIdOf", () => {
  it.each([
    ["0x00007f1d649fd6c0", "139764218975936"],
    ["0X7F1D649FD6C0", "139764218975936"],
    ["7f1d649fd6c0", "139764218975936"],
    ["139764218975936", "139764218975936"],
    ["MainThread", "MainThread"],
    ["0x11112222333344445", "0x11112222333344445"],
  ])("%s is %s", (text, id) => expect(threadIdOf(text)).toBe(id));
});
