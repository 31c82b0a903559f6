import type { Case, Death, Loss } from "../correlate/case.ts";
import type { Mark } from "../correlate/mark.ts";
import type { FindingId } from "../explain/finding-ids.ts";

/** How much a finding matters. `critical`: work or answers were lost; `warning`: they will be, or may have been; `info`: worth knowing. */
export type Severity = "info" | "warning" | "critical";

/** A pattern over tasks and deaths. Texts are for people: they may hold words of the log, which those who print them make harmless. */
export interface Finding {
  readonly severity: Severity;
  /** What happened, in one line, without a full stop. */
  readonly title: string;
  /** How often and why, in a few sentences. */
  readonly detail: string;
  /** Servers (names of parsers) whose advice fits; none: the general one. */
  readonly servers: readonly string[];
  /** The numbers behind it, by name in camel case; times and durations in ms, the name ending in `Ms`. */
  readonly figures: Readonly<Record<string, number>>;
  readonly losses: readonly Loss[];
  readonly deaths: readonly Death[];
  /** Lines that prove it, at most a few. */
  readonly evidence: readonly Mark[];
}

/** One rule over the finished case: what it finds, the worst first; nothing where all is well. */
export interface Rule {
  readonly id: FindingId;
  readonly find: (found: Case) => readonly Finding[];
}
