/** The first bytes of a chunk sequence, and the whole sequence, these bytes included. */
export interface Sniffed {
  readonly head: Buffer;
  readonly all: AsyncGenerator<Buffer>;
}

/** Reads until `size` bytes or the end are seen, whatever the chunk sizes; `head` has at most `size` bytes. */
export async function sniff(chunks: AsyncGenerator<Buffer>, size: number): Promise<Sniffed> {
  const held: Buffer[] = [];
  for (let length = 0; length < size; ) {
    const next = await chunks.next();
    if (next.done) break;
    held.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(held).subarray(0, size), all: chain(held, chunks) };
}

async function* chain(held: readonly Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* held;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** Cuts a chunk sequence anew into chunks of exactly `size` bytes; the last one may be shorter. */
export async function* evenChunks(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    while (length + chunk.length - from >= size) {
      const until = from + size - length;
      yield Buffer.concat([...held, chunk.subarray(from, until)]);
      held = [];
      length = 0;
      from = until;
    }
    if (from < chunk.length) held.push(chunk.subarray(from));
    length += chunk.length - from;
  }
  if (length > 0) yield Buffer.concat(held);
}
