import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { formatNames } from "../../src/report/formats.ts";
import { coroner, execute, killedLog, program, refusal, serverLog, temporaryFolder } from "./support.ts";

const folder = await temporaryFolder();
await folder.write("app.log", killedLog);
await folder.write("uwsgi.log", serverLog);
const run = (...args: string[]) => coroner(args, { cwd: folder.path });

describe("help", () => {
  it("names every format, option and command", async () => {
    const { status, stdout, stderr } = await run("--help");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const named = [...formatNames, "--since", "--tz [glob=]<zone>", "--task-fail", "--exit-zero", "events", "parsers"];
    for (const word of [...named, "schema", "Examples:", "Exit status:"]) expect(stdout).toContain(word);
  });

  it("is there for a command", async () => {
    const { status, stdout } = await run("events", "--help");
    expect(status).toBe(0);
    expect(stdout).toContain("Usage: coroner events [options] [source...]");
    expect(await run("help", "events")).toMatchObject({ status: 0, stdout });
  });

  it("tells the version of the package", async () => {
    const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(text));
    expect(await run("--version")).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("a mistake in the options is one line, status 2 and no report", () => {
  it.each([
    [["-o", "html"], '--output: unknown format "html" (one of: table, markdown, json, ndjson)'],
    [["--ouput", "json"], "unknown option '--ouput' (Did you mean --output?) (see coroner --help)"],
    [["--redact"], "unknown option '--redact' (Did you mean --no-redact?) (see coroner --help)"],
    [["--tz", "Foo"], /^coroner: --tz: unknown time zone "Foo" .*\n$/],
    [["--tz", "app*=Foo"], /^coroner: --tz: unknown time zone "Foo" .*\n$/],
    [["--tz", "=UTC"], '--tz: no glob before the = in "=UTC"'],
    [["--host", "app.log="], "--host: the name is empty"],
    [["--date", "26.2.2019"], /^coroner: --date: cannot read the day "26\.2\.2019" .*\n$/],
    [["--since", "whenever"], /^coroner: --since: cannot read the time "whenever" .*\n$/],
    [["--until", "\u001b[2J\n"], /^coroner: --until: cannot read the time "[ -~]*" .*\n$/],
    [["--since", "-1h", "--until", "-2h"], "--since: -1h is later than --until -2h"],
    [["--context", "-1"], '--context: "-1" is no number of lines (expected e.g. 3)'],
    [["--task-start", "("], "--task-start: invalid regular expression: /(/: Unterminated group"],
    [["--task-end", "/(/i"], "--task-end: invalid regular expression: /(/i: Unterminated group"],
    [["--task-fail", ""], "--task-fail: the regular expression is empty"],
    [["--task-start", "(?P<id>x)"], /^coroner: --task-start: invalid .*; a named group is \(\?<id>\.\.\.\)\n$/],
    [["--log-format", "nonsense"], /^coroner: --log-format: .+\n$/],
    [["--log-format", "*.log=nonsense"], /^coroner: --log-format: .+\n$/],
    [["--log-format", "dialect:a=b"], /^coroner: --log-format: .+\n$/],
  ])("%j", async (args, message) => {
    expect(await run(...args, "app.log")).toMatchObject(refusal(message));
  });

  it.each([
    [["app.log", "--output"], "option '-o, --output <format>' argument missing (see coroner --help)"],
    [["events", "--exit-zero"], "unknown option '--exit-zero' (see coroner --help)"],
    [["events", "--host", "web-1"], "unknown option '--host' (see coroner --help)"],
    [["--tz", "UTC", "events"], "option '--tz' must stand behind the command 'events' (see coroner --help)"],
    [["parsers", "-o", "html"], '--output: unknown format "html" (one of: table, markdown, json)'],
    [["schema", "x"], /^coroner: too many arguments for 'schema'.* \(see coroner --help\)\n$/],
  ])("%j", async (args, message) => {
    expect(await run(...args)).toMatchObject(refusal(message));
  });

  it("tells of a name with control characters without passing them on", async () => {
    const { stderr } = await run("\u001b]0;owned\u0007x\u009b31m.log");
    expect(stderr).toBe("coroner: no such file:  ]0;owned x.log\n");
  });
});

describe("options", () => {
  it("takes a relative time for the value it is, though it looks like an option", async () => {
    expect(await run("--since", "-1h", "--until=-1m", "app.log")).toMatchObject({ status: 0, stderr: "" });
  });

  it("accepts --no-redact", async () => {
    expect(await run("--no-redact", "app.log")).toMatchObject({ status: 1, stderr: "" });
  });

  it("says which glob fits no source", async () => {
    const { status, stderr } = await run(
      "--tz",
      "ap.*=UTC",
      "--host",
      "*.log=web-1",
      "--date",
      "x=2019-02-26",
      "app.log",
    );
    expect(status).toBe(1);
    expect(stderr).toBe('coroner: --tz: no source matches "ap.*"\ncoroner: --date: no source matches "x"\n');
  });

  it("does not wait for somebody to type", async (context) => {
    const onTerminal = (command: string) => execute("script", ["-qec", command, "/dev/null"]);
    if ((await onTerminal("true").catch(() => null))?.status !== 0) context.skip("no terminal: script(1) is missing");
    const { status, stdout } = await onTerminal(`"${process.execPath}" "${program}"`);
    expect(stdout).toBe("coroner: no source given, and standard input is a terminal (see coroner --help)\r\n");
    expect(status).toBe(2);
  });

  it("reads a file called like a command", async () => {
    await folder.write("events", killedLog);
    expect(await run("./events")).toMatchObject({ status: 1, stderr: "" });
    expect(await run("app.log", "events")).toMatchObject({ status: 1, stderr: "" });
  });
});

describe("an error of our own", () => {
  const breakIt = "--import=data:text/javascript,JSON.stringify=()=>{throw(new(Error)('boom'))}";

  it("is one line without a stack", async () => {
    const outcome = await coroner(["schema"], { env: { NODE_OPTIONS: breakIt } });
    expect(outcome).toMatchObject(refusal("internal error: boom"));
  });

  it("has a stack where somebody debugs", async () => {
    const { status, stderr } = await coroner(["schema"], { env: { NODE_OPTIONS: breakIt, CORONER_DEBUG: "1" } });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^coroner: internal error: boom\nError: boom\n {4}at /);
  });

  it("does not wait for an input that is still open", async () => {
    const child = spawn(process.execPath, [program, "-", "missing.log"], { stdio: "pipe" });
    expect(await once(child, "exit")).toEqual([2, null]);
    child.stdin.destroy();
  });
});

describe("the other commands", () => {
  it("lists what is recognised", async () => {
    const { status, stdout, stderr } = await run("parsers");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const word of ["uwsgi", "python-logging", "docker-json", "logfmt", "logback", "nginx:$remote_addr"])
      expect(stdout).toContain(word);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it("lists it for programs too", async () => {
    const lists = JSON.parse((await run("parsers", "-o", "json")).stdout);
    expect(Object.keys(lists)).toEqual(["servers", "layouts", "formats", "envelopes"]);
    expect(lists.servers[0]).toMatchObject({ name: "uwsgi", title: "uWSGI", recovers: expect.any(Array) });
  });

  it("publishes the report's schema", async () => {
    const { status, stdout } = await run("schema");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ $id: "urn:coroner:report:1", title: "coroner/report@1" });
  });
});
