/**
 * mod_log_forensic: a line before a request is answered, `+ID|request line|header:value|...`, and a line after, `-ID`. A request
 * without the second was never finished. No time and no pid, unless the id has one: it is mod_unique_id's (letters and digits),
 * else `PID:time:count`.
 *
 * Printed by https://github.com/apache/httpd: modules/loggers/mod_log_forensic.c, modules/metadata/mod_unique_id.c.
 */
import type { Rule } from "../../src/recognise/declare.ts";

// biome-ignore format: one message to an entry, a real line under it
export const forensic: readonly Rule[] = [
  { says: ["+{requestId}|{taskName}|{*}", "+{requestId}|{taskName}"], kind: "task-start", stage: "running", role: "worker",
    example: ["+ZgwQk38AAQEAAEpbAosAAAAA|POST /orders HTTP/1.1|Host:shop.example.org|Content-Length:214", "+9321:660c1093:4|GET / HTTP/1.0"] },
  { says: "-{requestId}", kind: "task-end", role: "worker", outcome: "ok", example: ["-ZgwQk38AAQEAAEpbAosAAAAA", "-9321:660c1093:4"] },
];
