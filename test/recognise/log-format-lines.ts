/**
 * What Python 3.11's logging wrote for five records by formatters of these formats: the first lines of each. Their
 * `created` is 2026-11-21 05:52:55.063 UTC, the zone is UTC.
 */
export interface WrittenLines {
  readonly format: string;
  /** What the format shows of a record. */
  readonly shows: readonly ("time" | "pid" | "tid" | "thread" | "level")[];
  readonly lines: readonly string[];
}

/** The records, in order. */
export const records = [
  { message: "start task 7 [0/10]", tid: 140211, thread: "MainThread", level: 1 },
  { message: "end task 7: ok", tid: 22, thread: "Thread-1 (worker)", level: 1 },
  { message: "odd level", tid: 140211, thread: "MainThread", level: 1 },
  { message: "", tid: 140211, thread: "ThreadPoolExecutor-0_3", level: 3 },
  { message: "boom", tid: 140211, thread: "MainThread", level: 4 },
] as const;

/** Behind the last record, whatever the format. */
export const traceback = [
  "Traceback (most recent call last):",
  '  File "/srv/app/gen.py", line 15, in run',
  '    try: raise ValueError("bad: x")',
  "         ^^^^^^^^^^^^^^^^^^^^^^^^^^",
  "ValueError: bad: x",
] as const;

