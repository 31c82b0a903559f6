import { describe, expect, it } from "vitest";
import { catalogue } from "../../parsers/index.ts";
import { newUnwrapped, type Unwrapped, Unwrapper } from "../../src/recognise/envelope.ts";
import { examine } from "../support/log.ts";

/** The line in its envelopes, in a stream of nothing else. */
function unwrap(line: string): Unwrapped {
  const out = newUnwrapped();
  const unwrapper = new Unwrapper(catalogue.envelopes);
  unwrapper.learn([line]);
  unwrapper.unwrap(line, out);
  return out;
}
const at = Date.UTC(2026, 10, 21, 14, 0, 1, 23);

describe("envelopes", () => {
  it.each([
    ["docker-time", "2026-11-21T14:00:01.023000000Z hello", "hello", at, ""],
    [
      "docker-json",
      '{"log":"hello\\n","stream":"stderr","time":"2026-11-21T14:00:01.023000000Z"}',
      "hello",
      at,
      "stderr",
    ],
    ["cri", "2026-11-21T14:00:01.023000000Z stdout F hello", "hello", at, "stdout"],
    ["cri", "2026-11-21T15:00:01.023000000+01:00 stdout F hello", "hello", at, "stdout"],
    ["uwsgi-json", '{"unix":1795269601,"msg":"hello"}', "hello", 1_795_269_601_000, ""],
  ])("%s: %s", (names, line, text, time, stream) => {
    expect(unwrap(line)).toMatchObject({ text, time, names, partial: false, stream });
  });

  it("one within another", () => {
    const inner =
      '{"log":"2026-11-21T14:00:01.023000000Z hello\\n","stream":"stderr","time":"2026-11-21T14:00:02.000000000Z"}';
    expect(unwrap(inner)).toMatchObject({ text: "hello", names: "docker-json+docker-time", time: at });
  });

  it("pieces of a split line", () => {
    expect(unwrap("2026-11-21T14:00:01.023000000Z stdout P hel").partial).toBe(true);
    expect(unwrap('{"log":"hel","stream":"stderr","time":"2026-11-21T14:00:01.023000000Z"}').partial).toBe(true);
  });

  it("leave what they are not around alone", () => {
    for (const line of [
      "hello",
      "2026-11-21T14:00:01Z hello",
      '{"message":"x","time":"2026-11-21T14:00:01Z"}',
      "{",
      "2026-11-21T",
    ])
      expect(unwrap(line)).toMatchObject({ text: line, names: "", time: null });
  });

  it("keep an empty line, and the blanks before a line", () => {
    expect(unwrap("2026-11-21T14:00:01.023000000Z stdout F ").text).toBe("");
    expect(unwrap("2026-11-21T14:00:01.023000000Z stdout F   File x").text).toBe("  File x");
  });

  it("mayBeWrapped says no at once to what cannot be", () => {
    const unwrapper = new Unwrapper(catalogue.envelopes);
    expect(unwrapper.mayBeWrapped("hello")).toBe(false);
    expect(unwrapper.mayBeWrapped("2026-11-21 14:00:01 hello")).toBe(false);
    expect(unwrapper.mayBeWrapped("Sat Nov 21 14:00:01 2026 - hello")).toBe(false);
    expect(unwrapper.mayBeWrapped("2026-11-21T14:00:01.023000000Z hello")).toBe(true);
  });
});

describe("logs in envelopes", () => {
  const wrapped = [
    ["14:00:00", "spawned uWSGI master process (pid: 10)"],
    ["14:00:00", "spawned uWSGI worker 1 (pid: 11, cores: 2)"],
    ["14:00:01", "2026-11-21 22:00:01,000 INFO 11 139889324500001 start task 1"],
    ["14:00:02", "2026-11-21 22:00:02,000 INFO 11 139889324500001 finished task 1"],
    ["14:00:03", "2026-11-21 22:00:03,000 INFO 11 139889324500001 start task 2"],
    ["14:00:05", "DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ..."],
    ["14:00:05", "Respawned uWSGI worker 1 (new pid: 12)"],
  ] as const;
  it.each([
    ["docker-time", (t: string, text: string) => `2026-11-21T${t}.000000000Z ${text}`],
    ["cri", (t: string, text: string) => `2026-11-21T${t}.000000000Z stderr F ${text}`],
    [
      "docker-json",
      (t: string, text: string) =>
        JSON.stringify({ log: `${text}\n`, stream: "stderr", time: `2026-11-21T${t}.000000000Z` }),
    ],
  ])("%s: the death has its envelope's time; the quote is the line within", async (_, wrap) => {
    const { lost, report } = await examine(
      { "all.log": `${wrapped.map(([t, text]) => wrap(t, text)).join("\n")}\n` },
      { zones: [] },
    );
    expect(lost).toEqual(["2 killed signal certain"]);
    expect(report.unfinished[0]?.start).toMatchObject({
      text: wrapped[4][1],
      line: 5,
      at: "2026-11-21T22:00:03.000+08:00",
    });
    expect(new Date(report.deaths[0]?.latest ?? 0).toISOString()).toBe("2026-11-21T14:00:05.000Z");
  });

  it("a line in three pieces of two streams", async () => {
    const cri = (s: number, stream: string, flag: string, text: string) =>
      `2026-11-21T14:00:0${s}.000000000Z ${stream} ${flag} ${text}`;
    const { lost, finished } = await examine({
      "all.log": `${[
        cri(1, "stdout", "F", "2026-11-21 14:00:01,000 INFO 11 139889324500001 start task 1"),
        cri(2, "stdout", "P", "2026-11-21 14:00:02,000 INFO 11 1398893"),
        cri(2, "stderr", "F", "2026-11-21 14:00:02,000 INFO 12 139889324500001 start task 2"),
        cri(2, "stdout", "P", "24500001 finis"),
        cri(2, "stdout", "F", "hed task 1"),
        cri(3, "stderr", "F", "2026-11-21 14:00:03,000 INFO 12 139889324500001 finished task 2"),
      ].join("\n")}\n`,
    });
    expect([lost, finished]).toEqual([[], 2]);
  });
});
