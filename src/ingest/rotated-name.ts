import { basename, dirname, join } from "node:path";

/**
 * How a rotation scheme marks a piece. `current`: not at all. `suffix`: `x.log.3`. `infix`: `x.3.log`.
 * `dated`: by day, by day and time, or by unix time, in any place.
 */
export type Mark = "current" | "suffix" | "infix" | "dated";

/** A file name taken apart: `stem` is the path without the mark, `order` ascends from the oldest piece to the newest. */
export interface RotatedName {
  readonly name: string;
  readonly stem: string;
  readonly mark: Mark;
  readonly order: readonly number[];
}

const COMPRESSED = /\.(?:gz|zst|bz2|xz|Z)$/;

// A day, alone between separators (a compact one may follow letters: log20260101.txt), and then whatever numbers
// follow it: an hour, a time, a counter, a process id: 2026-01-01-13, 20260101-131415, 2026-01-01T13-14-15.000.
const DASHED_DAY =
  /(?<=^|[-_.])(199\d|20\d\d)([-_.])(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])((?:[-_.T]\d+)*)Z?(?=$|[-_.])/;
const COMPACT_DAY =
  /(?<!\d)(199\d|20\d\d)()(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])((?:\d\d){0,3}(?:[-_.T]\d+)*)Z?(?=$|[-_.])/;

// uWSGI's log-maxsize and logrotate's %s: 2001 to 2096 in seconds, or in milliseconds.
const UNIX_TIME = /[-_.]([1-3]\d{9})(\d{3})?$/;

// Never more than three digits: x.log.8080 is a port and x.log.19272 a process.
const SUFFIX = /\.(\d{1,3})$/;
const INFIX = /\.(\d{1,3})(\.[A-Za-z]\w*)$/;

/** Takes a path apart by its last component alone; a name that no scheme would have made is `current`. */
export function parseRotated(name: string): RotatedName {
  const base = basename(name);
  const plain = base.replace(COMPRESSED, "");
  const found = dated(plain) ?? unixTime(plain) ?? suffixed(plain) ?? infixed(plain);
  const { stem, mark, order } = found ?? { stem: base, mark: "current" as const, order: [] };
  return { name, stem: join(dirname(name), stem), mark, order };
}

type Parsed = Omit<RotatedName, "name"> | null;

function dated(base: string): Parsed {
  const match = DASHED_DAY.exec(base) ?? COMPACT_DAY.exec(base);
  if (match === null) return null;
  const [text, year, , month, day, rest = ""] = match;
  const order = [year, month, day, ...rest.split(/[-_.T]/).filter((part) => part !== "")].map(Number);
  const before = base.slice(0, match.index).replace(/[-_.]$/, "");
  const after = base.slice(match.index + text.length);
  return { stem: before === "" ? after.slice(1) : before + after, mark: "dated", order };
}

function unixTime(base: string): Parsed {
  const match = UNIX_TIME.exec(base);
  if (match === null) return null;
  const at = new Date(Number(match[1]) * 1000 + Number(match[2] ?? 0));
  const day = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds(), at.getUTCMilliseconds()];
  return { stem: base.slice(0, match.index), mark: "dated", order: [...day, ...time] };
}

function suffixed(base: string): Parsed {
  const match = SUFFIX.exec(base);
  if (match === null || match.index === 0) return null;
  return { stem: base.slice(0, match.index), mark: "suffix", order: [-Number(match[1])] };
}

function infixed(base: string): Parsed {
  const match = INFIX.exec(base);
  if (match === null || match.index === 0) return null;
  return { stem: base.slice(0, match.index) + match[2], mark: "infix", order: [-Number(match[1])] };
}
