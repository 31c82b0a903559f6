import type { Outcome } from "../events.ts";
import { cueReach } from "./cues.ts";
import type { TaskVocabulary } from "./declare.ts";
import { collectIds } from "./ids.ts";
import { type Token, tokenize } from "./tokens.ts";
import { classifyCjk } from "./wording-cjk.ts";

/** What a message says of a unit of work, judged by its words alone. */
export interface Wording {
  readonly phase: "received" | "start" | "end";
  readonly outcome: Outcome | null;
  /** The unit it speaks of (`task`, `job`, a function's name), or null where it names none. */
  readonly unit: string | null;
  /** Whether the unit is a word for work, not just whatever noun stands there. */
  readonly isWork: boolean;
  /** Tokens that can identify the unit, the likeliest first. */
  readonly ids: readonly string[];
  /** Name of the unit where the text gives one beside its id. */
  readonly name: string | null;
  /** An end that may be a mere step: it needs the log's confirmation. */
  readonly weak: boolean;
  /** Which wording it is, whatever the id. */
  readonly signature: string;
}

type Verb = "start" | "end" | "weakEnd" | "fail" | "waiting";
type Class = Verb | "goesOn" | "unit" | "part" | "service";

const isVerb = (kind: Class | null): kind is Verb =>
  kind === "start" || kind === "end" || kind === "weakEnd" || kind === "fail" || kind === "waiting";

/** Words for trouble that name no event by themselves: "error rate", "timeout set to 30 s". */
const troubles = new Set(["error", "errors", "exception", "timeout", "failure", "fehler", "fail"]);
/** Words before a verb that make it a question or a wish. */
const conditions = new Set(["if", "whether", "waiting", "wait", "waits", "checking", "until", "unless"]);

/** Verbs that announce a start only together with a unit of work. */
const needsUnit = new Set([
  "got",
  "picked",
  "picking",
  "run",
  "process",
  "execute",
  "firing",
  "fired",
  "entered",
  "enter",
  "entering",
  "consuming",
  "working",
]);
const adverbs = new Set(["success", "successful", "successfully"]);
const negations = new Set([
  "not",
  "never",
  "cannot",
  "isn't",
  "hasn't",
  "didn't",
  "couldn't",
  "wasn't",
  "won't",
  "no",
  "without",
]);
const future = new Set(["will", "before", "until", "waiting", "about", "should", "must", "when", "if", "can", "to"]);
/** Words behind a verb that leave its object the unit spoken of. */
const fillers = new Set(
  "the a an this that was is has have been be being now already all of for in after with by at on from to as and via its it s ms sec secs seconds second min minutes status code result rc exit took duration elapsed time total ok new next id no nr number again".split(
    " ",
  ),
);

/** "errors: 0", "failed = 3": statistics. */
const counts = /\b(?:errors?|fail(?:ed|ures?)|succeeded|skipped|ok|retries)\s?[:=]\s?\d+\b/gi;

/** Python's name of a thread holds that of its function: "Thread-1 (run)". */
const threadNames = /\bThread-\d+ \([\w.<>]+\)/g;

interface Clause {
  readonly tokens: readonly Token[];
}

/** Classifies messages by one vocabulary. */
export class WordingClassifier {
  readonly #classes = new Map<string, Class>();
  readonly #cjk: TaskVocabulary["cjk"];

  constructor(vocabulary: TaskVocabulary) {
    const add = (words: readonly string[], kind: Class): void => {
      for (const word of words) this.#classes.set(word, kind);
    };
    add(vocabulary.services, "service");
    add(vocabulary.parts, "part");
    add(vocabulary.units, "unit");
    add(vocabulary.goesOn, "goesOn");
    add(vocabulary.waiting, "waiting");
    add(vocabulary.weakEnd, "weakEnd");
    add(vocabulary.start, "start");
    add(vocabulary.end, "end");
    add(vocabulary.fail, "fail");
    this.#cjk = vocabulary.cjk;
  }

