import { describe, expect, it } from "vitest";
import { analyze } from "../../src/index.ts";

const at = (minute: number, second: number): string => `2026-03-01 10:0${minute}:0${second},000`;
const log = [1, 2, 3, 4].flatMap((second, i) => [
  `${at(1, 2 * second)} INFO spawned: 'mailer' with pid ${100 + i}`,
  `${at(1, 2 * second + 1)} WARN exited: mailer (exit status 1; not expected)`,
]);
const content = [`${at(0, 0)} INFO supervisord started with pid 70`, ...log, `${at(9, 0)} INFO reaped unknown pid 5`];

const within = async (since: string, until: string): Promise<string[]> => {
  const options = { since: Date.parse(since), until: Date.parse(until), zones: [] };
  const { findings } = await analyze([{ name: "supervisord.log", content: `${content.join("\n")}\n` }], options);
  return findings.map(({ rule }) => rule);
};

describe("findings", () => {
  it("are of the time that is asked for", async () => {
    expect(await within("2026-03-01T10:00:00", "2026-03-01T10:09:00")).toEqual(["crash-loop"]);
    expect(await within("2026-03-01T10:01:04", "2026-03-01T10:01:05")).toEqual(["crash-loop"]);
    expect(await within("2026-03-01T10:05:00", "2026-03-01T10:09:00")).toEqual([]);
    expect(await within("2026-03-01T10:00:00", "2026-03-01T10:00:30")).toEqual([]);
  });
});
