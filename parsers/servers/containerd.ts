/**
 * containerd: the daemon's log, with its Kubernetes side (CRI) and its shims.
 *
 * Lines are logfmt, `time="..." level=info msg="..." key=value`. A container is a slot by its id; the pid of an exit is the
 * host's, of the first process in the container or (where id differs from container_id) of a process exec'ed in it.
 *
 * Life of a container: "StartContainer for "C" returns successfully" -> "StopContainer for "C" with timeout 30 (s)" ->
 * "Stop container "C" with signal terminated" -> "Kill container "C"" (grace period over) -> "TaskExit event ..." -> "shim
 * disconnected" (at every exit). "TaskOOM event" concerns any process in the container.
 *
 * Versions: 1.2 to 2.3. Events are printed like Go structures up to 1.6, then like protobuf text, whose blanks vary.
 * Printed by https://github.com/containerd/containerd: internal/cri/server/{events,container_*,sandbox_*}.go (before:
 * pkg/cri/server), core/runtime/v2/{shim,binary,shim_load}.go (before: runtime/v2), cmd/containerd/command/main.go.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const containerd = defineServer({
  name: "containerd",
  title: "containerd",
  versions: "1.2 to 2.3",
  recovers: [
    "exits of containers with pid and status",
    "want of memory in a container",
    "stops, and grace periods that ran out",
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    // An exit without a status is one with status 0: protobuf leaves zeroes out
    { says: ["TaskExit event{*} container_id:\"{name}\"{*} pid:{pid} {_}exit_status:{exitCode} {*}", "TaskExit event{*} &TaskExit{ContainerID:{name},ID:{@},Pid:{pid},ExitStatus:{exitCode},{*}"],
      kind: "process-exit", stage: "gone", role: "worker", cause: "oom-kill", guess: true, versions: "1.7+; before",
      example: ["TaskExit event container_id:\"4f5e6a7b\"  id:\"4f5e6a7b\"  pid:9321  exit_status:137  exited_at:{seconds:1712068387  nanos:123456789}",
        "TaskExit event &TaskExit{ContainerID:4f5e6a7b,ID:4f5e6a7b,Pid:9321,ExitStatus:137,ExitedAt:2024-04-02 14:33:07.123456789 +0000 UTC,XXX_unrecognized:[],}"] },
    { says: ["TaskExit event{*} container_id:\"{name}\"{*} pid:{pid} {*}", "TaskExit event {*}"], kind: "process-exit", stage: "gone", role: "worker", cause: "exit",
      example: ["TaskExit event in podsandbox handler container_id:\"4f5e6a7b\" id:\"4f5e6a7b\" pid:9321 exited_at:{seconds:1712068387 nanos:123456789}", "TaskExit event &TaskExit{}"] },
    { says: ["received exit event container_id:\"{name}\"{*} pid:{pid} {_}exit_status:{exitCode} {*}", "received container exit event container_id:\"{name}\"{*} pid:{pid} {_}exit_status:{exitCode} {*}",
        "received exit event &TaskExit{ContainerID:{name},ID:{@},Pid:{pid},ExitStatus:{exitCode},{*}"], kind: "process-exit", stage: "gone", role: "worker", cause: "oom-kill", guess: true, versions: "2.0; 2.1+; 1.6",
      example: ["received exit event container_id:\"4f5e6a7b\" id:\"4f5e6a7b\" pid:9321 exit_status:1 exited_at:{seconds:1712068387 nanos:123456789}", "received container exit event container_id:\"4f5e6a7b\" id:\"4f5e6a7b\" pid:9321 exit_status:137 exited_at:{seconds:1712068387}",
        "received exit event &TaskExit{ContainerID:4f5e6a7b,ID:4f5e6a7b,Pid:9321,ExitStatus:137,ExitedAt:2024-04-02 14:33:07.123456789 +0000 UTC,XXX_unrecognized:[],}"] },
    { says: ["received exit event container_id:\"{name}\"{*} pid:{pid} {*}", "received container exit event container_id:\"{name}\"{*} pid:{pid} {*}"], kind: "process-exit", stage: "gone", role: "worker", cause: "exit", versions: "2.0; 2.1+",
      example: ["received exit event container_id:\"4f5e6a7b\" id:\"4f5e6a7b\" pid:9321 exited_at:{seconds:1712068387}", "received container exit event container_id:\"4f5e6a7b\" id:\"4f5e6a7b\" pid:9321 exited_at:{seconds:1712068387}"] },
    // Any process of the container, which may live on: "TaskExit" is the end
    { says: ["TaskOOM event container_id:\"{name}\"{*}", "TaskOOM event &TaskOOM{ContainerID:{name},{*}", "TaskOOM event {*}"], kind: "process-exit", stage: "leaving", role: "worker", cause: "oom-kill", versions: "1.7+; before",
      example: ["TaskOOM event container_id:\"4f5e6a7b\"", "TaskOOM event &TaskOOM{ContainerID:4f5e6a7b,XXX_unrecognized:[],}", "TaskOOM event {}"] },
    { says: ["shim disconnected", "shim reaped"], kind: "process-exit", stage: "gone", role: "worker", keys: { slot: "id" }, versions: "1.4+; before", example: ["shim disconnected", "shim reaped"] }, // at every exit
    { says: ["cleaning up after shim disconnected", "failed to clean up after shim disconnected", "cleaning up dead shim", "cleaning up after dead shim", "cleanup dead shim {name}", "failed to delete dead shim", "cleaning leaked shim process"],
      kind: "process-exit", stage: "leaving", role: "worker", keys: { slot: "id" },
      example: ["cleaning up after shim disconnected", "failed to clean up after shim disconnected", "cleaning up dead shim", "cleaning up after dead shim", "cleanup dead shim 4f5e6a7b", "failed to delete dead shim", "cleaning leaked shim process"] },

    { says: ["Kill container \"{name}\"", "Kill container \"{name}\" init process"], kind: "process-notice", role: "worker", cause: "shutdown", versions: "the second 1.2", example: ["Kill container \"4f5e6a7b\"", "Kill container \"4f5e6a7b\" init process"] },
    { says: ["Stop container \"{name}\" with signal {*}", "StopContainer for \"{name}\" with timeout {#} (s)", "Forcibly stopping container \"{name}\"", "StopPodSandbox for \"{name}\"", "Forcibly stopping sandbox \"{name}\""], kind: "process-notice", role: "worker", cause: "shutdown",
      example: ["Stop container \"4f5e6a7b\" with signal terminated", "StopContainer for \"4f5e6a7b\" with timeout 30 (s)", "Forcibly stopping container \"4f5e6a7b\"", "StopPodSandbox for \"9a8b7c6d\"", "Forcibly stopping sandbox \"9a8b7c6d\""] },
    { says: ["StopContainer for \"{name}\" returns successfully", "StopPodSandbox for \"{name}\" returns successfully"], kind: "process-exit", stage: "gone", role: "worker", cause: "shutdown",
      example: ["StopContainer for \"4f5e6a7b\" returns successfully", "StopPodSandbox for \"9a8b7c6d\" returns successfully"] },
    { says: "StartContainer for \"{name}\" returns successfully", kind: "process-start", role: "worker", example: "StartContainer for \"4f5e6a7b\" returns successfully" },
    { says: ["StartContainer for \"{name}\" failed", "StopContainer for \"{name}\" failed", "failed to handle container TaskExit event {*}"], kind: "process-notice", role: "worker", cause: "crash",
      example: ["StartContainer for \"4f5e6a7b\" failed", "StopContainer for \"4f5e6a7b\" failed", "failed to handle container TaskExit event container_id:\"4f5e6a7b\""] },

    { says: ["containerd successfully booted in {*}s", "starting containerd"], kind: "server-start", role: "master", whose: "none", example: ["containerd successfully booted in 0.038241s", "starting containerd"] },
    { says: ["Stop CRI service", "Stop CRI service."], kind: "server-stop", role: "master", cause: "shutdown", whose: "none", example: ["Stop CRI service", "Stop CRI service."] },
    { says: ["StartContainer for {*}", "CreateContainer within sandbox {*}", "RunPodSandbox for {*}", "RunPodSandbox with config {*}", "RemoveContainer for {*}", "RemovePodSandbox {*}", "Container to stop {*} must be in running or unknown state, {*}",
        "Skipping the sending of signal {*} to container {*}", "connecting to shim {*}", "shim {*} started", "starting signal loop", "SandboxExit event {*}", "received sandbox exit event {*}", "received sandbox container exit event {*}",
        "Failed to handle event stream", "Failed to handle backOff event {*} for {*}", "Ensure that container {*} in task-service has been cleanup successfully"], kind: "other",
      example: ["StartContainer for \"4f5e6a7b\"", "CreateContainer within sandbox \"9a8b7c6d\" for container &ContainerMetadata{Name:shop,Attempt:3,}", "RunPodSandbox for &PodSandboxMetadata{Name:shop-7d4,Uid:1b2c,Namespace:default,Attempt:0,}", "RunPodSandbox with config {}",
        "RemoveContainer for \"4f5e6a7b\"", "RemovePodSandbox \"9a8b7c6d\" returns successfully", "Container to stop \"4f5e6a7b\" must be in running or unknown state, current state \"CONTAINER_EXITED\"",
        "Skipping the sending of signal terminated to container \"4f5e6a7b\" because a prior stop with timeout>0 request already sent the signal", "connecting to shim 4f5e6a7b", "shim containerd-shim-runc-v2 started", "starting signal loop",
        "SandboxExit event sandbox_id:\"9a8b7c6d\"", "received sandbox exit event sandbox_id:\"9a8b7c6d\"", "received sandbox container exit event sandbox_id:\"9a8b7c6d\" exit_status:137", "Failed to handle event stream", "Failed to handle backOff event &Any{} for 4f5e6a7b",
        "Ensure that container 4f5e6a7b in task-service has been cleanup successfully"] },
  ],
});
