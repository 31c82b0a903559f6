import { describe, expect, it } from "vitest";
import { expressionOf } from "../../src/learn/expression.ts";
import { occurrences, piecesOf, type Span } from "../../src/learn/pieces.ts";
import { describe as asText, merge, similarity, templateOf, withoutReason } from "../../src/learn/template.ts";

/** A message with its id, or name, set in guillemets, as pieces; and without them. */
function marked(text: string) {
  const spans: Span[] = [];
  let message = "";
  for (const [, open, inside = "", plain = ""] of [...text.matchAll(/([«‹])(.*?)[»›]|([^«‹]+)/g)]) {
    const start = message.length;
    message += inside + plain;
    if (open) spans.push({ kind: open === "«" ? "id" : "name", start, end: message.length });
  }
  return { message, template: templateOf(piecesOf(message, spans)) };
}

function expressionFor(texts: readonly string[], names = true): string | null {
  const all = texts.map(marked);
  const template = all.map((one) => one.template).reduce((a, b) => merge(a, b));
  return expressionOf(
    template,
    all.map(({ message }) => message),
    names,
  );
}

describe("piecesOf", () => {
  it("keeps codes, dates and numbers in one piece", () => {
    const data = (text: string) => piecesOf(text, []).flatMap(({ kind, text: said }) => (kind === "datum" ? said : []));
    expect(data("job A-10017 at 18:42:42.5Z took 1.28s, order=42, v2")).toEqual([
      "A-10017",
      "18:42:42.5Z",
      "1.28s",
      "42",
      "v2",
    ]);
  });

  it("loses nothing of a message but the width of its blanks", () => {
    for (const text of ["start task 7...", "任务 4 执行失败", "[42] DONE resize", 'x="1" \\ {}'])
      expect(
        piecesOf(text, [])
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
  });
});

describe("occurrences", () => {
  it("finds a value where it stands as a whole before it finds it within a word", () => {
    expect(occurrences("task 17 of 1 in 21", "1")).toEqual([11]);
    expect(occurrences("job17", "17")).toEqual([3]);
    expect(occurrences("job", "")).toEqual([]);
  });
});

describe("a template's expression", () => {
  it("keeps the words and leaves the id open", () => {
    expect(expressionFor(["start task «7»...", "start task «12»..."])).toBe("^start task (?<id>\\d+)\\.\\.\\.$");
  });

  it("takes the class of an id from those it has seen", () => {
    expect(expressionFor(["job «a1-b2» done", "job «c3-77» done", "job «0f-e1» done"])).toBe(
      "^job (?<id>[0-9a-f-]+) done$",
    );
    expect(expressionFor(["job «T/1:a» done", "job «T/2:b» done"])).toBe("^job (?<id>[\\w.:/@+-]+) done$");
  });

  it("names what a task is called, to the letter where that never changes", () => {
    expect(expressionFor(["begin ‹sync› «1»", "begin ‹sync› «2»"])).toBe("^begin (?<name>sync) (?<id>\\d+)$");
    expect(expressionFor(["begin ‹sync› «1»", "begin ‹mail› «2»"])).toBe("^begin (?<name>\\w+) (?<id>\\d+)$");
    expect(expressionFor(["begin ‹sync› «1»", "begin ‹mail› «2»"], false)).toBe("^begin \\w+ (?<id>\\d+)$");
  });

  it("lets through what stands in some messages only", () => {
    const source = expressionFor(["task «1» done", "task «2» done in 3 steps"]);
    expect(source).toBe("^task (?<id>\\d+) done");
    expect(expressionFor(["task «1» done (ok)", "task «2» really done (ok)"])).toBe(
      "^task (?<id>\\d+) .*done \\(ok\\)$",
    );
  });

  it("takes the id of a message whose own is not marked from the place where others have it", () => {
    expect(expressionFor(["begin sync account=«1» plugin=x", "begin sync account=2 plugin=y"])).toBe(
      "^begin sync account=(?<id>\\d+) plugin=",
    );
  });

  it("hides nothing that a terminal would obey", () => {
    expect(expressionFor(["start\u001b[31m task «7»"])).toBe("^start\\u001b\\[\\w+ task (?<id>\\d+)$");
  });

  it("is none where a line that does not fit would take long to tell", () => {
    expect(expressionFor(["a x b y c z d «1» e", "a b c d e «2» q", "a 1 b 2 x c 3 y d z «3» e w"])).toBeNull();
  });
});

describe("similarity", () => {
  it("is that of what both say", () => {
    const of = (a: string, b: string): number => similarity(marked(a).template, marked(b).template);
    expect(of("start task «1»", "start task «2»")).toBe(1);
    expect(of("start task «1»", "start import «2»")).toBeGreaterThan(0.5);
    expect(of("start task", "mail sent")).toBe(0);
  });
});

describe("withoutReason", () => {
  it("cuts off what follows the colon behind the id", () => {
    const cut = (text: string): string => asText(withoutReason(marked(text).template));
    expect(cut("task «7» failed: disk full")).toBe("task <id> failed:...");
    expect(cut("worker: task «7» failed")).toBe("worker: task <id> failed");
  });
});
