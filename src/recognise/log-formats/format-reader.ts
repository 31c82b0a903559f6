import type { CellReader } from "../cells.ts";
import type { Header } from "../layout.ts";
import { DeclaredReader } from "./declared-reader.ts";
import type { FormatLine } from "./lines.ts";
import { PatternReader } from "./pattern-reader.ts";
import { RequestReader } from "./request-reader.ts";

/** Reads lines as a format string says. */
export interface FormatReader {
  /** Where in the line read last the format began to fit. */
  readonly from: number;
  /** Reads the line that starts at `pos` into a cleared header; the position of its message, or -1. */
  read(text: string, pos: number, out: Header): number;
}

/** The reader of a format's lines. */
export function formatReader(line: FormatLine, cells: CellReader): FormatReader {
  switch (line.kind) {
    case "message":
      return new DeclaredReader(line, cells);
    case "request":
      return new RequestReader(line);
    case "pattern":
      return new PatternReader(line, cells);
  }
}
