/** Shapes in which tools print what they have collected, and the programs' lines that stand in them. */
import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import { type Inner, Transport } from "../../src/recognise/transport.ts";

type Told = Pick<Inner, "line" | "text"> & Partial<Inner>;

/** The lines within a stream's lines, each with what is asked of it. */
function read(lines: readonly string[], ...keys: readonly (keyof Inner)[]): Told[] {
  const transport = new Transport(catalogue.envelopes);
  transport.learn(lines);
  const found: Told[] = [];
  const see = (first: Inner | null) => {
    for (let at = first; at; at = transport.next()) {
      const own = Object.fromEntries(keys.map((key) => [key, at[key]]));
      found.push({ line: at.line, text: at.text, ...own });
    }
  };
  for (const [index, line] of lines.entries()) see(transport.read(line, index + 1));
  for (let at = transport.rest(); at; at = transport.rest()) see(at);
  return found;
}

const textsOf = (lines: readonly string[]): string[] => read(lines).map(({ text }) => text);

describe("what an envelope says of the writer", () => {
  it.each([
    ["<30>Nov 21 13:59:14 web01 uwsgi[7215]: hi", { host: "web01", program: "uwsgi", pid: 7215, names: "syslog" }],
    ["Nov  3 13:59:14 web01 root: hi", { host: "web01", program: "root", pid: -1, names: "syslog" }],
    ["<13>Nov 21 13:59:14 root: hi", { host: "", program: "root", pid: -1, names: "syslog" }],
    ["Nov 21 13:59:14 web01 kernel: hi", { host: "web01", program: "kernel", pid: -1 }],
    ["Nov 21 13:59:14.123456 web01 (uwsgi)[9]: hi", { host: "web01", program: "(uwsgi)", pid: 9 }],
    ["Nov 21 13:59:14 uwsgi[9]: hi", { host: "", program: "uwsgi", pid: 9 }],
    ["Nov 21 13:59:14 n1 0f3ab1c2d3e4[812]: hi", { host: "n1", scope: "0f3ab1c2d3e4", program: "", pid: -1 }],
    ["2026-11-21T13:59:14+0000 web01 uwsgi[9]: hi", { host: "web01", program: "uwsgi", pid: 9, names: "syslog-iso" }],
    ["2026-11-21T13:59:14.872885+00:00 web01 kernel: hi", { host: "web01", program: "kernel", pid: -1 }],
    ['1 2026-11-21T13:59:14Z web01 app 55 ID47 [a@1 k="v\\]"][b@1] hi', { host: "web01", program: "app", pid: 55 }],
    ["<13>1 2026-11-21T13:59:14.1Z web01 root - - - \uFEFFhi", { host: "web01", program: "root", pid: -1 }],
    ["213 <13>1 - - app - - - hi", { host: "", program: "app", pid: -1, time: null }],
    ["Sat 2026-11-21 13:59:14 CST web01 web.service[9]: hi", { program: "web.service", pid: 9, stamped: true }],
    ["1795269554.872885 web01 uwsgi[9]: hi", { time: 1_795_269_554_872, program: "uwsgi", pid: 9 }],
    ['{"__REALTIME_TIMESTAMP":"1795269554872885","_PID":"9","_COMM":"app","MESSAGE":"hi"}', { pid: 9, program: "app" }],
    [
      '{"__REALTIME_TIMESTAMP":"1795269554872885","_PID":"9","CONTAINER_NAME":"web","MESSAGE":[104,105]}',
      { pid: -1, scope: "web" },
    ],
    ["web_1       | hi", { scope: "web_1", names: "docker-compose" }],
    ["\u001b[36mweb-1  | \u001b[0mhi", { scope: "web-1", names: "docker-compose" }],
    ["[pod/web-0/app] 2026-11-21T13:59:14.000000000+01:00 hi", { scope: "web-0/app", names: "kubectl+docker-time" }],
    ["shop web-5d9c7b8f6-x2x4z app hi", { scope: "web-5d9c7b8f6-x2x4z/app", names: "stern" }],
    ["web-0 app 2026-11-21T13:59:14.000000000Z hi", { scope: "web-0/app", names: "stern+docker-time" }],
    ["\u001b[32m2026-11-21T13:59:14.872000+00:00\u001b[0m \u001b[36mecs/web/1\u001b[0m hi", { scope: "ecs/web/1" }],
    ["2026-11-21T13:59:14.872885+00:00 app[worker.2]: hi", { scope: "worker.2", names: "heroku" }],
  ])("%s", (line, facts) => {
    expect(read([line], ...(Object.keys(facts) as (keyof Inner)[]))).toEqual([{ line: 1, text: "hi", ...facts }]);
  });

  it.each([
    "Nov 21 13:59:14 INFO app: hi",
    "2026-11-21T13:59:14.872885+00:00 INFO app: hi",
    "2026-11-21T13:59:14.872000+00:00 INFO start task 1",
    "2026-11-21T13:59:14.872885+00:00 worker-1 app: hi",
    "INFO     | hi",
    "info | hi",
    "worker-1 started job 5",
    '{"message":"hi","timestamp":1795269554872,"level":"info"}',
    '{"line":"12","timestamp":"2026-11-21T13:59:14Z","level":"info","msg":"hi"}',
    "The 25 workers: hi",
    "<html> hi",
    "[pod] hi",
    "-- hi",
  ])("a program's own line: %s", (line) => {
    expect(read([line], "names")).toEqual([{ line: 1, text: line, names: "" }]);
  });

  it("a program's threads are no hosts", () => {
    const lines = Array.from({ length: 40 }, (_, i) => `2026-11-21T13:59:14.872885+00:00 worker-${i % 3} app: hi ${i}`);
    expect(textsOf(lines)).toEqual(lines);
  });

  it("one host in all lines is one, without any pid", () => {
    const lines = Array.from({ length: 40 }, (_, i) => `2026-11-21T13:59:14.872885+00:00 web01 app: hi ${i}`);
    expect(textsOf(lines)).toEqual(lines.map((_, i) => `hi ${i}`));
  });
});

