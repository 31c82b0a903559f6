import type { Stamp } from "../time/stamp.ts";
import type { Header } from "./layout.ts";
import type { Wording } from "./wording.ts";

/** Lines sighted in one text; more of them than this, which no chunk of a log holds, are read in full. */
const maxSights = 8192;

/** Stands for "no offset" among minutes. */
const noOffset = 0x7fff;

/** What of a stamp tells how to complete it. */
const untimed = 0;
const dated = 1;
const yearless = 2;
const timeOfDay = 3;

/**
 * The lines of one text that were read in place: numbers, and positions in the text. Columns of numbers, reused for every
 * text, so that a line costs no allocation.
 */
export class Sights {
  /** The text that the positions are of. */
  text = "";
  count = 0;
  /** Which line of the text, counted from 0. */
  readonly index = new Int32Array(maxSights);
  /** The line without its terminator. */
  readonly start = new Int32Array(maxSights);
  readonly end = new Int32Array(maxSights);
  /** The id or name of the line's thread, and the name of its process; empty where it bears none. */
  readonly tidStart = new Int32Array(maxSights);
  readonly tidEnd = new Int32Array(maxSights);
  readonly processStart = new Int32Array(maxSights);
  readonly processEnd = new Int32Array(maxSights);
  readonly pid = new Float64Array(maxSights);
  readonly level = new Int8Array(maxSights);
  /** Index of the layout that read it. */
  readonly layout = new Int32Array(maxSights);
  /** What it says of a unit of work; null: it is nothing but a sign of life. */
  readonly wording: (Wording | null)[] = new Array(maxSights).fill(null);
  readonly #ms = new Float64Array(maxSights);
  readonly #offset = new Int16Array(maxSights);
  readonly #kind = new Uint8Array(maxSights);

  /** Begins anew, with another text. */
  reset(text: string): void {
    this.text = text;
    this.count = 0;
  }

  get isFull(): boolean {
    return this.count === maxSights;
  }

  /** Adds the line `text[start, end)`, the `index`th of the text, whose header has been read by the `layout`th layout. */
  add(index: number, start: number, end: number, layout: number, header: Header, wording: Wording | null): void {
    const at = this.count++;
    this.index[at] = index;
    this.start[at] = start;
    this.end[at] = end;
    this.layout[at] = layout;
    this.wording[at] = wording;
    this.pid[at] = header.pid;
    this.level[at] = header.level;
    const named = header.tidEnd > header.tidStart;
    this.tidStart[at] = named ? header.tidStart : header.threadStart;
    this.tidEnd[at] = named ? header.tidEnd : header.threadEnd;
    this.processStart[at] = header.processStart;
    this.processEnd[at] = header.processEnd;
    const { stamp } = header;
    this.#ms[at] = stamp.ms;
    this.#offset[at] = stamp.offset ?? noOffset;
    this.#kind[at] = !header.timed ? untimed : stamp.dated ? dated : stamp.yearless ? yearless : timeOfDay;
  }

  /** Puts the `at`th line's stamp into `out`; false where it has none. */
  stampInto(at: number, out: Stamp): boolean {
    const kind = this.#kind[at];
    const offset = this.#offset[at] ?? noOffset;
    out.ms = this.#ms[at] ?? 0;
    out.offset = offset === noOffset ? null : offset;
    out.dated = kind === dated;
    out.yearless = kind === yearless;
    return kind !== untimed;
  }
}

/** A sign of life, as far as it is known without reading its line in full. One object reused for all of them. */
export class Sighting {
  source = 0;
  line = 0;
  /** The program's own time, epoch ms, or null. */
  at: number | null = null;
  /** Offset in minutes east of UTC to show `at` with. */
  offset = 0;
  format = "";
  pid = -1;
  /** The text around it, and where in it the line and the name of its thread (or process) are. */
  around = "";
  start = 0;
  end = 0;
  nameStart = 0;
  nameEnd = 0;

  /** The line: a slice of the text around it. */
  get text(): string {
    return this.around.slice(this.start, this.end);
  }
}
