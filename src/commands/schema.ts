import type { Command } from "commander";
import { publishedSchema } from "../report/schema.ts";
import { writeOut } from "./output/standard.ts";

/** `coroner schema`: the published JSON Schema of the report. */
export function schemaCommand(command: Command): void {
  command
    .description("print the JSON Schema of the report (--output json)")
    .action(async () => void (await writeOut(`${JSON.stringify(publishedSchema(), null, 2)}\n`)));
}
