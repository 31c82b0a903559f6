import type { DateField, DatePart, DatePattern } from "../../time/pattern.ts";
import type { Complain } from "./declared.ts";

const part = (field: DateField, width = 0): DatePart => ({ field, width });

const clock24 = [part("hour", 2), ":", part("minute", 2), ":", part("second", 2)];

/** The conversions of strftime(3), in the C locale. */
const conversions: Readonly<Record<string, readonly DatePart[]>> = {
  Y: [part("year", 4)],
  y: [part("shortYear", 2)],
  m: [part("month", 2)],
  d: [part("day", 2)],
  e: [part("day")],
  b: [part("monthName")],
  B: [part("monthName")],
  h: [part("monthName")],
  a: [part("weekday")],
  A: [part("weekday")],
  H: [part("hour", 2)],
  k: [part("hour")],
  I: [part("hour12", 2)],
  l: [part("hour12")],
  M: [part("minute", 2)],
  S: [part("second", 2)],
  p: [part("half")],
  P: [part("half")],
  f: [part("fraction")],
  z: [part("zone")],
  Z: [part("zone")],
  T: clock24,
  X: clock24,
  R: [part("hour", 2), ":", part("minute", 2)],
  r: [part("hour12", 2), ":", part("minute", 2), ":", part("second", 2), " ", part("half")],
  F: [part("year", 4), "-", part("month", 2), "-", part("day", 2)],
  D: [part("month", 2), "/", part("day", 2), "/", part("shortYear", 2)],
  x: [part("month", 2), "/", part("day", 2), "/", part("shortYear", 2)],
  c: [part("weekday"), " ", part("monthName"), " ", part("day"), " ", ...clock24, " ", part("year", 4)],
  n: ["\n"],
  t: ["\t"],
  "%": ["%"],
};

/**
 * Takes apart a time format of strftime(3), which stands at column `at` of its format. `%s`, seconds since 1970, leaves the
 * time to be read by its shape, as does a format that holds nothing else than one: the answer is then undefined.
 */
export function strftimePattern(format: string, at: number, complain: Complain): DatePattern | undefined {
  if (/^%s$/.test(format)) return undefined;
  const parts: DatePart[] = [];
  for (let i = 0; i < format.length; i++) {
    const c = format.charAt(i);
    if (c !== "%") {
      parts.push(c);
      continue;
    }
    const start = i++;
    while (/[-_0^#EO]/.test(format.charAt(i))) i++;
    const letter = format.charAt(i);
    const found = Object.hasOwn(conversions, letter) ? conversions[letter] : undefined;
    if (!found) throw complain(at + start, `cannot read ${JSON.stringify(format.slice(start, i + 1))} of a time`);
    // "%-d" is not filled up.
    const bare = format.charAt(start + 1) === "-";
    parts.push(...(bare ? found.map((p) => (typeof p === "string" ? p : { ...p, width: 0 })) : found));
  }
  return { parts: joined(parts), zone: null };
}

/** The letters of Java's SimpleDateFormat and DateTimeFormatter; how many there are is the width of a number. */
const letters: Readonly<Record<string, DateField>> = {
  y: "year",
  u: "year",
  M: "month",
  L: "month",
  d: "day",
  H: "hour",
  k: "hour",
  h: "hour12",
  K: "hour12",
  m: "minute",
  s: "second",
  S: "fraction",
  n: "fraction",
  a: "half",
  E: "weekday",
  e: "weekday",
  z: "zone",
  Z: "zone",
  X: "zone",
  x: "zone",
  O: "zone",
  V: "zone",
};

/** Takes apart a date pattern of Java, which stands at column `at` of its format. */
export function javaPattern(pattern: string, at: number, zone: string | null, complain: Complain): DatePattern {
  const parts: DatePart[] = [];
  for (let i = 0; i < pattern.length; ) {
    const c = pattern.charAt(i);
    if (c === "'") {
      const quoted = /^'((?:[^']|'')*)'/.exec(pattern.slice(i));
      if (!quoted) throw complain(at + i, "unclosed quote in a date");
      parts.push(quoted[1] === "" ? "'" : (quoted[1] ?? "").replaceAll("''", "'"));
      i += quoted[0].length;
    } else if (/[A-Za-z]/.test(c)) {
      let end = i + 1;
      while (pattern.charAt(end) === c) end++;
      const field = Object.hasOwn(letters, c) ? letters[c] : undefined;
      if (!field) throw complain(at + i, `cannot read ${JSON.stringify(pattern.slice(i, end))} of a date`);
      parts.push(javaPart(field, end - i));
      i = end;
    } else {
      parts.push(c);
      i++;
    }
  }
  return { parts: joined(parts), zone };
}

function javaPart(field: DateField, count: number): DatePart {
  if (field === "year") return count === 2 ? part("shortYear", 2) : part("year", count === 4 ? 4 : 0);
  if (field === "month" && count > 2) return part("monthName");
  if (field === "fraction") return part(field, count === 1 ? 0 : Math.min(count, 9));
  return part(field, count === 1 ? 0 : 2);
}

/** Literal characters in a row as one text. */
function joined(parts: readonly DatePart[]): DatePart[] {
  const result: DatePart[] = [];
  for (const next of parts) {
    const last = result.at(-1);
    if (typeof next === "string" && typeof last === "string") result[result.length - 1] = last + next;
    else result.push(next);
  }
  return result;
}
