import type { Event } from "../events.ts";
import type { Reading } from "../recognise/reading.ts";
import { earlyMs, type Life } from "./life.ts";

/** The process has answered a request. */
export function answered(life: Life, event: Event, reading: Reading): void {
  life.requests++;
  if (event.requests !== null) {
    life.firstCount = Math.min(life.firstCount ?? event.requests, event.requests);
    life.lastCount = Math.max(life.lastCount ?? 0, event.requests);
  }
  if (event.rss !== null) life.rss = event.rss;
  sight(life, reading);
  if (reading.at !== null && reading.at < (life.firstAt ?? reading.at) + earlyMs) life.early++;
}

/** The process has written the line itself. */
export function sight(life: Life, reading: Reading): void {
  if (reading.at === null) return;
  life.firstAt ??= reading.at;
  life.lastAt = Math.max(life.lastAt ?? reading.at, reading.at);
  life.lastLine = reading.line;
}
