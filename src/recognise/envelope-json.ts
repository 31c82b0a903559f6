import type { JsonEnvelope } from "./declare.ts";

export type JsonRecord = Readonly<Record<string, unknown>>;

/** What was parsed last: whoever looks for an envelope and then for a record asks for the same. */
let last: { readonly text: string; readonly record: JsonRecord | null } = { text: "", record: null };

/** A JSON object, or null for anything else. */
export function parseObject(text: string): JsonRecord | null {
  if (text !== last.text) last = { text, record: parse(text) };
  return last.record;
}

function parse(text: string): JsonRecord | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** Whether a record can be of this envelope: it has its keys, and not many others. */
export function isOf(json: JsonEnvelope, record: JsonRecord): boolean {
  if (textOf(record[json.text]) === null) return false;
  if (json.time !== undefined && scalar(record[json.time]) === "") return false;
  if (json.oneOf && !json.oneOf.some((key) => key in record)) return false;
  return json.maxKeys === undefined || Object.keys(record).length <= json.maxKeys;
}

/** The first of the paths that holds text or a number; "" where none does. */
export function firstOf(record: JsonRecord, paths: readonly string[] | undefined): string {
  for (const path of paths ?? []) {
    const value = valueAt(record, path);
    if (value !== "") return value;
  }
  return "";
}

/** The name that the first list of paths of which the first is there makes, `/` between its parts. */
export function nameOf(record: JsonRecord, lists: readonly (readonly string[])[] | undefined): string {
  for (const [first = "", ...rest] of lists ?? []) {
    const parts = [first, ...rest].map((path) => valueAt(record, path));
    if (parts[0] !== "") return parts.filter((part) => part !== "").join("/");
  }
  return "";
}

function valueAt(record: JsonRecord, path: string): string {
  const slash = path.indexOf("/");
  if (slash < 0) return scalar(record[path]);
  const within = record[path.slice(0, slash)];
  return isObject(within) ? scalar(within[path.slice(slash + 1)]) : "";
}

/** Text or a number as text; the first of several values; "" for anything else. */
export function scalar(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  return Array.isArray(value) && typeof value[0] === "string" ? value[0] : "";
}

/** A message: text, an array of its bytes, or (of several) the first. Null where there is none. */
export function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return null;
  if (value.every((byte) => typeof byte === "number")) return Buffer.from(value).toString("utf8");
  return textOf(value[0]);
}
