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
  readonly saying: Saying;
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

/** Starts learned from the sample have a wording of their own for every name that the message holds: they are one. */
function joined(starts: readonly Saying[]): Saying[][] {
  const groups: Saying[][] = [];
  for (const start of [...starts].sort((a, b) => b.lines - a.lines)) {
    const group = groups.find(([other]) => other && isVariant(other, start));
    if (group) group.push(start);
    else groups.push([start]);
  }
  return groups;
}

const isLearned = ({ signature }: Saying): boolean => signature.includes(":learned");

function isVariant(a: Saying, b: Saying): boolean {
  const [first = [], second = []] = [a, b].map(({ messages: [message] }) =>
    templateOf(piecesOf(message?.text ?? "", [])),
  );
  const shared = similarity(first, second);
  const sameEnd = [...a.ends.keys()].some((end) => b.ends.has(end));
  return shared >= same || (shared >= alike && sameEnd && (isLearned(a) || isLearned(b)));
}

/** The wordings that end the tasks; those that mostly seemed to are steps. What ends them in another source bears their ids. */
function endsOf(starts: readonly Saying[], sayings: ReadonlyMap<string, Saying>): End[] {
  const ids = new Set(starts.flatMap((start) => [...start.ids]));
  const ends: End[] = [];
  for (const saying of sayings.values()) {
    if (saying.phase !== "end") continue;
    const pairings = starts.flatMap((start) => start.ends.get(saying.signature) ?? []);
    const count = pairings.reduce((sum, p) => sum + p.count - p.survived, 0);
    const survived = pairings.reduce((sum, p) => sum + p.survived, 0);
    const byId = pairings.reduce((sum, p) => sum + p.byId, 0);
    const afar = [...saying.ids].filter((id) => ids.has(id)).length;
    if (count + afar <= survived) continue;
    ends.push({ saying, count: count + afar, pairedBy: byId + afar > (count + survived) / 2 ? "id" : "thread" });
  }
  return ends.sort((a, b) => b.count - a.count);
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
