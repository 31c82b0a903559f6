import { type Command, Option } from "commander";
import { z } from "zod";
import { catalogue } from "../../parsers/index.ts";
import { dialects } from "../recognise/log-format.ts";
import { columnLines } from "../report/columns.ts";
import { displayWidth, wrap } from "../report/text.ts";
import { writeOut } from "./output/standard.ts";
import { widthOf } from "./output/terminal.ts";
import { formatOf, readValues } from "./settings/values.ts";

const outputs = ["table", "markdown", "json"] as const;
const schema = z.object({ output: formatOf(outputs) });

/** What is listed of a parser; `name` is what `coroner events` and the report call it. */
interface Entry {
  readonly name: string;
  readonly title: string;
  readonly versions?: string;
  readonly recovers: readonly string[];
}

/** `coroner parsers`: what is recognised. */
export function parsersCommand(command: Command): void {
  command
    .description("list what is recognised: servers, layouts, dialects of --log-format, envelopes")
    .addOption(new Option("-o, --output <format>", "format").choices(outputs).default("table").argParser(String))
    .action(async (values: unknown) => {
      const { output } = readValues(schema, values);
      const lists = listed();
      if (output === "json") await writeOut(`${JSON.stringify(lists, null, 2)}\n`);
      else await writeOut(output === "markdown" ? markdown(lists) : table(lists));
    });
}

/** Everything in the registry. */
function listed(): Record<"servers" | "layouts" | "formats" | "envelopes", Entry[]> {
  const { servers, envelopes, text, fields } = catalogue;
  const columns = ["time", ...Object.keys(text.labels), "message"];
  const keys = Object.keys(fields);
  return {
    servers: servers.map(({ name, title, versions, recovers }) => ({ name, title, versions, recovers })),
    layouts: [
      { name: "python-logging", title: "Python logging, columns inferred", recovers: columns },
      { name: "text", title: "other text, columns inferred", recovers: columns },
      { name: "timestamped", title: "text of unknown columns behind a time", recovers: ["time", "message"] },
      { name: "kernel-uptime", title: "seconds since boot in brackets", recovers: ["message"] },
      { name: "json", title: "JSON object per line", recovers: keys },
      { name: "logfmt", title: "key=value per line", recovers: keys },
      { name: "plain", title: "lines without a header", recovers: ["message"] },
    ],
    formats: dialects.map(({ name, title, example, named }) => ({
      name,
      title,
      recovers: [`e.g. ${name}:${example.format}`, ...(named ? [`by name: ${Object.keys(named).join(", ")}`] : [])],
    })),
    envelopes: envelopes.map(({ name, title, example }) => ({ name, title, recovers: [`e.g. ${example}`] })),
  };
}

function table({ servers, layouts, formats, envelopes }: ReturnType<typeof listed>): string {
  const lines = [
    ...section("server", servers),
    "",
    ...section("layout", layouts),
    "",
    ...section("--log-format", formats),
    "",
    ...section("envelope", envelopes),
  ];
  return `${lines.join("\n")}\n`;
}

/** The servers as README shows them. */
function markdown({ servers }: ReturnType<typeof listed>): string {
  const rows = servers.map(({ title, versions = "", recovers }) => [title, versions, recovers.join("; ")]);
  const lines = [["server", "versions read", "what is recovered"], ["---", "---", "---"], ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`).join("");
}

const gap = 2;
const narrowest = 40;
const widestVersions = 24;

/** The entries in columns, what is recovered in as many lines as the width demands. */
function section(kind: string, entries: readonly Entry[]): string[] {
  const columns = [
    { head: "name", cells: entries.map((entry) => entry.name) },
    { head: kind, cells: entries.map((entry) => entry.title) },
    { head: "versions", cells: entries.map((entry) => wrap(entry.versions ?? "", widestVersions).join("\n")) },
  ].filter(({ cells }) => cells.some((cell) => cell !== ""));
  const taken = columns.reduce(
    (sum, { head, cells }) =>
      sum + gap + Math.max(...[head, ...cells].flatMap((cell) => cell.split("\n").map(displayWidth))),
    0,
  );
  const room = Math.max(narrowest, widthOf(process.stdout, process.env) - taken);
  const cells = entries.map(({ recovers }) => wrap(recovers.join("; "), room).join("\n"));
  return columnLines([...columns, { head: "what is read from it", cells }]);
}
