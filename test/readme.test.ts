import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { catalogue } from "../parsers/index.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

describe("README", () => {
  it("shows what the first command prints", () => {
    const shown = /```text\n\$ npm start\n(.*?)\n```/s.exec(readme)?.[1];
    const args = /node (dist\/src\/cli\.js .*)$/.exec(scripts.start)?.[1]?.split(" ") ?? [];
    const env = { ...process.env, NO_COLOR: "1", COLUMNS: "100" };
    expect(execFileSync(process.execPath, args, { cwd: root, env, encoding: "utf8" }).trimEnd()).toBe(shown);
  });

  it("lists the servers of the registry (npm run docs)", () => {
    const listed = /<!-- servers: [^>]*-->\n\n(.*)\n<!-- \/servers -->/s.exec(readme)?.[1];
    const args = ["dist/src/cli.js", "parsers", "-o", "markdown"];
    expect(listed).toBe(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }));
    for (const { title } of catalogue.servers) expect(listed).toContain(`| ${title} |`);
  });

  it("names the two commands", () => {
    expect(readme).toContain("npm ci && npm start");
    expect(readme).toContain("npm ci && npm test");
  });
});
