import { describe, expect, it } from "vitest";
import { app, examine, iso, plain } from "../support/log.ts";
import { sidekiq } from "../support/servers.ts";

const [a, b, c] = ["3f1c9a7be2d04c11aa905b21", "77d01e52c9b34f0e8c6a1f90", "91ab44c05de8417f9b3c7d12"];

/** Job c ends well on thread t9; a and b are under way on t1 and t2. */
const running = `
00:00 11/m - Booting Sidekiq 7.2.0 with Sidekiq::RedisConnection::RedisClientAdapter options {}
00:00 11/m - Starting processing, hit Ctrl-C to stop
00:01 11/t9 ${c} start
00:02 11/t9 ${c} done
00:03 11/t1 ${a} start
00:03 11/t2 ${b} start`;

const when = (lines: string) => examine({ "sidekiq.log": sidekiq(`${running.trim()}\n${lines.trim()}`) });

describe("sidekiq: jobs", () => {
  it("start and done, many at a time in one process", async () => {
    const { lost, finished } = await when(`
00:04 11/t2 ${b} done
00:05 11/t1 ${a} done`);
    expect([lost, finished]).toEqual([[], 3]);
  });

  it("fail is a failure", async () => {
    const { lost, failed } = await when(`
00:04 11/t2 ${b} done
00:05 11/t1 ${a} fail
00:05 11/t1 - ValueError: x`);
    expect([lost, failed]).toEqual([[], 1]);
  });

  it("a log that is cut: in flight", async () => {
    const { lost } = await when(`00:04 11/t2 ${b} done`);
    expect(lost).toEqual([`${a} in-flight possible`]);
  });

  it.each([
    [
      "5",
      (jid: string, what: string, at: string) =>
        `2026-11-21T14:00:${at}.000Z 11 TID-abc${jid.slice(0, 2)} ExportWorker JID-${jid} INFO: ${what}`,
    ],
    [
      "8",
      (jid: string, what: string, at: string) =>
        `INFO  2026-11-21T14:00:${at}.000Z pid=11 tid=abc${jid.slice(0, 2)} jid=${jid} class=ExportWorker: ${what}`,
    ],
  ])("layout of version %s", async (_, line) => {
    const { lost, finished } = await examine({
      "sidekiq.log": plain(
        [
          line(c, "start", "01"),
          line(c, "done", "02"),
          line(a, "start", "03"),
          line(b, "start", "03"),
          line(b, "done", "05"),
        ].join("\n"),
      ),
    });
    expect([lost, finished]).toEqual([[`${a} in-flight possible`], 2]);
  });
});

describe("sidekiq: a stop with long jobs", () => {
  const stop = `
00:05 11/m - Shutting down
00:05 11/m - Terminating quiet threads for default capsule
00:05 11/m - Pausing to allow jobs to finish...`;

  it("what is done within the time is not lost; what is cut is, whether or not it says fail", async () => {
    const { lost, finished } = await when(`${stop.trim()}
00:09 11/t2 ${b} done
00:30 11/m - Terminating 1 busy threads
00:30 11/m - Pushed 1 jobs back to Redis
00:31 11/m - Bye!`);
    expect([lost, finished]).toEqual([[`${a} killed shutdown certain`], 2]);
  });

  it("fail after the stop is an interruption, not an error of the job", async () => {
    const { lost, failed } = await when(`${stop.trim()}
00:09 11/t2 ${b} done
00:30 11/m - Terminating 1 busy threads
00:30 11/m - Pushed 1 jobs back to Redis
00:30 11/t1 ${a} fail
00:31 11/m - Bye!`);
    expect([lost, failed]).toEqual([[`${a} killed shutdown certain`], 0]);
  });

  it("pushed back, it runs again under the same jid: killed all the same, with the rerun beside it", async () => {
    const { lost, report } = await when(`${stop.trim()}
00:09 11/t2 ${b} done
00:30 11/m - Terminating 1 busy threads
00:30 11/m - Pushed 1 jobs back to Redis
00:30 11/t1 ${a} fail
00:31 11/m - Bye!
00:40 21/m - Booting Sidekiq 7.2.0 with Sidekiq::RedisConnection::RedisClientAdapter options {}
00:41 21/t1 ${a} start
00:50 21/t1 ${a} done`);
    expect(lost).toEqual([`${a} killed shutdown certain`]);
    expect(report.unfinished[0]?.rerun).toMatchObject({ at: iso("00:41"), outcome: "finished", pid: 21 });
  });

  it("a job that fails by itself before the time is up has failed", async () => {
    const { lost, failed } = await when(`${stop.trim()}
00:06 11/t1 ${a} fail
00:09 11/t2 ${b} done
00:10 11/m - Bye!`);
    expect([lost, failed]).toEqual([[], 1]);
  });

  it("quiet (TSTP): the running jobs go on", async () => {
    const { lost, finished } = await when(`
00:05 11/m - Received TSTP, no longer accepting new work
00:09 11/t2 ${b} done
00:20 11/t1 ${a} done`);
    expect([lost, finished]).toEqual([[], 3]);
  });
});

