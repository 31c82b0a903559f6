/** What the texts given to options mean. */
import { z } from "zod";
import type { ForSources } from "../../analyse/options.ts";
import { UserError } from "../../ingest/user-error.ts";

/** A text, read by a function that throws a RangeError with a line of what is wrong. */
export function read<T>(parse: (text: string) => T) {
  return z.string().transform((text, context) => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
      return z.NEVER;
    }
  });
}

/** The values of an option that can be repeated. */
export const readAll = <T>(parse: (text: string) => T) => z.array(read(parse)).default([]);

/** A format, out of those there are. */
export function formatOf<const T extends readonly [string, ...string[]]>(names: T) {
  const error = (issue: { readonly input?: unknown }) =>
    `unknown format ${quote(issue.input)} (one of: ${names.join(", ")})`;
  return z.enum(names, { error });
}

const quote = (value: unknown): string => JSON.stringify(value);

/** Reads `[glob=]<value>`: the glob stands before the first `=`. */
export function perSource<T>(parse: (text: string) => T): (text: string) => ForSources<T> {
  return (text) => {
    const at = text.indexOf("=");
    return at < 0 ? { glob: null, value: parse(text) } : { glob: globOf(text, at), value: parse(text.slice(at + 1)) };
  };
}

/** Reads `[glob=]<dialect:format>`: a format may hold `=` itself, so what begins with a dialect has no glob. */
export function perSourceFormat<T>(parse: (text: string) => T): (text: string) => ForSources<T> {
  const split = perSource(parse);
  return (text) => (/^[\w-]+:/.test(text.split("=", 1)[0] ?? "") ? { glob: null, value: parse(text) } : split(text));
}

function globOf(text: string, end: number): string {
  if (end === 0) throw new RangeError(`no glob before the = in ${quote(text)}`);
  return text.slice(0, end);
}

/** A word that says something: a host's name. */
export function name(text: string): string {
  if (text.trim() === "") throw new RangeError("the name is empty");
  return text;
}

/** A regular expression, bare or as `/expression/flags`. */
export function pattern(text: string): RegExp {
  if (text === "") throw new RangeError("the regular expression is empty");
  const [, body = text, flags = ""] = /^\/(.+)\/([dgimsuvy]*)$/s.exec(text) ?? [];
  try {
    return new RegExp(body, flags.replace(/[gy]/g, "")); // those make a RegExp remember where it was
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid/, "invalid") : String(error);
    throw new RangeError(text.includes("(?P<") ? `${reason}; a named group is (?<id>...)` : reason);
  }
}

/** A number of lines. */
export function lineCount(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new RangeError(`${quote(text)} is no number of lines (expected e.g. 3)`);
  return Number(text);
}

/** The values of a command's options. Throws a UserError that names the first option at fault. */
export function readValues<T extends z.ZodType>(schema: T, values: unknown): z.infer<T> {
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UserError(`${flagOf(String(issue?.path[0]))}: ${issue?.message}`);
}

const flagOf = (property: string): string => `--${property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
