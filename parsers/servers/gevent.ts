/**
 * What gevent tells of its greenlets: `gevent.util.print_run_info()`, called by the application, by a signal handler or by the
 * monitor thread. Not a server, but the only one who sees greenlets: faulthandler knows no more than the hub's native thread.
 *
 * Life of a dump: "* Threads" with native stacks -> "* Greenlets" -> per thread a tree of greenlets, each with its parent, where it is
 * ("Running:") and where it was spawned. A greenlet's address is what `%(thread)d` logs in decimal. The oldest frame comes first.
 *
 * Versions: 1.3 to 25. Ignored on purpose: greenlet locals, the source lines of frames, the monitor thread's warnings.
 * Printed by https://github.com/gevent/gevent: src/gevent/{util,greenlet}.py.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const gevent = defineServer({
  name: "gevent",
  title: "gevent",
  versions: "1.3 to 25",
  recovers: ["stacks of greenlets (`gevent.util.print_run_info`)"],
  dump: {
    order: "oldest first",
    lines: [
      { is: "dump", like: /(?:^|\s)\* Threads$/ },
      { is: "thread", like: /(?:^|\s)Thread 0x(?<hex>[0-9a-f]+) \((?<name>[^()]*)\)(?: \(CURRENT\))?$/ },
      // Its parents stand in the same form behind "Parent: ".
      {
        is: "thread",
        like: /(?:^|\+--- )<[\w.]+(?: (?:"(?<name>[^"]*)"|'[^']*'))?(?: object)? at 0x(?<hex>[0-9a-f]+)\b.*>$/,
      },
      { is: "stack", like: /^[\s:|]*Running:$/ },
      {
        is: "aside",
        like: /^[\s:|]*(?:Parent|Spawned at|Spawn Tree Locals|Greenlet Locals|Local|Value|Exception|Monitoring Thread)\b.*/,
      },
      { is: "frame", like: /^[\s:|]*File "(?<file>[^"]*)", line (?<line>\d+), in (?<function>\S.*)$/ },
    ],
  },
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: ["* Threads", "* Greenlets", "---- Thread boundary"], kind: "stack", example: ["* Threads", "* Greenlets", "---- Thread boundary"] },
    { says: ["Thread {%} ({*})", "Thread {%} ({*}) (CURRENT)"], kind: "stack", example: ["Thread 0x7f4422df3040 (MainThread)", "Thread 0x7f4422df3040 (None) (CURRENT)"] },
    { says: ["<greenlet.greenlet object at {%}{*}>", "+--- <{*} at {%}{*}>", "|{_}+--- <{*} at {%}{*}>", ":{_}+--- <{*} at {%}{*}>"], kind: "stack",
      example: ["<greenlet.greenlet object at 0x7f44222c1fc0 (otid=0x7f4421544810) suspended active started main>", '+--- <Greenlet "Greenlet-0" at 0x7f44213d8860: run_task(7)>',
        '|    +--- <Greenlet "Greenlet-14" at 0x7f44215afd80: <bound method signal.handle of <gevent.hub.signal object at 0x7f442155f410>>>', ":    +--- <Hub '' at 0x7f4421552840 epoll default pending=0 ref=-1 thread_ident=0x7f4422df3040>"] },
    { says: [":{_}Running:", ":{_}Parent: <{*}>", ":{_}Parent: None", ":{_}Spawned at:", ":{_}Greenlet Locals:", ":{_}Spawn Tree Locals"], kind: "stack",
      example: [":    Running:", ":          Parent: <Hub '' at 0x7f4421552840 epoll default pending=0 ref=-1 thread_ident=0x7f4422df3040>", ":    Parent: None", ":          Spawned at:", ":          Greenlet Locals:", ":          Spawn Tree Locals"] },
    { says: ':{_}File "{*}", line {#}, in {*}', kind: "stack", example: ':            File "/srv/app/webapp.py", line 48, in deadlock_work' },
  ],
});
