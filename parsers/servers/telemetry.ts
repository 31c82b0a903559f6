/**
 * Exporters of telemetry, which gather spans, log records and metrics in the memory of an application's process and send
 * them in batches from a thread of their own. What is gathered is lost with a process that ends without their shutdown.
 *
 * These lines are an application's own: each is a sign of life of its process, and ends no record of a server. Successful exports are
 * silent in the libraries themselves; the words for them are those of exporters that people write or wrap.
 *
 * Printed by https://github.com/open-telemetry/opentelemetry-python: opentelemetry-sdk/src/opentelemetry/sdk/{trace/export,_logs/export,
 * _shared_internal}/__init__.py, exporter/opentelemetry-exporter-otlp-proto-{common,grpc,http}/src; https://github.com/getsentry/sentry-python:
 * sentry_sdk/worker.py, sentry_sdk/integrations/atexit.py; https://github.com/DataDog/dd-trace-py: ddtrace/internal/writer/writer.py;
 * https://github.com/open-telemetry/opentelemetry-java: sdk/trace/src/main/java/io/opentelemetry/sdk/trace/export/BatchSpanProcessor.java.
 */
import { defineServer, type Rule } from "../../src/recognise/declare.ts";

const things = ["spans", "span(s)", "traces", "metrics", "data points", "log records", "logs", "telemetry records"];
const verbs = ["Exporting", "exporting", "Exported", "exported", "Flushing", "flushing", "Flushed", "flushed"];
const counted = verbs.flatMap((verb) => things.map((thing) => `${verb} {#} ${thing}`));
/** Any program flushes records; only exporters send them off so. */
const flushed = ["Flushing", "flushing", "Flushed", "flushed"].map((verb) => `${verb} {#} records`);
/** The last batch, sent as the process leaves. */
const ends = ["at exit", "on exit", "before exit", "at shutdown", "on shutdown", "before shutdown"];
const lastBatches = [...counted, ...flushed]
  .filter((says) => /^flush/i.test(says))
  .flatMap((says) => ends.map((end) => `${says} ${end}{*}`));
const batches = [...counted, ...flushed].flatMap((says) => [says, `${says} {*}`, `${says}.`]);
const exampleOf = (says: string): string => says.replace("{#}", "37").replace("{*}", "to http://127.0.0.1:4318");

// biome-ignore format: one message to an entry, a real line under it
const rules: readonly Rule[] = [
  { says: lastBatches, kind: "other", sign: "exporter-stopped", whose: "writer", example: lastBatches.map((says) => says.replace("{#}", "37").replace("{*}", ", span exporter shut down")) },
  { says: batches, kind: "other", sign: "exporting", whose: "writer", example: batches.map(exampleOf) },
  { says: ["background worker flushed"], kind: "other", sign: "exporting", whose: "writer", example: "background worker flushed" },

  { says: ["Exporter shut down{*}", "exporter shut down{*}", "Exporter shutdown{*}", "exporter shutdown{*}", "Exporter stopped{*}", "exporter stopped{*}", "Span exporter shut down{*}", "span exporter shut down{*}", "Shutting down exporter{*}", "shutting down exporter{*}", "Shutting down {@} exporter{*}", "shutting down {@} exporter{*}"],
    kind: "other", sign: "exporter-stopped", whose: "writer",
    example: ["Exporter shut down", "exporter shut down", "Exporter shutdown complete", "exporter shutdown", "Exporter stopped", "exporter stopped", "Span exporter shut down", "span exporter shut down", "Shutting down exporter", "shutting down exporter", "Shutting down span exporter (5 spans pending)", "shutting down log exporter"] },
  { says: ["Exporter already shutdown, ignoring batch", "Exporter already shutdown, ignoring call", "Exporter for {@} already shutdown, ignoring call", "Shutdown in progress, aborting retry.", "already shutdown, dropping span.", "Already shutdown, dropping span.", "Shutdown called, ignoring {*}.", "Processor is already shutdown, ignoring call"],
    kind: "other", sign: "exporter-stopped", whose: "writer",
    example: ["Exporter already shutdown, ignoring batch", "Exporter already shutdown, ignoring call", "Exporter for traces already shutdown, ignoring call", "Shutdown in progress, aborting retry.", "already shutdown, dropping span.", "Already shutdown, dropping span.", "Shutdown called, ignoring logs.", "Processor is already shutdown, ignoring call"] },
  { says: ["Sentry is attempting to send {#} pending events", "Sentry is attempting to send {#} pending error messages", "atexit: shutting down client"], kind: "other", sign: "exporter-stopped", whose: "writer",
    example: ["Sentry is attempting to send 3 pending events", "Sentry is attempting to send 3 pending error messages", "atexit: shutting down client"] },

  { says: ["Exception while exporting Span batch.", "Exception while exporting Span.", "Exception while exporting logs.", "Exception while exporting {@}.", "Exporter threw an Exception", "Export of {#} {@} failed{*}", "Failed to export {@} batch {*}", "Failed to export batch {*}", "Failed to export {@} to {*}",
      "Transient error {*} encountered while exporting {*}, retrying in {*}s.", "Queue is full, likely {@} will be dropped.", "Queue full, dropping {@}{*}", "Timeout was exceeded in force_flush()."], kind: "other", sign: "export-failed", whose: "writer",
    example: ["Exception while exporting Span batch.", "Exception while exporting Span.", "Exception while exporting logs.", "Exception while exporting Log.", "Exporter threw an Exception", "Export of 12 spans failed: [Errno 104] Connection reset by peer", "Failed to export span batch due to timeout, max retries or shutdown.", "Failed to export batch code: 503, reason: Service Unavailable",
      "Failed to export traces to 127.0.0.1:4317, error code: StatusCode.UNAVAILABLE", "Transient error StatusCode.UNAVAILABLE encountered while exporting traces to 127.0.0.1:4317, retrying in 1s.", "Queue is full, likely spans/logs will be dropped.", "Queue full, dropping log", "Timeout was exceeded in force_flush()."] },
  { says: ["failed to send traces to intake at {*}", "failed to send, dropping {#} traces to intake at {*}", "flush timed out, dropped {#} events"], kind: "other", sign: "export-failed", whose: "writer",
    example: ["failed to send traces to intake at http://127.0.0.1:8126/v0.5/traces: HTTP error status 500, reason Internal Server Error", "failed to send, dropping 4 traces to intake at http://127.0.0.1:8126/v0.5/traces after 3 retries", "flush timed out, dropped 12 events"] },
];

export const telemetry = defineServer({
  name: "telemetry",
  title: "Telemetry exporters",
  versions: "OpenTelemetry SDKs 1.x, sentry-sdk, ddtrace",
  recovers: ["exports, their failures, and shutdowns of exporters, by process"],
  rules,
});
