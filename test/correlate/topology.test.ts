import { describe, expect, it } from "vitest";
import { app, examine, iso, uwsgi } from "../support/log.ts";

describe("a master that is killed", () => {
  it("takes its workers with it: each screams, in vain", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 12/1 start task B1
        00:03 12/2 start task C1
        00:03 12/2 finished task C1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:04 uWSGI worker 1 screams: UAAAAAAH my master disconnected: i will kill myself !!!
        00:04 uWSGI worker 2 screams: UAAAAAAH my master disconnected: i will kill myself !!!`),
    });
    expect(lost.map((l) => l.replace(/ \w+$/, ""))).toEqual(["A1 killed master-died", "B1 killed master-died"]);
    expect(deaths.filter((d) => /^1[12] master-died/.test(d))).toHaveLength(2);
  });

  it("a worker that never screamed is gone too, with less certainty", async () => {
    const { lost } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 12/1 start task B1
        00:03 12/2 start task C1
        00:03 12/2 finished task C1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11 12
        00:04 uWSGI worker 1 screams: UAAAAAAH my master disconnected: i will kill myself !!!`),
    });
    expect(lost[1]).toBe("B1 killed master-died probable");
    expect(lost[0]).toMatch(/^A1 killed master-died/);
  });
});

describe("a server without a master", () => {
  it("its farewell is its last word", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 11/2 start task B1
        00:03 11/2 finished task B1`),
      "uwsgi.log": uwsgi(`
        *** Starting uWSGI 2.0.21-debian (64bit) on [Sat Nov 21 14:00:00 2026] ***
        spawned uWSGI worker 1 (and the only) (pid: 11, cores: 1)
        00:03 req 11 10/10
        ...The work of process 11 is done. Seeya!`),
    });
    expect(lost).toEqual(["A1 killed max-requests probable"]);
    expect(deaths).toEqual(["11 max-requests probable"]);
  });

  it("tasks that finish after the farewell are not lost", async () => {
    const { lost, finished } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:02 11/2 start task B1
        00:03 11/2 finished task B1
        00:09 11/1 finished task A1`),
      "uwsgi.log": uwsgi(`
        spawned uWSGI worker 1 (and the only) (pid: 11, cores: 1)
        00:03 req 11 10/10
        ...The work of process 11 is done. Seeya!`),
    });
    expect([lost, finished]).toEqual([[], 2]);
  });
});

describe("mules and spoolers", () => {
  it("a mule that is killed: the master's OOOPS, then spawned once more", async () => {
    const { lost, deaths, report } = await examine({
      "app.log": app(`
        00:01 17/1 start task A1
        00:02 11/2 start task B1
        00:03 11/2 finished task B1`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        spawned uWSGI mule 1 (pid: 17)
        00:03 req 11 3/9
        OOOPS mule 1 (pid: 17) crippled...trying respawn...
        spawned uWSGI mule 1 (pid: 27)
        00:05 req 11 4/10`),
    });
    expect(lost[0]).toMatch(/^A1 killed \S+ certain$/);
    expect(deaths[0]).toMatch(/^17 \S+ certain -> 27$/);
    expect(report.deaths).toMatchObject([
      { role: "mule", worker: 1, earliest: iso("00:01"), latest: iso("00:05.004") },
    ]);
  });

  it("a spooler is named by its role alone; its task stays killed though the next spooler runs it again", async () => {
    const { lost, deaths, report } = await examine({
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        spawned the uWSGI spooler on dir /srv/spool with pid 17
        00:01 [spooler /srv/spool pid: 17] managing request uwsgi_spoolfile_on_web1_11_1_1967_1795_1 ...
        00:02 [spooler /srv/spool pid: 17] done with task uwsgi_spoolfile_on_web1_11_1_1967_1795_1 after 1 seconds
        00:02 [spooler /srv/spool pid: 17] managing request uwsgi_spoolfile_on_web1_11_1_1967_1795_2 ...
        OOOPS the spooler is no more...trying respawn...
        spawned the uWSGI spooler on dir /srv/spool with pid 27
        00:05 [spooler /srv/spool pid: 27] managing request uwsgi_spoolfile_on_web1_11_1_1967_1795_2 ...
        00:09 [spooler /srv/spool pid: 27] done with task uwsgi_spoolfile_on_web1_11_1_1967_1795_2 after 4 seconds`),
    });
    expect(lost).toHaveLength(1);
    expect(lost[0]).toMatch(/_2 killed \S+ certain$/);
    expect(deaths[0]).toMatch(/^17 \S+ certain -> 27$/);
    expect(report.unfinished[0]).toMatchObject({ rerun: { at: iso("00:05"), outcome: "finished", pid: 27 } });
  });
});

