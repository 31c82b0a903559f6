/** Standard output, whose reader may leave before the end (`| head`). */
import { UserError } from "../../ingest/user-error.ts";

/** Keeps a closed pipe from ending the program: whoever writes is told, and decides. */
export function outliveClosedPipes(): void {
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);
}

/** Writes to standard output and waits until it is taken; false when nobody reads any more. Rejects with a UserError. */
export function writeOut(text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve(true);
      else if (isClosed(error)) resolve(false);
      else reject(new UserError(`cannot write standard output: ${error.message}`, { cause: error }));
    });
  });
}

function isClosed(error: Error): boolean {
  return "code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED");
}
