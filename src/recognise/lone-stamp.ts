import { readStamp, readUptime, stampShapes } from "../time/stamp.ts";
import { messageAfter } from "./infer.ts";
import { clearHeader, type Header } from "./layout.ts";

/**
 * Reads the header of a line of unknown layout that begins with a time, perhaps in brackets (`timestamped`), or with the kernel's
 * uptime (`kernel-uptime`); false where it begins with neither.
 */
export function readLoneStamp(text: string, header: Header): boolean {
  const open = text.charCodeAt(0) === 91 ? 1 : 0;
  const uptime = open === 1 && readUptime(text, 1, header.stamp) && text.charCodeAt(header.stamp.end) === 93;
  const shape = uptime ? 0 : readStamp(text, open, header.stamp);
  if (
    !uptime &&
    (shape < 0 || (!header.stamp.dated && !header.stamp.yearless && stampShapes[shape]?.name !== "time-of-day"))
  )
    return false;
  clearHeader(header);
  header.timed = true;
  header.message = messageAfter(text, header.stamp.end);
  header.declared = false;
  header.layout = uptime ? "kernel-uptime" : "timestamped";
  return true;
}
