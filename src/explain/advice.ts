import type { Statement, Topic } from "./topic.ts";

const mostSentences = 3;
const mostReferences = 4;

/** What to change, and where that is documented. */
export interface Advice {
  readonly advice: string;
  readonly references: readonly string[];
}

/**
 * The changes of a topic that fit these servers, in at most three sentences: what is true of the servers in their order,
 * then, as far as there is room, what is true of any.
 */
export function adviceOf(topic: Topic, servers: readonly string[]): Advice {
  const chosen = new Set<Statement>();
  let room = mostSentences;
  for (const change of byFitness(topic.changes, servers)) {
    const length = sentences(change.text);
    if (chosen.has(change) || length > room) continue;
    chosen.add(change);
    room -= length;
  }
  const shown = topic.changes.filter((change) => chosen.has(change));
  const references = [...chosen].flatMap((change) => change.references);
  return {
    advice: shown.map((change) => change.text).join(" "),
    references: [...new Set(references)].slice(0, mostReferences),
  };
}

function byFitness(changes: readonly Statement[], servers: readonly string[]): Statement[] {
  const fitting = servers.flatMap((server) => changes.filter((change) => change.servers?.includes(server)));
  return [...fitting, ...changes.filter((change) => change.servers === null)];
}

/** Number of sentences in a text; a stop within a name (`pm.max_requests`) ends none. */
export function sentences(text: string): number {
  return text.match(/[.!?](?=\s|$)/g)?.length ?? 0;
}
