/** Characters that timestamps are made of, and numbers of fixed width. Past the end of the text nothing matches. */

export const BLANK = 32;
export const PLUS = 43;
export const COMMA = 44;
export const DASH = 45;
export const DOT = 46;
export const SLASH = 47;
export const COLON = 58;

/** Is the character a decimal digit? */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Is the character an ASCII letter? */
export function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

/** The number written in two digits at `pos`, or -1. */
export function two(text: string, pos: number): number {
  const tens = text.charCodeAt(pos);
  const ones = text.charCodeAt(pos + 1);
  return isDigit(tens) && isDigit(ones) ? tens * 10 + ones - 528 : -1;
}

/** The number written in three digits at `pos`, or -1. */
export function three(text: string, pos: number): number {
  const high = two(text, pos);
  const ones = text.charCodeAt(pos + 2);
  return high >= 0 && isDigit(ones) ? high * 10 + ones - 48 : -1;
}

/** The number written in four digits at `pos`, or -1. */
export function four(text: string, pos: number): number {
  const high = two(text, pos);
  const low = two(text, pos + 2);
  return high < 0 || low < 0 ? -1 : high * 100 + low;
}

/** How many digits follow one another at `pos`, counted up to `limit`. */
export function countDigits(text: string, pos: number, limit: number): number {
  let n = 0;
  while (n < limit && isDigit(text.charCodeAt(pos + n))) n++;
  return n;
}

/** The number in the `count` digits at `pos`, which the caller has counted. */
export function number(text: string, pos: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value = value * 10 + text.charCodeAt(pos + i) - 48;
  return value;
}
