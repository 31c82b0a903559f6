import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/commands/settings/config.ts";
import { UserError } from "../../src/ingest/user-error.ts";
import { coroner, type Outcome, refusal, reportIn, temporaryFolder } from "./support.ts";

describe("what a file says", () => {
  it("is what the options would say", async () => {
    const config = await parseConfig(
      `
zone: UTC
sources:
  - glob: app*.log
    zone: +0800
    host: web-1
    day: 2026-11-21
    format: ["python:%(asctime)s %(message)s", "regex:(?<pid>\\\\d+)"]
  - glob: [a.log, b.log]
    host: web-2
tasks:
  start: begin (?<id>\\d+)
  end: [/over/i]
context: 3
since: -2h
output: json
`,
      "coroner.yaml",
    );
    expect(config.tz.map(({ glob, value }) => [glob, value.name])).toEqual([
      [null, "UTC"],
      ["app*.log", "UTC+8"],
    ]);
    expect(config.host).toEqual([
      { glob: "app*.log", value: "web-1" },
      { glob: "a.log", value: "web-2" },
      { glob: "b.log", value: "web-2" },
    ]);
    expect(config.date).toEqual([{ glob: "app*.log", value: Date.UTC(2026, 10, 21) }]);
    expect(config.logFormat.map(({ value }) => value.name)).toEqual(["python-logging", "regex"]);
    expect(config).toMatchObject({ taskStart: [/begin (?<id>\d+)/], taskEnd: [/over/i], taskFail: [] });
    expect(config).toMatchObject({ context: 3, since: "-2h", output: "json" });
  });

  it.each(["", "# nothing\n", "sources:\ntasks:\n"])("may be nothing: %j", async (text) => {
    expect(await parseConfig(text, "coroner.yaml")).toMatchObject({ tz: [], logFormat: [], taskStart: [] });
  });
});

