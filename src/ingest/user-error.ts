/**
 * A mistake only the user can put right (a missing file, an unreadable one). The message is one line that
 * names the file and is meant to be printed as it stands, without a stack; `cause` keeps the original error.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  constructor(message: string, options?: ErrorOptions) {
    super(message.replace(/[\u0000-\u001f\u007f]+/g, " "), options);
  }
}

/** Says in one line what went wrong when the file or stream `name` was opened or read. */
export function readError(name: string, cause: unknown): UserError {
  return new UserError(describe(name, cause), { cause });
}

function describe(name: string, cause: unknown): string {
  switch (errorCode(cause)) {
    case "ENOENT":
    case "ENOTDIR":
      return `no such file: ${name}`;
    case "EISDIR":
      return `is a directory, not a file: ${name}`;
    case "EACCES":
    case "EPERM":
      return `permission denied: ${name}`;
    default:
      return `cannot read ${name}: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

function errorCode(cause: unknown): unknown {
  return cause instanceof Error && "code" in cause ? cause.code : undefined;
}
