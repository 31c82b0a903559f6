import type { Cause } from "../events.ts";
import type { StreamFacts } from "./case.ts";
import { deathSpan, graceMs, mainReason } from "./join-lives.ts";
import { goWithServer, type Instance, isGone, type Life } from "./life.ts";
import { lastSignOf, type Seen } from "./sightings.ts";

/**
 * A master's death takes its workers along, whoever tells of it: a supervisor whose program the server is, the kernel, the
 * init system. Who shows a sign of life afterwards lives on. `lives`: those of one host.
 */
export function settleOrphans(streams: readonly StreamFacts[], lives: readonly Life[], seen: Seen): void {
  for (const instance of streams.flatMap(({ server }) => server.instances)) {
    if (instance.master === null || instance.ended) continue;
    const workers = lives.filter((life) => life.instance === instance && life.role !== "master" && !isGone(life));
    const master = workers.length > 0 ? deadMaster(instance, lives) : undefined;
    const exit = master?.exits.find((e) => e.basis === "record");
    if (!master || !exit) continue;
    const by = deathSpan(master).latest ?? Number.POSITIVE_INFINITY;
    for (const life of workers) {
      if (lastSignOf(seen, life) > by + graceMs) continue;
      goWithServer(life, leftFor(master), exit.mark);
    }
  }
}

/** The incarnation of the master's pid that was up while the server was. */
function deadMaster({ master, begun }: Instance, lives: readonly Life[]): Life | undefined {
  const from = begun?.span.earliest ?? Number.NEGATIVE_INFINITY;
  return lives.find((life) => {
    const died = life.pid === master && isGone(life) ? deathSpan(life) : null;
    return died !== null && (died.latest ?? Number.POSITIVE_INFINITY) >= from;
  });
}

/** A master that was asked to leave asked its workers. */
function leftFor(master: Life): Cause {
  const cause = mainReason(master)?.cause;
  return cause === "shutdown" || cause === "reload" ? cause : "master-died";
}
