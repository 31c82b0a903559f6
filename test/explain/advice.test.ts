import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import type { Cause } from "../../src/events.ts";
import { sentences } from "../../src/explain/advice.ts";
import { findingIds } from "../../src/explain/finding-ids.ts";
import { adviceFor, topicNamed } from "../../src/explain/topics.ts";

const servers = catalogue.servers.map(({ name }) => name);
const all = findingIds.flatMap((id) => [
  [id, [] as string[]] as const,
  ...servers.map((name) => [id, [name]] as const),
]);
const longest = 650;

describe("adviceFor", () => {
  it.each(all)("%s with %j is short, plain and has its pages", (id, given) => {
    const { advice, references } = adviceFor(id, given);
    expect(sentences(advice)).toBeGreaterThan(0);
    expect(sentences(advice)).toBeLessThanOrEqual(3);
    expect(advice.length).toBeLessThanOrEqual(longest);
    expect(advice).not.toContain("`");
    expect(references.length).toBeGreaterThan(0);
    expect(references.length).toBeLessThanOrEqual(4);
    expect(new Set(references).size).toBe(references.length);
  });

  it("gives the general part where the server is unknown", () => {
    const { advice } = adviceFor("recycle-kills-background-work", ["nonsense"]);
    expect(advice).toBe(adviceFor("recycle-kills-background-work", []).advice);
    expect(advice).toContain("task queue");
  });

  it("names the options of the server it is about", () => {
    const named = [
      ["uwsgi", "worker-reload-mercy"],
      ["gunicorn", "graceful_timeout"],
      ["celery", "task_acks_late"],
      ["php-fpm", "pm.max_requests"],
    ] as const;
    for (const [server, option] of named)
      expect(adviceFor("recycle-kills-background-work", [server]).advice).toContain(option);
  });

  it("goes by the order of the servers where there is no room for all", () => {
    const first = (...given: string[]) => adviceFor("recycle-kills-background-work", given).advice;
    expect(first("uwsgi", "gunicorn", "celery")).toBe(first("uwsgi"));
    expect(first("gunicorn", "uwsgi")).toBe(first("gunicorn"));
  });

  it("says nothing twice for a server that is given twice", () => {
    expect(adviceFor("oom", ["uwsgi", "uwsgi"])).toEqual(adviceFor("oom", ["uwsgi"]));
  });

  it("speaks of two servers where there is room", () => {
    const { advice } = adviceFor("slow-shutdown", ["supervisord", "kubernetes"]);
    expect(advice).toContain("stopwaitsecs");
    expect(advice).toContain("terminationGracePeriodSeconds");
  });

  it("knows every server that replaces its workers on purpose", () => {
    const onPurpose: readonly (Cause | undefined)[] = [
      "max-requests",
      "max-lifetime",
      "memory-limit",
      "reload",
      "scale-down",
    ];
    const recycling = catalogue.servers
      .filter(({ rules }) => rules.some(({ cause }) => onPurpose.includes(cause)))
      .map(({ name }) => name);
    const advised =
      topicNamed("recycle-kills-background-work")?.changes.flatMap((change) => change.servers ?? []) ?? [];
    expect(recycling.length).toBeGreaterThan(10);
    expect(recycling.filter((name) => !advised.includes(name))).toEqual([]);
  });
});
