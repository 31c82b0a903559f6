import type { Layout } from "../layout.ts";
import { closeOf } from "./brackets.ts";
import { assemble, type Complain, complainer, type FieldPart, type FormatPart, plainField } from "./declared.ts";
import type { Dialect } from "./dialect.ts";
import { type ConversionOption, dateOf } from "./log4j-dates.ts";
import { type ConversionWord, type Log4jDialect, wordsOf } from "./log4j-words.ts";
import { meantBy, suggestion } from "./slip.ts";

/** A conversion as a pattern writes it. */
interface Conversion {
  readonly word: ConversionWord;
  /** Its place in the pattern, its text, and the place behind it. */
  readonly from: number;
  readonly written: string;
  readonly end: number;
  readonly padding: Pick<FieldPart, "lead" | "trail" | "width">;
  /** Where its parentheses, or its first braces, hold a pattern: from, to. */
  readonly inner: readonly [number, number] | null;
  /** What its braces say: text and place. */
  readonly options: readonly ConversionOption[];
}

const escapes: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "", _: "" };

const modifierPattern = /%(-?)0?(\d+)?(?:\.-?\d+)?(?=[A-Za-z(])/y;
const namePattern = /[A-Za-z][A-Za-z0-9_]*/y;
const lookupPattern = /^(?:(?:sys|env|ctx|main|map|spring|log4j|java|bundle|sd|event):)?(.*?)(:-?|$)/s;

/** Names under which people keep the pid and the task's id in a context or among the properties. */
const contextRoles: readonly (readonly [RegExp, Pick<FieldPart, "kind" | "role">])[] = [
  [/^(?:pid|process_?id)$/i, { kind: "integer", role: "pid" }],
  [/^(?:task|job)_?id$/i, { kind: "text", role: "taskId" }],
  [/^(?:task|job)_?name$/i, { kind: "text", role: "taskName" }],
];
const roleOfName = (name: string): Pick<FieldPart, "kind" | "role"> | undefined =>
  contextRoles.find(([pattern]) => pattern.test(name))?.[1];

/** Takes a pattern of one dialect apart. */
class PatternSplitter {
  readonly #dialect: Log4jDialect;
  readonly #words: ReadonlyMap<string, ConversionWord>;
  readonly #text: string;
  readonly #complain: Complain;
  readonly parts: FormatPart[] = [];

  constructor(dialect: Log4jDialect, text: string, complain: Complain) {
    this.#dialect = dialect;
    this.#words = wordsOf(dialect);
    this.#text = text;
    this.#complain = complain;
  }

  /** Adds what the pattern says in `[from, to)`. */
  split(from: number, to: number): void {
    const text = this.#text;
    for (let at = from; at < to; ) {
      const c = text.charAt(at);
      if (c === "\\" && at + 1 < to) {
        const next = text.charAt(at + 1);
        this.#literal(escapes[next] ?? next, at);
        at += 2;
      } else if (c === "$" && text.charAt(at + 1) === "{") at = this.#lookup(at);
      else if (c === "%" && text.charAt(at + 1) === "%") {
        this.#literal("%", at);
        at += 2;
      } else if (c === "%") at = this.#conversion(this.#read(at));
      else {
        // "$${ctx:id}" is looked up for each line.
        if (c !== "$" || !text.startsWith("${", at + 1)) this.#literal(c, at);
        at++;
      }
    }
  }

  #literal(literal: string, at: number): void {
    if (literal !== "") this.parts.push({ literal, at: at + 1 });
  }

  #field(kind: FieldPart["kind"], from: number, written: string, more: Partial<FieldPart>): void {
    this.parts.push({ ...plainField, kind, role: "skip", at: from + 1, written, ...more });
  }

  /** `${NAME:-default}`: the pid, the pattern that stands there by default, or something of which nothing is known. */
  #lookup(at: number): number {
    const close = closeOf(this.#text, at + 1);
    if (close < 0) throw this.#complain(at + 1, "unclosed brace");
    const written = this.#text.slice(at, close + 1);
    const [head = "", name = "", mark = ""] = lookupPattern.exec(written.slice(2, -1)) ?? [];
    const role = roleOfName(name);
    if (role) this.#field(role.kind, at, written, role);
    else if (mark === "") this.#field("text", at, written, { optional: true });
    else this.split(at + 2 + head.length, close);
    return close + 1;
  }

  #read(from: number): Conversion {
    const text = this.#text;
    modifierPattern.lastIndex = from;
    const modifier = modifierPattern.exec(text);
    if (!modifier) throw this.#complain(from + 1, "% without a conversion (a percent sign is %%)");
    const padding = paddingOf(modifier[1] === "-", Number(modifier[2] ?? 0));
    const start = from + modifier[0].length;
    const name = text.charAt(start) === "(" ? "" : this.#nameAt(start, from);
    const word: ConversionWord = name === "" ? { kind: "inner", role: "skip" } : (this.#words.get(name) ?? unknownWord);
    let end = start + name.length;
    let inner: [number, number] | null = null;
    if ((word.kind === "inner" || word.kind === "maybe") && text.charAt(end) === "(") {
      const close = this.#closed(end);
      inner = [end + 1, close];
      end = close + 1;
    }
    const options: { text: string; at: number }[] = [];
    while (text.charAt(end) === "{") {
      const close = this.#closed(end);
      options.push({ text: text.slice(end + 1, close), at: end + 2 });
      end = close + 1;
    }
    const [first] = options;
    if (!inner && first) inner = [first.at - 1, first.at - 1 + first.text.length];
    return { word, from, written: text.slice(from, end), end, padding, inner, options };
  }

  #closed(open: number): number {
    const close = closeOf(this.#text, open);
    if (close >= 0) return close;
    throw this.#complain(open + 1, `unclosed ${this.#text.charAt(open) === "(" ? "parenthesis" : "brace"}`);
  }

  /** The conversion word at `start`: all letters to logback, the longest known beginning of them to log4j. */
  #nameAt(start: number, from: number): string {
    namePattern.lastIndex = start;
    const letters = namePattern.exec(this.#text)?.[0] ?? "";
    const whole = this.#dialect === "logback" || (letters.length > 3 && meantBy(letters, [...this.#words.keys()]));
    const least = whole ? letters.length : 1;
    for (let length = letters.length; length >= least; length--) {
      if (this.#words.has(letters.slice(0, length))) return letters.slice(0, length);
    }
    throw this.#complain(from + 1, `unknown conversion "%${letters}"${suggestion(letters, [...this.#words.keys()])}`);
  }

  #conversion(conversion: Conversion): number {
    const { word, from, written, end, padding, inner, options } = conversion;
    switch (word.kind) {
      case "none":
        break;
      case "break":
        this.#literal("\n", from);
        break;
      case "inner":
        if (!inner) throw this.#complain(from + 1, `${written} without what it is applied to`);
        this.#inner(conversion, inner[0], inner[1]);
        break;
      case "maybe":
        this.#field("text", from, written, { optional: true });
        break;
      case "stamp":
        this.#field("stamp", from, written, {
          role: "time",
          ...padding,
          ...dateOf(options, this.#dialect, this.#complain),
        });
        break;
      default: {
        const named = word.optional ? roleOfName((options[0]?.text ?? "").replace(/:-.*$/s, "")) : undefined;
        const optional = word.optional && named?.kind !== "integer" ? { optional: true } : {};
        this.#field(named?.kind ?? word.kind, from, written, {
          role: named?.role ?? word.role,
          ...padding,
          ...optional,
        });
      }
    }
    return end;
  }

  /** What is within is written as it is, in colours or padded; only `%replace` changes it, which leaves a message a message. */
  #inner({ written, from, padding }: Conversion, start: number, end: number): void {
    const before = this.parts.length;
    this.split(start, end);
    const added = this.parts.splice(before);
    const changed = written.startsWith("%replace") || /^%[-.\d]+replace/.test(written);
    if (changed && !added.some((part) => "kind" in part && part.kind === "message"))
      this.#field("text", from, written, { optional: true });
    else this.parts.push(...padded(added, padding));
  }
}

