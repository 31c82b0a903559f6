import type { Token } from "./tokens.ts";

const looksUnique = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(text) || (/^[0-9a-f]{8,}$/i.test(text) && /\d/.test(text) && /[a-f]/i.test(text));

/** Tokens that identify something: what a label or a unit of work introduces, what looks like a uuid or a hash; else the first token with a digit. */
export function collectIds(tokens: readonly Token[], isUnit: (token: Token) => boolean): string[] {
  const labelled: string[] = [];
  const unique: string[] = [];
  const beside: string[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== "id" && token.kind !== "number") return;
    const before = previousWord(tokens, i);
    if (
      token.label &&
      /(?:^|_)(?:id|uuid|key|no|nr|ref)$|^(?:task|job|order|request|req|jid|tid_?)$/i.test(token.label)
    )
      labelled.push(token.text);
    else if (looksUnique(token.text)) unique.push(token.text);
    else if (before && isUnit(before)) beside.push(token.text);
  });
  const first = tokens.find((t) => t.kind === "id");
  const found = [...labelled, ...unique, ...beside];
  if (found.length === 0 && first) found.push(first.text);
  return [...new Set(found)];
}

/** The word that a token stands behind, over brackets, `#`, "id" and "no". */
function previousWord(tokens: readonly Token[], index: number): Token | null {
  for (let i = index - 1; i >= 0; i--) {
    const token = tokens[i];
    if (!token || token.kind === "break") return null;
    if (token.kind === "key") return token;
    if (token.kind === "word" && !["id", "no", "nr", "number"].includes(token.lower)) return token;
    if (token.kind !== "word" && token.kind !== "name") return null;
  }
  return null;
}

/** The number or code behind a unit of work in writing without blanks. */
export function idsBehind(message: string, unit: string): string[] {
  const rest = message.slice(message.indexOf(unit) + unit.length);
  const hit = /^\s*(?:[#＃:：[【(（]|ID|id|编号|号)?\s*[#:：]?\s*([A-Za-z0-9][\w.-]*)/.exec(rest);
  return hit?.[1] ? [hit[1]] : [];
}
