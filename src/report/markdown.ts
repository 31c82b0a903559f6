/** The report to paste into a ticket on GitHub, GitLab or Jira: the same answer, with the evidence folded away. */

import { openTasks } from "./blocks.ts";
import { windowText } from "./clock.ts";
import { coverageOf } from "./coverage.ts";
import { representative } from "./digest.ts";
import { cutTo, evidenceBlocks, heightOf } from "./evidence.ts";
import { code, codeBlock, link, prose } from "./markdown-text.ts";
import { bySeverity, type Report, type ReportDeath, type ReportFinding } from "./schema.ts";
import { count, figure } from "./text.ts";
import { type RenderOptions, type View, viewOf } from "./view.ts";
import { adviceFor, causeOf, headline, pidsOf, processName, titleOf } from "./words.ts";

const rows = 20;
const evidenceWidth = 180;
const evidenceLines = 60;
/** Deaths that cost nothing, and the lines for them that a second death of one cause must leave. */
const harmlessDeaths = 3;
const harmlessLines = 14;
const perVerdict = 3;

/** The report as Markdown. */
export function markdown(report: Report, options: RenderOptions): string {
  const view = viewOf(report, { ...options, width: evidenceWidth, colour: false });
  const parts = [
    [`## ${titleOf(report)}, ${windowText(report.window)}`],
    [headline(report, view.digest), ...adviceFor(report)].map(prose),
    deathRows(report, view),
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

/** The deaths that cost tasks; where no task is known of, all of them. */
function deathRows(report: Report, view: View): string[] {
  const deaths = report.summary.tasks === 0 ? report.deaths : view.digest.losses.map((loss) => loss.death);
  if (deaths.length === 0) return [];
  const shown = representative(deaths, rows);
  const rest = deaths.length - shown.length;
  return [
    "| Lost | Cause | Confidence | When | Process | PID | Requests |",
    "| ---: | --- | --- | --- | --- | --- | ---: |",
    ...shown.map((death) => `| ${deathCells(death, view).join(" | ")} |`),
    ...(rest > 0 ? ["", `… and ${count(rest, "more death")}: \`--output json\` has them all.`] : []),
  ];
}

function deathCells(death: ReportDeath, view: View): string[] {
  return [
    death.tasksKilled === 0 ? "" : figure(death.tasksKilled),
    prose(causeOf(death)),
    death.confidence,
    view.clock.interval(death.earliest, death.latest),
    prose(processName(death, view.withHost)),
    pidsOf(death),
    death.requests === null ? "" : figure(death.requests),
  ];
}

function findingItem(finding: ReportFinding): string {
  const title = `**${finding.severity}: ${prose(finding.title)}** (${code(finding.rule)})`;
  const references = finding.references.length === 0 ? [] : [`See ${finding.references.map(link).join(", ")}`];
  return [`- ${title}`, prose(finding.detail), prose(finding.advice), ...references].join("<br>\n  ");
}

/** What killed tasks, tasks that nothing killed, and a few of the deaths that cost none. */
function evidence(view: View): string[] {
  const { losses, harmless } = view.digest;
  const open = openTasks(view, perVerdict).slice(0, evidenceLines / 2);
  const room = evidenceLines - open.length - 2;
  const further = harmless.length > 0 ? room - harmlessLines : room;
  const killers = cutTo(evidenceBlocks(losses, view, { lines: room, further }), room);
  const left = room - heightOf(killers) - (killers.length < losses.length ? 3 : 1);
  const few = evidenceBlocks(harmless, view, { lines: left, further: left, deaths: harmlessDeaths });
  const ends = heightOf(few) <= left ? few : [];
  const parts = [
    ...killers,
    unshown(losses.length - killers.length, "tasks"),
    open.slice(1),
    ...ends,
    unshown(harmless.length - ends.length, "no task"),
  ].filter((part) => part.length > 0);
  return parts.flatMap((part, i) => (i === 0 ? part : ["", ...part]));
}

function unshown(n: number, cost: string): string[] {
  return n <= 0 ? [] : [`… and ${count(n, "more death")} that cost ${cost}: --output json has them all`];
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
