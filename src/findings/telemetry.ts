import type { Case } from "../correlate/case.ts";
import { type Exporter, noExporter } from "../correlate/exporters.ts";
import type { ProcessFacts } from "../correlate/processes.ts";
import type { Cause } from "../events.ts";
import { count, enumerate } from "../report/text.ts";
import { formatDuration } from "../time/format.ts";
import type { Finding, Rule } from "./finding.ts";
import { firstFew, pidsText, serversOf } from "./measure.ts";

/** Times between exports that show a rhythm, and how far they may spread, as a share of their mean: those of chance spread by 1. */
const regular = 3;
const spread = 0.35;
/** Processes whose exporter stopped in good order, which show that it says so. */
const orderly = 2;
/** What a process says within so long of its exporter's last word goes with it, ms. */
const atOnceMs = 200;
/** Of the time between two exports: who ended so soon after the last one may have exported at its end. */
const soon = 0.25;
/** Ends after which nothing runs in the process, no exit hook either. */
const violent: readonly Cause[] = ["oom-kill", "crash", "signal", "request-timeout", "task-timeout", "exit"];

/** Processes that exported telemetry and ended without a word of their exporter's shutdown or last export. */
export const telemetry: Rule = {
  id: "telemetry-loss",
  find: ({ exporters, processes }) => {
    const ended = exporters.filter(({ process }) => process.death !== null).map(shown);
    const shutDown = ended.filter(({ stopped }) => stopped);
    const saysSo = shutDown.length >= orderly;
    const silent = saysSo ? peersOf(shutDown, exporters, processes).map(shown) : [];
    const without = [...ended, ...silent].filter(({ flushed }) => !flushed);
    const lost = without.filter((one) => saysSo || one.cut);
    return lost.length === 0 ? [] : [findingOf(lost, ended.filter(({ flushed }) => flushed).length, saysSo)];
  },
};

type Told = Case["exporters"][number];

/** Dead processes of the same server and role that said something, and nothing of an exporter: none of theirs had been heard of yet. */
function peersOf(known: readonly Shown[], told: readonly Told[], processes: readonly ProcessFacts[]): Told[] {
  const kind = ({ life, host, scope }: ProcessFacts): string => [life?.server, life?.role, host, scope].join(" ");
  const kinds = new Set(known.filter(({ process }) => process.life).map(({ process }) => kind(process)));
  const heard = new Set(told.map(({ process }) => process));
  return processes
    .filter((p) => p.life !== null && p.death !== null && p.seen !== null && kinds.has(kind(p)) && !heard.has(p))
    .map((process) => ({ process, exporter: noExporter(process.pid) }));
}

interface Shown {
  readonly process: ProcessFacts;
  readonly exporter: Exporter;
  /** From its last export to its last line, ms; null where it cannot be told. */
  readonly since: number | null;
  readonly stopped: boolean;
  /** Its exporter had the last word. */
  readonly flushed: boolean;
  readonly violent: boolean;
  /** It exported regularly, and went on for a while after its last export. */
  readonly cut: boolean;
}

function shown({ exporter, process }: { readonly exporter: Exporter; readonly process: ProcessFacts }): Shown {
  const { last } = exporter;
  const lastLine = process.seen?.last ?? null;
  const at = last?.at ?? null;
  const since = at === null || lastLine === null ? null : Math.max(0, lastLine - at);
  const rhythm = rhythmOf(exporter);
  const stopped = exporter.stopped !== null;
  const isViolent = process.death !== null && violent.includes(process.death.cause);
  const pending = since !== null && (isViolent ? since > 0 : since > Math.max(atOnceMs, soon * (rhythm ?? 0)));
  return {
    process,
    exporter,
    since,
    stopped,
    flushed: stopped || (since !== null && since <= atOnceMs && !isViolent),
    violent: isViolent,
    cut: rhythm !== null && pending,
  };
}

/** The time between its exports, ms; null where they come by chance, or hardly ever. */
function rhythmOf({ gaps: { count: n, sum, squares } }: Exporter): number | null {
  if (n < regular) return null;
  const mean = sum / n;
  const sd = Math.sqrt(Math.max(0, squares / n - mean ** 2));
  return sd <= spread * mean ? mean * 1_000 : null;
}

function findingOf(lost: readonly Shown[], withFlush: number, saysSo: boolean): Finding {
  const deaths = lost.flatMap(({ process }) => process.death ?? []);
  const since = lost.map((one) => one.since).filter((ms) => ms !== null);
  const longest = since.length > 0 ? Math.max(...since) : null;
  const byForce = lost.filter((one) => one.violent).length;
  const causes = [...new Set(deaths.map(({ cause }) => cause))];
  const who = lost.length === 1 ? "It" : "The longest";
  const last = longest ? ` ${who} went on for ${formatDuration(longest)} after its last export.` : "";
  return {
    severity: saysSo || byForce > 0 ? "warning" : "info",
    title: `${count(lost.length, "process")} ended without ${lost.length === 1 ? "its" : "their"} telemetry exporter's shutdown`,
    detail: `${capital(pidsText(lost.map(({ process }) => process.pid)))} ended by ${enumerate(causes)}, with no word of a last export or of the exporter's shutdown${withFlush > 0 ? `; ${count(withFlush, "other")} ended with one` : ""}. What was recorded since the last export may be missing where it is sent to.${last}`,
    servers: serversOf(deaths),
    figures: { processes: lost.length, withFlush, ...(longest === null ? {} : { sinceLastExportMs: longest }) },
    losses: [],
    deaths,
    evidence: firstFew(lost.flatMap(({ exporter }) => exporter.last ?? [])),
  };
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
