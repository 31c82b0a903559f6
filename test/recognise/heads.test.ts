import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import { defineServer } from "../../src/recognise/declare.ts";
import type { Reading } from "../../src/recognise/reading.ts";
import { Recogniser } from "../../src/recognise/recogniser.ts";
import { compileCatalogue } from "../../src/recognise/recognition.ts";
import { zoneNamed } from "../../src/time/zone.ts";

/** An invented server, of which nobody wrote a layout. */
const pond = defineServer({
  name: "pond",
  title: "Pond",
  versions: "1",
  recovers: ["frogs"],
  rules: [
    { says: "Frog {worker} leaps", kind: "process-notice", whose: "writer", example: "Frog 7 leaps" },
    { says: "Frog {worker} (pid {pid}) sank{*}", kind: "process-exit", stage: "gone", example: "Frog 7 (pid 77) sank" },
  ],
});
const kit = () => compileCatalogue({ ...catalogue, servers: [pond] });

function recogniserOf(sample: readonly string[]): Recogniser {
  const recogniser = new Recogniser(kit(), { zone: zoneNamed("UTC"), zoneGiven: true, day: null });
  recogniser.learn(sample);
  return recogniser;
}

/** What is read of a line: the event, its writer, thread, process and level, its time of day. */
function told(reading: Reading | null) {
  if (!reading) throw new Error("nothing read");
  const { event, tid, process, level, at } = reading;
  return {
    event: event ? `${event.parser} ${event.kind} ${event.worker}` : null,
    pid: event?.pid ?? null,
    tid,
    process,
    level,
    at: at === null ? null : new Date(at).toISOString().slice(5, 23),
  };
}

interface Head {
  readonly pid?: number;
  readonly tid?: string;
  readonly process?: string;
  readonly level?: number;
  readonly at?: string;
}
const [debug, info, warning, error, fatal] = [0, 1, 2, 3, 4];
const second = "04-02T14:33:07.000";
const milli = "04-02T14:33:07.123";

