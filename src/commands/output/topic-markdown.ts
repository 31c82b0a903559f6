/** Topics as Markdown. */
import type { Statement, Topic } from "../../explain/topic.ts";
import { code, prose } from "../../report/markdown-text.ts";
import { enumerate } from "../../report/text.ts";
import { citations, kindTitles } from "./topic-parts.ts";

type TitleOf = (server: string) => string;

const opening = `# Verdicts, causes and findings

What the words of a report mean: how it comes about in each server and which lines tell of it, how sure one can be, and
what to change. \`coroner explain <topic>\` prints the same; this page is written by \`npm run docs\`.
`;

/** The page of all topics, with a table of contents. */
export function topicBook(topics: readonly Topic[], titleOf: TitleOf): string {
  const chapters = kindTitles.map(({ kind, plural }) => ({ plural, members: topics.filter((t) => t.kind === kind) }));
  const contents = chapters.flatMap(({ plural, members }) => [
    `- [${plural}](#${plural.toLowerCase()})`,
    ...members.map(entry),
  ]);
  const pages = chapters.flatMap(({ plural, members }) => [
    `## ${plural}\n`,
    ...members.map((topic) => topicMarkdown(topic, titleOf, 3, anchor)),
  ]);
  return [opening, `${contents.join("\n")}\n`, ...pages].join("\n");
}

const entry = ({ id, title }: Topic): string => `  - ${anchor(id)}: ${prose(title)}`;
const anchor = (id: string): string => `[${id}](#${id})`;

/** A topic's page under a heading of that level; `refer` names other topics. */
export function topicMarkdown(topic: Topic, titleOf: TitleOf, level = 1, refer: (id: string) => string = code): string {
  const cited = citations(topic);
  const items = (list: readonly Statement[]) => list.map((each) => item(each, cited, titleOf));
  const lines = [
    `${"#".repeat(level)} ${topic.id}`,
    "",
    `*${prose(topic.title)}.*`,
    "",
    rich(topic.meaning),
    "",
    "**How it comes about**",
    "",
    ...items(topic.arises),
    "",
    `**How sure one can be.** ${rich(topic.certainty)}`,
    "",
    "**What to change**",
    "",
    ...items(topic.changes),
    "",
    `**See also:** ${topic.related.map(refer).join(", ")}`,
    "",
    ...(level === 1 ? ["**References**", "", ...cited.map((url, i) => `${i + 1}. <${url}>`), ""] : []),
  ];
  return lines.join("\n");
}

function item({ servers, text, references }: Statement, cited: readonly string[], titleOf: TitleOf): string {
  const label = servers === null ? "" : `**${prose(enumerate(servers.map(titleOf)))}**: `;
  const marks = references.map((url) => `[${cited.indexOf(url) + 1}](${url})`);
  return `- ${label}${rich(text)}${marks.length === 0 ? "" : ` (${marks.join(", ")})`}`;
}

/** Prose with its quoted log lines as code spans. */
function rich(text: string): string {
  const parts = text.split("`");
  return parts.map((part, i) => (i % 2 === 1 ? code(part) : prose(part))).join("");
}
