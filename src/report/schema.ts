/**
 * The report model `coroner/report@1`: one definition from which the types, the validation and the published JSON
 * Schema come. Within a version it only grows, so readers must let unknown properties pass. Absent facts are `null`.
 */

import { z } from "zod";
import { causes, confidences, roles, verdicts } from "../events.ts";

export const schemaName = "coroner/report@1";

export const severities = ["info", "warning", "critical"] as const;
export type Severity = (typeof severities)[number];

export const rerunOutcomes = ["finished", "failed", "unfinished"] as const;
export type RerunOutcome = (typeof rerunOutcomes)[number];

const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(?:Z|[+-]\d{2}:\d{2})$/)
  .meta({ id: "instant", format: "date-time", description: "ISO 8601 with milliseconds and the source's own offset" });

const amount = z.int().nonnegative();
const pid = z.int().positive().nullable();

const place = {
  source: z.string().describe("Path of the source as given on the command line, `-` for standard input"),
  line: z.int().positive().describe("Line number in the source, from 1; after decompression where it is compressed"),
};

const quoted = {
  at: instant.nullable().describe("The program's own wall clock, or null where no line tells it"),
  ...place,
  text: z.string().describe("The record's first physical line as the program wrote it"),
};

const quoteSchema = z
  .object({ ...quoted, more: z.array(z.string()).describe("Continuation lines of the record, as far as kept") })
  .meta({ id: "quote", description: "A quoted record" });

const evidenceSchema = z
  .object({ ...quoted, more: z.array(z.string()).optional().describe("Continuation lines, as far as kept") })
  .meta({ id: "evidence", description: "A line that proves something, and where it stands" });

const sourceSchema = z
  .object({
    name: z.string().describe("Path as given, `-` for standard input"),
    host: z.string().nullable().describe("Host whose pids the source speaks of"),
    bytes: amount.describe("Bytes read, after decompression"),
    lines: amount.describe("Physical lines read"),
    formats: z.record(z.string(), amount).describe("Lines recognised, by the name of the format or server"),
    unrecognised: amount.describe("Lines that no format recognised"),
    untimed: amount.describe("Recognised lines that carry no time of their own"),
    zone: z.string().describe("Zone in which times without one were read"),
    clockOffsetMs: z.number().nullable().describe("How far its clock runs ahead of the other sources', where told"),
    warnings: z.array(z.string()).describe("What went wrong while it was read"),
  })
  .meta({ id: "source", description: "One file, or standard input" });

const summarySchema = z
  .object({
    tasks: amount.describe("Tasks that started: finished + unfinished"),
    finished: amount.describe("Tasks that ended, the failed ones included"),
    failed: amount.describe("Tasks that ended with an error"),
    unfinished: amount.describe("Tasks without an end: killed + stuck + superseded + inFlight"),
    killed: amount.describe("Unfinished tasks whose process died"),
    stuck: amount.describe("Unfinished tasks whose process lived on without a sign of them"),
    superseded: amount.describe("Unfinished tasks whose thread went on to another task"),
    inFlight: amount.describe("Unfinished tasks of which the log ends too soon to tell"),
    deaths: amount.describe("Processes that ended, of every role"),
  })
  .meta({ id: "summary", description: "The counts" });

const rerunSchema = z
  .object({
    at: instant.nullable().describe("When it started again"),
    ...place,
    outcome: z.enum(rerunOutcomes).describe("How the later run ended"),
    pid: pid.optional().describe("Process of the later run"),
  })
  .meta({ id: "rerun", description: "A later run of the same task" });

const taskSchema = z
  .object({
    id: z.string().describe("Id within this report: t1, t2, ..."),
    name: z.string().nullable().describe("Name of the kind of work, as the program words it"),
    key: z.string().nullable().describe("The task's own id, where its lines carry one"),
    host: z.string().nullable().describe("Host of its process"),
    instance: z.string().nullable().describe("Which server of several in one stream"),
    pid: pid.describe("Process on which it started; null where no line shows or implies it"),
    process: z.string().nullable().describe("Name of the process, where the log has one"),
    tid: z.string().nullable().describe("Thread as logged, else the thread's name"),
    start: quoteSchema.describe("The record that announces it"),
    last: quoteSchema.describe("Its last sign of life"),
    context: z.array(quoteSchema).optional().describe("Its thread's lines before the last one, as many as asked for"),
    verdict: z.enum(verdicts).describe("What became of it"),
    cause: z.enum(causes).nullable().describe("Cause of the death that killed it"),
    confidence: z.enum(confidences).nullable().describe("How sure the verdict is"),
    death: z.string().nullable().describe("Id of the death that killed it"),
    rerun: rerunSchema.nullable().describe("A later run under the same id, if any"),
  })
  .meta({ id: "task", description: "A task that started and never finished" });

