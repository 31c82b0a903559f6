import { describe, expect, it } from "vitest";
import { comparedIn } from "../../src/commands/settings/compare.ts";
import { parseConfig } from "../../src/commands/settings/config.ts";
import { coroner, refusal, temporaryFolder } from "./support.ts";

describe("a pair", () => {
  it.each([
    ["a.log=b.log", ["a.log", "b.log"], { source: "a.log", copy: "b.log" }],
    ["-=b.log", ["-", "b.log"], { source: "-", copy: "b.log" }],
    ["day=1.log=day=2.log", ["day=1.log", "day=2.log"], { source: "day=1.log", copy: "day=2.log" }],
  ])("%s of %j", (pair, sources, expected) => {
    expect(comparedIn(pair, sources)).toEqual(expected);
  });

  it.each([
    ["a.log=x.log", '--compare: no source is called "x.log"'],
    ["x=1.log=b.log", '--compare: no source is called "x=1.log"'],
    ["b.log=b.log", '--compare: "b.log" is compared with itself'],
  ])("%s is none of a.log and b.log", (pair, message) => {
    expect(() => comparedIn(pair, ["a.log", "b.log"])).toThrow(message);
  });
});

describe("--compare", async () => {
  const folder = await temporaryFolder();
  const lines = Array.from({ length: 12 }, (_, n) => `2026-11-21 14:00:${n + 10},007 INFO 7 jobs: order ${n} packed\n`);
  await folder.write("console.log", lines.join(""));
  await folder.write("central.log", lines.slice(0, 9).join(""));
  const run = (args: readonly string[], input = "") =>
    coroner([...args, "-o", "markdown"], { cwd: folder.path, input });

  it("tells what the copy lacks", async () => {
    const outcome = await run(["--compare", "console.log=central.log", "console.log", "central.log"]);
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
    expect(outcome.stdout).toContain("warning: central.log lacks 3 of the 12 records of console.log");
  });

  it("reads standard input as one of the two", async () => {
    const outcome = await run(["--compare", "-=central.log", "-", "central.log"], lines.join(""));
    expect(outcome.stdout).toContain("central.log lacks 3 of the 12 records of -");
  });

  it.each([
    ["console.log", '--compare: "console.log" is no pair (expected source=copy)'],
    ["console.log=other.log", '--compare: no source is called "other.log"'],
    ["console.log=console.log", '--compare: "console.log" is compared with itself'],
  ])("refuses %s", async (pair, message) => {
    expect(await run(["--compare", pair, "console.log", "central.log"])).toEqual({ signal: null, ...refusal(message) });
  });
});

describe("a settings file", async () => {
  const folder = await temporaryFolder();
  await folder.write("coroner.yaml", "compare: a.log=b.log\n");
  await folder.write("a.log", "2026-11-21 14:00:00,007 INFO 7 jobs: order 1 packed\n");

  it("may name pairs", async () => {
    const { compare } = await parseConfig("compare: [a.log=b.log, c=d]\n", "coroner.yaml");
    expect(compare).toEqual(["a.log=b.log", "c=d"]);
    await expect(parseConfig("compare: a.log\n", "coroner.yaml")).rejects.toThrow(
      /^coroner\.yaml: compare: "a\.log" is no pair \(expected source=copy\)$/,
    );
  });

  it("may speak of sources of other runs", async () => {
    const outcome = await coroner(["a.log"], { cwd: folder.path });
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toContain('coroner: compare: no source is called "b.log"\n');
  });
});
