/**
 * The uWSGI Emperor and its vassals, and the Legion. Part of uwsgi.ts.
 *
 * A vassal is a whole uWSGI instance named by its config file; it logs into the Emperor's stream, and none of its own
 * lines says which vassal it is. After a crash the replacement is started before "removed" is printed.
 *
 * Printed by core/{emperor,legion,master,master_utils,master_checks}.c.
 */
import type { Rule } from "../../src/recognise/declare.ts";

// biome-ignore format: one message to an entry, a real line under it
export const emperor: readonly Rule[] = [
  { says: ["*** starting uWSGI Emperor ***", "*** starting uWSGI sub-Emperor ***"], kind: "server-start", example: ["*** starting uWSGI Emperor ***", "*** starting uWSGI sub-Emperor ***"] },
  { says: ["[emperor] *** RAGNAROK EVOKED ***", "[emperor] *** RAGNAROK ALREADY EVOKED (mercyless in {#} seconds)***", "The Emperor is buried."], kind: "server-stop", cause: "shutdown",
    example: ["[emperor] *** RAGNAROK EVOKED ***", "[emperor] *** RAGNAROK ALREADY EVOKED (mercyless in 12 seconds)***", "The Emperor is buried."] },
  { says: "!!! Emperor died !!!", kind: "process-exit", stage: "gone", cause: "crash", example: "!!! Emperor died !!!" },
  { says: "The Emperor has been buried (pid: {pid})", kind: "process-exit", stage: "gone", cause: "shutdown", example: "The Emperor has been buried (pid: 7199)" },
  { says: "--- MUTINY DETECTED !!! IMPALING VASSALS... ---", kind: "process-notice", cause: "crash", example: "--- MUTINY DETECTED !!! IMPALING VASSALS... ---" },

  // Vassals, as the Emperor sees them
  { says: "[emperor] vassal {slot} has been spawned", kind: "process-start", example: "[emperor] vassal a.ini has been spawned" },
  { says: "[emperor] curse the uwsgi instance {slot} (pid: {pid})", kind: "process-notice", cause: "crash", example: "[emperor] curse the uwsgi instance a.ini (pid: 7250)" },
  { says: "[emperor] reload the uwsgi instance {slot}", kind: "reload", cause: "reload", example: "[emperor] reload the uwsgi instance a.ini" },
  { says: "[emperor] removed uwsgi instance {slot}", kind: "process-exit", stage: "gone", example: "[emperor] removed uwsgi instance b.ini" },
  { says: ["[emperor] stop the uwsgi instance {slot}", "[emperor] NO MERCY for vassal {slot} !!!", "!!! availability of file {*} changed. stopping the instance... !!!", "!!! permissions of file {*} changed. stopping the instance... !!!",
      "[emperor-tyrant] !!! permissions of vassal {slot} changed. stopping the instance... !!!"], kind: "process-notice", cause: "shutdown",
    example: ["[emperor] stop the uwsgi instance b.ini", "[emperor] NO MERCY for vassal b.ini !!!", "!!! availability of file b.ini changed. stopping the instance... !!!", "!!! permissions of file b.ini changed. stopping the instance... !!!",
      "[emperor-tyrant] !!! permissions of vassal b.ini changed. stopping the instance... !!!"] },
  { says: "[emperor] bringing back instance {slot} to on-demand mode", kind: "process-notice", cause: "scale-down", example: "[emperor] bringing back instance a.ini to on-demand mode" },
  { says: ["[emperor] vassal {slot} sent no heartbeat in last {#} seconds, brutally respawning it..."], kind: "process-notice",
    example: ["[emperor] vassal a.ini sent no heartbeat in last 30 seconds, brutally respawning it..."] },
  { says: ["[emperor] unloyal bad behaving vassal found: {slot} throttling it...", "[emperor] maximum throttle level for vassal {slot} reached !!!"], kind: "process-notice", sign: "throttled",
    example: ["[emperor] unloyal bad behaving vassal found: a.ini throttling it...", "[emperor] maximum throttle level for vassal a.ini reached !!!"] },
  { says: ["[emperor] vassal {slot} is now loyal", "[emperor] vassal {slot} is ready to accept requests", "[emperor] going in broodlord mode: launching zergs for {slot}"], kind: "process-notice",
    example: ["[emperor] vassal a.ini is now loyal", "[emperor] vassal a.ini is ready to accept requests", "[emperor] going in broodlord mode: launching zergs for a.ini"] },

  // Vassals, as they speak themselves
  { says: "received message 0 from emperor", kind: "server-stop", cause: "shutdown", example: "received message 0 from emperor" },
  { says: "received message 1 from emperor", kind: "reload", cause: "reload", example: "received message 1 from emperor" },
  { says: "lost connection with my emperor !!!", kind: "server-stop", cause: "master-died", example: "lost connection with my emperor !!!" },
  { says: "lost communication with the Emperor, goodbye...", kind: "process-exit", stage: "leaving", role: "worker", cause: "master-died", example: "lost communication with the Emperor, goodbye..." },

  { says: ["received message {#} from emperor", "announcing my loyalty to the Emperor...", "*** has_emperor mode detected (fd: {#}) ***", "waiting for Emperor death...", "asking Emperor for reinforcements ({*}: {#})..."], kind: "other",
    example: ["received message 2 from emperor", "announcing my loyalty to the Emperor...", "*** has_emperor mode detected (fd: 6) ***", "waiting for Emperor death...", "asking Emperor for reinforcements (backlog: 101)..."] },
  { says: ["[emperor] {*}", "[emperor-tyrant] {*}", "[uwsgi-emperor] {*}", "[zeus] {*}", "*** Emperor {@} {@} enabled on {*} ***"], kind: "other",
    example: ["[emperor] a.ini start-hook returned 0", "[emperor-tyrant] dropping privileges to 33 33 for instance a.ini", '[uwsgi-emperor] a.ini -> "on demand" instance detected, waiting for connections on socket "127.0.0.1:3031" ...',
      '[zeus] ready to spawn instance "a.ini" ...', "*** Emperor stats server enabled on 127.0.0.1:5005 fd: 5 ***"] },
  { says: "capabilities applied for vassal {slot} (pid: {pid})", kind: "other",
    example: "capabilities applied for vassal shop.ini (pid: 7250)" },
  { says: "double fork() and reparenting successful (new pid: {pid})", kind: "process-start", role: "child",
    example: "double fork() and reparenting successful (new pid: 7251)" },
  { says: ["[uwsgi-legion] {*}", "[uwsgi-legion-node] {*}", "legion manager thread enabled"], kind: "other",
    example: ["[uwsgi-legion] i am now the Lord of the Legion blue", "[uwsgi-legion-node] node: web1 valor: 10 uuid: 0a52 last_seen: 1795269126 vote_valor: 10 vote_uuid: 0a52", "legion manager thread enabled"] },
];