describe("several servers in one file", () => {
  it("emperor: two vassals have a worker 1 each; one is stopped, the other lives on", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:01 21/1 start task B1
        00:02 11/2 start task C1
        00:02 11/2 finished task C1
        00:09 11/2 start task D1
        00:10 11/2 finished task D1
        00:12 11/1 finished task A1`),
      "emperor.log": uwsgi(`
        *** Starting uWSGI 2.0.21-debian (64bit) on [Sat Nov 21 14:00:00 2026] ***
        *** starting uWSGI Emperor ***
        banner 00:00 10 11
        banner 00:00 20 21
        00:03 [emperor] stop the uwsgi instance b.ini
        00:03 received message 0 from emperor
        SIGINT/SIGTERM received...killing workers...
        worker 1 buried after 1 seconds
        goodbye to uWSGI.
        00:05 [emperor] removed uwsgi instance b.ini
        00:06 req 11 5/5`),
    });
    expect(lost).toEqual(["B1 killed shutdown certain"]);
    expect(deaths).toContain("21 shutdown certain");
    expect(deaths.some((d) => d.startsWith("11 "))).toBe(false);
  });

  it("lines with a pid belong to that pid's server; each slot has its own heir", async () => {
    const { deaths } = await examine({
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        banner 00:00 20 21
        ...The work of process 21 is done. Seeya!
        ...The work of process 11 is done. Seeya!
        worker 1 killed successfully (pid: 21)
        Respawned uWSGI worker 1 (new pid: 22)
        worker 1 killed successfully (pid: 11)
        Respawned uWSGI worker 1 (new pid: 12)
        DAMN ! worker 1 (pid: 22) died, killed by signal 9 :( trying respawn ...
        Respawned uWSGI worker 1 (new pid: 23)`),
    });
    expect(deaths).toEqual([
      "11 max-requests certain -> 12",
      "21 max-requests certain -> 22",
      "22 signal certain -> 23",
    ]);
  });

  it("a worker that is seen alive afterwards was not the one that was stopped", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:00 healthy
        00:01 11/1 start task A1
        00:01 21/1 start task B1
        00:02 11/1 task A1 reads page 2
        00:09 11/1 task A1 reads page 3
        00:12 11/1 task A1 reads page 5`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        banner 00:00 20 21
        00:02 req 11 1/1
        SIGINT/SIGTERM received...killing workers...
        worker 1 buried after 1 seconds
        goodbye to uWSGI.
        00:06 req 11 2/2`),
    });
    expect(lost).toEqual(["A1 in-flight possible", "B1 killed shutdown certain"]);
    expect(deaths.some((d) => d.startsWith("11 "))).toBe(false);
  });

  it("a stop that could be of either server is of the one whose workers fall silent", async () => {
    const { lost, deaths } = await examine({
      "app.log": app(`
        00:01 11/1 start task A1
        00:01 21/1 start task B1
        00:02 11/2 start task C1
        00:02 11/2 finished task C1
        00:09 21/1 task B1 reads page 7
        00:12 21/1 task B1 reads page 9`),
      "uwsgi.log": uwsgi(`
        banner 00:00 10 11
        banner 00:00 20 21
        00:03 req 11 3/3
        SIGINT/SIGTERM received...killing workers...
        worker 1 buried after 1 seconds
        goodbye to uWSGI.
        00:10 req 21 4/4`),
    });
    expect(lost).toEqual(["A1 killed shutdown certain", "B1 in-flight possible"]);
    expect(deaths.some((d) => d.startsWith("21 "))).toBe(false);
  });
});

describe("custom request lines (log-format)", () => {
  const line = (time: string, pid: number) =>
    `127.0.0.1 - - [21/Nov/2026:14:${time} +0000] "POST /task HTTP/1.1" 200 5 4 pid=${pid}`;
  const log = (lines: string[]) => `${lines.join("\n")}\n`;
  it("give the untimed exit record between them its interval", async () => {
    const { deaths, report } = await examine({
      "uwsgi.log": log([
        "spawned uWSGI master process (pid: 10)",
        "spawned uWSGI worker 1 (pid: 11, cores: 2)",
        line("00:01", 11),
        line("00:03", 11),
        "...The work of process 11 is done. Seeya!",
        "worker 1 killed successfully (pid: 11)",
        "Respawned uWSGI worker 1 (new pid: 12)",
        line("00:06", 12),
        line("00:08", 12),
      ]),
    });
    expect(deaths).toEqual(["11 max-requests certain -> 12"]);
    expect(report.deaths[0]).toMatchObject({ earliest: iso("00:03"), latest: iso("00:06") });
  });
  it("are no tasks", async () => {
    const { tasks, lost } = await examine({
      "uwsgi.log": log([line("00:01", 11), line("00:03", 11), line("00:05", 11), line("00:05", 12)]),
    });
    expect([tasks, lost]).toEqual([0, []]);
  });
});
