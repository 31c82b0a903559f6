import { describe, expect, it } from "vitest";
import type { SourceInput } from "../../src/index.ts";
import { analyze } from "../../src/index.ts";

const from = Date.parse("2026-03-01T10:00:00Z");
const iso = (second: number): string => new Date(from + second * 1_000).toISOString();
const stamp = (second: number): string => iso(second).slice(0, 23).replace("T", " ").replace(".", ",");
const app = (second: number, pid: number, text: string): string =>
  `${stamp(second)} INFO app ${pid} 139889324566272 ${text}`;
const supervisord = (second: number, level: string, text: string): string => `${stamp(second)} ${level} ${text}`;
const gunicorn = (second: number, pid: number, text: string): string =>
  `[${iso(second).slice(0, 19).replace("T", " ")} +0000] [${pid}] [INFO] ${text}`;
const uwsgi = (second: number, text: string): string => `Sun Mar  1 ${iso(second).slice(11, 19)} 2026 - ${text}`;

async function findingsOf(...sources: readonly (readonly [string, readonly string[]])[]) {
  const inputs: SourceInput[] = sources.map(([name, lines]) => ({ name, content: `${lines.join("\n")}\n` }));
  const [there, back] = [await analyze(inputs), await analyze(inputs.toReversed())];
  const told = ({ findings }: typeof there) => findings.map(({ title, detail, figures }) => [title, detail, figures]);
  expect(told(back)).toEqual(told(there));
  return there.findings;
}
const slowOf = async (...sources: readonly (readonly [string, readonly string[]])[]) =>
  (await findingsOf(...sources)).filter(({ rule }) => rule === "slow-shutdown");

/** A program's restarts: each told to go, and gone so many seconds later. */
const restarts = (times: readonly number[]): string[] =>
  times.flatMap((took, i) => [
    supervisord(100 * i, "INFO", `spawned: 'mailer' with pid ${50 + i}`),
    supervisord(100 * i + 50.25, "INFO", "waiting for mailer to stop"),
    supervisord(100 * i + 50.25 + took, "INFO", "stopped: mailer (exit status 0)"),
  ]);

