import type { Case } from "../correlate/case.ts";
import { errorIn } from "../correlate/last-words.ts";
import type { Mark } from "../correlate/mark.ts";
import { groupBy } from "../recognise/group-by.ts";
import { count, cut, enumerate } from "../report/text.ts";
import { formatClock, formatDuration } from "../time/format.ts";
import type { Finding, Rule } from "./finding.ts";
import { type Attempt, type Loop, loopsOf } from "./loops.ts";
import { between, firstFew, pidsText } from "./measure.ts";

/** Columns of an error that the title quotes. */
const titleRoom = 70;

/** What is started again and again and fails each time before it has done any work. */
export const crashLoop: Rule = {
  id: "crash-loop",
  find: (found) => loopsOf(found).map((loop) => findingOf(loop, found)),
};

function findingOf(loop: Loop, found: Case): Finding {
  const { attempts, gaveUp, back, servers } = loop;
  const deaths = attempts.flatMap(({ processes }) => processes.flatMap(({ death }) => death ?? []));
  const error = errorOf(attempts);
  const within = withinOf(attempts);
  const codes = attempts.map(({ exitCode }) => exitCode).filter((code) => code !== null);
  return {
    severity: back || (loop.kind === "workers" && !gaveUp) ? "warning" : "critical",
    title: titleOf(loop, within) + (error ? `: ${cut(error.text, titleRoom)}` : ""),
    detail: detailOf(loop, codes),
    servers,
    figures: {
      ...(attempts.length > 0 ? { attempts: attempts.length } : { notices: loop.words.length }),
      ...(within === null ? {} : { withinMs: within }),
      gaveUp: gaveUp ? 1 : 0,
      ...(codes[0] === undefined ? {} : { exitCode: commonest(codes) }),
    },
    losses: found.unfinished.filter(({ death }) => death !== null && deaths.includes(death)),
    deaths: found.deaths.filter((death) => deaths.includes(death)),
    evidence: firstFew([
      ...(error ? [error.mark] : []),
      ...attempts.slice(0, 1).map(({ from }) => from),
      ...attempts.slice(-1).map(({ to }) => to),
      ...loop.words.slice(0, 1),
      ...(gaveUp ? [gaveUp] : []),
    ]),
  };
}

function titleOf({ kind, name, servers, attempts, gaveUp }: Loop, within: number | null): string {
  const [own] = servers;
  const n = attempts.length;
  if (n === 0)
    return gaveUp
      ? `${own} gave up starting ${name}`
      : `${own} holds back the restarts of ${name}, which keeps failing`;
  const time = n > 1 && within ? ` within ${formatDuration(within)}` : "";
  if (kind === "workers" && gaveUp) return `${count(n, `${name} worker`)} failed to boot${time}, and the server halted`;
  const who = kind === "workers" ? `A worker of ${name}` : name;
  const what = n === 1 ? `${who} failed at its start` : `${who} failed at each of ${n} starts${time}`;
  return gaveUp ? `${what}, and ${servers.at(-1)} gave it up` : what;
}

function detailOf({ kind, attempts, back, gaveUp, words, place, name }: Loop, codes: readonly number[]): string {
  const [first, last] = [attempts[0]?.from ?? words[0], attempts.at(-1)?.to ?? words.at(-1)];
  const when = first && last ? span(first, last) : "";
  const pids = attempts.map(({ pid }) => pid).filter((pid) => pid !== null);
  const lived = attempts.map(livedOf).filter((ms) => ms !== null);
  const who = pids.length > 0 ? ` (${pidsText(pids)})` : "";
  // Of whole seconds, none at all says nothing.
  const most = Math.max(0, ...lived);
  const longest = most > 0 ? `, each after ${formatDuration(most)} at most` : "";
  const sentences = [
    attempts.length > 0 ? `Failed${place ? ` on ${place}` : ""}${when}${who}${longest}, before any work was done.` : "",
    codes.length > 0 ? `${statuses(codes)}.` : "",
    kind === "workers" && gaveUp
      ? "The server went down with all its processes."
      : back
        ? `A later start of ${name} held.`
        : gaveUp
          ? "Nothing shows that it was up again."
          : kind === "workers"
            ? ""
            : "Nothing shows that it came up before the logs end.",
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

const livedOf = ({ from, to, processes }: Attempt): number | null =>
  processes.length === 0 && from === to ? null : (between(from.span, to.span)?.most ?? null);

function withinOf(attempts: readonly Attempt[]): number | null {
  const [first, last] = [attempts[0], attempts.at(-1)];
  return first && last ? (between(first.from.span, last.to.span)?.most ?? null) : null;
}

/** ` from 10:00:01 to 10:00:09` */
function span(from: Mark, to: Mark): string {
  const [start, end] = [from.span.earliest ?? from.span.latest, to.span.latest ?? to.span.earliest];
  if (start === null || end === null) return "";
  const clock = (at: number): string => formatClock(at, from.offset).slice(0, 8);
  return clock(start) === clock(end) ? ` at ${clock(start)}` : ` from ${clock(start)} to ${clock(end)}`;
}

/** `Exit status 3 (3 times) and 1` */
function statuses(codes: readonly number[]): string {
  const each = [...groupBy(codes, (code) => code)].map(([code, same]) =>
    same.length > 1 ? `${code} (${same.length} times)` : String(code),
  );
  return `Exit status ${enumerate(each)}`;
}

const commonest = (codes: readonly number[]): number =>
  [...groupBy(codes, (code) => code)].sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? 0;

/** The error that the attempts' last words name; the last attempt's first. */
function errorOf(attempts: readonly Attempt[]): { readonly text: string; readonly mark: Mark } | null {
  for (const { processes } of attempts.toReversed()) {
    for (const { life, seen } of processes) {
      for (const { mark } of [...(life?.reasons ?? []), ...(life?.exits ?? [])]) {
        const text = errorIn(mark);
        if (text !== null) return { text, mark };
      }
      if (seen?.words) return { text: seen.words.text, mark: seen.words };
    }
  }
  return null;
}
