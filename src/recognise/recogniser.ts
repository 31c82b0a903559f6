import type { Event } from "../events.ts";
import { requestEvent, withColumns } from "./declared-facts.ts";
import { HeaderReader } from "./header-reader.ts";
import { inferLayouts } from "./infer.ts";
import { LateLines } from "./late-lines.ts";
import { type Header, type Layout, LayoutReader, type RequestFacts } from "./layout.ts";
import { learnWordings } from "./learn-wordings.ts";
import { type ClockOptions, type ClockUse, LineClock } from "./line-clock.ts";
import { afterWriting, beginReading, newReading, type Reading } from "./reading.ts";
import type { Recognition } from "./recognition.ts";
import { SightReader } from "./sight-reader.ts";
import type { Sighting } from "./sights.ts";
import { mayBeLogfmt, type StructuredRecord, withFields, withKeys } from "./structured.ts";
import { type Inner, Transport } from "./transport.ts";
import type { Wording } from "./wording.ts";
import { type Place, type Writer, Writers } from "./writers.ts";

/** Turns the lines of one stream into readings. */
export class Recogniser {
  readonly #kit: Recognition;
  readonly #transport: Transport;
  readonly #clock: LineClock;
  readonly #options: ClockOptions;
  readonly #headers: HeaderReader;
  readonly #reading: Reading = newReading();
  /** Who wrote the line read last: nobody is named where it is in no envelope. */
  readonly #writers = new Writers();
  #writer: Writer = this.#writers.nobody;
  readonly #layouts: LayoutReader[];
  /** Takes lines that it can read in place out of the stream's text; `sighted` or `readTaken` are then to be asked for each. */
  readonly sieve: SightReader;
  readonly #late = new LateLines((lines) => this.#adopt(lines).added);
  #source = 0;

