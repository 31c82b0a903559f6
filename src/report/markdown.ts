/** The report to paste into a ticket on GitHub, GitLab or Jira: the same answer, with the evidence folded away. */

import { lossBlock, openTasks } from "./blocks.ts";
import { windowText } from "./clock.ts";
import { code, codeBlock, link, prose } from "./markdown-text.ts";
import { bySeverity, type Finding, type Report, type ReportDeath } from "./schema.ts";
import { count, figure } from "./text.ts";
import { type RenderOptions, type View, viewOf } from "./view.ts";
import { coverageOf, headline, noTaskAdvice, pidsOf, processName } from "./words.ts";

const rows = 20;
const evidenceWidth = 180;
const evidenceLines = 60;
const limits = { tasks: 3, lines: 4 };
const perVerdict = 3;

/** The report as Markdown. */
export function markdown(report: Report, options: RenderOptions): string {
  const view = viewOf(report, { ...options, width: evidenceWidth, colour: false });
  const parts = [
    [`## Unfinished tasks, ${windowText(report.window)}`],
    [headline(report, view.digest), ...(report.summary.tasks === 0 ? [prose(noTaskAdvice)] : [])],
    deathRows(view),
    report.findings.toSorted(bySeverity).map(findingItem),
    details(evidence(view)),
    list("What it could not tell", report.notes.map(prose)),
    list(
      "Sources",
      report.sources.flatMap((source) => [
        sourceItem(source.name, coverageOf(source)),
        ...source.warnings.map(warningItem),
      ]),
    ),
    options.command === undefined ? [] : [`Made by ${code(options.command)}`],
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n")}\n`;
}

function deathRows(view: View): string[] {
  const { losses } = view.digest;
  if (losses.length === 0) return [];
  const rest = losses.length - rows;
  return [
    "| Lost | Cause | Confidence | When | Process | PID | Requests |",
    "| ---: | --- | --- | --- | --- | --- | ---: |",
    ...losses.slice(0, rows).map(({ death }) => `| ${deathCells(death, view).join(" | ")} |`),
    ...(rest > 0 ? ["", `… and ${count(rest, "more death")}: \`--output json\` has them all.`] : []),
  ];
}

function deathCells(death: ReportDeath, view: View): string[] {
  return [
    figure(death.tasksKilled),
    death.cause,
    death.confidence,
    view.clock.interval(death.earliest, death.latest),
    prose(processName(death, view.withHost)),
    pidsOf(death),
    death.requests === null ? "" : figure(death.requests),
  ];
}

function findingItem(finding: Finding): string {
  const title = `**${finding.severity}: ${prose(finding.title)}** (${code(finding.rule)})`;
  const references = finding.references.length === 0 ? [] : [`See ${finding.references.map(link).join(", ")}`];
  return [`- ${title}`, prose(finding.detail), prose(finding.advice), ...references].join("<br>\n  ");
}

function evidence(view: View): string[] {
  const open = openTasks(view, perVerdict).slice(0, evidenceLines / 2);
  const room = evidenceLines - open.length;
  const blocks = view.digest.losses.slice(0, rows).map((loss) => lossBlock(loss, view, limits).slice(0, room - 2));
  const shown = blocks.filter((_, i) => blocks.slice(0, i + 1).flat().length + i + 2 <= room);
  const hidden = view.digest.losses.length - shown.length;
  const rest = hidden > 0 ? [`… and ${count(hidden, "more death")}: --output json has them all`] : [];
  const lost = shown.flatMap((block, i) => (i === 0 ? block : ["", ...block]));
  return [...lost, ...rest, ...(lost.length === 0 ? open.slice(1) : open)];
}

function details(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return ["<details>", "<summary>Evidence</summary>", "", ...codeBlock(lines), "", "</details>"];
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`**${title}**`, "", ...items.map((item) => `- ${item}`)];
}

function sourceItem(name: string, coverage: string): string {
  return `${code(name)}: ${prose(coverage)}`;
}

function warningItem(warning: string): string {
  return `warning: ${prose(warning)}`;
}
