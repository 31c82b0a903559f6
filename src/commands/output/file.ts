/** `--out`: a file that is there in full or not at all. */
import { randomBytes } from "node:crypto";
import { rmSync, type Stats } from "node:fs";
import { access, constants, type FileHandle, open, realpath, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../ingest/user-error.ts";

/** Where a report is to be written. */
export interface OutputFile {
  write(text: string): Promise<void>;
  /** Leaves nothing behind unless it was written. */
  discard(): void;
}

/**
 * Makes sure that `path` can be written and is none of the sources, before any of them is read. A regular file takes
 * its place only when it is complete, with the mode of the one it replaces; a device or pipe is written to as it is.
 * Rejects with a UserError.
 */
export async function openOutput(path: string, sources: readonly string[]): Promise<OutputFile> {
  try {
    const real = await realpath(path).catch(() => path);
    const old = await stat(real).catch(() => null);
    if (old?.isDirectory()) throw new UserError(`--out: is a directory: ${path}`);
    if (old !== null && !old.isFile()) return { write: (text) => writeFile(real, text), discard: () => undefined };
    if (old !== null) await refuseSource(path, old, sources);
    if (old !== null) await access(real, constants.W_OK);
    return await replacement(path, real, old);
  } catch (cause) {
    throw outputError(path, cause);
  }
}

async function refuseSource(path: string, old: Stats, sources: readonly string[]): Promise<void> {
  for (const source of sources) {
    const found = await stat(source).catch(() => null);
    if (found?.ino === old.ino && found.dev === old.dev)
      throw new UserError(`--out: would overwrite the source ${source}: ${path}`);
  }
}

async function replacement(path: string, real: string, old: Stats | null): Promise<OutputFile> {
  const temporary = join(dirname(real), `.coroner-${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
  const handle = await open(temporary, "wx");
  const settle = removeAtExit(temporary);
  return {
    write: async (text) => {
      try {
        await fill(handle, text, old);
        await rename(temporary, real);
      } catch (cause) {
        throw outputError(path, cause);
      }
      settle();
    },
    discard: () => {
      settle();
      rmSync(temporary, { force: true });
    },
  };
}

async function fill(handle: FileHandle, text: string, old: Stats | null): Promise<void> {
  try {
    await handle.writeFile(text);
    if (old !== null) {
      await handle.chown(old.uid, old.gid).catch(() => undefined); // only root may give files away
      await handle.chmod(old.mode & 0o7777);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Removes the file however the program ends; by a signal it then ends as it would have. Returns what calls that off. */
function removeAtExit(path: string): () => void {
  const remove = () => rmSync(path, { force: true });
  const die = (signal: NodeJS.Signals) => {
    remove();
    settle();
    process.kill(process.pid, signal);
  };
  const settle = () => {
    process.off("exit", remove);
    for (const signal of signals) process.off(signal, die);
  };
  process.on("exit", remove);
  for (const signal of signals) process.on(signal, die);
  return settle;
}

function outputError(path: string, cause: unknown): UserError {
  if (cause instanceof UserError) return cause;
  return new UserError(`--out: ${describe(path, cause)}`, { cause });
}

function describe(path: string, cause: unknown): string {
  switch (cause instanceof Error && "code" in cause ? cause.code : undefined) {
    case "ENOENT":
    case "ENOTDIR":
      return `no such directory: ${dirname(path)}`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `permission denied: ${path}`;
    default:
      return `cannot write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}
