/**
 * The Python interpreter's own words on stderr: no logger wrote them, no layout dresses them, and none of them is the
 * end of an application's task.
 *
 * "Exception ignored in" is noise of an interpreter that shuts down (a traceback follows); "Exception in thread" is the
 * end of a thread, not of its process. faulthandler's "Fatal Python error" comes from the dying process itself, without
 * its pid, followed by the stacks of all threads; glibc's abort messages stand in the same place for native code.
 *
 * Versions: 3.3 to 3.15. Ignored on purpose: tracebacks (they belong to the record above them).
 * Printed by https://github.com/python/cpython: Python/{errors,pylifecycle,traceback}.c, Modules/faulthandler.c,
 * Lib/{threading,warnings}.py, Lib/asyncio; by glibc's malloc, and by the shell. Pools of processes in python-pools.ts.
 */
import { defineServer } from "../../src/recognise/declare.ts";
import { pools } from "./python-pools.ts";

export const python = defineServer({
  name: "python",
  title: "Python interpreter",
  versions: "3.3 to 3.15",
  recovers: [
    "fatal errors and native aborts of the interpreter",
    "thread stacks of faulthandler",
    "process pools that lost a child, children that leave",
    "shutdown noise, told from an application's failure",
  ],
  dump: {
    order: "newest first",
    // Written from within a signal handler, piece by piece: two processes that share a file tear each other's lines apart.
    torn: /[Tt]hread 0x|\bFile "(?!.*", line \d+, in )|(?<!File "[^"]*)", line \d| \(most recent call first\):/,
    mixes: true,
    lines: [
      {
        is: "thread",
        like: /(?:Current thread|Thread) 0x(?<hex>[0-9a-fA-F]{1,16})(?: \[(?<name>.*)\])? \(most recent call first\):\s*$/,
      },
      { is: "thread", like: /(?:^|\s)Stack \(most recent call first\):$/ },
      { is: "aside", like: /Current thread's C stack trace \(most recent call first\):$/ },
      { is: "state", like: /<no Python frame>$/ },
      {
        is: "frame",
        like: /File (?:"(?<file>[^"]*)"|\?{3}), line (?:(?<line>\d+)|\?{3}) in (?<function>[^\s",]+)\s*$/,
      },
      { is: "dump", like: /Timeout \([\d:.]+\)!$/ },
    ],
  },
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: ["Fatal Python error: {*}", "Windows fatal exception: {*}"], kind: "process-exit", stage: "leaving", cause: "crash", whose: "writer", example: ["Fatal Python error: Segmentation fault", "Windows fatal exception: access violation"] },
    { says: ["Segmentation fault", "Segmentation fault (core dumped)", "Aborted (core dumped)", "Bus error (core dumped)", "Illegal instruction (core dumped)", "Floating point exception (core dumped)"], kind: "process-notice", cause: "crash",
      example: ["Segmentation fault", "Segmentation fault (core dumped)", "Aborted (core dumped)", "Bus error (core dumped)", "Illegal instruction (core dumped)", "Floating point exception (core dumped)"] },
    { says: ["double free or corruption ({*})", "free(): {*}", "malloc(): {*}", "realloc(): {*}", "munmap_chunk(): invalid pointer", "corrupted size vs. prev_size{*}", "*** stack smashing detected ***: {*}",
        "terminate called after throwing an instance of '{*}'", "terminate called without an active exception"], kind: "process-notice", cause: "crash",
      example: ["double free or corruption (!prev)", "free(): invalid pointer", "malloc(): unsorted double linked list corrupted", "realloc(): invalid next size", "munmap_chunk(): invalid pointer", "corrupted size vs. prev_size",
        "*** stack smashing detected ***: terminated", "terminate called after throwing an instance of 'std::bad_alloc'", "terminate called without an active exception"] },

    ...pools,

    { says: ["The above exception was the direct cause of the following exception:", "During handling of the above exception, another exception occurred:", "concurrent.futures.process._RemoteTraceback:", "multiprocessing.pool.RemoteTraceback:"], kind: "stack",
      example: ["The above exception was the direct cause of the following exception:", "During handling of the above exception, another exception occurred:", "concurrent.futures.process._RemoteTraceback:", "multiprocessing.pool.RemoteTraceback:"] },

    { says: ["Current thread {%} (most recent call first):", "Current thread {%} [{*}] (most recent call first):", "Thread {%} (most recent call first):", "Thread {%} [{*}] (most recent call first):",
        "Current thread's C stack trace (most recent call first):", "Stack (most recent call first):"], kind: "stack", versions: "names in brackets and C stacks from 3.14",
      example: ["Current thread 0x00007f1d649fd6c0 (most recent call first):", "Current thread 0x00007f1d649fd6c0 [MainThread] (most recent call first):", "Thread 0x00007f1d649fd6c0 (most recent call first):",
        "Thread 0x00007f1d649fd6c0 [Thread-5 (work)] (most recent call first):", "Current thread's C stack trace (most recent call first):", "Stack (most recent call first):"] },
    { says: ["Timeout ({*})!", "Python runtime state: {*}", "Extension modules: {*} (total: {#})"], kind: "stack",
      example: ["Timeout (0:00:05)!", "Python runtime state: initialized", "Extension modules: setproctitle._setproctitle (total: 1)"] },

    { says: ["Exception ignored in: {*}", "Exception ignored {*}"], kind: "other",
      example: ["Exception ignored in: <function Pool.__del__ at 0x7f9824760018>", "Exception ignored on threading shutdown:"] },
    { says: "Exception in thread {*}:", kind: "other", example: "Exception in thread Thread-5 (worker):" },
    { says: ["Error in atexit._run_exitfuncs:", "Error in sys.excepthook:", "Original exception was:", "Unhandled exception in thread started by {*}"], kind: "other",
      example: ["Error in atexit._run_exitfuncs:", "Error in sys.excepthook:", "Original exception was:", "Unhandled exception in thread started by <function work at 0x7f9824760018>"] },
    { says: ["Task exception was never retrieved", "Task was destroyed but it is pending!", "Future exception was never retrieved", "exception calling callback {*}"], kind: "other",
      example: ["Task exception was never retrieved", "Task was destroyed but it is pending!", "Future exception was never retrieved", "exception calling callback <function done at 0x7f9824760018>"] },
    { says: ["{@}:{#}: DeprecationWarning: {*}", "{@}:{#}: UserWarning: {*}", "{@}:{#}: RuntimeWarning: {*}", "{@}:{#}: ResourceWarning: {*}", "{@}:{#}: FutureWarning: {*}", "{@}:{#}: SyntaxWarning: {*}"], kind: "other",
      example: ["/srv/app/jobs.py:88: DeprecationWarning: datetime.datetime.utcnow() is deprecated", "/usr/lib/python3.11/multiprocessing/resource_tracker.py:224: UserWarning: resource_tracker: There appear to be 3 leaked semaphore objects",
        "/srv/app/jobs.py:88: RuntimeWarning: coroutine 'run' was never awaited", "sys:1: ResourceWarning: unclosed socket <socket.socket fd=9>", "/srv/app/jobs.py:12: FutureWarning: Series.ravel is deprecated", "/srv/app/jobs.py:12: SyntaxWarning: invalid escape sequence"] },
  ],
});
