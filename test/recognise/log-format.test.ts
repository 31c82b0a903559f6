import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import { CellReader } from "../../src/recognise/cells.ts";
import { LayoutReader, newHeader } from "../../src/recognise/layout.ts";
import { compileLogFormat } from "../../src/recognise/log-format.ts";
import { records, traceback, written } from "./log-format-lines.ts";

const cells = new CellReader(catalogue.text);

/** Reads lines as a Python format lays them out; null for those that it does not fit. */
function readerOf(format: string) {
  const reader = new LayoutReader(compileLogFormat(`python:${format}`), cells);
  const header = newHeader();
  return (line: string) => {
    if (!reader.read(line, 0, header)) return null;
    const { timed, stamp, pid, level, message } = header;
    return {
      at: timed ? stamp.ms : null,
      offset: timed ? stamp.offset : null,
      pid,
      tid: line.slice(header.tidStart, header.tidEnd),
      thread: line.slice(header.threadStart, header.threadEnd),
      process: line.slice(header.processStart, header.processEnd),
      level,
      message: line.slice(message),
    };
  };
}

describe("lines that Python's logging wrote", () => {
  it.each(written)("$format", ({ format, shows, lines }) => {
    const read = readerOf(format);
    const at = Date.UTC(2026, 10, 21, 5, 52, 55, 63);
    for (const [i, line] of lines.entries()) {
      const got = read(line);
      const record = records[i];
      expect(got, line).not.toBeNull();
      expect(got?.pid, line).toBe(shows.includes("pid") ? 19272 : -1);
      expect(got?.thread, line).toBe(shows.includes("thread") ? record?.thread : "");
      if (shows.includes("tid")) expect(Number(got?.tid), line).toBe(record?.tid);
      if (format.includes("levelname[0]")) expect(got?.level).toBe([1, -1, -1, 3, 4][i]);
      else if (shows.includes("level")) expect(got?.level, line).toBe(record?.level);
      expect(got?.message.startsWith(record?.message ?? "?"), line).toBe(true);
      if (/message(\)s|\}?)$/.test(format)) expect(got?.message, line).toBe(record?.message);
      if (!shows.includes("time")) expect(got?.at).toBeNull();
      else if (format.includes("relativeCreated")) expect(got?.at).toBe(Date.UTC(1972, 10, 21, 5, 52, 55));
      else expect((got?.at ?? 0) % 86_400_000, line).toBe(at % 86_400_000);
    }
    for (const line of traceback) expect(read(line), line).toBeNull();
  });
});

describe("times", () => {
  const utc = Date.UTC(2026, 10, 21, 5, 52, 55, 263);
  it.each([
    ["%(asctime)s UTC [%(process)d] %(message)s", "2026-11-21 05:52:55,263 UTC [77] hi", 0],
    ["%(asctime)s.%(msecs)03dZ %(process)d %(message)s", "2026-11-21T05:52:55.263Z 77 hi", 0],
    ["%(asctime)s-%(process)d %(message)s", "2026-11-21 05:52:55,263-77 hi", null],
    ["%(asctime)s.%(msecs)03d.%(process)d %(message)s", "2026-11-21 05:52:55.263.77 hi", null],
    ["%(asctime)s,%(msecs)03d %(process)d %(message)s", "2026-11-21 05:52:55,263,263 77 hi", null],
    ["%(asctime)s.%(msecs)f %(process)d %(message)s", "2026-11-21 05:52:55.263.000000 77 hi", null],
    ["%(asctime)s.%(msecs)03d%(levelname)s %(process)d %(message)s", "20261121 055255.263INFO 77 hi", null],
    ["%(asctime)s %(msecs)3d %(process)d %(message)s", "21/Nov/2026 05:52:55 263 77 hi", null],
    ["%(created).3f %(asctime)s %(process)d %(message)s", "1795240375.263 2026-11-21 13:52:55 77 hi", 0],
  ])("%s", (format, line, offset) => {
    expect(readerOf(format)(line)).toMatchObject({ at: utc, offset, pid: 77, message: "hi" });
  });

  it("reads a number behind a dash as a pid, not as a zone", () => {
    const at = Date.UTC(2026, 10, 21, 5, 52, 55, 263);
    const plain = readerOf("%(asctime)s-%(process)d %(message)s");
    expect(plain("2026-11-21 05:52:55,263-1130 hi")).toMatchObject({ at, offset: null, pid: 1130 });
    const withMillis = readerOf("%(asctime)s.%(msecs)03d-%(process)d %(message)s");
    expect(withMillis("2026-11-21 05:52:55.263-1130 hi")).toMatchObject({ at, offset: null, pid: 1130 });
  });

  it("reads milliseconds without leading zeros", () => {
    const read = readerOf("%(asctime)s.%(msecs)d %(message)s");
    expect(read("2026-11-21 05:52:55.5 hi")?.at).toBe(Date.UTC(2026, 10, 21, 5, 52, 55, 5));
  });
});