describe("sidekiq: killed with -9", () => {
  const banner = "00:30 21/m - Booting Sidekiq 7.2.0 with Sidekiq::RedisConnection::RedisClientAdapter options {}";

  it("the log simply stops; a new boot banner follows: the running jobs are lost", async () => {
    const { lost, finished } = await when(`
${banner}
00:31 21/m - Starting processing, hit Ctrl-C to stop
00:32 21/t5 ${c} start
00:33 21/t5 ${c} done`);
    expect(finished).toBe(2);
    expect(lost).toEqual([
      expect.stringMatching(new RegExp(`^${a} killed respawn (probable|possible)$`)),
      expect.stringMatching(new RegExp(`^${b} killed respawn (probable|possible)$`)),
    ]);
  });

  // A banner under the pid of a living server is taken for the same server's.
  it.fails("the same pid again, as in a container: the jobs of the first are lost", async () => {
    const { lost } = await when(`
${banner.replace("21/m", "11/m")}
00:31 11/m - Starting processing, hit Ctrl-C to stop
00:32 11/t5 ${c} start
00:33 11/t5 ${c} done`);
    expect(lost.map((l) => l.split(" ")[1])).toEqual(["killed", "killed"]);
  });

  it("two processes side by side: the second's banner is nobody's death", async () => {
    const { lost, finished } = await when(`
${banner}
00:31 21/m - Starting processing, hit Ctrl-C to stop
00:35 11/t1 ${a} done
00:36 11/t2 ${b} done`);
    expect([lost, finished]).toEqual([[], 3]);
  });

  it("the kernel's word for that pid makes it an oom-kill", async () => {
    const { lost } = await examine({
      "sidekiq.log": sidekiq(running),
      "kern.log": plain(
        "Nov 21 14:00:06 web1 kernel: [ 2295.069901] Out of memory: Killed process 11 (ruby) total-vm:812344kB, anon-rss:512000kB, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:1500kB oom_score_adj:0",
      ),
    });
    expect(lost).toEqual([`${a} killed oom-kill certain`, `${b} killed oom-kill certain`]);
  });
});

describe("sidekiq: the application's own lines", () => {
  it("told by both, a job is one task", async () => {
    const { tasks, lost } = await examine({
      "sidekiq.log": sidekiq(`${running.trim()}\n00:04 11/t2 ${b} done\n00:31 11/m - Shutting down\n00:31 11/m - Bye!`),
      "app.log": app(`
        00:01 11/9 start job ${c}
        00:02 11/9 finished job ${c}
        00:03 11/1 start job ${a}
        00:03 11/2 start job ${b}
        00:04 11/2 finished job ${b}`),
    });
    expect(tasks).toBe(3);
    expect(lost).toEqual([`${a} killed shutdown certain`]);
  });
});
