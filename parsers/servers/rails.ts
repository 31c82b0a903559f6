/**
 * Ruby on Rails: its log of requests, "Started" and "Completed", which tells of a request that never completed only where a tag says whose
 * lines are whose (`config.log_tags = [:request_id]`); without one, the requests of a process's threads cannot be told apart. Active Job
 * tags its lines with the job's id, and says "Performing" and "Performed", whatever queue is behind it.
 *
 * Versions: 4.2 to 8.0. Ignored on purpose: queries, rendered templates, backtraces.
 * Printed by https://github.com/rails/rails: railties/lib/rails/rack/logger.rb, actionpack/lib/action_controller/log_subscriber.rb,
 * activejob/lib/active_job/log_subscriber.rb.
 */
import { defineServer } from "../../src/recognise/declare.ts";

const id = "3b1f6c1e-8a4d-4c0e-9f57-2c5d8f6a1b90";

export const rails = defineServer({
  name: "rails",
  title: "Ruby on Rails",
  versions: "4.2 to 8.0",
  recovers: ["requests that never completed, by their request id", "jobs of Active Job, by their id"],
  heads: [
    {
      claims: "messages",
      pattern: /^[DIWEFA], \[(?<ts>\d{4}-\d\d-\d\dT[\d:.]+) #(?<pid>\d+)\] +(?<lvl>\w+) -- [^:]*: (?<msg>.*)$/s,
      example:
        'I, [2024-04-02T14:33:07.123456 #3315]  INFO -- : Started POST "/orders" for 127.0.0.1 at 2024-04-02 14:33:07 +0000',
    },
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: ["[{uuid}] Started {@} \"{*}\" for {@} at {*}", "[{uuid}] [{@}] Started {@} \"{*}\" for {@} at {*}", "[{@}] [{uuid}] Started {@} \"{*}\" for {@} at {*}"], kind: "task-start", stage: "running", role: "worker", whose: "writer",
      example: [`[${id}] Started POST "/orders" for 127.0.0.1 at 2024-04-02 14:33:07 +0000`, `[${id}] [10.0.3.9] Started GET "/orders/7?full=1" for 10.0.3.9 at 2024-04-02 14:33:07 +0000`,
        `[shop.example.org] [${id}] Started POST "/orders" for 127.0.0.1 at 2024-04-02 14:33:07 +0000`] },
    { says: ["[{uuid}] Completed 5{#} {*} in {#}ms{*}", "[{uuid}] [{@}] Completed 5{#} {*} in {#}ms{*}", "[{@}] [{uuid}] Completed 5{#} {*} in {#}ms{*}"], kind: "task-end", outcome: "failed", role: "worker", whose: "writer",
      example: [`[${id}] Completed 500 Internal Server Error in 12ms (ActiveRecord: 1.2ms | Allocations: 903)`, `[${id}] [10.0.3.9] Completed 503 Service Unavailable in 12ms`,
        `[shop.example.org] [${id}] Completed 500 Internal Server Error in 12ms (ActiveRecord: 1.2ms)`] },
    { says: ["[{uuid}] Completed {#} {*} in {durationMs}ms{*}", "[{uuid}] [{@}] Completed {#} {*} in {durationMs}ms{*}", "[{@}] [{uuid}] Completed {#} {*} in {durationMs}ms{*}"], kind: "task-end", outcome: "ok", role: "worker", whose: "writer",
      example: [`[${id}] Completed 201 Created in 531ms (ActiveRecord: 2.0ms | Allocations: 7974)`, `[${id}] [10.0.3.9] Completed 200 OK in 7ms (Views: 3.1ms | ActiveRecord: 2.0ms)`,
        `[shop.example.org] [${id}] Completed 302 Found in 7ms (ActiveRecord: 2.0ms)`] },
    { says: ["Started {@} \"{*}\" for {@} at {*}", "Completed {#} {*} in {durationMs}ms{*}"], kind: "request", role: "worker", headed: "line", whose: "writer",
      example: ['I, [2024-04-02T14:33:07.123456 #3315]  INFO -- : Started POST "/orders" for 127.0.0.1 at 2024-04-02 14:33:07 +0000', "I, [2024-04-02T14:33:07.123456 #3315]  INFO -- : Completed 200 OK in 7ms (Views: 3.1ms | ActiveRecord: 2.0ms)"] },
    { says: "Processing by {@} as {@}", kind: "other", headed: "line", example: "I, [2024-04-02T14:33:07.123456 #3315]  INFO -- : Processing by OrdersController#create as JSON" },
    { says: ["[{uuid}] Processing by {@} as {@}", "[{uuid}] [{@}] Processing by {@} as {@}", "[{@}] [{uuid}] Processing by {@} as {@}"], kind: "other",
      example: [`[${id}] Processing by OrdersController#create as JSON`, `[${id}] [10.0.3.9] Processing by OrdersController#index as HTML`,
        `[shop.example.org] [${id}] Processing by OrdersController#index as HTML`] },

    // Active Job
    { says: ["[ActiveJob] [{@}] [{@}] Performing {taskName} (Job ID: {uuid}) from {*}", "[ActiveJob] [{taskName}] [{uuid}] Performing {@} from {*}"], kind: "task-start", stage: "running", role: "worker", whose: "writer", versions: "5.2+; before",
      example: [`[ActiveJob] [ExportJob] [${id}] Performing ExportJob (Job ID: ${id}) from Async(default) enqueued at 2024-04-02T14:33:07Z with arguments: 7`, `[ActiveJob] [ExportJob] [${id}] Performing ExportJob from Async(default) with arguments: 7`] },
    { says: ["[ActiveJob] [{@}] [{@}] Performed {taskName} (Job ID: {uuid}) from {*} in {*}ms", "[ActiveJob] [{taskName}] [{uuid}] Performed {@} from {*} in {*}ms"], kind: "task-end", outcome: "ok", role: "worker", whose: "writer", versions: "5.2+; before",
      example: [`[ActiveJob] [ExportJob] [${id}] Performed ExportJob (Job ID: ${id}) from Async(default) in 861.49ms`, `[ActiveJob] [ExportJob] [${id}] Performed ExportJob from Async(default) in 861.49ms`] },
    { says: ["[ActiveJob] [{@}] [{@}] Error performing {taskName} (Job ID: {uuid}) from {*} in {*}ms: {*}", "[ActiveJob] [{taskName}] [{uuid}] Error performing {@} from {*} in {*}ms: {*}"], kind: "task-end", outcome: "failed", role: "worker", whose: "writer", versions: "5.2+; before",
      example: [`[ActiveJob] [ExportJob] [${id}] Error performing ExportJob (Job ID: ${id}) from Async(default) in 12.4ms: RuntimeError (boom):`, `[ActiveJob] [ExportJob] [${id}] Error performing ExportJob from Async(default) in 12.4ms: RuntimeError (boom):`] },
    { says: ["[ActiveJob] Enqueued {taskName} (Job ID: {uuid}) to {*}", "[ActiveJob] [{@}] [{@}] Enqueued {taskName} (Job ID: {uuid}) to {*}"], kind: "task-start", stage: "received", whose: "none",
      example: [`[ActiveJob] Enqueued ExportJob (Job ID: ${id}) to Async(default) with arguments: 7`, `[ActiveJob] [ExportJob] [${id}] Enqueued MailJob (Job ID: ${id}) to Async(default) with arguments: 7`] },
    { says: ["[ActiveJob] [{@}] [{@}] Retrying {*}", "[ActiveJob] [{@}] [{@}] Stopped retrying {*}", "[ActiveJob] [{@}] [{@}] Discarded {*}"], kind: "other",
      example: [`[ActiveJob] [ExportJob] [${id}] Retrying ExportJob (Job ID: ${id}) after 1 attempts in 3 seconds, due to a RuntimeError (boom).`, `[ActiveJob] [ExportJob] [${id}] Stopped retrying ExportJob (Job ID: ${id}) due to a RuntimeError (boom), which reoccurred on 5 attempts.`,
        `[ActiveJob] [ExportJob] [${id}] Discarded ExportJob (Job ID: ${id}) due to a RuntimeError (boom).`] },
  ],
});
