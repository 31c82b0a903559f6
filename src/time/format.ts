/** Instants and durations as the reports print them. */

const MINUTE = 60_000;

/**
 * An instant as ISO 8601 with milliseconds and offset: `2019-02-26T14:41:33.023+08:00`, never `Z`.
 * `epochMs` is ms since 1970, `offsetMinutes` minutes east of UTC. Throws RangeError for what is no instant (NaN).
 */
export function formatInstant(epochMs: number, offsetMinutes: number): string {
  return wall(epochMs, offsetMinutes).slice(0, -1) + formatOffset(offsetMinutes);
}

/** The time of day of an instant at an offset in minutes: `14:41:33.023`. Throws RangeError for what is no instant. */
export function formatClock(epochMs: number, offsetMinutes: number): string {
  return wall(epochMs, offsetMinutes).slice(-13, -1);
}

/** A duration given in ms, in at most two units: `20 ms`, `0.3 s`, `45 s`, `4 m 52 s`, `3 h 02 m`, `2 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms > 0 && ms < 99.5) return `${Math.max(1, Math.round(ms))} ms`;
  const tenths = Math.round(ms / 100) / 10;
  if (tenths < 10) return `${tenths} s`;
  return inUnits(Math.round(ms / 1000));
}

function inUnits(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes === 0) return `${seconds} s`;
  if (hours === 0) return `${minutes} m ${pad(seconds % 60)} s`;
  if (hours < 24) return `${hours} h ${pad(minutes % 60)} m`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function wall(epochMs: number, offsetMinutes: number): string {
  return new Date(epochMs + Math.round(offsetMinutes) * MINUTE).toISOString();
}

/** An offset in minutes east of UTC: `+08:00`. */
export function formatOffset(offsetMinutes: number): string {
  const minutes = Math.abs(Math.round(offsetMinutes));
  return `${offsetMinutes < 0 ? "-" : "+"}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
