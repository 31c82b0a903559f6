/** Below this length V8 copies a slice instead of pointing into its parent (SlicedString::kMinLength). */
const SLICE_LENGTH = 13;

/**
 * Returns an equal string that stands alone in memory. A line from a Source is a slice that keeps its whole
 * chunk (64 KB of text) alive; whatever is kept longer than its batch must go through here.
 */
export function copyText(text: string): string {
  if (text.length < SLICE_LENGTH) return text;
  const copy = Buffer.from(text, "utf8").toString("utf8");
  // UTF-8 has no lone surrogates, which a caller's own slice may have made.
  return copy.length === text.length && copy === text ? copy : Buffer.from(text, "utf16le").toString("utf16le");
}
