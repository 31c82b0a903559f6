/**
 * The Ruby interpreter's own words on stderr, and the frames of backtraces that loggers write line by line.
 *
 * "[BUG]" is the interpreter's crash report: it comes from the dying process itself, without its pid. A thread that "terminated with
 * exception" takes nothing with it but itself.
 *
 * Versions: 2.0 to 3.4. Ignored on purpose: the sections of a crash report, warnings of gems.
 * Printed by https://github.com/ruby/ruby: error.c, eval_error.c, thread.c, vm_backtrace.c.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const ruby = defineServer({
  name: "ruby",
  title: "Ruby interpreter",
  versions: "2.0 to 3.4",
  recovers: ["crashes of the interpreter", "frames of backtraces, told from an application's lines"],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    { says: ["{@}:{#}: [BUG] {*}", "[BUG] Segmentation fault{*}", "[BUG] Bus Error{*}", "[BUG] Illegal instruction{*}", "[BUG] Stack consistency error{*}", "[BUG] object allocation during garbage collection phase{*}"], kind: "process-notice", cause: "crash",
      example: ["/srv/shop/app.rb:12: [BUG] Segmentation fault at 0x0000000000000010", "[BUG] Segmentation fault at 0x0000000000000010", "[BUG] Bus Error at 0x0000000000000010", "[BUG] Illegal instruction at 0x0000000000000010", "[BUG] Stack consistency error (sp: 12, bp: 13)", "[BUG] object allocation during garbage collection phase"] },
    { says: "[NOTE] You may have encountered a bug in the Ruby interpreter or extension libraries.", kind: "stack", cause: "crash", example: "[NOTE] You may have encountered a bug in the Ruby interpreter or extension libraries." },
    { says: "[FATAL] failed to allocate memory", kind: "process-notice", cause: "crash", example: "[FATAL] failed to allocate memory" },
    { says: "#<Thread:{@} {*}> terminated with exception (report_on_exception is true):", kind: "other", example: "#<Thread:0x00007f1d649fd6c0 /srv/shop/app.rb:8 run> terminated with exception (report_on_exception is true):" },
    { says: ["/{@}:{#}:in `{*}'", "/{@}:{#}:in '{*}'", "/{@}:{#}:in `{*}': {*} ({@})", "/{@}:{#}:in '{*}': {*} ({@})"], kind: "stack", versions: "the second and the fourth: 3.4",
      example: ["/srv/shop/app.rb:8:in `block in <main>'", "/srv/shop/app.rb:8:in 'Shop::Export#run'", "/srv/shop/app.rb:8:in `run': boom (RuntimeError)", "/srv/shop/app.rb:8:in 'Shop::Export#run': boom (RuntimeError)"] },
  ],
});
