import type { Exporter } from "../correlate/exporters.ts";
import type { ProcessFacts } from "../correlate/processes.ts";
import type { Cause } from "../events.ts";
import { count, enumerate, figure } from "../report/text.ts";
import { formatDuration } from "../time/format.ts";
import type { Finding, Rule } from "./finding.ts";
import { firstFew, pidsText, serversOf } from "./measure.ts";

/** Exports that show a rhythm. */
const regular = 3;
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
  find: ({ exporters }) => {
    const ended = exporters.filter(({ process }) => process.death !== null).map(shown);
    const without = ended.filter(({ flushed }) => !flushed);
    const withFlush = ended.length - without.length;
    const shutDown = ended.filter(({ stopped }) => stopped).length;
    const lost = without.filter((one) => shutDown >= orderly || one.cut);
    return lost.length === 0 ? [] : [findingOf(lost, withFlush, shutDown >= orderly)];
  },
};

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
  const { first, last, exports } = exporter;
  const lastLine = process.seen?.last ?? null;
  const at = last?.at ?? null;
  const since = at === null || lastLine === null ? null : Math.max(0, lastLine - at);
  const rhythm = at !== null && first?.at != null && exports > 1 ? (at - first.at) / (exports - 1) : null;
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
    cut: exports >= regular && pending,
  };
}

function findingOf(lost: readonly Shown[], withFlush: number, saysSo: boolean): Finding {
  const deaths = lost.flatMap(({ process }) => process.death ?? []);
  const since = lost.map((one) => one.since).filter((ms) => ms !== null);
  const longest = since.length > 0 ? Math.max(...since) : null;
  const byForce = lost.filter((one) => one.violent).length;
  const causes = [...new Set(deaths.map(({ cause }) => cause))];
  const last = longest === null ? "" : ` The longest went on for ${formatDuration(longest)} after its last export.`;
  return {
    severity: saysSo || byForce > 0 ? "warning" : "info",
    title: `${count(lost.length, "process")} ended without ${lost.length === 1 ? "its" : "their"} telemetry exporter's shutdown`,
    detail: `${capital(pidsText(lost.map(({ process }) => process.pid)))} exported telemetry and ended by ${enumerate(causes)}, with no word of a last export or a shutdown${withFlush > 0 ? `; ${figure(withFlush)} others ended with one` : ""}. What was recorded since the last export may be missing where it is sent to.${last}`,
    servers: serversOf(deaths),
    figures: { processes: lost.length, withFlush, ...(longest === null ? {} : { sinceLastExportMs: longest }) },
    losses: [],
    deaths,
    evidence: firstFew(lost.flatMap(({ exporter }) => exporter.last ?? [])),
  };
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
