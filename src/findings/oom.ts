import type { Death, Loss } from "../correlate/case.ts";
import type { Mark } from "../correlate/mark.ts";
import { count, enumerate, figure } from "../report/text.ts";
import type { Finding, Rule } from "./finding.ts";
import { firstFew, pidsText, serversOf } from "./measure.ts";

/** Processes named in the text. */
const named = 4;

/** Processes that the kernel, a cgroup or an orchestrator killed for want of memory, with the figures that it told. */
export const oom: Rule = {
  id: "oom",
  find: ({ deaths, unfinished }) => {
    const killed = deaths.filter(({ cause }) => cause === "oom-kill");
    return killed.length === 0 ? [] : [findingOf(killed, unfinished)];
  },
};

function findingOf(deaths: readonly Death[], unfinished: readonly Loss[]): Finding {
  const losses = unfinished.filter(({ death }) => death !== null && deaths.includes(death));
  const told = deaths.map((death) => ({ death, ...memoryOf(death) }));
  const sizes = told.map(({ residentKb }) => residentKb).filter((kb) => kb !== null);
  const them = deaths.length === 1 ? "it" : "them";
  const cost =
    losses.length > 0 ? `${count(losses.length, "task")} went with ${them}` : `no known task went with ${them}`;
  return {
    severity: losses.length > 0 ? "critical" : "warning",
    title: `${count(deaths.length, "process")} killed for want of memory, ${cost}`,
    detail: `Killed: ${namesOf(told)}. It is a SIGKILL: nothing in the process runs after it, and its server's own log shows a signal at most.`,
    servers: serversOf(deaths),
    figures: {
      deaths: deaths.length,
      tasks: losses.length,
      ...(sizes.length > 0 ? { largestKb: Math.max(...sizes), smallestKb: Math.min(...sizes) } : {}),
    },
    losses,
    deaths,
    evidence: firstFew(told.flatMap(({ mark, death }) => mark ?? death.evidence[0] ?? [])),
  };
}

interface Told {
  readonly death: Death;
  readonly residentKb: number | null;
}

/** `pid 7 (94 MiB resident), pid 9 (139 MiB resident) and 4 more processes` */
function namesOf(told: readonly Told[]): string {
  const names = told.slice(0, named).map(({ death, residentKb }) => {
    const name = pidsText([death.pid]);
    return residentKb === null ? name : `${name} (${figure(Math.round(residentKb / 1024))} MiB resident)`;
  });
  const rest = told.length - names.length;
  return enumerate(rest > 0 ? [...names, count(rest, "more process")] : names);
}

/** Resident memory in kB as the kernel told it of the victim (mm/oom_kill.c, `__oom_kill_process`). */
function memoryOf({ evidence }: Death): { residentKb: number | null; mark: Mark | null } {
  for (const mark of evidence) {
    const parts = [...mark.text.matchAll(/\b(?:anon|file|shmem)-rss:(\d{1,15})kB/g)].map(([, kb]) => Number(kb));
    if (parts.length > 0) return { residentKb: parts.reduce((sum, kb) => sum + kb, 0), mark };
  }
  return { residentKb: null, mark: null };
}
