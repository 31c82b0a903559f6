/** How Ruby's servers dump the stacks of their threads upon TTIN, SIGINFO or a forced stop: a head each, then its backtrace. */
import type { Dump } from "../../src/recognise/declare.ts";

export const rubyStacks: Dump = {
  order: "newest first",
  lines: [
    { is: "dump", like: /(?:^|\s)(?<pid>\d+): === Begin thread backtrace dump ===$/ },
    { is: "thread", like: /\bThread:? TID-(?<id>\w+)(?: (?<name>.*))?$/ },
    { is: "thread", like: /\bThread \d+\/\d+: #<Thread:0x(?<hex>[0-9a-f]+).*?(?: (?<state>\w+))?>$/ },
    { is: "frame", like: /(?:^|\s)(?<file>(?:\/|<internal:)\S*):(?<line>\d+):in [`'](?<function>.*)'$/ },
  ],
};
