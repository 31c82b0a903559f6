import { type Command, Option } from "commander";
import { z } from "zod";
import { catalogue } from "../../parsers/index.ts";
import { nearestTopics } from "../explain/nearest.ts";
import type { Topic } from "../explain/topic.ts";
import { topicNamed, topics } from "../explain/topics.ts";
import { UserError } from "../ingest/user-error.ts";
import { paintFor } from "../report/paint.ts";
import { writeOut } from "./output/standard.ts";
import { wantsColour, widthOf } from "./output/terminal.ts";
import { topicBook, topicMarkdown } from "./output/topic-markdown.ts";
import { type TextOptions, topicList, topicPage } from "./output/topic-text.ts";
import { formatOf, readValues } from "./settings/values.ts";

const outputs = ["table", "markdown", "json"] as const;
const schema = z.object({ output: formatOf(outputs), all: z.boolean().default(false) });
type Format = (typeof outputs)[number];

const epilogue = `
Examples:
  coroner explain                       what there is to explain
  coroner explain max-requests          a cause
  coroner explain hung-until-respawn    a finding
  coroner explain --all -o markdown     everything, as docs/explain.md has it`;

/** `coroner explain`: what a verdict, a cause or a finding means, how it comes about and what to change. */
export function explainCommand(command: Command): void {
  command
    .description("explain a verdict, a cause or a finding: what it means, how it comes about, what to change")
    .argument("[topic]", "its name in the report; none: list them")
    .option("--all", "everything there is")
    .addOption(new Option("-o, --output <format>", "format").choices(outputs).default("table").argParser(String))
    .addHelpText("after", epilogue)
    .action(async (name: string | undefined, values: unknown) => {
      const { output, all } = readValues(schema, values);
      if (all && name !== undefined) throw new UserError("--all explains everything: leave out the topic");
      if (all) await writeOut(everything(output));
      else await writeOut(name === undefined ? listed(output) : page(find(name), output));
    });
}

const titles: ReadonlyMap<string, string> = new Map(catalogue.servers.map(({ name, title }) => [name, title]));
const titleOf = (server: string): string => titles.get(server) ?? server;

const textOptions = (): TextOptions => ({
  width: widthOf(process.stdout, process.env),
  paint: paintFor(wantsColour(process.stdout, process.env)),
  titleOf,
});

function find(name: string): Topic {
  const topic = topicNamed(name);
  if (topic) return topic;
  const near = nearestTopics(name, topics);
  const hint = near.length > 0 ? `did you mean ${near.join(", ")}?` : "`coroner explain` lists them";
  throw new UserError(`no verdict, cause or finding is called ${JSON.stringify(name)} (${hint})`);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function page(topic: Topic, output: Format): string {
  if (output === "json") return json(topic);
  return output === "markdown" ? topicMarkdown(topic, titleOf) : topicPage(topic, textOptions());
}

function everything(output: Format): string {
  if (output === "json") return json(topics);
  if (output === "markdown") return topicBook(topics, titleOf);
  const options = textOptions();
  return topics.map((topic) => topicPage(topic, options)).join("\n\n");
}

function listed(output: Format): string {
  if (output === "json") return json(topics.map(({ kind, id, title }) => ({ kind, id, title })));
  if (output === "table") return topicList(topics, textOptions());
  return topics.map(({ kind, id, title }) => `- ${kind} **${id}**: ${title}\n`).join("");
}
