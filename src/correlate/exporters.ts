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
  /** Its first export. */
  first: Mark | null;
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
      exporter.last = this.#mark(reading);
      exporter.first ??= exporter.last;
    }
  }

  #of(pid: number): Exporter {
    const known = this.byPid.get(pid);
    if (known) return known;
    const exporter = { pid, exports: 0, failures: 0, first: null, last: null, stopped: null };
    this.byPid.set(pid, exporter);
    return exporter;
  }

  #mark(reading: Reading): Mark {
    return markOf(reading, reading.written === null ? this.#clock.gap() : instant(reading.written));
  }
}
