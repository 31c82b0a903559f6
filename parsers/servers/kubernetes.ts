/**
 * Kubernetes, as far as it starts, kills and restarts containers: events of pods (kubelet, kubectl), the kubelet's own log
 * (kubernetes-kubelet.ts), and the status block of `kubectl describe pod`.
 *
 * An event is a sentence; `kubectl get events` prints it in a table, `LAST SEEN  TYPE  REASON  OBJECT  MESSAGE`, the age
 * relative, and `kubectl describe` as `Type  Reason  Age  From  Message`. Pods are slots by their name; no pid is told but
 * the host's in "System OOM encountered".
 *
 * Life of a container: "Started container C" -> "Liveness probe failed: ..." (one failure does not kill) -> "Container C
 * failed liveness probe, will be restarted" -> "Stopping container C" -> after the grace period "Started container C" again,
 * and "Back-off restarting failed container" where that repeats. Readiness probes never kill.
 *
 * Versions: 1.6 to 1.35. Ignored on purpose: volumes, scheduling, images, network.
 * Printed by https://github.com/kubernetes/kubernetes: pkg/kubelet/kuberuntime/*.go, pkg/kubelet/prober/prober.go,
 * pkg/kubelet/eviction/*.go, pkg/kubelet/oom/*.go, pkg/controller/{job,replicaset,tainteviction}; kubectl's printers.
 */
import { defineServer, type Rule } from "../../src/recognise/declare.ts";
import { kubelet } from "./kubernetes-kubelet.ts";

/** An event's sentence as it stands, in the table of `kubectl get events` (of one namespace, of all, before 1.15), and in `kubectl describe`. */
const rows = (type: string, reason: string, says: string): readonly string[] => [
  says,
  `{@}   {_}${type}   {_}${reason}   {_}{@}/{name}   {_}${says}`,
  `{@} (x{#} over {@})   {_}${type}   {_}${reason}   {_}{@}/{name}   {_}${says}`,
  `{@}   {_}{@}   {_}${type}   {_}${reason}   {_}{@}/{name}   {_}${says}`,
  `{@}   {_}{@}   {_}{#}   {_}{@}   {_}{@}   {_}{*}${type}   {_}${reason}   {_}{*}   {_}${says}`,
  `${type}  {_}${reason}  {_}{*}  {_}${says}`,
];
const rowExamples = (type: string, reason: string, example: string): readonly string[] => [
  example,
  `2m          ${type}   ${reason}     pod/shop-7d4f   ${example}`,
  `2m (x5 over 10m)   ${type}   ${reason}     pod/shop-7d4f   ${example}`,
  `default       2m          ${type}   ${reason}     pod/shop-7d4f   ${example}`,
  `2m        5m         3         shop-7d4f.1531a   Pod       spec.containers{shop}   ${type}   ${reason}   kubelet, node1   ${example}`,
  `${type}   ${reason}  2m (x5 over 10m)  kubelet  ${example}`,
];

type Facts = Omit<Rule, "says" | "example">;

/** A rule for events of one reason: pairs of what is said and an example. */
const event = (
  type: "Normal" | "Warning",
  reason: string,
  facts: Facts,
  ...told: readonly (readonly [string, string])[]
): Rule => ({
  ...facts,
  role: "worker",
  says: told.flatMap(([says]) => rows(type, reason, says)),
  example: told.flatMap(([, example]) => rowExamples(type, reason, example)),
});

