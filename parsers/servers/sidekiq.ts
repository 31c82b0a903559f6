/**
 * Sidekiq: one process, a thread for each job it works at. The process logs the jobs itself: "start" and "done" (or "fail") by their
 * jid, with pid, tid and class in the line's head. Its logger's layout came in four generations, beside JSON and one without a time.
 *
 * Stop: "Shutting down" -> "Terminating quiet threads" -> "Pausing to allow jobs to finish..." -> (timeout) "Terminating N busy threads"
 * -> "Pushed N jobs back to Redis", which start again elsewhere under their jid -> perhaps "fail" lines of the cut jobs -> "Bye!".
 * A kill leaves no line at all: the next boot banner is all there is.
 *
 * Versions: 4.0 to 8.1. Ignored on purpose: the banner in ASCII art, backtraces, Sidekiq Pro and Enterprise.
 * Printed by https://github.com/sidekiq/sidekiq: lib/sidekiq/{cli,launcher,manager,fetch,processor,job_logger,job_retry,scheduled,logger}.rb,
 * lib/sidekiq/{logging,middleware/server/logging}.rb up to 5.x.
 */
import { defineServer } from "../../src/recognise/declare.ts";
import { rubyStacks } from "./ruby-stacks.ts";

const level = "(?<lvl>DEBUG|INFO|WARN|ERROR|FATAL|ANY)";

