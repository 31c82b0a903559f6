/** Logs of two servers in one stream tell what each of them alone would, and the order of sources tells nothing. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { analyze } from "../../src/index.ts";
import { appended, canMix, type Ingredient, ingredient, interleaved, kindOf, union } from "../support/mix.ts";
import { unordered } from "../support/same-report.ts";
import { type LogFile, readSample, steadySamples, utc } from "../support/samples.ts";

/** Recorded incidents beside the samples: a folder of folders with `truth.json` and `logs/`. */
const corpus = process.env.CORONER_CORPUS ?? "";

const truthSchema = z.object({ read: z.array(z.string()).optional(), timezones: z.unknown().optional() });

const seed = 20_261_121;
/**
 * Known wrong: appended to another incident, the tasks of oom-kill are counted with steps of theirs. A rotated set is one log only under its
 * own names; a log and its copy in one stream are one log. A server's master that a supervisor runs is its worker as well: either tells.
 */
const unmixed = /^(?:oom-kill$|logrotate-|export-gap-|crash-loop-gunicorn$)/;
const samples = steadySamples
  .filter((name) => !unmixed.test(name))
  .map(readSample)
  .filter(({ zone }) => zone?.name === "UTC");
const ingredients: Ingredient[] = [];

beforeAll(async () => {
  for (const { name, logs } of [...samples, ...recorded(corpus)]) ingredients.push(await ingredient(name, logs));
}, 120_000);

const inOne = () => "all";

const mixes: readonly [string, typeof appended, typeof kindOf, (i: Ingredient) => boolean][] = [
  ["appended", appended, kindOf, () => true],
  ["interleaved by time", interleaved, kindOf, ({ timed }) => timed],
  ["interleaved by time in one stream", interleaved, inOne, ({ timed }) => timed],
];

describe("two incidents", () => {
  it.each(mixes)("%s are told as each alone", { timeout: 120_000 }, async (_, mix, kind, fits) => {
    const pairs = ingredients.flatMap((a) =>
      ingredients.filter((b) => fits(a) && fits(b) && canMix(a, b)).map((b) => [a, b] as const),
    );
    expect(pairs.length).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...pairs), async (pair) => {
        const report = await analyze(mix(pair, kind), utc);
        expect(union([report]), pair.map(({ name }) => name).join(" + ")).toEqual(union(pair.map((i) => i.report)));
      }),
      { seed, numRuns: corpus === "" ? 10 : 60, endOnFailure: true },
    );
  });
});

describe("the order of sources on the command line", () => {
  const several = [...samples, ...recorded(corpus)].filter(({ logs }) => logs.length > 1);

  it.each(several.map((sample) => [sample.name, sample.logs] as const))("of %s tells nothing", async (_, logs) => {
    const expected = unordered(await analyze(logs, utc));
    const places = [...logs.keys()];
    const inOrder = (order: readonly number[]) => order.flatMap((i) => logs[i] ?? []);
    const orders = fc.shuffledSubarray(places, { minLength: logs.length });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        expect(unordered(await analyze(inOrder(order), utc))).toEqual(expected);
      }),
      { seed, numRuns: 2, examples: [[places.toReversed()]] },
    );
  });
});

/** The incidents below a folder that were logged in one zone. */
function recorded(folder: string): { readonly name: string; readonly logs: readonly LogFile[] }[] {
  if (folder === "") return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("truth.json"))
    .map((file) => dirname(join(folder, file)))
    .sort()
    .flatMap((dir) => {
      const truth = truthSchema.parse(JSON.parse(readFileSync(join(dir, "truth.json"), "utf8")));
      const files = truth.read ?? readdirSync(join(dir, "logs")).map((file) => `logs/${file}`);
      const logs = files.sort().map((file) => ({ name: file, content: contentOf(join(dir, file)) }));
      return truth.timezones === undefined ? [{ name: relative(folder, dir), logs }] : [];
    });
}

const contentOf = (file: string): Buffer =>
  file.endsWith(".gz") ? gunzipSync(readFileSync(file)) : readFileSync(file);
