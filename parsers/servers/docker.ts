/**
 * Docker: what `docker events` prints, and the daemon's own log.
 *
 * Events are `TIME container ACTION ID (key=value, ...)`, keys in order; the time comes off like that of `docker logs -t`.
 * The daemon's log is logfmt, `time="..." level=info msg="..." container=ID`. A container is a slot by its name or id; pids
 * are not told.
 *
 * `docker stop`: "kill" (signal=15) -> "die" (exitCode=0 or 143; after the grace period "kill" signal=9 and exitCode=137)
 * -> "stop". Want of memory: "oom" -> "die" exitCode=137, or the container lives on: "oom" is about any process in it.
 * Restart policy: "die" -> "start". "kill" is any signal, also HUP.
 *
 * Versions: 1.10 to 29. Ignored on purpose: networks, volumes, images, plugins.
 * Printed by https://github.com/moby/moby: daemon/{monitor,kill,stop,start,restart,health,exec,daemon}.go,
 * daemon/command/daemon.go, libcontainerd; the event's text by docker/cli, cli/command/system/events.go.
 */
import { defineServer, type Rule } from "../../src/recognise/declare.ts";

// biome-ignore format: one message to an entry, a real line under it
const events: readonly Rule[] = [
  // 137 alone proves nothing: an "oom" or a "kill" stands before
  { says: ["container die {@} ({*}exitCode={exitCode}, {*}, name={name}, {*})", "container die {@} ({*}exitCode={exitCode}, {*}, name={name})"], kind: "process-exit", stage: "gone", role: "worker", cause: "oom-kill", guess: true,
    example: ["container die 4f5e6a7b8c9d (com.docker.compose.project=shop, execDuration=12, exitCode=1, image=shop:1, name=shop-web-1, org.opencontainers.image.version=1)", "container die 4f5e6a7b8c9d (exitCode=137, image=shop:1, name=shop)"] },
  { says: "container die {@}{*}", kind: "process-exit", stage: "gone", role: "worker", cause: "exit", example: "container die 4f5e6a7b8c9d" },
  { says: ["container oom {@} ({*}, name={name}, {*})", "container oom {@} ({*}, name={name})", "container oom {@}{*}"], kind: "process-notice", role: "worker", cause: "oom-kill",
    example: ["container oom 4f5e6a7b8c9d (image=shop:1, name=shop, org.opencontainers.image.version=1)", "container oom 4f5e6a7b8c9d (image=shop:1, name=shop)", "container oom 4f5e6a7b8c9d"] },
  { says: ["container kill {@} ({*}, name={name}, {*}signal={signal})", "container kill {@} ({*}, name={name}, {*}signal={signal}, {*})", "container kill {@}{*}"], kind: "process-notice", role: "worker", cause: "shutdown",
    example: ["container kill 4f5e6a7b8c9d (image=shop:1, name=shop, signal=15)", "container kill 4f5e6a7b8c9d (image=shop:1, name=shop, signal=9, vendor=Shop Ltd)", "container kill 4f5e6a7b8c9d"] },
  { says: ["container stop {@} ({*}, name={name}, {*})", "container stop {@} ({*}, name={name})", "container stop {@}{*}"], kind: "process-exit", stage: "gone", role: "worker", cause: "shutdown", // after "die"
    example: ["container stop 4f5e6a7b8c9d (image=shop:1, name=shop, org.opencontainers.image.version=1)", "container stop 4f5e6a7b8c9d (image=shop:1, name=shop)", "container stop 4f5e6a7b8c9d"] },
  { says: ["container start {@} ({*}, name={name}, {*})", "container start {@} ({*}, name={name})", "container start {@}{*}"], kind: "process-start", role: "worker",
    example: ["container start 4f5e6a7b8c9d (image=shop:1, name=shop, org.opencontainers.image.version=1)", "container start 4f5e6a7b8c9d (image=shop:1, name=shop)", "container start 4f5e6a7b8c9d"] },
  { says: "container exec_die {@} ({*}exitCode={exitCode}, {*})", kind: "process-exit", stage: "gone", role: "child", cause: "exit", example: "container exec_die 4f5e6a7b8c9d (execID=77aa, exitCode=0, image=shop:1, name=shop)" },
  { says: ["container health_status: {@} {@} ({*}, name={name}, {*})", "container health_status: {@} {@} ({*}, name={name})", "container pause {@} ({*}, name={name})", "container unpause {@} ({*}, name={name})", "container restart {@} ({*}, name={name})"],
    kind: "process-notice", role: "worker", // nothing is killed for its health
    example: ["container health_status: unhealthy 4f5e6a7b8c9d (image=shop:1, name=shop, org.opencontainers.image.version=1)", "container health_status: unhealthy 4f5e6a7b8c9d (image=shop:1, name=shop)", "container pause 4f5e6a7b8c9d (image=shop:1, name=shop)",
      "container unpause 4f5e6a7b8c9d (image=shop:1, name=shop)", "container restart 4f5e6a7b8c9d (image=shop:1, name=shop)"] },
  { says: ["container create {@} ({*})", "container attach {@} ({*})", "container destroy {@} ({*})", "container exec_create: {*} {@} ({*})", "container exec_start: {*} {@} ({*})", "network connect {@} ({*})", "network disconnect {@} ({*})",
      "volume mount {@} ({*})", "volume unmount {@} ({*})", "image pull {@} ({*})"], kind: "other",
    example: ["container create 4f5e6a7b8c9d (image=shop:1, name=shop)", "container attach 4f5e6a7b8c9d (image=shop:1, name=shop)", "container destroy 4f5e6a7b8c9d (image=shop:1, name=shop)",
      "container exec_create: sh -c true 4f5e6a7b8c9d (execID=77aa, image=shop:1, name=shop)", "container exec_start: sh -c true 4f5e6a7b8c9d (execID=77aa, image=shop:1, name=shop)", "network connect 0b1c2d3e (container=4f5e6a7b8c9d, name=bridge, type=bridge)",
      "network disconnect 0b1c2d3e (container=4f5e6a7b8c9d, name=bridge, type=bridge)",
      "volume mount shop-data (container=4f5e6a7b8c9d, driver=local)", "volume unmount shop-data (container=4f5e6a7b8c9d, driver=local)", "image pull shop:1 (name=shop)"] },
];

