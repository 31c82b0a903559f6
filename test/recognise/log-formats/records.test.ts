import { describe, expect, it } from "vitest";
import { instant, readerOf } from "./support.ts";

const later = instant + 263;

describe("Log4j and Logback", () => {
  it.each([
    // log4j 1's manual and examples.
    [
      "log4j:%d [%t] %-5p %c - %m%n",
      "2026-11-21 13:52:55,263 [main] INFO  org.apache.log4j.App - Entering application.",
      { at: later, tid: "main", level: 1 },
    ],
    [
      "log4j:%-4r [%t] %-5p %c %x - %m%n",
      "1234 [pool-1-thread-2] ERROR com.shop.Orders  - start task 7",
      { at: null, tid: "pool-1-thread-2", level: 3, wording: { phase: "start", ids: ["7"] } },
    ],
    [
      "log4j:%d{ABSOLUTE} %5p %c{1}:%L - %m%n",
      "13:52:55,263  WARN Orders:88 - start task 7",
      { at: later, level: 2, wording: { phase: "start" } },
    ],
    [
      "log4j:%d{dd.MM.yyyy HH:mm:ss} %p %X{pid} %F(%L): %m",
      "21.11.2026 13:52:55 INFO 77 Orders.java(88): start task 7",
      { at: instant, pid: 77, wording: { phase: "start" } },
    ],
    // Log4j 2.
    [
      "log4j2:%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} [%t/%T] %highlight{%-5level} %logger{36} %X{requestId} - %msg%n%throwable",
      "2026-11-21T13:52:55.263+00:00 [worker 1/31] \u001b[32mINFO \u001b[m com.shop.Orders  - start task 7",
      { at: later, tid: "31", level: 1, wording: { phase: "start", ids: ["7"] } },
    ],
    [
      "log4j2:%date{COMPACT}{UTC}|%pid|%-15.15threadName|%p|%replace{%msg}{[\\r\\n]{1,2}}{ }%n",
      "20261121135255263|77|main           |INFO|start task 7",
      { at: later, pid: 77, tid: "main", wording: { phase: "start" } },
    ],
    [
      "log4j2:%d{ISO8601}{GMT+8} %level{length=1} [%marker] (%X{taskId}) %notEmpty{[%X{user}]}: %m",
      "2026-11-21T21:52:55,263 E [] (7f) [bob]: starting import",
      { at: later, level: 3, wording: { phase: "start", ids: ["7f"] } },
    ],
    [
      "log4j2:%d{HH:mm:ss.SSS} $\u0024{ctx:loginId:-none} %m%n",
      "13:52:55.263 none start task 7",
      { at: later, wording: { phase: "start", ids: ["7"] } },
    ],
    // Logback's default, and its manual.
    [
      "logback:%d{HH:mm:ss.SSS} [%thread] %-5level %logger{36} -%kvp- %msg%n",
      "13:52:55.263 [http-nio-8080-exec-1] DEBUG c.s.Orders -- start task 7",
      { at: later, tid: "http-nio-8080-exec-1", level: 0, wording: { phase: "start" } },
    ],
    [
      'logback:%-30(%d{"yyyy-MM-dd HH:mm:ss,SSS", Asia/Shanghai} [%thread]) %-5level %logger{32} - %msg%n',
      "2026-11-21 21:52:55,263 [main] INFO  shop.Orders - start task 7",
      { at: later, tid: "main", level: 1, wording: { phase: "start" } },
    ],
    [
      "logback:%red(%date) \\(%thread\\) %boldGreen(%level) %cyan(%logger{15}) - %replace(%msg){'\\s+', ' '} %nopex%n",
      "\u001b[31m2026-11-21 13:52:55,263\u001b[0;39m (main) \u001b[1;32mINFO\u001b[0;39m \u001b[36mshop.Orders\u001b[0;39m - start task 7",
      { at: later, tid: "main", level: 1, wording: { phase: "start" } },
    ],
    // Spring Boot's CONSOLE_LOG_PATTERN.
    [
      "logback:%clr(%d{\u0024{LOG_DATEFORMAT_PATTERN:-yyyy-MM-dd'T'HH:mm:ss.SSSXXX}}){faint} %clr(\u0024{LOG_LEVEL_PATTERN:-%5p}) %clr(\u0024{PID:- }){magenta} %clr(---){faint} %clr([%15.15t]){faint} %clr(%-40.40logger{39}){cyan} %clr(:){faint} %m%n\u0024{LOG_EXCEPTION_CONVERSION_WORD:-%wEx}",
      "2026-11-21T13:52:55.263Z  INFO 77 --- [nio-8080-exec-1] com.example.shop.Orders                  : start task 7",
      { at: later, pid: 77, tid: "nio-8080-exec-1", level: 1, wording: { phase: "start", ids: ["7"] } },
    ],
    [
      "logback:%clr(%d{yyyy-MM-dd HH:mm:ss.SSS}){faint} %clr(\u0024{LOG_LEVEL_PATTERN:%5p}) %clr(\u0024{PID: }){magenta} %clr(---){faint} %clr([%15.15t]){faint} %clr(%-40.40logger{39}){cyan} %clr(:){faint} %m%n",
      "\u001b[2m2026-11-21 13:52:55.263\u001b[0;39m \u001b[31mERROR\u001b[0;39m \u001b[35m77\u001b[0;39m \u001b[2m---\u001b[0;39m \u001b[2m[           main]\u001b[0;39m \u001b[36mcom.example.Orders                      \u001b[0;39m \u001b[2m:\u001b[0;39m start task 7",
      { at: later, pid: 77, tid: "main", level: 3, wording: { phase: "start" } },
    ],
    [
      "logback:%d %property{PID} %X{jobId:-none} %m",
      "2026-11-21 13:52:55,263 77 j-1 start import",
      { pid: 77, wording: { ids: ["j-1"] } },
    ],
  ])("%s", (spec, line, expected) => {
    expect(readerOf(spec)(line)).toMatchObject(expected);
  });

  it("takes a stack trace for no record", () => {
    const read = readerOf("logback:%d %level %msg%n");
    expect(read("java.lang.IllegalStateException: start task 7")).toBeNull();
    expect(read("\tat com.shop.Orders.run(Orders.java:88)")).toBeNull();
  });
});

