/** Which sources are to hold the same records. */
import type { Compare } from "../../analyse/options.ts";
import { UserError } from "../../ingest/user-error.ts";

/** The text of a pair, `source=copy`. Throws a RangeError where it is none. */
export function pairText(text: string): string {
  if (!/.=./s.test(text)) throw new RangeError(`${JSON.stringify(text)} is no pair (expected source=copy)`);
  return text;
}

/**
 * The two sources that a pair names; `=` may stand in their names, too. Throws a UserError that names the option where
 * it names no two of the sources.
 */
export function comparedIn(pair: string, sources: readonly string[]): Compare {
  const splits = [...pair.matchAll(/=/g)].map(({ index }) => ({
    source: pair.slice(0, index),
    copy: pair.slice(index + 1),
  }));
  const isSource = (name: string): boolean => sources.includes(name);
  const found =
    splits.find(({ source, copy }) => isSource(source) && isSource(copy)) ??
    splits.find(({ source, copy }) => isSource(source) || isSource(copy)) ??
    splits[0];
  const { source = "", copy = "" } = found ?? {};
  const unknown = [source, copy].find((name) => !isSource(name));
  if (unknown !== undefined) throw new UserError(`--compare: no source is called ${JSON.stringify(unknown)}`);
  if (source === copy) throw new UserError(`--compare: ${JSON.stringify(source)} is compared with itself`);
  return { source, copy };
}

/** The pairs of a settings file that name sources of this run, and a remark on each of the others. */
export function comparedHere(
  pairs: readonly string[],
  sources: readonly string[],
): { readonly compare: readonly Compare[]; readonly idle: readonly string[] } {
  const compare: Compare[] = [];
  const idle: string[] = [];
  for (const pair of pairs) {
    try {
      compare.push(comparedIn(pair, sources));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      idle.push(error.message.replace(/^--/, ""));
    }
  }
  return { compare, idle };
}
