const escapeMark = "\u001b";
const sequence = /\u001b\[[\d;:]*[mK]/g;
/** As syslog daemons write the escape character. */
const octal = /#033\[[\d;:]*[mK]/g;

/** A line without the sequences that colour it on a terminal. */
export function withoutColour(text: string): string {
  if (text.includes(escapeMark)) return text.replace(sequence, "");
  return text.includes("#033[") ? text.replace(octal, "") : text;
}