const deathSchema = z
  .object({
    id: z.string().describe("Id within this report: d1, d2, ..."),
    host: z.string().nullable().describe("Host of the process"),
    instance: z.string().nullable().describe("Which server of several in one stream"),
    server: z.string().nullable().describe("Server whose lines tell of it; null where it is inferred"),
    role: z.enum(roles).describe("What the process was"),
    pid: pid.describe("The process that ended"),
    worker: z.union([z.number(), z.string()]).nullable().describe("Its slot under its master"),
    cause: z.enum(causes).describe("Why it ended"),
    confidence: z.enum(confidences).describe("How sure that is"),
    reason: z
      .string()
      .nullable()
      .optional()
      .describe("What it is inferred from, in a sentence; null where a record says so"),
    signal: z.string().nullable().describe("Signal that ended it"),
    exitCode: z.int().nullable().describe("Status it left with"),
    requests: amount.nullable().describe("Requests it had served, where a line tells"),
    earliest: instant.nullable().describe("It had not ended before this"),
    latest: instant.nullable().describe("It had ended by this"),
    replacedBy: pid.describe("Process that took its place"),
    tasksKilled: amount.describe("Unfinished tasks it took along"),
    evidence: z.array(evidenceSchema).describe("The lines that prove it"),
  })
  .meta({ id: "death", description: "The end of a process" });

const findingSchema = z
  .object({
    rule: z.string().describe("Id of the rule"),
    severity: z.enum(severities).describe("How much it matters"),
    title: z.string().describe("What happened, in one line"),
    detail: z.string().describe("How often, and why"),
    advice: z.string().describe("What to change"),
    references: z.array(z.string()).describe("Where to read on"),
    figures: z.record(z.string(), z.number()).describe("The numbers behind it"),
    tasks: z.array(z.string()).describe("Ids of the tasks concerned"),
    deaths: z.array(z.string()).describe("Ids of the deaths concerned"),
    evidence: z.array(evidenceSchema).describe("The lines that prove it"),
  })
  .meta({ id: "finding", description: "A pattern over many tasks and deaths" });

const windowSchema = z
  .object({
    from: instant.nullable().describe("Earliest time in the sources"),
    to: instant.nullable().describe("Latest time in the sources"),
  })
  .meta({ id: "window", description: "The time the sources cover" });

export const reportSchema = z.object({
  schema: z.literal(schemaName).describe("Name and version of this schema"),
  window: windowSchema.describe("The time the sources cover"),
  sources: z.array(sourceSchema).describe("What was read"),
  summary: summarySchema.describe("The counts"),
  unfinished: z.array(taskSchema).describe("Tasks that started and never finished"),
  deaths: z.array(deathSchema).describe("Processes that ended"),
  findings: z.array(findingSchema).describe("Patterns over tasks and deaths"),
  notes: z.array(z.string()).describe("What the sources could not tell"),
});

export type Report = z.infer<typeof reportSchema>;
export type ReportWindow = z.infer<typeof windowSchema>;
export type ReportSource = z.infer<typeof sourceSchema>;
export type Summary = z.infer<typeof summarySchema>;
export type ReportTask = z.infer<typeof taskSchema>;
export type ReportDeath = z.infer<typeof deathSchema>;
export type Rerun = z.infer<typeof rerunSchema>;
export type Quote = z.infer<typeof quoteSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type ReportFinding = z.infer<typeof findingSchema>;

/** Order of findings: the most severe first. */
export function bySeverity(a: ReportFinding, b: ReportFinding): number {
  return severities.indexOf(b.severity) - severities.indexOf(a.severity);
}

/** A report out of unknown JSON; throws a `ZodError` that names every property at fault. */
export function parseReport(value: unknown): Report {
  return reportSchema.parse(value);
}

/** The JSON Schema (draft 2020-12) of the report, for readers in other languages. */
export function publishedSchema(): object {
  const schema = z.toJSONSchema(reportSchema, { target: "draft-2020-12", io: "input" });
  return { $id: "urn:coroner:report:1", title: schemaName, ...schema };
}
