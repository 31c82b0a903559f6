/**
 * A deterministic log of any size, with its truth: a uWSGI server whose application works in thread pools, both
 * writing to one stream, as a container's stderr does. The same parameters always give the same bytes.
 *
 *     node test/bench/generate.mjs --mb 200 --seed 1 --out FILE     writes FILE and FILE.truth.json
 *
 * The server is simulated event by event in log time (a queue per worker, threads that take from it, a master that
 * reaps once per second), so that the order of lines, and what a death interrupts, come about as they do in life.
 */
import { createWriteStream } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

/** To be raised with every change that changes the bytes: it is part of the file's name in the benchmark. */
export const GENERATOR_VERSION = 1;

/** A megabyte is 10^6 bytes, here and in the benchmark. */
export const MEGABYTE = 1_000_000;

const EPOCH = Date.UTC(2026, 10, 21, 21, 50, 7);
const WORKERS = 8;
const THREADS = 6;
const MAX_REQUESTS = 5000;
const PID_MAX = 32768;
const PID_MIN = 300;
const TASKS_PER_SECOND = 178;
const HEALTH_SHARE = 0.06;
const FAILED_SHARE = 0.005;
const LONG_SHARE = 0.01;
const LATE_SHARE = 0.003;
const MS_BETWEEN_KILLS = 120_000;
const MS_BETWEEN_HARAKIRIS = 180_000;
const HARAKIRI_MS = 4_000;
const CHUNK = 1 << 18;

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The thread ids of a pool: the same in every worker, before and after a respawn, as after any fork. */
const TIDS = [
  "139889378024128",
  "139889369631424",
  "139889361238720",
  "139889352846016",
  "139889141045952",
  "139889132653248",
];

const TRACEBACK = `Traceback (most recent call last):
  File "app.py", line 170, in run_task
    parse_rows(['1', '2', 'NaN?'])
  File "app.py", line 149, in parse_rows
    return [int(x) for x in rows]
           ^^^^^^^^^^^^^^^^^^^^^^
  File "app.py", line 149, in <listcomp>
    return [int(x) for x in rows]
            ^^^^^^
ValueError: invalid literal for int() with base 10: 'NaN?'`;

/**
 * @typedef {{ pid: number, tid: string, startedAt: string, taskId: string, cause: string }} LostTask
 * @typedef {{ pid: number, role: "worker" | "master", worker: number | null, cause: string, at: string, replacedBy: number | null }} Death
 * @typedef {object} Truth
 * @property {number} generator version of the generator
 * @property {number} mb
 * @property {number} seed
 * @property {number} bytes
 * @property {number} lines
 * @property {number} seconds log time from the first to the last line
 * @property {string} timezone zone of the log's local times
 * @property {number} tasks started
 * @property {number} finished ended, failed ones included
 * @property {number} failed
 * @property {number} queuedNeverStarted accepted with HTTP 200, never started: no line shows them
 * @property {Record<string, number>} proportions lines by what they are
 * @property {LostTask[]} lost
 * @property {Death[]} deaths
 *
 * @typedef {{ id: number, startedAt: number, total: number, done: number, gap: number }} Task
 * @typedef {{ slot: number, pid: number, alive: boolean, accepting: boolean, requests: number, queue: number[], open: (Task | null)[] }} Process
 * @typedef {{ t: number, seq: number, run: (t: number) => void }} Event
 */

/**
 * mulberry32: small, fast, and the same everywhere.
 * @param {number} seed
 */
function prng(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

/** Events in order of time, then of scheduling: a binary heap. */
class Agenda {
  /** @type {Event[]} */
  #heap = [];
  #seq = 0;

  get size() {
    return this.#heap.length;
  }

  /**
   * @param {number} t
   * @param {(t: number) => void} run
   */
  at(t, run) {
    const heap = this.#heap;
    const event = { t, seq: this.#seq++, run };
    let i = heap.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(event, heap[parent])) break;
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = event;
  }

  /** @returns {Event | undefined} */
  next() {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], last)) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = last;
    return first;
  }
}

