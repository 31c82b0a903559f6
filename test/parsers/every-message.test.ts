/** Every message of every server is recognised as what it is by itself, whatever stands before it and around its line. */
import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import type { Rule, ServerParser } from "../../src/recognise/declare.ts";
import type { Match } from "../../src/recognise/matcher.ts";
import { Recogniser } from "../../src/recognise/recogniser.ts";
import { compileCatalogue } from "../../src/recognise/recognition.ts";
import { zoneNamed } from "../../src/time/zone.ts";

const kit = compileCatalogue(catalogue);
const writer = 4512;

/** How each server's own logger begins a line; those that are not here print bare lines. */
const native: Readonly<Record<string, string>> = {
  gunicorn: `[2024-04-02 14:33:07 +0000] [${writer}] [INFO] `,
  hypercorn: `[2024-04-02 14:33:07 +0000] [${writer}] [INFO] `,
  celery: "[2024-04-02 14:33:07,123: INFO/MainProcess] ",
  rq: "14:33:07 ",
  puma: `[${writer}] `,
  sidekiq: `2024-04-02T14:33:07.123Z pid=${writer} tid=abc INFO: `,
  unicorn: `I, [2024-04-02T14:33:07.123456 #${writer}]  INFO -- : `,
  "php-fpm": "[02-Apr-2024 14:33:07] NOTICE: ",
  supervisord: "2024-04-02 14:33:07,123 INFO ",
  systemd: "Apr  2 14:33:07 web1 systemd[1]: ",
  kernel: "[12345.678901] ",
  passenger: `[ N 2024-04-02 14:33:07.1234 ${writer}/T1 age/Wat/WatchdogMain.cpp:1373 ]: `,
  pm2: "2024-04-02T14:33:07: PM2 log: ",
  nginx: `2024/04/02 14:33:07 [alert] ${writer}#${writer}: `,
  apache: `[Tue Apr 02 14:33:07.123456 2024] [mpm_prefork:notice] [pid ${writer}] `,
  postgresql: `2024-04-02 14:33:07.123 UTC [${writer}] LOG:  `,
  kubernetes: `I0402 14:33:07.123456    ${writer} kuberuntime_container.go:542] `,
  uvicorn: "INFO:     ",
  dramatiq: `[2024-04-02 14:33:07,123] [PID ${writer}] [MainThread] [dramatiq.MainProcess] [INFO] `,
  huey: "[2024-04-02 14:33:07,123] INFO:huey.consumer:MainThread:",
};

const json = (line: string): string =>
  JSON.stringify({ log: `${line}\n`, stream: "stderr", time: "2024-04-02T14:33:07.872885268Z" });
const cri = (line: string): string => `2024-04-02T14:33:07.872885268Z stderr F ${line}`;
const pythonLogging = `2024-04-02 14:33:07,123 INFO [${writer}] jobs.worker: `;

/** What can stand around a message: the line, and whether it bears its writer's pid. */
const dresses: readonly (readonly [string, (message: string, server: string) => string])[] = [
  ["bare", (message) => message],
  ["behind its server's own header", (message, server) => (native[server] ?? "") + message],
  ["behind a header of Python's logging", (message) => pythonLogging + message],
  ["behind a time and a level", (message) => `2024-04-02 14:33:07 INFO ${message}`],
  ["behind [pid] [level]", (message) => `[${writer}] [INFO] ${message}`],
  ["behind uWSGI's time", (message) => `Tue Apr  2 14:33:07 2024 - ${message}`],
  ["bare in docker's JSON", (message) => json(message)],
  ["behind a header in docker's JSON", (message, server) => json((native[server] ?? pythonLogging) + message)],
  ["bare in syslog", (message, server) => `Apr  2 14:33:07 web1 ${server}[${writer}]: ${message}`],
  ["bare in CRI", (message) => cri(message)],
  ["behind a header in CRI", (message, server) => cri((native[server] ?? pythonLogging) + message)],
];

/** What the stream consists of otherwise. */
const around: readonly (readonly [string, readonly string[]])[] = [
  ["alone", []],
  [
    "among an application's lines",
    Array.from(
      { length: 40 },
      (_, i) => `2024-04-02 14:33:${10 + i},023 app ${19272 + (i % 2)} 139889324566272 got ${i} rows`,
    ),
  ],
];

const listOf = (texts: string | readonly string[]): readonly string[] => (typeof texts === "string" ? [texts] : texts);

interface Message {
  readonly server: string;
  readonly text: string;
  readonly expected: Match;
}

/** Rules that ask for a head or a program's name before them hold nowhere else: rules.test.ts has them in their places. */
const messages: readonly Message[] = catalogue.servers.flatMap((server: ServerParser) =>
  server.rules
    .filter((rule: Rule) => rule.headed === undefined && rule.program === undefined)
    .flatMap((rule) => listOf(rule.example))
    .flatMap((text) => {
      const expected = kit.matcher.match(text, text.length - text.trimStart().length, null);
      return expected === null ? [] : [{ server: server.name, text, expected }];
    }),
);

function recogniserOf(sample: readonly string[]): Recogniser {
  const recogniser = new Recogniser(kit, { zone: zoneNamed("UTC"), zoneGiven: true, day: null });
  recogniser.learn(sample);
  return recogniser;
}

/** What a line is recognised as where that is not what its message is by itself; null where it is. */
function difference(recogniser: Recogniser, line: string, { text, expected }: Message): string | null {
  const event = recogniser.read(line, 1, 0)?.event ?? null;
  const { rule } = expected;
  const bearsPid = line.includes(String(writer));
  const wanted = rule.whose === "writer" && bearsPid ? { ...expected.event, pid: writer } : expected.event;
  const same = event !== null && Object.entries(wanted).every(([key, value]) => isSame(event, key, value));
  return same
    ? null
    : `${wanted.parser}: ${text} <- ${event ? `${event.parser} ${event.kind} ${event.pid}` : "nothing"}`;
}

const isSame = (event: object, key: string, value: unknown): boolean =>
  JSON.stringify(Reflect.get(event, key)) === JSON.stringify(value);

describe.each(around)("%s", (_, sample) => {
  it.each(dresses)("%s", (_name, wrap) => {
    const recogniser = recogniserOf(sample);
    const wrong = messages.flatMap((message) => {
      const found = difference(recogniser, wrap(message.text, message.server), message);
      return found === null ? [] : [found];
    });
    expect(wrong).toEqual([]);
  });
});

it("has messages of every server that prints any", () => {
  const seen = new Set(messages.map(({ server }) => server));
  const bare = catalogue.servers.filter((server: ServerParser) =>
    server.rules.some((rule) => rule.headed === undefined && rule.program === undefined),
  );
  expect(bare.filter(({ name }) => !seen.has(name)).map(({ name }) => name)).toEqual([]);
  expect(messages.length).toBeGreaterThan(400);
});
