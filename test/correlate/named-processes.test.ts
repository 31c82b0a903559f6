import { expect, it } from "vitest";
import { examine, plain } from "../support/log.ts";

/** What one Celery server logs: a task that ends, and one whose worker is killed. */
const celery = (
  minute: string,
  pid: number,
  id: string,
  start: (id: string) => string,
  end: (id: string) => string,
) => `
  [2026-11-21 ${minute}:00,000: INFO/ForkPoolWorker-1] shop.mail: ${start(`${id}-1`)}
  [2026-11-21 ${minute}:01,000: INFO/ForkPoolWorker-1] shop.mail: ${end(`${id}-1`)}
  [2026-11-21 ${minute}:02,000: INFO/ForkPoolWorker-1] shop.mail: ${start(`${id}-2`)}
  [2026-11-21 ${minute}:04,000: ERROR/MainProcess] Process 'ForkPoolWorker-1' pid:${pid} exited with 'signal 9 (SIGKILL)'
  [2026-11-21 ${minute}:05,000: INFO/ForkPoolWorker-2] shop.mail: ${start(`${id}-3`)}
  [2026-11-21 ${minute}:06,000: INFO/ForkPoolWorker-2] shop.mail: ${end(`${id}-3`)}`;

it("a name that two servers of one log give their workers is told apart by when each of them ended", async () => {
  const later = celery(
    "14:20",
    2027,
    "9bd7cb35",
    (id) => `Processing job ${id}`,
    (id) => `Job ${id} finished`,
  );
  const earlier = celery(
    "14:00",
    1031,
    "a05cc93c",
    (id) => `task ${id} started`,
    (id) => `task ${id} succeeded`,
  );
  for (const log of [later + earlier, earlier + later]) {
    const { report } = await examine({ "celery.log": plain(log) });
    expect(report.unfinished.map(({ key, pid, verdict }) => [key, pid, verdict]).sort()).toEqual([
      ["9bd7cb35-2", 2027, "killed"],
      ["a05cc93c-2", 1031, "killed"],
    ]);
  }
});
