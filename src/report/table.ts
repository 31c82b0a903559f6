/**
 * The report for a terminal, read by somebody in an incident: the answer in a sentence, the deaths that cost tasks,
 * the lines that prove the worst of them, then what is left open and what the sources could not tell.
 */

import { openTasks } from "./blocks.ts";
import { windowText } from "./clock.ts";
import { coverageOf } from "./coverage.ts";
import { deathTable } from "./death-table.ts";
import { recognised, representative } from "./digest.ts";
import { evidenceBlocks } from "./evidence.ts";
import { type QuoteRow, quoteLines } from "./quotes.ts";
import { bySeverity, type Report, type ReportDeath, type ReportFinding, type ReportSource } from "./schema.ts";
import { count, cutStart, paragraph, plain } from "./text.ts";
import { type RenderOptions, type View, viewOf } from "./view.ts";
import { adviceFor, causesOf, headline } from "./words.ts";

const rows = 6;
const lossRoom = { lines: 70, further: 28 };
const harmlessRoom = { lines: 24, further: 24, deaths: 3 };
const perVerdict = 2;
/** Lines quoted for a finding. */
const proofs = 3;

/** The report as text for a terminal or a ticket. */
export function table(report: Report, options: RenderOptions): string {
  const view = viewOf(report, options);
  const lines = [
    ...answer(report, view),
    ...findingLines(report.findings, view),
    ...lossTable(report, view),
    ...evidenceLines(report, view),
    ...openTasks(view, perVerdict),
    ...changes(report.findings, view),
    ...remarks(report, view),
    ...sourceLines(report.sources, view),
  ];
  return `${lines.join("\n")}\n`;
}

function answer(report: Report, view: View): string[] {
  const { killed, stuck, superseded, tasks } = report.summary;
  const alarming = killed + stuck + superseded > 0 || tasks === 0;
  const advice = adviceFor(report).flatMap((text) => paragraph(text, view.width, "", ""));
  const emphasis = (line: string) => view.paint.strong(alarming ? view.paint.loss(line) : line);
  return [
    ...paragraph(plain(headline(report, view.digest)), view.width, "", "").map(emphasis),
    view.paint.dim(`${windowText(report.window)}, ${count(report.sources.length, "source")}`),
    ...advice.map(view.paint.warning),
    ...muteSources(report, view),
  ];
}

function muteSources(report: Report, view: View): string[] {
  const { mute } = view.digest;
  if (mute.length === 0) return [];
  const names = mute.map((source) => plain(source.name)).join(", ");
  const text = `${mute.length} of ${count(report.sources.length, "source")} contributed NOTHING: ${names}`;
  return paragraph(text, view.width, "! ", "  ").map(view.paint.warning);
}

function lossTable(report: Report, view: View): string[] {
  const { losses, harmless } = view.digest;
  const deaths = losses.length > 0 ? losses.map((loss) => loss.death) : report.deaths;
  if (deaths.length === 0) return [];
  const shown = representative(deaths, rows);
  const rest = [
    ...hiddenDeaths(deaths.filter((death) => !shown.includes(death))),
    ...(losses.length > 0 ? unharmed(harmless.map((loss) => loss.death)) : []),
  ];
  return [
    "",
    ...deathTable(shown, view),
    ...(rest.length > 0 ? [""] : []),
    ...rest.flatMap((text) => paragraph(text, view.width, "", "")),
  ];
}

/** What killed tasks; where nothing was lost at all, how the processes ended. */
function evidenceLines({ summary: { killed, stuck, superseded } }: Report, view: View): string[] {
  const { losses, harmless } = view.digest;
  const blocks =
    killed + stuck + superseded > 0
      ? evidenceBlocks(losses, view, lossRoom)
      : evidenceBlocks(harmless, view, harmlessRoom);
  return blocks.flatMap((block) => ["", ...block]);
}

function hiddenDeaths(hidden: readonly ReportDeath[]): string[] {
  if (hidden.length === 0) return [];
  const tasks = hidden.reduce((sum, death) => sum + death.tasksKilled, 0);
  const cost = tasks === 0 ? "" : ` (${count(tasks, "task")})`;
  return [`… and ${count(hidden.length, "more death")}${cost}: --output json has them all`];
}

function unharmed(harmless: readonly ReportDeath[]): string[] {
  if (harmless.length === 0) return [];
  return [plain(`${count(harmless.length, "more process")} ended and cost no task: ${causesOf(harmless)}`)];
}

/** What it amounts to, before the single deaths: an engineer's first screen. */
function findingLines(findings: readonly ReportFinding[], view: View): string[] {
  return findings.toSorted(bySeverity).flatMap((finding) => ["", ...findingText(finding, view)]);
}

function findingText(finding: ReportFinding, view: View): string[] {
  const title = paragraph(plain(`${finding.severity}: ${finding.title} [${finding.rule}]`), view.width, "", "  ");
  const mark = finding.severity === "info" ? view.paint.strong : view.paint.warning;
  return [
    ...title.map(mark),
    ...paragraph(plain(finding.detail), view.width, "  ", "  "),
    ...quoteLines(proofOf(finding, view), view, "  "),
  ];
}

/** The lines that no death is quoted with further down. */
function proofOf({ evidence }: ReportFinding, view: View): QuoteRow[] {
  const elsewhere = view.digest.quoted;
  const own = evidence.filter(({ source, line }) => !elsewhere.has(`${source}:${line}`));
  return own.slice(0, proofs).map((quote, i) => ({ label: i === 0 ? "shown by" : "", quote }));
}

/** What to do about the findings; those that matter less than a warning are left to the other formats. */
function changes(findings: readonly ReportFinding[], view: View): string[] {
  const grave = findings.toSorted(bySeverity).filter(({ severity }) => severity !== "info");
  if (grave.length === 0) return [];
  const items = grave.flatMap(({ rule, advice }) => paragraph(plain(`${rule}: ${advice}`), view.width, "  - ", "    "));
  return ["", view.paint.strong("What to change (more: coroner explain ID)"), ...items];
}

function remarks(report: Report, view: View): string[] {
  if (report.notes.length === 0) return [];
  const notes = report.notes.flatMap((note) => paragraph(plain(note), view.width, "  - ", "    "));
  return ["", view.paint.strong("What it could not tell"), ...notes];
}

function sourceLines(sources: readonly ReportSource[], view: View): string[] {
  return ["", view.paint.strong("Sources"), ...sources.flatMap((source) => sourceText(source, view))];
}

function sourceText(source: ReportSource, view: View): string[] {
  const mute = recognised(source) === 0;
  const name = cutStart(plain(source.name), Math.floor(view.width / 2));
  const lines = paragraph(`${name}: ${plain(coverageOf(source))}`, view.width, mute ? "! " : "  ", "    ");
  const warnings = source.warnings.flatMap((warning) => paragraph(plain(warning), view.width, "  ! ", "    "));
  return [...(mute ? lines.map(view.paint.warning) : lines), ...warnings.map(view.paint.warning)];
}
