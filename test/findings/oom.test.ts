import { describe, expect, it } from "vitest";
import { analyze } from "../../src/index.ts";

const app = [
  "2026-03-01 10:00:00,000 INFO app 71 139889324566272 start task 1...",
  "2026-03-01 10:00:01,000 INFO app 71 139889324566272 1 done",
  "2026-03-01 10:00:02,000 INFO app 71 139889324566272 start task 2...",
  "2026-03-01 10:00:09,000 INFO app 72 139889324566272 start task 3...",
  "2026-03-01 10:00:10,000 INFO app 72 139889324566272 3 done",
];
const kernel = (pid: number, rss: number) =>
  `[Sun Mar  1 10:00:03 2026] Out of memory: Killed process ${pid} (python3) total-vm:820388kB, anon-rss:${rss}kB, file-rss:24kB, shmem-rss:0kB, UID:33 pgtables:700kB oom_score_adj:0`;

const run = (log: readonly string[]) =>
  analyze([
    { name: "app.log", content: `${app.join("\n")}\n` },
    { name: "kern.log", content: `${log.join("\n")}\n` },
  ]);

describe("oom", () => {
  it("tells the size that the kernel told, and what went with the process", async () => {
    const { findings } = await run([kernel(71, 1_000_000)]);
    expect(findings).toMatchObject([
      {
        rule: "oom",
        severity: "critical",
        title: "1 process killed for want of memory, 1 task went with it",
        figures: { deaths: 1, tasks: 1, largestKb: 1_000_024, smallestKb: 1_000_024 },
        tasks: ["t1"],
        deaths: ["d1"],
      },
    ]);
    expect(findings[0]?.detail).toContain("pid 71 (977 MiB resident)");
    expect(findings[0]?.evidence[0]?.source).toBe("kern.log");
  });

  it("is a warning where no known task went with it", async () => {
    const { findings } = await run([kernel(4711, 2_000_000)]);
    expect(findings.filter(({ rule }) => rule === "oom").map(({ severity }) => severity)).toEqual(["warning"]);
  });

  it("is silent about a kill that nobody calls one for memory", async () => {
    const { findings } = await run([
      "Sun Mar  1 10:00:03 2026 - DAMN ! worker 1 (pid: 71) died, killed by signal 9 :( trying respawn ...",
    ]);
    expect(findings.filter(({ rule }) => rule === "oom")).toEqual([]);
  });
});
