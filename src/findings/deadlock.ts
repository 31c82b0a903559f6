import type { Case, Loss, PlacedDump } from "../correlate/case.ts";
import type { Frame } from "../correlate/dumps.ts";
import type { Mark } from "../correlate/mark.ts";
import { groupBy } from "../recognise/group-by.ts";
import { count, enumerate, figure } from "../report/text.ts";
import { formatClock, formatDuration } from "../time/format.ts";
import type { Finding, Rule } from "./finding.ts";
import { firstFew, pidsText } from "./measure.ts";
import {
  atWork,
  dumpsByProcess,
  isInner,
  markOfFrame,
  type OwnDumps,
  type SharedCall,
  type Standing,
  sharedCall,
  siteOf,
  standingOf,
} from "./stacks.ts";
import { type Standstill, standstills } from "./standstill.ts";

/** Places in the code, and processes, that the text tells of one by one. */
const told = 3;
/** How many times longer than what is too long a silence must be, if a death has ended it. */
const plainly = 4;

/** Several tasks of a living process that fell silent together, and the call in which the dumps show them. */
export const deadlock: Rule = {
  id: "deadlock",
  find: (found) => {
    const stills = standstills(found);
    const dumps = dumpsByProcess(
      stills.map(({ losses }) => losses),
      found,
    );
    const stuck = stills
      .map((still, i) => stuckOf(still, dumps[i] ?? { dumps: [], sure: true }))
      .filter((one) => isPlain(one) && isGrounded(one, found));
    const alike = groupBy(stuck, ({ shared, standstill }) => `${keyOf(shared)}\0${standstill.death !== null}`);
    return [...alike.values()]
      .map((group) => findingOf(group, found))
      .toSorted((a, b) => b.losses.length - a.losses.length);
  },
};

/** A standstill with what dumps of its process tell. */
interface Stuck {
  readonly standstill: Standstill;
  readonly dumps: readonly PlacedDump[];
  readonly sure: boolean;
  /** Its tasks in the dumps. */
  readonly standing: readonly Standing[];
  readonly shared: SharedCall | null;
  /** What the process's threads share where the dumps name them otherwise than the log does. */
  readonly others: SharedCall | null;
}

function stuckOf(standstill: Standstill, { dumps, sure }: OwnDumps): Stuck {
  const standing = standingOf(standstill.losses, dumps);
  const named = dumps.filter(({ pid }) => pid !== null);
  return {
    standstill,
    dumps,
    sure,
    standing,
    shared: sharedCall(standing),
    others: standing.length > 0 ? null : sharedCall(atWork(named.slice(-1))),
  };
}

/** Of a process that was killed in the end, its tasks may just have been slow: it must have lived on with them for very long. */
const isPlain = ({ standstill, shared }: Stuck): boolean => {
  const { death, livedUntil, from, until, patience } = standstill;
  return death === null || shared !== null || (livedUntil !== null && until - from > plainly * patience);
};

const keyOf = (shared: SharedCall | null): string => (shared ? `${shared.frame.function}\0${shared.frame.file}` : "");

/** Whether the process is known to have lived on. */
const livedOn = ({ standstill, standing }: Stuck): boolean =>
  standstill.livedUntil !== null || standing.length > 0 || (standstill.alone && standstill.answered > 0);

/**
 * Whether something shows that the process lived on with its tasks; or, where nothing does, at least nothing speaks against it: of
 * no pid, they can be of several processes; and where others vanished without a word, so may this one have.
 */
function isGrounded(stuck: Stuck, { deaths }: Case): boolean {
  const { losses, death } = stuck.standstill;
  if (livedOn(stuck) || stuck.shared) return true;
  const [first] = losses;
  const vanished = deaths.some((one) => one !== death && one.reason !== null && one.host === first?.host);
  return first !== undefined && first.task.pid > 0 && !vanished;
}

function findingOf(group: readonly Stuck[], found: Case): Finding {
  const all = group.toSorted((a, b) => b.standstill.losses.length - a.standstill.losses.length);
  const losses = all.flatMap(({ standstill }) => standstill.losses);
  const standing = all.flatMap((stuck) => stuck.standing);
  const shared = sharedCall(standing);
  const stills = all.map(({ standstill }) => standstill);
  const from = Math.min(...stills.map((still) => still.from));
  return {
    severity: all.some(livedOn) ? "critical" : "warning",
    title: titleOf(losses, shared, all),
    detail: [...all.slice(0, told).flatMap(courseOf), ...more(all), ...stackText(all, losses, shared)].join(" "),
    servers: serversOf(all),
    figures: {
      stuck: losses.length,
      threads: new Set(losses.map(({ host, task }) => `${host}\0${task.pid}\0${task.tid}`)).size,
      processes: all.length,
      silentMs: Math.max(...stills.map((still) => still.until)) - from,
      inDump: standing.length,
      sharedFrame: shared?.threads.length ?? 0,
    },
    losses,
    deaths: found.deaths.filter((death) => stills.some((still) => still.death === death)),
    evidence: evidenceOf(losses, shared ?? all[0]?.others ?? null),
  };
}

