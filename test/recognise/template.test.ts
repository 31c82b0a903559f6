import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import { compileTemplate, readTemplate, searchTemplate, templateSource } from "../../src/recognise/template.ts";
import { TemplateSearch } from "../../src/recognise/template-search.ts";

const spellings = catalogue.servers.flatMap(({ rules }) => rules.flatMap(({ says }) => says));

/** What the template's regular expression reads: the texts of its groups, or null. */
function readByPattern(says: string, text: string): (string | undefined)[] | null {
  const pattern = new RegExp(`${templateSource(says.trim())}\\s*$`, "y");
  return pattern.exec(text)?.slice(1) ?? null;
}

/** The same by one of our readers, whose groups have names: each name's first place counts. */
function readBy(reader: typeof readTemplate, says: string, text: string): (string | undefined)[] | null {
  const groups = reader(compileTemplate(says), text, 0);
  if (!groups) return null;
  const names = namesIn(says);
  return names.map((name, i) => (names.indexOf(name) === i ? groups[name as keyof typeof groups] : undefined));
}

const namesIn = (says: string): string[] =>
  [...templateFields(says)].map(([, name = ""]) => name).filter((name) => /^[A-Za-z]/.test(name));

const named =
  "pid|worker|exitCode|durationMs|requests|rss|signal|slot|name|taskId|requestId|tid|taskName|uuid|function|ctime|clf";
const anyField = new RegExp(`\\{(?:${named}|[#%@*_])\\}`);
const templateFields = (says: string) => says.matchAll(new RegExp(`\\{(${named}|[#%@*_])\\}`, "g"));

function expectSame(says: string, text: string): boolean {
  const names = namesIn(says);
  const expected = readByPattern(says, text);
  const first = expected?.map((value, i) => (names.indexOf(names[i] ?? "") === i ? value : undefined)) ?? null;
  for (const reader of [searchTemplate, readTemplate])
    expect({ says, text, read: readBy(reader, says, text) }).toEqual({ says, text, read: first });
  return expected !== null;
}

/** What can stand in a field, and what nearly can. */
const values: Readonly<Record<string, readonly string[]>> = {
  pid: ["7", "7216", "", "x"],
  exitCode: ["-15", "0", "-", "--1"],
  durationMs: ["12", "1.5", "1.5.2", ".5", "3."],
  signal: ["9", "SIGKILL", "KILL", "SIGRTMIN+3", "SIG", "K", "SIG+", "9A"],
  requestId: ["YNkTq38AAQEAAEpbAosAAAAA", "812:5f9e8a3b:1", "812:5f9e8a3b:", "a".repeat(24), `${"aB".repeat(21)}`],
  uuid: ["4f2a3b1c-0000-4000-8000-123456789abc", "4f2a3b1c-0000"],
  function: ["shop.jobs.rebuild", "shop", "shop..rebuild", ".a.b", "a.b."],
  ctime: ["Tue Apr  2 14:33:07 2024", "Tue Apr 12 14:33:07 2024", "Apr  2 14:33"],
  clf: ["02/Apr/2024:14:33:07 +0000", "02/Apr/2024:14:33:07", "02/Apr/2024:14:33:07 +00"],
  "%": ["0x7f82b6d60018", "ff", "0x", "g", "0xg"],
  _: ["", " ", "    ", "\t"],
  "*": ["", "any text", "a\nb", "a b  c", " ", "-", "\u2028"],
  word: ["word", "a-b/c", "x]", "", "two words", "\u00a0", "\ud83d", "1"],
};
const numeric = new Set(["worker", "requests", "rss"]);
const worded = new Set(["name", "taskId", "tid", "@"]);
const valuesOf = (name: string): readonly string[] => {
  if (name === "#") return values.exitCode ?? [];
  if (numeric.has(name)) return values.pid ?? [];
  return values[name] ?? values[worded.has(name) ? "word" : "*"] ?? [];
};