// biome-ignore format: one message to an entry, a real line under it
const events: readonly Rule[] = [
  event("Normal", "Started", { kind: "process-start" }, ["Started container {@}", "Started container shop"], ["Container started", "Container started"], ["Started container", "Started container"]),
  { says: ["Started container with id {*}", "Started container with docker id {*}"], kind: "process-start", role: "worker", versions: "before 1.10", example: ["Started container with id docker://4f5e6a7b", "Started container with docker id 4f5e6a7b"] },
  event("Normal", "Killing", { kind: "process-notice", cause: "request-timeout" }, ["Container {@} failed liveness probe, will be restarted", "Container shop failed liveness probe, will be restarted"],
    ["Container {@} failed startup probe, will be restarted", "Container shop failed startup probe, will be restarted"]),
  { says: ["Killing container with id {@}Container failed liveness probe.{*}", "Killing container with docker id {*} is unhealthy, it will be killed and re-created."], kind: "process-notice", role: "worker", cause: "request-timeout", versions: "before 1.14",
    example: ["Killing container with id docker://shop:Container failed liveness probe.. Container will be killed and recreated.", 'Killing container with docker id 4f5e6a7b: pod "shop_default(1b2c)" container "shop" is unhealthy, it will be killed and re-created.'] },
  event("Normal", "Killing", { kind: "process-notice", cause: "reload" }, ["Container {@} definition changed, will be restarted", "Container shop definition changed, will be restarted"]),
  event("Normal", "Killing", { kind: "process-notice", cause: "shutdown" }, ["Stopping container {@}", "Stopping container shop"], ["Need to kill Pod", "Need to kill Pod"]),
  { says: ["Killing container with id {*}", "Killing container with docker id {*}"], kind: "process-notice", role: "worker", cause: "shutdown", versions: "before 1.14",
    example: ["Killing container with id docker://shop:Need to kill Pod", 'Killing container with docker id 4f5e6a7b: Need to kill pod.'] },
  event("Normal", "SandboxChanged", { kind: "process-notice", cause: "reload" }, ["Pod sandbox changed, it will be killed and re-created.", "Pod sandbox changed, it will be killed and re-created."]),
  event("Warning", "ExceededGracePeriod", { kind: "process-notice", cause: "shutdown", sign: "forced" }, ["Container runtime did not kill the pod within specified grace period.", "Container runtime did not kill the pod within specified grace period."]),
  event("Warning", "BackOff", { kind: "process-notice", cause: "crash", sign: "throttled" }, ["Back-off restarting failed container", "Back-off restarting failed container"],
    ["Back-off restarting failed container {*}", "Back-off restarting failed container shop in pod shop-7d4f_default(1b2c)"]),
  event("Warning", "Failed", { kind: "process-notice", cause: "crash" }, ["Error: failed to start container {*}", 'Error: failed to start container "shop": Error response from daemon: OCI runtime create failed']),

  // One failure does not kill, and that of a readiness probe never does
  event("Warning", "Unhealthy", { kind: "process-notice", cause: "request-timeout" }, ["Liveness probe failed: {*}", "Liveness probe failed: HTTP probe failed with statuscode: 500"], ["Liveness probe errored{*}: {*}", "Liveness probe errored: rpc error: code = Unknown"]),
  event("Warning", "Unhealthy", { kind: "process-notice", cause: "crash" }, ["Startup probe failed: {*}", "Startup probe failed: dial tcp 10.0.3.9:8000: connect: connection refused"], ["Startup probe errored{*}: {*}", "Startup probe errored: rpc error: code = Unknown"]),
  event("Warning", "Unhealthy", { kind: "other" }, ["Readiness probe failed: {*}", "Readiness probe failed: HTTP probe failed with statuscode: 503"], ["Readiness probe errored{*}: {*}", "Readiness probe errored: rpc error: code = Unknown"]),
  event("Warning", "ProbeWarning", { kind: "other" }, ["Liveness probe warning: {*}", "Liveness probe warning: Probe terminated redirects"], ["Readiness probe warning: {*}", "Readiness probe warning: Probe terminated redirects"]),

  // Evictions
  event("Warning", "Evicted", { kind: "process-exit", stage: "gone", cause: "memory-limit" }, ["The node was low on resource: memory. {*}", "The node was low on resource: memory. Container shop was using 512Mi, which exceeds its request of 0."],
    ["The node had condition: [MemoryPressure].{*}", "The node had condition: [MemoryPressure]. "]),
  event("Warning", "Evicted", { kind: "process-exit", stage: "gone" }, ["The node was low on resource: {*}", "The node was low on resource: ephemeral-storage. Container shop was using 3Gi, which exceeds its request of 0."],
    ["The node had condition: [{*}].{*}", "The node had condition: [DiskPressure]. "],
    ["Pod ephemeral local storage usage exceeds the total limit of containers {*}", "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi."],
    ["Container {@} exceeded its local ephemeral storage limit {*}", 'Container shop exceeded its local ephemeral storage limit "1Gi".'], ['Usage of EmptyDir volume "{*}" exceeds the limit {*}', 'Usage of EmptyDir volume "tmp" exceeds the limit "1Gi".']),
  { says: rows("Warning", "SystemOOM", "System OOM encountered, victim process: {*}, pid: {pid}").map((says) => says.replace("{name}", "{@}")), kind: "process-exit", stage: "gone", cause: "oom-kill",
    example: rowExamples("Warning", "SystemOOM", "System OOM encountered, victim process: uwsgi, pid: 9321") },
  event("Warning", "SystemOOM", { kind: "process-notice", cause: "oom-kill" }, ["System OOM encountered", "System OOM encountered"]),
  event("Normal", "TaintManagerEviction", { kind: "process-notice", cause: "shutdown" }, ["Marking for deletion Pod {*}", "Marking for deletion Pod default/shop-7d4f"]),
  event("Warning", "NodeNotReady", { kind: "process-notice" }, ["Node is not ready", "Node is not ready"]),
  event("Normal", "Preempted", { kind: "process-notice", cause: "shutdown" }, ["Preempted by {*} on node {*}", "Preempted by default/urgent-1 on node node1"]),
  { says: ["Pod was terminated in response to imminent node shutdown.", "Preempted in order to admit critical pod", "Pod Node is in progress of shutting down, not admitting any new pods"], kind: "process-notice", role: "worker", cause: "shutdown",
    example: ["Pod was terminated in response to imminent node shutdown.", "Preempted in order to admit critical pod", "Pod Node is in progress of shutting down, not admitting any new pods"] },
  event("Normal", "DeadlineExceeded", { kind: "process-notice", cause: "task-timeout" }, ["Pod was active on the node longer than the specified deadline", "Pod was active on the node longer than the specified deadline"]),
  event("Warning", "DeadlineExceeded", { kind: "process-notice", cause: "task-timeout" }, ["Job was active longer than specified deadline", "Job was active longer than specified deadline"]),
  event("Warning", "BackoffLimitExceeded", { kind: "process-notice", cause: "crash" }, ["Job has reached the specified backoff limit", "Job has reached the specified backoff limit"]),
  event("Normal", "SuccessfulDelete", { kind: "process-notice", cause: "scale-down" }, ["Deleted pod: {name}", "Deleted pod: shop-7d4f"]),
  event("Normal", "ScalingReplicaSet", { kind: "other" }, ["Scaled up replica set {*}", "Scaled up replica set shop-7d4 to 3"], ["Scaled down replica set {*}", "Scaled down replica set shop-7d4 to 0 from 1"]),
  event("Normal", "Created", { kind: "other" }, ["Created container {@}", "Created container shop"], ["Created container: {@}", "Created container: shop"], ["Container created", "Container created"]),
  event("Normal", "SuccessfulCreate", { kind: "other" }, ["Created pod: {@}", "Created pod: shop-7d4f"]),
  event("Normal", "Pulled", { kind: "other" }, ['Container image "{*}" already present on machine{*}', 'Container image "shop:1" already present on machine'], ["Successfully pulled image {*}", 'Successfully pulled image "shop:1" in 1.2s']),
  event("Normal", "Pulling", { kind: "other" }, ["Pulling image {*}", 'Pulling image "shop:1"']),
  event("Normal", "Scheduled", { kind: "other" }, ["Successfully assigned {*} to {@}", "Successfully assigned default/shop-7d4f to node1"]),
  event("Normal", "BackOff", { kind: "other" }, ["Back-off pulling image {*}", 'Back-off pulling image "shop:2"']),
  { says: ["LAST SEEN   {_}TYPE {*}", "LAST SEEN   {_}FIRST SEEN {*}", "NAMESPACE   {_}LAST SEEN {*}"], kind: "other",
    example: ["LAST SEEN   TYPE      REASON    OBJECT          MESSAGE", "LAST SEEN   FIRST SEEN   COUNT     NAME    KIND   SUBOBJECT   TYPE   REASON   SOURCE   MESSAGE", "NAMESPACE     LAST SEEN   TYPE   REASON   OBJECT   MESSAGE"] },
];

