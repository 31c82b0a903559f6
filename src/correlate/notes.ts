import { asidesOf } from "./aside.ts";
import type { Case, StreamFacts } from "./case.ts";
import type { Tally } from "./tally.ts";

/** What could not be told, and what would help to tell it: plain sentences. */
export function notesOn(
  streams: readonly StreamFacts[],
  found: Pick<Case, "unfinished" | "deaths">,
  count: Tally,
): string[] {
  const notes: string[] = [];
  if (count.byWordsAlone && found.unfinished.length > 0)
    notes.push(
      "No task in this log was seen to end. What starts is taken for a task by its words alone; give the end's wording with --task-end REGEX.",
    );
  const possible = found.unfinished.filter((f) => f.death?.confidence === "possible").length;
  if (possible > 0)
    notes.push(
      possible === 1
        ? "1 of the killed tasks is a mere possibility: its process is merely never seen again."
        : `${possible} of the killed tasks are a mere possibility: their processes are merely never seen again.`,
    );
  const untimed = found.deaths.filter((d) => d.span.earliest === null && d.span.latest === null).length;
  if (untimed > 0)
    notes.push(
      `${untimed} ${untimed === 1 ? "death has" : "deaths have"} no time: no line near the exit record bears one.`,
    );
  const dropped = asidesOf(streams).reduce((sum, { dumps }) => sum + dumps.dropped, 0);
  if (dropped > 0)
    notes.push(
      `Stack dumps are too many to keep: only the latest are looked at, without ${dropped} of the threads or frames.`,
    );
  return notes;
}
