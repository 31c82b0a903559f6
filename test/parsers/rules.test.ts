import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import type { Rule } from "../../src/recognise/declare.ts";
import { type Match, Matcher } from "../../src/recognise/matcher.ts";
import { Recogniser } from "../../src/recognise/recogniser.ts";
import { compileCatalogue } from "../../src/recognise/recognition.ts";
import { compileTemplate, readTemplate } from "../../src/recognise/template.ts";
import { zoneNamed } from "../../src/time/zone.ts";

const matcher = new Matcher(catalogue.servers);
const kit = compileCatalogue(catalogue);

const listOf = (texts: string | readonly string[]): readonly string[] => (typeof texts === "string" ? [texts] : texts);

/** What a match says of its rule and its event, as a text that reads well where it is wrong. */
const told = (match: Match | null): string =>
  match === null ? "no rule" : `${match.parser}: ${listOf(match.rule.says).join(" / ")}`;

/** How a message can stand in a log. */
const layouts: Readonly<Record<string, (message: string) => string>> = {
  bare: (message) => message,
  "log-date": (message) => `Sat Nov 21 21:52:10 2026 - ${message}`,
  "log-date by strftime": (message) => `2026-11-21 21:57:04 - ${message}`,
  "docker json-file": (message) =>
    JSON.stringify({ log: `${message}\n`, stream: "stderr", time: "2026-11-21T13:57:04.872885268Z" }),
  "docker logs -t": (message) => `2026-11-21T13:57:04.872885268Z ${message}`,
  syslog: (message) => `Nov 21 13:57:04 web01 app: ${message}`,
  "docker compose logs": (message) => `web-1  | ${message}`,
  CRI: (message) => `2026-11-21T13:57:04.872885268Z stderr F ${message}`,
};

/** The writer of messages that stand behind the name of their program. */
const writer = 1200;

/** What stands right before the messages of a program that its rules ask for. */
const beforeMessage = (program: string): string =>
  program.includes("{#}") ? `${program.replaceAll("{#}", String(writer))}: ` : `${program}[${writer}]: `;

/** How such a message can stand in a log, among others. */
const layoutsBehind = (program: string): typeof layouts => {
  const before = beforeMessage(program);
  const named = (message: string): string =>
    message.startsWith(before) ? message : before.replaceAll(String(writer), "7") + message;
  if (program.includes("{#}")) return { nginx: (message) => `2026/11/21 21:52:10 [notice] ${named(message)}` };
  return {
    syslog: (message) => `Nov 21 21:52:10 web1 ${named(message)}`,
    "short-iso": (message) => `2026-11-21T21:52:10+0800 web1 ${named(message)}`,
  };
};

/** A reader that has seen the message a few times under a layout, beside two others. */
function readerOf(wrap: (message: string) => string, message: string): Recogniser {
  const recogniser = new Recogniser(kit, { zone: zoneNamed("UTC"), zoneGiven: true, day: null });
  const others = ["spawned uWSGI worker 1 (pid: 7, cores: 1)", "...The work of process 7 is done. Seeya!"];
  recogniser.learn([...others, message, message, message].map(wrap));
  return recogniser;
}

describe.each(catalogue.servers)("$name", ({ name, rules }) => {
  for (const rule of rules) {
    it(listOf(rule.says).join(" / "), () => expectRecognised(name, rule));
  }
});

/** What the recogniser makes of a whole line, which it has seen a few times before. */
function eventAlone(line: string): Match["event"] | null {
  const recogniser = new Recogniser(kit, { zone: zoneNamed("UTC"), zoneGiven: true, day: null });
  recogniser.learn([line, line, line]);
  return recogniser.read(line, 1, 0)?.event ?? null;
}

/** Words that hold only under their server's own head: alone they mean nothing to that server. */
function expectHeaded(name: string, { example, says, kind, stage, cause, outcome, headed }: Rule): void {
  const spellings = new Set(listOf(says));
  for (const line of listOf(example)) {
    for (const wrap of [layouts.bare, layouts["docker json-file"], layouts.CRI]) {
      const event = eventAlone(wrap?.(line) ?? line);
      expect(event, line).toMatchObject({ parser: name, kind, stage, cause, outcome });
      if (headed === "task") expect(event?.taskId, line).toMatch(/^\w+$/);
    }
    const structured = kit.structured.readHead(line, () => true) ?? kit.structured.read(line);
    const message = structured?.message ?? "";
    expect(matcher.match(message, 0, null)?.parser, message).not.toBe(name);
    for (const spelling of spellings) if (fits(spelling, message)) spellings.delete(spelling);
  }
  expect([...spellings]).toEqual([]);
}

const fits = (spelling: string, text: string): boolean =>
  readTemplate(compileTemplate(spelling), text.trimStart(), 0) !== null;

