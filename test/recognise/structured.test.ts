import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import { fields } from "../../parsers/layouts/fields.ts";
import { lines } from "../../parsers/layouts/lines.ts";
import { Recogniser } from "../../src/recognise/recogniser.ts";
import { compileCatalogue } from "../../src/recognise/recognition.ts";
import { mayBeLogfmt, StructuredReader } from "../../src/recognise/structured.ts";
import { zoneNamed } from "../../src/time/zone.ts";
import { examine } from "../support/log.ts";

const reader = new StructuredReader(fields);
const iso = (text: string) => new Date(reader.read(text)?.stamp?.ms ?? Number.NaN).toISOString();

describe("JSON lines", () => {
  it.each([
    [
      "python-json-logger",
      '{"asctime": "2026-11-21 14:00:01,023", "levelname": "INFO", "process": 11, "thread": 139889324500001, "message": "start task 1"}',
      11,
      "139889324500001",
      "start task 1",
    ],
    [
      "structlog",
      '{"event": "start task 1", "level": "info", "timestamp": "2026-11-21T14:00:01.023Z", "pid": 11, "thread_name": "Thread-1"}',
      11,
      "Thread-1",
      "start task 1",
    ],
    [
      "GELF",
      '{"version":"1.1","host":"web1","timestamp":1795269601.023,"level":6,"short_message":"start task 1","_pid":11,"_thread_name":"Thread-1 (run)"}',
      11,
      "Thread-1 (run)",
      "start task 1",
    ],
    [
      "pino",
      '{"level":30,"time":1795269601023,"pid":11,"hostname":"web1","msg":"start task 1"}',
      11,
      null,
      "start task 1",
    ],
    [
      "ECS",
      '{"@timestamp":"2026-11-21T14:00:01.023Z","log.level":"info","message":"start task 1","process.pid":11,"process.thread.id":7}',
      11,
      "7",
      "start task 1",
    ],
  ])("%s", (_, text, pid, tid, message) => {
    const record = reader.read(text);
    expect(record).toMatchObject({ format: "json", pid, tid, message });
    expect(record?.stamp).not.toBeNull();
  });

  it.each([
    [
      "ECS, nested",
      '{"@timestamp":"2026-11-21T14:00:01.023Z","message":"start task 1","process":{"pid":11,"thread":{"id":7}}}',
      11,
      "7",
      "start task 1",
    ],
    [
      "loguru serialised",
      '{"text": "x", "record": {"message": "start task 1", "process": {"id": 11, "name": "MainProcess"}, "thread": {"id": 7, "name": "MainThread"}, "time": {"timestamp": 1795269601.023}}}',
      11,
      "7",
      "start task 1",
    ],
  ])("%s", (_, text, pid, tid, message) => {
    expect(reader.read(text)).toMatchObject({ format: "json", pid, tid, message });
  });

  it("thread ids keep all their digits", () => {
    const read = reader.read('{"message":"x","time":"2026-11-21T14:00:01Z","thread":139889324566272}');
    expect(read?.tid).toBe("139889324566272");
  });

  it("numbers of seconds and of milliseconds are one instant", () => {
    expect(iso('{"msg":"x","time":1795269601}')).toBe(iso('{"msg":"x","time":1795269601000}'));
  });

  it.each([
    ["a text", '{"message":"x","time":"2026-11-21T14:00:01Z","exc_info":"Traceback (most recent call last):"}', true],
    ["null", '{"message":"x","time":"2026-11-21T14:00:01Z","exc_info":null}', false],
    ["false", '{"message":"x","time":"2026-11-21T14:00:01Z","exc_info":false}', false],
  ])("exc_info is %s", (_, text, exception) => {
    expect(reader.read(text)?.exception).toBe(exception);
  });

  it.each(["{}", '{"a":1}', "{not json}", '["a"]', "{", ""])("%s is no record", (text) => {
    expect(reader.read(text)).toBeNull();
  });
});

describe("logfmt lines", () => {
  it("quoted values, bare values, escapes", () => {
    const record = reader.read('time=2026-11-21T14:00:01.023Z level=info pid=11 msg="start \\"task\\" 1" task_id=1');
    expect(record).toMatchObject({ format: "logfmt", pid: 11, level: "info", message: 'start "task" 1', taskId: "1" });
  });
  it.each(["a=1 b=2", "x = y", "start task id=1 name=x z=3", "GET /?a=1&b=2&c=3"])("%s is none", (text) => {
    expect(reader.read(text)).toBeNull();
  });
  it.each([
    ["time=2026 level=info", true],
    ["start task=1", false],
    ["=x", false],
    ["2026-11-21 a=1", false],
  ])("mayBeLogfmt(%s) is %s", (text, expected) => {
    expect(mayBeLogfmt(text)).toBe(expected);
  });
});

