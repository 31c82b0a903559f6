import { catalogue } from "../../parsers/index.ts";
import { StreamReader } from "../../src/analyse/stream-reader.ts";
import { openSources } from "../../src/analyse/streams.ts";
import type { StackDump } from "../../src/correlate/dumps.ts";
import { compileCatalogue } from "../../src/recognise/recognition.ts";
import { utc } from "./samples.ts";

const kit = compileCatalogue(catalogue);

/** What the lines of a log tell of stacks. */
export async function dumpsIn(lines: readonly string[], sights = true): Promise<StackDump[]> {
  const options = { ...utc, sights };
  const sources = await openSources([{ name: "dump.txt", content: `${lines.join("\n")}\n` }], options);
  const reader = new StreamReader(sources, 0, kit, options);
  await reader.learn();
  while (await reader.step());
  await Promise.all(sources.map((source) => source.close()));
  return reader.facts.flatMap(({ aside }) => aside?.dumps.found ?? []);
}

/** Threads as `id name: function file:line < ...`. */
export const shown = (dumps: readonly StackDump[]): string[][] =>
  dumps.map(({ threads }) =>
    threads.map(({ id, native, name, frames, torn }) => {
      const who = [id ?? native, name, torn ? "(torn)" : null].filter(Boolean).join(" ");
      const calls = frames.map((frame) => `${frame.function} ${frame.file?.split("/").at(-1)}:${frame.line ?? "?"}`);
      return `${who}: ${calls.join(" < ")}`;
    }),
  );
