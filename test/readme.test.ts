import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

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

  it("names the two commands", () => {
    expect(readme).toContain("npm ci && npm start");
    expect(readme).toContain("npm ci && npm test");
  });
});
