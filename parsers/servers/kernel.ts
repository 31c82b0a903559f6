/**
 * The Linux kernel, as far as it kills processes or sees them crash or hang.
 *
 * Life of an OOM kill: "X invoked oom-killer" (X only asked for memory) -> dump of call trace, memory and tasks ->
 * "oom-kill:constraint=...,task=Y,pid=P" (5.0+) -> "Out of memory: Killed process P (Y)" or "Memory cgroup out of
 * memory: Killed process P (Y)" -> "oom_reaper: reaped process P (Y)": one death, several lines.
 *
 * Pids are the host's, not the container's; a crash names a thread (its id is the pid for the main thread). Names are
 * cut to 15 characters and may hold anything. A crash is only logged where the program installed no handler.
 *
 * Versions: 2.6.32 to 6.18. Ignored on purpose: registers, call traces, Mem-Info and cgroup counters.
 * Printed by https://github.com/torvalds/linux: mm/{oom_kill,memcontrol}.c, kernel/{hung_task,signal,watchdog,auditsc,exit}.c,
 * kernel/rcu/tree_stall.h, kernel/cgroup/pids.c, fs/coredump.c, arch/{x86,powerpc}/mm/fault.c, arch/{x86,arm64,riscv}/kernel/traps.c.
 */
import { defineServer } from "../../src/recognise/declare.ts";