describe("what is wrong with a file", () => {
  it.each([
    [
      "sources:\n  - glob: a\n  - zone: Europ/Berlin\n",
      /^coroner\.yaml: sources\[1\]\.zone: unknown time zone "Europ\/Berlin"/,
    ],
    ["zome: UTC\n", /^coroner\.yaml: unknown key "zome" \(zone\?\)$/],
    ["sources:\n  - tz: UTC\n", /^coroner\.yaml: sources\[0\]: unknown key "tz" \(zone\?\)$/],
    ["tasks:\n  begin: x\n", /^coroner\.yaml: tasks: unknown key "begin" \(there is: start, end, fail\)$/],
    ["sources: app.log\n", /^coroner\.yaml: sources: expected a list$/],
    ["sources:\n  - app.log\n", /^coroner\.yaml: sources\[0\]: expected keys and values$/],
    ["- a\n", /^coroner\.yaml: expected keys and values$/],
    ["host: [a]\n", /^coroner\.yaml: host: expected a text$/],
    ["host: ''\n", /^coroner\.yaml: host: the name is empty$/],
    [
      "sources:\n  - format: [python:x, 'nginx:$']\n",
      /^coroner\.yaml: sources\[0\]\.format\[0\]: python format, column 2: /,
    ],
    ["format: 'log4j:%d %x'\n", /^coroner\.yaml: format: log4j format, column 6: ends without %m$/],
    ["tasks:\n  start: '('\n", /^coroner\.yaml: tasks\.start: invalid regular expression/],
    ["day: yesterday\n", /^coroner\.yaml: day: cannot read the day "yesterday"/],
    ["since: soon\n", /^coroner\.yaml: since: cannot read the time "soon"/],
    ["context: many\n", /^coroner\.yaml: context: "many" is no number of lines/],
    ["output: pdf\n", /^coroner\.yaml: output: unknown format "pdf" \(one of: table, /],
    ["a: [1\nb: 2\n", /^coroner\.yaml: line 2, column 1: \S/],
    ["zone: UTC\nzone: UTC\n", /^coroner\.yaml: line 2, column 1: Map keys must be unique/],
    ["a: &a [*a, *a]\n", /^coroner\.yaml: \S/],
    ["zone: *b\n", /^coroner\.yaml: (?:line 1, column 7: )?Unresolved alias/],
  ])("%j", async (text, message) => {
    const parse = () => parseConfig(text, "coroner.yaml");
    await expect(parse()).rejects.toThrow(UserError);
    await expect(parse()).rejects.toThrow(message);
    await expect(parse()).rejects.not.toThrow(/\n/);
  });
});

describe("--log-format and --config of the program", async () => {
  const folder = await temporaryFolder();
  const pattern = "%d{dd.MM.yyyy HH:mm:ss,SSS} %pid/%T %-5level %m%n";
  const app = (seconds: number, pid: number, message: string) =>
    `21.11.2026 13:52:${seconds},000 ${pid}/9 INFO  ${message}\n`;
  await folder.write(
    "shop.log",
    app(10, 77, "start task 1") +
      app(11, 77, "task 1 finished") +
      app(12, 77, "start task 2") +
      app(30, 78, "start task 3") +
      app(31, 78, "task 3 finished"),
  );
  const request = (seconds: number, pid: number) => `2026-11-21T13:52:${seconds}+0000 ${pid} GET /x 0.250 www\n`;
  await folder.write("fpm.access.log", request(11, 77) + request(30, 78));
  const fpm = "php-fpm:%{%Y-%m-%dT%H:%M:%S%z}t %p %m %r %d %n";
  const zonesIn = (outcome: Outcome) =>
    Object.fromEntries(reportIn(outcome).sources.map(({ name, zone }) => [name, zone]));
  const run = (...args: string[]) => coroner(["-o", "json", ...args], { cwd: folder.path });

  it("reads each source by its own format", async () => {
    const args = ["--log-format", `shop*=log4j2:${pattern}`, "--log-format", `*.access.log=${fpm}`];
    const outcome = await run(...args, "shop.log", "fpm.access.log");
    expect(outcome).toMatchObject({ status: 1, stderr: "" });
    expect(reportIn(outcome).summary).toMatchObject({ tasks: 3, unfinished: 1, killed: 1 });
    const events = await coroner(["events", ...args, "fpm.access.log"], { cwd: folder.path });
    expect(JSON.parse(events.stdout.split("\n")[0] ?? "")).toMatchObject({
      parser: "php-fpm",
      kind: "request",
      pid: 77,
      at: "2026-11-21T13:52:11.000+00:00",
    });
  });

  it("takes the same from a file; the command line outranks it", async () => {
    await folder.write(
      "settings.yaml",
      `
zone: Asia/Tokyo
sources:
  - glob: shop*
    zone: Asia/Shanghai
    format: ${JSON.stringify(`log4j2:${pattern}`)}
  - glob: "*.access.log"
    format: ${JSON.stringify(fpm)}
`,
    );
    const byFile = await run("--config", "settings.yaml", "shop.log", "fpm.access.log");
    expect(byFile).toMatchObject({ status: 1, stderr: "" });
    expect(zonesIn(byFile)).toEqual({ "shop.log": "Asia/Shanghai", "fpm.access.log": "Asia/Tokyo" });
    expect(reportIn(byFile).unfinished[0]?.start.at).toBe("2026-11-21T13:52:12.000+08:00");
    const byBoth = await run("--config", "settings.yaml", "--tz", "UTC", "shop.log", "fpm.access.log");
    expect(zonesIn(byBoth)).toEqual({ "shop.log": "UTC", "fpm.access.log": "UTC" });
  });

  it("finds coroner.yaml by itself, for its events too", async () => {
    const inner = await temporaryFolder();
    await inner.write("app.log", "2026-11-21 13:52:10,001 INFO: commence 5\n2026-11-21 13:52:11,002 INFO: ceased 5\n");
    await inner.write(
      "coroner.yaml",
      "tasks: { start: 'commence (?<id>\\d+)', end: 'ceased (?<id>\\d+)' }\noutput: ndjson\ncontext: 2\n",
    );
    const report = await coroner(["app.log"], { cwd: inner.path });
    expect(report).toMatchObject({ status: 0, stderr: "" });
    expect(report.stdout).toMatch(/^\{.*\}\n/);
    const json = await coroner(["app.log", "-o", "json"], { cwd: inner.path });
    expect(reportIn(json).summary).toMatchObject({ tasks: 1, unfinished: 0 });
    const events = await coroner(["events", "app.log"], { cwd: inner.path });
    expect(events.stdout.split("\n").map((line) => line && JSON.parse(line).kind)).toEqual([
      "task-start",
      "task-end",
      "",
    ]);
  });

  it.each([
    ["missing.yaml", "", "--config: no such file: missing.yaml"],
    ["bad.yaml", "host: web\nzone: [UTC\n", /^coroner: bad\.yaml: line 3, column \d+: [^\n]+\n$/],
    ["zone.yaml", "zone: Europ/Berlin", /^coroner: zone\.yaml: zone: unknown time zone "Europ\/Berlin"[^\n]*\n$/],
  ])("refuses %s", async (file, content, message) => {
    if (content !== "") await folder.write(file, content);
    expect(await run("--config", file, "shop.log")).toEqual(expect.objectContaining(refusal(message)));
    expect(await coroner(["events", "--config", file, "shop.log"], { cwd: folder.path })).toEqual(
      expect.objectContaining(refusal(message)),
    );
  });

  it("refuses a wrong format with its column", async () => {
    const outcome = await run("--log-format", "shop*=log4j2:%d{HH:mm} %thraed %m", "shop.log");
    expect(outcome).toEqual(
      expect.objectContaining(
        refusal('--log-format: log4j2 format, column 11: unknown conversion "%thraed" (thread?)'),
      ),
    );
  });
});