describe("slow-shutdown", () => {
  it("tells of a program that had to be killed, and of the task that went with it", async () => {
    const log = [
      supervisord(0, "INFO", "spawned: 'mailer' with pid 50"),
      supervisord(20.25, "INFO", "waiting for mailer to stop"),
      supervisord(30.5, "WARN", "killing 'mailer' (50) with SIGKILL"),
      supervisord(30.6, "WARN", "stopped: mailer (terminated by SIGKILL)"),
      supervisord(31, "INFO", "spawned: 'mailer' with pid 51"),
    ];
    const lines = [
      app(5, 50, "start task 1..."),
      app(22, 50, "task 1 done"),
      app(23, 50, "start task 2..."),
      app(30, 50, "task 2 step 3"),
      app(40, 51, "start task 3..."),
      app(41, 51, "task 3 done"),
    ];
    const [finding, ...others] = await slowOf(["app.log", lines], ["supervisord.log", log]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: "warning",
      title: "1 supervisord worker took 10 s to go at a stop, and had to be killed: 1 task lost",
      figures: { processes: 1, forced: 1, tasks: 1, endedAfterOrder: 1, slowestLeastMs: 10_350, slowestMostMs: 10_350 },
    });
    expect(finding?.detail).toContain("1 task ended in that time, 1 task had not ended and went with it");
    expect(finding?.evidence.map(({ line }) => line)).toEqual([2, 3, 5]);
  });

  it("compares with the server's other stops", async () => {
    const [finding] = await slowOf(["supervisord.log", restarts([1, 1.2, 0.8, 24, 1.1])]);
    expect(finding).toMatchObject({ severity: "info", figures: { processes: 1, slowestMostMs: 24_000, forced: 0 } });
    expect(finding?.detail).toContain("The server's other stops take 1.1 s.");
    expect(finding?.detail).toContain("No line tells what was waited for.");
  });

  it("is silent where all stops of a server take as long", async () => {
    expect(await slowOf(["supervisord.log", restarts([8, 9, 8.5, 10, 9.2])])).toEqual([]);
  });

  it("is silent about quick stops, whether or not work was lost", async () => {
    const lines = [app(49, 50, "start task 1..."), app(151, 52, "start task 2..."), app(152, 52, "task 2 done")];
    expect(await slowOf(["app.log", lines], ["supervisord.log", restarts([1, 1, 1])])).toEqual([]);
  });

  it("knows a grace period that ran out by the work that went on until then", async () => {
    const log = [
      gunicorn(0, 10, "Starting gunicorn 20.1.0"),
      gunicorn(0, 11, "Booting worker with pid: 11"),
      gunicorn(20, 10, "Handling signal: term"),
      gunicorn(20, 11, "Worker exiting (pid: 11)"),
      gunicorn(24, 10, "Shutting down: Master"),
    ];
    const steps = [21, 22, 23, 23.9].map((second, i) => app(second, 11, `task 2 step ${i}`));
    const lines = [app(1, 11, "start task 1..."), app(2, 11, "task 1 done"), app(19, 11, "start task 2..."), ...steps];
    const [finding] = await slowOf(["app.log", lines], ["gunicorn.log", log]);
    expect(finding).toMatchObject({ severity: "warning", figures: { processes: 1, forced: 0, tasks: 1 } });
    expect(finding?.title).toContain("gunicorn worker took");
  });

  it("leaves workers that hung before the stop, and the master that waits for them, to another finding", async () => {
    const log = [
      uwsgi(0, "spawned uWSGI master process (pid: 10)"),
      uwsgi(0, "spawned uWSGI worker 1 (pid: 11, cores: 2)"),
      uwsgi(6, "...The work of process 11 is done. Seeya!"),
      uwsgi(20, "SIGINT/SIGTERM received...killing workers..."),
      uwsgi(80, "worker 1 (pid: 11) is taking too much time to die...NO MERCY !!!"),
      uwsgi(81, "worker 1 buried after 1 seconds"),
      uwsgi(81, "goodbye to uWSGI."),
    ];
    const findings = await findingsOf(["uwsgi.log", log]);
    expect(findings.map(({ rule }) => rule)).toContain("hung-until-respawn");
    expect(findings.map(({ rule }) => rule)).not.toContain("slow-shutdown");
  });

  it("tells of a reload in which mercy ran out", async () => {
    const log = [
      uwsgi(0, "spawned uWSGI master process (pid: 10)"),
      uwsgi(0, "spawned uWSGI worker 1 (pid: 11, cores: 1)"),
      uwsgi(0, "spawned uWSGI worker 2 (pid: 12, cores: 1)"),
      uwsgi(20, "...gracefully killing workers..."),
      uwsgi(20, "Gracefully killing worker 1 (pid: 11)..."),
      uwsgi(20, "Gracefully killing worker 2 (pid: 12)..."),
      uwsgi(21, "worker 1 buried after 1 seconds"),
      uwsgi(80, "worker 2 (pid: 12) is taking too much time to die...NO MERCY !!!"),
      uwsgi(81, "worker 2 buried after 1 seconds"),
      uwsgi(81, "binary reloading uWSGI..."),
    ];
    const [finding] = await slowOf(["uwsgi.log", log]);
    expect(finding).toMatchObject({ severity: "warning", figures: { processes: 1, forced: 1, tasks: 0 } });
    expect(finding?.title).toBe("1 uwsgi worker took 1 m 00 s to 1 m 02 s to go at a reload, and had to be killed");
  });

  it("does not tell of a master that waited for workers of an upgrade", async () => {
    const unicorn = (second: number, pid: number, text: string): string =>
      `I, [${iso(second).slice(0, 23)}000 #${pid}]  INFO -- : ${text}`;
    const log = [
      unicorn(0, 10, "master process ready"),
      unicorn(0.1, 11, "worker=0 ready"),
      unicorn(20, 20, 'executing ["/usr/bin/unicorn", "-c", "unicorn.rb", "config.ru"] (in /srv/app)'),
      unicorn(20, 20, "forked child re-executing..."),
      unicorn(22, 20, "master process ready"),
      unicorn(22.1, 21, "worker=0 ready"),
      unicorn(32, 10, "reaped #<Process::Status: pid 11 exit 0> worker=0"),
      unicorn(32, 10, "master complete"),
      unicorn(60, 20, "reaped #<Process::Status: pid 21 exit 0> worker=0"),
      unicorn(60, 20, "master complete"),
    ];
    const work = [
      app(5, 11, "start task 1..."),
      app(24, 11, "task 1 done"),
      app(25, 11, "start task 2..."),
      app(31, 11, "task 2 step 3"),
      app(40, 21, "start task 3..."),
      app(41, 21, "task 3 done"),
    ];
    const findings = await findingsOf(["app.log", work], ["unicorn.log", log]);
    expect(findings.map(({ rule }) => rule)).toEqual(["recycle-kills-background-work"]);
  });

  it("leaves what a reload cost without force to another finding", async () => {
    const log = [
      uwsgi(0, "spawned uWSGI master process (pid: 10)"),
      uwsgi(0, "spawned uWSGI worker 1 (pid: 11, cores: 1)"),
      uwsgi(20, "...gracefully killing workers..."),
      uwsgi(20, "Gracefully killing worker 1 (pid: 11)..."),
      uwsgi(32, "worker 1 buried after 12 seconds"),
      uwsgi(32, "binary reloading uWSGI..."),
      uwsgi(33, "spawned uWSGI worker 1 (pid: 21, cores: 1)"),
    ];
    const work = [
      app(5, 11, "start task 1..."),
      app(24, 11, "task 1 done"),
      app(25, 11, "start task 2..."),
      app(31, 11, "task 2 step 3"),
      app(40, 21, "start task 3..."),
      app(41, 21, "task 3 done"),
    ];
    const findings = await findingsOf(["app.log", work], ["gunicorn.log", log]);
    expect(findings.map(({ rule }) => rule)).toEqual(["recycle-kills-background-work"]);
    expect(findings[0]?.detail).toBe(
      "This explains the only killed task. 1 task still ended between the word of its end and the end; the lost one had not.",
    );
  });
});
