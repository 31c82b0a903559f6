import { groupBy } from "../recognise/group-by.ts";
import type { StreamFacts } from "./case.ts";

/** Streams (or the parts of streams) that tell of the same pids. */
export interface Place {
  readonly host: string;
  /** The container, pod or log stream, where the run tells of several; else null. */
  readonly scope: string | null;
  readonly streams: readonly StreamFacts[];
}

/**
 * The streams by host and scope, within which pids are unique. What names neither belongs to the only host and the only scope
 * that others name; where there are several it stands for itself.
 */
export function placesOf(streams: readonly StreamFacts[]): Place[] {
  const told = new Set(streams.filter((s) => s.host === "").map((s) => s.said));
  told.delete("");
  const only = told.size === 1 ? ([...told][0] ?? "") : "";
  const byHost = groupBy(streams, (s) => s.host || s.said || only);
  const hosts = [...byHost].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = hosts.map(([host, own]) => ({ host, scopes: byScope(own) }));
  const several = new Set(parts.flatMap(({ scopes }) => [...scopes.keys()]).filter((scope) => scope !== "")).size > 1;
  return parts.flatMap(({ host, scopes }) =>
    [...scopes].map(([scope, own]) => ({ host, scope: several && scope !== "" ? scope : null, streams: own })),
  );
}

function byScope(streams: readonly StreamFacts[]): Map<string, StreamFacts[]> {
  const full = fullNames(new Set(streams.map((s) => s.scope)));
  const named = new Set(full.values());
  named.delete("");
  const only = named.size === 1 ? ([...named][0] ?? "") : "";
  const groups = groupBy(streams, (s) => full.get(s.scope) || only);
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Each name's longest form, where there is only one: some wrappings tell a pod's namespace, others only pod and container. */
export function fullNames(names: ReadonlySet<string>): Map<string, string> {
  const longer = new Map<string, string[]>();
  for (const name of names) {
    for (let slash = name.indexOf("/"); slash >= 0; slash = name.indexOf("/", slash + 1)) {
      const tail = name.slice(slash + 1);
      longer.set(tail, [...(longer.get(tail) ?? []), name]);
    }
  }
  return new Map(
    [...names].map((name) => {
      const forms = longer.get(name) ?? [];
      return [name, forms.length === 1 ? (forms[0] ?? name) : name];
    }),
  );
}
