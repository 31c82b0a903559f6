/** Topics as text for a terminal. */
import type { Statement, Topic } from "../../explain/topic.ts";
import { columnLines } from "../../report/columns.ts";
import type { Paint } from "../../report/paint.ts";
import { enumerate, paragraph, wrap } from "../../report/text.ts";
import { citations, kindTitles } from "./topic-parts.ts";

export interface TextOptions {
  readonly width: number;
  readonly paint: Paint;
  /** A server's title by the name of its parser. */
  readonly titleOf: (server: string) => string;
}

const narrowest = 30;
const gap = 2;

/** All topics, one to a row, by kind. */
export function topicList(topics: readonly Topic[], { width, paint }: TextOptions): string {
  const longest = Math.max(...topics.map(({ id }) => id.length));
  const room = Math.max(narrowest, width - longest - gap);
  const sections = kindTitles.map(({ kind, singular }) => {
    const members = topics.filter((topic) => topic.kind === kind);
    return columnLines([
      { head: singular.padEnd(longest), cells: members.map(({ id }) => id), paint: paint.strong },
      { head: "what it is", cells: members.map(({ title }) => wrap(title, room).join("\n")) },
    ]).join("\n");
  });
  return `${sections.join("\n\n")}\n\n${paint.dim("coroner explain <topic> tells of one.")}\n`;
}

/** A topic's page. */
export function topicPage(topic: Topic, options: TextOptions): string {
  const { width, paint } = options;
  const cited = citations(topic);
  const flow = (text: string) => paragraph(quoted(text), width, "", "");
  const statements = (list: readonly Statement[]) => list.flatMap((each) => statementLines(each, cited, options));
  const sections = [
    [`${paint.strong(topic.id)} ${paint.dim(`(${topic.kind})`)}`, ...flow(`${topic.title}.`)],
    flow(topic.meaning),
    [paint.strong("How it comes about"), ...statements(topic.arises)],
    [paint.strong("How sure one can be"), ...flow(topic.certainty)],
    [paint.strong("What to change"), ...statements(topic.changes)],
    [`${paint.strong("See also")}: ${topic.related.join(", ")}`].flatMap((line) => paragraph(line, width, "", "  ")),
    [paint.strong("References"), ...cited.map((url, i) => `  [${i + 1}] ${url}`)],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function statementLines(statement: Statement, cited: readonly string[], options: TextOptions): string[] {
  const { servers, text, references } = statement;
  const label = servers === null ? "" : `${enumerate(servers.map(options.titleOf))}: `;
  const marks = references.map((url) => ` [${cited.indexOf(url) + 1}]`).join("");
  return paragraph(`${label}${quoted(text)}${marks}`, options.width, "- ", "  ");
}

/** Log lines in the quotation marks that a terminal has. */
const quoted = (text: string): string => text.replaceAll("`", '"');
