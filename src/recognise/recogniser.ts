import type { Event } from "../events.ts";
import { newStamp } from "../time/stamp.ts";
import { requestEvent, withColumns } from "./declared-facts.ts";
import { type Unwrapped, Unwrapper } from "./envelope.ts";
import { inferLayouts, messageAfter } from "./infer.ts";
import { clearColumns, type Header, type Layout, LayoutReader, newHeader } from "./layout.ts";
import { EndLearner } from "./learn-ends.ts";
import { type ClockOptions, type ClockUse, LineClock } from "./line-clock.ts";
import { readLoneStamp } from "./lone-stamp.ts";
import { newReading, type Reading } from "./reading.ts";
import type { Recognition } from "./recognition.ts";
import { SightReader } from "./sight-reader.ts";
import type { Sighting } from "./sights.ts";
import { mayBeLogfmt, type StructuredRecord, withFields, withKeys } from "./structured.ts";
import type { Wording } from "./wording.ts";

/** Lines of unknown layout that are collected before another attempt at inferring one. */
const relearnAfter = 200;
const maxRelearn = 20;

/** Turns the lines of one stream into readings. */
export class Recogniser {
  readonly #kit: Recognition;
  readonly #unwrapper: Unwrapper;
  readonly #clock: LineClock;
  readonly #options: ClockOptions;
  readonly #header: Header = newHeader();
  readonly #unwrapped: Unwrapped = { text: "", time: null, names: "", partial: false, stream: "" };
  readonly #reading: Reading = newReading();
  readonly #stamp = newStamp();
  /** First pieces of lines that a transport has split, by stream. */
  readonly #pieces = new Map<string, { text: string; line: number }>();
  readonly #layouts: LayoutReader[];
  /** Takes lines that it can read in place out of the stream's text; `sighted` or `readTaken` are then to be asked for each. */
  readonly sieve: SightReader;
  #unknown: string[] = [];
  #relearned = 0;
  #inTraceback = false;

