import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { openSource, peekLines } from "../../src/ingest/source.ts";
import { drain, read, temporaryFiles } from "./support.ts";

const writeTemporary = await temporaryFiles();

describe("lines", () => {
  it("has no line in an empty source", async () => {
    expect((await read("")).lines).toEqual([]);
  });

  it("delivers a last line without terminator", async () => {
    expect((await read("start\nend")).lines).toEqual(["start", "end"]);
  });

  it("makes no empty line of a final newline, and keeps empty lines", async () => {
    expect((await read("start\n\n\nend\n\n")).lines).toEqual(["start", "", "", "end", ""]);
  });

  it("ends lines at LF and CRLF, not at a lone CR", async () => {
    expect((await read("start\r\n10%\r20%\r30%\nend\r\n")).lines).toEqual(["start", "10%\r20%\r30%", "end"]);
  });

  it("keeps NUL bytes and replaces invalid UTF-8", async () => {
    const bytes = Buffer.from([0x61, 0x00, 0x62, 0x0a, 0xff, 0x63, 0x0a, 0xe4, 0xbb]);
    expect((await read(bytes)).lines).toEqual(["a\0b", "\ufffdc", "\ufffd"]);
  });

  it("counts bytes and lines", async () => {
    const source = await openSource({ name: "worker", content: "täsk\nend" });
    await drain(source);
    expect(source.name).toBe("worker");
    expect(source.stats).toEqual({ bytes: 9, lines: 2 });
    expect(source.warnings).toEqual([]);
    expect(await source.nextBatch()).toBeNull();
  });
});

describe("encodings", () => {
  it("drops a UTF-8 byte order mark at the start only", async () => {
    expect((await read("\ufeffstart\n\ufeffend")).lines).toEqual(["start", "\ufeffend"]);
  });

  it.each([1, 2, 3, 0])("reads UTF-16 of both endiannesses in chunks of %i", async (size) => {
    const little = Buffer.from("\ufeffstart 任务 😀\r\nend\n", "utf16le");
    const expected = ["start 任务 😀", "end"];
    expect((await read(little, size)).lines).toEqual(expected);
    const big = await read(Buffer.from(little).swap16(), size);
    expect(big.lines).toEqual(expected);
    expect(big.warnings).toEqual([]);
  });

  it.each([7, 4096, 0])("warns of a binary source and reads it, in chunks of %i", async (size) => {
    const { lines, warnings } = await read(Buffer.from("\x7fELF\0\0\0\nend"), size);
    expect(lines).toEqual(["\x7fELF\0\0\0", "end"]);
    expect(warnings).toEqual(["looks binary (many NUL bytes at its start); read as text"]);
  });

  it("does not take a few NUL bytes, or late ones, for a binary", async () => {
    expect((await read(`${"start task\n".repeat(10)}\0\n`)).warnings).toEqual([]);
    expect((await read(`${"start task\n".repeat(1000)}${"\0".repeat(5000)}\n`)).warnings).toEqual([]);
  });

  it("joins a surrogate pair that two string chunks share", async () => {
    const source = await openSource({ name: "split", content: Readable.from(["a\ud83d", "\ude00b\n", "\ud83d"]) });
    expect(await drain(source)).toEqual(["a😀b", "\ufffd"]);
  });
});

describe("origins", () => {
  it("reads a file in batches", async () => {
    const path = await writeTemporary("large.log", "start task 12345\n".repeat(50_000));
    const source = await openSource(path);
    const first = await source.nextBatch();
    expect(first?.length).toBeGreaterThan(1000);
    expect(source.stats.bytes).toBeLessThan(300_000);
    expect((first?.length ?? 0) + (await drain(source)).length).toBe(50_000);
    expect(source.stats).toEqual({ bytes: 850_000, lines: 50_000 });
  });

  it("reads standard input as -", async () => {
    const source = await openSource("-", { stdin: Readable.from([Buffer.from("start\nen"), Buffer.from("d\n")]) });
    expect(source.name).toBe("-");
    expect(await drain(source)).toEqual(["start", "end"]);
  });

  it("asks an idle reader's stream for nothing", async () => {
    let given = 0;
    const content = (async function* () {
      for (; given < 1000; given += 1) yield `line ${given}\n`;
    })();
    const source = await openSource({ name: "idle", content });
    await new Promise(setImmediate);
    expect(given).toBe(0);
    await source.nextBatch();
    await new Promise(setImmediate);
    expect(given).toBeLessThan(10);
  });

  it("passes the error of a caller's stream as it is, then ends", async () => {
    const failure = new Error("socket hang up");
    const content = (async function* () {
      yield "start\n";
      throw failure;
    })();
    const source = await openSource({ name: "socket", content });
    expect(await source.nextBatch()).toEqual(["start"]);
    await expect(source.nextBatch()).rejects.toBe(failure);
    expect(await source.nextBatch()).toBeNull();
  });
});

describe("close", () => {
  it("ends the source and the caller's iterator", async () => {
    let released = false;
    const content = (async function* () {
      try {
        for (;;) yield "start\n";
      } finally {
        released = true;
      }
    })();
    const source = await openSource({ name: "endless", content });
    await source.nextBatch();
    await source.close();
    await source.close();
    expect(released).toBe(true);
    expect(await source.nextBatch()).toBeNull();
  });

  it("wakes a reader that waits for a silent stream", async () => {
    const stdin = new Readable({ read() {} });
    const source = await openSource("-", { stdin });
    const waiting = source.nextBatch();
    await new Promise(setImmediate);
    await source.close();
    expect(await waiting).toBeNull();
    expect(stdin.destroyed).toBe(true);
  });

  it("works before anything was read", async () => {
    const source = await openSource({ name: "unread", content: "start\n" });
    await source.close();
    expect(await source.nextBatch()).toBeNull();
  });
});

describe("peekLines", () => {
  const stdin = () => Readable.from(["one\n", "two\n", "three\n"].map((line) => Buffer.from(line)));

  it("shows lines without consuming them, also from standard input", async () => {
    const source = await openSource("-", { stdin: stdin() });
    expect(await peekLines(source, 2)).toEqual(["one", "two"]);
    expect(await peekLines(source, 1)).toEqual(["one"]);
    expect(await drain(source)).toEqual(["one", "two", "three"]);
    expect(source.stats.lines).toBe(3);
  });

  it("shows what there is when there is less", async () => {
    const source = await openSource("-", { stdin: stdin() });
    expect(await peekLines(source, 0)).toEqual([]);
    expect(await peekLines(source, 10)).toEqual(["one", "two", "three"]);
    expect(await drain(source)).toEqual(["one", "two", "three"]);
  });
});
