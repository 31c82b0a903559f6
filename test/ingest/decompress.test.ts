import * as zlib from "node:zlib";
import { describe, expect, it } from "vitest";
import { openSource } from "../../src/ingest/source.ts";
import { UserError } from "../../src/ingest/user-error.ts";
import { read, temporaryFiles } from "./support.ts";

const writeTemporary = await temporaryFiles();
const { gzipSync } = zlib;

/** Lines that compress badly, so that a cut in the bytes is a cut in the text. */
function noisyLines(count: number): string[] {
  let state = 1;
  return Array.from({ length: count }, (_, line) => {
    state = (state * 48271) % 2147483647;
    return `${line} task ${state.toString(36)} ${(state * 31).toString(36)}`;
  });
}

const lines = noisyLines(20_000);
const text = lines.map((line) => `${line}\n`).join("");

describe("gzip", () => {
  it("is known by its content, not by the name", async () => {
    const disguised = await writeTemporary("app.log", gzipSync("start\nend\n"));
    const plain = await writeTemporary("plain.gz", "start\nend\n");
    for (const path of [disguised, plain]) expect(await (await openSource(path)).nextBatch()).toEqual(["start", "end"]);
  });

  it("counts the compressed bytes", async () => {
    const bytes = gzipSync(text);
    expect(await read(bytes)).toEqual({ lines, bytes: bytes.length, warnings: [] });
  });

  it.each([1, 7, 4096, 0])("may have several members, in chunks of %i", async (size) => {
    const members = Buffer.concat(["one\ntw", "", "o\nthree\n"].map((part) => gzipSync(part)));
    expect(await read(members, size)).toMatchObject({ lines: ["one", "two", "three"], warnings: [] });
  });

  it("may be padded with zeros", async () => {
    const padded = Buffer.concat([gzipSync(text), Buffer.alloc(100_000)]);
    expect(await read(padded)).toMatchObject({ lines, warnings: [] });
  });

  it("holds a byte order mark, UTF-16 and over-long lines like plain text", async () => {
    expect((await read(gzipSync("\ufeffstart\n"))).lines).toEqual(["start"]);
    expect((await read(gzipSync(Buffer.from("\ufeffstart\n", "utf16le")))).lines).toEqual(["start"]);
    expect((await read(gzipSync("0123456789\n"), 0, { maxLineBytes: 4 })).lines).toEqual(["0123"]);
  });
});

describe("gzip that is cut off", () => {
  it.each([0.001, 0.5, 0.999])("delivers what there is of the first %f", async (share) => {
    const bytes = gzipSync(text);
    const result = await read(bytes.subarray(0, Math.floor(bytes.length * share)));
    const whole = result.lines.slice(0, -1);
    expect(whole).toEqual(lines.slice(0, whole.length));
    expect(whole.length).toBeGreaterThanOrEqual(Math.floor(lines.length * share * 0.9) - 100);
    expect(result.warnings).toEqual([`gzip data ends early after ${result.lines.length} lines`]);
  });

  it("delivers everything when only the check sum is missing", async () => {
    const result = await read(gzipSync(text).subarray(0, -8));
    expect(result).toMatchObject({ lines, warnings: [`gzip data ends early after ${lines.length} lines`] });
  });

  it("may have lost all but its mark", async () => {
    expect(await read(Buffer.from([0x1f, 0x8b]))).toMatchObject({
      lines: [],
      warnings: ["gzip data ends early after 0 lines"],
    });
  });
});

describe("gzip that is damaged", () => {
  const damaged = (at: number) => {
    const bytes = gzipSync(text);
    bytes.fill(0xff, at, at + 64);
    return bytes;
  };

  it.each([3000, 20_000, 150_000])("delivers the lines before the damage at byte %i", async (at) => {
    const result = await read(damaged(at));
    const good = result.lines.findIndex((line, index) => line !== lines[index]);
    expect(good).toBeGreaterThan((lines.length * at) / damaged(at).length / 2 - 10);
    expect(result.warnings).toEqual([expect.stringMatching(/^gzip data is damaged \(.+\) after \d+ lines$/)]);
  });

  it("gives the same lines in chunks of any size", async () => {
    const expected = await read(damaged(40_000));
    for (const size of [7, 4096]) expect(await read(damaged(40_000), size)).toEqual(expected);
  });

  it("delivers all of a small file with a wrong check sum or something behind it", async () => {
    const wrong = gzipSync("start\nend\n");
    wrong.writeUInt32LE(0, wrong.length - 8);
    expect(await read(wrong)).toMatchObject({
      lines: ["start", "end"],
      warnings: ["gzip data is damaged (incorrect data check) after 2 lines"],
    });
    const more = Buffer.concat([gzipSync("start\nend\n"), Buffer.from("appended in plain\n")]);
    expect(await read(more)).toMatchObject({
      lines: ["start", "end"],
      warnings: ["gzip data is damaged (incorrect header check) after 2 lines"],
    });
  });
});

describe("zstd", () => {
  const zstd = Buffer.from("28b52ffd2004210000656e640a", "hex");

  it.runIf(!("createZstdDecompress" in zlib))("is an error that names the file where this Node lacks it", async () => {
    const path = await writeTemporary("app.log.zst", zstd);
    await expect(openSource(path)).rejects.toThrow(UserError);
    await expect(openSource(path)).rejects.toThrow(`cannot read ${path}: zstd needs Node 22.15`);
    const source = await openSource({ name: "pod/app", content: zstd });
    await expect(source.nextBatch()).rejects.toThrow("cannot read pod/app: zstd needs Node 22.15");
  });

  it.runIf("createZstdDecompress" in zlib)("is read where this Node can, as one or more frames", async () => {
    expect(await read(zstd)).toMatchObject({ lines: ["end"], warnings: [] });
    for (const size of [1, 7, 4096, 0])
      expect(await read(Buffer.concat([zstd, zstd, zstd]), size)).toMatchObject({
        lines: ["end", "end", "end"],
        warnings: [],
      });
    const padded = Buffer.concat([zstd, Buffer.alloc(40_000)]);
    expect(await read(padded)).toMatchObject({ lines: ["end"], warnings: [] });
    const many = Buffer.concat(Array.from({ length: 5000 }, () => zstd));
    expect((await read(many)).lines).toHaveLength(5000);
  });

  it.runIf("createZstdDecompress" in zlib)("warns when it is cut off or damaged", async () => {
    for (const cut of [4, 6, 8, 10]) {
      const result = await read(Buffer.concat([zstd, zstd.subarray(0, cut)]));
      expect(result.warnings).toEqual([`zstd data ends early after ${result.lines.length} lines`]);
      expect(result.lines[0]).toBe("end");
    }
    const followed = await read(Buffer.concat([zstd, Buffer.from("appended in plain\n")]));
    expect(followed.lines).toEqual(["end"]);
    expect(followed.warnings).toEqual([expect.stringMatching(/^zstd data is damaged \(.+\) after 1 lines$/)]);
  });
});
