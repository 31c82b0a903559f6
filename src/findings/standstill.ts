/** Which tasks of one process fell silent together. */

import type { Case, Death, Loss } from "../correlate/case.ts";
import { lastSignOfProcess, type ProcessFacts } from "../correlate/processes.ts";
import { isStuck, lastSign, patienceWith } from "../correlate/verdicts.ts";
import { groupBy } from "../recognise/group-by.ts";

/** Tasks of one process that stopped together, and what shows that it lived on. */
export interface Standstill {
  /** In the order in which they fell silent; at least two. */
  readonly losses: readonly Loss[];
  readonly process: ProcessFacts | null;
  /** The last signs of life of the first and of the last of them, and the end of what the log shows of them, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly until: number;
  /** The silence of the first of them, in ms, that nothing explains any more. */
  readonly patience: number;
  /** What took them in the end; null where nothing did. */
  readonly death: Death | null;
  /** The process's last sign of life, epoch ms, if that is long after the first ones fell silent. */
  readonly livedUntil: number | null;
  /** Requests of which no line tells the process, answered since. */
  readonly answered: number;
  /** No other process of the place can have answered them. */
  readonly alone: boolean;
}

/** A task that is far too silent, since when and until when, epoch ms. */
interface Silent {
  readonly loss: Loss;
  readonly sign: number;
  readonly until: number;
}

/** Tasks that fell silent on one process, near enough to each other in time. */
export function standstills(found: Case): Standstill[] {
  const silent = found.unfinished.flatMap((loss) => silentOf(loss, found));
  const groups = groupBy(silent, ({ loss }) => `${loss.host}\0${loss.instance ?? ""}\0${loss.task.pid}`);
  return [...groups.values()]
    .flatMap((group) => [...groupBy(group, ({ loss }) => loss.death).values()])
    .flatMap((group) => {
      const together = fallenTogether(group.toSorted((a, b) => a.sign - b.sign));
      return together.length < 2 ? [] : standstillOf(together, found);
    });
}

function silentOf(loss: Loss, { to }: Case): Silent[] {
  const sign = lastSign(loss.task);
  const until = loss.verdict === "stuck" ? to : loss.verdict === "killed" ? (loss.death?.span.earliest ?? null) : null;
  return sign !== null && until !== null && isStuck(loss.task, until) ? [{ loss, sign, until }] : [];
}

/**
 * From the first two on that stopped within the time that such tasks are at work: whoever waits for another has met it. Those that
 * come later queue behind them, however late. A thread alone is no deadlock.
 */
function fallenTogether(silent: readonly Silent[]): readonly Silent[] {
  for (const [i, first] of silent.entries()) {
    const second = silent[i + 1];
    if (!second) break;
    const reach = Math.max(first.loss.task.wording.maxDurationMs, second.loss.task.wording.maxDurationMs);
    if (second.sign - first.sign <= reach && first.loss.task.tid !== second.loss.task.tid) return silent.slice(i);
  }
  return [];
}

function standstillOf(silent: readonly Silent[], found: Case): Standstill[] {
  const [first] = silent;
  const last = silent.at(-1);
  if (!first || !last) return [];
  const { host, instance = null, task, death } = first.loss;
  const isOfPlace = (process: ProcessFacts): boolean => process.host === host && process.scope === instance;
  const others = found.processes.filter(isOfPlace);
  const process = others.find(({ pid, death: own }) => pid === task.pid && own === death) ?? null;
  // What a server says of it last, it may have said at its death.
  const sign = process && (death ? (process.seen?.last ?? null) : lastSignOfProcess(process));
  const patience = patienceWith(task) ?? 0;
  const since = first.sign + patience;
  const answers = found.answers.filter((placed) => placed.host === host && placed.instance === instance);
  return [
    {
      losses: silent.map(({ loss }) => loss),
      process,
      from: first.sign,
      to: last.sign,
      until: first.until,
      patience,
      death,
      livedUntil: sign !== null && sign > since ? sign : null,
      answered: answers.reduce((sum, placed) => sum + placed.answers.since(since), 0),
      alone: !others.some((other) => other !== process && mayAnswer(other, since)),
    },
  ];
}

/** Whether a process may have answered requests after that instant (epoch ms). */
function mayAnswer({ life, death }: ProcessFacts, since: number): boolean {
  if (life?.role === "master") return false;
  return death === null || (death.span.latest ?? Number.POSITIVE_INFINITY) > since;
}
