import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import { Recogniser } from "../../src/recognise/recogniser.ts";
import { compileCatalogue } from "../../src/recognise/recognition.ts";
import { zoneNamed } from "../../src/time/zone.ts";
import { examine } from "../support/log.ts";

/** What is read of a line: pid, thread, level, time of day, and the words that tell of tasks in its message. */
interface Seen {
  readonly kind: string;
  readonly pid: number;
  readonly tid: string;
  readonly process: string;
  readonly level: number;
  readonly at: string | null;
  readonly wording: string | null;
  readonly event: string | null;
}

/** Reads a log whose layout is inferred from itself. */
function read(text: string): Seen[] {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => line.trimStart());
  const recogniser = new Recogniser(compileCatalogue(catalogue), {
    zone: zoneNamed("UTC"),
    zoneGiven: true,
    day: Date.UTC(2026, 10, 21),
  });
  recogniser.learn(lines);
  return lines.map((line, i) => {
    const r = recogniser.read(line, i + 1, 0);
    if (!r) throw new Error(`nothing read of ${line}`);
    return {
      kind: r.kind,
      pid: r.pid,
      tid: r.tid,
      process: r.process,
      level: r.level,
      at: r.at === null ? null : new Date(r.at).toISOString().slice(11, 23),
      wording: r.wording === null ? null : [r.wording.phase, ...r.wording.ids].join(" "),
      event: r.event === null ? null : r.event.kind,
    };
  });
}

/** Pid and thread of each line. */
const owners = (seen: readonly Seen[]) => seen.map(({ pid, tid }) => `${pid}/${tid}`);
const words = (seen: readonly Seen[]) => seen.map(({ wording }) => wording);
const levels = (seen: readonly Seen[]) => seen.map(({ level }) => level);

/** What the lines of every layout below say. */
const told = ["start 1", null, "start 2", "end 1", null, "end 2", null, "start 3", null, "end 3"];

/** Ten records of two processes with two threads, laid out by `line`. */
function laidOut(line: (record: { pid: number; tid: number; s: number; level: string; message: string }) => string) {
  const messages = [
    "start task 1",
    "17 rows to do",
    "start task 2",
    "finished task 1",
    "heartbeat: 200 ok",
    "finished task 2",
    "GET /health 200",
    "start task 3",
    "(idle)",
    "finished task 3",
  ];
  return messages
    .map((message, i) =>
      line({
        pid: pids[i] ?? 0,
        tid: tids[i] ?? 0,
        s: 10 + i,
        level: i === 4 ? "WARNING" : "INFO",
        message,
      }),
    )
    .join("\n");
}

const pids = [4021, 4021, 4022, 4021, 4022, 4022, 4021, 4021, 4022, 4021];
const tids = [1, 1, 2, 1, 2, 2, 1, 1, 2, 1];
const address = (tid: number) => `13988932450${tid}000`;
const both = pids.map((pid, i) => `${pid}/${address(tids[i] ?? 0)}`);
const pidOnly = pids.map((pid) => `${pid}/`);
const info = [1, 1, 1, 1, 2, 1, 1, 1, 1, 1];
const none = info.map(() => -1);
const nobody = pids.map(() => "-1/");
const date = "2026-11-21";

