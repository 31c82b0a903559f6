import type { EnvelopeParser } from "../../src/recognise/declare.ts";

/**
 * The Container Runtime Interface's log format (containerd, CRI-O): time, stream, `P` for a piece that the next line goes
 * on with or `F` for a full line (or its last piece), text. (kubernetes pkg/kubelet/kuberuntime/logs)
 */
export const cri: EnvelopeParser = {
  name: "cri",
  title: "Kubernetes CRI",
  example: "2026-11-21T13:59:14.872885268Z stderr F spawned uWSGI worker 1 (pid: 7, cores: 1)",
  pattern:
    /^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) (?<stream>stdout|stderr) (?<partial>[PF])(?::\S*)? (?<text>.*)$/s,
};
