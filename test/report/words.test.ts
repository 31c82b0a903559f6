import { describe, expect, it } from "vitest";
import { clockFor, windowText } from "../../src/report/clock.ts";
import { digestOf } from "../../src/report/digest.ts";
import type { Report, ReportDeath } from "../../src/report/schema.ts";
import { causeOf, headline, processName } from "../../src/report/words.ts";
import { at, death, fullReport, healthyReport, task } from "./fixture.ts";

/** A report of deaths that cost one task each. */
function reportOf(deaths: readonly ReportDeath[]): Report {
  const report = healthyReport();
  const n = deaths.length;
  return {
    ...report,
    deaths: deaths.map((it) => ({ ...it, tasksKilled: 1 })),
    unfinished: deaths.map((it, i) => task(i + 1, { death: it.id, cause: it.cause })),
    summary: { ...report.summary, tasks: 130 + n, unfinished: n, killed: n, deaths: n },
  };
}

const headlineOf = (...deaths: ReportDeath[]): string => headline(reportOf(deaths), digestOf(reportOf(deaths)));

const killed = (n: number, signal: string | null) => death(n, { cause: "signal", signal });

describe("a cause", () => {
  it.each<[Partial<ReportDeath>, string]>([
    [{ cause: "signal", signal: "SIGKILL" }, "signal SIGKILL"],
    [{ cause: "signal", signal: null }, "signal"],
    [{ cause: "crash", signal: "SIGSEGV" }, "crash SIGSEGV"],
    [{ cause: "exit", exitCode: 0 }, "exit 0"],
    [{ cause: "exit", exitCode: null }, "exit"],
    [{ cause: "oom-kill", signal: "SIGKILL" }, "oom-kill"],
    [{ cause: "request-timeout", exitCode: 1 }, "request-timeout"],
  ])("of %j is %s", (facts, expected) => {
    expect(causeOf(death(1, facts))).toBe(expected);
  });

  it("names the signal in the headline where it is the same for all", () => {
    expect(headlineOf(killed(1, "SIGKILL"), killed(2, "SIGKILL"))).toContain("2 killed by signal SIGKILL (2 deaths).");
    expect(headlineOf(killed(1, "SIGKILL"), killed(2, "SIGTERM"))).toContain("2 killed by signal (2 deaths).");
    expect(headlineOf(killed(1, "SIGKILL"), killed(2, null))).toContain("2 killed by signal (2 deaths).");
    expect(headlineOf(killed(1, "SIGKILL"), death(2))).toContain("1 by signal SIGKILL and 1 by max-requests");
  });

  it("names it where processes ended without cost, too", () => {
    const report = { ...healthyReport(), deaths: [killed(1, "SIGTERM")] };
    expect(headline(report, digestOf(report))).toContain("1 process ended: 1 signal SIGTERM.");
  });
});

describe("a process", () => {
  it.each<[Partial<ReportDeath>, string]>([
    [{}, "uwsgi worker 1"],
    [{ instance: "uwsgi 8536" }, "uwsgi worker 1 of master 8536"],
    [{ instance: "uwsgi 8536", role: "master", worker: null }, "uwsgi master"],
    [{ instance: "blue" }, "blue uwsgi worker 1"],
    [{ instance: "uwsgi blue" }, "uwsgi blue uwsgi worker 1"],
    [{ server: null, worker: null }, "worker"],
  ])("with %j is %s", (facts, expected) => {
    expect(processName(death(1, facts), false)).toBe(expected);
    expect(processName(death(1, facts), true)).toBe(`web-1 ${expected}`);
  });

  it("can do without its server's name", () => {
    expect(processName(death(1, { instance: "uwsgi 8536" }), false, false)).toBe("worker 1 of master 8536");
    expect(processName(death(1, { instance: "blue" }), false, false)).toBe("blue worker 1");
  });
});

describe("times", () => {
  const utc = (time: string, zone: string) => at(time).replace("+08:00", zone);

  it.each(["Z", "+00:00"])("with %s are UTC", (zone) => {
    expect(windowText({ from: utc("21:50:07.120", zone), to: utc("21:51:02.004", zone) })).toBe(
      "2026-11-21 21:50:07 – 21:51:02 UTC",
    );
    expect(windowText({ from: utc("13:50:07.120", zone), to: at("21:51:02.004") })).toBe(
      "2026-11-21 13:50:07 UTC – 21:51:02 +08:00",
    );
    const clock = clockFor({ ...fullReport(), window: { from: utc("13:50:07.120", zone), to: null } });
    expect(clock.moment(utc("13:50:07.120", zone))).toBe("13:50:07.120 UTC");
    expect(clock.interval(utc("13:50:07.120", zone), utc("13:50:09.120", zone))).toBe("13:50:07 – 13:50:09 UTC");
  });

  it("of a death are as narrow as known", () => {
    const clock = clockFor(fullReport());
    expect(clock.interval(at("21:50:22.000"), null)).toBe("after 21:50:22");
    expect(clock.interval(null, at("21:50:22.000"))).toBe("by 21:50:22");
    expect(clock.interval(null, null)).toBe("time unknown");
  });
});
