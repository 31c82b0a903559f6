import type { StreamFacts } from "../correlate/case.ts";
import type { SampleRecord } from "../correlate/overlap.ts";
import type { Side } from "../correlate/record-diff.ts";
import type { TaskWatch } from "../correlate/task-watch.ts";
import { peekLines, type Source } from "../ingest/source.ts";
import { type LineBatch, LineStream } from "../ingest/stream.ts";
import type { ClockUse } from "../recognise/line-clock.ts";
import type { Reading } from "../recognise/reading.ts";
import { Recogniser } from "../recognise/recogniser.ts";
import type { Recognition } from "../recognise/recognition.ts";
import type { Sighting } from "../recognise/sights.ts";
import type { Place } from "../recognise/writers.ts";
import type { LiveComparison } from "./compare.ts";
import { type AnalyseOptions, settingFor, settingsFor, windowOf } from "./options.ts";
import { sampleOf } from "./record-teller.ts";
import { type CopiesAt, type Scope, Scopes } from "./scopes.ts";
import { clockFor, containerOf } from "./streams.ts";

/** Lines from which a stream's layouts are inferred before it is read. */
export const lookAhead = 3_000;

/** What was made of a source's lines. */
export interface Coverage {
  readonly source: Source;
  readonly formats: Map<string, number>;
  unrecognised: number;
  untimed: number;
}

/** Is shown what is made of every line, just before it is taken in; with `sights` off, or it sees only some. */
export interface StreamWatch {
  readonly tasks: TaskWatch;
  see(reading: Reading, recogniser: Recogniser): void;
}

/** Host of a stream; "" where none is given. */
export const hostOf = (sources: readonly Source[], options: AnalyseOptions): string =>
  settingFor(
    options.hosts,
    sources.map((source) => source.name),
  ) ?? "";

/** Reads one stream through recognition into facts. */
export class StreamReader {
  readonly coverage: Coverage[];
  readonly #lines: LineStream;
  readonly #recogniser: Recogniser;
  #facts: readonly StreamFacts[] | null = null;
  readonly #sources: readonly Source[];
  readonly #base: number;
  readonly #options: AnalyseOptions;
  readonly #watch: StreamWatch | null;
  /** The host that the user gave, and the container that the files' names tell; "" where there is none. */
  readonly #host: string;
  readonly #scope: string;
  readonly #dumps: Recognition["dumps"];
  #scopes: Scopes;
  /** Records of one format that are not in the coverage yet. */
  #format = "";
  #ofFormat = 0;
  /** Lines read. */
  #seen = 0;
  readonly #compared: { readonly live: LiveComparison; readonly side: Side }[] = [];
  /** Offset in minutes of the last timed line. */
  offset = 0;
  /** When the last timed line was written, epoch ms: where the stream stands. */
  position: number | null = null;

  /** `base`: index of the stream's first source among all sources of the run. */
  constructor(
    sources: readonly Source[],
    base: number,
    kit: Recognition,
    options: AnalyseOptions,
    watch: StreamWatch | null = null,
  ) {
    const names = sources.map((source) => source.name);
    const clock = clockFor(names, options);
    this.#sources = sources;
    this.#base = base;
    this.#options = options;
    this.#watch = watch;
    this.#lines = new LineStream(sources);
    this.#recogniser = new Recogniser(kit, clock, settingsFor(options.layouts, names).toReversed());
    this.#dumps = kit.dumps;
    this.#host = hostOf(sources, options);
    this.#scope = containerOf(names);
    this.#scopes = this.#newScopes(() => null);
    this.coverage = sources.map((source) => ({ source, formats: new Map(), unrecognised: 0, untimed: 0 }));
  }

  /** The host of the stream: as given, or the only one that its envelopes name; else "". */
  get host(): string {
    const [said = "", ...others] = this.#scopes.hosts;
    return this.#host || (others.length === 0 ? said : "");
  }

  /** Its source's name; of a rotated set, that of the piece written last. */
  get name(): string {
    return this.#sources.at(-1)?.name ?? "";
  }

  /** What the stream has shown, by host, scope and server, when it has been read. */
  get facts(): readonly StreamFacts[] {
    this.#facts ??= [...this.#scopes.facts({ host: this.#host, name: this.name, clock: this.clock })];
    return this.#facts;
  }

  get linesRead(): number {
    return this.#seen;
  }

  /** How its stamps were read. */
  get clock(): ClockUse {
    return this.#recogniser.clock;
  }

  /** Where it stands by a clock that it shares with the stream that it is compared with. */
  get standing(): number {
    const [compared] = this.#compared;
    const at = this.position ?? Number.NEGATIVE_INFINITY;
    return compared ? compared.live.clockOf(compared.side)(at) : at;
  }

