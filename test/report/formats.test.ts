import { describe, expect, it } from "vitest";
import { exitCode } from "../../src/report/exit-code.ts";
import { formatNames, formats } from "../../src/report/formats.ts";
import type { Report } from "../../src/report/schema.ts";
import { shortNames } from "../../src/report/source-names.ts";
import { fullReport, healthyReport } from "./fixture.ts";

const options = { width: 80, colour: false, context: 0 };

/** The same report with the properties of every object the other way round. */
function reversed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, it) =>
    typeof it === "object" && it !== null && !Array.isArray(it) ? Object.fromEntries(Object.entries(it).reverse()) : it,
  );
}

describe("every format", () => {
  it.each(formatNames)("%s ends with one line end and does not depend on the order of properties", (name) => {
    const text = formats[name](fullReport(), options);
    expect(text).toMatch(/[^\n]\n$/);
    expect(formats[name](reversed(fullReport()), options)).toBe(text);
  });
});

describe("json", () => {
  const text = formats.json(fullReport(), options);

  it("is the report, in the schema's order", () => {
    expect(JSON.parse(text)).toEqual(fullReport());
    expect(Object.keys(JSON.parse(text))).toEqual(
      "schema window sources summary unfinished deaths findings notes".split(" "),
    );
    expect(text).toMatch(/^\{\n {2}"schema": "coroner\/report@1",\n {2}"window": \{\n {4}"from"/);
  });

  it("holds no raw control or bidi character, yet loses none", () => {
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]/);
    expect(text).toContain("\\u202e");
  });

  it("keeps what a later version added", () => {
    const later = { ...fullReport(), later: { b: 1, a: 2 } };
    expect(JSON.parse(formats.json(later, options))).toEqual(later);
  });
});

describe("ndjson", () => {
  const lines = formats.ndjson(fullReport(), options).trimEnd().split("\n");
  const objects = lines.map((line) => JSON.parse(line));

  it("is one object per task, death, finding and source, the summary first", () => {
    const types = objects.map((it) => it.type);
    expect([...new Set(types)]).toEqual(["summary", "task", "death", "finding", "source"]);
    expect(types.length).toBe(1 + 19 + 10 + 1 + 4);
  });

  it("holds the whole report", () => {
    const { type, schema, window, notes, ...summary } = objects[0];
    const of = (name: string) => objects.filter((it) => it.type === name).map(({ type: _, ...rest }) => rest);
    const again = { schema, window, notes, summary, unfinished: of("task"), deaths: of("death") };
    expect({ ...again, findings: of("finding"), sources: of("source") }).toEqual(fullReport());
    expect(type).toBe("summary");
  });
});

describe("the exit status", () => {
  const withCounts = (counts: Partial<Report["summary"]>): Report => {
    const report = healthyReport();
    return { ...report, summary: { ...report.summary, ...counts } };
  };

  it.each([
    ["nothing", {}, 0],
    ["tasks in flight", { inFlight: 3 }, 0],
    ["a killed task", { killed: 1 }, 1],
    ["a stuck task", { stuck: 1 }, 1],
    ["a superseded task", { superseded: 1 }, 1],
  ])("for %s", (_, counts, status) => {
    expect(exitCode(withCounts(counts))).toBe(status);
    expect(exitCode(withCounts(counts), { exitZero: true })).toBe(0);
  });
});

describe("short names of sources", () => {
  it("are as long as it takes to tell them apart", () => {
    const name = shortNames(["/a/x/app.log", "/b/x/app.log", "uwsgi.log", "-", "/c/kern.log"]);
    expect(["/a/x/app.log", "/b/x/app.log", "uwsgi.log", "-", "/c/kern.log", "/other"].map(name)).toEqual([
      "a/x/app.log",
      "b/x/app.log",
      "uwsgi.log",
      "-",
      "kern.log",
      "/other",
    ]);
  });
});