describe("levels", () => {
  const read = readerOf("%(asctime)s %(levelname)s %(message)s");
  const levelOf = (word: string) => read(`2026-11-21 05:52:55 ${word} hi`)?.level;

  it("ranks what it knows, and takes any other word", () => {
    expect(["TRACE", "SUCCESS", "Level 35", "info", "Critical"].map(levelOf)).toEqual([0, 1, 2, 1, 4]);
    expect(["AUDIT", "Verbose", "\u91cd\u8981", "\u001b[31mERROR\u001b[0m"].map(levelOf)).toEqual([-1, -1, -1, 3]);
    expect(["-", "***", "[pid:"].map(levelOf)).toEqual([undefined, undefined, undefined]);
  });

  it("reads the number, and names that the format cuts", () => {
    const number = readerOf("%(levelno)s %(levelname)s %(message)s");
    expect(["35 AUDIT hi", "50 ERROR hi"].map((line) => number(line)?.level)).toEqual([2, 4]);
    const cut = readerOf("%(levelname).1s%(asctime)s %(message)s");
    expect(["I", "W", "E"].map((c) => cut(`${c}2026-11-21 05:52:55 hi`)?.level)).toEqual([1, 2, 3]);
  });

  it("reads a level that overruns its width", () => {
    const tight = readerOf("%(asctime)s %(levelname)-5s%(message)s");
    expect(tight("2026-11-21 05:52:55 WARNINGhi")).toMatchObject({ level: 2, message: "hi" });
    expect(tight("2026-11-21 05:52:55 INFO hi")).toMatchObject({ level: 1, message: "hi" });
  });

  it("takes other lines for no record where the level alone could tell", () => {
    const bare = readerOf("%(levelname)s: %(message)s");
    expect(bare("INFO: hi")).toMatchObject({ level: 1, message: "hi" });
    for (const line of ["ValueError: hi", "[pid: 7|app: 0|req: 1/1] x", "spawned uWSGI master process (pid: 7)"]) {
      expect(bare(line), line).toBeNull();
    }
  });
});

describe("columns behind the message", () => {
  const read = readerOf("%(asctime)s %(message)s (%(process)d) [in %(pathname)s:%(lineno)d]");

  it("are read from the end of the line", () => {
    const line = "2026-11-21 05:52:55 end task (1) (77) [in C:\\Program Files (x86)\\app.py:12]";
    expect(read(line)).toMatchObject({ pid: 77 });
  });

  it("may be on a later line of the record", () => {
    expect(read("2026-11-21 05:52:55 end task (1)")).toMatchObject({ pid: -1, message: "end task (1)" });
  });

  it("alone set a record off", () => {
    const bare = readerOf("%(message)s [%(process)d]");
    expect(bare("end task [77]")?.pid).toBe(77);
    expect(bare("end task")).toBeNull();
  });
});

it("reads None for what logging was told not to collect", () => {
  const read = readerOf("{asctime} {process} {thread} {taskName} {message}");
  expect(read("2026-11-21 05:52:55,263 None None None hi")).toMatchObject({
    pid: -1,
    tid: "",
    thread: "",
    message: "hi",
  });
});

