import { describe, expect, it } from "vitest";
import { burstIn } from "../../src/findings/bursts.ts";
import { analyze } from "../../src/index.ts";

const stamp = (second: number): string =>
  new Date(Date.UTC(2026, 2, 1, 10, 0, second)).toISOString().slice(0, 19).replace("T", " ");

const storms = async (...logs: readonly (readonly string[])[]) => {
  const sources = logs.map((lines, i) => ({ name: `${i}.log`, content: `${lines.join("\n")}\n` }));
  const { findings } = await analyze(sources);
  const turned = await analyze(sources.toReversed());
  expect(turned.findings.map(({ title }) => title)).toEqual(findings.map(({ title }) => title));
  return findings.filter(({ rule }) => rule === "respawn-storm");
};

interface Death {
  readonly second: number;
  readonly how?: "crash" | "recycled";
  readonly throttled?: true;
}

/** A uWSGI of two workers that die in turns. */
function uwsgi(deaths: readonly Death[], end: number): string[] {
  const pids = [101, 102];
  const lines = [
    "spawned uWSGI master process (pid: 100)",
    "spawned uWSGI worker 1 (pid: 101, cores: 1)",
    "spawned uWSGI worker 2 (pid: 102, cores: 1)",
  ];
  const told = lines.map((line) => `${stamp(0)} - ${line}`);
  for (const [i, { second, how = "crash", throttled }] of deaths.entries()) {
    const [pid, worker, next] = [pids[i % 2], 1 + (i % 2), 200 + i];
    const at = stamp(second);
    if (how === "crash")
      told.push(`${at} - DAMN ! worker ${worker} (pid: ${pid}) died, killed by signal 11 :( trying respawn ...`);
    else
      told.push(
        `${at} - ...The work of process ${pid} is done. Seeya!`,
        `${at} - worker ${worker} killed successfully (pid: ${pid})`,
      );
    if (throttled) told.push(`${at} - worker respawning too fast !!! i have to sleep a bit (2 seconds)...`);
    told.push(`${at} - Respawned uWSGI worker ${worker} (new pid: ${next})`);
    pids[i % 2] = next;
  }
  return [...told, `${stamp(end)} - SIGINT/SIGTERM received...killing workers...`];
}

const every = (gap: number, from: number, to: number): Death[] =>
  Array.from({ length: Math.floor((to - from) / gap) }, (_, i) => ({ second: from + i * gap }));

describe("respawn-storm", () => {
  it("tells from when to when, how many, and how many are usual", async () => {
    const [found, ...others] = await storms(
      uwsgi([...every(300, 300, 1500), ...every(2, 1800, 1820), ...every(300, 2100, 3600)], 3600),
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      severity: "warning",
      title: "10 uwsgi processes died and were replaced within 18 s, where 0 would be usual",
      figures: { respawns: 10, windowMs: 18_000, peakPerMinute: 33.3, throttled: 0, tasks: 0 },
    });
    expect(found?.detail).toContain(
      "From 10:30:00 to 10:30:18: 10 by crash, in slot 1 (5 times) and slot 2 (5 times).",
    );
    expect(found?.deaths).toHaveLength(10);
  });

  it("is critical where tasks went with the processes", async () => {
    const tasks = [101, 102, 200, 201, 202, 203, 204, 205, 206, 207].flatMap((pid, i) =>
      [0, 1, 2].flatMap((n) => [
        `${stamp(1797 + 2 * i)},${n}00 INFO [${pid}] app: start task ${pid}${n}`,
        `${stamp(1797 + 2 * i)},${n}50 INFO [${pid}] app: task ${pid}${n} done`,
      ]),
    );
    const lost = [101, 102, 200, 201, 202, 203, 204, 205, 206, 207].map(
      (pid, i) => `${stamp(1797 + 2 * i)},900 INFO [${pid}] app: start task ${10 + i}`,
    );
    const [found] = await storms(uwsgi(every(2, 1800, 1820), 3600), [...tasks, ...lost].sort());
    expect(found).toMatchObject({ severity: "critical", figures: { respawns: 10, tasks: 10 } });
  });

  it("takes a server's word that its processes go too fast, where the log holds nothing else to compare with", async () => {
    const fast = every(2, 4, 14).map((death) => ({ ...death, throttled: true as const }));
    const [found] = await storms(uwsgi(fast, 16));
    expect(found).toMatchObject({ figures: { respawns: 5, throttled: 5 } });
    expect(found?.detail).toContain("held starts back 5 times");
    expect(found?.evidence[0]?.text).toContain("respawning too fast");
  });

  it.each<[string, Death[]]>([
    ["deaths that come evenly, however fast", every(5, 5, 3600)],
    ["all workers at once", [{ second: 1000 }, { second: 1000 }]],
    [
      "recycling that follows the load",
      [...every(100, 100, 3600), ...every(4, 1801, 1861)]
        .map((d) => ({ ...d, how: "recycled" as const }))
        .sort((a, b) => a.second - b.second),
    ],
    ["one word of many deaths", every(5, 5, 3600).map((d, i) => (i === 50 ? { ...d, throttled: true as const } : d))],
  ])("is silent about %s", async (_, deaths) => {
    expect(await storms(uwsgi(deaths, 3600))).toEqual([]);
  });

  it("is silent about a reload, which replaces all of many workers", async () => {
    const line = (pid: number, text: string): string => `[${stamp(60)} +0000] [${pid}] [INFO] ${text}`;
    const old = Array.from({ length: 12 }, (_, i) => 20 + i);
    expect(
      await storms([
        line(10, "Starting gunicorn 23.0.0"),
        line(10, "Listening at: http://127.0.0.1:8000 (10)"),
        ...old.map((pid) => line(pid, `Booting worker with pid: ${pid}`)),
        line(10, "Handling signal: hup"),
        line(10, "Hang up: Master"),
        ...old.map((pid) => line(pid + 20, `Booting worker with pid: ${pid + 20}`)),
        ...old.map((pid) => line(pid, `Worker exiting (pid: ${pid})`)),
      ]),
    ).toEqual([]);
  });
});

describe("bursts", () => {
  const period = { from: 0, to: 3_600_000 };
  const limits = { count: 5, ratio: 4, part: 0.5 };
  const at = (second: number, width = 0) => ({ from: second * 1_000, to: (second + width) * 1_000 });

  it("begin and end with their first and last event", () => {
    const events = [600, 1200, 1800, 1801, 1802, 1803, 1804, 1805, 3000].map((second) => at(second));
    expect(burstIn(events, period, limits)).toMatchObject({ from: 1_800_000, to: 1_805_000, count: 6 });
  });

  it("are not made of events whose time is unknown", () => {
    const events = Array.from({ length: 20 }, (_, i) => at(i * 100, 1_500));
    expect(burstIn(events, period, limits)).toBeNull();
  });

  it("are none by chance", () => {
    let seed = 7;
    const random = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const runs = Array.from({ length: 200 }, () => Array.from({ length: 40 }, () => at(random() * 3_600)));
    expect(runs.filter((events) => burstIn(events, period, limits) !== null).length).toBeLessThanOrEqual(1);
  });
});
