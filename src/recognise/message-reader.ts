import type { Event, Outcome } from "../events.ts";
import { endsLine } from "./cells.ts";
import { CueScanner } from "./cues.ts";
import type { Rule, TaskVocabulary } from "./declare.ts";
import { endOfWhole, type IdShape } from "./id-shape.ts";
import { LearnedByWords } from "./learned-words.ts";
import type { HeadFacts, Matcher } from "./matcher.ts";
import { Skeleton } from "./skeleton.ts";
import type { UserPatterns } from "./user-patterns.ts";
import { type Wording, WordingClassifier } from "./wording.ts";

/** Skeletons remembered; beyond that messages are classified afresh. */
const maxPlans = 20_000;
const nothingSlots = 1024;

/** How to make a message's wording from the first one of its skeleton: by the runs (with a digit) that its ids span. */
interface Plan {
  readonly wording: Wording;
  readonly ids: readonly { readonly first: number; readonly last: number }[];
  /** Ids go on behind the runs as tokens do: `IMG_2001.jpg`. */
  readonly isWhole: boolean;
  readonly isLearned: boolean;
}

/**
 * What is known of a skeleton: it says nothing; it is a wording; its messages are each to be looked at; or there is a server's
 * message within, behind more of a header than the stream's layout tells.
 */
type Known = "nothing" | Plan | "look" | "hidden";

/**
 * Tells what messages say: a server's event, or an application's word of a unit of work. Each wording is judged once: what a
 * message says is told by its skeleton, only pids and ids differ.
 */
export class MessageReader {
  /** What the message read last says. */
  event: Event | null = null;
  wording: Wording | null = null;
  /** The rule that the event is by. */
  rule: Rule | null = null;
  /** The message read last is no event as it stands, but a server's message may be hidden in its line. */
  mayHide = false;
  readonly #matcher: Matcher;
  readonly #user: UserPatterns;
  readonly #cues: CueScanner;
  readonly #classifier: WordingClassifier;
  readonly #skeleton = new Skeleton();
  #text = "";
  #pos = 0;
  readonly #known = new Map<number, Known>();
  readonly #learned = new LearnedByWords<Plan>();
  /** Skeletons that say nothing, a few of them at their fingertips. */
  readonly #nothing = new Float64Array(nothingSlots).fill(-1);

  constructor(matcher: Matcher, vocabulary: TaskVocabulary, user: UserPatterns) {
    this.#matcher = matcher;
    this.#user = user;
    this.#cues = new CueScanner(vocabulary);
    this.#classifier = new WordingClassifier(vocabulary);
  }

