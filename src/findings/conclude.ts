import type { Case } from "../correlate/case.ts";
import type { Finding, Rule } from "./finding.ts";
import { rules } from "./rules.ts";

/** A finding with the rule that made it. */
export type Conclusion = Finding & { readonly rule: Rule["id"] };

const order = ["critical", "warning", "info"];

/** What the case amounts to: the most severe first, then in the order of the rules. */
export function conclude(found: Case): Conclusion[] {
  const all = rules.flatMap(({ id, find }) => find(found).map((finding) => ({ ...finding, rule: id })));
  return all.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
