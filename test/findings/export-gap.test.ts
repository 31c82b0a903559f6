import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { GapTally } from "../../src/correlate/gap-tally.ts";
import { type AnalyseOptions, analyze, type Report, type SourceInput } from "../../src/index.ts";
import { corpusCases } from "../support/corpus.ts";
import { expectSound } from "../support/report.ts";
import { readSample, sampleNames, utc } from "../support/samples.ts";

type Sources = Readonly<Record<string, string | readonly string[]>>;

const textOf = (content: string | readonly string[]): string =>
  typeof content === "string" ? content : content.map((line) => `${line}\n`).join("");

/** The findings of a run, which are the same whatever the order of its sources. */
async function gapsIn(sources: Sources, options: AnalyseOptions = {}): Promise<Report["findings"]> {
  const inputs = Object.entries(sources).map(([name, content]) => ({ name, content: Buffer.from(textOf(content)) }));
  const report = await analyze(inputs, { ...utc, ...options });
  expectSound(report);
  const gaps = (all: Report) => all.findings.filter(({ rule }) => rule === "export-gap");
  const reversed = await analyze([...inputs].reverse(), { ...utc, ...options });
  expect(gaps(reversed)).toEqual(gaps(report));
  return gaps(report);
}

/** A record: when it is logged (ms), by whom, what it says. */
interface Logged {
  readonly at: number;
  readonly pid: number;
  readonly message: string;
  readonly level?: string;
  readonly logger?: string;
}

const start = Date.UTC(2026, 10, 21, 14);

const wall = (at: number): string => new Date(at).toISOString().slice(0, 23).replace("T", " ").replace(".", ",");

const asText = ({ at, pid, message, level = "INFO", logger = "jobs.run" }: Logged): string =>
  `${wall(at)} ${level} ${pid} ${logger}: ${message}`;

const asJson = ({ at, pid, message, level = "INFO", logger = "jobs.run" }: Logged): string =>
  JSON.stringify({
    timestamp: at * 1e6 + 4321,
    severity_text: level,
    body: message,
    attributes: { "process.pid": pid, "logger.name": logger },
  });

/** Each process of a pool works off so many tasks, one step a second. */
const pool = (pids: readonly number[], tasks: number): Logged[] =>
  pids
    .flatMap((pid, p) =>
      Array.from({ length: tasks }, (_, n) => {
        const at = start + n * 3_000 + p * 7;
        const task = `T-${pid}-${n}`;
        return [
          { at, pid, message: `task ${task} started` },
          { at: at + 1_000, pid, message: `task ${task} at 50%` },
          { at: at + 2_000, pid, message: `task ${task} completed` },
        ];
      }).flat(),
    )
    .sort((a, b) => a.at - b.at);

const ms = 1_000;
const all = pool([11, 12, 13], 10);
const end = Math.max(...all.map(({ at }) => at));
const log = all.map(asText);

afterEach(() => vi.restoreAllMocks());

describe("recorded incidents", () => {
  interface Incident {
    readonly logs: readonly SourceInput[];
    readonly options: AnalyseOptions;
    readonly missing: readonly { readonly pid: number; readonly message: string }[];
  }

  const ofSamples = sampleNames.map(readSample).flatMap(({ name, logs, options, truth }): [string, Incident][] => {
    const missing = truth?.missing;
    return missing ? [[name, { logs, options, missing }]] : [];
  });
  const ofCorpus = corpusCases()
    .filter(({ truth }) => truth.unexported.length > 0)
    .map(({ name, logs, truth }): [string, Incident] => [name, { logs, options: utc, missing: truth.unexported }]);
  const incidents = [...ofSamples, ...ofCorpus];

  it("are there", () => expect(incidents.length).toBeGreaterThanOrEqual(3));

  it.each(incidents)(
    "%s: the copy lacks exactly the records that truth lists",
    async (_, { logs, options, missing }) => {
      for (const order of [logs, [...logs].reverse()]) {
        const told: { source: number; text: string }[] = [];
        const lacks = vi.spyOn(GapTally.prototype, "lacks").mockImplementation(function (this: GapTally, record) {
          const [pid, message] = "key" in record ? String(record.key).split("\u0000") : [];
          told.push({ source: record.source, text: `${pid} ${message}` });
        });
        const report = await analyze(order, options);
        lacks.mockRestore();
        const source = report.sources.findIndex(({ name }) => /console/.test(name));
        const own = told.filter((record) => record.source === source).map(({ text }) => text);
        expect(own.sort()).toEqual(missing.map(({ pid, message }) => `${pid} ${message}`).sort());
        const [finding, ...more] = (await analyze(order, options)).findings.filter(({ rule }) => rule === "export-gap");
        expect(more).toEqual([]);
        expect(finding?.figures.missing).toBe(missing.length);
        expect(finding?.severity).toBe("warning");
      }
    },
  );
});

