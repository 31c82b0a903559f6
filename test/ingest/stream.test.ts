import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openSource, peekLines } from "../../src/ingest/source.ts";
import { LineStream } from "../../src/ingest/stream.ts";
import { inChunks, read } from "./support.ts";

async function streamOf(contents: readonly string[], size: number): Promise<LineStream> {
  const open = (content: string, at: number) => openSource({ name: `x.log.${at}`, content: inChunks(content, size) });
  return new LineStream(await Promise.all(contents.map(open)));
}

async function drain(stream: LineStream): Promise<string[]> {
  const lines: string[] = [];
  for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch()) {
    const { source, firstLine } = batch;
    batch.lines.forEach((line, at) => {
      lines.push(`${source}:${firstLine + at}:${line}`);
    });
  }
  return lines;
}

describe("a stream of several sources", () => {
  it("numbers lines within each source and joins none across them", async () => {
    const stream = await streamOf(["start\nhalf", "", "other half\nend\n"], 4);
    expect(await drain(stream)).toEqual(["0:1:start", "0:2:half", "2:1:other half", "2:2:end"]);
    expect(await stream.nextBatch()).toBeNull();
  });

  it("has the lines of its sources, one after the other", async () => {
    const content = fc.string({ unit: fc.constantFrom("a", "\n", "\r\n"), maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(content, { maxLength: 4 }), fc.integer({ min: 1, max: 9 }), async (contents, size) => {
        const each = await Promise.all(contents.map(async (text) => (await read(text)).lines));
        const expected = each.flatMap((lines, source) => lines.map((line, at) => `${source}:${at + 1}:${line}`));
        expect(await drain(await streamOf(contents, size))).toEqual(expected);
      }),
    );
  });

  it("begins with the lines that were peeked at", async () => {
    const source = await openSource({ name: "x", content: inChunks("one\ntwo\nthree\n", 2) });
    await peekLines(source, 2);
    expect(await drain(new LineStream([source]))).toEqual(["0:1:one", "0:2:two", "0:3:three"]);
  });

  it("starts a source when the one before is done and closed", async () => {
    const open: string[] = [];
    const content = async function* (name: string) {
      open.push(`+${name}`);
      try {
        yield `${name}\n`;
      } finally {
        open.push(`-${name}`);
      }
    };
    const sources = await Promise.all(["a", "b"].map((name) => openSource({ name, content: content(name) })));
    await drain(new LineStream(sources));
    expect(open).toEqual(["+a", "-a", "+b", "-b"]);
  });

  it("closes all its sources", async () => {
    const stdin = new Readable({ read() {} });
    stdin.push("start\n");
    const stream = new LineStream([await openSource("-", { stdin }), await openSource({ name: "b", content: "end" })]);
    expect(await stream.nextBatch()).toEqual({ source: 0, firstLine: 1, lines: ["start"], taken: 0 });
    await stream.close();
    expect(await stream.nextBatch()).toBeNull();
    expect(stdin.destroyed).toBe(true);
  });
});
