import type { Example, LearnedPattern, LearnedTask } from "./learned.ts";
import { fits, type Pattern, patternsOf } from "./patterns.ts";
import type { Message, Place, Saying, Sayings } from "./sayings.ts";
import type { TaskKind } from "./tasks.ts";

/** Share of a wording's lines that may be said in other words of the sample, too, before a pattern is taken to mean those. */
const overlooked = 0.05;

/** Exceptions of which the places are told. */
const placesTold = 5;

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
      for (const { sayings: said } of ends) this.#propose(said, said[0]?.outcome === "failed" ? "fail" : "end");
    }
    this.patterns = { start: this.#sources("start"), end: this.#sources("end"), fail: this.#sources("fail") };
    this.tasks = kinds.map((kind) => this.#taskOf(kind));
  }

  #propose(sayings: readonly Saying[], kind: Proposed["kind"]): void {
    const fresh = sayings.filter((saying) => !this.#bySaying.has(saying));
    if (fresh.length === 0) return;
    const isForeign = (expression: RegExp): boolean => this.#isForeign(expression, sayings);
    const patterns = patternsOf(sayings, { kind, isForeign });
    const proposed = { kind, sayings, patterns };
    this.#all.push(proposed);
    for (const saying of fresh) this.#bySaying.set(saying, proposed);
  }

  /** Whether an expression fits what means something else. What little fits it by its words alone was overlooked. */
  #isForeign(expression: RegExp, own: readonly Saying[]): boolean {
    const { phase, outcome } = own[0] ?? {};
    const test = (text: string): boolean => expression.test(text);
    let fit = this.#othersFit(test);
    for (const saying of this.#sayings.bySignature.values()) {
      if (own.includes(saying) || (phase === "end" && saying.phase === phase && saying.outcome === outcome)) continue;
      const lines = saying.messages.filter(({ text }) => test(text)).length;
      if (lines > 0 && saying.phase !== phase) return true;
      fit += lines;
    }
    return fit > Math.max(1, overlooked * own.reduce((sum, saying) => sum + saying.lines, 0));
  }

  /** How many lines that are no word of a task pass a test. */
  #othersFit(test: (text: string) => boolean): number {
    let lines = 0;
    for (const { texts, count } of this.#sayings.others.values()) if (texts.some(test)) lines += count;
    return lines;
  }

  #sources(kind: Proposed["kind"]): string[] {
    const sources = this.#all
      .filter((proposed) => proposed.kind === kind)
      .flatMap(({ patterns }) => patterns.map(({ source }) => source));
    return [...new Set(sources)];
  }

  #taskOf(kind: TaskKind): LearnedTask {
    const durations = kind.starts.flatMap(({ durations }) => durations).sort((a, b) => a - b);
    const byId = kind.ends.filter(({ pairedBy }) => pairedBy === "id").reduce((sum, { count }) => sum + count, 0);
    const all = kind.ends.reduce((sum, { count }) => sum + count, 0);
    return {
      starts: this.#patternsOf(kind.starts[0]),
      ends: kind.ends.flatMap(({ sayings, count, pairedBy }) =>
        this.#patternsOf(sayings[0]).map((pattern) => ({
          ...pattern,
          count,
          pairedBy,
          strays: sayings.reduce((sum, { strays }) => sum + strays, 0),
          strayAt: sayings.flatMap(({ strayAt }) => strayAt.map((place) => this.#place(place))).slice(0, placesTold),
        })),
      ),
      pairedBy: all === 0 ? null : byId * 2 >= all ? "id" : "thread",
      started: kind.started,
      finished: Math.max(0, kind.started - kind.unfinished),
      failed: kind.failed,
      unfinished: kind.unfinished,
      typicalMs: durations[Math.floor(durations.length / 2)] ?? null,
      longestMs: durations.length > 0 ? Math.max(kind.longestMs, durations.at(-1) ?? 0) : null,
      unfit: this.#unfit([...kind.starts, ...kind.ends.flatMap(({ sayings }) => sayings)]),
      open: kind.open.map((place) => this.#place(place)),
    };
  }

  /** How many lines of sayings no pattern fits. */
  #unfit(sayings: readonly Saying[]): number {
    const patterns = sayings.flatMap((saying) => this.#bySaying.get(saying)?.patterns ?? []);
    const isFit = (message: Message): boolean => patterns.some(({ expression }) => fits(expression, message));
    return sayings.flatMap(({ messages }) => messages).filter((message) => !isFit(message)).length;
  }

  #patternsOf(saying: Saying | undefined): LearnedPattern[] {
    const proposed = saying && this.#bySaying.get(saying);
    if (!saying || !proposed) return [];
    const { kind, sayings, patterns } = proposed;
    const messages = sayings.flatMap((one) => one.messages);
    return patterns.map(({ source, expression, says }) => {
      const fitted = messages.filter((message) => fits(expression, message));
      return {
        kind,
        pattern: source,
        says,
        lines: fitted.length,
        extra: this.#othersFit((text) => expression.test(text)),
        example: this.#example(saying),
      };
    });
  }

  #example({ example }: Saying): Example {
    return { source: this.#name(example.source), line: example.line, text: example.text };
  }

  #place({ source, line }: Place): { source: string; line: number } {
    return { source: this.#name(source), line };
  }
}
