import { chmod, symlink } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  coroner,
  healthyLog,
  killedLog,
  needPermissions,
  refusal,
  reportIn,
  serverLog,
  shell,
  temporaryFolder,
} from "./support.ts";

const folder = await temporaryFolder();
await folder.write("app.log", killedLog);
await folder.write("uwsgi.log", serverLog);
await folder.write("healthy.log", healthyLog);
const run = (...args: string[]) => coroner(args, { cwd: folder.path });

describe("exit status", () => {
  it("is 1 when a task was lost", async () => {
    const outcome = await run("-o", "json", "app.log");
    expect(outcome).toMatchObject({ status: 1, stderr: "" });
    expect(reportIn(outcome).summary).toMatchObject({ tasks: 2, unfinished: 2, killed: 1, inFlight: 1 });
  });

  it("is 0 when none was lost", async () => {
    const outcome = await run("-o", "json", "healthy.log");
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
    expect(reportIn(outcome).summary).toMatchObject({ tasks: 10, unfinished: 0 });
  });

  it("is 0 with --exit-zero", async () => {
    const { status, stdout } = await run("--exit-zero", "app.log", "uwsgi.log");
    expect(status).toBe(0);
    expect(stdout).toContain("1 killed by max-requests");
  });
});

describe("a source that cannot be read is one line, status 2 and no report", () => {
  it("is missing", async () => {
    expect(await run("app.log", "missing.log")).toMatchObject(refusal("no such file: missing.log"));
  });

  it("is a directory", async () => {
    expect(await run(".")).toMatchObject(refusal("is a directory, not a file: ."));
  });

  it("is unreadable", async (context) => {
    await needPermissions(context);
    const path = await folder.write("secret.log", killedLog);
    await chmod(path, 0);
    const outcome = await coroner(["app.log", "secret.log"], { cwd: folder.path, unprivileged: true });
    expect(outcome).toMatchObject(refusal("permission denied: secret.log"));
  });
});

describe("a source that says little", () => {
  it("is empty, and that is told", async () => {
    await folder.write("empty.log", "");
    const outcome = await run("-o", "json", "empty.log");
    expect(outcome).toMatchObject({ status: 0, stderr: "coroner: empty.log: empty: no line was read\n" });
    expect(reportIn(outcome).sources[0]?.lines).toBe(0);
  });

  it("is binary, and that is told", async () => {
    await folder.write("core", Buffer.concat([Buffer.from("\x7fELF"), Buffer.alloc(5000)]));
    const { status, stdout, stderr } = await run("core");
    expect(status).toBe(0);
    expect(stderr).toContain("coroner: core: looks binary");
    expect(stdout).toContain("looks binary");
  });

  it("ends early, and the findings still count", async () => {
    const log = Array.from({ length: 2000 }, (_, i) => `${killedLog.trimEnd()} ${i * 7919}\n`).join("");
    const whole = gzipSync(Buffer.from(log));
    await folder.write("app.log.gz", whole.subarray(0, whole.length >> 1));
    const outcome = await run("-o", "json", "app.log.gz");
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toMatch(/^coroner: app\.log\.gz: gzip data ends early after \d+ lines\n$/);
    expect(outcome.stderr).toContain(reportIn(outcome).sources[0]?.warnings[0]);
  });
});

describe("standard input", () => {
  it("is read when no source is given", async () => {
    const outcome = await coroner(["-o", "json"], { input: killedLog });
    expect(outcome.status).toBe(1);
    expect(reportIn(outcome).sources).toMatchObject([{ name: "-", lines: 3 }]);
  });

  it("is read as -, once", async () => {
    const outcome = await coroner(["-o", "json", "-", "uwsgi.log", "-"], { cwd: folder.path, input: killedLog });
    const lines = reportIn(outcome).sources.map(({ name, lines }) => [name, lines]);
    expect(lines.toSorted()).toEqual([
      ["-", 3],
      ["uwsgi.log", 3],
    ]);
  });

  it("can be a file", async () => {
    const outcome = await shell("coroner -o json < app.log", { cwd: folder.path });
    expect(reportIn(outcome).sources).toMatchObject([{ name: "-", lines: 3 }]);
  });
});

describe("sources", () => {
  it("reads a file once, by whatever names it is given", async () => {
    await symlink(folder.in("app.log"), folder.in("current.log"));
    const outcome = await run("-o", "json", "app.log", "./app.log", "current.log", "app.log");
    expect(reportIn(outcome).sources).toMatchObject([{ name: "app.log", lines: 3 }]);
  });

  it("hands on the settings of each source", async () => {
    const settings = ["--tz", "Asia/Shanghai", "--tz", "u*=+01:00", "--host", "app.log=web-1"];
    const outcome = await run("-o", "json", ...settings, "app.log", "uwsgi.log");
    const sources = reportIn(outcome).sources.toSorted((a, b) => a.name.localeCompare(b.name));
    expect(sources).toMatchObject([
      { name: "app.log", zone: "Asia/Shanghai", host: "web-1" },
      { name: "uwsgi.log", zone: "UTC+1", host: null },
    ]);
    expect(reportIn(outcome).unfinished[0]?.start.at).toBe("2019-02-26T14:41:33.023+08:00");
  });

  it("takes the user's own words for tasks", async () => {
    const lines = ["begin A", "other", "begin B", "END a", "oops b"].map(
      (text, i) => `2019-02-26 14:41:0${i},000 ${text}\n`,
    );
    const patterns = ["--task-start", "^begin (?<id>.)$", "--task-end", "/^end/i", "--task-fail", "/^OOPS/gi"];
    const outcome = await coroner(["-o", "json", ...patterns], { input: lines.join("") });
    expect(outcome.stderr).toBe("");
    expect(reportIn(outcome).summary.tasks).toBe(2);
  });
});

describe("the window", () => {
  const started = async (...args: string[]) => {
    const outcome = await run("-o", "json", ...args, "app.log");
    return reportIn(outcome).unfinished.map(({ start }) => start.at?.slice(11, 19));
  };

  it("leaves out what ended before it", async () => {
    expect(await started("--since", "2019-02-26 14:42:30.9")).not.toContain("14:41:33");
  });

  it("leaves out what began after it", async () => {
    expect(await started("--until", "2019-02-26T14:42:00Z")).toEqual(["14:41:33"]);
  });

  it("reads times without a zone in the sources' zone", async () => {
    expect(await started("--tz", "Asia/Shanghai", "--until", "2019-02-26 14:42:00")).toEqual(["14:41:33"]);
    expect(await started("--tz", "Asia/Shanghai", "--until", "2019-02-26T06:42:00Z")).toEqual(["14:41:33"]);
  });
});
