/**
 * Stacks of a Java virtual machine's threads: jstack, jcmd Thread.print, or SIGQUIT, upon which the process writes them to its own stdout.
 *
 * A thread's head bears its name, which is what applications log; "- waiting to lock" and "- locked" name the locks, and a deadlock
 * among monitors is found by the machine itself. The newest frame comes first.
 *
 * Versions: 8 to 24. Ignored on purpose: JNI and compiler figures, heap summaries, exceptions (they belong to the record above them).
 * Printed by https://github.com/openjdk/jdk: src/hotspot/share/{runtime/threads,runtime/javaThread,services/threadService}.cpp.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const java = defineServer({
  name: "java",
  title: "Java VM",
  versions: "8 to 24",
  recovers: ["stacks of threads (jstack, SIGQUIT)"],
  dump: {
    order: "newest first",
    lines: [
      { is: "dump", like: /(?:^|\s)Full thread dump / },
      { is: "thread", like: /^"(?<name>.*)" .*\btid=0x[0-9a-f]+ nid=\S+ (?<state>[^[\]]*?) *(?:\[0x[0-9a-f]+\])?$/ },
      { is: "aside", like: /^".*":$/ },
      { is: "state", like: /^\s+java\.lang\.Thread\.State: (?<state>.+)$/ },
      { is: "state", like: /^\s+- (?:waiting|parking|locked|eliminated|None)\b/ },
      { is: "frame", like: /^\s+at (?<function>[^\s()]+)\((?<file>[^():]*)(?::(?<line>\d+))?\)\s*$/ },
    ],
  },
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: "Full thread dump {*}:", kind: "stack", example: "Full thread dump OpenJDK 64-Bit Server VM (17.0.10+7-Debian-1deb12u1 mixed mode, sharing):" },
    { says: '"{*}" {*}tid={%} nid={*}', kind: "stack",
      example: ['"pool-1-thread-3" #24 prio=5 os_prio=0 cpu=1.52ms elapsed=31.02s tid=0x00007f9c3c1d2800 nid=0x1a2b waiting for monitor entry  [0x00007f9c1c9f8000]', '"VM Thread" os_prio=0 cpu=3.45ms elapsed=31.10s tid=0x00007f9c3c0b5000 nid=0x1a05 runnable'] },
    { says: ["Found one Java-level deadlock:", "Found {#} deadlock.", "Found {#} deadlocks.", "Java stack information for the threads listed above:"], kind: "stack",
      example: ["Found one Java-level deadlock:", "Found 1 deadlock.", "Found 2 deadlocks.", "Java stack information for the threads listed above:"] },
  ],
});