/** Headers as servers write them, with what is to be read of them. */
const heads: readonly [string, string, Head][] = [
  ["bare", "", {}],
  ["python logging", "2024-04-02 14:33:07,123 INFO pond.frogs ", { level: info, at: milli }],
  ["python basicConfig", "WARNING:pond.frogs:", { level: warning }],
  [
    "Celery",
    "[2024-04-02 14:33:07,123: ERROR/ForkPoolWorker-3] ",
    { level: error, process: "ForkPoolWorker-3", at: milli },
  ],
  ["gunicorn", "[2024-04-02 14:33:07 +0000] [4512] [CRITICAL] ", { pid: 4512, level: fatal, at: second }],
  ["Ruby Logger", "I, [2024-04-02T14:33:07.123456 #4512]  INFO -- : ", { pid: 4512, level: info, at: milli }],
  [
    "Ruby Logger, named",
    "E, [2024-04-02T14:33:07.123456 #4512] ERROR -- pond: ",
    { pid: 4512, level: error, at: milli },
  ],
  ["php-fpm", "[02-Apr-2024 14:33:07] WARNING: [pool www] ", { level: warning, at: second }],
  [
    "php-fpm, debug",
    "[02-Apr-2024 14:33:07.123456] DEBUG: pid 4512, fpm_event_loop(), line 419: ",
    { pid: 4512, level: debug, at: milli },
  ],
  ["nginx", "2024/04/02 14:33:07 [alert] 7215#7216: *5 ", { pid: 7215, tid: "7216", level: fatal, at: second }],
  [
    "nginx, no connection",
    "2024/04/02 14:33:07 [notice] 7215#7215: ",
    { pid: 7215, tid: "7215", level: info, at: second },
  ],
  [
    "Apache 2.4",
    "[Tue Apr 02 14:33:07.123456 2024] [mpm_prefork:notice] [pid 7215:tid 139889324566272] AH00163: ",
    { pid: 7215, tid: "139889324566272", level: info, at: milli },
  ],
  [
    "Apache 2.4, prefork",
    "[Tue Apr 02 14:33:07.123456 2024] [core:error] [pid 7215] ",
    { pid: 7215, level: error, at: milli },
  ],
  [
    "Apache 2.4, debug",
    "[Tue Apr 02 14:33:07.123456 2024] [core:debug] [pid 7215] worker.c(1234): ",
    { pid: 7215, level: debug, at: milli },
  ],
  [
    "Apache 2.4, client",
    "[Tue Apr 02 14:33:07.123456 2024] [cgi:warn] [pid 7215] [client 10.0.3.9:51234] AH01215: ",
    { pid: 7215, level: warning, at: milli },
  ],
  ["Apache 2.2", "[Tue Apr 02 14:33:07 2024] [notice] ", { level: info, at: second }],
  ["PostgreSQL", "2024-04-02 14:33:07.123 UTC [7215] LOG:  ", { pid: 7215, level: info, at: milli }],
  ["PostgreSQL, detail", "2024-04-02 14:33:07.123 UTC [7215] DETAIL:  ", { pid: 7215, level: info, at: milli }],
  ["PostgreSQL, user", "2024-04-02 14:33:07.123 UTC [7215] app@shop FATAL:  ", { pid: 7215, level: fatal, at: milli }],
  [
    "PostgreSQL, seconds",
    "2024-04-02 14:33:07 UTC [7215]: [3-1] user=app,db=shop,app=psql,client=10.0.3.9 STATEMENT:  ",
    { pid: 7215, level: info, at: second },
  ],
  [
    "PostgreSQL, unknown user",
    "2024-04-02 14:33:07 UTC [7215] [unknown]@[unknown] LOG:  ",
    { pid: 7215, level: info, at: second },
  ],
  [
    "PostgreSQL, cluster on Debian",
    "2024-04-02 14:33:07.123 UTC [7215] postgres@shop ERROR:  ",
    { pid: 7215, level: error, at: milli },
  ],
  ["RQ", "14:33:07 ", {}],
  ["Puma", "[4512] ", { pid: 4512 }],
  ["Puma, trouble", "[4512] ! ", { pid: 4512 }],
  ["Puma, info", "[4512] * ", { pid: 4512 }],
  ["Puma, context", "[4512] + ", { pid: 4512 }],
  ["Puma, event", "[4512] - ", { pid: 4512 }],
  ["Puma, single mode", "- ", {}],
  ["Sidekiq 5", "2024-04-02T14:33:07.123Z 4512 TID-oxo INFO: ", { pid: 4512, tid: "TID-oxo", level: info, at: milli }],
  [
    "Sidekiq 5, job",
    "2024-04-02T14:33:07.123Z 4512 TID-oxo Frogs::Job JID-b4a577edbccf1d805744efa9 INFO: ",
    { pid: 4512, tid: "TID-oxo", level: info, at: milli },
  ],
  [
    "Sidekiq 6",
    "2024-04-02T14:33:07.123Z pid=4512 tid=abc class=Frogs::Job jid=b4a577edbccf elapsed=1.2 WARN: ",
    { pid: 4512, tid: "abc", level: warning, at: milli },
  ],
  [
    "Sidekiq 8",
    "INFO  2024-04-02T14:33:07.123Z pid=4512 tid=abc jid=b4a577edbccf class=Frogs: ",
    { pid: 4512, tid: "abc", level: info, at: milli },
  ],
  [
    "Passenger",
    "[ N 2024-04-02 14:33:07.1234 4512/T1 age/Wat/WatchdogMain.cpp:1373 ]: ",
    { pid: 4512, level: info, at: milli },
  ],
  [
    "Passenger, warning",
    "[ W 2024-04-02 14:33:07.1234 4512/Tf age/Cor/App/Implementation.cpp:221 ]: ",
    { pid: 4512, level: warning, at: milli },
  ],
  ["pm2, console", "PM2        | ", {}],
  ["pm2", "2024-04-02T14:33:07: PM2 log: ", { level: info, at: second }],
  ["pm2, error", "2024-04-02T14:33:07: PM2 error: ", { level: error, at: second }],
  ["uvicorn", "INFO:     ", { level: info }],
  ["uvicorn, critical", "CRITICAL: ", { level: fatal }],
  [
    "dramatiq",
    "[2024-04-02 14:33:07,123] [PID 5502] [Thread-4] [dramatiq.MainProcess] [INFO] ",
    { pid: 5502, tid: "Thread-4", level: info, at: milli },
  ],
  ["huey", "[2024-04-02 14:33:07,123] INFO:huey.consumer:MainThread:", { tid: "MainThread", level: info, at: milli }],
  ["huey, worker", "[2024-04-02 14:33:07,123] INFO:huey:Worker-1:", { process: "Worker-1", level: info, at: milli }],
  ["huey, processes", "[2024-04-02 14:33:07,123] INFO:huey:5502:", { pid: 5502, level: info, at: milli }],
  ["supervisord", "2024-04-02 14:33:07,123 CRIT ", { level: fatal, at: milli }],
  ["supervisord, error", "2024-04-02 14:33:07,123 ERRO ", { level: error, at: milli }],
  ["klog", "W0402 14:33:07.123456    1287 kuberuntime_container.go:542] ", { pid: 1287, level: warning, at: milli }],
  ["RFC 5424", "<30>1 2024-04-02T14:33:07.123456+00:00 web1 pond 4512 - - ", { pid: 4512, at: milli }],
  ["syslog", "Apr  2 14:33:07 web1 pond[4512]: ", { pid: 4512, at: second }],
  ["syslog, no pid", "Apr  2 14:33:07 web1 pond: ", { at: second }],
  ["journalctl -o short-iso", "2024-04-02T14:33:07+0000 web1 pond[4512]: ", { pid: 4512, at: second }],
  ["dmesg", "[12345.678901] ", {}],
  ["dmesg with callers", "[12345.678901][ T1234] ", {}],
  ["dmesg, short uptime", "[    1.678901] ", {}],
  ["rsyslog of the kernel", "kernel: [  123.456789] ", {}],
  ["loguru", "2024-04-02 14:33:07.123 | INFO     | pond.frogs:leap:42 - ", { level: info, at: milli }],
  ["logback", "2024-04-02 14:33:07.123 [pool-1-thread-1] WARN  org.pond.Frogs - ", { level: warning, at: milli }],
  [
    "spring",
    "2024-04-02 14:33:07.123  INFO 4512 --- [           main] org.pond.Frogs   : ",
    { pid: 4512, level: info, at: milli },
  ],
  ["foreman", "14:33:07 web.1  | ", {}],
  ["docker compose", "web-1  | ", {}],
  ["kubectl logs --prefix", "[pod/web-1/app] ", {}],
  ["a prefix in brackets", "[pond] ", {}],
];

