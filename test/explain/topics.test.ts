import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import { type Cause, causes, type EventKind, verdicts } from "../../src/events.ts";
import { findingIds } from "../../src/explain/finding-ids.ts";
import type { Topic } from "../../src/explain/topic.ts";
import { topicNamed, topics } from "../../src/explain/topics.ts";

const ids: ReadonlySet<string> = new Set(topics.map(({ id }) => id));
const statementsOf = ({ arises, changes }: Topic) => [...arises, ...changes];
const named = topics.map((topic) => ({ id: topic.id, topic }));

describe("topics", () => {
  it("there is one for every verdict, cause and finding, and no other", () => {
    expect(topics.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual(
      [
        ...verdicts.map((id) => `verdict ${id}`),
        ...causes.map((id) => `cause ${id}`),
        ...findingIds.map((id) => `finding ${id}`),
      ].sort(),
    );
  });

  it("are found in any case", () => {
    expect(topicNamed("OOM-Kill")?.id).toBe("oom-kill");
    expect(topicNamed("oom")?.related).toContain("oom-kill");
    expect(topicNamed("nonsense")).toBeUndefined();
  });

  it.each(named)("$id says everything, in whole sentences", ({ topic }) => {
    expect(topic.title).toMatch(/^[A-Z].*[^.]$/);
    for (const list of [topic.arises, topic.changes, topic.related]) expect(list).not.toEqual([]);
    const texts = [topic.meaning, topic.certainty, ...statementsOf(topic).map(({ text }) => text)];
    const unfinished = texts.filter(
      (text) => !/^\S.*(?:[.!?`]|\(.*\))$/.test(text) || / {2}/.test(text.replace(/`.*?`/g, "x")),
    );
    expect(unfinished).toEqual([]);
  });

  it.each(named)("$id is related to other topics that exist, each once", ({ topic }) => {
    expect(topic.related.filter((id) => !ids.has(id) || id === topic.id)).toEqual([]);
    expect(new Set(topic.related).size).toBe(topic.related.length);
  });

  it.each(named)("$id names servers of the registry, each once in what to change", ({ topic }) => {
    const known = new Set(catalogue.servers.map(({ name }) => name));
    expect(
      statementsOf(topic)
        .flatMap(({ servers }) => servers ?? [])
        .filter((name) => !known.has(name)),
    ).toEqual([]);
    const changed = topic.changes.flatMap(({ servers }) => servers ?? []);
    expect(changed.filter((name, i) => changed.indexOf(name) !== i)).toEqual([]);
    expect(topic.changes.some(({ servers }) => servers === null)).toBe(true);
  });

  it.each(named)("$id refers to web addresses, none twice where one would do", ({ topic }) => {
    const lists = [...statementsOf(topic).map(({ references }) => references), topic.references];
    for (const list of lists) expect(new Set(list).size).toBe(list.length);
    expect(lists.flat().filter((url) => !/^https?:\/\/[\w.-]+\/[^\s]*$/.test(url))).toEqual([]);
    const inText = new Set(statementsOf(topic).flatMap(({ references }) => references));
    expect(topic.references.filter((url) => inText.has(url))).toEqual([]);
  });
});

describe("log lines that a topic quotes", () => {
  const blur = (text: string) => text.replace(/\d+/g, "0").toLowerCase();
  const examplesOf = (servers: readonly string[]): string[] =>
    catalogue.servers
      .filter(({ name }) => servers.includes(name))
      .flatMap(({ rules }) => rules.flatMap(({ example }) => example))
      .map(blur);

  it.each(named)("$id quotes what the parsers of these servers know", ({ topic }) => {
    const strangers = topic.arises.flatMap(({ servers, text }) => {
      const examples = examplesOf(servers ?? catalogue.servers.map(({ name }) => name));
      const quotes = [...text.matchAll(/`([^`]+)`/g)].map(([, quote = ""]) => quote);
      return quotes.filter((quote) => !examples.some((example) => example.includes(blur(quote))));
    });
    expect(strangers).toEqual([]);
  });
});

describe("how a cause comes about", () => {
  const telling: ReadonlySet<EventKind> = new Set(["process-exit", "process-notice", "server-stop", "reload"]);
  const serversWith = (cause: Cause): string[] =>
    catalogue.servers
      .filter(({ rules }) => rules.some((rule) => rule.cause === cause && !rule.guess && telling.has(rule.kind)))
      .map(({ name }) => name);

  it.each(causes)("%s is told of every server whose lines tell of it", (cause) => {
    const told = topicNamed(cause)?.arises.flatMap(({ servers }) => servers ?? []) ?? [];
    expect(serversWith(cause).filter((name) => !told.includes(name))).toEqual([]);
  });
});
