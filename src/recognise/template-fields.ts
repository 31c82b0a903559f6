/**
 * What a field reads, as a regular expression, and as places where it can end: the search for a match goes by the latter,
 * a test holds the two against each other.
 */
export interface Field {
  readonly pattern: string;
  /** It can hold blanks: nothing is known of the words of a message beyond it. */
  readonly blanks?: boolean;
  readonly reach: Reach;
}

/**
 * Where a field that begins at a place of a text can end.
 *
 * - `run`: anywhere up to the end of a run of characters, at the earliest `least` behind its beginning; the first place that
 *   fits, or (`longest`) the last one; `signed`: a minus may stand before it
 * - `spans`: at the places that `spansAt` tells
 */
export type Reach =
  | {
      readonly kind: "run";
      readonly least: 0 | 1;
      readonly longest: boolean;
      readonly signed: boolean;
      readonly endOf: (text: string, pos: number) => number;
    }
  | { readonly kind: "spans"; readonly spansAt: (text: string, pos: number) => readonly number[] };

/** `\s` of regular expressions. */
export const isSpace = (c: number): boolean =>
  c <= 32
    ? c === 32 || (c >= 9 && c <= 13)
    : c >= 160 &&
      (c === 160 ||
        c === 0x1680 ||
        (c >= 0x2000 && c <= 0x200a) ||
        c === 0x2028 ||
        c === 0x2029 ||
        c === 0x202f ||
        c === 0x205f ||
        c === 0x3000 ||
        c === 0xfeff);

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isHex = (c: number): boolean => isDigit(c) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);
const isUpper = (c: number): boolean => c >= 65 && c <= 90;
const isCode = (c: number): boolean => isUpper(c) || isDigit(c);
const isWordInBrackets = (c: number): boolean => !isSpace(c) && c !== 93;
const isPartOfName = (c: number): boolean => !isSpace(c) && c !== 40 && c !== 41 && c !== 46 && c !== 58;

/** Where the run of such characters that begins at `pos` ends. */
function runEnd(text: string, pos: number, isOf: (c: number) => boolean): number {
  let end = pos;
  while (end < text.length && isOf(text.charCodeAt(end))) end++;
  return end;
}

const lineEnds = /[\n\r\u2028\u2029]/g;
/** The line that was looked at last: the fields of all templates that are tried on a text ask for the same. */
const line = { text: "", from: 0, end: 0 };

function endOfLine(text: string, pos: number): number {
  if (pos < line.from || pos > line.end || line.text !== text) {
    lineEnds.lastIndex = pos;
    line.text = text;
    line.from = pos;
    line.end = lineEnds.exec(text)?.index ?? text.length;
  }
  return line.end;
}

const run = (
  isOf: (c: number) => boolean,
  options: { longest?: boolean; signed?: boolean; least?: 0 | 1 } = {},
): Reach => ({
  kind: "run",
  least: options.least ?? 1,
  longest: options.longest ?? false,
  signed: options.signed ?? false,
  endOf: (text, pos) => runEnd(text, pos, isOf),
});
const anyText = (least: 0 | 1): Reach => ({ kind: "run", least, longest: false, signed: false, endOf: endOfLine });

/** Last and first end of a span of ends, if it has any. */
const span = (last: number, first: number): readonly number[] => (last >= first ? [last, first] : []);

/** As the pattern reads it at a place, and never otherwise. */
function exactly(pattern: string): Reach {
  const sticky = new RegExp(pattern, "y");
  const spansAt = (text: string, pos: number): readonly number[] => {
    sticky.lastIndex = pos;
    return sticky.test(text) ? [sticky.lastIndex, sticky.lastIndex] : [];
  };
  return { kind: "spans", spansAt };
}

const spans = (spansAt: (text: string, pos: number) => readonly number[]): Reach => ({ kind: "spans", spansAt });

function durationSpans(text: string, pos: number): readonly number[] {
  const whole = runEnd(text, pos, isDigit);
  if (whole === pos) return [];
  const fraction = text[whole] === "." ? span(runEnd(text, whole + 1, isDigit), whole + 2) : [];
  return [...fraction, whole, pos + 1];
}

function signalSpans(text: string, pos: number): readonly number[] {
  const c = text.charCodeAt(pos);
  if (isDigit(c)) return [runEnd(text, pos, isDigit), pos + 1];
  if (!isUpper(c)) return [];
  const named = text.startsWith("SIG", pos)
    ? span(
        runEnd(text, pos + 3, (d) => isCode(d) || d === 43),
        pos + 4,
      )
    : [];
  return [...named, ...span(runEnd(text, pos, isCode), pos + 2)];
}