function expectRecognised(name: string, rule: Rule): void {
  if (rule.headed) {
    expectHeaded(name, rule);
    return;
  }
  const { program } = rule;
  const before = program ? beforeMessage(program) : "";
  for (const example of listOf(rule.example)) {
    const start = before.length + example.length - example.trimStart().length;
    const match = matcher.match(before + example, start, program ? writer : null);
    expect(told(match), example).toBe(told({ parser: name, rule, event: matchOf(match).event }));
    for (const [layout, wrap] of Object.entries(program ? layoutsBehind(program) : layouts))
      expectUnder(layout, wrap, before + example, matchOf(match));
  }
  expect(spellingsWithoutExample(rule)).toEqual([]);
}

function matchOf(match: Match | null): Match {
  if (match === null) throw new Error("matched by no rule");
  return match;
}

function expectUnder(layout: string, wrap: (message: string) => string, example: string, { parser, event }: Match) {
  const reading = readerOf(wrap, example).read(wrap(example), 1, 0);
  const { kind, stage, role, cause, pid, worker, taskId, signal } = event;
  const expected = { parser, kind, stage, role, cause, pid, worker, taskId, signal };
  expect(reading?.event, `${layout}: ${wrap(example)}`).toMatchObject(expected);
}

function spellingsWithoutExample({ says, example }: Rule): string[] {
  return listOf(says).filter((spelling) => !listOf(example).some((text) => fits(spelling, text)));
}

describe("heads", () => {
  const heads = catalogue.servers.flatMap(({ name, ...server }) =>
    "heads" in server ? server.heads.map((head) => ({ ...head, name })) : [],
  );

  it.each(heads)("$name: $example", ({ name, example, pattern }) => {
    const groups = pattern ? (pattern.exec(example)?.groups ?? null) : kit.structured.read(example);
    expect(groups).not.toBeNull();
    expect(eventAlone(example)?.parser).toBe(name);
  });

  it("leave a message that is not the server's to the layouts", () => {
    const line = "[02-Apr-2024 14:33:07] NOTICE: order 12 saved";
    expect(kit.structured.readHead(line, ({ message }) => message.includes("child"))).toBeNull();
    expect(eventAlone(line)).toBeNull();
  });
});

describe("the matcher", () => {
  it("tries no template on every line", () => {
    expect(matcher.unindexed.map(({ rule }) => rule.says)).toEqual([]);
  });

  it("takes the rule declared first, wherever its literal text stands", () => {
    const rule = (says: string) => ({ says, example: "", kind: "other" }) as const;
    const saying = (...all: string[]) =>
      new Matcher([{ name: "one", title: "", versions: "", recovers: [], rules: all.map(rule) }]).match(
        "queue: Job OK (a.b(1)) (7) ",
        0,
        null,
      )?.rule.says;
    const [head, second, last] = ["queue: {*}", "{@}: Job OK ({*}", "{@}: {*} ({taskId})"];
    expect([saying(head, second, last), saying(second, last, head), saying(last, head, second)]).toEqual([
      head,
      second,
      last,
    ]);
  });

  it("reads a message with trailing blanks, and none with anything else behind it", () => {
    const message = "spawned uWSGI worker 1 (pid: 7, cores: 1)";
    expect(matcher.match(`${message}  `, 0, null)?.event.pid).toBe(7);
    expect(matcher.match(`${message} or so`, 0, null)).toBeNull();
  });

  it("guesses want of memory of SIGKILL only; any other signal speaks for itself", () => {
    const guessing = {
      says: "gone by {signal}",
      example: "",
      kind: "process-exit",
      cause: "oom-kill",
      guess: true,
    } as const;
    const one = new Matcher([{ name: "one", title: "", versions: "", recovers: [], rules: [guessing] }]);
    const endBy = (signal: string) => one.match(`gone by ${signal}`, 0, null)?.event;
    expect(endBy("9")).toMatchObject({ signal: "SIGKILL", cause: "oom-kill", guess: true });
    expect(endBy("SIGSEGV")).toMatchObject({ cause: "crash", guess: undefined });
    expect(endBy("TERM")).toMatchObject({ signal: "SIGTERM", cause: "signal", guess: undefined });
  });

  it("takes what others say too for a program's only behind its name", () => {
    const started = { says: "Started {*}.", program: "systemd", example: "", kind: "process-start" } as const;
    const one = new Matcher([{ name: "one", title: "", versions: "", recovers: [], rules: [started] }]);
    const said = (before: string) => one.match(`${before}Started a task.`, before.length, null)?.event.kind;
    expect(["systemd[1]: ", "Nov 21 21:52:10 web1 systemd: "].map(said)).toEqual(["process-start", "process-start"]);
    expect(["", "web[812]: ", "my-systemd[1]: ", "systemd[1] ", "INFO "].map(said)).toEqual(Array(5).fill(undefined));
  });
});

