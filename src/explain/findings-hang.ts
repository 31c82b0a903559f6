import type { FindingId } from "./finding-ids.ts";
import type { Topic } from "./topic.ts";

/** Findings about processes that live and do not move. */
export const hangFindings: readonly Topic<FindingId>[] = [
  {
    kind: "finding",
    id: "hung-until-respawn",
    title: "Requests or tasks made no progress until their worker was replaced",
    meaning: "A worker stayed but served nothing, and only its replacement went on.",
    arises: [{ servers: null, text: "A worker that is leaving waits for a thread that does not end." }],
    certainty: "The length of a hang is known as far as neighbouring lines bear a time.",
    changes: [
      {
        servers: null,
        text: "Stop background threads in an exit hook with a timeout, and shorten the time a leaving worker is given.",
        references: [],
      },
    ],
    references: [],
    related: ["slow-shutdown", "max-requests", "deadlock"],
  },
  {
    kind: "finding",
    id: "deadlock",
    title: "Several threads of a living process stopped together",
    meaning: "Tasks on several threads or greenlets of one process fell silent while the process lived on.",
    arises: [{ servers: null, text: "They wait for a lock whose holder waits for one of them." }],
    certainty: "A log shows only the silence; a stack dump shows what they wait for.",
    changes: [
      {
        servers: null,
        text: "Dump the stacks of the live process and give the dump as a further source, then take locks in one order and with timeouts.",
        references: [],
      },
    ],
    references: [],
    related: ["stuck", "hung-until-respawn"],
  },
];
