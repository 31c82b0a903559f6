import type { FindingId } from "./finding-ids.ts";
import type { Topic } from "./topic.ts";

/** Findings about work and answers that go with a process. */
export const lossFindings: readonly Topic<FindingId>[] = [
  {
    kind: "finding",
    id: "recycle-kills-background-work",
    title: "Workers that are replaced on purpose take unfinished background work with them",
    meaning:
      "A server replaced its workers as it was told to (after a number of requests, a lifetime, a memory limit, by a " +
      "reload or to scale down), and tasks that still ran in them vanished without an error.",
    arises: [
      {
        servers: null,
        text:
          "A worker answers a request and goes on working in a thread, greenlet or child process. Its server waits for " +
          "requests, knows nothing of that work, and lets the process exit.",
      },
    ],
    certainty:
      "The deaths are certain where the server's log names them. That the work was lost is as certain as the tasks' " +
      "verdicts: pools that are joined at exit go on after the farewell, and what they finish is not counted.",
    changes: [
      {
        servers: null,
        text:
          "Hand background work to a task queue whose workers acknowledge late, instead of threads in a process that " +
          "its server may replace; what must stay there has to be waited for when the process exits.",
        references: [],
      },
    ],
    references: [],
    related: ["max-requests", "max-lifetime", "memory-limit", "reload", "scale-down", "killed"],
  },
  {
    kind: "finding",
    id: "queued-never-started",
    title: "Work was accepted but never begun, and went with its worker",
    meaning: "The log shows work being accepted, received or queued, and neither a start nor a hand-back of it.",
    arises: [{ servers: null, text: "A queue in a process's memory is lost with the process." }],
    certainty: "Only what logs its acceptance can be counted; what is queued silently leaves no trace.",
    changes: [
      {
        servers: null,
        text: "Keep accepted work in a broker until it is done, and let workers stop taking new work before they exit.",
        references: [],
      },
    ],
    references: [],
    related: ["recycle-kills-background-work", "shutdown", "in-flight"],
  },
  {
    kind: "finding",
    id: "undelivered-responses",
    title: "Requests were answered after the gateway to their clients had gone",
    meaning: "Workers finished requests, with a success in their log, whose clients had been cut off before.",
    arises: [{ servers: null, text: "A gateway or proxy ends before the workers behind it have answered." }],
    certainty: "Requests that were cut off together with their worker leave no line and are not counted.",
    changes: [
      {
        servers: null,
        text:
          "Take an instance out of the load balancer before it is stopped, and let the proxy in front of it outlive " +
          "its workers.",
        references: [],
      },
    ],
    references: [],
    related: ["reload", "shutdown", "slow-shutdown"],
  },
];