describe("what a server writes before its messages", () => {
  const kindOf = (text: string) => matcher.match(text, 0, null)?.event.kind;

  it("is passed over: Apache's numbers, clients and errors, nginx's connections", () => {
    const gone = "error reading status line from remote server 127.0.0.1:8000";
    const leads = [
      "",
      "AH01102: ",
      "[client 10.0.3.9:51834] ",
      "(104)Connection reset by peer: [client ::1] AH01102: ",
    ];
    expect(leads.map((lead) => kindOf(lead + gone))).toEqual(leads.map(() => "gateway-exit"));
    expect(kindOf("*8317 upstream timed out (110: Connection timed out) while reading upstream")).toBe("gateway-exit");
  });

  it("does not make a message of what is none", () => {
    expect(["AH01102: ", "[client 10.0.3.9] hello", "*8317 stars", "*8317 "].map(kindOf)).toEqual(
      Array(4).fill(undefined),
    );
  });

  it("tells a time limit from a lost backend", () => {
    const line = "[client 10.0.3.9:51834] AH01102: error reading status line from remote server 127.0.0.1:8000";
    const causeOf = (text: string) => matcher.match(text, 0, null)?.event.cause;
    expect(causeOf(`(70007)The timeout specified has expired: ${line}`)).toBe("request-timeout");
    expect(causeOf(`(104)Connection reset by peer: ${line}`)).toBe("crash");
  });
});

describe("a forensic log", () => {
  const taskOf = (text: string) => matcher.match(text, 0, null)?.event;

  it("has its requests as tasks, by their ids", () => {
    const start = "+ZgwQk38AAQEAAEpbAosAAAAA|POST /orders HTTP/1.1|Host:shop.example.org";
    expect(taskOf(start)).toMatchObject({
      kind: "task-start",
      taskId: "ZgwQk38AAQEAAEpbAosAAAAA",
      taskName: "POST /orders HTTP/1.1",
    });
    expect(taskOf("-ZgwQk38AAQEAAEpbAosAAAAA")).toMatchObject({ kind: "task-end", taskId: "ZgwQk38AAQEAAEpbAosAAAAA" });
    expect(taskOf("-9321:660c1093:4")).toMatchObject({ kind: "task-end", taskId: "9321:660c1093:4" });
  });

  it("tells the child by the pid that its own ids begin with", () => {
    expect(taskOf("+9321:660c1093:4|GET / HTTP/1.1")?.pid).toBe(9321);
    expect(taskOf("-9321:660c1093:4")?.pid).toBe(9321);
    expect(taskOf("-ZgwQk38AAQEAAEpbAosAAAAA")?.pid).toBeNull();
  });

  it.each([
    "+ a line of a diff",
    "-    removed = 1",
    "-----------------------------",
    "-rw-r--r--",
    "+1 555 0100|x",
    "--verbose-with-a-long-name-indeed",
    "-12:30:00",
    "+++ b/src/app.ts|x",
    "-not-an-id-of-any-kind-whatsoever",
    "- ZgwQk38AAQEAAEpbAosAAAAA",
  ])("leaves %s alone", (text) => {
    expect(taskOf(text)).toBeUndefined();
  });
});

describe("a program's message among like ones of others", () => {
  const lines = ["systemd[1]: Started job 7.", "web[812]: Started job 7."].map(
    (line) => `Nov 21 21:52:10 web1 ${line}`,
  );
  it.each([lines, lines.toReversed()])("is told whatever came first (%s)", (...inOrder) => {
    const recogniser = readerOf((line) => line, lines[1] ?? "");
    const told = inOrder.map((line, i) => recogniser.read(line, i + 1, 0)?.event?.parser ?? "an application");
    expect(told).toEqual(inOrder.map((line) => (line.includes("systemd") ? "systemd" : "an application")));
  });
});

describe("facts that a message does not spell", () => {
  it("reads the signal in the exit status of a container where its rule guesses want of memory", () => {
    const guessing = { says: "gone with {exitCode}", example: "", kind: "process-exit", cause: "oom-kill" } as const;
    const matcherOf = (rule: Rule) =>
      new Matcher([{ name: "one", title: "", versions: "", recovers: [], rules: [rule] }]);
    const endBy = (status: number) =>
      matcherOf({ ...guessing, guess: true }).match(`gone with ${status}`, 0, null)?.event;
    expect(endBy(137)).toMatchObject({ signal: "SIGKILL", exitCode: 137, cause: "oom-kill", guess: true });
    expect(endBy(139)).toMatchObject({ signal: "SIGSEGV", exitCode: 139, cause: "crash", guess: undefined });
    expect(endBy(143)).toMatchObject({ signal: "SIGTERM", exitCode: 143, cause: "signal", guess: undefined });
    expect([0, 1, 255].map((status) => endBy(status)?.cause)).toEqual(["exit", "exit", "exit"]);
    expect(endBy(1)).toMatchObject({ signal: null, guess: undefined });
    expect(matcherOf(guessing).match("gone with 139", 0, null)?.event).toMatchObject({
      signal: null,
      cause: "oom-kill",
    });
  });

  it("reads blanks in any number between the columns of a table", () => {
    const row = (gap: string) =>
      `2m   ${gap}Warning   ${gap}BackOff   pod/shop-7d4f   ${gap}Back-off restarting failed container`;
    for (const gap of ["", "  ", "         "])
      expect(matcher.match(row(gap), 0, null)?.event).toMatchObject({ parser: "kubernetes", worker: "shop-7d4f" });
    expect(matcher.match("2m Warning BackOff pod/shop-7d4f Back-off restarting failed container", 0, null)).toBeNull();
  });
});
