import type { Gap } from "./gap-tally.ts";

/** Two sources that should hold the same records, and what one of them lacks. */
export interface Comparison {
  /** Names of the source and of its copy. */
  readonly source: string;
  readonly copy: string;
  /** The user named the two; else they were seen to overlap. */
  readonly asked: boolean;
  readonly gap: Gap;
  /** Records of the copy that the source lacks. */
  readonly extra: number;
  /** The two clocks are not read in one zone: times of other sources say nothing of the source's. */
  readonly apart: boolean;
}
