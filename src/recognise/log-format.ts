import type { Layout } from "./layout.ts";
import { apache } from "./log-formats/apache.ts";
import { celery } from "./log-formats/celery.ts";
import type { Dialect } from "./log-formats/dialect.ts";
import { grok } from "./log-formats/grok.ts";
import { gunicorn } from "./log-formats/gunicorn.ts";
import { log4j, log4j2, logback } from "./log-formats/log4j.ts";
import { nginx } from "./log-formats/nginx.ts";
import { phpFpm } from "./log-formats/php-fpm.ts";
import { python } from "./log-formats/python.ts";
import { regex } from "./log-formats/regex.ts";
import { suggestion } from "./log-formats/slip.ts";
import { supervisord } from "./log-formats/supervisord.ts";
import { uwsgi } from "./log-formats/uwsgi.ts";

/** The dialects of format strings. */
export const dialects: readonly Dialect[] = [
  python,
  celery,
  supervisord,
  uwsgi,
  gunicorn,
  phpFpm,
  nginx,
  apache,
  log4j,
  log4j2,
  logback,
  grok,
  regex,
];

/** The names of the dialects. */
export const logFormatDialects: readonly string[] = dialects.map(({ name }) => name);

/**
 * Compiles `dialect:format`, the format string that wrote a log, into the layout of its lines.
 * Throws a RangeError of one line that says what is wrong, and at which column of the format.
 */
export function compileLogFormat(spec: string): Layout {
  const colon = spec.indexOf(":");
  const known = logFormatDialects.join(", ");
  if (colon < 0) throw new RangeError(`log format without a dialect, such as python:... (there is: ${known})`);
  const name = spec.slice(0, colon);
  const dialect = dialects.find((candidate) => candidate.name === name);
  if (!dialect) {
    const meant = suggestion(name, logFormatDialects);
    throw new RangeError(`unknown dialect ${JSON.stringify(name)}${meant} (there is: ${known})`);
  }
  const format = spec.slice(colon + 1);
  const named = dialect.named && Object.hasOwn(dialect.named, format) ? dialect.named[format] : undefined;
  return dialect.compile(named ?? format);
}
