import type { FindingId } from "./finding-ids.ts";
import type { Topic } from "./topic.ts";

/** Findings about how processes come and go. */
export const respawnFindings: readonly Topic<FindingId>[] = [
  {
    kind: "finding",
    id: "respawn-storm",
    title: "Workers are replaced far more often than usual",
    meaning: "Within a short time more processes died and were replaced than this log's own rate explains.",
    arises: [{ servers: null, text: "A limit is too low for the load, or something keeps killing the workers." }],
    certainty: "The count is exact; what is usual is measured from the same log.",
    changes: [
      {
        servers: null,
        text: "Raise the limit that replaces the workers, or add jitter to it, so that they do not all leave at once.",
        references: [],
      },
    ],
    references: [],
    related: ["crash-loop", "max-requests", "crash"],
  },
  {
    kind: "finding",
    id: "crash-loop",
    title: "A process fails soon after each start",
    meaning: "The same process or slot started and failed several times in a row without getting to work.",
    arises: [{ servers: null, text: "The application fails while it loads, and its supervisor tries again." }],
    certainty: "The failures are certain where the server's log names them; the reason stands in the traceback before.",
    changes: [
      {
        servers: null,
        text: "Start the program once by hand with the same environment and read the first error of the first attempt.",
        references: [],
      },
    ],
    references: [],
    related: ["respawn-storm", "exit", "crash"],
  },
  {
    kind: "finding",
    id: "slow-shutdown",
    title: "Processes did not stop in the time they were given and were killed",
    meaning: "A stop, reload or replacement waited for a process until its grace period ran out.",
    arises: [{ servers: null, text: "Work, threads or exit hooks take longer than the grace period." }],
    certainty: "Certain where the server announces the kill.",
    changes: [
      {
        servers: null,
        text:
          "Give every layer a grace period longer than the one inside it: longest task, then server, then supervisor, " +
          "then container.",
        references: [],
      },
    ],
    references: [],
    related: ["shutdown", "reload", "hung-until-respawn"],
  },
  {
    kind: "finding",
    id: "oom",
    title: "Processes were killed for want of memory",
    meaning: "The kernel, a container runtime or an orchestrator killed processes because memory ran out.",
    arises: [{ servers: null, text: "Processes outgrow the machine's memory or the limit of their cgroup." }],
    certainty: "Certain where the kernel or the orchestrator says so; a server sees only signal 9.",
    changes: [
      {
        servers: null,
        text: "Raise the memory limit or run fewer processes, and let the server replace a worker before the kernel does.",
        references: [],
      },
    ],
    references: [],
    related: ["oom-kill", "memory-limit", "signal"],
  },
];
