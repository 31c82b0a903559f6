import type { EnvelopeParser } from "../../src/recognise/declare.ts";

/**
 * `aws logs tail`: a time in µs whose last three digits are always 0, the name of the log stream, the message.
 * (aws-cli awscli/customizations/logs/tail.py)
 */
export const cloudwatchTail: EnvelopeParser = {
  name: "cloudwatch-tail",
  title: "aws logs tail",
  example: "2026-11-21T13:59:14.872000+00:00 web/app/0f3ab1 spawned uWSGI worker 1 (pid: 7, cores: 1)",
  pattern:
    /^(?:\u001b\[[\d;]*m){0,4}(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}000\+00:00)(?:\u001b\[0m)? (?:\u001b\[[\d;]*m){0,4}(?<scope>(?!(?:trace|debug|info|notice|warn|warning|error|fatal|critical|TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\b[^\w/.-])[A-Za-z0-9][^\s:*\u001b]*)(?:\u001b\[0m)? (?<text>.*)$/s,
  proof: /^(?:\u001b\[[\d;]*m){0,4}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}000\+00:00/,
};

/** Events as `aws logs filter-log-events` and `get-log-events` print them, in one document or one in a line. */
export const cloudwatch: EnvelopeParser = {
  name: "cloudwatch",
  title: "aws logs filter-log-events",
  example:
    '{"logStreamName":"web/app/0f3ab1","timestamp":1795269554872,"message":"spawned uWSGI worker 1 (pid: 7, cores: 1)","ingestionTime":1795269555031,"eventId":"3891"}',
  json: {
    text: "message",
    time: "timestamp",
    scope: [["logStreamName"]],
    oneOf: ["logStreamName", "ingestionTime", "eventId"],
    maxKeys: 6,
    lines: "pretty",
  },
};

const labels = {
  host: ["labels/host", "labels/hostname", "labels/node_name"],
  program: ["labels/unit", "labels/systemd_unit", "labels/syslog_identifier"],
  scope: [
    ["labels/pod", "labels/container"],
    ["labels/pod_name", "labels/container_name"],
    ["labels/container_name"],
    ["labels/compose_service"],
    ["labels/container"],
  ],
} as const;

/** `logcli query -o jsonl`. (loki pkg/logcli/output/jsonl.go) */
export const lokiJson: EnvelopeParser = {
  name: "loki-json",
  title: "logcli --output jsonl",
  example:
    '{"labels":{"pod":"web-5d9c7b8f6-x2x4z","container":"app"},"line":"spawned uWSGI worker 1 (pid: 7, cores: 1)","timestamp":"2026-11-21T13:59:14.872885268Z"}',
  json: { text: "line", time: "timestamp", maxKeys: 3, ...labels },
};

/** `logcli query`: a time, the labels that not all lines share, padded, the line. (loki pkg/logcli/output/default.go) */
export const loki: EnvelopeParser = {
  name: "loki",
  title: "logcli",
  example:
    '2026-11-21T13:59:14Z {container="app", pod="web-5d9c7b8f6-x2x4z"} spawned uWSGI worker 1 (pid: 7, cores: 1)',
  pattern:
    /^(?:\u001b\[[\d;]*m){0,4}(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))(?:\u001b\[0m)? (?:\u001b\[[\d;]*m){0,4}\{(?<labels>(?:[A-Za-z_]\w*="(?:[^"\\]|\\.)*"(?:, ?)?)*)\} *(?:\u001b\[0m)? ?(?<text>.*)$/s,
  keys: labels,
};

/** `heroku logs`: a time in µs, and the dyno in brackets behind `app` (the program) or `heroku` (the platform). */
export const heroku: EnvelopeParser = {
  name: "heroku",
  title: "heroku logs",
  example: "2026-11-21T13:59:14.872885+00:00 app[web.1]: spawned uWSGI worker 1 (pid: 7, cores: 1)",
  pattern:
    /^(?:\u001b\[[\d;]*m){0,4}(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00) (?:app|heroku)\[(?<scope>[a-z][\w-]*\.\d+)\]:(?:\u001b\[0m)? (?<text>.*)$/s,
};
