import type { Event } from "../events.ts";
import { newStamp, readStamp, readUptime, stampShapes } from "../time/stamp.ts";
import { inferLayouts, messageAfter } from "./infer.ts";
import { clearHeader, type Header, type Layout, LayoutReader, newHeader } from "./layout.ts";
import { EndLearner } from "./learn-ends.ts";
import { type ClockOptions, LineClock } from "./line-clock.ts";
import { afterWriting, beginReading, newReading, type Reading } from "./reading.ts";
import type { Recognition } from "./recognition.ts";
import { SightReader } from "./sight-reader.ts";
import type { Sighting } from "./sights.ts";
import { mayBeLogfmt, type StructuredRecord } from "./structured.ts";
import { type Inner, Transport } from "./transport.ts";
import type { Wording } from "./wording.ts";
import { type Place, type Writer, Writers } from "./writers.ts";

/** Lines of unknown layout that are collected before another attempt at inferring one. */
const relearnAfter = 200;
const maxRelearn = 20;

/** Turns the lines of one stream into readings. */
export class Recogniser {
  readonly #kit: Recognition;
  readonly #transport: Transport;
  readonly #clock: LineClock;
  readonly #options: ClockOptions;
  readonly #header: Header = newHeader();
  readonly #reading: Reading = newReading();
  readonly #stamp = newStamp();
  /** Who wrote the line read last: nobody is named where it is in no envelope. */
  readonly #writers = new Writers();
  #writer: Writer = this.#writers.nobody;
  readonly #layouts: LayoutReader[];
  /** Takes lines that it can read in place out of the stream's text; `sighted` or `readTaken` are then to be asked for each. */
  readonly sieve: SightReader;
  #unknown: string[] = [];
  #relearned = 0;
  #source = 0;

