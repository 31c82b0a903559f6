/** What was read of a source and how much of it was understood, in words. */

import { formatDuration } from "../time/format.ts";
import { recognised } from "./digest.ts";
import type { Report, ReportSource } from "./schema.ts";
import { count, figure } from "./text.ts";

/** What a reader calls a format; those without an entry go by their own name. */
const names: ReadonlyMap<string, string> = new Map([
  ["python-logging", "Python logging"],
  ["text", "application lines"],
  ["timestamped", "lines with a time"],
  ["plain", "lines without a header"],
  ["json", "JSON"],
  ["log4j", "Log4j"],
  ["log4j2", "Log4j"],
  ["logback", "Logback"],
  ["grok", "grok"],
  ["regex", "regular expression"],
  ["uwsgi", "uWSGI"],
  ["python", "Python interpreter"],
  ["access", "access log"],
  ["kernel", "kernel"],
  ["kernel-uptime", "other kernel lines"],
  ["cri", "CRI"],
  ["docker-json", "docker json-file"],
  ["docker-time", "docker logs -t"],
  ["uwsgi-json", "uWSGI JSON"],
]);

/** Formats in which applications write; every other one is a server's. */
const applications: ReadonlySet<string> = new Set([
  ...["python-logging", "text", "timestamped", "plain", "json", "logfmt"],
  ...["log4j", "log4j2", "logback", "grok", "regex"],
]);

/** One line: how many lines, how many of them were recognised and as what, what was not, and the zone. */
export function coverageOf(source: ReportSource): string {
  if (source.lines === 0) return "EMPTY: contributed nothing";
  const lines = count(source.lines, "line");
  const { unrecognised, untimed, zone } = source;
  if (recognised(source) === 0) return `${lines}, NONE RECOGNISED: contributed nothing`;
  const parts = [
    lines,
    `${share(recognised(source), source.lines)} recognised (${formatsOf(source)})`,
    unrecognised === 0 ? "" : `${figure(unrecognised)} unrecognised`,
    untimed === 0 ? "" : `${figure(untimed)} untimed`,
    zone,
    clockText(source),
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** Is everything that was recognised a server's own? Then the application's log is missing. */
export function isServerOnly(report: Report): boolean {
  const formats = report.sources.flatMap(({ formats }) => Object.keys(formats));
  return formats.length > 0 && formats.every((format) => !applications.has(innermost(format)));
}

/** `Python logging 282, continuation or blank 10`; what came in an envelope says so: `uWSGI 5 in docker logs -t`. */
function formatsOf(source: ReportSource): string {
  const byEnvelope = new Map<string, string[]>();
  const formats = Object.entries(source.formats).toSorted(([, a], [, b]) => b - a);
  for (const [format, n] of formats) {
    const envelope = format.split("+").slice(0, -1).map(nameOf).join(" in ");
    const others = byEnvelope.get(envelope) ?? [];
    byEnvelope.set(envelope, [...others, `${nameBeside(formats, innermost(format))} ${figure(n)}`]);
  }
  const groups = [...byEnvelope].map(([envelope, own]) => own.join(", ") + (envelope === "" ? "" : ` in ${envelope}`));
  const rest = recognised(source) - formats.reduce((sum, [, n]) => sum + n, 0);
  const parts = rest > 0 ? [...groups, `continuation or blank ${figure(rest)}`] : groups;
  return parts.join(byEnvelope.size === 1 && byEnvelope.has("") ? ", " : "; ");
}

function innermost(format: string): string {
  return format.slice(format.lastIndexOf("+") + 1);
}

function nameOf(format: string): string {
  return names.get(format) ?? format;
}

/** Text beside a kernel's messages is hardly an application's. */
function nameBeside(formats: readonly [string, number][], format: string): string {
  const kernel = formats.some(([other]) => innermost(other) === "kernel");
  return kernel && format === "text" ? "other lines" : nameOf(format);
}

/** A percentage that is 100 or 0 only when it is exactly that. */
function share(part: number, whole: number): string {
  if (part === whole) return "100%";
  const percent = Math.floor((part / whole) * 1000) / 10;
  return `${Math.max(0.1, percent).toFixed(1)}%`;
}

function clockText(source: ReportSource): string {
  const offset = source.clockOffsetMs ?? 0;
  if (offset === 0) return "";
  return `clock ${formatDuration(Math.abs(offset))} ${offset > 0 ? "ahead" : "behind"}`;
}
