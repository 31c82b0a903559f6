import type { Event } from "../events.ts";
import type { Rule, ServerParser } from "./declare.ts";
import { messageTime, signalName } from "./message-values.ts";
import { Programs } from "./program.ts";
import { compileTemplate, type Groups, keysOf, readTemplate, type Template } from "./template.ts";

/** One spelling of one rule. It is compiled when it is first tried: few of all those there are occur in one log. */
interface Candidate {
  readonly says: string;
  /** Blanks stand before it, and do not belong to it: a header's last ones may be among them. */
  readonly indented: boolean;
  readonly parser: string;
  readonly rule: Rule;
  readonly order: number;
  template: Template | null;
}

/** What a server's own head says of its line. */
export interface HeadFacts {
  readonly server: string | null;
  readonly taskId: string | null;
  readonly taskName: string | null;
}

interface Found {
  readonly candidate: Candidate;
  readonly groups: Groups;
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

/** Where the message's text ends and where its last two words begin. */
interface Ending {
  readonly end: number;
  readonly last: number;
  readonly beforeLast: number;
}

function endingOf(text: string, pos: number): Ending {
  let end = text.length;
  while (end > pos && text.charCodeAt(end - 1) <= 32) end--;
  const last = Math.max(pos, text.lastIndexOf(" ", end - 1) + 1);
  const beforeLast = last > pos ? Math.max(pos, text.lastIndexOf(" ", last - 2) + 1) : last;
  return { end, last, beforeLast };
}

/** Signals by which a process brings about its own end; any other is somebody else's doing. */
const crashSignals = new Set(["SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGSEGV", "SIGSYS"]);

/** Whether a rule that holds under a head only does so here. */
function isHeaded({ rule, parser }: Candidate, head: HeadFacts | null): boolean {
  return head !== null && head.server === parser && (rule.headed === "line" || head.taskId !== null);
}

/** The signal that a status above 128 stands for, as shells and container runtimes count. */
const signalOfStatus = (status: number | null): string | null =>
  status !== null && status > 128 && status <= 192 ? signalName(String(status - 128)) : null;

const guessesMemory = ({ cause, guess }: Rule): boolean => cause === "oom-kill" && guess === true;

/** A rule's cause and guess where the message tells how the process ended; want of memory is guessed of SIGKILL only. */
function causeOf(rule: Rule, signal: string | null, exitCode: number | null): Pick<Event, "cause" | "guess"> {
  const { cause, guess } = rule;
  const guessed = guessesMemory(rule);
  if (guessed && signal === null && exitCode !== null) return { cause: "exit", guess: undefined };
  if (signal === null || !(guessed || cause === "signal" || cause === "crash")) return { cause, guess };
  if (guessed && signal === "SIGKILL") return { cause, guess };
  return { cause: crashSignals.has(signal) ? "crash" : "signal", guess: guessed ? undefined : guess };
}

/** Apache's own request ids (`812:5f9e8a3b:1`) begin with the pid of the child; mod_unique_id's say no pid. */
const pidWithin = ({ requestId }: Groups): number | null => integer(/^\d+(?=:)/.exec(requestId ?? "")?.[0]);

function eventOf({ rule, parser }: Candidate, groups: Groups, writer: number | null, head: HeadFacts | null): Event {
  const exitCode = integer(groups.exitCode);
  const named = groups.signal === undefined ? null : signalName(groups.signal);
  const signal = named ?? (guessesMemory(rule) ? signalOfStatus(exitCode) : null);
  const task = rule.headed === "task" ? head : null;
  return {
    kind: rule.kind,
    stage: rule.stage,
    role: rule.role,
    outcome: rule.outcome,
    closes: rule.closes,
    sign: rule.sign,
    ...causeOf(rule, signal, exitCode),
    alone: rule.alone,
    parser,
    pid: rule.whose === "writer" ? writer : rule.whose === "none" ? null : (integer(groups.pid) ?? pidWithin(groups)),
    worker: groups.worker === undefined ? (groups.slot ?? groups.name ?? null) : Number(groups.worker),
    tid: groups.tid ?? null,
    taskId: groups.taskId ?? groups.requestId ?? groups.uuid ?? task?.taskId ?? null,
    taskName: groups.taskName ?? groups.function ?? task?.taskName ?? null,
    signal,
    exitCode,
    durationMs: integer(groups.durationMs),
    requests: integer(groups.requests),
    rss: integer(groups.rss),
    time: messageTime(groups),
  };
}

/**
 * All servers' message templates as one matcher. The cost of a message does not grow with the number of parsers: its
 * first one or two characters, the two after its first blank, or those of its last two words select the few templates
 * that could fit.
 */
export class Matcher {
  readonly #byHead = new Map<number, Candidate[]>();
  readonly #bySecond = new Map<number, Candidate[]>();
  /** Templates that begin with a single character, by it. */
  readonly #byFirst = new Map<number, Candidate[]>();
  readonly #byLast = new Map<number, Candidate[]>();
  readonly #programs = new Programs();
  /** Servers that can write something before their messages, each with a matcher of its own for what follows. */
  readonly #leads: { readonly pattern: RegExp; readonly behind: Matcher }[] = [];
  readonly #byBeforeLast = new Map<number, Candidate[]>();
  /** Templates that fix neither; kept empty by a test, since each costs every line. */
  readonly unindexed: Candidate[] = [];