const unknownWord: ConversionWord = { kind: "none", role: "skip" };

const paddingOf = (left: boolean, width: number): Conversion["padding"] => ({
  lead: width > 0 && !left ? " " : "",
  trail: width > 0 && left ? " " : "",
  width,
});

/** A group's padding is that of its first or last field. */
function padded(parts: readonly FormatPart[], { lead, trail }: Conversion["padding"]): FormatPart[] {
  return parts.map((part, i) => {
    if ("literal" in part) return part;
    const first = lead !== "" && i === 0;
    const last = trail !== "" && i === parts.length - 1;
    return first || last ? { ...part, lead: first ? lead : part.lead, trail: last ? trail : part.trail } : part;
  });
}

function compilerOf(dialect: Log4jDialect): (format: string) => Layout {
  return (format) => {
    const complain = complainer(dialect);
    if (format === "") throw complain(1, "empty format");
    const splitter = new PatternSplitter(dialect, format, complain);
    splitter.split(0, format.length);
    return assemble(dialect, splitter.parts, complain, { length: format.length, message: "%m" });
  };
}

export const log4j: Dialect = {
  name: "log4j",
  title: "Log4j 1 PatternLayout",
  example: {
    format: "%d{ISO8601} %-5p [%t] %c{1}:%L - %m%n",
    line: "2026-11-21 13:52:55,263 INFO  [main] Orders:88 - start task 7",
  },
  compile: compilerOf("log4j"),
};

export const log4j2: Dialect = {
  name: "log4j2",
  title: "Log4j 2 PatternLayout",
  example: {
    format: "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %pid [%t/%T] %logger{36} %X{requestId} - %msg%n%ex",
    line: "2026-11-21T13:52:55.263+00:00 INFO  77 [pool-1-thread-2/31] shop.Orders  - start task 7",
  },
  compile: compilerOf("log4j2"),
};

export const logback: Dialect = {
  name: "logback",
  title: "Logback PatternLayout",
  example: {
    format: "%d{HH:mm:ss.SSS} [%thread] %-5level %logger{36} -%kvp- %msg%n",
    line: "13:52:55.263 [main] INFO  shop.Orders -- start task 7",
  },
  compile: compilerOf("logback"),
};
