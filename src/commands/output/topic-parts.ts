/** What the pages of a topic have in common in every format. */
import type { Topic, TopicKind } from "../../explain/topic.ts";

export const kindTitles: readonly { readonly kind: TopicKind; readonly singular: string; readonly plural: string }[] = [
  { kind: "verdict", singular: "verdict", plural: "Verdicts" },
  { kind: "cause", singular: "cause", plural: "Causes" },
  { kind: "finding", singular: "finding", plural: "Findings" },
];

/** Every page that a topic refers to, once, in the order in which its text does. */
export function citations({ arises, changes, references }: Topic): readonly string[] {
  return [...new Set([...[...arises, ...changes].flatMap((statement) => statement.references), ...references])];
}