const serversOf = (all: readonly Stuck[]): string[] => [
  ...new Set(
    all.flatMap(({ standstill, standing }) => [
      ...(standstill.process?.life ? [standstill.process.life.server] : []),
      ...standing.map(({ dump }) => dump.parser),
    ]),
  ),
];

function titleOf(losses: readonly Loss[], shared: SharedCall | null, all: readonly Stuck[]): string {
  const who = `${count(losses.length, "task")} of ${pidsText(losses.map(({ task }) => task.pid))}`;
  const killed = all.every(({ standstill }) => standstill.death !== null);
  const on = all.some(livedOn) ? ", and the process lived on" : "";
  if (!shared) return `${who} fell silent together${killed ? ", long before they were killed" : on}`;
  const sites = shared.sites.flatMap(({ frame }) => frame ?? []);
  const number = shared.threads.length;
  const many = number === losses.length ? "all" : `${figure(number)} of ${figure(losses.length)}`;
  const verb = isWaiting(shared) ? "wait for each other" : "stand still together";
  const how = killed ? "were stuck before they were killed" : verb;
  return `${who} ${how}: ${many} in ${shared.frame.function}${callers(shared.frame, sites)}`;
}

/** `, called from step (jobs.py:41 and 47)`; or only the place, where the call is the application's own. */
function callers(inner: Frame, sites: readonly Frame[]): string {
  const [first] = sites;
  if (!first) return "";
  const own = sites.filter((site) => site.file === first.file);
  const lines = [...new Set(own.map(({ line }) => line).filter((line) => line !== null))].slice(0, told);
  const place = `(${fileName(first)}${lines.length > 0 ? `:${enumerate(lines.map(String))}` : ""})`;
  return inner.function === first.function && inner.file === first.file
    ? ` ${place}`
    : `, called from ${first.function} ${place}`;
}

/** A call that takes a lock, or waits for another thread: in Python, Java and Ruby alike. */
const lockNames =
  /(?:^|[._])(?:r?lock|acquire|_?wait\w*|__enter__|join|park\w*|await\w*|synchronize|sleep_forever|result|put|get)$|futex|sem_wait|cond_(?:timed)?wait/i;

/** What Java and Go say of a thread that waits for another. */
const waitingState = /BLOCKED|WAITING|waiting|semacquire|sync\.|chan /;

const isWaiting = ({ frame, threads }: SharedCall): boolean =>
  (isInner(frame) && lockNames.test(frame.function)) ||
  threads.every(({ thread }) => waitingState.test(thread.state ?? ""));

const fileName = ({ file }: Frame): string => (file ?? "?").split(/[/\\]/).at(-1) ?? "?";

const placeOf = (frame: Frame): string => `${fileName(frame)}${frame.line === null ? "" : `:${frame.line}`}`;

/** How it went with one process. */
function courseOf(stuck: Stuck): string[] {
  const { losses, from, to, until, death } = stuck.standstill;
  const offset = losses[0]?.task.start.offset ?? 0;
  const at = (ms: number): string => formatClock(ms, offset);
  const pair = losses.slice(0, 2).map(nameOf);
  const ends = death ? "before the process went" : "before the log's end";
  const usual = Math.max(...losses.map(({ task }) => task.wording.maxDurationMs));
  const when = from === to ? `at ${at(from)}` : `between ${at(from)} and ${at(to)}`;
  const first = losses.length > 2 ? `, ${enumerate(pair)} first` : "";
  return [
    `The last signs of life of ${count(losses.length, "task")} of ${pidsText([losses[0]?.task.pid ?? -1])} came ${when}${first}, ${formatDuration(until - from)} ${ends}; such tasks took ${formatDuration(usual)} at most.`,
    ...lifeText(stuck, at),
  ];
}

