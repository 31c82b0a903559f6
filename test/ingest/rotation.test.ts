import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupRotated, orderPieces } from "../../src/ingest/rotation.ts";

/** The groups of names in all orders of input, as one list of pieces each. */
function groups(...names: string[]): (readonly string[])[] {
  const expected = groupRotated(names);
  expect(groupRotated(names.toReversed())).toEqual(expected);
  return expected.map((group) => group.pieces);
}

describe("one log", () => {
  it.each([
    ["numbers count backwards", ["x.log.10.gz", "x.log.2.gz", "x.log.1", "x.log"]],
    ["no current piece", ["x.log.2", "x.log.1"]],
    ["a name without extension beside its current piece", ["syslog.2.gz", "syslog.1", "syslog"]],
    ["numbers before the extension", ["x.2.log.gz", "x.1.log", "x.log"]],
    ["dateext of logrotate", ["x.log-20251231.gz", "x.log-20260101", "x.log"]],
    ["dateext with hour", ["x.log-2026010109", "x.log-2026010110"]],
    ["dateext with unix time", ["x.log-20260101-1767225600.gz", "x.log-20260101-1767229200.gz"]],
    ["a day before the extension", ["x-2025-12-31.log", "x-2026-01-01.log", "x.log"]],
    ["a day behind the name", ["x.log.2025-12-31", "x.log.2026-01-01", "x.log"]],
    ["days with hours", ["x.log.2026-01-01-9", "x.log.2026-01-01-13", "x.log"]],
    [
      "days with counters",
      ["x.2026-01-01.log.gz", "x.2026-01-01.2.log.gz", "x.2026-01-01.10.log", "x.2026-01-02.0.log"],
    ],
    ["unix times, as uWSGI does", ["x.log.1795269685", "x.log.1795356085", "x.log"]],
    ["Kubernetes", ["0.log.20260101-131415.gz", "0.log.20260102-010203", "0.log"]],
    ["lumberjack", ["x-2026-01-01T13-14-15.000.log.gz", "x-2026-01-01T13-14-16.000.log", "x.log"]],
    ["Serilog", ["log20260101.txt", "log20260101_001.txt", "log20260102.txt"]],
    ["days in front", ["2026-01-01-app.log", "2026-01-02-app.log", "app.log"]],
    ["days alone", ["2026-01-01.log", "2026-01-02.log"]],
    ["other compressions", ["x.log.4.xz", "x.log.3.bz2", "x.log.2.zst", "x.log.1"]],
    ["a scheme that was changed", ["x.log-20260101", "x.log.2", "x.log.1", "x.log"]],
    ["a folder, spelled in two ways", ["logs/x.log.1", "./logs/x.log"]],
  ])("%s", (_, pieces) => {
    expect(groups(...pieces)).toEqual([pieces]);
  });
});

describe("logs of their own", () => {
  it.each([
    ["numbered programs", ["worker-1.log", "worker-2.log", "worker.log"]],
    ["programs whose name ends in a number", ["app.log", "app2.log"]],
    ["numbers before the extension without a current piece", ["app.1.log", "app.2.log"]],
    ["numbers behind a name without extension and current piece", ["worker.1", "worker.2"]],
    ["ports and processes", ["app.log", "app.log.19272", "app.log.8080"]],
    ["addresses", ["10.0.0.1", "10.0.0.2"]],
    ["containers by restart count", ["0.log", "1.log"]],
    ["several folders", ["a/x.log", "b/x.log.1", "x.log-20260101"]],
    ["digits that are no day", ["x-20261301.log", "x-20269999.log"]],
    ["a copy that was compressed", ["x.log", "x.log.gz"]],
    ["hosts in dated names", ["x-2026-01-01-web1.log", "x-2026-01-01-web2.log"]],
    ["standard input", ["-", "x.log"]],
  ])("%s", (_, names) => {
    expect(groups(...names)).toEqual(names.map((name) => [name]));
  });

  it.each(["x.log", "x.log.1", "x-2026-01-01.log", "x.1.log", "20260101", ".1", "-", "", "/"])("%j alone", (name) => {
    expect(groups(name)).toEqual([[name]]);
  });

  it("stand beside groups, and a name given twice counts once", () => {
    expect(groups("uwsgi.log", "app.log", "app.log.1", "app.log")).toEqual([["app.log.1", "app.log"], ["uwsgi.log"]]);
  });
});

it("every name is in one group, whatever the order", () => {
  const part = fc.constantFrom("x", ".log", ".1", ".2", "-", "20260101", "2026-01-02", ".gz", "/", ".1795269685", ".");
  const name = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.uniqueArray(name), (names) => {
      const all = groups(...names).flat();
      expect(all.toSorted()).toEqual(names.toSorted());
    }),
  );
});

describe("orderPieces", () => {
  const order = (...times: (number | null)[]) => {
    const pieces = times.map((firstTime, rank) => ({ name: `x.log.${9 - rank}`, firstTime, rank }));
    const ordered = orderPieces(pieces).map((piece) => piece.rank);
    expect(orderPieces(pieces.toReversed()).map((piece) => piece.rank)).toEqual(ordered);
    return ordered;
  };

  it("goes by the first time, against the names", () => {
    expect(order(10, 20, 30)).toEqual([0, 1, 2]);
    expect(order(30, 20, 10)).toEqual([2, 1, 0]);
  });

  it("goes by rank where times are equal or missing", () => {
    expect(order(10, 10, 5)).toEqual([2, 0, 1]);
    expect(order(null, null, null)).toEqual([0, 1, 2]);
  });

  it("leaves an untimed piece beside its neighbour by name", () => {
    expect(order(10, null, 30)).toEqual([0, 1, 2]);
    expect(order(30, null, 10)).toEqual([2, 0, 1]);
    expect(order(null, 30, 10, null)).toEqual([2, 3, 0, 1]);
  });
});
