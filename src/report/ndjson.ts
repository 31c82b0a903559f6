import type { z } from "zod";
import { inOrder, stringify } from "./order.ts";
import { type Report, reportSchema } from "./schema.ts";

const { unfinished, deaths, sources, findings, summary, window } = reportSchema.shape;

/** One JSON object per line, told apart by `type`: the summary first, then tasks, deaths, findings and sources. */
export function ndjson(report: Report): string {
  const head = { schema: report.schema, window: inOrder(window, report.window) };
  const counts = inOrder(summary, report.summary);
  const lines = [
    stringify({ type: "summary", ...head, ...counts, notes: report.notes }, 0),
    ...report.unfinished.map((task) => entry("task", unfinished.element, task)),
    ...report.deaths.map((death) => entry("death", deaths.element, death)),
    ...report.findings.map((finding) => entry("finding", findings.element, finding)),
    ...report.sources.map((source) => entry("source", sources.element, source)),
  ];
  return `${lines.join("\n")}\n`;
}

function entry(type: string, schema: z.ZodType, value: object): string {
  return stringify({ type, ...inOrder(schema, value) }, 0);
}
