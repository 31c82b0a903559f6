import type { CellReader } from "../cells.ts";
import type { Header } from "../layout.ts";
import { DeclaredColumns } from "./declared-columns.ts";
import { forget } from "./header-values.ts";
import type { MessageLine } from "./lines.ts";
import { isBlank } from "./literal.ts";
import { LevelWords } from "./values.ts";

/** Reads lines as a format declares them. */
export class DeclaredReader {
  readonly from = 0;
  readonly #line: MessageLine;
  readonly #head: DeclaredColumns;
  readonly #trailer: DeclaredColumns;
  /** A time before the message sets records off from other lines. */
  readonly #timed: boolean;

  constructor(line: MessageLine, cells: CellReader) {
    this.#line = line;
    this.#timed = line.columns.some((column) => column.role === "time");
    const words = new LevelWords(cells, !this.#timed);
    this.#head = new DeclaredColumns(line.columns, line.closing, false, words);
    this.#trailer = new DeclaredColumns(line.trailer, line.end, true, words);
  }

  /** Reads the line that starts at `pos` into a cleared header; the position of its message, or -1. */
  read(text: string, pos: number, out: Header): number {
    if (!this.#timed && text.startsWith("Traceback (most recent call last)", pos)) return -1;
    const message = this.#head.read(text, pos, out);
    if (message < 0 || this.#line.trailer.length === 0) return message;
    const complete = this.#readTrailer(text, message, out);
    return complete || this.#line.columns.length > 0 || this.#line.closing !== "" ? message : -1;
  }

  /** Reads the columns behind the message, which the first of several lines does not have. */
  #readTrailer(text: string, message: number, out: Header): boolean {
    const first = this.#line.trailer[0]?.before.charAt(0) ?? "";
    // The blank before an empty message is the one behind it as well.
    const least = message > 0 && isBlank(text.charCodeAt(message - 1)) ? message - 1 : message;
    let at = text.lastIndexOf(first);
    for (let tries = 16; at >= least && tries > 0; tries--) {
      if (this.#trailer.read(text, at, out) >= 0) return true;
      at = at > 0 ? text.lastIndexOf(first, at - 1) : -1;
    }
    for (const column of this.#line.trailer) forget(column.role, out);
    return false;
  }
}