/**
 * @param {Event} a
 * @param {Event} b
 */
function before(a, b) {
  return a.t < b.t || (a.t === b.t && a.seq < b.seq);
}

/** @param {number} n */
const two = (n) => (n < 10 ? `0${n}` : `${n}`);
/** @param {number} n */
const three = (n) => (n < 10 ? `00${n}` : n < 100 ? `0${n}` : `${n}`);

/**
 * A function of the second that remembers its last answer: most lines share their second with the line before.
 * @param {(date: Date) => string} format
 * @returns {(second: number) => string}
 */
function bySecond(format) {
  let known = Number.NaN;
  let text = "";
  return (second) => {
    if (second !== known) {
      known = second;
      text = format(new Date(second * 1000));
    }
    return text;
  };
}

const isoSecond = bySecond((d) => d.toISOString().slice(0, 19).replace("T", " "));
const ctimeSecond = bySecond((d) => {
  const day = `${d.getUTCDate()}`.padStart(2, " ");
  const clock = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
  return `${WEEKDAYS[d.getUTCDay()]} ${MONTHS[d.getUTCMonth()]} ${day} ${clock} ${d.getUTCFullYear()}`;
});

/** @param {number} ms */
const stamp = (ms) => `${isoSecond(Math.floor(ms / 1000))},${three(ms % 1000)}`;
/** @param {number} ms */
const ctime = (ms) => ctimeSecond(Math.floor(ms / 1000));
/** @param {number} ms */
const iso = (ms) => new Date(ms).toISOString().slice(0, 23);

/**
 * @param {number} started
 * @param {number} master
 */
function banner(started, master) {
  const root = `uWSGI running as root, you can use --uid/--gid/--chroot options
*** WARNING: you are running uWSGI as root !!! (use the --uid flag) *** `;
  return `[uWSGI] getting INI configuration from uwsgi.ini
*** Starting uWSGI 2.0.21-debian (64bit) on [${ctime(started)}] ***
compiled with version: 12.2.0 on 19 May 2023 13:59:29
os: Linux-6.1.0-13-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.55-1 (2023-09-29)
nodename: web-1
machine: x86_64
clock source: unix
pcre jit disabled
detected number of CPU cores: 8
current working directory: /srv/app
detected binary path: /usr/bin/uwsgi-core
${root}
your processes number limit is 96365
your memory page size is 4096 bytes
detected max file descriptor number: 20000
lock engine: pthread robust mutexes
thunder lock: disabled (you can enable it with --thunder-lock)
uwsgi socket 0 bound to TCP address 127.0.0.1:27641 fd 3
${root}
Python version: 3.11.2 (main, Apr 28 2025, 14:11:48) [GCC 12.2.0]
Python main interpreter initialized at 0x7f82b6d60018
${root}
python threads support enabled
your server socket listen backlog is limited to 100 connections
your mercy for graceful operations on workers is 60 seconds
mapped 729200 bytes (712 KB) for 8 cores
*** Operational MODE: preforking ***
WSGI app 0 (mountpoint='') ready in 0 seconds on interpreter 0x7f82b6d60018 pid: ${master} (default app)
${root}
*** uWSGI is running in multiple interpreter mode ***
spawned uWSGI master process (pid: ${master})`.split("\n");
}

/** One run of the simulated server. `chunks()` gives its log piece by piece; `truth` is complete after the last. */
export class Simulation {
  #agenda = new Agenda();
  #random;
  #target;
  #buffer = "";
  #now = EPOCH;
  #closing = false;
  #master = 19260;
  #pid = this.#master;
  #busy = 0;
  #served = 0;
  #servedBySlot = new Array(WORKERS + 1).fill(0);
  #taskId = 0;
  /** @type {Set<number>} */
  #usedPids = new Set([this.#master]);
  /** @type {Process[]} by worker slot, from 1 */
  #workers = [];
  /** @type {number[]} how much of the load a slot gets: the kernel never shares it out evenly */
  #weights = [];
  /** @type {Truth} */
  truth;

