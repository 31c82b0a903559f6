import type { Layout } from "./layout.ts";
import { compilePython } from "./log-formats/python.ts";

/** The dialects of format strings. Each compiles its own, or throws a RangeError of one line. */
const dialects: Readonly<Record<string, (format: string) => Layout>> = {
  python: compilePython,
};

/** The names of the dialects. */
export const logFormatDialects: readonly string[] = Object.keys(dialects);

/**
 * Compiles `dialect:format`, the format string that wrote a log, into the layout of its lines.
 * Throws a RangeError of one line that says what is wrong, and at which column of the format.
 */
export function compileLogFormat(spec: string): Layout {
  const colon = spec.indexOf(":");
  const known = logFormatDialects.join(", ");
  if (colon < 0) throw new RangeError(`log format without a dialect, such as python:... (there is: ${known})`);
  const dialect = spec.slice(0, colon);
  const compile = Object.hasOwn(dialects, dialect) ? dialects[dialect] : undefined;
  if (!compile) throw new RangeError(`unknown dialect ${JSON.stringify(dialect)} (there is: ${known})`);
  return compile(spec.slice(colon + 1));
}