  constructor(parsers: readonly ServerParser[]) {
    let order = 0;
    for (const parser of parsers) {
      const { lead, ...rest } = parser;
      if (lead) this.#leads.push({ pattern: lead, behind: new Matcher([rest]) });
      for (const rule of parser.rules) {
        if (rule.program) this.#programs.add(rule.program);
        for (const says of asList(rule.says)) {
          const indented = isBlank(says.charCodeAt(0));
          const text = indented ? says.trimStart() : says;
          this.#add({ says: text, indented, parser: parser.name, rule, order: order++, template: null });
        }
      }
    }
  }

  /**
   * The first rule, in declaration order, that reads the message in `text` from `pos` to its end; null where none does.
   * `writer` is the pid in the line's prefix, `head` what a server's own head has read: that server's rules then come first.
   * A message begins behind the blanks before it.
   */
  match(text: string, pos: number, writer: number | null, head: HeadFacts | null = null): Match | null {
    // No server writes that much; a stranger might, to keep the templates busy.
    if (text.length - pos > longestMessage) return null;
    const own = head?.server ? this.#search(text, pos, head, head.server) : null;
    const found = own ?? this.#search(text, pos, head, null);
    return found ? finish(found.candidate, found.groups, writer, head) : this.#behindLead(text, pos, writer);
  }

  #behindLead(text: string, pos: number, writer: number | null): Match | null {
    for (const { pattern, behind } of this.#leads) {
      pattern.lastIndex = pos;
      const length = pattern.exec(text)?.[0].length ?? 0;
      const match = length > 0 ? behind.match(text, pos + length, writer) : null;
      if (match) return match;
    }
    return null;
  }

  #search(text: string, pos: number, line: HeadFacts | null, only: string | null): Found | null {
    const blank = text.indexOf(" ", pos);
    const { end, last, beforeLast } = endingOf(text, pos);
    const buckets = [
      this.#byHead.get(keyAt(text, pos)),
      this.#byFirst.get(text.charCodeAt(pos)),
      blank >= 0 ? this.#bySecond.get(keyAt(text, blank + 1)) : undefined,
      this.#byLast.get((text.charCodeAt(last) << 8) ^ text.charCodeAt(end - 1)),
      this.#byBeforeLast.get(keyAt(text, beforeLast)),
      this.unindexed,
    ];
    let found: Found | null = null;
    for (const bucket of buckets) {
      const own = only === null ? bucket : bucket?.filter(({ parser }) => parser === only);
      if (own) found = this.#firstOf(own, text, pos, line, found);
    }
    return found;
  }

  /** Tells which program the envelope around the next line names; "" where none does. */
  setProgram(program: string): void {
    this.#programs.outside = program;
  }

  /** Whether a program stands right before the message at `pos` that some rules ask for: others' like messages do not tell of its. */
  isOfProgram(text: string, pos: number): boolean {
    return this.#programs.namesAny(text, pos);
  }

  /** The first of the candidates that reads the message, or what was found of those declared before it. */
  #firstOf(
    candidates: readonly Candidate[],
    text: string,
    pos: number,
    line: HeadFacts | null,
    found: Found | null,
  ): Found | null {
    for (const candidate of candidates) {
      const { says, indented, rule } = candidate;
      if (found && candidate.order > found.candidate.order) break;
      if (!mayBegin(says, text, pos)) continue;
      if (indented && !isBlank(text.charCodeAt(pos - 1))) continue;
      if (rule.headed && !isHeaded(candidate, line)) continue;
      if (rule.program && !this.#programs.names(rule.program, text, pos)) continue;
      candidate.template ??= compileTemplate(says);
      const groups = readTemplate(candidate.template, text, pos);
      if (groups) return { candidate, groups };
    }
    return found;
  }

  #add(candidate: Candidate): void {
    const { head, second, last, beforeLast } = keysOf(candidate.says);
    if (head.length > 1) push(this.#byHead, keyAt(head, 0), candidate);
    else if (head.length === 1) push(this.#byFirst, head.charCodeAt(0), candidate);
    else if (second.length > 1) push(this.#bySecond, keyAt(second, 0), candidate);
    else if (last.length > 1) push(this.#byLast, keyAt(last, 0), candidate);
    else if (beforeLast.length > 1) push(this.#byBeforeLast, keyAt(beforeLast, 0), candidate);
    else this.unindexed.push(candidate);
  }
}

const BRACE = 123;

/** Whether the text at `pos` begins as the spelling does before the first of its braces. */
function mayBegin(says: string, text: string, pos: number): boolean {
  for (let i = 0; i < says.length; i++) {
    const c = says.charCodeAt(i);
    if (c === BRACE) return true;
    if (c !== text.charCodeAt(pos + i)) return false;
  }
  return true;
}

function push(index: Map<number, Candidate[]>, key: number, candidate: Candidate): void {
  const bucket = index.get(key);
  if (bucket) bucket.push(candidate);
  else index.set(key, [candidate]);
}

const finish = (candidate: Candidate, groups: Groups, writer: number | null, head: HeadFacts | null): Match => ({
  parser: candidate.parser,
  rule: candidate.rule,
  event: eventOf(candidate, groups, writer, head),
});
