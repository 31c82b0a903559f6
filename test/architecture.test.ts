import { describe, expect, it } from "vitest";
import { codeOf, type Module, modulesIn } from "./support/modules.ts";

const modules = [...modulesIn("src"), ...modulesIn("parsers")];
const under = (...folders: string[]): Module[] =>
  modules.filter(({ path }) => folders.some((folder) => path === folder || path.startsWith(folder)));

/** `a.ts -> b.ts` for every import that `allowed` does not allow. */
const strays = (of: readonly Module[], allowed: (from: string, typeOnly: boolean) => boolean): string[] =>
  of.flatMap(({ path, imports }) =>
    imports.filter(({ from, typeOnly }) => !allowed(from, typeOnly)).map(({ from }) => `${path} -> ${from}`),
  );

const startsWith = (from: string, ...prefixes: string[]): boolean =>
  prefixes.some((prefix) => from === prefix || from.startsWith(prefix));

/** Packages, and Node's modules without side effects; who may do input and output is a rule of its own. */
const isPackage = (from: string): boolean => !startsWith(from, "src/", "parsers/");

describe("layers", () => {
  it("finds the sources and what they import", () => {
    const index = modules.find(({ path }) => path === "src/index.ts");
    expect(index?.imports.map(({ from }) => from)).toContain("parsers/index.ts");
    expect(modules.length).toBeGreaterThan(60);
  });

  it("parsers/ declares: it knows the events and the declarations, nothing else", () => {
    const parsers = under("parsers/");
    const allowed = (from: string) =>
      startsWith(from, "parsers/", "src/events.ts", "src/recognise/declare.ts") && !isPackage(from);
    const registry = (from: string, typeOnly: boolean) =>
      allowed(from) || (typeOnly && from === "src/recognise/recognition.ts");
    expect(strays(without(parsers, "parsers/index.ts"), allowed)).toEqual([]);
    expect(strays(only(parsers, "parsers/index.ts"), registry)).toEqual([]);
  });

  // The engine is handed its parsers, so that it can be run with others.
  it("only the library's face and the commands that name parsers know parsers/", () => {
    const knowing = modules.filter(({ path }) => !path.startsWith("parsers/"));
    const faces = new Set([
      "src/index.ts",
      "src/commands/parsers.ts",
      "src/commands/events.ts",
      "src/commands/explain.ts",
    ]);
    const engine = knowing.filter(({ path }) => !faces.has(path));
    expect(strays(engine, (from) => !startsWith(from, "parsers/"))).toEqual([]);
  });

  // A report can be rendered, validated and merged where there are no logs.
  it("src/report knows the report, the events and the time", () => {
    const allowed = (from: string) => isPackage(from) || startsWith(from, "src/report/", "src/events.ts", "src/time/");
    expect(strays(under("src/report/"), allowed)).toEqual([]);
  });

  // One text source for the command, its page and the report's advice.
  it("src/explain knows the words of the events, nothing else", () => {
    const allowed = (from: string) => startsWith(from, "src/explain/", "src/events.ts");
    expect(strays(under("src/explain/"), allowed)).toEqual([]);
  });

  it("src/time knows nothing but itself", () => {
    expect(strays(under("src/time/"), (from) => isPackage(from) || startsWith(from, "src/time/"))).toEqual([]);
  });

  it("src/ingest knows bytes and lines, not what they mean", () => {
    expect(strays(under("src/ingest/"), (from) => isPackage(from) || startsWith(from, "src/ingest/"))).toEqual([]);
  });

  it("src/recognise knows lines and their time, not what becomes of them", () => {
    const allowed = (from: string) =>
      isPackage(from) || startsWith(from, "src/recognise/", "src/events.ts", "src/time/", "src/ingest/copy-text.ts");
    expect(strays(under("src/recognise/"), allowed)).toEqual([]);
  });

  it("src/correlate knows events, not how they are read or reported", () => {
    const banned = ["src/report/", "src/commands/", "src/analyse/", "src/cli.ts", "src/index.ts", "parsers/"];
    expect(strays(under("src/correlate/"), (from) => !startsWith(from, ...banned))).toEqual([]);
  });

  it("src/findings concludes from the case, not from lines or reports", () => {
    const known = ["src/findings/", "src/correlate/", "src/events.ts", "src/time/", "src/explain/finding-ids.ts"];
    const tools = ["src/report/text.ts", "src/report/source-names.ts", "src/recognise/group-by.ts"];
    const allowed = (from: string) => isPackage(from) || startsWith(from, ...known, ...tools);
    expect(strays(under("src/findings/"), allowed)).toEqual([]);
  });

  it("src/learn knows the analysis, not how it is reported or who asks", () => {
    const banned = ["src/report/", "src/findings/", "src/commands/", "src/cli.ts", "src/index.ts", "parsers/"];
    expect(strays(under("src/learn/"), (from) => !startsWith(from, ...banned))).toEqual([]);
  });

  it("only the library's face and the command know src/learn", () => {
    const rest = modules.filter(({ path }) => !startsWith(path, "src/learn/", "src/index.ts", "src/commands/"));
    expect(strays(rest, (from) => !startsWith(from, "src/learn/"))).toEqual([]);
  });

  it("src/events.ts imports nothing", () => {
    expect(strays(under("src/events.ts"), () => false)).toEqual([]);
  });

  it("nothing but the command line knows the commands", () => {
    const rest = modules.filter(({ path }) => !startsWith(path, "src/commands/", "src/cli.ts"));
    expect(strays(rest, (from) => !startsWith(from, "src/commands/", "src/cli.ts"))).toEqual([]);
  });

  it("no file imports itself by way of others", () => {
    expect(cycles()).toEqual([]);
  });
});

