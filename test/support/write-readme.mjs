/** Writes the table of servers, as `coroner parsers` prints it, between README's two marks. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const marked = /(<!-- servers: [^>]*-->\n).*?(<!-- \/servers -->)/s;
const table = execFileSync(process.execPath, ["dist/src/cli.js", "parsers", "-o", "markdown"], {
  cwd: root,
  encoding: "utf8",
});
const readme = readFileSync(`${root}README.md`, "utf8");
writeFileSync(
  `${root}README.md`,
  readme.replace(marked, (_, begin, end) => `${begin}\n${table}\n${end}`),
);
