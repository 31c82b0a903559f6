import picomatch from "picomatch";
import type { Window } from "../correlate/window.ts";
import type { Layout } from "../recognise/layout.ts";
import type { PatternOptions } from "../recognise/user-patterns.ts";
import type { Zone } from "../time/zone.ts";

/** A setting for the sources whose path or file name matches `glob`; for all where it is null. */
export interface ForSources<T> {
  readonly glob: string | null;
  readonly value: T;
}

/** Two sources, by their names, of which the second should hold all that the first holds. */
export interface Compare {
  readonly source: string;
  readonly copy: string;
}

/** How an analysis is done. Everything has a default. */
export interface AnalyseOptions {
  /** Zones of timestamps that carry none; default: the machine's. */
  readonly zones?: readonly ForSources<Zone>[];
  readonly hosts?: readonly ForSources<string>[];
  /** Days of sources whose lines have a time of day only: wall clock at 00:00, ms. */
  readonly days?: readonly ForSources<number>[];
  /** Layouts compiled from the format strings that wrote the logs. */
  readonly layouts?: readonly ForSources<Layout>[];
  readonly patterns?: PatternOptions;
  /** Report what touches this stretch of time only, epoch ms. */
  readonly since?: number;
  readonly until?: number;
  /** Sources that should hold the same records; sources that plainly do are compared unasked. */
  readonly compare?: readonly Compare[];
  /** Internal: false reads every line in full, for tests; the report is the same. */
  readonly sights?: boolean;
  /** Last lines of an unfinished task's thread to report; default: 1. */
  readonly context?: number;
  /** Bytes of a line that are kept. */
  readonly maxLineBytes?: number;
  /** What `-` reads; default: process.stdin. */
  readonly stdin?: NodeJS.ReadableStream;
}

/** The stretch of time to report. */
export const windowOf = ({ since, until }: AnalyseOptions): Window => ({
  since: since ?? Number.NEGATIVE_INFINITY,
  until: until ?? Number.POSITIVE_INFINITY,
});

/**
 * All settings that apply to a source, or to any piece of a rotated set: the general ones first, in the order given.
 */
export function settingsFor<T>(settings: readonly ForSources<T>[] | undefined, names: readonly string[]): T[] {
  const fits = (glob: string): boolean =>
    names.some((name) => picomatch.isMatch(name, glob, { basename: !glob.includes("/"), dot: true }));
  const apply = (settings ?? []).filter(({ glob }) => glob === null || fits(glob));
  return [...apply.filter((s) => s.glob === null), ...apply.filter((s) => s.glob !== null)].map((s) => s.value);
}

/** The setting that applies: a matching glob's outranks the general one, a later one an earlier. */
export const settingFor = <T>(
  settings: readonly ForSources<T>[] | undefined,
  names: readonly string[],
): T | undefined => settingsFor(settings, names).at(-1);
