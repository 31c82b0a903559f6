/**
 * py-spy, which reads the stacks of a running Python process from outside: `py-spy dump --pid N`, with `--locals`, `--native` or `--json`.
 *
 * A dump names its process; threads come with the kernel's id (`thread_id` of the JSON form, and the hexadecimal ids of systems that tell
 * no other, are what applications log), the newest frame first. A thread holds the interpreter's lock where it says "+gil".
 *
 * Versions: 0.3 to 0.4. Ignored on purpose: local variables, progress and results of `record` and `top`.
 * Printed by https://github.com/benfred/py-spy: src/{dump,stack_trace}.rs.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const pySpy = defineServer({
  name: "py-spy",
  title: "py-spy",
  versions: "0.3 to 0.4",
  recovers: ["stacks of Python threads (`py-spy dump`)"],
  dump: {
    order: "newest first",
    lead: /^(?:Process \d+: |\s*"(?:pid|thread_id|thread_name)": )/,
    lines: [
      { is: "dump", like: /^Process (?<pid>\d+): / },
      {
        is: "thread",
        like: /(?:^|\s)Thread (?:0x(?<hex>[0-9A-Fa-f]+)|(?<native>\d+)) \((?<state>idle|active|active\+gil)\)(?:: "(?<name>.*)")?$/,
      },
      { is: "frame", like: /^ {4}(?<function>[^\s"].*?) \((?<file>[^()]+?)(?::(?<line>\d+))?\)$/ },
      { is: "dump", like: /^\s*"pid": (?<pid>\d+),$/ },
      { is: "thread", like: /^\s*"thread_id": (?<id>\d+),$/ },
      { is: "state", like: /^\s*"thread_name": "(?<name>.*)",$/ },
      { is: "state", like: /^\s*"os_thread_id": (?<native>\d+),$/ },
      { is: "call", like: /^\s*"name": "(?<function>.*)",$/ },
      { is: "place", like: /^\s*"filename": "(?<file>.*)",$/ },
      { is: "place", like: /^\s*"line": (?<line>\d+),?$/ },
    ],
  },
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: ["Thread {%} (idle)", "Thread {%} (active)", "Thread {%} (active+gil)", 'Thread {%} (idle): "{*}"', 'Thread {%} (active): "{*}"', 'Thread {%} (active+gil): "{*}"'], kind: "stack",
      example: ["Thread 4513 (idle)", "Thread 4514 (active)", "Thread 4515 (active+gil)", 'Thread 4512 (idle): "MainThread"', 'Thread 0x7F1D649FD6C0 (active): "Thread-1 (work)"', 'Thread 4516 (active+gil): "jobs_0"'] },
    { says: "Python v{#}.{#}.{#} ({*})", kind: "stack", example: "Python v3.11.2 (/usr/bin/python3.11)" },
    { says: ['"os_thread_id": {#},', '"os_thread_id": null,', '"owns_gil": true,', '"owns_gil": false,'], kind: "stack", versions: "--json", example: ['"os_thread_id": 4512,', '"os_thread_id": null,', '"owns_gil": true,', '"owns_gil": false,'] },
  ],
});
