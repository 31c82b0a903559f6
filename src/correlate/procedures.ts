import type { Cause } from "../events.ts";
import type { Instance, Life } from "./life.ts";
import { type Mark, placeOf } from "./mark.ts";

/** A reload, a stop or a resizing under way. */
export interface Procedure {
  readonly cause: Cause;
  readonly mark: Mark;
  /** It is about one process, whichever leaves next. */
  readonly once: boolean;
}

/** Procedures remembered per server: of those that nothing says are over, the latest. */
const kept = 8;
/** Who leaves so long after a resizing did not leave for it, ms. */
const resizingMs = 120_000;

/** Something begins that makes processes of the server leave. */
export function begin(instance: Instance, procedure: Procedure): void {
  instance.procedures.push(procedure);
  if (instance.procedures.length > kept) instance.procedures.shift();
}

/**
 * What the server was about when the process left, at `mark`. A server whose slots have names is about one thing at a
 * time; where workers come and go without, a reload is about those that it found, and the first that concerns a process
 * is what it left for.
 */
export function procedureFor(life: Life, mark: Mark): Procedure | null {
  const { procedures } = life.instance;
  if (life.worker !== null) return procedures.findLast((p) => !p.once) ?? null;
  return procedures.find((p) => concerns(p, life, mark)) ?? null;
}

/** As `procedureFor`; one that is about a single process is over with it. */
export function takeProcedure(life: Life, mark: Mark): Procedure | null {
  const procedure = procedureFor(life, mark);
  const { instance } = life;
  if (procedure?.once) instance.procedures = instance.procedures.filter((p) => p !== procedure);
  return procedure;
}

function concerns(procedure: Procedure, life: Life, mark: Mark): boolean {
  const [from, to] = [procedure.mark.span.latest, mark.span.earliest];
  if (procedure.once) return from === null || to === null || to - from < resizingMs;
  return procedure.cause !== "reload" || life.start === null || placeOf(life.start) < placeOf(procedure.mark);
}
