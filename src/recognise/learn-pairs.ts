import { groupBy } from "./group-by.ts";
import { IdShape } from "./id-shape.ts";
import { OpenTasks } from "./learn-inside.ts";
import { isCount, wordsOf } from "./learned-words.ts";
import type { MessageReader } from "./message-reader.ts";
import type { Reading } from "./reading.ts";
import type { Wording } from "./wording.ts";

/** Tasks that must have been seen from their first word to their last before the two are taken for a start and an end. */
const enough = 4;
/** Share of a wording's occurrences that must open (or close) what is told of an id. */
const agreement = 0.9;
/** Share of the opened tasks that must have come to one of the ends; the others failed, were lost, or the sample ends too soon. */
const closing = 0.5;
/** Mentions kept of a sample; what comes later teaches no more. */
const maxChains = 20_000;

/** One place of one wording where an id stands. */
type Place = string;

const placeOf = (key: number, run: number): Place => `${key}:${run}`;

/** All that one thread said of one id. */
interface Chain {
  readonly thread: string;
  readonly first: Place;
  readonly opened: number;
  last: Place;
  closed: number;
  length: number;
}

/** What the sample tells of a wording at a place. */
interface Facts {
  readonly key: number;
  readonly run: number;
  readonly wording: Wording | null;
  readonly verbs: ReadonlySet<string>;
  readonly words: string;
  readonly shape: IdShape;
  /** The vocabulary has an id there of which the run is but the beginning: `IMG_2001.jpg`. */
  readonly isCut: boolean;
  /** How many there are of something stands there. */
  readonly isCount: boolean;
  total: number;
  /** Said as an error, or with an exception. */
  trouble: number;
  /** How often it was said while one was open that the vocabulary knows the start of, by the start's signature. */
  readonly nested: Map<string, number>;
}

/**
 * Learns from a sample of a log how tasks start and end in words that no vocabulary foresees, in whatever language: a wording
 * that is nearly always the first that a thread says of an id, and one that is nearly always the last. It takes a thread that
 * is occupied by one such id at a time; where the layout tells no threads, a word of either wording must speak of a start
 * or end, or both be of one verb ("Importing batch 17", "Batch 17 imported").
 */
export class PairLearner {
  readonly #messages: MessageReader;
  readonly #facts = new Map<Place, Facts>();
  readonly #open = new Map<string, Chain>();
  readonly #chains: Chain[] = [];
  readonly #tasks = new OpenTasks();
  /** By thread, the wording of its last line; by wording, how often which one followed it on its thread. */
  readonly #before = new Map<string, number>();
  readonly #followers = new Map<number, Map<number, number>>();
  #now = 0;

  constructor(messages: MessageReader) {
    this.#messages = messages;
  }

  /** Takes in the reading of a line of the sample, just read through the same MessageReader. */
  see(reading: Reading): void {
    if (reading.kind !== "record" || reading.event || this.#chains.length >= maxChains) return;
    const { wording } = reading;
    const thread = `${reading.scope}\u0000${reading.pid}\u0000${reading.tid || reading.process}`;
    const within = this.#tasks.see(thread, wording);
    this.#now++;
    const { key } = this.#messages;
    this.#follow(thread, key);
    const isTrouble = reading.level >= 3 || reading.exception;
    for (const [run, id] of this.#messages.runs().entries()) {
      const facts = this.#factsOf(key, run, id, wording);
      facts.shape.see(id);
      facts.total++;
      for (const signature of within) facts.nested.set(signature, (facts.nested.get(signature) ?? 0) + 1);
      if (isTrouble) facts.trouble++;
      if (!facts.isCount) this.#mention(thread, id, placeOf(key, run));
    }
  }

  #follow(thread: string, key: number): void {
    const before = this.#before.get(thread);
    this.#before.set(thread, key);
    if (before === undefined) return;
    const followers = this.#followers.get(before) ?? new Map<number, number>();
    this.#followers.set(before, followers.set(key, (followers.get(key) ?? 0) + 1));
  }

