/** A character or a set of letters right behind `^`, which nothing repeats or leaves out. */
const begin = /^\^(?:\\([^\w\s])|([A-Za-z])|\[([A-Za-z]+)\])(?![?*{])/;

/**
 * The characters with which alone a text that a regular expression fits can begin, where it tells them plainly; else null.
 * Most lines are told from most layouts by them.
 */
export function firstCharacters({ source, flags }: RegExp): ReadonlySet<string> | null {
  if (/[imv]/.test(flags) || hasAlternatives(source)) return null;
  const [, escaped, plain, set] = begin.exec(source) ?? [];
  const all = escaped ?? plain ?? set;
  return all === undefined ? null : new Set(all);
}

/** Whether there is a `|` that belongs to no group. */
function hasAlternatives(source: string): boolean {
  let depth = 0;
  let inSet = false;
  for (let at = 0; at < source.length; at++) {
    const c = source.charAt(at);
    if (c === "\\") at++;
    else if (inSet) inSet = c !== "]";
    else if (c === "[") inSet = true;
    else if (c === "(") depth++;
    else if (c === ")") depth--;
    else if (c === "|" && depth === 0) return true;
  }
  return false;
}
