import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openSource } from "../../src/ingest/source.ts";
import { inChunks, read } from "./support.ts";

const SIZES = [1, 7, 4096];

/** Log-like text: terminators, characters of every UTF-8 length, byte order marks, NULs. */
const logText = fc.string({
  unit: fc.constantFrom("a", "task ", "\n", "\r\n", "\r", "é", "任", "😀", "\ufeff", "\0", " 19272 "),
  maxLength: 200,
});

/** Bytes that are hard on a decoder: lead and continuation bytes without their partners, the magic numbers. */
const hardBytes = fc
  .array(
    fc.oneof(
      fc.constantFrom([0x0a], [0x0d, 0x0a], [0x1f, 0x8b], [0x1f, 0x8b, 8, 0], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb]),
      fc.constantFrom(
        [0xe0],
        [0xe4, 0xbb],
        [0xf0, 0x9f],
        [0xf0, 0x9f, 0x98],
        [0xed, 0xa0, 0x80],
        [0xf8],
        [0x80],
        [0xc3],
      ),
      fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 6 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.from(parts.flat()));

describe("the lines do not depend on", () => {
  it("the size of chunks", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(logText, hardBytes), async (content) => {
        const whole = await read(content);
        for (const size of SIZES) expect(await read(content, size)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it("the places where strings are cut", async () => {
    await fc.assert(
      fc.asyncProperty(logText, fc.integer({ min: 1, max: 9 }), async (content, size) => {
        async function* slices() {
          for (let at = 0; at < content.length; at += size) yield content.slice(at, at + size);
        }
        const source = await openSource({ name: "slices", content: slices() });
        const lines: string[] = [];
        for (let batch = await source.nextBatch(); batch; batch = await source.nextBatch()) lines.push(...batch);
        expect(lines).toEqual((await read(content)).lines);
      }),
    );
  });

  it("LF or CRLF", async () => {
    await fc.assert(
      fc.asyncProperty(logText, async (content) => {
        const unix = content.replaceAll("\r", "");
        expect((await read(unix.replaceAll("\n", "\r\n"))).lines).toEqual((await read(unix)).lines);
      }),
    );
  });

  it("compression, in one member or many", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(logText, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...SIZES, 0),
        async (parts, size) => {
          const { lines, warnings } = await read(parts.join(""));
          expect(await read(gzipSync(parts.join("")), size)).toMatchObject({ lines, warnings });
          const members = Buffer.concat(parts.map((part) => gzipSync(part)));
          expect(await read(members, size)).toMatchObject({ lines, warnings });
        },
      ),
    );
  });

  it("the encoding", async () => {
    await fc.assert(
      fc.asyncProperty(logText, fc.constantFrom(...SIZES, 0), async (text, size) => {
        const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
        expect((await read(utf16, size)).lines).toEqual((await read(`\ufeff${text}`)).lines);
      }),
    );
  });
});

describe("lines are", () => {
  it("what splitting the text by hand gives", async () => {
    await fc.assert(
      fc.asyncProperty(logText, async (content) => {
        const lines = content.replace(/^\ufeff/, "").split("\n");
        if (lines.at(-1) === "") lines.pop();
        expect((await read(content)).lines).toEqual(lines.map((line) => line.replace(/\r$/, "")));
      }),
    );
  });

  it("read from any bytes without an exception", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), fc.boolean(), async (bytes, asGzip) => {
        const content = asGzip ? Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), bytes]) : bytes;
        const whole = await read(content);
        expect(await read(content, 7)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it("read from a large text whose chunks end anywhere", async () => {
    const text = "2019-02-26 14:41:33,023 app 19272 stärt task 任务\n".repeat(10_000);
    const expected = (await read(text)).lines;
    expect(expected).toHaveLength(10_000);
    const source = await openSource({ name: "large", content: inChunks(text, 65_537) });
    for (let at = 0, batch = await source.nextBatch(); batch; at += batch.length, batch = await source.nextBatch())
      expect(batch).toEqual(expected.slice(at, at + batch.length));
  });
});
