/** Writes what the docs have from the program: README's table of servers, between its two marks, and docs/explain.md. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const coroner = (...args) =>
  execFileSync(process.execPath, ["dist/src/cli.js", ...args], { cwd: root, encoding: "utf8" });

const marked = /(<!-- servers: [^>]*-->\n).*?(<!-- \/servers -->)/s;
const table = coroner("parsers", "-o", "markdown");
const readme = readFileSync(`${root}README.md`, "utf8");
writeFileSync(
  `${root}README.md`,
  readme.replace(marked, (_, begin, end) => `${begin}\n${table}\n${end}`),
);
writeFileSync(`${root}docs/explain.md`, coroner("explain", "--all", "-o", "markdown"));
