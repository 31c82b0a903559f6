import type { StreamFacts } from "../correlate/case.ts";
import type { Copies } from "../correlate/copies.ts";
import { LossNotices } from "../correlate/loss-notices.ts";
import { ServerTracker } from "../correlate/server-tracker.ts";
import { TaskTracker } from "../correlate/task-tracker.ts";
import { copyText } from "../ingest/copy-text.ts";
import { peekLines, type Source } from "../ingest/source.ts";
import { type LineBatch, LineStream } from "../ingest/stream.ts";
import type { Reading } from "../recognise/reading.ts";
import { Recogniser } from "../recognise/recogniser.ts";
import type { Recognition } from "../recognise/recognition.ts";
import type { Sighting } from "../recognise/sights.ts";
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

/** Host of a stream; "" where none is given. */
export const hostOf = (sources: readonly Source[], options: AnalyseOptions): string =>
  settingFor(
    options.hosts,
    sources.map((source) => source.name),
  ) ?? "";

/** Reads one stream through recognition into facts. */
export class StreamReader {
  readonly facts: StreamFacts;
  readonly coverage: Coverage[];
  readonly #clock = new GapClock();
  readonly #lines: LineStream;
  readonly #recogniser: Recogniser;
  readonly #sources: readonly Source[];
  readonly #base: number;
  readonly #sights: boolean;
  /** Records of one format that are not in the coverage yet. */
  #format = "";
  #ofFormat = 0;
  #last: "application" | "server" | null = null;
  /** Offset in minutes of the last timed line. */
  offset = 0;
  /** When the last timed line was written, epoch ms: where the stream stands. */
  position: number | null = null;

  /** `base`: index of the stream's first source among all sources of the run; `copies`: what the hosts' other streams tell, by host. */
  constructor(
    sources: readonly Source[],
    base: number,
    kit: Recognition,
    options: AnalyseOptions,
    copies: ReadonlyMap<string, Copies> = new Map(),
  ) {
    const names = sources.map((source) => source.name);
    const clock = clockFor(names, options);
    this.#sources = sources;
    this.#base = base;
    this.#lines = new LineStream(sources);
    this.#sights = options.sights ?? true;
    this.#recogniser = new Recogniser(kit, clock, settingsFor(options.layouts, names).toReversed());
    const window = {
      since: options.since ?? Number.NEGATIVE_INFINITY,
      until: options.until ?? Number.POSITIVE_INFINITY,
    };
    const host = hostOf(sources, options);
    this.facts = {
      host,
      name: names.at(-1) ?? "",
      clock: this.#recogniser.clock,
      tasks: new TaskTracker(this.#clock, window, copies.get(host) ?? null, Math.max(0, (options.context ?? 1) - 1)),
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
    const first = this.#recogniser.learn(sample);
    if (this.#sights) for (const source of this.#sources) source.thin(this.#recogniser.sieve);
    return first;
  }

  /** Tells an instant (epoch ms) near to which this stream's times are, should they lack their year or day. */
  setNear(at: number | null): void {
    this.#recogniser.setNear(at);
  }

  /** Reads on a batch; false at the end of the stream. */
  async step(): Promise<boolean> {
    const batch = await this.#lines.nextBatch();
    if (batch === null) {
      this.#finish();
      return false;
    }
    const coverage = this.coverage[batch.source];
    if (coverage) this.#takeBatch(batch, coverage);
    this.facts.tasks.endBatch();
    return true;
  }

  #finish(): void {
    const last = this.coverage.at(-1);
    if (!last) return;
    for (const reading of this.#recogniser.rest(this.#base + this.coverage.length - 1)) {
      this.#close();
      this.#take(reading, last);
    }
    this.#flush(last.formats);
    this.facts.tasks.endBatch();
  }

  /** Takes a batch's lines in their order: those that the sieve took out, and the others between them. */
  #takeBatch({ lines, firstLine, source, taken }: LineBatch, coverage: Coverage): void {
    const recogniser = this.#recogniser;
    const { sights } = recogniser.sieve;
    const place = this.#base + source;
    let next = 0;
    for (let i = 0; i <= taken; i++) {
      const full = i < taken ? (sights.index[i] ?? 0) - i : lines.length;
      for (; next < full; next++) {
        const reading = recogniser.read(lines[next] ?? "", firstLine + next + i, place);
        if (reading) this.#take(reading, coverage);
      }
      if (i === taken) break;
      const line = firstLine + next + i;
      if (recogniser.sieve.isBare(i)) this.#takeSighting(recogniser.sighted(i, line, place), coverage);
      else this.#take(recogniser.readTaken(i, line, place), coverage);
    }
    this.#flush(coverage.formats);
  }

  /** As `#take` does with the reading of such a line. */
  #takeSighting(sighting: Sighting, coverage: Coverage): void {
    const { at } = sighting;
    this.#count(sighting.format, coverage);
    if (at === null) coverage.untimed++;
    else {
      this.#clock.timed(at);
      this.position = at;
      this.offset = sighting.offset;
    }
    this.#last = "application";
    this.facts.tasks.sighted(sighting);
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
    this.#count(reading.format, coverage);
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
    if (event.kind === "task-start" || (event.kind === "task-end" && !LossNotices.is(event)))
      tasks.seeServerTask(reading);
    server.see(reading);
  }

  /** A line that opens no record: it goes with the record above it, if there is one. */
  #takeRest(reading: Reading, coverage: Coverage): void {
    if (reading.kind === "none" && reading.wording) {
      this.facts.tasks.see(reading);
      this.#count("plain", coverage);
      return;
    }
    if (this.#last === "application") this.facts.tasks.more(reading);
    else if (this.#last === "server") this.facts.server.more(copyText(reading.text));
    if (reading.kind === "none" || this.#last === null) coverage.unrecognised++;
  }

  /** Counts a record of a format; runs of one format at once. */
  #count(format: string, { formats }: Coverage): void {
    if (format !== this.#format) {
      this.#flush(formats);
      this.#format = format;
    }
    this.#ofFormat++;
  }

  #flush(formats: Map<string, number>): void {
    if (this.#ofFormat > 0) formats.set(this.#format, (formats.get(this.#format) ?? 0) + this.#ofFormat);
    this.#ofFormat = 0;
  }

  #close(): void {
    this.#last = null;
    this.facts.tasks.close();
  }
}
