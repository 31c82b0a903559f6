import { UserPatterns } from "../recognise/user-patterns.ts";
import type { Example, LearnedPattern, LearnedTask } from "./learned.ts";
import { fits, type Pattern, patternsOf } from "./patterns.ts";
import type { Place, Saying, Sayings } from "./sayings.ts";
import type { TaskKind } from "./tasks.ts";

/** A saying for which there are patterns. */
interface Proposed {
  readonly kind: LearnedPattern["kind"];
  readonly sayings: readonly Saying[];
  readonly patterns: readonly Pattern[];
}

/** Names a source by its index. */
export type Namer = (source: number) => string;

/** Proposes patterns for kinds of tasks, each held against all that the sample says. */
export class Proposal {
  readonly tasks: readonly LearnedTask[];
  readonly patterns: { readonly start: string[]; readonly end: string[]; readonly fail: string[] };
  readonly #sayings: Sayings;
  readonly #name: Namer;
  readonly #bySaying = new Map<Saying, Proposed>();
  readonly #all: Proposed[] = [];

  constructor(kinds: readonly TaskKind[], sayings: Sayings, name: Namer) {
    this.#sayings = sayings;
    this.#name = name;
    for (const { starts, ends } of kinds) {
      this.#propose(starts, "start");
      for (const { saying } of ends) this.#propose([saying], saying.outcome === "failed" ? "fail" : "end");
    }
    this.patterns = { start: this.#sources("start"), end: this.#sources("end"), fail: this.#sources("fail") };
    const own = new UserPatterns({
      start: this.patterns.start.map((source) => new RegExp(source)),
      end: this.patterns.end.map((source) => new RegExp(source)),
      fail: this.patterns.fail.map((source) => new RegExp(source)),
    });
    this.tasks = kinds.map((kind) => this.#taskOf(kind, own));
  }

  #propose(sayings: readonly Saying[], kind: Proposed["kind"]): void {
    if (sayings.some((saying) => this.#bySaying.has(saying))) return;
    const isForeign = (expression: RegExp): boolean => this.#isForeign(expression, sayings);
    const patterns = patternsOf(sayings, { isForeign, names: kind === "start" });
    const proposed = { kind, sayings, patterns };
    this.#all.push(proposed);
    for (const saying of sayings) this.#bySaying.set(saying, proposed);
  }

  /** Whether an expression fits what means something else. */
  #isForeign(expression: RegExp, own: readonly Saying[]): boolean {
    const { phase, outcome } = own[0] ?? {};
    for (const saying of this.#sayings.bySignature.values()) {
      if (own.includes(saying) || (saying.phase === phase && saying.outcome === outcome && phase === "end")) continue;
      if (saying.messages.some(({ text }) => expression.test(text))) return true;
    }
    for (const { texts } of this.#sayings.others.values()) if (texts.some((text) => expression.test(text))) return true;
    return false;
  }

  #sources(kind: Proposed["kind"]): string[] {
    const sources = this.#all
      .filter((proposed) => proposed.kind === kind)
      .flatMap(({ patterns }) => patterns.map(({ source }) => source));
    return [...new Set(sources)];
  }

  #taskOf(kind: TaskKind, own: UserPatterns): LearnedTask {
    const durations = kind.starts.flatMap(({ durations }) => durations).sort((a, b) => a - b);
    const byId = kind.ends.filter(({ pairedBy }) => pairedBy === "id").reduce((sum, { count }) => sum + count, 0);
    const all = kind.ends.reduce((sum, { count }) => sum + count, 0);
    return {
      starts: this.#patternsOf(kind.starts[0], own),
      ends: kind.ends.flatMap(({ saying, count, pairedBy }) =>
        this.#patternsOf(saying, own).map((pattern) => ({
          ...pattern,
          count,
          pairedBy,
          strays: saying.strays,
          strayAt: saying.strayAt.map((place) => this.#place(place)),
        })),
      ),
      pairedBy: all === 0 ? null : byId * 2 >= all ? "id" : "thread",
      started: kind.started,
      finished: Math.max(0, kind.started - kind.unfinished),
      failed: kind.failed,
      unfinished: kind.unfinished,
      typicalMs: durations[Math.floor(durations.length / 2)] ?? null,
      longestMs: durations.length > 0 ? Math.max(kind.longestMs, durations.at(-1) ?? 0) : null,
      open: kind.open.map((place) => this.#place(place)),
    };
  }

  #patternsOf(saying: Saying | undefined, own: UserPatterns): LearnedPattern[] {
    const proposed = saying && this.#bySaying.get(saying);
    if (!saying || !proposed) return [];
    const { kind, sayings, patterns } = proposed;
    const messages = sayings.flatMap((one) => one.messages);
    return patterns.map(({ source, expression, says }, i) => {
      const fitted = messages.filter((message) => fits(expression, message));
      const unfit = messages.filter((message) => !patterns.some((pattern) => fits(pattern.expression, message)));
      return {
        kind,
        pattern: source,
        says,
        lines: fitted.length,
        missed: i === 0 ? unfit.length : 0,
        extra: this.#extras(expression, sayings, own),
        example: this.#example(saying),
      };
    });
  }

  /** Other messages of the sample that the pattern would take. */
  #extras(expression: RegExp, own: readonly Saying[], patterns: UserPatterns): number {
    const takes = (text: string): boolean => {
      if (!expression.test(text)) return false;
      const said = patterns.classify(text, 0);
      return said?.phase === own[0]?.phase && said?.outcome === own[0]?.outcome;
    };
    let extras = 0;
    for (const { texts, count } of this.#sayings.others.values()) if (texts.some(takes)) extras += count;
    return extras;
  }

  #example({ example }: Saying): Example {
    return { source: this.#name(example.source), line: example.line, text: example.text };
  }

  #place({ source, line }: Place): { source: string; line: number } {
    return { source: this.#name(source), line };
  }
}