type Record = Parameters<Parameters<typeof laidOut>[0]>[0];
const layouts: readonly [string, (r: Record) => string, string[], number[]][] = [
  [
    "time app pid tid message",
    (r) => `${date} 14:41:${r.s},023 app ${r.pid} ${address(r.tid)} ${r.message}`,
    both,
    none,
  ],
  [
    "time level pid tid message",
    (r) => `${date} 14:41:${r.s},023 ${r.level} ${r.pid} ${address(r.tid)} ${r.message}`,
    both,
    info,
  ],
  [
    "[time] [pid] [tid] level: message",
    (r) => `[${date} 14:41:${r.s},023] [${r.pid}] [${address(r.tid)}] ${r.level}: ${r.message}`,
    both,
    info,
  ],
  ["[time: level/pid] message", (r) => `[${date} 14:41:${r.s},023: ${r.level}/${r.pid}] ${r.message}`, pidOnly, info],
  [
    "time - logger - level - [pid:tid] - message",
    (r) => `${date} 14:41:${r.s},023 - shop.jobs - ${r.level} - [${r.pid}:${address(r.tid)}] - ${r.message}`,
    both,
    info,
  ],
  ["time pid level message", (r) => `${date} 14:41:${r.s} ${r.pid} ${r.level} ${r.message}`, pidOnly, info],
  [
    "time level [pid] logger: message",
    (r) => `${date}T14:41:${r.s}.023Z ${r.level} [${r.pid}] shop.jobs: ${r.message}`,
    pidOnly,
    info,
  ],
  [
    "level first: LEVEL time pid message",
    (r) => `${r.level} ${date} 14:41:${r.s},023 ${r.pid} ${r.message}`,
    pidOnly,
    info,
  ],
  [
    "pid=… tid=… labels",
    (r) => `${date} 14:41:${r.s},023 ${r.level} pid=${r.pid} tid=${address(r.tid)} ${r.message}`,
    both,
    info,
  ],
  [
    "hex thread ids",
    (r) => `${date} 14:41:${r.s},023 ${r.level} ${r.pid} 0x7f3a0${r.tid}c0 ${r.message}`,
    both.map((o, i) => o.replace(/\/.*/, `/0x7f3a0${tids[i]}c0`)),
    info,
  ],
  [
    "line number views.py:42",
    (r) => `${date} 14:41:${r.s},023 ${r.level} ${r.pid} views.py:${r.s % 3 === 0 ? 42 : 57} ${r.message}`,
    pidOnly,
    info,
  ],
  [
    "line number before the pid",
    (r) => `${date} 14:41:${r.s},023 ${r.level} views.py:${r.s % 3 === 0 ? 42 : 57} ${r.pid} ${r.message}`,
    pidOnly,
    info,
  ],
  [
    "two native ids: pid and a thread's that depends on it",
    (r) => `${date} 14:41:${r.s},023 ${r.level} ${r.pid} ${r.pid + 100 + r.tid} ${r.message}`,
    pids.map((pid, i) => `${pid}/${pid + 100 + (tids[i] ?? 0)}`),
    info,
  ],
  [
    "milliseconds as a column of their own",
    (r) =>
      `${date} 14:41:${r.s} ${String(r.s * 37).padStart(3, "0")} ${r.level} ${r.pid} ${address(r.tid)} ${r.message}`,
    both,
    info,
  ],
  [
    "a request counter that looks like a pid",
    (r) => `${date} 14:41:${r.s},023 ${r.level} ${r.pid} ${5000 + r.s} ${r.message}`,
    pidOnly,
    info,
  ],
  [
    "a request counter before the pid",
    (r) => `${date} 14:41:${r.s},023 ${r.level} ${5000 + r.s} ${r.pid} ${r.message}`,
    pidOnly,
    info,
  ],
  ["epoch seconds", (r) => `17952716${r.s}.023 ${r.level} ${r.pid} ${r.message}`, pidOnly, info],
  ["epoch milliseconds", (r) => `17952716${r.s}023 ${r.level} ${r.pid} ${r.message}`, pidOnly, info],
  [
    "syslog style: Nov 21 time app[pid]: message",
    (r) => `Nov 21 14:41:${r.s} shop[${r.pid}]: ${r.message}`,
    pidOnly,
    none,
  ],
  ["time of day only", (r) => `14:41:${r.s}.023 ${r.level} ${r.pid} ${r.message}`, pidOnly, info],
  [
    "java: time [thread] LEVEL logger - message",
    (r) => `${date} 14:41:${r.s}.023 [pool-${r.tid}-thread-1] ${r.level.replace("ING", "")} c.shop.Jobs - ${r.message}`,
    pids.map((_, i) => `-1/pool-${tids[i]}-thread-1`),
    info,
  ],
  [
    "spring: time LEVEL pid --- [thread] logger : message",
    (r) =>
      `${date} 14:41:${r.s}.023  ${r.level.replace("ING", "").padStart(5)} ${r.pid} --- [exec-${r.tid}] c.shop.Jobs   : ${r.message}`,
    pids.map((pid, i) => `${pid}/exec-${tids[i]}`),
    info,
  ],
  [
    "python thread names with blanks",
    (r) => `${date} 14:41:${r.s},023 [${r.pid}] [Thread-${r.tid} (run job)] ${r.level} ${r.message}`,
    pids.map((pid, i) => `${pid}/Thread-${tids[i]} (run job)`),
    info,
  ],
  [
    "MainThread and pool threads",
    (r) =>
      `${date} 14:41:${r.s},023 ${r.level} ${r.pid} ${r.tid === 1 ? "MainThread" : "ThreadPoolExecutor-0_1"} ${r.message}`,
    pids.map((pid, i) => `${pid}/${tids[i] === 1 ? "MainThread" : "ThreadPoolExecutor-0_1"}`),
    info,
  ],
  [
    "bars: time | pid | level | message",
    (r) => `${date} 14:41:${r.s}.023 | ${r.pid} | ${r.level} | ${r.message}`,
    pidOnly,
    info,
  ],
  ["brackets without blanks", (r) => `[${date} 14:41:${r.s}][${r.level}][${r.pid}]${r.message}`, pidOnly, info],
  ["time alone", (r) => `${date} 14:41:${r.s} ${r.message}`, nobody, none],
  [
    "request id in the header",
    (r) => `${date} 14:41:${r.s},023 ${r.level} ${r.pid} [req-${r.s}f3a9c2${r.s}] ${r.message}`,
    pidOnly,
    info,
  ],
];