/** Another program's lines, which the stream consists of otherwise. */
const prevailing: Readonly<Record<string, (i: number) => string>> = {
  nothing: () => "",
  "python logging with pid and thread": (i) =>
    `2024-04-02 14:33:${10 + (i % 40)},023 app ${19272 + (i % 2)} 139889324566272 got ${i} rows`,
  "time and level": (i) => `2024-04-02 14:33:${10 + (i % 40)},023 INFO got ${i} rows`,
  "a bare time": (i) => `2024-04-02 14:33:${10 + (i % 40)} got ${i} rows`,
  "[pid] [level]": (i) => `[${4512 + (i % 2)}] [INFO] got ${i} rows`,
  "plain text": (i) => `got ${i} rows`,
};

describe.each(Object.entries(prevailing))("in a stream of %s", (_, other) => {
  const others = Array.from({ length: 60 }, (_unused, i) => other(i)).filter((line) => line !== "");

  it.each(heads)("%s", (_name, head, { pid, tid = "", process = "", level = -1, at = null }) => {
    const writer = `${head}Frog 7 leaps`;
    const sample = others.length > 0 ? others : [writer];
    const recogniser = recogniserOf([...sample]);
    const reading = told(recogniser.read(writer, 100, 0));
    // The thread's name is read where it is known to be one.
    const known = tid === "" ? { ...reading, tid } : reading;
    const expected = { event: "pond process-notice 7", pid: pid ?? null, tid, process, level, at };
    expect(known).toEqual(/^\d\d:\d\d:\d\d /.test(head) ? { ...expected, at: known.at } : expected);
    expect(told(recogniser.read(`${head}Frog 8 (pid 77) sank`, 101, 0))).toMatchObject({
      event: "pond process-exit 8",
      pid: 77,
    });
  });
});

describe("an application that quotes a server", () => {
  it.each([
    "the log said: Frog 7 (pid 77) sank",
    "2024-04-02 14:33:07,123 INFO app 19272 139889324566272 somebody wrote: Frog 7 (pid 77) sank",
    "2024-04-02 14:33:07,123 app 19272 139889324566272 quote: Frog 7 (pid 77) sank",
    '2024-04-02 14:33:07,123 app 19272 139889324566272 found "Frog 7 (pid 77) sank" in pond.log',
    "2024-04-02 14:33:07 seen in the log - Frog 7 (pid 77) sank",
    "2024-04-02 14:33:07 we read Frog 7 (pid 77) sank",
    "I think that Frog 7 (pid 77) sank",
    "found: [pond] Frog 7 (pid 77) sank".replace("found", "found it"),
    "task 42: Frog 7 (pid 77) sank",
    "in step 3: Frog 7 (pid 77) sank",
    "Frog 9: Frog 7 (pid 77) sank".replace("Frog 9", "see also"),
  ])("%s", (line) => {
    for (const other of Object.values(prevailing)) {
      const others = Array.from({ length: 60 }, (_unused, i) => other(i)).filter((text) => text !== "");
      expect(told(recogniserOf(others.length > 0 ? others : [line]).read(line, 1, 0)).event).toBeNull();
    }
  });
});
