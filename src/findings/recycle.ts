import type { Case, Death, Loss } from "../correlate/case.ts";
import { byPlace, type Mark } from "../correlate/mark.ts";
import { lastWordOf, type ProcessFacts } from "../correlate/processes.ts";
import type { Cause } from "../events.ts";
import { groupBy } from "../recognise/group-by.ts";
import { count, enumerate, figure } from "../report/text.ts";
import { formatDuration } from "../time/format.ts";
import type { Finding, Rule } from "./finding.ts";
import { forcedPids, saidAt, widened } from "./leaving.ts";
import { between, firstFew, type Spread, serversOf, spreadOf } from "./measure.ts";
import { amountText, isLimit, lifetimeOf, lifetimeText, rangeText, regularLifetime } from "./rhythm.ts";

/** Why servers replace, or give up, processes that do nothing wrong. */
const planned: ReadonlySet<Cause> = new Set(["max-requests", "max-lifetime", "memory-limit", "reload", "scale-down"]);

/** Who is gone so soon waited for nothing, ms. */
const promptMs = 5_000;

/** What ends a process that has said goodbye and does not come to its end. */
const cutting: ReadonlySet<Cause> = new Set(["request-timeout", "signal"]);

/** A process that ended, with what went with it. */
interface Recycled {
  readonly death: Death;
  /** The plan by which it left, though another's hand may have ended it then. */
  readonly plan: Cause | null;
  readonly process: ProcessFacts | null;
  readonly losses: readonly Loss[];
  /** It did not go in its time, and was killed for it. */
  readonly forced: boolean;
}

/** Deaths by a server's own plan that took tasks along, by server; and such as look like it, where no server's log tells. */
export const recycle: Rule = {
  id: "recycle-kills-background-work",
  find: (found) => {
    const recycled = recycledOf(found);
    const killed = found.unfinished.filter(({ verdict }) => verdict === "killed").length;
    const told = groupBy(
      recycled.filter(({ plan }) => plan !== null),
      ({ death }) => death.server,
    );
    const findings = [...told.values()].flatMap((all) => (all.some(costs) ? [toldOf(all, killed)] : []));
    return [...findings.sort((a, b) => b.losses.length - a.losses.length), ...untold(recycled, killed, found)];
  },
};

const costs = ({ losses }: Recycled): boolean => losses.length > 0;

function recycledOf(found: Case): Recycled[] {
  const { deaths, processes, unfinished } = found;
  const forced = forcedPids(found);
  const byDeath = new Map(processes.map((process) => [process.death, process]));
  const losses = groupBy(unfinished, ({ death }) => death);
  return deaths.map((death) => {
    const process = byDeath.get(death) ?? null;
    const own = { losses: losses.get(death) ?? [], forced: forced.has(death.pid) };
    return { death, plan: planOf(death, process), process, ...own };
  });
}

function planOf({ cause }: Death, process: ProcessFacts | null): Cause | null {
  if (planned.has(cause)) return cause;
  const reasons = process?.life?.reasons ?? [];
  if (!cutting.has(cause) || !reasons.some(({ farewell }) => farewell)) return null;
  return reasons.find((reason) => reason.cause !== null && planned.has(reason.cause))?.cause ?? null;
}

function toldOf(all: readonly Recycled[], killed: number): Finding {
  const costly = all.filter(costs);
  const losses = costly.flatMap((one) => one.losses);
  const causes = [...groupBy(costly, ({ plan }) => plan)];
  const { texts, figures } = rhythmsOf(all, new Set(causes.map(([cause]) => cause)));
  const by = enumerate(
    causes.map(([cause, of]) => (causes.length > 1 ? `${figure(of.length)} by ${cause}` : `by ${cause}`)),
  );
  const only = causes.length === 1 ? texts[0] : undefined;
  return {
    severity: "critical",
    title:
      `${count(losses.length, "task")} went with ${nameOf(costly)} replaced on purpose${causes.length > 1 ? ": " : " "}${by}` +
      (only === undefined ? "" : `, ${only}`),
    detail: [
      shareText(losses.length, killed, costly),
      ...(only === undefined && texts.length > 0 ? [`Measured: ${texts.join("; ")}.`] : []),
      ...waitText(costly),
      ...restText(all),
    ].join(" "),
    servers: serversOf(costly.map(({ death }) => death)),
    figures: { ...figuresOf(all, killed), ...figures },
    losses,
    deaths: costly.map(({ death }) => death),
    evidence: firstFew(costly.slice(0, 2).flatMap(({ death }) => death.evidence.slice(0, 3))),
  };
}

