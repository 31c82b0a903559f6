import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AnalyseOptions, analyze, type Report, zoneNamed } from "../../src/index.ts";
import { isZoneOffset } from "../../src/time/zone.ts";
import { app, examine, uwsgi } from "../support/log.ts";
import { ahead } from "../support/rewrite.ts";
import { type LogFile, readSample } from "../support/samples.ts";

const hour = 3_600_000;
/** No zone is given: that of the machine, whichever it is, holds. */
const noZone: AnalyseOptions = { zones: [] };
const here = zoneNamed("local").offsetAt(Date.UTC(2026, 10, 21, 14));
const zone = (minutes: number) =>
  `${minutes < 0 ? "-" : "+"}${String(Math.floor(Math.abs(minutes) / 60)).padStart(2, "0")}:${String(Math.abs(minutes) % 60).padStart(2, "0")}`;

/** Differences in minutes to this machine's zone by which another zone's clock can run ahead. */
const differences = [-720, -480, -300, -210, -60, 60, 120, 330, 345, 480, 540, 720].filter((minutes) =>
  isZoneOffset(here + minutes),
);

/** Samples of two zone-less logs in which processes come and go. */
const samples = [
  "cheaper-scale-down",
  "invoice-arrows-harakiri",
  "max-requests-threadpool",
  "mixed-causes",
  "mule-spooler-killed",
] as const;

const offsets = ({ sources }: Report) =>
  Object.fromEntries(sources.map(({ name, clockOffsetMs }) => [name, clockOffsetMs]));

/** What was found, without the instants. */
const found = ({ summary, unfinished, deaths }: Report) => ({
  summary,
  tasks: unfinished.map(({ start, last, verdict, cause, confidence, death, rerun }) => [
    [start.source, start.line, last.line, verdict, cause, confidence, death].join(" "),
    rerun?.line,
  ]),
  deaths: deaths.map(({ earliest, latest, evidence, ...death }) => ({
    ...death,
    lasted: earliest !== null && latest !== null ? Date.parse(latest) - Date.parse(earliest) : null,
    evidence: evidence.map(({ source, line }) => [source, line].join(":")),
  })),
});

/** A report without what a difference of clocks adds to it. */
const plainly = ({ notes: _, sources, ...report }: Report) => ({
  ...report,
  sources: sources.map(({ zone: _, clockOffsetMs: __, warnings: ___, ...source }) => source),
});

describe.each(samples)("%s, one of its logs written in another zone", (name) => {
  const [first, second] = readSample(name).logs as [LogFile, LogFile];
  const moved = (which: string, minutes: number) =>
    [first, second].map((log) => (log.name === which ? ahead(log, minutes) : log));

  it("tells the same, and by how much the application's clock is off", async () => {
    const { notes, ...report } = await analyze([first, second], noZone);
    expect(offsets({ ...report, notes })).toEqual({ "logs/app.log": null, "logs/uwsgi.log": null });
    const check = async (minutes: number, inOrder: boolean) => {
      const logs = moved("logs/app.log", minutes);
      const other = await analyze(inOrder ? logs : logs.reverse(), noZone);
      expect(found(other)).toEqual(found({ ...report, notes }));
      expect(offsets(other)).toEqual({ "logs/app.log": minutes * 60_000, "logs/uwsgi.log": null });
    };
    await fc.assert(fc.asyncProperty(fc.constantFrom(...differences), fc.boolean(), check), { numRuns: 5 });
  });

  it("shows every time as the program wrote it, as if its zone had been given", async () => {
    const [minutes = 0] = differences;
    const logs = moved("logs/app.log", minutes);
    const told = { glob: "app.log", value: zoneNamed(zone(here + minutes)) };
    const rest = { glob: null, value: zoneNamed(zone(here)) };
    const aligned = await analyze(logs, { ...noZone, context: 3 });
    expect(plainly(aligned)).toEqual(plainly(await analyze(logs, { zones: [rest, told], context: 3 })));
  });

  it("changes nothing where the difference is none of zones", async () => {
    const minutes = fc.integer({ min: -900, max: 900 }).filter((n) => n % 15 !== 0 && Math.abs(n) > 20);
    await fc.assert(
      fc.asyncProperty(minutes, async (n) => {
        const report = await analyze(moved("logs/app.log", n), noZone);
        expect(offsets(report)).toEqual({ "logs/app.log": null, "logs/uwsgi.log": null });
      }),
      { numRuns: 3 },
    );
  });
});

