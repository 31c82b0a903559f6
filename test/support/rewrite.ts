import { gzipSync } from "node:zlib";
import type { SourceInput, Zone } from "../../src/index.ts";
import { type LogFile, linesOf, logOf } from "./samples.ts";

/** The content in chunks whose sizes go round and round in `sizes`. */
export function inChunks({ name, content }: LogFile, sizes: readonly number[]): SourceInput {
  return { name, content: chunks(content, sizes) };
}

async function* chunks(content: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let turn = 0;
  for (let at = 0; at < content.length; ) {
    const size = sizes[turn++ % sizes.length] ?? content.length;
    yield content.subarray(at, at + size);
    at += size;
  }
}

/** The whole lines within the first `bytes` of a log. */
export function head({ name, content }: LogFile, bytes: number): LogFile {
  const end = content.length <= bytes ? content.length : content.lastIndexOf(10, bytes) + 1;
  return { name, content: content.subarray(0, end) };
}

export const withCrLf = ({ name, content }: LogFile): LogFile => ({
  name,
  content: Buffer.from(content.toString("latin1").replaceAll("\n", "\r\n"), "latin1"),
});

export const gzipped = ({ name, content }: LogFile): LogFile => ({ name, content: gzipSync(content) });

/** A log as two rotated pieces and the current file, cut before the lines at these fractions of it. */
export function rotated({ name, content }: LogFile, cuts: readonly [number, number]): LogFile[] {
  const lines = linesOf(content);
  const [first = 0, second = 0] = cuts.map((cut) => Math.floor(cut * lines.length)).sort((a, b) => a - b);
  const pieces = [
    logOf(`${name}.2`, lines.slice(0, first)),
    logOf(`${name}.1`, lines.slice(first, second)),
    logOf(name, lines.slice(second)),
  ];
  return pieces.filter((piece) => piece.content.length > 0);
}

/** A log's pieces, oldest first, by name. */
export type Pieces = ReadonlyMap<string, readonly LogFile[]>;

/** Where a line of a piece stands in the log that the pieces were cut from. */
export function placeIn(pieces: Pieces): (source: string, line: number) => { source: string; line: number } {
  const starts = new Map<string, { whole: string; before: number }>();
  for (const [whole, parts] of pieces) {
    let before = 0;
    for (const part of parts) {
      starts.set(part.name, { whole, before });
      before += linesOf(part.content).length;
    }
  }
  return (source, line) => {
    const start = starts.get(source);
    return start ? { source: start.whole, line: start.before + line } : { source, line };
  };
}

/** What a transport makes of a line that it collects at a time: in UTC with nine decimals, and on the clock on its wall. */
export type Wrap = (time: string, line: string, wall: Date) => string;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const microseconds = (time: string): string => time.replace(/\d{3}Z$/, "");
const bsd = (wall: Date): string =>
  `${months[wall.getUTCMonth()]} ${String(wall.getUTCDate()).padStart(2)} ${wall.toISOString().slice(11, 19)}`;

export const transports: Readonly<Record<string, Wrap>> = {
  "docker json-file": (time, line) => JSON.stringify({ log: `${line}\n`, stream: "stderr", time }),
  "docker logs -t": (time, line) => `${time} ${line}`,
  CRI: (time, line) => `${time} stderr F ${line}`,
  syslog: (_, line, wall) => `<30>${bsd(wall)} web01 app: ${line}`,
  "rsyslog in a file": (time, line) => `${microseconds(time)}+00:00 web01 app: ${line}`,
  "RFC 5424": (time, line) => `<30>1 ${microseconds(time)}Z web01 app - - - ${line}`,
  journald: (time, line) =>
    JSON.stringify({
      __REALTIME_TIMESTAMP: `${Date.parse(time)}123`,
      _HOSTNAME: "web01",
      _SYSTEMD_UNIT: "web.service",
      MESSAGE: line,
    }),
  "docker compose logs": (_, line) => `\u001b[36mweb-1  | \u001b[0m${line}`,
  "kubectl logs --prefix --timestamps": (time, line) => `[pod/web-5d9c7b8f6-x2x4z/app] ${time} ${line}`,
  "aws logs filter-log-events": (time, line) =>
    JSON.stringify({ logStreamName: "web", timestamp: Date.parse(time), message: line }),
  "syslog in docker": (time, line, wall) =>
    JSON.stringify({ log: `${bsd(wall)} web01 app: ${line}\n`, stream: "stderr", time }),
};

/** A log as a container runtime would have collected it: each line just after the last time that stands in one. */
export function collected({ name, content }: LogFile, zone: Zone, wrap: Wrap): LogFile {
  const lines = linesOf(content);
  const own = lines.map((line) => timeIn(line, zone));
  let last = own.find((time) => time !== null) ?? Date.UTC(2026, 10, 21);
  const wrapped = lines.map((line, i) => {
    last = Math.max(last, own[i] ?? last);
    const wall = new Date(last + zone.offsetAt(last) * 60_000);
    return wrap(new Date(last).toISOString().replace("Z", "123456Z"), line, wall);
  });
  return logOf(name, wrapped);
}

/** The instant of a line like `[2026-11-21 13:57:53,793] ...` or `... Sat Nov 21 13:57:53 2026 ...`. */
function timeIn(line: string, zone: Zone): number | null {
  const [, day, time, ms] = /^\[?(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d),(\d{3})/.exec(line) ?? [];
  if (day !== undefined) return zone.toEpoch(Date.parse(`${day}T${time}.${ms}Z`));
  const [, monthDay, clock, year] = /[A-Z][a-z]{2} ([A-Z][a-z]{2} \d\d) (\d\d:\d\d:\d\d) (\d{4})/.exec(line) ?? [];
  return monthDay === undefined ? null : zone.toEpoch(Date.parse(`${monthDay} ${year} ${clock} UTC`));
}

const stampPattern =
  /\b(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\b|\b[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d) (\d{4})\b/g;

/** A log as if the clock that wrote it had run `minutes` ahead. Knows ISO and ctime stamps; what bears a zone moves too. */
export function ahead({ name, content }: LogFile, minutes: number): LogFile {
  const moved = (stamp: string, iso: boolean): string => {
    const at = new Date(Date.parse(iso ? `${stamp.replace(" ", "T")}Z` : `${stamp} UTC`) + minutes * 60_000);
    if (iso) return at.toISOString().slice(0, 19).replace("T", " ");
    const [weekday = "", day = "", month = "", year = "", time = ""] = at.toUTCString().replace(",", "").split(" ");
    return `${weekday} ${month} ${day.replace(/^0/, " ")} ${time} ${year}`;
  };
  const text = content.toString("latin1").replace(stampPattern, (stamp, year) => moved(stamp, year !== undefined));
  return { name, content: Buffer.from(text, "latin1") };
}
