import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileLogFormat, dialects } from "../../../src/recognise/log-format.ts";
import { readerOf } from "./support.ts";

/** Pieces of which formats, right and wrong, are made. */
const pieces = [
  ..."%$",
  ..."{}()[]\\:'\"<>?*+|. -/",
  ..."abdDhHlmMnpPrRstTuUvxX",
  ...[
    "%(asctime)s",
    "%(message)s",
    "%(pid)",
    "%(p)s",
    "$pid",
    "$request",
    "%{%Y}t",
    "%d{HH:mm}",
    "%msg",
    "%n",
    "%-5level",
  ],
  ...[
    "%{NUMBER:pid}",
    "%{DATA:message}",
    "(?<pid>\\d+)",
    "(?<message>.*)",
    "log_format x '",
    "escape=json",
    "\u0024{A:-%m}",
    "\n",
    "\u00e9",
  ],
];
const anyFormat = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(""));
const anyLine = fc.array(
  fc.constantFrom("a", " ", '"', "\\", "-", "7", "[", "]", "2026-11-21 13:52:55", "\u001b[31m", "\t"),
  {
    maxLength: 200,
  },
);

describe.each(dialects)("$name", ({ name, example }) => {
  it("compiles any format, or says where it is wrong", () => {
    fc.assert(
      fc.property(anyFormat, anyLine, (format, line) => {
        try {
          compileLogFormat(`${name}:${format}`);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          const [, column] =
            /^[\w-]+ format, column (\d+): [^\n]+$/.exec(String(error instanceof Error && error.message)) ?? [];
          expect(Number(column)).toBeGreaterThanOrEqual(1);
          expect(Number(column)).toBeLessThanOrEqual(format.length + 1);
          return;
        }
        readerOf(`${name}:${format}`)(line.join(""));
      }),
      { numRuns: 300 },
    );
  });

  it("reads any line, or leaves it to others", () => {
    const read = readerOf(`${name}:${example.format}`);
    fc.assert(
      fc.property(anyLine, fc.nat(example.line.length), (line, at) => {
        const torn = example.line.slice(0, at) + line.join("") + example.line.slice(at);
        expect(() => read(torn)).not.toThrow();
      }),
    );
  });
});
