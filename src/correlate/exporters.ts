import type { Event, Sign } from "../events.ts";
import type { Reading } from "../recognise/reading.ts";
import { type GapClock, instant } from "../time/span.ts";
import { type Mark, markOf } from "./mark.ts";

const told: readonly Sign[] = ["exporting", "export-failed", "exporter-stopped"];

/** The telemetry exporter of one process, as the process's lines show it. */
export interface Exporter {
  readonly pid: number;
  exports: number;
  failures: number;
  /** The times between its exports, in seconds: how many, their sum, and the sum of their squares. */
  readonly gaps: { count: number; sum: number; squares: number };
  /** Its last export. */
  last: Mark | null;
  /** The word of its shutdown. */
  stopped: Mark | null;
}

/** The exporters that one stream tells of, by process. */
export class Exporters {
  readonly byPid = new Map<number, Exporter>();
  readonly #clock: GapClock;

  constructor(clock: GapClock) {
    this.#clock = clock;
  }

  /** Whether a message tells of an exporter: it is then the application's own. */
  static tells = ({ sign }: Event): boolean => sign !== undefined && told.includes(sign);

  /** Takes in such a message. */
  see({ sign, pid }: Event, reading: Reading): void {
    const by = pid ?? reading.pid;
    if (by <= 0) return;
    const exporter = this.#of(by);
    if (sign === "export-failed") exporter.failures++;
    else if (sign === "exporter-stopped") exporter.stopped ??= this.#mark(reading);
    else {
      exporter.exports++;
      const mark = this.#mark(reading);
      if (mark.at !== null && exporter.last?.at != null) addGap(exporter.gaps, (mark.at - exporter.last.at) / 1_000);
      exporter.last = mark;
    }
  }

  #of(pid: number): Exporter {
    const known = this.byPid.get(pid);
    if (known) return known;
    const exporter = noExporter(pid);
    this.byPid.set(pid, exporter);
    return exporter;
  }

  #mark(reading: Reading): Mark {
    return markOf(reading, reading.written === null ? this.#clock.gap() : instant(reading.written));
  }
}

/** An exporter of which nothing is known. */
export const noExporter = (pid: number): Exporter => ({
  pid,
  exports: 0,
  failures: 0,
  gaps: { count: 0, sum: 0, squares: 0 },
  last: null,
  stopped: null,
});

/** Several batches sent at once are one export. */
function addGap(gaps: Exporter["gaps"], seconds: number): void {
  if (seconds < 0.1) return;
  gaps.count++;
  gaps.sum += seconds;
  gaps.squares += seconds ** 2;
}
