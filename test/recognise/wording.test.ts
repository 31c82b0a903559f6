import { describe, expect, it } from "vitest";
import { wording } from "../../parsers/wording.ts";
import { WordingClassifier } from "../../src/recognise/wording.ts";

const classifier = new WordingClassifier(wording);

/** `start`, `end ok`, `end failed`, `received` or `nothing`; with `?` where an end may be a mere step. */
function told(message: string): string {
  const found = classifier.classify(message, 0);
  if (!found) return "nothing";
  return `${found.phase}${found.phase === "end" ? ` ${found.outcome}` : ""}`;
}
const idOf = (message: string) => classifier.classify(message, 0)?.ids[0] ?? null;

type Row = readonly [message: string, id?: string | null];
const table = (rows: readonly Row[]) => rows.map(([message, id = null]) => ({ message, id }));
const uuid = "3b1f6c1e-8a4d-4c0e-9f57-2c5d8f6a1b90";

describe("starts", () => {
  const rows: readonly Row[] = [
    ["start task..."],
    ["start task 17", "17"],
    ["starting task T-17", "T-17"],
    ["Starting job 42", "42"],
    ["Task 17 started", "17"],
    [`Task ${uuid} started`, uuid],
    [`task started id=${uuid}`, uuid],
    ["Task started: id=17", "17"],
    ["[17] task started", "17"],
    ["job #17 begins", "17"],
    ["Begin processing order 1001", "1001"],
    ["Processing order #1001", "1001"],
    ["processing order 1001 of customer 7", "1001"],
    ["Executing job 7f3a9c21d4e5", "7f3a9c21d4e5"],
    ["Running task send_mail[17]", "17"],
    ["handling message 8812", "8812"],
    ["Handling event evt-00231", "evt-00231"],
    ["Import started"],
    ["Import of /data/in/file_17.csv started"],
    ["starting import for customer 7"],
    ["Backup started"],
    ["Export job 3 launched", "3"],
    ["picked up job 17", "17"],
    ["Got job 17 from queue default", "17"],
    ["Run 12 of nightly-report triggered", "12"],
    ["Запуск задачи 15", "15"],
    ["working on ticket 9", "9"],
    ["Started batch 2026-11-21", "2026-11-21"],
    ["job.start job_id=17", "17"],
    ["task_started task_id=17", "17"],
    ["BEGIN task 17", "17"],
    ["generating report 55: started", "55"],
    ["payment 8812: started", "8812"],
    ["Job 'nightly-export' started"],
    ["Sending mail to ann@example.org started"],
    ["performing TrackJob JID-8c1fa05b9d8b3ee2bd7b0a1e start", "JID-8c1fa05b9d8b3ee2bd7b0a1e"],
    ["Executing task [name=reindex, id=17]", "17"],
    ["launching crawl 12", "12"],
    ["entering job 17", "17"],
  ];
  it.each(table(rows))("$message", ({ message, id }) => {
    expect(told(message)).toBe("start");
    if (id !== null) expect(idOf(message)).toBe(id);
  });
});

describe("ends", () => {
  const rows: readonly Row[] = [
    ["task done"],
    ["finished task 17", "17"],
    ["Task 17 finished", "17"],
    ["task 17 finished in 1.32s", "17"],
    ["Task 17 completed successfully", "17"],
    ["Completed job 42", "42"],
    ["Job 42 done (OK)", "42"],
    [`Task shop.mail[${uuid}] succeeded in 1.31s: None`, uuid],
    [`task ${uuid} finished, 17 rows, 80%`, uuid],
    ["end task 17", "17"],
    ["[17] task finished", "17"],
    ["job #17 ended", "17"],
    ["Finished processing order 1001", "1001"],
    ["order 1001 processed", "1001"],
    ["order 1001: processed", "1001"],
    ["Order 1001 done in 12 ms", "1001"],
    ["Import finished"],
    ["import of customer 7 complete"],
    ["Backup completed in 3 min"],
    ["Job OK (8c1fa05b-1234-4c0e-9f57-2c5d8f6a1b90)", "8c1fa05b-1234-4c0e-9f57-2c5d8f6a1b90"],
    ["job.done job_id=17", "17"],
    ["task_finished task_id=17", "17"],
    ["END task 17", "17"],
    ["payment 8812: done", "8812"],
    ["Job 'nightly-export' finished"],
    ["Finished task [name=reindex, id=17] in 3 s", "17"],
    ["request 7 done", "7"],
    ["task 17 successful", "17"],
    ["batch 2026-11-21 completed, 0 errors", "2026-11-21"],
    ["Task 17 completed with 0 errors", "17"],
    ["Task 17 finished, no failures", "17"],
  ];
  it.each(table(rows))("$message", ({ message, id }) => {
    expect(told(message)).toBe("end ok");
    if (id !== null) expect(idOf(message)).toBe(id);
  });
});

