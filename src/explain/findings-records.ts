import type { FindingId } from "./finding-ids.ts";
import type { Topic } from "./topic.ts";

/** Findings about records that are missing. */
export const recordFindings: readonly Topic<FindingId>[] = [
  {
    kind: "finding",
    id: "export-gap",
    title: "Records of one source are missing from its copy",
    meaning: "Two sources should hold the same records, and one lacks some, by process.",
    arises: [
      {
        servers: null,
        text: "An exporter sends in batches from a thread that the process does not have or does not wait for.",
      },
    ],
    certainty: "Exact, as far as both sources cover the same time.",
    changes: [
      {
        servers: null,
        text: "Start the exporter in the process that logs, after the fork, and flush it before that process exits.",
        references: [],
      },
    ],
    references: [],
    related: ["telemetry-loss", "killed"],
  },
  {
    kind: "finding",
    id: "telemetry-loss",
    title: "Processes that export telemetry died without flushing it",
    meaning: "A batching exporter is in use, and its processes ended without its shutdown.",
    arises: [{ servers: null, text: "What stands in the exporter's memory is lost with a process that is killed." }],
    certainty: "How many records were lost cannot be told without the exported copy.",
    changes: [
      {
        servers: null,
        text: "Shut the exporter down when the process exits, and shorten its schedule delay.",
        references: [],
      },
    ],
    references: [],
    related: ["export-gap", "killed"],
  },
  {
    kind: "finding",
    id: "missing-server-log",
    title: "No server's log tells of the deaths; they are inferred",
    meaning: "Processes vanished, and no source says why.",
    arises: [{ servers: null, text: "The server's own log was not given, or is switched off." }],
    certainty: "An inferred death is probable or possible, its cause unknown.",
    changes: [
      {
        servers: null,
        text: "Give the server's or supervisor's own log as a further source, and switch it on where it is off.",
        references: [],
      },
    ],
    references: [],
    related: ["respawn", "killed"],
  },
];
