import { withoutColour } from "./colour.ts";
import type { Dump, DumpLine } from "./declare.ts";

/** What a line of a stack dump says; absent facts are undefined. */
export interface DumpReading {
  readonly is: DumpLine["is"];
  readonly facts: Readonly<Record<string, string | undefined>>;
  /** Another writer's fragment stands in the line. */
  readonly torn: boolean;
}

/** Longest line that is looked at: those of a dump are short. */
const maxLine = 4_096;

/** What a line says within a dump of that kind; "torn": nothing but fragments; null: it is none of its lines. */
export function readDumpLine({ lines, torn }: Dump, line: string): DumpReading | "torn" | null {
  if (line.length > maxLine) return null;
  const text = withoutColour(line).trimEnd();
  for (const { is, like } of lines) {
    const hit = like.exec(text);
    if (hit) return { is, facts: hit.groups ?? {}, torn: torn?.test(text.slice(0, hit.index)) ?? false };
  }
  return torn?.test(text) ? "torn" : null;
}
