import type { Stamp } from "../../time/stamp.ts";
import type { ColumnRole, Header } from "../layout.ts";
import type { DeclaredColumn } from "./lines.ts";
import { isBlank, readSeparator, skipFill } from "./literal.ts";
import { endOfDecimal, endOfDigits, numberIn, rankOf } from "./values.ts";

const COLON = 58;

/** Reads an integer, or the `None` that stands for one that is not told; its end, or `start` where there is none. */
export function readInteger(
  text: string,
  start: number,
  column: DeclaredColumn,
  next: DeclaredColumn | undefined,
  out: Header,
): number {
  const { role, radix } = column;
  if (text.startsWith("None", start)) {
    forget(role, out);
    return start + 4;
  }
  const prefixed = radix !== 10 && text.charCodeAt(start) === 48 && (text.charCodeAt(start + 1) | 32) >= 98;
  const digits = prefixed ? start + 2 : start;
  const end = endOfRun(text, digits, column, next);
  if (end <= digits) return start;
  if (role === "pid") out.pid = numberIn(text, digits, end, radix);
  else if (role === "level") out.level = rankOf(numberIn(text, digits, end, radix));
  else setName(text, start, end, role, out);
  return end;
}

/** End of the digits at `start`; two integers without anything between them are told apart by their widths. */
function endOfRun(text: string, start: number, column: DeclaredColumn, next: DeclaredColumn | undefined): number {
  const end = endOfDigits(text, start, column.radix);
  if (next?.kind !== "integer" || next.before !== "") return end;
  const padded = next.lead !== "" && isBlank(text.charCodeAt(end)) && end - start < column.width + next.width;
  return padded ? end : Math.min(end, start + column.width);
}

/** Names of threads and processes often hold blanks. */
export const mayHoldBlanks = (role: ColumnRole): boolean => role === "thread" || role === "process";

/** Notes where the line names a thread, process or task. */
export function setName(text: string, start: number, end: number, role: ColumnRole, out: Header): void {
  if (role === "tid") {
    out.tidStart = start;
    out.tidEnd = end;
  } else if (role === "thread") {
    const none = text.startsWith("None", start) && end - start === 4;
    out.threadStart = start;
    out.threadEnd = none ? start : end;
  } else if (role === "process") {
    out.processStart = start;
    out.processEnd = end;
  } else if (role === "taskId") {
    out.taskIdStart = start;
    out.taskIdEnd = isNothing(text, start, end) ? start : end;
  } else if (role === "taskName") {
    out.taskNameStart = start;
    out.taskNameEnd = isNothing(text, start, end) ? start : end;
  }
}

/** What is written where there is no task: Celery writes `???`. */
const isNothing = (text: string, start: number, end: number): boolean => {
  const value = text.slice(start, Math.min(end, start + 5));
  return value === "-" || value === "None" || value === "null" || value === "???";
};

/** Takes back what was read of a role. */
export function forget(role: ColumnRole, out: Header): void {
  if (role === "pid") out.pid = -1;
  else if (role === "level") out.level = -1;
  else if (role === "time") out.timed = false;
  else setName("", 0, 0, role, out);
}

/** Reads seconds since 1970, perhaps with a fraction; their end, or `start` where there are none. `counts`: it is the line's time. */
export function readEpoch(text: string, start: number, out: Header, counts: boolean): number {
  const point = endOfDigits(text, start, 10);
  const end = endOfDecimal(text, start);
  if (!counts || end === start) return end;
  const { stamp } = out;
  const digits = `${text.slice(point + 1, Math.min(end, point + 4))}000`;
  stamp.ms = numberIn(text, start, point, 10) * 1000 + Number(digits.slice(0, 3));
  stamp.step = end - point > 3 ? 1 : 1000;
  stamp.end = end;
  stamp.offset = 0;
  stamp.dated = true;
  stamp.yearless = false;
  stamp.clock = "wall";
  out.timed = true;
  return end;
}

/** Reads the milliseconds of a time, `whole`: with a fraction of theirs; their end, or -1. */
export function readMillis(text: string, pos: number, column: DeclaredColumn, stamp: Stamp, whole: boolean): number {
  const next = readSeparator(text, pos, column.before);
  const cell = next < 0 ? -1 : skipFill(text, next, column.lead);
  const end = endOfDigits(text, cell, 10);
  if (cell < 0 || end === cell || end - cell > 3) return -1;
  stamp.ms = Math.floor(stamp.ms / 1000) * 1000 + numberIn(text, cell, end, 10);
  stamp.step = 1;
  return skipFill(text, whole ? endOfFraction(text, end) : end, column.trail);
}

/** End of the fraction of a millisecond at `pos`, or `pos`. */
function endOfFraction(text: string, pos: number): number {
  const end = text.charCodeAt(pos) === 46 ? endOfDigits(text, pos + 1, 10) : pos;
  return end > pos + 1 ? end : pos;
}

/** Makes a time that took a number behind it for its zone one without a zone. */
export function dropZone(stamp: Stamp): void {
  if (stamp.offset === null) return;
  stamp.ms += stamp.offset * 60_000;
  stamp.offset = null;
}

/** Where a fraction or zone can begin in the time `text[start, end)`: behind its seconds. */
export function endOfSeconds(text: string, start: number, end: number): number {
  for (let at = end - 6; at > start; at--) {
    const clock = text.charCodeAt(at) === COLON && text.charCodeAt(at + 3) === COLON;
    if (clock && endOfDigits(text, at + 4, 10) === at + 6) return at + 6;
  }
  return Math.max(start + 10, end - 10);
}
