/** Text by strangers made harmless in Markdown, as GitHub, GitLab and Jira read it. */

import { plain } from "./text.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const zeroWidthSpace = "\u200b";

/** Text within a line of Markdown: no markup, no HTML, no link, no mention of people or tickets comes of it. */
export function prose(text: string): string {
  return plain(text)
    .replace(/[\\`*_[\]|~$]/g, "\\$&")
    .replace(/[&<>]/g, (character) => entities[character] ?? character)
    .replace(/@|:(?=\/\/)|www(?=\.)|#(?=\d)/gi, `$&${zeroWidthSpace}`);
}

/** Text as a code span. */
export function code(text: string): string {
  const content = plain(text);
  const fence = fenceFor(content, 1);
  const pad = /^`|`$/.test(content) ? " " : "";
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** A web address as a link; anything else stays text. */
export function link(address: string): string {
  return /^https?:\/\/[\w.~:/?#@!$&'*+,;=%-]+$/.test(address) ? `<${address}>` : prose(address);
}

/** Lines as a fenced block, which none of them can close. */
export function codeBlock(lines: readonly string[]): string[] {
  const fence = fenceFor(lines.join("\n"), 3);
  return [`${fence}text`, ...lines, fence];
}

function fenceFor(text: string, least: number): string {
  const runs = text.match(/`+/g) ?? [];
  return "`".repeat(Math.max(least, ...runs.map((run) => run.length + 1)));
}
