import type { TextVocabulary } from "../../src/recognise/declare.ts";

/** PostgreSQL numbers its debug levels, and writes what it adds to a record in lines of their own, under words in the level's place. */
const postgresDebug = ["DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5"];
/** Apache's. */
const numberedTrace = ["TRACE1", "TRACE2", "TRACE3", "TRACE4", "TRACE5", "TRACE6", "TRACE7", "TRACE8"];
const postgresMore = ["DETAIL", "HINT", "CONTEXT", "QUERY", "STATEMENT"];

/**
 * What stands in the header of a text log line besides its timestamp: the columns of Python's logging and of the
 * libraries that write like it. Which column is which is inferred from the lines themselves (src/recognise/infer.ts).
 */
export const text: TextVocabulary = {
  /** Level words, by severity. */
  levels: {
    debug: [
      "TRACE",
      "DEBUG",
      "FINE",
      "FINER",
      "FINEST",
      "DBG",
      "DEBG",
      "DEBU",
      "TRAC",
      "BLAT",
      ...postgresDebug,
      ...numberedTrace,
    ],
    info: ["INFO", "NOTICE", "INF", "SUCCESS", "LOG", ...postgresMore],
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
  /** Level letters that stand before a time, as Ruby's Logger and Passenger write them. */
  letters: { debug: "DV", info: "IN", warning: "W", error: "E", fatal: "CFA" },
  /** Thread names as Python's runtime, executors, gevent, uWSGI, Sidekiq and Passenger give them. */
  threadNames:
    "MainThread|Thread-\\d+(?: \\([^()\\n]{1,60}\\))?|[A-Za-z_][\\w.]*-\\d+_\\d+|Dummy-\\d+|uWSGIWorker\\d+Core\\d+|asyncio_\\d+|GreenletThread-\\d+|TID-[a-z0-9]+",
  /** Process names as multiprocessing, billiard and concurrent.futures give them. */
  processNames: "MainProcess|(?:Fork|Spawn|ForkServer)?(?:Pool)?(?:Worker|Process)-\\d+(?::\\d+)*",
};
