import type { Line } from "../../src/recognise/declare.ts";

/** Layouts of libraries that put facts where no header has them: behind the message. */
export const lines: readonly Line[] = [
  {
    // Monolog's LineFormatter, also Laravel's and Symfony's: context and extra as JSON, or `[]`, or nothing.
    name: "monolog",
    pattern:
      /^\[(?<ts>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)\] (?<channel>[\w.-]+)\.(?<lvl>DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY): (?<msg>.*)$/s,
    trailers: ["context", "extra"],
    example:
      '[2024-04-02T14:33:07.123456+00:00] shop.INFO: Import started {"import":"4f2a","rows":400} {"process_id":8700}',
  },
];
