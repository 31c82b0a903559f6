/** What a piece of a message is: a `word`, a `datum` (a word with a digit), a `mark` of punctuation, a `blank`; or what names a task. */
export interface Piece {
  readonly kind: "word" | "datum" | "mark" | "blank" | "id" | "name";
  readonly text: string;
}

/** A stretch of a message that is the task's id or name. */
export interface Span {
  readonly kind: "id" | "name";
  readonly start: number;
  readonly end: number;
}

const wordCharacter = /[\p{L}\p{M}\p{N}_]/u;
/** A datum goes on over `-` and `.` between words, and over `:` and `/` between digits: `A-10017`, `18:42:42.5Z`. */
const piecePattern =
  /(?<blank>\s+)|(?<datum>(?=[\p{L}\p{M}_.-]*\p{N})[\p{L}\p{M}\p{N}_]+(?:(?:[-.]+|(?<=\d)[:/](?=\d))[\p{L}\p{M}\p{N}_]+)*)|(?<word>[\p{L}\p{M}_]+)|(?<mark>.)/gsu;

/** Takes a message apart; `spans`, which do not overlap, become pieces of their own. */
export function piecesOf(message: string, spans: readonly Span[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { kind, start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    addPlain(pieces, message.slice(at, start));
    pieces.push({ kind, text: message.slice(start, end) });
    at = end;
  }
  addPlain(pieces, message.slice(at));
  return pieces;
}

function addPlain(pieces: Piece[], text: string): void {
  for (const { groups = {}, 0: piece } of text.matchAll(piecePattern)) {
    const kind = groups.blank !== undefined ? "blank" : groups.datum !== undefined ? "datum" : null;
    if (kind) pieces.push({ kind, text: kind === "blank" ? " " : piece });
    else pieces.push({ kind: groups.word === undefined ? "mark" : "word", text: piece });
  }
}

/** Where `value` stands in a message as a whole, letters and digits on neither side; else where it stands at all. */
export function occurrences(message: string, value: string): number[] {
  if (value === "") return [];
  const all: number[] = [];
  for (let at = message.indexOf(value); at >= 0; at = message.indexOf(value, at + 1)) all.push(at);
  const whole = all.filter(
    (at) => !wordCharacter.test(message[at - 1] ?? " ") && !wordCharacter.test(message[at + value.length] ?? " "),
  );
  return whole.length > 0 ? whole : all;
}
