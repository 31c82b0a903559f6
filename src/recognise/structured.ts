import type { Event } from "../events.ts";
import { newStamp, readStamp, type Stamp } from "../time/stamp.ts";
import type { FieldVocabulary, Head, Line, Rule, ServerParser } from "./declare.ts";
import { parseObject } from "./envelope-json.ts";
import { firstCharacters } from "./first-characters.ts";
import type { Wording } from "./wording.ts";

/** What a structured line (JSON or logfmt) says of itself. */
export interface StructuredRecord {
  /** `json`, `logfmt`, or the name of the server. */
  readonly format: string;
  /** The server whose own head has read it, or null. */
  readonly server: string | null;
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
  /** All that the line holds, by key. */
  readonly fields: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

const scalar = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value) : null;

/** A value, or null where the key holds an object of its own (ECS has `process.pid`, others `process`). */
const scalarAt = (record: Fields, keys: readonly string[]): string | null => scalar(pick(record, keys, isScalar));

const isScalar = (value: unknown): boolean => scalar(value) !== null;

/** Keys, and the paths that dots in them stand for; taken apart once. */
const paths = new Map<string, readonly Step[]>();

/** A part of a path, and the path from there on: an object's own key may have dots. */
interface Step {
  readonly part: string;
  readonly rest: string;
}

function pathOf(key: string): readonly Step[] {
  const known = paths.get(key);
  if (known) return known;
  const parts = key.split(".");
  const path = parts.map((part, i) => ({ part, rest: parts.slice(i).join(".") }));
  paths.set(key, path);
  return path;
}

/** Value of the first key that is there, and fits; dots reach into objects unless the key itself has the dot. */
function pick(record: Fields, keys: readonly string[], fits: (value: unknown) => boolean = () => true): unknown {
  for (const key of keys) {
    const value = record[key];
    if (value !== undefined && Object.hasOwn(record, key) && fits(value)) return value;
    const within = valueWithin(record, key);
    if (within !== undefined && fits(within)) return within;
  }
  return undefined;
}

function valueWithin(record: Fields, key: string): unknown {
  const path = pathOf(key);
  const first = record[path[0]?.part ?? ""];
  if (path.length === 1 || first === undefined) return undefined;
  let at: unknown = first;
  for (let i = 1; i < path.length; i++) {
    const { part, rest } = path[i] ?? { part: "", rest: "" };
    if (at === null || typeof at !== "object") return undefined;
    const fields = at as Fields;
    if (Object.hasOwn(fields, rest)) return fields[rest];
    at = fields[part];
  }
  return at;
}

/** A head, and whose it is. */
type ServerHead = Head & { readonly server: string; readonly firsts: ReadonlySet<string> | null };

/** Reads structured lines, and those of servers' own heads, by one vocabulary of keys. */
export class StructuredReader {
  readonly #keys: FieldVocabulary;
  readonly #heads: readonly ServerHead[];
  readonly #lines: readonly Line[];

