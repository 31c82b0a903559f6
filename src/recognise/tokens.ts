/**
 * A token of a message: a plain `word`, a `name` (dotted or underscored, as code names things), an `id` (has a digit and more),
 * a `number`, a `measure` (`1.5s`, `3/4`, `80%`), the `key` of `key=value`, or a `break` between clauses.
 */
export interface Token {
  readonly kind: "word" | "name" | "id" | "number" | "measure" | "key" | "break";
  readonly text: string;
  readonly lower: string;
  /** The key before `=` or `:`, where the token is its value. */
  readonly label: string | null;
}

const tokenPattern =
  /(?<break>[:;](?=\s|$)|,\s|\s[-\u2013\u2014|]\s|\s=>\s|\.\s(?=[A-Z]))|(?<label>[A-Za-z_][\w.]*)(?:[=:](?=[^\s:=/])|\s=\s)|(?<measure>\d+(?:\.\d+)?(?:\s?(?:ms|us|µs|ns|s|secs?|seconds?|min|minutes?|h|hours?|[KMG]i?B|bytes|kB)\b|\s?%)|\d+(?:\.\d+)?\/\d+(?!\w)|\d+\.\d+(?![\w.-]))|(?<number>#?\d+(?![\w-]|\.\w))|(?<id>[A-Za-z0-9_@+.-]*\d[A-Za-z0-9_@+-]*(?:[.:/][A-Za-z0-9_@+-]+)*)|(?<name>[A-Za-z_$][\w$]*(?:[._][\w$]+)+(?:\(\))?|\w+\(\))|(?<word>[\p{L}]+(?:'\p{L}+)?)/gu;

const kinds = ["break", "measure", "number", "id", "name", "word"] as const;

/** Splits a message into tokens; punctuation that ends no clause is dropped. */
export function tokenize(message: string): Token[] {
  const tokens: Token[] = [];
  let label: string | null = null;
  for (const hit of message.matchAll(tokenPattern)) {
    const groups = hit.groups ?? {};
    if (groups.label !== undefined) {
      label = groups.label;
      tokens.push({ kind: "key", text: label, lower: label.toLowerCase(), label: null });
      continue;
    }
    const kind = isTagged(message, hit) ? "id" : (kinds.find((k) => groups[k] !== undefined) ?? "word");
    const text = hit[0].replace(/^#/, "");
    for (const part of kind === "word" ? text.split(/(?<=\p{Ll})(?=\p{Lu})/u) : [text])
      tokens.push({ kind, text: part, lower: part.toLowerCase(), label });
    label = null;
  }
  return tokens;
}

/** A number that is set off as ids are: `#42`, or `[42]` at the beginning. */
function isTagged(message: string, hit: RegExpExecArray): boolean {
  if (hit.groups?.number === undefined) return false;
  return (
    hit[0].startsWith("#") ||
    (hit.index <= 2 &&
      "[(<".includes(message[hit.index - 1] ?? " ") &&
      "])>".includes(message[hit.index + hit[0].length] ?? " "))
  );
}
