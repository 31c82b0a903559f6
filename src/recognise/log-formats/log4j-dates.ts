import type { DatePattern } from "../../time/pattern.ts";
import { zoneNamed } from "../../time/zone.ts";
import { javaPattern } from "./date-patterns.ts";
import type { Complain } from "./declared.ts";
import type { Log4jDialect } from "./log4j-words.ts";

/** What the braces behind a conversion say. */
export interface ConversionOption {
  readonly text: string;
  /** Column of its first character, counted from 1. */
  readonly at: number;
}

/** Patterns that have a name. Those that are not here are read by their shape. */
const datesByName: Readonly<Record<string, string>> = {
  COMPACT: "yyyyMMddHHmmssSSS",
  ABSOLUTE: "HH:mm:ss,SSS",
  DATE: "dd MMM yyyy HH:mm:ss,SSS",
};

/** How a conversion of dates writes them, by what its braces say. Without a pattern a date is read by its shape. */
export function dateOf(
  options: readonly ConversionOption[],
  dialect: Log4jDialect,
  complain: Complain,
): { readonly date?: DatePattern } {
  const [first, second] = options;
  if (!first) return {};
  // logback has the zone behind a comma, log4j in braces of its own.
  const [, quoted, bare = "", comma = ""] =
    /^\s*(?:"([^"]*)"|(.*?))\s*(?:,\s*([A-Za-z][\w/+:-]*|[+-]\d\d:?\d\d))?$/s.exec(first.text) ?? [];
  const zone = (second ? zoneOf(second.text) : null) ?? zoneOf(comma);
  const pattern = zone || quoted !== undefined ? (quoted ?? bare) : first.text.trim();
  const at = first.at + Math.max(0, first.text.indexOf(pattern));
  if (second && !zone) throw complain(second.at, `unknown time zone ${JSON.stringify(second.text)}`);
  if (pattern === "" || /^[A-Z0-9_]+$/.test(pattern)) {
    const iso = dialect === "log4j2" ? "yyyy-MM-dd'T'HH:mm:ss,SSS" : "yyyy-MM-dd HH:mm:ss,SSS";
    const known = datesByName[pattern] ?? (zone ? iso : undefined);
    return known ? { date: javaPattern(known, at, zone, complain) } : {};
  }
  const written = datePatternOf(pattern);
  return { date: javaPattern(written, at + pattern.indexOf(written), zone, complain) };
}

/** A default within the date: `${LOG_DATEFORMAT_PATTERN:-yyyy-MM-dd}`. */
const datePatternOf = (text: string): string => /^\$\{[^:}]+:-?(.*)\}$/s.exec(text)?.[1] ?? text;

/** The zone's name, or null where there is no such zone. */
function zoneOf(name: string): string | null {
  try {
    return name === "" || /^S+$/.test(name) ? null : zoneNamed(name).name;
  } catch {
    return null;
  }
}