describe("what is missing, by process", () => {
  it("is all of one that exported nothing", async () => {
    const copy = all.filter(({ pid }) => pid !== 12).map(asJson);
    const [gap] = await gapsIn({ "app.log": log, "export.jsonl": copy });
    expect(gap?.title).toBe("export.jsonl lacks 30 of the 90 records of app.log: 1 process exported nothing");
    expect(gap?.figures).toEqual({
      missing: 30,
      records: 90,
      processes: 3,
      processesWithout: 1,
      tasksOnlyInSource: 10,
    });
    expect(gap?.severity).toBe("warning");
  });

  it("is the last batch of those that end before the others", async () => {
    const lost = (pid: number): boolean => pid !== 13;
    const copy = all.filter(({ at, pid }) => !lost(pid) || at < end - 3_500).map(asJson);
    const [gap] = await gapsIn({ "app.log": log, "export.jsonl": copy });
    expect(gap?.title).toBe("export.jsonl lacks 8 of the 90 records of app.log: 2 processes lost their last records");
    expect(gap?.figures).toMatchObject({
      missing: 8,
      lastBatch: 8,
      processesCut: 2,
      processesWithout: 0,
      endsMissing: 2,
    });
    expect(gap?.figures).toMatchObject({ tasksOnlyInSource: 2, lastBatchMs: 3_000 });
    expect(gap?.evidence.map(({ text }) => text)).toEqual([log.at(-3), log.at(-2)]);
  });

  it("is told up to the process's death where a server's log shows it", async () => {
    const gunicorn = [
      "[2026-11-21 13:59:50 +0000] [10] [INFO] Starting gunicorn 20.1.0",
      ...[11, 12, 13].map((pid) => `[2026-11-21 13:59:51 +0000] [${pid}] [INFO] Booting worker with pid: ${pid}`),
      "[2026-11-21 14:00:40 +0000] [10] [WARNING] Worker with pid 12 was terminated due to signal 9",
    ];
    const copy = all.filter(({ at, pid }) => pid !== 12 || at < end - 1_500).map(asJson);
    const [gap] = await gapsIn({ "app.log": log, "export.jsonl": copy, "gunicorn.log": gunicorn });
    expect(gap?.deaths).toEqual(["d1"]);
    expect(gap?.figures.lastBatchMs).toBe(Date.UTC(2026, 10, 21, 14, 0, 40) - (end - 7 - 1_000));
    expect(gap?.detail).toContain("before its end");
  });

  it("is told by name where no line shows a pid", async () => {
    const named = (worker: string) => (record: Logged) =>
      `[${wall(record.at)}: INFO/${worker}] ${record.message} in ${worker}`;
    const lines = all.map((record) => named(`ForkPoolWorker-${record.pid}`)(record));
    const copy = lines.filter((line) => !line.includes("Worker-12"));
    const [gap] = await gapsIn({ "celery.log": lines, "central.log": copy });
    expect(gap?.detail).toContain("Not one of the 30 records of ForkPoolWorker-12 is in it");
  });
});

