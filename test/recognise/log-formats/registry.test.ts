import { describe, expect, it } from "vitest";
import { dialects } from "../../../src/recognise/log-format.ts";
import { instant, readerOf } from "./support.ts";

describe("each dialect", () => {
  it.each(dialects)("$name reads the line of its example", ({ name, example }) => {
    const read = readerOf(`${name}:${example.format}`)(example.line);
    expect(read, example.line).not.toBeNull();
    expect((read?.at ?? 0) - (instant % 1000)).toBeGreaterThan(instant - 86_400_000);
  });

  it.each(dialects)("$name says where its format is wrong", ({ name, compile }) => {
    expect(() => compile("")).toThrow(new RangeError(`${name} format, column 1: empty format`));
  });

  it("has a name of its own", () => {
    expect(new Set(dialects.map(({ name }) => name)).size).toBe(dialects.length);
  });

  it.each(dialects.flatMap(({ name, named }) => Object.keys(named ?? {}).map((format) => `${name}:${format}`)))(
    "%s is a format",
    (spec) => {
      expect(() => readerOf(spec)).not.toThrow();
    },
  );
});
