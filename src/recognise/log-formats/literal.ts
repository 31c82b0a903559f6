import { endsLine } from "../cells.ts";

const BLANK = 32;
const TAB = 9;

/** Is the character a blank or a tab? */
export const isBlank = (c: number): boolean => c === BLANK || c === TAB;

/** Reads `separator` at `pos`, each blank in it as one or more blanks; the position behind it, or -1. */
export function readSeparator(text: string, pos: number, separator: string): number {
  let at = pos;
  for (let i = 0; i < separator.length; i++) {
    const want = separator.charCodeAt(i);
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
