import { inOrder, stringify } from "./order.ts";
import { type Report, reportSchema } from "./schema.ts";

/** The report as the schema has it: two blanks of indentation, properties in the schema's order, a line end. */
export function json(report: Report): string {
  return `${stringify(inOrder(reportSchema, report), 2)}\n`;
}
