import { collapse } from "../cells.ts";
import { withoutColour } from "../colour.ts";
import type { ColumnRole, Layout } from "../layout.ts";
import type { DeclaredColumn, DeclaredKind } from "./lines.ts";

/** Literal text of a format. */
export interface LiteralPart {
  readonly literal: string;
  /** Where the format says so, counted from 1. */
  readonly at: number;
}

/** A column of a format, or its message. */
export interface FieldPart extends Omit<DeclaredColumn, "before" | "kind"> {
  readonly kind: DeclaredKind | "message";
  readonly at: number;
  /** As the format writes it. */
  readonly written: string;
}

export type FormatPart = LiteralPart | FieldPart;

/** A field without padding; the dialect overrides what differs. */
export const plainField = { lead: "", trail: "", width: 0, radix: 10 } as const;

/** Says where in a format an error is. */
export type Complain = (at: number, what: string) => RangeError;

/** Errors of a dialect, of one line: `python format, column 14: ...`. */
export const complainer =
  (dialect: string): Complain =>
  (at, what) =>
    new RangeError(`${dialect} format, column ${at}: ${what.replace(/[\u0000-\u001f]+/g, " ")}`);

type Open = { -readonly [K in keyof DeclaredColumn]: DeclaredColumn[K] } & { at: number; written: string };

/** What a pass over the parts of a format collects. */
interface Draft {
  readonly columns: Open[];
  readonly trailer: Open[];
  closing: string | null;
  message: FieldPart | null;
  pending: string;
  readonly taken: Set<ColumnRole>;
}

/**
 * Puts the parts of a format together. Throws where a line of that format could not be taken apart again; `length` is
 * the format's, `message` how the dialect writes the message.
 */
export function assemble(
  name: string,
  parts: readonly FormatPart[],
  complain: Complain,
  missing: { readonly length: number; readonly message: string },
): Layout {
  const draft: Draft = { columns: [], trailer: [], closing: null, message: null, pending: "", taken: new Set() };
  for (const part of parts) {
    if (!add(draft, part, complain)) break;
  }
  const { columns, closing, message, pending } = draft;
  if (closing === null || !message) throw complain(missing.length + 1, `ends without ${missing.message}`);
  for (const [i, column] of columns.entries()) {
    checkSeparated(column, columns[i + 1]?.before ?? closing, columns[i + 1] ?? message, complain);
  }
  const trailer = draft.trailer[0]?.before === "" ? [] : draft.trailer;
  for (const [i, column] of trailer.entries()) {
    const next = trailer[i + 1];
    if (next) checkSeparated(column, next.before, next, complain);
  }
  if (columns.length + trailer.length === 0 && closing === "") {
    throw complain(message.at, `${missing.message} alone fits every line`);
  }
  const read = { columns: finished(columns, closing), trailer: finished(trailer, pending) };
  return { columns: [], closing: "", name, declared: { kind: "message", ...read, closing, end: pending } };
}

/** Takes one more part; false where the rest of the format does not matter. */
function add(draft: Draft, part: FormatPart, complain: Complain): boolean {
  if ("literal" in part) {
    // Colours are off a line before it is read.
    const literal = withoutColour(part.literal);
    const lineEnd = literal.search(/[\r\n]/);
    if (lineEnd >= 0 && !draft.message) throw complain(part.at, "a line break before the message cannot be read");
    draft.pending = collapse(draft.pending + (lineEnd < 0 ? literal : literal.slice(0, lineEnd)));
    return lineEnd < 0;
  }
  if (part.kind === "message") {
    if (draft.message) throw complain(part.at, `${part.written} stands there twice`);
    draft.message = part;
    draft.closing = draft.pending;
  } else {
    const again = part.kind !== "millis" && draft.taken.has(part.role);
    draft.taken.add(part.role);
    const column = { ...part, kind: part.kind, role: again ? "skip" : part.role, before: draft.pending } as const;
    (draft.message ? draft.trailer : draft.columns).push(column);
  }
  draft.pending = "";
  return true;
}

/** A value that does not end by itself needs a width, or something behind it that is not text. */
function checkSeparated(
  column: Open,
  separator: string,
  next: { readonly kind: FieldPart["kind"]; readonly written: string },
  complain: Complain,
): void {
  const open = column.kind === "text" || column.kind === "level";
  const soft = next.kind === "text" || next.kind === "level" || next.kind === "message";
  const digits = column.kind === "integer" && next.kind === "integer";
  if (separator !== "" || column.width > 0 || !((open && soft) || digits)) return;
  throw complain(column.at, `nothing separates ${column.written} from ${next.written}`);
}

/** Columns without what only the errors needed; blanks that fill a number up belong to the blank that follows it. */
function finished(columns: readonly Open[], closing: string): DeclaredColumn[] {
  return columns.map(({ at: _at, written: _written, ...column }, i) => {
    const { kind, trail } = column;
    const next = columns[i + 1]?.before ?? closing;
    const merged = trail === " " && next.startsWith(" ") && kind !== "text" && kind !== "level";
    return merged ? { ...column, trail: "" } : column;
  });
}