/** What shows that the process lived on. */
function lifeText({ standstill, standing }: Stuck, at: (ms: number) => string): string[] {
  const { livedUntil, answered, alone } = standstill;
  const own = livedUntil === null ? [] : [`its own last line is of ${at(livedUntil)}`];
  const others = alone ? "" : ", by which process they do not say";
  const requests =
    answered > 0 ? [`${count(answered, "request")} ${answered === 1 ? "was" : "were"} answered since${others}`] : [];
  const dumped = standing.length > 0 && own.length + requests.length === 0 ? ["its stacks could be dumped"] : [];
  const proofs = [...own, ...requests, ...dumped];
  return [
    proofs.length > 0
      ? `The process went on: ${enumerate(proofs)}.`
      : "Whether the process itself went on, no line tells.",
  ];
}

const more = ({ length }: readonly unknown[]): string[] =>
  length > told ? [`It was the same in ${count(length - told, "more process")}.`] : [];

const nameOf = ({ task }: Loss): string => task.ids[0] ?? `the one on thread ${task.tid}`;

/** What the dumps tell, and what they do not. */
function stackText(all: readonly Stuck[], losses: readonly Loss[], shared: SharedCall | null): string[] {
  const standing = all.flatMap((stuck) => stuck.standing);
  const missing = losses.length - standing.length;
  const given = all.flatMap(({ dumps }) => dumps);
  if (given.length === 0) return ["What they wait for, only a dump of their stacks can show."];
  const [other] = all.flatMap(({ others }) => others ?? []);
  return [
    ...(shared ? [sitesText(shared)] : []),
    ...(!shared && standing.length > 0
      ? [`In the stack dump ${figure(standing.length)} of them stand in different calls.`]
      : []),
    ...(other
      ? [
          `The stack dump names its threads otherwise than the log does; ${figure(other.threads.length)} of them are in ${other.frame.function}${callers(
            other.frame,
            other.sites.flatMap(({ frame }) => frame ?? []),
          )}.`,
        ]
      : []),
    ...(all.every(({ sure }) => sure) ? [] : [whose]),
    ...(missing > 0 && !other ? [missingText(missing, given)] : []),
  ];
}

const whose = "Which process a dump is of, it does not tell, since forked processes share thread ids.";

function sitesText({ frame, sites, threads }: SharedCall): string {
  const places = sites.slice(0, told).map(({ frame: site, threads: own }) => {
    const who = own.length <= 2 && threads.length > own.length ? ` (${enumerate(own.flatMap(namesOf))})` : "";
    return `${figure(own.length)} ${siteText(site, frame, own[0])}${who}`;
  });
  const rest = sites.length - places.length;
  const list = enumerate(rest > 0 ? [...places, `others at ${count(rest, "more place")}`] : places);
  const call = isInner(frame) ? placeOf(frame) : fileName(frame);
  return `Their stacks stand in ${frame.function} (${call}): ${list}. Who holds what the others wait for, a stack does not tell.`;
}

const namesOf = ({ loss }: Standing): string[] => (loss ? [nameOf(loss)] : []);

function siteText(site: Frame | null, shared: Frame, one: Standing | undefined): string {
  if (!site) return "at no line of the application";
  if (isInner(shared)) return `at ${placeOf(site)} in ${site.function}`;
  const deepest = one ? siteOf(one.thread) : null;
  const further = deepest && deepest !== site ? `, on in ${deepest.function} (${placeOf(deepest)})` : "";
  return `at line ${site.line ?? "?"}${further}`;
}

function missingText(missing: number, dumps: readonly PlacedDump[]): string {
  const frames = dumps.flatMap(({ threads }) => threads.flatMap((thread) => thread.frames));
  const green = frames.some(({ file }) => /(?:^|[/\\])gevent[/\\]/.test(file ?? ""));
  const none = `${figure(missing)} of the tasks ${missing === 1 ? "is" : "are"} not in the stack dump`;
  return green
    ? `${none}: a dump of native threads shows no greenlets but the one that runs; gevent.util.print_run_info() shows them all.`
    : `${none}.`;
}

/** The shared call, once for each place it was made from, and the last lines of those that stopped first. */
function evidenceOf(losses: readonly Loss[], shared: SharedCall | null): Mark[] {
  const stacks = (shared?.sites ?? []).slice(0, told - 1).flatMap(({ frame, threads: [first] }) => {
    if (!first || !shared) return [];
    const inner = first.thread.frames[0] ?? shared.frame;
    return [markOfFrame(first, inner), ...(frame && frame !== inner ? [markOfFrame(first, frame)] : [])];
  });
  return firstFew([...stacks, ...losses.slice(0, told).map(({ task }) => task.last ?? task.start)]);
}
