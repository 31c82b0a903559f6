import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import type { Rule } from "../../src/recognise/declare.ts";
import { type Match, Matcher } from "../../src/recognise/matcher.ts";
import { Recogniser } from "../../src/recognise/recogniser.ts";
import { compileCatalogue } from "../../src/recognise/recognition.ts";
import { compileTemplate } from "../../src/recognise/template.ts";
import { zoneNamed } from "../../src/time/zone.ts";

const matcher = new Matcher(catalogue.servers);
const kit = compileCatalogue(catalogue);

const listOf = (texts: string | readonly string[]): readonly string[] => (typeof texts === "string" ? [texts] : texts);

/** What a match says of its rule and its event, as a text that reads well where it is wrong. */
const told = (match: Match | null): string =>
  match === null ? "no rule" : `${match.parser}: ${listOf(match.rule.says).join(" / ")}`;

/** How a message can stand in a log. */
const layouts: Readonly<Record<string, (message: string) => string>> = {
  bare: (message) => message,
  "log-date": (message) => `Sat Nov 21 21:52:10 2026 - ${message}`,
  "log-date by strftime": (message) => `2026-11-21 21:57:04 - ${message}`,
  "docker json-file": (message) =>
    JSON.stringify({ log: `${message}\n`, stream: "stderr", time: "2026-11-21T13:57:04.872885268Z" }),
  "docker logs -t": (message) => `2026-11-21T13:57:04.872885268Z ${message}`,
  CRI: (message) => `2026-11-21T13:57:04.872885268Z stderr F ${message}`,
};

/** A reader that has seen the message a few times under a layout, beside two others. */
function readerOf(wrap: (message: string) => string, message: string): Recogniser {
  const recogniser = new Recogniser(kit, { zone: zoneNamed("UTC"), zoneGiven: true, day: null });
  const others = ["spawned uWSGI worker 1 (pid: 7, cores: 1)", "...The work of process 7 is done. Seeya!"];
  recogniser.learn([...others, message, message, message].map(wrap));
  return recogniser;
}

/**
 * BUG: a message that begins with a blank is not found where it stands bare (Recogniser skips the blank that the template
 * asks for), nor one that begins with a tab behind a time (the tab is taken for the header's end). See `skipBlanks` and
 * `messageAfter`.
 */
const startsBlank = ({ says }: Rule): boolean => listOf(says).some((spelling) => /^\s/.test(spelling));

describe.each(catalogue.servers)("$name", ({ name, rules }) => {
  for (const rule of rules) {
    const title = listOf(rule.says).join(" / ");
    (startsBlank(rule) ? it.fails : it)(title, () => expectRecognised(name, rule));
  }
});

function expectRecognised(name: string, rule: Rule): void {
  for (const example of listOf(rule.example)) {
    const match = matcher.match(example, 0, null);
    expect(told(match), example).toBe(told({ parser: name, rule, event: matchOf(match).event }));
    for (const [layout, wrap] of Object.entries(layouts)) expectUnder(layout, wrap, example, matchOf(match));
  }
  expect(spellingsWithoutExample(rule)).toEqual([]);
}

function matchOf(match: Match | null): Match {
  if (match === null) throw new Error("matched by no rule");
  return match;
}

function expectUnder(layout: string, wrap: (message: string) => string, example: string, { parser, event }: Match) {
  const reading = readerOf(wrap, example).read(wrap(example), 1, 0);
  const { kind, stage, role, cause, pid, worker, taskId, signal } = event;
  const expected = { parser, kind, stage, role, cause, pid, worker, taskId, signal };
  expect(reading?.event, `${layout}: ${wrap(example)}`).toMatchObject(expected);
}

function spellingsWithoutExample({ says, example }: Rule): string[] {
  return listOf(says).filter((spelling) => {
    const { pattern } = compileTemplate(spelling);
    return !listOf(example).some((text) => {
      pattern.lastIndex = 0;
      return pattern.test(text);
    });
  });
}

describe("the matcher", () => {
  it("tries no template on every line", () => {
    expect(matcher.unindexed.map(({ rule }) => rule.says)).toEqual([]);
  });

  it("reads a message with trailing blanks, and none with anything else behind it", () => {
    const message = "spawned uWSGI worker 1 (pid: 7, cores: 1)";
    expect(matcher.match(`${message}  `, 0, null)?.event.pid).toBe(7);
    expect(matcher.match(`${message} or so`, 0, null)).toBeNull();
  });

  it("guesses want of memory of SIGKILL only; any other signal speaks for itself", () => {
    const guessing = {
      says: "gone by {signal}",
      example: "",
      kind: "process-exit",
      cause: "oom-kill",
      guess: true,
    } as const;
    const one = new Matcher([{ name: "one", title: "", versions: "", recovers: [], rules: [guessing] }]);
    const endBy = (signal: string) => one.match(`gone by ${signal}`, 0, null)?.event;
    expect(endBy("9")).toMatchObject({ signal: "SIGKILL", cause: "oom-kill", guess: true });
    expect(endBy("SIGSEGV")).toMatchObject({ cause: "crash", guess: undefined });
    expect(endBy("TERM")).toMatchObject({ signal: "SIGTERM", cause: "signal", guess: undefined });
  });

  it("reads the signal in the exit status of a container where its rule guesses want of memory", () => {
    const guessing = { says: "gone with {exitCode}", example: "", kind: "process-exit", cause: "oom-kill" } as const;
    const matcherOf = (rule: Rule) =>
      new Matcher([{ name: "one", title: "", versions: "", recovers: [], rules: [rule] }]);
    const endBy = (status: number) =>
      matcherOf({ ...guessing, guess: true }).match(`gone with ${status}`, 0, null)?.event;
    expect(endBy(137)).toMatchObject({ signal: "SIGKILL", exitCode: 137, cause: "oom-kill", guess: true });
    expect(endBy(139)).toMatchObject({ signal: "SIGSEGV", exitCode: 139, cause: "crash", guess: undefined });
    expect(endBy(143)).toMatchObject({ signal: "SIGTERM", exitCode: 143, cause: "signal", guess: undefined });
    expect([0, 1, 255].map((status) => endBy(status)?.cause)).toEqual(["exit", "exit", "exit"]);
    expect(endBy(1)).toMatchObject({ signal: null, guess: undefined });
    expect(matcherOf(guessing).match("gone with 139", 0, null)?.event).toMatchObject({
      signal: null,
      cause: "oom-kill",
    });
  });

  it("reads blanks in any number between the columns of a table", () => {
    const row = (gap: string) =>
      `2m   ${gap}Warning   ${gap}BackOff   pod/shop-7d4f   ${gap}Back-off restarting failed container`;
    for (const gap of ["", "  ", "         "])
      expect(matcher.match(row(gap), 0, null)?.event).toMatchObject({ parser: "kubernetes", worker: "shop-7d4f" });
    expect(matcher.match("2m Warning BackOff pod/shop-7d4f Back-off restarting failed container", 0, null)).toBeNull();
  });
});
