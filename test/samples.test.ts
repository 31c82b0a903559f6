import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { rules } from "../src/findings/rules.ts";
import { analyze, type Report } from "../src/index.ts";
import { formats } from "../src/report/formats.ts";
import { expectSound, misquotes } from "./support/report.ts";
import { linesOf, readSample, sampleNames, samplesFolder, type Truth } from "./support/samples.ts";

const page = { width: 100, colour: false, context: 3 };

/** Incidents that coroner does not tell right yet: their truth stands in the sample, a report to hold it to does not. */
const notYetTold: ReadonlySet<string> = new Set([
  "apache-forensic", // a request of a child that was killed before the server's stop
  "celery-queued-cold", // a cold shutdown, where the same log goes on with the next worker
  "daphne-stop", // a server that shows no pid, beside the only process of the application
  "hypercorn-worker-killed", // a worker that never comes back, beside a sibling that goes on for seconds only
  "passenger-process-killed", // "Checking whether to disconnect" after a crash is no reload
  "systemd-service", // units tell no pid, processes no unit
]);

/** Incidents of which a finding is not made, or with other figures than the true ones. */
const notYetFound: ReadonlySet<string> = new Set([
  "slow-shutdown-celery", // a warm shutdown of which no line names the process, or its end
]);

const untold = (name: string): boolean => notYetTold.has(name) || notYetFound.has(name);

describe.each(sampleNames)("%s", (name) => {
  const sample = readSample(name);
  let report: Report;

  beforeAll(async () => {
    report = await analyze(sample.logs, sample.options);
  });

  it.skipIf(untold(name))("gives the expected report", async () => {
    await expect(formats.json(report, page)).toMatchFileSnapshot(join(sample.folder, "expected.json"));
  });

  it.skipIf(untold(name))("gives the expected text", async () => {
    const text = formats.markdown(report, { ...page, command: sample.command });
    await expect(text).toMatchFileSnapshot(join(sample.folder, "expected.md"));
  });

  it("gives a sound report", () => expectSound(report));

  it("quotes lines that stand where it says", () => {
    const lines = new Map(sample.logs.map((log) => [log.name, linesOf(log.content)]));
    expect(misquotes(report, lines)).toEqual([]);
  });

  it("lets no task live on after its death", () => {
    expect(livingOn(report)).toEqual([]);
  });

  const tells = notYetTold.has(name) ? it.fails : it.runIf(sample.truth !== null);
  tells("tells the truth", () => {
    if (sample.truth) expect(countsOf(report, sample.truth)).toEqual(countsOfTruth(sample.truth));
  });

  const found = Object.entries(sample.truth?.findings ?? {}).filter(([id]) => rules.some((rule) => rule.id === id));
  const finds = notYetFound.has(name) ? it.fails : it.runIf(found.length > 0);
  finds("finds what happened, with the figures that are known", () => {
    for (const [id, figures] of found) {
      const all = report.findings.filter(({ rule }) => rule === id);
      expect(all, id).not.toHaveLength(0);
      expect(all.map((finding) => shared(finding.figures, figures))).toContainEqual(
        shared(figures, all[0]?.figures ?? {}),
      );
    }
  });

  it.runIf(sample.truth?.silent.length)("finds nothing that did not happen", () => {
    const silent: ReadonlySet<string> = new Set(sample.truth?.silent);
    const grave = report.findings.filter(({ severity }) => severity !== "info").map(({ rule }) => rule);
    expect(grave.filter((rule) => silent.has(rule))).toEqual([]);
  });
});

describe("samples/README.md", () => {
  it("lists exactly the folders", () => {
    const index = readFileSync(join(samplesFolder, "README.md"), "utf8");
    const listed = [...index.matchAll(/^\| \[([^\]]+)\]\(\1\/README\.md\) \|/gm)].map((row) => row[1]);
    expect(listed.toSorted()).toEqual(sampleNames);
  });

  it.each(sampleNames)("%s tells where its logs come from and what to expect", (name) => {
    const readme = readFileSync(join(samplesFolder, name, "README.md"), "utf8");
    expect(readme.match(/^## .*$/gm)).toEqual(["## Origin", "## What coroner should say"]);
  });
});

/** The numbers that stand in both, as the first has them. */
function shared(figures: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>) {
  const isNumber = (name: string) => typeof figures[name] === "number" && typeof other[name] === "number";
  return Object.fromEntries(
    Object.keys(figures)
      .filter(isNumber)
      .sort()
      .map((name) => [name, figures[name]]),
  );
}

/** Killed tasks that give a sign of life later than their process can have ended. */
function livingOn({ unfinished, deaths }: Report): string[] {
  const latest = new Map(deaths.map((death) => [death.id, death.latest]));
  return unfinished.flatMap(({ id, last, death }) => {
    const end = latest.get(death ?? "") ?? null;
    return end !== null && last.at !== null && Date.parse(last.at) > Date.parse(end)
      ? [`${id}: ${last.at} > ${end}`]
      : [];
  });
}

function countsOf({ summary, unfinished, deaths }: Report, { lost, accept, deaths: ends }: Truth) {
  const killed = new Map(Object.entries(tallied(unfinished.flatMap(({ cause }) => cause ?? []))));
  const { tasks, finished, stuck, superseded, inFlight } = summary;
  const ended = ends ? { deaths: tallied(deaths.map(({ cause }) => cause)) } : {};
  const counts = { tasks, finished, stuck, superseded, inFlight, ...ended };
  return { ...counts, killed: settled(killed, new Map(typed(lost.killed)), accept) };
}

function countsOfTruth({ tasks, finished, stuck, superseded, inFlight, lost, deaths }: Truth) {
  const counts = { tasks, finished, stuck, superseded, inFlight, ...(deaths ? { deaths } : {}) };
  return { ...counts, killed: Object.fromEntries(typed(lost.killed).sort()) };
}

function tallied(causes: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const cause of causes) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** The kills by cause, those under an accepted cause put down to the true one as far as that is short of them. */
function settled(told: Map<string, number>, truth: ReadonlyMap<string, number>, accept: Truth["accept"]) {
  for (const [cause, instead] of Object.entries(accept)) {
    for (const other of instead) {
      const spare = (told.get(other) ?? 0) - (truth.get(other) ?? 0);
      const moved = Math.max(0, Math.min(spare, (truth.get(cause) ?? 0) - (told.get(cause) ?? 0)));
      told.set(cause, (told.get(cause) ?? 0) + moved);
      told.set(other, (told.get(other) ?? 0) - moved);
    }
  }
  return Object.fromEntries([...told].filter(([, count]) => count > 0).sort());
}

const typed = (counts: Truth["lost"]["killed"]): [string, number][] => Object.entries(counts);
