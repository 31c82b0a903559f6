import type { Dump } from "../recognise/declare.ts";
import type { GapClock } from "../time/span.ts";
import { Accepted } from "./accepted.ts";
import { Answers } from "./answers.ts";
import { DumpTracker } from "./dump-tracker.ts";
import { Exporters } from "./exporters.ts";

/** What a stream shows of a place beside its tasks and servers. */
export interface Aside {
  readonly dumps: DumpTracker;
  /** Requests of which no line tells the process. */
  readonly answers: Answers;
  readonly accepted: Accepted;
  readonly exporters: Exporters;
}

/** `dumps`: how stacks are dumped, by parser; `shared`: other streams tell of the place, too. */
export const newAside = (clock: GapClock, dumps: ReadonlyMap<string, Dump>, shared: boolean): Aside => ({
  dumps: new DumpTracker(dumps, clock),
  answers: new Answers(),
  accepted: new Accepted(clock, shared),
  exporters: new Exporters(clock),
});

/** Those of some streams; several streams can be parts of one, of which only the first has it. */
export const asidesOf = (streams: readonly { readonly aside: Aside | null }[]): Aside[] =>
  streams.flatMap(({ aside }) => aside ?? []);