export const sidekiq = defineServer({
  name: "sidekiq",
  title: "Sidekiq",
  versions: "4.0 to 8.1",
  recovers: [
    "jobs by their jid, with class, process and thread",
    "boots, quiet and hard stops",
    "jobs pushed back to Redis",
  ],
  dump: rubyStacks,
  heads: [
    {
      claims: "lines",
      pattern: new RegExp(
        `^(?:(?<ts>\\d\\S+) )?(?<pid>\\d+) TID-(?<tid>\\w+)(?: (?<job_name>\\S+) JID-(?<jid>\\w+))?(?: \\S+)*? ${level}: (?<msg>.*)$`,
        "s",
      ), // to 5.x
      example: "2024-04-02T14:33:07.123Z 4242 TID-oxe4j5k2m HardWorker JID-b4a577edbccf1d805744efa9 INFO: start",
    },
    {
      claims: "lines",
      pattern: new RegExp(
        `^(?:(?<ts>\\d\\S+) )?pid=(?<pid>\\d+) tid=(?<tid>\\w+)(?: class=(?<job_name>\\S+))?(?: jid=(?<jid>\\w+))?(?: \\S+)*? ${level}: (?<msg>.*)$`,
        "s",
      ), // 6, 7
      example:
        "2024-04-02T14:33:07.123Z pid=4242 tid=gxk class=HardJob jid=b4a577edbccf1d805744efa9 elapsed=2.003 INFO: done",
    },
    {
      claims: "lines",
      pattern: new RegExp(
        `^(?:.\\[[\\d;]*m)?${level} *(?:.\\[0m)? (?:(?<ts>\\d\\S+) )?pid=(?<pid>\\d+) tid=(?<tid>\\w+)(?: jid=(?<jid>\\w+))?(?: class=(?<job_name>\\S+?))?(?: \\w+=\\S+?)*: (?<msg>.*)$`,
        "s",
      ), // 8
      example: "INFO 2025-04-02T14:33:07.123Z pid=4242 tid=gxk jid=b4a577edbccf1d805744efa9 class=HardJob: start",
    },
    {
      claims: "lines",
      keys: ["ts", "pid", "tid", "lvl", "msg"],
      example:
        '{"ts":"2024-04-02T14:33:07.123Z","pid":4242,"tid":"gxk","lvl":"INFO","msg":"start","ctx":{"class":"HardJob","jid":"b4a577edbccf1d805744efa9"}}',
    },
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    // Jobs
    { says: "start", kind: "task-start", stage: "running", headed: "task", whose: "writer",
      example: ["2024-04-02T14:33:07.123Z 4242 TID-oxe4j5k2m HardWorker JID-b4a577edbccf1d805744efa9 INFO: start", "4242 TID-oxe4j5k2m HardWorker JID-b4a577edbccf1d805744efa9 BID-jZ2mA INFO: start",
        "2024-04-02T14:33:07.123Z pid=4242 tid=gxk class=HardJob jid=b4a577edbccf1d805744efa9 INFO: start", "pid=4242 tid=gxk class=Billing::InvoiceJob jid=b4a577edbccf1d805744efa9 tags=a,b INFO: start",
        "INFO 2025-04-02T14:33:07.123Z pid=4242 tid=gxk jid=b4a577edbccf1d805744efa9 class=Billing::InvoiceJob: start",
        "\u001b[1;34mINFO \u001b[0m pid=4242 tid=gxk jid=b4a577edbccf1d805744efa9 class=HardJob tags=a,b: start",
        '{"ts":"2024-04-02T14:33:07.123Z","pid":4242,"tid":"gxk","lvl":"INFO","msg":"start","ctx":{"class":"HardJob","jid":"b4a577edbccf1d805744efa9"}}'] },
    { says: ["done", "done: {*} sec"], kind: "task-end", outcome: "ok", headed: "task", whose: "writer", versions: "6 to 8; 4 and 5",
      example: ["2024-04-02T14:33:09.126Z pid=4242 tid=gxk class=HardJob jid=b4a577edbccf1d805744efa9 elapsed=2.003 INFO: done", "INFO 2025-04-02T14:33:09.126Z pid=4242 tid=gxk jid=b4a577edbccf1d805744efa9 class=HardJob elapsed=2.003: done",
        "2024-04-02T14:33:09.126Z 4242 TID-oxe4j5k2m HardWorker JID-b4a577edbccf1d805744efa9 INFO: done: 2.003 sec"] },
    { says: ["fail", "fail: {*} sec"], kind: "task-end", outcome: "failed", cause: "crash", headed: "task", whose: "writer", versions: "6 to 8; 4 and 5",
      example: ["2024-04-02T14:33:09.126Z pid=4242 tid=gxk class=HardJob jid=b4a577edbccf1d805744efa9 elapsed=2.003 INFO: fail",
        "2024-04-02T14:33:09.126Z 4242 TID-oxe4j5k2m HardWorker JID-b4a577edbccf1d805744efa9 INFO: fail: 2.003 sec"] },
    { says: "Job cancelled", kind: "process-notice", headed: "task", whose: "writer", versions: "7.3+: an iterable job, which goes on to its end",
      example: "2024-04-02T14:33:09.126Z pid=4242 tid=gxk class=HardJob jid=b4a577edbccf1d805744efa9 INFO: Job cancelled" },
    { says: ["Interrupted, re-queueing...", "Interrupting job (cursor={*})", "Iteration took longer ({*}) than Sidekiq's shutdown timeout ({*}){*}"], kind: "process-notice", cause: "shutdown", whose: "writer", versions: "7.3+",
      example: ["Interrupted, re-queueing...", "Interrupting job (cursor=42)", "Iteration took longer (31.20) than Sidekiq's shutdown timeout (25) when processing `7`. This can lead to job processing problems during deploys"] },
    { says: ["Adding dead {@} job {@}", "Failure! Retry {#} in {#} seconds", "Retries exhausted for job", "enqueued {@}: {*}", "Redis is online, {*} sec downtime"], kind: "other",
      example: ["Adding dead HardWorker job b4a577edbccf1d805744efa9", "Failure! Retry 3 in 42 seconds", "Retries exhausted for job", 'enqueued retry: {"class":"HardJob","jid":"b4a577edbccf1d805744efa9"}', "Redis is online, 2.51 sec downtime"] },

    // Birth
    { says: ["Booting Sidekiq {*} with redis options {*}", "Booting Sidekiq {*} with {@} options {*}"], kind: "server-start", role: "master", whose: "writer", versions: "4 to 6.4; 6.5",
      example: ["Booting Sidekiq 5.2.10 with redis options {:url=>nil}", 'Booting Sidekiq 6.5.12 with redis_client options {:url=>"redis://127.0.0.1:6379/0"}'] },
    { says: ["Sidekiq {@} connecting to Redis with options {*}", "Starting processing, hit Ctrl-C to stop", "Sidekiq running embedded, total process thread count: {#}"], kind: "server-start", role: "master", whose: "writer", versions: "7+; all; 7+",
      example: ['Sidekiq 7.3.10 connecting to Redis with options {:size=>10, :pool_name=>"internal"}', "Starting processing, hit Ctrl-C to stop", "Sidekiq running embedded, total process thread count: 14"] },
    { says: "Booted Rails {@} application in {@} environment", kind: "server-start", role: "master", whose: "writer", versions: "6+",
      example: "Booted Rails 7.0.8 application in production environment" },
    { says: ["Running in ruby {*}", "Running in jruby {*}", "Running in truffleruby {*}"], kind: "other", headed: "line",
      example: ["2024-04-02T14:33:05.001Z pid=4242 tid=gxk INFO: Running in ruby 3.1.2p20 (2022-04-12 revision 4491bb740a) [x86_64-linux-gnu]", "2024-04-02T14:33:05.001Z pid=4242 tid=gxk INFO: Running in jruby 9.4.5.0 (3.1.4)",
        "2024-04-02T14:33:05.001Z pid=4242 tid=gxk INFO: Running in truffleruby 23.1.1"] },
    { says: ["See LICENSE and the LGPL-3.0 for licensing details.", "Upgrade to Sidekiq Pro for more features and support: {*}"], kind: "other",
      example: ["See LICENSE and the LGPL-3.0 for licensing details.", "Upgrade to Sidekiq Pro for more features and support: https://sidekiq.org"] },
    { says: ["Client Middleware: {*}", "Server Middleware: {*}", "{@} client with redis options {*}", "{@} client with {@} options {*}"], kind: "other", headed: "line",
      example: ["2024-04-02T14:33:05.001Z pid=4242 tid=gxk DEBUG: Client Middleware: Sidekiq::Metrics::Middleware", "2024-04-02T14:33:05.001Z pid=4242 tid=gxk DEBUG: Server Middleware: Sidekiq::Metrics::Middleware",
        "2024-04-02T14:33:05.001Z pid=4242 tid=gxk DEBUG: Sidekiq client with redis options {:url=>nil}", "2024-04-02T14:33:05.001Z pid=4242 tid=gxk DEBUG: Sidekiq client with redis_client options {:url=>nil}"] },

    // Quiet and stop
    { says: ["Received TSTP, no longer accepting new work", "Received USR1, no longer accepting new work"], kind: "process-notice", cause: "shutdown", whose: "writer", versions: "all; 4 and 5",
      example: ["Received TSTP, no longer accepting new work", "Received USR1, no longer accepting new work"] },
    { says: "Shutting down", kind: "server-stop", cause: "shutdown", headed: "line", whose: "writer",
      example: "2024-04-02T14:33:07.123Z pid=4242 tid=gxk INFO: Shutting down" },
    { says: ["Terminating quiet threads for {*} capsule", "Terminating quiet threads", "Terminating quiet workers"], kind: "process-notice", cause: "shutdown", whose: "writer", versions: "7+; 6.5; before",
      example: ["Terminating quiet threads for default capsule", "Terminating quiet threads", "Terminating quiet workers"] },
    { says: ["Pausing to allow jobs to finish...", "Pausing to allow workers to finish..."], kind: "server-stop", cause: "shutdown", whose: "writer", versions: "6.5+; before",
      example: ["Pausing to allow jobs to finish...", "Pausing to allow workers to finish..."] },
    { says: ["Terminating {#} busy threads", "Terminating {#} busy worker threads"], kind: "process-notice", cause: "shutdown", sign: "forced", closes: "tasks", whose: "writer", versions: "6.5+; before",
      example: ["Terminating 3 busy threads", "Terminating 3 busy worker threads"] },
    { says: ["Jobs still in progress [{*}", "Work still in progress [{*}"], kind: "process-notice", cause: "shutdown", whose: "writer", versions: "6.5+; before",
      example: ['Jobs still in progress [#<struct Sidekiq::BasicFetch::UnitOfWork queue="queue:default", job="{}">]', 'Work still in progress [#<struct Sidekiq::BasicFetch::UnitOfWork queue="queue:default", job="{}">]'] },
    { says: ["Pushed {#} jobs back to Redis", "Re-queueing terminated jobs", "Re-queueing {#} jobs", "Failed to requeue {#} jobs: {*}"], kind: "process-notice", cause: "shutdown", whose: "writer",
      example: ["Pushed 3 jobs back to Redis", "Re-queueing terminated jobs", "Re-queueing 3 jobs", "Failed to requeue 3 jobs: Connection refused"] },
    { says: ["Heartbeat stopping...", "Scheduler exiting..."], kind: "other", headed: "line",
      example: ["2024-04-02T14:33:07.123Z pid=4242 tid=gxk INFO: Heartbeat stopping...", "2024-04-02T14:33:07.123Z pid=4242 tid=gxk INFO: Scheduler exiting..."] },
    { says: "Bye!", kind: "server-stop", cause: "shutdown", closes: "processes", headed: "line", whose: "writer",
      example: "2024-04-02T14:33:33.512Z pid=4242 tid=gxk INFO: Bye!" },

    // Signals, trouble, and its own health
    { says: ["Received USR2, reopening log file", "No signal handler registered, ignoring", "No signal handler for {@}", "No {@} signal handler registered, ignoring", "Got {@} signal",
        "DEPRECATED: the INFO signal does not work on Linux, use TTIN instead."], kind: "other", headed: "line",
      example: ["2024-04-02T14:33:07.123Z 4242 TID-oxe4j5k2m INFO: Received USR2, reopening log file", "2024-04-02T14:33:07.123Z pid=4242 tid=gxk INFO: No signal handler registered, ignoring",
        "2024-04-02T14:33:07.123Z 4242 TID-oxe4j5k2m INFO: No signal handler for USR2", "WARN 2025-04-02T14:33:07.123Z pid=4242 tid=gxk: No USR2 signal handler registered, ignoring",
        "2024-04-02T14:33:07.123Z pid=4242 tid=gxk DEBUG: Got TERM signal", "ERROR 2025-04-02T14:33:07.123Z pid=4242 tid=gxk: DEPRECATED: the INFO signal does not work on Linux, use TTIN instead."] },
    { says: ["Thread TID-{tid} {*}", "Thread TID-{tid}", "<no backtrace available>"], kind: "stack", headed: "line",
      example: ["2024-04-02T14:33:05.001Z pid=4242 tid=gxk WARN: Thread TID-oxe4j5k2m processor", "2024-04-02T14:33:05.001Z pid=4242 tid=gxk WARN: Thread TID-oxe4j5k2m", "2024-04-02T14:33:05.001Z pid=4242 tid=gxk WARN: <no backtrace available>"] },
    { says: "heartbeat: {*}", kind: "process-notice", headed: "line", whose: "writer",
      example: "2024-04-02T14:33:07.123Z pid=4242 tid=gxk ERROR: heartbeat: Connection refused - connect(2) for 127.0.0.1:6379" },
    { says: ["Error fetching job: {*}", "Unable to flush stats: {*}"], kind: "process-notice", headed: "line", whose: "writer",
      example: ["2024-04-02T14:33:07.123Z pid=4242 tid=gxk ERROR: Error fetching job: Connection refused - connect(2) for 127.0.0.1:6379", "2024-04-02T14:33:07.123Z pid=4242 tid=gxk WARN: Unable to flush stats: Connection refused"] },
    { says: "Your Redis network connection is performing extremely poorly.", kind: "process-notice", example: "Your Redis network connection is performing extremely poorly." },
    { says: ["!!! ERROR HANDLER THREW AN ERROR !!!", "No error handlers configured, logging exception directly"], kind: "other",
      example: ["!!! ERROR HANDLER THREW AN ERROR !!!", "No error handlers configured, logging exception directly"] },
    { says: ["Firing {@} event", "Flushed {#} metrics", "Pinging systemd watchdog every {*} sec", "'#build_enumerator' returned nil, skipping the job.", "Enumerator found nothing to iterate!"], kind: "other", headed: "line",
      example: ["2024-04-02T14:33:07.123Z pid=4242 tid=gxk DEBUG: Firing heartbeat event", "2024-04-02T14:33:07.123Z pid=4242 tid=gxk DEBUG: Flushed 12 metrics", "2024-04-02T14:33:07.123Z pid=4242 tid=gxk INFO: Pinging systemd watchdog every 15.0 sec",
        "2024-04-02T14:33:07.123Z pid=4242 tid=gxk INFO: '#build_enumerator' returned nil, skipping the job.", "2024-04-02T14:33:07.123Z pid=4242 tid=gxk DEBUG: Enumerator found nothing to iterate!"] },
  ],
});
