import { exportGap } from "./export-gap.ts";
import type { Rule } from "./finding.ts";
import { hung } from "./hung.ts";
import { oom } from "./oom.ts";
import { recycle } from "./recycle.ts";
import { slowShutdown } from "./slow-shutdown.ts";

/** All rules; of findings that matter as much, those of an earlier one are told first. */
export const rules: readonly Rule[] = [recycle, hung, slowShutdown, oom, exportGap];
