const closing: Readonly<Record<string, string>> = { "(": ")", "{": "}" };

/**
 * Position of what closes the bracket at `at`: brackets of its kind within it are balanced, a backslash takes the meaning from
 * what follows it. -1 where nothing closes it.
 */
export function closeOf(text: string, at: number): number {
  const open = text.charAt(at);
  const close = closing[open] ?? "";
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === "\\") i++;
    else if (c === open) depth++;
    else if (c === close && --depth === 0) return i;
  }
  return -1;
}
