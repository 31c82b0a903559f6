import { describe, expect, it } from "vitest";
import { coroner, killedLog, type RunOptions, refusal, serverLog, shell, temporaryFolder } from "./support.ts";

const folder = await temporaryFolder();
await folder.write("app.log", killedLog);
await folder.write("uwsgi.log", serverLog);

const nothing = {
  ...{ stage: null, pid: null, worker: null, tid: null, taskId: null },
  ...{ signal: null, exitCode: null, cause: null, at: null },
};
const thread = { tid: "139889324566272" };

async function rowsOf(args: readonly string[], options: RunOptions = {}): Promise<unknown[]> {
  const { status, stdout, stderr } = await coroner(["events", ...args], { cwd: folder.path, ...options });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
}

describe("events", () => {
  it("says what each record is, source by source in the order given", async () => {
    const app = {
      ...nothing,
      source: "app.log",
      parser: "python-logging",
      kind: "task-start",
      stage: "running",
      ...thread,
    };
    const uwsgi = { ...nothing, source: "uwsgi.log", parser: "uwsgi" };
    expect(await rowsOf(["uwsgi.log", "app.log", "--tz", "app*=+08:00"])).toEqual([
      { ...uwsgi, line: 1, kind: "process-notice", pid: 19272, cause: "max-requests" },
      { ...uwsgi, line: 2, kind: "process-exit", stage: "gone", pid: 19272, worker: 1 },
      { ...uwsgi, line: 3, kind: "process-start", pid: 18134, worker: 1 },
      { ...app, line: 1, pid: 19272, at: "2019-02-26T14:41:33.023+08:00" },
      { ...app, line: 3, pid: 18134, at: "2019-02-26T14:42:30.815+08:00" },
    ]);
  });

  it("has the keys in one order", async () => {
    const [first] = await rowsOf(["app.log"]);
    const keys = "source line parser kind stage pid worker tid taskId signal exitCode cause at";
    expect(Object.keys(Object(first)).join(" ")).toBe(keys);
  });

  it("tells the ends of tasks, and those that only wait", async () => {
    const texts = ["task 7 queued", "start task 7", "task 7 finished", "task 8 failed"];
    const input = texts.map((text, i) => `2019-02-26 14:41:3${i},023 app 19272 1398 ${text}\n`).join("");
    expect(await rowsOf([], { input })).toMatchObject([
      { source: "-", kind: "task-start", stage: "received", taskId: "7" },
      { kind: "task-start", stage: "running", taskId: "7" },
      { kind: "task-end", stage: null, taskId: "7", pid: 19272, tid: "1398" },
      { kind: "task-end", stage: null, taskId: "8" },
    ]);
  });

  it("adds the other lines with --all", async () => {
    const input = `${killedLog}  a continuation\n\nno known layout\n`;
    const rows = await rowsOf(["--all", "-"], { input });
    const rest = { ...nothing, source: "-", kind: null };
    expect(rows).toHaveLength(6);
    expect(rows.toSpliced(2, 1).slice(1)).toEqual([
      { ...rest, line: 2, parser: "python-logging", pid: 19272, ...thread, at: "2019-02-26T14:41:33.025+00:00" },
      ...[4, 5, 6].map((line) => ({ ...rest, line, parser: null })),
    ]);
  });

  it("takes envelopes off, and names the layout within", async () => {
    const input = killedLog.replaceAll(/^/gm, "2019-02-26T06:41:33.123456789Z ").replace(/\n[^\n]*$/, "\n");
    expect(await rowsOf(["-"], { input })).toMatchObject([
      { line: 1, parser: "python-logging", pid: 19272 },
      { line: 3 },
    ]);
  });

  it("takes the user's own words for tasks", async () => {
    const rows = await rowsOf(["--task-end", "/task (?<id>LOG)/i", "app.log"]);
    expect(rows).toMatchObject([{ line: 2, kind: "task-end", taskId: "log" }]);
  });

  it("takes a year that a source lacks from the others", async () => {
    await folder.write("syslog", "Feb 26 14:42:01 web app[7]: task 1 finished\n".repeat(3));
    const [first] = await rowsOf(["syslog", "app.log"]);
    expect(first).toMatchObject({ source: "syslog", at: "2019-02-26T14:42:01.000+00:00" });
  });

  it("reads a layout by the format string that wrote it", async () => {
    const input = "2019-02-26 14:41:33,023 7:begin 42\n".repeat(2);
    const settings = [
      "--log-format",
      "-=python:%(asctime)s %(process)d:%(message)s",
      "--task-start",
      "^begin (?<id>\\d+)$",
    ];
    expect(await rowsOf([...settings, "-"], { input })).toMatchObject([
      { pid: 7, taskId: "42" },
      { line: 2, pid: 7 },
    ]);
  });

  it("prints nothing for nothing", async () => {
    expect(await rowsOf(["-"], { input: "" })).toEqual([]);
  });

  it("prints nothing before every source is known to be there", async () => {
    expect(await coroner(["events", "app.log", "missing.log"], { cwd: folder.path })).toMatchObject(
      refusal("no such file: missing.log"),
    );
  });

  it("ends with its reader, though there is more to read", async () => {
    const endless = "yes '2019-02-26 14:41:33,023 app 19272 1398 start task'";
    const { stdout, stderr } = await shell(`${endless} | (coroner events; echo $? >&2) | head -1 | cut -c1-21`);
    expect({ stdout, stderr }).toEqual({ stdout: '{"source":"-","line":\n', stderr: "0\n" });
  });
});
