import { describe, expect, it } from "vitest";
import { causes } from "../../src/events.ts";
import { markdown } from "../../src/report/markdown.ts";
import { code, codeBlock, link, prose } from "../../src/report/markdown-text.ts";
import { death, fullReport, healthyReport, hostileText, task, tasklessReport } from "./fixture.ts";

const options = { width: 80, colour: true, context: 0, command: "coroner app.log `uwsgi`.log" };

describe("text in Markdown", () => {
  it.each([
    ["pipes", "a|b", "a\\|b"],
    ["markup", "*a* _b_ `c` ~d~", "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~"],
    ["HTML", "<img src=x>&amp;", "&lt;img src=x&gt;&amp;amp;"],
    ["links", "[a](b)", "\\[a\\](b)"],
    ["bare addresses", "https://evil www.evil", "https:\u200b//evil www\u200b.evil"],
    ["mentions and tickets", "@all #12", "@\u200ball #\u200b12"],
  ])("is not %s", (_, text, expected) => {
    expect(prose(text)).toBe(expected);
  });

  it("cannot leave its code", () => {
    expect(code("a`b")).toBe("``a`b``");
    expect(code("`")).toBe("`` ` ``");
    expect(codeBlock(["````", "x"])).toEqual(["`````text", "````", "x", "`````"]);
  });

  it("links to addresses only", () => {
    expect(link("https://a.example/b#c")).toBe("<https://a.example/b#c>");
    expect(link("http://a.example/b#c")).toBe("<http://a.example/b#c>");
    expect(link("javascript:alert(1)")).toBe("javascript:alert(1)");
  });
});

