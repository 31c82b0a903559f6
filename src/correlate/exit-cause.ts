import type { Cause, Event } from "../events.ts";

/** Statuses by which a shell or a wait status tells of a signal that a program brings upon itself: 128 and ILL, TRAP, ABRT, BUS, FPE, SEGV. */
const crashCodes: ReadonlySet<number> = new Set([132, 133, 134, 135, 136, 139]);

/** The cause that an exit record supports: not its guess, and no crash where the process left with a status of its own. */
export function exitCause({ cause, guess, exitCode, signal }: Event): Cause | null {
  if (!cause || guess) return null;
  return cause === "crash" && signal === null && exitCode !== null && !crashCodes.has(exitCode) ? "exit" : cause;
}