describe("side effects", () => {
  const edges = ["src/ingest/", "src/cli.ts", "src/commands/"];
  const inner = modules.filter(({ path }) => !startsWith(path, ...edges));

  it("only src/ingest, src/commands and src/cli.ts touch files, sockets and child processes", () => {
    const world = ["node:fs", "node:process", "node:child_process", "node:net", "node:http", "node:os", "node:tty"];
    expect(strays(inner, (from) => !startsWith(from, ...world))).toEqual([]);
  });

  it("only they touch the process", () => {
    const touching = inner.filter(({ text }) => nodeProcess.test(codeOf(text)));
    expect(touching.map(({ path }) => path)).toEqual([]);
  });

  it("nothing inside asks what time it is", () => {
    // A time without a year, in a log that nowhere tells the year, is the one nearest to now.
    const asking = inner.filter(
      ({ path, text }) =>
        path !== "src/recognise/line-clock.ts" &&
        /\bDate\.now\(|\bnew Date\(\)|\bDateTime\.(?:now|local)\(/.test(codeOf(text)),
    );
    expect(asking.map(({ path }) => path)).toEqual([]);
  });
});

describe("files", () => {
  it("none is longer than 350 lines", () => {
    const long = modules.map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }));
    expect(long.filter(({ lines }) => lines > 350)).toEqual([]);
  });

  it("none exports by default", () => {
    expect(modules.filter(({ text }) => /^export default\b|\bas default\b/m.test(codeOf(text)))).toEqual([]);
  });

  it("none reaches for `any`, a non-null assertion or a suppressed check", () => {
    const bad = /: any\b|<any>|\bas any\b|\bany\[\]|[\w)\]]!(?=[.;,)\]])|@ts-(?:ignore|nocheck|expect-error)/;
    expect(modules.filter(({ text }) => bad.test(codeOf(text))).map(({ path }) => path)).toEqual([]);
  });
});

/** Node's `process`, by what only that has: a traced process is named so, too. */
const nodeProcess =
  /\bprocess\.(?:env|argv|std(?:in|out|err)|exit|exitCode|cwd|on|once|kill|hrtime|memoryUsage|platform|nextTick)\b/;

const only = (of: readonly Module[], path: string): Module[] => of.filter((module) => module.path === path);
const without = (of: readonly Module[], path: string): Module[] => of.filter((module) => module.path !== path);

/** Circles of imports that remain when it runs, each by the file at which it was found to close. */
function cycles(): string[] {
  const imports = new Map(modules.map((m) => [m.path, m.imports.filter((i) => !i.typeOnly).map((i) => i.from)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
    if (trail.includes(path) || done.has(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const { path } of modules) visit(path, []);
  return found;
}