it("colours that a format or a program puts around columns are passed over", () => {
  const read = readerOf("python:\\x1b[32m%(levelname)s\\x1b[0m %(process)d %(message)s");
  expect(read("\u001b[32mERROR\u001b[0m 77 start task 7")).toMatchObject({
    level: 3,
    pid: 77,
    wording: { ids: ["7"] },
  });
});

describe("Celery's formats", () => {
  it("tell the task that a line is written in", () => {
    const read = readerOf("celery:task");
    const line = (task: string, message: string) =>
      `[2026-11-21 13:52:55,263: INFO/ForkPoolWorker-2] ${task}: ${message}`;
    expect(read(line("shop.pay[5b1f-77]", "starting import 9"))).toMatchObject({
      at: later,
      process: "ForkPoolWorker-2",
      wording: { phase: "start", ids: ["5b1f-77", "9"], name: "shop.pay" },
    });
    expect(read(line("???[???]", "starting import 9"))).toMatchObject({ wording: { ids: ["9"] } });
  });

  it("leave the worker's messages to its catalogue", () => {
    const read = readerOf("celery:%(asctime)s %(levelname)s %(processName)s %(process)d %(message)s");
    expect(read("2026-11-21 13:52:55,263 INFO ForkPoolWorker-2 77 start task 7")).toMatchObject({
      pid: 77,
      process: "ForkPoolWorker-2",
    });
  });
});

describe("supervisord's activity log", () => {
  it.each([
    ["CRIT", 4],
    ["ERRO", 3],
    ["WARN", 2],
    ["INFO", 1],
    ["DEBG", 0],
  ])("%s", (level, rank) => {
    const read = readerOf("supervisord:activity");
    expect(read(`2026-11-21 13:52:55,263 ${level} spawnerr: no such file`)).toMatchObject({ at: later, level: rank });
  });
});

describe("Apache's ErrorLogFormat", () => {
  const time = "[Sat Nov 21 13:52:55.263417 2026]";
  const fields = "[pid 77:tid 139889324566272]";
  it.each([
    [`${time} [core:notice] ${fields} something to note`, { level: 1 }],
    [
      `${time} [proxy_fcgi:error] ${fields} (70007)The timeout specified has expired: [client 10.0.0.1:4711] no answer, referer: http://a/`,
      { level: 3 },
    ],
    [`${time} [-:warn] ${fields} [client ::1] start task 7`, { level: 2, wording: { phase: "start" } }],
  ])("%s", (line, expected) => {
    const told = { format: "apache", at: later, pid: 77, tid: "139889324566272" };
    expect(readerOf("apache:error")(line)).toMatchObject({ ...told, ...expected });
  });

  it("may be any", () => {
    const read = readerOf("apache:%{cu}t %P %l %E [%a] %M");
    expect(read("2026-11-21 13:52:55.263417 77 error start task 7")).toMatchObject({ at: later, pid: 77, level: 3 });
  });
});

