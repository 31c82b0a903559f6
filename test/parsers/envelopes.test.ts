import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import type { EnvelopeParser } from "../../src/recognise/declare.ts";
import { newUnwrapped, type Unwrapped, Unwrapper } from "../../src/recognise/envelope.ts";
import { Matcher } from "../../src/recognise/matcher.ts";

const matcher = new Matcher(catalogue.servers);

/** The line in its envelopes, in a stream of nothing else. */
function unwrap(line: string, sample = line): Unwrapped {
  const out = newUnwrapped();
  const unwrapper = new Unwrapper(catalogue.envelopes);
  unwrapper.learn([sample]);
  unwrapper.unwrap(line, out);
  return out;
}

/** The instant that a time in the text means, to the ms: in RFC 3339, or a count of seconds or ms; null where there is none. */
function instantIn(text: string): number | null {
  const [, day, second, fraction = "", zone] =
    /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d| UTC)/.exec(text) ?? [];
  if (second !== undefined)
    return Date.parse(`${day}T${second}.${fraction.slice(0, 3).padEnd(3, "0")}${zone?.replace(" UTC", "Z")}`);
  const count = /\b1\d{9}(?:\.\d{3}|\d{3})?/.exec(text)?.[0];
  return count === undefined ? null : Number(count.replace(".", "").padEnd(13, "0"));
}

const textIn = ({ example }: EnvelopeParser): string => unwrap(example).text;

describe.each(catalogue.envelopes)("$name", (parser) => {
  const { name, example } = parser;

  it("unwraps its example to a server's line and its time", () => {
    const { text, time, stamped, names, partial } = unwrap(example);
    expect({ names, time, partial }).toEqual({
      names: name,
      time: stamped ? null : instantIn(example),
      partial: false,
    });
    expect(stamped).toBe(/^[A-Z][a-z]{2} \d/.test(example) && !example.includes("UTC"));
    expect(example).toContain(text);
    expect(text.length).toBeLessThan(example.length);
    expect(matcher.match(text, 0, null), text).not.toBeNull();
  });

  it("leaves a line alone that only begins like it", () => {
    const stump = example.slice(0, Math.floor(example.indexOf(textIn(parser)) * 0.6));
    expect(unwrap(stump, example)).toMatchObject({ text: stump, time: null, names: "" });
  });
});

describe("envelopes", () => {
  it.each(catalogue.envelopes.flatMap((outer) => catalogue.envelopes.map((inner) => ({ outer, inner }))))(
    "$outer.name around $inner.name",
    ({ outer, inner }) => {
      const { example } = outer;
      const text = textIn(outer);
      const asJson = JSON.stringify(text).slice(1, -1);
      const wrapped = example.startsWith("{")
        ? example.replace(asJson, () => JSON.stringify(inner.example).slice(1, -1))
        : example.replace(text, () => inner.example);
      expect(unwrap(wrapped)).toMatchObject({ names: `${outer.name}+${inner.name}`, text: textIn(inner) });
    },
  );
});
