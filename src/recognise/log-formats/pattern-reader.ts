import { type Matcher, RE2JS } from "re2js";
import { readStamp } from "../../time/stamp.ts";
import { type CellReader, endsLine } from "../cells.ts";
import type { Header, RequestFacts } from "../layout.ts";
import { setName } from "./header-values.ts";
import type { GroupRole, PatternLine } from "./lines.ts";
import { endOfDigits, LevelWords, numberIn } from "./values.ts";

/**
 * Reads lines by a regular expression that the user gave, in time proportional to their length whatever the expression
 * (RE2's algorithm: no lookarounds, no references back).
 */
export class PatternReader {
  from = 0;
  readonly #pattern: RE2JS;
  readonly #groups: readonly (readonly [GroupRole, number])[];
  readonly #words: LevelWords;
  readonly #facts: RequestFacts | null;

  constructor(line: PatternLine, cells: CellReader) {
    this.#pattern = RE2JS.compile(line.source);
    this.#groups = Object.entries(line.groups) as [GroupRole, number][];
    this.#words = new LevelWords(cells, false);
    const { server } = line;
    this.#facts = server === null ? null : { server, started: false, durationMs: null, worker: null, rss: null };
  }

  /** Reads the line that starts at `pos` into a cleared header; the position of its message, or -1. */
  read(text: string, pos: number, out: Header): number {
    // Most lines of other kinds are told apart without finding out what the groups hold.
    const line = pos === 0 ? text : text.slice(pos);
    if (!this.#pattern.test(line)) return -1;
    const hit = this.#pattern.matcher(line);
    if (!hit.find()) return -1;
    this.from = hit.start();
    let message = -1;
    for (const [role, group] of this.#groups) {
      const start = hit.start(group);
      if (start < 0) continue;
      if (role === "message") message = pos + start;
      else this.#take(text, role, pos + start, pos + hit.end(group), out);
    }
    out.request = this.#facts;
    return message >= 0 ? message : this.#behind(hit, text, pos);
  }

  /** Without a message of its own, it is what stands behind the match; the whole line where nothing does. */
  #behind(hit: Matcher, text: string, pos: number): number {
    let end = pos + hit.end();
    while (text.charCodeAt(end) === 32) end++;
    return endsLine(text, end) ? pos : end;
  }

  #take(text: string, role: Exclude<GroupRole, "message">, start: number, end: number, out: Header): void {
    if (role === "time") out.timed = readStamp(text, start, out.stamp) >= 0 && out.stamp.end <= end;
    else if (role === "level") out.level = Math.max(-1, this.#words.rank(text.slice(start, end)));
    else if (role === "pid") {
      if (end > start && endOfDigits(text, start, 10) === end) out.pid = numberIn(text, start, end, 10);
    } else setName(text, start, end, role, out);
  }
}
