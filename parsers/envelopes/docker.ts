import type { EnvelopeParser } from "../../src/recognise/declare.ts";

/**
 * What Docker's json-file driver stores: one object per write, `log` with its line feed. A line of more than 16 KiB comes
 * in several objects, all but the last without a line feed. (moby daemon/logger/jsonfilelog, daemon/logger/copier.go)
 */
export const dockerJson: EnvelopeParser = {
  name: "docker-json",
  title: "Docker json-file",
  example:
    '{"log":"spawned uWSGI worker 1 (pid: 7, cores: 1)\\n","stream":"stderr","time":"2026-11-21T13:59:14.872885268Z"}',
  json: { text: "log", time: "time", stream: "stream" },
};

/** What `docker logs -t` prints: a UTC time with nine decimals, a blank, the line. (moby daemon/logger) */
export const dockerTime: EnvelopeParser = {
  name: "docker-time",
  title: "docker logs -t",
  example: "2026-11-21T13:59:14.872885268Z spawned uWSGI worker 1 (pid: 7, cores: 1)",
  pattern: /^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) (?<text>.*)$/s,
};