  constructor(kit: Recognition, clock: ClockOptions, given: readonly Layout[] = []) {
    this.#kit = kit;
    this.#options = clock;
    this.#transport = new Transport(kit.envelopes);
    this.#clock = new LineClock(clock);
    this.#layouts = given.map((layout) => new LayoutReader(layout, kit.cells));
    this.#headers = new HeaderReader(kit, this.#layouts);
    this.sieve = new SightReader(this.#layouts, kit.messages, this.#clock, this.#transport);
  }

  /** Where the stream's first lines were written. */
  get places(): readonly Place[] {
    return [...this.#writers.places.values()];
  }

  /**
   * Infers the stream's layouts, and the wordings of its ends, from its first lines. Returns the first instant in them that
   * needs no guess of a year or day, epoch ms, or null.
   */
  learn(lines: readonly string[]): number | null {
    this.#transport.learn(lines);
    for (const { writers, texts } of this.#writers.sample(this.#transport.sample(lines))) {
      const { isHeaded, layouts } = this.#adopt(texts);
      for (const writer of writers) Object.assign(writer, { isHeaded, layouts });
    }
    const scratch = this.trial(lines);
    scratch.#clock.watch();
    learnWordings(this.#kit.messages, scratch, lines);
    this.#clock.learnFrom(scratch.#clock);
    return scratch.#clock.certain;
  }

  /** The layout by which a line's header was read last; null before the first. */
  get lastLayout(): Layout | null {
    return this.#headers.layout?.layout ?? null;
  }

  /** A recogniser that has learned the same, to read the stream's first lines (`lines`) with before it is read. */
  trial(lines: readonly string[]): Recogniser {
    const layouts = this.#layouts.map((reader) => reader.layout);
    const trial = new Recogniser(this.#kit, this.#options, layouts);
    trial.#transport.learn(lines);
    trial.#clock.follow(this.#clock);
    return trial;
  }

  /** How the stream's times have come by what its lines lack, so far. */
  get clock(): ClockUse {
    return this.#clock;
  }

  /** Where the stream's stamps lack their year or day: an instant that they are near to, epoch ms. */
  setNear(at: number | null): void {
    this.#clock.near = at;
  }

  /**
   * The reading of a line, in an object that the next call overwrites; null where more lines are needed. A line can hold
   * several: `next` is then to be asked for the others.
   */
  read(raw: string, line: number, source: number): Reading | null {
    this.#source = source;
    return this.#readInner(this.#isGiven(raw) ? this.#transport.bare(raw, line) : this.#transport.read(raw, line));
  }

  /** Whether a format given by the user tells of the line as it stands, what looks like an envelope included. */
  #isGiven(raw: string): boolean {
    if (!this.#layouts[0]?.layout.declared || this.#transport.isBare(raw, 0)) return false;
    return this.#layouts.some((layout) => layout.describes(raw, this.#headers.header));
  }

  /** The reading of another line that the one read last holds, or null. */
  next(): Reading | null {
    return this.#readInner(this.#transport.next());
  }

  /** The readings of lines whose last piece never came, at the end of the stream. */
  *rest(source: number): Generator<Reading> {
    this.#source = source;
    for (let inner = this.#transport.rest(); inner; inner = this.#transport.rest())
      for (let reading = this.#readInner(inner); reading; reading = this.next()) yield reading;
  }

  #readInner(inner: Inner | null): Reading | null {
    if (!inner) return null;
    const out = this.#reading;
    this.#writer = this.#writers.of(inner);
    const envelope = inner.stamped ? this.#clock.resolve(inner.stamp, inner.time) : inner.time;
    beginReading(out, inner, this.#writer, this.#source);
    out.at = out.written = envelope;
    out.offset = envelope === null || inner.stamped ? this.#clock.offset : this.#clock.offsetAt(envelope);
    const { matcher } = this.#kit;
    matcher.setProgram(inner.program);
    this.#recognise(out, envelope);
    matcher.setProgram("");
    if (inner.further && !out.event && out.format === inner.names) this.#takeFurther(out);
    if (out.kind === "record" && out.pid < 0) out.pid = inner.pid;
    if (inner.stamped) afterWriting(out, inner.stamp.step);
    out.text = inner.text;
    return out;
  }

  /** The `i`th line that the sieve has taken out, if it is bare, in an object that the next call overwrites. */
  sighted(i: number, line: number, source: number): Sighting {
    this.#writers.nobody.inTraceback = false;
    return this.sieve.sighting(i, line, source);
  }

  /** The reading of the `i`th line that the sieve has taken out, as `read` gives it. */
  readTaken(i: number, line: number, source: number): Reading {
    this.#writers.nobody.inTraceback = false;
    const out = this.#reading;
    out.line = line;
    out.source = source;
    this.sieve.readInto(i, out);
    return out;
  }

  #recognise(out: Reading, envelope: number | null): void {
    const { text } = out;
    if (text.trim() === "") {
      out.kind = "blank";
      this.#writer.inTraceback = false;
      return;
    }
    const first = text.charCodeAt(0);
    const structured = first === 123 || mayBeLogfmt(text);
    const given = structured && this.#layouts.some((layout) => layout.opens(text));
    if (structured && !given && this.#readStructured(out, envelope)) return;
    const own = this.#kit.structured.readHead(text, this.#isOwnMessage);
    if (own) {
      this.#takeRecord(own, out, envelope);
      return;
    }
    this.#readHeaded(out, first, given, envelope);
  }

  /** Reads a line by its header, if it has one; `given`: it is structured, and a format of the user's may be meant for it. */
  #readHeaded(out: Reading, first: number, given: boolean, envelope: number | null): void {
    const { text } = out;
    const headers = this.#headers;
    const { header } = headers;
    const { messages } = this.#kit;
    const headed = headers.read(text, this.#writer.layouts) || this.#readLoneStamp(text);
    if (given && !(headed && header.declared) && this.#readStructured(out, envelope)) return;
    if (headed && header.request) {
      this.#takeRequest(header, header.request, out, envelope);
      return;
    }
    const written = out.writer > 0 ? out.writer : null;
    if (headed) messages.read(text, header.message, header.pid >= 0 ? header.pid : written);
    const event = headed ? headers.eventIn(text, written) : headers.eventAlone(text, written);
    if (headed || event) this.#takeHeader(header, out, envelope);
    if (event) this.#takeEvent(event, out, envelope);
    else if (headed) {
      this.#open(out, header.layout);
      out.wording = withColumns(messages.wording, header, text);
    } else this.#takeUnknown(out, first);
  }

  #takeRequest(header: Header, request: RequestFacts, out: Reading, envelope: number | null): void {
    const event = requestEvent(request, header, out.text);
    this.#takeHeader(header, out, envelope);
    this.#takeEvent(event, out, envelope);
    if (request.started && envelope === null && out.at !== null) out.written = out.at + (event.durationMs ?? 0);
  }

  /** Whether a line that a server's own head fits has a message of that server. */
  readonly #isOwnMessage = (record: StructuredRecord): boolean =>
    this.#kit.matcher.match(record.message, 0, record.pid, record)?.parser === record.server;

  #readLoneStamp(text: string): boolean {
    if (!this.#isLoneStamped(text)) return this.#headers.readLoneStamp(text);
    if (this.#late.learnAround(this.#lateLine) && this.#headers.read(text, this.#writer.layouts)) return true;
    this.#late.remember(text);
    return this.#headers.readLoneStamp(text);
  }

  #isLoneStamped(text: string): boolean {
    return this.#headers.readLoneStamp(text) && this.#headers.header.stamp.clock === "wall";
  }

  /** A line's text within its envelopes, if it is timed and no layout of the stream fits it; else null. */
  readonly #lateLine = (line: string): string | null => {
    const text = this.#transport.textIn(line);
    return this.#isLoneStamped(text) && !this.#headers.read(text, []) ? text : null;
  };

  /** Tells the lines that are read next, if the look ahead has not seen them. */
  begin(lines: readonly string[]): void {
    this.#late.begin(lines);
  }

  #takeHeader(header: Header, out: Reading, envelope: number | null): void {
    const { text } = out;
    if (header.timed) {
      const at = this.#clock.resolve(header.stamp, envelope);
      if (at !== null || envelope === null) {
        out.at = at;
        out.written = envelope ?? (at === null ? null : at);
        out.offset = this.#clock.offset;
      }
    }
    out.pid = header.pid;
    out.saidAt = header.message;
    if (header.tidEnd > header.tidStart) out.tid = text.slice(header.tidStart, header.tidEnd);
    else if (header.threadEnd > header.threadStart) out.tid = text.slice(header.threadStart, header.threadEnd);
    if (header.processEnd > header.processStart) out.process = text.slice(header.processStart, header.processEnd);
    out.level = header.level;
  }

  #takeEvent(event: Event, out: Reading, envelope: number | null): void {
    this.#open(out, event.parser);
    out.event = event;
    const { time } = event;
    if (!time) return;
    const began = event.kind === "request";
    if (out.at !== null && out.at !== envelope && !began) return;
    const at = this.#clock.instantOf(time, envelope, !began);
    const headed = out.at !== null && out.at !== envelope;
    out.offset = this.#clock.offset;
    if (!headed && envelope === null) out.written = at + (event.durationMs ?? 0);
    out.at = at;
  }

  #readStructured(out: Reading, envelope: number | null): boolean {
    const record = this.#kit.structured.read(out.text);
    if (record) this.#takeRecord(record, out, envelope);
    return record !== null;
  }

  #takeRecord(record: StructuredRecord, out: Reading, envelope: number | null): void {
    if (record.stamp) {
      const at = this.#clock.resolve(record.stamp, envelope);
      if (at !== null) {
        out.at = at;
        out.written = envelope ?? at;
        out.offset = this.#clock.offset;
      }
    }
    out.said = record.message;
    out.pid = record.pid ?? -1;
    out.tid = record.tid ?? "";
    out.process = record.process ?? "";
    out.level = record.level === null ? -1 : this.#kit.cells.level(`[${record.level}]`, 1, record.level.length + 1);
    const { messages } = this.#kit;
    const writer = record.pid ?? (out.writer > 0 ? out.writer : null);
    if (record.server === null) messages.read(record.message, 0, writer);
    else messages.readHeaded(record.message, writer, record);
    const { wording } = messages;
    const relayed = messages.event ? null : this.#headers.eventRelayed(record.message);
    if (relayed && this.#headers.header.pid >= 0) out.pid = this.#headers.header.pid;
    const event = messages.event ? withKeys(messages.event, messages.rule?.keys, record) : relayed;
    this.#open(out, event && event.parser !== record.format ? `${record.format}+${event.parser}` : record.format);
    out.exception = record.exception;
    out.event = event;
    // What an application says within a server's task is its own affair.
    out.wording = record.server === null ? withFields(wording, record) : wording;
  }

  #takeUnknown(out: Reading, first: number): void {
    const { text } = out;
    const writer = this.#writer;
    out.exception = text.startsWith("Traceback (most recent call last)");
    if (out.exception) writer.inTraceback = true;
    const indented = first === 32 || first === 9;
    out.kind = indented || writer.inTraceback ? "continuation" : "none";
    if (!indented && !out.exception) writer.inTraceback = false;
    if (out.kind !== "none") return;
    // An envelope that names the program or its pid stands for a header of the line's own.
    const isNamed = writer.program !== "" || out.writer >= 0;
    if (isNamed) out.kind = "record";
    if (isNamed || !(writer.isHeaded ?? this.#layouts.length > 0)) out.wording = this.#wordingOf(out);
  }

  /** A further line of a message that is nothing by itself. */
  #takeFurther(out: Reading): void {
    out.wording = null;
    if (out.kind !== "blank") out.kind = "continuation";
  }

  #open(out: Reading, format: string): void {
    out.kind = "record";
    out.format = out.format ? `${out.format}+${format}` : format;
    this.#writer.inTraceback = false;
  }

  #wordingOf({ text, writer }: Reading): Wording | null {
    this.#kit.messages.read(text, 0, writer > 0 ? writer : null);
    return this.#kit.messages.wording;
  }

  /** Infers layouts from lines; what is learned of their writer, and how many layouts are new. */
  #adopt(lines: readonly string[]): Pick<Writer, "isHeaded" | "layouts"> & { readonly added: number } {
    const { heads, cells, structured } = this.#kit;
    const plain = lines.filter(
      (line) => line !== "" && line.charCodeAt(0) !== 123 && !mayBeLogfmt(line) && structured.readHead(line) === null,
    );
    const known = new Map(this.#layouts.map((reader) => [JSON.stringify(reader.layout), reader]));
    const anchor = (text: string): number => heads.find(text)?.message ?? -1;
    const found = inferLayouts(plain, cells, anchor, (word) => this.#kit.cueWords.has(word));
    const layouts = found.map((layout) => known.get(JSON.stringify(layout)) ?? new LayoutReader(layout, cells));
    const added = layouts.filter((reader) => !this.#layouts.includes(reader));
    this.#layouts.push(...added);
    const given = this.#layouts.filter(({ layout }) => layout.declared);
    return {
      isHeaded: found.length > 0 || plain.length < lines.length,
      layouts: [...given, ...layouts],
      added: added.length,
    };
  }
}
