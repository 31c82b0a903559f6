import type { Death } from "../correlate/case.ts";
import type { Comparison } from "../correlate/comparison.ts";
import type { ProcessGap } from "../correlate/gap-tally.ts";
import { shortNames } from "../report/source-names.ts";
import { count, enumerate, figure } from "../report/text.ts";
import { formatDuration } from "../time/format.ts";
import type { Finding, Rule, Severity } from "./finding.ts";
import { firstFew, pidsText, serversOf } from "./measure.ts";

/** A copy of a log that is still being written is behind by this much at most, ms. */
const lag = 60_000;

/** Records that one source holds and its copy lacks, by process. */
export const exportGap: Rule = {
  id: "export-gap",
  find: ({ comparisons, deaths }) => comparisons.map(shortly).flatMap((comparison) => findingOf(comparison, deaths)),
};

/** The two by as much of their paths as tells them apart. */
function shortly(comparison: Comparison): Comparison {
  const name = shortNames([comparison.source, comparison.copy]);
  return { ...comparison, source: name(comparison.source), copy: name(comparison.copy) };
}

/** What the processes' missing records are. */
interface Kinds {
  /** Processes of which the copy holds nothing; of which it lacks the last records; of which it lacks others. */
  readonly without: readonly ProcessGap[];
  readonly cut: readonly ProcessGap[];
  readonly holed: readonly ProcessGap[];
  /** Records missing at the ends of the second, and in between of the second and third. */
  readonly last: number;
  readonly between: number;
  /** For how long before the end of a process its last records are missing, ms. */
  readonly lastMs: number;
  readonly deaths: readonly Death[];
}

function findingOf(comparison: Comparison, deaths: readonly Death[]): Finding[] {
  const { gap, asked } = comparison;
  if (gap.missing === 0) return asked ? remarkOn(comparison) : [];
  const kinds = kindsOf(comparison, deaths);
  return [
    {
      severity: severityOf(comparison, kinds),
      title: titleOf(comparison, kinds),
      detail: detailOf(comparison, kinds).join(" "),
      servers: serversOf(kinds.deaths),
      figures: figuresOf(comparison, kinds),
      losses: [],
      deaths: kinds.deaths,
      evidence: evidenceOf(kinds),
    },
  ];
}

/** That a comparison which was asked for has had nothing to compare, or that its copy begins late. */
function remarkOn({ source, copy, gap, extra }: Comparison): Finding[] {
  const base = { severity: "info", servers: [], losses: [], deaths: [], evidence: [] } as const;
  if (gap.records === 0)
    return [
      {
        ...base,
        title: `${source} has no timed record to compare with ${copy}`,
        detail: "Records are known by their process, their time and what they say; its lines show no time.",
        figures: { records: 0 },
      },
    ];
  const more = extra > 0 ? ` It holds ${count(extra, "record")} more: compare them the other way round.` : "";
  const figures = { missing: 0, records: gap.records, extra };
  if (gap.before > 0)
    return [
      {
        ...base,
        title: `${copy} begins later than ${source}, and lacks nothing else`,
        detail: `${count(gap.before, "older record")} of ${source} ${are(gap.before)} not counted.${more}`,
        figures: { ...figures, before: gap.before },
      },
    ];
  if (extra === 0) return [];
  return [
    {
      ...base,
      title: `${copy} lacks none of the ${count(gap.records, "record")} of ${source}`,
      detail: more.trim(),
      figures,
    },
  ];
}

function kindsOf({ gap, ahead }: Comparison, deaths: readonly Death[]): Kinds {
  const { gaps } = gap;
  const without = gaps.filter(({ found }) => found === 0);
  const rest = gaps.filter(({ found }) => found > 0);
  const cut = rest.filter(({ tail }) => tail !== null);
  const last = sum(cut.map(({ tail }) => tail?.count ?? 0));
  // Where the clocks are not of one zone, the other sources' times say nothing of when this one's processes ended.
  const died = new Map(ahead !== 0 ? [] : [...without, ...cut].map((process) => [process, deathOf(process, deaths)]));
  const before = cut.map((process) => endOf(process, died.get(process)) - (process.tail?.from ?? process.lastAt));
  return {
    without,
    cut,
    holed: rest.filter(({ missing, tail }) => missing > (tail?.count ?? 0)),
    last,
    between: sum(rest.map(({ missing }) => missing)) - last,
    lastMs: Math.max(0, ...before),
    deaths: [...died.values()].filter((death) => death !== undefined),
  };
}

/** The death of the process that logged so: not of one that had its pid before. */
const deathOf = ({ pid, lastAt }: ProcessGap, deaths: readonly Death[]): Death | undefined =>
  deaths.find((death) => pid > 0 && death.pid === pid && (death.span.latest ?? Number.POSITIVE_INFINITY) >= lastAt);

/** At the latest. */
const endOf = ({ lastAt }: ProcessGap, death: Death | undefined): number =>
  Math.max(lastAt, death?.span.latest ?? death?.span.earliest ?? lastAt);

/** All that is missing is from after the copy's last record. */
const endsEarly = ({ gap }: Comparison): boolean => gap.after !== null && gap.after.count === gap.missing;

const behindBy = ({ gap }: Comparison): number => (gap.lastAt ?? 0) - (gap.metTo ?? gap.lastAt ?? 0);

/** The copy may merely not have caught up with the source. */
const mayFollow = (comparison: Comparison, { deaths }: Kinds): boolean =>
  endsEarly(comparison) && behindBy(comparison) <= lag && deaths.length === 0;