  constructor(kit: Recognition, clock: ClockOptions, given: readonly Layout[] = []) {
    this.#kit = kit;
    this.#options = clock;
    this.#transport = new Transport(kit.envelopes);
    this.#clock = new LineClock(clock);
    this.#layouts = given.map((layout) => new LayoutReader(layout, kit.cells));
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
      const learned = this.#adopt(texts);
      for (const writer of writers) Object.assign(writer, learned);
    }
    const learner = new EndLearner(this.#kit.messages);
    const scratch = new Recogniser(
      this.#kit,
      this.#options,
      this.#layouts.map((reader) => reader.layout),
    );
    scratch.#transport.learn(lines);
    for (const [index, line] of lines.entries())
      for (let reading = scratch.read(line, index + 1, 0); reading; reading = scratch.next()) learner.see(reading);
    learner.finish();
    return scratch.#clock.certain;
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
    return this.#readInner(this.#transport.read(raw, line));
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
    this.#recognise(out, envelope);
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
    if ((first === 123 || mayBeLogfmt(text)) && this.#readStructured(out, envelope)) return;
    const header = this.#readHeader(text);
    if (!header) {
      const { matcher } = this.#kit;
      const writer = out.writer > 0 ? out.writer : null;
      const match =
        matcher.match(text, 0, writer) ?? (first === 32 ? matcher.match(text, skipBlanks(text), writer) : null);
      if (match) this.#takeEvent(match.event, out, envelope);
      else this.#takeUnknown(out, first);
      return;
    }
    const { messages } = this.#kit;
    const writer = header.pid >= 0 ? header.pid : out.writer;
    messages.read(text, header.message, writer >= 0 ? writer : null);
    const event = messages.event ?? (header.declared ? this.#serverBehind(header, text) : null);
    this.#takeHeader(header, out, envelope);
    if (event) {
      this.#takeEvent(event, out, envelope);
      return;
    }
    this.#open(out, header.layout);
    out.wording = messages.wording;
  }

  #readHeader(text: string): Header | null {
    const fits = (layout: LayoutReader): boolean => layout.read(text, 0, this.#header);
    const layout = this.#writer.layouts.find(fits) ?? this.#layouts.find(fits);
    if (!layout) return this.#readLoneStamp(text);
    this.#header.declared = layout.layout.declared !== undefined;
    return this.#header;
  }

  /**
   * The server's message in a line that a format given by the user fits by chance: its columns may have taken the message's
   * first words. Such a line has no header but its time.
   */
  #serverBehind(header: Header, text: string): Event | null {
    const from = header.timed ? messageAfter(text, header.stamp.end) : skipBlanks(text);
    const event = from < header.message ? (this.#kit.matcher.match(text, from, null)?.event ?? null) : null;
    if (event)
      Object.assign(header, {
        pid: -1,
        level: -1,
        tidStart: 0,
        tidEnd: 0,
        threadStart: 0,
        threadEnd: 0,
        processStart: 0,
        processEnd: 0,
      });
    return event;
  }

  /** A line of unknown layout that begins with a time, perhaps in brackets; or with the kernel's uptime. */
  #readLoneStamp(text: string): Header | null {
    const open = text.charCodeAt(0) === 91 ? 1 : 0;
    const header = this.#header;
    const uptime = open === 1 && readUptime(text, 1, header.stamp) && text.charCodeAt(header.stamp.end) === 93;
    const shape = uptime ? 0 : readStamp(text, open, header.stamp);
    if (
      !uptime &&
      (shape < 0 || (!header.stamp.dated && !header.stamp.yearless && stampShapes[shape]?.name !== "time-of-day"))
    )
      return null;
    const { end } = header.stamp;
    clearHeader(header);
    header.timed = true;
    header.message = messageAfter(text, end);
    header.declared = false;
    header.layout = uptime ? "kernel-uptime" : "timestamped";
    if (!uptime) this.#remember(text);
    return header;
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
    const at = this.#clock.resolve(stamp, envelope);
    if (at === null) return;
    const headed = out.at !== null && out.at !== envelope;
    out.offset = this.#clock.offset;
    if (!headed && envelope === null) out.written = at + (event.durationMs ?? 0);
    out.at = at;
  }

  #readStructured(out: Reading, envelope: number | null): boolean {
    const record = this.#kit.structured.read(out.text);
    if (!record) return false;
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
    messages.read(record.message, 0, record.pid ?? (out.writer > 0 ? out.writer : null));
    const { event, wording } = messages;
    this.#open(out, event ? `${record.format}+${event.parser}` : record.format);
    out.exception = record.exception;
    out.event = event;
    out.wording = withFields(wording, record);
    return true;
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

  /** Infers layouts from lines; what is learned of their writer. */
  #adopt(lines: readonly string[]): Pick<Writer, "isHeaded" | "layouts"> {
    const plain = lines.filter((line) => line !== "" && line.charCodeAt(0) !== 123 && !mayBeLogfmt(line));
    const { matcher, cells } = this.#kit;
    const known = new Map(this.#layouts.map((reader) => [JSON.stringify(reader.layout), reader]));
    const isMessage = (text: string, pos: number): boolean => matcher.match(text, pos, null) !== null;
    const found = inferLayouts(plain, cells, isMessage, (word) => this.#kit.cueWords.has(word));
    const layouts = found.map((layout) => known.get(JSON.stringify(layout)) ?? new LayoutReader(layout, cells));
    for (const reader of layouts) if (!this.#layouts.includes(reader)) this.#layouts.push(reader);
    const given = this.#layouts.filter(({ layout }) => layout.declared);
    return { isHeaded: found.length > 0 || plain.length < lines.length, layouts: [...given, ...layouts] };
  }
}

const skipBlanks = (text: string): number => {
  let at = 0;
  while (text.charCodeAt(at) === 32) at++;
  return at;
};

/** Adds what the record's own fields say to a wording: its id and name. */
function withFields(wording: Wording | null, record: StructuredRecord): Wording | null {
  if (!wording) return null;
  const ids = record.taskId === null ? wording.ids : [...new Set([record.taskId, ...wording.ids])];
  return { ...wording, ids, name: wording.name ?? record.taskName };
}
