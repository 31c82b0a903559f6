import { newStamp, readStamp, type Stamp } from "../time/stamp.ts";
import type { EnvelopeParser, JsonEnvelope } from "./declare.ts";
import { firstOf, isOf, type JsonRecord, nameOf, parseObject, scalar, textOf } from "./envelope-json.ts";

/** A line with its wrapping off. One object reused for all lines. */
export interface Unwrapped {
  text: string;
  /** The innermost envelope's time that tells its instant, epoch ms, or null. */
  time: number | null;
  /** The time of an envelope within that one, which tells less: its year or zone is not known. */
  readonly stamp: Stamp;
  stamped: boolean;
  /** Names of the envelopes, outermost first. */
  names: string;
  /** The line goes on in the next piece of the same stream. */
  partial: boolean;
  /** stdout, stderr, or "". */
  stream: string;
  host: string;
  /** What on the host has pids of its own: a container, a pod, a log stream; "" where none is named. */
  scope: string;
  /** The unit or tag of the writer, or "". */
  program: string;
  /** Pid of the writer, or -1. */
  pid: number;
}

export const newUnwrapped = (): Unwrapped => ({
  text: "",
  time: null,
  stamp: newStamp(),
  stamped: false,
  names: "",
  partial: false,
  stream: "",
  host: "",
  scope: "",
  program: "",
  pid: -1,
});

/** How deep wrappings may nest. */
const maxDepth = 4;
/** Share of a stream's first lines that look like an envelope which other lines can look like. */
const believable = 0.8;
/** Lines that name the same host, from which on that is no chance. */
const uniform = 3;

type TextEnvelope = Extract<EnvelopeParser, { pattern: RegExp }>;
type Groups = Readonly<Record<string, string | undefined>>;

/** Takes the envelopes off the lines of one stream. */
export class Unwrapper {
  readonly #texts: TextEnvelope[];
  readonly #jsons: readonly EnvelopeParser[];
  /** Envelopes that are believed in only once the first lines have shown them. */
  readonly #doubtful: TextEnvelope[];
  /** Some of the stream's envelopes can begin with any word. */
  #anyWord = false;

  constructor(parsers: readonly EnvelopeParser[]) {
    const texts = parsers.filter((parser): parser is TextEnvelope => parser.pattern !== undefined);
    this.#texts = texts.filter((parser) => parser.proof === undefined);
    this.#doubtful = texts.filter((parser) => parser.proof !== undefined);
    this.#jsons = parsers.filter((parser) => parser.json !== undefined);
  }

  /** Learns from the first lines which of the doubtful envelopes the stream has. */
  learn(lines: readonly string[]): void {
    for (let depth = 0; depth < maxDepth; depth++) {
      const inner = lines.map((line) => this.#textIn(line)).filter((line) => line !== "");
      const found = this.#doubtful.find((parser) => isShown(parser, inner));
      if (!found) return;
      this.#doubtful.splice(this.#doubtful.indexOf(found), 1);
      this.#texts.unshift(found);
      this.#anyWord ||= !mayBeWrapped(found.example);
    }
  }

  /** Whether the line that begins at `pos` can be in an envelope. Most lines of most logs do not go further. */
  mayBeWrapped(text: string, pos = 0): boolean {
    return this.#anyWord || mayBeWrapped(text, pos);
  }

  /** Fills `out` with the line inside `line`'s envelopes; without any, with the line itself. */
  unwrap(line: string, out: Unwrapped): void {
    reset(out, line);
    this.#unwrapMore(out);
  }

  /** Fills `out` with the line in an envelope's record that has been put together from several lines. */
  unwrapRecord(parser: EnvelopeParser & { readonly json: JsonEnvelope }, record: JsonRecord, out: Unwrapped): void {
    reset(out, "");
    this.#takeJson(parser, parser.json, record, out);
    this.#unwrapMore(out);
  }

  #textIn(line: string): string {
    const out = newUnwrapped();
    this.unwrap(line, out);
    return out.text;
  }

  #unwrapMore(out: Unwrapped): void {
    for (let depth = 0; depth < maxDepth && this.mayBeWrapped(out.text); depth++) {
      if (!this.#takeAny(out)) break;
    }
  }

