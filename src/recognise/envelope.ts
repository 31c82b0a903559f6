import { newStamp, readStamp } from "../time/stamp.ts";
import type { EnvelopeParser } from "./declare.ts";

/** A line with its wrapping off. One object reused for all lines. */
export interface Unwrapped {
  text: string;
  /** The innermost envelope's time, epoch ms, or null. */
  time: number | null;
  /** Names of the envelopes, outermost first. */
  names: string;
  /** The line goes on in the next piece of the same stream. */
  partial: boolean;
  /** stdout, stderr, or "". */
  stream: string;
}

/** How deep wrappings may nest. */
const maxDepth = 4;

/** Takes envelopes off lines. */
export class Unwrapper {
  readonly #parsers: readonly EnvelopeParser[];
  readonly #stamp = newStamp();

  constructor(parsers: readonly EnvelopeParser[]) {
    this.#parsers = parsers;
  }

  /** Fills `out` with the line inside `line`'s envelopes; without any, with the line itself. */
  unwrap(line: string, out: Unwrapped): void {
    out.text = line;
    out.time = null;
    out.names = "";
    out.partial = false;
    out.stream = "";
    for (let depth = 0; depth < maxDepth && mayBeWrapped(out.text); depth++) {
      if (!this.#parsers.some((parser) => this.#take(parser, out))) break;
    }
  }

  #take(parser: EnvelopeParser, out: Unwrapped): boolean {
    const text = parser.json ? this.#takeJson(parser.json, out) : this.#takeText(parser.pattern, out);
    if (text === null) return false;
    out.text = text;
    out.names = out.names ? `${out.names}+${parser.name}` : parser.name;
    return true;
  }

  #takeText(pattern: RegExp, out: Unwrapped): string | null {
    const groups = pattern.exec(out.text)?.groups;
    if (!groups) return null;
    out.time = this.#time(groups.time);
    out.partial = groups.partial === "P";
    out.stream = groups.stream ?? out.stream;
    return groups.text ?? "";
  }

  #takeJson(keys: NonNullable<EnvelopeParser["json"]>, out: Unwrapped): string | null {
    const splits = keys.stream !== undefined;
    if (out.text.charCodeAt(0) !== 123 || !out.text.includes(`"${keys.text}"`) || !out.text.includes(`"${keys.time}"`))
      return null;
    const record = parseObject(out.text);
    const text = record?.[keys.text];
    const time = record?.[keys.time];
    if (
      typeof text !== "string" ||
      !(typeof time === "string" || typeof time === "number") ||
      Object.keys(record ?? {}).length > 4
    )
      return null;
    out.time = typeof time === "number" ? time * 1000 : this.#time(time);
    out.partial = splits && !text.endsWith("\n");
    const stream = record?.[keys.stream ?? ""];
    out.stream = typeof stream === "string" ? stream : "";
    return text.replace(/\r?\n$/, "");
  }

  #time(text: string | undefined): number | null {
    if (!text || readStamp(text, 0, this.#stamp) < 0) return null;
    return this.#stamp.offset === null ? null : this.#stamp.ms;
  }
}

/**
 * Whether the line that begins at `pos` can be in an envelope: every one begins with a brace or a year. Most lines of most
 * logs do not go further.
 */
export function mayBeWrapped(text: string, pos = 0): boolean {
  const first = text.charCodeAt(pos);
  return first === 123 || (first === 50 && text.charCodeAt(pos + 10) === 84);
}

/** A JSON object, or null for anything else. */
export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
