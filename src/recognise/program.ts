import { templateSource } from "./template.ts";

/** As much of the line before a message as can name its program. */
const reach = 64;

const BLANK = 32;
const COLON = 58;
const CLOSING = 93;

/**
 * The programs that some rules ask for before their message, as a log names them: `systemd[1]: `, `systemd: `. A name can
 * have fields: `{#}#{#}` stands for `1200#1200: `.
 */
export class Programs {
  readonly #patterns = new Map<string, RegExp>();
  /** The last characters of all names. */
  readonly #last = new Set<number>();
  /** The program that the line's envelope names, which then does not stand in the text; or "". */
  outside = "";

  add(program: string): void {
    this.#patterns.set(program, new RegExp(`(?:^|\\s)${templateSource(program)}(?:\\[\\d+\\])?: $`));
    for (const c of program.endsWith("{#}") ? "0123456789" : program.slice(-1)) this.#last.add(c.charCodeAt(0));
  }

  /** Whether the program stands right before the message at `pos`. */
  names(program: string, text: string, pos: number): boolean {
    const before = text.slice(Math.max(0, pos - reach), pos);
    const named = this.outside !== "" && before.trim() === "" ? `${this.outside}: ` : before;
    return this.#patterns.get(program)?.test(named) ?? false;
  }

  /** Whether any of them does; most lines are told by two characters. */
  namesAny(text: string, pos: number): boolean {
    if (this.outside !== "") return this.#isAny(text, pos);
    if (text.charCodeAt(pos - 1) !== BLANK || text.charCodeAt(pos - 2) !== COLON) return false;
    const last = text.charCodeAt(pos - 3);
    if (last !== CLOSING && !this.#last.has(last)) return false;
    return this.#isAny(text, pos);
  }

  #isAny(text: string, pos: number): boolean {
    for (const program of this.#patterns.keys()) if (this.names(program, text, pos)) return true;
    return false;
  }
}
