import { CHUNK_BYTES, isStandardInput, openFile } from "./open-file.ts";
import { readError } from "./user-error.ts";

/** What a caller can hand over instead of a path. */
export type SourceContent = string | Uint8Array | AsyncIterable<Uint8Array | string> | NodeJS.ReadableStream;

/** A path, `-` for standard input, or a name with its content. */
export type SourceInput = string | { readonly name: string; readonly content: SourceContent };

/** Where the bytes come from, and what ends the wait for them. */
export interface ByteOrigin {
  readonly input: SourceInput;
  /** Called only when it is to be read: merely looking at process.stdin opens it. */
  readonly stdin: () => NodeJS.ReadableStream;
  /** Aborting it closes a file or stream, also while a read is pending. */
  readonly signal: AbortSignal;
}

/**
 * Yields the raw bytes in pieces of at most 64 KB; a file is opened when the first piece is asked for.
 * A file or standard input that cannot be read is a UserError; errors of the caller's own stream pass as they are.
 */
export async function* readBytes(origin: ByteOrigin): AsyncGenerator<Buffer> {
  const { input, stdin, signal } = origin;
  if (typeof input !== "string") return yield* contentBytes(input.content, signal);
  const name = input === "-" ? "standard input" : input;
  try {
    yield* contentBytes(isStandardInput(input) ? stdin() : await openFile(input), signal);
  } catch (cause) {
    throw readError(name, cause);
  }
}

async function* contentBytes(content: SourceContent, signal: AbortSignal): AsyncGenerator<Buffer> {
  if (typeof content === "string") return yield* pieces(Buffer.from(content));
  if (content instanceof Uint8Array) return yield* pieces(asBuffer(content));
  const stop = () => "destroy" in content && typeof content.destroy === "function" && content.destroy();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    yield* encoded(content);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

// A surrogate pair that two string chunks share is put together again before it is encoded.
async function* encoded(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<Buffer> {
  let half = "";
  for await (const chunk of chunks) {
    if (typeof chunk !== "string") {
      yield* pieces(asBuffer(chunk));
      continue;
    }
    const text = half + chunk;
    half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? "";
    yield* pieces(Buffer.from(half === "" ? text : text.slice(0, -1)));
  }
  yield* pieces(Buffer.from(half));
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}
