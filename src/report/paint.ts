/** The few colours of a report; none at all unless asked for. */

export interface Paint {
  loss(text: string): string;
  warning(text: string): string;
  strong(text: string): string;
  dim(text: string): string;
}

/** Marks text with SGR codes, or leaves it as it is. */
export function paintFor(colour: boolean): Paint {
  const sgr = (on: number, off: number) => (text: string) =>
    colour && text !== "" ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return { loss: sgr(31, 39), warning: sgr(33, 39), strong: sgr(1, 22), dim: sgr(2, 22) };
}
