/**
 * The benchmark: coroner against a mawk program that knows the log's columns, on the same generated log.
 *
 *     node test/bench/bench.mjs [--mb 200] [--runs 5] [--keep] [--only coroner|mawk]
 *
 * The two run in turns, each as a process of its own, after one warm-up each; every run must give the truth's answer.
 * Exit status: 0 right and within the limits, 1 not, 2 could not run.
 */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { GENERATOR_VERSION, generate, MEGABYTE } from "./generate.mjs";

const SEED = 1;
const MAX_RATIO = 3;
const MAX_PEAK_MB = 200;
const SHOWN_DIFFERENCES = 5;
const GNU_TIME = "/usr/bin/time";
const CLI = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));
const AWK = fileURLToPath(new URL("lost.awk", import.meta.url));

/**
 * @typedef {import("./generate.mjs").Truth} Truth
 * @typedef {{ seconds: number, peakBytes: number | null, output: string, errors: string, status: number | null }} Run
 * @typedef {"gnu-time" | "proc" | "unknown"} MemoryBy
 * @typedef {object} Program
 * @property {string} name
 * @property {number[]} statuses exit statuses of a run that worked
 * @property {(log: string) => [string, ...string[]]} command
 * @property {(output: string, truth: Truth) => string[]} differences from the truth: none when the answer is right
 * @property {() => string | null} obstacle why it cannot be run here
 */

/** The benchmark cannot run, for a reason the user can do something about. */
class CannotRun extends Error {}

// ---- the two programs -------------------------------------------------------------------------------------------

/** @type {Program} */
const mawk = {
  name: "mawk",
  statuses: [0],
  command: (log) => ["mawk", "-f", AWK, log],
  differences(output, truth) {
    const lines = output
      .trimEnd()
      .split("\n")
      .filter((line) => !/^(?:death| {2}last) /.test(line));
    const totals = /^tasks (\d+) finished (\d+) lost (\d+)$/.exec(lines.pop() ?? "");
    if (!totals) return ["no totals at the end of its output"];
    const [tasks, finished, lost] = totals.slice(1).map(Number);
    const expected = { tasks: truth.tasks, finished: truth.finished, lost: truth.lost.length };
    const keys = lines.map((line) => {
      const [pid, tid, day, time] = line.split(" ");
      return taskKey(pid, tid, `${day}T${time?.replace(",", ".")}Z`);
    });
    return [
      ...compareNumbers(expected, { tasks, finished, lost }),
      ...compareLists("lost task", lostKeys(truth), keys),
    ];
  },
  obstacle: () => (spawnSync("mawk", ["BEGIN { exit }"]).error ? "no mawk here: install the package mawk" : null),
};

/** @type {Program} */
const coroner = {
  name: "coroner",
  statuses: [0, 1],
  command: (log) => [process.execPath, CLI, "--tz", "UTC", "--output", "json", log],
  differences(output, truth) {
    const report = JSON.parse(output);
    const { summary, unfinished, deaths, sources } = report;
    const counts = { tasks: truth.tasks, finished: truth.finished, failed: truth.failed, killed: truth.lost.length };
    const workers = truth.deaths.filter((death) => death.role === "worker");
    return [
      ...compareNumbers({ ...counts, unfinished: truth.lost.length }, summary),
      ...compareNumbers({ lines: truth.lines, bytes: truth.bytes }, sources[0]),
      ...compareLists(
        "lost task",
        lostKeys(truth, (lost) => ` killed ${lost.cause}`),
        unfinished.map(
          (/** @type {any} */ task) => `${taskKey(task.pid, task.tid, task.start.at)} ${task.verdict} ${task.cause}`,
        ),
      ),
      ...compareLists(
        "death",
        workers.map(({ pid, worker, cause }) => `worker ${worker} pid ${pid} ${cause}`),
        deaths
          .filter((/** @type {any} */ death) => death.role === "worker")
          .map((/** @type {any} */ { pid, worker, cause }) => `worker ${worker} pid ${pid} ${cause}`),
      ),
    ];
  },
  obstacle: () => (existsSync(CLI) ? null : "dist/src/cli.js is not there: run npm run build first"),
};

// ---- comparing --------------------------------------------------------------------------------------------------

/**
 * @param {string | number | null} pid
 * @param {string | null} tid
 * @param {string} at
 */
function taskKey(pid, tid, at) {
  const start = Date.parse(at);
  return `pid ${pid} tid ${tid} start ${Number.isNaN(start) ? at : new Date(start).toISOString()}`;
}

/**
 * @param {Truth} truth
 * @param {(lost: Truth["lost"][number]) => string} suffix
 */
function lostKeys(truth, suffix = () => "") {
  return truth.lost.map((lost) => taskKey(lost.pid, lost.tid, `${lost.startedAt}Z`) + suffix(lost));
}

/**
 * @param {Record<string, number>} expected
 * @param {Record<string, unknown>} actual
 */
function compareNumbers(expected, actual) {
  return Object.entries(expected)
    .filter(([name, value]) => actual[name] !== value)
    .map(([name, value]) => `${name}: ${actual[name]}, should be ${value}`);
}

