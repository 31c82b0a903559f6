import { expect } from "vitest";
import { type AnalyseOptions, analyze, type Report } from "../../src/index.ts";
import { expectSound } from "./report.ts";
import { optionsFor } from "./samples.ts";

/** Short logs within tests. All of them play on one day; a time is `mm:ss` or `mm:ss.SSS` after 14:00, or `hh:mm:ss`. */

const day = "2026-11-21";
const weekday = "Sat Nov 21";

/** `mm:ss`, `mm:ss.SSS` or `hh:mm:ss[.SSS]` as [`hh:mm:ss`, `SSS`]. */
function clock(time: string): [string, string] {
  const [whole = "", ms = "000"] = time.split(".");
  return [whole.length > 5 ? whole : `14:${whole}`, ms];
}

/** The instant that a report shows for a time of these logs. */
export const iso = (time: string): string => `${day}T${clock(time)[0]}.${clock(time)[1]}+00:00`;

/** `Sat Nov 21 14:00:05 2026`. */
export const ctime = (time: string): string => `${weekday} ${clock(time)[0]} 2026`;

/** The lines of a template without the margin; blank lines at either end are dropped. */
const linesIn = (text: string): string[] => {
  const lines = text.split("\n").map((line) => line.trimEnd());
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  const margin = Math.min(...lines.filter((line) => line !== "").map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(margin));
};

const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

/** The pthread id of the `n`th thread: the same in every process, as after a fork. */
export const tidOf = (n: number | string): string => `1398893245${String(n).padStart(5, "0")}`;

/** A log as it stands. */
export const plain = (text: string): string => joined(linesIn(text));

/**
 * An application's log. `00:05 11/2 start task A` is written by thread 2 of process 11, at level INFO or, with `!` before
 * the message, ERROR. `00:00 healthy` is a task that starts and ends. Other lines stand as they are (tracebacks).
 */
export const app = (text: string): string => joined(linesIn(text).map(appLine));

function appLine(line: string): string {
  const healthy = /^([\d:.]+) healthy$/.exec(line)?.[1];
  if (healthy !== undefined)
    return [`${healthy} 11/9 start task Z0`, `${healthy} 11/9 finished task Z0`].map(appLine).join("\n");
  const hit = /^([\d:.]+) (\d+)\/(\d+) (!?)(.*)$/.exec(line);
  if (!hit) return line;
  const [, time = "", pid, tid = "", bad, message] = hit;
  const [hms, ms] = clock(time);
  return `${day} ${hms},${ms} ${bad ? "ERROR" : "INFO"} ${pid} ${tidOf(tid)} ${message}`;
}

/**
 * A uWSGI log in its default configuration: `00:05 text` bears a ctime in front, `00:05 req 11 3/9` is the request that
 * process 11 answered as the third of its slot, begun at that time; `banner 00:00 10 11 12` is the start of master 10 with
 * workers 11 and 12; all other lines bear no time.
 */
export const uwsgi = (text: string): string => joined(linesIn(text).map(uwsgiLine));

function uwsgiLine(line: string): string {
  const request = /^([\d:.]+) req (\d+) (\d+)\/(\d+)(?: (.*))?$/.exec(line);
  if (request) {
    const [, time = "", pid, own, all, asked = "POST /task"] = request;
    return `[pid: ${pid}|app: 0|req: ${own}/${all}] 10.0.3.9 () {28 vars in 325 bytes} [${ctime(time)}] ${asked} => generated 5 bytes in 4 msecs (HTTP/1.1 200) 2 headers in 64 bytes (2 switches on core 0)`;
  }
  const start = /^banner ([\d:]+) ([\d ]+)$/.exec(line);
  if (start) return banner(start[1] ?? "", (start[2] ?? "").split(" ").map(Number));
  const timed = /^(\d\d:\d\d(?::\d\d)?) (.*)$/.exec(line);
  return timed ? `${ctime(timed[1] ?? "")} - ${timed[2]}` : line;
}

function banner(time: string, [master, ...workers]: number[]): string {
  return [
    `*** Starting uWSGI 2.0.21-debian (64bit) on [${ctime(time)}] ***`,
    `spawned uWSGI master process (pid: ${master})`,
    ...workers.map((pid, i) => `spawned uWSGI worker ${i + 1} (pid: ${pid}, cores: 2)`),
  ].join("\n");
}

export interface Case {
  readonly report: Report;
  /** Of each unfinished task: `A killed max-requests certain`; the id, or else the pid and line of its start. */
  readonly lost: string[];
  /** Of each death: `11 max-requests certain -> 12`, by pid. */
  readonly deaths: string[];
  readonly tasks: number;
  readonly finished: number;
  readonly failed: number;
}

/** Analyses logs by name, in UTC. The report is sound, and the same whether or not lines are read in full. */
export async function examine(logs: Readonly<Record<string, string>>, options: AnalyseOptions = {}): Promise<Case> {
  const sources = Object.entries(logs).map(([name, content]) => ({ name, content }));
  const all = { ...optionsFor("UTC"), ...options };
  const report = await analyze(sources, all);
  expectSound(report);
  expect(await analyze(sources, { ...all, sights: false })).toEqual(report);
  const found = summed(report);
  const { report: _, ...reversed } = summed(await analyze([...sources].reverse(), all));
  expect(reversed, "the order of the sources does not matter").toEqual({ ...found, report: undefined });
  return found;
}

function summed(report: Report): Case {
  const { tasks, finished, failed } = report.summary;
  const lost = report.unfinished.map(({ key, pid, start, verdict, cause, confidence }) =>
    [key ?? `${pid}:${start.line}`, verdict, cause, confidence].filter((word) => word !== null).join(" "),
  );
  const deaths = report.deaths.map(
    ({ pid, cause, confidence, replacedBy }) =>
      `${pid} ${cause} ${confidence}${replacedBy === null ? "" : ` -> ${replacedBy}`}`,
  );
  return { report, lost: lost.sort(), deaths: deaths.sort(), tasks, finished, failed };
}