describe("failures", () => {
  const rows: readonly Row[] = [
    ["task 17 failed", "17"],
    ["Task 17 failed after 3 attempts"],
    ["failed task 17: ValueError('x')", "17"],
    ["Job 42 aborted", "42"],
    [`Task shop.mail[${uuid}] raised unexpected: ValueError('bad')`, uuid],
    ["Error in task 17: timeout", "17"],
    ["error while processing order 1001", "1001"],
    ["order 1001 could not be finished", "1001"],
    ["task 17 did not finish"],
    ["Job 17 timed out", "17"],
    ["task 17 cancelled", "17"],
    ["import failed"],
    ["Exception in job 17", "17"],
    ["Task 17 was killed", "17"],
    ["task 17 crashed", "17"],
    ["job #17 terminated", "17"],
    ["task 17 finished with errors", "17"],
    ["Task 17 ended with failure", "17"],
    ["payment 8812: failed", "8812"],
    ["job.failed job_id=17", "17"],
    ["Completed task 17 with error", "17"],
    ["task 17 unsuccessful", "17"],
  ];
  it.each(table(rows))("$message", ({ message, id }) => {
    expect(told(message)).toBe("end failed");
    if (id !== null) expect(idOf(message)).toBe(id);
  });
});

describe("waiting is no start", () => {
  it.each([
    `Task shop.mail[${uuid}] received`,
    "received task 17",
    "job 17 queued",
    "enqueued job 17",
    "Task 17 accepted",
    "order 1001 submitted",
    "task 17 scheduled for 10:00",
    "job 17 pending",
  ])("%s", (message) => {
    expect(told(message)).toBe("received");
  });
});

describe("other languages", () => {
  it.each([
    ["开始处理任务 1001", "start", "1001"],
    ["任务 1001 开始", "start", "1001"],
    ["正在处理订单 88", "start", "88"],
    ["任务 1001 完成", "end ok", "1001"],
    ["任务 1001 处理成功，耗时 3 秒", "end ok", "1001"],
    ["任务 1001 失败: 超时", "end failed", "1001"],
    ["收到任务 1001", "received", "1001"],
    ["任务 1001 第 3 步完成", "nothing", null],
    ["服务启动", "nothing", null],
    ["配置加载完成", "nothing", null],
    ["タスク 17 を開始", "start", "17"],
    ["タスク 17 完了", "end ok", "17"],
    ["작업 17 시작", "start", "17"],
    ["작업 17 완료", "end ok", "17"],
    ["Aufgabe 17 gestartet", "start", "17"],
    ["Auftrag 17 abgeschlossen", "end ok", "17"],
    ["Auftrag 17 fehlgeschlagen", "end failed", "17"],
    ["Aufgabe 17 ist fertig", "end ok", "17"],
    ["Server gestartet", "nothing", null],
    ["Tarea 17 iniciada", "start", "17"],
    ["tarea 17 terminada", "end ok", "17"],
    ["La tarea 17 ha fallido", "end failed", "17"],
    ["Pedido 17 completado", "end ok", "17"],
    ["tâche 17 démarrée", "start", "17"],
    ["Tâche 17 terminée", "end ok", "17"],
    ["Tâche 17 échouée", "end failed", "17"],
  ])("%s: %s", (message, what, id) => {
    expect(told(message)).toBe(what);
    if (id !== null) expect(idOf(message)).toBe(id);
  });
});