  /** @param {{ mb: number, seed: number }} parameters */
  constructor({ mb, seed }) {
    this.#random = prng(seed);
    this.#target = mb * MEGABYTE;
    this.truth = {
      generator: GENERATOR_VERSION,
      mb,
      seed,
      bytes: 0,
      lines: 0,
      seconds: 0,
      timezone: "UTC",
      tasks: 0,
      finished: 0,
      failed: 0,
      queuedNeverStarted: 0,
      proportions: { progress: 0, taskStart: 0, taskEnd: 0, request: 0, traceback: 0, server: 0 },
      lost: [],
      deaths: [],
    };
  }

  /** @returns {Generator<string, void>} */
  *chunks() {
    this.#boot();
    for (let event = this.#agenda.next(); event; event = this.#agenda.next()) {
      this.#now = event.t;
      event.run(event.t);
      if (this.#buffer.length >= CHUNK) yield this.#flush();
    }
    yield this.#flush();
  }

  #flush() {
    const chunk = this.#buffer;
    this.#buffer = "";
    return chunk;
  }

  /**
   * @param {string} kind
   * @param {string} line ASCII
   */
  #emit(kind, line) {
    this.#buffer += line;
    this.#buffer += "\n";
    this.truth.bytes += line.length + 1;
    this.truth.lines++;
    this.truth.proportions[kind]++;
    this.truth.seconds = Math.round((this.#now - EPOCH) / 1000);
  }

  /**
   * @param {string} kind
   * @param {number} ms
   * @param {Process} process
   * @param {number} thread
   * @param {string} message
   */
  #app(kind, ms, process, thread, message) {
    this.#emit(kind, `${stamp(ms)} app ${process.pid} ${TIDS[thread]} ${message}`);
  }

  /** @param {number} mean */
  #exponential(mean) {
    return -Math.log(1 - this.#random()) * mean;
  }

  /**
   * @param {number} from
   * @param {number} to exclusive
   */
  #between(from, to) {
    return from + Math.floor(this.#random() * (to - from));
  }

