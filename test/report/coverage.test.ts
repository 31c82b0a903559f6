import { describe, expect, it } from "vitest";
import { coverageOf, isServerOnly } from "../../src/report/coverage.ts";
import type { ReportSource } from "../../src/report/schema.ts";
import { fullReport, source } from "./fixture.ts";

const coverage = (facts: Partial<ReportSource>): string => coverageOf(source("a.log", { zone: "UTC", ...facts }));

describe("what was read of a source", () => {
  it.each<[string, Partial<ReportSource>, string]>([
    [
      "continuation lines",
      { lines: 292, formats: { "python-logging": 282 }, unrecognised: 0 },
      "292 lines, 100% recognised (Python logging 282, continuation or blank 10), UTC",
    ],
    [
      "words for formats",
      { lines: 20, formats: { text: 9, timestamped: 6, plain: 3, uwsgi: 2 }, unrecognised: 0 },
      "20 lines, 100% recognised (application lines 9, lines with a time 6, lines without a header 3, uWSGI 2), UTC",
    ],
    [
      "what nobody has named yet, as it is",
      { lines: 3, formats: { "docker-time+gunicorn": 2, constructor: 1 }, unrecognised: 0 },
      "3 lines, 100% recognised (gunicorn 2 in docker logs -t; constructor 1), UTC",
    ],
    [
      "the envelope once",
      { lines: 9, formats: { "docker-json+json+uwsgi": 2, "docker-json+json": 1, "cri+python": 3 }, unrecognised: 1 },
      "9 lines, 88.8% recognised (Python interpreter 3 in CRI; uWSGI 2 in docker json-file in JSON; JSON 1 in docker json-file; continuation or blank 2), 1 unrecognised, UTC",
    ],
    [
      "a kernel's other lines",
      { lines: 163, formats: { text: 143, kernel: 20 }, unrecognised: 0, untimed: 7 },
      "163 lines, 100% recognised (other lines 143, kernel 20), 7 untimed, UTC",
    ],
    [
      "never 100% where anything was not recognised",
      { lines: 1_000_000, formats: { uwsgi: 999_999 }, unrecognised: 1 },
      "1,000,000 lines, 99.9% recognised (uWSGI 999,999), 1 unrecognised, UTC",
    ],
    [
      "never 0% where anything was recognised",
      { lines: 1_000_000, formats: { uwsgi: 1 }, unrecognised: 999_999 },
      "1,000,000 lines, 0.1% recognised (uWSGI 1), 999,999 unrecognised, UTC",
    ],
    [
      "a traceback alone, which is nothing",
      { lines: 31, formats: {}, unrecognised: 23 },
      "31 lines, NONE RECOGNISED: contributed nothing",
    ],
    ["nothing", { lines: 0, formats: {}, unrecognised: 0 }, "EMPTY: contributed nothing"],
  ])("tells %s", (_, facts, expected) => {
    expect(coverage(facts)).toBe(expected);
  });
});

describe("a server's log without an application's", () => {
  it.each<[boolean, string[]]>([
    [true, ["uwsgi"]],
    [true, ["docker-time+uwsgi", "python", "kernel-uptime"]],
    [true, ["json+uwsgi"]],
    [false, ["uwsgi", "python-logging"]],
    [false, ["docker-time+text"]],
    [false, ["json"]],
    [false, []],
  ])("is %s of %j", (expected, formats) => {
    const counts = Object.fromEntries(formats.map((format) => [format, 1]));
    expect(isServerOnly({ ...fullReport(), sources: [source("a.log", { formats: counts })] })).toBe(expected);
  });
});