function severityOf(comparison: Comparison, kinds: Kinds): Severity {
  if (comparison.asked) return "warning";
  const isSifted = 2 * kinds.between > comparison.gap.missing;
  return isSifted || mayFollow(comparison, kinds) ? "info" : "warning";
}

function titleOf(comparison: Comparison, kinds: Kinds): string {
  const { source, copy, gap } = comparison;
  const lacks =
    gap.missing === gap.records
      ? `${copy} lacks all ${figure(gap.records)} records of ${source}`
      : `${copy} lacks ${figure(gap.missing)} of the ${figure(gap.records)} records of ${source}`;
  if (endsEarly(comparison)) return `${lacks}: it ends ${formatDuration(behindBy(comparison))} earlier`;
  const { without, cut, holed } = kinds;
  const what = [
    without.length > 0 ? `${count(without.length, "process")} exported nothing` : "",
    cut.length > 0 ? `${count(cut.length, "process")} lost ${cut.length === 1 ? "its" : "their"} last records` : "",
    without.length + cut.length === 0 ? `${count(holed.length, "process")} lost some in between` : "",
  ];
  return `${lacks}: ${enumerate(what.filter(Boolean))}`;
}

function detailOf(comparison: Comparison, kinds: Kinds): string[] {
  const { source, copy, gap, extra, asked, ahead } = comparison;
  const told = [aboutEnd(comparison, kinds), aboutWithout(kinds, comparison), aboutLast(kinds), aboutBetween(kinds)];
  if (gap.endsMissing > 0)
    told.push(
      `Who reads ${copy} alone takes ${count(gap.endsMissing, "finished task")} for lost: ${gap.endsMissing === 1 ? "its" : "their"} end is among the missing.`,
    );
  if (gap.tasksMissing > 0)
    told.push(`${count(gap.tasksMissing, "task")} that ended ${are(gap.tasksMissing)} not in it at all.`);
  if (gap.before > 0) told.push(`It begins later than ${source}: ${count(gap.before, "older record")} not counted.`);
  if (extra > 0) told.push(`It holds ${count(extra, "record")} that ${source} lacks.`);
  if (ahead !== 0)
    told.push(
      `Its times are read ${formatDuration(Math.abs(ahead))} ${ahead > 0 ? "later" : "earlier"}: --tz for the one that bears no zone puts that right.`,
    );
  if (!asked) told.push("They were compared because they plainly repeat each other.");
  return told.filter(Boolean);
}

const are = (n: number): string => (n === 1 ? "is" : "are");

function aboutEnd(comparison: Comparison, kinds: Kinds): string {
  if (!endsEarly(comparison)) return "";
  return mayFollow(comparison, kinds)
    ? "All of them were logged after its last record: they may have been still on their way when the logs were taken."
    : "All of them were logged after its last record.";
}

function aboutWithout({ without }: Kinds, comparison: Comparison): string {
  if (without.length === 0 || endsEarly(comparison)) return "";
  const others = comparison.gap.metTo === null ? "" : ", though it holds others'";
  const records = sum(without.map(({ missing }) => missing));
  const none = records === 1 ? "The only record" : `Not one of the ${figure(records)} records`;
  return `${none} of ${whose(without)} is ${records === 1 ? "not in it" : "in it"}${others}: as when a batching exporter's thread does not live on in a forked child.`;
}

function aboutLast({ cut, last, lastMs, deaths }: Kinds): string {
  if (cut.length === 0) return "";
  const what =
    last === 1
      ? `The last record of ${whose(cut)} is missing`
      : `The last records of ${whose(cut)} are missing (${figure(last)} in all)`;
  const end = deaths.length > 0 ? "end" : "last line";
  const whoseEnd = cut.length === 1 ? `its ${end}` : `the process's ${end}`;
  return `${what}, logged within ${formatDuration(lastMs)} before ${whoseEnd}: a last batch that was never sent, as when a process ends without flushing its exporter.`;
}

function aboutBetween({ holed, between }: Kinds): string {
  if (between === 0) return "";
  return `Of ${whose(holed)} ${count(between, "record")} ${are(between)} missing though later ones are there: dropped (a full queue, sampling) or not meant for it (a filter, another logger).`;
}

/** The processes by their pids, or their names where no line shows a pid. */
function whose(gaps: readonly ProcessGap[]): string {
  const named = gaps.filter(({ pid, name }) => pid <= 0 && name !== "").map(({ name }) => name);
  return named.length > 0 && named.length <= 4
    ? enumerate(named)
    : pidsText(gaps.map(({ pid }) => pid).sort((a, b) => a - b));
}

function figuresOf({ gap, extra }: Comparison, kinds: Kinds): Record<string, number> {
  const { missing, records, processes } = gap;
  const perhaps = {
    processesCut: kinds.cut.length,
    lastBatch: kinds.last,
    lastBatchMs: kinds.lastMs,
    between: kinds.between,
    endsMissing: gap.endsMissing,
    tasksOnlyInSource: gap.tasksMissing,
    before: gap.before,
    extra,
  };
  return {
    missing,
    records,
    processes,
    processesWithout: kinds.without.length,
    ...Object.fromEntries(Object.entries(perhaps).filter(([, value]) => value > 0)),
  };
}

/** The first missing record of processes without any, the last ones of the others. */
const evidenceOf = ({ without, cut, holed }: Kinds): Finding["evidence"] => {
  const marks = [...without.slice(0, 2).flatMap(({ first, last }) => [first, last]), ...cut.map(({ last }) => last)];
  return firstFew(marks.length > 0 ? marks : holed.map(({ first }) => first));
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