  /** Pids increase, with gaps for what else the machine starts, and wrap; now and then one is used again. */
  #nextPid() {
    let pid = this.#pid + this.#between(1, 1400);
    if (this.#random() < 0.3) {
      const again = [...this.#usedPids].find((used) => used > this.#pid && used <= this.#pid + 1400);
      if (again !== undefined) pid = again;
    }
    if (pid >= PID_MAX) pid = PID_MIN + (pid - PID_MAX);
    while (pid === this.#master || this.#workers.some((worker) => worker?.pid === pid)) pid++;
    this.#pid = pid;
    this.#usedPids.add(pid);
    return pid;
  }

  /**
   * @param {number} slot
   * @param {number} pid
   */
  #spawn(slot, pid) {
    /** @type {Process} */
    const process = {
      slot,
      pid,
      alive: true,
      accepting: false,
      requests: 0,
      queue: [],
      open: new Array(THREADS).fill(null),
    };
    this.#workers[slot] = process;
    this.#agenda.at(this.#now + 5, () => {
      process.accepting = true;
    });
  }

  #boot() {
    for (const line of banner(EPOCH, this.#master)) this.#emit("server", line);
    for (let slot = 1; slot <= WORKERS; slot++) {
      this.#pid += slot;
      this.#usedPids.add(this.#pid);
      this.#weights[slot] = 0.92 + 0.16 * this.#random();
      this.#spawn(slot, this.#pid);
      this.#emit("server", `spawned uWSGI worker ${slot} (pid: ${this.#pid}, cores: 1)`);
    }
    this.#agenda.at(EPOCH + 20, (t) => this.#arrival(t));
    this.#agenda.at(EPOCH + 2_500, (t) => this.#kill(t));
    this.#agenda.at(EPOCH + 4_500, (t) => this.#slowRequest(t));
  }

  /** A worker that takes requests, chosen by weight; none while all are down. */
  #anyWorker() {
    let total = 0;
    for (let slot = 1; slot <= WORKERS; slot++) if (this.#workers[slot].accepting) total += this.#weights[slot];
    let left = this.#random() * total;
    for (let slot = 1; slot <= WORKERS; slot++) {
      if (!this.#workers[slot].accepting) continue;
      left -= this.#weights[slot];
      if (left <= 0) return this.#workers[slot];
    }
    return undefined;
  }

  /** @param {number} t */
  #arrival(t) {
    if (this.truth.bytes >= this.#target) {
      this.#closing = true;
      this.#stopWhenIdle();
      return;
    }
    const health = this.#random() < HEALTH_SHARE;
    const worker = this.#anyWorker();
    if (worker) {
      if (!health) {
        worker.queue.push(++this.#taskId);
        // The pool's thread is often faster than the request's own line.
        this.#agenda.at(t + this.#random(), (now) => this.#work(now, worker));
      }
      const milliseconds = this.#random() < 0.7 ? 0 : 1;
      this.#agenda.at(t + 0.3 + milliseconds * 0.7, () => this.#answered(t, worker, health, milliseconds));
    }
    this.#agenda.at(t + this.#exponential((1000 / TASKS_PER_SECOND) * (1 - HEALTH_SHARE)), (now) => this.#arrival(now));
  }

  /**
   * @param {number} started
   * @param {Process} worker
   * @param {boolean} health
   * @param {number} milliseconds
   */
  #answered(started, worker, health, milliseconds) {
    if (!worker.alive) return;
    worker.requests++;
    const count = `${++this.#servedBySlot[worker.slot]}/${++this.#served}`;
    const request = health ? "GET /health" : "POST /task";
    const vars = health ? "{26 vars in 288 bytes}" : "{28 vars in 325 bytes}";
    const sizes = health
      ? `generated 2 bytes in ${milliseconds} msecs (HTTP/1.1 200) 2 headers in 63 bytes`
      : `generated 3 bytes in ${milliseconds} msecs (HTTP/1.1 200) 2 headers in 64 bytes`;
    this.#emit(
      "request",
      `[pid: ${worker.pid}|app: 0|req: ${count}] 127.0.0.1 () ${vars} [${ctime(started)}] ${request} => ${sizes} (${this.#random() < 0.7 ? 1 : 2} switches on core 0)`,
    );
    if (worker.accepting && worker.requests >= MAX_REQUESTS) {
      worker.accepting = false;
      this.#emit("server", `...The work of process ${worker.pid} is done. Seeya!`);
      // The pool's threads are daemons: they go on until the process is really gone, moments later.
      this.#agenda.at(this.#now + this.#between(10, 40), (gone) => {
        this.#die(gone, worker, "max-requests");
        const tick = EPOCH + Math.ceil((gone + 1 - EPOCH) / 1000) * 1000 + 430;
        this.#agenda.at(tick, () => {
          this.#emit("server", `worker ${worker.slot} killed successfully (pid: ${worker.pid})`);
          this.#respawn(worker);
        });
      });
    }
  }

  /**
   * Idle threads take from the worker's queue.
   * @param {number} t
   * @param {Process} worker
   */
  #work(t, worker) {
    if (!worker.alive) return;
    while (worker.queue.length > 0) {
      const first = this.#between(0, THREADS);
      let thread = -1;
      for (let i = 0; i < THREADS && thread < 0; i++) {
        if (worker.open[(first + i) % THREADS] === null) thread = (first + i) % THREADS;
      }
      if (thread < 0) return;
      const id = /** @type {number} */ (worker.queue.shift());
      const gap = this.#random() < LONG_SHARE ? 500 : 16;
      /** @type {Task} */
      const task = { id, startedAt: Math.floor(t), total: this.#between(4, 13), done: 0, gap };
      worker.open[thread] = task;
      this.#busy++;
      this.truth.tasks++;
      this.#app("taskStart", task.startedAt, worker, thread, `start task ${id}...`);
      this.#later(t, worker, thread, task);
    }
  }

  /**
   * @param {number} t
   * @param {Process} worker
   * @param {number} thread
   * @param {Task} task
   */
  #later(t, worker, thread, task) {
    this.#agenda.at(t + 1 + this.#exponential(task.gap - 1), (now) => this.#progress(now, worker, thread, task));
  }

  /**
   * @param {number} t
   * @param {Process} worker
   * @param {number} thread
   * @param {Task} task
   */
  #progress(t, worker, thread, task) {
    if (!worker.alive) return;
    if (task.done === task.total) {
      this.#finish(t, worker, thread, task);
      return;
    }
    const n = task.done++;
    // Lines of several processes reach the stream out of order by a few milliseconds, now and then.
    const late = this.#random() < LATE_SHARE ? this.#between(1, 9) : 0;
    const ms = Math.max(Math.floor(t) - late, task.startedAt);
    const message =
      n % 3 === 0
        ? `${task.id} step ${n / 3 + 1}/${Math.ceil(task.total / 3)}`
        : n % 3 === 1
          ? `got ${this.#between(12, 9800)} rows`
          : `writing page ${this.#between(1, 40)}`;
    this.#app("progress", ms, worker, thread, message);
    this.#later(t, worker, thread, task);
  }

  /**
   * @param {number} t
   * @param {Process} worker
   * @param {number} thread
   * @param {Task} task
   */
  #finish(t, worker, thread, task) {
    const failed = this.#random() < FAILED_SHARE;
    this.#app(
      "taskEnd",
      Math.floor(t),
      worker,
      thread,
      failed ? `task ${task.id} failed` : `finished task ${task.id}...`,
    );
    if (failed) for (const line of TRACEBACK.split("\n")) this.#emit("traceback", line);
    this.truth.finished++;
    if (failed) this.truth.failed++;
    worker.open[thread] = null;
    this.#busy--;
    this.#work(t, worker);
    if (this.#closing) this.#stopWhenIdle();
  }

  /**
   * The process is gone: what its threads were at is lost, what waited in its queue was never started.
   * @param {number} t
   * @param {Process} worker
   * @param {string} cause
   */
  #die(t, worker, cause) {
    worker.alive = false;
    worker.accepting = false;
    for (const [thread, task] of worker.open.entries()) {
      if (!task) continue;
      this.#busy--;
      const startedAt = iso(task.startedAt);
      this.truth.lost.push({ pid: worker.pid, tid: TIDS[thread], startedAt, taskId: `${task.id}`, cause });
    }
    this.truth.queuedNeverStarted += worker.queue.length;
    const { pid, slot } = worker;
    this.truth.deaths.push({ pid, role: "worker", worker: slot, cause, at: iso(t), replacedBy: null });
  }

  /** @param {Process} worker */
  #respawn(worker) {
    const pid = this.#nextPid();
    const death = this.truth.deaths.findLast((one) => one.pid === worker.pid);
    if (death) death.replacedBy = pid;
    this.#emit("server", `Respawned uWSGI worker ${worker.slot} (new pid: ${pid})`);
    this.#spawn(worker.slot, pid);
    if (this.#closing) this.#stopWhenIdle();
  }

  /**
   * kill -9 from outside.
   * @param {number} t
   */
  #kill(t) {
    if (this.#closing) return;
    this.#agenda.at(t + 5_000 + this.#exponential(MS_BETWEEN_KILLS - 5_000), (now) => this.#kill(now));
    const worker = this.#anyWorker();
    if (!worker) return;
    this.#die(t, worker, "signal");
    this.#agenda.at(t + this.#between(180, 370), () => this.#damn(worker));
  }

  /** @param {Process} worker */
  #damn(worker) {
    this.#emit(
      "server",
      `DAMN ! worker ${worker.slot} (pid: ${worker.pid}) died, killed by signal 9 :( trying respawn ...`,
    );
    this.#respawn(worker);
  }

  /**
   * A request that hangs until harakiri; meanwhile the worker takes no other, but its pool works on.
   * @param {number} t
   */
  #slowRequest(t) {
    if (this.#closing) return;
    this.#agenda.at(t + 5_000 + this.#exponential(MS_BETWEEN_HARAKIRIS - 5_000), (now) => this.#slowRequest(now));
    const worker = this.#anyWorker();
    if (!worker) return;
    worker.accepting = false;
    this.#agenda.at(t + HARAKIRI_MS, (now) => {
      const prefix = `${ctime(now)} - `;
      const { slot, pid } = worker;
      const since = Math.floor(t / 1000);
      this.#emit("server", `${prefix}*** HARAKIRI ON WORKER ${slot} (pid: ${pid}, try: 1) ***`);
      this.#emit("server", `${prefix}HARAKIRI !!! worker ${slot} status !!!`);
      this.#emit("server", `${prefix}HARAKIRI [core 0] 127.0.0.1 - POST /slow since ${since}`);
      this.#emit("server", `${prefix}HARAKIRI !!! end of worker ${slot} status !!!`);
      this.#die(now, worker, "request-timeout");
      this.#agenda.at(now + 1_000, () => this.#damn(worker));
    });
  }

  /** A clean end: no task is open, nobody is leaving, then the stop. */
  #stopWhenIdle() {
    const settled = this.#workers.every((worker) => worker.alive && worker.queue.length === 0);
    if (!settled || this.#busy > 0) return;
    const pids = this.#workers.map((worker) => worker.pid).join();
    this.#agenda.at(this.#now + 6_000, (t) => {
      // A harakiri may have come between.
      if (pids !== this.#workers.map((worker) => worker.pid).join() || !this.#workers.every((one) => one.alive)) return;
      this.#emit("server", "SIGINT/SIGTERM received...killing workers...");
      for (const worker of this.#workers) if (worker) this.#die(t, worker, "shutdown");
      this.#agenda.at(t + 1_000, (end) => {
        for (let slot = 1; slot <= WORKERS; slot++) this.#emit("server", `worker ${slot} buried after 1 seconds`);
        this.#emit("server", "goodbye to uWSGI.");
        const pid = this.#master;
        this.truth.deaths.push({
          pid,
          role: "master",
          worker: null,
          cause: "shutdown",
          at: iso(end),
          replacedBy: null,
        });
      });
    });
  }
}

/**
 * Writes the log to `file` and its truth to `file`.truth.json, each whole or not at all.
 * @param {{ mb: number, seed?: number, file: string }} parameters
 * @returns {Promise<Truth>}
 */
export async function generate({ mb, seed = 1, file }) {
  const simulation = new Simulation({ mb, seed });
  const partial = `${file}.${process.pid}.partial`;
  await pipeline(
    Readable.from(simulation.chunks(), { objectMode: true, highWaterMark: 2 }),
    createWriteStream(partial),
  );
  await rename(partial, file);
  await writeFile(`${partial}.json`, `${JSON.stringify(simulation.truth, null, 1)}\n`);
  await rename(`${partial}.json`, `${file}.truth.json`);
  return simulation.truth;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      mb: { type: "string", default: "200" },
      seed: { type: "string", default: "1" },
      out: { type: "string", default: "bench.log" },
    },
  });
  const truth = await generate({ mb: Number(values.mb), seed: Number(values.seed), file: values.out });
  console.log(JSON.stringify({ ...truth, lost: truth.lost.length, deaths: truth.deaths.length }));
}
