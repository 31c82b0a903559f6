import { describe, expect, it } from "vitest";
import { IdFilter } from "../../src/correlate/id-filter.ts";

describe("an id filter", () => {
  it("knows all that was added, and takes few others for it", () => {
    const filter = new IdFilter();
    const ids = (from: number) => Array.from({ length: 20_000 }, (_, i) => `job-${from + i}`);
    for (const id of ids(0)) filter.add(id);
    expect(ids(0).every((id) => filter.mayHave(id))).toBe(true);
    expect(ids(1_000_000).filter((id) => filter.mayHave(id)).length).toBeLessThan(20);
  });
});
