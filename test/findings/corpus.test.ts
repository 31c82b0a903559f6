import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyze, type Report } from "../../src/index.ts";
import { type CorpusCase, corpusCases } from "../support/corpus.ts";

/** Ends that a server plans: what is at work on the process then need not be lost. */
const planned = new Set(["max-requests", "max-lifetime", "memory-limit", "reload", "scale-down"]);
/** A worker that takes so long from its goodbye to its end hung, ms. */
const hungMs = 5_000;

type Finding = Report["findings"][number];

/** Lost tasks of the truth that were killed by a cause of that kind, and whose logs can tell it. */
function killedBy({ truth }: CorpusCase, is: (cause: string) => boolean) {
  const others = (cause: string) => truth.accept?.cause[cause] ?? [];
  return truth.lost.filter(
    ({ verdict, cause = "", accept }) =>
      verdict === "killed" && is(cause) && [...others(cause), ...(accept?.cause ?? [])].every(is),
  );
}

/** Tasks that got stuck on one process, where there are several. */
function stuckTogether({ truth }: CorpusCase) {
  const stuck = truth.lost.filter(({ verdict }) => verdict === "stuck");
  return stuck.filter(({ pid }) => stuck.filter((other) => other.pid === pid).length > 1);
}

const reports = new Map<string, Promise<Report>>();
function reportOf({ name, logs }: CorpusCase): Promise<Report> {
  const report = reports.get(name) ?? analyze(logs);
  reports.set(name, report);
  return report;
}

async function findingOf(incident: CorpusCase, rule: string): Promise<Finding | undefined> {
  const { findings } = await reportOf(incident);
  return findings.find((finding) => finding.rule === rule);
}

const cases = corpusCases();
const of = (test: (incident: CorpusCase) => boolean) =>
  cases.filter(test).map((incident) => [incident.name, incident] as const);

/** `python/celery-healthy: info slow-shutdown, ...`, as the table has it. */
function rowsOfTable(): Map<string, string> {
  const lines = readFileSync(join(import.meta.dirname, "corpus-findings.txt"), "utf8").split("\n");
  const rows = lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split(": "));
  return new Map(rows.map(([name = "", found = ""]) => [name, found]));
}

describe.skipIf(cases.length === 0)("findings in recorded incidents", () => {
  const table = rowsOfTable();

  it.each(of(({ name }) => table.has(name)))("%s: those of the table", async (name, incident) => {
    const { findings } = await reportOf(incident);
    const found = findings.map(({ severity, rule }) => `${severity} ${rule}`);
    expect(found.join(", ") || "-").toBe(table.get(name));
  });

  it.each(of((incident) => killedBy(incident, (cause) => planned.has(cause)).length > 0))(
    "%s: as many tasks went with workers replaced on purpose as in truth",
    async (_, incident) => {
      const finding = await findingOf(incident, "recycle-kills-background-work");
      expect(finding?.figures.tasks).toBe(killedBy(incident, (cause) => planned.has(cause)).length);
    },
  );

  it.each(of((incident) => killedBy(incident, (cause) => cause === "oom-kill").length > 0))(
    "%s: as many tasks were lost for want of memory as in truth",
    async (_, incident) => {
      const finding = await findingOf(incident, "oom");
      expect(finding?.figures.tasks).toBe(killedBy(incident, (cause) => cause === "oom-kill").length);
    },
  );

  it.each(of((incident) => stuckTogether(incident).length > 0))("%s: those are stuck that are", async (_, incident) => {
    const finding = await findingOf(incident, "deadlock");
    expect(finding?.figures.stuck).toBe(stuckTogether(incident).length);
  });

  it.each(of(({ truth }) => truth.unexported.length > 0))("%s: what the copy lacks", async (_, incident) => {
    const finding = await findingOf(incident, "export-gap");
    expect(finding?.figures.missing).toBe(incident.truth.unexported.length);
  });

  const reloaded = ({ deaths }: CorpusCase["truth"]) =>
    deaths.some(({ role, cause }) => role === "gateway" && cause === "reload");

  it.each(of(({ truth }) => reloaded(truth) && truth.undelivered_responses.length > 0))(
    "%s: answers that the reloaded gateway did not deliver",
    async (_, incident) => {
      const finding = await findingOf(incident, "undelivered-responses");
      expect(finding?.figures.undelivered).toBe(incident.truth.undelivered_responses.length);
    },
  );

  const took = ({ at, exit_hooks_began_at: began }: CorpusCase["truth"]["deaths"][number]): number =>
    began === undefined ? 0 : Date.parse(at) - Date.parse(began);
  const joined = (incident: CorpusCase) => incident.name.includes("joined");

  it.each(of((incident) => !joined(incident) && incident.truth.deaths.some((death) => took(death) > hungMs)))(
    "%s: the longest hang lies within what the log allows",
    async (_, incident) => {
      const finding = await findingOf(incident, "hung-until-respawn");
      const longest = Math.max(...incident.truth.deaths.map(took));
      const { hungLeastMs = 0, hungMostMs = Number.POSITIVE_INFINITY, workers = 0 } = finding?.figures ?? {};
      expect(hungLeastMs).toBeGreaterThan(hungMs);
      expect(hungLeastMs).toBeLessThanOrEqual(longest);
      expect(hungMostMs).toBeGreaterThanOrEqual(longest);
      // Of some no timed line tells when they went.
      const hung = incident.truth.deaths.filter((death) => took(death) > hungMs).length;
      expect([hung - 1, hung]).toContain(workers);
    },
  );

  it.each(of(({ truth, name }) => truth.lost.length === 0 && /healthy|joined|graceful|drain/.test(name)))(
    "%s: nothing that alarms",
    async (_, incident) => {
      const { findings } = await reportOf(incident);
      expect(findings.filter(({ severity }) => severity !== "info").map(({ title }) => title)).toEqual([]);
    },
  );
});
