import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, stat, symlink } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { wantsColour, widthOf } from "../../src/commands/output/terminal.ts";
import { coroner, killedLog, needPermissions, program, refusal, serverLog, shell, temporaryFolder } from "./support.ts";

const folder = await temporaryFolder();
await folder.write("app.log", killedLog);
await folder.write("uwsgi.log", serverLog);
const run = (...args: string[]) => coroner(args, { cwd: folder.path });
const leftovers = async () => (await readdir(folder.path)).filter((name) => name.endsWith(".tmp"));

describe("--out", () => {
  it("writes what standard output would have got", async () => {
    const { stdout } = await run("-o", "json", "app.log");
    expect(await run("-o", "json", "app.log", "--out", "report.json")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: "",
    });
    expect(await readFile(folder.in("report.json"), "utf8")).toBe(stdout);
    expect(await leftovers()).toEqual([]);
  });

  it("means standard output by -", async () => {
    expect((await run("app.log", "--out", "-")).stdout).toContain("1 killed by respawn");
  });

  it("keeps the mode of the file it replaces, and the link to it", async () => {
    const path = await folder.write("shared.json", "old");
    await chmod(path, 0o604);
    await symlink("shared.json", folder.in("link.json"));
    await run("-o", "json", "app.log", "--out", "link.json");
    expect((await stat(path)).mode & 0o777).toBe(0o604);
    expect(await readFile(path, "utf8")).toContain("coroner/report@1");
  });

  it("writes to a device as it is", async () => {
    expect(await run("app.log", "--out", "/dev/null")).toMatchObject({ status: 1, stdout: "" });
    expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
  });

  it.each([
    ["no/such/report.json", "--out: no such directory: no/such"],
    ["app.log/report.json", "--out: no such directory: app.log"],
    [".", "--out: is a directory: ."],
    ["./uwsgi.log", "--out: would overwrite the source uwsgi.log: ./uwsgi.log"],
  ])("refuses %s", async (path, message) => {
    expect(await run("app.log", "uwsgi.log", "--out", path)).toMatchObject(refusal(message));
    expect(await leftovers()).toEqual([]);
    expect(await readFile(folder.in("uwsgi.log"), "utf8")).toBe(serverLog);
  });

  it("refuses what it may not write", async (context) => {
    await needPermissions(context);
    const refused = (path: string) => coroner(["app.log", "--out", path], { cwd: folder.path, unprivileged: true });
    await mkdir(folder.in("closed"), { mode: 0o555 });
    expect(await refused("closed/x")).toMatchObject(refusal("--out: permission denied: closed/x"));
    await mkdir(folder.in("open"));
    await chmod(folder.in("open"), 0o777);
    await chmod(await folder.write("open/fixed", "old"), 0o444);
    expect(await refused("open/fixed")).toMatchObject(refusal("--out: permission denied: open/fixed"));
    expect(await readdir(folder.in("open"))).toEqual(["fixed"]);
  });

  it("leaves an old report alone when there is no new one", async () => {
    await folder.write("last.json", "last");
    expect(await run("missing.log", "--out", "last.json")).toMatchObject(refusal("no such file: missing.log"));
    expect(await readFile(folder.in("last.json"), "utf8")).toBe("last");
    expect(await leftovers()).toEqual([]);
  });

  it("leaves nothing behind when interrupted", async () => {
    const child = spawn(process.execPath, [program, "--out", "never.json"], { cwd: folder.path, stdio: "pipe" });
    while ((await leftovers()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([null, "SIGINT"]);
    expect(await readdir(folder.path)).not.toContain("never.json");
    expect(await leftovers()).toEqual([]);
  });
});

describe("a pipe", () => {
  it("that is closed early is no error", async () => {
    const { stdout, stderr } = await shell("coroner -o json app.log | head -1; echo $PIPESTATUS", { cwd: folder.path });
    expect({ stdout, stderr }).toEqual({ stdout: "{\n1\n", stderr: "" });
  });

  it("that is closed from the start is none either", async () => {
    for (const [args, status] of Object.entries({ "app.log": 1, "--help": 0, parsers: 0, "events app.log": 0 })) {
      const { stderr } = await shell(`{ sleep 0.5; coroner ${args}; echo $? >&2; } | true`, { cwd: folder.path });
      expect(stderr).toBe(`${status}\n`);
    }
  });

  it("gets all of a report that is larger than it", async () => {
    const many = Array.from({ length: 4000 }, (_, i) => {
      const time = new Date(Date.UTC(2019, 1, 26) + i * 60_000).toISOString().replace("T", " ").slice(0, 19);
      return `${time},023 app ${1000 + i} 139889324566272 start task...\n`;
    });
    const { stdout, stderr } = await shell("coroner -o json | (sleep 1; cat)", { input: many.join("") });
    expect(stderr).toBe("");
    expect(stdout.length).toBeGreaterThan(1_000_000);
    expect(JSON.parse(stdout).schema).toBe("coroner/report@1");
  });

  it("that takes nothing more for another reason is an error", async (context) => {
    if ((await shell("test -c /dev/full")).status !== 0) context.skip("no /dev/full");
    const { status, stderr } = await shell("coroner app.log > /dev/full", { cwd: folder.path });
    expect(stderr).toMatch(/^coroner: cannot write standard output: ENOSPC.*\n$/);
    expect(status).toBe(2);
  });
});

describe("colour and width", () => {
  it("colours a terminal unless NO_COLOR is set, and whatever FORCE_COLOR says", () => {
    const terminal = { isTTY: true };
    expect(wantsColour(terminal, {})).toBe(true);
    expect(wantsColour(terminal, { NO_COLOR: "" })).toBe(true);
    expect(wantsColour(terminal, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColour(terminal, { TERM: "dumb" })).toBe(false);
    expect(wantsColour(terminal, { FORCE_COLOR: "0" })).toBe(false);
    expect(wantsColour({}, {})).toBe(false);
    expect(wantsColour({}, { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(true);
  });

  it("fits the terminal, else COLUMNS, else 100", () => {
    expect(widthOf({ isTTY: true, columns: 132 }, { COLUMNS: "80" })).toBe(132);
    expect(widthOf({}, { COLUMNS: "80" })).toBe(80);
    expect(widthOf({}, { COLUMNS: "wide" })).toBe(100);
    expect(widthOf({}, {})).toBe(100);
  });

  it("prints no escapes into a pipe unless forced to", async () => {
    const coloured = async (env: Record<string, string>) =>
      (await coroner(["app.log"], { cwd: folder.path, env })).stdout.includes("\u001b[");
    expect(await coloured({})).toBe(false);
    expect(await coloured({ NO_COLOR: "1" })).toBe(false);
    expect(await coloured({ FORCE_COLOR: "1" })).toBe(true);
    expect(await coloured({ FORCE_COLOR: "0" })).toBe(false);
  });

  it("prints no escapes into a file", async () => {
    await run("app.log", "--out", "report.txt");
    expect(await readFile(folder.in("report.txt"), "utf8")).not.toContain("\u001b");
  });

  it("names the command in a report to paste", async () => {
    const { stdout } = await run("-o", "markdown", "--task-start", "start task", "app.log");
    expect(stdout).toContain("`coroner -o markdown --task-start 'start task' app.log`");
  });
});
