import { describe, expect, it } from "vitest";
import { z } from "zod";
import { topics } from "../../src/explain/topics.ts";
import { displayWidth } from "../../src/report/text.ts";
import { coroner, refusal } from "./support.ts";

const run = (...args: string[]) => coroner(["explain", ...args]);
const wide = (columns: number, ...args: string[]) =>
  coroner(["explain", ...args], { env: { COLUMNS: String(columns) } });
const widest = (text: string): number => {
  const lines = text.split("\n").filter((line) => !/^ {2}\[\d+\] https?:/.test(line));
  return Math.max(...lines.map(displayWidth));
};

const entry = z.object({ kind: z.string(), id: z.string(), title: z.string() });
const topic = entry.extend({
  meaning: z.string(),
  changes: z.array(
    z.object({ servers: z.array(z.string()).nullable(), text: z.string(), references: z.array(z.string()) }),
  ),
  related: z.array(z.string()),
});

describe("coroner explain", () => {
  it("lists what there is, by kind", async () => {
    const { status, stdout, stderr } = await run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const { id } of topics) expect(stdout).toMatch(new RegExp(`^${id} `, "m"));
    const heads = ["verdict ", "cause ", "finding "].map((head) => stdout.indexOf(`${head} `));
    expect(heads).toEqual(heads.toSorted((a, b) => a - b));
  });

  it("prints a topic's page, with its references numbered", async () => {
    const { status, stdout } = await run("max-requests");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^max-requests \(cause\)\nThe server replaced the worker after a number of requests/);
    for (const part of ["How it comes about", "How sure one can be", "What to change", "See also", "References"])
      expect(stdout).toMatch(new RegExp(`^${part}`, "m"));
    expect(stdout).toContain('- uWSGI: "...The work of process 7215 is done. Seeya!"');
    const numbers = [...stdout.matchAll(/^ {2}\[(\d+)\] https?:/gm)].map(([, n]) => Number(n));
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    for (const [, n] of stdout.matchAll(/\[(\d+)\]/g)) expect(numbers).toContain(Number(n));
  });

  it("takes the name in any case", async () => {
    expect((await run("OOM")).stdout).toBe((await run("oom")).stdout);
    expect((await run("oom")).stdout).toMatch(/^See also: oom-kill,/m);
  });

  it.each([40, 72, 100])("wraps a page to %d columns, addresses aside", async (columns) => {
    for (const id of ["shutdown", "missing-server-log"])
      expect(widest((await wide(columns, id)).stdout)).toBeLessThanOrEqual(columns);
  });

  it.each([72, 100])("wraps the list to %d columns", async (columns) => {
    expect(widest((await wide(columns)).stdout)).toBeLessThanOrEqual(columns);
  });

  it("has colours only where they are wanted", async () => {
    expect((await run("oom")).stdout).not.toContain("\u001b");
    expect((await coroner(["explain", "oom"], { env: { FORCE_COLOR: "1" } })).stdout).toContain("\u001b[1moom");
  });

  it("prints a topic, the list and everything as JSON", async () => {
    const one = topic.parse(JSON.parse((await run("killed", "-o", "json")).stdout));
    expect(one).toMatchObject({ kind: "verdict", id: "killed" });
    const list = z.array(entry).parse(JSON.parse((await run("--output", "json")).stdout));
    expect(list.map(({ id }) => id)).toEqual(topics.map(({ id }) => id));
    expect(JSON.parse((await run("--all", "-o", "json")).stdout)).toEqual(JSON.parse(JSON.stringify(topics)));
  });

  it("prints a topic as Markdown, with its log lines as code", async () => {
    const { stdout } = await run("oom-kill", "-o", "markdown");
    expect(stdout).toMatch(/^# oom-kill\n/);
    expect(stdout).toContain("**systemd**: `A process of this unit has been killed by the OOM killer.`");
    expect(stdout).toMatch(/^1\. <https:/m);
  });

  it("prints everything for the terminal, too", async () => {
    const { stdout } = await run("--all");
    for (const { id, kind } of topics) expect(stdout).toContain(`${id} (${kind})\n`);
  });

  it.each([
    [["max-request"], 'no verdict, cause or finding is called "max-request" (did you mean max-requests?)'],
    [["kiled"], 'no verdict, cause or finding is called "kiled" (did you mean killed?)'],
    [["telemetry"], /\(did you mean telemetry-loss.*\?\)\n$/],
    [["harakiri"], /\(did you mean .*request-timeout.*\?\)\n$/],
    [["xyzzy"], 'no verdict, cause or finding is called "xyzzy" (`coroner explain` lists them)'],
    [["\u001b[2J"], /^coroner: no verdict, cause or finding is called "[ -~]*" .*\n$/],
    [["oom", "crash"], /^coroner: too many arguments for 'explain'/],
    [["oom", "--all"], "--all explains everything: leave out the topic"],
    [["oom", "-o", "html"], '--output: unknown format "html" (one of: table, markdown, json)'],
  ])("%j is one line on stderr and status 2", async (args, message) => {
    expect(await run(...args)).toMatchObject(refusal(message));
  });

  it("stands in the help", async () => {
    const { stdout } = await coroner(["help"]);
    expect(stdout).toMatch(/^ {2}explain \[options\] \[topic\] +explain a verdict, a cause or a finding/m);
    expect(await coroner(["help", "explain"])).toMatchObject({ status: 0, stdout: (await run("--help")).stdout });
  });
});
