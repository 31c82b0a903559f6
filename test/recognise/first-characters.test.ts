import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import { firstCharacters } from "../../src/recognise/first-characters.ts";

const of = (pattern: RegExp): string | null => {
  const found = firstCharacters(pattern);
  return found && [...found].join("");
};

describe("first characters", () => {
  it.each<[RegExp, string | null]>([
    [/^\[(?<pid>\d+)\] /, "["],
    [/^[DIWEFA], \[/s, "DIWEFA"],
    [/^x(?:a|b)[|]\|/, "x"],
    [/^\[?NOTICE/, null],
    [/^x*y/, null],
    [/^x{0,2}y/, null],
    [/^a|b/, null],
    [/^\d/, null],
    [/^\s/, null],
    [/^[^a]/, null],
    [/^[a-z]/, null],
    [/^(?:a|b)/, null],
    [/a/, null],
    [/^a/i, null],
    [/^a/m, null],
  ])("of %s", (pattern, expected) => expect(of(pattern)).toBe(expected));

  it("are those of the examples", () => {
    const heads = catalogue.servers.flatMap((server) => ("heads" in server ? server.heads : []));
    const told = heads.flatMap(({ pattern, example }) => {
      const firsts = pattern ? firstCharacters(pattern) : null;
      return firsts ? [firsts.has(example.charAt(0))] : [];
    });
    expect(told.length).toBeGreaterThan(2);
    expect(told).not.toContain(false);
  });
});
