import type { EnvelopeParser, JsonEnvelope } from "./declare.ts";
import { isOf, type JsonRecord } from "./envelope-json.ts";

export type BlockParser = EnvelopeParser & { readonly json: JsonEnvelope };

/** An envelope's record that stands over several lines, and the line of its text. */
export interface Block {
  readonly parser: BlockParser;
  readonly record: JsonRecord;
  readonly line: number;
}

/** Fields of one record that are kept; what goes on for longer is no record. */
const maxFields = 400;

/** `  "key" : value,` as a JSON document has it where each of its values stands on a line of its own. */
const keyPattern = /^\s*"((?:[^"\\]|\\.)*)"\s*:/;
/** The same document's other lines, blanks around them aside. */
const opens = /^(?:[\]}],?\s*)*(?:"\w+"\s*:\s*)?[[{]$/;
const closes = /^\}\s*[,\]]?$/;
const scalarLine = /^(?:[\]}]\s*,?|-?\d+,?|"(?:[^"\\]|\\.)*",?)$/;
const field = /^([A-Z_][A-Z0-9_]*)=(.*)$/s;

/**
 * Puts envelopes' records together that stand over several lines: objects of a pretty-printed document, and the blocks of
 * `journalctl -o export`. Only in a stream whose first lines show such records.
 */
export class BlockReader {
  readonly #candidates: readonly BlockParser[];
  #parser: BlockParser | null = null;
  #isExport = false;
  #record: Record<string, unknown> = {};
  #fields = 0;
  #line = 0;
  /** The key whose value (bytes, one to a line; or text with line feeds) goes on. */
  #open: string | null = null;

  constructor(parsers: readonly EnvelopeParser[]) {
    this.#candidates = parsers.filter((p): p is BlockParser => p.json?.lines !== undefined);
  }

  /** Whether the stream consists of such records. */
  get isOn(): boolean {
    return this.#parser !== null;
  }

  /** Learns from the first lines whether the stream consists of such records. */
  learn(lines: readonly string[]): void {
    for (const parser of this.#candidates) {
      const { text, time = "", oneOf, lines: forms } = parser.json;
      const keys = new Set(lines.flatMap((line) => keyPattern.exec(line)?.[1] ?? []));
      const shown = keys.has(text) && keys.has(time) && (!oneOf || oneOf.some((key) => keys.has(key)));
      const exported =
        forms === "pretty or export" &&
        lines.some((line) => line.startsWith(`${time}=`)) &&
        lines.some(isExported(text));
      if (!shown && !exported) continue;
      this.#parser = parser;
      this.#isExport = exported;
      return;
    }
  }

  /** Takes in a line: the record that it completes, null where more are to come, undefined where it belongs to none. */
  take(text: string, line: number): Block | null | undefined {
    return this.#isExport ? this.#takeField(text, line) : this.#takePair(text, line);
  }

  /** The record that the end of the stream completes. */
  rest(): Block | null {
    return this.#done();
  }

  #takeField(text: string, line: number): Block | null | undefined {
    if (text === "") return this.#done();
    const hit = field.exec(text);
    if (hit) {
      this.#open = null;
      this.#set(hit[1] ?? "", hit[2] ?? "", line);
      return null;
    }
    if (/^[A-Z_][A-Z0-9_]*$/.test(text)) {
      this.#open = text;
      return null;
    }
    if (this.#open === null) return undefined;
    // The first line begins with the value's length in eight bytes.
    const before = this.#record[this.#open];
    if (typeof before === "string") this.#record[this.#open] = `${before}\n${text}`;
    else this.#set(this.#open, text.slice(8), line);
    return null;
  }

  #takePair(text: string, line: number): Block | null | undefined {
    const bare = text.trim();
    if (opens.test(bare)) {
      this.#open = /"(\w+)"\s*:\s*\[$/.exec(bare)?.[1] ?? null;
      if (this.#open === null) this.#clear();
      else if (this.#open === this.#parser?.json.text) this.#set(this.#open, [], line);
      return null;
    }
    const hit = keyPattern.exec(text);
    if (hit) {
      const value = text.slice(hit[0].length).trim();
      this.#set(hit[1] ?? "", jsonOf(value.endsWith(",") ? value.slice(0, -1) : value), line);
      return null;
    }
    if (closes.test(bare)) return this.#done();
    if (!scalarLine.test(bare)) return undefined;
    const bytes = this.#open === null ? undefined : this.#record[this.#open];
    if (Array.isArray(bytes) && bytes.length < 100_000 && /\d/.test(bare)) bytes.push(Number.parseInt(bare, 10));
    return null;
  }

  #set(key: string, value: unknown, line: number): void {
    if (this.#fields++ > maxFields) return;
    this.#record[key] ??= value;
    if (key === this.#parser?.json.text) this.#line = line;
  }

  #done(): Block | null {
    const record = this.#record;
    const line = this.#line;
    const parser = this.#parser;
    this.#clear();
    return parser && isOf(parser.json, record) ? { parser, record, line } : null;
  }

  #clear(): void {
    this.#record = {};
    this.#fields = 0;
    this.#open = null;
  }
}

const isExported =
  (key: string) =>
  (line: string): boolean =>
    line === key || line.startsWith(`${key}=`);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
