import type { Event } from "../events.ts";
import type { Wording } from "../recognise/wording.ts";

/** A server's own message of a task's start or end, as a wording. */
export function serverWording(event: Event): Wording {
  const id = event.taskId ?? event.taskName;
  return {
    phase: event.kind === "task-start" ? "start" : "end",
    outcome: event.outcome ?? "ok",
    unit: "task",
    isWork: true,
    ids: id ? [id] : [],
    name: event.taskName,
    weak: false,
    signature: `${event.parser}:${event.role ?? ""}`,
  };
}
