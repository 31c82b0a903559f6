import { createReadStream, open as openDescriptor } from "node:fs";
import { access, constants, open, stat } from "node:fs/promises";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { isUnsupportedZstd, unsupportedZstd } from "./decompress.ts";
import { readError, UserError } from "./user-error.ts";

/** Bytes per read. Measured: larger chunks fall out of the CPU cache and are slower. */
export const CHUNK_BYTES = 64 * 1024;

/** Whether a path means our own standard input; `/dev/stdin` cannot be opened anew when it is a socket. */
export function isStandardInput(path: string): boolean {
  return path === "-" || path === "/dev/stdin" || path === "/dev/fd/0";
}

/**
 * Fails with a UserError unless `path` (standard input always passes) can be opened and read. A regular file is opened
 * for a look at its first bytes; a pipe or device is not opened, since that may lose or wait for its data.
 */
export async function checkReadable(path: string): Promise<void> {
  if (isStandardInput(path)) return;
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new UserError(`is a directory, not a file: ${path}`);
    if (!found.isFile()) return await access(path, constants.R_OK);
    if (isUnsupportedZstd(await firstBytes(path))) throw unsupportedZstd(path);
  } catch (cause) {
    throw cause instanceof UserError ? cause : readError(path, cause);
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Opens a file for reading. Rejects, or fails while read, with the system's error.
 * A pipe is waited for by the event loop: the blocking reads of a file stream would each hold one of Node's few
 * worker threads, so that four silent pipes would stop every other file, and the process could not exit.
 */
export async function openFile(path: string): Promise<Readable> {
  if (!(await stat(path)).isFIFO()) return createReadStream(path, { highWaterMark: CHUNK_BYTES });
  return new Socket({ fd: await promisify(openDescriptor)(path, "r"), readable: true, writable: false });
}
