/**
 * What systemd says of its jobs ("Started ...", "Stopping ...") and of itself. Programs of all kinds say the like, so that these
 * lines are systemd's only behind its name (`systemd[1]: `).
 *
 * From version 249 on a unit stands by name and description ("web.service - Shop"), else by either alone.
 * Printed by https://github.com/systemd/systemd: src/core/{job,service,manager,main}.c.
 */
import type { Rule } from "../../src/recognise/declare.ts";

const program = "systemd";

// biome-ignore format: one message to an entry, a real line under it
export const jobs: readonly Rule[] = [
  // systemd itself: the machine or the session goes down
  { says: ["Shutting down.", "Powering off.", "Rebooting.", "Halting system.", "Activating special unit exit.target...", "Received SIGINT.", "Received SIGTERM."], program, kind: "server-stop", cause: "shutdown",
    example: ["Shutting down.", "Powering off.", "Rebooting.", "Halting system.", "Activating special unit exit.target...", "Received SIGINT.", "Received SIGTERM."] },
  { says: ["Reexecuting.", "Reloading.", "Reloading requested from client PID {*}", "Reexecuting requested from client PID {*}", "Reexecution requested from client PID {*}", "Reload requested from client PID {*}", "Reloading finished in {*}", "Received {signal} from PID {*}"], program, kind: "other", // its own unit files
    example: ["Reexecuting.", "Reloading.", "Reloading requested from client PID 812 ('systemctl') (unit session-3.scope)...", "Reexecuting requested from client PID 812 ('systemctl')...", "Reexecution requested from client PID 812 ('systemctl')...",
      "Reload requested from client PID 812 ('systemctl')...", "Reloading finished in 212 ms.", "Received SIGRTMIN+24 from PID 812 (kill)."] },
  { says: ["systemd {@} running in {*}", "systemd {@} ({*}) running in {*}"], kind: "other", example: ["systemd 219 running in system mode. (+PAM +AUDIT)", "systemd 252 (252.22-1~deb12u1) running in system mode (+PAM +AUDIT)"] },
  { says: "Child {pid} ({*}) died (code={@}, status={#}/{@})", program, kind: "process-exit", stage: "gone", example: "Child 812 (uwsgi) died (code=exited, status=0/SUCCESS)" },

  // Its jobs, one for each unit
  { says: ["Started {slot} - {*}.", "Started {*}."], program, kind: "process-start", example: ["Started web.service - Shop web application.", "Started Shop web application."] },
  { says: ["Starting {slot} - {*}...", "Starting {*}..."], program, kind: "process-notice", example: ["Starting web.service - Shop web application...", "Starting Shop web application..."] },
  { says: ["Stopping {slot} - {*}...", "Stopping {*}..."], program, kind: "server-stop", cause: "shutdown", example: ["Stopping web.service - Shop web application...", "Stopping Shop web application..."] },
  { says: ["Stopped target {*}.", "Stopped {*} with error."], program, kind: "other", example: ["Stopped target multi-user.target - Multi-User System.", "Stopped Shop web application with error."] },
  { says: ["Stopped {slot} - {*}.", "Stopped {*}."], program, kind: "server-stop", cause: "shutdown", example: ["Stopped web.service - Shop web application.", "Stopped Shop web application."] },
  { says: ["Timed out stopping {slot} - {*}.", "Timed out stopping {*}."], program, kind: "process-notice", cause: "shutdown", example: ["Timed out stopping web.service - Shop web application.", "Timed out stopping Shop web application."] },
  { says: ["Reloading {slot} - {*}...", "Reloading {*}..."], program, kind: "reload", cause: "reload", example: ["Reloading web.service - Shop web application...", "Reloading Shop web application..."] },
  { says: ["Reloaded {slot} - {*}.", "Reloaded {*}."], program, kind: "reload", cause: "reload", closes: "procedure", example: ["Reloaded web.service - Shop web application.", "Reloaded Shop web application."] },
  { says: ["Reload failed for {*}.", "Timed out reloading {*}."], program, kind: "reload", closes: "procedure", example: ["Reload failed for web.service - Shop web application.", "Timed out reloading Shop web application."] },
  { says: ["Failed to start {slot} - {*}.", "Failed to start {*}.", "Timed out starting {*}."], program, kind: "process-notice", cause: "exit",
    example: ["Failed to start web.service - Shop web application.", "Failed to start Shop web application.", "Timed out starting web.service - Shop web application."] },
  { says: "{slot} failed.", program, kind: "process-exit", stage: "gone", cause: "exit", versions: "219", example: "web.service failed." },
  { says: ["Finished {*}.", "Dependency failed for {*}.", "Assertion failed for {*}.", "Condition check resulted in {*} being skipped.", "{@} - {*} was skipped because {*}", "{@} was skipped because {*}", "Unnecessary job was removed for {*}.", "Job {@} failed with result '{@}'.", "Unit {@} is not loaded properly: {*}"], program, kind: "other",
    example: ["Finished logrotate.service - Rotate log files.", "Dependency failed for web.service - Shop web application.", "Assertion failed for Shop web application.", "Condition check resulted in Shop web application being skipped.",
      "web.service - Shop was skipped because of an unmet condition check (ConditionPathExists=/srv).", "web.service was skipped because of an unmet condition check (ConditionPathExists=/srv).", "Unnecessary job was removed for web.service - Shop.",
      "Job web.service/start failed with result 'dependency'.", "Unit web.service is not loaded properly: Invalid argument."] },
  { says: ["Created slice {*}.", "Removed slice {*}.", "Reached target {*}.", "Listening on {*}.", "Closed {*}.", "Mounting {*}...", "Mounted {*}.", "Unmounting {*}...", "Unmounted {*}.", "Activating {*}...", "Activated {*}.", "Deactivating {*}...", "Deactivated {*}.", "Found device {*}.", "Set up automount {*}.",
      "Startup finished in {*}", "Queued start job for default target {*}"], program, kind: "other",
    example: ["Created slice system-web.slice - Slice /system/web.", "Removed slice user-1000.slice - User Slice of UID 1000.", "Reached target multi-user.target - Multi-User System.", "Listening on web.socket - Shop socket.", "Closed web.socket - Shop socket.", "Mounting srv.mount - /srv...",
      "Mounted srv.mount - /srv.", "Unmounting srv.mount - /srv...", "Unmounted srv.mount - /srv.", "Activating swap swapfile.swap - /swapfile...", "Activated swap swapfile.swap - /swapfile.", "Deactivating swap /swapfile...", "Deactivated swap /swapfile.",
      "Found device dev-sda1.device - root.", "Set up automount boot.automount.", "Startup finished in 3.120s (kernel) + 12.201s (userspace) = 15.321s.", "Queued start job for default target multi-user.target."] },
  { says: ["Sending SIGTERM to remaining processes...", "Sending SIGKILL to remaining processes..."], kind: "server-stop", cause: "shutdown", whose: "none",
    example: ["Sending SIGTERM to remaining processes...", "Sending SIGKILL to remaining processes..."] },
  { says: "Sending SIGKILL to PID {pid} ({*}).", kind: "process-notice", cause: "shutdown", sign: "forced",
    example: "Sending SIGKILL to PID 812 (uwsgi)." },
];
