import { isStrong } from "../correlate/open-tasks.ts";
import type { Task } from "../correlate/task.ts";
import type { TaskWatch } from "../correlate/task-watch.ts";
import { copyText } from "../ingest/copy-text.ts";
import type { MessageReader } from "../recognise/message-reader.ts";
import type { Reading } from "../recognise/reading.ts";
import type { Wording } from "../recognise/wording.ts";

/** Messages kept of one wording, and in all of those that are none. */
const messagesKept = 5_000;
const othersKept = 20_000;
/** Messages kept of each skeleton of those. */
const perSkeleton = 3;
const durationsKept = 10_000;
const idsKept = 20_000;

/** A line's place: index of its source, and its number in it. */
export interface Place {
  readonly source: number;
  readonly line: number;
}

/** A message of a wording, and what names its task. */
export interface Message {
  readonly text: string;
  readonly ids: readonly string[];
  readonly name: string | null;
  readonly unit: string | null;
}

/** How often an end has closed what a start had opened. */
export interface Pairing {
  count: number;
  byId: number;
  /** Times it only seemed to. */
  survived: number;
}

/** A wording as a sample of logs shows it. */
export interface Saying {
  readonly signature: string;
  readonly phase: Wording["phase"];
  readonly outcome: Wording["outcome"];
  lines: number;
  readonly example: Place & { readonly text: string };
  readonly messages: Message[];
  /** How often the task's id was the first, the second, ... that the message holds. */
  readonly idUse: number[];
  /** Of a start: by the signatures of its ends. */
  readonly ends: Map<string, Pairing>;
  /** Of a start, ms. */
  readonly durations: number[];
  /** Ids said at starts, or at ends without a start. */
  readonly ids: Set<string>;
  /** Of an end: lines that closed nothing. */
  strays: number;
  readonly strayAt: Place[];
}

/** Messages that are no word of a task, by their skeletons. */
export interface Other {
  count: number;
  readonly texts: string[];
  readonly example: Place;
}

/** Gathers what the lines of a sample say of tasks, as the recognition and the trackers take it. */
export class Sayings implements TaskWatch {
  readonly bySignature = new Map<string, Saying>();
  readonly others = new Map<number, Other>();
  readonly #messages: MessageReader;
  /** Ends that may yet turn out to be steps. */
  readonly #seeming = new WeakMap<Task, Pairing>();

  constructor(messages: MessageReader) {
    this.#messages = messages;
  }

  /** Takes in the reading of a line, just read. */
  see(reading: Reading): void {
    if (reading.event || reading.kind === "continuation" || reading.kind === "blank") return;
    if (reading.wording) this.#say(reading, reading.wording);
    else if (reading.kind === "record") this.#note(reading);
  }

  #say(reading: Reading, wording: Wording): void {
    const saying = this.#sayingOf(reading, wording);
    saying.lines++;
    if (saying.messages.length >= messagesKept) return;
    saying.messages.push({
      text: copyText(this.#messages.whole()),
      ids: wording.ids.map(copyText),
      name: wording.name === null ? null : copyText(wording.name),
      unit: wording.unit,
    });
  }

  /** Ends learned from the sample have one signature for all their words. */
  #signatureOf({ signature, phase }: Wording): string {
    return phase === "end" && signature.endsWith(":learned") ? `${signature}:${this.#messages.key}` : signature;
  }

  #sayingOf({ source, line, text }: Reading, wording: Wording): Saying {
    const { phase, outcome } = wording;
    const signature = this.#signatureOf(wording);
    const known = this.bySignature.get(signature);
    if (known) return known;
    const saying: Saying = {
      signature,
      phase,
      outcome,
      lines: 0,
      example: { source, line, text: copyText(text) },
      messages: [],
      idUse: [],
      ends: new Map(),
      durations: [],
      ids: new Set(),
      strays: 0,
      strayAt: [],
    };
    this.bySignature.set(signature, saying);
    return saying;
  }

  #note({ source, line }: Reading): void {
    const { key } = this.#messages;
    const known = this.others.get(key);
    if (known) known.count++;
    else if (this.others.size < othersKept) this.others.set(key, { count: 1, texts: [], example: { source, line } });
    const other = known ?? this.others.get(key);
    if (other && other.texts.length < perSkeleton) other.texts.push(copyText(this.#messages.whole()));
  }

  started(task: Task, { wording }: Reading): void {
    const saying = this.bySignature.get(task.wording.signature);
    if (!saying || !wording) return;
    keepIds(saying, wording.ids, task.pid);
  }

  ended(task: Task, reading: Reading, byId: boolean): void {
    const start = this.bySignature.get(task.wording.signature);
    const end = reading.wording && this.bySignature.get(this.#signatureOf(reading.wording));
    if (!start || !end || !reading.wording) return;
    const pairing = start.ends.get(end.signature) ?? { count: 0, byId: 0, survived: 0 };
    start.ends.set(end.signature, pairing);
    pairing.count++;
    if (byId) pairing.byId++;
    this.#seeming.set(task, pairing);
    const id = reading.wording.ids.find((said) => task.ids.includes(said));
    if (id !== undefined) {
      use(start, task.ids.indexOf(id));
      use(end, reading.wording.ids.indexOf(id));
    }
    if (reading.at !== null && task.start.at !== null && start.durations.length < durationsKept)
      start.durations.push(reading.at - task.start.at);
  }

  wentOn(task: Task): void {
    const pairing = this.#seeming.get(task);
    if (pairing) pairing.survived++;
  }

  stray({ wording, source, line, pid }: Reading): void {
    const end = wording && this.bySignature.get(this.#signatureOf(wording));
    if (!end) return;
    end.strays++;
    if (end.strayAt.length < 5) end.strayAt.push({ source, line });
    keepIds(end, wording.ids, pid);
  }
}

/** Keeps ids that tell of one task in several sources: a short number only within one process. */
function keepIds({ ids }: Saying, said: readonly string[], pid: number): void {
  for (const id of said) if (ids.size < idsKept) ids.add(isStrong(id) ? copyText(id) : `${pid} ${id}`);
}

function use({ idUse }: Saying, index: number): void {
  idUse[index] = (idUse[index] ?? 0) + 1;
}
