import type { Rule } from "./finding.ts";
import { oom } from "./oom.ts";
import { queued } from "./queued.ts";
import { telemetry } from "./telemetry.ts";
import { undelivered } from "./undelivered.ts";

/** All rules; of findings that matter as much, those of an earlier one are told first. */
export const rules: readonly Rule[] = [oom, queued, undelivered, telemetry];
