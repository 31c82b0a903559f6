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
  syslog: (message) => `Nov 21 13:57:04 web01 app: ${message}`,
  "docker compose logs": (message) => `web-1  | ${message}`,
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
});
