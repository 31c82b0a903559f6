import * as zlib from "node:zlib";
import { evenChunks, sniff } from "./chunks.ts";
import { type Engine, type Format, Inflater } from "./inflater.ts";
import { UserError } from "./user-error.ts";

/** Fixed, so that what a damaged file yields does not depend on how its bytes arrive. */
const FEED_BYTES = 16 * 1024;
const OUTPUT_BYTES = 64 * 1024;
/** Compressed bytes remembered from the start, to go over them again finely when they turn out damaged. */
const REPLAY_BYTES = 1024 * 1024;
const REPLAY_PARTS = 128;

/** Since Node 22.15; not in the types of the oldest Node we run on. */
const makeZstd = (zlib as { createZstdDecompress?: (options: zlib.ZlibOptions) => Engine }).createZstdDecompress;

const GZIP: Format = { name: "gzip", make: () => zlib.createGunzip({ chunkSize: OUTPUT_BYTES }), probe: null };

/** A frame whose single block says "sixteen times 0xff", which no text contains. */
const ZSTD_PROBE = { member: Buffer.from("28b52ffd2010830000ff", "hex"), text: Buffer.alloc(16, 0xff) };

/** Why decompression stopped before its end, e.g. "gzip data ends early". */
export type OnDamage = (what: string) => void;

/**
 * Decompresses what begins like gzip (concatenated members too) or zstd, by content and never by name; passes
 * everything else. Damaged data is no error: what can be read is yielded (from a damaged file of more than 1 MB
 * compressed, up to 64 KB of text right before the damage may be missing; from a truncated one nothing), then
 * `onDamage` is called. zstd on a Node without it is a UserError naming `name`.
 */
export async function* decompress(
  chunks: AsyncGenerator<Buffer>,
  name: string,
  onDamage: OnDamage,
): AsyncGenerator<Buffer> {
  try {
    const { head, all } = await sniff(chunks, 4);
    if (isUnsupportedZstd(head)) throw unsupportedZstd(name);
    const format = formatOf(head);
    if (format === null) return yield* all;
    const damage = yield* inflated(evenChunks(all, FEED_BYTES), format);
    if (damage !== null) onDamage(`${format.name} data ${damage}`);
  } finally {
    await chunks.return(undefined);
  }
}

function formatOf(head: Buffer): Format | null {
  if (isGzip(head)) return GZIP;
  if (!isZstd(head) || makeZstd === undefined) return null;
  return { name: "zstd", make: () => makeZstd({ chunkSize: OUTPUT_BYTES }), probe: ZSTD_PROBE };
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

function isZstd(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528;
}

/** Whether the first four bytes of a file say zstd and this Node cannot read it. */
export function isUnsupportedZstd(head: Buffer): boolean {
  return isZstd(head) && makeZstd === undefined;
}

/** The error for such a file. */
export function unsupportedZstd(name: string): UserError {
  return new UserError(
    `cannot read ${name}: zstd needs Node 22.15 or newer (this is ${process.version}); try zstd -dc`,
  );
}

/** Yields the text; returns what is wrong with the data, or null. */
async function* inflated(feed: AsyncIterable<Buffer>, format: Format): AsyncGenerator<Buffer, string | null> {
  const inflater = new Inflater(format);
  const replay: Buffer[] = [];
  let fed = 0;
  let delivered = 0;
  try {
    for await (const piece of feed) {
      fed += piece.length;
      if (fed <= REPLAY_BYTES) replay.push(piece);
      for (const text of await inflater.push(piece)) {
        delivered += text.length;
        yield text;
      }
      if (inflater.done) break;
    }
    for (const text of await inflater.end()) {
      delivered += text.length;
      yield text;
    }
  } finally {
    inflater.close();
  }
  if (inflater.isDamaged && fed <= REPLAY_BYTES) yield* beforeDamage(replay, delivered, format);
  return inflater.damage;
}

// An engine that meets damage drops the output it has not handed over yet. So its last piece is fed again in
// smaller parts, and the part that fails again, until that is a single byte.
async function* beforeDamage(replay: readonly Buffer[], delivered: number, format: Format): AsyncGenerator<Buffer> {
  const last = replay.at(-1) ?? Buffer.alloc(0);
  const good = replay.slice(0, -1);
  const inflater = new Inflater(format);
  const fed: Buffer[] = [];
  let seen = 0;
  try {
    for (const piece of [...good, ...parts(last)]) {
      fed.push(piece);
      for (const text of await inflater.push(piece)) {
        const known = Math.max(0, delivered - seen);
        if (text.length > known) yield text.subarray(known);
        seen += text.length;
      }
      if (inflater.done) break;
    }
  } finally {
    inflater.close();
  }
  if (inflater.isDamaged && last.length > 1) yield* beforeDamage(fed, Math.max(seen, delivered), format);
}

function parts(piece: Buffer): Buffer[] {
  const size = Math.ceil(piece.length / REPLAY_PARTS);
  return Array.from({ length: Math.ceil(piece.length / size) }, (_, at) => piece.subarray(at * size, (at + 1) * size));
}