describe("how the records of a copy are known", () => {
  const copied = all.filter(({ pid }) => pid !== 12);
  const figures = { missing: 30, records: 90 };

  it.each<[string, readonly string[], readonly string[]]>([
    ["in other words around them", log, copied.map(asJson)],
    ["of whole seconds", all.map((r) => asText(r).replace(/,\d{3}/, "")), copied.map(asJson)],
    ["in another zone", log, copied.map((r) => asText({ ...r, at: r.at + 8 * 3_600 * ms }))],
    ["a moment later", log, copied.map((r) => asJson({ ...r, at: r.at + 2 }))],
    ["without a pid", log, copied.map((r) => asJson(r).replace(/"process.pid":\d+,/, ""))],
    [
      "as whole lines of a collector",
      log,
      copied.map((r) => JSON.stringify({ ts: r.at / 1000, file: "a", message: asText(r) })),
    ],
    [
      "from a container's output",
      all.map((r) =>
        JSON.stringify({ log: `${asText(r)}\n`, stream: "stderr", time: new Date(r.at + 1).toISOString() }),
      ),
      copied.map(asJson),
    ],
  ])("%s", async (_, source, copy) => {
    const [gap] = await gapsIn({ "app.log": source, "export.jsonl": copy });
    expect(gap?.figures).toMatchObject(figures);
  });

  it("in a zone that the lives of processes show", async () => {
    const gunicorn = [
      "[2026-11-21 13:59:50 +0000] [10] [INFO] Starting gunicorn 20.1.0",
      ...[11, 12, 13].map((pid) => `[2026-11-21 13:59:51 +0000] [${pid}] [INFO] Booting worker with pid: ${pid}`),
      ...[11, 12, 13].map(
        (pid) => `[2026-11-21 14:00:40 +0000] [10] [WARNING] Worker with pid ${pid} was terminated due to signal 9`,
      ),
    ];
    const local = all.map((record) => asText({ ...record, at: record.at + 8 * 3_600 * ms }));
    const copy = all.slice(0, -2).map(asJson);
    const [gap] = await gapsIn({ "app.log": local, "export.jsonl": copy, "gunicorn.log": gunicorn }, { zones: [] });
    expect(gap?.detail).not.toContain("--tz");
    expect(gap).toMatchObject({ severity: "warning", figures: { missing: 2, lastBatchMs: 11_000 - 7 } });
    expect(gap?.evidence.map(({ at }) => at)).toEqual([
      "2026-11-21T22:00:29.007+08:00",
      "2026-11-21T22:00:29.014+08:00",
    ]);
    const [unmoved] = await gapsIn({ "app.log": local, "export.jsonl": copy });
    expect(unmoved?.detail).toContain("Its times are read 8 h 00 m earlier: --tz");
  });

  it("with its tracebacks in a field of the record", async () => {
    const failed: Logged = { at: end + 10, pid: 11, message: "task T-x failed", level: "ERROR" };
    const source = [...log, asText(failed), "Traceback (most recent call last):", '  File "a.py", line 1', "E: x"];
    const record = { ...JSON.parse(asJson(failed)), exc_info: "Traceback (most recent call last):\n  x" };
    const copy = [...all.slice(0, 88).map(asJson), JSON.stringify(record)];
    const [gap] = await gapsIn({ "app.log": source, "export.jsonl": copy });
    expect(gap?.figures).toMatchObject({ missing: 2, records: 91 });
  });

  it("in rotated pieces", async () => {
    const [gap] = await gapsIn({
      "app.log.1": log.slice(0, 40),
      "app.log": log.slice(40),
      "e.jsonl": copied.map(asJson),
    });
    expect(gap?.title).toContain("e.jsonl lacks 30 of the 90 records of app.log");
  });
});

describe("silence", () => {
  it.each<[string, Sources]>([
    ["complete copies", { "app.log": log, "export.jsonl": all.map(asJson) }],
    ["the same log twice", { "app.log": log, "copy/app.out": log }],
    ["logs of two services", { "a.log": log, "b.log": pool([21, 22], 10).map(asText) }],
    [
      "logs of two services that say the same",
      { "a.log": log, "b.log": all.map((r) => asText({ ...r, pid: r.pid + 9 })) },
    ],
    ["two halves", { "a.log": log.slice(0, 45), "b.log": log.slice(45) }],
    ["a log of errors only", { "a.log": [...log, ...errors()].map(String), "errors.log": errors() }],
    [
      "a logger with a file of its own",
      {
        "a.log": all.flatMap((r) => [asText(r), asText({ ...r, logger: "sql.pool", message: `query of ${r.pid}` })]),
        "b.log": log,
      },
    ],
    ["a selection by what is said", { "a.log": log, "audit.log": log.filter((line) => line.endsWith("completed")) }],
    ["a heartbeat in both", { "a.log": beats(31), "b.log": beats(31).filter((_, i) => i % 2 === 0) }],
  ])("%s", async (_, sources) => {
    expect(await gapsIn(sources)).toEqual([]);
  });

  it("about what a live copy may still get is no alarm", async () => {
    const [gap] = await gapsIn({ "app.log": log, "export.jsonl": all.slice(0, -4).map(asJson) });
    expect(gap).toMatchObject({ severity: "info", figures: { missing: 4 } });
    expect(gap?.title).toContain("it ends 1 s earlier");
  });

  it("about records in between that may have been left out on purpose is no alarm", async () => {
    const [gap] = await gapsIn({ "app.log": log, "export.jsonl": all.filter((_, i) => i % 7 !== 3).map(asJson) });
    expect(gap).toMatchObject({ severity: "info", figures: { missing: 13, between: 12, lastBatch: 1 } });
  });

  function errors(): string[] {
    return Array.from({ length: 12 }, (_, n) =>
      asText({ at: end + n * 500, pid: 11, message: `upstream ${n} refused`, level: "ERROR" }),
    );
  }

  function beats(count: number): string[] {
    return Array.from({ length: count }, (_, n) => asText({ at: start + n * ms, pid: 7, message: "still here" }));
  }
});

