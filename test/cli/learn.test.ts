import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/commands/settings/config.ts";
import { coroner, refusal, shell, temporaryFolder } from "./support.ts";

const folder = await temporaryFolder();
const head = (i: number): string =>
  `2026-11-21 10:${String(i % 60).padStart(2, "0")}:00,123 INFO [77:pool-${i % 3}] shop.jobs:`;
const lines = Array.from({ length: 40 }, (_, i) => [
  `${head(i)} begin job 'j-${i}'`,
  ...(i % 9 === 4 ? [] : [`${head(i)} job 'j-${i}' done in ${i} ms`]),
]);
const text = `${lines.flat().join("\n")}\n`;
await folder.write("app.log", text);
await folder.write("quiet.log", "nothing of note\nnothing at all\n");

const format = "python:%(asctime)s %(levelname)s [%(process)d:%(threadName)s] %(name)s: %(message)s";
const start = "^begin (?<name>job) '(?<id>[\\w-]+)'$";
const end = "^job '(?<id>[\\w-]+)' done in \\d+ ms$";

async function printed(args: readonly string[], input = ""): Promise<string> {
  const { status, stdout, stderr } = await coroner(["learn", ...args], { cwd: folder.path, input });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

describe("learn", () => {
  it("prints options that a shell reads as they are meant", async () => {
    const options = await printed(["-o", "options", "app.log"]);
    const { stdout } = await shell(`printf '%s\\n' ${options}`);
    expect(stdout.trimEnd().split("\n")).toEqual([
      "--log-format",
      `app.log=${format}`,
      "--task-start",
      start,
      "--task-end",
      end,
    ]);
  });

  it("prints a coroner.yaml that says the same", async () => {
    const config = await parseConfig(await printed(["-o", "yaml", "--tz", "Asia/Shanghai", "app.log"]), "coroner.yaml");
    expect(config.taskStart.map(({ source }) => source)).toEqual([start]);
    expect(config.taskEnd.map(({ source }) => source)).toEqual([end]);
    expect(config.taskFail).toEqual([]);
    expect(config.logFormat.map(({ glob, value }) => ({ glob, name: value.name }))).toEqual([
      { glob: "app.log", name: "python-logging" },
    ]);
    expect(config.tz.map(({ glob, value }) => ({ glob, name: value.name }))).toEqual([
      { glob: null, name: "Asia/Shanghai" },
    ]);
  });

  it("prints a table that ends with the command line", async () => {
    const table = await printed(["app.log"]);
    expect(table).toContain(`Task "begin job '<id>'": 40 started, 36 ended, 4 without an end`);
    expect(table).toContain("without an end: app.log:9, app.log:26, app.log:43, app.log:60");
    expect(table.trimEnd().split("\n").at(-1)).toBe("  app.log");
  });

  it("prints the object as JSON", async () => {
    const learned: unknown = JSON.parse(await printed(["-o", "json", "app.log"]));
    expect(learned).toMatchObject({
      patterns: { start: [start], end: [end], fail: [] },
      tasks: [{ started: 40, unfinished: 4 }],
    });
  });

  it("reads standard input, whose format holds for all", async () => {
    expect(await printed(["-o", "options"], text)).toContain(`--log-format '${format}' \\\n`);
    const config = await parseConfig(await printed(["-o", "yaml"], text), "coroner.yaml");
    expect(config.logFormat.map(({ glob }) => glob)).toEqual([null]);
  });

  it("says plainly that there is nothing, and what to do", async () => {
    const table = await printed(["quiet.log"]);
    expect(table).toContain("no wording was found that starts and ends them");
    expect(table).toContain("--task-start");
    expect(await printed(["-o", "options", "quiet.log"])).toBe("");
    expect(await parseConfig(await printed(["-o", "yaml", "quiet.log"]), "coroner.yaml")).toMatchObject({
      taskStart: [],
    });
  });

  it("refuses what it cannot read with a line", async () => {
    const learn = (...args: string[]) => coroner(["learn", ...args], { cwd: folder.path });
    expect(await learn("-o", "xml", "app.log")).toMatchObject(
      refusal('--output: unknown format "xml" (one of: table, options, yaml, json)'),
    );
    expect(await learn("--lines", "0", "app.log")).toMatchObject(refusal('--lines: "0" is no number from 1 on'));
    expect(await learn("--templates", "many", "app.log")).toMatchObject(refusal(/^coroner: --templates: .*\n$/));
    expect(await learn("missing.log")).toMatchObject(refusal(/^coroner: .*missing\.log.*\n$/));
  });
});
