import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_LINE_BYTES } from "../../src/ingest/clip-lines.ts";
import { openSource } from "../../src/ingest/source.ts";
import { read } from "./support.ts";

const limit = { maxLineBytes: 8 };

describe("over-long lines", () => {
  it("are cut at the limit and leave the line numbers right", async () => {
    const { lines, warnings } = await read("start\n0123456789\nend\n0123456789abcdefghijklmnop\nlast", 0, limit);
    expect(lines).toEqual(["start", "01234567", "end", "01234567", "last"]);
    expect(warnings).toEqual(["2 lines were longer than 8 bytes and were clipped, the first is line 2"]);
  });

  it("are counted in the singular too, and across chunks", async () => {
    const { lines, warnings } = await read("start\nend\n0123456789", 1, limit);
    expect(lines).toEqual(["start", "end", "01234567"]);
    expect(warnings).toEqual(["1 line was longer than 8 bytes and was clipped: line 3"]);
  });

  it("are not those of exactly the limit", async () => {
    expect(await read("01234567\n01234567", 0, limit)).toMatchObject({ lines: ["01234567", "01234567"], warnings: [] });
  });

  it.each([0, 1, 3])("are cut behind a whole character, in chunks of %i", async (size) => {
    expect((await read("012345任务\n0123456😀x\n01234567é", size, limit)).lines).toEqual([
      "012345任",
      "0123456😀",
      "01234567",
    ]);
  });

  it("have 1 MiB unless told otherwise, and cost no memory beyond", async () => {
    async function* unterminated() {
      for (let megabytes = 0; megabytes < 64; megabytes += 1) yield Buffer.alloc(1024 * 1024, "x");
    }
    const source = await openSource({ name: "blob", content: unterminated() });
    expect((await source.nextBatch())?.map((line) => line.length)).toEqual([MAX_LINE_BYTES]);
    expect(source.warnings).toHaveLength(1);
  });

  it("are cut as one would cut the lines themselves", async () => {
    const line = fc.string({ unit: fc.constantFrom("a", "b", "\r"), maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 9 }),
        async (...all) => {
          const [lines, maxLineBytes, size] = all;
          const result = await read(lines.map((text) => `${text}\n`).join(""), size, { maxLineBytes });
          expect(result.lines).toEqual(lines.map((text) => text.slice(0, maxLineBytes).replace(/\r$/, "")));
          const first = lines.findIndex((text) => text.length > maxLineBytes) + 1;
          expect(result.warnings.join()).toMatch(first === 0 ? /^$/ : new RegExp(`clipped.* line ${first}$`));
        },
      ),
    );
  });
});
