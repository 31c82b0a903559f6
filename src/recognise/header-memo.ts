import { stampShapes } from "../time/stamp.ts";
import type { Header, Layout } from "./layout.ts";

/** `2026-11-21 13:52:` in bytes, and with seconds and a fraction of three digits. */
const minuteBytes = 17;
const stampBytes = 23;

/** Tails remembered (a power of two), their bytes at most and at least, and how many lengths of them are looked for. */
const slots = 1024;
const maxTail = 64;
const minTail = 12;
const maxLengths = 4;
/** Lines after which a memo that mostly missed is given up. */
const trial = 2_000;

const BLANK = 32;
const TAB = 9;
const COMMA = 44;
const DOT = 46;
const brackets = new Map([..."[](){}<>"].map((c, i) => [c, i % 2 === 0 ? 1 : -1]));
const opening = new Set([..."([{<"].map((c) => c.charCodeAt(0)));

/** What stands between a stamp and the message, and where in it the columns are. */
interface Tail {
  readonly length: number;
  readonly pid: number;
  readonly level: number;
  readonly tidStart: number;
  readonly tidEnd: number;
  readonly threadStart: number;
  readonly threadEnd: number;
  readonly processStart: number;
  readonly processEnd: number;
}

/**
 * Reads headers like those before, by comparing four bytes at a time: lines of one minute share most of their stamp, lines
 * of one thread the rest of their header.
 *
 * It reads nothing that it has not been shown, and of that only where a layout's reader is certain to find the same: a
 * stamp `2026-11-21 13:52:55,263` without a zone at the very beginning, and behind it a tail that was read as a
 * header's rest before, that ends in a blank and with all its brackets closed, and that neither blank nor bracket follows.
 */
export class HeaderMemo {
  readonly #isUsable: boolean;
  readonly #layoutName: string;
  /** The minute shown last. */
  readonly #minute = new DataView(new ArrayBuffer(minuteBytes));
  #minuteStart = 0;
  readonly #tails: (Tail | undefined)[] = new Array(slots).fill(undefined);
  readonly #words = new Int32Array((slots * maxTail) / 4);
  #lengths: number[] = [];
  #hits = 0;
  #misses = 0;

  constructor(layout: Layout) {
    const first = layout.columns[0];
    this.#isUsable =
      !layout.declared &&
      first?.kind === "stamp" &&
      first.separator === "" &&
      stampShapes[first.shape]?.name === "iso" &&
      layout.closing.endsWith(" ");
    this.#layoutName = layout.name;
  }

