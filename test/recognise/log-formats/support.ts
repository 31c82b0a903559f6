import { catalogue } from "../../../parsers/index.ts";
import { compileLogFormat } from "../../../src/recognise/log-format.ts";
import { Recogniser } from "../../../src/recognise/recogniser.ts";
import { compileCatalogue } from "../../../src/recognise/recognition.ts";
import { zoneNamed } from "../../../src/time/zone.ts";

const kit = compileCatalogue(catalogue);
const clock = { zone: zoneNamed("UTC"), zoneGiven: true, day: Date.UTC(2026, 10, 21) };

/** 2026-11-21 13:52:55.000 UTC. */
export const instant = Date.UTC(2026, 10, 21, 13, 52, 55);

/** What a line is read as by a format alone: what a request's event or a record's header says; null where it does not fit. */
export function readerOf(spec: string) {
  const layout = compileLogFormat(spec);
  const recogniser = new Recogniser(kit, clock, [layout]);
  return (line: string) => {
    const reading = recogniser.read(line, 1, 0);
    const byFormat = reading?.kind === "record" && reading.format === (reading.event?.parser ?? layout.name);
    if (!reading || !byFormat) return null;
    const { event, at, written, pid, tid, process, level, wording, format } = reading;
    if (event?.kind === "request") {
      const { durationMs, worker, rss } = event;
      return { format, at, written, pid: event.pid, tid: event.tid, worker, rss, durationMs };
    }
    return { format, at, pid: pid < 0 ? null : pid, tid, process, level, event, wording };
  };
}
