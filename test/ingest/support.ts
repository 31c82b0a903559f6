import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type OpenOptions, openSource, type Source } from "../../src/ingest/source.ts";

export interface Reading {
  readonly lines: string[];
  readonly bytes: number;
  readonly warnings: string[];
}

/** Reads a source to its end, copied into one array. */
export async function drain(source: Source): Promise<string[]> {
  const lines: string[] = [];
  for (let batch = await source.nextBatch(); batch !== null; batch = await source.nextBatch()) lines.push(...batch);
  return lines;
}

/** Reads content that arrives in chunks of `size` bytes; 0: all at once. */
export async function read(content: string | Uint8Array, size = 0, options: OpenOptions = {}): Promise<Reading> {
  const source = await openSource({ name: "test", content: size === 0 ? content : inChunks(content, size) }, options);
  const lines = await drain(source);
  return { lines, bytes: source.stats.bytes, warnings: source.warnings };
}

export async function* inChunks(content: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A temporary folder, gone after the test file; returns a function that writes a file there and says its path. */
export async function temporaryFiles(): Promise<(name: string, content: string | Uint8Array) => Promise<string>> {
  const folder = await mkdtemp(join(tmpdir(), "coroner-ingest-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return async (name, content) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
}