describe("records over several lines", () => {
  it("journalctl -o export, a message with line feeds among them", () => {
    const size = `\u000b${"\u0000".repeat(7)}`;
    const lines = [
      "__CURSOR=s=1;i=2",
      "__REALTIME_TIMESTAMP=1795269554872885",
      "_PID=11",
      "SYSLOG_IDENTIFIER=app",
      "MESSAGE=start task 1",
      "",
      "__CURSOR=s=1;i=3",
      "__REALTIME_TIMESTAMP=1795269554872885",
      "MESSAGE",
      `${size}Trace`,
      "  back",
      "_PID=12",
      "",
      "__CURSOR=s=1;i=4",
      "__REALTIME_TIMESTAMP=1795269554872885",
      "MESSAGE=last",
    ];
    expect(read(lines, "pid", "further", "time")).toEqual([
      { line: 5, text: "start task 1", pid: 11, further: false, time: 1_795_269_554_872 },
      { line: 10, text: "Trace", pid: 12, further: false, time: 1_795_269_554_872 },
      { line: 10, text: "  back", pid: 12, further: true, time: 1_795_269_554_872 },
      { line: 16, text: "last", pid: -1, further: false, time: 1_795_269_554_872 },
    ]);
  });

  it.each([2, 4, "\t"])("a document of events, indented by %j", (indent) => {
    const event = (logStreamName: string, message: string) => ({
      logStreamName,
      timestamp: 1_795_269_554_872,
      message,
      ingestionTime: 1_795_269_555_000,
      eventId: "37",
    });
    const document = { events: [event("a", 'say "hi"\n'), event("b", "one\n two")], searchedLogStreams: [] };
    const lines = JSON.stringify(document, null, indent).split("\n");
    expect(read(lines, "scope")).toEqual([
      { line: 6, text: 'say "hi"', scope: "a" },
      { line: 13, text: "one", scope: "b" },
      { line: 13, text: " two", scope: "b" },
    ]);
  });

  it("journalctl -o json-pretty, a message in bytes", () => {
    const lines = [
      "{",
      '\t"__REALTIME_TIMESTAMP" : "1795269554872885",',
      '\t"_PID" : "11",',
      '\t"MESSAGE" : [',
      "\t\t104,",
      "\t\t105",
      "\t]",
      "}",
      "{",
      '\t"MESSAGE" : "ho",',
      '\t"__REALTIME_TIMESTAMP" : "1795269554872885"',
      "}",
    ];
    expect(read(lines, "pid")).toEqual([
      { line: 4, text: "hi", pid: 11 },
      { line: 10, text: "ho", pid: -1 },
    ]);
  });

  it("a program that prints JSON over several lines keeps them", () => {
    const lines = ["2026-11-21 14:00:00,000 INFO 11 got", "{", '  "message": "start task 1",', '  "id": 1', "}"];
    expect(textsOf(lines)).toEqual(lines);
  });

  it("journalctl's further lines of a message stand beneath its first", () => {
    const prefix = "Nov 21 13:59:14 web01 app[11]: ";
    const lines = [`${prefix}Traceback`, `${" ".repeat(prefix.length)}  File x`, `${prefix}hi`, "   other"];
    expect(read(lines, "further", "pid")).toEqual([
      { line: 1, text: "Traceback", further: false, pid: 11 },
      { line: 2, text: "  File x", further: true, pid: 11 },
      { line: 3, text: "hi", further: false, pid: 11 },
      { line: 4, text: "   other", further: false, pid: -1 },
    ]);
  });
});

