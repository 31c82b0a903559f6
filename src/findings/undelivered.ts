import type { Case, Death, Loss } from "../correlate/case.ts";
import type { Burst, Closure } from "../correlate/gateways.ts";
import { type Mark, placeOf } from "../correlate/mark.ts";
import { groupBy } from "../recognise/group-by.ts";
import { count, enumerate, figure } from "../report/text.ts";
import { formatDuration } from "../time/format.ts";
import type { Finding, Rule } from "./finding.ts";
import { between, firstFew, pidsText, serversOf, times } from "./measure.ts";

/** Requests named in the text. */
const named = 3;
/** A proxy notices the end of the process behind it so close to when it ended, ms. */
const noticeMs = 2_000;
/** uWSGI names the thread that answers a request so; others are the application's own. */
const requestThread = /^uWSGIWorker\d+Core\d+$/;

/** Requests whose answers got to nobody: their gateway closed before the workers answered, or the worker went before it did. */
export const undelivered: Rule = {
  id: "undelivered-responses",
  find: (found) => [...closed(found), ...cutOff(found)],
};

/** A closure with what the log shows of it. */
interface Shown {
  readonly closure: Closure;
  /** Tasks that were lost in request threads of the server's workers after it. */
  readonly inHand: readonly Loss[];
}

function closed(found: Case): Finding[] {
  const all = found.closures.map((closure) => ({ closure, inHand: inHandAt(closure, found) }));
  const shown = all.filter(({ closure, inHand }) => closure.count > 0 || inHand.length > 0);
  return shown.length === 0 ? [] : [ofClosures(shown, found)];
}

/** Tasks of request threads that were killed after the gateway had gone: nobody could have answered them. */
function inHandAt({ instance, mark }: Closure, { processes, unfinished }: Case): Loss[] {
  const after = new Set(
    processes
      .filter(({ life }) => life?.instance === instance)
      .filter(({ life }) => (life?.exits ?? []).some((exit) => placeOf(exit.mark) > placeOf(mark)))
      .flatMap(({ death }) => death ?? []),
  );
  return unfinished.filter(({ death, task }) => death !== null && after.has(death) && requestThread.test(task.tid));
}

function ofClosures(shown: readonly Shown[], { processes }: Case): Finding {
  const closures = shown.map(({ closure }) => closure);
  const answered = closures.reduce((sum, closure) => sum + closure.count, 0);
  const later = closures.reduce((sum, closure) => sum + closure.later, 0);
  const losses = shown.flatMap(({ inHand }) => inHand);
  const gateways = closures.flatMap((closure) => closure.gateways);
  const delay = longest(closures);
  const deaths = processes.flatMap(({ life, death }) => (life && death && gateways.includes(life) ? [death] : []));
  const went = `${gatewaysText(closures)} ended ${closures.length > 1 ? `${times(closures.length)} ` : ""}before the workers behind it`;
  return {
    severity: "critical",
    title:
      answered > 0
        ? `${count(answered, "request")} answered after the gateway to ${answered === 1 ? "its client" : "their clients"} had gone`
        : `${count(losses.length, "request")} in progress when the gateway closed, and never answered`,
    detail: [
      answered > 0
        ? `${went}, which finished ${requestsText(closures)}${delay === null ? "" : `, up to ${formatDuration(delay)} later`}: logged as answered, delivered to nobody.`
        : `${went}.`,
      losses.length > 0
        ? `${count(losses.length, "lost task")} ran in a request thread, so ${losses.length === 1 ? "its client" : "their clients"} got no answer.`
        : "",
      later > 0
        ? `${count(later, "request")} began after that, by another way or from a queue, and are not counted.`
        : "",
      "Requests that were cut off together with their worker leave no line.",
    ]
      .filter(Boolean)
      .join(" "),
    servers: [...new Set(closures.map(({ instance }) => instance.server))],
    figures: {
      undelivered: answered,
      gateways: gateways.length,
      ...(losses.length > 0 ? { inProgress: losses.length } : {}),
      ...(delay === null ? {} : { afterMs: delay }),
    },
    losses,
    deaths,
    evidence: firstFew(closures.flatMap(({ mark, answers }) => [mark, ...answers])),
  };
}

