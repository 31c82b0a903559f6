import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { topics } from "../../src/explain/topics.ts";
import { root } from "../support/modules.ts";

const page = readFileSync(join(root, "docs/explain.md"), "utf8");
const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
  heading.toLowerCase().replaceAll(" ", "-"),
);

describe("docs/explain.md", () => {
  it("is what the command prints (npm run docs)", () => {
    const args = ["dist/src/cli.js", "explain", "--all", "-o", "markdown"];
    expect(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" })).toBe(page);
  });

  it("has every topic under a heading of its own, and in its table of contents", () => {
    for (const { id, title } of topics) {
      expect(headings.filter((heading) => heading === id)).toEqual([id]);
      expect(page).toContain(`  - [${id}](#${id}): ${title}\n`);
    }
  });

  it("links to headings that exist", () => {
    const targets = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target = ""]) => target);
    expect(targets.length).toBeGreaterThan(topics.length);
    expect(targets.filter((target) => !headings.includes(target))).toEqual([]);
  });

  it("keeps the text's markup characters as text", () => {
    const prose = page.replace(/`+[^`]*`+|\]\([^)]*\)|<https?:[^>]*>/g, "");
    expect(prose).toContain("pm.max\\_requests");
    expect(prose).not.toMatch(/[^\\*]\*[^*\s\\][^*\n]*<|[a-z]_[a-z]/);
  });
});