export const written: readonly WrittenLines[] = [
  {
    format: "%(asctime)s %(levelname)-8s [%(process)5d] [%(threadName)s] %(name)s: %(message)s",
    shows: ["time", "pid", "thread", "level"],
    lines: [
      "2026-11-21 05:52:55,063 INFO     [19272] [MainThread] shop.orders: start task 7 [0/10]",
      "2026-11-21 05:52:55,063 SUCCESS  [19272] [Thread-1 (worker)] shop.orders: end task 7: ok",
      "2026-11-21 05:52:55,063 Level 27 [19272] [MainThread] my app <lambda>: odd level",
      "2026-11-21 05:52:55,063 ERROR    [19272] [ThreadPoolExecutor-0_3] shop.orders: ",
      "2026-11-21 05:52:55,063 CRITICAL [19272] [MainThread] 订单-服务: boom",
    ],
  },
  {
    format: "%(levelname)s:%(name)s:%(message)s",
    shows: ["level"],
    lines: [
      "INFO:shop.orders:start task 7 [0/10]",
      "SUCCESS:shop.orders:end task 7: ok",
      "Level 27:my app <lambda>:odd level",
      "ERROR:shop.orders:",
      "CRITICAL:订单-服务:boom",
    ],
  },
  {
    format: "%(asctime)s.%(msecs)03d|%(levelname)8s|%(process)d.%(thread)d|%(message)s",
    shows: ["time", "pid", "tid", "level"],
    lines: [
      "2026-11-21 05:52:55.063|    INFO|19272.140211|start task 7 [0/10]",
      "2026-11-21 05:52:55.063| SUCCESS|19272.22|end task 7: ok",
      "2026-11-21 05:52:55.063|Level 27|19272.140211|odd level",
      "2026-11-21 05:52:55.063|   ERROR|19272.140211|",
      "2026-11-21 05:52:55.063|CRITICAL|19272.140211|boom",
    ],
  },
  {
    format: "%(asctime)s,%(msecs)d %(name)s %(levelname)s %(message)s",
    shows: ["time", "level"],
    lines: [
      "05:52:55,63 shop.orders INFO start task 7 [0/10]",
      "05:52:55,63 shop.orders SUCCESS end task 7: ok",
      "05:52:55,63 my app <lambda> Level 27 odd level",
      "05:52:55,63 shop.orders ERROR ",
      "05:52:55,63 订单-服务 CRITICAL boom",
    ],
  },
  {
    format: "%(created)f %(process)x:%(thread)#x %(levelno)s 100%% %(message)s",
    shows: ["time", "pid", "tid", "level"],
    lines: [
      "1795240375.063412 4b48:0x223b3 20 100% start task 7 [0/10]",
      "1795240375.063412 4b48:0x16 25 100% end task 7: ok",
      "1795240375.063412 4b48:0x223b3 27 100% odd level",
      "1795240375.063412 4b48:0x223b3 40 100% ",
      "1795240375.063412 4b48:0x223b3 50 100% boom",
    ],
  },
  {
    format: "%(asctime)s - %(name)s - %(levelname)s - %(message)s",
    shows: ["time", "level"],
    lines: [
      "2026-11-21 05:52:55,063 - shop.orders - INFO - start task 7 [0/10]",
      "2026-11-21 05:52:55,063 - shop.orders - SUCCESS - end task 7: ok",
      "2026-11-21 05:52:55,063 - my app <lambda> - Level 27 - odd level",
      "2026-11-21 05:52:55,063 - shop.orders - ERROR - ",
      "2026-11-21 05:52:55,063 - 订单-服务 - CRITICAL - boom",
    ],
  },
  {
    format: "[%(asctime)s: %(levelname)s/%(processName)s] %(message)s [%(process)d:%(thread)d]",
    shows: ["time", "pid", "tid", "level"],
    lines: [
      "[2026-11-21 05:52:55,063: INFO/MainProcess] start task 7 [0/10] [19272:140211]",
      "[2026-11-21 05:52:55,063: SUCCESS/MainProcess] end task 7: ok [19272:22]",
      "[2026-11-21 05:52:55,063: Level 27/MainProcess] odd level [19272:140211]",
      "[2026-11-21 05:52:55,063: ERROR/ForkPoolWorker-2]  [19272:140211]",
      "[2026-11-21 05:52:55,063: CRITICAL/MainProcess] boom [19272:140211]",
    ],
  },
  {
    format: "{asctime} {levelname:<8}{name:>20} {{{process:d}}} {threadName} {funcName}() {message}",
    shows: ["time", "pid", "thread", "level"],
    lines: [
      "2026-11-21 05:52:55,063 INFO             shop.orders {19272} MainThread run_task() start task 7 [0/10]",
      "2026-11-21 05:52:55,063 SUCCESS          shop.orders {19272} Thread-1 (worker) run_task() end task 7: ok",
      "2026-11-21 05:52:55,063 Level 27     my app <lambda> {19272} MainThread run_task() odd level",
      "2026-11-21 05:52:55,063 ERROR            shop.orders {19272} ThreadPoolExecutor-0_3 run_task() ",
      "2026-11-21 05:52:55,063 CRITICAL               订单-服务 {19272} MainThread run_task() boom",
    ],
  },
  {
    format: "{created:.3f} [{levelname:*^10}] {process:05}/{thread} {message}",
    shows: ["time", "pid", "tid", "level"],
    lines: [
      "1795240375.063 [***INFO***] 19272/140211 start task 7 [0/10]",
      "1795240375.063 [*SUCCESS**] 19272/22 end task 7: ok",
      "1795240375.063 [*Level 27*] 19272/140211 odd level",
      "1795240375.063 [**ERROR***] 19272/140211 ",
      "1795240375.063 [*CRITICAL*] 19272/140211 boom",
    ],
  },
  {
    format: "{asctime}.{msecs:03.0f} {levelname[0]} {process} {lineno:>4}: {message}",
    shows: ["time", "pid", "level"],
    lines: [
      "21/Nov/2026:05:52:55.063 I 19272   88: start task 7 [0/10]",
      "21/Nov/2026:05:52:55.063 S 19272   88: end task 7: ok",
      "21/Nov/2026:05:52:55.063 L 19272   88: odd level",
      "21/Nov/2026:05:52:55.063 E 19272   88: ",
      "21/Nov/2026:05:52:55.063 C 19272   88: boom",
    ],
  },
  {
    format: "$asctime $$ \u0024{levelname} \u0024{process} $threadName: $message",
    shows: ["time", "pid", "thread", "level"],
    lines: [
      "2026-11-21 05:52:55,063 $ INFO 19272 MainThread: start task 7 [0/10]",
      "2026-11-21 05:52:55,063 $ SUCCESS 19272 Thread-1 (worker): end task 7: ok",
      "2026-11-21 05:52:55,063 $ Level 27 19272 MainThread: odd level",
      "2026-11-21 05:52:55,063 $ ERROR 19272 ThreadPoolExecutor-0_3: ",
      "2026-11-21 05:52:55,063 $ CRITICAL 19272 MainThread: boom",
    ],
  },
  {
    format: "$asctime.$msecs <$levelname> $process-$thread $name - $message",
    shows: ["time", "pid", "tid", "level"],
    lines: [
      "2026-11-21T05:52:55.63.0 <INFO> 19272-140211 shop.orders - start task 7 [0/10]",
      "2026-11-21T05:52:55.63.0 <SUCCESS> 19272-22 shop.orders - end task 7: ok",
      "2026-11-21T05:52:55.63.0 <Level 27> 19272-140211 my app <lambda> - odd level",
      "2026-11-21T05:52:55.63.0 <ERROR> 19272-140211 shop.orders - ",
      "2026-11-21T05:52:55.63.0 <CRITICAL> 19272-140211 订单-服务 - boom",
    ],
  },
  {
    format: "%(thread)d %(process)d %(message)s",
    shows: ["pid", "tid"],
    lines: [
      "140211 19272 start task 7 [0/10]",
      "22 19272 end task 7: ok",
      "140211 19272 odd level",
      "140211 19272 ",
      "140211 19272 boom",
    ],
  },
  {
    format: "%(levelname)s:\\t%(asctime)s %(relativeCreated)d %(pathname)s:%(lineno)d %(funcName)s %(message)s",
    shows: ["time", "level"],
    lines: [
      "INFO:\tNov 21 05:52:55 1234 /srv/shop/orders.py:88 run_task start task 7 [0/10]",
      "SUCCESS:\tNov 21 05:52:55 1234 /srv/shop/orders.py:88 run_task end task 7: ok",
      "Level 27:\tNov 21 05:52:55 1234 /srv/shop/orders.py:88 run_task odd level",
      "ERROR:\tNov 21 05:52:55 1234 /srv/shop/orders.py:88 run_task ",
      "CRITICAL:\tNov 21 05:52:55 1234 /srv/shop/orders.py:88 run_task boom",
    ],
  },
];