/**
 * What is missing from a list and what is too much in it; an entry may stand there more than once.
 * @param {string} what
 * @param {string[]} expected
 * @param {string[]} actual
 */
function compareLists(what, expected, actual) {
  /** @type {Map<string, number>} */
  const balance = new Map();
  for (const key of expected) balance.set(key, (balance.get(key) ?? 0) - 1);
  for (const key of actual) balance.set(key, (balance.get(key) ?? 0) + 1);
  return [...balance]
    .filter(([, surplus]) => surplus !== 0)
    .map(([key, surplus]) => `${what} ${surplus < 0 ? "missing" : "too much"}: ${key}`);
}

// ---- running ----------------------------------------------------------------------------------------------------

/**
 * How peak memory can be had here: GNU time reports the kernel's own figure, /proc has to be polled.
 * @param {string} scratch
 * @returns {MemoryBy}
 */
function memoryBy(scratch) {
  const file = join(scratch, "time");
  const probe = spawnSync(GNU_TIME, ["-f", "%M", "-o", file, "true"]);
  if (probe.status === 0 && existsSync(file) && /^\d+\n$/.test(readFileSync(file, "utf8"))) return "gnu-time";
  return existsSync("/proc/self/status") ? "proc" : "unknown";
}

/**
 * @param {number | undefined} pid
 * @returns {number | null} the most memory the process has held so far, in bytes
 */
function highWaterMark(pid) {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

/**
 * One run, its output in a file: a pipe to this process would be measured too.
 * @param {Program} program
 * @param {string} log
 * @param {string} scratch
 * @param {MemoryBy} by
 * @returns {Promise<Run>}
 */
async function run(program, log, scratch, by) {
  const outputFile = join(scratch, "output");
  const errorFile = join(scratch, "errors");
  const timeFile = join(scratch, "time");
  const output = openSync(outputFile, "w");
  const errors = openSync(errorFile, "w");
  const command = program.command(log);
  const [file, ...args] = by === "gnu-time" ? [GNU_TIME, "-f", "%M", "-o", timeFile, ...command] : command;
  const started = performance.now();
  // In the scratch directory, so that no settings file of the caller's directory is read.
  const child = spawn(file, args, { cwd: scratch, stdio: ["ignore", output, errors] });
  /** @type {number | null} */
  let peakBytes = null;
  const poll =
    by === "proc"
      ? setInterval(() => (peakBytes = Math.max(peakBytes ?? 0, highWaterMark(child.pid) ?? 0) || null), 5)
      : null;
  try {
    const status = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", resolve);
    });
    const seconds = (performance.now() - started) / 1000;
    if (by === "gnu-time") {
      const kilobytes = Number(readFileSync(timeFile, "utf8").trimEnd().split("\n").at(-1));
      peakBytes = Number.isNaN(kilobytes) ? null : kilobytes * 1024;
    }
    return {
      seconds,
      peakBytes,
      status,
      output: readFileSync(outputFile, "utf8"),
      errors: readFileSync(errorFile, "utf8"),
    };
  } finally {
    if (poll) clearInterval(poll);
    closeSync(output);
    closeSync(errors);
  }
}

/**
 * What is wrong with a run's answer.
 * @param {Program} program
 * @param {Run} run
 * @param {Truth} truth
 * @returns {string[]}
 */
function judge(program, { status, output, errors }, truth) {
  if (status === null || !program.statuses.includes(status)) {
    return [`ended with ${status === null ? "a signal" : `status ${status}`}: ${errors.trim().slice(0, 500)}`];
  }
  try {
    return program.differences(output, truth);
  } catch (error) {
    const said = errors.trim().slice(0, 500);
    return [
      `its answer cannot be read: ${error instanceof Error ? error.message : error}${said && `; it said: ${said}`}`,
    ];
  }
}

// ---- the log ----------------------------------------------------------------------------------------------------

/**
 * @param {string} file
 * @param {number} mb
 * @returns {Promise<{ truth: Truth, made: boolean }>}
 */
async function prepare(file, mb) {
  if (existsSync(file) && existsSync(`${file}.truth.json`)) {
    /** @type {Truth} */
    const truth = JSON.parse(readFileSync(`${file}.truth.json`, "utf8"));
    if (truth.bytes === statSync(file).size) return { truth, made: false };
  }
  console.error(`generating ${file} ...`);
  return { truth: await generate({ mb, seed: SEED, file }), made: true };
}

// ---- the figures ------------------------------------------------------------------------------------------------

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @param {string[][]} rows the first column to the left, the others to the right
 */
function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) => row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join("  "))
    .join("\n");
}

/** @param {Run[]} runs */
function peakOf(runs) {
  const peaks = runs.map((one) => one.peakBytes);
  return peaks.includes(null) ? null : Math.max(...peaks.map(Number)) / MEGABYTE;
}

/**
 * @param {Program[]} programs
 * @param {Map<Program, Run[]>} runs
 * @param {Truth} truth
 */
