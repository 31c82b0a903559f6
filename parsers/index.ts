import type { Catalogue } from "../src/recognise/recognition.ts";
import { cloudwatch, cloudwatchTail, heroku, loki, lokiJson } from "./envelopes/cloud.ts";
import { cri } from "./envelopes/cri.ts";
import { compose, dockerJson, dockerTime } from "./envelopes/docker.ts";
import { journald } from "./envelopes/journald.ts";
import { kubectl, stern, sternExtJson, sternJson } from "./envelopes/kubernetes.ts";
import { journalFull, journalUnix, syslog, syslog5424, syslogIso } from "./envelopes/syslog.ts";
import { uwsgiJson } from "./envelopes/uwsgi-json.ts";
import { fields } from "./layouts/fields.ts";
import { lines } from "./layouts/lines.ts";
import { text } from "./layouts/text.ts";
import { access } from "./servers/access.ts";
import { apache } from "./servers/apache.ts";
import { celery } from "./servers/celery.ts";
import { containerd } from "./servers/containerd.ts";
import { daphne } from "./servers/daphne.ts";
import { docker } from "./servers/docker.ts";
import { dramatiq } from "./servers/dramatiq.ts";
import { gevent } from "./servers/gevent.ts";
import { go } from "./servers/go.ts";
import { gunicorn } from "./servers/gunicorn.ts";
import { huey } from "./servers/huey.ts";
import { hypercorn } from "./servers/hypercorn.ts";
import { java } from "./servers/java.ts";
import { kernel } from "./servers/kernel.ts";
import { kubernetes } from "./servers/kubernetes.ts";
import { nginx } from "./servers/nginx.ts";
import { node } from "./servers/node.ts";
import { passenger } from "./servers/passenger.ts";
import { phpFpm } from "./servers/php-fpm.ts";
import { pm2 } from "./servers/pm2.ts";
import { postgresql } from "./servers/postgresql.ts";
import { puma } from "./servers/puma.ts";
import { pySpy } from "./servers/py-spy.ts";
import { python } from "./servers/python.ts";
import { rails } from "./servers/rails.ts";
import { rq } from "./servers/rq.ts";
import { ruby } from "./servers/ruby.ts";
import { sidekiq } from "./servers/sidekiq.ts";
import { supervisord } from "./servers/supervisord.ts";
import { systemd } from "./servers/systemd.ts";
import { telemetry } from "./servers/telemetry.ts";
import { unicorn } from "./servers/unicorn.ts";
import { uvicorn } from "./servers/uvicorn.ts";
import { uwsgi } from "./servers/uwsgi.ts";
import { wording } from "./wording.ts";

/** Everything coroner recognises. Servers and envelopes are tried in this order. */
export const catalogue = {
  servers: [
    uwsgi,
    celery,
    rq,
    dramatiq,
    huey,
    pm2,
    gunicorn,
    uvicorn,
    hypercorn,
    daphne,
    sidekiq,
    puma,
    unicorn,
    phpFpm,
    passenger,
    rails,
    supervisord,
    docker,
    containerd,
    kubernetes,
    systemd,
    kernel,
    python,
    pySpy,
    gevent,
    java,
    go,
    ruby,
    nginx,
    apache,
    postgresql,
    node,
    telemetry,
    access,
  ],
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
  lines,
  fields,
  wording,
} as const satisfies Catalogue;