  /** What the message `text[pos...]` says of a unit of work, or null. */
  classify(text: string, pos: number): Wording | null {
    const message = text
      .slice(pos, pos + cueReach)
      .replace(threadNames, " ")
      .replace(counts, " ");
    const cjk = classifyCjk(message, this.#cjk);
    if (cjk) return cjk;
    const clauses = splitClauses(asNouns(tokenize(message)).flatMap((t) => this.#unfold(t)));
    return this.#classifyClauses(clauses);
  }

  /** `job.start`, `import_finished`: a name whose last part is a verb says it in words. */
  #unfold(token: Token): Token[] {
    if (token.kind !== "name") return [token];
    const parts = token.text.split(/[._]/);
    const verb = this.#classes.get(parts.at(-1)?.toLowerCase() ?? "");
    if (!isVerb(verb ?? null)) return [token];
    return parts.map((text) => ({ kind: "word", text, lower: text.toLowerCase(), label: null }));
  }

  #classOf(token: Token): Class | null {
    const kind = token.kind === "word" || token.kind === "key" ? (this.#classes.get(token.lower) ?? null) : null;
    return token.kind === "key" && kind !== "unit" ? null : kind;
  }

  #classifyClauses(clauses: readonly Clause[]): Wording | null {
    const all = clauses.flatMap((c) => c.tokens);
    const ids = collectIds(all, (t) => this.#classOf(t) === "unit");
    if (all.some((t) => this.#classOf(t) === "goesOn") && all.some((t) => this.#classOf(t) === "fail")) return null;
    const at = clauses.findIndex((c) => c.tokens.some((t) => this.#classOf(t) === "unit"));
    const main = clauses[Math.max(0, at)];
    if (!main) return null;
    const inMain = this.#read(main, ids);
    if (inMain !== undefined) return inMain;
    if (at < 0 && ids.length === 0 && !isName(main)) return null;
    // "Job 7: done", "done: job 7": the verb stands alone beside the clause that names the task.
    const bare = [clauses[Math.max(0, at) + 1], clauses[at - 1]].find((c) => c && this.#isBare(c));
    if (!bare) return null;
    const tokens = bare === clauses[at - 1] ? [...bare.tokens, ...main.tokens] : [...main.tokens, ...bare.tokens];
    return this.#read({ tokens }, ids) ?? null;
  }

  /** A clause that says nothing but that something starts or ends: "done in 1.2 s", "started". */
  #isBare(clause: Clause): boolean {
    return clause.tokens.every((t) => {
      const kind = this.#classOf(t);
      return (
        t.kind !== "word" ||
        fillers.has(t.lower) ||
        kind === "start" ||
        kind === "end" ||
        kind === "weakEnd" ||
        kind === "fail" ||
        kind === "unit"
      );
    });
  }

  /** Reads one clause; undefined where it has no verb of starts and ends, null where what it says is none. */
  #read({ tokens }: Clause, ids: readonly string[]): Wording | null | undefined {
    const verb = this.#verbOf(tokens);
    if (!verb) return undefined;
    const { kind, index } = verb;
    if (isProgress(tokens, index) || this.#isCount(tokens)) return null;
    const negated = tokens.slice(Math.max(0, index - 3), index).some((t) => negations.has(t.lower));
    if (negated) {
      const final = kind === "end" && !tokens.some((t) => t.lower === "yet");
      return final ? this.#wording("end", "failed", tokens, index, ids) : null;
    }
    if (kind === "start" && future.has(tokens[index - 1]?.lower ?? "")) return null;
    if (kind === "start") return this.#wording("start", null, tokens, index, ids);
    if (kind === "waiting") return this.#wording("received", null, tokens, index, ids);
    return this.#wording("end", kind === "fail" ? "failed" : "ok", tokens, index, ids);
  }

  /** The verb that decides: a failure before an end before a start; "successfully" only where nothing else is said. */
  #verbOf(tokens: readonly Token[]): { kind: Verb; index: number; lower: string } | undefined {
    const verbs = tokens.flatMap((t, index) => {
      const kind = this.#classOf(t);
      return isVerb(kind) && !isCounted(tokens, index) ? [{ kind, index, lower: t.lower }] : [];
    });
    const first = (kind: Verb) => verbs.find((v) => v.kind === kind);
    const merely = (lower: string): boolean => adverbs.has(lower) && Boolean(first("start") ?? first("weakEnd"));
    return (
      first("fail") ??
      verbs.find((v) => v.kind === "end" && !merely(v.lower)) ??
      first("weakEnd") ??
      first("start") ??
      verbs[0]
    );
  }

  /** "3 tasks running": a number of tasks, not one of them. */
  #isCount(tokens: readonly Token[]): boolean {
    return tokens.some(
      (t, i) => t.lower.endsWith("s") && this.#classOf(t) === "unit" && tokens[i - 1]?.kind === "number",
    );
  }

  #wording(
    phase: Wording["phase"],
    outcome: Outcome | null,
    tokens: readonly Token[],
    verb: number,
    ids: readonly string[],
  ): Wording | null {
    const lower = tokens[verb]?.lower ?? "";
    const unitToken = tokens.find((t) => this.#classOf(t) === "unit");
    const object = this.#objectOf(tokens, verb);
    const objectClass = object ? this.#classOf(object) : null;
    const isWork = unitToken !== undefined;
    if (!isWork && ids.length === 0) {
      if (tokens.some((t) => ["part", "service"].includes(this.#classOf(t) ?? ""))) return null;
      if (phase === "received" || (phase === "start" && needsUnit.has(lower))) return null;
      if (phase === "end" && object && object.kind === "word" && this.#classes.get(lower) === "weakEnd") return null;
      if (phase === "end" && object && (troubles.has(lower) || object.lower.endsWith("ing"))) return null;
      if (troubles.has(lower) && !this.#isBare({ tokens })) return null;
    }
    if (this.#isStep(tokens, verb) || (objectClass === "part" && !isDirect(tokens, unitToken, verb))) return null;
    if (phase === "start" && objectClass === "service" && !isWork) return null;
    if (phase === "start" && needsUnit.has(lower) && !isWork && ids.length === 0) return null;
    const foreign =
      object !== null && objectClass !== "unit" && object.kind === "word" && tokens.indexOf(object) > verb;
    const weakVerb = this.#classes.get(lower) === "weakEnd";
    if (phase === "end" && weakVerb && foreign) return null;
    const unit = unitToken
      ? singular(unitToken.lower)
      : (tokens.find((t) => t.kind === "name")?.text ??
        (object ? singular(object.lower) : this.#subjectOf(tokens, verb)));
    return {
      phase,
      outcome,
      unit,
      isWork,
      ids,
      name: tokens.find((t) => t.kind === "name")?.text ?? null,
      weak:
        phase === "end" &&
        ((!isWork && ids.length === 0 && tokens.length > 4) || (foreign && outcome !== "failed") || weakVerb),
      signature: `${phase}:${outcome ?? ""}:${lower}:${unit ?? ""}:${ids.length > 0 ? "#" : ""}`,
    };
  }

  /** Whether the subject of the verb is a part of a unit of work: "step 1 completed", "chunk 4 of task 17 saved". */
  #isStep(tokens: readonly Token[], verb: number): boolean {
    const before = tokens.slice(0, verb);
    const subject = before.findLast((t) => t.kind === "word" && !fillers.has(t.lower));
    const part = before.findIndex((t) => this.#classOf(t) === "part");
    const ofUnit = part >= 0 && before.slice(part).some((t) => t.lower === "of");
    return ofUnit || (subject !== undefined && this.#classOf(subject) === "part");
  }

  /** The first word behind the verb that is neither a verb itself nor a filler. */
  #objectOf(tokens: readonly Token[], verb: number): Token | null {
    for (const token of tokens.slice(verb + 1)) {
      if (token.kind === "name") return token;
      if (token.kind !== "word" || fillers.has(token.lower)) continue;
      const kind = this.#classOf(token);
      if (kind === "start" || kind === "end" || kind === "weakEnd" || kind === "waiting" || kind === "fail") continue;
      return token;
    }
    return null;
  }

  /** The last plain word before the verb. */
  #subjectOf(tokens: readonly Token[], verb: number): string | null {
    const word = tokens
      .slice(0, verb)
      .findLast((t) => t.kind === "word" && !fillers.has(t.lower) && this.#classOf(t) === null);
    return word ? singular(word.lower) : null;
  }
}

/** "Run 12 succeeded": a noun, where "run" before an id is no verb. */
const asNouns = (tokens: readonly Token[]): readonly Token[] =>
  tokens.map((token, i) => {
    const next = tokens[i + 1]?.kind;
    return token.kind === "word" && token.lower === "run" && (next === "number" || next === "id")
      ? { ...token, lower: "execution" }
      : token;
  });

/** Whether unit and verb stand together, so that a part named further on is only told of them. */
function isDirect(tokens: readonly Token[], unit: Token | undefined, verb: number): boolean {
  if (!unit) return false;
  const at = tokens.indexOf(unit);
  const between = tokens.slice(Math.min(at, verb) + 1, Math.max(at, verb));
  return between.every((t) => t.kind !== "word" || fillers.has(t.lower));
}

/** "50% complete", "waiting for task 17 to finish", "if job 17 is done": told of the way there. */
function isProgress(tokens: readonly Token[], verb: number): boolean {
  if (tokens.some((t) => t.kind === "measure" && t.text.endsWith("%") && !/^100\s?%$/.test(t.text))) return true;
  const before = tokens.slice(0, verb);
  return before.at(-1)?.lower === "to" || before.some((t) => conditions.has(t.lower));
}

/** "0 errors", "no failures": counted, not told. */
function isCounted(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  return (
    before !== undefined &&
    (before.lower === "no" || (before.kind === "number" && before.text === "0")) &&
    /s$|failure|error/.test(tokens[index]?.lower ?? "")
  );
}

const isName = (clause: Clause): boolean => clause.tokens.length === 1 && clause.tokens[0]?.kind === "name";

const singular = (word: string): string =>
  word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;

/** Clauses end at a colon, semicolon, dash or bar that blanks set off. */
function splitClauses(tokens: readonly Token[]): Clause[] {
  const clauses: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "break") clauses.push([]);
    else clauses.at(-1)?.push(token);
  }
  return clauses.filter((c) => c.length > 0).map((c) => ({ tokens: c }));
}