  #factsOf(key: number, run: number, id: string, wording: Wording | null): Facts {
    const place = placeOf(key, run);
    let facts = this.#facts.get(place);
    if (!facts) {
      const message = this.#messages.message();
      const counts = { total: 0, nested: new Map<string, number>(), trouble: 0 };
      const isCut = wording?.ids.some((whole) => whole !== id && whole.startsWith(id)) ?? false;
      const words = {
        words: wordsOf(message),
        verbs: stemsOf(message),
        shape: new IdShape(),
        isCut,
        isCount: isCount(message, run, id),
      };
      facts = { key, run, wording, ...words, ...counts };
      this.#facts.set(place, facts);
    }
    return facts;
  }

  #mention(thread: string, id: string, place: Place): void {
    const name = `${thread}\u0000${id}`;
    const chain = this.#open.get(name);
    if (chain && chain.first !== place) {
      chain.last = place;
      chain.closed = this.#now;
      chain.length++;
      return;
    }
    const opened = { thread, first: place, opened: this.#now, last: place, closed: this.#now, length: 1 };
    this.#open.set(name, opened);
    this.#chains.push(opened);
  }

  /** Tells the MessageReader what has been learned. */
  finish(): void {
    const firsts = groupBy(this.#chains, (chain) => chain.first);
    const lasts = groupBy(
      this.#chains.filter((chain) => chain.length > 1),
      (chain) => chain.last,
    );
    const known = new Set<Place>();
    for (const [place, chains] of firsts) {
      const start = this.#facts.get(place);
      if (!start || !this.#opens(start, chains)) continue;
      const ends = this.#endsOf(start, chains, lasts);
      const closed = ends.reduce((sum, end) => sum + end.count, 0);
      if (closed < enough || closed < closing * chains.length) continue;
      const isWhole = start.isCut || ends.some(({ facts }) => facts.isCut);
      if (!says(start.wording, "start")) this.#learnStart(start, isWhole);
      for (const { facts } of ends) {
        known.add(placeOf(facts.key, facts.run));
        this.#learnEnd(facts, isWhole);
      }
    }
    for (const [place, chains] of firsts) this.#learnRare(place, chains, known);
    this.#messages.reconsider();
  }

  /** A start without an id by its words has the one that an end, known by others, repeats: however rare this variant of it is. */
  #learnRare(place: Place, chains: readonly Chain[], ends: ReadonlySet<Place>): void {
    const start = this.#facts.get(place);
    if (start?.wording?.phase !== "start" || start.wording.ids.length > 0 || !this.#opens(start, chains)) return;
    const closed = chains.filter(({ last }) => ends.has(last)).length;
    if (closed > 0 && closed >= closing * chains.length) this.#learnStart(start);
  }

  #learnStart(start: Facts, isWhole = start.isCut): void {
    for (const { key, run } of this.#alike(start))
      this.#messages.learnStart(key, run, nameIn(start), start.key, isWhole);
    this.#learnWords(start);
  }

  #learnEnd(end: Facts, isWhole: boolean): void {
    const outcome = isFailure(end) ? "failed" : "ok";
    for (const { key, run, wording } of this.#alike(end))
      this.#messages.learnEnd(key, run, outcome, !says(wording, "end"), isWhole);
    this.#learnWords(end);
  }

  #learnWords({ key, words, run, shape, wording }: Facts): void {
    this.#messages.learnWords(key, words, run, shape, wording?.phase ?? null);
  }

  /** The wording, and those of the same words of which the vocabulary knows no more. */
  #alike(facts: Facts): Facts[] {
    const { words, run, wording } = facts;
    const others = [...this.#facts.values()].filter(
      (other) =>
        other !== facts && other.words === words && other.run === run && other.wording?.phase === wording?.phase,
    );
    return [facts, ...others];
  }

  /** Whether the wording is nearly always the first that a thread says of an id, and not within another task. */
  #opens(start: Facts, chains: readonly Chain[]): boolean {
    if (start.wording?.phase === "end" || chains.length < agreement * start.total) return false;
    return start.wording !== null || !this.#isStep(start);
  }

  /** Whether it is said within tasks whose start the vocabulary knows. */
  #isStep({ nested, total }: Facts): boolean {
    return [...nested].some(([signature, count]) => count > (1 - agreement) * total && this.#tasks.isTask(signature));
  }

  /** The wordings that end what `start` opens, each with how often it did. */
  #endsOf(
    start: Facts,
    chains: readonly Chain[],
    lasts: ReadonlyMap<Place, readonly Chain[]>,
  ): { facts: Facts; count: number }[] {
    const found: { facts: Facts; count: number; isProven: boolean }[] = [];
    for (const [place, closed] of groupBy(chains, (chain) => chain.last)) {
      const facts = this.#facts.get(place);
      if (!facts || facts.key === start.key || facts.wording?.phase === "start") continue;
      if ((lasts.get(place)?.length ?? 0) < agreement * facts.total) continue;
      // One wording can have several skeletons ("in 0.9 s", "in 12.1 s"): they need be many together, which the caller counts.
      const isMeant = speaksOfEnd(start, facts) || isFailure(facts);
      const isOnlyId = isThreadless(closed) && says(start.wording, "start");
      const isLast = closed.length >= enough && !isThreadless(closed) && isOccupying(closed);
      const isLastWord = isLast && this.#isLastWord(facts.key, start.key);
      const isProven = isMeant || (isLastWord && this.#followers.has(facts.key));
      if (isMeant || isOnlyId || isLastWord) found.push({ facts, count: closed.length, isProven });
    }
    // Where most tasks end otherwise, what is said of one before nothing more is said is where it hangs.
    const proven = found.filter((end) => end.isProven);
    const count = proven.reduce((sum, end) => sum + end.count, 0);
    return count >= closing * chains.length ? proven : found;
  }

  /** Whether a thread that has said `end` goes on with nothing but another `start`. */
  #isLastWord(end: number, start: number): boolean {
    const followers = this.#followers.get(end) ?? new Map<number, number>();
    const all = [...followers.values()].reduce((sum, count) => sum + count, 0);
    return (followers.get(start) ?? 0) >= agreement * all;
  }
}