/** A worker leaves and another comes, at `at` minutes after an hour of the server's clock. */
const server = (hours: string): string =>
  uwsgi(`
    banner ${hours}:00:00 10 11 12
    ${hours}:00:02 ...The work of process 11 is done. Seeya!
    ${hours}:00:10 worker 1 killed successfully (pid: 11)
    ${hours}:00:10 Respawned uWSGI worker 1 (new pid: 13)
    ${hours}:00:40 req 13 1/1`);

const application = (hours: string): string =>
  app(`
    ${hours}:00:01 11/1 start task A1
    ${hours}:00:05 11/1 finished task A1
    ${hours}:00:06 11/1 start task A2
    ${hours}:00:12 13/1 start task C1
    ${hours}:00:15 13/1 finished task C1`);

const east = (text: string, offset: string): string => text.replaceAll(/(,\d{3}) /g, `$1${offset} `);

describe("the difference between two clocks", () => {
  it("is told of the application's log, in its warnings and in the notes", async () => {
    const ahead = isZoneOffset(here + 180) ? 3 : -3;
    const { lost, report } = await examine(
      { "uwsgi.log": server("09"), "app.log": application(ahead > 0 ? "12" : "06") },
      noZone,
    );
    expect(lost).toEqual(["A2 killed max-requests certain"]);
    expect(offsets(report)).toEqual({ "uwsgi.log": null, "app.log": ahead * hour });
    const way = ahead > 0 ? "ahead of" : "behind";
    const read = zone(here + ahead * 60);
    expect(report.sources.flatMap(({ warnings }) => warnings)).toEqual([
      `its clock runs 3 h 00 m ${way} that of uwsgi.log: its times are read as ${read} (--tz 'app.log=${read}' makes it certain)`,
    ]);
    expect(report.notes[0]).toBe(
      `The clock of app.log runs 3 h 00 m ${way} that of uwsgi.log, as the lives of 2 processes show: its times, which bear no zone, are read as ${read}.`,
    );
    expect(report.unfinished[0]?.start.at).toMatch(new RegExp(`T${ahead > 0 ? "12" : "06"}:00:06.000\\${read}$`));
  });

  it("is found and moved for all programs that write into one log", async () => {
    const zoned = east(application("19"), zone(here + 11 * 60));
    const killed = "Out of memory: Killed process 12 (uwsgi) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB";
    const { report, deaths } = await examine({ "uwsgi.log": `${server("09")}${killed}\n`, "app.log": zoned }, noZone);
    expect(offsets(report)).toEqual({ "uwsgi.log": hour, "app.log": null });
    expect(deaths).toContain("12 oom-kill certain");
    for (const death of report.deaths) expect(death.latest ?? death.earliest).toContain(zone(here + 60));
  });

  it("moves what bears no zone, never what bears one: the server's log", async () => {
    const { lost, report } = await examine(
      { "uwsgi.log": server("09"), "app.log": east(application("19"), zone(here + 11 * 60)) },
      noZone,
    );
    expect(lost).toEqual(["A2 killed max-requests certain"]);
    expect(offsets(report)).toEqual({ "uwsgi.log": hour, "app.log": null });
  });

  it("is corrected in the one log that disagrees with the others", async () => {
    const logs = {
      "app.log": application("09"),
      "mail.log": application("09").replaceAll("task", "mail").replaceAll("13989", "13988"),
      "uwsgi.log": server(isZoneOffset(here + 60) ? "10" : "08"),
    };
    const { report } = await examine(logs, noZone);
    expect(offsets(report)).toEqual({
      "app.log": null,
      "mail.log": null,
      "uwsgi.log": isZoneOffset(here + 60) ? hour : -hour,
    });
  });

  it("is told by starts alone, where processes are seen before them", async () => {
    const young = uwsgi("banner 09:00:00 10 11 12\n09:00:20 req 12 1/1");
    const app11 = application("05").replaceAll(" 13 ", " 12 ");
    const { report } = await examine({ "uwsgi.log": young, "app.log": app11 }, noZone);
    expect(offsets(report)).toEqual({ "uwsgi.log": null, "app.log": isZoneOffset(here - 240) ? -4 * hour : null });
    const late = app11.replaceAll("05:00:", "05:20:");
    const other = await examine({ "uwsgi.log": young, "app.log": late }, noZone);
    expect(offsets(other.report)).toEqual({ "uwsgi.log": null, "app.log": null });
  });

  it("is told and left alone where the user named the zone", async () => {
    const logs = { "uwsgi.log": server("09"), "app.log": east(application("11"), "+00:00") };
    const { report } = await examine(logs, { zones: [{ glob: "uwsgi.log", value: zoneNamed("+00:00") }] });
    expect(offsets(report)).toEqual({ "uwsgi.log": null, "app.log": null });
    expect(report.sources[1]?.warnings).toEqual([
      "its clock runs 2 h 00 m behind that of app.log in the zone given: -02:00 would agree",
    ]);
  });

  it.each<[string, (text: string) => string]>([
    ["one process is known to both only", (text) => text.replaceAll(" 13 ", " 99 ")],
    ["the processes contradict each other", (text) => text.replaceAll(/12(:00:0\d)/g, "15$1")],
    ["it is none of zones", (text) => text.replaceAll("12:00:", "12:07:")],
    ["the log tells of other processes", (text) => text.replaceAll(/ 1([13]) /g, " 2$1 ")],
    ["it is more than any zones are apart", (text) => text.replaceAll("2026-11-21", "2026-11-24")],
  ])("is not told where %s", async (_, change) => {
    const { report } = await examine({ "uwsgi.log": server("09"), "app.log": change(application("12")) }, noZone);
    expect(offsets(report)).toEqual({ "uwsgi.log": null, "app.log": null });
    expect(report.notes.filter((note) => note.includes("clock"))).toEqual([]);
  });

  it("is not told where the bounds leave room for several zones", async () => {
    const wide = uwsgi(`
      banner 09:00:00 10 11 12
      09:00:02 req 11 1/1
      15:00:09 req 12 1/2
      15:00:10 worker 1 killed successfully (pid: 11)
      15:00:11 worker 2 killed successfully (pid: 12)`);
    const { report } = await examine(
      { "uwsgi.log": wide, "app.log": application("06").replaceAll(" 13 ", " 12 ") },
      noZone,
    );
    expect(offsets(report)).toEqual({ "uwsgi.log": null, "app.log": null });
  });

  it("is not told between hosts, whose pids are their own", async () => {
    const hosts = [{ glob: "app.log", value: "web1" }];
    const logs = { "uwsgi.log": server("09"), "app.log": application("12") };
    expect(offsets((await examine(logs, { ...noZone, hosts })).report)).toEqual({ "uwsgi.log": null, "app.log": null });
  });
});

