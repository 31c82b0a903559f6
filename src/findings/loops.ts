import type { Case } from "../correlate/case.ts";
import type { Instance } from "../correlate/life.ts";
import type { Mark } from "../correlate/mark.ts";
import type { ProcessFacts } from "../correlate/processes.ts";
import { groupBy } from "../recognise/group-by.ts";
import { orderOf, placeNameOf, Starts, slotNameOf } from "./false-starts.ts";
import { between } from "./measure.ts";
import { wordLoops } from "./word-loops.ts";

/** Starts in a row that failed, without a word of anybody: what is less can be chance. */
const row = 3;
/** Where a server says of it that its application does not boot. */
const rowTold = 2;

/** The part of a server's short-lived processes that did nothing, where its application does not boot. */
const mostly = 0.75;

/** A start after which nothing was done. */
export interface Attempt {
  readonly pid: number | null;
  readonly from: Mark;
  /** The last that was told of it. */
  readonly to: Mark;
  readonly exitCode: number | null;
  readonly processes: readonly ProcessFacts[];
}

/** Starts of one thing that failed one after the other. */
export interface Loop {
  /** A program that a supervisor starts by name; a server as a whole; processes of a server that lives on; what only words tell of. */
  readonly kind: "program" | "server" | "workers" | "words";
  readonly name: string;
  readonly place: string;
  /** Who tells of it, the program's own server first. */
  readonly servers: readonly string[];
  readonly attempts: readonly Attempt[];
  /** The word that starts are held back, where no attempt is told. */
  readonly words: readonly Mark[];
  /** The word that it is not tried again. */
  readonly gaveUp: Mark | null;
  /** It was started once more, and stayed. */
  readonly back: boolean;
}

/** Everything that was started again and again in vain, each loop once: by whoever is nearest to its cause from above. */
export function loopsOf(found: Case): Loop[] {
  const starts = new Starts(found);
  const programs = [...programLoops(found, starts), ...namedLoops(found)];
  const servers = serverLoops(found, starts).filter((loop) => !isWithin(loop, programs));
  const workers = workerLoops(found, starts).filter((loop) => !isWithin(loop, [...programs, ...servers]));
  const loops = [...programs, ...servers, ...workers];
  return [...loops, ...wordLoops(found, loops, starts)];
}

/** Whether the processes of a loop are those that another one tells of. */
function isWithin({ attempts }: Loop, others: readonly Loop[]): boolean {
  const told = new Set(others.flatMap((other) => other.attempts.flatMap(({ processes }) => processes)));
  return attempts.every(({ processes }) => processes.length > 0 && processes.every((process) => told.has(process)));
}

