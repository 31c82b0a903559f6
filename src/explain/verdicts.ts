import type { Verdict } from "../events.ts";
import { links } from "./links.ts";
import { always, on, type Topic } from "./topic.ts";

/** What became of an unfinished task. */
export const verdictTopics: readonly Topic<Verdict>[] = [
  {
    kind: "verdict",
    id: "killed",
    title: "Its process died after the task's last sign of life",
    meaning:
      "The task started, its process ended, and no line tells of an end of the task. The report names the death that took it, with the lines that prove it. If the task ran again later under the same id, it stays killed, and rerun says when, where and with what outcome.",
    arises: [
      always(
        "Any death does it: a replacement by the server, a stop, a time limit, a crash, a kill. The cause of the death is the cause of the loss.",
      ),
      always(
        "What is found out is which process the task ran in, by pid, or by the process's name or the thread where no pid is logged, and whether that process was gone; not whether two times are near each other.",
      ),
      on(
        ["celery", "rq", "dramatiq", "huey", "sidekiq"],
        "A queue that delivers again starts the task anew under the same id: look at rerun before repeating it by hand.",
        links.celeryTasks,
      ),
    ],
    certainty:
      "Certain where an exit record names the process by pid or slot. Probable where no record does, but the process is never seen again and a successor took its place. Possible where it is merely never seen again, for longer than its own rhythm explains. An end that was reached but not logged looks the same: a log that lost its last lines makes finished tasks look killed (export-gap).",
    changes: [
      always("Follow the cause of the death; the findings of the report sum up causes over many deaths."),
      always(
        "Make tasks idempotent and let a durable queue deliver them again when their process is lost.",
        links.celerySetting("task_acks_late"),
        links.rqRetries,
      ),
    ],
    references: [],
    related: ["stuck", "superseded", "recycle-kills-background-work", "respawn"],
  },
  {
    kind: "verdict",
    id: "stuck",
    title: "Its process lived on, and the task gave no sign of life for far longer than such tasks take",
    meaning:
      "The task started, its process was seen alive afterwards, and the task's thread stayed silent far beyond the usual duration of such tasks.",
    arises: [
      always(
        "The thread waits for something that does not come: a lock, a connection without a timeout, a child process, a full queue.",
      ),
      always(
        "Or its end was reached and never logged: an exception that was swallowed, a branch that returns early. If the thread then takes another task, the verdict is superseded.",
      ),
      on(
        "uwsgi",
        "Harakiri watches requests only: a task in a background thread may hang as long as its worker lives.",
      ),
      on(
        "gunicorn",
        "With threads or gevent the worker keeps its heartbeat, so that timeout does not notice one stuck task.",
        links.gunicornSetting("timeout"),
      ),
    ],
    certainty:
      "Probable at best: a log can show silence, not waiting. What is long is judged by the tasks of the same kind that did finish, so it needs some of these. A stack dump given as a source shows what the thread waits for.",
    changes: [
      always(
        "Dump the stacks of the process while it hangs, and give every call to the outside a timeout.",
        links.pySpy,
        links.pythonFaulthandler,
      ),
      on(
        "celery",
        "Set task_soft_time_limit and task_time_limit, so that a stuck task ends with a line.",
        links.celerySetting("task_time_limit"),
      ),
      on("rq", "Set job_timeout on jobs, so that a stuck job ends with a line.", links.rqWorkers),
    ],
    references: [],
    related: ["deadlock", "hung-until-respawn", "superseded", "task-timeout"],
  },
  {
    kind: "verdict",
    id: "superseded",
    title: "Its thread went on to another task without ending this one",
    meaning:
      "The same thread of the same living process announced another task, and this one was never said to end. So it is over, but how it ended is not known.",
    arises: [
      always(
        "An exception was swallowed by a pool or a bare except, so that the end is never logged: a Future nobody asks for its result keeps the exception to itself.",
        links.pythonFutures,
      ),
      always(
        "A branch returns without the closing line, or the closing line is worded differently or goes to another log.",
      ),
      always(
        "Several tasks share one thread in turn (asyncio, fibres): then none of them may be lost. With ids in their lines they are told apart.",
      ),
      on(
        "python",
        "ThreadPoolExecutor.submit() without result() hides exceptions; a greenlet's or coroutine's id is not the thread's.",
      ),
    ],
    certainty:
      "Certain where tasks of this wording are seen to end otherwise, else possible: a wording that never ends may be no task at all. That work is lost is not proven by it.",
    changes: [
      always(
        "Log the end in a finally clause, with the task's id in both lines, and ask every future for its result or add a callback that logs exceptions.",
        links.pythonFutures,
      ),
      always("If the end has another wording, name it with --task-end or --task-fail."),
    ],
    references: [],
    related: ["killed", "stuck"],
  },
  {
    kind: "verdict",
    id: "in-flight",
    title: "The log ends too soon to tell",
    meaning:
      "The task was running when the last line was written. It counts as unfinished, not as lost, and does not change the exit status.",
    arises: [
      always("The log was cut, rotated or read while the program went on; --until cuts it as well."),
      always(
        "Everything died at once, the program that writes the log with it (power, SIGKILL of all, a removed container): then the log ends just so.",
      ),
    ],
    certainty:
      "Possible: the end of a log cannot tell the end of a recording from the end of the machine. Later pieces, the next rotated file or another host's log settle it.",
    changes: [
      always("Give the following log as well; rotated files are read as one stream in any order."),
      always(
        "Give the log of what stands outside: systemd, docker events, kubectl get events, the kernel.",
        links.journalctl,
        links.dockerEvents,
      ),
    ],
    references: [],
    related: ["killed", "missing-server-log"],
  },
];