function figures(programs, runs, truth) {
  const rows = programs.map((program) => {
    const mine = runs.get(program) ?? [];
    const seconds = mine.map((one) => one.seconds);
    const middle = median(seconds);
    return [
      program.name,
      ...[Math.min(...seconds), middle, Math.max(...seconds)].map((value) => value.toFixed(3)),
      (truth.bytes / MEGABYTE / middle).toFixed(0),
      Math.round(truth.lines / middle).toLocaleString("en"),
      peakOf(mine)?.toFixed(1) ?? "unknown",
    ];
  });
  return table([["program", "min s", "median s", "max s", "MB/s", "lines/s", "peak MB"], ...rows]);
}

/**
 * @param {string} what
 * @param {string} value
 * @param {boolean | null} ok null: not known
 */
function verdict(what, value, ok) {
  console.log(`${ok === null ? "----" : ok ? "PASS" : "FAIL"}  ${what}: ${value}`);
  return ok !== false;
}

/** @returns {{ mb: number, runs: number, keep: boolean, only: string | undefined }} */
function options() {
  try {
    const { values } = parseArgs({
      options: {
        mb: { type: "string", default: "200" },
        runs: { type: "string", default: "5" },
        keep: { type: "boolean", default: false },
        only: { type: "string" },
      },
    });
    const mb = Number(values.mb);
    const runs = Number(values.runs);
    if (!(mb > 0 && Number.isFinite(mb))) throw new Error(`--mb: ${values.mb} is not a size`);
    if (!(Number.isInteger(runs) && runs > 0)) throw new Error(`--runs: ${values.runs} is not a number of runs`);
    if (values.only !== undefined && !["coroner", "mawk"].includes(values.only)) {
      throw new Error(`--only: ${values.only} is neither coroner nor mawk`);
    }
    return { mb, runs, keep: values.keep, only: values.only };
  } catch (error) {
    throw new CannotRun(error instanceof Error ? error.message : String(error));
  }
}

/** @returns {Promise<boolean>} right and within the limits */
async function main() {
  const { mb, runs: count, keep, only } = options();
  const programs = [coroner, mawk].filter((program) => only === undefined || program.name === only);
  for (const program of programs) {
    const obstacle = program.obstacle();
    if (obstacle) throw new CannotRun(obstacle);
  }

  const log = join(tmpdir(), `coroner-bench-v${GENERATOR_VERSION}-${mb}mb.log`);
  const scratch = mkdtempSync(join(tmpdir(), "coroner-bench-"));
  process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
  process.once("SIGINT", () => process.exit(130));

  const { truth, made } = await prepare(log, mb);
  const by = memoryBy(scratch);
  /** @type {Map<Program, Run[]>} */
  const runs = new Map(programs.map((program) => [program, []]));
  /** @type {Map<Program, string[]>} the first wrong answer of each */
  const wrong = new Map();
  for (let round = 0; round <= count; round++) {
    for (const program of programs) {
      const one = await run(program, log, scratch, by);
      if (!wrong.has(program)) {
        const differences = judge(program, one, truth);
        if (differences.length > 0) wrong.set(program, differences);
      }
      if (round > 0) runs.get(program)?.push(one);
    }
  }
  if (made && !keep) for (const file of [log, `${log}.truth.json`]) rmSync(file);

  console.log(
    `${(truth.bytes / MEGABYTE).toFixed(0)} MB, ${truth.lines.toLocaleString("en")} lines, ` +
      `${truth.tasks.toLocaleString("en")} tasks, ${truth.lost.length} lost in ${truth.deaths.length} deaths; ` +
      `${count} run${count > 1 ? "s" : ""} each, in turns (memory by ${by}; 1 MB = 10^6 bytes)\n`,
  );
  console.log(`${figures(programs, runs, truth)}\n`);

  let ok = true;
  for (const program of programs) {
    const differences = wrong.get(program) ?? [];
    const answer = differences.length > 0 ? `differs from the truth in ${differences.length}` : "the truth";
    ok = verdict(`answer of ${program.name}`, answer, differences.length === 0) && ok;
    for (const difference of differences.slice(0, SHOWN_DIFFERENCES)) console.log(`      ${difference}`);
    if (differences.length > SHOWN_DIFFERENCES) console.log("      ...");
  }
  if (programs.includes(coroner)) {
    const mine = runs.get(coroner) ?? [];
    const theirs = runs.get(mawk);
    if (theirs) {
      const ratios = mine.map((one, i) => one.seconds / theirs[i].seconds);
      const ratio = median(ratios);
      const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
      const text = `${ratio.toFixed(2)} pair by pair (${spread}), at most ${MAX_RATIO}`;
      ok = verdict("wall time, coroner to mawk", text, ratio <= MAX_RATIO) && ok;
    }
    const peak = peakOf(mine);
    const text = `${peak === null ? "unknown" : `${peak.toFixed(1)} MB`}, under ${MAX_PEAK_MB} MB`;
    ok = verdict("peak memory of coroner", text, peak === null ? null : peak < MAX_PEAK_MB) && ok;
  }
  return ok;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  const known = error instanceof CannotRun || (error instanceof Error && "code" in error);
  console.error(`bench: ${known ? error.message : error instanceof Error ? error.stack : error}`);
  process.exitCode = 2;
}