  constructor(kit: Recognition, clock: ClockOptions, given: readonly Layout[] = []) {
    this.#kit = kit;
    this.#options = clock;
    this.#unwrapper = new Unwrapper(kit.envelopes);
    this.#clock = new LineClock(clock);
    this.#layouts = given.map((layout) => new LayoutReader(layout, kit.cells));
    this.sieve = new SightReader(this.#layouts, kit.messages, this.#clock);
  }

  /**
   * Infers the stream's layouts, and the wordings of its ends, from its first lines. Returns the first instant in them that
   * needs no guess of a year or day, epoch ms, or null.
   */
  learn(lines: readonly string[]): number | null {
    this.#adopt(lines.map((line) => this.#inner(line)));
    const learner = new EndLearner(this.#kit.messages);
    const scratch = new Recogniser(
      this.#kit,
      this.#options,
      this.#layouts.map((reader) => reader.layout),
    );
    for (const [index, line] of lines.entries()) {
      const reading = scratch.read(line, index + 1, 0);
      if (reading) learner.see(reading);
    }
    learner.finish();
    this.#clock.learnFrom(scratch.#clock);
    return scratch.#clock.certain;
  }

  /** How the stream's times have come by what its lines lack, so far. */
  get clock(): ClockUse {
    return this.#clock;
  }

  /** Where the stream's stamps lack their year or day: an instant that they are near to, epoch ms. */
  setNear(at: number | null): void {
    this.#clock.near = at;
  }

  /** The reading of a line, in an object that the next call overwrites; null where the line is a piece of a longer one. */
  read(raw: string, line: number, source: number): Reading | null {
    const inner = this.#unwrapped;
    this.#unwrapper.unwrap(raw, inner);
    const out = this.#reading;
    out.line = line;
    out.source = source;
    if (inner.partial || this.#pieces.size > 0) {
      if (!this.#join(inner, out)) return null;
    }
    out.text = inner.text;
    out.format = inner.names;
    out.at = out.written = inner.time;
    out.offset = inner.time === null ? this.#clock.offset : this.#clock.offsetAt(inner.time);
    out.pid = -1;
    out.tid = out.process = "";
    out.level = -1;
    out.event = out.wording = null;
    out.exception = false;
    this.#recognise(out, inner.time);
    return out;
  }

  /** The `i`th line that the sieve has taken out, if it is bare, in an object that the next call overwrites. */
  sighted(i: number, line: number, source: number): Sighting {
    this.#inTraceback = false;
    return this.sieve.sighting(i, line, source);
  }

  /** The reading of the `i`th line that the sieve has taken out, as `read` gives it. */
  readTaken(i: number, line: number, source: number): Reading {
    this.#inTraceback = false;
    const out = this.#reading;
    out.line = line;
    out.source = source;
    this.sieve.readInto(i, out);
    return out;
  }

  /** The readings of lines whose last piece never came, at the end of the stream. */
  *rest(source: number): Generator<Reading> {
    const pieces = [...this.#pieces.values()];
    this.#pieces.clear();
    for (const { text, line } of pieces) {
      const reading = this.read(text, line, source);
      if (reading) yield reading;
    }
  }

  /** Puts the pieces of a split line together; false while more are to come. */
  #join(inner: Unwrapped, out: Reading): boolean {
    const key = `${inner.names}\u0000${inner.stream}`;
    const piece = this.#pieces.get(key);
    if (inner.partial) {
      if (piece) piece.text += inner.text;
      else this.#pieces.set(key, { text: inner.text, line: out.line });
      return false;
    }
    if (piece) {
      inner.text = piece.text + inner.text;
      out.line = piece.line;
      this.#pieces.delete(key);
    }
    return true;
  }

  #recognise(out: Reading, envelope: number | null): void {
    const { text } = out;
    if (text.trim() === "") {
      out.kind = "blank";
      this.#inTraceback = false;
      return;
    }
    const first = text.charCodeAt(0);
    const structured = first === 123 || mayBeLogfmt(text);
    const given = structured && this.#layouts.some((layout) => layout.opens(text));
    if (structured && !given && this.#readStructured(out, envelope)) return;
    const headed = this.#kit.structured.readHead(text, this.#isOwnMessage);
    if (headed) {
      this.#takeRecord(headed, out, envelope);
      return;
    }
    const header = this.#readHeader(text);
    if (given && !header?.declared && this.#readStructured(out, envelope)) return;
    if (!header) {
      const { matcher } = this.#kit;
      const match = matcher.match(text, 0, null) ?? (first === 32 ? matcher.match(text, skipBlanks(text), null) : null);
      if (match) this.#takeEvent(match.event, out, envelope);
      else this.#takeUnknown(out, first);
      return;
    }
    if (header.request) {
      const event = requestEvent(header.request, header, text);
      this.#takeHeader(header, out, envelope);
      this.#takeEvent(event, out, envelope);
      if (header.request.started && envelope === null && out.at !== null)
        out.written = out.at + (event.durationMs ?? 0);
      return;
    }
    const { messages } = this.#kit;
    messages.read(text, header.message, header.pid >= 0 ? header.pid : null);
    const event = messages.event ?? (header.declared ? this.#serverBehind(header, text) : null);
    this.#takeHeader(header, out, envelope);
    if (event) {
      this.#takeEvent(event, out, envelope);
      return;
    }
    this.#open(out, header.layout);
    out.wording = withColumns(messages.wording, header, text);
  }

  /** Whether a line that a server's own head fits has a message of that server. */
  readonly #isOwnMessage = (record: StructuredRecord): boolean =>
    this.#kit.matcher.match(record.message, 0, record.pid, record)?.parser === record.server;

  #readHeader(text: string): Header | null {
    for (const layout of this.#layouts) {
      if (!layout.read(text, 0, this.#header)) continue;
      this.#header.declared = layout.layout.declared !== undefined;
      return this.#header;
    }
    if (!readLoneStamp(text, this.#header)) return null;
    if (this.#header.layout === "timestamped") this.#remember(text);
    return this.#header;
  }

  /**
   * The server's message in a line that a format given by the user fits by chance: its columns may have taken the message's
   * first words. Such a line has no header but its time.
   */
  #serverBehind(header: Header, text: string): Event | null {
    const from = header.timed ? messageAfter(text, header.stamp.end) : skipBlanks(text);
    const event = from < header.message ? (this.#kit.matcher.match(text, from, null)?.event ?? null) : null;
    if (event) clearColumns(header);
    return event;
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
    const stamp = Object.assign(this.#stamp, {
      ms: time.ms,
      offset: time.offset,
      dated: true,
      yearless: false,
      clock: "wall",
    });
    if (out.at !== null && out.at !== envelope && event.kind !== "request") return;
    const at = this.#clock.resolve(stamp, envelope, event.kind !== "request");
    if (at === null) return;
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
    out.pid = record.pid ?? -1;
    out.tid = record.tid ?? "";
    out.process = record.process ?? "";
    out.level = record.level === null ? -1 : this.#kit.cells.level(`[${record.level}]`, 1, record.level.length + 1);
    const { messages } = this.#kit;
    if (record.server === null) messages.read(record.message, 0, record.pid);
    else messages.readHeaded(record.message, record.pid, record);
    const { wording } = messages;
    const event = messages.event && withKeys(messages.event, messages.rule?.keys, record);
    this.#open(out, event && event.parser !== record.format ? `${record.format}+${event.parser}` : record.format);
    out.exception = record.exception;
    out.event = event;
    // What an application says within a server's task is its own affair.
    out.wording = record.server === null ? withFields(wording, record) : wording;
  }

  #takeUnknown(out: Reading, first: number): void {
    const { text } = out;
    out.exception = text.startsWith("Traceback (most recent call last)");
    if (out.exception) this.#inTraceback = true;
    const indented = first === 32 || first === 9;
    out.kind = indented || this.#inTraceback ? "continuation" : "none";
    if (!indented && !out.exception) this.#inTraceback = false;
    if (this.#layouts.length === 0 && out.kind === "none") out.wording = this.#wordingOf(text);
  }

  #open(out: Reading, format: string): void {
    out.kind = "record";
    out.format = out.format ? `${out.format}+${format}` : format;
    this.#inTraceback = false;
  }

  #wordingOf(text: string): Wording | null {
    this.#kit.messages.read(text, 0, null);
    return this.#kit.messages.wording;
  }

  #inner(raw: string): string {
    this.#unwrapper.unwrap(raw, this.#unwrapped);
    return this.#unwrapped.text;
  }

  /** Collects lines whose layout is not known yet; enough of them are another sample to infer from. */
  #remember(text: string): void {
    if (this.#relearned >= maxRelearn) return;
    this.#unknown.push(text);
    if (this.#unknown.length < relearnAfter) return;
    const sample = this.#unknown;
    this.#unknown = [];
    this.#relearned++;
    this.#adopt(sample);
  }

  #adopt(lines: readonly string[]): void {
    const { matcher, cells, structured } = this.#kit;
    const plain = lines.filter(
      (line) => line !== "" && line.charCodeAt(0) !== 123 && !mayBeLogfmt(line) && structured.readHead(line) === null,
    );
    const known = new Set(this.#layouts.map((reader) => JSON.stringify(reader.layout)));
    const isMessage = (text: string, pos: number): boolean => matcher.match(text, pos, null) !== null;
    const found = inferLayouts(plain, cells, isMessage, (word) => this.#kit.cueWords.has(word));
    for (const layout of found) {
      if (!known.has(JSON.stringify(layout))) this.#layouts.push(new LayoutReader(layout, cells));
    }
  }
}

const skipBlanks = (text: string): number => {
  let at = 0;
  while (text.charCodeAt(at) === 32) at++;
  return at;
};
