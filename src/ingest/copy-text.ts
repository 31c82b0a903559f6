/** Below this length V8 copies a slice instead of pointing into its parent (SlicedString::kMinLength). */
const SLICE_LENGTH = 13;

/** Where short texts of one byte per character are copied by way of: most lines are such. */
const scratch = Buffer.alloc(1024);

/**
 * Returns an equal string that stands alone in memory. A line from a Source is a slice that keeps its whole
 * chunk (64 KB of text) alive; whatever is kept longer than its batch must go through here.
 */
export function copyText(text: string): string {
  if (text.length < SLICE_LENGTH) return text;
  if (text.length <= scratch.length) {
    scratch.write(text, "latin1");
    const plain = scratch.toString("latin1", 0, text.length);
    if (plain === text) return plain;
  }
  const copy = Buffer.from(text, "utf8").toString("utf8");
  // UTF-8 has no lone surrogates, which a caller's own slice may have made.
  return copy.length === text.length && copy === text ? copy : Buffer.from(text, "utf16le").toString("utf16le");
}