/** Layouts that were misread once. */
const misread: typeof layouts = [
  ["LEVEL:logger:pid:message, no time", (r) => `${r.level}:shop.jobs:${r.pid}:${r.message}`, pidOnly, info],
  ["[pid 4021] label in brackets", (r) => `${date} 14:41:${r.s} [pid ${r.pid}] ${r.level} ${r.message}`, pidOnly, info],
  [
    "loguru: time | LEVEL | logger:function:line - message",
    (r) => `${date} 14:41:${r.s}.023 | ${r.level.padEnd(8)} | shop.jobs:run:42 - ${r.message}`,
    nobody,
    info,
  ],
  [
    "glog: Lmmdd time pid file:line] message",
    (r) => `${r.level[0]}1121 14:41:${r.s}.023000 ${r.pid} jobs.cc:42] ${r.message}`,
    pidOnly,
    info,
  ],
];

describe("layouts", () => {
  it.each(layouts)("%s", (_, line, whose, level) => {
    const seen = read(laidOut(line));
    expect(words(seen)).toEqual(told);
    expect(owners(seen)).toEqual(whose);
    expect(levels(seen)).toEqual(level);
  });

  it.each(layouts)("%s, beside lines of another program", (_, line, whose, level) => {
    const mine = laidOut(line).split("\n");
    const others = Array.from(
      { length: 6 },
      (_unused, i) => `21/Nov/2026:14:41:2${i} +0000 10.0.3.9 "GET /a HTTP/1.1" 200 ${i}`,
    );
    const seen = read([...mine.slice(0, 4), ...others, ...mine.slice(4)].join("\n")).filter(
      (_unused, i) => i < 4 || i >= 10,
    );
    expect(words(seen)).toEqual(told);
    expect(owners(seen)).toEqual(whose);
    expect(levels(seen)).toEqual(level);
  });
});

