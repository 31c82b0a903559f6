import type { Case, Death } from "../correlate/case.ts";
import type { Mark } from "../correlate/mark.ts";
import { type ProcessFacts, wordOfLeaving } from "../correlate/processes.ts";
import type { Cause } from "../events.ts";
import { groupBy } from "../recognise/group-by.ts";
import { count, enumerate, figure } from "../report/text.ts";
import { formatDuration } from "../time/format.ts";
import type { Span } from "../time/span.ts";
import type { Finding, Rule } from "./finding.ts";
import { forcedPids, widened } from "./leaving.ts";
import { firstFew, pidsText } from "./measure.ts";
import { type Outage, outagesOf, outageText } from "./outage.ts";

/** Why single workers are replaced, while the others go on. */
const recycling: ReadonlySet<Cause> = new Set(["max-requests", "max-lifetime", "memory-limit"]);
/** Who shows no progress for so long between its farewell and its end hung, ms. */
const hangMs = 5_000;
/** As long, where no application's lines tell whether it was at work. */
const unseenMs = 10_000;

/** A worker that was to go and stayed. */
export interface Hang {
  readonly process: ProcessFacts;
  readonly word: Mark;
  /** How long from the word to the end, ms; `most` is null where no line bounds the end. */
  readonly least: number;
  readonly most: number | null;
  readonly forced: Mark | null;
}

/** Workers that say goodbye and stay, without progress, until they are killed or their server stops: by server. */
export const hung: Rule = {
  id: "hung-until-respawn",
  find: (found) => {
    const hangs = hangsOf(found);
    const byServer = groupBy(hangs, ({ process }) => process.life?.server ?? "");
    return [...byServer].map(([server, all]) => findingOf(server, all, found));
  },
};

/** All workers that hung on their way out, the longest first. */
export function hangsOf(found: Case): Hang[] {
  const forced = forcedPids(found);
  return found.processes
    .flatMap((process) => hangOf(process, forced.get(process.pid) ?? null, found) ?? [])
    .toSorted((a, b) => b.least - a.least || a.process.pid - b.process.pid);
}

function hangOf(process: ProcessFacts, forced: Mark | null, found: Case): Hang | null {
  const { life, death } = process;
  const word = life?.role === "worker" ? wordOfLeaving(process, recycling) : null;
  if (!word || word.span.latest === null) return null;
  const end = endOf(death, forced, found.to);
  if (end.earliest === null) return null;
  const from = widened(word.span);
  const since = Math.max(from.latest ?? 0, progressOf(process, found));
  const silent = end.earliest - since;
  const limit = process.seen === null && forced === null ? unseenMs : hangMs;
  if (silent < limit) return null;
  return {
    process,
    word,
    least: end.earliest - (from.latest ?? 0),
    most: end.latest === null || from.earliest === null ? null : end.latest - from.earliest,
    forced,
  };
}

/** A SIGKILL is no request: who gets one is gone within so long, ms. */
const killedMs = 2_000;

/** When it ended; of one that lives on, only that it had not at the end of the logs. */
function endOf(death: Death | null, forced: Mark | null, to: number | null): Span {
  if (!death) return { earliest: to, latest: null };
  const { earliest, latest } = widened(death.span);
  const killed = forced?.span.latest ?? null;
  return { earliest, latest: latest ?? (killed === null ? null : killed + killedMs) };
}

/** When the process last got something done, epoch ms. Without known tasks, any line may be work. */
function progressOf({ pid, life, seen, death }: ProcessFacts, { unfinished }: Case): number {
  const open = unfinished.filter((loss) => loss.task.pid === pid && loss.death === death);
  const signs = open.map(({ task }) => (task.last ?? task.start).at ?? 0);
  const ended = seen?.ends?.until ?? (open.length > 0 ? 0 : (seen?.last ?? 0));
  return Math.max(ended, life?.lastAt ?? 0, ...signs);
}