  /** Reads the header at `start` of the bytes into `out`; false where it is not known. */
  read(bytes: DataView, start: number, out: Header): boolean {
    if (!this.#isUsable || start + stampBytes + maxTail >= bytes.byteLength) return false;
    const ms = this.#readStamp(bytes, start);
    if (ms < 0) return false;
    const tail = this.#findTail(bytes, start + stampBytes);
    if (!tail) {
      this.#misses++;
      return false;
    }
    this.#hits++;
    fill(out, tail, start + stampBytes, this.#minuteStart + ms);
    out.layout = this.#layoutName;
    return true;
  }

  /** Shows it a header that the layout's reader has read at `start`. */
  learn(text: string, bytes: DataView, start: number, header: Header): void {
    const { stamp, message } = header;
    const from = start + stampBytes;
    const length = message - from;
    if (!this.#isUsable || stamp.end !== from || stamp.offset !== null || stamp.step !== 1) return;
    if (length < minTail || length > maxTail || from + length >= bytes.byteLength || !isWhole(text, from, message))
      return;
    if (this.#misses > trial && this.#hits < this.#misses) return;
    if (!this.#learnMinute(bytes, start, stamp.ms)) return;
    if (!this.#lengths.includes(length)) {
      if (this.#lengths.length === maxLengths) return;
      this.#lengths.push(length);
    }
    this.#keep(bytes, from, tailOf(header, from, length));
  }

  /** False, with no minute known, where the stamp is not of the one kind that `#readStamp` reads. */
  #learnMinute(bytes: DataView, start: number, ms: number): boolean {
    for (let i = 0; i < minuteBytes; i++) this.#minute.setUint8(i, bytes.getUint8(start + i));
    const within = this.#readStamp(bytes, start);
    this.#minuteStart = ms - within;
    if (within < 0) this.#minute.setInt32(0, 0);
    return within >= 0;
  }

  /** The ms within the minute; -1 where another minute or another kind of stamp begins at `start`. */
  #readStamp(bytes: DataView, start: number): number {
    const minute = this.#minute;
    for (let i = 0; i < minuteBytes - 1; i += 4) if (bytes.getInt32(start + i) !== minute.getInt32(i)) return -1;
    const point = bytes.getUint8(start + 19);
    if (bytes.getUint8(start + 16) !== minute.getUint8(16) || (point !== COMMA && point !== DOT)) return -1;
    const tens = digit(bytes, start + 17);
    const ones = digit(bytes, start + 18);
    const hundredths = digit(bytes, start + 20) * 100 + digit(bytes, start + 21) * 10 + digit(bytes, start + 22);
    // A sum with something that is no digit is no number.
    const ms = tens * 10_000 + ones * 1000 + hundredths;
    return tens < 6 && ms >= 0 ? ms : -1;
  }

  #findTail(bytes: DataView, from: number): Tail | undefined {
    for (const length of this.#lengths) {
      const next = bytes.getUint8(from + length);
      if (bytes.getUint8(from + length - 1) !== BLANK || next === BLANK || next === TAB || opening.has(next)) continue;
      const slot = slotOf(bytes, from, length);
      const tail = this.#tails[slot];
      if (tail?.length === length && this.#stands(bytes, from, length, slot)) return tail;
    }
    return undefined;
  }

  #keep(bytes: DataView, from: number, tail: Tail): void {
    const slot = slotOf(bytes, from, tail.length);
    this.#tails[slot] = tail;
    let word = (slot * maxTail) / 4;
    for (let i = 0; i < tail.length - 4; i += 4) this.#words[word++] = bytes.getInt32(from + i);
    this.#words[word] = bytes.getInt32(from + tail.length - 4);
  }

  #stands(bytes: DataView, from: number, length: number, slot: number): boolean {
    let word = (slot * maxTail) / 4;
    for (let i = 0; i < length - 4; i += 4) if (this.#words[word++] !== bytes.getInt32(from + i)) return false;
    return this.#words[word] === bytes.getInt32(from + length - 4);
  }
}

const digit = (bytes: DataView, at: number): number => {
  const value = bytes.getUint8(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
};

/** A hash of a tail's bytes; the last four may be counted twice. */
function slotOf(bytes: DataView, from: number, length: number): number {
  let hash = length;
  for (let i = 0; i < length - 4; i += 4) hash = Math.imul(hash ^ bytes.getInt32(from + i), 0x5bd1e995);
  hash = Math.imul(hash ^ bytes.getInt32(from + length - 4), 0x5bd1e995);
  return (hash ^ (hash >>> 13) ^ (hash >>> 22)) & (slots - 1);
}

/** Whether `text[from, end)` ends in a blank with all brackets closed, and none follows. */
function isWhole(text: string, from: number, end: number): boolean {
  let depth = 0;
  for (let at = from; at < end; at++) depth += brackets.get(text.charAt(at)) ?? 0;
  return depth === 0 && text.charCodeAt(end - 1) === BLANK && !opening.has(text.charCodeAt(end));
}

const tailOf = (header: Header, from: number, length: number): Tail => ({
  length,
  pid: header.pid,
  level: header.level,
  tidStart: header.tidStart - from,
  tidEnd: header.tidEnd - from,
  threadStart: header.threadStart - from,
  threadEnd: header.threadEnd - from,
  processStart: header.processStart - from,
  processEnd: header.processEnd - from,
});

/** Makes `out` what a layout's reader would make of it. */
function fill(out: Header, tail: Tail, from: number, ms: number): void {
  const { stamp } = out;
  stamp.end = from;
  stamp.ms = ms;
  stamp.offset = null;
  stamp.step = 1;
  stamp.dated = true;
  stamp.yearless = false;
  stamp.clock = "wall";
  out.timed = true;
  out.pid = tail.pid;
  out.level = tail.level;
  out.tidStart = from + tail.tidStart;
  out.tidEnd = from + tail.tidEnd;
  out.threadStart = from + tail.threadStart;
  out.threadEnd = from + tail.threadEnd;
  out.processStart = from + tail.processStart;
  out.processEnd = from + tail.processEnd;
  out.message = from + tail.length;
}
