import type { Gap, ProcessGap, Tail } from "./gap-tally.ts";
import type { Mark } from "./mark.ts";

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
  /** How far the copy's times, as they are read, are ahead of the source's, ms: whole quarters of an hour, as zones are. */
  readonly ahead: number;
}

/** How far times have to be moved, ms, and the offsets that instants are shown with, minutes. */
export interface Move {
  readonly at: number;
  readonly offset: number;
}

/** A gap with all its times moved: those of its quoted lines by `lines`, the others by `times`. */
export function movedGap(gap: Gap, times: number, lines: Move): Gap {
  const time = (at: number | null): number | null => (at === null ? null : at + times);
  const tail = (own: Tail | null): Tail | null => own && { ...own, from: own.from + times, to: own.to + times };
  const mark = (own: Mark): Mark => {
    const at = own.at === null ? null : own.at + lines.at;
    return { ...own, at, offset: own.offset + lines.offset, span: { earliest: at, latest: at } };
  };
  const process = (own: ProcessGap): ProcessGap => ({
    ...own,
    lastAt: own.lastAt + times,
    tail: tail(own.tail),
    first: mark(own.first),
    last: mark(own.last),
  });
  return {
    ...gap,
    gaps: gap.gaps.map(process),
    after: tail(gap.after),
    metTo: time(gap.metTo),
    lastAt: time(gap.lastAt),
  };
}
