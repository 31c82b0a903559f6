import { describe, expect, it } from "vitest";
import { app, examine, uwsgi } from "../support/log.ts";

const of = async (logs: Readonly<Record<string, string>>) =>
  (await examine(logs)).report.findings.filter(({ rule }) => rule === "telemetry-loss");

/** A process that works and exports every five seconds, for twenty seconds. */
const exporting = (pid: number, word = "Exporting 12 spans") =>
  [0, 5, 10, 15].flatMap((s) => {
    const at = (second: number) => `00:${String(second).padStart(2, "0")} ${pid}`;
    return [`${at(s)}/1 start task ${pid}${s}`, `${at(s + 2)}/9 ${word}`, `${at(s + 4)}/1 finished task ${pid}${s}`];
  });
const log = (...lines: readonly (readonly string[])[]) => app(lines.flat().toSorted().join("\n"));
const gone = (...lines: readonly string[]) => uwsgi(["banner 00:00 10 11 12 13", ...lines].join("\n"));
const killed = "DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...";
const recycled = (worker: number, pid: number) => [
  `...The work of process ${pid} is done. Seeya!`,
  `worker ${worker} killed successfully (pid: ${pid})`,
  `Respawned uWSGI worker ${worker} (new pid: ${pid + 20})`,
];
const request = "00:30 req 44 9/99";

describe("telemetry-loss", () => {
  it("warns of a process that exported regularly and was killed, and tells since when", async () => {
    const findings = await of({ "app.log": log(exporting(11), exporting(12)), "uwsgi.log": gone(killed, request) });
    expect(findings).toMatchObject([
      {
        severity: "warning",
        title: "1 process ended without its telemetry exporter's shutdown",
        figures: { processes: 1, withFlush: 0, sinceLastExportMs: 2_000 },
        deaths: ["d1"],
      },
    ]);
    expect(findings[0]?.detail).toContain("may be missing");
    expect(findings[0]?.evidence[0]?.text).toContain("Exporting 12 spans");
  });

  it("does not tell of no time at all", async () => {
    const stops = ["00:20 12/9 Exporter shut down", "00:20 13/9 Exporter shut down", "00:20 11/9 Exporting 12 spans"];
    const [finding] = await of({
      "app.log": log(exporting(11), exporting(12), exporting(13), stops),
      "uwsgi.log": gone(...recycled(2, 12), ...recycled(3, 13), killed, request),
    });
    expect(finding).toMatchObject({ figures: { processes: 1, withFlush: 2, sinceLastExportMs: 0 } });
    expect(finding?.detail).toMatch(/missing where it is sent to\.$/);
  });

  it("compares with the processes whose exporter was shut down", async () => {
    const ends = gone(...recycled(1, 11), ...recycled(2, 12), ...recycled(3, 13), request);
    const stop = (pid: number) => `00:20 ${pid}/9 Exporter shut down`;
    const work = [exporting(11), exporting(12), exporting(13), [stop(12), stop(13)]];
    expect(await of({ "app.log": log(...work), "uwsgi.log": ends })).toMatchObject([
      { severity: "warning", figures: { processes: 1, withFlush: 2 } },
    ]);
    expect(await of({ "app.log": log(...work, [stop(11)]), "uwsgi.log": ends })).toEqual([]);
  });

  it("counts who died before anything was heard of an exporter that its peers shut down", async () => {
    const ends = gone(...recycled(1, 11), ...recycled(2, 12), ...recycled(3, 13), request);
    const stop = (pid: number) => `00:20 ${pid}/9 Flushed 4 spans at exit, span exporter shut down`;
    const young = ["00:18 13/1 start task X", "00:19 13/1 finished task X"];
    const findings = await of({
      "app.log": log(exporting(11), exporting(12), [stop(11), stop(12)], young),
      "uwsgi.log": ends,
    });
    expect(findings).toMatchObject([{ figures: { processes: 1, withFlush: 2 } }]);
    expect(findings[0]?.detail).toContain("Pid 13 ended by max-requests");
  });

  it("is no more than worth knowing where exit hooks may have run in silence", async () => {
    const ends = gone(...recycled(1, 11), request);
    const [finding] = await of({ "app.log": log(exporting(11, "flushed 12 spans to collector")), "uwsgi.log": ends });
    expect(finding?.severity).toBe("info");
    const last = ["00:20 11/9 Exporting 3 spans", "00:20.100 11/9 bye"];
    expect(await of({ "app.log": log(exporting(11), last), "uwsgi.log": ends })).toEqual([]);
  });

  it("says nothing of exports by chance, nor without any, nor of the living", async () => {
    const once = ["00:01 11/1 start task A", "00:02 11/9 Exporting 12 spans", "00:04 11/1 finished task A"];
    const other = exporting(12, "still at work");
    expect(await of({ "app.log": log(once, other), "uwsgi.log": gone(killed, request) })).toEqual([]);
    expect(await of({ "app.log": log(exporting(11, "at work")), "uwsgi.log": gone(killed, request) })).toEqual([]);
    expect(await of({ "app.log": log(exporting(11), other), "uwsgi.log": gone("00:19 req 11 4/4") })).toEqual([]);
  });

  it("leaves lines about exports what they are: signs of life of their thread", async () => {
    const work = app(`
      00:01 11/1 start task A
      00:02 11/1 finished task A
      00:03 11/1 start task B
      00:05 11/1 Exporting 3 spans
      00:06 12/1 start task C
      00:09 12/1 finished task C`);
    const { report } = await examine({ "app.log": work, "uwsgi.log": gone(killed, request) });
    expect(report.unfinished[0]?.last.text).toContain("Exporting 3 spans");
  });
});
