/** The one of the names that somebody meant who wrote `name`: with a letter left out, added, changed, or two swapped. */
export const meantBy = (name: string, names: readonly string[]): string | undefined =>
  names.find((known) => isSlip(name, known));

/** ` (process?)`, or nothing where nobody can tell what was meant. */
export function suggestion(name: string, names: readonly string[]): string {
  const meant = meantBy(name, names);
  return meant === undefined ? "" : ` (${meant}?)`;
}

function isSlip(name: string, known: string): boolean {
  if (name === known || Math.abs(name.length - known.length) > 1) return false;
  let from = 0;
  while (from < name.length && name[from] === known[from]) from++;
  let left = 0;
  while (left < Math.min(name.length, known.length) - from && name.at(-1 - left) === known.at(-1 - left)) left++;
  const [mine, theirs] = [name.slice(from, name.length - left), known.slice(from, known.length - left)];
  return Math.max(mine.length, theirs.length) <= 1 || (mine.length === 2 && mine === [...theirs].reverse().join(""));
}
