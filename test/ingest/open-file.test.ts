import { execFileSync, spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { chmod, mkdir, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { checkReadable } from "../../src/ingest/open-file.ts";
import { openSource } from "../../src/ingest/source.ts";
import { UserError } from "../../src/ingest/user-error.ts";
import { drain, temporaryFiles } from "./support.ts";

const writeTemporary = await temporaryFiles();

describe("a path that cannot be read fails at once and by name", () => {
  it("when it is missing", async () => {
    await expect(openSource("nowhere/app.log")).rejects.toThrow(new UserError("no such file: nowhere/app.log"));
    const file = await writeTemporary("file.log", "");
    await expect(checkReadable(`${file}/app.log`)).rejects.toThrow(`no such file: ${file}/app.log`);
  });

  it("when it is a directory", async () => {
    await expect(openSource(".")).rejects.toThrow(new UserError("is a directory, not a file: ."));
  });

  it.skipIf(process.getuid?.() === 0)("when it is not ours to read", async () => {
    const path = await writeTemporary("secret.log", "start\n");
    await chmod(path, 0);
    await expect(openSource(path)).rejects.toThrow(`permission denied: ${path}`);
  });

  it("in one line, whatever the name", async () => {
    await expect(openSource("no\nwhere\0")).rejects.toThrow(/^cannot read no where : .+$/);
    await expect(openSource("no\nwhere")).rejects.toThrow(/^no such file: no where$/);
  });
});

describe("a path that fails later", () => {
  it("is a user error as well", async () => {
    const path = await writeTemporary("gone.log", "start\n");
    const source = await openSource(path);
    await rm(path);
    await expect(source.nextBatch()).rejects.toThrow(new UserError(`no such file: ${path}`));
    await mkdir(path);
    const stdin = createReadStream(path);
    await expect((await openSource("-", { stdin })).nextBatch()).rejects.toThrow(
      "is a directory, not a file: standard input",
    );
  });
});

describe.skipIf(process.platform === "win32")("pipes", () => {
  const pipe = async (name: string) => {
    const path = `${await writeTemporary(name, "")}.fifo`;
    execFileSync("mkfifo", [path]);
    return path;
  };

  it("are opened once and read to their end", async () => {
    const path = await pipe("started");
    spawn("sh", ["-c", 'printf "start\\nend\\n" > "$0"', path]);
    expect(await drain(await openSource(path))).toEqual(["start", "end"]);
  });

  it("do not keep each other waiting, however many are silent, and can be closed", async () => {
    const paths = await Promise.all(["a", "b", "c", "d", "e", "f"].map(pipe));
    const writers = paths.map((path) => spawn("sh", ["-c", 'exec cat > "$0"', path]));
    const sources = await Promise.all(paths.map((path) => openSource(path)));
    const waiting = sources.map((source) => source.nextBatch());
    writers[5]?.stdin.write("last\n");
    expect(await waiting[5]).toEqual(["last"]);
    await Promise.all(sources.map((source) => source.close()));
    expect(await Promise.all(waiting.slice(0, 5))).toEqual([null, null, null, null, null]);
    for (const writer of writers) writer.stdin.end();
  });

  it.each(["-", "/dev/stdin", "/dev/fd/0"])("may be standard input as %s", async (name) => {
    const stdin = Readable.from([Buffer.from("start\n")]);
    expect(await drain(await openSource(name, { stdin }))).toEqual(["start"]);
  });
});
