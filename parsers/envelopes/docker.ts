import type { EnvelopeParser } from "../../src/recognise/declare.ts";

/**
 * What Docker's json-file driver stores: one object per write, `log` with its line feed. A line of more than 16 KiB comes
 * in several objects, all but the last without a line feed. Labels, variables and a tag stand in `attrs` where the driver
 * is told to add them. (moby daemon/logger/jsonfilelog, daemon/logger/copier.go)
 */
export const dockerJson: EnvelopeParser = {
  name: "docker-json",
  title: "Docker json-file",
  example:
    '{"log":"spawned uWSGI worker 1 (pid: 7, cores: 1)\\n","stream":"stderr","time":"2026-11-21T13:59:14.872885268Z"}',
  json: {
    text: "log",
    time: "time",
    stream: "stream",
    maxKeys: 4,
    scope: [
      ["attrs/io.kubernetes.pod.name", "attrs/io.kubernetes.container.name"],
      ["attrs/com.docker.compose.service", "attrs/com.docker.compose.container-number"],
      ["attrs/com.docker.swarm.task.name"],
      ["attrs/tag"],
    ],
  },
};

/**
 * What `docker logs -t` and `kubectl logs --timestamps` print: a time with nine decimals, in UTC or in the node's zone, a blank,
 * the line. (moby daemon/logger, kubernetes pkg/kubelet/kuberuntime/logs)
 */
export const dockerTime: EnvelopeParser = {
  name: "docker-time",
  title: "docker and kubectl logs -t",
  example: "2026-11-21T13:59:14.872885268Z spawned uWSGI worker 1 (pid: 7, cores: 1)",
  pattern: /^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(?:Z|[+-]\d\d:\d\d)) (?<text>.*)$/s,
};

/**
 * `docker compose logs` (and `up`): the container's name, padded to the longest one, and a bar; both in the container's
 * colour on a terminal. (docker/compose cmd/formatter/logs.go)
 */
export const compose: EnvelopeParser = {
  name: "docker-compose",
  title: "docker compose logs",
  example: "web-1  | spawned uWSGI worker 1 (pid: 7, cores: 1)",
  pattern:
    /^(?:\u001b\[[\d;]*m){0,4}(?<scope>(?!(?:trace|debug|info|notice|warn|warning|error|fatal|critical) )[a-z0-9][\w.-]*) +\|(?: (?:\u001b\[[\d;]*m)?(?<text>.*))?$/s,
  proof: /^(?:\u001b\[[\d;]*m){0,4}[a-z0-9][\w.-]*[-_]\d+ +\| /,
};
