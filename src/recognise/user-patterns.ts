import type { Wording } from "./wording.ts";

/** The user's own patterns, by what they announce. */
export interface PatternOptions {
  readonly start?: readonly RegExp[];
  readonly end?: readonly RegExp[];
  readonly fail?: readonly RegExp[];
}

/** Task starts and ends by `--task-start`, `--task-end`, `--task-fail`; where any is given, vocabulary has no say in them. */
export class UserPatterns {
  readonly #options: PatternOptions;
  readonly given: boolean;

  constructor(options: PatternOptions) {
    this.#options = options;
    this.given = [options.start, options.end, options.fail].some((list) => list !== undefined && list.length > 0);
  }

  /** The words that the patterns spell out, in small letters: no header holds them bare. */
  words(): string[] {
    const { start = [], end = [], fail = [] } = this.#options;
    return [...start, ...end, ...fail].flatMap(({ source }) =>
      (source.replace(/\(\?<\w+>|\\./g, " ").match(/\p{L}{2,}/gu) ?? []).map((word) => word.toLowerCase()),
    );
  }

  /** What the message `text[pos...]` says by the user's patterns, or null. A failure outranks an end, an end a start. */
  classify(text: string, pos: number): Wording | null {
    const message = text.slice(pos);
    return (
      this.#try(this.#options.fail, message, "end", "failed") ??
      this.#try(this.#options.end, message, "end", "ok") ??
      this.#try(this.#options.start, message, "start", null)
    );
  }

  #try(
    patterns: readonly RegExp[] | undefined,
    message: string,
    phase: Wording["phase"],
    outcome: Wording["outcome"],
  ): Wording | null {
    for (const [index, pattern] of (patterns ?? []).entries()) {
      const hit = pattern.exec(message);
      if (!hit) continue;
      const id = hit.groups?.id;
      return {
        phase,
        outcome,
        unit: null,
        isWork: true,
        ids: id ? [id] : [],
        name: hit.groups?.name ?? null,
        weak: false,
        signature: `user:${phase === "start" ? `start:${index}` : "end"}`,
      };
    }
    return null;
  }
}
