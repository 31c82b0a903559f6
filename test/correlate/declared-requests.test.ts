import { describe, expect, it } from "vitest";
import { compileLogFormat } from "../../src/recognise/log-format.ts";
import { app, examine } from "../support/log.ts";

const log = app(`
  00:01 11/1 start task 1
  00:02 11/1 task 1 finished
  00:03 12/1 start task 2
  00:04 12/1 task 2 finished
  00:05 11/1 start task 3
  00:09 12/1 start task 4
  00:10 12/1 task 4 finished`);

const day = "21/Nov/2026:13";
const formats: readonly [string, string, (time: string, pid: number) => string][] = [
  [
    "uwsgi",
    '%(addr) [%(ltime)] "%(uri)" %(msecs)ms %(pid)/%(wid)',
    (t, pid) => `::1 [${day}:${t} +0000] "/x" 20ms ${pid}/${pid - 10}`,
  ],
  [
    "gunicorn",
    '%(h)s %(t)s "%(r)s" %(D)s %(p)s',
    (t, pid) => `::1 [${day}:${t} +0000] "GET /x HTTP/1.1" 2000 <${pid}>`,
  ],
  ["php-fpm", '%R %t "%m %r" %{mili}d %p', (t, pid) => `::1 ${day}:${t} +0000 "GET /x.php" 2.000 ${pid}`],
  [
    "nginx",
    '$remote_addr [$time_local] "$request" $pid $request_time',
    (t, pid) => `::1 [${day}:${t} +0000] "GET / HTTP/1.1" ${pid} 0.02`,
  ],
  ["apache", '%h %t "%r" %D %P', (t, pid) => `::1 [${day}:${t} +0000] "GET / HTTP/1.1" 2000 ${pid}`],
];

describe("requests by a format string", () => {
  it.each(formats)("of %s are lines of their server, by pid", async (server, format, write) => {
    const access = ["00:02", "00:04", "00:05", "00:06"].map((time, i) => write(time, 11 + (i % 2))).join("\n");
    const layouts = [{ glob: "access.log", value: compileLogFormat(`${server}:${format}`) }];
    const { report, tasks } = await examine({ "app.log": log, "access.log": `${access}\n` }, { layouts });
    expect(tasks).toBe(4);
    const source = report.sources.find(({ name }) => name === "access.log");
    expect(source).toMatchObject({ formats: { [server]: 4 }, unrecognised: 0, untimed: 0, warnings: [] });
  });

  it("count for the process that the server's log buries", async () => {
    const server = [
      "spawned uWSGI worker 1 (pid: 11, cores: 1)",
      "spawned uWSGI worker 2 (pid: 12, cores: 1)",
      ...["00:01", "00:02", "00:03"].map((time) => `[${day}:${time} +0000] "/x?"pid=12" 200 pid=11 "a" pid=12 "b"`),
      "DAMN ! worker 1 (pid: 11) died, killed by signal 9 :( trying respawn ...",
      "Respawned uWSGI worker 1 (new pid: 13)",
    ].join("\n");
    const layouts = [
      { glob: null, value: compileLogFormat('uwsgi:[%(ltime)] "%(uri)" %(status) pid=%(pid) "%(uagent)"') },
    ];
    const { deaths, report } = await examine({ "app.log": log, "uwsgi.log": `${server}\n` }, { layouts });
    expect(deaths).toEqual(["11 signal certain -> 13"]);
    expect(report.deaths[0]).toMatchObject({ requests: 3, tasksKilled: 1 });
  });
});
