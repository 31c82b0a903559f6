import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";

/** Everything that the files of a folder of parsers/ define and that has `key`, by name. */
async function definedIn(folder: string, key: (value: object) => boolean): Promise<string[]> {
  const path = join(import.meta.dirname, "../../parsers", folder);
  const modules: object[] = await Promise.all(
    readdirSync(path).map(async (file) => Object(await import(join(path, file)))),
  );
  const values: unknown[] = modules.flatMap((module) => Object.values(module));
  return values.flatMap((value) => (isNamed(value) && key(value) ? [value.name] : [])).sort();
}

const isNamed = (value: unknown): value is { name: string } =>
  typeof value === "object" && value !== null && "name" in value && typeof value.name === "string";

const namesOf = (parsers: readonly { readonly name: string }[]): string[] => parsers.map(({ name }) => name).sort();

describe("the registry", () => {
  it("has every server in parsers/servers", async () => {
    expect(namesOf(catalogue.servers)).toEqual(await definedIn("servers", (value) => "rules" in value));
  });

  it("has every envelope in parsers/envelopes", async () => {
    const isEnvelope = (value: object) => "pattern" in value || "json" in value;
    expect(namesOf(catalogue.envelopes)).toEqual(await definedIn("envelopes", isEnvelope));
  });

  it("gives no name twice", () => {
    const names = [...catalogue.servers, ...catalogue.envelopes].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(catalogue.servers)("$name says what it reads", ({ title, versions, recovers, rules }) => {
    expect([title, versions, ...recovers].filter((text) => text.trim() === "")).toEqual([]);
    expect(recovers.length).toBeGreaterThan(0);
    expect(rules.length).toBeGreaterThan(0);
  });
});
