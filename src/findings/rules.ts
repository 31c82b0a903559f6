import { crashLoop } from "./crash-loop.ts";
import { exportGap } from "./export-gap.ts";
import type { Rule } from "./finding.ts";
import { missingServerLog } from "./missing-server-log.ts";
import { oom } from "./oom.ts";
import { respawnStorm } from "./respawn-storm.ts";

/** All rules; of findings that matter as much, those of an earlier one are told first. */
export const rules: readonly Rule[] = [oom, crashLoop, respawnStorm, exportGap, missingServerLog];
