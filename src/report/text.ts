/** Log text made harmless for a terminal, and measured, cut and wrapped by what it takes up there. */

const csi = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]/g;
const controlString = /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)/g;
const shortEscape = /\x1b[ -/]*[0-~]/g;
const blank = /[\t\n\v\f\r\x85\u2028\u2029]/g;
const control = /[\x00-\x1f\x7f-\x9f]|\p{Surrogate}/gu;
const invisible = /[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * Log text without anything a terminal would act on: escape sequences go, other controls become U+FFFD, tabs and line
 * ends become blanks, and what takes no room or turns the writing direction goes.
 */
export function plain(text: string): string {
  return text
    .replace(controlString, "")
    .replace(csi, "")
    .replace(shortEscape, "")
    .replace(blank, " ")
    .replace(control, "\ufffd")
    .replace(invisible, "");
}

const combining = /^[\p{Mn}\p{Me}]$/u;

/** First and last code point of what fills two columns: East Asian wide and fullwidth, and emoji. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1b000, 0x1b2ff],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];

function columns(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (combining.test(character)) return 0;
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Columns that a text without controls takes up. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += columns(character);
  return width;
}

/** The longest beginning that takes up at most `width` columns. */
function head(text: string, width: number): string {
  let room = width;
  let end = 0;
  for (const character of text) {
    room -= columns(character);
    if (room < 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** The text, cut at its end with `…` where it takes up more than `width` columns. */
export function cut(text: string, width: number): string {
  return head(text, width).length === text.length ? text : `${head(text, width - 1)}…`;
}

/** The text, cut at its beginning: of a long path the end tells more. */
export function cutStart(text: string, width: number): string {
  if (head(text, width).length === text.length) return text;
  const characters = [...text];
  let room = width - 1;
  let start = characters.length;
  while (start > 0 && room >= columns(characters[start - 1] ?? "")) {
    start--;
    room -= columns(characters[start] ?? "");
  }
  return `…${characters.slice(start).join("")}`;
}

const before = 12;
const behind = 12;

/**
 * The text, cut so that what stands at `start` to `end` remains: at its end where that does, else in its middle, and then
 * at its end, too, where much would follow.
 */
export function cutAround(text: string, width: number, start: number, end: number): string {
  if (displayWidth(text) <= width || displayWidth(text.slice(0, end)) < width) return cut(text, width);
  const gap = /[\s,;(]/.exec(text.slice(Math.max(0, start - before), start));
  const from = gap === null ? start : Math.max(0, start - before) + gap.index + 1;
  const needed = displayWidth(text.slice(from, end)) + behind;
  const tail = cut(text.slice(from), Math.min(needed, width - 1));
  return `${head(text, width - 1 - displayWidth(tail))}…${tail}`;
}

/** Blanks up to `width` columns behind the text. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

const unbroken = "\u00a0";

/** The text with its durations in one piece: `1 m 22 s` is not broken. */
const glued = (text: string): string =>
  text.replace(/(?<=\b\d+(?:\.\d+)?) (?=(?:ms|[smhd])\b)|(?<=\d [mhd]) (?=\d+ [smh]\b)/g, unbroken);

/** Lines of at most `width` columns, broken at blanks where possible. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((part) => pieces(part, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, line];
}

function pieces(word: string, width: number): string[] {
  const found: string[] = [];
  let rest = word;
  while (rest !== "") {
    const piece = head(rest, width) || rest;
    found.push(piece);
    rest = rest.slice(piece.length);
  }
  return found;
}

const readable = 120;
const longest = 1200;

/** Text wrapped for reading, with a mark before its first line and `others` before the rest. */
export function paragraph(text: string, width: number, first: string, others: string): string[] {
  const lines = wrap(glued(cut(text, longest)), Math.min(width, readable) - displayWidth(others));
  return lines.map((line, i) => (i === 0 ? first : others) + line.replaceAll(unbroken, " "));
}

/** A number with its thousands apart: 18,665. */
export function figure(n: number): string {
  return n.toLocaleString("en-US");
}

/** A number and its noun: `1 task`, `1,234 tasks`, `2 processes`. */
export function count(n: number, noun: string): string {
  if (n === 1) return `1 ${noun}`;
  return `${figure(n)} ${noun}${noun.endsWith("s") ? "es" : "s"}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
