import type { Confidence } from "../events.ts";
import type { Death, Loss } from "./case.ts";
import { graceMs } from "./join-lives.ts";
import type { Life } from "./life.ts";
import type { Task } from "./task.ts";
import type { Vanished } from "./vanished.ts";

/** Finished tasks of a wording needed before their durations say what is long. */
const enoughToJudge = 3;

/** What the verdicts are drawn from: one host's processes. */
export interface Morgue {
  readonly host: string;
  readonly livesByPid: ReadonlyMap<number, readonly Life[]>;
  readonly deaths: ReadonlyMap<Life, Death>;
  readonly vanished: ReadonlyMap<number, Vanished>;
  /** The last instant that any line shows, epoch ms. */
  readonly end: number | null;
}

/** What became of a task without an end. */
export function judge(task: Task, morgue: Morgue): Loss {
  const base = { task, host: morgue.host };
  const life = lifeOf(task, morgue);
  const death = life ? (morgue.deaths.get(life) ?? null) : null;
  if (life && death && !wentOnBefore(task, death, rebirth(life, morgue)))
    return {
      ...base,
      verdict: "killed",
      death,
      confidence: task.impliedPid ? lesser(death.confidence, "probable") : death.confidence,
    };
  if (task.next)
    return {
      ...base,
      verdict: "superseded",
      death: null,
      confidence: task.wording.finished > 0 ? "certain" : "possible",
    };
  const vanished = death ? undefined : morgue.vanished.get(task.pid);
  if (vanished) return { ...base, verdict: "killed", death: vanished.death, confidence: vanished.death.confidence };
  return isStuck(task, morgue.end)
    ? { ...base, verdict: "stuck", death: null, confidence: "probable" }
    : { ...base, verdict: "in-flight", death: null, confidence: "possible" };
}

/** When a task last gave a sign of life, epoch ms, or null. */
export const lastSign = (task: Task): number | null => task.last?.at ?? task.start.at;

/** Its thread began another task while the process was still alive. */
function wentOnBefore(task: Task, death: Death, reborn: number | null): boolean {
  const { next } = task;
  if (!next || task.wording.overlapped > 0) return false;
  const { earliest, latest } = death.span;
  // Without pids the next start may be the successor's, on a thread of the same name; so may it where the pid came back.
  const limit = task.impliedPid
    ? earliest
    : latest === null
      ? null
      : Math.min(latest + graceMs, reborn ?? Number.POSITIVE_INFINITY);
  return next.at === null || limit === null || next.at < limit;
}

/** When the pid began anew after this life, epoch ms, or null. */
function rebirth(life: Life, morgue: Morgue): number | null {
  const lives = morgue.livesByPid.get(life.pid) ?? [];
  return lives[lives.indexOf(life) + 1]?.start?.span.earliest ?? null;
}

/** The incarnation of its pid that the task ran in: the first that was not dead before the task's last sign of life. */
function lifeOf(task: Task, morgue: Morgue): Life | null {
  const lives = morgue.livesByPid.get(task.pid) ?? [];
  if (lives.length < 2) return lives[0] ?? null;
  const sign = task.start.at;
  if (sign === null) return lives.at(-1) ?? null;
  const possible = lives.filter((life) => {
    const died = morgue.deaths.get(life)?.span.latest ?? null;
    return died === null || died + graceMs >= sign;
  });
  return possible[0] ?? lives.at(-1) ?? null;
}

/** Silent for far longer than tasks of its wording take, and than they ever pause. */
export function isStuck(task: Task, end: number | null): boolean {
  const sign = lastSign(task);
  const patience = patienceWith(task);
  return sign !== null && end !== null && patience !== null && end - sign > patience;
}

/** The silence, in ms, that nothing the log shows of such tasks explains; null where it shows too few of them. */
export function patienceWith({ wording }: Task): number | null {
  if (wording.finished < enoughToJudge) return null;
  return Math.max(1.5 * wording.maxDurationMs, 3 * wording.maxGapMs, 1_000);
}

const ranks: readonly Confidence[] = ["possible", "probable", "certain"];

/** The lesser of two confidences. */
export const lesser = (a: Confidence, b: Confidence): Confidence => (ranks.indexOf(a) <= ranks.indexOf(b) ? a : b);
