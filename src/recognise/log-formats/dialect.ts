import type { Layout } from "../layout.ts";

/** A way of writing format strings. */
export interface Dialect {
  /** As `--log-format <name>:<format>` calls it. */
  readonly name: string;
  /** Whose it is, and which setting holds it. */
  readonly title: string;
  /** A format as people have it, and a line that it writes. */
  readonly example: { readonly format: string; readonly line: string };
  /** Formats that the program brings along, by the names it gives them. */
  readonly named?: Readonly<Record<string, string>>;
  /** Compiles a format. Throws a RangeError of one line that says what is wrong, and at which column. */
  readonly compile: (format: string) => Layout;
}
