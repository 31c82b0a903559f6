import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { findingIds } from "../../src/explain/finding-ids.ts";
import { type AnalyseOptions, causes, type Zone, zoneNamed } from "../../src/index.ts";

export const samplesFolder = join(import.meta.dirname, "../../samples");

/** A log under the name it has within its sample: `logs/app.log`. */
export interface LogFile {
  readonly name: string;
  readonly content: Buffer;
}

const optionsSchema = z.strictObject({ tz: z.string().nullable().default("UTC") });

const tally = z.int().nonnegative();
const causeName = z.enum(causes);
const findingName = z.enum(findingIds);

/** What was really lost, counted independently of the logs. */
const truthSchema = z.strictObject({
  tasks: tally,
  finished: tally,
  lost: z.strictObject({ killed: z.partialRecord(causeName, tally) }),
  stuck: tally,
  superseded: tally,
  inFlight: tally,
  /** True cause -> what may stand in its place, where the logs cannot tell them apart. */
  accept: z.partialRecord(causeName, z.array(causeName)).default({}),
  /** Ends of processes by cause, where the logs tell each of them. */
  deaths: z.partialRecord(causeName, tally).optional(),
  /** What is to be found, with figures known from elsewhere than the logs: the sample's README says what they count. */
  findings: z.partialRecord(findingName, z.record(z.string(), z.json())).default({}),
  /** What did not happen: findings that must not be above `info`. */
  silent: z.array(findingName).default([]),
  /** Records that a copy among the logs lacks. */
  missing: z.array(z.strictObject({ pid: tally, message: z.string() })).optional(),
});
export type Truth = z.infer<typeof truthSchema>;

/** One folder of samples/, read. */
export interface Sample {
  readonly name: string;
  readonly folder: string;
  readonly logs: readonly LogFile[];
  /** The zone that is given for all its logs, if one is. */
  readonly zone: Zone | null;
  readonly options: AnalyseOptions;
  /** The command line, from within the folder. */
  readonly command: string;
  readonly truth: Truth | null;
}

export const sampleNames: readonly string[] = readdirSync(samplesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

export function readSample(name: string): Sample {
  const folder = join(samplesFolder, name);
  const present = new Set(readdirSync(folder));
  const json = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const { tz } = optionsSchema.parse(present.has("options.json") ? json("options.json") : {});
  const logs = readdirSync(join(folder, "logs"))
    .sort()
    .map((file) => ({ name: `logs/${file}`, content: readFileSync(join(folder, "logs", file)) }));
  return {
    name,
    folder,
    logs,
    zone: tz === null ? null : zoneNamed(tz),
    options: tz === null ? {} : optionsFor(tz),
    command: ["coroner", ...(tz === null ? [] : ["--tz", tz]), ...logs.map((log) => log.name)].join(" "),
    truth: present.has("truth.json") ? truthSchema.parse(json("truth.json")) : null,
  };
}

/** The options of a run in which times without a zone are those of `tz`. */
export const optionsFor = (tz: string): AnalyseOptions => ({ zones: [{ glob: null, value: zoneNamed(tz) }] });

export const utc = optionsFor("UTC");

/** The physical lines of a log, without terminators. */
export function linesOf(content: Buffer): string[] {
  const lines = content.toString("utf8").split(/\r?\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** A log of lines. */
export const logOf = (name: string, lines: readonly string[]): LogFile => ({
  name,
  content: Buffer.from(lines.map((line) => `${line}\n`).join("")),
});

/** Told by what happens around the lost processes, not by their names: other programs' lines between can hide it. */
const byTheirSurroundings: ReadonlySet<string> = new Set([
  "postgresql-backend-killed",
  "process-pool-broken",
  "telemetry-loss",
]);

/**
 * Told by two clocks of which one bears its zone (an access log's, an exporter's): in a wrapping of whole seconds or read in another zone
 * the two no longer agree.
 */
const byTwoClocks: ReadonlySet<string> = new Set(["gevent-deadlock", "export-gap-no-thread"]);

/** Samples that are told right however they come: not those without a report yet. */
export const steadySamples: readonly string[] = sampleNames.filter(
  (name) =>
    !byTheirSurroundings.has(name) && !byTwoClocks.has(name) && existsSync(join(samplesFolder, name, "expected.json")),
);