/** `2 uwsgi workers` */
function nameOf(recycled: readonly Recycled[]): string {
  const roles = new Set(recycled.map(({ death }) => death.role));
  const [role = "process"] = roles;
  const server = recycled[0]?.death.server ?? "";
  return count(recycled.length, `${server} ${roles.size === 1 ? role : "process"}`.trim());
}

function shareText(tasks: number, killed: number, costly: readonly Recycled[]): string {
  if (killed === 1) return "This explains the only killed task.";
  const each = spreadOf(costly.map(({ losses }) => losses.length));
  const per = costly.length > 1 && each ? `, ${rangeText(each)} at a time` : "";
  const all = killed === 2 ? "both" : `all ${figure(killed)}`;
  return `This explains ${tasks === killed ? all : `${figure(tasks)} of ${figure(killed)}`} killed tasks${per}.`;
}

interface Rhythms {
  readonly texts: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** What the processes had served, and how long they had lived, by cause: of all of that cause, whether tasks went with them or not. */
function rhythmsOf(all: readonly Recycled[], causes: ReadonlySet<Cause | null>): Rhythms {
  const texts: string[] = [];
  const figures: Record<string, number> = {};
  for (const [cause, of] of groupBy(all, ({ plan }) => plan)) {
    if (cause === null || !causes.has(cause)) continue;
    const work = cause === "max-requests" ? spreadOf(of.flatMap(({ death }) => death.requests ?? [])) : null;
    const lived = regularLifetime(of.flatMap((one) => lifetime(one) ?? []));
    const parts = [
      ...(work ? [`after ${amountText(work, "request")}${work.count > 1 ? " each" : ""}`] : []),
      ...(lived ? [lifetimeText(lived)] : []),
    ];
    if (parts.length > 0) texts.push(causes.size > 1 ? `${cause} ${parts.join(", ")}` : parts.join(", "));
    Object.assign(figures, work ? requestFigures(work) : {}, lived ? lifetimeFigures(lived) : {});
  }
  return { texts, figures };
}

const requestFigures = ({ median, least, most }: Spread): Record<string, number> => ({
  requestsPerWorker: median,
  requestsLeast: least,
  requestsMost: most,
});

const lifetimeFigures = ({ mean, sd }: Spread): Record<string, number> => ({
  intervalMs: Math.round(mean),
  intervalSdMs: Math.round(sd),
});

function lifetime({ death, process }: Recycled): ReturnType<typeof lifetimeOf> {
  const first = process?.seen?.first ?? null;
  const start = process?.life?.start?.span ?? (death.server === null ? { earliest: first, latest: first } : null);
  return start === null ? null : lifetimeOf(start, death.span);
}

/** Tasks that certainly ended after that word. */
function endedAfter({ process }: Recycled): number {
  const since = (process && lastWordOf(process)?.span.latest) ?? null;
  // A time in whole seconds stands for all of its second.
  return since === null ? 0 : (process?.seen?.ends?.since(since % 1_000 === 0 ? since + 1_000 : since) ?? 0);
}

/** Whether the processes waited for their work, by what happened between the words of their ends and their ends. */
function waitText(costly: readonly Recycled[]): string[] {
  const told = costly.filter(({ process }) => process !== null && lastWordOf(process) !== null);
  if (told.length === 0) return [];
  const ended = told.reduce((sum, one) => sum + endedAfter(one), 0);
  const [them, their, they] = costly.length === 1 ? ["It", "its", "it was"] : ["of them", "their", "they were"];
  const who = (some: readonly Recycled[]): string => (costly.length === 1 ? them : `${figure(some.length)} ${them}`);
  const meanwhile = ended > 0 ? `${count(ended, "task")} ended in that time` : "no task ended in that time";
  const cut = told.filter(({ plan, death }) => plan !== death.cause);
  if (cut.length > 0) {
    const by = enumerate([...new Set(cut.map(({ death }) => death.cause))]);
    const were = cut.length === 1 ? "was" : "were";
    return [`${who(cut)} waited for ${their} work and ${were} cut by ${by}; ${meanwhile}.`];
  }
  const forced = told.filter((one) => one.forced);
  if (forced.length > 0) return [`${who(forced)} did not go in time and had to be killed; ${meanwhile}.`];
  const times = told.flatMap((one) => leavingMs(one) ?? []);
  const longest = times.length > 0 ? Math.max(...times) : Number.POSITIVE_INFINITY;
  if (ended > 0) {
    const [one, were] = costly.flatMap(({ losses }) => losses).length === 1 ? ["one", "was"] : ["ones", "were"];
    const rest = longest > promptMs ? `${one} had not` : `${one} ${were} not waited for`;
    return [`${count(ended, "task")} still ended between the word of ${their} end and the end; the lost ${rest}.`];
  }
  if (longest > promptMs) return [`No task ended once ${their} end was announced.`];
  const gone = formatDuration(Math.max(1, Math.ceil(longest / 1_000)) * 1_000);
  return [
    `No task ended once ${their} end was announced: ${they} gone within ${gone}, and waited for no background work.`,
  ];
}

/** The most that can lie between the first word of its leaving and its end, ms; null where no line bounds the end. */
function leavingMs(one: Recycled): number | null {
  const word = one.process && firstWordOf(one.process);
  if (!word || !one.process || one.death.span.latest === null) return null;
  return between(saidAt(one.process, word), widened(one.death.span))?.most ?? null;
}

/** The first that gave the plan by which it left, before its end; else the last word of all. */
function firstWordOf(process: ProcessFacts): Mark | null {
  const given = process.life?.reasons.filter(({ cause }) => cause !== null && planned.has(cause)) ?? [];
  const words = given.map(({ mark }) => mark).filter((mark) => !process.life?.exits.some((exit) => exit.mark === mark));
  return (
    words.toSorted((a, b) => (a.span.earliest ?? 0) - (b.span.earliest ?? 0) || byPlace(a, b))[0] ?? lastWordOf(process)
  );
}

function restText(all: readonly Recycled[]): string[] {
  const rest = all.filter((one) => !costs(one));
  if (rest.length === 0) return [];
  const joined = rest.filter((one) => endedAfter(one) > 0).length;
  const which = joined === rest.length ? "they" : `${figure(joined)} of them`;
  const why = joined > 0 ? `${which} went on to finish tasks after such a word` : "no known task was running";
  return [`${count(rest.length, "more such end")} cost nothing: ${why}.`];
}

function figuresOf(all: readonly Recycled[], killed: number): Record<string, number> {
  const costly = all.filter(costs);
  const tasks = costly.reduce((sum, { losses }) => sum + losses.length, 0);
  return {
    tasks,
    deaths: costly.length,
    recycles: all.length,
    share: killed === 0 ? 0 : Math.round((1_000 * tasks) / killed) / 1_000,
    perDeath: Math.round((10 * tasks) / Math.max(1, costly.length)) / 10,
    endedAfterFarewell: all.reduce((sum, one) => sum + endedAfter(one), 0),
  };
}

/**
 * Processes of which only the application's log tells: where those that vanished with work had begun as many tasks as each
 * other, or lived as long, something replaces them by a limit. Which one, that log cannot tell.
 */
function untold(recycled: readonly Recycled[], killed: number, { processes }: Case): Finding[] {
  const all = recycled.filter((one) => one.death.cause === "respawn" && one.death.server === null && costs(one));
  const work = workOf(all);
  const lived = regularLifetime(all.flatMap((one) => lifetime(one) ?? []));
  const parts = [...(work ? [work.text] : []), ...(lived ? [lifetimeText(lived)] : [])];
  if (parts.length === 0) return [];
  const losses = all.flatMap((one) => one.losses);
  const { begun } = work ?? {};
  return [
    {
      severity: "warning",
      title: `${count(losses.length, "task")} went with ${count(all.length, "process")} that gave way to others ${parts.join(", ")}`,
      detail:
        `${shareText(losses.length, killed, all)} So regular an end looks like a limit (of requests, tasks, lifetime or memory) ` +
        "by which a server recycles its workers. No line says which: a server's own log may.",
      servers: [...new Set(processes.flatMap(({ life }) => life?.server ?? []))],
      figures: {
        ...figuresOf(all, killed),
        ...(begun ? { tasksPerWorker: begun.median, tasksLeast: begun.least, tasksMost: begun.most } : {}),
        ...(lived ? lifetimeFigures(lived) : {}),
      },
      losses,
      deaths: all.map(({ death }) => death),
      evidence: firstFew(all.slice(0, 3).flatMap((one) => one.losses[0]?.task.last ?? one.losses[0]?.task.start ?? [])),
    },
  ];
}

/** The tasks after which each of them went: all it had begun, or those of the one thread on which a worker does what it is sent. */
function workOf(all: readonly Recycled[]): { readonly begun: Spread; readonly text: string } | null {
  const seen = all.flatMap(({ process }) => process?.seen ?? []);
  const begun = spreadOf(seen.map((own) => own.begun));
  if (isLimit(begun)) return { begun, text: `after ${amountText(begun, "task")} each` };
  const there = spreadOf(seen.map((own) => own.begunThere));
  return isLimit(there) ? { begun: there, text: `after ${amountText(there, "task")} each on one thread` } : null;
}