it("does not fit the server's own lines", () => {
  const read = readerOf("%(asctime)s %(name)s: %(message)s");
  expect(read("Sat Nov 21 13:52:55 2026 - *** HARAKIRI ON WORKER 1 (pid: 77, try: 1) ***")).toBeNull();
  expect(read("Sat Nov 21 13:52:55 2026 - spawned uWSGI worker 1 (pid: 77, cores: 1)")).toBeNull();
  expect(read("2026-11-21 05:52:55,263 my app: hi")).toMatchObject({ message: "hi" });
});

describe("any values are read back", () => {
  const word = fc.stringMatching(/^[A-Za-z_\u4e00-\u4eff][\w.\u4e00-\u4eff-]{0,20}$/);
  const name = fc.oneof(word, fc.constantFrom("my app", "<lambda>", "-", "a - b", "app.\u4e2d\u6587 x"));
  const thread = fc.oneof(
    word,
    fc.tuple(fc.nat(99), word).map(([n, target]) => `Thread-${n} (${target})`),
  );
  const level = fc.oneof(
    fc.constantFrom("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "SUCCESS", "AUDIT", "Notify"),
    fc.nat(60).map((n) => `Level ${n}`),
  );
  const values = fc.record({
    pid: fc.integer({ min: 1, max: 4_194_304 }),
    tid: fc.oneof(fc.nat(999), fc.constant(140_211_553_216_256)),
    name,
    thread,
    level,
    message: fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => text.replace(/[\r\n]/g, "").trimStart()),
  });
  type Values = typeof values extends fc.Arbitrary<infer T> ? T : never;
  const at = "2026-11-21 05:52:55,263";

  it.each<[string, (v: Values) => string]>([
    [
      "%(asctime)s %(levelname)-8s [%(process)5d:%(thread)d] [%(threadName)s] %(name)s: %(message)s",
      (v) => `${at} ${v.level.padEnd(8)} [${String(v.pid).padStart(5)}:${v.tid}] [${v.thread}] ${v.name}: ${v.message}`,
    ],
    [
      "{levelname:>8}|{threadName}|{process:07d}|{thread}|{name:<12}|{asctime}|{message}",
      (v) =>
        `${v.level.padStart(8)}|${v.thread}|${String(v.pid).padStart(7, "0")}|${v.tid}|${v.name.padEnd(12)}|${at}|${v.message}`,
    ],
    [
      "$asctime <$levelname> $process/$thread $threadName [$name] $message",
      (v) => `${at} <${v.level}> ${v.pid}/${v.tid} ${v.thread} [${v.name}] ${v.message}`,
    ],
  ])("%s", (format, write) => {
    const read = readerOf(format);
    fc.assert(
      fc.property(values, (v) => {
        const { pid, tid, thread, message } = v;
        expect(read(write(v))).toMatchObject({ pid, tid: String(tid), thread, message });
      }),
    );
  });

  it("never throws, whatever the line", () => {
    const read = readerOf(
      "%(asctime)s.%(msecs)d %(levelname)-8s %(threadName)s %(name)s %(process)5d: %(message)s [%(thread)x]",
    );
    fc.assert(fc.property(fc.string({ unit: "binary" }), (tail) => void read(`${at} ${tail}`)));
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (line) => void read(line)));
  });
});

it("is done with a line that does not fit, however long", () => {
  const read = readerOf("%(asctime)s %(threadName)s %(processName)s %(name)s %(taskName)s <%(process)d>: %(message)s");
  const line = `2026-11-21 05:52:55,263 ${"word ".repeat(20_000)}`;
  const start = performance.now();
  for (let i = 0; i < 100; i++) expect(read(line)).toBeNull();
  expect(performance.now() - start).toBeLessThan(1000);
});

it("compiles to plain data", () => {
  const layout = compileLogFormat("python:%(asctime)s [%(process)5d] %(message)s");
  expect(structuredClone(layout)).toEqual(layout);
  expect(layout.name).toBe("python-logging");
});
