import type { Catalogue } from "../src/recognise/recognition.ts";
import { cri } from "./envelopes/cri.ts";
import { dockerJson, dockerTime } from "./envelopes/docker.ts";
import { uwsgiJson } from "./envelopes/uwsgi-json.ts";
import { fields } from "./layouts/fields.ts";
import { lines } from "./layouts/lines.ts";
import { text } from "./layouts/text.ts";
import { access } from "./servers/access.ts";
import { celery } from "./servers/celery.ts";
import { daphne } from "./servers/daphne.ts";
import { gunicorn } from "./servers/gunicorn.ts";
import { hypercorn } from "./servers/hypercorn.ts";
import { kernel } from "./servers/kernel.ts";
import { nginx } from "./servers/nginx.ts";
import { passenger } from "./servers/passenger.ts";
import { phpFpm } from "./servers/php-fpm.ts";
import { puma } from "./servers/puma.ts";
import { python } from "./servers/python.ts";
import { rails } from "./servers/rails.ts";
import { rq } from "./servers/rq.ts";
import { ruby } from "./servers/ruby.ts";
import { sidekiq } from "./servers/sidekiq.ts";
import { supervisord } from "./servers/supervisord.ts";
import { systemd } from "./servers/systemd.ts";
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
    systemd,
    kernel,
    python,
    ruby,
    nginx,
    access,
  ],
  envelopes: [cri, dockerTime, dockerJson, uwsgiJson],
  text,
  lines,
  fields,
  wording,
} as const satisfies Catalogue;
