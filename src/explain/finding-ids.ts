/** The ids of all findings, as reports and `coroner explain` call them. */
export const findingIds = [
  "recycle-kills-background-work",
  "respawn-storm",
  "crash-loop",
  "hung-until-respawn",
  "deadlock",
  "export-gap",
  "undelivered-responses",
  "slow-shutdown",
  "oom",
  "missing-server-log",
  "telemetry-loss",
  "queued-never-started",
] as const;
export type FindingId = (typeof findingIds)[number];
