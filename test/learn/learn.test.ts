import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type AnalyseOptions,
  analyze,
  compileLogFormat,
  type Learned,
  learn,
  type Report,
  type SourceInput,
} from "../../src/index.ts";
import { readSample, sampleNames } from "../support/samples.ts";

/** Recorded incidents beside the samples: a folder of folders with `logs/`. */
const corpus = process.env.CORONER_CORPUS ?? "";
/** Bytes beyond which an incident takes too long here. */
const manageable = 60_000;

const stamp = (ms: number): string => new Date(Date.UTC(2026, 10, 21, 10) + ms).toISOString();
const python = (ms: number): string => stamp(ms).replace("T", " ").replace(".", ",").slice(0, 23);

/** A log of so many tasks; `linesOf` tells the lines of each. */
const log = (name: string, linesOf: (i: number) => readonly string[], tasks = 60): SourceInput => ({
  name,
  content: Buffer.from(
    `${Array.from({ length: tasks }, (_, i) => linesOf(i + 1))
      .flat()
      .join("\n")}\n`,
  ),
});

/** All but each so-manieth. */
const mostly = (i: number, every: number, line: string): string[] => (i % every === 1 ? [] : [line]);

/** The options that say what was learned. */
const explicit = ({ patterns, sources }: Learned): AnalyseOptions => ({
  patterns: {
    start: patterns.start.map((source) => new RegExp(source)),
    end: patterns.end.map((source) => new RegExp(source)),
    fail: patterns.fail.map((source) => new RegExp(source)),
  },
  layouts: sources.flatMap(({ glob, layouts }) =>
    layouts.flatMap(({ format }) => (format === null ? [] : [{ glob, value: compileLogFormat(format) }])),
  ),
});

/** A report without what a format and a pattern call by other names; a format that was given finds no layout in lines that have none. */
const comparable = ({ sources, unfinished, ...rest }: Report): unknown => ({
  ...rest,
  sources: sources.map(({ formats: _, unrecognised: __, warnings, ...source }) => ({
    ...source,
    warnings: warnings.filter((text) => !text.startsWith("no line was recognised")),
  })),
  unfinished: unfinished.map(({ name: _, ...task }) => task),
});

async function expectSame(sources: readonly SourceInput[], options: AnalyseOptions = {}): Promise<Learned> {
  const learned = await learn(sources, options);
  const { layouts = [], ...own } = explicit(learned);
  const told = await analyze(sources, { ...options, ...own, layouts: [...(options.layouts ?? []), ...layouts] });
  expect(comparable(told)).toEqual(comparable(await analyze(sources, options)));
  return learned;
}

const threads = log("threads.log", (i) => {
  const head = `INFO ${100 + (i % 3)} [pool-${i % 4}] app.export:`;
  return [
    `${python(i * 1000)} ${head} export begun`,
    ...mostly(i, 9, `${python(i * 1000 + 700)} ${head} export done, ${i * 7} rows`),
  ];
});
const chinese = log("chinese.log", (i) => {
  const head = `[${300 + (i % 2)}] [worker-${i % 3}]`;
  const customer = ["上海", "北京公司"][i % 2];
  return [
    `${python(i * 1000)} ${head} 开始执行订单 ORD-${i}A，客户=${customer}`,
    ...mostly(i, 8, `${python(i * 1000 + 500)} ${head} 订单 ORD-${i}A 执行完成，用时 ${i}.5 秒`),
  ];
});
const japanese = log("japanese.log", (i) => {
  const head = `310 ${140_000_000_000_000 + (i % 3)}`;
  return [
    `${python(i * 1000)} ${head} ジョブ ${1000 + i} を開始しました`,
    ...mostly(i, 8, `${python(i * 1000 + 500)} ${head} ジョブ ${1000 + i} が完了しました`),
  ];
});
const german = log("german.log", (i) => {
  const head = `${320 + (i % 2)} ${140_000_000_000_000 + (i % 3)}`;
  return [
    `${python(i * 1000)} ${head} Auftrag ${i} gestartet`,
    ...(i % 5 === 0
      ? [`${python(i * 1000 + 300)} ${head} Auftrag ${i} fehlgeschlagen: Platte ${"voll".repeat(i % 3)}`]
      : mostly(i, 7, `${python(i * 1000 + 500)} ${head} Auftrag ${i} beendet`)),
  ];
});
const json = log("app.jsonl", (i) => {
  const line = (message: string, at: number): string =>
    JSON.stringify({
      time: stamp(i * 4000 + at),
      level: "info",
      pid: 400 + (i % 2),
      thread: `t${i % 3}`,
      message,
      task_id: `x-${i}`,
    });
  return [line("task started", 0), ...mostly(i, 6, line(`task finished in ${i} ms`, 2000))];
});
const logfmt = log("logfmt.log", (i) => {
  const line = (message: string, at: number): string =>
    `time=${stamp(i * 4000 + at)} level=info pid=${500 + (i % 2)} tid=${i % 3} msg="${message}"`;
  return [
    line(`begin sync ${i.toString(16)}f-${i}`, 0),
    ...mostly(i, 6, line(`sync ${i.toString(16)}f-${i} complete`, 2000)),
  ];
});
const tracebacks = log("tracebacks.log", (i) => {
  const head = `600 7f00${i % 3} shop.jobs:`;
  const start = `${python(i * 1000)} INFO ${head} Handling ticket T/${i}:a`;
  if (i % 5 !== 0) return [start, ...mostly(i, 7, `${python(i * 1000 + 500)} INFO ${head} Ticket T/${i}:a resolved`)];
  return [
    start,
    `${python(i * 1000 + 250)} ERROR ${head} Exception while handling ticket T/${i}:a`,
    "Traceback (most recent call last):",
    '  File "x.py", line 3, in start task',
    "ValueError: start task 9 failed",
  ];
});
const quotes = log("quotes.log", (i) => {
  const head = `820 ${140_000_000_000_000 + (i % 2)}`;
  const odd = `"it's ${i}" $HOME \`x\` %d\\n`;
  return [
    `${python(i * 1000)} ${head} start task ${odd}`,
    ...mostly(i, 5, `${python(i * 1000 + 500)} ${head} finished task ${odd}`),
  ];
});
const applications = { threads, chinese, japanese, german, json, logfmt, tracebacks, quotes };