/** The longest time that can have passed from the end of a gateway to an answer, ms. */
function longest(closures: readonly Closure[]): number | null {
  const all = closures.flatMap(({ mark, answers }) => answers.map((answer) => between(mark.span, answer.span)?.most));
  const known = all.filter((ms) => ms !== undefined);
  return known.length > 0 ? Math.max(...known) : null;
}

function gatewaysText(closures: readonly Closure[]): string {
  const gateways = closures.flatMap((closure) => closure.gateways);
  const names = [...new Set(gateways.map(({ worker }) => `${worker ?? ""}`).filter(Boolean))];
  return `Gateway ${names.slice(0, named).join(", ")} (${pidsText(gateways.map(({ pid }) => pid))})`.replace("  ", " ");
}

/** `POST /slow (200) twice, POST /sync (200) and 4 more`, as far as the lines name them. */
function requestsText(closures: readonly Closure[]): string {
  const marks = closures.flatMap(({ answers }) => answers);
  const names = marks.map(requestOf).filter((name) => name !== null);
  const all = closures.reduce((sum, closure) => sum + closure.count, 0);
  if (names.length === 0) return count(all, "request");
  const shown = [...groupBy(names, (name) => name)].slice(0, named);
  const rest = all - shown.reduce((sum, [, same]) => sum + same.length, 0);
  const parts = shown.map(([name, same]) => (same.length > 1 ? `${name} ${times(same.length)}` : name));
  return enumerate([...parts, ...(rest > 0 ? [`${figure(rest)} more`] : [])]);
}

/** What a request line asks for, with the status where it is told. */
function requestOf({ text }: Pick<Mark, "text">): string | null {
  const asked = /\b([A-Z]{3,10}) (\/[^\s"?]{0,60})/.exec(text);
  if (!asked) return null;
  const status = /(?:HTTP\/\d(?:\.\d)?"?) ([1-5]\d\d)\b/.exec(text.slice(asked.index));
  return `${asked[1]} ${asked[2]}${status ? ` (${status[1]})` : ""}`;
}

interface Cut {
  readonly burst: Burst;
  readonly deaths: readonly Death[];
}

/** Requests to which a proxy got no answer, where the end of a process behind it explains it. */
function cutOff({ unanswered, deaths }: Case): Finding[] {
  const cuts = unanswered.map((burst) => ({ burst, deaths: deaths.filter((death) => explains(death, burst)) }));
  const servers = new Set(unanswered.map(({ server }) => server));
  return [...servers].flatMap((server) => {
    const own = cuts.filter((cut) => cut.burst.server === server && cut.deaths.length > 0);
    return own.length === 0 ? [] : [ofCuts(server, own)];
  });
}

/** Ended at that time, and not a process of the proxy itself. Who waited too long gave up on one that hung, or was killed for it. */
function explains({ server, role, cause, span }: Death, burst: Burst): boolean {
  const [from, to] = [span.earliest ?? span.latest, span.latest ?? span.earliest];
  if (from === null || to === null || server === burst.server || role === "gateway") return false;
  if (burst.cause === "request-timeout" && cause !== "request-timeout" && cause !== "signal") return false;
  return burst.from <= to + noticeMs && burst.to >= from - noticeMs;
}

function ofCuts(server: string, cuts: readonly Cut[]): Finding {
  const requests = cuts.reduce((sum, { burst }) => sum + burst.count, 0);
  const deaths = [...new Set(cuts.flatMap((cut) => cut.deaths))];
  const names = cuts.flatMap(({ burst }) => requestOf(burst.mark) ?? []);
  const like = names.length > 0 ? ` (the first: ${names[0]})` : "";
  return {
    severity: "critical",
    title: `${count(requests, "request")} got no answer: the process behind ${server} ended first`,
    detail: `${server} had no answer to ${count(requests, "request")}${like} when ${pidsText(deaths.map(({ pid }) => pid))} ended. Their clients got an error from ${server}, unless it asked another process instead.`,
    servers: [server, ...serversOf(deaths)],
    figures: { unanswered: requests, deaths: deaths.length },
    losses: [],
    deaths,
    evidence: firstFew(cuts.map(({ burst }) => burst.mark)),
  };
}
