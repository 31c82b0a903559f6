import { analyze, type EventRow, type Report, readEvents } from "../../src/index.ts";
import { groupBy } from "../../src/recognise/group-by.ts";
import { type LogFile, linesOf, logOf, utc } from "./samples.ts";

/** A log, each of its lines with its instant, epoch ms; null where it bears none. */
interface TimedLog {
  readonly name: string;
  readonly lines: readonly string[];
  readonly times: readonly (number | null)[];
}

/** An incident that can be mixed with others. */
export interface Ingredient {
  readonly name: string;
  readonly logs: readonly TimedLog[];
  readonly report: Report;
  /** Processes that any line names. */
  readonly pids: ReadonlySet<number>;
  /** Lines name workers by their slots or names alone, which another server can have too. */
  readonly bySlot: boolean;
  /** Every record bears a time, so that its place among others' is known. */
  readonly timed: boolean;
}

export async function ingredient(name: string, logs: readonly LogFile[]): Promise<Ingredient> {
  const pids = new Set<number>();
  let [bySlot, timed] = [false, true];
  const read: TimedLog[] = [];
  for (const log of logs) {
    const lines = linesOf(log.content);
    const times: (number | null)[] = lines.map(() => null);
    for await (const row of readEvents([log], { ...utc, all: true })) {
      if (row.pid !== null) pids.add(row.pid);
      if (namesSlotOnly(row)) bySlot = true;
      if (row.at !== null) times[row.line - 1] = Date.parse(row.at);
      else if (row.parser !== null) timed = false;
    }
    if (times[0] === null) timed = false;
    read.push({ name: log.name, lines, times });
  }
  const report = await analyze(logs, utc);
  for (const { pid } of [...report.deaths, ...report.unfinished]) if (pid !== null) pids.add(pid);
  return { name, logs: read, report, pids, bySlot, timed };
}

/** A line about a worker, or of one at work, that does not tell its pid. */
const namesSlotOnly = ({ pid, worker, kind, stage }: EventRow): boolean =>
  pid === null && (worker !== null || kind === "task-end" || (kind === "task-start" && stage === "running"));

/** Whether the incidents can have come from one host: what one of them leaves open, the other's log may answer. */
export function canMix(a: Ingredient, b: Ingredient): boolean {
  const open = ({ report }: Ingredient) => report.summary.inFlight + report.summary.stuck > 0;
  return a !== b && !open(a) && !open(b) && !(a.bySlot && b.bySlot) && ![...a.pids].some((pid) => b.pids.has(pid));
}

/** What a log is of: logs of the same kind correspond. */
export const kindOf = ({ name }: TimedLog): string =>
  /(?:^|\/)(app|mailer|dmesg|exported|[^/]*access|[^/]*stderr)\b[^/]*$/.exec(name)?.[1]?.replace("mailer", "app") ??
  "server";

type Kind = (log: TimedLog) => string;

const byKind = (ingredients: readonly Ingredient[], kind: Kind): Map<string, TimedLog[]> =>
  groupBy(
    ingredients.flatMap(({ logs }) => logs),
    kind,
  );

/** Corresponding logs one behind the other. */
export const appended = (ingredients: readonly Ingredient[], kind: Kind): LogFile[] =>
  [...byKind(ingredients, kind)].map(([name, logs]) =>
    logOf(
      `${name}.log`,
      logs.flatMap(({ lines }) => lines),
    ),
  );

/** Corresponding logs as if written to one stream as it happened. */
export const interleaved = (ingredients: readonly Ingredient[], kind: Kind): LogFile[] =>
  [...byKind(ingredients, kind)].map(([name, logs]) => logOf(`${name}.log`, byTime(logs.map(recordsOf))));

interface TimedRecord {
  readonly at: number;
  readonly lines: string[];
}

/** Untimed lines go with the record above them. */
function recordsOf({ lines, times }: TimedLog): TimedRecord[] {
  const records: TimedRecord[] = [];
  for (const [i, line] of lines.entries()) {
    const at = times[i] ?? null;
    const last = records.at(-1);
    if (at === null && last) last.lines.push(line);
    else records.push({ at: at ?? Number.NEGATIVE_INFINITY, lines: [line] });
  }
  return records;
}

/** Each log's records in their own order. */
function byTime(logs: readonly (readonly TimedRecord[])[]): string[] {
  const next = logs.map((records) => ({ records, at: 0 }));
  const lines: string[] = [];
  for (;;) {
    const waiting = next.filter(({ records, at }) => at < records.length);
    const timeOf = ({ records, at }: (typeof next)[number]): number => records[at]?.at ?? Number.POSITIVE_INFINITY;
    const [first, ...others] = waiting;
    if (!first) return lines;
    const turn = others.reduce((a, b) => (timeOf(b) < timeOf(a) ? b : a), first);
    lines.push(...(turn.records[turn.at++]?.lines ?? []));
  }
}

/** What reports tell together: how much was done, what was lost and why, who died of what. */
export const union = (reports: readonly Report[]) => ({
  tasks: reports.reduce((sum, { summary }) => sum + summary.tasks, 0),
  finished: reports.reduce((sum, { summary }) => sum + summary.finished, 0),
  failed: reports.reduce((sum, { summary }) => sum + summary.failed, 0),
  lost: reports
    .flatMap(({ unfinished }) => unfinished)
    .map(({ start, pid, verdict, cause }) => [pid, verdict, cause, start.text].join(" "))
    .sort(),
  deaths: reports
    .flatMap(({ deaths }) => deaths)
    .map(({ pid, cause, role }) => [pid, cause, role].join(" "))
    .sort(),
});
