/** What every part of a printed report needs to know: the clock, the room there is, the colours. */

import { type Clock, clockFor } from "./clock.ts";
import { type Digest, digestOf } from "./digest.ts";
import { type Paint, paintFor } from "./paint.ts";
import type { Report } from "./schema.ts";
import { shortNames } from "./source-names.ts";
import { hasSeveralHosts } from "./words.ts";

/** How a report is to be printed. */
export interface RenderOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
  /** Continuation lines to show of each quoted record. */
  readonly context: number;
  /** The command line that made the report. */
  readonly command?: string;
}

export interface View {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly paint: Paint;
  readonly width: number;
  readonly context: number;
  readonly withHost: boolean;
  /** Short name of a source, which still tells it from the others. */
  readonly nameOf: (source: string) => string;
}

const narrowest = 60;

/** The report seen through the options; below 60 columns nothing can be told, so that is the least. */
export function viewOf(report: Report, options: RenderOptions): View {
  return {
    clock: clockFor(report),
    digest: digestOf(report),
    paint: paintFor(options.colour),
    width: Math.max(narrowest, Math.floor(options.width) || 0),
    context: options.context,
    withHost: hasSeveralHosts(report),
    nameOf: shortNames(report.sources.map((source) => source.name)),
  };
}
