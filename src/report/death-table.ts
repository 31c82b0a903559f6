/** The table of deaths: what each cost, why it happened, when, and which process it was. */

import { type Column, columnLines, squeeze } from "./columns.ts";
import type { ReportDeath } from "./schema.ts";
import { figure, plain } from "./text.ts";
import type { View } from "./view.ts";
import { causeOf, pidsOf, processName } from "./words.ts";

/** Columns of a process that is cut at its beginning; with fewer, rows get two lines. */
const shortName = 20;

/** One row per death; where the width does not allow that, two lines per row. */
export function deathTable(deaths: readonly ReportDeath[], view: View): string[] {
  const wide = shown(oneLine(deaths, view));
  const terse = shown(oneLine(deaths, view, new Set(deaths.map((death) => death.server)).size > 1));
  const columns =
    squeeze([...wide, ...requests(deaths)], view.width, Number.POSITIVE_INFINITY) ??
    squeeze(wide, view.width, Number.POSITIVE_INFINITY) ??
    squeeze(terse, view.width, shortName) ??
    squeeze(shown(stacked(deaths, view)), view.width, 0);
  return columnLines(columns ?? wide);
}

/** A server's name that is the same in all rows can go where room is short. */
function oneLine(deaths: readonly ReportDeath[], view: View, withServer = true): Column[] {
  const process = name(deaths, view, withServer);
  return [lost(deaths, view), cause(deaths), confidence(deaths), when(deaths, view), process, pids(deaths)];
}

function shown(columns: readonly Column[]): Column[] {
  return columns.filter((column) => column.cells.some((cell) => cell !== ""));
}

function lost(deaths: readonly ReportDeath[], view: View): Column {
  const cells = deaths.map((death) => (death.tasksKilled === 0 ? "" : figure(death.tasksKilled)));
  return { head: "lost", align: "right", cells, paint: view.paint.loss };
}

function cause(deaths: readonly ReportDeath[]): Column {
  return { head: "cause", cells: deaths.map((death) => plain(causeOf(death))) };
}

function confidence(deaths: readonly ReportDeath[]): Column {
  return { head: "confidence", cells: deaths.map((death) => death.confidence) };
}

function when(deaths: readonly ReportDeath[], view: View): Column {
  return { head: "when", cells: deaths.map((death) => view.clock.interval(death.earliest, death.latest)) };
}

function name(deaths: readonly ReportDeath[], view: View, withServer = true): Column {
  const cells = deaths.map((death) => plain(processName(death, view.withHost, withServer)));
  return { head: "process", cells, flexible: true };
}

function pids(deaths: readonly ReportDeath[]): Column {
  return { head: "pid", cells: deaths.map(pidsOf) };
}

function requests(deaths: readonly ReportDeath[]): Column[] {
  if (deaths.every((death) => death.requests === null)) return [];
  const cells = deaths.map((death) => (death.requests === null ? "" : figure(death.requests)));
  return [{ head: "requests", align: "right", cells }];
}

function stacked(deaths: readonly ReportDeath[], view: View): Column[] {
  const causes = cause(deaths).cells.map((cell, row) => `${cell}\n${deaths[row]?.confidence}`);
  const times = when(deaths, view).cells.map((cell) => cell.replace(" – ", " –\n"));
  const names = name(deaths, view).cells.map((cell, row) => `${cell}\n${pids(deaths).cells[row]}`);
  return [
    lost(deaths, view),
    { head: "cause", cells: causes },
    { head: "when", cells: times },
    { head: "process, pid", cells: names, flexible: true },
  ];
}
