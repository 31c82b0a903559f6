/**
 * Pools of processes in a Python program: concurrent.futures, multiprocessing, and what is built on them.
 *
 * A pool that lost a child tells its parent by an exception, one for each future that had not ended: many lines, one death,
 * and none of them names a pid before 3.15. The other children are terminated with it. `multiprocessing.log_to_stderr()`
 * shows the children's own words behind a `[LEVEL/ProcessName] ` prefix; without it a child leaves silently. A child whose
 * target raises prints "Process NAME:" and a traceback, then exits with status 1.
 *
 * Printed by https://github.com/python/cpython: Lib/concurrent/futures/process.py, Lib/multiprocessing/{process,pool,util}.py,
 * Lib/asyncio/unix_events.py; by joblib's loky, by PyTorch's DataLoader, and by the shell (the end of a child it waits for).
 */
import type { Rule } from "../../src/recognise/declare.ts";

// biome-ignore format: one message to an entry, a real line under it
export const pools: readonly Rule[] = [
  { says: ["A process in the process pool was terminated abruptly while the future was running or pending.", "{@}: A process in the process pool was terminated abruptly while the future was running or pending."],
    kind: "process-exit", stage: "gone", cause: "oom-kill", guess: true, role: "child", whose: "none",
    example: ["A process in the process pool was terminated abruptly while the future was running or pending.",
      "concurrent.futures.process.BrokenProcessPool: A process in the process pool was terminated abruptly while the future was running or pending."] },
  { says: ["{@}: A worker process managed by the executor was unexpectedly terminated.{*}"], kind: "process-exit", stage: "gone", cause: "oom-kill", guess: true, role: "child", whose: "none", versions: "loky",
    example: ["joblib.externals.loky.process_executor.TerminatedWorkerError: A worker process managed by the executor was unexpectedly terminated. This could be caused by a segmentation fault while calling the function or by an excessive memory usage causing the Operating System to kill the worker."] },
  { says: "The exit codes of the workers are {*}", kind: "stack", versions: "loky", example: "The exit codes of the workers are {SIGKILL(-9)}" },
  { says: ["Process {pid} terminated abruptly with exit code -{signal}{*}"], kind: "process-exit", stage: "gone", cause: "signal", role: "child", versions: "3.15+", example: "Process 4512 terminated abruptly with exit code -9'''" },
  { says: ["Process {pid} terminated abruptly with exit code {exitCode}{*}"], kind: "process-exit", stage: "gone", cause: "exit", role: "child", versions: "3.15+", example: "Process 4512 terminated abruptly with exit code 3" },
  // Said of the same death again, to whoever submits afterwards
  { says: ["{@}: A child process terminated abruptly, the process pool is not usable anymore", "A child process terminated abruptly, the process pool is not usable anymore", "{@}: A process initializer failed, the process pool is not usable anymore", "Exception in initializer:"], kind: "process-notice", cause: "crash", role: "child", whose: "none",
    example: ["concurrent.futures.process.BrokenProcessPool: A child process terminated abruptly, the process pool is not usable anymore", "A child process terminated abruptly, the process pool is not usable anymore",
      "concurrent.futures.process.BrokenProcessPool: A process initializer failed, the process pool is not usable anymore", "Exception in initializer:"] },
  { says: ["{@}: DataLoader worker (pid {pid}) is killed by signal: Segmentation fault. {*}", "{@}: DataLoader worker (pid {pid}) is killed by signal: Bus error. {*}", "{@}: DataLoader worker (pid {pid}) is killed by signal: Aborted. {*}"], kind: "process-exit", stage: "gone", cause: "crash", role: "child", versions: "PyTorch",
    example: ["RuntimeError: DataLoader worker (pid 4512) is killed by signal: Segmentation fault. ", "RuntimeError: DataLoader worker (pid 4512) is killed by signal: Bus error. It is possible that dataloader's workers are out of shared memory.",
      "RuntimeError: DataLoader worker (pid 4512) is killed by signal: Aborted. "] },
  { says: ["{@}: DataLoader worker (pid {pid}) is killed by signal: {*}", "{@}: DataLoader worker (pid(s) {pid}) exited unexpectedly"], kind: "process-exit", stage: "gone", cause: "signal", role: "child", versions: "PyTorch",
    example: ["RuntimeError: DataLoader worker (pid 4512) is killed by signal: Killed. ", "RuntimeError: DataLoader worker (pid(s) 4512) exited unexpectedly"] },

  // By the child itself
  { says: ["Process Process-{*}:", "Process ForkProcess-{*}:", "Process SpawnProcess-{*}:", "Process ForkServerProcess-{*}:", "Process PoolWorker-{*}:", "Process ForkPoolWorker-{*}:", "Process SpawnPoolWorker-{*}:", "Process ForkServerPoolWorker-{*}:", "Process LokyProcess-{*}:"],
    kind: "process-exit", stage: "leaving", cause: "crash", closes: "farewell", role: "child", whose: "writer",
    example: ["Process Process-1:", "Process ForkProcess-3:", "Process SpawnProcess-1:2:", "Process ForkServerProcess-2:", "Process PoolWorker-4:", "Process ForkPoolWorker-4:", "Process SpawnPoolWorker-4:", "Process ForkServerPoolWorker-4:", "Process LokyProcess-7:"] },
  { says: "child process calling self.run()", kind: "process-start", role: "child", whose: "writer", example: "child process calling self.run()" },
  { says: "process exiting with exitcode {exitCode}", kind: "process-exit", stage: "leaving", cause: "exit", closes: "farewell", role: "child", whose: "writer", example: "process exiting with exitcode 0" },
  { says: ["calling terminate() for daemon {slot}", "calling join() for process {slot}"], kind: "process-notice", cause: "shutdown", role: "child", whose: "none", example: ["calling terminate() for daemon ForkPoolWorker-1", "calling join() for process Process-2"] },
  { says: ["process shutting down", "running all \"atexit\" finalizers with priority >= 0", "running the remaining \"atexit\" finalizers", "finalizer calling {*}", "calling <Finalize object{*}>", "joining pool", "created semlock with handle {*}", "recreated blocker with handle {*}", "manager serving at {*}", "Queue._after_fork()", "Queue._start_thread()",
      "feeder thread got sentinel -- exiting", "starting thread to feed data to pipe", "telling queue thread to quit", "joining queue thread", "... queue thread joined", "doing self._thread.start()", "... done self._thread.start()"], kind: "other", versions: "with log_to_stderr(); others of these are recognised as Celery's, whose pool says the same",
    example: ["process shutting down", "running all \"atexit\" finalizers with priority >= 0", "running the remaining \"atexit\" finalizers", "finalizer calling <function rmtree at 0x7f12> with args ('/tmp/pymp-1',) and kwargs {}", "calling <Finalize object, callback=_terminate_pool, args=...>", "joining pool", "created semlock with handle 140139", "recreated blocker with handle 140139",
      "manager serving at '/tmp/pymp-1/listener'", "Queue._after_fork()", "Queue._start_thread()", "feeder thread got sentinel -- exiting", "starting thread to feed data to pipe", "telling queue thread to quit", "joining queue thread", "... queue thread joined", "doing self._thread.start()", "... done self._thread.start()"] },
  { says: "process {pid} exited with returncode {exitCode}", kind: "process-exit", stage: "gone", cause: "exit", role: "child", versions: "asyncio, at DEBUG", example: "process 4512 exited with returncode 0" },
  { says: ["Unknown child process pid {#}, will report returncode 255", "Caught subprocess termination from unknown pid: {#} -> {#}"], kind: "other", example: ["Unknown child process pid 4512, will report returncode 255", "Caught subprocess termination from unknown pid: 4512 -> 0"] },

  // By the shell that started the program
  { says: ["{@}: line {#}:{*} {pid} Killed {*}", "{@}: line {#}:{*} {pid} Terminated {*}", "{@}: line {#}:{*} {pid} Hangup {*}"], kind: "process-exit", stage: "gone", cause: "signal", role: "child",
    example: ["/entrypoint.sh: line 12:  4512 Killed                  python manage.py worker", "/entrypoint.sh: line 12: 45121 Terminated              python manage.py worker", "/entrypoint.sh: line 12: 45121 Hangup                  python manage.py worker"] },
  { says: ["{@}: line {#}:{*} {pid} Segmentation fault{*}", "{@}: line {#}:{*} {pid} Aborted{*}", "{@}: line {#}:{*} {pid} Bus error{*}", "{@}: line {#}:{*} {pid} Illegal instruction{*}", "{@}: line {#}:{*} {pid} Floating point exception{*}"], kind: "process-exit", stage: "gone", cause: "crash", role: "child",
    example: ["/entrypoint.sh: line 12:  4512 Segmentation fault      (core dumped) python manage.py worker", "/entrypoint.sh: line 12:  4512 Aborted                 (core dumped) python manage.py worker", "run.sh: line 3: 45121 Bus error               python app.py", "run.sh: line 3: 45121 Illegal instruction     python app.py",
      "run.sh: line 3: 45121 Floating point exceptionpython app.py"] },
];
