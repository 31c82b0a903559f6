import { crashLoop } from "./crash-loop.ts";
import { deadlock } from "./deadlock.ts";
import { exportGap } from "./export-gap.ts";
import type { Rule } from "./finding.ts";
import { hung } from "./hung.ts";
import { missingServerLog } from "./missing-server-log.ts";
import { oom } from "./oom.ts";
import { queued } from "./queued.ts";
import { recycle } from "./recycle.ts";
import { respawnStorm } from "./respawn-storm.ts";
import { slowShutdown } from "./slow-shutdown.ts";
import { telemetry } from "./telemetry.ts";
import { undelivered } from "./undelivered.ts";

/** All rules; of findings that matter as much, those of an earlier one are told first. */
export const rules: readonly Rule[] = [
  deadlock,
  hung,
  crashLoop,
  respawnStorm,
  oom,
  recycle,
  queued,
  undelivered,
  slowShutdown,
  exportGap,
  telemetry,
  missingServerLog,
];
