import type { TextVocabulary } from "../../src/recognise/declare.ts";

/**
 * What stands in the header of a text log line besides its timestamp: the columns of Python's logging and of the
 * libraries that write like it. Which column is which is inferred from the lines themselves (src/recognise/infer.ts).
 */
export const text: TextVocabulary = {
  /** Level words, by severity. */
  levels: {
    debug: ["TRACE", "DEBUG", "FINE", "FINER", "FINEST", "DBG", "DEBG", "TRAC", "BLAT"],
    info: ["INFO", "NOTICE", "INF", "SUCCESS", "LOG"],
    warning: ["WARNING", "WARN", "WRN"],
    error: ["ERROR", "ERR", "ERRO", "SEVERE"],
    fatal: ["CRITICAL", "FATAL", "CRIT", "ALERT", "EMERG", "PANIC"],
  },
  /** Words that announce the number or name behind them: `pid=12`, `[pid 12]`, `thread: 3`. */
  labels: {
    pid: ["pid", "process", "process_id", "processid", "proc", "ppid_self"],
    thread: ["tid", "thread", "thread_id", "threadid", "thr", "threadname", "thread_name"],
    process: ["processname", "process_name"],
    level: ["level", "levelname", "severity", "lvl"],
    logger: ["logger", "name", "module"],
  },
  /** Thread names as Python's runtime, executors, gevent and uWSGI give them. */
  threadNames:
    "MainThread|Thread-\\d+(?: \\([^()\\n]{1,60}\\))?|[A-Za-z_][\\w.]*-\\d+_\\d+|Dummy-\\d+|uWSGIWorker\\d+Core\\d+|asyncio_\\d+|GreenletThread-\\d+",
  /** Process names as multiprocessing, billiard and concurrent.futures give them. */
  processNames: "MainProcess|(?:Fork|Spawn|ForkServer)?(?:Pool)?(?:Worker|Process)-\\d+(?::\\d+)*",
};
