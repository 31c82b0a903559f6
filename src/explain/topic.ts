import type { Cause, Verdict } from "../events.ts";
import type { FindingId } from "./finding-ids.ts";

export const topicKinds = ["verdict", "cause", "finding"] as const;
export type TopicKind = (typeof topicKinds)[number];

export type TopicId = Verdict | Cause | FindingId;

/** A word of the report, explained. Every text is plain prose in whole sentences, the title aside. */
/** A word of the report, explained. Every text is plain prose in whole sentences, the title aside. */
export interface Topic<Id extends TopicId = TopicId> {
  readonly kind: TopicKind;
  readonly id: Id;
  /** What it is, in one line, without a full stop. */
  readonly title: string;
  readonly meaning: string;
  /** How it comes about, and which lines tell of it. */
  readonly arises: readonly Statement[];
  /** How sure one can be: what a log can show of it, and what not. */
  readonly certainty: string;
  /** What to change against it. Of a finding this is the report's advice, too: general first, and briefly. */
  readonly changes: readonly Statement[];
  /** Where to read on about what it is; what a statement rests on stands with the statement. */
  readonly references: readonly string[];
  readonly related: readonly TopicId[];
}

/** Something that is true of some servers. */
export interface Statement {
  /** The servers, by the names of their parsers; null: of any. */
  readonly servers: readonly string[] | null;
  readonly text: string;
  /** Pages that document the options and the behaviour it names. */
  readonly references: readonly string[];
}

/** A statement that is true whatever the server. */
export const always = (text: string, ...references: readonly string[]): Statement => ({
  servers: null,
  text,
  references,
});

/** A statement about one server, or about several that are alike in it. */
export const on = (servers: string | readonly string[], text: string, ...references: readonly string[]): Statement => ({
  servers: typeof servers === "string" ? [servers] : servers,
  text,
  references,
});
