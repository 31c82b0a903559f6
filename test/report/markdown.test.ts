import { describe, expect, it } from "vitest";
import { markdown } from "../../src/report/markdown.ts";
import { code, codeBlock, link, prose } from "../../src/report/markdown-text.ts";
import { death, fullReport, healthyReport, hostileText, task } from "./fixture.ts";

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

  it("quotes at most 60 lines of evidence, whatever happened", () => {
    const report = fullReport();
    const deaths = Array.from({ length: 300 }, (_, i) => death(i + 1, { tasksKilled: 1 }));
    const unfinished = deaths.map((it, i) => task(i, { death: it.id }));
    const long = markdown({ ...report, deaths, unfinished: [...unfinished, ...report.unfinished] }, options).split(
      "\n",
    );
    const [open, close] = [long.indexOf("<summary>Evidence</summary>"), long.indexOf("</details>")];
    expect(close - open - 5).toBeLessThanOrEqual(60);
    expect(long).toContain("… and 280 more deaths: `--output json` has them all.");
  });

  it("needs neither table nor evidence where nothing was lost", () => {
    expect(markdown(healthyReport(), { width: 80, colour: false, context: 0 })).toBe(
      [
        "## Unfinished tasks, 2026-11-21 21:50:07 – 21:51:02 +08:00",
        "",
        "No unfinished task: 130 tasks, all ended (10 failed). 3 processes ended: 3 shutdown.",
        "",
        "**Sources**",
        "",
        "- `/var/log/shop/app.log`: 12,044 lines, 99.8% recognised (python-logging 12,030), Asia/Shanghai",
        "- `/var/log/shop/uwsgi.log`: 96 lines, 100% recognised (uwsgi 96), 88 untimed, Asia/Shanghai",
        "",
      ].join("\n"),
    );
  });
});
