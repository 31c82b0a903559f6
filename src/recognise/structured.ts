import { newStamp, readStamp, type Stamp } from "../time/stamp.ts";
import type { FieldVocabulary } from "./declare.ts";
import { parseObject } from "./envelope-json.ts";

/** What a structured line (JSON or logfmt) says of itself. */
export interface StructuredRecord {
  readonly format: "json" | "logfmt";
  readonly stamp: Stamp | null;
  readonly pid: number | null;
  readonly tid: string | null;
  readonly process: string | null;
  readonly level: string | null;
  readonly message: string;
  /** Carries an exception, or the text of a traceback. */
  readonly exception: boolean;
  readonly taskId: string | null;
  readonly taskName: string | null;
}

type Fields = Record<string, unknown>;

const scalar = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value) : null;

/** A value, or null where the key holds an object of its own (ECS has `process.pid`, others `process`). */
const scalarAt = (record: Fields, keys: readonly string[]): string | null => scalar(pick(record, keys, isScalar));

const isScalar = (value: unknown): boolean => scalar(value) !== null;

/** Value of the first key that is there, and fits; dots reach into objects unless the key itself has the dot. */
function pick(record: Fields, keys: readonly string[], fits: (value: unknown) => boolean = () => true): unknown {
  for (const key of keys) {
    if (key in record && fits(record[key])) return record[key];
    if (!key.includes(".")) continue;
    const value = key
      .split(".")
      .reduce<unknown>(
        (at, part) => (at !== null && typeof at === "object" ? (at as Fields)[part] : undefined),
        record,
      );
    if (value !== undefined && fits(value)) return value;
  }
  return undefined;
}

/** Reads structured lines by one vocabulary of keys. */
export class StructuredReader {
  readonly #keys: FieldVocabulary;

  constructor(keys: FieldVocabulary) {
    this.#keys = keys;
  }

  /** The record in `text`, or null where it is no JSON object or logfmt line. */
  read(text: string): StructuredRecord | null {
    const json = text.charCodeAt(0) === 123;
    const record = json ? parseObject(text) : readLogfmt(text);
    if (!record) return null;
    const message = scalarAt(record, this.#keys.message);
    if (message === null && pick(record, this.#keys.time) === undefined) return null;
    const pid = Number(scalarAt(record, this.#keys.pid) ?? Number.NaN);
    const process = scalarAt(record, this.#keys.process);
    return {
      format: json ? "json" : "logfmt",
      stamp: stampOf(pick(record, this.#keys.time)),
      pid: Number.isSafeInteger(pid) && pid > 0 ? pid : null,
      tid: scalarAt(record, this.#keys.tid) ?? scalarAt(record, this.#keys.thread),
      process: process ?? (Number.isNaN(pid) ? scalarAt(record, this.#keys.pid) : null),
      level: scalarAt(record, this.#keys.level),
      message: message ?? "",
      exception: Boolean(pick(record, this.#keys.exception)),
      taskId: scalarAt(record, this.#keys.taskId),
      taskName: scalarAt(record, this.#keys.taskName),
    };
  }
}

function stampOf(value: unknown): Stamp | null {
  const text = typeof value === "number" ? epochText(value) : scalar(value);
  const stamp = newStamp();
  return text !== null && readStamp(text, 0, stamp) >= 0 ? stamp : null;
}

/** A number as the epoch digits that the stamp reader knows. */
const epochText = (value: number): string => (value < 1e11 ? value.toFixed(3) : String(Math.trunc(value)));

const pairPattern = /([A-Za-z_@][\w.@-]*)=(?:"((?:[^"\\]|\\.)*)(?:"|$)|(\S*))\s*/y;

/** `key=value key="quoted value"`: at least three pairs from the beginning on, and nothing else. */
function readLogfmt(text: string): Fields | null {
  const record: Fields = {};
  let pairs = 0;
  pairPattern.lastIndex = 0;
  for (let at = 0; at < text.length; at = pairPattern.lastIndex) {
    const hit = pairPattern.exec(text);
    if (!hit) return null;
    record[hit[1] ?? ""] = hit[2] !== undefined ? hit[2].replace(/\\(.)/g, "$1") : hit[3];
    pairs++;
  }
  return pairs >= 3 ? record : null;
}

/** Whether a line, which begins at `pos`, can be logfmt: a key and `=` at its very beginning. */
export function mayBeLogfmt(text: string, pos = 0): boolean {
  for (let at = pos; at < text.length && at < pos + 40; at++) {
    const c = text.charCodeAt(at);
    if (c === 61) return at > pos;
    const word =
      (c >= 97 && c <= 122) ||
      (c >= 65 && c <= 90) ||
      c === 95 ||
      c === 64 ||
      c === 46 ||
      (at > pos && c >= 48 && c <= 57);
    if (!word) return false;
  }
  return false;
}
