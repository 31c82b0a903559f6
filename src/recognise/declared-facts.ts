import type { Event } from "../events.ts";
import type { Header, RequestFacts } from "./layout.ts";
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

/** Adds the task's id and name that a record bears in columns or fields of its own to what its message says of a task. */
export function withTask(wording: Wording | null, id: string | null, name: string | null): Wording | null {
  if (!wording) return null;
  const ids = id === null ? wording.ids : [...new Set([id, ...wording.ids])];
  return { ...wording, ids, name: wording.name ?? name };
}

/** Adds what the columns of a header say of the task. */
export function withColumns(wording: Wording | null, header: Header, text: string): Wording | null {
  if (header.taskIdEnd <= header.taskIdStart && header.taskNameEnd <= header.taskNameStart) return wording;
  const id = text.slice(header.taskIdStart, header.taskIdEnd);
  const name = text.slice(header.taskNameStart, header.taskNameEnd);
  return withTask(wording, id || null, name || null);
}