describe("a transport's own words", () => {
  it.each([
    "Nov 21 13:59:14 web01 last message repeated 3 times",
    "Nov 21 13:59:14 web01 --- last message repeated 3 times ---",
    "-- Journal begins at Sat 2026-11-21 13:00:00 UTC, ends at Sat 2026-11-21 14:00:00 UTC. --",
    "-- Boot 3fd1e2 --",
    "-- No entries --",
  ])("%s", (line) => {
    expect(read([line], "names")).toEqual([{ line: 1, text: "", names: "syslog" }]);
  });

  it("a repeated message stands for itself", () => {
    expect(textsOf(["Nov 21 13:59:14 web01 app[1]: message repeated 3 times: [ start task 5]"])).toEqual([
      "start task 5",
    ]);
  });
});

describe("pieces", () => {
  it("of two containers' streams are not put together", () => {
    const piece = (CONTAINER_NAME: string, MESSAGE: string, more: boolean) =>
      JSON.stringify({
        __REALTIME_TIMESTAMP: "1795269554872885",
        CONTAINER_NAME,
        MESSAGE,
        ...(more ? { CONTAINER_PARTIAL_MESSAGE: "true" } : {}),
      });
    const lines = [
      piece("a", "start ", true),
      piece("b", "finish ", true),
      piece("a", "1", false),
      piece("b", "2", false),
    ];
    expect(textsOf(lines)).toEqual(["start 1", "finish 2"]);
  });
});

describe("lines made to keep a pattern busy", () => {
  const heads = [
    "",
    "Nov 21 13:59:14 ",
    "2026-11-21T13:59:14.872000+00:00 ",
    "2026-11-21T13:59:14Z {",
    "<30>1 - a b 1 - ",
  ];
  const names = ["web-1", "[pod/", "web-5d9c7b8f6-x2x4z ", "-- ", "\u001b[36m", '"', "}", '{"MESSAGE":'];
  const tails = ["a", " ", "a ", "a:", "[a]", 'x="', '[a b="c"]', "a-1 ", "\u001b[0m", "\\", "1", "]", "#012"];

  it.each([...heads, ...names])("%j and the same again and again", (head) => {
    const pretty = ['"MESSAGE": "x",', '"__REALTIME_TIMESTAMP": "1795269554872885"'];
    for (const tail of tails)
      for (const sample of [[], pretty]) {
        const transport = new Transport(catalogue.envelopes);
        const line = `${head}${tail.repeat(50_000)}x`;
        transport.learn([...sample, line]);
        expect(transport.read(line, 1)?.text.length ?? 0).toBeLessThanOrEqual(line.length);
      }
  });
});