function hexSpans(text: string, pos: number): readonly number[] {
  const prefixed = text.startsWith("0x", pos) ? span(runEnd(text, pos + 2, isHex), pos + 3) : [];
  return [...prefixed, ...span(runEnd(text, pos, isHex), pos + 1)];
}

const maxRequestId = 40;
const minRequestId = 19;
const uniqueId = /(?=[\w@-]*[A-Z])(?=[\w@-]*[a-z0-9])[\w@-]+/y;
const countedId = /\d+:[0-9a-f]{8}:(?=[0-9a-f])/y;

function requestIdSpans(text: string, pos: number): readonly number[] {
  uniqueId.lastIndex = pos;
  const unique = uniqueId.test(text) ? span(Math.min(uniqueId.lastIndex, pos + maxRequestId), pos + minRequestId) : [];
  countedId.lastIndex = pos;
  if (!countedId.test(text)) return unique;
  const from = countedId.lastIndex;
  return [...unique, runEnd(text, from, (c) => isDigit(c) || (c >= 97 && c <= 102)), from + 1];
}

/** A dotted name can end within any of its parts but the first. */
function functionSpans(text: string, pos: number): readonly number[] {
  const found: number[] = [];
  let end = runEnd(text, pos, isPartOfName);
  while (end > pos && text[end] === ".") {
    const from = end + 1;
    end = runEnd(text, from, isPartOfName);
    if (end === from) break;
    found.push(from + 1, end);
  }
  return found.reverse();
}

const uuid = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const ctime = "[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}";
const clfTime = "\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d";
const clf = `${clfTime}(?: [+-]\\d{4})?`;
const clfPattern = new RegExp(clf, "y");
const clfLength = 20;

function clfSpans(text: string, pos: number): readonly number[] {
  clfPattern.lastIndex = pos;
  if (!clfPattern.test(text)) return [];
  const bare = pos + clfLength;
  const end = clfPattern.lastIndex;
  return end > bare ? [end, end, bare, bare] : [bare, bare];
}

const digits: Field = { pattern: "\\d+", reach: run(isDigit, { longest: true }) };
const integer: Field = { pattern: "-?\\d+", reach: run(isDigit, { longest: true, signed: true }) };
const word: Field = { pattern: "\\S+?", reach: run((c) => !isSpace(c)) };
const someText: Field = { pattern: ".+?", blanks: true, reach: anyText(1) };

/** Fields by name. `#`, `%`, `@`, `*`, `_` are read and forgotten. */
export const fields: ReadonlyMap<string, Field> = new Map<string, Field>([
  ["pid", digits],
  ["worker", digits],
  ["exitCode", integer],
  ["durationMs", { pattern: "\\d+(?:\\.\\d+)?", reach: spans(durationSpans) }],
  ["requests", digits],
  ["rss", digits],
  ["signal", { pattern: "\\d+|SIG[A-Z0-9+]+|[A-Z][A-Z0-9]+", reach: spans(signalSpans) }],
  ["slot", someText],
  ["name", word],
  ["taskId", { pattern: "[^\\s\\]]+?", reach: run(isWordInBrackets) }],
  [
    "requestId",
    {
      pattern: "(?=[\\w@-]*[A-Z])(?=[\\w@-]*[a-z0-9])[\\w@-]{19,40}|\\d+:[0-9a-f]{8}:[0-9a-f]+",
      reach: spans(requestIdSpans),
    },
  ],
  ["tid", word],
  ["taskName", someText],
  ["uuid", { pattern: uuid, reach: exactly(uuid) }],
  ["function", { pattern: "[^\\s().:]+(?:\\.[^\\s().:]+)+", reach: spans(functionSpans) }],
  ["ctime", { pattern: ctime, blanks: true, reach: exactly(ctime) }],
  ["clf", { pattern: clf, blanks: true, reach: spans(clfSpans) }],
  ["#", integer],
  ["%", { pattern: "(?:0x)?[0-9a-fA-F]+", reach: spans(hexSpans) }],
  ["@", word],
  ["*", { pattern: ".*?", blanks: true, reach: anyText(0) }],
  ["_", { pattern: " *", blanks: true, reach: run((c) => c === 32, { longest: true, least: 0 }) }],
]);

/** A slot at the very beginning of a template is one word, so that the template can be found by what follows. */
export const slotWord = word;
