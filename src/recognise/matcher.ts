import type { Event } from "../events.ts";
import type { Rule, ServerParser } from "./declare.ts";
import { compileTemplate, type Groups, groupsOf, messageTime, signalName, type Template } from "./template.ts";

/** One spelling of one rule, ready to be tried. */
interface Candidate extends Template {
  readonly parser: string;
  readonly rule: Rule;
  readonly order: number;
}

/** A rule that matched. */
export interface Match {
  readonly parser: string;
  readonly rule: Rule;
  readonly event: Event;
}

const asList = (says: string | readonly string[]): readonly string[] => (typeof says === "string" ? [says] : says);

const integer = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

/** Longer messages are no server's: uWSGI cuts what it prints of a request at its buffer, 4 KiB unless told otherwise. */
const longestMessage = 8_192;

/** Two characters as a key; 0 where the text is too short. */
const keyAt = (text: string, pos: number): number => (text.charCodeAt(pos) << 8) ^ text.charCodeAt(pos + 1);

const isBlank = (c: number): boolean => c === 32 || c === 9;

/** Signals by which a process brings about its own end; any other is somebody else's doing. */
const crashSignals = new Set(["SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGSEGV", "SIGSYS"]);

function eventOf({ rule, parser }: Candidate, groups: Groups, writer: number | null): Event {
  const signal = groups.signal === undefined ? null : signalName(groups.signal);
  const died = signal !== null && (rule.cause === "signal" || rule.cause === "crash");
  return {
    kind: rule.kind,
    stage: rule.stage,
    role: rule.role,
    cause: died ? (crashSignals.has(signal) ? "crash" : "signal") : rule.cause,
    outcome: rule.outcome,
    closes: rule.closes,
    guess: rule.guess,
    alone: rule.alone,
    parser,
    pid: rule.whose === "writer" ? writer : rule.whose === "none" ? null : integer(groups.pid),
    worker: groups.worker === undefined ? (groups.slot ?? null) : Number(groups.worker),
    tid: groups.tid ?? null,
    taskId: groups.taskId ?? null,
    taskName: groups.taskName ?? null,
    signal,
    exitCode: integer(groups.exitCode),
    durationMs: integer(groups.durationMs),
    requests: integer(groups.requests),
    rss: integer(groups.rss),
    time: messageTime(groups),
  };
}

/**
 * All servers' message templates as one matcher. The cost of a message does not grow with the number of parsers: its
 * first two characters, or the two after its first blank, select the few templates that could fit.
 */
export class Matcher {
  readonly #byHead = new Map<number, Candidate[]>();
  readonly #bySecond = new Map<number, Candidate[]>();
  /** Templates that fix neither; kept empty by a test, since each costs every line. */
  readonly unindexed: Candidate[] = [];

  constructor(parsers: readonly ServerParser[]) {
    let order = 0;
    for (const parser of parsers) {
      for (const rule of parser.rules) {
        for (const says of asList(rule.says))
          this.#add({ ...compileTemplate(says), parser: parser.name, rule, order: order++ });
      }
    }
  }

  /**
   * The first rule, in declaration order, that reads the message in `text` from `pos` to its end; null where none does.
   * `writer` is the pid in the line's prefix. A message begins behind the blanks before it.
   */
  match(text: string, pos: number, writer: number | null): Match | null {
    // No server writes that much; a stranger might, to keep the templates busy.
    if (text.length - pos > longestMessage) return null;
    const byHead = this.#byHead.get(keyAt(text, pos));
    const hit = byHead && tryAll(byHead, text, pos);
    if (hit) return finish(hit.candidate, hit.groups, writer);
    if (this.#bySecond.size > 0) {
      const blank = text.indexOf(" ", pos);
      const bySecond = blank >= 0 ? this.#bySecond.get(keyAt(text, blank + 1)) : undefined;
      const found = bySecond && tryAll(bySecond, text, pos);
      if (found) return finish(found.candidate, found.groups, writer);
    }
    const rest = this.unindexed.length > 0 ? tryAll(this.unindexed, text, pos) : null;
    return rest ? finish(rest.candidate, rest.groups, writer) : null;
  }

  #add(candidate: Candidate): void {
    if (candidate.head.length > 1) push(this.#byHead, keyAt(candidate.head, 0), candidate);
    else if (candidate.second.length > 1) push(this.#bySecond, keyAt(candidate.second, 0), candidate);
    else this.unindexed.push(candidate);
  }
}

function push(index: Map<number, Candidate[]>, key: number, candidate: Candidate): void {
  const bucket = index.get(key);
  if (bucket) bucket.push(candidate);
  else index.set(key, [candidate]);
}

function tryAll(
  candidates: readonly Candidate[],
  text: string,
  pos: number,
): { candidate: Candidate; groups: Groups } | null {
  for (const candidate of candidates) {
    if (candidate.head && !text.startsWith(candidate.head, pos)) continue;
    if (candidate.indented && !isBlank(text.charCodeAt(pos - 1))) continue;
    candidate.pattern.lastIndex = pos;
    const hit = candidate.pattern.exec(text);
    if (hit) return { candidate, groups: groupsOf(hit, candidate) };
  }
  return null;
}

const finish = (candidate: Candidate, groups: Groups, writer: number | null): Match => ({
  parser: candidate.parser,
  rule: candidate.rule,
  event: eventOf(candidate, groups, writer),
});
