import type { Mark } from "./mark.ts";

/** A call on a thread's stack, and the line that tells of it. */
export interface Frame {
  readonly function: string;
  /** null where the dump does not tell. */
  file: string | null;
  line: number | null;
  /** The line of the dump: its number in the source, and its text. */
  readonly at: number;
  readonly text: string;
}

/** A thread (or greenlet) in a dump. */
export interface DumpedThread {
  /** As applications log it, decimal where it is a number; null where the dump does not tell. */
  readonly id: string | null;
  /** The kernel's id of the thread, where it is told beside the other. */
  native: string | null;
  name: string | null;
  /** `idle`, `BLOCKED (on object monitor)`, ... */
  state: string | null;
  /** Newest first; of a deep stack the newest. */
  readonly frames: readonly Frame[];
  /** Two dumps were written into each other here: frames can be missing. */
  torn: boolean;
  /** The thread's head, or its first frame where it has none. */
  readonly mark: Mark;
}

/** The stacks of a process's threads at one moment. */
export interface StackDump {
  /** The parser that recognised it. */
  readonly parser: string;
  /** null where no line tells. */
  readonly pid: number | null;
  readonly threads: readonly DumpedThread[];
}

/** A thread's id in decimal where it is an address in hexadecimal, of any padding or case; else as it is. */
export function threadIdOf(text: string): string {
  const digits = /^0x([0-9a-f]{1,16})$/i.exec(text)?.[1] ?? (/^(?=\d*[a-f])[0-9a-f]{8,16}$/i.test(text) ? text : null);
  return digits === null ? text : BigInt(`0x${digits}`).toString();
}
