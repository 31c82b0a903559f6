import type { DatePattern } from "../../time/pattern.ts";
import type { Layout } from "../layout.ts";
import type { Complain, LiteralPart } from "./declared.ts";
import type { RequestColumn, RequestKind, RequestRole } from "./lines.ts";

/** What a variable of a request's format holds. */
export interface RequestValue {
  readonly kind: RequestKind;
  readonly role: RequestRole;
  /** What a number is to be multiplied by: to ms, to bytes. Default: 1. */
  readonly scale?: number;
  /** Of several columns with one role the most exact one counts. Default: 0. */
  readonly rank?: number;
  readonly date?: DatePattern;
  /** Of a time: that of the request's start. */
  readonly started?: boolean;
}

/** A variable as a format writes it. */
export interface RequestField extends RequestValue {
  /** Where the format says so, counted from 1. */
  readonly at: number;
  readonly written: string;
}

export type RequestPart = LiteralPart | RequestField;

/** Values without meaning here: without blanks, of any text, and numbers that tell a request's line from others. */
export const word: RequestValue = { kind: "word", role: "skip" };
export const anyText: RequestValue = { kind: "text", role: "skip" };
export const count: RequestValue = { kind: "integer", role: "skip" };
export const pid: RequestValue = { kind: "integer", role: "pid" };

/** A time in the common log format, or another with a zone and whole seconds. */
export const zonedTime: RequestValue = { kind: "stamp", role: "time", rank: 2 };
/** A time exact to the millisecond. */
export const exactTime: RequestValue = { kind: "stamp", role: "time", rank: 3 };

/** A duration in units of so many ms; the finer the more exact. */
export const duration = (scale: number): RequestValue => ({
  kind: "decimal",
  role: "duration",
  scale,
  rank: -scale,
});

/**
 * Puts the parts of a request's format together; `server` is whose it is. Throws where a line of that format could not be
 * taken apart again, or where nothing tells it from any other.
 */
export function assembleRequest(server: string, parts: readonly RequestPart[], complain: Complain): Layout {
  if (parts.every((part) => "literal" in part)) throw complain(1, "no field: every line would have to be the same");
  const columns: (RequestColumn & RequestField)[] = [];
  let pending = "";
  for (const part of parts) {
    if ("literal" in part) {
      const lineEnd = part.literal.search(/[\r\n]/);
      pending += lineEnd < 0 ? part.literal : part.literal.slice(0, lineEnd);
      if (lineEnd >= 0) break;
      continue;
    }
    const before = columns.at(-1);
    if (before && pending === "" && isOpen(before)) {
      if (!isOpen(part)) throw complain(before.at, `nothing separates ${before.written} from ${part.written}`);
      // "%r%Q%q" is one text to us.
      if (part.kind === "text") columns[columns.length - 1] = { ...before, kind: "text" };
      continue;
    }
    if (before && pending === "" && isNumber(before) && isNumber(part))
      throw complain(before.at, `nothing separates ${before.written} from ${part.written}`);
    columns.push({ ...part, before: pending, scale: part.scale ?? 1 });
    pending = "";
  }
  const told = columns.some(({ kind, before }) => (kind !== "word" && kind !== "text") || before.trim() !== "");
  if (!told && pending.trim() === "") throw complain(1, "nothing tells a line of this format from any other");
  const chosen = columns.map((column) => ({ column, counts: isMostExact(column, columns) }));
  const started = chosen.some(({ column, counts }) => counts && column.role === "time" && column.started === true);
  const read = chosen.map(({ column, counts }): RequestColumn => {
    const { kind, role, before, scale, date } = column;
    return { kind, role: counts ? role : "skip", before, scale, ...(date ? { date } : {}) };
  });
  return {
    columns: [],
    closing: "",
    name: server,
    declared: { kind: "request", server, started, columns: read, end: pending },
  };
}

const isOpen = ({ kind }: RequestValue): boolean => kind === "word" || kind === "text";
const isNumber = ({ kind }: RequestValue): boolean => kind === "integer" || kind === "decimal";

/** The first of the most exact columns of its role; milliseconds belong to the time they stand beside, if that counts. */
function isMostExact(column: RequestField, columns: readonly RequestField[]): boolean {
  const rank = ({ rank: own = 0 }: RequestField): number => own;
  const rivals = columns.filter(({ role, kind }) => role === column.role && kind !== "millis");
  const best = rivals.find((rival) => rivals.every((other) => rank(other) <= rank(rival)));
  if (column.kind === "millis") return best !== undefined && rank(best) < rank(exactRank);
  return best === column;
}

const exactRank: RequestField = { ...exactTime, at: 0, written: "" };
