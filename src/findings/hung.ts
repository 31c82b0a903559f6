import type { Case } from "../correlate/case.ts";
import type { Mark } from "../correlate/mark.ts";
import { type ProcessFacts, wordOfLeaving } from "../correlate/processes.ts";
import type { Cause } from "../events.ts";
import { groupBy } from "../recognise/group-by.ts";
import { count, enumerate, figure } from "../report/text.ts";
import { formatDuration } from "../time/format.ts";
import type { Span } from "../time/span.ts";
import type { Finding, Rule } from "./finding.ts";
import { endOf, forcedPids, saidAt } from "./leaving.ts";
import { firstFew, pidsText, spreadOf } from "./measure.ts";
import { type Outage, outagesOf, outageText } from "./outage.ts";

/** Why single workers are replaced, while the others go on. */
const recycling: ReadonlySet<Cause> = new Set(["max-requests", "max-lifetime", "memory-limit"]);
/** Who gets nothing done for so long between its farewell and its end hung, ms. */
const hangMs = 4_000;
/** As long, where it had to be killed. */
const forcedMs = 3_000;
/** As long, where no application's lines tell whether it was at work. */
const unseenMs = 10_000;
/** Where others of the server went at once, and their work with them: who stays for so long, and so many times as long, hung. */
const stayMs = 3_000;
const stays = 3;

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

/** A worker on its way out: when it said so, when it ended, and when it last got something done in between, epoch ms. */
interface Leaver {
  readonly process: ProcessFacts;
  readonly word: Mark;
  readonly from: Span;
  readonly end: Span;
  readonly forced: Mark | null;
  readonly answered: number;
  readonly worked: number;
  readonly tasks: number;
}

/** All workers that hung on their way out, the longest first. */
export function hangsOf(found: Case): Hang[] {
  const forced = forcedPids(found);
  const leavers = found.processes.flatMap((process) => leaverOf(process, forced, found) ?? []);
  return [...groupBy(leavers, ({ process }) => process.life?.server).values()]
    .flatMap((all) => {
      const usual = usualMs(all);
      return all.filter((one) => isHung(one, usual)).map(hangOf);
    })
    .toSorted((a, b) => b.least - a.least || a.process.pid - b.process.pid);
}

function leaverOf(process: ProcessFacts, killed: ReadonlyMap<number, Mark>, found: Case): Leaver | null {
  const { life, death } = process;
  const word = life?.role === "worker" ? wordOfLeaving(process, recycling) : null;
  if (!life || !word) return null;
  const from = saidAt(process, word);
  const open = found.unfinished.filter((loss) => loss.task.pid === process.pid && loss.death === death);
  const signs = open.map(({ task }) => (task.last ?? task.start).at ?? 0);
  // Without known tasks, any line may be of work.
  const ended = process.seen?.ends?.until ?? (open.length > 0 ? 0 : (process.seen?.last ?? 0));
  const worked = Math.max(life.lastAt ?? 0, ended, ...signs);
  const [forced, end] = [killed.get(process.pid) ?? null, endOf(process, killed, found)];
  return { process, word, from, end, forced, worked, answered: life.lastAt ?? 0, tasks: open.length };
}

function isHung({ process, from, end, forced, answered, worked }: Leaver, usual: number | null): boolean {
  if (end.earliest === null) return false;
  const said = from.latest ?? 0;
  if (usual !== null && end.earliest - Math.max(said, answered) >= Math.max(stayMs, stays * usual)) return true;
  // Who had to be killed had said so long before, though no line near it tells when.
  if (forced) return worked > 0 ? end.earliest - worked >= forcedMs : true;
  return end.earliest - Math.max(said, worked) >= (process.seen === null ? unseenMs : hangMs);
}

/** How long the server's workers take to go where they do not wait for their work, ms; null where none is known to have done so. */
function usualMs(leavers: readonly Leaver[]): number | null {
  const times = leavers.flatMap(({ from, end, tasks }) => {
    const [least, most] = [(end.earliest ?? 0) - (from.latest ?? 0), (end.latest ?? Infinity) - (from.earliest ?? 0)];
    return tasks > 0 && most < hangMs ? [(Math.max(0, least) + most) / 2] : [];
  });
  return spreadOf(times)?.median ?? null;
}

function hangOf({ process, word, from, end, forced }: Leaver): Hang {
  const most = end.latest === null || from.earliest === null ? null : end.latest - from.earliest;
  return { process, word, least: Math.max(0, (end.earliest ?? 0) - (from.latest ?? 0)), most, forced };
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
      `${count(hangs.length, name)} hung after saying goodbye, ${hangs.length > 1 ? "the longest " : ""}` +
      `for ${longest ? longText(longest) : ""}${worst ? `; for ${longText(worst)} no worker was left to answer` : ""}`,
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
  const fates = [...groupBy(hangs, fateOf)];
  const ends = fates.map(([fate, of]) => `${fates.length > 1 ? figure(of.length) : allOf(of.length)} ${fate}`);
  const pids = pidsText(hangs.map(({ process }) => process.pid));
  return `${pids[0]?.toUpperCase()}${pids.slice(1)} answered nothing more and did not go, so that no successor came: ${enumerate(ends)}.`;
}

const allOf = (n: number): string => (n === 1 ? "it" : n === 2 ? "both" : `all ${figure(n)}`);

function fateOf({ process, forced }: Hang): string {
  if (forced) return "had to be killed";
  if (!process.death) return "still hung when the log ended";
  const stopped = process.life?.reasons.some(({ cause }) => cause === "shutdown") ?? false;
  return stopped ? "stayed until the stop" : "went late";
}

/** Pools that went on in the meantime. */
function workText(hangs: readonly Hang[]): string[] {
  const ended = hangs.reduce((sum, { process, word }) => {
    const since = saidAt(process, word).latest;
    return sum + (since === null ? 0 : (process.seen?.ends?.since(since) ?? 0));
  }, 0);
  return ended > 0 ? [`Their background work went on: ${count(ended, "task")} ended after the farewells.`] : [];
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
  return others.length > 0 ? [`${count(others.length, "other worker")} did not hang.`] : [];
}