  #takeAny(out: Unwrapped): boolean {
    if (out.text.charCodeAt(0) === 123) return this.#takeObject(out);
    return this.#texts.some((parser) => this.#takeText(parser, out));
  }

  #takeText(parser: TextEnvelope, out: Unwrapped): boolean {
    const groups: Groups | undefined = parser.pattern.exec(out.text)?.groups;
    if (!groups) return false;
    const { labels, partial, within } = groups;
    const named = labels === undefined ? {} : { labels: labelsIn(labels) };
    const scope = groups.scope ?? nameOf(named, parser.keys?.scope);
    take(out, parser.name, {
      time: groups.time ?? "",
      host: groups.host ?? firstOf(named, parser.keys?.host),
      scope: within === undefined ? scope : `${scope}/${within}`,
      program: groups.program ?? firstOf(named, parser.keys?.program),
      pid: groups.pid ?? "",
      stream: groups.stream ?? "",
    });
    out.partial = partial === "P";
    out.text = groups.text ?? groups.again ?? "";
    return true;
  }

  #takeObject(out: Unwrapped): boolean {
    const record = parseObject(out.text);
    if (!record) return false;
    const parser = this.#jsons.find(({ json }) => json && isOf(json, record));
    if (!parser?.json) return false;
    this.#takeJson(parser, parser.json, record, out);
    return true;
  }

  #takeJson({ name }: EnvelopeParser, json: JsonEnvelope, record: JsonRecord, out: Unwrapped): void {
    const text = textOf(record[json.text]) ?? "";
    const stream = scalar(record[json.stream ?? ""]);
    take(out, name, {
      time: json.time === undefined ? "" : scalar(record[json.time]),
      host: firstOf(record, json.host),
      scope: nameOf(record, json.scope),
      program: firstOf(record, json.program),
      pid: firstOf(record, json.pid),
      stream,
    });
    out.partial = json.partial
      ? scalar(record[json.partial]) === "true"
      : json.stream !== undefined && !text.endsWith("\n");
    out.text = text.replace(/\r?\n$/, "");
  }
}

interface Facts {
  readonly time: string;
  readonly host: string;
  readonly scope: string;
  readonly program: string;
  readonly pid: string;
  readonly stream: string;
}

function reset(out: Unwrapped, text: string): void {
  out.text = text;
  out.time = null;
  out.stamped = out.partial = false;
  out.names = out.stream = out.host = out.scope = out.program = "";
  out.pid = -1;
}

/** Adds what the next envelope within tells. The pid outside a container is another's than the one within. */
function take(out: Unwrapped, name: string, facts: Facts): void {
  out.names = out.names ? `${out.names}+${name}` : name;
  takeTime(out, facts.time);
  if (facts.host) out.host = facts.host;
  if (facts.program) out.program = facts.program;
  if (facts.stream) out.stream = facts.stream;
  if (facts.scope) out.scope = out.scope && out.scope !== facts.scope ? `${out.scope}/${facts.scope}` : facts.scope;
  const pid = facts.scope ? 0 : Number(facts.pid);
  out.pid = Number.isSafeInteger(pid) && pid > 0 ? pid : -1;
}

function takeTime(out: Unwrapped, text: string): void {
  const { stamp } = out;
  const weekday = /^[A-Z][a-z]{2} (?=\d{4}-)/.test(text) ? 4 : 0;
  if (text === "" || readStamp(text, weekday, stamp) < 0) return;
  out.stamped = stamp.offset === null || !stamp.dated;
  if (!out.stamped) out.time = stamp.ms;
}

const labelPattern = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

const labelsIn = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(labelPattern)].map(([, key = "", value = ""]) => [key, value]));

function isShown({ pattern, proof }: TextEnvelope, lines: readonly string[]): boolean {
  const fitting = lines.filter((line) => pattern.test(line));
  if (fitting.length === 0 || fitting.length < believable * lines.length) return false;
  return fitting.some((line) => proof?.test(line)) || haveOneHost(fitting, pattern);
}

/** What stands in a host's place is the same in all lines: a thread or logger would not be. */
function haveOneHost(lines: readonly string[], pattern: RegExp): boolean {
  const hosts = new Set(lines.map((line) => pattern.exec(line)?.groups?.host ?? ""));
  return lines.length >= uniform && hosts.size === 1 && !hosts.has("");
}

const [BRACE, LESS, BRACKET, ESCAPE, MARK] = [123, 60, 91, 27, 0xfeff];

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Whether the line that begins at `pos` can be in an envelope that shows at once: by a character or two. */
function mayBeWrapped(text: string, pos = 0): boolean {
  const first = text.charCodeAt(pos);
  if (isDigit(first)) return isWrappedNumber(text, pos);
  if (first >= 65 && first <= 90) return text.charCodeAt(pos + 3) === 32 && isDigit(text.charCodeAt(pos + 5));
  if (first === BRACKET) return text.charCodeAt(pos + 1) === 112 && text.charCodeAt(pos + 2) === 111;
  if (first === 45) return text.charCodeAt(pos + 1) === 45;
  return first === BRACE || first === LESS || first === ESCAPE || first === MARK;
}

/** An ISO time with a `T`, a count of seconds with decimals, a version or a length before a priority. */
function isWrappedNumber(text: string, pos: number): boolean {
  if (text.charCodeAt(pos + 10) === 84) return text.charCodeAt(pos + 4) === 45;
  if (text.charCodeAt(pos + 10) === 46) return isDigit(text.charCodeAt(pos + 9));
  let blank = pos + 1;
  while (blank < pos + 6 && isDigit(text.charCodeAt(blank))) blank++;
  if (text.charCodeAt(blank) !== 32) return false;
  return text.charCodeAt(blank + 1) === LESS || (blank === pos + 1 && text.charCodeAt(pos) === 49);
}
