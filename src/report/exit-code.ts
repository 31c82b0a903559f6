import type { Report } from "./schema.ts";

export interface ExitOptions {
  /** 0 even when tasks were lost. */
  readonly exitZero?: boolean;
}

/** 1 when tasks were killed, stuck or superseded; a task in flight when the log ends is not lost. */
export function exitCode(report: Report, options: ExitOptions = {}): 0 | 1 {
  const { killed, stuck, superseded } = report.summary;
  return killed + stuck + superseded > 0 && options.exitZero !== true ? 1 : 0;
}
