import type { ColumnRole } from "../layout.ts";
import type { DeclaredKind } from "./lines.ts";

/** The families of pattern layouts. People call both versions of log4j so; the second knows the words of the first. */
export type Log4jDialect = "log4j" | "log4j2" | "logback";

/**
 * What a conversion word writes: a field; nothing that stands on the record's first line (`none`); a line break; what its
 * parentheses or braces hold, changed (`inner`) or perhaps left out (`maybe`).
 */
export interface ConversionWord {
  readonly kind: DeclaredKind | "message" | "none" | "break" | "inner" | "maybe";
  readonly role: ColumnRole;
  readonly optional?: boolean;
  /** The dialects that know it; all where that is not said. */
  readonly only?: readonly Log4jDialect[];
}

const skipped = { kind: "text", role: "skip" } as const;
const perhaps = { ...skipped, optional: true } as const;
const none = { kind: "none", role: "skip" } as const;
const inner = { kind: "inner", role: "skip" } as const;
const maybe = { kind: "maybe", role: "skip" } as const;
const log4js = ["log4j", "log4j2"] as const;

type Entry = readonly [words: string, word: ConversionWord];

/**
 * The conversion words of log4j 1 (PatternParser), log4j 2 (the pattern converters' keys) and logback (DEFAULT_CONVERTER_MAP)
 * with the words that Spring Boot adds to it.
 */
const entries: readonly Entry[] = [
  ["d date", { kind: "stamp", role: "time" }],
  ["p level", { kind: "level", role: "level" }],
  ["le", { kind: "level", role: "level", only: ["logback"] }],
  ["m msg message", { kind: "message", role: "skip" }],
  ["t thread", { kind: "text", role: "thread" }],
  ["tn threadName", { kind: "text", role: "thread", only: log4js }],
  ["T tid threadId", { kind: "integer", role: "tid", only: log4js }],
  ["pid processId", { kind: "integer", role: "pid" }],
  ["c logger", { kind: "text", role: "logger" }],
  ["lo", { kind: "text", role: "logger", only: ["logback"] }],
  ["C class F file M method L line l location", skipped],
  ["r relative", { kind: "integer", role: "skip" }],
  ["tp threadPriority sn sequenceNumber N nano", { kind: "integer", role: "skip", only: log4js }],
  ["lsn", { kind: "integer", role: "skip", only: ["logback"] }],
  ["X mdc", perhaps],
  ["x NDC properties", perhaps],
  ["MDC K map MAP u uuid fqcn markerSimpleName endOfBatch", { ...perhaps, only: log4js }],
  ["marker", perhaps],
  ["property cn contextName kvp applicationName applicationGroup esb correlationId", { ...perhaps, only: ["logback"] }],
  ["ex throwable", none],
  ["xEx xThrowable rEx", none],
  ["exception xException rException nopex nopexception wEx wex rootException", none],
  ["caller", { kind: "break", role: "skip", only: ["logback"] }],
  ["n", { kind: "break", role: "skip" }],
  ["replace highlight", inner],
  ["style enc encode maxLen maxLength", { ...inner, only: log4js }],
  ["clr highlightex black red green yellow blue magenta cyan white gray", { ...inner, only: ["logback"] }],
  ["boldRed boldGreen boldYellow boldBlue boldMagenta boldCyan boldWhite", { ...inner, only: ["logback"] }],
  ["notEmpty varsNotEmpty variablesNotEmpty equals equalsIgnoreCase", { ...maybe, only: log4js }],
];

/** The words of a dialect. */
export function wordsOf(dialect: Log4jDialect): ReadonlyMap<string, ConversionWord> {
  const known = entries.filter(([, { only }]) => only === undefined || only.includes(dialect));
  return new Map(known.flatMap(([words, word]) => words.split(" ").map((name) => [name, word] as const)));
}
