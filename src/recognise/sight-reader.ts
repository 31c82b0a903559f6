import { newStamp } from "../time/stamp.ts";
import { HeaderMemo } from "./header-memo.ts";
import { type Header, type LayoutReader, newHeader } from "./layout.ts";
import type { LineClock } from "./line-clock.ts";
import type { MessageReader } from "./message-reader.ts";
import type { Reading } from "./reading.ts";
import { Sighting, Sights } from "./sights.ts";
import { mayBeLogfmt } from "./structured.ts";
import type { Transport } from "./transport.ts";

/** Rank of the level from which on a line tells of a failure. */
const error = 3;
const LF = 10;

/**
 * Takes what needs no full reading out of a stream's text before lines are made of it: most lines of a log say nothing but
 * that a thread is alive, most others that a task begins or ends in words heard before.
 *
 * A line is read in place if it is known what a full reading would come to: it cannot be in an envelope or structured, the
 * first of the stream's layouts that fits it is an inferred one, and its message has the skeleton of one that was read in
 * full and turned out to need no further look. The readers are those of a full reading. Whatever a text's other lines may
 * teach (layouts, wordings) only adds to what is known, so that it does not matter that they are read later. Only the clock
 * depends on the order of lines: `sighting` and `reading` are to be called in that order, between the full readings.
 */
export class SightReader {
  readonly sights = new Sights();
  readonly #layouts: readonly LayoutReader[];
  readonly #messages: MessageReader;
  readonly #clock: LineClock;
  readonly #transport: Transport;
  readonly #header: Header = newHeader();
  readonly #stamp = newStamp();
  readonly #sighting = new Sighting();
  /** Headers that the first of the layouts has read; what the others would read depends on more than the header. */
  #memo: HeaderMemo | null = null;
  /** Where the next escape character is; what it colours is to be seen without it. */
  #escape = -1;
  /** The text's bytes, where there is one to each of its characters. */
  #bytes: DataView | null = null;

  /** `layouts`: those of the stream, to which more can be added. */
  constructor(layouts: readonly LayoutReader[], messages: MessageReader, clock: LineClock, transport: Transport) {
    this.#layouts = layouts;
    this.#messages = messages;
    this.#clock = clock;
    this.#transport = transport;
  }

  /** How many lines were taken out of the text sifted last. */
  get taken(): number {
    return this.sights.count;
  }

  /**
   * Takes what it can read in place out of `text`, which consists of whole lines, into `sights`; returns the rest of it. `bytes`: its
   * bytes, where there is one to each character, or null.
   */
  sift(text: string, bytes: Uint8Array | null): string {
    this.sights.reset(text);
    this.#escape = -1;
    this.#bytes = bytes && new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let rest = "";
    let from = 0;
    for (let at = 0, index = 0; at < text.length; index++) {
      const end = this.#sight(text, at, index);
      const next = (end < 0 ? text.indexOf("\n", at) : text.charCodeAt(end) === LF ? end : end + 1) + 1;
      if (end >= 0) {
        if (from < at) rest += text.slice(from, at);
        from = next;
      }
      at = next;
    }
    return from === 0 ? text : rest + text.slice(from);
  }

  /** The `i`th line taken out, which is nothing but a sign of life, in an object that the next call overwrites. */
  sighting(i: number, line: number, source: number): Sighting {
    const { sights } = this;
    const out = this.#sighting;
    out.source = source;
    out.line = line;
    out.at = this.#timeOf(i);
    out.offset = this.#clock.offset;
    out.format = this.#formatOf(i);
    out.pid = sights.pid[i] ?? -1;
    out.around = sights.text;
    out.start = sights.start[i] ?? 0;
    out.end = sights.end[i] ?? 0;
    const tidEnd = sights.tidEnd[i] ?? 0;
    const named = tidEnd > (sights.tidStart[i] ?? 0);
    out.nameStart = (named ? sights.tidStart[i] : sights.processStart[i]) ?? 0;
    out.nameEnd = named ? tidEnd : (sights.processEnd[i] ?? 0);
    return out;
  }

  /** The `i`th line taken out as a full reading would have it. */
  readInto(i: number, out: Reading): void {
    const { sights } = this;
    const { text } = sights;
    out.text = text.slice(sights.start[i], sights.end[i]);
    out.host = out.scope = out.program = out.stream = "";
    out.writer = -1;
    out.kind = "record";
    out.format = this.#formatOf(i);
    out.at = out.written = this.#timeOf(i);
    out.offset = this.#clock.offset;
    out.pid = sights.pid[i] ?? -1;
    out.tid = text.slice(sights.tidStart[i], sights.tidEnd[i]);
    out.process = text.slice(sights.processStart[i], sights.processEnd[i]);
    out.level = sights.level[i] ?? -1;
    out.event = null;
    out.wording = sights.wording[i] ?? null;
    out.exception = false;
    out.said = null;
    out.saidAt = -1;
  }

  /** Whether the `i`th line taken out is nothing but a sign of life. */
  isBare(i: number): boolean {
    return this.sights.wording[i] === null && (this.sights.level[i] ?? 0) < error;
  }

  #formatOf(i: number): string {
    return this.#layouts[this.sights.layout[i] ?? 0]?.layout.name ?? "";
  }

  #timeOf(i: number): number | null {
    return this.sights.stampInto(i, this.#stamp) ? this.#clock.resolve(this.#stamp, null) : null;
  }

  /** Adds the line that begins at `start` to the sights and returns its end, if it can be read in place; else returns -1. */
  #sight(text: string, start: number, index: number): number {
    if (!this.#transport.isBare(text, start) || mayBeLogfmt(text, start) || this.sights.isFull) return -1;
    const layout = this.#layoutOf(text, start);
    if (layout < 0) return -1;
    const end = this.#messages.readKnown(text, this.#header.message);
    if (end >= 0 && this.#isColoured(text, start, end)) return -1;
    if (end >= 0) this.sights.add(index, start, end, layout, this.#header, this.#messages.wording);
    return end;
  }

  #isColoured(text: string, start: number, end: number): boolean {
    if (this.#escape < start) {
      const next = text.indexOf("\u001b", start);
      this.#escape = next < 0 ? Number.POSITIVE_INFINITY : next;
    }
    return this.#escape < end;
  }

  /** Index of the layout that reads the header at `start`; -1 where none does, or not for certain. */
  #layoutOf(text: string, start: number): number {
    const layouts = this.#layouts;
    const bytes = this.#bytes;
    if (bytes && this.#memo?.read(bytes, start, this.#header)) return 0;
    for (let i = 0; i < layouts.length; i++) {
      const reader = layouts[i];
      if (!reader || reader.layout.declared) return -1;
      if (!reader.read(text, start, this.#header)) continue;
      if (i === 0 && bytes) {
        this.#memo ??= new HeaderMemo(reader.layout);
        this.#memo.learn(text, bytes, start, this.#header);
      }
      return i;
    }
    return -1;
  }
}
