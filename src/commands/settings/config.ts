/** The settings of a run in a file: what the command line can say, for the sources of a project. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { ForSources } from "../../analyse/options.ts";
import { readError, UserError } from "../../ingest/user-error.ts";
import type { Layout } from "../../recognise/layout.ts";
import { compileLogFormat } from "../../recognise/log-format.ts";
import { meantBy } from "../../recognise/log-formats/slip.ts";
import { formatNames } from "../../report/formats.ts";
import { parseDay, parseInstant } from "../../time/parse-option.ts";
import { type Zone, zoneNamed } from "../../time/zone.ts";
import { pairText } from "./compare.ts";
import { lineCount, name, pattern } from "./values.ts";

/** The file that is read where it is there and no other is named. */
export const defaultConfig = "coroner.yaml";

/** What a file says, in the words of the command line's options. */
export interface Config {
  readonly tz: readonly ForSources<Zone>[];
  readonly host: readonly ForSources<string>[];
  readonly date: readonly ForSources<number>[];
  readonly logFormat: readonly ForSources<Layout>[];
  readonly taskStart: readonly RegExp[];
  readonly taskEnd: readonly RegExp[];
  readonly taskFail: readonly RegExp[];
  /** Pairs of sources that should hold the same records, as `source=copy`. */
  readonly compare: readonly string[];
  readonly output?: (typeof formatNames)[number];
  readonly since?: string;
  readonly until?: string;
  readonly context?: number;
}

type Context = z.core.$RefinementCtx<unknown>;

/** Parses one text; what is wrong with it becomes an issue at `path`. */
function parsed<T>(value: unknown, parse: (text: string) => T, context: Context, path: number[]): T[] {
  try {
    if (typeof value !== "string") throw new RangeError("expected a text");
    return [parse(value)];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    context.issues.push({ code: "custom", message: error.message, path, input: value });
    return [];
  }
}

/** A text. */
const one = <T>(parse: (text: string) => T) =>
  z.unknown().transform((value, context): T => parsed(value, parse, context, [])[0] ?? z.NEVER);

/** A text, or a list of texts. */
const many = <T>(parse: (text: string) => T) =>
  z
    .unknown()
    .transform((value, context): T[] =>
      Array.isArray(value)
        ? value.flatMap((item: unknown, i) => parsed(item, parse, context, [i]))
        : parsed(value, parse, context, []),
    );

/** Keys that people take from the options' names. */
const otherWords: Readonly<Record<string, string>> = {
  tz: "zone",
  timezone: "zone",
  date: "day",
  days: "day",
  "log-format": "format",
  match: "glob",
  path: "glob",
  "task-start": "tasks",
  "task-end": "tasks",
  "task-fail": "tasks",
};

/** Keys and values, with no others than those. */
function keys<const T extends z.core.$ZodShape>(shape: T) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return "expected keys and values";
      const key = String(issue.keys[0]);
      const meant = meantBy(key, known) ?? known.find((word) => word === otherWords[key]);
      return `unknown key ${JSON.stringify(key)} (${meant ? `${meant}?` : `there is: ${known.join(", ")}`})`;
    },
  });
}

const oneOf = <const T extends readonly string[]>(names: T) =>
  one((text): T[number] => {
    const found = names.find((known) => known === text);
    if (found === undefined)
      throw new RangeError(`unknown format ${JSON.stringify(text)} (one of: ${names.join(", ")})`);
    return found;
  });

/** A time that an option can name; which instant it is depends on the zone and on now. */
const instant = one((text): string => {
  parseInstant(text, zoneNamed("UTC"), 0);
  return text;
});

/** A key with nothing behind it is as good as none. */
const perhaps = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), type.optional());

const perSource = {
  zone: one(zoneNamed).optional(),
  host: one(name).optional(),
  day: one(parseDay).optional(),
  format: many(compileLogFormat).optional(),
};

const schema = keys({
  ...perSource,
  sources: perhaps(z.array(keys({ glob: many(name).optional(), ...perSource }), { error: "expected a list" })),
  tasks: perhaps(
    keys({ start: many(pattern).optional(), end: many(pattern).optional(), fail: many(pattern).optional() }),
  ),
  compare: many(pairText).optional(),
  // What becomes of the report: the settings of --context, --since and the like.
  output: oneOf(formatNames).optional(),
  since: instant.optional(),
  until: instant.optional(),
  context: one(lineCount).optional(),
});

/**
 * Reads the file that `--config` names; without one `coroner.yaml`, if there is any. Throws a UserError that names the file and
 * the key, or the line and column, at fault.
 */
export async function readConfig(given: string | undefined): Promise<Config> {
  const file = given ?? defaultConfig;
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (given === undefined && error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw new UserError(`--config: ${readError(file, error).message}`, { cause: error });
  });
  return await parseConfig(text, file);
}

/** Reads what a file says; `file`: its name, for errors. */
export async function parseConfig(text: string, file: string): Promise<Config> {
  const result = schema.safeParse((text === "" ? null : await parseYaml(text, file)) ?? {});
  if (result.success) return inOptions(result.data);
  const [issue] = result.error.issues;
  const path = pathText(issue?.path ?? []);
  throw new UserError(`${file}: ${path === "" ? "" : `${path}: `}${issue?.message}`);
}

/** Every scalar is a text, as on the command line. Null where there is nothing. Most runs have no such file and need no YAML. */
async function parseYaml(text: string, file: string): Promise<unknown> {
  const { LineCounter, parseDocument } = await import("yaml");
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { schema: "failsafe", lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new UserError(`${file}: line ${line}, column ${col}: ${error.message}`);
  }
  try {
    return document.toJS();
  } catch (cause) {
    throw new UserError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** `sources[1].zone` */
const pathText = (path: readonly PropertyKey[]): string =>
  path.map((part, i) => (typeof part === "number" ? `[${part}]` : `${i > 0 ? "." : ""}${String(part)}`)).join("");

type File = z.infer<typeof schema>;
type Source = Pick<File, "zone" | "host" | "day" | "format"> & { readonly glob?: readonly string[] | undefined };

function inOptions(file: File): Config {
  const entries: Source[] = [file, ...(file.sources ?? [])];
  const collect = <T>(valuesOf: (entry: Source) => readonly T[]): ForSources<T>[] =>
    entries.flatMap((entry) =>
      valuesOf(entry).flatMap((value) => (entry.glob ?? [null]).map((glob) => ({ glob, value }))),
    );
  const { tasks, output, since, until, context } = file;
  return {
    tz: collect(({ zone }) => (zone === undefined ? [] : [zone])),
    host: collect(({ host }) => (host === undefined ? [] : [host])),
    date: collect(({ day }) => (day === undefined ? [] : [day])),
    logFormat: collect(({ format }) => format ?? []),
    taskStart: tasks?.start ?? [],
    taskEnd: tasks?.end ?? [],
    taskFail: tasks?.fail ?? [],
    compare: file.compare ?? [],
    ...(output === undefined ? {} : { output }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(context === undefined ? {} : { context }),
  };
}