describe("layouts that are misread", () => {
  it.each(misread)("%s", (_, line, whose, level) => {
    const seen = read(laidOut(line));
    expect(words(seen)).toEqual(told);
    expect(owners(seen)).toEqual(whose);
    expect(levels(seen)).toEqual(level);
  });

  it.each([
    ["module function line:", (n: number) => `shop run ${n}:`],
    ["module.function(line):", (n: number) => `shop.run(${n}):`],
    ["file.py line", (n: number) => `jobs.py ${n}`],
    ["file.py:function:line", (n: number) => `jobs.py:run:${n}`],
    ["module:function:line -", (n: number) => `shop.jobs:run:${n} -`],
  ])("a line number is no pid: %s", (_, place) => {
    const log = Array.from({ length: 8 }, (_unused, i) => [
      [42, `start task ${i}`],
      [57, "17 rows to do"],
      [61, "(idle)"],
      [63, `task ${i}: page 3`],
      [77, `finished task ${i}`],
    ])
      .flat()
      .map(([line, message], i) => `2026-11-21 14:41:${10 + i},023 INFO ${place(Number(line))} ${message}`);
    expect(new Set(owners(read(log.join("\n"))))).toEqual(new Set(["-1/"]));
  });

  it.each([["shop.jobs:run:"], ["shop.jobs:process:"], ["jobs.py:"]])(
    "the message begins behind the place: %s",
    (place) => {
      const log = Array.from({ length: 8 }, (_unused, i) => [
        [42, `Mailing 3c6da5d${i} started`],
        [57, "17 rows to do"],
        [77, `Mailing 3c6da5d${i} finished`],
      ])
        .flat()
        .map(([line, message], i) => `2026-11-21 14:41:${10 + i},023 | INFO | 4021 | ${place}${line} - ${message}`);
      const told = Array.from({ length: 8 }, (_unused, i) => [`start 3c6da5d${i}`, null, `end 3c6da5d${i}`]);
      expect(words(read(log.join("\n")))).toEqual(told.flat());
    },
  );

  it.each([["[pid 4021]"], ["[pid: 4021]"], ["[pid:4021]"], ["[PID=4021]"], ["(pid 4021)"]])(
    "a label and its number within brackets: %s",
    (label) => {
      const seen = read(
        laidOut((r) => `${date} 14:41:${r.s},023 ${label.replace("4021", String(r.pid))} INFO ${r.message}`),
      );
      expect(owners(seen)).toEqual(pidOnly);
    },
  );

  it.each([
    ["time level pid: verb task id", (v: string, id: number, pid: number) => `INFO ${pid} ${v} task ${id}`],
    ["[pid] level: verb task id", (v: string, id: number, pid: number) => `[${pid}] INFO: ${v} task ${id}`],
    ["logger - level - verb task id, without a pid", (v: string, id: number) => `shop - INFO - ${v} task ${id}`],
    ["task id verb", (v: string, id: number, pid: number) => `INFO ${pid} task ${id} ${v}`],
    ["task id verb, without a pid", (v: string, id: number) => `INFO task ${id} ${v}`],
  ])("a log of starts and ends only: %s", (_, line) => {
    const log = Array.from({ length: 20 }, (_unused, i) => {
      const task = i >> 1;
      return `2026-11-21 14:41:${10 + i},023 ${line(i % 2 ? "finished" : "start", 100 + task, 4021 + (task % 2))}`;
    });
    expect(words(read(log.join("\n")))).toEqual(
      log.map((_unused, i) => `${i % 2 ? "end" : "start"} ${100 + (i >> 1)}`),
    );
  });
});

describe("messages", () => {
  it("that begin with a number, in a layout without a pid, are no pids", () => {
    const seen = read(`
      2026-11-21 14:41:10,023 INFO 17 rows to do
      2026-11-21 14:41:11,023 INFO 17 rows to do
      2026-11-21 14:41:12,023 INFO start task 1
      2026-11-21 14:41:13,023 INFO 18 rows to do
      2026-11-21 14:41:14,023 INFO finished task 1
      2026-11-21 14:41:15,023 INFO heartbeat
      2026-11-21 14:41:16,023 INFO 17 rows to do
      2026-11-21 14:41:17,023 INFO 17 rows to do`);
    expect(new Set(owners(seen))).toEqual(new Set(["-1/"]));
    expect(words(seen)).toEqual([null, null, "start 1", null, "end 1", null, null, null]);
  });

  it("that all begin with a number behind a pid leave the pid where it is", () => {
    const seen = read(
      Array.from(
        { length: 10 },
        (_, i) => `2026-11-21 14:41:1${i},023 INFO 40${21 + (i % 2)} ${i * 13} rows to do`,
      ).join("\n"),
    );
    expect(owners(seen)).toEqual(Array.from({ length: 10 }, (_, i) => `${4021 + (i % 2)}/`));
  });

  it("that all are one word and a number", () => {
    const seen = read(
      Array.from(
        { length: 10 },
        (_, i) => `2026-11-21 14:41:1${i},023 4021 task ${100 + i} ${i % 2 ? "finished" : "started"}`,
      ).join("\n"),
    );
    expect(seen.every((s) => s.pid === 4021)).toBe(true);
    expect(words(seen)).toEqual(Array.from({ length: 10 }, (_, i) => `${i % 2 ? "end" : "start"} ${100 + i}`));
  });
});

