import type { Catalogue } from "../src/recognise/recognition.ts";
import { cri } from "./envelopes/cri.ts";
import { dockerJson, dockerTime } from "./envelopes/docker.ts";
import { uwsgiJson } from "./envelopes/uwsgi-json.ts";
import { fields } from "./layouts/fields.ts";
import { text } from "./layouts/text.ts";
import { access } from "./servers/access.ts";
import { celery } from "./servers/celery.ts";
import { containerd } from "./servers/containerd.ts";
import { daphne } from "./servers/daphne.ts";
import { docker } from "./servers/docker.ts";
import { gunicorn } from "./servers/gunicorn.ts";
import { hypercorn } from "./servers/hypercorn.ts";
import { kernel } from "./servers/kernel.ts";
import { kubernetes } from "./servers/kubernetes.ts";
import { python } from "./servers/python.ts";
import { supervisord } from "./servers/supervisord.ts";
import { uvicorn } from "./servers/uvicorn.ts";
import { uwsgi } from "./servers/uwsgi.ts";
import { wording } from "./wording.ts";

/** Everything coroner recognises. Servers and envelopes are tried in this order. */
export const catalogue = {
  servers: [
    uwsgi,
    celery,
    gunicorn,
    uvicorn,
    hypercorn,
    daphne,
    supervisord,
    docker,
    containerd,
    kubernetes,
    kernel,
    python,
    access,
  ],
  envelopes: [cri, dockerTime, dockerJson, uwsgiJson],
  text,
  fields,
  wording,
} as const satisfies Catalogue;
