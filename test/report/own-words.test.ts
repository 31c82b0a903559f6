import { describe, expect, it } from "vitest";
import { analyze, type Report } from "../../src/index.ts";
import { markdown } from "../../src/report/markdown.ts";
import { prose } from "../../src/report/markdown-text.ts";
import { adviceFor } from "../../src/report/words.ts";
import { logOf, readSample, sampleNames, utc } from "../support/samples.ts";

const page = { width: 100, colour: false, context: 0 };

async function reportOn(name: string): Promise<Report> {
  const { logs, options } = readSample(name);
  return analyze(logs, options);
}

/** What the report says in coroner's own words. */
const ownWords = (report: Report): string[] => [
  ...report.notes,
  ...adviceFor(report),
  ...report.sources.flatMap(({ warnings }) => warnings),
  ...report.deaths.flatMap(({ reason }) => reason ?? []),
];

describe("coroner's own words", () => {
  it.each(sampleNames)("need no escape in Markdown: %s", async (name) => {
    const report = await reportOn(name);
    expect(ownWords(report).map(prose)).toEqual(ownWords(report));
  });

  it("need none where nothing was recognised either", async () => {
    const report = await analyze([logOf("a.log", ["?", "!"]), logOf("b.log", [])], utc);
    expect(ownWords(report).length).toBeGreaterThan(2);
    expect(ownWords(report).map(prose)).toEqual(ownWords(report));
  });
});

describe("the reason of a death", () => {
  it("is told where no record speaks of it", async () => {
    const report = await reportOn("seed-app-log-alone");
    expect(report.deaths.map(({ reason }) => reason)).toEqual([expect.stringContaining("never seen again")]);
    expect(markdown(report, page)).toContain("\n  died: inferred: no exit record; pid 19272 is never seen again");
  });

  it("is null where one does", async () => {
    const report = await reportOn("seed-uwsgi-alone");
    expect(report.deaths.map(({ reason }) => reason)).toEqual([null]);
  });
});
