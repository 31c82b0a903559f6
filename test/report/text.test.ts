import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { count, cut, cutAround, cutStart, displayWidth, enumerate, plain, wrap } from "../../src/report/text.ts";
import { hostileText } from "./fixture.ts";

const anything = fc.string({ unit: "binary", maxLength: 200 });
const harmful = /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

describe("plain", () => {
  it.each([
    ["colours", "\x1b[1;31mred\x1b[0m", "red"],
    ["a title set by OSC", "a\x1b]0;owned\x07b", "ab"],
    ["a link by OSC 8", "\x1b]8;;http://evil\x1b\\here\x1b]8;;\x1b\\", "here"],
    ["a device control string", "a\x1bPq#0\x1b\\b", "ab"],
    ["an 8-bit CSI", "a\x9b2Jb", "ab"],
    ["a reset", "a\x1bcb", "ab"],
    ["an unterminated OSC, whose text must not vanish", "a\x1b]0;secret", "a0;secret"],
    ["a lone escape", "a\x1b", "a\ufffd"],
    ["tabs and line ends", "a\tb\r\nc\u2028d", "a b  c d"],
    ["NUL and DEL", "a\0b\x7f", "a\ufffdb\ufffd"],
    ["bidi overrides and isolates", "\u202eabc\u202c\u2066d\u2069", "abcd"],
    ["what takes no room", "a\u200bb\ufeffc\u2060", "abc"],
    ["half a surrogate pair", "a\ud800b", "a\ufffdb"],
    ["CJK and emoji, which stay", "已发送 📦 é", "已发送 📦 é"],
  ])("clears %s", (_, text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it("leaves nothing a terminal acts on, whatever comes", () => {
    fc.assert(fc.property(anything, (text) => !harmful.test(plain(text))));
    expect(plain(hostileText)).not.toMatch(harmful);
  });

  it("does not slow down on openings without an end", () => {
    const openings = "\x9d0;".repeat(100_000) + "\x1b]".repeat(100_000) + "\x9b1".repeat(100_000);
    const start = performance.now();
    plain(openings);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("cut and wrap", () => {
  it("count wide characters twice and combining ones not at all", () => {
    expect(displayWidth("已发送 abc")).toBe(10);
    expect(displayWidth("e\u0301")).toBe(1);
    expect(cut("已发送", 6)).toBe("已发送");
    expect(cut("已发送", 5)).toBe("已发…");
    expect(cut("已发送", 4)).toBe("已…");
    expect(cutStart("/var/log/app.log:12", 11)).toBe("…app.log:12");
  });

  it("never exceed the width", () => {
    fc.assert(
      fc.property(anything.map(plain), fc.integer({ min: 2, max: 80 }), (text, width) => {
        const lines = [cut(text, width), cutStart(text, width), ...wrap(text, width)];
        return lines.every((line) => displayWidth(line) <= width);
      }),
    );
  });

  it("keep what a line is quoted for", () => {
    const text = "Memory cgroup out of memory: Killed process 14457 (uwsgi) total-vm:820388kB";
    const [start, end] = [text.indexOf("14457"), text.indexOf("14457") + 5];
    const at = (width: number) => cutAround(text, width, start, end);
    expect(at(80)).toBe(text);
    expect(at(60)).toBe("Memory cgroup out of memory: Killed process 14457 (uwsgi) t…");
    expect(at(51)).toBe("Memory cgroup out of memory: Killed process 14457 …");
    expect(at(40)).toBe("Memory cgroup …process 14457 (uwsgi) to…");
    expect(at(20)).toBe("…process 14457 (uws…");
    expect(cutAround("x".repeat(50), 20, 45, 50)).toBe(`${"x".repeat(14)}…xxxxx`);
  });

  it("keep it within the width, whatever stands around it", () => {
    fc.assert(
      fc.property(anything.map(plain), anything.map(plain), fc.integer({ min: 24, max: 80 }), (a, b, width) => {
        const shown = cutAround(`${a}14457${b}`, width, a.length, a.length + 5);
        return displayWidth(shown) <= width && shown.includes("14457");
      }),
    );
  });

  it("lose no word when wrapping", () => {
    expect(wrap("a bb ccc dddddd", 4)).toEqual(["a bb", "ccc", "dddd", "dd"]);
  });
});

describe("words for numbers", () => {
  it("agree with their nouns", () => {
    expect([count(0, "task"), count(1, "task"), count(1234, "task"), count(2, "process")]).toEqual([
      "0 tasks",
      "1 task",
      "1,234 tasks",
      "2 processes",
    ]);
    expect([enumerate([]), enumerate(["a"]), enumerate(["a", "b"]), enumerate(["a", "b", "c"])]).toEqual([
      "",
      "a",
      "a and b",
      "a, b and c",
    ]);
  });
});
