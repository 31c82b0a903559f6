import type { FieldVocabulary } from "../../src/recognise/declare.ts";

/**
 * The keys under which structured log lines (JSON of python-json-logger, structlog, loguru, ECS, bunyan/pino; logfmt)
 * keep what the analysis needs, in the order in which they are looked for. Dots reach into nested objects.
 */
export const fields: FieldVocabulary = {
  time: [
    "timestamp",
    "@timestamp",
    "asctime",
    "time",
    "ts",
    "datetime",
    "date",
    "created",
    "record.time.timestamp",
    "t",
  ],
  message: ["message", "msg", "event", "record.message", "text", "log"],
  level: ["level_name", "level", "levelname", "severity", "log.level", "lvl", "record.level.name"],
  pid: ["process", "pid", "process_id", "processId", "process.pid", "record.process.id", "extra.process_id"],
  tid: ["thread", "thread_id", "tid", "threadId", "process.thread.id", "thread_ident", "record.thread.id"],
  thread: ["threadName", "thread_name", "process.thread.name", "record.thread.name"],
  process: ["processName", "process_name", "record.process.name"],
  exception: [
    "exc_info",
    "exception",
    "error.stack_trace",
    "traceback",
    "stack_trace",
    "stack",
    "exc_text",
    "record.exception",
  ],
  taskId: [
    "task_id",
    "taskId",
    "job_id",
    "jobId",
    "jid",
    "ctx.jid",
    "task",
    "job",
    "request_id",
    "requestId",
    "order_id",
    "id",
    "uuid",
    "correlation_id",
  ],
  taskName: ["task_name", "taskName", "job_name", "ctx.class", "func", "funcName", "name"],
};
