import { describe, expect, it } from "vitest";
import { analyze } from "../../src/index.ts";

/** A process of one thread, whose last task never ends; `thread`: its name. */
const app = (thread: string): string[] => [
  ...[0, 1, 2].flatMap((n) => [
    `2026-03-01 10:00:0${2 * n},000 INFO app 71 ${thread} start task ${n}`,
    `2026-03-01 10:00:0${2 * n + 1},000 INFO app 71 ${thread} task ${n} done`,
  ]),
  `2026-03-01 10:00:07,000 INFO app 71 ${thread} start task 3`,
  ...[4, 5, 6].flatMap((n) => [
    `2026-03-01 10:01:0${n},000 INFO app 88 ${thread} start task ${n}`,
    `2026-03-01 10:01:0${n},500 INFO app 88 ${thread} task ${n} done`,
  ]),
];

const missing = async (...logs: readonly (readonly string[])[]) => {
  const sources = logs.map((lines, i) => ({ name: `${i}.log`, content: `${lines.join("\n")}\n` }));
  const { findings } = await analyze(sources);
  return findings.filter(({ rule }) => rule === "missing-server-log");
};

describe("missing-server-log", () => {
  it("tells which deaths are inferred, and what they cost", async () => {
    const [found] = await missing(app("139889324566272"));
    expect(found).toMatchObject({
      severity: "warning",
      title: "No server's log tells of 1 death: when and why is inferred",
      figures: { deaths: 1, tasks: 1, processes: 2 },
      tasks: ["t1"],
      deaths: ["d1"],
    });
    expect(found?.detail).toContain("pid 71");
  });

  it("advises on the server that the application's lines give away", async () => {
    const [uwsgi] = await missing(app("uWSGIWorker1Core0"));
    expect(uwsgi?.detail).toContain("The name uWSGIWorker1Core0 is one that uwsgi gives.");
    expect(uwsgi?.advice).toContain("logto");
    const [other] = await missing(app("139889324566272"));
    expect(other?.advice).not.toContain("logto");
  });

  it("is silent where the server's log tells of the death", async () => {
    const server = [
      "Sun Mar  1 10:00:08 2026 - DAMN ! worker 1 (pid: 71) died, killed by signal 9 :( trying respawn ...",
      "Sun Mar  1 10:00:08 2026 - Respawned uWSGI worker 1 (new pid: 88)",
    ];
    expect(await missing(app("139889324566272"), server)).toEqual([]);
    expect(await missing(server, app("139889324566272"))).toEqual([]);
  });

  it("is silent where nothing was lost", async () => {
    expect(await missing(app("139889324566272").filter((line) => !line.endsWith("start task 3")))).toEqual([]);
  });
});
