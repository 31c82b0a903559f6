import type { Cause, Verdict } from "../events.ts";
import type { FindingId } from "./finding-ids.ts";

export const topicKinds = ["verdict", "cause", "finding"] as const;
export type TopicKind = (typeof topicKinds)[number];

export type TopicId = Verdict | Cause | FindingId;

/** A word of the report, explained. Every text is plain prose in whole sentences, the title aside. */
export interface Topic<Id extends TopicId = TopicId> {
  readonly kind: TopicKind;
  readonly id: Id;
  /** What it is, in one line, without a full stop. */
  readonly title: string;
  readonly meaning: string;
  /** How it comes about, and which lines tell of it. */
  readonly arises: readonly Origin[];
  /** How sure one can be: what a log can show of it, and what not. */
  readonly certainty: string;
  readonly changes: readonly Change[];
  /** Where to read on about what it is; what a change rests on stands with the change. */
  readonly references: readonly string[];
  readonly related: readonly TopicId[];
}

export interface Origin {
  /** The servers it is true of, by the names of their parsers; null: of any. */
  readonly servers: readonly string[] | null;
  readonly text: string;
}

/** What to change against it: of a finding, also the report's advice. */
export interface Change extends Origin {
  /** Pages that document the options it names. */
  readonly references: readonly string[];
}
