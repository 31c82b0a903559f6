import { describe, expect, it } from "vitest";
import { examine } from "../support/log.ts";

/** Task `id` on a thread of its own, `lines` of it one after the other. */
const task = (id: number, thread: string, ...lines: string[]): string[] =>
  lines.map(
    (text, i) =>
      `2024-05-01 10:${String(id % 60).padStart(2, "0")}:${10 + i},000 ${text.includes("!") ? "ERROR" : "INFO"} [41] [${thread}_${id % 2}] app: ${text.replaceAll("#", String(id))}`,
  );

const log = (ids: readonly number[], ...lines: string[]): string[] => ids.flatMap((id) => task(id, "pool", ...lines));
const six = [21, 22, 23, 24, 25, 26];

describe("starts and ends that no vocabulary foresees", () => {
  it("are the first and the last that a thread says of an id, in any language", async () => {
    const { lost, finished } = await examine({
      "app.log": [
        ...log(six, "Öppnar ärende #", "ärende # mitt i", "Ärende # stängt"),
        ...task(27, "pool", "Öppnar ärende #"),
      ].join("\n"),
    });
    expect([lost, finished]).toEqual([["27 in-flight possible"], 6]);
  });

  it("one verb in two forms tells them where the layout has no threads", async () => {
    const lines = (id: number, ...texts: string[]): string[] =>
      texts.map((text, i) => `2024-05-01 10:${id}:${10 + i},000 INFO ${text.replaceAll("#", String(id))}`);
    const both = [21, 23, 25, 27].flatMap((id) => [
      ...lines(id, "Stitching panorama #"),
      ...lines(id + 1, "Stitching panorama #"),
      ...lines(id + 1, "x", "y", "Panorama # stitched"),
      ...lines(id + 1, "x", "y", "z", `Panorama ${id} stitched`),
    ]);
    const { lost, finished } = await examine({ "app.log": [...both, ...lines(30, "Stitching panorama #")].join("\n") });
    expect([lost, finished]).toEqual([["30 in-flight possible"], 8]);
  });

  it("an error that is the last word of one is its failed end", async () => {
    const { lost, finished } = await examine({
      "app.log": [
        ...log(six, "Öppnar ärende #", "Ärende # stängt"),
        ...task(27, "pool", "Öppnar ärende #", "Ärende # gick inte!"),
        ...task(28, "pool", "Öppnar ärende #", "Ärende # stängt"),
      ].join("\n"),
    });
    expect([lost, finished]).toEqual([[], 8]);
  });

  it("what goes on after the last mention of an id was no end", async () => {
    const { lost, finished } = await examine({
      "app.log": log(six, "Öppnar ärende #", "läser ärende #", "mitt i", "stänger").join("\n"),
    });
    expect([lost, finished]).toEqual([[], 0]);
  });

  it("what begins again before it ends occupies no thread: users who come and go are no tasks", async () => {
    const lines = six.map((id) => task(id, "pool", "user # signs on")[0]);
    const gone = six.map((id) => task(id + 10, "pool", `user ${id} signs off`)[0]);
    const { lost, finished } = await examine({
      "app.log": [...lines, ...gone, ...task(50, "pool", "user # signs on")].join("\n"),
    });
    expect([lost, finished]).toEqual([[], 0]);
  });

  it("what is said within a task whose start is known is a step of it", async () => {
    const { lost, finished } = await examine({
      "app.log": [
        ...log(six, "start task", "opens ledger #", "closes ledger #", "end task"),
        ...task(27, "pool", "start task", "opens ledger #", "end task"),
      ].join("\n"),
    });
    expect([lost, finished]).toEqual([[], 7]);
  });

  it("what is said after something has started that never ends is no step of it", async () => {
    const { lost, finished } = await examine({
      "app.log": [
        ...task(20, "pool", "Span exporter started, collector 127.0.0.1:4317"),
        ...task(21, "pool", "Span exporter started, collector 127.0.0.1:4317"),
        ...log(six, "Öppnar ärende #", "Ärende # stängt"),
        ...task(27, "pool", "Öppnar ärende #"),
      ].join("\n"),
    });
    expect(lost).toContain("27 in-flight possible");
    expect(finished).toBe(6);
  });

  it("within a batch that is under way, what has an id of its own is a step, though the batch comes but once", async () => {
    const { finished } = await examine({
      "app.log": [
        ...task(21, "pool", "job started"),
        ...log([23, 25, 27, 29, 31], "Öppnar ärende #", "Ärende # stängt"),
      ].join("\n"),
    });
    expect(finished).toBe(0);
  });

  it("tells ids of hexadecimal digits that no task of the sample had the like of: 7 digits and a letter, letters alone", async () => {
    const usual = Array.from({ length: 700 }, (_, i) => `c${(i + 2000) * 7}a${i % 10}`);
    const odd = ["1234567b", "11072231", "aabbccdd"];
    const done = [...usual, ...odd].flatMap((id, i) => task(i, "pool", `lease ${id} acquired`, `lease ${id} released`));
    const { lost, finished } = await examine({
      "app.log": [
        ...done,
        ...task(1, "pool", "lease 1234567c acquired"),
        ...task(2, "pool", "lease aabbccde acquired", "lease deadlock acquired"),
      ].join("\n"),
    });
    expect(lost).toHaveLength(2);
    expect(finished).toBe(703);
  });

  it("tells ids of one prefix that have no digit, but no words", async () => {
    const { lost, finished } = await examine({
      "app.log": [
        ...[..."0123456789", "d", ..."0123456789", ..."0123456789"]
          .map((c, i) => `ch_${c}${"abc"[i % 3]}`)
          .flatMap((id, i) => task(i, "pool", `Öppnar ärende ${id}xyz`, `Ärende ${id}xyz stängt`)),
        ...task(23, "pool", "Öppnar ärende ch_uvwxy", "Öppnar ärende ch_kassa_", "Öppnar ärende omgående"),
      ].join("\n"),
    });
    expect([lost, finished]).toEqual([["ch_uvwxy stuck probable"], 31]);
  });

  it("an id that the vocabulary reads with its ending has it in the end that is learned", async () => {
    const photos = six.flatMap((id) => task(id, "pool", "Processing photo IMG_#.jpg", "Processed photo IMG_#.jpg"));
    const { lost, finished } = await examine({
      "app.log": [...photos, ...task(27, "pool", "Processing photo IMG_#.jpg")].join("\n"),
    });
    expect([lost, finished]).toEqual([["IMG_27.jpg in-flight possible"], 6]);
  });

  it("how many there are of something is no id, though it is said twice", async () => {
    const { tasks, finished } = await examine({
      "app.log": log(six, "Closing the outbox, # letters left", "Delivered # letters at exit").join("\n"),
    });
    expect([tasks, finished]).toEqual([0, 0]);
  });

  it("a number before a verb is one", async () => {
    const { finished } = await examine({ "app.log": log(six, "Ticket # opens", "Ticket # shuts").join("\n") });
    expect(finished).toBe(6);
  });

  it("the last word of threads that fall silent is no end where the others' tasks end otherwise", async () => {
    const hung = [41, 42, 43, 44].flatMap((id) =>
      task(id, `ThreadPoolExecutor-${id}`, "task # started", "task # has read its rows"),
    );
    const { lost, finished } = await examine({
      "app.log": [...log(six, "task # started", "task # finished"), ...hung].join("\n"),
    });
    expect(lost.map((l) => l.split(" ")[0])).toEqual(["41", "42", "43", "44"]);
    expect(finished).toBe(6);
  });

  it("nor is it where the layout tells no threads", async () => {
    const said = (id: number, ...texts: string[]): string[] =>
      texts.map((text, i) => `2024-05-01 10:${id}:${10 + i},000 INFO ${text.replaceAll("#", String(id))}`);
    const { lost, finished } = await examine({
      "app.log": [
        ...six.flatMap((id) => said(id, "task # started", "task # finished")),
        ...[41, 42, 43, 44].flatMap((id) => said(id, "task # started", "task # has read its rows")),
      ].join("\n"),
    });
    expect(lost.map((l) => l.split(" ")[0])).toEqual(["41", "42", "43", "44"]);
    expect(finished).toBe(6);
  });

  it("threads that do one task each have ends that nothing follows", async () => {
    const { finished } = await examine({
      "app.log": six
        .flatMap((id) => task(id, `ThreadPoolExecutor-${id}`, "Öppnar ärende #", "Ärende # stängt"))
        .join("\n"),
    });
    expect(finished).toBe(6);
  });

  it("takes more than three of them", async () => {
    const { finished } = await examine({
      "app.log": log([21, 22, 23], "Öppnar ärende #", "Ärende # stängt").join("\n"),
    });
    expect(finished).toBe(0);
  });

  it("a rare variant of a start bears the id that its end repeats, and what it calls the task", async () => {
    const starts = [...Array(8).keys()].flatMap((i) => {
      const id = 31 + i;
      const name = id === 33 ? "resize_image" : "send_invoice";
      return task(id, "pool", `begin sync account=# plugin=${name}`, "end sync account=# ok");
    });
    const { report } = await examine({
      "app.log": [...starts, ...task(40, "pool", "begin sync account=# plugin=resize_image")].join("\n"),
    });
    expect(report.unfinished.map(({ key, name }) => ({ key, name }))).toEqual([{ key: "40", name: "resize_image" }]);
  });

  it("an id of hexadecimal digits may hold as many or as few letters as it likes", async () => {
    const ids = Array.from({ length: 40 }, (_, i) =>
      (((i + 1) * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, "0"),
    );
    ids.push("98816805", "42822b96");
    const lines = ids.flatMap((id, i) =>
      task(i, "pool", `lease ${id} acquired`, `lease ${id}: rows`, `lease ${id} released`),
    );
    const { lost, finished } = await examine({ "app.log": lines.join("\n") });
    expect([lost, finished]).toEqual([[], ids.length]);
  });
});