describe("what the user names", () => {
  const compare = [{ source: "app.log", copy: "export.jsonl" }];

  it("is compared in the direction named", async () => {
    const copy = all.slice(0, 80).map(asJson);
    const [gap] = await gapsIn({ "app.log": log, "export.jsonl": copy }, { compare });
    expect(gap).toMatchObject({ severity: "warning", figures: { missing: 10, records: 90 } });
    const [other] = await gapsIn({ "app.log": copy, "export.jsonl": log }, { compare });
    expect(other).toMatchObject({ severity: "info", figures: { missing: 0, records: 80, extra: 10 } });
  });

  it("lacks everything where the copy is empty", async () => {
    const [gap] = await gapsIn({ "app.log": log, "export.jsonl": "" }, { compare });
    expect(gap?.title).toBe("export.jsonl lacks all 90 records of app.log: 3 processes exported nothing");
  });

  it("may begin later", async () => {
    const [gap] = await gapsIn({ "app.log": log, "export.jsonl": all.slice(30).map(asJson) }, { compare });
    expect(gap).toMatchObject({ severity: "info", figures: { missing: 0, before: 30 } });
    expect(gap?.title).toBe("export.jsonl begins later than app.log, and lacks nothing else");
  });

  it("bears times, or cannot be compared", async () => {
    const [gap] = await gapsIn(
      { "app.log": all.map((r) => `INFO:jobs:${r.message}`), "export.jsonl": all.map(asJson) },
      { compare },
    );
    expect(gap).toMatchObject({ severity: "info", title: "app.log has no timed record to compare with export.jsonl" });
  });

  it.each([
    [{ source: "app.log", copy: "nowhere" }, /^--compare: no source is called "nowhere"$/],
    [{ source: "app.log", copy: "app.log" }, /^--compare: "app.log" is compared with itself$/],
    [{ source: "app.log", copy: "app.log.1" }, /^--compare: .* are pieces of one rotated log$/],
  ])("is two sources of the run: %j", async (pair, message) => {
    const inputs = ["app.log", "app.log.1"].map((name) => ({ name, content: Buffer.from(textOf(log)) }));
    await expect(analyze(inputs, { ...utc, compare: [pair] })).rejects.toThrow(message);
  });
});

describe("any log and any part of it as its copy, in batches", () => {
  const record = fc.record({
    gap: fc.constantFrom(0, 3, 450, 7_000),
    pid: fc.constantFrom(11, 12, 13),
    said: fc.constantFrom(
      "cache warm",
      "task T-1 started",
      "task T-1 done",
      "queue 7 has 3 entries",
      "déjà vu: 余额不足",
    ),
    isCopied: fc.boolean(),
  });
  const batches = fc.record({ size: fc.integer({ min: 1, max: 9 }), ranks: fc.array(fc.nat(99), { minLength: 1 }) });

  it("lacks as many records as were left out", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 12, maxLength: 60 }), batches, async (list, { size, ranks }) => {
        let at = start;
        const told = list.map(({ gap, pid, said, isCopied }, i) => {
          at += gap;
          return { at, pid, message: said, isCopied, batch: Math.floor(i / size), rank: ranks[i % ranks.length] ?? 0 };
        });
        const copied = told.filter(({ isCopied }) => isCopied).sort((a, b) => a.batch - b.batch || a.rank - b.rank);
        const sources = { "app.log": told.map(asText), "export.jsonl": copied.map(asJson) };
        const [gap] = await gapsIn(sources, { compare: [{ source: "app.log", copy: "export.jsonl" }] });
        const { missing = 0, before = 0, extra = 0 } = gap?.figures ?? {};
        expect({ missing: missing + before, extra }).toEqual({ missing: told.length - copied.length, extra: 0 });
      }),
      { numRuns: 40 },
    );
  });
});