describe("what is learned says what the analysis finds out by itself", () => {
  it.each(Object.entries(applications))("of %s", async (_, source) => {
    const { tasks, patterns } = await expectSame([source]);
    expect(tasks.map(({ started, unfit }) => ({ started, unfit }))).toEqual([{ started: 60, unfit: 0 }]);
    expect(patterns.start).toHaveLength(1);
  });

  it("of several applications at once", async () => {
    const { patterns } = await expectSame(Object.values(applications));
    expect(patterns.start.length).toBeGreaterThanOrEqual(Object.keys(applications).length - 1);
  });

  const samples = sampleNames
    .map(readSample)
    .filter(({ logs }) => sizeOf(logs.map(({ content }) => content.length)) < manageable);
  it.each(samples.map((sample) => [sample.name, sample] as const))("of the sample %s", async (_, { logs, options }) => {
    await expectSame(logs, options);
  });

  const cases = corpus === "" ? [] : casesIn(corpus);
  it.skipIf(cases.length === 0).each(cases.filter((_, i) => i % 4 === 0))("of the incident %s", async (folder) => {
    const logs = readdirSync(join(corpus, folder, "logs")).map((name) => join(corpus, folder, "logs", name));
    await expectSame(logs);
  });
});

function sizeOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}

function casesIn(root: string): string[] {
  return readdirSync(root).flatMap((family) =>
    readdirSync(join(root, family))
      .map((name) => join(family, name))
      .filter((folder) => {
        const logs = join(root, folder, "logs");
        return sizeOf(readdirSync(logs).map((name) => statSync(join(logs, name)).size)) < manageable;
      }),
  );
}

describe("tasks", () => {
  it("are told with their counts, pairing, durations and exceptions", async () => {
    const { tasks } = await learn([german]);
    const [task] = tasks;
    expect(task).toMatchObject({
      started: 60,
      failed: 12,
      unfinished: 7,
      pairedBy: "id",
      typicalMs: 500,
      longestMs: 500,
    });
    expect(task?.finished).toBe(53);
    expect(task?.starts.map(({ pattern, lines }) => ({ pattern, lines }))).toEqual([
      { pattern: "^(?<name>Auftrag) (?<id>\\d+) gestartet$", lines: 60 },
    ]);
    expect(task?.ends.map(({ kind, pattern, count }) => ({ kind, pattern, count }))).toEqual([
      { kind: "end", pattern: "^Auftrag (?<id>\\d+) beendet$", count: 41 },
      { kind: "fail", pattern: "^Auftrag (?<id>\\d+) fehlgeschlagen:", count: 12 },
    ]);
    // The first task has no end, nor has every seventh after it that does not fail.
    expect(task?.open[0]).toEqual({ source: "german.log", line: 1 });
    expect(task?.open).toHaveLength(5);
  });

  it("are paired by thread where nothing names them", async () => {
    const { tasks } = await learn([threads]);
    expect(tasks[0]?.pairedBy).toBe("thread");
  });

  it("have an end whose start is not in the sample among the exceptions", async () => {
    const cut = log("cut.log", (i) => {
      const head = `320 ${140_000_000_000_000}`;
      const end = `${python(i * 1000 + 500)} ${head} task ${i} finished`;
      return i === 1 ? [end] : [`${python(i * 1000)} ${head} task ${i} started`, end];
    });
    const { tasks } = await learn([cut]);
    expect(tasks[0]?.ends[0]).toMatchObject({ strays: 1, strayAt: [{ source: "cut.log", line: 1 }] });
  });

  it("are none where a log tells of none", async () => {
    const quiet = log("quiet.log", (i) => [
      `${python(i * 1000)} 7 ${140_000_000_000_000} cache refreshed, ${i} entries`,
    ]);
    expect(await learn([quiet])).toMatchObject({ tasks: [], patterns: { start: [], end: [], fail: [] } });
  });
});

