#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { z } from "zod";
import { analyseCommand } from "./commands/analyse.ts";
import { eventsCommand } from "./commands/events.ts";
import { explainCommand } from "./commands/explain.ts";
import { failWith } from "./commands/failure.ts";
import { learnCommand } from "./commands/learn.ts";
import { outliveClosedPipes } from "./commands/output/standard.ts";
import { parsersCommand } from "./commands/parsers.ts";
import { schemaCommand } from "./commands/schema.ts";

const description =
  "Finds the tasks that started but never finished in server and application logs, and the respawn or shutdown that " +
  "killed them.";

const epilogue = `
Examples:
  coroner app.log uwsgi.log                     who killed which task
  coroner --tz Asia/Shanghai logs/*.log*        rotated and compressed logs as well
  kubectl logs web-0 | coroner -o markdown      a report to paste into a ticket
  coroner --task-start 'begin job (?<id>\\d+)' --task-end 'job (?<id>\\d+) done' app.log
  coroner events uwsgi.log | head               what each line was recognised as
  coroner learn app.log                         patterns and formats to say what the analysis finds out by itself
  coroner explain max-requests                  what it means, how it comes about, what to change

Exit status: 0 nothing lost, 1 tasks were killed, stuck or superseded, 2 usage or input error.
A file named like a command is given as ./events.`;

const packageSchema = z.object({ version: z.string() });

function packageVersion(): string {
  const text = readFileSync(new URL(import.meta.resolve("coroner/package.json")), "utf8");
  return packageSchema.parse(JSON.parse(text)).version;
}

function coroner(): Command {
  const program = new Command("coroner")
    .description(description)
    .usage("[options] [source...]\n       coroner <command> [options] [source...]")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", epilogue)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  analyseCommand(program);
  eventsCommand(program.command("events"));
  learnCommand(program.command("learn"));
  parsersCommand(program.command("parsers"));
  explainCommand(program.command("explain"));
  schemaCommand(program.command("schema"));
  return program.helpCommand("help [command]", "help for a command").hook("preSubcommand", refuseOptionsBefore);
}

/** Options before a command's name belong to no command; to ignore them would be a lie. */
function refuseOptionsBefore(program: Command, command: Command): void {
  const given = program.options.find((option) => program.getOptionValueSource(option.attributeName()) === "cli");
  if (given) program.error(`option '${given.long}' must stand behind the command '${command.name()}'`);
}

outliveClosedPipes();
process.on("uncaughtException", failWith);
await coroner().parseAsync().catch(failWith);