describe("lines of declared layouts", () => {
  const declared = new StructuredReader(fields, [], lines);
  const head = "[2026-11-21T18:36:15.105970+00:00] shop.INFO: ";

  it.each([
    ["context and extra", 'order 7 saved {"rows":4} {"process_id":8700}', "order 7 saved", 8700],
    ["an empty context", 'order 7 saved [] {"process_id":8700}', "order 7 saved", 8700],
    ["braces within", 'order {7} saved {"a":{"b":1}} {"process_id":8700,"x":{"y":2}}', "order {7} saved", 8700],
    ["context alone", 'order 7 saved {"userId":1} ', "order 7 saved", null],
    ["neither", "order 7 saved", "order 7 saved", null],
    ["a brace that ends no JSON", "order {7}", "order {7}", null],
  ])("Monolog, %s", (_, text, message, pid) => {
    expect(declared.readHead(head + text)).toMatchObject({
      format: "monolog",
      message,
      pid,
      level: "INFO",
      server: null,
    });
  });

  it("fit the examples they are declared with", () => {
    expect(lines.map(({ example }) => declared.readHead(example)?.format)).toEqual(lines.map(({ name }) => name));
  });

  it("bear tasks of several processes", async () => {
    const line = (s: number, pid: number, text: string) =>
      `[2026-11-21T14:00:0${s}.000000+00:00] shop.INFO: ${text} [] {"process_id":${pid}}`;
    const { lost, finished } = await examine({
      "shop.log": `${[line(1, 11, "Import started"), line(1, 12, "Import started"), line(3, 11, "Import finished"), line(5, 13, "Import started"), line(6, 13, "Import finished")].join("\n")}\n`,
    });
    expect([lost.length, finished]).toEqual([1, 2]);
  });
});

describe("a server's own lines", () => {
  const pretty = (s: number, pid: number, jid: string, rest: string) =>
    `2026-11-21T14:00:0${s}.000Z pid=${pid} tid=gx${s} class=ExportJob jid=${jid}${rest}`;

  it("name its tasks by their own id, whatever else is logged among them", async () => {
    const { lost, finished } = await examine({
      "sidekiq.log": `${[
        pretty(1, 11, "aa01", " INFO: start"),
        pretty(1, 11, "aa02", " INFO: start"),
        pretty(2, 11, "aa01", " INFO: imported chunk 1 of 2"),
        pretty(3, 11, "aa01", " elapsed=2.0 INFO: done"),
        pretty(4, 11, "aa02", " INFO: imported chunk 1 of 9"),
      ].join("\n")}\n`,
    });
    expect(lost).toEqual([expect.stringMatching(/^aa02 in-flight/)]);
    expect(finished).toBe(1);
  });

  it("are not taken for it by the same words elsewhere", async () => {
    const line = "2026-11-21T14:00:01.000Z start";
    const { lost, finished } = await examine({ "app.log": `${line}\n${line}\n${line}\n` });
    expect([lost, finished]).toEqual([[], 0]);
  });
});

describe("tasks in structured logs", () => {
  const line = (s: number, pid: number, rest: object) =>
    JSON.stringify({ timestamp: `2026-11-21T14:00:0${s}.000Z`, level: "info", pid, thread: 7, ...rest });
  it("take their id from a field of their own", async () => {
    const { lost, finished } = await examine({
      "app.json": `${[
        line(1, 11, { event: "task started", task_id: "a-1" }),
        line(2, 11, { event: "task started", task_id: "a-2" }),
        line(3, 11, { event: "task finished", task_id: "a-1" }),
        line(4, 11, { event: "reading", task_id: "a-2" }),
      ].join("\n")}\n`,
    });
    expect([lost, finished]).toEqual([["a-2 in-flight possible"], 1]);
  });

  it("fail by their exception field", async () => {
    const { lost, failed } = await examine({
      "app.json": `${[
        line(1, 11, { event: "task started", task_id: "a-1" }),
        line(2, 11, { event: "task finished", task_id: "a-1" }),
        line(3, 11, { event: "task started", task_id: "a-2" }),
        line(4, 11, { event: "oops", level: "error", exc_info: "Traceback (most recent call last):\nValueError" }),
      ].join("\n")}\n`,
    });
    expect([lost, failed]).toEqual([[], 1]);
  });
});

describe("a server's message in a structured line", () => {
  const kit = compileCatalogue(catalogue);
  const time = 'time="2024-04-02T14:33:07.123456789Z" level=info';
  const eventOf = (line: string) =>
    new Recogniser(kit, { zone: zoneNamed("UTC"), zoneGiven: true, day: null }).read(line, 1, 0)?.event;

  it("takes from other keys what its rule names", () => {
    expect(eventOf(`${time} msg="shim disconnected" id=4f5e6a7b namespace=k8s.io`)).toMatchObject({
      parser: "containerd",
      kind: "process-exit",
      worker: "4f5e6a7b",
      pid: null,
    });
    const json = '{"container":"4f5e","exitCode":137,"msg":"ShouldRestart failed: container will not be restarted"}';
    expect(eventOf(json)).toMatchObject({ parser: "docker", worker: "4f5e", exitCode: 137 });
  });

  it("prefers what the message says, and leaves keys alone that its rule does not name", () => {
    const stopped = "Container 99aa failed to exit within 10 seconds of signal 15 - using the force";
    expect(eventOf(`${time} msg="${stopped}" container=4f5e`)).toMatchObject({ worker: "99aa", signal: "SIGTERM" });
    const served = 'msg="spawned uWSGI worker 1 (pid: 7, cores: 1)" container=web id=4f5e';
    expect(eventOf(`${time} ${served}`)).toMatchObject({ parser: "uwsgi", worker: 1, pid: 7 });
    expect(eventOf(`${time} msg="goodbye to uWSGI." id=4f5e`)).toMatchObject({ parser: "uwsgi", worker: null });
  });
});
