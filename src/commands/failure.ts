import { CommanderError } from "commander";
import { UserError } from "../ingest/user-error.ts";
import { plain } from "../report/text.ts";

const hint = "(see coroner --help)";

/** Ends the program for an error: one line on stderr and status 2; help and version, which commander throws too, are none. */
export function failWith(error: unknown): void {
  if (error instanceof CommanderError && error.exitCode === 0) return;
  process.exitCode = 2;
  process.stderr.write(failureText(error));
  // An input that is still open, such as an idle pipe, would keep us waiting: leave once everything is written.
  process.stderr.write("", () => process.stdout.write("", () => process.exit()));
}

/** What is printed of an error: a line of what the user can put right, or of what we got wrong. */
function failureText(error: unknown): string {
  if (error instanceof CommanderError) return line(`${error.message.replace(/^error: /, "")} ${hint}`);
  if (error instanceof UserError) return line(error.message);
  const message = error instanceof Error ? error.message : String(error);
  const stack = process.env.CORONER_DEBUG === "1" && error instanceof Error ? `${error.stack}\n` : "";
  return line(`internal error: ${message}`) + stack;
}

/** A remark on stderr, harmless for a terminal. */
export function line(text: string): string {
  return `coroner: ${plain(text).trim()}\n`;
}