  /** Where its first lines were written; known once they have been learned from. */
  get places(): Place[] {
    return this.#recogniser.places.map(({ host, scope }) => ({
      host: this.#host || host,
      scope: scope || this.#scope,
    }));
  }

  /** Tells what other streams have in common with this one. Before it is read. */
  share(copies: CopiesAt): void {
    const [compared] = this.#compared;
    const timeOf = compared?.live.clockOf(compared.side);
    this.#scopes = this.#newScopes((host, scope) => {
      const shared = copies(this.#host || host, scope);
      return shared && timeOf ? shared.under(timeOf) : shared;
    });
  }

  /**
   * Looks at the first lines to learn how they are laid out; they are read again afterwards. Resolves to the first
   * instant in them that needs no guess, epoch ms, or null.
   */
  async learn(): Promise<number | null> {
    return this.#recogniser.learn(await this.#firstLines());
  }

  /** The records in its first lines, read as they will be. After all else is known that they are read by. */
  async rehearse(): Promise<SampleRecord[]> {
    const lines = await this.#firstLines();
    const trial = this.#recogniser.trial(lines);
    const records: SampleRecord[] = [];
    for (const [index, line] of lines.entries())
      for (let reading = trial.read(line, index + 1, this.#base); reading; reading = trial.next()) {
        const record = sampleOf(reading);
        if (record) records.push(record);
      }
    return records;
  }

  /** From now on all its records are shown to a comparison, as those of one of its sides. */
  compare(live: LiveComparison, side: Side): void {
    this.#compared.push({ live, side });
  }

  /** When all is known that it is read by: lines that only show signs of life need no full reading, unless every record counts. */
  begin(): void {
    if (this.#compared.length > 0 || this.#options.sights === false) return;
    for (const source of this.#sources) source.thin(this.#recogniser.sieve);
  }

  async #firstLines(): Promise<string[]> {
    const sample: string[] = [];
    for (const source of this.#sources) {
      if (sample.length >= lookAhead) break;
      for (const line of await peekLines(source, lookAhead - sample.length)) sample.push(line);
    }
    return sample;
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
    this.#scopes.endBatch();
    return true;
  }

  #finish(): void {
    const last = this.coverage.at(-1);
    if (!last) return;
    for (const reading of this.#recogniser.rest(this.#base + this.coverage.length - 1)) {
      this.#scopeOf(reading).blank(reading);
      this.#take(reading, last);
    }
    this.#flush(last.formats);
    this.#scopes.endBatch();
    for (const { live, side } of this.#compared) live.end(side);
  }

  /** Takes a batch's lines in their order: those that the sieve took out, and the others between them. */
  #takeBatch({ lines, firstLine, source, taken }: LineBatch, coverage: Coverage): void {
    const recogniser = this.#recogniser;
    const { sights } = recogniser.sieve;
    const place = this.#base + source;
    this.#seen += lines.length + taken;
    if (this.#seen > lookAhead) recogniser.begin(lines);
    let next = 0;
    for (let i = 0; i <= taken; i++) {
      const full = i < taken ? (sights.index[i] ?? 0) - i : lines.length;
      for (; next < full; next++) {
        const line = firstLine + next + i;
        for (let reading = recogniser.read(lines[next] ?? "", line, place); reading; reading = recogniser.next())
          this.#take(reading, coverage);
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
      this.position = at;
      this.offset = sighting.offset;
    }
    this.#scopes.at("", this.#scope).sighted(sighting);
  }

  #take(reading: Reading, coverage: Coverage): void {
    this.#watch?.see(reading, this.#recogniser);
    for (const { live, side } of this.#compared) live.see(side, reading);
    const scope = this.#scopeOf(reading);
    if (reading.written !== null) {
      scope.clock.timed(reading.written);
      this.position = reading.written;
      this.offset = reading.offset;
    }
    if (reading.kind === "record") {
      this.#count(reading.format, coverage);
      if (reading.at === null) coverage.untimed++;
      scope.take(reading);
    } else if (reading.kind === "blank") scope.blank(reading);
    else this.#takeMore(scope, reading, coverage);
  }

  /** Takes a line that has no header and is no message of a server. */
  #takeMore(scope: Scope, reading: Reading, coverage: Coverage): void {
    const dumped = scope.dumped(reading);
    if (reading.kind === "none" && reading.wording && !dumped) {
      scope.tasks.see(reading);
      this.#count("plain", coverage);
    } else if ((!scope.more(reading) || reading.kind === "none") && !dumped) coverage.unrecognised++;
  }

  #scopeOf({ host, scope }: Reading): Scope {
    return this.#scopes.at(host, scope || this.#scope);
  }

  #newScopes(copies: CopiesAt): Scopes {
    const context = Math.max(0, (this.#options.context ?? 1) - 1);
    const watch = this.#watch?.tasks;
    return new Scopes({ window: windowOf(this.#options), context, dumps: this.#dumps, watch }, copies);
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
}
