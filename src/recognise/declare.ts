import type { EventFacts } from "../events.ts";

/**
 * One message of a server, as its source prints it.
 *
 * `says` is the message with its variable parts as fields:
 *
 * - `{pid}` `{worker}` `{exitCode}` `{durationMs}` `{requests}` `{rss}`: a whole number
 * - `{signal}`: a number (`9`) or a name (`SIGKILL`, `KILL`); the event carries the name (`SIGKILL`)
 * - `{slot}`: text that names a slot (a program, a spool directory); becomes the event's `worker`
 * - `{taskId}` `{tid}`: one word; `{taskName}`: text
 * - `{ctime}`: `Tue Apr  2 14:33:07 2024`; `{clf}`: `02/Apr/2024:14:33:07 +0000`; becomes the event's `time`
 * - `{#}` a whole number, `{%}` a hexadecimal number with or without `0x`, `{@}` one word, `{*}` any text: read and forgotten
 *
 * Text fields match as little as they can. A template matches the whole message, trailing blanks aside; end it
 * with `{*}` where the rest does not matter. Several spellings of one message stand in one array.
 */
export interface Rule extends EventFacts {
  readonly says: string | readonly string[];
  /** At least one real line for each spelling; a test holds each against the rules. */
  readonly example: string | readonly string[];
  /** Whose pid the event carries: the one in the message (default), the writer's (from the line's prefix), or none. */
  readonly whose?: "message" | "writer" | "none";
  /** Versions that print it, where not all do. */
  readonly versions?: string;
}

/** A server's message catalogue: order is priority, first match wins. */
export interface ServerParser {
  /** The name events and `sources[].formats` carry. */
  readonly name: string;
  readonly title: string;
  /** Versions whose messages were read. */
  readonly versions: string;
  /** What coroner recovers from it, one short phrase per item. */
  readonly recovers: readonly string[];
  readonly rules: readonly Rule[];
}

export const defineServer = (parser: ServerParser): ServerParser => parser;