function findingOf(server: string, hangs: readonly Hang[], found: Case): Finding {
  const still = outagesOf(hangs, found).toSorted((a, b) => b.least - a.least);
  const [longest] = hangs;
  const losses = found.unfinished.filter(({ death }) => death && hangs.some((hang) => hang.process.death === death));
  const [worst] = still;
  const grave = worst !== undefined || losses.length > 0;
  const name = `${server} worker`.trim();
  return {
    severity: grave ? "critical" : "warning",
    title:
      `${count(hangs.length, name)} hung for ${hangs.length > 1 ? "up to " : ""}${longest ? longText(longest) : ""} ` +
      `after saying goodbye${worst ? `; for ${longText(worst)} no worker of the server was left to answer` : ""}`,
    detail: [
      endText(hangs),
      ...(worst ? [outageText(worst)] : []),
      ...workText(hangs),
      ...othersText(hangs, found),
    ].join(" "),
    servers: server === "" ? [] : [server],
    figures: {
      workers: hangs.length,
      ...(longest ? bounds("hung", longest) : {}),
      ...(worst ? { ...bounds("allHung", worst), ...servedFigures(worst) } : {}),
      forced: hangs.filter(({ forced }) => forced !== null).length,
      tasks: losses.length,
    },
    losses,
    deaths: hangs.flatMap(({ process }) => process.death ?? []),
    evidence: firstFew(hangs.slice(0, 3).flatMap(({ word, forced }) => (forced ? [word, forced] : [word]))),
  };
}

const bounds = (name: string, { least, most }: Pick<Hang, "least" | "most">): Record<string, number> => ({
  [`${name}LeastMs`]: least,
  ...(most === null ? {} : { [`${name}MostMs`]: most }),
});

const servedFigures = ({ served, usually }: Outage): Record<string, number> =>
  served === null ? {} : { servedAfter: served, servedUsually: usually };

/** `60 s to 62 s`, `at least 8 s` */
export function longText({ least, most }: Pick<Hang, "least" | "most">): string {
  const [from, to] = [formatDuration(least), most === null ? null : formatDuration(most)];
  return to === null ? `at least ${from}` : from === to ? from : `${from} to ${to}`;
}

/** Who they were, and how it ended. */
function endText(hangs: readonly Hang[]): string {
  const forced = hangs.filter((hang) => hang.forced !== null);
  const alive = hangs.filter((hang) => !hang.process.death);
  const rest = hangs.length - forced.length - alive.length;
  const ends = [
    ...(forced.length > 0 ? [`${figure(forced.length)} had to be killed`] : []),
    ...(rest > 0 ? [`${figure(rest)} went at last, with a stop or by ${rest > 1 ? "themselves" : "itself"}`] : []),
    ...(alive.length > 0 ? [`${figure(alive.length)} hung still as the log ends`] : []),
  ];
  const pids = pidsText(hangs.map(({ process }) => process.pid));
  return `${pids[0]?.toUpperCase()}${pids.slice(1)} took no more requests and stayed, and kept a successor from coming: ${enumerate(ends)}.`;
}

/** Pools that went on in the meantime. */
function workText(hangs: readonly Hang[]): string[] {
  const ended = hangs.reduce((sum, { process, word }) => {
    const since = widened(word.span).latest;
    return sum + (since === null ? 0 : (process.seen?.ends?.since(since) ?? 0));
  }, 0);
  return ended > 0 ? [`Background tasks went on in them: ${count(ended, "task")} ended after the farewells.`] : [];
}

/** The others of the server, that went as they should. */
function othersText(hangs: readonly Hang[], { processes }: Case): string[] {
  const server = hangs[0]?.process.life?.server;
  const others = processes.filter(
    (process) =>
      process.death !== null &&
      process.life?.server === server &&
      wordOfLeaving(process, recycling) !== null &&
      !hangs.some((hang) => hang.process === process),
  );
  return others.length > 0 ? [`${count(others.length, "other worker")} said goodbye and did not hang so long.`] : [];
}