describe("the Markdown report", () => {
  const text = markdown(fullReport(), options);
  const lines = text.split("\n");

  it("has one heading, the answer, a table by death and the evidence folded away", () => {
    expect(lines.filter((line) => line.startsWith("#"))).toEqual([
      "## Unfinished tasks, 2026-11-21 21:50:07 – 21:51:02 +08:00",
    ]);
    expect(lines[2]).toMatch(/^19 of 18,665 tasks never finished: /);
    expect(lines).toContain(
      "| 5 | max-requests | certain | 21:50:11 – 21:50:12 | uwsgi worker 1 | 19272 → 19300 | 5,000 |",
    );
    expect(text).toContain("<details>\n<summary>Evidence</summary>\n\n`````text\nd1: ");
    expect(text).toContain("Made by ``coroner app.log `uwsgi`.log``");
  });

  it("keeps strangers' text as text", () => {
    const outside = text.replace(/`{5}text\n.*?\n`{5}/s, "");
    expect(outside).not.toMatch(/<img|\[click\]\(|@everyone/);
    expect(text).not.toContain("\x1b");
  });

  it("keeps a row of the table one row", () => {
    const report = fullReport();
    const deaths = report.deaths.map((it) => ({ ...it, worker: `${hostileText}\n| a |` }));
    const rows = markdown({ ...report, deaths }, options)
      .split("\n")
      .filter((line) => line.startsWith("|"));
    expect(rows.map((row) => row.replaceAll("\\|", "").split("|").length)).toEqual(rows.map(() => 9));
    expect(rows.length).toBe(11);
  });

  it.each([0, 1, 40])("quotes at most 60 lines of evidence, whatever happened beside %i idle deaths", (idle) => {
    const report = fullReport();
    const costly = Array.from({ length: 300 }, (_, i) => death(i + 1, { tasksKilled: 1 }));
    const unfinished = costly.map((it, i) => task(i, { death: it.id }));
    const deaths = [
      ...costly,
      ...Array.from({ length: idle }, (_, i) => death(i + 400, { cause: causes[i % 14] ?? "exit" })),
    ];
    const long = markdown({ ...report, deaths, unfinished: [...unfinished, ...report.unfinished] }, options).split(
      "\n",
    );
    const [open, close] = [long.indexOf("<summary>Evidence</summary>"), long.indexOf("</details>")];
    expect(close - open - 5).toBeLessThanOrEqual(60);
    expect(long).toContain("… and 280 more deaths: `--output json` has them all.");
  });

  it("covers every cause within them", () => {
    const report = fullReport();
    const deaths = causes.map((cause, i) => death(i + 1, { cause, tasksKilled: 7 }));
    const unfinished = deaths.flatMap((it) => Array.from({ length: 7 }, (_, i) => task(i, { death: it.id })));
    const all = markdown({ ...report, deaths, unfinished: [...unfinished, ...report.unfinished] }, options).split("\n");
    const [open, close] = [all.indexOf("<summary>Evidence</summary>"), all.indexOf("</details>")];
    expect(close - open - 5).toBeLessThanOrEqual(60);
    const rows = all.flatMap((line) => /^\| 7 \| ([\w-]+) \|/.exec(line)?.[1] ?? []);
    expect(rows).toEqual(causes);
    for (const cause of causes) expect(all.some((line) => line.includes(`7 tasks lost to ${cause} `))).toBe(true);
  });

  it("sets off what else there is", () => {
    const deaths = Array.from({ length: 30 }, (_, i) => death(i + 1, { tasksKilled: 1 }));
    const unfinished = deaths.map((it, i) => task(i, { death: it.id }));
    const rest = markdown({ ...fullReport(), deaths, unfinished }, options).split("\n");
    const at = rest.findIndex((line) =>
      /^… and \d+ more deaths that cost tasks: --output json has them all$/.test(line),
    );
    expect(rest[at - 1]).toBe("");
    expect(rest).toContain("… and 10 more deaths: `--output json` has them all.");
  });

  it("proves a few of the deaths that cost nothing", () => {
    expect(text).toContain("\nd10: ended by shutdown (certain), 21:50:20 – 21:50:21, uwsgi master, pid 19281\n  died ");
    const idle = Array.from({ length: 9 }, (_, i) => death(i + 20, { cause: "scale-down" }));
    const quiet = markdown({ ...fullReport(), unfinished: [], deaths: idle }, options);
    expect(quiet.match(/^d\d+: ended by scale-down/gm)?.length).toBe(3);
    expect(quiet).toContain("\n\n… and 6 more deaths that cost no task: --output json has them all\n");
  });

  it("tells of the deaths and asks for the application's log where there is only a server's", () => {
    const report = tasklessReport();
    const server = markdown({ ...report, sources: report.sources.slice(1) }, options);
    expect(server).toMatch(/^## No task recognised, 2026-11-21 /);
    expect(server).toContain("Give the application's log too.");
    expect(server).toContain("--task-start REGEX (and --task-end REGEX)");
    expect(server).toContain("|  | shutdown | certain | 21:50:11 – 21:50:12 | uwsgi worker 1 | 19272 |  |");
  });

  it("names signals, and why a death is inferred", () => {
    const report = fullReport();
    const reason = "no exit record; pid 19272 is never seen again";
    const deaths = [
      death(1, { cause: "signal", signal: "SIG|KILL", tasksKilled: 1 }),
      death(2, { cause: "respawn", evidence: [], reason, tasksKilled: 1 }),
    ];
    const made = markdown({ ...report, deaths }, options);
    expect(made).toContain("| 1 | signal SIG\\|KILL | certain |");
    expect(made).toContain("1 by signal SIG\\|KILL");
    expect(made).toContain(`\n  died: inferred: ${reason}\n`);
  });

  it("needs no table where nothing was lost", () => {
    const report = { ...healthyReport(), deaths: healthyReport().deaths.slice(0, 1) };
    expect(markdown(report, { width: 80, colour: false, context: 0 })).toBe(
      [
        "## No unfinished task, 2026-11-21 21:50:07 – 21:51:02 +08:00",
        "",
        "No unfinished task: 130 tasks, all ended (10 failed). 1 process ended: 1 shutdown.",
        "",
        "<details>",
        "<summary>Evidence</summary>",
        "",
        "```text",
        "d1: ended by shutdown (certain), 21:50:11 – 21:50:12, uwsgi worker 1, pid 19272",
        "  died  uwsgi.log:10  ...The work of process 19272 is done. Seeya!",
        "        uwsgi.log:11  worker 1 killed successfully (pid: 19272)",
        "        uwsgi.log:12  Respawned uWSGI worker 1 (new pid: 19300)",
        "```",
        "",
        "</details>",
        "",
        "**Sources**",
        "",
        "- `/var/log/shop/app.log`: 12,044 lines, 99.8% recognised (Python logging 12,030), 14 unrecognised, Asia/Shanghai",
        "- `/var/log/shop/uwsgi.log`: 96 lines, 100% recognised (uWSGI 96), 88 untimed, Asia/Shanghai",
        "",
      ].join("\n"),
    );
  });
});
