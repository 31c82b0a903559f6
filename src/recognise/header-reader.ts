import type { Event } from "../events.ts";
import { readStamp, readUptime, stampShapes } from "../time/stamp.ts";
import { type Head, messageAfter } from "./heads.ts";
import { clearColumns, clearHeader, type Header, type LayoutReader, newHeader } from "./layout.ts";
import type { Recognition } from "./recognition.ts";

/**
 * Reads the headers of one stream's lines: by its layouts, and of a line that a server wrote by the line itself, since it may
 * be the only one of its kind. What a method finds it puts into `header`.
 */
export class HeaderReader {
  readonly header: Header = newHeader();
  /** The layout that has read a line's header last. */
  layout: LayoutReader | null = null;
  readonly #kit: Recognition;
  readonly #layouts: readonly LayoutReader[];

  /** `layouts`: those of the stream, to which more can be added. */
  constructor(kit: Recognition, layouts: readonly LayoutReader[]) {
    this.#kit = kit;
    this.#layouts = layouts;
  }

  /** Whether a layout fits the line: one of the writer's own, else any of the stream's. */
  read(text: string, own: readonly LayoutReader[]): boolean {
    const fits = (layout: LayoutReader): boolean => layout.read(text, 0, this.header);
    const layout = own.find(fits) ?? this.#layouts.find(fits);
    if (!layout) return false;
    this.layout = layout;
    this.header.declared = layout.layout.declared !== undefined;
    return true;
  }

  /** Whether a line of unknown layout begins with a time, perhaps in brackets; or with the kernel's uptime. */
  readLoneStamp(text: string): boolean {
    const open = text.charCodeAt(0) === 91 ? 1 : 0;
    const { header } = this;
    const uptime = open === 1 && readUptime(text, 1, header.stamp) && text.charCodeAt(header.stamp.end) === 93;
    const shape = uptime ? 0 : readStamp(text, open, header.stamp);
    if (
      !uptime &&
      (shape < 0 || (!header.stamp.dated && !header.stamp.yearless && stampShapes[shape]?.name !== "time-of-day"))
    )
      return false;
    const { end } = header.stamp;
    clearHeader(header);
    header.timed = true;
    header.message = messageAfter(text, end);
    header.declared = false;
    header.layout = uptime ? "kernel-uptime" : "timestamped";
    return true;
  }

  /**
   * The server's message in a line whose header has been read and whose message is in the kit's reader: as it stands, or where
   * the layout has read too little or too much of the line. `writer`: the pid that an envelope names.
   */
  eventIn(text: string, writer: number | null): Event | null {
    const { header } = this;
    const { messages, heads } = this.#kit;
    if (messages.event) return this.#ofWriter(messages.event, text);
    const behind = header.declared ? this.#behindTime(text, writer) : null;
    if (behind || !messages.mayHide) return behind;
    const settled = header.message > messageAfter(text, header.timed ? header.stamp.end : 0);
    const head = heads.find(text, settled ? header.message : text.length);
    if (!head) return null;
    messages.hides();
    return this.#eventOf(head, text, writer);
  }

  /** The server's message in a line of no known layout; `writer` as above. */
  eventAlone(text: string, writer: number | null): Event | null {
    const { matcher, heads } = this.#kit;
    clearHeader(this.header);
    const start = skipBlanks(text);
    const match = matcher.match(text, start, writer);
    if (match) return match.event;
    const head = start > 0 ? null : heads.findNew(text);
    return head ? this.#eventOf(head, text, writer) : null;
  }

  /** The server's message, its own header before it, that a structured line relays as `message`. */
  eventRelayed(message: string): Event | null {
    const { messages, heads } = this.#kit;
    clearHeader(this.header);
    const head = messages.mayHide ? heads.find(message) : null;
    if (!head) return null;
    messages.hides();
    return this.#eventOf(head, message, null);
  }

  #eventOf(head: Head, text: string, writer: number | null): Event {
    const { header } = this;
    this.#kit.heads.read(text, head, header);
    const { rule, event } = head.match;
    return rule.whose === "writer" ? { ...event, pid: header.pid >= 0 ? header.pid : writer } : event;
  }

  /** The event, with the writer's pid if the layout knows none but the line bears one. */
  #ofWriter(event: Event, text: string): Event {
    const { header } = this;
    if (header.declared || event.pid !== null || header.pid >= 0 || this.#kit.messages.rule?.whose !== "writer")
      return event;
    const pid = this.#kit.heads.pidBefore(text, header.message);
    return pid < 0 ? event : { ...event, pid };
  }

  /**
   * The server's message in a line that a format given by the user fits by chance: its columns may have taken the message's
   * first words. Such a line has no header but its time.
   */
  #behindTime(text: string, writer: number | null): Event | null {
    const { header } = this;
    const from = header.timed ? messageAfter(text, header.stamp.end) : skipBlanks(text);
    const event = from < header.message ? (this.#kit.matcher.match(text, from, writer)?.event ?? null) : null;
    if (event) clearColumns(header);
    return event;
  }
}

function skipBlanks(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return at;
}
