import type { ClockOffset } from "../correlate/clock-offsets.ts";
import { formatDuration, formatOffset } from "../time/format.ts";

/** What is told of a source whose clock disagrees with the others', on the source itself. */
export function clockWarning(offset: ClockOffset): string {
  const { stream, moved } = offset;
  if (moved)
    return `its clock runs ${apart(offset)}: its times are read as ${zoneOf(offset)} (--tz '${stream.name}=${zoneOf(offset)}' makes it certain)`;
  return `its clock runs ${apart(offset)} in the zone given: ${zoneOf(offset)} would agree`;
}

/** The same as a note of the report. */
export function clockNote(offset: ClockOffset): string {
  const told = `The clock of ${offset.stream.name} runs ${apart(offset)}, as the lives of ${offset.pids} processes show`;
  return offset.moved
    ? `${told}: its times, which bear no zone, are read as ${zoneOf(offset)}.`
    : `${told}, but its zone was given: nothing was changed.`;
}

function apart({ ahead, against }: ClockOffset): string {
  const names = against.length > 3 ? `${against.length} other sources` : against.join(", ");
  return `${formatDuration(Math.abs(ahead))} ${ahead > 0 ? "ahead of" : "behind"} that of ${names}`;
}

const zoneOf = ({ stream, ahead }: ClockOffset): string => formatOffset(stream.clock.offset + ahead / 60_000);