  /** Reads the message `text[pos...]` into `event` and `wording`; `writer` is the pid in the line's prefix. */
  read(text: string, pos: number, writer: number | null): void {
    this.event = this.wording = this.rule = null;
    this.#text = text;
    this.#pos = pos;
    this.#skeleton.read(text, pos);
    const learnt = this.#known.get(this.#skeleton.key);
    this.mayHide = learnt === undefined || learnt === "hidden";
    const known = this.#matcher.isOfProgram(text, pos) ? "look" : learnt;
    if (known === "nothing") {
      if (this.#user.given) this.wording = this.#user.classify(text, pos);
    } else if (known === undefined) this.#learn(text, pos, writer);
    else if (known === "look" || known === "hidden") this.#look(text, pos, writer);
    else this.wording = this.#follow(known, text);
  }

  /** Reads a message in a line of a server's own head, under which words mean something that elsewhere do not. */
  readHeaded(message: string, writer: number | null, head: HeadFacts): void {
    const match = this.#matcher.match(message, 0, writer, head);
    if (match === null) {
      this.read(message, 0, writer);
      return;
    }
    this.#text = message;
    this.#pos = 0;
    this.#skeleton.read(message, 0);
    this.event = match.event;
    this.rule = match.rule;
    this.wording = null;
    this.mayHide = false;
  }

  /**
   * Reads the message that begins at `pos` of a text of many lines, if its skeleton tells what it says; returns the end of
   * its line, or else -1. What a skeleton tells stays so while a log is read (`learnEnd` comes before).
   */
  readKnown(text: string, pos: number): number {
    if (this.#user.given || this.#matcher.isOfProgram(text, pos)) return -1;
    this.event = this.wording = null;
    const skeleton = this.#skeleton;
    skeleton.read(text, pos, true);
    const { key } = skeleton;
    const slot = key & (nothingSlots - 1);
    if (this.#nothing[slot] !== key) {
      const known = this.#known.get(key);
      if (known === undefined || known === "look" || known === "hidden") return -1;
      if (known === "nothing") this.#nothing[slot] = key;
      else this.wording = this.#follow(known, text);
    }
    return this.#endOfLine(text, skeleton.end);
  }

  #endOfLine(text: string, pos: number): number {
    if (endsLine(text, pos)) return pos;
    const feed = text.indexOf("\n", pos);
    return feed < 0 ? -1 : text.charCodeAt(feed - 1) === 13 ? feed - 1 : feed;
  }

  /** The skeleton of the message read last. */
  get key(): number {
    return this.#skeleton.key;
  }

  /** The words of the message read last that hold a digit. */
  runs(): string[] {
    const { runs, runCount } = this.#skeleton;
    return runs.slice(0, runCount).map(({ start, end }) => this.#text.slice(start, end));
  }

  /** The line of the message read last hides a server's message: so may others of its skeleton. */
  hides(): void {
    const { key } = this.#skeleton;
    if (this.#known.size < maxPlans || this.#known.has(key)) this.#known.set(key, "hidden");
  }

  /** The text of the message read last begins here and is at most as long as words of starts and ends are looked for. */
  message(): string {
    return this.#text.slice(this.#pos, this.#skeleton.end);
  }

  /** The message read last, to its end. */
  whole(): string {
    return this.#text.slice(this.#pos);
  }

  /** Messages of this skeleton end the task whose id is their `run`th word with a digit; what the vocabulary says of them stands, unless told. */
  learnEnd(key: number, run: number, outcome: Outcome = "ok", outdo = false, isWhole = false): void {
    const known = this.#known.get(key);
    if (!outdo && known !== "nothing" && known !== undefined) return;
    this.#learnWording(key, run, { phase: "end", outcome, signature: `end:${outcome}:learned` }, null, isWhole);
  }

  /**
   * Messages of this skeleton start the task whose id is their `run`th word with a digit; `name`: what the vocabulary
   * finds it called; `of`: the skeleton of which it is a variant.
   */
  learnStart(key: number, run: number, name: string | null = null, of = key, isWhole = false): void {
    this.#learnWording(key, run, { phase: "start", outcome: null, signature: `start:learned:${of}` }, name, isWhole);
  }

  /** What was learned of the skeleton `key` holds for all messages of its words, of which the vocabulary says `phase`. */
  learnWords(key: number, words: string, run: number, shape: IdShape, phase: Wording["phase"] | null): void {
    const plan = this.#known.get(key);
    if (typeof plan === "object" && plan.isLearned) this.#learned.add({ words, run, shape, phase, plan });
  }

  /** Ends the learning: what the vocabulary alone told of messages is told again, by what has been learned. */
  reconsider(): void {
    if (this.#learned.isEmpty) return;
    this.#nothing.fill(-1);
    for (const [key, known] of this.#known)
      if (known === "nothing" || (typeof known === "object" && !known.isLearned)) this.#known.delete(key);
  }

  #learnWording(
    key: number,
    run: number,
    said: Pick<Wording, "phase" | "outcome" | "signature">,
    name: string | null,
    isWhole: boolean,
  ): void {
    // Where the user says what a task looks like, nothing else counts.
    if (this.#user.given) return;
    this.#nothing.fill(-1);
    const wording: Wording = { ...said, unit: null, isWork: false, ids: [], name, weak: false };
    this.#known.set(key, { wording, ids: [{ first: run, last: run }], isWhole, isLearned: true });
  }

  #look(text: string, pos: number, writer: number | null): void {
    const match = this.#matcher.match(text, pos, writer);
    this.event = match?.event ?? null;
    this.rule = match?.rule ?? null;
    if (this.event) this.mayHide = false;
    else this.wording = this.#classify(text, pos);
  }

  #learn(text: string, pos: number, writer: number | null): void {
    this.#look(text, pos, writer);
    if (this.#known.size >= maxPlans || this.#isLearnedByWords(text)) return;
    const known =
      this.event || this.#user.given ? "look" : this.wording ? this.#planOf(this.wording, text, pos) : "nothing";
    const silent = this.#user.given && !this.event && this.wording?.phase !== "received";
    this.#known.set(this.#skeleton.key, silent ? "nothing" : known);
  }

  /** Whether the message is of a learned wording, though not of a skeleton that a sample had. */
  #isLearnedByWords(text: string): boolean {
    if (this.event || this.#user.given) return false;
    const found = this.#learned.find(this.message(), this.wording?.phase ?? null);
    if (!found) return false;
    const { plan, id } = found;
    const own = id === null ? plan : { ...plan, wording: { ...plan.wording, ids: [id] }, ids: [] };
    this.#known.set(this.#skeleton.key, own);
    this.wording = this.#follow(own, text);
    return true;
  }

  #classify(text: string, pos: number): Wording | null {
    const told = this.#user.given ? this.#user.classify(text, pos) : null;
    if (told || !this.#cues.test(text, pos)) return told;
    const wording = this.#classifier.classify(text, pos);
    // Which work waits no pattern says.
    return this.#user.given && wording?.phase !== "received" ? null : wording;
  }

  #follow(plan: Plan, text: string): Wording {
    if (plan.ids.length === 0) return plan.wording;
    const { runs } = this.#skeleton;
    const ids = plan.ids.map(({ first, last }) => {
      const start = runs[first]?.start ?? 0;
      const end = runs[last]?.end ?? 0;
      return text.slice(start, plan.isWhole ? endOfWhole(text, start, end) : end);
    });
    const { phase, outcome, unit, isWork, name, weak, signature } = plan.wording;
    return { phase, outcome, unit, isWork, name, weak, signature, ids: ids.length > 1 ? [...new Set(ids)] : ids };
  }

  /** A plan, unless an id is no whole number of runs (a name without a digit, say) or may stand elsewhere too. */
  #planOf(wording: Wording, text: string, pos: number): Known {
    const ids: { first: number; last: number }[] = [];
    const { runs, runCount } = this.#skeleton;
    for (const id of wording.ids) {
      const start = text.indexOf(id, pos);
      const first = runs.findIndex((r, i) => i < runCount && r.start === start);
      const last = runs.findIndex((r, i) => i < runCount && r.end === start + id.length);
      if (start < 0 || text.includes(id, start + 1) || first < 0 || last < first) return "look";
      ids.push({ first, last });
    }
    return { wording, ids, isWhole: false, isLearned: false };
  }
}
