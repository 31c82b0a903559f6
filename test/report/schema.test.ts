import { describe, expect, it } from "vitest";
import { causes, verdicts } from "../../src/events.ts";
import { contradictions } from "../../src/report/consistency.ts";
import { parseReport, publishedSchema, reportSchema } from "../../src/report/schema.ts";
import { fullReport, healthyReport, tasklessReport } from "./fixture.ts";

function withTask(change: object): object {
  const report = fullReport();
  return { ...report, unfinished: [{ ...report.unfinished[0], ...change }] };
}

describe("the schema", () => {
  it.each([fullReport, healthyReport, tasklessReport])("accepts %o as it is", (make) => {
    expect(parseReport(make())).toEqual(make());
  });

  it.each([
    ["another schema", { ...fullReport(), schema: "coroner/report@2" }],
    ["no notes", { ...fullReport(), notes: undefined }],
    ["an unknown verdict", withTask({ verdict: "lost" })],
    ["an unknown cause", withTask({ cause: "gremlins" })],
    ["a pid of 0", withTask({ pid: 0 })],
    [
      "an instant without an offset",
      withTask({ start: { ...fullReport().unfinished[0]?.start, at: "2026-11-21T21:50:10.011" } }),
    ],
    ["an instant without milliseconds", { ...fullReport(), window: { from: "2026-11-21T21:50:10+08:00", to: null } }],
    ["a line 0", withTask({ last: { ...fullReport().unfinished[0]?.last, line: 0 } })],
    ["a rerun without outcome", withTask({ rerun: { at: null, source: "a", line: 1 } })],
    ["nothing", null],
  ])("rejects %s", (_, report) => {
    expect(reportSchema.safeParse(report).success).toBe(false);
  });

  it.each([null, "no exit record", undefined])("takes a death's reason (%j), which older reports lack", (reason) => {
    const report = fullReport();
    const deaths = report.deaths.map((it) => (reason === undefined ? it : { ...it, reason }));
    expect(parseReport({ ...report, deaths }).deaths).toEqual(deaths);
    expect(reportSchema.safeParse({ ...report, deaths: [{ ...deaths[0], reason: 1 }] }).success).toBe(false);
  });

  it("lets unknown properties pass, for it grows", () => {
    expect(() => parseReport({ ...fullReport(), later: 1 })).not.toThrow();
  });
});

describe("the published JSON Schema", () => {
  const text = JSON.stringify(publishedSchema());

  it("is draft 2020-12 and names every word of the contract", () => {
    expect(publishedSchema()).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
    });
    for (const word of [...causes, ...verdicts]) expect(text).toContain(`"${word}"`);
  });

  it("describes every property", () => {
    const bare: string[] = [];
    const visit = (node: unknown, path: string) => {
      if (typeof node !== "object" || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === "properties") {
          for (const [name, property] of Object.entries(value))
            if (!/"(?:description|\$ref)":/.test(JSON.stringify(property))) bare.push(`${path}.${name}`);
        }
        visit(value, `${path}.${key}`);
      }
    };
    visit(publishedSchema(), "");
    expect(bare).toEqual([]);
  });

  it("does not forbid what a later minor version adds", () => {
    expect(text).not.toContain('"additionalProperties":false');
  });
});

describe("contradictions", () => {
  it.each([fullReport, healthyReport, tasklessReport])("has none to tell of %o", (make) => {
    expect(contradictions(make())).toEqual([]);
  });

  it("tells where counts, killers and tolls disagree", () => {
    const report = fullReport();
    const deaths = report.deaths.slice(1);
    const told = contradictions({ ...report, deaths });
    expect(told).toContain("summary: deaths differs from the deaths listed");
    expect(told).toContain("t1: killed by d1, which has not the cause max-requests");
  });
});
