import { stat } from "node:fs/promises";
import { isatty } from "node:tty";
import { isStandardInput } from "../ingest/open-file.ts";
import { UserError } from "../ingest/user-error.ts";

/**
 * The sources to read: those given, each file once, however often and under whatever names it was given; without any,
 * standard input. Throws a UserError where that would wait for somebody to type.
 */
export async function sourcesOf(given: readonly string[]): Promise<string[]> {
  if (given.length > 0) return once(given);
  if (isatty(0)) throw new UserError("no source given, and standard input is a terminal (see coroner --help)");
  return ["-"];
}

async function once(given: readonly string[]): Promise<string[]> {
  const names = new Map<string, string>();
  for (const name of given) {
    const identity = await identityOf(name);
    if (!names.has(identity)) names.set(identity, name);
  }
  return [...names.values()];
}

async function identityOf(name: string): Promise<string> {
  if (isStandardInput(name)) return "-";
  const found = await stat(name, { bigint: true }).catch(() => null);
  return found?.isFile() ? `${found.dev}:${found.ino}` : name;
}