describe("mixed logs", () => {
  it("uWSGI lines with log-date stand beside an application's that look alike", () => {
    const seen = read(`
      2026-11-21 14:41:09 - *** Starting uWSGI 2.0.21-debian (64bit) on [Sat Nov 21 14:41:09 2026] ***
      2026-11-21 14:41:09 - spawned uWSGI master process (pid: 4020)
      2026-11-21 14:41:09 - spawned uWSGI worker 1 (pid: 4021, cores: 2)
      2026-11-21 14:41:10,023 app 4021 139889324501000 start task 1
      2026-11-21 14:41:11,023 app 4021 139889324501000 task log
      2026-11-21 14:41:12 - ...The work of process 4021 is done. Seeya!
      2026-11-21 14:41:13 - worker 1 killed successfully (pid: 4021)
      2026-11-21 14:41:13 - Respawned uWSGI worker 1 (new pid: 4022)
      2026-11-21 14:41:14,023 app 4022 139889324501000 start task 2
      2026-11-21 14:41:15,023 app 4022 139889324501000 finished task 2`);
    expect(seen.map((s) => s.event ?? s.wording)).toEqual([
      "server-start",
      "server-start",
      "process-start",
      "start 1",
      null,
      "process-notice",
      "process-exit",
      "process-start",
      "start 2",
      "end 2",
    ]);
    expect(owners(seen.filter((s) => s.event === null))).toEqual(
      ["4021", "4021", "4022", "4022"].map((pid) => `${pid}/139889324501000`),
    );
  });

  it("two applications with layouts of their own", () => {
    const seen = read(`
      2026-11-21 14:41:10,023 app 4021 139889324501000 start task 1
      [2026-11-21 14:41:10 +0000] [77] [INFO] start job 5
      2026-11-21 14:41:11,023 app 4021 139889324501000 finished task 1
      [2026-11-21 14:41:11 +0000] [77] [INFO] job 5 done
      2026-11-21 14:41:12,023 app 4022 139889324501000 start task 2
      [2026-11-21 14:41:12 +0000] [78] [INFO] start job 6
      2026-11-21 14:41:13,023 app 4022 139889324501000 finished task 2
      [2026-11-21 14:41:13 +0000] [78] [ERROR] job 6 failed`);
    expect(seen.map((s) => s.pid)).toEqual([4021, 77, 4021, 77, 4022, 78, 4022, 78]);
    expect(words(seen)).toEqual(["start 1", "start 5", "end 1", "end 5", "start 2", "start 6", "end 2", "end 6"]);
  });

  it("a traceback's lines belong to the record above them", () => {
    const seen = read(`
      2026-11-21 14:41:10,023 app 4021 139889324501000 start task 1
      2026-11-21 14:41:11,023 app 4021 139889324501000 oops
      Traceback (most recent call last):
      ValueError: task 1 failed
      2026-11-21 14:41:12,023 app 4021 139889324501000 start task 2
      2026-11-21 14:41:13,023 app 4021 139889324501000 finished task 2`);
    expect(seen.map((s) => s.kind)).toEqual(["record", "record", "continuation", "continuation", "record", "record"]);
  });

  it("a log of three lines is enough", () => {
    const seen = read(`
      2019-02-26 14:41:33,023 app 19272 139889324566272 start task...
      2019-02-26 14:41:33,025 app 19272 139889324566272 task log...
      2019-02-26 14:42:30,815 app 18134 139889324566272 start task...`);
    expect(owners(seen)).toEqual(["19272", "19272", "18134"].map((pid) => `${pid}/139889324566272`));
    expect(words(seen)).toEqual(["start", null, "start"]);
  });

  it.each([
    ["1200#0", "9321#0"],
    ["1200#1200", "9321#9321"],
  ])("nginx's second number belongs to the header, whatever it is (%s)", (master, worker) => {
    const seen = read(`
      2026/11/21 14:41:10 [notice] ${master}: start worker process 9321
      2026/11/21 14:42:10 [error] ${worker}: *7 upstream timed out (110: Connection timed out) while reading upstream
      2026/11/21 14:43:10 [alert] ${master}: worker process 9321 exited on signal 9`);
    expect(seen.map((s) => s.event)).toEqual(["process-start", "gateway-exit", "process-exit"]);
    expect(seen.map((s) => s.pid)).toEqual([1200, 9321, 1200]);
  });

  it("a single line bears its time", () => {
    expect(read("2019-02-26 14:41:33,023 app 19272 139889324566272 start task...")).toMatchObject([
      { at: "14:41:33.023", kind: "record" },
    ]);
  });
});

describe("writing without blanks", () => {
  it("is no column: the message begins before it", async () => {
    const lines = [21, 22, 23, 24, 25].flatMap((id) => [
      `2026-11-21 14:00:${id},100 INFO 开始处理订单 DD0${id} (pid 11, MainThread)`,
      `2026-11-21 14:00:${id},900 INFO 订单 DD0${id} 处理完成 (pid 11, MainThread)`,
    ]);
    const { finished } = await examine({ "app.log": lines.join("\n") });
    expect(finished).toBe(5);
  });
});
