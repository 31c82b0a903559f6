import type { StreamFacts } from "../correlate/case.ts";
import { ServerTracker } from "../correlate/server-tracker.ts";
import { TaskTracker } from "../correlate/task-tracker.ts";
import { copyText } from "../ingest/copy-text.ts";
import { peekLines, type Source } from "../ingest/source.ts";
import { LineStream } from "../ingest/stream.ts";
import type { Reading } from "../recognise/reading.ts";
import { Recogniser, type Recognition } from "../recognise/recogniser.ts";
import { GapClock } from "../time/span.ts";
import { type AnalyseOptions, settingFor, settingsFor } from "./options.ts";
import { clockFor } from "./streams.ts";

/** Lines from which a stream's layouts are inferred before it is read. */
export const lookAhead = 3_000;

/** What was made of a source's lines. */
export interface Coverage {
  readonly source: Source;
  readonly formats: Map<string, number>;
  unrecognised: number;
  untimed: number;
}

/** Reads one stream through recognition into facts. */
export class StreamReader {
  readonly facts: StreamFacts;
  readonly coverage: Coverage[];
  readonly zone: string;
  readonly #clock = new GapClock();
  readonly #lines: LineStream;
  readonly #recogniser: Recogniser;
  readonly #sources: readonly Source[];
  readonly #base: number;
  #last: "application" | "server" | null = null;
  /** Offset in minutes of the last timed line. */
  offset = 0;
  /** When the last timed line was written, epoch ms: where the stream stands. */
  position: number | null = null;

  /** `base`: index of the stream's first source among all sources of the run. */
  constructor(sources: readonly Source[], base: number, kit: Recognition, options: AnalyseOptions) {
    const name = sources[0]?.name ?? "";
    const clock = clockFor(name, options);
    this.zone = clock.zone.name;
    this.#sources = sources;
    this.#base = base;
    this.#lines = new LineStream(sources);
    this.#recogniser = new Recogniser(kit, clock, settingsFor(options.layouts, name).toReversed());
    const window = {
      since: options.since ?? Number.NEGATIVE_INFINITY,
      until: options.until ?? Number.POSITIVE_INFINITY,
    };
    this.facts = {
      host: settingFor(options.hosts, name) ?? "",
      tasks: new TaskTracker(this.#clock, window),
      server: new ServerTracker(this.#clock),
    };
    this.coverage = sources.map((source) => ({ source, formats: new Map(), unrecognised: 0, untimed: 0 }));
  }

  /**
   * Looks at the first lines to learn how they are laid out; they are read again afterwards. Resolves to the first
   * instant in them that needs no guess, epoch ms, or null.
   */
  async learn(): Promise<number | null> {
    const sample: string[] = [];
    for (const source of this.#sources) {
      if (sample.length >= lookAhead) break;
      for (const line of await peekLines(source, lookAhead - sample.length)) sample.push(line);
    }
    return this.#recogniser.learn(sample);
  }

  /** Tells an instant (epoch ms) near to which this stream's times are, should they lack their year or day. */
  setNear(at: number | null): void {
    this.#recogniser.setNear(at);
  }

  /** Reads on a batch; false at the end of the stream. */
  async step(): Promise<boolean> {
    const batch = await this.#lines.nextBatch();
    if (batch === null) return false;
    const { lines, firstLine } = batch;
    const source = this.#base + batch.source;
    const coverage = this.coverage[batch.source];
    for (let i = 0; i < lines.length; i++) {
      const reading = this.#recogniser.read(lines[i] ?? "", firstLine + i, source);
      if (reading && coverage) this.#take(reading, coverage);
    }
    this.facts.tasks.endBatch();
    return true;
  }

  #take(reading: Reading, coverage: Coverage): void {
    if (reading.written !== null) {
      this.#clock.timed(reading.written);
      this.position = reading.written;
      this.offset = reading.offset;
    }
    if (reading.kind === "record") this.#takeRecord(reading, coverage);
    else if (reading.kind === "blank") this.#close();
    else this.#takeRest(reading, coverage);
  }

  #takeRecord(reading: Reading, coverage: Coverage): void {
    const { formats } = coverage;
    formats.set(reading.format, (formats.get(reading.format) ?? 0) + 1);
    if (reading.at === null) coverage.untimed++;
    const { event } = reading;
    const { tasks, server } = this.facts;
    if (!event) {
      this.#last = "application";
      tasks.see(reading);
      return;
    }
    this.#last = "server";
    tasks.close();
    tasks.passTime(reading.written);
    if (event.kind === "task-start" || event.kind === "task-end") tasks.seeServerTask(reading);
    else server.see(reading);
  }

  /** A line that opens no record: it goes with the record above it, if there is one. */
  #takeRest(reading: Reading, coverage: Coverage): void {
    if (reading.kind === "none" && reading.wording) {
      this.facts.tasks.see(reading);
      coverage.formats.set("plain", (coverage.formats.get("plain") ?? 0) + 1);
      return;
    }
    if (this.#last === "application") this.facts.tasks.more(reading);
    else if (this.#last === "server") this.facts.server.more(copyText(reading.text));
    if (reading.kind === "none" || this.#last === null) coverage.unrecognised++;
  }

  #close(): void {
    this.#last = null;
    this.facts.tasks.close();
  }
}