/** Slots with a name. */
function programLoops({ processes, omens, to }: Case, starts: Starts): Loop[] {
  const named = processes.filter(({ life }) => typeof life?.worker === "string" && life.start !== null);
  const groups = groupBy(named, (p) => `${placeNameOf(p)} ${p.life ? slotNameOf(p.life) : ""} ${p.life?.role}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const life = first?.life;
    if (!first || !life) return [];
    const word = omens.find((omen) => omen.sign === "gave-up" && slotNameOf(omen) === slotNameOf(life));
    return rowsOf(sorted(group), (p) => starts.isFalse(p))
      .filter(({ items }) => items.length >= (word ? 1 : row))
      .map(({ items, next }) => {
        const inner = items.flatMap((p) => starts.ledBy(p));
        const gaveUp = word && isLatest(word.mark, items, next) ? word.mark : null;
        const attempts = items.flatMap((p) => attemptOf(p, [p, ...membersOf(starts.ledBy(p), processes)]));
        return {
          kind: "program" as const,
          name: String(life.worker),
          place: first.scope ?? first.host,
          servers: [...new Set([...inner.map(({ server }) => server), life.server])],
          attempts,
          words: [],
          gaveUp,
          back: next !== undefined && (starts.didWork(next) || isLonger(lifeOf(next), to, attempts)),
        };
      });
  });
}

/** From when to when something was up; null: to the end. */
type Term = readonly [Mark | null, number | null];

const lifeOf = ({ life, death }: ProcessFacts): Term => [
  life?.start ?? null,
  death ? (death.span.earliest ?? death.span.latest) : null,
];

const termOf = ({ instance }: ServerTrial): Term => [instance.begun, instance.ended?.mark.span.earliest ?? null];

/** Whether it was up for plainly longer than the attempts before it. `end`: the last instant of the logs, epoch ms. */
function isLonger([from, to]: Term, end: number | null, attempts: readonly Attempt[]): boolean {
  const [start, stop] = [from?.span.latest ?? null, to ?? end];
  const longest = Math.max(...attempts.map((a) => between(a.from.span, a.to.span)?.most ?? 0));
  return start !== null && stop !== null && stop - start > 2 * longest;
}

const isLatest = (mark: Mark, items: readonly ProcessFacts[], next: ProcessFacts | undefined): boolean =>
  orderOf(mark) >= orderOf(items.at(-1)?.life?.start ?? null) &&
  (next === undefined || orderOf(next.life?.start ?? null) >= orderOf(mark));

/** Programs of whose processes no pid is told. */
function namedLoops({ programs, omens }: Case): Loop[] {
  return programs.flatMap(({ server, name, runs, next }) => {
    const last = runs.at(-1);
    const gaveUp = omens.find((o) => o.sign === "gave-up" && slotNameOf(o) === slotNameOf({ server, worker: name }));
    const isOver = gaveUp !== undefined && last !== undefined && orderOf(gaveUp.mark) >= orderOf(last.end);
    if (!last || runs.length < (isOver ? 1 : row)) return [];
    return {
      kind: "program" as const,
      name,
      place: "",
      servers: [server],
      attempts: runs.map(({ start, end, exitCode }) => ({ pid: null, from: start, to: end, exitCode, processes: [] })),
      words: [],
      gaveUp: isOver ? gaveUp.mark : null,
      back: next !== null,
    };
  });
}

/** Servers that were started anew each time. */
function serverLoops({ processes, to }: Case, starts: Starts): Loop[] {
  const groups = groupBy(trialsOf(processes, starts), ({ place, instance }) => `${place} ${instance.server}`);
  return [...groups.values()].flatMap((group) => {
    const inOrder = group.toSorted((a, b) => orderOf(a.instance.begun) - orderOf(b.instance.begun));
    return rowsOf(inOrder, ({ failed }) => failed)
      .filter(({ items }) => items.length >= rowTold)
      .map(({ items, next }) => ({ items, next, attempts: items.flatMap((trial) => serverAttempt(trial, starts)) }))
      .map(({ items, next, attempts }) => ({
        kind: "server" as const,
        name: items[0]?.instance.server ?? "",
        place: items[0]?.members[0]?.scope ?? items[0]?.members[0]?.host ?? "",
        servers: [items[0]?.instance.server ?? ""],
        attempts,
        words: [],
        gaveUp: null,
        back:
          next !== undefined && (next.members.some((p) => starts.didWork(p)) || isLonger(termOf(next), to, attempts)),
      }));
  });
}

interface ServerTrial {
  readonly place: string;
  readonly instance: Instance;
  readonly members: readonly ProcessFacts[];
  readonly failed: boolean;
}

function trialsOf(processes: readonly ProcessFacts[], starts: Starts): ServerTrial[] {
  const groups = groupBy(
    processes.filter(({ life }) => life !== null),
    ({ life }) => life?.instance,
  );
  return [...groups].flatMap(([instance, members]) => {
    const [first] = members;
    if (!instance || !first || instance.begun === null) return [];
    const workers = members.filter(({ life }) => life?.role !== "master");
    const idle = members.every((p) => !starts.didWork(p));
    const inVain = workers.length > 0 && workers.every((p) => starts.isFalse(p));
    const failed = idle && (starts.wordsOf(instance).length > 0 || inVain);
    return { place: placeNameOf(first), instance, members, failed };
  });
}

function serverAttempt({ instance, members }: ServerTrial, starts: Starts): Attempt[] {
  const { begun, master, ended } = instance;
  const words = starts.wordsOf(instance).map(({ mark }) => mark);
  const exits = members.flatMap(({ life }) => life?.exits.map(({ mark }) => mark) ?? []);
  const to = [...words, ...exits, ...(ended ? [ended.mark] : [])].sort((a, b) => orderOf(b) - orderOf(a))[0];
  const exitCode = members.find(({ life }) => life?.role === "master")?.death?.exitCode ?? null;
  return begun && to ? [{ pid: master, from: begun, to, exitCode, processes: members }] : [];
}

/** Processes that a server which lives on starts, or one that then halts. */
function workerLoops({ processes }: Case, starts: Starts): Loop[] {
  const groups = groupBy(
    processes.filter(({ life }) => life?.start && life.role !== "master" && typeof life.worker !== "string"),
    ({ life }) => life?.instance,
  );
  return [...groups].flatMap(([instance, members]) => {
    const [first] = members;
    if (!instance || !first) return [];
    const words = starts.wordsOf(instance);
    const halt = words.find(({ life }) => life?.role === "master" && instance.ended !== null)?.mark ?? null;
    const least = halt ? 1 : words.length > 0 ? rowTold : row;
    const slots = groupBy(members, ({ life }) => life?.worker);
    const rows = [...slots.values()]
      .flatMap((slot) => rowsOf(sorted(slot), (p) => starts.isFalse(p)))
      .filter(({ items }) => items.length >= least);
    const failed = sorted(rows.flatMap(({ items }) => items));
    // Where most of those that go so soon had done some work, the others had no time to.
    const isByChance = words.length === 0 && failed.length < mostly * members.filter((p) => starts.isShort(p)).length;
    if (failed.length === 0 || isByChance) return [];
    return {
      kind: "workers" as const,
      name: instance.server,
      place: first.scope ?? first.host,
      servers: [instance.server],
      attempts: failed.flatMap((p) => attemptOf(p, [p])),
      words: [],
      gaveUp: halt,
      back: !halt && rows.every(({ next }) => next !== undefined && (starts.didWork(next) || !next.death)),
    };
  });
}

function attemptOf({ pid, life, death }: ProcessFacts, processes: readonly ProcessFacts[]): Attempt[] {
  const to = life?.exits.map(({ mark }) => mark).sort((a, b) => orderOf(a) - orderOf(b))[0];
  return life?.start && to
    ? [{ pid: pid > 0 ? pid : null, from: life.start, to, exitCode: death?.exitCode ?? null, processes }]
    : [];
}

const membersOf = (instances: readonly Instance[], processes: readonly ProcessFacts[]): ProcessFacts[] =>
  instances.length === 0 ? [] : processes.filter(({ life }) => life !== null && instances.includes(life.instance));

const sorted = (processes: readonly ProcessFacts[]): ProcessFacts[] =>
  processes.toSorted((a, b) => orderOf(a.life?.start ?? null) - orderOf(b.life?.start ?? null));

/** The rows of neighbours that failed, each with who came after them. */
function rowsOf<T>(items: readonly T[], isFailed: (item: T) => boolean): { items: T[]; next: T | undefined }[] {
  const rows: { items: T[]; next: T | undefined }[] = [];
  let open: T[] = [];
  for (const item of items) {
    if (isFailed(item)) {
      open.push(item);
      continue;
    }
    if (open.length > 0) rows.push({ items: open, next: item });
    open = [];
  }
  return open.length > 0 ? [...rows, { items: open, next: undefined }] : rows;
}
