#!/usr/bin/env node
import { analyze } from "./index.ts";
import { exitCode } from "./report/exit-code.ts";
import { type Format, formats } from "./report/formats.ts";

const args = process.argv.slice(2);
const at = args.indexOf("--output");
const format = (at >= 0 ? args[at + 1] : "table") as Format;
const sources = args.filter((a, i) => !a.startsWith("--") && args[i - 1] !== "--output");
const report = await analyze(sources);
process.stdout.write(formats[format](report, { width: process.stdout.columns || 120, colour: false, context: 3 }));
process.exitCode = exitCode(report);
