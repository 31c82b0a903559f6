/** The registry of report formats: a pure function from the report to text for each. */

import { json } from "./json.ts";
import { markdown } from "./markdown.ts";
import { ndjson } from "./ndjson.ts";
import type { Report } from "./schema.ts";
import { table } from "./table.ts";
import type { RenderOptions } from "./view.ts";

export type { RenderOptions } from "./view.ts";

export const formatNames = ["table", "markdown", "json", "ndjson"] as const;
export type Format = (typeof formatNames)[number];

export type Render = (report: Report, options: RenderOptions) => string;

export const formats: Readonly<Record<Format, Render>> = { table, markdown, json, ndjson };
