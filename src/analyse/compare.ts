import type { ClockOffset } from "../correlate/clock-offsets.ts";
import { type Comparison, type Move, movedGap } from "../correlate/comparison.ts";
import { GapTally } from "../correlate/gap-tally.ts";
import { keyOf, type Overlap, sharedTime, type Terms } from "../correlate/overlap.ts";
import { RecordDiff, type Side } from "../correlate/record-diff.ts";
import type { Window } from "../correlate/window.ts";
import type { ClockUse } from "../recognise/line-clock.ts";
import type { Reading } from "../recognise/reading.ts";
import { RecordTeller, type ToldRecord } from "./record-teller.ts";

/** One of two sources that are compared. */
export interface Compared {
  readonly name: string;
  /** When it begins by its own clock, epoch ms; infinite where it has no timed record. */
  readonly begin: number;
  /** How its stamps are read. */
  readonly clock: ClockUse;
}

const sides: readonly Side[] = [0, 1];

/** Compares two streams while they are read. */
export class LiveComparison {
  readonly #compared: readonly [Compared, Compared];
  readonly #asked: boolean;
  readonly #window: Window;
  readonly #tellers: readonly RecordTeller[];
  readonly #tallies: readonly GapTally[];
  readonly #diff: RecordDiff<ToldRecord>;
  readonly #terms: Terms;

  /** `asked`: the user says that the second repeats the first; else which one repeats the other is found out. */
  constructor(compared: readonly [Compared, Compared], overlap: Overlap, window: Window, asked: boolean) {
    const { terms, left } = overlap;
    this.#compared = compared;
    this.#asked = asked;
    this.#window = window;
    this.#terms = terms;
    const tallies = sides.map((side) => {
      const other: Side = side === 0 ? 1 : 0;
      return new GapTally(sharedTime(compared[other].begin, other, terms));
    });
    this.#tallies = tallies;
    this.#tellers = sides.map(
      (side) =>
        new RecordTeller({
          repeats: terms.repeats[side],
          left: left[side],
          key: (pid, message) => keyOf({ pid, message }, terms),
          time: this.clockOf(side),
        }),
    );
    this.#diff = new RecordDiff<ToldRecord>(
      {
        met: (first, second) => {
          tallies[0]?.found(first);
          tallies[1]?.found(second);
        },
        lacks: (side, record) => tallies[side]?.lacks(record),
      },
      terms,
    );
  }

  /** How a side's times are made those of both. */
  clockOf(side: Side): (at: number) => number {
    return (at) => sharedTime(at, side, this.#terms);
  }

  /** Takes in a record of a side. */
  see(side: Side, reading: Reading): void {
    const record = this.#tellers[side]?.tell(reading) ?? null;
    if (record === null || record.at < this.#window.since || record.at > this.#window.until) return;
    this.#tallies[side]?.tell(record);
    this.#diff.see(side, record);
  }

  /** A side has been read to its end. */
  end(side: Side): void {
    this.#diff.end(side);
  }

  /** What one lacks of the other, when both have been read. `offsets`: clocks that have been found to be off since then. */
  result(offsets: readonly ClockOffset[]): Comparison | null {
    const [first, second] = this.#tallies.map((tally) => tally.result());
    if (!first || !second) return null;
    const source: Side = this.#asked || first.missing >= second.missing ? 0 : 1;
    const copy: Side = source === 0 ? 1 : 0;
    const [gap, other] = source === 0 ? [first, second] : [second, first];
    const moves = [source, copy].map((side) => moveOf(this.#compared[side].clock, offsets));
    const [own = still, others = still] = moves;
    const { ahead } = this.#terms;
    return {
      source: this.#compared[source].name,
      copy: this.#compared[copy].name,
      asked: this.#asked,
      gap: movedGap(gap, own.at + (source === 0 ? 0 : ahead), own),
      extra: other.missing,
      ahead: (source === 0 ? ahead : -ahead) + others.at - own.at,
    };
  }
}

const still: Move = { at: 0, offset: 0 };

/** What has been done to the times of a clock's streams. */
function moveOf(clock: ClockUse, offsets: readonly ClockOffset[]): Move {
  const found = offsets.find(({ stream, moved }) => moved && stream.clock === clock);
  return found ? { at: found.days - found.ahead, offset: found.ahead / 60_000 } : still;
}
