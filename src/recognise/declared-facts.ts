import type { Event } from "../events.ts";
import type { Header, RequestFacts } from "./layout.ts";
import { withFields } from "./structured.ts";
import type { Wording } from "./wording.ts";

/** The request that a line tells of by a format the user gave. */
export function requestEvent(facts: RequestFacts, header: Header, text: string): Event {
  return {
    parser: facts.server,
    kind: "request",
    role: "worker",
    pid: header.pid < 0 ? null : header.pid,
    worker: facts.worker,
    tid: text.slice(header.tidStart, header.tidEnd) || null,
    taskId: null,
    taskName: null,
    signal: null,
    exitCode: null,
    durationMs: facts.durationMs,
    requests: null,
    rss: facts.rss,
    time: null,
  };
}

/** Adds what the columns of a header say of the task. */
export function withColumns(wording: Wording | null, header: Header, text: string): Wording | null {
  if (header.taskIdEnd <= header.taskIdStart && header.taskNameEnd <= header.taskNameStart) return wording;
  const taskId = text.slice(header.taskIdStart, header.taskIdEnd) || null;
  const taskName = text.slice(header.taskNameStart, header.taskNameEnd) || null;
  return withFields(wording, { taskId, taskName });
}
