import type { EnvelopeParser } from "../../src/recognise/declare.ts";

/**
 * What uWSGI's log master writes with `log-encoder = json {"unix":${unix},"msg":"${msg}"}`, the example of its documentation:
 * the line under `msg`, its time in epoch seconds. (uwsgi core/logging.c, uwsgi-docs LogEncoders)
 */
export const uwsgiJson: EnvelopeParser = {
  name: "uwsgi-json",
  title: "uWSGI log-encoder json",
  example: '{"unix":1795275936,"msg":"spawned uWSGI worker 1 (pid: 7, cores: 1)"}',
  json: { text: "msg", time: "unix" },
};
