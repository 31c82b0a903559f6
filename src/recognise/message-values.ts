import type { MessageTime } from "../events.ts";
import { BLANK, number as digitsAt, four, two } from "../time/digits.ts";
import type { Groups } from "./template.ts";

const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
const monthIndex = (name: string): number => months.indexOf(name) / 3;

/** The wall clock (ms, as if it were UTC) whose parts begin at these places of a text; a day may begin with a blank. */
function wallClock(text: string, year: number, month: number, day: number, time: number): number {
  return Date.UTC(
    four(text, year),
    monthIndex(text.slice(month, month + 3)),
    text.charCodeAt(day) === BLANK ? digitsAt(text, day + 1, 1) : two(text, day),
    two(text, time),
    two(text, time + 3),
    two(text, time + 6),
  );
}

/** Reads the `{ctime}` or `{clf}` field of a match: the wall clock, with its offset where the text bears one. */
export function messageTime({ ctime, clf }: Groups): MessageTime | null {
  if (ctime) return { ms: wallClock(ctime, 20, 4, 8, 11), offset: null };
  if (!clf) return null;
  if (clf.length < 26) return { ms: wallClock(clf, 7, 3, 0, 12), offset: null };
  const offset = (clf[21] === "-" ? -1 : 1) * (two(clf, 22) * 60 + two(clf, 24));
  return { ms: wallClock(clf, 7, 3, 0, 12) - offset * 60_000, offset };
}

const signalNames: Readonly<Record<number, string>> = {
  1: "SIGHUP",
  2: "SIGINT",
  3: "SIGQUIT",
  4: "SIGILL",
  5: "SIGTRAP",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  9: "SIGKILL",
  10: "SIGUSR1",
  11: "SIGSEGV",
  12: "SIGUSR2",
  13: "SIGPIPE",
  14: "SIGALRM",
  15: "SIGTERM",
  24: "SIGXCPU",
  31: "SIGSYS",
};

/** `9`, `KILL`, `SIGKILL` -> `SIGKILL`; a number without a common name stays as it is (`SIG34`). */
export function signalName(text: string): string {
  if (/^\d+$/.test(text)) return signalNames[Number(text)] ?? `SIG${text}`;
  return text.startsWith("SIG") ? text : `SIG${text}`;
}