export const kernel = defineServer({
  name: "kernel",
  title: "Linux kernel",
  versions: "2.6.32 to 6.18",
  recovers: [
    "OOM kills of the machine and of a cgroup, with the victim",
    "crashes no program handled",
    "tasks and CPUs that hang",
  ],
  // biome-ignore format: one message to an entry, a real line under it
  rules: [
    // Out of memory: the victim
    { says: ["Out of memory: Killed process {pid} ({*}) total-vm:{*}", "Memory cgroup out of memory: Killed process {pid} ({*}) total-vm:{*}", "Out of memory ({@}): Killed process {pid} ({*}) total-vm:{*}"],
      kind: "process-exit", stage: "gone", cause: "oom-kill", versions: "5.4+",
      example: ["Out of memory: Killed process 7217 (uwsgi) total-vm:820388kB, anon-rss:89372kB, file-rss:7240kB, shmem-rss:0kB, UID:33 pgtables:364kB oom_score_adj:0",
        "Memory cgroup out of memory: Killed process 14457 (uwsgi) total-vm:820388kB, anon-rss:89372kB, file-rss:7240kB, shmem-rss:0kB, UID:0 pgtables:364kB oom_score_adj:0",
        "Out of memory (oom_kill_allocating_task): Killed process 7217 (celery) total-vm:820388kB, anon-rss:89372kB, file-rss:7240kB, shmem-rss:0kB, UID:33 pgtables:364kB oom_score_adj:0"] },
    { says: ["Out of memory: Killed process {pid} ({*}){*}", "Memory cgroup out of memory: Killed process {pid} ({*}){*}", "oom_reaper: reaped process {pid} ({*}){*}"], kind: "process-exit", stage: "gone", cause: "oom-kill", // as far as a reader has kept the line
      example: ["Out of memory: Killed process 7217 (uwsgi)", "Memory cgroup out of memory: Killed process 7217 (uwsgi)", "oom_reaper: reaped process 7217 (uwsgi), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB"] },
    { says: ["Killed process {pid} ({*}) total-vm:{*}", "Killed process {pid} ({*}), UID {#}, total-vm:{*}", "Killed process {pid}, UID {#}, ({*}) total-vm:{*}", "Killed process {pid} ({*}) vsz:{*}"],
      kind: "process-exit", stage: "gone", cause: "oom-kill", versions: "before 5.4: 3.x to 5.3; vendor kernels; 2.6.32",
      example: ["Killed process 7217 (uwsgi) total-vm:820388kB, anon-rss:89372kB, file-rss:7240kB, shmem-rss:0kB", "Killed process 7217 (uwsgi), UID 33, total-vm:820388kB, anon-rss:89372kB, file-rss:7240kB, shmem-rss:0kB",
        "Killed process 7217, UID 33, (uwsgi) total-vm:820388kB, anon-rss:89372kB, file-rss:7240kB", "Killed process 7217 (uwsgi) vsz:820388kB, anon-rss:89372kB, file-rss:7240kB"] },
    { says: "oom-kill:constraint={*},task={*},pid={pid},uid={#}", kind: "process-notice", cause: "oom-kill", versions: "5.0+",
      example: "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/app,task_memcg=/app,task=uwsgi,pid=14457,uid=0" },
    { says: ["Out of memory: Kill process {pid} ({*}) score {#} or sacrifice child", "Memory cgroup out of memory: Kill process {pid} ({*}) score {#} or sacrifice child", "Out of memory ({@}): Kill process {pid} ({*}) score {#} or sacrifice child"],
      kind: "process-notice", cause: "oom-kill", versions: "before 5.0: the victim may be a child of it",
      example: ["Out of memory: Kill process 7217 (uwsgi) score 871 or sacrifice child", "Memory cgroup out of memory: Kill process 7217 (uwsgi) score 871 or sacrifice child",
        "Out of memory (oom_kill_allocating_task): Kill process 7217 (uwsgi) score 0 or sacrifice child"] },
    { says: "oom_reaper: unable to reap pid:{pid} ({*})", kind: "process-notice", cause: "oom-kill", versions: "4.6+", example: "oom_reaper: unable to reap pid:7217 (uwsgi)" },

    // Out of memory: who asked, where, and the tables
    { says: ["{@} invoked oom-killer: gfp_mask={*}", "{*} invoked oom-killer: gfp_mask={*} order={#}, oom_score_adj={#}", "{*} invoked oom-killer: gfp_mask={*} order={#}, oom_adj={#}", "{*} invoked oom-killer: gfp_mask={*} order={#}, oom_adj={#}, oom_score_adj={#}"],
      kind: "process-notice", cause: "oom-kill", versions: "all; a name with blanks: 3.x on; 2.6; between",
      example: ["uwsgi invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0", "gunicorn: worke invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0", "puma: cluster w invoked oom-killer: gfp_mask=0x201da, order=0, oom_adj=0",
        "puma: cluster w invoked oom-killer: gfp_mask=0x201da, order=0, oom_adj=0, oom_score_adj=0"] },
    { says: ["Tasks in {*} are going to be killed due to memory.oom.group set", "Task in {*} killed as a result of limit of {*}", "Tasks in {*} killed as a result of limit of {*}"], kind: "process-notice", cause: "oom-kill",
      example: ["Tasks in /system.slice/app.service are going to be killed due to memory.oom.group set", "Task in /docker/0a52 killed as a result of limit of /docker/0a52", "Tasks in /app killed as a result of limit of /app"] },
    { says: ["Out of memory and no killable processes...", "sysrq: Manual OOM execution", "sysrq: SysRq : Manual OOM execution", "Kernel panic - not syncing: Out of memory{*}"], kind: "process-notice", cause: "oom-kill",
      example: ["Out of memory and no killable processes...", "sysrq: Manual OOM execution", "sysrq: SysRq : Manual OOM execution", "Kernel panic - not syncing: Out of memory: compulsory panic_on_oom is enabled"] },
    { says: ["memory: usage {#}kB, limit {#}kB, failcnt {#}", "memory+swap: usage {#}kB, limit {#}kB, failcnt {#}", "swap: usage {#}kB, limit {#}kB, failcnt {#}", "kmem: usage {#}kB, limit {#}kB, failcnt {#}", "Memory cgroup stats for {*}"], kind: "other",
      example: ["memory: usage 163840kB, limit 163840kB, failcnt 139", "memory+swap: usage 163840kB, limit 9007199254740988kB, failcnt 0", "swap: usage 0kB, limit 0kB, failcnt 0", "kmem: usage 1544kB, limit 9007199254740988kB, failcnt 0",
        "Memory cgroup stats for /uwsgi_corpus:"] },
    { says: ["Tasks state (memory values in pages):", "[  pid  ]   uid  tgid total_vm {*} name", "[ pid ]   uid  tgid total_vm {*} name"], kind: "other",
      example: ["Tasks state (memory values in pages):", "[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name",
        "[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name"] },
    { says: "[ {_}{#}] {_}{#} {_}{#} {_}{#} {_}{#} {_}{#} {*}", kind: "other",
      example: "[   7217]    33  7217   205097    22343   372736        0             0 uwsgi" },
    { says: ["{@}: page allocation failure: order:{#}, mode:{*}", "Mem-Info:", "Call Trace:"], kind: "other",
      example: ["uwsgi: page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP), nodemask=(null)", "Mem-Info:", "Call Trace:"] },

    // Crashes without a handler
    { says: ["{@}[{pid}]: segfault at {@} ip {@} sp {%} error {%}{*}", "{@}[{pid}]: segfault at {@} rip {@} rsp {%} error {%}{*}", "{@}[{pid}]: segfault ({#}) at {%} nip {%} lr {%} code {%}{*}", "{@}[{pid}]: illegal instruction ({#}) at {%} nip {%} lr {%} code {%}{*}",
        "{@}[{pid}]: bus error ({#}) at {%} nip {%} lr {%} code {%}{*}"], kind: "process-exit", stage: "gone", cause: "crash", versions: "x86: all; 2.6.18; powerpc",
      example: ["uwsgi[7218]: segfault at 10 ip 00007f0c2c3b1a2e sp 00007ffd1f2a3c10 error 4 in libffi.so.8.1.2[7f0c2c3ac000+7000] likely on CPU 1 (core 1, socket 0)", "uwsgi[7218]: segfault at 0000000000000010 rip 00002b1c2c3b1a2e rsp 00007fff1f2a3c10 error 4",
        "uwsgi[7218]: segfault (11) at 10 nip 10000a2c lr 100009f8 code 1 in uwsgi[10000000+20000]", "uwsgi[7218]: illegal instruction (4) at 10000a2c nip 10000a2c lr 100009f8 code 1 in uwsgi[10000000+20000]", "uwsgi[7218]: bus error (7) at 10 nip 10000a2c lr 100009f8 code 2 in uwsgi[10000000+20000]"] },
    { says: ["traps: {*}[{pid}] general protection fault ip:{%} sp:{%} error:{%}{*}", "traps: {*}[{pid}] general protection ip:{%} sp:{%} error:{%}{*}", "traps: {*}[{pid}] trap {*} ip:{%} sp:{%} error:{%}{*}"],
      kind: "process-exit", stage: "gone", cause: "crash", // divide error, invalid opcode, int3, stack segment, alignment check ...
      example: ["traps: uwsgi[7218] general protection fault ip:7f0c2c3b1a2e sp:7ffd1f2a3c10 error:0 in libc.so.6[7f0c2c3ac000+195000]", "traps: uwsgi[7218] general protection ip:7f0c2c3b1a2e sp:7ffd1f2a3c10 error:0 in libc-2.17.so[7f0c2c3ac000+195000]",
        "traps: uwsgi[7218] trap invalid opcode ip:55d0b7c6c0aa sp:7ffd1f2a3c10 error:0 in uwsgi[55d0b7c00000+200000]"] },
    { says: ["{@}[{pid}] general protection ip:{%} sp:{%} error:{%}{*}", "{@}[{pid}] trap {*} ip:{%} sp:{%} error:{%}{*}"], kind: "process-exit", stage: "gone", cause: "crash", versions: "2.6",
      example: ["uwsgi[7218] general protection ip:7f0c2c3b1a2e sp:7ffd1f2a3c10 error:0 in libc-2.12.so[7f0c2c3ac000+18a000]", "uwsgi[7218] trap divide error ip:55d0b7c6c0aa sp:7ffd1f2a3c10 error:0 in uwsgi[55d0b7c00000+200000]"] },
    { says: ["{@}[{pid}]: unhandled {*} at {%}, {*}", "{@}[{pid}]: unhandled exception: {*}", "{@}[{pid}]: unhandled signal {signal} code {%} at {%}{*}"], kind: "process-exit", stage: "gone", cause: "crash", versions: "arm64; arm64; riscv",
      example: ["uwsgi[7218]: unhandled level 2 translation fault (11) at 0x00000010, esr 0x92000006, in libffi.so.8.1.2[ffff8a3c0000+7000]", "uwsgi[7218]: unhandled exception: undefined instruction, ESR 0x02000000, pc 0xaaaab2c", "uwsgi[7218]: unhandled signal 11 code 0x1 at 0x0000000000000010 in uwsgi[10000+20000]"] },
    // A name with blanks: known by the end of the line
    { says: ["{*}[{pid}]: segfault at {%} ip {%} sp {%} error {%}", "{*}[{pid}]: segfault at {%} ip {%} sp {%} error {%} in {@}", "{*}[{pid}]: segfault at {%} ip {%} sp {%} error {%} in {@} likely on CPU {#} (core {#}, socket {#})",
        "{*}[{pid}]: unhandled {*} at {%}, esr {%}", "{*}[{pid}]: unhandled {*} at {%}, esr {%}, in {@}"], kind: "process-exit", stage: "gone", cause: "crash", versions: "x86: all, 6.0+; arm64",
      example: ["gunicorn: worke[7218]: segfault at 10 ip 00007f0c2c3b1a2e sp 00007ffd1f2a3c10 error 4", "puma: cluster w[7218]: segfault at 10 ip 00007f0c2c3b1a2e sp 00007ffd1f2a3c10 error 4 in libc.so.6[7f0c2c3ac000+195000]",
        "uWSGI worker 1[7218]: segfault at 10 ip 00007f0c2c3b1a2e sp 00007ffd1f2a3c10 error 4 in libc.so.6[7f0c2c3ac000+195000] likely on CPU 1 (core 1, socket 0)",
        "uWSGI worker 1[7218]: unhandled level 2 translation fault (11) at 0x00000010, esr 0x92000006", "uWSGI worker 1[7218]: unhandled level 2 translation fault (11) at 0x00000010, esr 0x92000006, in libffi.so.8.1.2[ffff8a3c0000+7000]"] },
    { says: ["{@}[{pid}] bad frame in {*}", "note: {*}[{pid}] exited with {*}"], kind: "process-exit", stage: "gone", cause: "crash", // the second: it stumbled within the kernel
      example: ["uwsgi[7218] bad frame in rt_sigreturn frame:00007ffd1f2a3c10 ip:7f0c2c3b1a2e sp:7ffd1f2a3c10 orax:ffffffffffffffff in libc.so.6[7f0c2c3ac000+195000]", "note: uwsgi[7218] exited with preempt_count 1"] },
    // What auditing says of a process that a signal with a core dump ends, handled or not; seccomp can also only tell.
    { says: ["audit: type=1701 audit({@}): {*} pid={pid} comm={*} sig={signal}{*}", "type=1701 audit({@}): {*} pid={pid} comm={*} sig={signal}{*}"], kind: "process-exit", stage: "gone", cause: "crash",
      example: ['audit: type=1701 audit(1712068387.123:456): auid=4294967295 uid=33 gid=33 ses=4294967295 pid=7218 comm="uwsgi" exe="/usr/bin/uwsgi" sig=11 res=1', 'type=1701 audit(1712068387.123:456): auid=4294967295 uid=33 gid=33 ses=4294967295 pid=7218 comm="uwsgi" reason="memory violation" sig=11'] },
    { says: "audit: type=1326 audit({@}): {*} sig=0 {*}", kind: "other", example: 'audit: type=1326 audit(1712068387.123:456): auid=4294967295 uid=33 gid=33 ses=4294967295 pid=7218 comm="uwsgi" exe="/usr/bin/uwsgi" sig=0 arch=c000003e syscall=203 compat=0 ip=0x7f0c2c3b1a2e code=0x7ffc0000' },
    { says: "audit: type=1326 audit({@}): {*} pid={pid} comm={*} sig={signal} {*}", kind: "process-exit", stage: "gone", cause: "crash",
      example: 'audit: type=1326 audit(1712068387.123:456): auid=4294967295 uid=33 gid=33 ses=4294967295 pid=7218 comm="uwsgi" exe="/usr/bin/uwsgi" sig=31 arch=c000003e syscall=203 compat=0 ip=0x7f0c2c3b1a2e code=0x80000000' },
    { says: ["coredump: {pid}({*}): {*}", "Process {pid}({*}) has RLIMIT_CORE set to {#}", "Pid {pid}({*}) over core_pipe_limit", "Pid {pid}({*}) can only dump core to fully qualified path!"], kind: "process-notice", cause: "crash", versions: "6.12+; before",
      example: ["coredump: 7218(uwsgi): over core_pipe_limit, skipping core dump", "Process 7218(uwsgi) has RLIMIT_CORE set to 1", "Pid 7218(uwsgi) over core_pipe_limit", "Pid 7218(uwsgi) can only dump core to fully qualified path!"] },
    { says: ["{@}/{pid}: potentially unexpected fatal signal {signal}.", "{@}: potentially unexpected fatal signal {signal}.", "potentially unexpected fatal signal {signal}."], kind: "process-notice", cause: "crash",
      versions: "print-fatal-signals: 2.6; 6.x; the ones between",
      example: ["uwsgi/7218: potentially unexpected fatal signal 11.", "uwsgi: potentially unexpected fatal signal 11.", "potentially unexpected fatal signal 6."] },

    // Hanging, and refused births
    { says: "INFO: task {*}:{pid} blocked for more than {#} seconds.", kind: "process-notice", example: "INFO: task uwsgi:7217 blocked for more than 120 seconds." },
    { says: ["INFO: task {*}:{pid} is blocked on {*}", "INFO: task {*}:{pid} blocked on {*}"], kind: "process-notice", versions: "6.15+",
      example: ["INFO: task uwsgi:7217 is blocked on a mutex likely owned by task uwsgi:7218.", "INFO: task uwsgi:7217 blocked on a semaphore likely last held by task uwsgi:7218"] },
    { says: "INFO: task {*}:{pid} blocked {*} for more than {#} seconds.", kind: "process-notice", versions: "6.18+", example: "INFO: task uwsgi:7217 blocked in I/O wait for more than 120 seconds." },
    { says: ["watchdog: BUG: soft lockup - CPU#{#} stuck for {#}s! [{*}:{pid}]", "NMI watchdog: BUG: soft lockup - CPU#{#} stuck for {#}s! [{*}:{pid}]", "BUG: soft lockup - CPU#{#} stuck for {#}s! [{*}:{pid}]"], kind: "process-notice", versions: "4.15+; 3.16+; before",
      example: ["watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [uwsgi:7217]", "NMI watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [uwsgi:7217]", "BUG: soft lockup - CPU#1 stuck for 67s! [uwsgi:7217]"] },
    { says: ["watchdog: Watchdog detected hard LOCKUP on cpu {#}{*}", "NMI watchdog: Watchdog detected hard LOCKUP on cpu {#}{*}", "Watchdog detected hard LOCKUP on cpu {#}{*}", "rcu: INFO: {@} self-detected stall on CPU{*}", "rcu: INFO: {@} detected {*}stalls on CPUs/tasks:{*}", "INFO: {@} self-detected stall on CPU{*}", "INFO: {@} detected stalls on CPUs/tasks:{*}"], kind: "process-notice",
      example: ["watchdog: Watchdog detected hard LOCKUP on cpu 3", "NMI watchdog: Watchdog detected hard LOCKUP on cpu 3", "Watchdog detected hard LOCKUP on cpu 3", "rcu: INFO: rcu_sched self-detected stall on CPU", "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:", "INFO: rcu_sched self-detected stall on CPU { 1}  (t=6000 jiffies g=1234 c=1233 q=0)",
        "INFO: rcu_sched detected stalls on CPUs/tasks: { 1} (detected by 0, t=6002 jiffies)"] },
    { says: "Kernel panic - not syncing: {*}", kind: "server-stop", cause: "crash", example: "Kernel panic - not syncing: Fatal exception" },
    { says: ["BUG: unable to handle {*}", "BUG: kernel NULL pointer dereference, address: {%}", "Oops: {*} [#{#}] {*}", "kernel BUG at {@}!", "Aborting core", "Skipping core dump", "Future hung task reports are suppressed, see sysctl kernel.hung_task_warnings"], kind: "other",
      example: ["BUG: unable to handle page fault for address: ffffb2c0412d8000", "BUG: kernel NULL pointer dereference, address: 0000000000000010", "Oops: 0002 [#1] SMP PTI", "kernel BUG at mm/slub.c:305!", "Aborting core", "Skipping core dump", "Future hung task reports are suppressed, see sysctl kernel.hung_task_warnings"] },
    { says: "task:{*} state:{@} stack:{_}{#} {_}pid:{_}{pid} {*}", kind: "stack", versions: "5.13+",
      example: "task:uwsgi           state:D stack:    0 pid: 7217 ppid:     1 flags:0x00000000" },
    { says: ["CPU: {#} PID: {pid} Comm: {*}", "CPU: {#} UID: {#} PID: {pid} Comm: {*}", "Pid: {pid}, comm: {*}"], kind: "stack", versions: "all; 6.12+; 2.6", example: ["CPU: 1 PID: 7217 Comm: uwsgi Not tainted 6.1.0-18-amd64 #1  Debian 6.1.76-1", "CPU: 1 UID: 33 PID: 7217 Comm: uwsgi Not tainted 6.12.0 #1", "Pid: 7217, comm: uwsgi Not tainted 2.6.32-754.el6.x86_64 #1"] },
    { says: ['"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.', "cgroup: fork rejected by pids controller in {*}"], kind: "other",
      example: ['"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.', "cgroup: fork rejected by pids controller in /system.slice/app.service"] },
  ],
});