describe("nothing", () => {
  it.each([
    "processing row 17 of 200",
    "0 errors",
    "retrying, attempt 2 failed",
    "not started yet",
    "will start at 10:00",
    "task 17 will start at 10:00",
    "starting step 2",
    "Server started",
    "Order 17 shipped to Berlin",
    "closing connection 5",
    "task log...",
    "task 17: page 3 of 20",
    "task 17 reads page 2",
    "task 17 at 80%",
    "task 17 step 2 finished",
    "finished step 3 of task 17",
    "page 3 done",
    "no errors found",
    "heartbeat",
    "before starting task 17",
    "cannot start task 17 yet",
    "loaded 120 tasks",
    "task count: 17",
    "GET /tasks/17 200",
    "user ann@example.org logged in",
    "connection to db-3 established",
    "connection 17 closed",
    "cache hit for order 1001",
    "memory usage 80%",
    "config reloaded",
    "sleeping 5 s",
    "worker 3 is idle",
    "Started 4 workers",
    "Starting flask server",
    "Background refresher started",
    "Scheduler started",
    "thread 5 started",
    "connected to redis://cache:6379/0",
    "request took 12 ms, 3 queries",
    "retrying task 17 in 5 s",
    "attempt 2 of task 17 failed, retrying",
    "task 17 failed, will retry in 30 s",
    "order 1001 has 3 items",
    "message 8812 has been read",
    "fetched 200 rows in 1.2 s",
    "next run in 60 s",
    "the quick brown fox",
    "",
  ])("%s", (message) => {
    expect(told(message)).toBe("nothing");
  });
});

describe("nothing, yet taken for a word on a task", () => {
  it.each([
    "completed 50%",
    "Task 17: 50% complete",
    "step 1 of task 17 done",
    "errors: 0",
    "failed: 0, ok: 12",
    "waiting for task 17 to finish",
    "checking if job 17 is done",
    "job 17 is not done yet",
    "SELECT * FROM tasks WHERE done = 0",
  ])("%s", (message) => {
    expect(told(message)).toBe("nothing");
  });

  it.each([
    "chunk 4 of task 17 saved",
    "Finished reading config",
    "error rate 0.1%",
    "done loading 5 plugins",
    "timeout set to 30 s",
    "error handler registered",
    "exception hook installed",
    "3 tasks running",
    "5 jobs in queue, 2 running",
  ])("%s", (message) => {
    expect(told(message)).toBe("nothing");
  });
});

describe("a clause that only announces, and one that names the task", () => {
  it.each([
    ["start: task=17", "start"],
    ["started: task 17", "start"],
    ["done: task 17", "end ok"],
    ["failed: task 17", "end failed"],
  ])("%s", (message, what) => {
    expect(told(message)).toBe(what);
  });
});

describe("one wording, whatever the id", () => {
  it.each([
    ["Task 17 started", "Task 18 started"],
    [`Task ${uuid} finished in 3 s`, "Task 7f3a9c21-8a4d-4c0e-9f57-2c5d8f6a1b91 finished in 12 ms"],
    ["start order 1", "start order 99999"],
  ])("%s = %s", (a, b) => {
    expect(classifier.classify(a, 0)?.signature).toBe(classifier.classify(b, 0)?.signature);
  });

  it("a start and an end of one task name the same unit", () => {
    for (const [start, end] of [
      ["start task 17", "task 17 done"],
      ["Import started", "Import finished"],
      ["starting jobs", "jobs finished"],
      ["Executing send_mail(17)", "send_mail(17) finished"],
    ] as const)
      expect(classifier.classify(start, 0)?.unit).toBe(classifier.classify(end, 0)?.unit);
  });
});

describe("words with two meanings", () => {
  it.each([
    ["Run 12 of nightly-report succeeded", "end ok"],
    ["run 12: query 3", "nothing"],
    ["page written invoice=1001 thread_name=Thread-1 (run)", "nothing"],
    ["email.send.ok", "end ok"],
    ["Задача 15 завершена", "end ok"],
    ["Задача 15 завершилась с ошибкой", "end failed"],
  ])("%s: %s", (message, expected) => expect(told(message)).toBe(expected));
});
