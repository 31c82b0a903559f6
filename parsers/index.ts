import type { Catalogue } from "../src/recognise/recognition.ts";
import { cri } from "./envelopes/cri.ts";
import { dockerJson, dockerTime } from "./envelopes/docker.ts";
import { uwsgiJson } from "./envelopes/uwsgi-json.ts";
import { fields } from "./layouts/fields.ts";
import { text } from "./layouts/text.ts";
import { access } from "./servers/access.ts";
import { apache } from "./servers/apache.ts";
import { kernel } from "./servers/kernel.ts";
import { nginx } from "./servers/nginx.ts";
import { postgresql } from "./servers/postgresql.ts";
import { python } from "./servers/python.ts";
import { supervisord } from "./servers/supervisord.ts";
import { systemd } from "./servers/systemd.ts";
import { uwsgi } from "./servers/uwsgi.ts";
import { wording } from "./wording.ts";

/** Everything coroner recognises. Servers and envelopes are tried in this order. */
export const catalogue = {
  servers: [uwsgi, supervisord, systemd, kernel, python, nginx, apache, postgresql, access],
  envelopes: [cri, dockerTime, dockerJson, uwsgiJson],
  text,
  fields,
  wording,
} as const satisfies Catalogue;