// The block of a container that ended. Only its first process sets it: a killed child does not.
// biome-ignore format: one message to an entry, a real line under it
const describe: readonly Rule[] = [
  { says: "Reason: {_}OOMKilled", kind: "process-exit", stage: "leaving", role: "worker", cause: "oom-kill", whose: "none", example: "Reason:       OOMKilled" },
  { says: "Exit Code: {_}{exitCode}", kind: "process-exit", stage: "leaving", role: "worker", cause: "oom-kill", guess: true, whose: "none", example: "Exit Code:    137" }, // 137 is also a forced stop
  { says: ["Last State: {_}Terminated", "State:   {_}Terminated"], kind: "process-exit", stage: "leaving", role: "worker", whose: "none", example: ["Last State:     Terminated", "State:          Terminated"] },
  { says: ["Reason:   {_}Error", "Reason:   {_}ContainerCannotRun", "Reason:   {_}StartError"], kind: "process-exit", stage: "leaving", role: "worker", cause: "exit", whose: "none", example: ["Reason:       Error", "Reason:       ContainerCannotRun", "Reason:       StartError"] },
  { says: ["Reason:   {_}CrashLoopBackOff", "Reason:   {_}Completed", "Restart Count:  {_}{#}", "Status:   {_}Failed"], kind: "other", example: ["Reason:       CrashLoopBackOff", "Reason:       Completed", "Restart Count:  5", "Status:           Failed"] },
];

export const kubernetes = defineServer({
  name: "kubernetes",
  title: "Kubernetes",
  versions: "1.6 to 1.35",
  recovers: [
    "start, stop and restart of containers, with the probe that failed",
    "evictions, want of memory on the node and in a container",
    "deadlines of pods and jobs",
    "the kubelet's own words: grace periods, exits of containers",
  ],
  rules: [...events, ...kubelet, ...describe],
});
