import { expect, it } from "vitest";
import { analyze } from "../../src/index.ts";
import { compileLogFormat } from "../../src/recognise/log-format.ts";

const died = "DAMN ! worker 2 (pid: 12) died, killed by signal 9 :( trying respawn ...";
const respawned = "Respawned uWSGI worker 2 (new pid: 19)";

/** Tasks 0 to 5 in turn on pids 11 and 12 by their threads 1 to 3; pid 12 dies before it ends the last. */
function log(write: (second: number, pid: number, tid: number, message: string) => string): string {
  const lines: string[] = [];
  for (let i = 0; i < 6; i++) {
    const pid = 11 + (i % 2);
    const tid = 1 + (i % 3);
    lines.push(write(2 * i, pid, tid, `start task ${i}`));
    if (i < 5) lines.push(write(2 * i + 1, pid, tid, `end task ${i}`));
  }
  return [...lines, died, respawned, write(20, 11, 1, "idle"), ""].join("\n");
}

const stamp = (second: number): string => `2026-11-21 05:52:${String(second).padStart(2, "0")},263`;

it.each<[string, Parameters<typeof log>[0]]>([
  [
    "python:%(asctime)s %(thread)d %(process)d %(message)s",
    (second, pid, tid, message) => `${stamp(second)} ${tid} ${pid} ${message}`,
  ],
  [
    "python:{asctime} {lineno} {process} {thread} {message}",
    (second, pid, tid, message) => `${stamp(second)} ${message.length} ${pid} ${tid} ${message}`,
  ],
  [
    "python:$asctime $thread $lineno $process $levelname $message",
    (second, pid, tid, message) => `${stamp(second)} ${tid} 7 ${pid} AUDIT ${message}`,
  ],
])("tells pid and thread as %s says", async (format, write) => {
  const content = Buffer.from(log(write));
  const layouts = [{ glob: null, value: compileLogFormat(format) }];
  const report = await analyze([{ name: "app.log", content }], { layouts });
  expect(report.summary).toMatchObject({ tasks: 6, finished: 5, killed: 1 });
  const [task] = report.unfinished;
  expect(task).toMatchObject({ pid: 12, tid: "3", verdict: "killed" });
  expect(task?.start.text).toContain("start task 5");
  expect(report.deaths).toMatchObject([{ pid: 12, signal: "SIGKILL", replacedBy: 19 }]);
  expect(report.sources[0]?.formats).toMatchObject({ "python-logging": 12 });
});
