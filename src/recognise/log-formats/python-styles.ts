import type { Complain, LiteralPart } from "./declared.ts";

/** How an attribute is written: the parts of a conversion that matter to a reader. */
export interface Conversion {
  readonly attribute: string;
  readonly at: number;
  readonly written: string;
  /** `<` `>` `^` `=`, or empty: as the type of the value has it. */
  readonly align: string;
  readonly fill: string;
  readonly width: number;
  /** Most characters of a text; null where it is not cut. */
  readonly precision: number | null;
  /** Letter of the conversion, perhaps empty. */
  readonly type: string;
  readonly grouped: boolean;
  /** What reaches into the attribute: `[0]`. */
  readonly inner: string;
}

export type PythonPart = LiteralPart | Conversion;

/** A style of format strings: takes a format apart. */
export interface PythonStyle {
  /** How the style writes the message. */
  readonly message: string;
  readonly split: (format: string, complain: Complain) => PythonPart[];
}

const bare = { align: "", fill: " ", width: 0, precision: null, type: "", grouped: false, inner: "" } as const;

/** Reads at `at` what begins with a style's marks: a conversion, or the character that a doubled mark stands for. */
type ReadMark = (format: string, at: number, complain: Complain) => { part: Conversion | string; end: number };

/** Takes a format apart at the characters in `marks`; a backslash sequence in literal text is what Python reads it as. */
function splitAt(marks: string, readMark: ReadMark): PythonStyle["split"] {
  return (format, complain) => {
    const parts: PythonPart[] = [];
    let literal = "";
    let from = 0;
    const flush = (): void => {
      if (literal !== "") parts.push({ literal: readEscapes(literal), at: from + 1 });
      literal = "";
    };
    for (let at = 0; at < format.length; ) {
      if (literal === "") from = at;
      if (!marks.includes(format.charAt(at))) {
        literal += format.charAt(at++);
        continue;
      }
      const { part, end } = readMark(format, at, complain);
      if (typeof part === "string") literal += part;
      else {
        flush();
        parts.push(part);
      }
      at = end;
    }
    flush();
    return parts;
  };
}

const escapes: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r" };

const escapePattern = /\\(?:([tnr])|x1[bB]|033|u001[bB])/g;

/** Formats are copied from source code, where `\t` is a tab. */
const readEscapes = (literal: string): string =>
  literal.replace(escapePattern, (_, letter?: string) => (letter ? (escapes[letter] ?? "") : "\u001b"));

const percentPattern = /%(?:%|\(([^()]*)\)([#0+ -]*)(\d+)?(?:\.(\d+))?[hlL]?([diouxXeEfFgGcrsa]))/y;

const readPercent: ReadMark = (format, at, complain) => {
  percentPattern.lastIndex = at;
  const hit = percentPattern.exec(format);
  if (!hit) throw complain(at + 1, percentFault(format.slice(at)));
  const end = at + hit[0].length;
  const [written, attribute, flags = "", width, precision, type = ""] = hit;
  if (attribute === undefined) return { part: "%", end };
  const left = flags.includes("-");
  const part = {
    ...bare,
    attribute,
    at: at + 1,
    written,
    align: left ? "<" : ">",
    fill: flags.includes("0") && !left && !"sra".includes(type) ? "0" : " ",
    width: Number(width ?? 0),
    precision: precision === undefined ? null : Number(precision),
    type,
  };
  return { part, end };
};

function percentFault(rest: string): string {
  const name = /^%\([^()]*\)/.exec(rest)?.[0];
  if (name) return `${name} without a conversion, such as ${name}s`;
  return rest.startsWith("%(") ? "unbalanced parenthesis" : "% without an attribute (a percent sign is %%)";
}

const bracePattern = /\{\{|\}\}|\{(\w*)((?:\.\w+|\[[^\]{}]*\])*)(?:!([rsa]))?(?::([^{}]*))?\}/y;
const specPattern = /^(?:(.)?([<>=^]))?[+ -]?z?#?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/u;

const readBrace: ReadMark = (format, at, complain) => {
  bracePattern.lastIndex = at;
  const hit = bracePattern.exec(format);
  if (!hit) throw complain(at + 1, braceFault(format.slice(at)));
  const [written, attribute, inner = "", forced, spec = ""] = hit;
  const end = at + written.length;
  if (attribute === undefined) return { part: written.charAt(0), end };
  if (attribute === "") throw complain(at + 1, `${written} without an attribute`);
  const parsed = specPattern.exec(spec);
  if (!parsed) throw complain(at + 1, `cannot read ":${spec}"`);
  const [, fill, align = "", zero, width, grouping, precision, type = ""] = parsed;
  const part = {
    attribute,
    at: at + 1,
    written,
    align: align || (forced ? "<" : ""),
    fill: fill ?? (zero ? "0" : " "),
    width: Number(width ?? 0),
    precision: precision === undefined ? null : Number(precision),
    type: forced ? "s" : type,
    grouped: grouping !== undefined,
    inner,
  };
  return { part, end };
};

function braceFault(rest: string): string {
  const field = /^\{([^{}]*)\}/.exec(rest)?.[1];
  return field === undefined ? "unbalanced brace" : `unknown attribute ${JSON.stringify(field)}`;
}

const dollarPattern = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/y;

const readDollar: ReadMark = (format, at, complain) => {
  dollarPattern.lastIndex = at;
  const hit = dollarPattern.exec(format);
  if (!hit) {
    const opens = format.charAt(at + 1) === "{";
    throw complain(at + 1, opens ? "unbalanced brace" : "$ without an attribute (a dollar sign is $$)");
  }
  const end = at + hit[0].length;
  const attribute = hit[1] ?? hit[2];
  if (attribute === undefined) return { part: "$", end };
  return { part: { ...bare, attribute, at: at + 1, written: hit[0] }, end };
};

/** `%(attribute)s`. */
export const percentStyle: PythonStyle = { message: "%(message)s", split: splitAt("%", readPercent) };
const brace: PythonStyle = { message: "{message}", split: splitAt("{}", readBrace) };
const dollar: PythonStyle = { message: "$message", split: splitAt("$", readDollar) };

/** Signs of a style, the sure ones first: the message, which every format has, then any attribute. */
const signs: readonly (readonly [RegExp, PythonStyle])[] = [
  [/%\(message\b/, percentStyle],
  [/\$(?:message\b|\{message\b)/, dollar],
  [/\{message\b/, brace],
  [/%\(/, percentStyle],
  [/\$[A-Za-z_{]/, dollar],
  [/[{}]/, brace],
];

/** The style in which a format is written. */
export const styleOf = (format: string): PythonStyle => signs.find(([sign]) => sign.test(format))?.[1] ?? percentStyle;
