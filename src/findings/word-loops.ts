import type { Case } from "../correlate/case.ts";
import type { Omen } from "../correlate/omens.ts";
import { lastSignOfProcess } from "../correlate/processes.ts";
import { groupBy } from "../recognise/group-by.ts";
import { orderOf, type Starts, slotNameOf } from "./false-starts.ts";
import type { Attempt, Loop } from "./loops.ts";

/** Words of one kind that are no accident any more, where they are about one worker of several. */
const repeated = 2;

/** What servers say of starts that fail, as far as nothing else tells of them. `loops`: what is told of already. */
export function wordLoops({ omens, processes }: Case, loops: readonly Loop[], starts: Starts): Loop[] {
  const lives = new Set(loops.flatMap(({ attempts }) => attempts.flatMap((a) => a.processes.map(({ life }) => life))));
  const instances = new Set([...lives].map((life) => life?.instance));
  // A server that worked did boot: gunicorn takes any worker's exit status 4 for a failure to do so (arbiter.py).
  const atWork = new Set(processes.filter((p) => starts.didWork(p)).map(({ life }) => life?.instance));
  const named = new Set(loops.flatMap(({ name, servers }) => servers.map((server) => `${server}\u0000${name}`)));
  const managed = new Set(processes.map(({ life }) => life?.server));
  const open = omens.filter((omen) => {
    if (
      omen.life &&
      (instances.has(omen.life.instance) || (omen.sign === "boot-failed" && atWork.has(omen.life.instance)))
    )
      return false;
    if (named.has(slotNameOf(omen)) || loops.some((loop) => speaksOf(omen, loop))) return false;
    return omen.sign === "boot-failed" || omen.sign === "gave-up" || isOfPrograms(omen, managed);
  });
  return [...groupBy(open, slotNameOf).values()].flatMap((group) => {
    const [first] = group;
    const failed = group.filter(({ sign }) => sign === "boot-failed");
    const rest = group.length - failed.length;
    if (!first || (rest === 0 && failed.length < repeated && !failed.some(isWhole))) return [];
    const last = orderOf(group.at(-1)?.mark ?? null);
    return {
      kind: "words" as const,
      name: first.worker === null ? first.server : String(first.worker),
      place: "",
      servers: [first.server],
      attempts: failed.map(attemptOf),
      words: group.filter(({ sign }) => sign !== "boot-failed").map(({ mark }) => mark),
      gaveUp: group.findLast(({ sign }) => sign === "gave-up")?.mark ?? null,
      back: processes.some((p) => p.life?.server === first.server && (lastSignOfProcess(p) ?? 0) > last && !p.death),
    };
  });
}

/** Whether starts of programs are held back: of a server's own workers, that they come fast is another matter. */
const isOfPrograms = ({ sign, worker, server }: Omen, managed: ReadonlySet<string | undefined>): boolean =>
  sign === "throttled" && (typeof worker === "string" || !managed.has(server));

/** It is about the server as a whole. */
const isWhole = ({ life, pid }: Omen): boolean => life?.role === "master" || life?.alone === true || pid === null;

/** A word without a process that falls into a loop of its server. */
function speaksOf({ server, life, mark }: Omen, { servers, attempts }: Loop): boolean {
  const [first, last] = [attempts[0]?.from, attempts.at(-1)?.to];
  if (life || !servers.includes(server) || !first || !last) return false;
  return orderOf(mark) >= orderOf(first) && (orderOf(mark) <= orderOf(last) || mark.source === last.source);
}

const attemptOf = ({ pid, mark }: Omen): Attempt => ({ pid, from: mark, to: mark, exitCode: null, processes: [] });