/** The server's lines with a time of day in front, and nothing that bears a date. */
const undated = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

describe("the day of lines that bear a time of day only", () => {
  const dated = (day: string, text: string): string => text.replaceAll("2026-11-21", day);
  const night = `${dated(
    "2026-11-21",
    app(`
      23:59:50 11/1 start task A1
      23:59:52 11/1 finished task A1
      23:59:58 11/1 start task A2`),
  )}${dated(
    "2026-11-22",
    app(`
      00:00:08 13/1 start task C1
      00:00:09 13/1 finished task C1`),
  )}`;
  const server = undated(
    "23:59:40 spawned uWSGI worker 1 (pid: 11, cores: 2)",
    "00:00:02 worker 1 killed successfully (pid: 11)",
    "00:00:02 Respawned uWSGI worker 1 (new pid: 13)",
  );

  it("is the other source's, over midnight", async () => {
    const { report, deaths } = await examine({ "app.log": night, "uwsgi.log": server });
    expect(deaths).toEqual(["11 respawn certain -> 13"]);
    expect(report.deaths[0]?.latest).toBe("2026-11-22T00:00:02.000+00:00");
    expect(report.notes).toEqual([]);
  });

  it("is that of the source with its processes, where others are of other days", async () => {
    const before = dated("2026-11-18", app("10:00 21/1 start task Z1\n10:01 21/1 finished task Z1"));
    const logs = { "old.log": before, "app.log": night, "uwsgi.log": server };
    const { report } = await examine(logs);
    expect(await examine(logs, noZone).then((other) => found(other.report))).toEqual(found(report));
    expect(report.deaths[0]?.latest).toBe("2026-11-22T00:00:02.000+00:00");
    expect(offsets(report)).toEqual({ "old.log": null, "app.log": null, "uwsgi.log": null });
    expect(report.notes).toContain(
      "uwsgi.log bears no date: its day is the one on which its 2 processes lived by app.log.",
    );
  });

  it("is corrected by the processes where it begins long before the others", async () => {
    const morning = `09:00:00 spawned uWSGI master process (pid: 10)\n17:00:00 spawned uWSGI worker 2 (pid: 12, cores: 2)\n${server}`;
    const late = night.split("\n").slice(2).join("\n").replace("23:59:58", "23:59:59");
    const { report } = await examine({ "app.log": late, "uwsgi.log": morning }, noZone);
    expect(report.deaths.find(({ pid }) => pid === 11)?.latest?.slice(0, 19)).toBe("2026-11-22T00:00:02");
  });
});
