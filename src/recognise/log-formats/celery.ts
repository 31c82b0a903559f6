import type { Dialect } from "./dialect.ts";
import { compilePython } from "./python.ts";

/** Python's format, with the id and name of the task that the line is written in (celery/app/log.py: TaskFormatter). */
export const celery: Dialect = {
  name: "celery",
  title: "Celery worker_(task_)log_format",
  example: {
    format: "[%(asctime)s: %(levelname)s/%(processName)s] %(task_name)s[%(task_id)s]: %(message)s",
    line: "[2026-11-21 13:52:55,263: INFO/ForkPoolWorker-2] shop.pay[1f2c]: start paying",
  },
  named: {
    worker: "[%(asctime)s: %(levelname)s/%(processName)s] %(message)s",
    task: "[%(asctime)s: %(levelname)s/%(processName)s] %(task_name)s[%(task_id)s]: %(message)s",
  },
  compile: (format) => compilePython(format, "celery"),
};
