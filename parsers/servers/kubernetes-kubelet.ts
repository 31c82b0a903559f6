/**
 * The kubelet's log: `I0402 14:33:07.123456    1287 file.go:42] message`; month and day without a year, the number is the
 * kubelet's own pid. Up to 1.20 sentences, from 1.21 on `"Message" key="value"`.
 *
 * Printed by https://github.com/kubernetes/kubernetes: pkg/kubelet/{kubelet,kubelet_pods,pod_workers}.go,
 * pkg/kubelet/kuberuntime/kuberuntime_{container,manager}.go, pkg/kubelet/pleg/*.go, pkg/kubelet/prober/*.go,
 * pkg/kubelet/eviction/eviction_manager.go, pkg/kubelet/nodeshutdown/*.go.
 */
import type { Rule } from "../../src/recognise/declare.ts";

const structured = "1.21+";
const sentences = "before 1.21";

// biome-ignore format: one message to an entry, a real line under it
export const kubelet: readonly Rule[] = [
  // The pod lifecycle event generator sees containers die and start; a pod's sandbox is one of them
  { says: ['SyncLoop (PLEG): "{*}", event: {*}Type:"ContainerDied", Data:"{name}"}', '"SyncLoop (PLEG): event for pod" pod="{*}" event={*}Type:ContainerDied Data:{name}}', '"SyncLoop (PLEG): event for pod" pod="{*}" event={*}"Type":"ContainerDied","Data":"{name}"}'],
    kind: "process-exit", stage: "gone", role: "worker", versions: `${sentences}; 1.21 to 1.25; 1.26+`,
    example: ['SyncLoop (PLEG): "shop-7d4f_default(1b2c)", event: &pleg.PodLifecycleEvent{ID:"1b2c", Type:"ContainerDied", Data:"4f5e6a7b"}', '"SyncLoop (PLEG): event for pod" pod="default/shop-7d4f" event=&{ID:1b2c Type:ContainerDied Data:4f5e6a7b}',
      '"SyncLoop (PLEG): event for pod" pod="default/shop-7d4f" event={"ID":"1b2c","Type":"ContainerDied","Data":"4f5e6a7b"}'] },
  { says: ['SyncLoop (PLEG): "{*}", event: {*}Type:"ContainerStarted", Data:"{name}"}', '"SyncLoop (PLEG): event for pod" pod="{*}" event={*}Type:ContainerStarted Data:{name}}', '"SyncLoop (PLEG): event for pod" pod="{*}" event={*}"Type":"ContainerStarted","Data":"{name}"}'],
    kind: "process-start", role: "worker", versions: `${sentences}; 1.21 to 1.25; 1.26+`,
    example: ['SyncLoop (PLEG): "shop-7d4f_default(1b2c)", event: &pleg.PodLifecycleEvent{ID:"1b2c", Type:"ContainerStarted", Data:"4f5e6a7b"}', '"SyncLoop (PLEG): event for pod" pod="default/shop-7d4f" event=&{ID:1b2c Type:ContainerStarted Data:4f5e6a7b}',
      '"SyncLoop (PLEG): event for pod" pod="default/shop-7d4f" event={"ID":"1b2c","Type":"ContainerStarted","Data":"4f5e6a7b"}'] },
  { says: '"Generic (PLEG): container finished" podID="{*}" containerID="{name}" exitCode={exitCode}', kind: "process-exit", stage: "gone", role: "worker", cause: "oom-kill", guess: true, versions: structured,
    example: '"Generic (PLEG): container finished" podID="1b2c" containerID="4f5e6a7b" exitCode=137' },

  { says: ['Killing container "{name}" with a {#} second grace period', 'Killing container "{slot}" with a {#} second grace period', 'Killing container "{slot}" with {#} second grace period'], kind: "process-notice", role: "worker", cause: "shutdown", whose: "none", versions: sentences,
    example: ['Killing container "docker://4f5e6a7b" with a 30 second grace period', 'Killing container "4f5e6a7b shop default/shop-7d4f" with a 30 second grace period', 'Killing container "docker://4f5e6a7b" with 30 second grace period'] },
  { says: ['"Killing container with a grace period{*}" {*}containerName="{name}"{*}', '"Killing container with a grace period{*}" {*}', "Killing container with a grace period"], kind: "process-notice", role: "worker", cause: "shutdown", whose: "none", keys: { slot: "containerName" }, versions: structured,
    example: ['"Killing container with a grace period" pod="default/shop-7d4f" podUID="1b2c" containerName="shop" containerID="containerd://4f5e6a7b" gracePeriod=30', '"Killing container with a grace period override" containerID="containerd://4f5e6a7b" gracePeriod=2', "Killing container with a grace period"] },
  { says: ['"Container exited normally" {*}containerName="{name}"{*}'], kind: "process-exit", stage: "gone", role: "worker", cause: "exit", whose: "none", versions: structured,
    example: ['"Container exited normally" pod="default/shop-7d4f" podUID="1b2c" containerName="shop" containerID="containerd://4f5e6a7b"'] },
  { says: ['"Container termination failed with gracePeriod" {*}containerName="{name}"{*}', '"Kill container failed" {*}containerName="{name}"{*}'], kind: "process-notice", role: "worker", cause: "shutdown", whose: "none", versions: structured,
    example: ['"Container termination failed with gracePeriod" err="rpc error: code = DeadlineExceeded" pod="default/shop-7d4f" podUID="1b2c" containerName="shop" containerID="containerd://4f5e6a7b" gracePeriod=30',
      '"Kill container failed" err="rpc error" pod="default/shop-7d4f" podUID="1b2c" containerName="shop" containerID={"Type":"containerd","ID":"4f5e6a7b"}'] },

  // Probes
  { says: ['"Probe failed" probeType="Liveness" {*}containerName="{name}"{*}', 'Liveness probe for "{*}:{name}" failed ({*}): {*}'], kind: "process-notice", role: "worker", cause: "request-timeout", whose: "none", versions: `${structured}; before`,
    example: ['"Probe failed" probeType="Liveness" pod="default/shop-7d4f" podUID="1b2c" containerName="shop" probeResult="failure" output="HTTP probe failed with statuscode: 500"',
      'Liveness probe for "shop-7d4f_default(1b2c):shop" failed (failure): HTTP probe failed with statuscode: 500'] },
  { says: ['"Probe failed" probeType="Startup" {*}containerName="{name}"{*}', 'Startup probe for "{*}:{name}" failed ({*}): {*}'], kind: "process-notice", role: "worker", cause: "crash", whose: "none", versions: `${structured}; before`,
    example: ['"Probe failed" probeType="Startup" pod="default/shop-7d4f" podUID="1b2c" containerName="shop" probeResult="failure" output="connection refused"', 'Startup probe for "shop-7d4f_default(1b2c):shop" failed (failure): connection refused'] },
  { says: ['"Probe failed" probeType="Readiness" {*}', 'Readiness probe for "{*}" failed ({*}): {*}'], kind: "other", versions: `${structured}; before`,
    example: ['"Probe failed" probeType="Readiness" pod="default/shop-7d4f" podUID="1b2c" containerName="shop" probeResult="failure" output=""', 'Readiness probe for "shop-7d4f_default(1b2c):shop" failed (failure): connection refused'] },
  { says: ['"Message for Container of pod" containerName="{name}" {*} failed {@} probe, will be restarted"{*}', '"SyncLoop (probe)" probe="liveness" status="unhealthy" pod="{name}"{*}', 'SyncLoop (container unhealthy): "{name}"'], kind: "process-notice", role: "worker", cause: "request-timeout", whose: "none",
    versions: `${structured}; ${structured}; before`,
    example: ['"Message for Container of pod" containerName="shop" containerStatusID={"Type":"containerd","ID":"4f5e6a7b"} pod="default/shop-7d4f" containerMessage="Container shop failed liveness probe, will be restarted"',
      '"SyncLoop (probe)" probe="liveness" status="unhealthy" pod="default/shop-7d4f"', 'SyncLoop (container unhealthy): "shop-7d4f_default(1b2c)"'] },

  // Restarts that keep failing
  { says: ['Back-off {@} restarting failed container={name} pod={*}', "back-off {@} restarting failed container={name} pod={*}"], kind: "process-notice", role: "worker", cause: "crash", sign: "throttled", whose: "none",
    example: ["Back-off 5m0s restarting failed container=shop pod=shop-7d4f_default(1b2c)", "back-off 5m0s restarting failed container=shop pod=shop-7d4f_default(1b2c)"] },
  { says: ['"Error syncing pod, skipping" {*}CrashLoopBackOff{*}', 'Error syncing pod {*} skipping: {*}CrashLoopBackOff{*}', 'pod_workers.go:{#}] Error syncing pod {*}'], kind: "process-notice", role: "worker", cause: "crash", whose: "none", versions: `${structured}; before`,
    example: ['"Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"shop\\" with CrashLoopBackOff: \\"back-off 5m0s restarting failed container=shop\\"" pod="default/shop-7d4f" podUID="1b2c"',
      'Error syncing pod 1b2c ("shop-7d4f_default(1b2c)"), skipping: failed to "StartContainer" for "shop" with CrashLoopBackOff: "Back-off 5m0s restarting failed container=shop"', "pod_workers.go:190] Error syncing pod 1b2c"] },

  // Evictions and the end of the node
  { says: ['"Eviction manager: pod is evicted successfully" pod="{name}"', "eviction manager: pod {name} is evicted successfully"], kind: "process-exit", stage: "gone", role: "worker", cause: "memory-limit", whose: "none", versions: `${structured}; before`,
    example: ['"Eviction manager: pod is evicted successfully" pod="default/shop-7d4f"', "eviction manager: pod shop-7d4f_default(1b2c) is evicted successfully"] },
  { says: ['"Eviction manager: {*}" {*}', '"Eviction manager: {*}"', "eviction manager: attempting to reclaim {*}", "eviction manager: must evict pod(s) to reclaim {*}", "eviction manager: pods ranked for eviction: {*}"], kind: "process-notice", cause: "memory-limit", whose: "none", versions: `${structured}; before`,
    example: ['"Eviction manager: attempting to reclaim" resourceName="memory"', '"Eviction manager: must evict pod(s) to reclaim"', "eviction manager: attempting to reclaim memory", "eviction manager: must evict pod(s) to reclaim memory", "eviction manager: pods ranked for eviction: shop-7d4f_default(1b2c)"] },
  { says: ['"Shutdown manager detected new shutdown event, isNodeShuttingDownNow" event=true', '"Shutdown manager processing shutdown event"{*}'], kind: "server-stop", cause: "shutdown", whose: "none", versions: structured,
    example: ['"Shutdown manager detected new shutdown event, isNodeShuttingDownNow" event=true', '"Shutdown manager processing shutdown event"'] },
  { says: '"Shutdown manager killing pod with gracePeriod" pod="{name}"{*}', kind: "process-notice", role: "worker", cause: "shutdown", whose: "none", versions: structured, example: '"Shutdown manager killing pod with gracePeriod" pod="default/shop-7d4f" gracePeriod=30' },
  { says: ['"Got sys oom event"{*}', "Got sys oom event{*}"], kind: "process-notice", cause: "oom-kill", whose: "none", example: ['"Got sys oom event" event={"Pid":9321,"ProcessName":"uwsgi"}', "Got sys oom event: &{9321 uwsgi}"] },

  { says: ['"Starting kubelet"{*}', "Starting kubelet.", '"Started kubelet"{*}'], kind: "server-start", role: "master", whose: "writer", example: ['"Starting kubelet"', "Starting kubelet.", '"Started kubelet"'] },
  { says: ['SyncLoop (PLEG): {*}', '"SyncLoop (PLEG): {*}', 'SyncLoop ({@}, "{@}"): {*}', '"SyncLoop {@}" source="{@}" pods={*}', '"SyncLoop (probe)" {*}', '"Error syncing pod, skipping" {*}', '"Message for Container of pod" {*}'], kind: "other",
    example: ['SyncLoop (PLEG): "shop-7d4f_default(1b2c)", event: &pleg.PodLifecycleEvent{ID:"1b2c", Type:"ContainerRemoved", Data:"4f5e6a7b"}', '"SyncLoop (PLEG): pod does not exist, ignore irrelevant event" event={"ID":"1b2c"}', 'SyncLoop (DELETE, "api"): "shop-7d4f_default(1b2c)"',
      '"SyncLoop DELETE" source="api" pods=["default/shop-7d4f"]', '"SyncLoop (probe)" probe="readiness" status="ready" pod="default/shop-7d4f"', '"Error syncing pod, skipping" err="network is not ready" pod="default/shop-7d4f"', '"Message for Container of pod" containerName="shop"'] },
];
