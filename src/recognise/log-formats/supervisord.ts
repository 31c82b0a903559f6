import { assemble, complainer, plainField } from "./declared.ts";
import type { Dialect } from "./dialect.ts";
import { styleOf } from "./python-styles.ts";
import { suggestion } from "./slip.ts";

/** What a record of supervisor's own logger has (supervisor/loggers.py: LogRecord.asdict). */
const attributes = {
  asctime: { kind: "stamp", role: "time" },
  levelname: { kind: "level", role: "level" },
  message: { kind: "message", role: "skip" },
} as const;

const isKnown = (name: string): name is keyof typeof attributes => Object.hasOwn(attributes, name);

/** The format that supervisord is built with: no setting changes it (supervisor/options.py: make_logger). */
const activity = "%(asctime)s %(levelname)s %(message)s";

export const supervisord: Dialect = {
  name: "supervisord",
  title: "supervisord's activity log",
  example: { format: activity, line: "2026-11-21 13:52:55,263 INFO spawned: 'web' with pid 77" },
  named: { activity },
  compile(format) {
    const complain = complainer("supervisord");
    if (format === "") throw complain(1, "empty format");
    const style = styleOf(format);
    const parts = style.split(format, complain).map((part) => {
      if ("literal" in part) return part;
      const { attribute, at, written } = part;
      if (!isKnown(attribute))
        throw complain(
          at,
          `unknown attribute ${JSON.stringify(attribute)}${suggestion(attribute, Object.keys(attributes))}`,
        );
      return { ...plainField, ...attributes[attribute], at, written };
    });
    return assemble("supervisord", parts, complain, { length: format.length, message: style.message });
  },
};
