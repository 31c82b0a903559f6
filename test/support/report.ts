import { expect } from "vitest";
import { contradictions } from "../../src/report/consistency.ts";
import { parseReport, type Report } from "../../src/report/schema.ts";

/** A line of a log that a report quotes. */
export interface Quoted {
  readonly source: string;
  readonly line: number;
  readonly text: string;
  readonly more?: readonly string[] | undefined;
}

/** Every line that a report quotes, with a word on where it does. */
export function quotesOf(report: Report): { readonly of: string; readonly quote: Quoted }[] {
  return [
    ...report.unfinished.flatMap(({ id, start, last }) => [
      { of: `${id}.start`, quote: start },
      { of: `${id}.last`, quote: last },
    ]),
    ...report.deaths.flatMap(({ id, evidence }) => evidence.map((quote, i) => ({ of: `${id}.evidence[${i}]`, quote }))),
    ...report.findings.flatMap(({ rule, evidence }) => evidence.map((quote, i) => ({ of: `${rule}[${i}]`, quote }))),
  ];
}

/** Sentences on the quotes that do not stand where the report says. `lines`: those of each source. */
export function misquotes(report: Report, lines: ReadonlyMap<string, readonly string[]>): string[] {
  return quotesOf(report).flatMap(({ of, quote }) => {
    const source = lines.get(quote.source) ?? [];
    const actual = source[quote.line - 1];
    const place = `${of}: ${quote.source}:${quote.line}`;
    if (actual === undefined) return [`${place} does not exist`];
    if (!holds(actual, quote.text)) return [`${place} is ${JSON.stringify(actual)}, not ${JSON.stringify(quote.text)}`];
    const next = [...lines].flatMap(([name, other]) => (name === quote.source ? [] : other));
    return followUps(quote, [...source, ...next]).map((text) => `${place} is not followed by ${JSON.stringify(text)}`);
  });
}

/** A line as its program wrote it stands at the end of what a transport made of it, in JSON, or in pieces. */
function holds(actual: string, text: string): boolean {
  if (actual.endsWith(text)) return true;
  const piece = / (?:stdout|stderr) P (.*)$/s.exec(actual)?.[1];
  return (piece !== undefined && text.startsWith(piece)) || stringsIn(actual).includes(text);
}

/** The texts in a line of JSON, without their line ends. */
function stringsIn(line: string): string[] {
  if (!line.startsWith("{")) return [];
  try {
    const values: unknown[] = Object.values(JSON.parse(line));
    return values.flatMap((value) => (typeof value === "string" ? value.replace(/\r?\n$/, "") : []));
  } catch {
    return [];
  }
}

/**
 * Continuation lines that do not follow the quoted line in this order, perhaps with other lines between them. A record at the
 * end of a rotated piece goes on in another source.
 */
function followUps(quote: Quoted, source: readonly string[]): string[] {
  let at = quote.line;
  return (quote.more ?? []).filter((text) => {
    const found = source.findIndex((line, i) => i >= at && holds(line, text));
    if (found >= 0) at = found + 1;
    return found < 0;
  });
}

/** Fails unless the report fits its schema and does not contradict itself. */
export function expectSound(report: Report): void {
  expect(parseReport(JSON.parse(JSON.stringify(report)))).toEqual(report);
  expect(contradictions(report)).toEqual([]);
}
