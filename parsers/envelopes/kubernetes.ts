import type { EnvelopeParser } from "../../src/recognise/declare.ts";

/**
 * `kubectl logs --prefix`: kind and name of the pod and the container's name in brackets. `--timestamps` puts a time behind
 * them, which is an envelope of its own. (kubernetes staging/src/k8s.io/kubectl/pkg/cmd/logs)
 */
export const kubectl: EnvelopeParser = {
  name: "kubectl",
  title: "kubectl logs --prefix",
  example: "[pod/web-5d9c7b8f6-x2x4z/app] spawned uWSGI worker 1 (pid: 7, cores: 1)",
  pattern: /^(?:\u001b\[[\d;]*m){0,4}\[pod\/(?<scope>[a-z0-9.-]+\/[a-z0-9-]+)\](?:\u001b\[[\d;]*m){0,4} ?(?<text>.*)$/s,
};

/**
 * stern: the names of pod and container (and the namespace before them, where there are several), each in a colour of its
 * own on a terminal. A name that a replica set gave, or a time behind the names, tells it from a text that merely
 * begins with two words. (stern cmd/cmd.go)
 */
export const stern: EnvelopeParser = {
  name: "stern",
  title: "stern",
  example: "web-5d9c7b8f6-x2x4z app spawned uWSGI worker 1 (pid: 7, cores: 1)",
  pattern:
    /^(?:\u001b\[[\d;]*m){0,4}(?:[a-z0-9-]+(?:\u001b\[[\d;]*m){0,4} (?:\u001b\[[\d;]*m){0,4}(?=[a-z0-9.-]+-[a-z0-9]+(?:\u001b\[[\d;]*m){0,4} (?:\u001b\[[\d;]*m){0,4}[a-z0-9-]+[ \u001b]))?(?<scope>[a-z0-9.-]+-[a-z0-9]+)(?:\u001b\[[\d;]*m){0,4} (?:\u001b\[[\d;]*m){0,4}(?<within>[a-z0-9-]+)(?:\u001b\[[\d;]*m){0,4} (?<text>.*)$/s,
  proof:
    /^(?:\u001b\[[\d;]*m){0,4}(?:[a-z0-9-]+(?:\u001b\[[\d;]*m){0,4} (?:\u001b\[[\d;]*m){0,4})?[a-z0-9.-]+-(?:[bcdfghj-np-tv-xz2-9]{6,10}-[bcdfghj-np-tv-xz2-9]{5}|(?:\d+|[bcdfghj-np-tv-xz2-9]{5})(?=(?:\u001b\[[\d;]*m){0,4} (?:\u001b\[[\d;]*m){0,4}[a-z0-9-]+(?:\u001b\[[\d;]*m){0,4} \[?\d{4}-\d\d-\d\d))(?:\u001b\[[\d;]*m){0,4} (?:\u001b\[[\d;]*m){0,4}[a-z0-9-]+(?:\u001b\[[\d;]*m){0,4} /,
};

/** `stern --output json`. (stern stern/stern.go) */
export const sternJson: EnvelopeParser = {
  name: "stern-json",
  title: "stern --output json",
  example:
    '{"message":"spawned uWSGI worker 1 (pid: 7, cores: 1)","nodeName":"node-1","namespace":"default","podName":"web-5d9c7b8f6-x2x4z","containerName":"app"}',
  json: { text: "message", scope: [["podName", "containerName"]], oneOf: ["podName"] },
};

/** `stern --output extjson`. (stern cmd/cmd.go) */
export const sternExtJson: EnvelopeParser = {
  name: "stern-extjson",
  title: "stern --output extjson",
  example: '{"pod": "web-5d9c7b8f6-x2x4z", "container": "app", "message": "spawned uWSGI worker 1 (pid: 7, cores: 1)"}',
  json: { text: "message", scope: [["pod", "container"]], oneOf: ["pod"], maxKeys: 4 },
};
