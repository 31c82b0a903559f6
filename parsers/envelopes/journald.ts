import type { EnvelopeParser } from "../../src/recognise/declare.ts";

/**
 * `journalctl -o json`, also as `json-pretty` and as `export`: fields as the journal keeps them, its times in µs. A message
 * that is not plain text is an array of bytes. Lines of a container bear its name, and the pid of Docker's daemon.
 * (systemd src/shared/logs-show.c, moby daemon/logger/journald)
 */
export const journald: EnvelopeParser = {
  name: "journald",
  title: "journalctl -o json and export",
  example:
    '{"__REALTIME_TIMESTAMP":"1795269554872885","_HOSTNAME":"web01","_PID":"7215","_SYSTEMD_UNIT":"web.service","SYSLOG_IDENTIFIER":"uwsgi","_TRANSPORT":"stdout","MESSAGE":"spawned uWSGI worker 1 (pid: 7, cores: 1)"}',
  json: {
    text: "MESSAGE",
    time: "__REALTIME_TIMESTAMP",
    partial: "CONTAINER_PARTIAL_MESSAGE",
    host: ["_HOSTNAME"],
    pid: ["_PID", "SYSLOG_PID"],
    program: ["_SYSTEMD_UNIT", "SYSLOG_IDENTIFIER", "_COMM"],
    scope: [["CONTAINER_NAME"], ["CONTAINER_ID"]],
    lines: "pretty or export",
  },
};
