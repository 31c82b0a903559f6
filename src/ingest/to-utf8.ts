import { sniff } from "./chunks.ts";

/** How much of the beginning is looked at for NULs, and how many of them (1 in 32) no text would have. */
const LOOK_BYTES = 4096;
const NUL_SHARE = 1 / 32;

/**
 * Turns what a byte order mark announces (UTF-8, UTF-16 of either endianness) into UTF-8 without the mark;
 * everything else passes as it is, invalid bytes included. `onBinary` is called once when the beginning is full of NULs.
 */
export async function* toUtf8(chunks: AsyncGenerator<Buffer>, onBinary: () => void): AsyncGenerator<Buffer> {
  try {
    const { head, all } = await sniff(chunks, 3);
    const utf16 = utf16Label(head);
    if (utf16 !== null) yield* fromUtf16(all, utf16);
    else yield* watched(isUtf8Mark(head) ? without(all, 3) : all, onBinary);
  } finally {
    await chunks.return(undefined);
  }
}

function isUtf8Mark(head: Buffer): boolean {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
}

function utf16Label(head: Buffer): "utf-16le" | "utf-16be" | null {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return null;
}

async function* fromUtf16(chunks: AsyncIterable<Buffer>, label: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(label);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

async function* without(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

async function* watched(chunks: AsyncIterable<Buffer>, onBinary: () => void): AsyncGenerator<Buffer> {
  let seen = 0;
  let nuls = 0;
  for await (const chunk of chunks) {
    if (seen < LOOK_BYTES) {
      const look = chunk.subarray(0, LOOK_BYTES - seen);
      for (const byte of look) if (byte === 0) nuls += 1;
      seen += look.length;
      if (seen === LOOK_BYTES && nuls > seen * NUL_SHARE) onBinary();
    }
    yield chunk;
  }
  if (seen < LOOK_BYTES && nuls > seen * NUL_SHARE) onBinary();
}
