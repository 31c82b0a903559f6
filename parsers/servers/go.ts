/**
 * Stacks of goroutines, as a Go program writes them to stderr when it panics, on SIGQUIT, or from pprof's `debug=2`.
 *
 * "goroutine N [state, minutes]:" -> a line with the call and one with its place, the newest first -> "created by". Goroutines have no id
 * that applications log. A panic's last words ("panic: ...", "fatal error: all goroutines are asleep - deadlock!") come before.
 *
 * Versions: 1.2 to 1.24. Ignored on purpose: registers, runtime frames' arguments.
 * Printed by https://github.com/golang/go: src/runtime/{traceback,panic}.go.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const go = defineServer({
  name: "go",
  title: "Go runtime",
  versions: "1.2 to 1.24",
  recovers: ["stacks of goroutines"],
  dump: {
    order: "newest first",
    lines: [
      { is: "thread", like: /(?:^|\s)goroutine (?<id>\d+)(?: gp=\S+ m=.*)? \[(?<state>[^\]]*)\]:$/ },
      { is: "aside", like: /^created by / },
      { is: "place", like: /^\t(?<file>\S.*?):(?<line>\d+)(?: \+0x[0-9a-f]+)?$/ },
      { is: "call", like: /^(?<function>[^\s()]+(?:\(\*?[^\s()]+\)[^\s()]*)?)\(.*\)$/ },
    ],
  },
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: "goroutine {#} [{*}]:", kind: "stack", example: "goroutine 18 [chan receive, 5 minutes]:" },
    { says: "goroutine {#} gp={%} m={*} [{*}]:", kind: "stack", versions: "GOTRACEBACK=system, from 1.23", example: "goroutine 1 gp=0xc0000061c0 m=nil [chan receive]:" },
  ],
});
