import type { Death } from "../correlate/case.ts";
import type { Omen } from "../correlate/omens.ts";
import type { Gone, Queue } from "../correlate/queued.ts";
import { count, enumerate, figure } from "../report/text.ts";
import type { Finding, Rule, Severity } from "./finding.ts";
import { firstFew, pidsText, serversOf } from "./measure.ts";

/** Ids named in the text. */
const named = 2;

/** Work that was accepted or received, and gone with its worker before it began. */
export const queued: Rule = {
  id: "queued-never-started",
  find: ({ queues, omens }) => {
    const own = queues.filter(({ server, gone }) => server === null && gone.length > 0);
    const servers = new Set(queues.flatMap(({ server, gone }) => (gone.length > 0 ? (server ?? []) : [])));
    return [
      ...(own.length > 0 ? [inMemory(own)] : []),
      ...[...servers].map((server) =>
        fromBroker(
          server,
          queues.filter((queue) => queue.server === server),
          omens,
        ),
      ),
    ];
  },
};

/** A queue in the memory of the process that accepted the work. */
function inMemory(queues: readonly Queue[]): Finding {
  const gone = queues.flatMap((queue) => queue.gone);
  const deaths = deathsOf(gone);
  const sure = deaths.some(({ confidence }) => confidence !== "possible");
  const startsSeen = queues.some((queue) => queue.startsSeen);
  const [never, until, like] = startsSeen ? ["begun", "began", "began"] : ["finished", "had finished", "ended"];
  return {
    ...base(queues, gone),
    severity: sure ? "critical" : "warning",
    title: `${countOf(queues)} accepted and never ${never}, gone with ${deaths.length === 1 ? (gone.length === 1 ? "its process" : "their process") : count(deaths.length, "process")}`,
    detail: [
      `Accepted by ${pidsText(deaths.map(({ pid }) => pid))}, which ended before ${gone.length === 1 ? "it" : "they"} ${until}: ${namesOf(gone)}.`,
      startsSeen ? "" : unseen,
      `Other work of this kind ${like} in the process that had accepted it, so what waited there is lost.${restText(queues)}`,
    ]
      .filter(Boolean)
      .join(" "),
    servers: serversOf(deaths),
  };
}

/** What cannot be told of work of which only acceptance and end are logged. */
const unseen = "Starts of such tasks are not logged: some may have been at work.";

/** Work that a server had taken from a broker. */
function fromBroker(server: string, queues: readonly Queue[], omens: readonly Omen[]): Finding {
  const gone = queues.flatMap((queue) => queue.gone);
  const back = omens.filter((omen) => omen.sign === "put-back" && omen.server === server);
  const restored = back.reduce((sum, { mark }) => sum + numberIn(mark.text), 0);
  const isBack = restored >= gone.length;
  const isStop = gone.every(({ stopped }) => stopped);
  const startsSeen = queues.some((queue) => queue.startsSeen);
  const never = startsSeen ? "never begun" : "never finished";
  const { figures, evidence, ...rest } = base(queues, gone);
  return {
    ...rest,
    severity: severityOf(isBack || isStop),
    title: isBack
      ? `${countOf(queues)} received and ${never} when ${server} ended, and put back into the queue`
      : `${countOf(queues)} received and ${never} when ${server} ${isStop ? "was stopped" : "ended"}`,
    detail: [
      `Received, and no word of a ${startsSeen ? "start" : "an end"}: ${namesOf(gone)}.`.replace("a an", "an"),
      startsSeen ? "" : unseen,
      isBack
        ? `${server} says that it put ${figure(restored)} back.`
        : "A broker delivers them again where they are acknowledged when they begin or later; no line says that it did.",
      restText(queues).trim(),
    ]
      .filter(Boolean)
      .join(" "),
    servers: [server],
    figures: { ...figures, ...(back.length > 0 ? { restored } : {}) },
    evidence: firstFew([...back.map(({ mark }) => mark), ...evidence]),
  };
}

const severityOf = (isExpected: boolean): Severity => (isExpected ? "info" : "warning");

function base(
  queues: readonly Queue[],
  gone: readonly Gone[],
): Pick<Finding, "figures" | "losses" | "deaths" | "evidence"> {
  const deaths = deathsOf(gone);
  const sum = (of: (queue: Queue) => number): number => queues.reduce((total, queue) => total + of(queue), 0);
  return {
    figures: {
      queued: gone.length,
      deaths: deaths.length,
      redelivered: sum((queue) => queue.redelivered),
      stillWaiting: sum((queue) => queue.stillWaiting),
    },
    losses: [],
    deaths,
    evidence: firstFew(gone.map(({ mark }) => mark)),
  };
}

const deathsOf = (gone: readonly Gone[]): Death[] => [...new Set(gone.flatMap(({ death }) => death ?? []))];

/** `at least 7 tasks` where not all could be remembered. */
function countOf(queues: readonly Queue[]): string {
  const gone = queues.reduce((sum, queue) => sum + queue.gone.length, 0);
  return `${queues.some(({ dropped }) => dropped > 0) ? "At least " : ""}${count(gone, "task")}`;
}

/** `shop.add 4711, shop.add 4712 and 3 more` */
function namesOf(gone: readonly Gone[]): string {
  const names = gone.slice(0, named).map(({ name, id }) => (name && name !== id ? `${name} ${id}` : id));
  const rest = gone.length - names.length;
  return enumerate(rest > 0 ? [...names, `${figure(rest)} more`] : names);
}

function restText(queues: readonly Queue[]): string {
  const waiting = queues.reduce((sum, queue) => sum + queue.stillWaiting, 0);
  return waiting > 0 ? ` ${figure(waiting)} more ${waiting === 1 ? "waits" : "wait"} when the log ends.` : "";
}

/** How much a server says that it put back. */
const numberIn = (text: string): number =>
  Number(/\b(?:restoring|pushed|re-?queu\w+) (\d{1,9})\b/i.exec(text)?.[1] ?? 0);