/** Texts that a template matches, or nearly: its literals, values of its fields, and here and there something of another. */
function textsOf(says: string): fc.Arbitrary<string> {
  const pieces: fc.Arbitrary<string>[] = [];
  let from = 0;
  const text = says.trim();
  const literals = text.split(anyField);
  const strange = fc.constantFrom(...literals, ...Object.values(values).flat());
  const literal = (value: string): void => {
    if (value === "") return;
    pieces.push(often(value, fc.constantFrom("", value + value, value.slice(1))));
  };
  for (const hit of templateFields(text)) {
    literal(text.slice(from, hit.index));
    const fitting = fc.constantFrom(...valuesOf(hit[1] ?? ""));
    pieces.push(
      fc.oneof(
        { weight: 4, arbitrary: fitting },
        fc.tuple(fitting, strange, fitting).map((a) => a.join("")),
      ),
    );
    from = hit.index + hit[0].length;
  }
  literal(text.slice(from));
  pieces.push(fc.constantFrom("", "", " ", "\n", "\u00a0", " x"));
  return fc.tuple(...pieces).map((all) => all.join(""));
}

const often = (value: string, others: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 60, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: others });

describe("a template", () => {
  it("reads what its regular expression reads", () => {
    let matched = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...spellings).chain((says) => fc.tuple(fc.constant(says), textsOf(says))),
        ([says, text]) => {
          if (expectSame(says, text)) matched++;
        },
      ),
      { numRuns: 5_000 },
    );
    expect(matched).toBeGreaterThan(1_000);
  });

  it("of any fields in any order does, too", () => {
    const fieldNames = [...Object.keys(values), "slot", "name", "#", "@", "taskId"].filter((name) => name !== "word");
    const field = fc.constantFrom(...fieldNames).map((name) => `{${name}}`);
    const literal = fc.constantFrom("a", "-", " ", ": ", "1", ".", "SIG", "0x", "ab", "]");
    const template = fc.array(fc.oneof(field, literal), { minLength: 1, maxLength: 6 }).map((all) => all.join(""));
    const small = fc.array(fc.constantFrom(..."aab-  ::11.x]SIG\n"), { maxLength: 14 }).map((all) => all.join(""));
    let matched = 0;
    fc.assert(
      fc.property(
        template
          .filter((says) => says.trim() !== "")
          .chain((says) => {
            const texts = fc.array(fc.oneof(small, textsOf(says)), { minLength: 20, maxLength: 20 });
            return fc.tuple(fc.constant(says), texts);
          }),
        ([says, texts]) => {
          for (const text of texts) if (expectSame(says, text)) matched++;
        },
      ),
      { numRuns: 1_000 },
    );
    expect(matched).toBeGreaterThan(2_000);
  });
});

describe("a search", () => {
  /** Lines made of a template's literal text over and over: each can begin at many places. */
  function hostileTexts(says: string, length: number): string[] {
    const literals = says.trim().split(anyField);
    const rest = literals.slice(1).filter((text) => text !== "");
    const bodies = [rest.join(""), rest.join("1"), rest.join("a"), ...rest, ...rest.map((text) => `${text}1`)];
    const end = `x${literals.at(-1)}`;
    return bodies.map((body) => literals[0] + "1".concat(body).repeat(length).slice(0, length) + end);
  }

  it("tries few places, whatever the text", () => {
    const worst = { perCharacter: 0, says: "" };
    for (const says of spellings) {
      const template = compileTemplate(says);
      for (const text of hostileTexts(says, 1_000)) {
        const before = TemplateSearch.tries;
        searchTemplate(template, text, 0);
        const perCharacter = (TemplateSearch.tries - before) / text.length;
        if (perCharacter > worst.perCharacter) Object.assign(worst, { perCharacter, says });
      }
    }
    expect(worst.perCharacter, worst.says).toBeLessThan(20);
  });

  it("stands in for the regular expression wherever that might take long", () => {
    const says = "[uwsgi-{@} key: {*} client_addr: {*} client_port: {*}] {*}: {*} [{*} line {#}]";
    const template = compileTemplate(says);
    const texts = hostileTexts(says, 8_000);
    const before = TemplateSearch.tries;
    for (const text of texts) expect(readTemplate(template, text, 0)).toBeNull();
    expect(TemplateSearch.tries).toBeGreaterThan(before);
    // A pattern with one open end is quick on any text.
    expect(compileTemplate("worker {worker} died: {*}").maxLength).toBeGreaterThan(8_192);
  });

  it("takes no more for a longer text than its length", () => {
    const says = "[uwsgi-{@} key: {*} client_addr: {*} client_port: {*}] {*}: {*} [{*} line {#}]";
    const template = compileTemplate(says);
    const triesFor = (length: number): number => {
      const before = TemplateSearch.tries;
      for (const text of hostileTexts(says, length)) searchTemplate(template, text, 0);
      return TemplateSearch.tries - before;
    };
    expect(triesFor(8_000)).toBeLessThan(12 * triesFor(800));
  });
});
