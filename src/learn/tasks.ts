import type { Case, StreamFacts } from "../correlate/case.ts";
import { tally } from "../correlate/tally.ts";
import type { StartWording } from "../correlate/task.ts";
import { piecesOf } from "./pieces.ts";
import type { Place, Saying } from "./sayings.ts";
import { similarity, templateOf } from "./template.ts";

/** Wordings of which one is merely a variant of the other share so much. */
const alike = 0.6;
/** Those that differ in nothing but numbers. */
const same = 0.99;

/** How an end closes what a start opens. */
export interface End {
  /** One, or the variants of one. */
  readonly sayings: readonly Saying[];
  readonly count: number;
  readonly pairedBy: "id" | "thread";
}

/** A kind of task, and how its tasks went. */
export interface TaskKind {
  readonly starts: readonly Saying[];
  readonly ends: readonly End[];
  readonly started: number;
  readonly failed: number;
  readonly unfinished: number;
  readonly longestMs: number;
  readonly open: readonly Place[];
}

/** The kinds of tasks that the analysis believes in, by what was said of them. The most frequent first. */
export function taskKinds(
  sayings: ReadonlyMap<string, Saying>,
  facts: readonly StreamFacts[],
  found: Case,
): TaskKind[] {
  const believed = [...tally(facts).believed].filter((wording) => !wording.byServer);
  const starts = new Map(
    believed.flatMap(({ signature }) => {
      const saying = sayings.get(signature);
      return saying ? [[signature, saying] as const] : [];
    }),
  );
  const counts = new Counter(facts, found);
  return joined([...starts.values()])
    .map((group) => ({ starts: group, ends: endsOf(group, sayings), ...counts.of(group, believed) }))
    .sort((a, b) => b.started - a.started);
}

/** Wordings learned from the sample are told apart by every name that the message holds: their variants are one. */
function joined(sayings: readonly Saying[]): Saying[][] {
  const groups: Saying[][] = [];
  for (const saying of [...sayings].sort((a, b) => b.lines - a.lines)) {
    const group = groups.find(([other]) => other && isVariant(other, saying));
    if (group) group.push(saying);
    else groups.push([saying]);
  }
  return groups;
}

const isLearned = ({ signature }: Saying): boolean => signature.includes(":learned");

function isVariant(a: Saying, b: Saying): boolean {
  if (a.phase !== b.phase || a.outcome !== b.outcome) return false;
  const [first = [], second = []] = [a, b].map(({ messages: [message] }) =>
    templateOf(piecesOf(message?.text ?? "", [])),
  );
  const shared = similarity(first, second);
  const mayBe = a.phase === "end" ? isLearned(a) && isLearned(b) : sharesEnd(a, b) && (isLearned(a) || isLearned(b));
  return shared >= same || (shared >= alike && mayBe);
}

const sharesEnd = (a: Saying, b: Saying): boolean => [...a.ends.keys()].some((end) => b.ends.has(end));

/** The wordings that end the tasks; those that mostly seemed to are steps. What ends them in another source bears their ids. */
function endsOf(starts: readonly Saying[], sayings: ReadonlyMap<string, Saying>): End[] {
  const ids = new Set(starts.flatMap((start) => [...start.ids]));
  const counted = [...sayings.values()].flatMap((saying) => {
    if (saying.phase !== "end") return [];
    const pairings = starts.flatMap((start) => start.ends.get(saying.signature) ?? []);
    const survived = sum(pairings, (pairing) => pairing.survived);
    const afar = [...saying.ids].filter((id) => ids.has(id)).length;
    const count = sum(pairings, (pairing) => pairing.count) - survived + afar;
    const byId = sum(pairings, (pairing) => pairing.byId) + afar;
    return count > survived ? [{ saying, count, byId }] : [];
  });
  return joined(counted.map(({ saying }) => saying))
    .map((group): End => {
      const own = counted.filter(({ saying }) => group.includes(saying));
      const count = sum(own, (one) => one.count);
      return { sayings: group, count, pairedBy: 2 * sum(own, (one) => one.byId) > count ? "id" : "thread" };
    })
    .sort((a, b) => b.count - a.count);
}

/** Counts what became of tasks, by the wordings of their starts. */
class Counter {
  readonly #facts: readonly StreamFacts[];
  readonly #found: Case;

  constructor(facts: readonly StreamFacts[], found: Case) {
    this.#facts = facts;
    this.#found = found;
  }

  of(group: readonly Saying[], believed: readonly StartWording[]): Omit<TaskKind, "starts" | "ends"> {
    const signatures = new Set(group.map(({ signature }) => signature));
    const wordings = believed.filter(({ signature }) => signatures.has(signature));
    const findings = this.#found.unfinished.filter(({ task }) => signatures.has(task.wording.signature));
    const lost = new Set(findings.map(({ task }) => task.start));
    const others = this.#facts
      .flatMap(({ tasks }) => tasks.unfinished())
      .filter((task) => signatures.has(task.wording.signature) && !lost.has(task.start));
    const within = others.filter((task) => task.tentative === null && task.outer !== null);
    const troubled = others.filter((task) => task.tentative?.outcome === "failed").length;
    const open = [...findings.map(({ task }) => task.start), ...within.map((task) => task.start)];
    return {
      started: sum(wordings, (w) => w.started),
      failed: sum(wordings, (w) => w.failed + sum([...w.nested.values()], (n) => n.failed)) + troubled,
      unfinished: open.length,
      longestMs: Math.max(0, ...wordings.map((w) => w.maxDurationMs)),
      open: open.slice(0, 5).map(({ source, line }) => ({ source, line })),
    };
  }
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
