import type { EnvelopeParser } from "../../src/recognise/declare.ts";

/**
 * A line of syslog as daemons write it to files, and as `journalctl` prints it: time, host, tag with the writer's pid. Docker's
 * syslog driver tags with the container's id and the daemon's own pid. Behind `message repeated 3 times:` stands the message
 * in brackets; `last message repeated 3 times` is the daemon's own word, as are the journal's lines between dashes.
 */
const month = String.raw`[A-Z][a-z]{2} [ \d]\d(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d{1,6})?`;
const iso = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`;
const full = String.raw`[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?(?: [A-Z]{1,5}\b| [+-]\d\d(?::?\d\d)?)?`;
const level = String.raw`(?!\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|CRIT|trace|debug|info|notice|warn|warning|error|err|fatal|critical|crit|Trace|Debug|Info|Notice|Warn|Warning|Error|Fatal|Critical)(?=[\s\]:|,]))`;
const host = String.raw`(?:${level}(?<host>[^\s\[\]:](?:[^\s\[\]]*[^\s\[\]:])?) )?`;
const tag = String.raw`${level}(?:(?<scope>[0-9a-f]{12}|docker\/[^\s\[\]:]+)|(?<program>[^\s\[\]:][^\s\[\]:]{0,127}))`;
const pid = String.raw`(?:\[(?<pid>\d{1,10})\])`;
const message = String.raw`(?:message repeated \d+ times: \[ (?<again>.*)\]|(?<text>.*))`;
/** Lines of `journalctl` that are no program's: where its journal or a boot begins. */
const note = String.raw`-- (?:(?:Logs begin|Journal begins) at |(?:Boot|Reboot)\b|No entries|cursor: ).*`;
const repeated = String.raw`(?:--- )?last message repeated \d+ times?(?: ---)?`;

/** RFC 3164, also without its priority; `journalctl -o short` and `short-precise`; `logger`. (rsyslog, systemd src/shared/logs-show.c) */
export const syslog: EnvelopeParser = {
  name: "syslog",
  title: "syslog (RFC 3164), journalctl",
  example: "Nov 21 13:59:14 web01 uwsgi[7215]: spawned uWSGI worker 1 (pid: 7, cores: 1)",
  pattern: new RegExp(
    `^(?:(?:<\\d{1,3}>)?(?<time>${month}) (?:${host}${tag}${pid}?:(?: ${message})?|(?:\\S+ )?${repeated})|${note})$`,
    "s",
  ),
};

/** The same with a time in ISO 8601: rsyslog's and syslog-ng's own format, `journalctl -o short-iso`. */
export const syslogIso: EnvelopeParser = {
  name: "syslog-iso",
  title: "syslog, times in ISO 8601",
  example: "2026-11-21T13:59:14.872885+00:00 web01 uwsgi[7215]: spawned uWSGI worker 1 (pid: 7, cores: 1)",
  pattern: new RegExp(
    `^(?:<\\d{1,3}>)?(?<time>${iso}) (?:${host}${tag}${pid}?:(?: ${message})?|(?:\\S+ )?${repeated})$`,
    "s",
  ),
  proof: new RegExp(
    `^(?:<\\d{1,3}>)?${iso} (?:${level}[^\\s\\[\\]:]+ )?(?:${level}[^\\s\\[\\]:]+\\[\\d+\\]|kernel|systemd):`,
  ),
};

/** `journalctl -o short-full` and `with-unit`. */
export const journalFull: EnvelopeParser = {
  name: "journald-full",
  title: "journalctl -o short-full",
  example: "Sat 2026-11-21 13:59:14 UTC web01 web.service[7215]: spawned uWSGI worker 1 (pid: 7, cores: 1)",
  pattern: new RegExp(`^(?<time>${full}) ${host}${tag}${pid}?:(?: ${message})?$`, "s"),
};

/** `journalctl -o short-unix`. */
export const journalUnix: EnvelopeParser = {
  name: "journald-unix",
  title: "journalctl -o short-unix",
  example: "1795269554.872885 web01 uwsgi[7215]: spawned uWSGI worker 1 (pid: 7, cores: 1)",
  pattern: new RegExp(`^(?<time>\\d{10}\\.\\d{6}) ${host}${tag}${pid}?:(?: ${message})?$`, "s"),
};

/**
 * RFC 5424: version, time, host, program, pid, message id, structured data in brackets, and the message, perhaps behind a
 * byte order mark. Files have it with its priority and without.
 */
export const syslog5424: EnvelopeParser = {
  name: "syslog-5424",
  title: "syslog (RFC 5424)",
  example:
    '<30>1 2026-11-21T13:59:14.872885+00:00 web01 uwsgi 7215 - [timeQuality tzKnown="1" isSynced="0"] spawned uWSGI worker 1 (pid: 7, cores: 1)',
  pattern: new RegExp(
    String.raw`^(?:(?:\d{1,6} )?<\d{1,3}>)?1 (?:-|(?<time>${iso})) (?:-|(?<host>\S{1,255})) (?:-|(?<scope>[0-9a-f]{12}|docker\/\S+)|(?<program>\S{1,128})) (?:-|(?<pid>\d{1,10})|\S{1,128}) \S{1,32} (?:-|(?:\[[^\s=\]"]+(?: [^\s=\]"]+="(?:[^"\\\]]|\\.)*")*\])+)(?: \uFEFF?(?<text>.*))?$`,
    "s",
  ),
};
