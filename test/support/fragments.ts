/** Pieces of log lines, well formed and not, to make up logs that nobody has seen. */
import fc from "fast-check";
import { catalogue } from "../../parsers/index.ts";

const listOf = (texts: string | readonly string[]): readonly string[] => (typeof texts === "string" ? [texts] : texts);

const serverLines = catalogue.servers.flatMap(({ rules }) => rules.flatMap((rule) => listOf(rule.example)));

const stamps = [
  "2026-11-21 21:50:07,123",
  "2026-11-21 21:50:09,000",
  "2026-11-21T21:50:08.5Z",
  "Sat Nov 21 21:52:10 2026",
  "Nov 21 21:52:11",
  "21:52:12",
  "[2026-11-21 21:57:04 +0000]",
  "[ 2295.069859]",
  "1795269126",
  "0000-00-00 00:00:00",
  "9999-99-99 99:99:99,999",
];

const writers = [
  "app 7215 140001",
  "app 7216 140002",
  "app 7215",
  "[7216]",
  "INFO 7217/140003 jobs -",
  "[pid 0]",
  "app -1 0",
];

const messages = [
  "start task...",
  "finished task...",
  "start task 42...",
  "finished task 42...",
  "Task d826a5262679 started",
  "Task d826a5262679 succeeded in 0.3s",
  "task failed",
  "任务 17 开始",
  "任务 17 完成",
  "got 4045 rows",
  "Traceback (most recent call last):",
  "ValueError: invalid literal",
  "constructor",
  "__proto__",
];

const odd = [
  "",
  " ",
  "\t",
  '  File "app.py", line 170, in run_task',
  "{",
  '{"log":"start task...\\n","stream":"stderr","time":"2026-11-21T13:57:04.872885268Z"}',
  '{"message":"task started","process":7215,"time":"not a time"}',
  '{"__proto__":{"pid":1},"msg":"start task 9"}',
  "2026-11-21T13:59:14.872885268Z stderr P spawned uWSGI wor",
  "2026-11-21T13:59:14.872885268Z stderr F ker 1 (pid: 7215, cores: 1)",
  "\u0000\u0000",
  "\u001b[31mstart task\u001b[0m",
  "\ud83d\ude00".repeat(40),
  "pid: 99999999999999999999 killed",
  "x".repeat(300),
];

const appLine = fc
  .tuple(fc.constantFrom(...stamps), fc.constantFrom(...writers), fc.constantFrom(...messages))
  .map((parts) => parts.join(" "));

const serverLine = fc
  .tuple(fc.constantFrom("", "", "", ...stamps.map((stamp) => `${stamp} - `)), fc.constantFrom(...serverLines))
  .map((parts) => parts.join(""));

const cutLine = fc
  .tuple(fc.oneof(appLine, serverLine), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([line, at]) => line.slice(0, Math.floor(at * line.length)));

/** A line as servers and applications write it, or nearly so. */
export const anyLine: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: appLine },
  { weight: 6, arbitrary: serverLine },
  { weight: 1, arbitrary: cutLine },
  { weight: 1, arbitrary: fc.constantFrom(...odd) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
);

export const anyLines: fc.Arbitrary<string[]> = fc.array(anyLine, { maxLength: 60 });

/** Bytes without a meaning, now and then with one. */
export const anyBytes: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      anyLine.map((line) => Buffer.from(`${line}\n`)),
      fc.constantFrom(
        Buffer.from([0x1f, 0x8b, 8, 0]),
        Buffer.from([0xff, 0xfe]),
        Buffer.from("\r\n"),
        Buffer.from("\n"),
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => Buffer.concat(parts));