describe("formats", () => {
  const formatsOf = async (...sources: SourceInput[]): Promise<(string | null)[]> =>
    (await learn(sources)).sources.flatMap(({ layouts }) => layouts.map(({ format }) => format));

  it("are Python's where its logging could have written the lines", async () => {
    expect(await formatsOf(threads)).toEqual([
      "python:%(asctime)s %(levelname)s %(process)d [%(threadName)s] %(name)s: %(message)s",
    ]);
  });

  it("are regular expressions where it could not", async () => {
    const hex = log("hex.log", (i) => [`<${stamp(i * 1000)}> ${500 + (i % 2)}/0x7f00${i % 3}a1 :: line ${i} read`]);
    const [format] = await formatsOf(hex);
    expect(format).toMatch(/^regex:\^<\(\?<time>/);
    expect(format).toContain("(?<pid>\\d+)\\/(?<tid>0[xX][0-9a-fA-F]+)");
  });

  it("are none for lines that are read by their keys", async () => {
    expect(await formatsOf(json, logfmt)).toEqual([]);
  });

  it("are told with the columns of the process and the thread", async () => {
    const [layout] = (await learn([threads])).sources[0]?.layouts ?? [];
    expect(layout?.columns.map(({ column, distinct }) => ({ column, distinct }))).toEqual([
      { column: "pid", distinct: 3 },
      { column: "thread", distinct: 4 },
    ]);
    expect(layout?.same).toBe(layout?.checked);
  });

  it("hold for their own source only", async () => {
    const { sources } = await learn([threads, { name: "logs/web/app.log", content: Buffer.from("") }, german]);
    expect(sources.map(({ glob }) => glob).sort()).toEqual(["app.log", "german.log", "threads.log"]);
  });

  it("hold for one of two files of one name by its path", async () => {
    const twins = ["a/app.log", "b/app.log"].map((name) => ({ name, content: Buffer.from("") }));
    expect((await learn(twins)).sources.map(({ glob }) => glob)).toEqual(["a/app.log", "b/app.log"]);
  });
});

describe("the sample", () => {
  it("ends where it was told to", async () => {
    const long = log("long.log", (i) => [`${python(i * 1000)} 7 ${140_000_000_000_000} start task ${i}`], 5_000);
    const { sources } = await learn([long], { lines: 1_000 });
    expect(sources[0]).toMatchObject({ cut: true });
    expect(sources[0]?.lines).toBeLessThan(5_000);
  });

  it("lists the other wordings, the most frequent first, where asked for", async () => {
    const busy = log("busy.log", (i) => {
      const head = `${python(i * 1000)} 7 ${140_000_000_000_000}`;
      return [
        `${head} start task ${i}`,
        `${head} read ${i} rows`,
        `${head} read ${i} rows`,
        `${head} cache hit`,
        `${head} task ${i} done`,
      ];
    });
    const { templates } = await learn([busy], { templates: 2 });
    expect(templates.map(({ says, count }) => ({ says, count }))).toEqual([
      { says: "read <n> rows", count: 120 },
      { says: "cache hit", count: 60 },
    ]);
  });
});

describe("patterns that are given", () => {
  it("are not outdone by what the sample teaches", async () => {
    // Said as no error, with the id, and last on its thread: all that an end takes.
    const failing = log("failing.log", (i) => {
      const head = `320 ${140_000_000_000_000 + (i % 3)}`;
      return [`${python(i * 1000)} ${head} start task ${i}`, `${python(i * 1000 + 500)} ${head} task ${i} rejected`];
    });
    const patterns = { start: [/^start task (?<id>\d+)/], fail: [/^task (?<id>\d+) rejected/] };
    expect((await analyze([failing], { patterns })).summary).toMatchObject({ tasks: 60, failed: 60 });
  });
});