  constructor(
    keys: FieldVocabulary,
    servers: readonly Pick<ServerParser, "name" | "heads">[] = [],
    lines: readonly Line[] = [],
  ) {
    this.#keys = keys;
    this.#lines = lines;
    this.#heads = servers.flatMap(({ name, heads = [] }) =>
      heads.map((head) => ({ ...head, server: name, firsts: head.pattern ? firstCharacters(head.pattern) : null })),
    );
  }

  /** The record in `text`, or null where it is no JSON object or logfmt line. */
  read(text: string): StructuredRecord | null {
    const json = text.charCodeAt(0) === 123;
    const record = json ? parseObject(text) : readLogfmt(text);
    if (!record) return null;
    if (scalarAt(record, this.#keys.message) === null && pick(record, this.#keys.time) === undefined) return null;
    const server = json ? this.#serverOf(record) : null;
    return this.#recordOf(record, json ? "json" : "logfmt", server);
  }

  /**
   * The record of a line that a declared layout fits: a server's own head, if it claims the line, or a library's; else null.
   * `isOwn` tells whether a record's message is one of its server's.
   */
  readHead(text: string, isOwn: (record: StructuredRecord) => boolean = () => false): StructuredRecord | null {
    const first = text.charAt(0);
    for (const head of this.#heads) {
      if (head.firsts !== null && !head.firsts.has(first)) continue;
      const groups = head.pattern?.exec(text)?.groups;
      if (!groups) continue;
      const record = this.#recordOf(groups, head.server, head.server);
      if (head.claims === "lines" || isOwn(record)) return record;
    }
    for (const { name, pattern, trailers } of this.#lines) {
      const groups = pattern.exec(text)?.groups;
      if (groups) return this.#recordOf(withTrailers(groups, trailers), name, null);
    }
    return null;
  }

  #serverOf(record: Fields): string | null {
    return this.#heads.find(({ keys }) => keys?.every((key) => key in record))?.server ?? null;
  }

  #recordOf(record: Fields, format: string, server: string | null): StructuredRecord {
    const message = scalarAt(record, this.#keys.message);
    const pid = Number(scalarAt(record, this.#keys.pid) ?? Number.NaN);
    const process = scalarAt(record, this.#keys.process);
    return {
      format,
      server,
      stamp: stampOf(pick(record, this.#keys.time)),
      pid: Number.isSafeInteger(pid) && pid > 0 ? pid : null,
      tid: scalarAt(record, this.#keys.tid) ?? scalarAt(record, this.#keys.thread),
      process: process ?? (Number.isNaN(pid) ? scalarAt(record, this.#keys.pid) : null),
      level: scalarAt(record, this.#keys.level),
      message: message ?? "",
      exception: Boolean(pick(record, this.#keys.exception)),
      taskId: scalarAt(record, this.#keys.taskId),
      taskName: scalarAt(record, this.#keys.taskName),
      fields: record,
    };
  }
}

/** Blanks before braces at which a JSON value can begin that ends a message; further ones are not tried. */
const maxTries = 16;

/** The groups of a line, with the JSON values behind its message as fields of their own. */
function withTrailers(groups: Fields, names: readonly string[]): Fields {
  const values: unknown[] = [];
  let message = String(groups.msg).trimEnd();
  while (values.length < names.length) {
    const trailer = trailerOf(message);
    if (!trailer) break;
    values.unshift(trailer.value);
    message = message.slice(0, trailer.start).trimEnd();
  }
  return { ...groups, ...Object.fromEntries(values.map((value, i) => [names[i], value])), msg: message };
}

/** The JSON object or empty list that ends a text, behind a blank; null where there is none. */
function trailerOf(text: string): { readonly start: number; readonly value: unknown } | null {
  if (text.endsWith(" []")) return { start: text.length - 3, value: {} };
  if (!text.endsWith("}")) return null;
  let at = text.lastIndexOf(" {");
  for (let tries = 0; at >= 0 && tries < maxTries; tries++) {
    const value = parseObject(text.slice(at + 1));
    if (value) return { start: at, value };
    at = at > 0 ? text.lastIndexOf(" {", at - 1) : -1;
  }
  return null;
}

/** An event with what its rule finds in other keys of the line. */
export function withKeys(event: Event, keys: Rule["keys"], { fields }: StructuredRecord): Event {
  if (!keys) return event;
  const at = (key: string | undefined): string | null => (key === undefined ? null : scalarAt(fields, [key]));
  const number = (key: string | undefined): number | null => {
    const text = at(key);
    return text !== null && /^\d+$/.test(text) ? Number(text) : null;
  };
  return {
    ...event,
    worker: event.worker ?? at(keys.slot),
    pid: event.pid ?? number(keys.pid),
    exitCode: event.exitCode ?? number(keys.exitCode),
  };
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
  const record: Record<string, unknown> = {};
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

/** Adds what the record's own fields say to a wording: its id and name. */
export function withFields(
  wording: Wording | null,
  record: Pick<StructuredRecord, "taskId" | "taskName">,
): Wording | null {
  if (!wording) return null;
  const ids = record.taskId === null ? wording.ids : [...new Set([record.taskId, ...wording.ids])];
  return { ...wording, ids, name: wording.name ?? record.taskName };
}
