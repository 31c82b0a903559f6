import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { copyText } from "../../src/ingest/copy-text.ts";

it("is equal to its original, lone surrogates included", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => copyText(text) === text));
  for (const text of ["", "\ud83d", `${"x".repeat(20)}\ude00`, "任务".repeat(20)]) expect(copyText(text)).toBe(text);
});

it("does not hold the text it was cut from", () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const heldBy = (keep: (text: string) => string) => {
    collect();
    const before = process.memoryUsage().heapUsed;
    const kept = Array.from({ length: 200 }, (_, at) =>
      keep(
        Buffer.alloc(65_536, 97 + (at % 26))
          .toString()
          .slice(5, 85),
      ),
    );
    collect();
    const held = process.memoryUsage().heapUsed - before;
    expect(kept).toHaveLength(200);
    return held;
  };
  expect(heldBy((text) => text)).toBeGreaterThan(10_000_000);
  expect(heldBy(copyText)).toBeLessThan(2_000_000);
});
