/** Names of sources for people: the end of the path, as long as needed to tell it from the others. */

import { plain } from "./text.ts";

/** The shortest ends of the paths, in whole segments, that tell them apart. */
export function shortNames(paths: readonly string[]): (path: string) => string {
  const ends = paths.map((path) => endsOf(path));
  const uses = new Map<string, number>();
  for (const end of ends.flat()) uses.set(end, (uses.get(end) ?? 0) + 1);
  const names = new Map(paths.map((path, i) => [path, ends[i]?.find((end) => uses.get(end) === 1) ?? path]));
  return (path) => plain(names.get(path) ?? path);
}

/** `c`, `b/c`, `/a/b/c` */
function endsOf(path: string): string[] {
  const segments = path.split("/");
  const proper = segments.slice(1).map((_, i) => segments.slice(-1 - i).join("/"));
  return [...proper.filter((end) => end !== ""), path];
}
