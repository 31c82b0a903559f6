import { copyText } from "../ingest/copy-text.ts";
import { BlockReader } from "./blocks.ts";
import { withoutColour } from "./colour.ts";
import type { EnvelopeParser } from "./declare.ts";
import { newUnwrapped, type Unwrapped, Unwrapper } from "./envelope.ts";

/** A line with what was wrapped around it, and where it begins in its source. */
export interface Inner extends Unwrapped {
  line: number;
  /** It is a further line of the message whose first line came before it. */
  further: boolean;
}

/** First pieces of split lines that are kept, by stream. */
const maxPieces = 10_000;

/**
 * Turns what a stream's transport has made of its programs' lines into those lines again: takes envelopes off, joins pieces,
 * puts records together that stand over several lines, and takes messages of several lines apart.
 */
export class Transport {
  readonly #unwrapper: Unwrapper;
  readonly #blocks: BlockReader;
  readonly #inner: Inner = { ...newUnwrapped(), line: 0, further: false };
  /** First pieces of lines that a transport has split, by stream. */
  readonly #pieces = new Map<string, { text: string; line: number }>();
  /** Further lines of the message read last. */
  #more: readonly string[] = [];
  #next = 0;
  /** Width of the envelope that stood around the line before, where the stream aligns a message's further lines with its first. */
  #width = 0;
  #aligns = false;

  constructor(parsers: readonly EnvelopeParser[]) {
    this.#unwrapper = new Unwrapper(parsers);
    this.#blocks = new BlockReader(parsers);
  }

  /** Learns from the stream's first lines which envelopes it has. */
  learn(lines: readonly string[]): void {
    this.#blocks.learn(lines);
    if (!this.#blocks.isOn) this.#unwrapper.learn(lines);
    const out = newUnwrapped();
    this.#aligns = lines.some((line) => {
      this.#unwrapper.unwrap(line, out);
      return alignsLines(line, out);
    });
  }

  /** The programs' lines in the stream's first lines, each with what was around it. */
  *sample(lines: readonly string[]): Generator<Inner> {
    for (const [index, line] of lines.entries())
      for (let inner = this.read(line, index + 1); inner; inner = this.next()) yield inner;
    for (let last = this.rest(); last; last = this.rest())
      for (let inner: Inner | null = last; inner; inner = this.next()) yield inner;
    this.#width = 0;
  }

  /** The program's text in a line; its piece, where the transport has split it. */
  textIn(line: string): string {
    const out = newUnwrapped();
    this.#unwrapper.unwrap(line, out);
    return withoutColour(out.text);
  }

  /** A line that is a program's own, whatever it looks like. */
  bare(text: string, line: number): Inner {
    this.#width = 0;
    this.#more = [];
    this.#next = 0;
    return Object.assign(this.#inner, newUnwrapped(), { text, line, further: false });
  }

  /** Whether the line that begins at `pos` is certainly a program's own line, as it stands. */
  isBare(text: string, pos: number): boolean {
    if (this.#blocks.isOn || this.#unwrapper.mayBeWrapped(text, pos)) return false;
    return !(this.#aligns && text.charCodeAt(pos) === 32);
  }

  /** The line within, in an object that the next call overwrites; null where more lines are needed, or it is none. */
  read(raw: string, line: number): Inner | null {
    const inner = this.#inner;
    inner.line = line;
    inner.further = false;
    if (this.#blocks.isOn) {
      const block = this.#blocks.take(raw, line);
      if (block === null) return null;
      if (block !== undefined) {
        inner.line = block.line;
        this.#unwrapper.unwrapRecord(block.parser, block.record, inner);
        return this.#whole(inner);
      }
    }
    if (this.#aligns && this.#continues(raw)) {
      inner.text = raw.slice(this.#width);
      inner.further = true;
      return inner;
    }
    this.#unwrapper.unwrap(raw, inner);
    if (this.#aligns)
      this.#width = alignsLines(raw, inner) && raw.endsWith(inner.text) ? raw.length - inner.text.length : 0;
    return this.#whole(inner);
  }

  /** Another line of what `read` or `rest` has begun, or null. */
  next(): Inner | null {
    const text = this.#more[this.#next++];
    if (text === undefined) return null;
    this.#inner.text = text;
    this.#inner.further = true;
    return this.#inner;
  }

  /** A line whose last piece never came, at the end of the stream; null where there is none left. */
  rest(): Inner | null {
    const block = this.#blocks.isOn ? this.#blocks.rest() : null;
    const inner = this.#inner;
    inner.further = false;
    if (block) {
      inner.line = block.line;
      this.#unwrapper.unwrapRecord(block.parser, block.record, inner);
      const whole = this.#whole(inner);
      if (whole) return whole;
    }
    const first = this.#pieces.entries().next();
    if (first.done) return null;
    const [key, { text, line }] = first.value;
    this.#pieces.delete(key);
    Object.assign(inner, { ...newUnwrapped(), text, line });
    return inner;
  }

  /** A further line of a message, under its first one. */
  #continues(raw: string): boolean {
    return (
      this.#width > 0 &&
      raw.length > this.#width &&
      raw.charCodeAt(0) === 32 &&
      raw.trimStart().length <= raw.length - this.#width
    );
  }

  #whole(inner: Inner): Inner | null {
    if ((inner.partial || this.#pieces.size > 0) && !this.#join(inner)) return null;
    const feed = inner.names === "" ? null : inner.text.includes("\n") ? feeds : writtenFeed(inner);
    if (feed !== null) {
      const [first = "", ...more] = inner.text.split(feed);
      inner.text = first;
      this.#more = more;
      this.#next = 0;
    }
    return inner;
  }

  /** Puts the pieces of a split line together; false while more are to come. */
  #join(inner: Inner): boolean {
    const key = `${inner.names}\u0000${writerOf(inner)}\u0000${inner.stream}\u0000${inner.pid}`;
    const piece = this.#pieces.get(key);
    if (inner.partial) {
      if (piece) piece.text += inner.text;
      else if (this.#pieces.size < maxPieces) this.#pieces.set(key, { text: copyText(inner.text), line: inner.line });
      return false;
    }
    if (piece) {
      inner.text = piece.text + inner.text;
      inner.line = piece.line;
      this.#pieces.delete(key);
    }
    return true;
  }
}

const feeds = /\r?\n/;
/** A line feed within a message, as syslog daemons write it. */
const octalFeed = "#012";

const writtenFeed = ({ names, text }: Inner): string | null =>
  text.includes(octalFeed) && names.includes("syslog") ? octalFeed : null;

/** Whose lines belong together: those of one program of one scope. */
export const writerOf = ({ host, scope, program }: Unwrapped): string =>
  host === "" && scope === "" && program === "" ? "" : `${host}\u0000${scope}\u0000${program}`;

/** A tag in front of the line: its further lines stand beneath its first. */
const alignsLines = (raw: string, { program }: Unwrapped): boolean => program !== "" && raw.charCodeAt(0) !== 123;
