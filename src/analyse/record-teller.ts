import type { Told } from "../correlate/gap-tally.ts";
import type { Left, Repeats, SampleRecord } from "../correlate/overlap.ts";
import { isLeft } from "../correlate/overlap.ts";
import { copyText } from "../ingest/copy-text.ts";
import { withoutColour } from "../recognise/colour.ts";
import { messageOf, type Reading } from "../recognise/reading.ts";

/** A record as both sides of a comparison may tell it. */
export interface ToldRecord extends Told {
  readonly key: string;
}

/** Starts without an end that are remembered. */
const openKept = 10_000;

/** First line of what a record says: a copy may hold a traceback in the same field. */
const firstLine = (text: string): string => (text.split("\n", 1)[0] ?? "").trim();

const wordsOf = (reading: Reading, repeats: Repeats): string =>
  firstLine((repeats === "message" ? messageOf(reading) : null) ?? withoutColour(reading.text));

/** Words of a header that are no logger's: parts of dates, levels. */
const common =
  /^(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|utc|gmt|trace|debug|info|notice|warn|warning|error|err|crit|critical|fatal|pid|tid)$/i;

/** Who logs a line so: its format, program, and what words its header holds beside the process, the thread and the level. */
export function voiceOf(reading: Reading): string {
  const { format, program, scope, said, saidAt, tid, process } = reading;
  const header = said === null && saidAt > 0 ? withoutColour(reading.text).slice(0, saidAt) : "";
  const rest = [tid, process].reduce((text, name) => (name === "" ? text : text.replace(name, " ")), header);
  const words = (rest.match(/[A-Za-z_][\w.]{2,}/g) ?? []).filter((word) => !common.test(word));
  return [format, program, scope, ...words.map((word) => word.replace(/\d+/g, "0"))].join(" ");
}

/** What a reading tells a comparison before it begins; null where it is no timed record. */
export function sampleOf(reading: Reading): SampleRecord | null {
  const { at, pid, level, event } = reading;
  if (reading.kind !== "record" || at === null) return null;
  const message = wordsOf(reading, "message");
  if (message === "") return null;
  return {
    at,
    pid,
    message: copyText(message),
    text: copyText(wordsOf(reading, "text")),
    level,
    isEvent: event !== null,
    voice: voiceOf(reading),
  };
}

/** How one side's records are told. */
export interface Telling {
  readonly repeats: Repeats;
  readonly left: Left;
  readonly key: (pid: number, message: string) => string;
  readonly time: (at: number) => number;
}

/** Turns one side's readings into records to compare. */
export class RecordTeller {
  readonly #how: Telling;
  /** Starts of tasks that have not ended, by the names of `namesOf`. */
  readonly #open = new Map<string, ToldRecord>();
  #last: number | null = null;

  constructor(how: Telling) {
    this.#how = how;
  }

  /** The record; null where there is none, or the other side is not meant to hold it. */
  tell(reading: Reading): ToldRecord | null {
    const { repeats, left } = this.#how;
    // A collector that takes lines makes a record of each.
    const isLine = repeats === "text" && reading.kind !== "blank";
    if (reading.kind !== "record" && !isLine) return null;
    const at = reading.at ?? (isLine ? this.#last : null);
    if (at === null) return null;
    this.#last = at;
    if (this.#isLeft(reading, left)) return null;
    const message = wordsOf(reading, repeats);
    return message === "" ? null : this.#recordOf(reading, at, copyText(message));
  }

  #isLeft(reading: Reading, left: Left): boolean {
    const voice = left.voices.size > 0 ? voiceOf(reading) : "";
    return isLeft({ level: reading.level, isEvent: reading.event !== null, voice }, left);
  }

  #recordOf(reading: Reading, time: number, message: string): ToldRecord {
    const { pid, scope, process, wording } = reading;
    const at = this.#how.time(time);
    const record: ToldRecord = {
      key: this.#how.key(pid, message),
      at,
      pid,
      process: scope === "" && (pid > 0 || process === "") ? "" : copyText(`${scope} ${pid > 0 ? "" : process}`.trim()),
      source: reading.source,
      line: reading.line,
      text: copyText(reading.text),
      offset: reading.offset,
      loggedAt: time,
      ends: wording?.phase === "end" ? this.#take(reading) : null,
      starts: wording?.phase === "start",
      isMissing: false,
    };
    if (record.starts) this.#keep(reading, record);
    return record;
  }

  #keep(reading: Reading, record: ToldRecord): void {
    const name = copyText(namesOf(reading)[0] ?? "");
    this.#open.delete(name);
    this.#open.set(name, record);
    if (this.#open.size <= openKept) return;
    const oldest = this.#open.keys().next();
    if (!oldest.done) this.#open.delete(oldest.value);
  }

  /** The start that a reading ends. */
  #take(reading: Reading): ToldRecord | null {
    for (const name of namesOf(reading)) {
      const start = this.#open.get(name);
      if (!start) continue;
      this.#open.delete(name);
      return start;
    }
    return null;
  }
}

/** A task by its ids, and by its thread. */
function namesOf({ pid, tid, process, wording }: Reading): string[] {
  const ids = wording?.ids ?? [];
  return [...ids, `${tid || process}`].map((name) => `${pid} ${name}`);
}