/** Whether the vocabulary knows the wording as a start or end, with the id. */
const says = (wording: Wording | null, phase: Wording["phase"]): boolean =>
  wording?.phase === phase && wording.ids.length > 0 && !wording.weak;

/** What a start calls its task: a word without a digit is the same in all messages of its skeleton. */
const nameIn = ({ wording }: Facts): string | null =>
  wording?.phase === "start" && wording.name !== null && !/\d/.test(wording.name) ? wording.name : null;

const isFailure = (facts: Facts): boolean => facts.trouble >= agreement * facts.total;

/** Whether a word tells that the one is the end of the other, or both are of one verb. What merely waits is no start. */
function speaksOfEnd(start: Facts, end: Facts): boolean {
  if (start.wording?.phase === "received") return false;
  return end.wording?.phase === "end" || [...start.verbs].some((stem) => end.verbs.has(stem));
}

/** Whether the layout tells no threads, so that nothing but the ids tells tasks apart. */
const isThreadless = (chains: readonly Chain[]): boolean => chains.some(({ thread }) => thread.endsWith("\u0000"));

/** Whether each thread had one of these at a time. */
function isOccupying(chains: readonly Chain[]): boolean {
  let overlaps = 0;
  for (const own of groupBy(chains, (chain) => chain.thread).values()) {
    const sorted = [...own].sort((a, b) => a.opened - b.opened);
    overlaps += sorted.filter((chain, i) => chain.opened < (sorted[i - 1]?.closed ?? 0)).length;
  }
  return overlaps <= (1 - agreement) * chains.length;
}

/** What "importing" and "imported", "rebuilding" and "rebuilt" share. */
function stemsOf(message: string): Set<string> {
  const stems = new Set<string>();
  for (const [word] of message.toLowerCase().matchAll(/[a-z]{5,}/g)) {
    const stem = /^(.{3,}?)(?:ing|ed|en|lt|nt|pt)$/.exec(word)?.[1];
    if (stem) stems.add(stem.slice(0, 5));
  }
  return stems;
}
