import { endsLine } from "../cells.ts";

const BLANK = 32;
const TAB = 9;
const ESCAPE = 27;
const OPEN_BRACKET = 91;
const LETTER_M = 109;
/** Longest colour sequence of a terminal. */
const maxColour = 24;

/** Is the character a blank or a tab? */
export const isBlank = (c: number): boolean => c === BLANK || c === TAB;

/** Position behind the colours of a terminal (`ESC [32m`) at `pos`. */
export function skipColours(text: string, pos: number): number {
  let at = pos;
  while (text.charCodeAt(at) === ESCAPE && text.charCodeAt(at + 1) === OPEN_BRACKET) {
    const most = at + maxColour;
    let end = at + 2;
    while (end < most && (text.charCodeAt(end) < 64 || Number.isNaN(text.charCodeAt(end)))) end++;
    if (text.charCodeAt(end) !== LETTER_M) return at;
    at = end + 1;
  }
  return at;
}

/** End of `text[start, end)` without the colours behind it. */
export function trimColours(text: string, start: number, end: number): number {
  let at = end;
  while (text.charCodeAt(at - 1) === LETTER_M) {
    const from = text.lastIndexOf("\u001b[", at - 1);
    if (from < start || skipColours(text, from) !== at) return at;
    at = from;
  }
  return at;
}

/**
 * Reads `separator` at `pos`, each blank in it as one or more blanks, over colours that it does not tell of and that stand
 * in or behind it; the position behind it, or -1.
 */
export function readSeparator(text: string, pos: number, separator: string): number {
  let at = pos;
  for (let i = 0; i < separator.length; i++) {
    const want = separator.charCodeAt(i);
    if (text.charCodeAt(at) === ESCAPE && want !== ESCAPE) at = skipColours(text, at);
    const have = text.charCodeAt(at);
    if (want === BLANK) {
      if (!isBlank(have)) return -1;
      at++;
      while (isBlank(text.charCodeAt(at))) at++;
    } else {
      if (have !== want) return -1;
      at++;
    }
  }
  return text.charCodeAt(at) === ESCAPE ? skipColoursAndBlanks(text, at, separator.endsWith(" ")) : at;
}

/** Blanks before and behind a change of colour are one run of blanks. */
function skipColoursAndBlanks(text: string, pos: number, blanks: boolean): number {
  let at = pos;
  for (let end = skipColours(text, at); end > at; end = skipColours(text, at)) {
    at = end;
    while (blanks && isBlank(text.charCodeAt(at))) at++;
  }
  return at;
}

/**
 * Reads what stands between the last column and the message; the position of the message, or -1. Before an empty message
 * the line may have lost its trailing blanks.
 */
export function readClosing(text: string, pos: number, closing: string): number {
  const message = readSeparator(text, pos, closing);
  if (message >= 0 || !closing.endsWith(" ")) return message;
  const end = readSeparator(text, pos, closing.trimEnd());
  return end >= 0 && endsLine(text, end) ? end : -1;
}

/** Position behind the characters that fill a column up from `pos` on. */
export function skipFill(text: string, pos: number, fill: string): number {
  let at = pos;
  if (fill !== "") while (text.startsWith(fill, at)) at += fill.length;
  return at;
}

/** End of the value in `text[start, end)` without the characters that fill its column up. */
export function trimFill(text: string, start: number, end: number, fill: string): number {
  let at = end;
  if (fill !== "") while (at > start && text.startsWith(fill, at - fill.length)) at -= fill.length;
  return at;
}
