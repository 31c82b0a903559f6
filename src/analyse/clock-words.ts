import type { ClockOffset } from "../correlate/clock-offsets.ts";
import type { ClockUse } from "../recognise/line-clock.ts";
import { formatDuration, formatOffset } from "../time/format.ts";

/** What a reader of a source's times has to know: where they disagree with other sources' (`offset`), or with themselves. */
export function clockWarnings(use: ClockUse, offset: ClockOffset | undefined): string[] {
  const warnings = offset && offset.ahead !== 0 ? [disagreement(offset)] : [];
  if (offset && offset.days !== 0)
    warnings.push(
      `its lines bear no date: their day is the one on which its processes lived (--date makes it certain)`,
    );
  if (use.zoneLearned)
    warnings.push(`times without a zone are read in ${use.zoneName}, as the lines beside them show that bear one`);
  const { size, back, forth } = use.jumps;
  if (back > 0 && forth > 0)
    warnings.push(`its clock goes ${formatDuration(size)} back and forth: processes of several zones write to it`);
  else if (back > 0)
    warnings.push(
      `its clock is put back by ${formatDuration(size)}: what follows is of another zone, or daylight saving has ended`,
    );
  return warnings;
}

function disagreement(offset: ClockOffset): string {
  const { stream, moved } = offset;
  if (moved)
    return `its clock runs ${apart(offset)}: its times are read as ${zoneOf(offset)} (--tz '${stream.name}=${zoneOf(offset)}' makes it certain)`;
  return `its clock runs ${apart(offset)} in the zone given: ${zoneOf(offset)} would agree`;
}

/** The same as a note of the report. */
export function clockNote(offset: ClockOffset): string {
  if (offset.ahead === 0)
    return `${offset.stream.name} bears no date: its day is the one on which its ${offset.pids} processes lived by ${namesOf(offset)}.`;
  const told = `The clock of ${offset.stream.name} runs ${apart(offset)}, as the lives of ${offset.pids} processes show`;
  return offset.moved
    ? `${told}: its times, which bear no zone, are read as ${zoneOf(offset)}.`
    : `${told}, but its zone was given: nothing was changed.`;
}

const apart = (offset: ClockOffset): string =>
  `${formatDuration(Math.abs(offset.ahead))} ${offset.ahead > 0 ? "ahead of" : "behind"} that of ${namesOf(offset)}`;

const namesOf = ({ against }: ClockOffset): string =>
  against.length > 3 ? `${against.length} other sources` : against.join(", ");

const zoneOf = ({ stream, ahead }: ClockOffset): string => formatOffset(stream.clock.offset + ahead / 60_000);