// biome-ignore format: one message to an entry, a real line under it
const daemon: readonly Rule[] = [
  { says: ["Container failed to exit within {*} of signal {signal} - using the force", "Container {name} failed to exit within {*} of signal {signal} - using the force", "Container failed to stop after sending signal {signal} to the process, force killing"],
    kind: "process-notice", role: "worker", cause: "shutdown", sign: "forced", keys: { slot: "container" }, versions: "20.10+; before", // SIGKILL follows
    example: ["Container failed to exit within 10s of signal 15 - using the force", "Container 4f5e6a7b8c9d failed to exit within 10 seconds of signal 15 - using the force", "Container failed to stop after sending signal 15 to the process, force killing"] },
  { says: ["Container failed to exit within {*} of kill - trying direct SIGKILL", "Container {name} failed to exit within {*} of kill - trying direct SIGKILL", "Container {name}, process {@} failed to exit within {*} of signal TERM - using the force"],
    kind: "process-notice", role: "worker", cause: "shutdown", sign: "forced", keys: { slot: "container" },
    example: ["Container failed to exit within 10s of kill - trying direct SIGKILL", "Container 4f5e6a7b8c9d failed to exit within 10 seconds of kill - trying direct SIGKILL",
      "Container 4f5e6a7b8c9d, process 77aa failed to exit within 10 seconds of signal TERM - using the force"] },
  { says: "restarting container", kind: "process-start", role: "worker", keys: { slot: "container" }, versions: "29+", example: "restarting container" },
  { says: ["ShouldRestart failed, container will not be restarted", "ShouldRestart failed: container will not be restarted"], kind: "process-notice", role: "worker", keys: { slot: "container", exitCode: "exitCode" },
    example: ["ShouldRestart failed, container will not be restarted", "ShouldRestart failed: container will not be restarted"] },
  { says: "Health check for container {name} error: {*}", kind: "process-notice", role: "worker", example: "Health check for container 4f5e6a7b8c9d error: context deadline exceeded" },

  { says: ["Daemon has completed initialization", "API listen on {*}"], kind: "server-start", role: "master", whose: "none", example: ["Daemon has completed initialization", "API listen on /run/docker.sock"] },
  { says: ["Processing signal '{*}'", "stopping event stream following graceful shutdown", "stopping healthcheck following graceful shutdown"], kind: "server-stop", role: "master", cause: "shutdown", whose: "none",
    example: ["Processing signal 'terminated'", "stopping event stream following graceful shutdown", "stopping healthcheck following graceful shutdown"] },
  { says: "Daemon shutdown complete", kind: "server-stop", role: "master", cause: "shutdown", whose: "none", example: "Daemon shutdown complete" }, // containers live on with live-restore
  { says: ["killing and restarting containerd", "failed restarting containerd"], kind: "process-notice", cause: "crash", keys: { pid: "pid" }, example: ["killing and restarting containerd", "failed restarting containerd"] },
  { says: ["ignoring event", "Loading containers: start.", "Loading containers: done.", "Restoring containers: start.", "containerd is still running", "libcontainerd: started new containerd process", "Removing stale sandbox {*}",
      "failed to delete container from containerd", "Container not cleaned up from containerd from previous run", "start clean shutdown of all containers with a {#} seconds timeout..."], kind: "other", // the first comes with every exit
    example: ["ignoring event", "Loading containers: start.", "Loading containers: done.", "Restoring containers: start.", "containerd is still running", "libcontainerd: started new containerd process", "Removing stale sandbox 9a8b (4f5e6a7b8c9d)",
      "failed to delete container from containerd", "Container not cleaned up from containerd from previous run", "start clean shutdown of all containers with a 15 seconds timeout..."] },
];

export const docker = defineServer({
  name: "docker",
  title: "Docker",
  versions: "1.10 to 29",
  recovers: [
    "start, death with exit status, and stop of containers",
    "signals sent to containers, want of memory in them",
    "grace periods that ran out",
    "start and stop of the daemon",
  ],
  rules: [...events, ...daemon],
});
