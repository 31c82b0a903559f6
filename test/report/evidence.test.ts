import { describe, expect, it } from "vitest";
import { type Cause, causes } from "../../src/events.ts";
import type { Loss } from "../../src/report/digest.ts";
import { cutTo, evidenceBlocks, heightOf } from "../../src/report/evidence.ts";
import { viewOf } from "../../src/report/view.ts";
import { appQuote, death, fullReport, serverLine, task } from "./fixture.ts";

const view = viewOf(fullReport(), { width: 100, colour: false, context: 0 });
const roomy = { lines: 1000, further: 1000 };

/** A death with that many tasks, each with as many lines. */
function loss(n: number, cause: Cause, tasks = 1, each = 2): Loss {
  const start = appQuote("21:50:10.000", 1, 19272, "start task...");
  const victims = Array.from({ length: tasks }, (_, i) =>
    task(i + 1, { death: `d${n}`, ...(each === 1 ? { start, last: start } : {}) }),
  );
  return { death: death(n, { cause, tasksKilled: tasks }), tasks: victims };
}

const idsOf = (blocks: readonly string[][]): (string | undefined)[] => blocks.map(([title]) => title?.split(":")[0]);

describe("the deaths that are proved", () => {
  const losses = [loss(1, "reload"), loss(2, "reload"), loss(3, "signal"), loss(4, "reload"), loss(5, "crash")];

  it("are the first of each cause, then the others", () => {
    expect(idsOf(evidenceBlocks(losses, view, roomy))).toEqual(["d1", "d3", "d5", "d2", "d4"]);
  });

  it("are others only as far as there is room", () => {
    const six = 6 * 4 + 3;
    expect(idsOf(evidenceBlocks(losses, view, { lines: 100, further: six }))).toEqual(["d1", "d3", "d5", "d2"]);
    expect(idsOf(evidenceBlocks(losses, view, { lines: 100, further: 0 }))).toEqual(["d1", "d3", "d5"]);
    expect(idsOf(evidenceBlocks(losses, view, { ...roomy, deaths: 4 }))).toEqual(["d1", "d3", "d5", "d2"]);
    expect(idsOf(evidenceBlocks(losses, view, { ...roomy, deaths: 2 }))).toEqual(["d1", "d3"]);
    expect(evidenceBlocks([], view, roomy)).toEqual([]);
  });

  it.each([200, 100, 60, 45])("cover every cause in %i lines", (lines) => {
    const one = causes.map((cause, i) => loss(i + 1, cause, 7));
    const blocks = cutTo(evidenceBlocks(one, view, { lines, further: lines }), lines);
    expect(blocks.length).toBe(causes.length);
    expect(heightOf(blocks)).toBeLessThanOrEqual(lines);
    for (const block of blocks) expect(block.length).toBeGreaterThan(1);
  });
});

describe("what is quoted of a death", () => {
  const linesOf = (of: Loss) => evidenceBlocks([of], view, roomy).flat();

  it.each([
    [1, 2, 2, null],
    [3, 2, 6, null],
    [4, 2, 6, "  … and 1 more task"],
    [6, 1, 6, null],
    [7, 1, 3, "  … and 4 more tasks"],
  ])("%i tasks of %i lines: %i lines", (tasks, each, quoted, rest) => {
    const lines = linesOf(loss(1, "reload", tasks, each));
    expect(lines.filter((line) => /^ {2}(?:started|last sign)/.test(line)).length).toBe(quoted);
    expect(lines.find((line) => line.includes("more task")) ?? null).toBe(rest);
  });

  it("never says that there is one more line, for that line takes no more room", () => {
    const evidence = [1, 2, 3, 4, 5, 6].map((line) => serverLine(line, `line ${line}`));
    const proof = (n: number) => linesOf({ death: death(1, { evidence: evidence.slice(0, n) }), tasks: [] }).slice(1);
    expect(proof(5).at(-1)).toMatch(/uwsgi\.log:5 {2}line 5$/);
    expect(proof(6).slice(3)).toEqual([expect.stringMatching(/uwsgi\.log:4 {2}line 4$/), "  … and 2 more lines"]);
  });

  it("a death that no line tells of: why it is inferred", () => {
    const reason =
      "no exit record; pid 19272 is never seen again and its thread id 139889324566272 goes on in pid 18134, first seen afterwards";
    const inferred = death(1, { evidence: [], server: null, worker: null, reason });
    expect(linesOf({ death: inferred, tasks: [] }).slice(1)).toEqual([
      "  died: inferred: no exit record; pid 19272 is never seen again and its thread id 139889324566272",
      "    goes on in pid 18134, first seen afterwards",
    ]);
    const hostile = death(1, { evidence: [], reason: "\x1b[31mred\u202e" });
    expect(linesOf({ death: hostile, tasks: [] }).at(-1)).toBe("  died: inferred: red");
  });

  it("the part of a long line that has the pid", () => {
    const text =
      "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/a,task_memcg=/a,task=uwsgi,pid=19272,uid=0";
    const kill = `Memory cgroup out of memory: Killed process 19272 (uwsgi) total-vm:${"8".repeat(80)}kB`;
    const killed = death(1, { evidence: [serverLine(1, text), serverLine(2, kill), serverLine(3, `${text}1`)] });
    const lines = linesOf({ death: { ...killed, pid: 19272 }, tasks: [] }).slice(1);
    expect(lines[0]).toMatch(/ {2}oom-kill:constraint=.*…pid=19272,uid=0$/);
    expect(lines[1]).toMatch(/ {2}Memory cgroup out of memory: Killed process 19272 \(uwsgi\) total-vm:8+…$/);
    expect(lines.map((line) => line.length)).toEqual([100, 100, 100]);
  });

  it("a title that breaks between its facts", () => {
    const far = death(1, { cause: "signal", signal: "SIGKILL", tasksKilled: 1, instance: "uwsgi 8536" });
    expect(linesOf({ death: far, tasks: [] }).slice(0, 2)).toEqual([
      "d1: 1 task lost to signal SIGKILL (certain), 21:50:11 – 21:50:12, uwsgi worker 1 of master 8536,",
      "  pid 19272 → 19300",
    ]);
  });
});
