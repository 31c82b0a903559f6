/** Logs of servers in their own layouts, short enough for tests: all of 2026-11-21, after 14:00 (see `log.ts`). */

const day = "2026-11-21";

interface Timed {
  readonly hms: string;
  readonly ms: string;
  readonly who: string;
  readonly level: string;
  readonly text: string;
}

/** The lines of a template without the margin, each as `write` makes it; what does not begin with a time stands as it is. */
function written(text: string, write: (line: Timed) => string, other: (line: string) => string = (l) => l): string {
  const lines = text.split("\n").map((line) => line.trimEnd());
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  const margin = Math.min(...lines.filter((line) => line !== "").map((line) => line.search(/\S/)));
  return lines.map((line) => `${one(line.slice(margin), write, other)}\n`).join("");
}

function one(line: string, write: (line: Timed) => string, other: (line: string) => string): string {
  const hit = /^(\d\d:\d\d(?::\d\d)?)(?:\.(\d+))? (\S+) (!?)(.*)$/.exec(line);
  if (!hit) return other(line);
  const [, time = "", ms = "000", who = "", bad, text = ""] = hit;
  return write({ hms: time.length > 5 ? time : `14:${time}`, ms, who, level: bad ? "ERROR" : "INFO", text });
}

/**
 * Gunicorn's error log: `00:05 10 text` is written by process 10, at level INFO or, with `!` before the text, ERROR;
 * `boot 00:00 10 11 12` is the start of master 10 with workers 11 and 12.
 */
export const gunicorn = (text: string): string =>
  written(text, gunicornLine, (line) => {
    const boot = /^boot (\S+) ([\d ]+)$/.exec(line);
    if (!boot) return line;
    const [time = "", [master = "", ...workers]] = [boot[1], (boot[2] ?? "").split(" ")];
    const lines = [
      `${time} ${master} Starting gunicorn 23.0.0`,
      `${time} ${master} Listening at: http://127.0.0.1:8000 (${master})`,
      `${time} ${master} Using worker: sync`,
      ...workers.map((pid) => `${time} ${pid} Booting worker with pid: ${pid}`),
    ];
    return lines.map((l) => one(l, gunicornLine, (other) => other)).join("\n");
  });

const gunicornLine = ({ hms, who, level, text }: Timed): string => `[${day} ${hms} +0000] [${who}] [${level}] ${text}`;

/** Celery's worker log: `00:05.100 2 text` is of ForkPoolWorker-2, `00:05 Main !text` of the main process at level ERROR. */
export const celery = (text: string): string =>
  written(text, ({ hms, ms, who, level, text: message }) => {
    const process = who === "Main" ? "MainProcess" : `ForkPoolWorker-${who}`;
    return `[${day} ${hms},${ms}: ${level}/${process}] ${message}`;
  });

/** RQ's worker log, a time of day only: `00:05 text`. */
export const rq = (text: string): string =>
  written(text, ({ hms, who, level, text: message }) => `${hms} ${who} ${level === "ERROR" ? "!" : ""}${message}`);

/** supervisord's log: `00:05.100 WARN text`. */
export const supervisord = (text: string): string =>
  written(text, ({ hms, ms, who, text: message }) => `${day} ${hms},${ms} ${who} ${message}`);

/** Syslog of host web1: `00:05 systemd[1]: text`. */
export const syslog = (text: string): string =>
  written(text, ({ hms, who, text: message }) => `Nov 21 ${hms} web1 ${who} ${message}`);

/** The log of php-fpm: `00:05 NOTICE: text`. */
export const phpFpm = (text: string): string =>
  written(text, ({ hms, who, text: message }) => `[21-Nov-2026 ${hms}] ${who} ${message}`);

/** Ruby's Logger, as Unicorn writes it: `00:05 11 text` is written by process 11. */
export const unicorn = (text: string): string =>
  written(text, ({ hms, who, level, text: message }) => {
    const padded = level.padStart(5);
    return `${level.slice(0, 1)}, [${day}T${hms}.000000 #${who}] ${padded} -- : ${message}`;
  });

/** Sidekiq 6 and 7: `00:05.100 11/2 J1 text` is of the job J1 on thread 2 of process 11; `-` is no job. */
export const sidekiq = (text: string): string =>
  written(text, ({ hms, ms, who, level, text: message }) => {
    const [pid, tid] = who.split("/");
    const [jid = "", rest = ""] = [message.slice(0, message.indexOf(" ")), message.slice(message.indexOf(" ") + 1)];
    const elapsed = rest === "done" || rest === "fail" ? " elapsed=0.5" : "";
    const job = jid === "-" ? "" : ` class=ExportWorker jid=${jid}${elapsed}`;
    return `${day}T${hms}.${ms}Z pid=${pid} tid=${tid}${job} ${level}: ${rest}`;
  });