describe("grok", () => {
  it.each([
    [
      "%{TIMESTAMP_ISO8601:timestamp} \\[%{DATA:thread}\\] %{LOGLEVEL:level}\\s+%{JAVACLASS:logger} - %{GREEDYDATA:message}",
      "2026-11-21 13:52:55,263 [pool-1 a] WARN  com.shop.Orders - start task 7",
      { at: later, tid: "pool-1 a", level: 2, wording: { phase: "start", ids: ["7"] } },
    ],
    [
      "^%{TIMESTAMP_ISO8601:[@metadata][timestamp]} %{NUMBER:[process][pid]:int}/%{BASE16NUM:[process][thread][id]} (?<msg>.*)$",
      "2026-11-21T13:52:55.263Z 77/0x7f3a start task 7",
      { pid: 77, tid: "0x7f3a", wording: { phase: "start" } },
    ],
    [
      "%{SYSLOGBASE} %{GREEDYDATA:message}",
      "Nov 21 13:52:55 web1 shop[77]: start task 7",
      { at: instant, pid: 77, process: "shop", wording: { phase: "start" } },
    ],
    [
      "\\[%{HTTPDATE:time}\\] (?:%{WORD:job}#%{UUID:job_id}|-) %{GREEDYDATA:message}",
      "[21/Nov/2026:13:52:55 +0000] import#5b1f0000-0000-4000-8000-000000000077 started",
      { at: instant, wording: { phase: "start", ids: ["5b1f0000-0000-4000-8000-000000000077"], name: "import" } },
    ],
  ])("%s", (format, line, expected) => {
    expect(readerOf(`grok:${format}`)(line)).toMatchObject(expected);
  });

  it("knows the lines of requests by their fields", () => {
    const line = '10.0.0.1 - - [21/Nov/2026:13:52:55 +0000] "GET /a HTTP/1.1" 200 612 "-" "Mozilla/5.0 (X11)"';
    const expected = { format: "access", at: instant, pid: null };
    expect(readerOf("grok:%{COMBINEDAPACHELOG}")(line)).toMatchObject(expected);
    expect(readerOf("grok:%{COMBINEDAPACHELOG} pid=%{POSINT:pid}")(`${line} pid=77`)).toMatchObject({ pid: 77 });
  });

  it("keeps no reader busy", () => {
    const read = readerOf(
      "grok:%{DATA:a} %{DATA:b} %{DATA:c} (?:%{DATA:d}+)+ %{QS:e} %{NUMBER:pid}: %{GREEDYDATA:message}",
    );
    for (const piece of ["a ", '"" ', "1 "]) expect(read(piece.repeat(8192 / piece.length))).toBeNull();
  });
});

describe("regex", () => {
  it.each([
    [
      "^(?<time>\\S+) (?<pid>\\d+):(?<tid>\\d+) (?<level>\\w+) (?<id>\\w+) (?<name>\\w+) (?<message>.*)",
      "2026-11-21T13:52:55.263Z 77:31 error j7 import started",
      { at: later, pid: 77, tid: "31", level: 3, wording: { phase: "start", ids: ["j7"], name: "import" } },
    ],
    [
      "^\\[(?<process>[^\\]]+)\\] (?<thread>\\w+):",
      "[web.1] worker: start task 7",
      { at: null, process: "web.1", tid: "worker", wording: { phase: "start", ids: ["7"] } },
    ],
    // The message may be anything but the last; a group may be missing.
    ["(?<message>.*?) <(?<pid>\\d+)?>$", "start task 7 <>", { pid: null, wording: { phase: "start" } }],
    [
      '^\\{"t":"(?<time>[^"]*)","p":(?<pid>\\d+),"m":"(?<message>.*)"\\}$',
      '{"t":"2026-11-21T13:52:55.263Z","p":77,"m":"start task 7"}',
      { at: later, pid: 77 },
    ],
  ])("%s", (format, line, expected) => {
    expect(readerOf(`regex:${format}`)(line)).toMatchObject({ format: "regex", ...expected });
  });

  it("keeps no reader busy", () => {
    const read = readerOf("regex:^(?<message>(a+)+)(?<pid>\\d+)$");
    expect(read("a".repeat(8192))).toBeNull();
  });
});
