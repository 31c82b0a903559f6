import { describe, expect, it } from "vitest";
import { z } from "zod";
import { app, uwsgi } from "../support/log.ts";
import { coroner, temporaryFolder } from "./support.ts";

const folder = await temporaryFolder();
await folder.write(
  "uwsgi.log",
  uwsgi(`
    banner 09:00:00 10 11 12
    09:00:02 ...The work of process 11 is done. Seeya!
    09:00:10 worker 1 killed successfully (pid: 11)
    09:00:10 Respawned uWSGI worker 1 (new pid: 13)
    09:00:40 req 13 1/1`),
);
const hours = ["10", "17"] as const;
for (const hour of hours)
  await folder.write(
    `app-${hour}.log`,
    app(`
      ${hour}:00:01 11/1 start task A1
      ${hour}:00:05 11/1 finished task A1
      ${hour}:00:06 11/1 start task A2
      ${hour}:00:12 13/1 start task C1
      ${hour}:00:15 13/1 finished task C1`),
  );

const shape = z.object({
  sources: z.array(z.object({ name: z.string(), zone: z.string(), clockOffsetMs: z.number().nullable() })),
  unfinished: z.array(z.object({ start: z.object({ at: z.string() }) })),
  deaths: z.array(z.object({ latest: z.string() })),
});

async function run(tz: string, ...args: string[]) {
  const { stdout } = await coroner([...args, "-o", "json"], { cwd: folder.path, env: { TZ: tz } });
  const { sources, unfinished, deaths } = shape.parse(JSON.parse(stdout));
  const offsets = sources.map(({ clockOffsetMs }) => (clockOffsetMs ?? 0) / 3_600_000);
  return { offsets, start: unfinished[0]?.start.at.slice(11), death: deaths[0]?.latest.slice(11) };
}

describe("two logs without zones, hours apart", () => {
  it.each([
    ["Asia/Shanghai", "17", { offsets: [0, -8], start: "17:00:06.000+08:00", death: "09:00:10.000+00:00" }],
    ["UTC", "17", { offsets: [8, 0], start: "17:00:06.000+08:00", death: "09:00:10.000+00:00" }],
    ["Europe/Berlin", "10", { offsets: [0, -1], start: "10:00:06.000+01:00", death: "09:00:10.000+00:00" }],
    ["Pacific/Auckland", "17", { offsets: [0, -8], start: "17:00:06.000+13:00", death: "09:00:10.000+05:00" }],
  ])("on a machine in %s: one of them is in UTC, if it can be", async (tz, hour, expected) => {
    expect(await run(tz, `app-${hour}.log`, "uwsgi.log")).toEqual(expected);
  });

  it("with one zone given, the other one's is found, whatever the machine's is", async () => {
    for (const tz of ["UTC", "Asia/Shanghai", "America/New_York"]) {
      const { start, death } = await run(tz, "--tz", "app*=Asia/Shanghai", "app-17.log", "uwsgi.log");
      expect([start, death]).toEqual(["17:00:06.000+08:00", "09:00:10.000+00:00"]);
    }
  });

  it("with both zones given, both are as given", async () => {
    const zones = ["--tz", "app*=Asia/Shanghai", "--tz", "uwsgi.log=+02:00"];
    expect(await run("UTC", ...zones, "app-17.log", "uwsgi.log")).toMatchObject({
      offsets: [0, 0],
      start: "17:00:06.000+08:00",
      death: "09:00:10.000+02:00",
    });
  });
});

describe("one log of several zones", () => {
  const second = (i: number) => `00:${String(i).padStart(2, "0")}`;
  const lines = (log: (i: number) => string) => Array.from({ length: 12 }, (_, i) => log(i)).join("");
  const work = (hour: string, i: number) => {
    const n = Math.floor(i / 2);
    return app(`${hour}:${second(i)} 11/1 ${i % 2 === 0 ? `start task J${n}` : `finished task J${n}`}`);
  };
  const warnings = async (name: string, content: string, ...args: string[]) => {
    await folder.write(name, content);
    const { stdout } = await coroner([...args, "-o", "json", name], { cwd: folder.path, env: { TZ: "Asia/Tokyo" } });
    const sources = z.array(z.object({ zone: z.string(), warnings: z.array(z.string()) }));
    return z.object({ sources }).parse(JSON.parse(stdout)).sources[0];
  };

  it("lines without a zone are in that in which they stand beside lines that bear one", async () => {
    const mixed = lines(
      (i) => `[2026-11-21 10:${second(i)} +0000] [11] [INFO] Handling request ${i}\n${work("17", i)}`,
    );
    expect(await warnings("mixed.log", mixed)).toEqual({
      zone: "UTC+7",
      warnings: ["times without a zone are read in UTC+7, as the lines beside them show that bear one"],
    });
    expect(await warnings("mixed.log", mixed, "--tz", "UTC")).toEqual({ zone: "UTC", warnings: [] });
  });

  it("a clock that goes back and forth by whole hours is told", async () => {
    const jumping = lines((i) => work(i % 3 === 0 ? "02" : "10", i));
    expect(await warnings("jumping.log", jumping)).toEqual({
      zone: "Asia/Tokyo",
      warnings: ["its clock goes 8 h 00 m back and forth: processes of several zones write to it"],
    });
  });

  it("a clock that is put back for good is told", async () => {
    const back = lines((i) => work(i < 6 ? "10" : "02", i));
    expect((await warnings("back.log", back))?.warnings).toEqual([
      "its clock is put back by 8 h 00 m: what follows is of another zone, or daylight saving has ended",
    ]);
  });
});
