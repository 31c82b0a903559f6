import { describe, expect, it } from "vitest";
import { analyze, type Report } from "../../src/index.ts";
import { type CorpusCase, corpusCases } from "../support/corpus.ts";

/** Ends that a server plans: what is at work on the process then need not be lost. */
const planned = new Set(["max-requests", "max-lifetime", "memory-limit", "reload", "scale-down"]);
/** A worker that takes so long from its goodbye to its end hung, ms. */
const hungMs = 5_000;

/** What the ground truth alone says that an incident amounts to. */
function kindsOf({ truth }: CorpusCase): Set<string> {
  const kinds = new Set<string>();
  const { lost } = truth;
  if (lost.some(({ verdict, cause }) => verdict === "killed" && planned.has(cause ?? "")))
    kinds.add("recycle-kills-background-work");
  if (lost.some(({ verdict, cause }) => verdict === "killed" && cause === "oom-kill")) kinds.add("oom");
  const stuck = lost.filter(({ verdict }) => verdict === "stuck").map(({ pid }) => pid);
  if (stuck.length > new Set(stuck).size) kinds.add("deadlock");
  if (truth.unexported.length > 0) kinds.add("export-gap");
  return kinds;
}

const findingsOf = ({ findings }: Report, rule: string) => findings.filter((finding) => finding.rule === rule);

const cases = corpusCases();
const reports = new Map<string, Promise<Report>>();
function reportOf({ name, logs }: CorpusCase): Promise<Report> {
  const known = reports.get(name) ?? analyze(logs);
  reports.set(name, known);
  return known;
}

describe.skipIf(cases.length === 0)("findings in recorded incidents", () => {
  it.each(cases.map((incident) => [incident.name, incident] as const))("%s: what it is", async (_, incident) => {
    const { findings } = await reportOf(incident);
    const found = new Set(findings.map(({ rule }) => rule));
    expect([...kindsOf(incident)].filter((kind) => !found.has(kind))).toEqual([]);
  });
});
