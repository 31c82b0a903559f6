import type { Topic, TopicId } from "./topic.ts";

const most = 3;

/** Ids of the topics that may be meant by a word that names none: spelt nearly so, part of each other, or told of in the text. */
export function nearestTopics(word: string, topics: readonly Topic[]): TopicId[] {
  const wanted = word.toLowerCase().trim();
  if (wanted === "") return [];
  const near = topics
    .map(({ id }) => ({ id, distance: distanceTo(id, wanted) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .map(({ id }) => id);
  const found = near.length > 0 ? near : topics.filter((topic) => tellsOf(topic, wanted)).map(({ id }) => id);
  return found.slice(0, most);
}

/** How far apart two words are; a word within the other is near, so that `deadlocked` or `export` find their topic. */
function distanceTo(id: string, wanted: string): number {
  const contained = wanted.length > 2 && (id.includes(wanted) || wanted.includes(id));
  return contained ? 1 : edits(id, wanted);
}

function tellsOf({ title, arises }: Topic, wanted: string): boolean {
  return wanted.length > 2 && [title, ...arises.map(({ text }) => text)].some((t) => t.toLowerCase().includes(wanted));
}

/** Letters to insert, drop or replace to make one word of the other (Levenshtein's distance, row by row). */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
