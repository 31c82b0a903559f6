import type { Counts, LayoutSeen } from "./layouts-seen.ts";
import type { LearnedColumn } from "./learned.ts";

const examplesShown = 3;

/** Which columns tell the process and the thread, and what speaks for it. */
export function columnsOf(seen: LayoutSeen): LearnedColumn[] {
  const { pids, threads, processes } = seen;
  return [
    columnOf("pid", pids, `a number within the range of pids that comes ${often(pids)}`),
    columnOf("thread", threads, whyThread(seen)),
    columnOf("process", processes, `a name of a process that comes ${often(processes)}`),
  ].filter((column) => column !== null);
}

function columnOf(column: LearnedColumn["column"], counts: Counts, why: string): LearnedColumn | null {
  if (counts.size === 0) return null;
  const lines = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { column, distinct: counts.size, lines, examples: [...counts.keys()].slice(0, examplesShown), why };
}

function often(counts: Counts): string {
  const lines = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const times = lines / Math.max(1, counts.size);
  return times < 1.05 ? "once each" : `${times < 10 ? times.toFixed(1) : Math.round(times)} times each`;
}

function whyThread({ threads, pids, pidsOf }: LayoutSeen): string {
  const comes = `comes ${often(threads)}`;
  if (pids.size === 0) return comes;
  const shared = [...pidsOf.values()].filter((of) => of.size > 1).length;
  if (shared === 0) return `${comes}, with one pid each`;
  return `${comes}; ${shared} of ${pidsOf.size} under several pids, as after a fork`;
}
