import type { Case } from "../correlate/case.ts";
import { touches, type Window } from "../correlate/window.ts";
import type { Finding, Rule } from "./finding.ts";
import { rules } from "./rules.ts";

/** A finding with the rule that made it. */
export type Conclusion = Finding & { readonly rule: Rule["id"] };

const order = ["critical", "warning", "info"];

/** What the case amounts to, as far as it touches the window: the most severe first, then in the order of the rules. */
export function conclude(found: Case, window: Window): Conclusion[] {
  const all = rules.flatMap(({ id, find }) => find(found).map((finding) => ({ ...finding, rule: id })));
  return all
    .filter((finding) => isWithin(finding, window))
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** Whether it touches the window, from the first to the last that it tells of. Lost tasks do, or they were not in the case. */
function isWithin({ losses, deaths, evidence }: Finding, window: Window): boolean {
  const spans = [...deaths, ...evidence].map(({ span }) => span);
  if (losses.length > 0 || spans.length === 0) return true;
  const from = Math.min(...spans.map(({ earliest }) => earliest ?? Number.NEGATIVE_INFINITY));
  return touches(window, from, Math.max(...spans.map(({ latest }) => latest ?? Number.POSITIVE_INFINITY)));
}
