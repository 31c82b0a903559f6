import { celery } from "./servers.ts";

/** Ids of tasks. */
export const a1 = "becd77de-b293-4e2b-8990-6cf01fa2c5e6";
export const b1 = "6ef5ea32-f11f-4aaf-a9c7-011ae99b7e92";
export const c1 = "f8660bb8-728d-4bab-ae1a-c18033c1a7b3";

/** A task that child `n` runs from one time to the next: as the task itself logs it, and as Celery does. */
export const received = (time: string, id: string): string => `${time} Main Task shop.tasks.export[${id}] received`;
export const started = (time: string, n: number, id: string): string =>
  `${time} ${n} shop.tasks.export[${id}]: task ${id} started`;
export const step = (time: string, n: number, id: string): string =>
  `${time} ${n} shop.tasks.export[${id}]: task ${id} step 2/7`;
export const succeeded = (time: string, n: number, id: string): string =>
  `${time} ${n} Task shop.tasks.export[${id}] succeeded in 1.31s: None`;
export const whole = (from: string, to: string, n: number, id: string): string =>
  [received(from, id), started(from, n, id), succeeded(to, n, id)].join("\n");

/** The lines that stand in every log here: the banner, and a task that ends well. */
export const celeryLog = (...lines: string[]): string =>
  celery(["00:00 Main celery@web1 ready.", whole("00:01", "00:02", 1, c1), ...lines].join("\n"));
