import type { Case, Death, Loss } from "../correlate/case.ts";
import type { ClockOffset } from "../correlate/clock-offsets.ts";
import type { Mark } from "../correlate/mark.ts";
import type { Task } from "../correlate/task.ts";
import { adviceFor } from "../explain/topics.ts";
import type { Conclusion } from "../findings/conclude.ts";
import type { Report, ReportDeath, ReportFinding, ReportSource, ReportTask, Rerun } from "../report/schema.ts";
import { schemaName } from "../report/schema.ts";
import { formatInstant } from "../time/format.ts";
import { clockNote, clockWarnings } from "./clock-words.ts";
import type { Coverage, StreamReader } from "./stream-reader.ts";

/** Puts a case, and what follows from it, into the report's words. */
export function buildReport(
  found: Case,
  conclusions: readonly Conclusion[],
  readers: readonly StreamReader[],
  offsets: readonly ClockOffset[] = [],
): Report {
  const clocks = new Map(offsets.map((offset) => [offset.stream.clock, offset]));
  const names = readers.flatMap((r) => r.coverage.map((c) => c.source.name));
  const quote = quoter(names);
  const deathIds = new Map(found.deaths.map((death, i) => [death, `d${i + 1}`]));
  const taskIds = new Map(found.unfinished.map((loss, i) => [loss, `t${i + 1}`]));
  const killed = new Map<Death, number>();
  for (const { death } of found.unfinished) if (death) killed.set(death, (killed.get(death) ?? 0) + 1);
  const count = (verdict: string): number => found.unfinished.filter((f) => f.verdict === verdict).length;
  const offset = found.unfinished[0]?.task.start.offset ?? found.deaths[0]?.offset ?? shownOffset(readers[0], clocks);
  return {
    schema: schemaName,
    window: { from: instantOf(found.from, offset), to: instantOf(found.to, offset) },
    sources: readers.flatMap((reader) => reader.coverage.map((c) => sourceOf(c, reader, clocks.get(reader.clock)))),
    summary: {
      tasks: found.tasks,
      finished: found.finished,
      failed: found.failed,
      unfinished: found.unfinished.length,
      killed: count("killed"),
      stuck: count("stuck"),
      superseded: count("superseded"),
      inFlight: count("in-flight"),
      deaths: found.deaths.length,
    },
    unfinished: found.unfinished.map((loss, i) => taskOf(loss, `t${i + 1}`, deathIds, quote)),
    deaths: found.deaths.map((death) => deathOf(death, deathIds.get(death) ?? "", killed.get(death) ?? 0, quote)),
    findings: conclusions.map((conclusion) => findingOf(conclusion, taskIds, deathIds, quote)),
    notes: [...offsets.map(clockNote), ...found.notes],
  };
}

type Quoter = (mark: Mark) => { at: string | null; source: string; line: number; text: string; more: string[] };

const instantOf = (at: number | null, offset: number): string | null =>
  at === null ? null : formatInstant(at, offset);

const quoter =
  (names: readonly string[]): Quoter =>
  (mark) => ({
    at: instantOf(mark.at, mark.offset),
    source: names[mark.source] ?? "",
    line: mark.line,
    text: mark.text,
    more: [...mark.more],
  });

/** Offset in minutes with which a stream's times are shown. */
function shownOffset(reader: StreamReader | undefined, clocks: ReadonlyMap<unknown, ClockOffset>): number {
  if (!reader) return 0;
  const clock = clocks.get(reader.clock);
  return reader.offset + (clock?.moved ? clock.ahead / 60_000 : 0);
}

function sourceOf(coverage: Coverage, reader: StreamReader, clock: ClockOffset | undefined): ReportSource {
  const { source } = coverage;
  const formats = Object.fromEntries([...coverage.formats].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
  return {
    name: source.name,
    host: reader.host || null,
    bytes: source.stats.bytes,
    lines: source.stats.lines,
    formats,
    unrecognised: coverage.unrecognised,
    untimed: coverage.untimed,
    zone: reader.clock.zoneName,
    clockOffsetMs: clock?.moved && clock.ahead !== 0 ? clock.ahead : null,
    warnings: [...source.warnings, ...contributionWarning(coverage), ...clockWarnings(reader.clock, clock)],
  };
}

/** A source that adds nothing must not pass in silence. */
function contributionWarning({ source, formats }: Coverage): string[] {
  if (source.stats.lines === 0) return ["empty: no line was read"];
  return formats.size === 0 ? ["no line was recognised: give its format with --log-format"] : [];
}

function taskOf(loss: Loss, id: string, deathIds: ReadonlyMap<Death, string>, quote: Quoter): ReportTask {
  const { task, death } = loss;
  return {
    id,
    name: task.name ?? task.wording.unit,
    key: task.ids[0] ?? null,
    host: loss.host || null,
    instance: death?.instance ?? loss.instance ?? null,
    pid: task.pid > 0 ? task.pid : null,
    process: task.process || null,
    tid: task.tid || null,
    start: quote(task.start),
    last: quote(task.last ?? task.start),
    ...(task.context.length > 0 ? { context: task.context.map(quote) } : {}),
    verdict: loss.verdict,
    cause: death?.cause ?? null,
    confidence: loss.confidence,
    death: (death && deathIds.get(death)) ?? null,
    rerun: rerunOf(task, quote),
  };
}

function rerunOf(task: Task, quote: Quoter): Rerun | null {
  if (!task.rerun) return null;
  const { task: later, outcome } = task.rerun;
  const { at, source, line } = quote(later.start);
  return {
    at,
    source,
    line,
    outcome: outcome === null ? "unfinished" : outcome === "ok" ? "finished" : "failed",
    pid: later.pid > 0 ? later.pid : null,
  };
}

function findingOf(
  conclusion: Conclusion,
  taskIds: ReadonlyMap<Loss, string>,
  deathIds: ReadonlyMap<Death, string>,
  quote: Quoter,
): ReportFinding {
  const { rule, severity, title, detail, servers, figures, losses, deaths, evidence } = conclusion;
  const { advice, references } = adviceFor(rule, servers);
  return {
    rule,
    severity,
    title,
    detail,
    advice,
    references: [...references],
    figures: { ...figures },
    tasks: losses.flatMap((loss) => taskIds.get(loss) ?? []),
    deaths: deaths.flatMap((death) => deathIds.get(death) ?? []),
    evidence: evidence.map(quote),
  };
}

function deathOf(death: Death, id: string, tasksKilled: number, quote: Quoter): ReportDeath {
  return {
    id,
    host: death.host || null,
    instance: death.instance,
    server: death.server,
    role: death.role,
    pid: death.pid > 0 ? death.pid : null,
    worker: death.worker,
    cause: death.cause,
    confidence: death.confidence,
    reason: death.reason,
    signal: death.signal,
    exitCode: death.exitCode,
    requests: death.requests,
    earliest: instantOf(death.span.earliest, death.offset),
    latest: instantOf(death.span.latest, death.offset),
    replacedBy: death.replacedBy,
    tasksKilled,
    evidence: death.evidence.map(quote),
  };
}
