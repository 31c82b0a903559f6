import { type Advice, adviceOf } from "./advice.ts";
import { recyclingCauses } from "./causes-recycling.ts";
import { stopCauses } from "./causes-stops.ts";
import { timeoutCauses } from "./causes-timeouts.ts";
import { violentCauses } from "./causes-violence.ts";
import type { FindingId } from "./finding-ids.ts";
import { endFindings } from "./findings-ends.ts";
import { hangFindings } from "./findings-hang.ts";
import { lossFindings } from "./findings-loss.ts";
import { recordFindings } from "./findings-records.ts";
import { respawnFindings } from "./findings-respawn.ts";
import type { Topic } from "./topic.ts";
import { verdictTopics } from "./verdicts.ts";

/** Every topic, in the order in which they are listed. */
export const topics: readonly Topic[] = [
  ...verdictTopics,
  ...recyclingCauses,
  ...timeoutCauses,
  ...stopCauses,
  ...violentCauses,
  ...lossFindings,
  ...respawnFindings,
  ...endFindings,
  ...hangFindings,
  ...recordFindings,
];

const byId: ReadonlyMap<string, Topic> = new Map(topics.map((topic) => [topic.id, topic]));

/** The topic of that id, in upper or lower case. */
export function topicNamed(id: string): Topic | undefined {
  return byId.get(id.toLowerCase());
}

/**
 * What the report advises about a finding in runs of these servers (names of parsers, the most concerned first; none: where
 * no server is known): at most three sentences, with up to four pages that document what they name.
 */
export function adviceFor(id: FindingId, servers: readonly string[]): Advice {
  const topic = topicNamed(id);
  if (topic === undefined) throw new TypeError(`no topic ${id}`);
  return adviceOf(topic, servers);
}
