import type { Outcome } from "../events.ts";
import type { TaskVocabulary } from "./declare.ts";
import { collectIds, idsBehind } from "./ids.ts";
import { tokenize } from "./tokens.ts";
import type { Wording } from "./wording.ts";

type Words = TaskVocabulary["cjk"];

/** What a message in a writing without blanks between words says of a unit of work, or null. */
export function classifyCjk(message: string, words: Words): Wording | null {
  if (!/[\u2e80-\uffef]/.test(message)) return null;
  const has = (list: readonly string[]): string | undefined => list.find((word) => message.includes(word));
  const unit = has(words.units);
  const ids = unit ? idsBehind(message, unit) : collectIds(tokenize(message), () => false);
  if (!unit && ids.length === 0) return null;
  const fail = has(words.fail);
  const end = has(words.end);
  const start = has(words.start);
  const phase = fail || end ? "end" : start ? "start" : has(words.waiting) ? "received" : null;
  const verb = fail ?? end ?? start ?? "";
  if (!phase || isPart(message, unit, verb, words)) return null;
  const outcome: Outcome | null = fail ? "failed" : end ? "ok" : null;
  const signature = `${phase}:${outcome ?? ""}:${verb}:${unit ?? ""}:${ids.length > 0 ? "#" : ""}`;
  return { phase, outcome, unit: unit ?? null, isWork: unit !== undefined, ids, name: null, weak: false, signature };
}

/** Whether a part of the unit stands between the unit and the verb: "job 7, step 2 done". */
function isPart(message: string, unit: string | undefined, verb: string, words: Words): boolean {
  const between = message.slice(unit ? message.indexOf(unit) : 0, message.indexOf(verb));
  return words.parts.some((part) => between.includes(part));
}
