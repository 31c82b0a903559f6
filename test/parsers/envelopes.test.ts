import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import { type Unwrapped, Unwrapper } from "../../src/recognise/envelope.ts";
import { Matcher } from "../../src/recognise/matcher.ts";

const unwrapper = new Unwrapper(catalogue.envelopes);
const matcher = new Matcher(catalogue.servers);

function unwrap(line: string): Unwrapped {
  const out = { text: "", time: null, names: "", partial: false, stream: "" };
  unwrapper.unwrap(line, out);
  return out;
}

/** The instant that an RFC 3339 time or a count of seconds somewhere in the text means, to the ms. */
function instantIn(text: string): number {
  const [, second, fraction = "", zone] =
    /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)/.exec(text) ?? [];
  if (second === undefined) return Number(/\b\d{10}\b/.exec(text)?.[0]) * 1000;
  return Date.parse(`${second}.${fraction.slice(0, 3).padEnd(3, "0")}${zone}`);
}

describe.each(catalogue.envelopes)("$name", ({ name, example }) => {
  it("unwraps its example to a server's line and its time", () => {
    const { text, time, names, partial } = unwrap(example);
    expect({ names, time, partial }).toEqual({ names: name, time: instantIn(example), partial: false });
    expect(example).toContain(text);
    expect(text.length).toBeLessThan(example.length);
    expect(matcher.match(text, 0, null), text).not.toBeNull();
  });

  it("leaves a line alone that only begins like it", () => {
    const stump = example.slice(0, Math.floor(example.length / 3));
    expect(unwrap(stump)).toMatchObject({ text: stump, time: null, names: "" });
  });
});

describe("envelopes", () => {
  it.each(catalogue.envelopes.flatMap((outer) => catalogue.envelopes.map((inner) => [outer, inner] as const)))(
    "$0.name around $1.name",
    ({ name: outer, example }, inner) => {
      const { text } = unwrap(example);
      const asJson = JSON.stringify(text).slice(1, -1);
      const wrapped = example.startsWith("{")
        ? example.replace(asJson, () => JSON.stringify(inner.example).slice(1, -1))
        : example.replace(text, () => inner.example);
      expect(unwrap(wrapped).names).toBe(`${outer}+${inner.name}`);
    },
  );
});
