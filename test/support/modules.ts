import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export const root = join(import.meta.dirname, "../..");

/** A source file: its path from the project's root, its text, and what it imports (paths from the root, or packages). */
export interface Module {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  readonly from: string;
  /** Types alone: gone when it runs. */
  readonly typeOnly: boolean;
}

/** The TypeScript files of a folder and the folders in it. */
export function modulesIn(folder: string): Module[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => readModule(join(folder, file)));
}

function readModule(path: string): Module {
  const text = readFileSync(join(root, path), "utf8");
  return { path, text, imports: importsOf(path, text) };
}

const statement = /^(?:import|export)\s+(type\s)?(?:[^;"'`]*?\sfrom\s+)?"([^"]+)";/gm;
const dynamic = /\bimport\(\s*"([^"]+)"\s*\)/g;

function importsOf(path: string, text: string): Import[] {
  const at = (from: string) => (from.startsWith(".") ? relative(root, join(root, dirname(path), from)) : from);
  return [
    ...[...text.matchAll(statement)].map(([, type, from = ""]) => ({ from: at(from), typeOnly: type !== undefined })),
    ...[...text.matchAll(dynamic)].map(([, from = ""]) => ({ from: at(from), typeOnly: false })),
  ];
}

/** Text without comments and string contents, so that only code is left to search. Good enough for our own code. */
export const codeOf = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "").replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
