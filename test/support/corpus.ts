import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { causes, verdicts } from "../../src/index.ts";

/** Where recorded incidents with their ground truth lie, if they are at hand. */
const corpusFolder = process.env.CORONER_CORPUS ?? join(import.meta.dirname, "../../../shared/corpus/cases");

const lostSchema = z.looseObject({
  pid: z.number(),
  verdict: z.enum(verdicts),
  cause: z.enum(causes).optional(),
  accept: z.looseObject({ cause: z.array(z.string()).default([]) }).optional(),
});

const deathSchema = z.looseObject({
  pid: z.number(),
  role: z.string(),
  cause: z.string(),
  at: z.string(),
  /** When the process began to leave. */
  exit_hooks_began_at: z.string().optional(),
});

const truthSchema = z.looseObject({
  lost: z.array(lostSchema),
  deaths: z.array(deathSchema),
  undelivered_responses: z.array(z.looseObject({ path: z.string() })).default([]),
  unexported: z.array(z.looseObject({ pid: z.number(), message: z.string() })).default([]),
  /** True cause -> what may stand in its place, where the logs cannot tell them apart. */
  accept: z.looseObject({ cause: z.record(z.string(), z.array(z.string())).default({}) }).optional(),
});
export type CorpusTruth = z.infer<typeof truthSchema>;

/** A recorded incident. */
export interface CorpusCase {
  /** Its folder's path below the corpus: `uwsgi/harakiri`. */
  readonly name: string;
  /** Paths of its logs. */
  readonly logs: readonly string[];
  readonly truth: CorpusTruth;
}

/** All recorded incidents; none where the corpus is not there. */
export function corpusCases(): CorpusCase[] {
  return existsSync(corpusFolder) ? foldersIn(corpusFolder).map(readCase) : [];
}

function foldersIn(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return below
    .map((entry) => join(folder, entry.name))
    .flatMap((path) => (existsSync(join(path, "truth.json")) ? [path] : foldersIn(path)))
    .sort();
}

function readCase(folder: string): CorpusCase {
  const logs = readdirSync(join(folder, "logs")).sort();
  return {
    name: relative(corpusFolder, folder),
    logs: logs.map((log) => join(folder, "logs", log)),
    truth: truthSchema.parse(JSON.parse(readFileSync(join(folder, "truth.json"), "utf8"))),
  };
}
