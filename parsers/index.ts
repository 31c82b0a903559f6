import type { Catalogue } from "../src/recognise/recognition.ts";
import { cloudwatch, cloudwatchTail, heroku, loki, lokiJson } from "./envelopes/cloud.ts";
import { cri } from "./envelopes/cri.ts";
import { compose, dockerJson, dockerTime } from "./envelopes/docker.ts";
import { journald } from "./envelopes/journald.ts";
import { kubectl, stern, sternExtJson, sternJson } from "./envelopes/kubernetes.ts";
import { journalFull, journalUnix, syslog, syslog5424, syslogIso } from "./envelopes/syslog.ts";
import { uwsgiJson } from "./envelopes/uwsgi-json.ts";
import { fields } from "./layouts/fields.ts";
import { text } from "./layouts/text.ts";
import { access } from "./servers/access.ts";
import { kernel } from "./servers/kernel.ts";
import { python } from "./servers/python.ts";
import { uwsgi } from "./servers/uwsgi.ts";
import { wording } from "./wording.ts";

/** Everything coroner recognises. Servers and envelopes are tried in this order. */
export const catalogue = {
  servers: [uwsgi, kernel, python, access],
  envelopes: [
    cri,
    dockerTime,
    dockerJson,
    uwsgiJson,
    syslog,
    syslogIso,
    syslog5424,
    journald,
    journalFull,
    journalUnix,
    compose,
    kubectl,
    stern,
    sternJson,
    sternExtJson,
    cloudwatchTail,
    cloudwatch,
    loki,
    lokiJson,
    heroku,
  ],
  text,
  fields,
  wording,
} as const satisfies Catalogue;
