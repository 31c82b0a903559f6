import type { ColumnRole, Layout } from "../layout.ts";
import { assemble, type Complain, complainer, type FieldPart, plainField } from "./declared.ts";
import type { Dialect } from "./dialect.ts";
import type { DeclaredKind } from "./lines.ts";
import { type Conversion, styleOf } from "./python-styles.ts";
import { meantBy } from "./slip.ts";

interface Attribute {
  readonly kind: DeclaredKind | "message";
  readonly role: ColumnRole;
}

const skipped: Attribute = { kind: "text", role: "skip" };

/** The attributes of a LogRecord, and those that Celery's formatter of task lines adds. */
const attributes: Readonly<Record<string, Attribute>> = {
  asctime: { kind: "stamp", role: "time" },
  created: { kind: "epoch", role: "time" },
  msecs: { kind: "millis", role: "time" },
  relativeCreated: { kind: "decimal", role: "skip" },
  process: { kind: "integer", role: "pid" },
  processName: { kind: "text", role: "process" },
  thread: { kind: "integer", role: "tid" },
  threadName: { kind: "text", role: "thread" },
  taskName: skipped,
  levelname: { kind: "level", role: "level" },
  levelno: { kind: "integer", role: "level" },
  name: { kind: "text", role: "logger" },
  module: skipped,
  filename: skipped,
  pathname: skipped,
  funcName: skipped,
  lineno: { kind: "integer", role: "skip" },
  message: { kind: "message", role: "skip" },
  msg: skipped,
  args: skipped,
  exc_info: skipped,
  exc_text: skipped,
  stack_info: skipped,
  task_name: { kind: "text", role: "taskName" },
  task_id: { kind: "text", role: "taskId" },
};

/**
 * Compiles a format of Python's logging: `%(process)d`, `{process:d}` or `$process`, told apart by themselves. `dialect`: for
 * its errors.
 */
export function compilePython(format: string, dialect = "python"): Layout {
  const complain = complainer(dialect);
  if (format === "") throw complain(1, "empty format");
  const style = styleOf(format);
  const parts = style.split(format, complain);
  const names = new Set(parts.map((part) => ("literal" in part ? "" : part.attribute)));
  let timed = false;
  const fields = parts.map((part) => {
    if ("literal" in part) return part;
    const field = fieldOf(part, names, timed, complain);
    timed ||= field.role === "time";
    return field;
  });
  return assemble("python-logging", fields, complain, { length: format.length, message: style.message });
}

function fieldOf(part: Conversion, names: ReadonlySet<string>, timed: boolean, complain: Complain): FieldPart {
  const { at, written } = part;
  const found = Object.hasOwn(attributes, part.attribute) ? attributes[part.attribute] : undefined;
  const meant = found ? undefined : meantBy(part.attribute, Object.keys(attributes));
  if (meant) throw complain(at, `unknown attribute ${JSON.stringify(part.attribute)} (${meant}?)`);
  // What a filter or `extra=` adds to the record: read over.
  const { kind, role } = found ? inContext(part, found, names, timed) : skipped;
  if (part.grouped && role !== "skip") throw complain(at, "a number with thousands separators cannot be read");
  const numeric = kind !== "text" && kind !== "level" && kind !== "stamp" && kind !== "message";
  return { ...plainField, ...padding(part, numeric), kind, role, radix: radixOf(part.type), at, written };
}

/** What an attribute is, given the others of the format and how it is converted. */
function inContext(part: Conversion, found: Attribute, names: ReadonlySet<string>, timed: boolean): Attribute {
  const { attribute, inner, grouped } = part;
  if (inner !== "" && !(attribute === "levelname" && inner === "[0]")) return skipped;
  // An exact instant outranks the one that lacks its zone.
  if (attribute === "asctime" && names.has("created")) return { kind: "stamp", role: "skip" };
  if (attribute === "levelname" && names.has("levelno")) return { kind: "level", role: "skip" };
  if (attribute === "msecs" && (!timed || names.has("created"))) return { kind: "decimal", role: "skip" };
  // Concurrent tasks of one event loop are as threads to each other.
  if (attribute === "taskName" && !names.has("thread") && !names.has("threadName"))
    return { kind: "text", role: "thread" };
  if (found.kind === "integer" && found.role === "skip" && grouped) return skipped;
  return found;
}

const radixes: Readonly<Record<string, number>> = { x: 16, X: 16, o: 8, b: 2 };
const radixOf = (type: string): number => radixes[type] ?? 10;

/** The side on which a column is filled up, and its least width. Zeros before a number are part of it. */
function padding(part: Conversion, numeric: boolean): Pick<FieldPart, "lead" | "trail" | "width"> {
  const { fill, precision } = part;
  const single = part.inner === "[0]" || (precision === 1 && !numeric);
  const width = Math.max(part.width, single ? 1 : 0);
  if (part.width === 0) return { lead: "", trail: "", width };
  const align = part.align || (numeric ? ">" : "<");
  const lead = align === "<" || (numeric && fill === "0") ? "" : fill;
  return { lead, trail: align === "<" || align === "^" ? fill : "", width };
}

export const python: Dialect = {
  name: "python",
  title: "Python logging",
  example: {
    format: "%(asctime)s %(levelname)s [%(process)d:%(threadName)s] %(name)s: %(message)s",
    line: "2026-11-21 13:52:55,263 INFO [77:MainThread] shop.orders: start task 7",
  },
  compile: compilePython,
};
